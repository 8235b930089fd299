//! `sayso eval SET DATA`: scores of the readings against a gold corpus.
//!
//! Comes in: a corpus as JSON Lines or CoNLL-U, gzipped or not (its fields are described beside each corpus), and the
//! engine. Goes out: [`Scores`], as a table or as JSON. A file per set; each names the paper that its measures come from.
//! The counting functions are pure and know nothing of files.
//!
//! ```text
//! $ sayso eval attribution polnear/dev.jsonl --limit 10
//! attribution polnear/dev.jsonl (10 documents)
//! cue              P ...  R ...  F1 ...  (gold 209, predicted ..., right ...)
//! ```

mod score;
mod matching;
mod text;
#[cfg(test)]
mod made;
mod muc4;
mod plover;
mod petrarch;
mod attribution;
mod temporal;
mod geoparsing;
mod conllu;
mod treebank;
mod entities;
mod factuality;
mod hrdsattack;
mod police;
mod acled;
mod toll;
mod whereabouts;
mod satp;
mod gun_violence;
mod settings;
mod dates;

use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use flate2::read::MultiGzDecoder;
use jiff::civil::Date;
use rayon::prelude::*;
use sayso::ingest::{Paragraph, ParagraphRole, Report};
use sayso::record::Reading;
use sayso::tables::{TableFile, Tables};
use sayso::{Alone, Engine};
use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::tables;

pub(crate) use score::Scores;

/// The engine as most sets see it.
pub(crate) type Read<'a> = &'a (dyn Fn(&Report) -> Reading + Sync);

/// Score the readings of a gold corpus
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Which measures to take.
    set: Set,
    /// The corpus, as JSON Lines (treebanks: CoNLL-U); either may be gzipped.
    data: PathBuf,
    /// How to print the scores.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Read with the tables of this folder, laid out like `data/`, in place of the built-in ones.
    #[arg(long, value_name = "DIR")]
    tables: Option<PathBuf>,
    /// Read with these weights instead of the built-in ones.
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
    /// Look places up in this gazetteer beside the built-in one; more than one may be given.
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,
    /// Measure one half of the reading of events by itself.
    #[arg(long, value_enum)]
    alone: Option<Half>,
    #[command(flatten)]
    options: Options,
}

/// A half of the reading of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Half {
    /// The tables without the model's judgment.
    Tables,
    /// The model without the frames.
    Model,
}

/// What changes the scoring.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Options {
    /// Score only the first N documents (treebanks: paragraphs).
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// List what was missed and what was too much, document by document.
    #[arg(long)]
    show: bool,
    /// muc4: read the text with guessed case instead of the upper-case original.
    #[arg(long)]
    cased: bool,
    /// Score every Nth document; entities: 5 unless told, those that the model was not trained on; acled: 3 is what was kept for
    /// the check.
    #[arg(long, value_name = "N")]
    fold: Option<usize>,
    /// settings: the folder of the sets that the gold names.
    #[arg(long, value_name = "DIR")]
    texts: Option<PathBuf>,
    /// satp: score the four fifths that rules were made on instead of the last fifth; temporal, with --fold: all but every
    /// Nth document.
    #[arg(long)]
    rest: bool,
}

/// The sets of measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Set {
    /// MUC-4: who attacked whom and what, with what.
    Muc4,
    /// PLOVER's examples: type, source and target of events.
    Plover,
    /// PETRARCH's test sentences, their CAMEO codes as PLOVER types.
    Petrarch,
    /// PolNeAR: who says what.
    Attribution,
    /// Expressions of time and their values.
    Temporal,
    /// Places on the map.
    Geoparsing,
    /// Tags and trees.
    Treebank,
    /// Names.
    Entities,
    /// Whether an event happened, word by word.
    Factuality,
    /// HRDsAttack: perpetrator, violations, victims, country of whole articles.
    Hrdsattack,
    /// IndiaPoliceEvents: what the police did, by sentence.
    Police,
    /// ACLED: sub-event type of a snippet's main event.
    Acled,
    /// SATP: kinds of act, killed and injured of short incident reports.
    Satp,
    /// Killed and injured in US news of gun violence.
    GunViolence,
    /// Day and place of single events, annotated by hand.
    Settings,
    /// When events happened: TimeBank's and AQUAINT's linked events.
    Dates,
}

