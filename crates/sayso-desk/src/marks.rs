//! What people said of one report's events, in sum: which reviews still count, which of two reviewers has the last word, and who
//! differs.
//!
//! Whoever speaks last on a field decides what stands. Another's word that comes to something else is kept beside it as a
//! rival, until he agrees, or his review is undone.

use std::collections::{BTreeMap, BTreeSet};

use sayso_casebook::{EventKey, Review, ReviewRow, Reviewed, Verdict};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// What people said of one event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Marks {
    /// Of the event as a whole.
    pub whole: Option<Mark>,
    /// Of single fields, by their names.
    pub fields: BTreeMap<String, Mark>,
    /// Remarks.
    pub notes: Vec<Note>,
}

/// A person's word that stands.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Mark {
    /// What it comes to: accept, correct, reject or add.
    pub verdict: Verdict,
    /// Who.
    pub by: String,
    /// When.
    pub at: String,
    /// The review's number.
    pub number: u64,
    /// What the reading had.
    pub before: Value,
    /// What is right instead, if it is not what the reading has; `null` too where the field is to be empty.
    pub after: Value,
    /// The words of others that come to something else.
    pub rivals: Vec<Word>,
}

/// What one person last said on a field or event.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Word {
    /// The review's number.
    pub number: u64,
    /// Who.
    pub by: String,
    /// When.
    pub at: String,
    /// What it comes to.
    pub verdict: Verdict,
    /// What is right, in that person's view, if it is not what the reading has.
    pub after: Value,
}

/// A remark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Note {
    /// The review's number.
    pub number: u64,
    /// Who.
    pub by: String,
    /// When.
    pub at: String,
    /// What.
    pub note: String,
}

impl Marks {
    /// In a word.
    #[must_use]
    pub fn reviewed(&self) -> Reviewed {
        let all = || self.whole.iter().chain(self.fields.values());
        let whole = self.whole.as_ref().map(|mark| mark.verdict);
        if all().any(|mark| !mark.rivals.is_empty()) {
            Reviewed::Conflict
        } else if whole == Some(Verdict::Reject) {
            Reviewed::Rejected
        } else if whole == Some(Verdict::Add) {
            Reviewed::Added
        } else if self.fields.values().any(|mark| mark.verdict != Verdict::Accept) {
            Reviewed::Corrected
        } else if whole == Some(Verdict::Accept) {
            Reviewed::Accepted
        } else if self.fields.is_empty() {
            Reviewed::None
        } else {
            Reviewed::Some
        }
    }

    /// Whether the event is to be left out.
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        self.whole.as_ref().is_some_and(|mark| mark.verdict == Verdict::Reject)
    }
}

/// The reviews that no longer count. An undoing may be undone itself.
#[must_use]
pub fn undone<'r>(reviews: impl DoubleEndedIterator<Item = &'r ReviewRow>) -> BTreeSet<u64> {
    let mut undone = BTreeSet::new();
    for row in reviews.rev() {
        if row.review.verdict == Verdict::Undo && !undone.contains(&row.number) {
            undone.extend(row.review.after.as_u64().filter(|number| *number < row.number));
        }
    }
    undone
}

/// What the reviews of a report say of its events.
#[must_use]
pub fn marks(reviews: &[ReviewRow]) -> BTreeMap<EventKey, Marks> {
    let undone = undone(reviews.iter());
    let mut out: BTreeMap<EventKey, Marks> = BTreeMap::new();
    let mut words: BTreeMap<(&EventKey, &str), Vec<(Word, &Value)>> = BTreeMap::new();
    for row in reviews.iter().filter(|row| !undone.contains(&row.number)) {
        let Some(event) = &row.review.event else { continue };
        match row.review.verdict {
            Verdict::Note => out.entry(event.clone()).or_default().notes.push(note(row)),
            Verdict::Accept | Verdict::Correct | Verdict::Reject | Verdict::Add => {
                let said = words.entry((event, row.review.field.as_deref().unwrap_or(""))).or_default();
                let word = word(row, said.last().map(|(word, _)| word));
                said.push((word, &row.review.before));
            }
            Verdict::Join | Verdict::Split | Verdict::Lock | Verdict::Undo => {}
        }
    }
    for ((event, field), said) in words {
        let Some(mark) = mark(said) else { continue };
        let marks = out.entry(event.clone()).or_default();
        if field.is_empty() {
            marks.whole = Some(mark);
        } else {
            marks.fields.insert(field.to_owned(), mark);
        }
    }
    out
}

