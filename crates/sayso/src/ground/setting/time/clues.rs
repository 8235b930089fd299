//! What speaks for and against an expression as the day of a word that it does not govern.

use jiff::civil::Date;

use crate::read::judge::odds;
use crate::record::TimePrecision;
use crate::tables::WHEN_FEATURES;

use super::{Chronicle, Stop, hangs_on};

/// How many days before publication still make news.
const NEWS: i64 = 7;
/// What lies longer back than this is told as history.
const HISTORY: i64 = 60;

/// What an expression has that the model does not speak of.
const UNSEEN: f32 = 0.015;

/// How many expressions before and after one are compared with it.
const NEIGHBOURS: usize = 12;

/// How many words of one name are looked at.
const KIN: usize = 40;

/// Collects features by their names.
struct Sheet([f64; WHEN_FEATURES.len()]);

impl Sheet {
    fn set(&mut self, name: &str, holds: bool) {
        if holds {
            self.put(name, 1.0);
        }
    }

    fn put(&mut self, name: &str, value: f64) {
        // OK because: every name asked here is one of the list, which the tests check
        if let Some(at) = WHEN_FEATURES.iter().position(|n| *n == name) {
            self.0[at] = value;
        }
    }
}

/// How a verb sets its event in time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Pluperfect,
    Perfect,
    Present,
    Future,
    /// Participles and infinitives.
    Open,
    Noun,
}

