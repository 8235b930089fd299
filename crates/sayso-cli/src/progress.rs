//! How far we are, told to a person who looks at standard error.

use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use crate::source::Sources;

/// How far we are, on standard error, if a person looks at it and not at the results.
pub(crate) struct Progress {
    shown: bool,
    enabled: bool,
    reports: u64,
    bytes: sayso_intake::Progress,
    /// All bytes, once they are known.
    total: Arc<OnceLock<u64>>,
    begun: Instant,
    last: Instant,
}

impl Progress {
    pub(crate) fn new(results_in_terminal: bool, sources: &Sources<'_>) -> Self {
        let enabled = io::stderr().is_terminal() && !results_in_terminal;
        let total = Arc::new(OnceLock::new());
        if enabled && let Some(size) = sources.size() {
            let total = Arc::clone(&total);
            // beside the reading, which need not wait for it
            std::thread::spawn(move || total.set(size()));
        }
        let now = Instant::now();
        Self { shown: false, enabled, reports: 0, bytes: sources.read_so_far(), total, begun: now, last: now }
    }

    pub(crate) fn step(&mut self) {
        self.reports += 1;
        if self.enabled && self.last.elapsed() >= Duration::from_millis(200) {
            self.last = Instant::now();
            self.shown = true;
            let total = self.total.get().copied();
            eprint!("\r\x1b[K{}", line(self.reports, self.bytes.bytes(), total, self.begun.elapsed()));
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

/// `120 reports, 12.3 of 45.6 MB (27 %), 1.2 MB/s, 0:28 left`; without what is not known.
fn line(reports: u64, done: u64, total: Option<u64>, took: Duration) -> String {
    let unit = total.unwrap_or(done);
    // An archive's list of members is read beside its members, so that more than all can be done.
    let done = total.map_or(done, |total| done.min(total));
    let mut line = format!("{reports} report{}", if reports == 1 { "" } else { "s" });
    if done == 0 {
        return line;
    }
    #[expect(clippy::cast_precision_loss, reason = "told to one decimal")]
    let rate = done as f64 / took.as_secs_f64().max(0.001);
    match total {
        Some(total) => {
            let percent = u128::from(done) * 100 / u128::from(total.max(1));
            line.push_str(&format!(", {} of {} ({percent} %)", bare(done, unit), bytes(total)));
        }
        None => line.push_str(&format!(", {}", bytes(done))),
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bytes a second, and seconds to wait"
    )]
    {
        line.push_str(&format!(", {}/s", bytes(rate as u64)));
        // The first moments say nothing of the rest.
        if let Some(left) = total.map(|total| total - done).filter(|_| took >= Duration::from_secs(2)) {
            line.push_str(&format!(", {} left", clock((left as f64 / rate).ceil() as u64)));
        }
    }
    line
}

/// Thousands to the power, and the name of so many bytes.
fn scale(bytes: u64) -> (f64, &'static str) {
    match bytes {
        0..1_000 => (1.0, "B"),
        1_000..1_000_000 => (1e3, "kB"),
        1_000_000..1_000_000_000 => (1e6, "MB"),
        _ => (1e9, "GB"),
    }
}

fn bytes(count: u64) -> String {
    format!("{} {}", bare(count, count), scale(count).1)
}

/// A count in the unit that another is told in.
fn bare(count: u64, as_in: u64) -> String {
    let (by, _) = scale(as_in);
    #[expect(clippy::cast_precision_loss, reason = "told to one decimal")]
    let scaled = count as f64 / by;
    if by > 1.0 { format!("{scaled:.1}") } else { count.to_string() }
}

fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_told() {
        let seconds = Duration::from_secs;
        for (reports, done, total, took, expected) in [
            (1, 0, None, seconds(1), "1 report"),
            (12, 900, None, seconds(1), "12 reports, 900 B, 900 B/s"),
            (
                120,
                12_300_000,
                Some(45_600_000),
                seconds(10),
                "120 reports, 12.3 of 45.6 MB (26 %), 1.2 MB/s, 0:28 left",
            ),
            (3, 500, Some(2_000_000_000), seconds(1), "3 reports, 0.0 of 2.0 GB (0 %), 500 B/s"),
            (3, 70, Some(50), seconds(5), "3 reports, 50 of 50 B (100 %), 10 B/s, 0:00 left"),
            (
                9,
                1_000,
                Some(10_000_000),
                seconds(10),
                "9 reports, 0.0 of 10.0 MB (0 %), 100 B/s, 27:46:30 left",
            ),
        ] {
            assert_eq!(line(reports, done, total, took), expected);
        }
    }
}
