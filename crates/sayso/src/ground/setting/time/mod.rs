//! When a telling happened: by the expression that its syntax gives it, else by the one that the report around it speaks for.
//!
//! [`Chronicle::certain`] is grammar: the words hang on the trigger or on what governs it. Failing that, every expression
//! in reach is a candidate, its reasons are weighed (`clues`, `data/judgment/when.csv`), and none is an answer: a report's
//! day of publication is no candidate.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use crate::ground::time::{Expression, Why};
use crate::ingest::Report;
use crate::read::events::Telling;
use crate::read::graph::Graph;
use crate::read::statements::Saying;
use crate::record::{TimePrecision, TimexType};
use crate::tables::WHEN_FEATURES;

use super::World;

mod clues;
mod grammar;
mod headings;
mod value;

use clues::Tense;
pub use value::days_of_value;

/// Below this probability an expression around a telling does not date it.
const FLOOR: f64 = 0.6;

/// How many expressions before a sentence may date what it tells of.
const REACH: usize = 8;

/// The days of a telling and the words that give them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct When {
    /// Index of the expression.
    pub expression: usize,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// How sharp it is.
    pub precision: TimePrecision,
    /// Whether the words stand in the telling's own phrases or those of a governing word.
    pub near: bool,
    /// Probability that they date it, where they do not.
    pub probability: f64,
}

/// A candidate: the expression and what speaks for it, in the order of [`WHEN_FEATURES`].
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Index of the expression.
    pub expression: usize,
    /// What speaks for and against it.
    pub features: [f64; WHEN_FEATURES.len()],
}

/// How an expression stands in its sentence.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    sentence: usize,
    /// Whether that is the root of the sentence or joined to it.
    main: bool,
    /// Whether that is a word of saying.
    saying: bool,
    /// Whether it stands before the subject, as a new scene does.
    leads: bool,
    /// Whether its verb looks back (`had left last Wednesday`).
    back: bool,
}

/// The expressions of a report and how they stand in it.
pub struct Chronicle<'a> {
    graph: &'a Graph<'a>,
    world: &'a World<'a>,
    sayings: &'a [Saying],
    today: Option<Date>,
    title: Vec<bool>,
    /// Expressions by sentence.
    sentences: Vec<Range<usize>>,
    places: Vec<Place>,
    /// How many expressions cover the same days.
    repeated: Vec<usize>,
    /// What the grammar gives: of each lemma, tokens of tellings with the expression that dates them.
    kin: BTreeMap<String, Vec<(usize, usize)>>,
    /// The first telling that each expression dates.
    dated: Vec<Option<usize>>,
    /// By token: the saying whose cue it heads.
    cues: Vec<Option<usize>>,
    /// Days of words that are counted from those of others: `two days before the truce`.
    shifted: BTreeMap<usize, When>,
    /// By paragraph: the expression at the head of the part of a list that it belongs to.
    headings: Vec<Option<usize>>,
}

/// Whether an expression stands for days of the calendar.
fn known(e: &Expression) -> bool {
    e.from.is_some() && e.to.is_some() && matches!(e.kind, TimexType::Date | TimexType::Time)
}

/// Whether an expression puts a happening on the calendar, on no side of it.
fn dates(e: &Expression) -> bool {
    known(e) && e.bound.is_none() && e.pair.is_none()
}

impl When {
    /// The days of an expression that stands beside the word itself.
    pub fn plain(world: &World<'_>, expression: usize) -> Self {
        let e = &world.times[expression];
        Self { expression, from: e.from, to: e.to, precision: e.precision, near: true, probability: 1.0 }
    }
}

