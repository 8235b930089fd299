//! The trained reader: a report's words to tags, trees and entity spans in one pass of the encoder.
//!
//! The weights are handed in as bytes (`models/reader.safetensors`, made by `training/export.py`). What a report gives
//! depends on the report and the weights alone: its paragraphs are cut into windows, its windows into packs, both by fixed
//! rules, and every pack is computed by one thread.
//!
//! ```no_run
//! use sayso::ingest::Report;
//! use sayso::read::model::Model;
//!
//! let bytes = std::fs::read("models/reader.safetensors")?;
//! let model = Model::load(&bytes)?;
//! let syntax = model.annotate(&Report::default());
//! assert!(syntax.tokens.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::ops::Range;

use rayon::prelude::*;
use serde::Deserialize;

use super::anchors::Anchors;
use super::annotations::Syntax;
use super::encoder::forward::{Encoder, Shape};
pub use super::encoder::weights::ModelError;
use super::encoder::weights::Weights;
use super::encoder::wordpiece::Pieces;
use super::heads::Heads;
use super::labels::Labels;
use super::repair;
use super::syntax::{append, decode};
use super::tokens::tokenize;
use super::windows::{Block, WINDOW, Window, pack, packs, windows};
use crate::ingest::Report;

/// Metadata `config` as it is stored.
#[derive(Deserialize)]
struct Config {
    #[serde(default)]
    name: String,
    layers: usize,
    width: usize,
    heads: usize,
    inner: usize,
    positions: usize,
}

/// Weights, vocabulary and labels, ready to read.
#[derive(Debug)]
pub struct Model {
    name: String,
    pieces: Pieces,
    encoder: Encoder,
    heads: Heads,
    labels: Labels,
}

impl Model {
    /// Takes the bytes of a model's file.
    ///
    /// # Errors
    /// When they are no such file, or a tensor or an entry of its metadata is not as the reader needs it.
    pub fn load(bytes: &[u8]) -> Result<Self, ModelError> {
        let weights = Weights::open(bytes)?;
        let (name, shape) = config(weights.text("config")?)?;
        let labels = Labels::read(weights.text("labels")?)?;
        let pieces = Pieces::new(weights.text("vocab")?)?;
        let encoder = Encoder::load(&weights, shape)?;
        if pieces.last_id() as usize >= encoder.vocabulary() {
            let message = "more pieces than the word table has rows".to_owned();
            return Err(ModelError::Metadata { key: "vocab", message });
        }
        let heads = Heads::load(&weights, &labels, shape.width)?;
        Ok(Self { name, pieces, encoder, heads, labels })
    }

    /// Adds the head that finds what gives an event its day and its place.
    ///
    /// # Errors
    /// When the bytes are no such head, or one made for other weights than these.
    pub fn with_anchors(mut self, bytes: &[u8]) -> Result<Self, ModelError> {
        let anchors = Anchors::load(&Weights::open(bytes)?, &self.name, self.encoder.width())?;
        self.heads.anchors = Some(anchors);
        Ok(self)
    }

    /// Name and checksum of the weights, as their file gives them.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Reads the story paragraphs of a report.
    pub fn annotate(&self, report: &Report) -> Syntax {
        self.annotate_windows(&self.windows(report, true))
    }

    /// Reads each story paragraph as if it stood alone: for paragraphs that have nothing to do with each other.
    pub fn annotate_apart(&self, report: &Report) -> Syntax {
        self.annotate_windows(&self.windows(report, false))
    }

