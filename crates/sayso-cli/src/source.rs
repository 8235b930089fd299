//! What the user points at to items: every document of files, folders, archives and feeds, one by one.

use std::io;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use sayso::ingest::{self, Given, Limits, Report, published};
use sayso::{Engine, read_report};
use sayso_casebook::Media;
use sayso_intake::{Intake, Kind, Told};

use crate::output::Format;
use crate::pipeline::Feed;

/// One report's bytes, or why there are none, and where they come from.
pub(crate) struct Item(Result<Document, Told>);

/// A document as it lay in its container.
struct Document {
    item: sayso_intake::Item,
    origin: String,
}

impl Item {
    /// Where it comes from: `FILE`, `FILE:LINE`, `ARCHIVE > MEMBER`.
    pub(crate) fn origin(&self) -> String {
        match &self.0 {
            Ok(document) => document.origin.clone(),
            Err(told) => told.origin.to_string(),
        }
    }

    /// Whether it is only what lies beside reports: the pictures of a saved page.
    pub(crate) fn is_aside(&self) -> bool {
        self.0.as_ref().is_err_and(|told| told.problem.is_aside())
    }

    /// Its bytes and what they are written in; none where they could not be had.
    pub(crate) fn original(&self) -> Option<(Media, &[u8])> {
        let item = &self.0.as_ref().ok()?.item;
        let media = match item.kind {
            Kind::Text => Media::Text,
            Kind::Html => Media::Html,
            Kind::JsonLine => Media::JsonLine,
        };
        Some((media, &item.bytes))
    }

    /// When it was fetched, where its container says.
    pub(crate) fn retrieved(&self) -> Option<&str> {
        self.0.as_ref().ok()?.item.retrieved.as_deref()
    }

    /// Opens the report and does something with it; or says what was wrong. One report that we stumble over does not end the others.
    pub(crate) fn with_report<T>(
        &self,
        given: &Given,
        limits: &Limits,
        work: impl FnOnce(Report) -> T,
    ) -> Result<T, String> {
        let item = match &self.0 {
            Ok(document) => &document.item,
            Err(told) => return Err(told.problem.to_string()),
        };
        let result = catch_unwind(AssertUnwindSafe(|| {
            let (bytes, given) = (item.utf8(), with_container(given, &item.given));
            let report = match item.kind {
                Kind::Text => ingest::text(&bytes, &given, limits),
                Kind::Html => ingest::html(&bytes, &given, limits),
                Kind::JsonLine => ingest::json_line(&bytes, &given, limits),
            };
            report.map(work).map_err(|error| error.to_string())
        }));
        result
            .unwrap_or_else(|_| Err("an error in sayso itself; please report it with this input".to_owned()))
    }

    /// Reads the report and lays the reading out for writing; or says what was wrong, and with which item.
    pub(crate) fn read(
        self,
        given: &Given,
        limits: &Limits,
        engine: &Engine,
        format: &Format,
    ) -> Result<Vec<u8>, String> {
        let read = |report: Report| format.render(&report, &read_report(&report, engine));
        self.with_report(given, limits, read).map_err(|message| format!("{}: {message}", self.origin()))
    }
}

/// What the container says of a document, and where it says nothing what the user said of all.
fn with_container(given: &Given, container: &sayso_intake::Given) -> Given {
    let or = |own: &Option<String>, of_all: &Option<String>| own.clone().or_else(|| of_all.clone());
    // a day that cannot be read is none
    let day = container.published.clone().filter(|written| published(written).is_ok());
    Given {
        id: or(&container.id, &given.id),
        title: or(&container.title, &given.title),
        published: or(&day, &given.published),
        outlet: or(&container.outlet, &given.outlet),
        url: or(&container.url, &given.url),
        language: or(&container.language, &given.language),
    }
}

/// Feeds all reports of some files and folders, in order; `-` is standard input.
pub(crate) fn read_all(files: &[PathBuf], limits: &Limits, feed: &mut Feed<Item>) {
    let bounds =
        sayso_intake::Limits { document_bytes: limits.report_bytes, ..sayso_intake::Limits::default() };
    let intake = Intake::new(bounds);
    let mut send = |found: Result<sayso_intake::Item, Told>| {
        let document = found.map(|item| Document { origin: item.origin.to_string(), item });
        feed.send(Item(document));
        ControlFlow::Continue(())
    };
    for path in files {
        // OK to go on because the sink never breaks.
        let _ = if path.as_os_str() == "-" {
            intake.stream("standard input", &mut io::stdin().lock(), &mut send)
        } else {
            intake.path(Path::new(path), &mut send)
        };
    }
}
