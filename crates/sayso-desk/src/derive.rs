//! Brings what follows from readings and reviews up to date in the casebook: events to list, accounts to merge, signatures to find
//! copies by.

use rayon::prelude::*;
use sayso::record::Reading;
use sayso_casebook::{Casebook, CasebookError, Derived, ReportRow, ReviewRow, Stale};
use sayso_copies::{Document, Published, Signature};
use sayso_incidents::accounts;

use crate::correct::corrected;
use crate::rows::event_rows;
use crate::words::Words;

/// Changes whenever the same readings and reviews would give other rows, accounts or signatures.
pub const MAKER: &str = concat!("desk 1, ", env!("CARGO_PKG_VERSION"));

/// Reports that are done in one step; a kill costs at most these, and they are made again.
const STEP: u32 = 256;

/// A report with its reading and reviews.
struct Source {
    stale: Stale,
    report: ReportRow,
    text: String,
    reading: Reading,
    reviews: Vec<ReviewRow>,
}

/// Makes anew what is missing or no longer true; says of how many reports.
///
/// # Errors
/// Where the casebook cannot be read or written.
pub fn derive(book: &mut Casebook) -> Result<usize, CasebookError> {
    let (mut after, mut done) = (0, 0);
    loop {
        let page = book.stale(MAKER, after, STEP)?;
        let Some(last) = page.last() else { return Ok(done) };
        after = last.report;
        let sources: Result<Vec<Option<Source>>, CasebookError> =
            page.into_iter().map(|stale| source(book, stale)).collect();
        let made: Vec<(Stale, Derived)> =
            sources?.into_par_iter().flatten().map(|source| (source.stale.clone(), make(source))).collect();
        let mut batch = book.batch()?;
        made.iter().try_for_each(|(stale, derived)| batch.derive(stale, derived))?;
        batch.commit()?;
        done += made.len();
    }
}

/// Makes anew what one report lacks; gives what it lacked.
///
/// # Errors
/// Where the casebook cannot be read or written.
pub(crate) fn derive_report(book: &mut Casebook, report: i64) -> Result<Option<Stale>, CasebookError> {
    let Some(stale) = book.stale_report(MAKER, report)? else { return Ok(None) };
    let Some(source) = source(book, stale.clone())? else { return Ok(None) };
    let derived = make(source);
    let mut batch = book.batch()?;
    batch.derive(&stale, &derived)?;
    batch.commit()?;
    Ok(Some(stale))
}

fn source(book: &Casebook, stale: Stale) -> Result<Option<Source>, CasebookError> {
    let Some(report) = book.report(stale.report)? else { return Ok(None) };
    let Some((text, reading)) = book.reading(stale.report)? else { return Ok(None) };
    let reviews = book.reviews(&report.key)?;
    Ok(Some(Source { stale, report, text, reading, reviews }))
}

fn make(source: Source) -> Derived {
    let Source { report, text, reading, reviews, .. } = source;
    let title = report.title.as_deref();
    let mut corrected = corrected(&text, title, reading, &reviews);
    let rows = event_rows(report.number, &Words { text: &text, title }, &corrected);
    // two inputs may call different reports by one id
    corrected.reading.report.id.clone_from(&report.key);
    let published = report.published.as_deref().and_then(|day| day.parse::<Published>().ok());
    let (url, outlet) = (report.url.as_deref(), report.outlet.as_deref());
    let signature = Signature::of(&Document { id: &report.key, text: &text, url, published, outlet });
    Derived { accounts: json(&accounts(&corrected.reading, None)), signature: json(&signature), rows }
}

fn json<T: serde::Serialize>(value: &T) -> String {
    // OK because neither has keys that are no strings
    serde_json::to_string(value).unwrap_or_default()
}
