//! What became of all that was to be taken in, told at the end: how many, and what was left out for which reason.

use std::collections::BTreeMap;
use std::fmt;

/// So many are named of each reason.
const EXAMPLES: usize = 3;
/// So many reasons are told apart; a reason may hold words of the input.
const REASONS: usize = 30;

/// What became of all items.
#[derive(Debug, Default)]
pub(super) struct Summary {
    /// New reports.
    pub(super) new: u64,
    /// Reports that were there.
    pub(super) known: u64,
    /// Reports that an older version had read.
    pub(super) reread: u64,
    /// Reports that are kept and not read, by their languages.
    pub(super) foreign: Reasons,
    /// What could not be taken in.
    pub(super) skipped: Reasons,
    /// What is no report.
    pub(super) aside: Reasons,
}

/// How many for each reason, and the first of them.
#[derive(Debug, Default)]
pub(super) struct Reasons(BTreeMap<String, (u64, Vec<String>)>);

impl Reasons {
    /// Counts one.
    pub(super) fn add(&mut self, reason: String, origin: &str) {
        let full = self.0.len() >= REASONS && !self.0.contains_key(&reason);
        let (count, examples) =
            self.0.entry(if full { "other reasons".to_owned() } else { reason }).or_default();
        *count += 1;
        if examples.len() < EXAMPLES {
            examples.push(origin.to_owned());
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> u64 {
        self.0.values().map(|(count, _)| count).sum()
    }

    /// A line a reason, the most frequent first.
    fn lines(&self, heading: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        write!(f, "\n{heading}:")?;
        let mut all: Vec<_> = self.0.iter().collect();
        all.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        for (reason, (count, examples)) in all {
            let more = if *count > examples.len() as u64 { ", ..." } else { "" };
            write!(f, "\n  {count:>6}  {reason}: {}{more}", examples.join(", "))?;
        }
        Ok(())
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reports = if self.new == 1 { "report" } else { "reports" };
        write!(f, "{} {reports} added", self.new)?;
        let rest = [
            (self.reread, "read again"),
            (self.known, "there already"),
            (self.foreign.count(), "in other languages"),
            (self.skipped.count(), "skipped"),
            (self.aside.count(), "no reports"),
        ];
        for (count, what) in rest.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, ", {count} {what}")?;
        }
        self.foreign.lines("Kept, and nothing read from them, by language", f)?;
        self.skipped.lines("Skipped", f)?;
        self.aside.lines("No reports", f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_counted_with_examples() {
        let mut summary = Summary { new: 1, known: 2, ..Summary::default() };
        assert_eq!(summary.to_string(), "1 report added, 2 there already");
        summary.skipped.add("too long".to_owned(), "a.txt");
        for number in 1..=5 {
            summary.skipped.add("damaged".to_owned(), &format!("b.jsonl:{number}"));
        }
        summary.foreign.add("Arabic".to_owned(), "c.html");
        assert_eq!(
            summary.to_string(),
            "1 report added, 2 there already, 1 in other languages, 6 skipped\n\
             Kept, and nothing read from them, by language:\n       1  Arabic: c.html\n\
             Skipped:\n       5  damaged: b.jsonl:1, b.jsonl:2, b.jsonl:3, ...\n       1  too long: a.txt"
        );
    }

    #[test]
    fn however_many_reasons_there_are_few_are_held() {
        let mut reasons = Reasons::default();
        for number in 0..1000 {
            reasons.add(format!("reason {number}"), "x");
        }
        assert_eq!((reasons.0.len(), reasons.count()), (REASONS + 1, 1000));
    }
}
