//! Plain text: one report, as somebody saved or pasted it.

use super::roles::{self, Block};
use super::{Given, IngestError, Limits, Report, blocks, dates, decode, sha256};

/// Takes in one report as plain text: UTF-8, or UTF-16 with a byte order mark.
///
/// ```
/// use sayso::ingest::{self, Given, Limits};
///
/// let wire = b"KABUL, March 3 (AP) - Gunmen killed two people on Tuesday, police said.";
/// let report = ingest::text(wire, &Given::default(), &Limits::default())?;
/// let dateline = report.dateline.expect("a wire story has one");
/// assert_eq!(&report.text[dateline.place.unwrap()], "KABUL");
/// assert_eq!(&report.text[dateline.agency.unwrap()], "AP");
/// assert!(report.text[dateline.end..].starts_with("Gunmen"));
/// # Ok::<(), ingest::IngestError>(())
/// ```
pub fn text(bytes: &[u8], given: &Given, limits: &Limits) -> Result<Report, IngestError> {
    limits.check(bytes)?;
    report(&decode::strict(bytes)?, sha256(bytes), given)
}

/// A report of a text and what is known beside it.
pub(super) fn report(body: &str, sha256: String, given: &Given) -> Result<Report, IngestError> {
    if body.trim().is_empty() {
        return Err(IngestError::Empty);
    }
    let title = given.title.as_deref().filter(|title| !title.trim().is_empty());
    let title_bytes = title.map_or(0, str::len);
    let text = match title {
        Some(title) => format!("{title}\n\n{body}"),
        None => body.to_owned(),
    };
    let mut list = Vec::new();
    if let Some(title) = title {
        let start = title.len() - title.trim_start().len();
        list.push(Block { range: start..start + title.trim().len(), hint: None });
    }
    let from = text.len() - body.len();
    let ranges = blocks::split(&text[from..]).into_iter();
    list.extend(ranges.map(|range| Block { range: from + range.start..from + range.end, hint: None }));
    let assigned = roles::assign(&text, list, title, title.is_some());
    let (published, date) = match given.published.as_deref().map(str::trim).filter(|date| !date.is_empty()) {
        Some(written) => Some(dates::published(written)?),
        None => assigned.published,
    }
    .unzip();
    let found = assigned.title.map(|range| text[range].to_owned());
    Ok(Report {
        id: given.id.clone().unwrap_or_else(|| sha256.clone()),
        title: title.map(str::to_owned).or(found),
        title_bytes,
        outlet: given.outlet.clone(),
        url: given.url.clone(),
        published,
        date,
        language: given.language.clone(),
        sha256,
        extracted: false,
        text,
        paragraphs: assigned.paragraphs,
        dateline: assigned.dateline,
    })
}
