//! Any bytes as lines of JSON: no panic, and the paragraphs stand in order with only white space between them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso::ingest::{self, Report};

fuzz_target!(|bytes: &[u8]| {
    for line in bytes.split(|&byte| byte == b'\n') {
        if let Ok(report) = ingest::json_line(line, &Default::default(), &Default::default()) {
            check(&report);
        }
    }
});

fn check(report: &Report) {
    let mut at = 0;
    for paragraph in &report.paragraphs {
        assert!(report.text[at..paragraph.range.start].trim().is_empty());
        assert!(!report.text[paragraph.range.clone()].is_empty());
        at = paragraph.range.end;
    }
    assert!(report.text[at..].trim().is_empty());
}
