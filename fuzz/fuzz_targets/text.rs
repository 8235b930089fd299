//! Any bytes as plain text, through the whole engine: nothing panics, and what is read reads back.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sayso::record::Reading;
use sayso::{Engine, ingest, read_report};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new().expect("what is built in loads"));

fuzz_target!(|bytes: &[u8]| {
    let Ok(report) = ingest::text(bytes, &Default::default(), &Default::default()) else { return };
    let reading = read_report(&report, &ENGINE);
    let json = serde_json::to_string(&reading).expect("a reading is JSON");
    assert_eq!(serde_json::from_str::<Reading>(&json).expect("it reads back"), reading);
});
