//! Lists by date: a day at the head of a paragraph (`3 May: ...`, or a line of its own) is the day of what is told below, up to the
//! next such head.

use crate::ground::time::Expression;
use crate::ingest::{ParagraphRole, Report};
use crate::read::graph::Graph;
use crate::record::TimePrecision;

use super::clues::Tense;
use super::{Chronicle, When, World, dates};

/// What may stand between the day and what is told of it.
const MARKS: [char; 5] = [':', '-', '–', '—', '.'];

/// By paragraph, the expression that heads its part of a list.
pub(super) fn of(graph: &Graph<'_>, world: &World<'_>, report: &Report) -> Vec<Option<usize>> {
    let mut heads = vec![None; report.paragraphs.len()];
    let mut whole = vec![false; report.paragraphs.len()];
    for (i, e) in world.times.iter().enumerate().filter(|(_, e)| fits(e)) {
        let Some(&token) = world.time_tokens[i].clone().next().as_ref() else { continue };
        let paragraph = graph.syntax.sentences[graph.sentence_of(token)].paragraph;
        let Some(p) = report.paragraphs.get(paragraph).filter(|p| p.role == ParagraphRole::Body) else {
            continue;
        };
        let before = &report.text[p.range.start..e.range.start];
        let after = &report.text[e.range.end..p.range.end.max(e.range.end)];
        if before.chars().all(|c| !c.is_alphanumeric()) && heads_what_follows(after) {
            heads[paragraph] = Some(i);
            whole[paragraph] = after.chars().all(|c| !c.is_alphanumeric());
        }
    }
    spread(heads, &whole)
}

/// A day, month or year that the words name by its date.
fn fits(e: &Expression) -> bool {
    let named = e.value.starts_with(|c: char| c.is_ascii_digit());
    dates(e)
        && named
        && matches!(e.precision, TimePrecision::Day | TimePrecision::Month | TimePrecision::Year)
}

/// A mark and a space, or nothing more in the paragraph.
fn heads_what_follows(after: &str) -> bool {
    let rest = after.trim_start();
    let Some(first) = rest.chars().next() else { return true };
    // "3 May - the day of the vote - was quiet" has a verb after its second dash, and is rare
    MARKS.contains(&first) && rest[first.len_utf8()..].chars().next().is_none_or(char::is_whitespace)
}

/// Carries each head down to the next. The last part is no longer than the longest before it; a lone head with words behind it
/// stands for its own paragraph.
fn spread(heads: Vec<Option<usize>>, whole: &[bool]) -> Vec<Option<usize>> {
    let at: Vec<usize> = (0..heads.len()).filter(|&p| heads[p].is_some()).collect();
    let longest = at.windows(2).map(|w| w[1] - w[0]).max().unwrap_or(0);
    let mut out = heads.clone();
    for (n, &start) in at.iter().enumerate() {
        let least = 1 + usize::from(whole[start]);
        let end = at.get(n + 1).copied().unwrap_or(start + longest.max(least)).min(heads.len());
        out[start..end].fill(heads[start]);
    }
    out
}

impl Chronicle<'_> {
    /// By the head of the list's part that the word stands in.
    pub(super) fn headed(&self, token: usize) -> Option<When> {
        let paragraph = self.graph.syntax.sentences[self.graph.sentence_of(token)].paragraph;
        let i = (*self.headings.get(paragraph)?)?;
        let told = matches!(self.tense(token), Tense::Past | Tense::Present | Tense::Open | Tense::Noun);
        told.then(|| When { near: false, ..When::plain(self.world, i) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_reaches_the_next_one_and_the_last_no_farther_than_others() {
        let heads = vec![None, Some(0), None, None, Some(1), None, None, None];
        let spread = spread(heads, &[false; 8]);
        assert_eq!(spread, [None, Some(0), Some(0), Some(0), Some(1), Some(1), Some(1), None]);
        assert_eq!(super::spread(vec![Some(0), None, None], &[false; 3]), [Some(0), None, None]);
    }

    #[test]
    fn what_follows_a_head() {
        assert!(
            heads_what_follows("")
                && heads_what_follows(": Shells fell.")
                && heads_what_follows(" - Shells fell.")
        );
        assert!(
            !heads_what_follows(", shells fell")
                && !heads_what_follows("-day")
                && !heads_what_follows(" saw shelling")
        );
    }
}
