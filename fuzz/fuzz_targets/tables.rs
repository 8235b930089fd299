//! Any text as a user's table: it is taken or refused, and an error names the file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso::tables::{TableFile, Tables};

const PATHS: [&str; 10] = [
    "frames/mine.csv",
    "frames/links.csv",
    "frames/harm.csv",
    "classes/mine.csv",
    "status/words.csv",
    "attribution/cues.csv",
    "numbers/words.csv",
    "actors/offices.csv",
    "actors/groups.csv",
    "weapons/weapons.csv",
];

fuzz_target!(|input: (u8, &str)| {
    let path = PATHS[usize::from(input.0) % PATHS.len()];
    if let Err(error) = Tables::with(&[TableFile { path, text: input.1 }]) {
        assert_eq!(error.file, path);
    }
});
