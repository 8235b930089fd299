//! Writes the JSON Schema of the record, `schema/sayso.reading.1.json`, from the Rust types.

use std::io;
use std::path::PathBuf;

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../schema/sayso.reading.1.json")
}

/// Writes the file.
pub(crate) fn write() -> io::Result<()> {
    let path = path();
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, sayso::record::schema())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_committed_schema_is_current() {
        let committed = std::fs::read_to_string(super::path()).unwrap_or_default();
        assert_eq!(committed, sayso::record::schema(), "run `cargo xtask schema`");
    }
}
