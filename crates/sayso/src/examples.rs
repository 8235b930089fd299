//! Reads the examples that the rows of the frames carry, and says which of them are not read as their row wants.
//!
//! A row's example must give an event of the row's type and mode on the row's word; where the row is no event (`-`), that
//! word must give none. The examples are handed in as the paragraphs of a few long reports, since the reader looks at
//! each paragraph by itself and is quicker so.
//!
//! ```no_run
//! let engine = sayso::Engine::new()?;
//! let outcomes = sayso::examples::frames(&engine);
//! let right = outcomes.iter().filter(|o| o.right()).count();
//! assert!(right <= engine.tables().frames.all.len());
//! # Ok::<(), sayso::EngineError>(())
//! ```

use std::fmt;

use rayon::prelude::*;

use crate::Engine;
use crate::ingest::{Paragraph, ParagraphRole, Report};
use crate::read::graph::Graph;
use crate::read::triggers::{self, Trigger};
use crate::record::PloverType;
use crate::tables::{Frame, Pos};

/// How many examples make one report.
const BATCH: usize = 40;

/// A row and how its example was read.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    /// The row.
    pub frame: &'a Frame,
    /// What stood on its word.
    pub got: Got<'a>,
}

/// What the reader found on a row's word.
#[derive(Clone, Debug)]
pub enum Got<'a> {
    /// What the row says.
    Wanted,
    /// An event in the sense of another row, which is not what this one says.
    Sense(&'a Frame),
    /// No event, though the row says that there is one.
    Nothing {
        /// The tag of the word in the tree.
        tag: &'static str,
        /// The row of another sense that is no event and was tried first, or nothing where no sense holds.
        sense: Option<&'a Frame>,
    },
    /// No token has the word as its lemma: the lemmas of the example.
    NoWord(String),
}

impl Outcome<'_> {
    /// Whether the example was read as the row wants.
    pub fn right(&self) -> bool {
        matches!(self.got, Got::Wanted)
    }
}

impl fmt::Display for Outcome<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = self.frame;
        let pos = if row.pos == Pos::Verb { "verb" } else { "noun" };
        write!(f, "{}:{},{},{pos},{},", row.file, row.line, row.words.join(" "), sense(row))?;
        match &self.got {
            Got::Wanted => f.write_str("the same"),
            Got::Sense(other) => write!(f, "{} ({}:{})", sense(other), other.file, other.line),
            Got::Nothing { tag, sense: Some(other) } => {
                write!(f, "- as {tag} ({}:{})", other.file, other.line)
            }
            Got::Nothing { tag, sense: None } => write!(f, "nothing as {tag}"),
            Got::NoWord(lemmas) => write!(f, "no such lemma among: {lemmas}"),
        }
    }
}

/// `ASSAULT/firearms`, or `-`.
fn sense(row: &Frame) -> String {
    match (row.plover, &row.mode) {
        (None, _) => "-".to_owned(),
        (Some(event), None) => name(event),
        (Some(event), Some(mode)) => format!("{}/{mode}", name(event)),
    }
}

fn name(event: PloverType) -> String {
    format!("{event:?}").to_uppercase()
}

/// Reads the example of every row that has one, in the order of the rows.
pub fn frames(engine: &Engine) -> Vec<Outcome<'_>> {
    let rows: Vec<&Frame> = engine.tables().frames.all.iter().filter(|f| !f.example.is_empty()).collect();
    rows.par_chunks(BATCH).flat_map_iter(|rows| batch(engine, rows)).collect()
}

fn batch<'a>(engine: &'a Engine, rows: &[&'a Frame]) -> Vec<Outcome<'a>> {
    let report = report(rows.iter().map(|row| row.example.as_str()));
    let syntax = engine.model().annotate_apart(&report);
    let graph = Graph::new(&report.text, &syntax, engine.tables());
    let triggers = triggers::find(&graph);
    let outcome = |(i, &frame): (usize, &&'a Frame)| {
        let tokens: Vec<usize> =
            syntax.sentences.iter().filter(|s| s.paragraph == i).flat_map(|s| s.tokens.clone()).collect();
        Outcome { frame, got: got(engine, &graph, &triggers, frame, &tokens) }
    };
    rows.iter().enumerate().map(outcome).collect()
}

/// One paragraph for each example.
fn report<'a>(examples: impl Iterator<Item = &'a str>) -> Report {
    let mut report = Report::default();
    for example in examples {
        let start = report.text.len();
        report.text.push_str(example.trim());
        report.paragraphs.push(Paragraph { range: start..report.text.len(), role: ParagraphRole::Body });
        report.text.push_str("\n\n");
    }
    report
}

/// What stands on the tokens of an example that are its row's word.
fn got<'a>(
    engine: &'a Engine,
    graph: &Graph<'_>,
    triggers: &[Trigger],
    row: &Frame,
    tokens: &[usize],
) -> Got<'a> {
    let all = &engine.tables().frames.all;
    // In "was ready" the adjective stands for the row `be ready`.
    let head = |t: usize| match row.words.as_slice() {
        [be, rest @ ..] if be == "be" && !rest.is_empty() => rest.iter().any(|w| graph.is(t, w)),
        _ => graph.is(t, row.head()) || graph.is(t, &row.hyphenated()),
    };
    let words: Vec<usize> = tokens.iter().copied().filter(|&t| head(t)).collect();
    let found: Vec<&Frame> =
        triggers.iter().filter(|t| words.contains(&t.token)).map(|t| &all[t.frame]).collect();
    let same = |other: &&&Frame| other.plover == row.plover && other.mode == row.mode;
    match (row.plover, found.first()) {
        (None, None) => Got::Wanted,
        (None, Some(other)) => Got::Sense(other),
        (Some(_), _) if found.iter().any(|f| same(&f)) => Got::Wanted,
        (Some(_), Some(other)) => Got::Sense(other),
        (Some(_), None) => match words.first() {
            Some(&word) => {
                let sense = triggers::sense(graph, word).map(|(frame, _)| &all[frame]);
                Got::Nothing { tag: graph.token(word).xpos, sense }
            }
            None => Got::NoWord(tokens.iter().map(|&t| graph.lemma(t)).collect::<Vec<_>>().join(" ")),
        },
    }
}
