//! What happened, as the record has it.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::ground::toll::Portion;
use crate::ingest::ParagraphRole;
use crate::read::commitment::{base, of_source, taken_for_granted};
use crate::read::events::{self as tellings, Telling};
use crate::read::factuality::tempered;
use crate::read::happenings::Happening;
use crate::record::{Claim, Event, Factuality, PlaceReason, Plover, PloverType, Role, Span, Status, What};
use crate::tables::acled;

use super::Writer;
use super::background::background;

impl Writer<'_> {
    /// A lone noun that names no participant, place or day and has harmed nobody tells too little to be an event; so does one
    /// for what parties do together or for each other ("the arms sales to X", "during a summit") that names none of them.
    pub(super) fn worth(&self, h: &Happening) -> bool {
        let harmed = |i: &usize| self.told.iter().any(|t| t.telling == Some(*i));
        h.tellings.iter().any(harmed) || h.tellings.iter().any(|&i| self.tells_enough(i))
    }

    fn tells_enough(&self, i: usize) -> bool {
        let t = &self.f.tellings[i];
        let (plover, noun) = (t.plover(self.graph), tellings::is_noun(self.graph, t));
        let named = || self.roles(i).any(|(role, _)| role == Role::Actor) || self.roles(i).count() > 1;
        if noun && needs_actor(plover) && !named() {
            return false;
        }
        let violent = match plover {
            PloverType::Assault => true,
            PloverType::Protest => !self.before_a_noun(t),
            _ => false,
        };
        let at = &self.f.wheres[i];
        let placed = at.time.is_some_and(|t| t.near)
            || at.place.as_ref().is_some_and(|p| p.why <= PlaceReason::Sentence);
        self.roles(i).next().is_some() || placed && (violent || !noun)
    }

    /// "a protest camp"
    fn before_a_noun(&self, t: &Telling) -> bool {
        self.graph.relation(t.trigger.token) == "compound"
    }

    pub(super) fn event(&self, n: usize) -> Event {
        let h = &self.happenings[n];
        let best = self.best(h);
        let t = &self.f.tellings[best];
        let claims = self.claims(h);
        let status = settled(&claims, t.status);
        let arguments = self.arguments(n);
        let happened = matches!(status, Status::Occurred | Status::Ongoing);
        let harmed: Vec<(What, Vec<Portion>)> =
            [What::Killed, What::Injured, What::Abducted, What::Displaced]
                .into_iter()
                .filter(|_| happened)
                .map(|what| (what, self.harmed(n, what)))
                .collect();
        let count = |what| harmed.iter().find(|(w, _)| *w == what).and_then(|(_, groups)| self.count(groups));
        let (place, places) = self.place(h);
        Event {
            id: format!("e{}", n + 1),
            trigger: self.trigger(best),
            mentions: h.tellings.iter().filter(|&&i| i != best).map(|&i| self.trigger(i)).collect(),
            plover: self.plover(h, best),
            acled: self.scene.sub_event(&h.tellings, best).and_then(acled),
            status,
            killed: count(What::Killed),
            injured: count(What::Injured),
            abducted: count(What::Abducted),
            displaced: count(What::Displaced),
            harmed: harmed.iter().flat_map(|(w, g)| g.iter().map(|p| self.people(*w, p))).collect(),
            time: self.when(h),
            order: Vec::new(),
            place,
            places,
            evidence: self.evidence(h),
            confidence: (t.confidence * 100.0).round() / 100.0,
            background: h.tellings.iter().all(|&i| background(self.graph, &self.f.tellings[i])),
            claims,
            arguments,
        }
    }

    fn trigger(&self, i: usize) -> Span {
        let words = &self.f.tellings[i].trigger.words;
        let token = self.f.tellings[i].trigger.token;
        let contiguous = words.windows(2).all(|w| w[1] == w[0] + 1);
        let tokens = if contiguous && !words.is_empty() {
            words[0]..words[words.len() - 1] + 1
        } else {
            token..token + 1
        };
        self.words(&tokens)
    }

    /// The telling that says most: with most participants, in the story rather than the title, the first of those.
    pub(super) fn best(&self, h: &Happening) -> usize {
        let rank = |&i: &usize| {
            let t = &self.f.tellings[i];
            let roles: BTreeSet<Role> = self.roles(i).map(|(r, _)| r).collect();
            let sentence = &self.graph.syntax.sentences[self.graph.sentence_of(t.trigger.token)];
            let body = self.f.report.paragraphs[sentence.paragraph].role == ParagraphRole::Body;
            (
                usize::from(t.as_its_sense()),
                roles.len(),
                usize::from(t.frame(self.graph).acled.is_some()),
                usize::from(body),
                Reverse(i),
            )
        };
        // OK because: a happening has at least one telling
        h.tellings.iter().max_by_key(|i| rank(i)).copied().unwrap_or(0)
    }

    /// Type and mode as the best telling has them, the mode failing that as another or the weapon does.
    fn plover(&self, h: &Happening, best: usize) -> Plover {
        let mode = |i: usize| self.f.tellings[i].mode(self.graph);
        let event = self.f.tellings[best].plover(self.graph);
        let from_weapon = || (event == PloverType::Assault).then(|| self.weapon_mode(h)).flatten();
        let mode = mode(best).or_else(|| h.tellings.iter().find_map(|&i| mode(i))).or_else(from_weapon);
        Plover { event, context: self.contexts(h, mode.as_deref()), mode }
    }

    /// The mode that the weapons of an assault speak for.
    fn weapon_mode(&self, h: &Happening) -> Option<String> {
        let world = &self.graph.tables.world;
        h.tellings.iter().flat_map(|&i| self.roles(i)).filter(|(r, _)| *r == Role::Weapon).find_map(
            |(_, head)| {
                let phrase = self.graph.phrase(head);
                let whole = &self.graph.text[self.graph.bytes(&phrase)];
                let by_words = || phrase.clone().rev().find_map(|t| world.weapon(self.graph.lemma(t)));
                let weapon = world.weapon(whole).or_else(by_words)?;
                Some(weapon.plover_mode.clone()).filter(|m| !m.is_empty())
            },
        )
    }

    /// Who says so: the outlet, and each saying that a telling stands in, once. Two who disagree are two claims.
    fn claims(&self, h: &Happening) -> Vec<Claim> {
        let mut out: Vec<Claim> = Vec::new();
        for claim in h.tellings.iter().flat_map(|&i| self.claimed(i)) {
            if !out.iter().any(|c| c.statement == claim.statement) {
                out.push(claim);
            }
        }
        out
    }

    /// Who says so by one telling: whoever's saying it stands in; the outlet too, where the saying leaves the event as it was.
    fn claimed(&self, i: usize) -> Vec<Claim> {
        let t = &self.f.tellings[i];
        let outlet = |factuality| Claim { statement: None, factuality };
        let Some(s) = t.saying else {
            // of a promise or threat that is read from a deed yet to come the model knows no more than of the deed
            let rules = base(t.status);
            let heard = t.speech.is_none().then(|| tempered(self.graph, t.trigger.token, rules));
            return vec![outlet(heard.unwrap_or(rules))];
        };
        let saying = &self.f.sayings[s];
        let source = Claim {
            statement: Some(self.statement_ids[s].clone()),
            factuality: of_source(self.graph, saying, t.trigger.token, t.held),
        };
        let granted = taken_for_granted(self.graph, saying, t.trigger.token);
        granted.then(|| outlet(base(t.held))).into_iter().chain([source]).collect()
    }
}

/// The status by the outlet's own view or, failing it, the sources': what one asserts and another denies has happened by one of
/// them, what all deny has not.
fn settled(claims: &[Claim], told: Status) -> Status {
    use Factuality::{
        CertainNegative, CertainPositive, PossiblePositive, ProbableNegative, ProbablePositive,
    };
    let outlet = claims.iter().any(|c| c.statement.is_none());
    let views = || claims.iter().filter(|c| c.statement.is_none() == outlet).map(|c| c.factuality);
    let asserts = |f| matches!(f, CertainPositive | ProbablePositive | PossiblePositive);
    let denies = |f| matches!(f, CertainNegative | ProbableNegative);
    match told {
        Status::Denied if views().any(asserts) => Status::Occurred,
        Status::Occurred | Status::Ongoing if !claims.is_empty() && views().all(denies) => Status::Denied,
        told => told,
    }
}

/// Types whose nouns tell nothing without the one who acts.
fn needs_actor(plover: PloverType) -> bool {
    use PloverType::{Accuse, Agree, Aid, Consult, Cooperate, Support};
    matches!(plover, Accuse | Agree | Aid | Consult | Cooperate | Support)
}
