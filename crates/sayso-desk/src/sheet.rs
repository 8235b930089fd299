//! A report on the desk: its words, its reading with people's corrections, and what they said.

use std::collections::BTreeMap;

use sayso::record::Reading;
use sayso_casebook::{Casebook, EventKey, ReportRow, Review, Reviewed};
use schemars::JsonSchema;
use serde::Serialize;

use crate::DeskError;
use crate::correct::{Corrected, corrected};
use crate::marks::{Marks, undone};

/// All that is shown of a report.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Sheet {
    /// The report; none where it is not kept.
    pub report: Option<ReportRow>,
    /// The title that was given beside the text.
    pub title: Option<String>,
    /// Its text: what all offsets count into.
    pub text: String,
    /// The reading with people's corrections, without what they rejected.
    pub reading: Reading,
    /// The reading as the machine made it.
    pub original: Reading,
    /// What people said of its events.
    pub marks: Vec<EventMarks>,
    /// What people said of events that this reading does not have, though an earlier one did.
    pub lost: Vec<EventMarks>,
    /// Corrections that could not be followed, in words.
    pub problems: Vec<String>,
    /// All reviews of the report, the first one first.
    pub reviews: Vec<SheetReview>,
    /// Which incident each event belongs to, by ids.
    pub incidents: BTreeMap<String, String>,
    /// The number of the report of which this one is a copy.
    pub copy_of: Option<i64>,
}

/// What people said of an event.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct EventMarks {
    /// The event's id: in `reading`, or, of the rejected, in `original`.
    pub event: Option<String>,
    /// What reviews call it.
    pub key: EventKey,
    /// In a word.
    pub reviewed: Reviewed,
    /// In full.
    #[serde(flatten)]
    pub marks: Marks,
}

/// A review, and whether it still counts.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SheetReview {
    /// Its number.
    pub number: u64,
    /// What was decided.
    pub review: Review,
    /// Its hash.
    pub hash: String,
    /// Whether it was taken back.
    pub undone: bool,
}

impl Sheet {
    /// The sheet of a report that is kept; none where there is none of this number. Incidents and copies are not known here.
    ///
    /// # Errors
    /// Where the casebook cannot be read.
    pub fn of(book: &Casebook, number: i64) -> Result<Option<Self>, DeskError> {
        let Some(report) = book.report(number)? else { return Ok(None) };
        let Some((text, original)) = book.reading(number)? else { return Ok(None) };
        let rows = book.reviews(&report.key)?;
        let title = report.title.clone();
        let found = corrected(&text, title.as_deref(), original.clone(), &rows);
        let undone = undone(rows.iter());
        let reviews = rows.into_iter().map(|row| SheetReview {
            undone: undone.contains(&row.number),
            number: row.number,
            review: row.review,
            hash: row.hash,
        });
        let reviews = reviews.collect();
        Ok(Some(Self { report: Some(report), reviews, ..Self::new(title, text, original, found) }))
    }

    /// The sheet of a report that is not kept.
    #[must_use]
    pub fn unkept(title: Option<String>, text: String, reading: Reading) -> Self {
        let found = corrected(&text, title.as_deref(), reading.clone(), &[]);
        Self::new(title, text, reading, found)
    }

    fn new(title: Option<String>, text: String, original: Reading, found: Corrected) -> Self {
        let said = |event: Option<String>, (key, marks): (EventKey, Marks)| EventMarks {
            event,
            key,
            reviewed: marks.reviewed(),
            marks,
        };
        Self {
            report: None,
            title,
            text,
            reading: found.reading,
            original,
            marks: found.marks.into_iter().map(|(event, both)| said(Some(event), both)).collect(),
            lost: found.lost.into_iter().map(|both| said(None, both)).collect(),
            problems: found.problems.iter().map(ToString::to_string).collect(),
            reviews: Vec::new(),
            incidents: BTreeMap::new(),
            copy_of: None,
        }
    }
}
