//! Words of saying: cues, channels, evidence, kinds of sources, agencies.

use std::collections::HashMap;

use serde::Deserialize;

use crate::record::{Act, ChannelKind, EvidenceKind, Factuality, SourceKind};

use super::gazetteer::name::normalise;
use super::loaded::Loaded;
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
    /// Anywhere: only the model can tell its content, the row says what it amounts to.
    #[serde(rename = "-")]
    Anywhere,
}

/// One use of a cue.
#[derive(Clone, Debug)]
pub struct Cue {
    /// Words that must depend on it (`on` of `call on`).
    pub rest: Vec<String>,
    /// `verb`, `noun`, `adj`, `adv` or `adp`, as the table says.
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
    /// Cues whose content the table can tell.
    cues: HashMap<String, Vec<Cue>>,
    /// All cues.
    senses: HashMap<String, Vec<Cue>>,
    /// Words by which somebody is judged.
    pub loaded: Loaded,
    channels: Vec<Channel>,
    evidence: Vec<(Vec<String>, EvidenceKind)>,
    sources: HashMap<String, SourceKind>,
    /// By the normalised name, with what the outlet publishes by.
    agencies: HashMap<String, ChannelKind>,
}

/// Words for a way by which sayings reach the public.
#[derive(Debug)]
struct Channel {
    words: Vec<String>,
    /// Whether it is a name, which a small letter does not mean (`X`, `Signal`).
    name: bool,
    kind: ChannelKind,
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
    kind: ChannelKind,
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
    kind: String,
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
                    let cue = Cue { rest: words.collect(), pos, act, construction, factuality };
                    if construction != Construction::Anywhere {
                        a.cues.entry(head.clone()).or_default().push(cue.clone());
                    }
                    a.senses.entry(head).or_default().push(cue);
                    Ok(())
                }),
                "attribution/channels.csv" => rows::each(file, |row: ChannelRow, _| {
                    let name = row.words.starts_with(char::is_uppercase);
                    a.channels.push(Channel { words: words(&row.words), name, kind: row.kind });
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
                    let broadcasts = row.kind == "broadcaster";
                    let kind = if broadcasts { ChannelKind::Broadcast } else { ChannelKind::Press };
                    a.agencies.entry(normalise(&row.name)).or_insert(kind);
                    Ok(())
                }),
                "attribution/loaded.csv" => Loaded::load(file).map(|loaded| a.loaded.add(loaded)),
                other => Err(TablesError::new(other, 0, "no such table; see data/README.md")),
            }?;
        }
        for cues in a.cues.values_mut().chain(a.senses.values_mut()) {
            cues.sort_by_key(|c| std::cmp::Reverse(c.rest.len()));
        }
        a.channels.sort_by_key(|c| std::cmp::Reverse(c.words.len()));
        a.evidence.sort_by_key(|(w, _)| std::cmp::Reverse(w.len()));
        Ok(a)
    }

    /// The verbs among the cues whose content the table can tell; the others are too many to guess lemmas by.
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

    /// What a cue amounts to, wherever its content stands: `lemma` is its main word, `near` tells the lemmas of its other words
    /// and of what depends on it. A row with more of these words counts before one with fewer, then one of this part of
    /// speech, then one whose content stands in this place, then the earlier one.
    pub fn sense(
        &self,
        lemma: &str,
        pos: &str,
        place: Option<Construction>,
        near: impl Fn(&str) -> bool,
    ) -> Option<&Cue> {
        let rows = self.senses.get(lemma)?.iter();
        let fitting = rows.filter(|c| c.rest.iter().all(|w| near(w)));
        fitting.min_by_key(|c| (std::cmp::Reverse(c.rest.len()), c.pos != pos, Some(c.construction) != place))
    }

    /// Whether a channel's words begin at this point of a list of lemmas; gives their number, the longest first.
    pub fn channel_at<'a>(&self, lemma: impl Fn(usize) -> Option<&'a str>) -> Option<usize> {
        self.channels.iter().find(|c| starts(&c.words, &lemma)).map(|c| c.words.len())
    }

    /// The number and kind of a channel's words that begin at this point of a list of lemmas with their words, the longest
    /// first.
    pub fn channel_kind_at<'a>(
        &self,
        forms: impl Fn(usize) -> Option<[&'a str; 2]>,
    ) -> Option<(usize, ChannelKind)> {
        let is = |i: usize, w: &str| forms(i).is_some_and(|f| f.iter().any(|x| x.eq_ignore_ascii_case(w)));
        let capital = || forms(0).is_some_and(|[_, word]| word.starts_with(char::is_uppercase));
        let fits = |c: &&Channel| {
            !c.words.is_empty() && c.words.iter().enumerate().all(|(i, w)| is(i, w)) && (!c.name || capital())
        };
        self.channels.iter().find(fits).map(|c| (c.words.len(), c.kind))
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
        self.outlet(name).is_some()
    }

    /// What the news agency or outlet of that name publishes by.
    pub fn outlet(&self, name: &str) -> Option<ChannelKind> {
        self.agencies.get(&normalise(name)).copied()
    }
}

