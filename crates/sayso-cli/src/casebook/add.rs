//! `sayso add`: reports into the casebook, each once.

use std::collections::BTreeSet;
use std::path::PathBuf;

use sayso::ingest::Report;
use sayso::record::Reading;
use sayso::{Engine, read_report};
use sayso_casebook::{Added, Casebook, Media, Original, reader_name, report_key};

use super::Where;
use crate::options::Options;
use crate::progress::Progress;
use crate::source::Item;
use crate::{pipeline, source};

/// So many items are kept at once; a kill costs at most these, and they are read again.
const BATCH: usize = 64;

/// Take reports into a casebook
///
/// Each original is kept byte for byte, once however often it comes. Run it again after a kill: what is there already is
/// passed over. A newer version of Sayso reads again what an older one has read, and touches no review.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::EXIT_CODES)]
pub(crate) struct Args {
    /// Files and folders to take in; `-` is standard input.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    #[command(flatten)]
    at: Where,

    #[command(flatten)]
    options: Options,
}

/// An item on its way into the casebook.
struct Taken {
    item: Item,
    read: Result<Content, String>,
}

enum Content {
    /// This version has read it already.
    Known,
    New(Box<(Report, Reading)>),
}

/// What became of all items.
#[derive(Debug, Default)]
struct Summary {
    new: u64,
    known: u64,
    reread: u64,
    skipped: u64,
    aside: u64,
}

/// Runs it; whether everything was taken in.
pub(super) fn run(args: &Args) -> Result<bool, String> {
    let mut book = args.at.open().map_err(|error| error.to_string())?;
    let engine = args.options.engine();
    let known = book.read_by(&reader_name(&engine.reader())).map_err(|error| error.to_string())?;
    let (given, limits) = (args.options.given(), args.options.limits());
    let take = |item: Item| {
        let bytes = item.original().map_or(&[][..], |(_, bytes)| bytes);
        let read = item.with_report(&given, &limits, |report| content(bytes, report, &known, &engine));
        Taken { item, read }
    };
    let mut progress = Progress::new(false);
    let mut summary = Summary::default();
    let mut waiting = Vec::new();
    let mut failed = None;
    pipeline::run(
        args.options.jobs(),
        |feed| source::read_all(&args.files, &limits, feed),
        take,
        |taken, more| {
            if taken.item.is_aside() {
                summary.aside += 1;
            } else if let Err(message) = &taken.read {
                progress.clear();
                eprintln!("sayso: {}: {message}", taken.item.origin());
            }
            progress.step();
            waiting.push(taken);
            if failed.is_none() && (waiting.len() >= BATCH || !more) {
                failed = keep(&mut book, &mut waiting, &mut summary).err();
            }
            if let Some(message) = &failed {
                // What was kept is kept; going on would only read what cannot be written.
                eprintln!("sayso: {message}");
                std::process::exit(1);
            }
        },
    );
    progress.clear();
    sayso_desk::derive(&mut book).map_err(|error| error.to_string())?;
    eprintln!("{summary}");
    Ok(summary.skipped == 0)
}

/// Reads what this version has not read.
fn content(bytes: &[u8], report: Report, known: &BTreeSet<[u8; 32]>, engine: &Engine) -> Content {
    if known.contains(&report_key(bytes, &report)) {
        return Content::Known;
    }
    let reading = read_report(&report, engine);
    Content::New(Box::new((report, reading)))
}

/// Writes what is waiting, all of it or nothing.
fn keep(book: &mut Casebook, waiting: &mut Vec<Taken>, summary: &mut Summary) -> Result<(), String> {
    let mut write = || -> Result<(), sayso_casebook::CasebookError> {
        let mut batch = book.batch()?;
        for Taken { item, read } in waiting.drain(..) {
            let origin = item.origin();
            let (media, bytes) = item.original().unwrap_or((Media::Text, &[]));
            let original = Original { bytes, media, origin: &origin, retrieved: item.retrieved() };
            match read {
                Err(_) if item.is_aside() => {}
                Err(reason) => {
                    summary.skipped += 1;
                    batch.skip(&origin, &reason)?;
                }
                Ok(Content::Known) => {
                    summary.known += 1;
                    batch.seen(&original)?;
                }
                Ok(Content::New(read)) => match batch.add(&original, &read.0, &read.1)? {
                    Added::New => summary.new += 1,
                    Added::Known => summary.known += 1,
                    Added::Reread => summary.reread += 1,
                },
            }
        }
        batch.commit()
    };
    write().map_err(|error| error.to_string())
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let reports = if self.new == 1 { "report" } else { "reports" };
        write!(f, "{} {reports} added", self.new)?;
        let rest = [
            (self.reread, "read again"),
            (self.known, "there already"),
            (self.skipped, "skipped"),
            (self.aside, "no reports"),
        ];
        rest.into_iter()
            .filter(|(count, _)| *count > 0)
            .try_for_each(|(count, what)| write!(f, ", {count} {what}"))
    }
}
