//! `cargo xtask gazetteer TABLE OUT`: builds `data/places/gazetteer.bin` from the table that `training/gazetteer.py`
//! writes, and prints the sizes of its parts as JSON.

use std::error::Error;

use sayso::tables::gazetteer::build;

pub(crate) fn run(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let [table, out] = arguments else { return Err("usage: cargo xtask gazetteer TABLE OUT".into()) };
    let text = std::fs::read_to_string(table).map_err(|e| format!("{table}: {e}"))?;
    let (bytes, sizes) = build::from_table(&text).map_err(|e| format!("{table}: {e}"))?;
    std::fs::write(out, &bytes).map_err(|e| format!("{out}: {e}"))?;
    let report = serde_json::json!({
        "places": sizes.places,
        "names": sizes.names,
        "name-place pairs": sizes.pairs,
        "bytes of records": sizes.record_bytes,
        "bytes of main names": sizes.name_bytes,
        "bytes of postings": sizes.posting_bytes,
        "bytes of index": sizes.index_bytes,
        "bytes of spellings": sizes.spelling_bytes,
        "bytes": sizes.bytes,
    });
    #[expect(clippy::print_stdout, reason = "the chore's answer, read by training/gazetteer.py")]
    {
        println!("{report}");
    }
    Ok(())
}