fn starts<'a>(words: &[String], lemma: &impl Fn(usize) -> Option<&'a str>) -> bool {
    !words.is_empty()
        && words.iter().enumerate().all(|(i, w)| lemma(i).is_some_and(|l| l.eq_ignore_ascii_case(w)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sense(
        lemma: &str,
        pos: &str,
        place: Option<Construction>,
        near: &[&str],
    ) -> Option<(Act, Factuality)> {
        let table = include_str!("../../../../data/attribution/cues.csv");
        let files = [TableFile { path: "attribution/cues.csv", text: table }];
        let attribution = Attribution::load(&files).expect("the table loads");
        attribution.sense(lemma, pos, place, |w| near.contains(&w)).map(|c| (c.act, c.factuality))
    }

    #[test]
    fn more_words_decide_what_a_cue_amounts_to() {
        let cases: [(&str, &str, &[&str], Act); 8] = [
            ("call", "verb", &[], Act::Say),
            ("call", "verb", &["for"], Act::Ask),
            ("claim", "verb", &["responsibility"], Act::ClaimResponsibility),
            ("lay", "verb", &["blame"], Act::Accuse),
            ("rule", "verb", &[], Act::Say),
            ("rule", "verb", &["out"], Act::Deny),
            ("point", "verb", &["finger"], Act::Accuse),
            ("refer", "verb", &["to"], Act::Say),
        ];
        for (lemma, pos, near, act) in cases {
            assert_eq!(sense(lemma, pos, None, near).map(|s| s.0), Some(act), "{lemma} {near:?}");
        }
    }

    #[test]
    fn part_of_speech_and_place_decide_between_rows() {
        assert_eq!(sense("doubt", "noun", None, &[]), Some((Act::Think, Factuality::ProbableNegative)));
        assert_eq!(sense("tell", "verb", Some(Construction::Xcomp), &[]).map(|s| s.0), Some(Act::Ask));
        assert_eq!(sense("tell", "verb", Some(Construction::Ccomp), &[]).map(|s| s.0), Some(Act::Say));
        assert_eq!(sense("promise", "adj", None, &[]).map(|s| s.0), Some(Act::Vow));
        assert_eq!(sense("shovel", "verb", None, &[]), None);
    }

    #[test]
    fn a_cue_without_a_place_is_not_found_by_the_table_alone() {
        let table =
            "lemma,pos,act,construction,factuality,example\nback,verb,praise,-,Uu,Two clans back him.\n";
        let files = [TableFile { path: "attribution/cues.csv", text: table }];
        let attribution = Attribution::load(&files).expect("the table loads");
        assert!(attribution.cues("back").is_empty());
        assert!(attribution.sense("back", "verb", None, |_| false).is_some());
    }
}
