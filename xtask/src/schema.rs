//! Writes the JSON Schemas of the records and the description of the HTTP API, `schema/*.json`, from the Rust types.

use std::io;
use std::path::PathBuf;

/// Each file with what it must hold.
fn schemas() -> [(&'static str, String); 3] {
    [
        ("sayso.reading.1.json", sayso::record::schema()),
        ("sayso.incident.1.json", sayso_incidents::schema()),
        ("sayso.openapi.json", sayso_serve::openapi()),
    ]
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../schema")
}

/// Writes the files.
pub(crate) fn write() -> io::Result<()> {
    std::fs::create_dir_all(folder())?;
    schemas().into_iter().try_for_each(|(file, schema)| std::fs::write(folder().join(file), schema))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_committed_schemas_are_current() {
        for (file, schema) in super::schemas() {
            let committed = std::fs::read_to_string(super::folder().join(file)).unwrap_or_default();
            assert_eq!(committed, schema, "{file}: run `cargo xtask schema`");
        }
    }
}
