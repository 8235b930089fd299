//! Who and what takes part in an event, as the record has it.

use std::ops::Range;

use crate::ground::cast::Participant;
use crate::read::affiliation;
use crate::read::arguments::{Filler, Why};
use crate::read::happenings::Happening;
use crate::read::statements::{self, Saying};
use crate::record::{Act, Argument, PloverType, Role};
use crate::tables::ARGUMENT_FEATURES;

use super::{Supports, Writer};

/// Somebody or something in a role of an event.
pub(super) struct Filled {
    role: Role,
    head: usize,
    words: Range<usize>,
    /// The tellings whose rows link it; none where only the model sees it.
    tellings: Vec<usize>,
}

impl Writer<'_> {
    /// Everybody and everything that any telling of a happening names or the model alone sees, once a role.
    pub(super) fn fill(&self, n: usize, unlinked: &[Participant]) -> Vec<Filled> {
        let linked = self.happenings[n].tellings.iter().flat_map(|&i| {
            let all = self.roles(i);
            all.map(move |(role, head)| Filled { role, head, words: self.core(head), tellings: vec![i] })
        });
        let seen = unlinked.iter().filter(|(role, _, head)| !self.only_denied(n, *role, *head)).map(
            |(role, words, head)| {
                let core = self.core(*head);
                let whole = core.start <= words.start && words.end <= core.end;
                let words = if whole { core } else { words.clone() };
                Filled { role: *role, head: *head, words, tellings: Vec::new() }
            },
        );
        let mut out: Vec<Filled> = Vec::new();
        for one in linked.chain(seen) {
            let cluster = self.f.clusters.of(one.head);
            let same =
                |x: &Filled| x.head == one.head || cluster.is_some() && self.f.clusters.of(x.head) == cluster;
            if let Some(known) = out.iter_mut().find(|x| x.role == one.role && same(x)) {
                known.tellings.extend(one.tellings);
            } else if !out.iter().any(|x| same(x) && conflicting(x.role, one.role)) {
                out.push(one);
            }
        }
        out.sort_by_key(|one| (one.role, one.head));
        out
    }

    /// "A spokesman denied that its men had fired": who is named only where somebody denies another event did not do this one.
    fn only_denied(&self, n: usize, role: Role, head: usize) -> bool {
        let saying = self.saying_around(head);
        let denied = saying.is_some_and(|s| self.f.sayings[s].act == Act::Deny);
        let told_there = |i: &usize| self.f.tellings[*i].saying == saying;
        role == Role::Actor && denied && !self.happenings[n].tellings.iter().any(told_there)
    }

    /// Who takes part, each with how well it is supported.
    pub(super) fn arguments(&self, n: usize) -> Vec<Argument> {
        let best = &self.f.tellings[self.best(&self.happenings[n])];
        // without the model nothing can be said of a single argument
        let judged = !self.graph.syntax.judgments.is_empty();
        let attack = judged && best.plover(self.graph) == PloverType::Assault;
        let judges = &self.graph.tables.judges;
        let argument = |one: &Filled| Argument {
            role: one.role,
            entity: self.id_of(one.head),
            span: self.words(&one.words),
            confidence: attack.then(|| {
                let support = judges.argument.probability(&self.support(one, best.confidence));
                (support * 100.0).round() / 100.0
            }),
            statements: self.only_said(&self.happenings[n], one),
        };
        self.filled[n].iter().map(argument).collect()
    }

    fn support(&self, one: &Filled, event: f64) -> [f64; ARGUMENT_FEATURES.len()] {
        self.cast.features(one.role, &one.words, one.head, !one.tellings.is_empty(), event)
    }

    /// What speaks for each argument of each event, in the order of the record.
    pub fn supports(&self) -> Supports {
        let of = |n: usize| {
            let event = self.f.tellings[self.best(&self.happenings[n])].confidence;
            self.filled[n].iter().map(|one| self.support(one, event)).collect()
        };
        (0..self.happenings.len()).map(of).collect()
    }

    /// The statements that an argument hangs on, where the event itself is told without one: an accused is not named by
    /// the outlet.
    fn only_said(&self, h: &Happening, named: &Filled) -> Vec<String> {
        let saying = |i: &usize| self.f.tellings[*i].saying;
        if h.tellings.iter().all(|i| saying(i).is_some())
            || named.tellings.iter().any(|i| saying(i).is_none())
        {
            return Vec::new();
        }
        let mut sayings: Vec<usize> = named.tellings.iter().filter_map(saying).collect();
        if named.tellings.is_empty() {
            sayings.extend(self.saying_around(named.head));
        }
        sayings.dedup();
        sayings.into_iter().map(|s| self.statement_ids[s].clone()).collect()
    }

    /// The saying that a word stands in or under ("police blamed the Marsh Front").
    fn saying_around(&self, token: usize) -> Option<usize> {
        let sayings = &self.f.sayings;
        let under = |s: &Saying| self.graph.below(token, s.cue);
        statements::innermost(sayings, token).or_else(|| sayings.iter().position(under))
    }

    /// The words of an argument: its noun phrase; of people, without the body they belong to ("rebels of the Marsh
    /// Front"), which is an actor of its own.
    fn core(&self, head: usize) -> Range<usize> {
        let core = self.graph.core_phrase(head);
        let member = self.graph.tables.classes.holds("membership", &self.graph.lemma(head).to_lowercase());
        let bodies = if member { Vec::new() } else { affiliation::of(self.graph, head) };
        let owned = |&t: &usize| {
            let of = self.graph.head(t).filter(|_| self.graph.is(t, "of"));
            of.is_some_and(|n| bodies.contains(&n) || self.blamed_for(n, head))
        };
        let end = (head + 1..core.end).find(owned).unwrap_or(core.end);
        core.start..end
    }

    /// "accused the army of the murder": the murder is no part of the army's name.
    fn blamed_for(&self, event: usize, head: usize) -> bool {
        let blamed = |f: &Filler| f.head == head && f.why == Why::Blamed;
        self.f.tellings.iter().any(|t| t.trigger.token == event && t.fillers.iter().any(blamed))
    }
}

/// Nobody is both who did it and whom it was done to.
fn conflicting(a: Role, b: Role) -> bool {
    let patient = |r| matches!(r, Role::Recipient | Role::Victim | Role::Target);
    (a == Role::Actor && patient(b)) || (b == Role::Actor && patient(a)) || (patient(a) && patient(b))
}
