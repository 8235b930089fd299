//! The record as JSON.

use sayso::record::Reading;

/// One line, with its end.
pub(crate) fn line(reading: &Reading) -> Vec<u8> {
    // OK because every key of the record is a string and every number finite.
    let mut line = serde_json::to_vec(reading).expect("a reading is JSON");
    line.push(b'\n');
    line
}

/// Laid out as an element of an array.
pub(crate) fn indented(reading: &Reading) -> Vec<u8> {
    let json = serde_json::to_string_pretty(reading).expect("a reading is JSON"); // OK as above
    let lines: Vec<String> = json.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n").into_bytes()
}
