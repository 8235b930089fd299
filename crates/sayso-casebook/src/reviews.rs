//! Reviews: what people said of readings, appended one by one, each carrying the hash of the one before.
//!
//! The chain: `hash = SHA-256(previous + "\n" + number + "\n" + body)`, in lower-case hexadecimal, `previous` of the first being 64
//! zeros. Whoever changes, takes out or moves a review breaks it ([`Casebook::verify`]).

use rusqlite::{OptionalExtension, TransactionBehavior, params};
use sayso::record::Part;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::batch::key_name;
use crate::{Casebook, CasebookError, Result};

/// The words that an event is told by: the same in every reading, whatever number a reading gives the event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct EventKey {
    /// PLOVER type, in capitals.
    pub kind: String,
    /// Where the trigger begins, in code points of the text.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The part that is counted into; absent for the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
}

/// What a person decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is right.
    Accept,
    /// It is otherwise: `after` says how.
    Correct,
    /// It is wrong and has nothing right about it.
    Reject,
    /// Something that the reading lacks.
    Add,
    /// A remark.
    Note,
    /// These events are one incident.
    Join,
    /// These events are not one incident.
    Split,
    /// This incident stays as it is.
    Lock,
    /// An earlier review, whose number `after` holds, no longer counts.
    Undo,
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    /// When, ISO 8601.
    pub at: String,
    /// Who.
    pub who: String,
    /// The report, by its key ([`crate::report_key`]), in hexadecimal.
    pub report: String,
    /// The event; none where it is said of the whole report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventKey>,
    /// The field (`place`, `arguments/0/entity`); none where it is said of the whole event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What was decided.
    pub verdict: Verdict,
    /// What the reading had.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub before: serde_json::Value,
    /// What is right instead; of a join or split the other events.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub after: serde_json::Value,
    /// A remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A review as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ReviewRow {
    /// Its place in the chain, from 1.
    pub number: u64,
    /// What was decided.
    pub review: Review,
    /// Its hash.
    pub hash: String,
}

/// The hash that the first review stands on.
pub(crate) const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl Casebook {
    /// Appends a review; gives its number.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn review(&mut self, review: &Review) -> Result<u64> {
        let path = self.path.clone();
        let body = serde_json::to_string(review).map_err(|e| CasebookError::Unreadable {
            path: path.clone(),
            what: "the review".to_owned(),
            reason: e.to_string(),
        })?;
        let mut append = || -> rusqlite::Result<u64> {
            let step = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let last = "SELECT number, hash FROM review ORDER BY number DESC LIMIT 1";
            let last: Option<(u64, String)> =
                step.query_row(last, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            let (number, previous) = last.map_or((1, START.to_owned()), |(n, hash)| (n + 1, hash));
            let hash = link(&previous, number, &body);
            let sql = "INSERT INTO review (number, report, body, previous, hash) VALUES (?, ?, ?, ?, ?)";
            step.execute(sql, params![number, review.report, body, previous, hash])?;
            step.commit()?;
            Ok(number)
        };
        append().map_err(|e| CasebookError::of(&path, e))
    }

    /// The hash of the last review: who has noted it elsewhere can tell that none was taken off the end.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn head(&self) -> Result<String> {
        let last = "SELECT hash FROM review ORDER BY number DESC LIMIT 1";
        let hash = self.db.query_row(last, [], |row| row.get(0)).optional().map_err(|e| self.failed(e))?;
        Ok(hash.unwrap_or_else(|| START.to_owned()))
    }

    /// The reviews of a report, by its key, in the order in which they were made.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn reviews(&self, report: &str) -> Result<Vec<ReviewRow>> {
        let sql = "SELECT number, body, hash FROM review WHERE report = ? ORDER BY number";
        self.review_rows(sql, &[&report])
    }

    /// A page of all reviews in the order in which they were made, from the one after `after`.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn log(&self, after: u64, limit: u32) -> Result<Vec<ReviewRow>> {
        let sql = "SELECT number, body, hash FROM review WHERE number > ? ORDER BY number LIMIT ?";
        self.review_rows(sql, &[&after, &limit])
    }

    fn review_rows(&self, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<ReviewRow>> {
        let rows = || -> rusqlite::Result<Vec<(u64, String, String)>> {
            let mut statement = self.db.prepare_cached(sql)?;
            let rows = statement.query_map(values, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            rows.collect()
        };
        let rows = rows().map_err(|e| self.failed(e))?;
        let parsed = rows.into_iter().map(|(number, body, hash)| {
            let review = serde_json::from_str(&body).map_err(|e| CasebookError::Unreadable {
                path: self.path.clone(),
                what: format!("review {number}"),
                reason: e.to_string(),
            })?;
            Ok(ReviewRow { number, review, hash })
        });
        parsed.collect()
    }
}

/// The hash of a review that follows another.
pub(crate) fn link(previous: &str, number: u64, body: &str) -> String {
    hex(format!("{previous}\n{number}\n{body}").as_bytes())
}

/// SHA-256, in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    key_name(Sha256::digest(bytes).into())
}
