//! What the model finds in a report: tokens with tags, lemmas and a dependency tree, sentences, and spans of entities.
//!
//! All ranges of text are bytes into [`crate::ingest::Report::text`].

use std::ops::Range;

use crate::record::PloverType;

/// Tokens, sentences and entity spans of one report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Syntax {
    /// All tokens in the order of the text; paragraphs that are not story have none.
    pub tokens: Vec<Token>,
    /// Sentences in order; each is a run of tokens within one paragraph.
    pub sentences: Vec<Sentence>,
    /// Spans of entities in order, each within one sentence; spans of one scheme do not overlap.
    pub spans: Vec<EntitySpan>,
    /// What the model holds of each token as part of an event; empty if its weights say nothing of events.
    pub judgments: Vec<Judgment>,
    /// Who says what, as the model sees it, in the order of the cues; none if its weights cannot tell.
    pub attributions: Option<Vec<Attribution>>,
    /// Which words give the day and the place of which, as the model sees it, by event and word; empty if it cannot tell.
    pub anchors: Vec<Anchor>,
    /// The first token of each window that the model read as a whole.
    pub windows: Vec<usize>,
}

impl Syntax {
    /// What the model holds of a word as what gives the day or place of an event's word; none where it holds next to nothing, or
    /// the two do not stand in one window.
    pub fn anchor(&self, event: usize, word: usize) -> Option<&Anchor> {
        let at = self.anchors.binary_search_by_key(&(event, word), |a| (a.event, a.word)).ok()?;
        Some(&self.anchors[at])
    }

    /// Whether the model saw two tokens together.
    pub fn together(&self, a: usize, b: usize) -> bool {
        let window = |t: usize| self.windows.partition_point(|&start| start <= t);
        window(a) == window(b)
    }
}

/// That a word gives the day or the place of the event that another word tells of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    /// Token of the event.
    pub event: usize,
    /// Token of the word.
    pub word: usize,
    /// Probability that it belongs to the expression that dates the event.
    pub time: f32,
    /// Probability that it belongs to the name of the place where the event happened.
    pub place: f32,
}

impl Anchor {
    /// The same, so many tokens later.
    pub(super) fn moved(self, by: usize) -> Self {
        Self { event: self.event + by, word: self.word + by, ..self }
    }
}

/// A cue with its source and content, as PolNeAR marks them (Newell, Margolin and Ruths 2018), in tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The words of the cue (`has said`).
    pub cue: Range<usize>,
    /// Mean probability of these words to be of a cue; unsure ones are kept.
    pub score: f32,
    /// Runs of words of the source.
    pub source: Vec<Range<usize>>,
    /// Runs of words of the content.
    pub content: Vec<Range<usize>>,
}

impl Attribution {
    /// The same, so many tokens later.
    pub(super) fn moved(self, by: usize) -> Self {
        let range = |r: Range<usize>| r.start + by..r.end + by;
        let all = |runs: Vec<Range<usize>>| runs.into_iter().map(range).collect();
        Self { cue: range(self.cue), score: self.score, source: all(self.source), content: all(self.content) }
    }
}

/// What the model holds of a token as part of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgment {
    /// Probability that the word tells of no event, then of one of each PLOVER type in the order of [`PloverType`].
    pub event: [f32; 17],
    /// Probability that a coder would show the event, of whatever type, as one that happened.
    pub real: f32,
    /// Probability of each value from -3, it did not happen, to 3, it did (Lee et al. 2015), as sure as its author is.
    pub certainties: [f32; 7],
    /// Probability of each value from -3 to 3 for whether it has happened by now (Rudinger et al. 2018): what is announced is
    /// certain and has not.
    pub happened: [f32; 7],
    /// For each part in [`Part::ALL`].
    pub parts: [PartScore; 9],
}

impl Judgment {
    /// Probability that the word tells of an event of that type.
    pub fn of(&self, plover: PloverType) -> f32 {
        self.event[plover as usize + 1]
    }

    /// The mean of [`Self::happened`], from -3 to 3.
    pub fn has_happened(&self) -> f64 {
        self.happened.iter().zip(-3i8..=3).map(|(p, n)| f64::from(*p) * f64::from(n)).sum()
    }

    /// Probability that the word belongs to somebody or something with that part in an attack.
    pub fn part(&self, part: Part) -> f32 {
        let PartScore { begins, goes_on } = self.parts[part as usize];
        begins + goes_on
    }
}

/// Probabilities that a word begins the words for a participant, or goes on with them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PartScore {
    /// It is the first.
    pub begins: f32,
    /// It is a later one.
    pub goes_on: f32,
}

/// The parts in an attack that the model tells apart: five as MUC-4 does, four as WikiEvents and RAMS do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the sets' own names")]
pub enum Part {
    PerpInd,
    PerpOrg,
    Target,
    Victim,
    Weapon,
    NewsAttacker,
    NewsVictim,
    NewsTarget,
    NewsWeapon,
}

impl Part {
    /// All, in the order of [`Judgment::parts`].
    pub const ALL: [Self; 9] = [
        Self::PerpInd,
        Self::PerpOrg,
        Self::Target,
        Self::Victim,
        Self::Weapon,
        Self::NewsAttacker,
        Self::NewsVictim,
        Self::NewsTarget,
        Self::NewsWeapon,
    ];

    /// The five of MUC-4.
    pub const MUC: [Self; 5] = [Self::PerpInd, Self::PerpOrg, Self::Target, Self::Victim, Self::Weapon];
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
