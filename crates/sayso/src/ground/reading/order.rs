//! Which of two events came first, where words say so: the connectives of `data/time/order.csv` in the trees.
//!
//! The events' own days win: what contradicts them is left out, and so is what would close a circle. So the events can always be put in
//! one row.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::record::{Event, EventTime, Order, OrderRelation, Status};
use crate::tables::ConnectivePlace;

use super::Writer;

/// How many events before and after one are followed.
const REACH: usize = 200;

/// What one connective says: this event is so related to the other.
struct Link {
    event: usize,
    relation: OrderRelation,
    other: usize,
    words: Range<usize>,
}

impl Writer<'_> {
    /// Writes to every event how words order it against others.
    pub(super) fn order(&self, events: &mut [Event]) {
        let by_word = self.events_by_word();
        let mut line = Line::default();
        for token in 0..self.graph.syntax.tokens.len() {
            let Some(link) = self.link(token, &by_word) else { continue };
            let fits = [link.event, link.other].iter().all(|&e| happened(&events[e]));
            if fits && line.take(&link, events) {
                let order = Order {
                    relation: link.relation,
                    event: events[link.other].id.clone(),
                    span: self.words(&link.words),
                };
                events[link.event].order.push(order);
            }
        }
    }

    /// The event that each word of a trigger tells of.
    fn events_by_word(&self) -> BTreeMap<usize, usize> {
        let mut out = BTreeMap::new();
        for (n, happening) in self.happenings.iter().enumerate() {
            for &t in &happening.tellings {
                let trigger = &self.f.tellings[t].trigger;
                for &word in trigger.words.iter().chain([&trigger.token]) {
                    out.entry(word).or_insert(n);
                }
            }
        }
        out
    }

    /// What a word says of the order of two events.
    fn link(&self, token: usize, events: &BTreeMap<usize, usize>) -> Option<Link> {
        let graph = self.graph;
        let rows = &graph.tables.order;
        let (relation, main, other, words) = match graph.relation(token) {
            "case" | "mark" => {
                let introduced = graph.head(token)?;
                let first = graph.child(introduced, graph.relation(token))?;
                let words = self.with_its_parts(first);
                let name: Vec<String> = words.clone().map(|t| graph.lemma(t).to_lowercase()).collect();
                let whole = graph.preposition(introduced).filter(|_| graph.relation(token) == "case");
                let name = whole.unwrap_or_else(|| name.join(" "));
                let place = |p| rows.relation(p, &name);
                // a clause may be marked as a phrase is, and the other way round
                let relation = place(ConnectivePlace::Phrase).or_else(|| place(ConnectivePlace::Clause))?;
                (relation, graph.head(introduced)?, self.told(introduced, events)?, words)
            }
            "advmod" => {
                let main = graph.head(token)?;
                let relation = rows.relation(ConnectivePlace::Adverb, &graph.word(token).to_lowercase())?;
                (relation, main, self.told_before(main, events)?, token..token + 1)
            }
            _ => {
                let relation = rows.relation(ConnectivePlace::Noun, &graph.lemma(token).to_lowercase())?;
                let before = graph.child(token, "case").filter(|&c| c < token)?;
                let after = Some(token + 1).filter(|&t| graph.syntax.tokens.len() > t);
                let after = after.filter(|&t| graph.relation(t) == "case")?;
                let introduced = graph.head(after).filter(|&o| o > after)?;
                (relation, graph.head(token)?, self.told(introduced, events)?, before..after + 1)
            }
        };
        let event = self.above(main, other, events)?;
        let words = self.with_its_time(words);
        (event != other).then_some(Link { event, relation, other, words })
    }

    /// `prior to`, `as soon as`: the word and what is fixed to it.
    fn with_its_parts(&self, first: usize) -> Range<usize> {
        let last = self.graph.children_by(first, "fixed").max().unwrap_or(first);
        first..last.max(first) + 1
    }

    /// `a day after`, as one.
    fn with_its_time(&self, words: Range<usize>) -> Range<usize> {
        let time = self.f.world.time_tokens.iter().find(|t| t.contains(&words.start));
        time.map_or(words.clone(), |t| t.start.min(words.start)..t.end.max(words.end))
    }

    /// The event of a word, or of what it does: `launched a raid`.
    fn told(&self, word: usize, events: &BTreeMap<usize, usize>) -> Option<usize> {
        let own = events.get(&word).copied();
        own.or_else(|| {
            let below = ["obj", "nsubj", "xcomp"].iter().filter_map(|r| self.graph.child(word, r));
            below.filter_map(|c| events.get(&c).copied()).next()
        })
    }

    /// The event of the word that a connective hangs on, or of the clause above it.
    fn above(&self, main: usize, other: usize, events: &BTreeMap<usize, usize>) -> Option<usize> {
        let mut at = main;
        for _ in 0..3 {
            if let Some(event) = self.told(at, events).filter(|&e| e != other) {
                return Some(event);
            }
            if !matches!(self.graph.relation(at), "nsubj" | "obj" | "obl" | "nmod") {
                return None;
            }
            at = self.graph.head(at)?;
        }
        None
    }

    /// What is told right before a clause: the one that it is joined to, or the main clause of the sentence before in its paragraph.
    fn told_before(&self, main: usize, events: &BTreeMap<usize, usize>) -> Option<usize> {
        let graph = self.graph;
        if graph.relation(main) == "conj" {
            return graph.head(main).and_then(|h| self.told(h, events));
        }
        let sentences = &graph.syntax.sentences;
        let own = graph.sentence_of(main);
        let before = own.checked_sub(1).filter(|&s| sentences[s].paragraph == sentences[own].paragraph)?;
        let root = sentences[before].tokens.clone().find(|&t| graph.head(t).is_none())?;
        self.told(root, events)
    }
}