impl<'a> Chronicle<'a> {
    /// Looks at every expression once.
    pub fn new(
        graph: &'a Graph<'a>,
        world: &'a World<'a>,
        sayings: &'a [Saying],
        report: &Report,
        tellings: &[Telling],
    ) -> Self {
        let title = graph.syntax.sentences.iter().map(|s| {
            report.paragraphs.get(s.paragraph).is_some_and(|p| p.role == crate::ingest::ParagraphRole::Title)
        });
        let mut cues = vec![None; graph.syntax.tokens.len()];
        sayings.iter().enumerate().for_each(|(i, s)| cues[s.cue] = Some(i));
        let mut out = Self {
            graph,
            world,
            sayings,
            today: report.date,
            title: title.collect(),
            sentences: by_sentence(graph, world),
            places: Vec::new(),
            repeated: repeated(world),
            kin: BTreeMap::new(),
            dated: vec![None; world.times.len()],
            cues,
            shifted: BTreeMap::new(),
            headings: headings::of(graph, world, report),
        };
        out.places = (0..world.times.len()).map(|i| out.placed(i)).collect();
        for telling in tellings {
            let token = telling.trigger.token;
            if let Some(when) = out.governing(token) {
                out.note(token, &when);
            }
        }
        out.count_offsets();
        out
    }

    /// Keeps what the grammar gives a telling.
    fn note(&mut self, token: usize, when: &When) {
        let i = when.expression;
        self.kin.entry(self.graph.lemma(token).to_lowercase()).or_default().push((token, i));
        self.dated[i].get_or_insert(token);
    }

    /// When what a word tells of happened.
    pub fn of(&self, token: usize) -> Option<When> {
        let certain = self.certain(token);
        certain.or_else(|| match self.bound(token) {
            Some((other, since)) => self.bounded(token, other, since),
            None => self.likely(token).or_else(|| self.headed(token)),
        })
    }

    /// By what speaks for each expression in reach.
    fn likely(&self, token: usize) -> Option<When> {
        let judge = &self.graph.tables.judges.when;
        let weighed =
            self.candidates(token).into_iter().map(|c| (judge.probability(&c.features), c.expression));
        let (p, best) = weighed.max_by(|a, b| a.0.total_cmp(&b.0))?;
        (p >= FLOOR).then(|| self.when(best, false, p))
    }

    fn when(&self, i: usize, near: bool, probability: f64) -> When {
        When { near, probability, ..When::plain(self.world, i) }
    }

    /// Every expression that might date a word without governing it.
    pub fn candidates(&self, token: usize) -> Vec<Candidate> {
        let sentence = self.graph.sentence_of(token);
        let own = self.sentences.get(sentence).cloned().unwrap_or(0..0);
        let next = self.sentences.get(sentence + 1).map_or(own.end, |r| r.end);
        let start = own.start.saturating_sub(REACH);
        let first = (0..start.min(3)).filter(|&i| self.places[i].sentence < 4);
        // the present perfect looks back from now and has no day of its own, so no other sentence gives it one; and what had
        // happened before is no new scene
        let tense = self.tense(token);
        let reaches = |place: &Place| match tense {
            // `said today that gunmen had attacked`
            Tense::Perfect => place.sentence == sentence && !place.saying,
            Tense::Pluperfect => place.sentence != sentence || !place.saying,
            _ => place.sentence == sentence || !place.back,
        };
        // `the same day` goes on from what was told, not back to it
        let back = |i: usize| self.places[i].sentence > sentence && self.world.times[i].why == Why::Text;
        let fits = |i: &usize| dates(&self.world.times[*i]) && reaches(&self.places[*i]) && !back(*i);
        let all = first.chain(start..next.min(own.end + 2)).filter(fits);
        all.map(|expression| Candidate { expression, features: self.features(token, expression) }).collect()
    }

    /// The words of an expression whose heads stand outside of it.
    fn tops(&self, i: usize) -> impl Iterator<Item = usize> {
        let tokens = self.world.time_tokens[i].clone();
        tokens.clone().filter(move |&x| self.graph.head(x).is_none_or(|h| !tokens.contains(&h)))
    }

