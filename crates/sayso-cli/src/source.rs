//! What the user points at to items: every document of files, folders, archives, feeds and addresses, one by one.

use std::io::{self, BufReader};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use sayso::ingest::{Given, IngestError, Limits, Report};
use sayso::{Engine, read_report};
use sayso_casebook::Media;
use sayso_intake::{Intake, Kind, Problem, Size, Told};

use crate::fetch::{self, FetchError};
use crate::output::Format;
use crate::pipeline::Feed;

/// One report's bytes, or why there are none, and where they come from.
pub(crate) struct Item(Result<Document, Missing>);

/// A document as it lay in its container.
struct Document {
    item: sayso_intake::Item,
    origin: String,
}

/// What gave no document.
struct Missing {
    origin: String,
    fault: Fault,
    /// Whether nothing is wrong: it only lies beside reports.
    aside: bool,
}

/// Why something could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// What sort of thing is wrong, for counting.
    pub(crate) sort: String,
    /// What is wrong, and what to do.
    pub(crate) message: String,
}

impl Item {
    /// Where it comes from: `FILE`, `FILE:LINE`, `ARCHIVE > MEMBER`, an address.
    pub(crate) fn origin(&self) -> &str {
        match &self.0 {
            Ok(document) => &document.origin,
            Err(missing) => &missing.origin,
        }
    }

    /// Whether it is only what lies beside reports: the pictures of a saved page.
    pub(crate) fn is_aside(&self) -> bool {
        self.0.as_ref().is_err_and(|missing| missing.aside)
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
    ) -> Result<T, Fault> {
        let item = match &self.0 {
            Ok(document) => &document.item,
            Err(missing) => return Err(missing.fault.clone()),
        };
        let result = catch_unwind(AssertUnwindSafe(|| {
            item.report(given, limits).map(work).map_err(|error| Fault::of_report(&error))
        }));
        result.unwrap_or_else(|_| {
            let message = "an error in sayso itself; please report it with this input";
            Err(Fault { sort: "an error in sayso itself".to_owned(), message: message.to_owned() })
        })
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
        self.with_report(given, limits, read).map_err(|fault| format!("{}: {}", self.origin(), fault.message))
    }
}

impl Fault {
    fn of_problem(problem: &Problem) -> Self {
        Self { sort: problem.sort().to_owned(), message: problem.to_string() }
    }

    fn of_report(error: &IngestError) -> Self {
        let sort = match error {
            IngestError::Empty | IngestError::NoText | IngestError::NoTextField => "no text in it",
            IngestError::TooLong { .. } => "too long",
            IngestError::Json { .. } => "damaged",
            IngestError::Utf8 { .. } | IngestError::Utf16 => "in an encoding that is not known",
            IngestError::Binary(_) => "in a format that is not read",
            IngestError::Date(_) => "with a date that is none",
            _ => "not readable",
        };
        Self { sort: sort.to_owned(), message: error.to_string() }
    }

    fn of_fetch(error: &FetchError) -> Self {
        Self { sort: "not to be fetched".to_owned(), message: error.to_string() }
    }
}

/// Files, folders and addresses to be read, in order; `-` is standard input.
pub(crate) struct Sources<'a> {
    given: &'a [PathBuf],
    intake: Intake,
}

impl<'a> Sources<'a> {
    pub(crate) fn new(given: &'a [PathBuf], limits: &Limits) -> Self {
        let bounds =
            sayso_intake::Limits { document_bytes: limits.report_bytes, ..sayso_intake::Limits::default() };
        Self { given, intake: Intake::new(bounds) }
    }

    /// How many bytes were read so far.
    pub(crate) fn read_so_far(&self) -> sayso_intake::Progress {
        self.intake.progress()
    }

