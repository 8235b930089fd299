//! What answers are made of: lists, lines of reports, sheets.

use std::collections::BTreeMap;

use sayso::ingest;
use sayso::record::Reading;
use sayso_casebook::{EventKey, ReportRow, Reviewed, Verdict};
use sayso_desk::marks::{Mark, Note};
use sayso_desk::{Desk, EventMarks, Filter, Sheet, SheetReview, together};
use schemars::JsonSchema;
use serde::Serialize;

use crate::params::Fields;
use crate::problem::Problem;

/// A part of a list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ListOf{T}")]
pub(crate) struct Rows<T> {
    /// How many there are in all.
    pub(crate) total: usize,
    /// How many stand before this part.
    pub(crate) offset: usize,
    /// The part.
    pub(crate) rows: Vec<T>,
}

impl<T> Rows<T> {
    /// The part that a query asks for.
    pub(crate) fn part(all: impl Iterator<Item = T>, fields: &Fields) -> Self {
        let (offset, limit) = place(fields);
        let (mut total, mut rows) = (0, Vec::with_capacity(limit.min(64)));
        for row in all {
            if total >= offset && rows.len() < limit {
                rows.push(row);
            }
            total += 1;
        }
        Self { total, offset, rows }
    }

    /// Each row as something else.
    pub(crate) fn map<U>(self, to: impl FnMut(T) -> U) -> Rows<U> {
        Rows { total: self.total, offset: self.offset, rows: self.rows.into_iter().map(to).collect() }
    }
}

/// Where the part begins, and how many rows it has.
pub(crate) fn place(fields: &Fields) -> (usize, usize) {
    let number =
        |name, otherwise| fields.whole(name).and_then(|n| usize::try_from(n).ok()).unwrap_or(otherwise);
    (number("offset", 0), number("limit", 50))
}

/// A word of the record or of a query, as the type that has it.
pub(crate) fn word<T: serde::de::DeserializeOwned>(word: &str) -> Result<T, Problem> {
    serde_json::from_value(word.into()).map_err(|error| Problem::wrong(error.to_string()))
}

/// The filter of a query.
pub(crate) fn filter(fields: &Fields) -> Result<Filter, Problem> {
    let one = |name| fields.one(name).map(str::to_owned);
    Ok(Filter {
        from: one("from"),
        to: one("to"),
        types: fields.many("type"),
        status: fields.many("status"),
        country: fields.many("country"),
        place: one("place"),
        near: one("near"),
        party: one("party"),
        words: one("words"),
        outlet: one("outlet"),
        grade: fields.many("grade"),
        origins: fields.whole("origins").and_then(|n| usize::try_from(n).ok()),
        reviewed: fields.one("reviewed").map(word).transpose()?,
    })
}

/// A report in a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct ReportLine {
    /// Its number in the casebook; none where it is not kept.
    pub(crate) number: Option<i64>,
    /// What reviews know it by.
    pub(crate) key: String,
    /// The input's own id, or the content hash.
    pub(crate) id: String,
    /// Title.
    pub(crate) title: Option<String>,
    /// Outlet.
    pub(crate) outlet: Option<String>,
    /// Address.
    pub(crate) url: Option<String>,
    /// Day or moment of publication.
    pub(crate) published: Option<String>,
    /// How many events are read in it, without the rejected.
    pub(crate) events: usize,
    /// What people said of these, in a word.
    pub(crate) reviewed: Reviewed,
    /// The number of the report of which it is a copy.
    pub(crate) copy_of: Option<i64>,
}

impl ReportLine {
    /// The line of a report that is kept.
    pub(crate) fn of(desk: &Desk, row: &ReportRow) -> Self {
        let entries = desk.events_of(row.number);
        let reviewed: Vec<Reviewed> = entries.iter().map(|entry| entry.line.row.reviewed).collect();
        Self {
            number: Some(row.number),
            key: row.key.clone(),
            id: row.id.clone(),
            title: row.title.clone(),
            outlet: row.outlet.clone(),
            url: row.url.clone(),
            published: row.published.clone(),
            events: reviewed.iter().filter(|one| **one != Reviewed::Rejected).count(),
            reviewed: together(&reviewed),
            copy_of: desk.copy_of(row),
        }
    }

    /// The line of a report that is not kept.
    fn unkept(reading: &Reading) -> Self {
        let report = reading.report.clone();
        Self {
            number: None,
            key: String::new(),
            id: report.id,
            title: report.title,
            outlet: report.outlet,
            url: report.url,
            published: report.published,
            events: reading.events.len(),
            reviewed: Reviewed::None,
            copy_of: None,
        }
    }
}

