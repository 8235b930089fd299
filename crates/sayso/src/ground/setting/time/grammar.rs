//! The day that the grammar of a word's own sentence gives it: by words that hang on it or on what governs it, by how far it lies from
//! another (`two days before the truce`), and by what it happened since or until (`since Monday`, `since the raid`).

use jiff::civil::Date;

use crate::ground::time::{Bound, Dated, Offset, Unit, Why};
use crate::record::{TimePrecision, TimexType};

use super::clues::Tense;
use super::{Chronicle, When, dates, hangs_on, known};

/// How far up the tree a day is looked for.
const STEPS: usize = 6;

impl Chronicle<'_> {
    /// By grammar alone.
    pub fn certain(&self, token: usize) -> Option<When> {
        self.introduced(token).or_else(|| self.governing(token))
    }

    /// By the expression that governs a word.
    pub(super) fn governing(&self, token: usize) -> Option<When> {
        let mut at = token;
        let mut joined = true;
        for _ in 0..STEPS {
            let own = self.own(at).and_then(|i| self.sided(i, at)).or_else(|| self.of_subject(at));
            // `the boy remains here until Friday to be heard`: only what is told to last lasts
            if let Some(when) = self.shifted.get(&at).copied().or(own) {
                return Some(when).filter(|w| joined || self.is_plain(w));
            }
            let up = self.graph.head(at)?;
            if let Some(i) = self.explained(at, up) {
                return Some(When::plain(self.world, i));
            }
            if self.stop(token, at, up).is_some() {
                return None;
            }
            joined &= self.graph.relation(at) == "conj";
            at = up;
        }
        None
    }

    /// Whether the days are those of the expression itself.
    fn is_plain(&self, when: &When) -> bool {
        let e = &self.world.times[when.expression];
        (when.from, when.to) == (e.from, e.to) || e.offset.is_some()
    }

    /// `since November, when he was found`: the clause tells what happened then.
    fn explained(&self, at: usize, up: usize) -> Option<usize> {
        if !matches!(self.graph.relation(at), "acl" | "advcl") {
            return None;
        }
        let mut in_sentence = self.sentences.get(self.graph.sentence_of(at))?.clone();
        in_sentence.find(|&i| known(&self.world.times[i]) && self.world.time_tokens[i].contains(&up))
    }

    /// `a strike on Friday killed a guard`: what something did when it happened.
    fn of_subject(&self, at: usize) -> Option<When> {
        let happens = self.graph.tables.classes.holds("happen", self.graph.lemma(at));
        let subject = self.graph.child(at, "nsubj").filter(|_| happens && self.graph.is_verb(at))?;
        let i = self.own(subject).filter(|&i| dates(&self.world.times[i]))?;
        Some(When::plain(self.world, i))
    }

    /// An expression that hangs on the word by nominal relations alone; one that is on no side before others.
    fn own(&self, at: usize) -> Option<usize> {
        let in_sentence = self.sentences.get(self.graph.sentence_of(at))?.clone();
        let hangs = |i: &usize| self.tops(*i).any(|x| hangs_on(self.graph, x, at));
        let fits = |i: &usize| {
            let e = &self.world.times[*i];
            known(e) && (e.offset.is_none() || self.ends_of(*i).is_none() && e.bound.is_none())
        };
        let all: Vec<usize> = in_sentence.filter(fits).filter(hangs).collect();
        // "last week, on Saturday, June 22", "today, 30 June": the sharpest, and of two days the one that is written out
        let order = |&i: &usize| {
            let e = &self.world.times[i];
            let written = self.graph.text[e.range.clone()].contains(|c: char| c.is_ascii_digit());
            (e.precision, !written)
        };
        let days = all.iter().copied().filter(|&i| dates(&self.world.times[i]));
        days.min_by_key(order).or_else(|| all.first().copied())
    }

    /// The days of an expression that stands beside a word, on the side of it that is meant.
    fn sided(&self, i: usize, at: usize) -> Option<When> {
        let e = &self.world.times[i];
        let plain = When::plain(self.world, i);
        if let Some(pair) = &e.pair {
            return Some(When::between(i, Some(pair.from), Some(pair.to)));
        }
        let (from, to) = (e.from?, e.to?);
        let (from, to) = match e.bound.filter(|_| !self.within_a_name(i)) {
            None => return Some(plain),
            Some(Bound::Since) => (Some(from), self.still(at, from)),
            Some(Bound::Until) => (None, Some(to)),
            Some(Bound::Before) => (None, Some(from.yesterday().ok()?)),
            Some(Bound::After) => (Some(to), None),
        };
        Some(When::between(i, from, to))
    }

    /// Whether an expression is part of a noun phrase (`since Friday's raid`), so that the preposition is that phrase's.
    fn within_a_name(&self, i: usize) -> bool {
        let inside = |x: usize| {
            matches!(self.graph.token(x).deprel, "nmod:poss" | "compound" | "amod" | "nmod:unmarked")
        };
        self.tops(i).next().is_some_and(inside)
    }

    /// The last day of what has gone on since a day: that of the report, if its verb says that it has come up to now.
    fn still(&self, at: usize, from: Date) -> Option<Date> {
        let lasting = matches!(self.tense(at), Tense::Perfect | Tense::Present);
        self.today.filter(|today| lasting && *today >= from)
    }

    /// "attacks come a day after the president vowed", where the tree does not tell what the words introduce: the telling
    /// right behind them has their day.
    fn introduced(&self, t: usize) -> Option<When> {
        let in_sentence = self.sentences.get(self.graph.sentence_of(t))?.clone();
        let i = in_sentence.into_iter().find(|&i| {
            let e = &self.world.times[i];
            let tokens = &self.world.time_tokens[i];
            let behind = e.offset.as_ref().is_some_and(|o| o.dates == Dated::Introduced) && e.from.is_some();
            behind && self.ends_of(i).is_none() && tokens.end <= t && self.first_clause_after(tokens.end, t)
        })?;
        Some(When::plain(self.world, i))
    }

    /// Whether no other finite verb stands between the words and the telling.
    fn first_clause_after(&self, from: usize, t: usize) -> bool {
        (from..t).all(|x| !matches!(self.graph.token(x).xpos, "VBD" | "VBZ" | "VBP" | "MD"))
    }

    /// What an offset's words introduce and what they hang on: `fled`, `raid` of `fled two days after the raid`.
    fn ends_of(&self, i: usize) -> Option<(usize, usize)> {
        self.world.times[i].offset.as_ref()?;
        let sign = self.world.time_tokens[i].end.checked_sub(1)?;
        let apart = |class| self.graph.tables.classes.holds(class, self.graph.lemma(sign));
        if !apart("apart-phrase") && !apart("apart-clause") {
            return None;
        }
        let introduced =
            self.graph.head(sign).filter(|_| matches!(self.graph.relation(sign), "case" | "mark"))?;
        let outside = !self.world.time_tokens[i].contains(&introduced);
        Some((self.graph.head(introduced).filter(|_| outside)?, introduced))
    }

    /// Counts days from one end of every offset to the other.
    pub(super) fn count_offsets(&mut self) {
        for i in 0..self.world.times.len() {
            let Some((main, introduced)) = self.ends_of(i) else { continue };
            let Some(offset) = &self.world.times[i].offset else { continue };
            let main = self.under_saying(main, introduced);
            self.give_back(i, main, introduced);
            let known_end = self.day_of_end(introduced).map(|day| (main, offset.main(day)));
            let other = || self.day_of_end(main).map(|day| (introduced, offset.introduced(day)));
            // failing both, from the day named before the words in their sentence
            let counted = || self.world.times[i].from.map(|day| (introduced, Some(day)));
            let Some((word, Some(day))) = known_end.or_else(other).or_else(counted) else { continue };
            let when = shifted(i, offset, day);
            self.shifted.insert(word, when);
            self.note(word, &when);
        }
    }

    /// `shelled the port two days before rebels attacked a post on Friday`: a day behind what the words introduce is that one's,
    /// wherever the tree hangs it.
    fn give_back(&mut self, offset: usize, main: usize, introduced: usize) {
        let stands_between = main < self.world.time_tokens[offset].start && self.graph.is_verb(introduced);
        let Some(i) = self.own(main).filter(|_| stands_between && self.own(introduced).is_none()) else {
            return;
        };
        if dates(&self.world.times[i]) && self.world.time_tokens[i].start > introduced {
            self.shifted.insert(introduced, When::plain(self.world, i));
        }
    }

    /// `attacked the camp, the ministry said, a day after ...`: what is said, not the saying.
    fn under_saying(&self, main: usize, introduced: usize) -> usize {
        let graph = self.graph;
        if self.cues[main].is_none() {
            return main;
        }
        let content = graph.child(main, "ccomp").filter(|&c| c < introduced);
        let told = || graph.head(main).filter(|_| graph.relation(main) == "parataxis");
        content.or_else(told).unwrap_or(main)
    }

    /// The one day that grammar gives one end of an offset: in its sentence, or where the same thing is told before.
    fn day_of_end(&self, word: usize) -> Option<Date> {
        // an hour is of the day spoken of last, which is no firm ground
        let firm = |w: &When| {
            let e = &self.world.times[w.expression];
            w.precision == TimePrecision::Day && !(e.kind == TimexType::Time && e.why == Why::Text)
        };
        let own = self.governing(word).filter(firm);
        own.and_then(|w| w.from).or_else(|| self.day_told_before(word))
    }

    /// `the truce`: the one day of the telling before it that has the name, or whose object has it.
    fn day_told_before(&self, noun: usize) -> Option<Date> {
        let (t, _) = self.telling_of(noun)?;
        self.governing(t).filter(|w| w.precision == TimePrecision::Day).and_then(|w| w.from)
    }

    /// The last telling before a noun that has its name, or whose object has it, among those that grammar dates.
    fn telling_of(&self, noun: usize) -> Option<(usize, usize)> {
        if !self.graph.is_noun(noun) {
            return None;
        }
        let lemma = self.graph.lemma(noun).to_lowercase();
        let own = self.kin.get(&lemma).into_iter().flatten();
        let objects = self.dated.iter().enumerate().filter_map(|(i, t)| Some(((*t)?, i)));
        let named = |t: usize| {
            ["obj", "nsubj"].iter().filter_map(|r| self.graph.child(t, r)).any(|o| self.graph.is(o, &lemma))
        };
        let objects = objects.filter(|&(t, _)| self.graph.is_verb(t) && named(t));
        let all = own.copied().chain(objects).filter(|&(t, _)| t < noun);
        all.max_by_key(|&(t, _)| t)
    }

    /// `since the raid`, `until the truce`: what bounds a word, and whether from below.
    pub(super) fn bound(&self, token: usize) -> Option<(usize, bool)> {
        let graph = self.graph;
        let below = graph.children(token).iter().filter(|&&c| matches!(graph.relation(c), "obl" | "advcl"));
        below.copied().find_map(|other| {
            let mark = || graph.child(other, "mark").map(|m| graph.lemma(m).to_owned());
            match graph.preposition(other).or_else(mark)?.as_str() {
                "since" => Some((other, true)),
                "until" | "till" => Some((other, false)),
                _ => None,
            }
        })
    }

    /// From the day of what bounds it, or up to that; none where that has no firm day.
    pub(super) fn bounded(&self, token: usize, other: usize, since: bool) -> Option<When> {
        let told = || {
            let (t, _) = self.telling_of(other)?;
            self.governing(t)
        };
        let when = self.certain(other).or_else(told)?;
        let (from, to) = if since { (when.from, self.still(token, when.from?)) } else { (None, when.to) };
        Some(When { near: false, ..When::between(when.expression, from, to) })
    }
}

/// A day counted from another, as sharp as the unit.
fn shifted(i: usize, offset: &Offset, day: Date) -> When {
    let around = |days: i64| {
        let step = jiff::Span::new().try_days(days).ok();
        step.and_then(|step| day.checked_add(step).ok())
    };
    let half = match offset.unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => 0,
        Unit::Weekend | Unit::Week => 3,
        Unit::Month => 15,
        _ => 182,
    };
    When::between(i, around(-half), around(half))
}

impl When {
    /// An interval, open where a side is not known.
    fn between(expression: usize, from: Option<Date>, to: Option<Date>) -> Self {
        let precision = from.zip(to).map_or(TimePrecision::Unknown, |(from, to)| length(from, to));
        Self { expression, from, to, precision, near: true, probability: 1.0 }
    }
}

/// The unit that an interval fills.
fn length(from: Date, to: Date) -> TimePrecision {
    match (to - from).get_days() {
        0 => TimePrecision::Day,
        1..=6 => TimePrecision::Week,
        7..=30 => TimePrecision::Month,
        31..=365 => TimePrecision::Year,
        _ => TimePrecision::Unknown,
    }
}
