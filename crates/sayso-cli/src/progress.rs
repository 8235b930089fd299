//! How far we are, told to a person who looks at standard error.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// How far we are, on standard error, if a person looks at it and not at the results.
pub(crate) struct Progress {
    shown: bool,
    enabled: bool,
    read: u64,
    last: Instant,
}

impl Progress {
    pub(crate) fn new(results_in_terminal: bool) -> Self {
        let enabled = io::stderr().is_terminal() && !results_in_terminal;
        Self { shown: false, enabled, read: 0, last: Instant::now() }
    }

    pub(crate) fn step(&mut self) {
        self.read += 1;
        if self.enabled && self.last.elapsed() >= Duration::from_millis(200) {
            self.last = Instant::now();
            self.shown = true;
            eprint!("\r\x1b[K{} reports", self.read);
            // OK to ignore because progress is no result.
            let _ = io::stderr().flush();
        }
    }

    pub(crate) fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            eprint!("\r\x1b[K");
        }
    }
}