/// All that is shown of a report.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Sheet")]
pub(crate) struct SheetShown {
    /// The report.
    report: ReportLine,
    /// Its text: what all offsets count into.
    text: String,
    /// The title that was given beside the text.
    title: Option<String>,
    /// What each block of the text is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    paragraphs: Option<Vec<Block>>,
    /// The reading with people's corrections, without what they rejected.
    reading: Reading,
    /// The reading as the machine made it.
    original: Reading,
    /// What people said of its events.
    marks: Vec<EventMark>,
    /// What people said of events that this reading does not have, though an earlier one did.
    lost: Vec<EventMark>,
    /// Corrections that could not be followed, in words.
    problems: Vec<String>,
    /// All reviews of the report, the first one first.
    reviews: Vec<SheetReview>,
    /// Which incident each event belongs to, by ids.
    incidents: BTreeMap<String, String>,
}

/// A block of a report's text.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Block {
    /// First code point.
    start: usize,
    /// One past the last.
    end: usize,
    /// What it is for.
    role: &'static str,
}

/// What people said of an event.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct EventMark {
    /// The event's id: in `reading`, or, of the rejected, in `original`; none where neither has it.
    event: Option<String>,
    /// What reviews call it.
    key: EventKey,
    /// What was said of the event as a whole.
    verdict: Whole,
    /// All that was said, in a word.
    reviewed: Reviewed,
    /// Who spoke last of the whole.
    by: Option<String>,
    /// When.
    at: Option<String>,
    /// What was said of its fields; of the whole under the name of no letters. Where `rivals` is not empty, people differ.
    fields: BTreeMap<String, Mark>,
    /// Remarks.
    notes: Vec<Note>,
}

/// What a person said of an event as a whole.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Whole {
    /// Nothing.
    None,
    /// It is right.
    Accepted,
    /// It is otherwise.
    Corrected,
    /// It is wrong.
    Rejected,
    /// It was lacking.
    Added,
}

impl EventMark {
    fn of(said: EventMarks) -> Self {
        let EventMarks { event, key, reviewed, marks } = said;
        let verdict = match marks.whole.as_ref().map(|mark| mark.verdict) {
            Some(Verdict::Accept) => Whole::Accepted,
            Some(Verdict::Correct) => Whole::Corrected,
            Some(Verdict::Reject) => Whole::Rejected,
            Some(Verdict::Add) => Whole::Added,
            _ => Whole::None,
        };
        let (by, at) =
            (marks.whole.as_ref().map(|m| m.by.clone()), marks.whole.as_ref().map(|m| m.at.clone()));
        let mut fields = marks.fields;
        fields.extend(marks.whole.map(|whole| (String::new(), whole)));
        Self { event, key, verdict, reviewed, by, at, fields, notes: marks.notes }
    }
}

impl SheetShown {
    /// The sheet of a report; `desk`: where it is kept.
    pub(crate) fn of(sheet: Sheet, desk: Option<&Desk>) -> Self {
        let line = sheet.report.as_ref().zip(desk).map(|(row, desk)| ReportLine::of(desk, row));
        let marks = |all: Vec<EventMarks>| all.into_iter().map(EventMark::of).collect();
        let laid_out = desk.and_then(|_| laid_out(&sheet));
        let shown = Self {
            report: line.unwrap_or_else(|| ReportLine::unkept(&sheet.original)),
            text: sheet.text,
            title: sheet.title,
            paragraphs: None,
            reading: sheet.reading,
            original: sheet.original,
            marks: marks(sheet.marks),
            lost: marks(sheet.lost),
            problems: sheet.problems,
            reviews: sheet.reviews,
            incidents: sheet.incidents,
        };
        match laid_out {
            Some(report) => shown.with_blocks(&report),
            None => shown,
        }
    }

    /// With what each block is for.
    pub(crate) fn with_blocks(mut self, report: &ingest::Report) -> Self {
        let base = report.given_from();
        let (mut at, mut points) = (base, 0);
        let mut code_points = |byte: usize| {
            points += report.text.get(at..byte).map_or(0, |part| part.chars().count());
            at = byte;
            points
        };
        let given = report.paragraphs.iter().filter(|block| block.range.start >= base);
        let blocks = given.map(|block| Block {
            start: code_points(block.range.start),
            end: code_points(block.range.end),
            role: role(block.role),
        });
        self.paragraphs = Some(blocks.collect());
        self
    }
}

/// The blocks of a kept report's text: they are not kept, and follow from the text.
fn laid_out(sheet: &Sheet) -> Option<ingest::Report> {
    // a title that was found in the text stands there already
    let title = sheet.title.clone().filter(|title| !sheet.text.trim_start().starts_with(title.trim()));
    let given = ingest::Given { title, ..ingest::Given::default() };
    let report = ingest::text(sheet.text.as_bytes(), &given, &ingest::Limits::default()).ok()?;
    (report.given_text() == sheet.text).then_some(report)
}

fn role(role: ingest::ParagraphRole) -> &'static str {
    use ingest::ParagraphRole as Role;
    match role {
        Role::Title => "title",
        Role::Standfirst => "standfirst",
        Role::Byline => "byline",
        Role::DateLine => "date-line",
        Role::Body => "body",
        Role::Caption => "caption",
        Role::RelatedLink => "related-link",
        Role::Furniture => "furniture",
    }
}
