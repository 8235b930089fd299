//! Any text as phrases of time, counted from any day: expressions slice, stand in order and end no earlier than they begin.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso::ground::time::{self, Context, Tense};
use sayso::ingest::published;

fuzz_target!(|input: (u16, u8, u8, &str)| {
    let (year, month, day, text) = input;
    let day = format!("{:04}-{:02}-{:02}", year % 10_000, month % 12 + 1, day % 28 + 1);
    let reference = published(&day).ok().map(|(_, date)| date);
    let tense_at = |_| Some(Tense::Past);
    let blocks = std::iter::once(0..text.len()).collect::<Vec<_>>();
    let mut at = 0;
    for expression in time::find(text, &Context { reference, tense_at: &tense_at, blocks: &blocks }) {
        assert!(at <= expression.range.start && !text[expression.range.clone()].is_empty());
        assert!(expression.from.zip(expression.to).is_none_or(|(from, to)| from <= to));
        at = expression.range.end;
    }
});
