//! Words of saying: cues, channels, evidence, kinds of sources, agencies.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use crate::record::{Act, EvidenceKind, Factuality, SourceKind};

use super::gazetteer::name::normalise;
use super::rows::{self, TableFile, TablesError};

/// How a cue is tied to its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Construction {
    /// A clause (`said that ...`).
    Ccomp,
    /// An infinitive (`vowed to ...`).
    Xcomp,
    /// Words in quotation marks.
    Quote,
    /// A noun phrase (`accused X of`, `claimed responsibility`).
    Obj,
    /// A preposition (`according to`).
    According,
    /// An adverb (`reportedly`).
    Adverb,
    /// A noun with a clause (`the claim that ...`).
    Noun,
}

/// One use of a cue.
#[derive(Clone, Debug)]
pub struct Cue {
    /// Words that must depend on it (`on` of `call on`).
    pub rest: Vec<String>,
    /// Verb, noun, adverb or preposition, as the table says.
    pub pos: String,
    /// The act of speech.
    pub act: Act,
    /// How the content is tied to it.
    pub construction: Construction,
    /// What the source holds of the content.
    pub factuality: Factuality,
}

/// Words of saying.
#[derive(Debug, Default)]
pub struct Attribution {
    cues: HashMap<String, Vec<Cue>>,
    channels: Vec<Vec<String>>,
    evidence: Vec<(Vec<String>, EvidenceKind)>,
    sources: HashMap<String, SourceKind>,
    agencies: HashSet<String>,
}

#[derive(Deserialize)]
struct CueRow {
    lemma: String,
    pos: String,
    act: Act,
    construction: Construction,
    factuality: Factuality,
}

#[derive(Deserialize)]
struct ChannelRow {
    words: String,
}

#[derive(Deserialize)]
struct EvidenceRow {
    words: String,
    kind: EvidenceKind,
}

#[derive(Deserialize)]
struct SourceRow {
    lemma: String,
    kind: SourceKind,
}

#[derive(Deserialize)]
struct AgencyRow {
    name: String,
}

impl Attribution {
    pub(super) fn load(files: &[TableFile<'_>]) -> Result<Self, TablesError> {
        let mut a = Self::default();
        let words = |s: &str| -> Vec<String> { s.split_whitespace().map(str::to_lowercase).collect() };
        for file in files {
            match file.path {
                "attribution/cues.csv" => rows::each(file, |row: CueRow, _| {
                    let mut words = words(&row.lemma).into_iter();
                    let head = words.next().ok_or("the row has no lemma")?;
                    let CueRow { pos, act, construction, factuality, .. } = row;
                    a.cues.entry(head).or_default().push(Cue {
                        rest: words.collect(),
                        pos,
                        act,
                        construction,
                        factuality,
                    });
                    Ok(())
                }),
                "attribution/channels.csv" => rows::each(file, |row: ChannelRow, _| {
                    a.channels.push(words(&row.words));
                    Ok(())
                }),
                "attribution/evidence.csv" => rows::each(file, |row: EvidenceRow, _| {
                    a.evidence.push((words(&row.words), row.kind));
                    Ok(())
                }),
                "attribution/sources.csv" => rows::each(file, |row: SourceRow, _| {
                    a.sources.entry(row.lemma.to_lowercase()).or_insert(row.kind);
                    Ok(())
                }),
                "attribution/agencies.csv" => rows::each(file, |row: AgencyRow, _| {
                    a.agencies.insert(normalise(&row.name));
                    Ok(())
                }),
                other => Err(TablesError::new(other, 0, "no such table; see data/README.md")),
            }?;
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
        for cues in a.cues.values_mut() {
            cues.sort_by_key(|c| std::cmp::Reverse(c.rest.len()));
        }
        a.channels.sort_by_key(|w| std::cmp::Reverse(w.len()));
        a.evidence.sort_by_key(|(w, _)| std::cmp::Reverse(w.len()));
        Ok(a)
    }

    /// The verbs among the cues.
    pub(super) fn verbs(&self) -> impl Iterator<Item = String> {
        let verb = |(_, cues): &(&String, &Vec<Cue>)| cues.iter().any(|c| c.pos == "verb");
        let mut verbs: Vec<String> = self.cues.iter().filter(verb).map(|(lemma, _)| lemma.clone()).collect();
        verbs.sort_unstable();
        verbs.into_iter()
    }

    /// The uses of a cue, by lemma or by words (`according to`).
    pub fn cues(&self, lemma: &str) -> &[Cue] {
        self.cues.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Whether a channel's words begin at this point of a list of lemmas; gives their number, the longest first.
    pub fn channel_at<'a>(&self, lemma: impl Fn(usize) -> Option<&'a str>) -> Option<usize> {
        self.channels.iter().find(|w| starts(w, &lemma)).map(Vec::len)
    }

    /// The same for words of evidence, with the kind.
    pub fn evidence_at<'a>(&self, lemma: impl Fn(usize) -> Option<&'a str>) -> Option<(usize, EvidenceKind)> {
        self.evidence.iter().find(|(w, _)| starts(w, &lemma)).map(|(w, k)| (w.len(), *k))
    }

    /// The kind of source that a noun names.
    pub fn source(&self, lemma: &str) -> Option<SourceKind> {
        self.sources.get(lemma).copied()
    }

    /// Whether a name is that of a news agency or outlet.
    pub fn is_outlet(&self, name: &str) -> bool {
        self.agencies.contains(&normalise(name))
    }
}

fn starts<'a>(words: &[String], lemma: &impl Fn(usize) -> Option<&'a str>) -> bool {
    !words.is_empty()
        && words.iter().enumerate().all(|(i, w)| lemma(i).is_some_and(|l| l.eq_ignore_ascii_case(w)))
}