    fn annotate_windows(&self, windows: &[Window<'_>]) -> Syntax {
        let mut syntax = self.read(windows, false);
        repair::mend(&mut syntax);
        syntax
    }

    /// Word pieces that the report has for the encoder, the marks of its windows included: what reading it costs.
    pub fn pieces(&self, report: &Report) -> usize {
        self.windows(report, true).iter().map(Window::len).sum()
    }

    fn windows<'a>(&self, report: &'a Report, joined: bool) -> Vec<Window<'a>> {
        let mut blocks = Vec::new();
        for (i, paragraph) in report.paragraphs.iter().enumerate().filter(|(_, p)| p.role.is_story()) {
            // the dateline is no part of its first sentence
            let dateline = report.dateline.as_ref().filter(|d| paragraph.range.contains(&d.range.start));
            let start = dateline
                .map_or(paragraph.range.start, |d| d.end.clamp(paragraph.range.start, paragraph.range.end));
            let text = &report.text[start..paragraph.range.end];
            let place = |t: Range<usize>| (&text[t.clone()], t.start + start..t.end + start);
            let tokens: Vec<_> = tokenize(text).into_iter().map(place).collect();
            blocks.push(Block { paragraph: i, tokens });
        }
        windows(&self.pieces, &blocks, WINDOW.min(self.encoder.longest()), joined)
    }

    /// Reads sentences that are split already, each by itself: what scores on gold tokens are made of.
    ///
    /// Ranges count into the words joined by single spaces and the sentences by line ends; a sentence's paragraph is its
    /// number. A sentence of more pieces than the encoder holds is read, and returned, in parts.
    pub fn annotate_tokens(&self, sentences: &[Vec<&str>]) -> Syntax {
        let mut blocks = Vec::new();
        let mut at = 0;
        for (paragraph, words) in sentences.iter().enumerate() {
            let mut tokens = Vec::with_capacity(words.len());
            for word in words {
                tokens.push((*word, at..at + word.len()));
                at += word.len() + 1;
            }
            blocks.push(Block { paragraph, tokens });
        }
        self.read(&windows(&self.pieces, &blocks, self.encoder.longest(), false), true)
    }

    fn read(&self, all: &[Window<'_>], whole: bool) -> Syntax {
        let read: Vec<Syntax> =
            packs(all).into_par_iter().map(|windows| self.read_pack(windows, whole)).collect();
        let mut out = Syntax::default();
        read.into_iter().for_each(|pack| append(&mut out, pack));
        out
    }

    fn read_pack(&self, windows: &[Window<'_>], whole: bool) -> Syntax {
        let pack = pack(windows);
        let hidden = self.encoder.encode(&pack);
        let width = self.encoder.width();
        let (mut words, mut roots) = (Vec::new(), Vec::new());
        for (window, place) in windows.iter().zip(&pack.windows) {
            let hidden = &hidden[place.start * width..place.end * width];
            roots.extend(&hidden[..width]);
            add_word_vectors(hidden, &window.pieces, width, &mut words);
        }
        decode(&self.heads, &self.labels, windows, &words, &roots, whole)
    }
}

/// Appends the mean of each word's first and last piece.
fn add_word_vectors(hidden: &[f32], pieces: &[(usize, usize)], width: usize, out: &mut Vec<f32>) {
    for &(first, last) in pieces {
        let (first, last) = (&hidden[first * width..][..width], &hidden[last * width..][..width]);
        out.extend(first.iter().zip(last).map(|(a, b)| (a + b) / 2.0));
    }
}

/// Name and shape of the model, checked.
fn config(json: &str) -> Result<(String, Shape), ModelError> {
    let error = |message: String| ModelError::Metadata { key: "config", message };
    let Config { name, layers, width, heads, inner, positions } =
        serde_json::from_str(json).map_err(|e| error(e.to_string()))?;
    if heads == 0 || width == 0 || width % heads != 0 || inner == 0 || positions < 16 {
        return Err(error(format!("width {width}, heads {heads}, inner {inner}, positions {positions}")));
    }
    Ok((name, Shape { layers, width, heads, inner, positions }))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::ingest::{Paragraph, ParagraphRole};
    use crate::read::heads::Head;
    use crate::read::lemma::Script;

    const SMALL: &str = "crates/sayso/tests/small/reader";
    const REAL: &str = "models/reader";

    fn file(path: &str, end: &str) -> Vec<u8> {
        let path = format!("{}/../../{path}.{end}", env!("CARGO_MANIFEST_DIR"));
        fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    fn load(path: &str) -> Model {
        Model::load(&file(path, "safetensors")).unwrap()
    }

    fn strings(case: &Value, key: &str) -> Vec<String> {
        case[key].as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect()
    }

    fn numbers<T: TryFrom<u64, Error: std::fmt::Debug>>(case: &Value, key: &str) -> Vec<T> {
        case[key].as_array().unwrap().iter().map(|v| T::try_from(v.as_u64().unwrap()).unwrap()).collect()
    }

    fn near(have: &[f32], case: &Value, key: &str) {
        let want: Vec<f64> = case[key].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
        let off = have.iter().zip(&want).map(|(h, w)| (f64::from(*h) - w).abs()).fold(0.0, f64::max);
        assert!(off < 1e-3, "{key}: {:?} is not {want:?}", &have[..want.len()]);
    }

    /// Everything that PyTorch gives on the same weights (`training/export.py`), for every case.
    fn check_reference(path: &str) {
        let model = load(path);
        let cases: Vec<Value> = serde_json::from_slice(&file(path, "reference.json")).unwrap();
        assert!(!cases.is_empty());
        for case in &cases {
            check_case(&model, case);
        }
    }

    fn check_case(model: &Model, case: &Value) {
        let words = strings(case, "tokens");
        let tokens: Vec<_> = words.iter().map(|w| (w.as_str(), 0..0)).collect();
        let block = Block { paragraph: 0, tokens };
        let windows = windows(&model.pieces, &[block], model.encoder.longest(), true);
        let pack = pack(&windows);
        assert_eq!((&pack.ids, &pack.cases), (&numbers(case, "ids"), &numbers(case, "cases")));
        let (hidden, width) = (model.encoder.encode(&pack), model.encoder.width());
        let mut vectors = Vec::new();
        add_word_vectors(&hidden, &windows[0].pieces, width, &mut vectors);
        near(&hidden, case, "root");
        near(&vectors, case, "word0");
        let tags = model.heads.tags(&vectors);
        let best = |head| (0..words.len()).map(move |i| (i, head)).map(|(i, head)| tags.best(head, i));
        assert_eq!(best(Head::Upos).map(|l| model.labels.upos[l]).collect::<Vec<_>>(), strings(case, "upos"));
        assert_eq!(best(Head::Xpos).map(|l| model.labels.xpos[l]).collect::<Vec<_>>(), strings(case, "xpos"));
        let scripts: Vec<Script> = strings(case, "lemma").iter().map(|s| Script::parse(s).unwrap()).collect();
        assert_eq!(best(Head::Lemma).map(|l| model.labels.lemma[l].clone()).collect::<Vec<_>>(), scripts);
        check_tree(model, case, &vectors, &hidden[..width]);
        if let Some(says) = &model.heads.says {
            near(&says.scores(&(1..2), &vectors, &says.sides(&vectors)), case, "says");
            let cues = (0..words.len()).flat_map(|i| tags.row(Head::Cue, i).to_vec());
            near(&cues.collect::<Vec<_>>(), case, "cue");
        }
    }

    /// The reference's heads and relations are the best of each word by itself, before any rule of trees.
    fn check_tree(model: &Model, case: &Value, vectors: &[f32], root: &[f32]) {
        let (heads, relations) = (numbers::<usize>(case, "head"), strings(case, "deprel"));
        let scores = model.heads.arcs(vectors, root).scores(0..heads.len(), 0);
        for (row, &head) in scores.chunks(heads.len() + 1).zip(&heads) {
            assert!(row.iter().all(|&s| s <= row[head] + 1e-3), "head {head} in {row:?}");
        }
        let under: Vec<Option<usize>> = heads.iter().map(|h| h.checked_sub(1)).collect();
        let found = model.heads.relations(vectors, &under, model.labels.root);
        for ((found, wanted), head) in found.iter().zip(&relations).zip(under) {
            // A reader never calls a word root that has a head, nor the reverse; the reference may.
            if head.is_some() == (wanted != "root") {
                assert_eq!(model.labels.deprel[*found], wanted);
            }
        }
    }

    #[test]
    fn the_small_model_gives_what_pytorch_gives() {
        check_reference(SMALL);
    }

    #[test]
    fn the_model_gives_what_pytorch_gives() {
        check_reference(REAL);
    }

    /// The scores of all words for the second one's day and place are PyTorch's.
    #[test]
    fn the_head_for_days_and_places_gives_what_pytorch_gives() {
        let model = load(REAL).with_anchors(&file("models/anchors", "safetensors")).unwrap();
        let cases: Vec<Value> = serde_json::from_slice(&file("models/anchors", "reference.json")).unwrap();
        for case in &cases {
            let words = strings(case, "tokens");
            let tokens: Vec<_> = words.iter().map(|w| (w.as_str(), 0..0)).collect();
            let windows =
                windows(&model.pieces, &[Block { paragraph: 0, tokens }], model.encoder.longest(), true);
            let (hidden, width) = (model.encoder.encode(&pack(&windows)), model.encoder.width());
            let mut vectors = Vec::new();
            add_word_vectors(&hidden, &windows[0].pieces, width, &mut vectors);
            let all = (0..words.len()).collect::<Vec<_>>();
            near(
                &model.heads.anchors.as_ref().unwrap().all_scores(1, &all, &vectors, width),
                case,
                "anchors",
            );
        }
    }

    #[test]
    fn a_head_of_other_weights_is_refused() {
        let error = load(SMALL).with_anchors(&file("models/anchors", "safetensors")).unwrap_err();
        assert!(error.to_string().starts_with("model: metadata reader: made for sayso-reader"));
    }

    #[test]
    fn a_report_is_read_in_sentences_and_trees() {
        let text =
            "Rebels shelled the town of Arvand on Tuesday. Three soldiers were killed, officials said.";
        let model = load(REAL);
        let syntax = model.annotate(&report(&[text]));
        let words: Vec<&str> = syntax.tokens.iter().map(|t| &text[t.range.clone()]).collect();
        let heads: Vec<&str> = syntax.tokens.iter().map(|t| words[t.head]).collect();
        assert_eq!(syntax.sentences.len(), 2);
        assert_eq!(words[..4], ["Rebels", "shelled", "the", "town"]);
        assert_eq!(heads[..4], ["shelled", "shelled", "town", "shelled"]);
        assert_eq!((syntax.tokens[0].deprel, syntax.tokens[1].lemma.as_str()), ("nsubj", "shell"));
        check_whole(&syntax, &report(&[text]));
    }

    #[test]
    fn a_broken_file_is_refused_with_its_reason() {
        let message = |bytes: &[u8]| Model::load(bytes).unwrap_err().to_string();
        assert!(message(b"").starts_with("model: not a safetensors file"));
        assert_eq!(message(b"\x02\0\0\0\0\0\0\0{}"), "model: metadata config: missing");
    }

    fn report(paragraphs: &[&str]) -> Report {
        let mut report = Report::default();
        for text in paragraphs {
            let start = report.text.len();
            report.text.push_str(text);
            report.paragraphs.push(Paragraph { range: start..report.text.len(), role: ParagraphRole::Body });
            report.text.push_str("\n\n");
        }
        report
    }

    /// What holds of every reading: tokens in order, sentences that cover them, a tree with one root in each.
    fn check_whole(syntax: &Syntax, report: &Report) {
        let mut at = 0;
        for token in &syntax.tokens {
            assert!(token.range.start >= at && !report.text[token.range.clone()].is_empty());
            at = token.range.end;
        }
        let mut next = 0;
        for sentence in &syntax.sentences {
            assert_eq!(sentence.tokens.start, next);
            next = sentence.tokens.end;
            check_sentence(syntax, sentence.tokens.clone());
            let place = &report.paragraphs[sentence.paragraph].range;
            let inside = |t: &usize| {
                syntax.tokens[*t].range.start >= place.start && syntax.tokens[*t].range.end <= place.end
            };
            assert!(sentence.tokens.clone().all(|t| inside(&t)));
        }
        assert_eq!(next, syntax.tokens.len());
        assert!(syntax.spans.iter().all(|s| syntax.sentences.iter().any(|x| {
            x.tokens.start <= s.tokens.start
                && s.tokens.end <= x.tokens.end
                && s.score > 0.0
                && s.score < 1.001
        })));
    }

    fn check_sentence(syntax: &Syntax, sentence: Range<usize>) {
        let root = |i: &usize| syntax.tokens[*i].head == *i;
        assert_eq!(sentence.clone().filter(root).count(), 1);
        for i in sentence.clone() {
            assert_eq!(root(&i), syntax.tokens[i].deprel == "root");
            let top = sentence.clone().fold(i, |at, _| syntax.tokens[at].head);
            assert!(root(&top) && sentence.contains(&top));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_is_read_whole(paragraphs in prop::collection::vec("\\PC{0,60}|([a-zA-Z'.,]{1,9} ){0,80}", 0..4)) {
            let model = load(SMALL);
            let paragraphs: Vec<&str> = paragraphs.iter().map(String::as_str).collect();
            let report = report(&paragraphs);
            let syntax = model.annotate(&report);
            check_whole(&syntax, &report);
            prop_assert_eq!(syntax, model.annotate(&report));
        }
    }
}