    /// Why the day of what stands above is no longer the telling's own.
    fn stop(&self, token: usize, at: usize, up: usize) -> Option<Stop> {
        let graph = self.graph;
        let class = |name: &str, word: &str| graph.tables.classes.holds(name, word);
        let said = self.cues[up].is_some_and(|s| self.sayings[s].covers(token));
        let marked = |c: &usize| graph.relation(*c) == "mark" && class("apart-clause", graph.lemma(*c));
        let relation = graph.relation(at);
        let happens = || class("happen", graph.lemma(up));
        if said {
            return Some(Stop::Said);
        }
        match graph.token(at).deprel {
            "acl:relcl" => return Some(Stop::Relative),
            "ccomp" => return Some(Stop::Content),
            "parataxis" | "root" | "appos" => return Some(Stop::Beside),
            _ => {}
        }
        match relation {
            "advcl" if graph.children(at).iter().any(marked) => Some(Stop::Apart),
            "obl" | "nmod" if graph.preposition(at).is_some_and(|p| class("apart-phrase", &p)) => {
                Some(Stop::Apart)
            }
            "conj" if graph.child(at, "nsubj").is_some() => Some(Stop::Joined),
            "nsubj" if graph.is_verb(up) && !happens() => Some(Stop::Subject),
            _ => None,
        }
    }

    /// How an expression stands in its sentence.
    fn placed(&self, i: usize) -> Place {
        let graph = self.graph;
        let Some(top) = self.tops(i).next() else { return Place::default() };
        let mut up = std::iter::successors(Some(top), |&x| graph.head(x)).take(12);
        let verb = up.find(|&x| graph.is_predicate(x) || graph.head(x).is_none());
        let main = verb.is_some_and(|v| {
            graph.head(v).is_none()
                || graph.relation(v) == "conj" && graph.head(v).is_some_and(|h| graph.head(h).is_none())
        });
        let subject = verb.and_then(|v| graph.child(v, "nsubj"));
        Place {
            sentence: graph.sentence_of(top),
            main,
            saying: verb.is_some_and(|v| self.cues[v].is_some()),
            leads: subject.is_some_and(|s| top < s) && graph.head(top) == verb,
            back: verb.is_some_and(|v| self.tense(v) == Tense::Pluperfect),
        }
    }
}

/// What stands between a word and the day of the clause above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// It is only said there.
    Said,
    /// A relative clause.
    Relative,
    /// The content of another verb.
    Content,
    /// A sentence beside it.
    Beside,
    /// `after`, `before`: another day by its own word.
    Apart,
    /// A clause with its own subject.
    Joined,
    /// It is the subject of a verb that tells of something else.
    Subject,
}

/// The expressions of each sentence; they stand in the order of the text.
fn by_sentence(graph: &Graph<'_>, world: &World<'_>) -> Vec<Range<usize>> {
    let mut at = 0;
    let count = world.times.len();
    let sentences = &graph.syntax.sentences;
    let ends = sentences.iter().map(|s| {
        let start = at;
        while at < count && world.time_tokens[at].start < s.tokens.end {
            at += 1;
        }
        start..at
    });
    ends.collect()
}

/// How many expressions cover the same days as each.
fn repeated(world: &World<'_>) -> Vec<usize> {
    let mut counts = BTreeMap::new();
    let days = |e: &Expression| (e.from, e.to);
    for e in world.times.iter().filter(|e| dates(e)) {
        *counts.entry(days(e)).or_insert(0) += 1;
    }
    world.times.iter().map(|e| counts.get(&days(e)).copied().unwrap_or(0)).collect()
}

fn hangs_on(graph: &Graph<'_>, from: usize, at: usize) -> bool {
    let mut x = from;
    for _ in 0..4 {
        if x == at {
            return true;
        }
        let nominal = matches!(
            graph.relation(x),
            "obl"
                | "nmod"
                | "advmod"
                | "compound"
                | "amod"
                | "nummod"
                | "flat"
                | "case"
                | "appos"
                | "det"
                | "obj"
                | "dep"
        ) && graph.token(x).deprel != "obl:agent";
        // `stormed the camp after Friday's raid`
        let apart = |p: String| graph.tables.classes.holds("apart-phrase", &p);
        if x != from && graph.preposition(x).is_some_and(apart) {
            return false;
        }
        // an object's own time stays with the object unless the object is what we look from
        let Some(h) = graph.head(x).filter(|_| nominal) else { return false };
        if graph.relation(x) == "obj" && x != from {
            return false;
        }
        x = h;
    }
    false
}
