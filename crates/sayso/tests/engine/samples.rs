//! The reports of `samples/`, taken in as the command takes them in.

use std::fs;
use std::path::PathBuf;

use sayso::ingest::{self, Given, Limits, Report};

/// File name (and line) and report, in the order of the names.
pub(crate) fn all() -> Vec<(String, Report)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("the folder of samples")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a plain name"))
        .collect();
    names.sort();
    let mut reports = Vec::new();
    for name in names {
        let bytes = fs::read(folder.join(&name)).expect("a sample");
        let (given, limits) = (Given::default(), Limits::default());
        let mut add = |name: String, report: Result<Report, ingest::IngestError>| {
            reports.push((name, report.expect("samples can be taken in")));
        };
        match name.rsplit('.').next() {
            Some("txt") => add(name, ingest::text(&bytes, &given, &limits)),
            Some("html") => add(name, ingest::html(&bytes, &given, &limits)),
            Some("jsonl") => {
                for (i, line) in bytes.split(|&b| b == b'\n').filter(|l| !l.is_empty()).enumerate() {
                    add(format!("{name}:{}", i + 1), ingest::json_line(line, &given, &limits));
                }
            }
            _ => {}
        }
    }
    reports
}
