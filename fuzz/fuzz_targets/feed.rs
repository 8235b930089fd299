//! Any bytes as a feed: no panic, an end, and no document over its limit.

#![no_main]

use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use sayso_intake::{Intake, Limits};

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { document_bytes: 1 << 12, unpack_free: 1 << 16, ..Limits::default() };
    let all = [&b"<rss>"[..], bytes].concat();
    let _ = Intake::new(limits).stream("any", &mut &all[..], |found| {
        assert!(found.is_err() || found.is_ok_and(|item| item.bytes.len() <= limits.document_bytes));
        ControlFlow::Continue(())
    });
});
