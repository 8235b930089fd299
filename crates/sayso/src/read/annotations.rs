//! What the model finds in a report: tokens with tags, lemmas and a dependency tree, sentences, and spans of entities.
//!
//! All ranges of text are bytes into [`crate::ingest::Report::text`].

use std::ops::Range;

/// Tokens, sentences and entity spans of one report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Syntax {
    /// All tokens in the order of the text; paragraphs that are not story have none.
    pub tokens: Vec<Token>,
    /// Sentences in order; each is a run of tokens within one paragraph.
    pub sentences: Vec<Sentence>,
    /// Spans of entities in order, each within one sentence; spans of one scheme do not overlap.
    pub spans: Vec<EntitySpan>,
}

/// One word, number or punctuation mark, split as Universal Dependencies splits English.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Where it stands.
    pub range: Range<usize>,
    /// Dictionary form; lower case save for names.
    pub lemma: String,
    /// Universal part of speech (`VERB`, `PROPN` ...).
    pub upos: &'static str,
    /// Penn Treebank tag (`VBD`, `NNS` ...).
    pub xpos: &'static str,
    /// Index of the head in [`Syntax::tokens`]; the token itself for the root of a sentence.
    pub head: usize,
    /// Universal Dependencies relation with subtype (`nsubj:pass`); `root` for the root.
    pub deprel: &'static str,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Index into [`crate::ingest::Report::paragraphs`].
    pub paragraph: usize,
}

/// A span of tokens that the model takes for an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct EntitySpan {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The set whose guidelines the label follows.
    pub scheme: Scheme,
    /// The label, as the set spells it (`Organisation`, `PER`, `geo` ...).
    pub label: &'static str,
    /// The model's probability, the mean over the tokens.
    pub score: f32,
}

/// Whose guidelines an entity span follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// Dstl's relationship and entity extraction set: conflict in Syria and Iraq, names and nominals.
    Re3d,
    /// CoNLL 2003's four kinds of names, after wikigold.
    Conll,
    /// The Groningen Meaning Bank's kinds: geo gpe org per tim art eve nat.
    Gmb,
}