fn happened(event: &Event) -> bool {
    matches!(event.status, Status::Occurred | Status::Ongoing)
}

/// What was taken so far: for each event those right after it and right before it.
#[derive(Default)]
struct Line {
    later: BTreeMap<usize, BTreeSet<usize>>,
    earlier: BTreeMap<usize, BTreeSet<usize>>,
    known: BTreeSet<(usize, usize)>,
}

impl Line {
    /// Takes a link unless it contradicts days or what was taken before.
    fn take(&mut self, link: &Link, events: &[Event]) -> bool {
        let (a, b) = (link.event, link.other);
        if !self.known.insert((a.min(b), a.max(b))) {
            return false;
        }
        let fits = match link.relation {
            OrderRelation::Before => self.put(a, b, events),
            OrderRelation::After => self.put(b, a, events),
            // at one time: neither may come before the other
            _ => {
                let fits = self.free(a, b, events) && self.free(b, a, events);
                if fits {
                    self.join(a, b);
                    self.join(b, a);
                }
                fits
            }
        };
        if !fits {
            self.known.remove(&(a.min(b), a.max(b)));
        }
        fits
    }

    fn put(&mut self, first: usize, second: usize, events: &[Event]) -> bool {
        let fits = self.free(first, second, events);
        if fits {
            self.join(first, second);
        }
        fits
    }

    fn join(&mut self, first: usize, second: usize) {
        self.later.entry(first).or_default().insert(second);
        self.earlier.entry(second).or_default().insert(first);
    }

    /// Whether one may come before another: nothing leads back, and nothing before the one begins after the end of anything behind the
    /// other.
    fn free(&self, first: usize, second: usize, events: &[Event]) -> bool {
        let (Some(before), Some(behind)) = (reach(&self.earlier, first), reach(&self.later, second)) else {
            return false;
        };
        let day = |e: &usize, side: fn(&EventTime) -> Option<&String>| {
            events[*e].time.as_ref().and_then(side).cloned()
        };
        let latest = before.iter().filter_map(|e| day(e, |t| t.from.as_ref())).max();
        let soonest = behind.iter().filter_map(|e| day(e, |t| t.to.as_ref())).min();
        before.is_disjoint(&behind) && latest.zip(soonest).is_none_or(|(from, to)| from <= to)
    }
}

/// An event and all that can be reached from it; none where that is too many.
fn reach(steps: &BTreeMap<usize, BTreeSet<usize>>, from: usize) -> Option<BTreeSet<usize>> {
    let mut seen = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        for &next in steps.get(&at).into_iter().flatten() {
            if seen.insert(next) {
                open.push(next);
            }
        }
        if seen.len() > REACH {
            return None;
        }
    }
    Some(seen)
}