/// How scores are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Table,
    /// One JSON object.
    Json,
}

/// Why a corpus could not be scored.
#[derive(Debug, Error)]
pub(crate) enum EvalError {
    /// The file could not be opened or read.
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    /// A line is not a document of this set.
    #[error("{path}: line {line}: {source}")]
    Line { path: PathBuf, line: usize, source: serde_json::Error },
    /// A line is not CoNLL-U.
    #[error("{path}: {source}")]
    Treebank { path: PathBuf, source: conllu::ConlluError },
    /// The names of a corpus are of kinds that the model does not tell.
    #[error("{path}: expected the kinds of names of re3d, CoNLL 2003 or GMB, found {kinds}")]
    Kinds { path: PathBuf, kinds: String },
    /// The folder of texts lacks a document that the gold names.
    #[error("{path}: no document {id}; name the folder of the sets with --texts")]
    Absent { path: PathBuf, id: String },
    /// The scores could not be printed.
    #[error("scores: {0}")]
    Print(#[from] io::Error),
}

/// Runs the subcommand.
pub(crate) fn command(args: &Args) -> ExitCode {
    let engine =
        engine(args.tables.as_deref()).and_then(|engine| with_weights(engine, args.weights.as_deref()));
    let engine =
        engine.and_then(|engine| Ok(engine.with_gazetteer(crate::gazetteer::store::over(&args.gazetteer)?)));
    let engine = engine.map(|engine| match args.alone {
        None => engine,
        Some(Half::Tables) => engine.alone(Alone::Tables),
        Some(Half::Model) => engine.alone(Alone::Model),
    });
    let done = engine.and_then(|engine| run(args, &engine).map_err(|e| e.to_string()));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sayso: {error}");
            ExitCode::from(2)
        }
    }
}

/// The engine with the built-in tables, or with those of a folder instead.
fn engine(folder: Option<&Path>) -> Result<Engine, String> {
    let Some(folder) = folder else { return Engine::new().map_err(|e| e.to_string()) };
    let files = tables::read(folder)?;
    let files: Vec<TableFile<'_>> = files.iter().map(|(path, text)| TableFile { path, text }).collect();
    let tables = Tables::only(&files).map_err(|e| e.to_string())?;
    Engine::of(tables).map_err(|e| e.to_string())
}

/// The engine with the weights of a file, if one is named.
fn with_weights(engine: Engine, file: Option<&Path>) -> Result<Engine, String> {
    let Some(file) = file else { return Ok(engine) };
    let bytes = std::fs::read(file).map_err(|e| format!("--weights: {}: {e}", file.display()))?;
    engine.with_weights(&bytes).map_err(|e| e.to_string())
}

/// Scores the corpus and prints the result.
///
/// # Errors
/// When the corpus cannot be read, or standard output cannot be written.
fn run(args: &Args, engine: &Engine) -> Result<(), EvalError> {
    let scores = score(args, engine)?;
    let mut out = io::stdout().lock();
    match args.format {
        Format::Table => write!(out, "{scores}")?,
        Format::Json => {
            writeln!(out, "{}", serde_json::to_string_pretty(&scores).map_err(io::Error::other)?)?
        }
    }
    Ok(())
}

/// The measures of the set that was asked for. New sets plug in here.
fn score(args: &Args, engine: &Engine) -> Result<Scores, EvalError> {
    let (data, options) = (args.data.as_path(), &args.options);
    let read: Read<'_> = &|report| sayso::read_report(report, engine);
    match args.set {
        Set::Muc4 => muc4::score(data, options, read, &engine.tables().world.countries),
        Set::Plover => plover::score(data, options, read),
        Set::Petrarch => petrarch::score(data, options, read),
        Set::Attribution => attribution::score(data, options, read),
        Set::Temporal => temporal::score(data, options, read),
        Set::Geoparsing => geoparsing::score(data, options, read, &engine.places()),
        Set::Treebank => treebank::score(data, options, engine.model()),
        Set::Entities => entities::score(data, options, engine.model()),
        Set::Factuality => factuality::score(data, options, engine),
        Set::Hrdsattack => hrdsattack::score(data, options, read, &engine.tables().world.countries),
        Set::Police => police::score(data, options, read),
        Set::Acled => acled::score(data, options, read),
        Set::Satp => satp::score(data, options, read),
        Set::GunViolence => gun_violence::score(data, options, read),
        Set::Dates => dates::score(data, options, engine),
        Set::Settings => settings::score(data, options, read),
    }
}

