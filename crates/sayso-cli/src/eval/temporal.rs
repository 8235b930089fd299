//! Scores expressions of time as TempEval-3 did (UzZaman et al., SemEval-2013 task 1, section 4): precision, recall and
//! F1 of the spans, strict (the same span) and relaxed (any overlap), and for type and value the relaxed F1 times the
//! share of matched expressions that have it right.
//!
//! ```text
//! gold   [on Tuesday: DATE 2019-12-17]  [three days: DURATION P3D]
//! system [Tuesday: DATE 2019-12-17]
//! relaxed P 1, R 1/2, F1 2/3; strict F1 0; value F1 2/3
//! ```

use std::ops::{AddAssign, Range};

/// An expression of time with its type and value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Timex {
    /// Where it stands; gold and system in the same unit.
    pub(crate) span: Range<usize>,
    /// `DATE`, `TIME`, `DURATION` or `SET`; empty where the corpus does not say.
    pub(crate) kind: String,
    /// TIMEX3's value; empty where the corpus gives none.
    pub(crate) value: String,
}

/// What was counted over one or more documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Expressions in the gold.
    pub(crate) gold: usize,
    /// Expressions that the system found.
    pub(crate) system: usize,
    /// Pairs with the same span.
    pub(crate) strict: usize,
    /// Pairs that overlap, each expression in at most one.
    pub(crate) relaxed: usize,
    /// Relaxed pairs of the same type.
    pub(crate) kind: usize,
    /// Relaxed pairs of the same value.
    pub(crate) value: usize,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.gold += other.gold;
        self.system += other.system;
        self.strict += other.strict;
        self.relaxed += other.relaxed;
        self.kind += other.kind;
        self.value += other.value;
    }
}

/// Precision, recall and their harmonic mean.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Score {
    /// Share of the system's expressions that are right.
    pub(crate) precision: f64,
    /// Share of the gold's expressions that were found.
    pub(crate) recall: f64,
    /// Harmonic mean of the two.
    pub(crate) f1: f64,
}

/// Pairs each system expression with the first unpaired gold expression it overlaps, the same span first. Both lists
/// must be sorted by start; the pairs are indices into gold and system.
pub(crate) fn pairs(gold: &[Timex], system: &[Timex]) -> Vec<(usize, usize)> {
    let mut taken = vec![false; gold.len()];
    let mut found = Vec::new();
    let mut rest = Vec::new();
    for (s, timex) in system.iter().enumerate() {
        match (0..gold.len()).find(|g| !taken[*g] && gold[*g].span == timex.span) {
            Some(g) => {
                taken[g] = true;
                found.push((g, s));
            }
            None => rest.push(s),
        }
    }
    for s in rest {
        let span = &system[s].span;
        let overlaps = |g: &usize| gold[*g].span.start < span.end && span.start < gold[*g].span.end;
        if let Some(g) = (0..gold.len()).filter(|g| !taken[*g]).find(overlaps) {
            taken[g] = true;
            found.push((g, s));
        }
    }
    found.sort_unstable();
    found
}

/// Counts one document.
pub(crate) fn count(gold: &[Timex], system: &[Timex]) -> Counts {
    let pairs = pairs(gold, system);
    let right = |test: &dyn Fn(&Timex, &Timex) -> bool| {
        pairs.iter().filter(|(g, s)| test(&gold[*g], &system[*s])).count()
    };
    Counts {
        gold: gold.len(),
        system: system.len(),
        strict: right(&|gold, system| gold.span == system.span),
        relaxed: pairs.len(),
        kind: right(&|gold, system| gold.kind == system.kind),
        value: right(&|gold, system| gold.value == system.value),
    }
}

impl Counts {
    /// The spans, by overlap.
    pub(crate) fn relaxed_score(&self) -> Score {
        self.score(self.relaxed)
    }

    /// The spans, to the letter.
    pub(crate) fn strict_score(&self) -> Score {
        self.score(self.strict)
    }

    /// Relaxed F1 times the accuracy of the values.
    pub(crate) fn value_f1(&self) -> f64 {
        self.relaxed_score().f1 * ratio(self.value, self.relaxed)
    }

    /// Relaxed F1 times the accuracy of the types.
    pub(crate) fn kind_f1(&self) -> f64 {
        self.relaxed_score().f1 * ratio(self.kind, self.relaxed)
    }

    fn score(&self, right: usize) -> Score {
        let (precision, recall) = (ratio(right, self.system), ratio(right, self.gold));
        let sum = precision + recall;
        let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
        Score { precision, recall, f1 }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timex(span: Range<usize>, kind: &str, value: &str) -> Timex {
        Timex { span, kind: kind.to_owned(), value: value.to_owned() }
    }

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }

    #[test]
    fn an_overlap_is_relaxed_and_not_strict() {
        let gold = [timex(0..10, "DATE", "2019-12-17"), timex(20..30, "DURATION", "P3D")];
        let counts = count(&gold, &[timex(3..10, "DATE", "2019-12-17")]);
        let relaxed = counts.relaxed_score();
        close(relaxed.precision, 1.0);
        close(relaxed.recall, 0.5);
        close(relaxed.f1, 2.0 / 3.0);
        close(counts.strict_score().f1, 0.0);
        close(counts.value_f1(), 2.0 / 3.0);
    }

    #[test]
    fn value_and_type_count_among_the_matched() {
        let gold = [timex(0..5, "DATE", "2019"), timex(6..9, "DATE", "2018")];
        let system = [timex(0..5, "DATE", "2018"), timex(6..9, "TIME", "2018"), timex(12..13, "SET", "P1D")];
        let counts = count(&gold, &system);
        close(counts.relaxed_score().precision, 2.0 / 3.0);
        close(counts.strict_score().f1, 0.8);
        close(counts.value_f1(), 0.4);
        close(counts.kind_f1(), 0.4);
    }

    #[test]
    fn an_expression_is_paired_once_and_the_same_span_first() {
        let gold = [timex(0..4, "", "1"), timex(5..9, "", "2")];
        let system = [timex(0..9, "", "1"), timex(5..9, "", "2")];
        assert_eq!(pairs(&gold, &system), [(0, 0), (1, 1)]);
        assert_eq!(count(&gold, &[timex(0..9, "", "1")]).relaxed, 1);
    }

    #[test]
    fn nothing_found_is_zero() {
        close(count(&[], &[]).value_f1(), 0.0);
        close(count(&[timex(0..1, "", "")], &[]).relaxed_score().f1, 0.0);
    }
}