    /// What finds out how many bytes there are to read, which takes its time in large folders; none where nobody can know before.
    pub(crate) fn size(&self) -> Option<impl FnOnce() -> u64 + Send + 'static> {
        let all_files = self.given.iter().all(|path| path.as_os_str() != "-" && address(path).is_none());
        let paths = self.given.to_vec();
        all_files.then_some(move || paths.iter().map(|path| Size::of(path).bytes).sum())
    }

    /// Feeds all reports, in order.
    pub(crate) fn read_all(&self, feed: &mut Feed<Item>) {
        for path in self.given {
            let mut send = |found: Result<sayso_intake::Item, Told>| {
                feed.send(Item::of(found));
                ControlFlow::Continue(())
            };
            // OK to go on because the sink never breaks.
            let _ = if path.as_os_str() == "-" {
                self.intake.stream("standard input", &mut io::stdin().lock(), &mut send)
            } else if let Some(address) = address(path) {
                self.fetch(address, feed);
                ControlFlow::Continue(())
            } else {
                self.intake.path(path, &mut send)
            };
        }
    }

    /// Feeds what an address answers: mostly one page, but a feed or an archive as well.
    fn fetch(&self, address: &str, feed: &mut Feed<Item>) {
        let found = match fetch::fetch(address) {
            Ok(found) => found,
            Err(error) => {
                let fault = Fault::of_fetch(&error);
                return feed.send(Item(Err(Missing { origin: address.to_owned(), fault, aside: false })));
            }
        };
        let (name, media) = (found.name(), found.media.clone());
        let (at, charset, last) = (found.at.clone(), found.charset.clone(), found.address.clone());
        let mut body = BufReader::new(found.reader());
        // OK to ignore because the sink never breaks.
        let _ = self.intake.stream(&name, &mut body, |item| {
            feed.send(match item {
                Ok(mut item) => {
                    item.origin.path = PathBuf::from(address);
                    item.retrieved.get_or_insert_with(|| at.clone());
                    if item.origin.record.is_none() && item.origin.members.is_empty() {
                        item.given.url.get_or_insert_with(|| last.clone());
                        item.charset = item.charset.or_else(|| charset.clone());
                    }
                    Item::of(Ok(item))
                }
                Err(mut told) => {
                    told.origin.path = PathBuf::from(address);
                    let mut item = Item::of(Err(told));
                    if let Err(missing) = &mut item.0 {
                        // whoever names an address wants a report from it
                        missing.aside = false;
                        let media = media.as_deref().unwrap_or("something without a content type");
                        missing.fault.message =
                            format!("the server sends {media}: {}", missing.fault.message);
                    }
                    item
                }
            });
            ControlFlow::Continue(())
        });
    }
}

impl Item {
    fn of(found: Result<sayso_intake::Item, Told>) -> Self {
        Self(match found {
            Ok(item) => Ok(Document { origin: item.origin.to_string(), item }),
            Err(told) => Err(Missing {
                origin: told.origin.to_string(),
                fault: Fault::of_problem(&told.problem),
                aside: told.problem.is_aside(),
            }),
        })
    }
}

/// The address that is given, if it is one.
fn address(given: &std::path::Path) -> Option<&str> {
    given.to_str().filter(|given| fetch::is_address(given))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::tests::{Server, ok};
    use crate::pipeline;

    /// All that some addresses give: origin, url, time, and title or what was wrong.
    fn read(given: &[String]) -> Vec<(String, Option<String>, bool, String)> {
        let given: Vec<PathBuf> = given.iter().map(PathBuf::from).collect();
        let limits = Limits::default();
        let sources = Sources::new(&given, &limits);
        let mut all = Vec::new();
        pipeline::run(
            1,
            |feed| sources.read_all(feed),
            |item: Item| {
                let report =
                    item.with_report(&Given::default(), &limits, |report| (report.url, report.title));
                let (url, words) = match report {
                    Ok((url, title)) => (url, title.unwrap_or_default()),
                    Err(fault) => (None, fault.message),
                };
                (item.origin().to_owned(), url, item.retrieved().is_some(), words)
            },
            |found, _| all.push(found),
        );
        all
    }

    #[test]
    fn an_address_gives_a_page_and_nothing_that_the_page_refers_to_is_asked_for() {
        let server = Server::new(|path| {
            match path {
            "/story" => ok(
                "text/html; charset=windows-1252",
                b"<link rel=stylesheet href=/style.css><script src=/s.js></script><img src='/p.png'>\
                  <iframe src='/frame'></iframe><article><h1>Shells hit Tarn\xe9</h1><p>Shells hit the town of Tarn\xe9 on \
                  Tuesday, killing three people, medics said.</p><a href='/next'>Next</a></article>",
            ),
            _ => ok("text/html", b"<p>Never asked for.</p>"),
        }
        });
        let address = format!("{}/story", server.address);
        let found = read(std::slice::from_ref(&address));
        assert_eq!(found, [(address.clone(), Some(address), true, "Shells hit Tarné".to_owned())]);
        assert_eq!(*server.asked.lock().expect("not poisoned"), ["/story"]);
    }

    #[test]
    fn a_feed_keeps_its_items_addresses_and_a_picture_is_told() {
        let feed: &[u8] = b"<rss version='2.0'><channel><title>Marsh Herald</title><item><title>Shells fall</title>\
            <link>https://marsh.example/1</link><description>Shells fell on the town of Tarn.</description></item></channel></rss>";
        let server = Server::new(move |path| match path {
            "/feed" => ok("application/rss+xml", feed),
            "/a.png" => ok("image/png", b"\x89PNG\r\n\x1a\n"),
            _ => b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec(),
        });
        let at = |path: &str| format!("{}{path}", server.address);
        let found = read(&[at("/feed"), at("/a.png"), at("/gone")]);
        assert_eq!(
            (found[0].0.clone(), found[0].1.as_deref(), found[0].2),
            (at("/feed") + ":1", Some("https://marsh.example/1"), true)
        );
        assert!(found[1].3.contains("the server sends image/png: passed over: a picture"), "{}", found[1].3);
        assert!(found[2].3.contains("404"), "{}", found[2].3);
    }
}