/// The text of a corpus, gzipped or not.
fn content(path: &Path) -> Result<String, EvalError> {
    let error = |source| EvalError::File { path: path.to_owned(), source };
    let bytes = std::fs::read(path).map_err(error)?;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return String::from_utf8(bytes).map_err(|e| error(io::Error::new(io::ErrorKind::InvalidData, e)));
    }
    let mut text = String::new();
    MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text).map_err(error)?;
    Ok(text)
}

/// The documents of a corpus in JSON Lines, at most `limit` of them; empty lines are passed over.
fn documents<T: DeserializeOwned>(path: &Path, limit: Option<usize>) -> Result<Vec<T>, EvalError> {
    let content = content(path)?;
    let lines = content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let document = |(at, line): (usize, &str)| {
        let error = |source| EvalError::Line { path: path.to_owned(), line: at + 1, source };
        serde_json::from_str(line).map_err(error)
    };
    lines.take(limit.unwrap_or(usize::MAX)).map(document).collect()
}

/// Every `fold`-th document, the last of each `fold`.
fn held_out<T>(documents: Vec<T>, fold: usize) -> Vec<T> {
    let fold = fold.max(1);
    documents.into_iter().skip(fold - 1).step_by(fold).collect()
}

/// All but every `fold`-th document: what [`held_out`] leaves.
fn others<T>(documents: Vec<T>, fold: usize) -> Vec<T> {
    let fold = fold.max(1);
    documents.into_iter().enumerate().filter(|(at, _)| (at + 1) % fold != 0).map(|(_, one)| one).collect()
}

/// Reads and scores every document on all cores; the results stand in document order.
fn each<T: Sync, S: Send>(documents: &[T], score: impl Fn(&T) -> S + Send + Sync) -> Vec<S> {
    documents.par_iter().map(score).collect()
}

/// A report as the corpora give it: plain text, paragraphs apart by an empty line, perhaps a day.
fn report(id: &str, text: &str, published: Option<&str>) -> Report {
    Report {
        id: id.to_owned(),
        published: published.map(str::to_owned),
        date: published.and_then(|day| day.parse::<Date>().ok()),
        language: Some("en".to_owned()),
        text: text.to_owned(),
        paragraphs: paragraphs(text),
        ..Report::default()
    }
}

/// The blocks of a text between empty lines.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut at = 0;
    let mut found = Vec::new();
    for block in text.split("\n\n") {
        let start = at + (block.len() - block.trim_start().len());
        let end = at + block.trim_end().len();
        if start < end {
            found.push(Paragraph { range: start..end, role: ParagraphRole::Body });
        }
        at += block.len() + 2;
    }
    found
}

/// The day written `19950131`, as ISO 8601.
fn compact_day(digits: &str) -> Option<String> {
    let whole = digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit());
    whole.then(|| format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_trimmed_blocks() {
        let text = " One.\n\n\n\nTwo\nlines. \n\n";
        let quotes: Vec<&str> = paragraphs(text).iter().map(|p| &text[p.range.clone()]).collect();
        assert_eq!(quotes, ["One.", "Two\nlines."]);
    }

    #[test]
    fn a_fold_and_the_others_are_the_whole() {
        let documents: Vec<usize> = (0..12).collect();
        assert_eq!(held_out(documents.clone(), 5), [4, 9]);
        assert_eq!(others(documents, 5), [0, 1, 2, 3, 5, 6, 7, 8, 10, 11]);
    }

    #[test]
    fn days_without_dashes() {
        assert_eq!(compact_day("19950131").as_deref(), Some("1995-01-31"));
        assert_eq!(compact_day("1995"), None);
    }
}