impl Chronicle<'_> {
    /// What speaks for one expression.
    pub(super) fn features(&self, token: usize, i: usize) -> [f64; WHEN_FEATURES.len()] {
        let mut sheet = Sheet([0.0; WHEN_FEATURES.len()]);
        sheet.set("one", true);
        let (here, there) = (self.graph.sentence_of(token), self.places[i].sentence);
        if here == there {
            self.in_sentence(token, i, &mut sheet);
        } else {
            self.elsewhere(token, i, &mut sheet);
        }
        self.of_expression(i, &mut sheet);
        self.of_word(token, i, &mut sheet);
        self.of_kin(token, i, &mut sheet);
        self.of_model(token, i, &mut sheet);
        sheet.0
    }

    /// What the model sees between the word and the expression, where it saw both at once.
    fn of_model(&self, token: usize, i: usize, sheet: &mut Sheet) {
        let Some(seen) = self.seen(token, i) else { return sheet.set("model-blind", true) };
        sheet.put("model", seen);
        let near = i.saturating_sub(NEIGHBOURS)..(i + NEIGHBOURS).min(self.world.times.len());
        let rivals = near.filter(|&o| o != i && !self.same_days(o, i));
        let best = !rivals.filter_map(|o| self.seen(token, o)).any(|other| other > seen);
        sheet.set("model-best", best && seen > 0.0);
    }

    /// The model's odds (logarithm, bounded) that an expression dates a word.
    fn seen(&self, token: usize, i: usize) -> Option<f64> {
        let syntax = self.graph.syntax;
        let words = self.world.time_tokens[i].clone();
        if syntax.anchors.is_empty() || !syntax.together(token, words.start) {
            return None;
        }
        let most = words.filter_map(|w| syntax.anchor(token, w)).map(|a| a.time).fold(UNSEEN, f32::max);
        Some(odds(most))
    }

    /// How the two hang together in one sentence.
    fn in_sentence(&self, token: usize, i: usize, sheet: &mut Sheet) {
        let graph = self.graph;
        let mut at = token;
        let mut up = false;
        for _ in 0..10 {
            if self.tops(i).any(|x| hangs_on(graph, x, at)) {
                up = true;
                break;
            }
            let Some(head) = graph.head(at) else { break };
            if let Some(stop) = self.stop(token, at, head) {
                sheet.set(crossed(stop), true);
            }
            at = head;
        }
        sheet.set("up", up);
        let top = self.tops(i).next();
        let below = !up && top.is_some_and(|x| graph.below(x, token));
        sheet.set("below", below);
        if below {
            self.downwards(token, i, sheet);
        }
        sheet.set("aside", !up && !below);
        let own = self.sentences[graph.sentence_of(token)].clone();
        let others = own.filter(|&o| o != i && super::dates(&self.world.times[o]));
        let gap = |o: usize| self.world.time_tokens[o].start.abs_diff(token);
        let nearer = others.clone().any(|o| gap(o) < gap(i));
        sheet.set("nearer-time", nearer);
        sheet.set("other-time", others.count() > 0);
        sheet.set("leads", self.places[i].leads);
        let range = token.min(self.world.time_tokens[i].start)..token.max(self.world.time_tokens[i].start);
        let verbs =
            range.filter(|&x| x != token && graph.is_verb(x) && graph.token(x).upos == "VERB").count();
        sheet.put("verbs-between", verbs.min(4) as f64);
        sheet.set("before", self.world.time_tokens[i].start < token);
    }

    /// Through what the expression hangs under the word.
    fn downwards(&self, token: usize, i: usize, sheet: &mut Sheet) {
        let graph = self.graph;
        let Some(top) = self.tops(i).next() else { return };
        let mut at = top;
        while at != token {
            let clause = match graph.relation(at) {
                "conj" => "below-conj",
                "advcl" => "below-advcl",
                "acl" => "below-relative",
                "ccomp" | "parataxis" => "below-content",
                _ => "",
            };
            sheet.set(clause, true);
            match graph.head(at) {
                Some(h) => at = h,
                None => return,
            }
        }
    }

    /// How far the expression lies from the word's sentence and how it stands there.
    fn elsewhere(&self, token: usize, i: usize, sheet: &mut Sheet) {
        let here = self.graph.sentence_of(token);
        let place = &self.places[i];
        let back = here.saturating_sub(place.sentence);
        sheet.set("next", place.sentence > here);
        sheet.set("back-1", back == 1);
        sheet.set("back-2", back == 2);
        sheet.set("back-3", back == 3);
        sheet.set("back-more", back > 3);
        let paragraph = |s: usize| self.graph.syntax.sentences[s].paragraph;
        sheet.set("same-paragraph", paragraph(here) == paragraph(place.sentence));
        sheet.set("far-main", place.main && !place.saying);
        sheet.set("far-leads", place.leads);
        let own = self.sentences[here].clone();
        sheet.set("own-time", own.clone().any(|o| super::dates(&self.world.times[o])));
        let between = if place.sentence < here { i + 1..own.start } else { own.end..i };
        let blocking =
            between.filter(|&o| super::dates(&self.world.times[o]) && !self.same_days(o, i)).count();
        sheet.put("times-between", blocking.min(4) as f64);
        sheet.set("from-lede", place.sentence < 3 && back > 1);
        sheet.set("from-title", self.title.get(place.sentence).copied().unwrap_or(false));
    }

    fn same_days(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.world.times[a], &self.world.times[b]);
        (a.from, a.to) == (b.from, b.to)
    }

    /// What kind of day it is.
    fn of_expression(&self, i: usize, sheet: &mut Sheet) {
        let e = &self.world.times[i];
        sheet.set("day", e.precision == TimePrecision::Day);
        sheet.set("year", e.precision == TimePrecision::Year);
        sheet.set("says-saying", self.places[i].saying);
        sheet.put("repeated", self.repeated[i].saturating_sub(1).min(3) as f64);
        let (Some(today), Some(to)) = (self.today, e.to) else {
            sheet.set("no-today", self.today.is_none());
            return;
        };
        let age = days_between(to, today);
        sheet.set("news", (0..=NEWS).contains(&age));
        sheet.set("today", e.from == Some(today) && e.to == Some(today));
        sheet.set("history", age > HISTORY);
        sheet.set("ahead", age < 0);
    }

    /// What the word says of its own time, against the expression's.
    fn of_word(&self, token: usize, i: usize, sheet: &mut Sheet) {
        let graph = self.graph;
        let tense = self.tense(token);
        let e = &self.world.times[i];
        let age = self.today.zip(e.to).map(|(today, to)| days_between(to, today));
        let ahead = age.is_some_and(|a| a < 0);
        let elsewhere = graph.sentence_of(token) != self.places[i].sentence;
        sheet.set("noun", tense == Tense::Noun);
        sheet.set("open-verb", tense == Tense::Open);
        sheet.set("past-far", tense == Tense::Past && elsewhere);
        sheet.set("noun-far", tense == Tense::Noun && elsewhere);
        sheet.set("pluperfect", tense == Tense::Pluperfect);
        sheet.set("pluperfect-far", tense == Tense::Pluperfect && elsewhere);
        sheet.set("perfect", tense == Tense::Perfect);
        sheet.set("present", tense == Tense::Present);
        sheet.set("future", tense == Tense::Future);
        let told_past = matches!(tense, Tense::Past | Tense::Pluperfect | Tense::Perfect);
        sheet.set(
            "clash",
            told_past && ahead || tense == Tense::Future && !ahead && age.is_some_and(|a| a > 0),
        );
        sheet.set("state", tense == Tense::Open && graph.infinitive(token));
        let definite = graph
            .children_by(token, "det")
            .any(|d| graph.tables.classes.holds("definite", &graph.lemma(d).to_lowercase()));
        sheet.set("definite", tense == Tense::Noun && definite);
        sheet.set("cue", self.cues[token].is_some());
        let clause = std::iter::successors(Some(token), |&x| graph.head(x)).take(6);
        sheet.set("in-relative", clause.into_iter().any(|x| graph.token(x).deprel == "acl:relcl"));
    }

    /// Whether it dates something of the same name by grammar.
    fn of_kin(&self, token: usize, i: usize, sheet: &mut Sheet) {
        let lemma = self.graph.lemma(token).to_lowercase();
        let all = self.kin.get(&lemma).into_iter().flatten().take(KIN);
        let mut kin =
            all.filter(|&&(t, _)| t != token).map(|&(_, o)| o == i || self.same_days(o, i)).peekable();
        let some = kin.peek().is_some();
        let here = kin.any(|same| same);
        sheet.set("kin", here);
        sheet.set("kin-elsewhere", some && !here);
        sheet.set("dates-others", self.dated[i].is_some_and(|t| t != token));
    }

    pub(super) fn tense(&self, token: usize) -> Tense {
        let graph = self.graph;
        if !graph.is_verb(token) {
            return if graph.child(token, "cop").is_some() { self.finite(token) } else { Tense::Noun };
        }
        self.finite(token)
    }

    /// By the verb and its auxiliaries.
    fn finite(&self, verb: usize) -> Tense {
        let graph = self.graph;
        let helpers: Vec<usize> = graph
            .children(verb)
            .iter()
            .copied()
            .filter(|&c| matches!(graph.relation(c), "aux" | "cop"))
            .collect();
        let helper = |lemma: &str, tags: &[&str]| {
            helpers.iter().any(|&h| graph.is(h, lemma) && tags.contains(&graph.token(h).xpos))
        };
        if helpers.iter().any(|&h| graph.token(h).xpos == "MD") {
            return Tense::Future;
        }
        if helper("have", &["VBD"]) {
            return Tense::Pluperfect;
        }
        if helper("have", &["VBZ", "VBP"]) {
            return Tense::Perfect;
        }
        let own = std::iter::once(verb).chain(helpers.iter().copied());
        own.into_iter()
            .find_map(|t| match graph.token(t).xpos {
                "VBD" => Some(Tense::Past),
                "VBZ" | "VBP" => Some(Tense::Present),
                _ => None,
            })
            .unwrap_or(Tense::Open)
    }
}

/// Days from one day to a later one.
fn days_between(from: Date, to: Date) -> i64 {
    (to - from).get_days().into()
}

fn crossed(stop: Stop) -> &'static str {
    match stop {
        Stop::Said => "over-saying",
        Stop::Relative => "over-relative",
        Stop::Content => "over-content",
        Stop::Beside => "over-beside",
        Stop::Apart => "over-apart",
        Stop::Joined => "over-joined",
        Stop::Subject => "over-subject",
    }
}
