//! `sayso add`: reports into the casebook, each once.

use std::collections::BTreeSet;
use std::path::PathBuf;

use sayso::ingest::{Foreign, Report, foreign};
use sayso::record::Reading;
use sayso::{Engine, read_report};
use sayso_casebook::{Added, Casebook, Media, Original, reader_name, report_key};

use super::Where;
use super::summary::Summary;
use crate::options::Options;
use crate::pipeline;
use crate::progress::Progress;
use crate::source::{Fault, Item, Sources};

/// So many items are kept at once; a kill costs at most these, and they are read again.
const BATCH: usize = 64;

/// Take reports into a casebook
///
/// Each original is kept byte for byte, once however often it comes. Run it again after a kill: what is there already is
/// passed over. A newer version of Sayso reads again what an older one has read, and touches no review. What is clearly not
/// English is kept, and nothing read from it.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::EXIT_CODES)]
pub(crate) struct Args {
    /// Files, folders and addresses (`https://...`) to take in; `-` is standard input. Of an address, exactly that page is fetched,
    /// and nothing that it refers to.
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
    read: Result<Content, Fault>,
}

enum Content {
    /// This version has read it already.
    Known,
    New(Box<New>),
}

/// A report that this version has not read before.
struct New {
    report: Report,
    reading: Reading,
    /// The language for which nothing was read from it.
    foreign: Option<Foreign>,
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
    let sources = Sources::new(&args.files, &limits);
    let mut progress = Progress::new(false, &sources);
    let mut summary = Summary::default();
    let mut waiting = Vec::new();
    let mut failed = None;
    pipeline::run(
        args.options.jobs(),
        |feed| sources.read_all(feed),
        take,
        |taken, more| {
            if let Err(fault) = &taken.read
                && !taken.item.is_aside()
            {
                progress.clear();
                eprintln!("sayso: {}: {}", taken.item.origin(), fault.message);
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
    Ok(summary.skipped.count() == 0)
}

/// Reads what this version has not read.
fn content(bytes: &[u8], report: Report, known: &BTreeSet<[u8; 32]>, engine: &Engine) -> Content {
    if known.contains(&report_key(bytes, &report)) {
        return Content::Known;
    }
    let foreign = if engine.reads_any_language() { None } else { foreign(&report) };
    let reading = read_report(&report, engine);
    Content::New(Box::new(New { report, reading, foreign }))
}

/// Writes what is waiting, all of it or nothing.
fn keep(book: &mut Casebook, waiting: &mut Vec<Taken>, summary: &mut Summary) -> Result<(), String> {
    let mut write = || -> Result<(), sayso_casebook::CasebookError> {
        let mut batch = book.batch()?;
        for Taken { item, read } in waiting.drain(..) {
            let origin = item.origin();
            let (media, bytes) = item.original().unwrap_or((Media::Text, &[]));
            let original = Original { bytes, media, origin, retrieved: item.retrieved() };
            match read {
                Err(fault) if item.is_aside() => summary.aside.add(fault.sort, origin),
                Err(fault) => {
                    batch.skip(origin, &fault.message)?;
                    summary.skipped.add(fault.sort, origin);
                }
                Ok(Content::Known) => {
                    summary.known += 1;
                    batch.seen(&original)?;
                }
                Ok(Content::New(new)) => {
                    let added = batch.add(&original, &new.report, &new.reading)?;
                    match (&new.foreign, added) {
                        (_, Added::Known) => summary.known += 1,
                        (Some(foreign), _) => {
                            batch.skip(origin, &format!("{foreign}; kept, and nothing read from it"))?;
                            summary.foreign.add(foreign.language.to_owned(), origin);
                        }
                        (None, Added::New) => summary.new += 1,
                        (None, Added::Reread) => summary.reread += 1,
                    }
                }
            }
        }
        batch.commit()
    };
    write().map_err(|error| error.to_string())
}