fn note(row: &ReviewRow) -> Note {
    let Review { who, at, note, .. } = row.review.clone();
    Note { number: row.number, by: who, at, note }
}

/// What a review comes to: who accepts, accepts what stands.
fn word(row: &ReviewRow, standing: Option<&Word>) -> Word {
    let review = &row.review;
    let (verdict, after) = match (review.verdict, standing) {
        (Verdict::Accept, Some(standing)) if standing.verdict != Verdict::Reject => {
            (standing.verdict, standing.after.clone())
        }
        (Verdict::Accept | Verdict::Reject, _) => (review.verdict, Value::Null),
        (verdict, _) => (verdict, review.after.clone()),
    };
    Word { number: row.number, by: review.who.clone(), at: review.at.clone(), verdict, after }
}

/// The last word, with those of others that come to something else.
fn mark(said: Vec<(Word, &Value)>) -> Option<Mark> {
    let (last, before) = said.last().cloned()?;
    let mut of_each: BTreeMap<&str, &Word> = BTreeMap::new();
    for (word, _) in &said {
        of_each.insert(&word.by, word);
    }
    let differs = |word: &&Word| (word.verdict, &word.after) != (last.verdict, &last.after);
    let mut rivals: Vec<Word> = of_each.into_values().filter(differs).cloned().collect();
    rivals.sort_by_key(|word| word.number);
    Some(Mark {
        verdict: last.verdict,
        by: last.by,
        at: last.at,
        number: last.number,
        before: before.clone(),
        after: last.after,
        rivals,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn key() -> EventKey {
        EventKey { kind: "ASSAULT".to_owned(), start: 8, end: 11, part: None }
    }

    fn said(number: u64, who: &str, field: &str, verdict: Verdict, after: Value) -> ReviewRow {
        let review = Review {
            at: "2026-11-23T10:00:00Z".to_owned(),
            who: who.to_owned(),
            report: "r".to_owned(),
            event: Some(key()),
            field: (!field.is_empty()).then(|| field.to_owned()),
            verdict,
            before: Value::Null,
            after,
            note: String::new(),
        };
        ReviewRow { number, review, hash: String::new() }
    }

    fn of(rows: &[ReviewRow]) -> Marks {
        marks(rows).remove(&key()).unwrap_or_default()
    }

    #[test]
    fn two_who_differ_are_both_kept() {
        let a = said(1, "Amira", "status", Verdict::Correct, json!("occurred"));
        let b = said(2, "Bo", "status", Verdict::Correct, json!("denied"));
        let found = of(&[a.clone(), b.clone()]);
        let mark = &found.fields["status"];
        assert_eq!((mark.by.as_str(), mark.after.as_str()), ("Bo", Some("denied")));
        assert_eq!(mark.rivals.iter().map(|word| word.by.as_str()).collect::<Vec<_>>(), ["Amira"]);
        assert_eq!(found.reviewed(), Reviewed::Conflict);
        // she comes round
        let settled = of(&[a, b, said(3, "Amira", "status", Verdict::Accept, Value::Null)]);
        assert_eq!((settled.reviewed(), settled.fields["status"].rivals.len()), (Reviewed::Corrected, 0));
        assert_eq!(settled.fields["status"].after, json!("denied"));
    }

    #[test]
    fn an_undoing_may_be_undone() {
        let rows = [
            said(1, "Amira", "", Verdict::Reject, Value::Null),
            said(2, "Amira", "", Verdict::Undo, json!(1)),
            said(3, "Amira", "", Verdict::Undo, json!(2)),
        ];
        assert!(of(&rows[..1]).is_rejected());
        assert_eq!(of(&rows[..2]), Marks::default());
        assert!(of(&rows).is_rejected());
    }

    #[test]
    fn an_undoing_of_what_comes_later_does_nothing() {
        let rows = [
            said(1, "Amira", "", Verdict::Undo, json!(2)),
            said(2, "Amira", "", Verdict::Accept, Value::Null),
        ];
        assert_eq!(of(&rows).reviewed(), Reviewed::Accepted);
    }

    #[test]
    fn fields_accepted_are_not_yet_the_event() {
        let found = of(&[said(1, "Amira", "place", Verdict::Accept, Value::Null)]);
        assert_eq!(found.reviewed(), Reviewed::Some);
    }
}
