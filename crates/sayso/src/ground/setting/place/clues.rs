//! What speaks for and against a place as the place of a telling.

use crate::read::judge::odds;
use crate::record::{PlacePrecision, Status};
use crate::tables::{Clue, Clues, LinkRole};

use super::link::Link;
use super::sites::{How, Mark};
use super::{Atlas, verbal};

/// What a name has that the model does not speak of.
const UNSEEN: f32 = 0.015;
/// Farther off, in words, the model never sees two together.
const WINDOW: usize = 230;
/// How many tellings before and after one are looked at.
const NEIGHBOURS: usize = 12;

/// Collects clues.
struct Sheet(Clues);

impl Sheet {
    fn new() -> Self {
        Self([0.0; Clue::COUNT])
    }

    fn set(&mut self, clue: Clue, holds: bool) {
        if holds {
            self.put(clue, 1.0);
        }
    }

    fn put(&mut self, clue: Clue, value: f64) {
        self.0[clue as usize] = value;
    }
}

/// How the words for a place stand in a telling's sentence.
struct Here<'a> {
    link: Option<Link>,
    marks: &'a [Mark],
}

impl Atlas<'_> {
    /// What speaks for no place at all.
    pub(super) fn none(&self, telling: usize) -> Clues {
        let t = &self.tellings[telling];
        let mut sheet = Sheet::new();
        sheet.set(Clue::None, true);
        sheet.set(Clue::NoneVerbal, verbal(t.plover(self.graph)));
        sheet.set(Clue::NoneUnreal, !matches!(t.status, Status::Occurred | Status::Ongoing));
        sheet.set(Clue::NonePlaced, self.rivalled(telling));
        sheet.0
    }

    /// What speaks for one place.
    pub(super) fn clues(&self, telling: usize, site: usize) -> Clues {
        let mut sheet = Sheet::new();
        let here = self.here(telling, site);
        self.in_sentence(telling, site, &here, &mut sheet);
        if here.link.is_none() {
            self.elsewhere(telling, site, &mut sheet);
        }
        self.of_site(site, &mut sheet);
        self.of_neighbours(telling, site, &mut sheet);
        self.of_countries(telling, site, &mut sheet);
        self.of_act(telling, site, here.link.is_some(), &mut sheet);
        self.of_model(telling, site, &mut sheet);
        sheet.0
    }

    /// The closest tie of a place's words to a telling of the same sentence.
    fn here(&self, telling: usize, site: usize) -> Here<'_> {
        let t = &self.tellings[telling];
        let sentence = &self.graph.syntax.sentences[self.graph.sentence_of(t.trigger.token)];
        let marks = self.sites.within(&sentence.tokens);
        let country = self.site(site).is_country();
        let named = marks.iter().filter(|m| m.site == site && m.how <= How::Stands);
        Here { link: named.map(|m| self.ties.link(t, m.head, country)).min(), marks }
    }

    fn in_sentence(&self, telling: usize, site: usize, here: &Here<'_>, sheet: &mut Sheet) {
        let country = self.site(site).is_country();
        if let Some(link) = here.link {
            sheet.set(of_link(link), true);
            sheet.set(if link.near() { Clue::OwnCountry } else { Clue::BesideCountry }, country);
            let t = self.tellings[telling].trigger.token;
            sheet.set(Clue::Behind, here.marks.iter().any(|m| m.site == site && m.head > t));
        }
        let inside = here.marks.iter().any(|m| m.site != site && self.site(m.site).lies_in(self.site(site)));
        sheet.set(Clue::Holds, inside && here.link.is_some());
    }

    /// A place that is named in other sentences only.
    fn elsewhere(&self, telling: usize, site: usize, sheet: &mut Sheet) {
        let graph = self.graph;
        let t = self.tellings[telling].trigger.token;
        let here = graph.sentence_of(t);
        let marks = &self.site(site).marks;
        let named = |m: &usize| self.sites.marks[*m].how <= How::Stands;
        let at = marks.partition_point(|&m| self.sites.marks[m].head < t);
        let before = marks[..at].iter().rev().copied().find(named);
        let Some(before) = before else {
            let after = marks[at..].iter().copied().find(named);
            sheet.set(Clue::Later, after.is_some());
            return;
        };
        let there = graph.sentence_of(self.sites.marks[before].head);
        let paragraph = |s: usize| graph.syntax.sentences[s].paragraph;
        sheet.set(Clue::Previous, there + 1 == here);
        sheet.set(Clue::Paragraph, paragraph(there) == paragraph(here));
        sheet.put(Clue::Distance, ((here - there) as f64).ln_1p());
        let spot = |m: &&Mark| m.how <= How::Stands && !self.site(m.site).is_country();
        let end = self.sites.marks.partition_point(|m| m.head < t);
        let latest = self.sites.marks[..end].iter().rev().take(60).find(spot);
        sheet.set(Clue::Latest, latest.is_some_and(|m| m.site == site));
        sheet.set(Clue::Rivalled, self.rivalled(telling));
    }

    /// Whether the telling's sentence names a spot that it could be at.
    fn rivalled(&self, telling: usize) -> bool {
        let t = &self.tellings[telling];
        let sentence = &self.graph.syntax.sentences[self.graph.sentence_of(t.trigger.token)];
        let marks = self.sites.within(&sentence.tokens).iter().filter(|m| m.how <= How::Stands);
        let mut spots = marks.filter(|m| !self.site(m.site).is_country());
        spots.any(|m| self.ties.link(t, m.head, false) <= Link::Beside)
    }

    /// What the place is, whatever the telling.
    fn of_site(&self, site: usize, sheet: &mut Sheet) {
        let of = self.site(site);
        let all: usize = self.common.iter().map(|&s| self.site(s).named).sum();
        sheet.set(Clue::Lede, of.lede);
        sheet.set(Clue::Title, of.title);
        sheet.put(Clue::Named, (of.named as f64).ln_1p());
        sheet.put(Clue::Share, of.named as f64 / all.max(1) as f64);
        sheet.set(Clue::Dateline, of.dateline.is_some());
        let dateline = self.dateline.map(|s| self.site(s));
        let same = |other: &super::Site| other.country().is_some() && other.country() == of.country();
        sheet.set(Clue::DatelineCountry, dateline.is_some_and(same));
        sheet.set(Clue::District, of.found.precision <= PlacePrecision::District);
        sheet.set(Clue::Region, of.found.precision == PlacePrecision::Admin1);
        sheet.set(Clue::Country, of.is_country());
        sheet.set(Clue::HoldsElsewhere, of.holds);
        sheet.put(Clue::Sure, of.found.confidence.max(1e-3).ln());
    }

    /// What was put there among the tellings around.
    fn of_neighbours(&self, telling: usize, site: usize, sheet: &mut Sheet) {
        let graph = self.graph;
        let at = |i: usize| self.own[i].map(|o| o.0) == Some(site);
        let t = &self.tellings[telling];
        let around = telling.saturating_sub(NEIGHBOURS)..(telling + NEIGHBOURS).min(self.tellings.len());
        let others = around.filter(|&i| i != telling && at(i));
        sheet.set(Clue::Scene, telling > 0 && at(telling - 1));
        sheet.set(Clue::Next, telling + 1 < self.own.len() && at(telling + 1));
        let stage = self.own[..telling].iter().rev().take(NEIGHBOURS).flatten().next();
        sheet.set(Clue::Stage, stage.is_some_and(|o| o.0 == site));
        let (lemma, plover) = (graph.lemma(t.trigger.token), t.plover(graph));
        for i in others {
            let other = &self.tellings[i];
            let same = other.plover(graph) == plover;
            sheet.set(Clue::SameWord, graph.lemma(other.trigger.token) == lemma);
            sheet.set(Clue::SameType, same);
            sheet.set(Clue::Known, same && self.known(telling));
        }
        let total: usize = self.votes.iter().sum();
        sheet.put(Clue::Votes, self.votes[site] as f64 / total.max(1) as f64);
        sheet.set(Clue::Main, total > 0 && self.votes[site] * 2 > total);
        sheet.set(Clue::First, self.own.iter().flatten().next().is_some_and(|o| o.0 == site));
    }

    /// Whether a noun tells of it as known: `the attack`.
    fn known(&self, telling: usize) -> bool {
        let t = self.tellings[telling].trigger.token;
        let definite =
            |d: usize| self.graph.tables.classes.holds("definite", &self.graph.lemma(d).to_lowercase());
        self.graph.is_noun(t) && self.graph.children_by(t, "det").any(definite)
    }

    /// Whose country it is.
    fn of_countries(&self, telling: usize, site: usize, sheet: &mut Sheet) {
        let of = self.site(site);
        let Some(country) = of.country() else { return };
        let t = &self.tellings[telling];
        let sentence = &self.graph.syntax.sentences[self.graph.sentence_of(t.trigger.token)];
        let marks = self.sites.within(&sentence.tokens);
        let theirs = |role: LinkRole| {
            let heads = t.fillers.iter().filter(|f| f.role == role);
            let belongs = |head: usize| {
                let own = marks.iter().filter(|m| m.head == head || self.graph.below(m.head, head));
                own.filter(|m| self.site(m.site).is_country())
                    .any(|m| self.site(m.site).country() == Some(country))
            };
            heads.into_iter().any(|f| belongs(f.head))
        };
        let (actor, sufferer) =
            (theirs(LinkRole::Actor) || theirs(LinkRole::Party), theirs(LinkRole::Patient));
        let whole = of.is_country();
        sheet.set(if whole { Clue::CountryOfActor } else { Clue::ActorCountry }, actor);
        sheet.set(if whole { Clue::CountryOfSufferer } else { Clue::SuffererCountry }, sufferer);
        sheet.set(Clue::MainCountry, self.sites.main_country.as_deref() == Some(country));
        sheet.put(Clue::CountryShare, self.sites.share(Some(country)));
    }

    /// What is done by words needs its own words for its place.
    fn of_act(&self, telling: usize, site: usize, here: bool, sheet: &mut Sheet) {
        let t = &self.tellings[telling];
        if !verbal(t.plover(self.graph)) {
            return;
        }
        let of = self.site(site);
        sheet.set(Clue::VerbalElsewhere, !here && !of.is_country());
        sheet.set(Clue::VerbalActor, sheet.0[Clue::CountryOfActor as usize] > 0.0);
        sheet.set(Clue::VerbalMain, sheet.0[Clue::MainCountry as usize] > 0.0);
    }

    /// What the model sees, where it saw both at once.
    fn of_model(&self, telling: usize, site: usize, sheet: &mut Sheet) {
        let Some(seen) = self.seen(telling, site) else { return sheet.set(Clue::ModelBlind, true) };
        sheet.put(Clue::Model, seen);
        let t = self.tellings[telling].trigger.token;
        let tokens = t.saturating_sub(WINDOW)..t + WINDOW;
        let rivals = self.sites.within(&tokens).iter().filter(|m| m.site != site && m.how <= How::Stands);
        let best = !rivals.filter_map(|m| self.seen_mark(t, m)).any(|other| other > seen);
        sheet.set(Clue::ModelBest, best && seen > odds(UNSEEN));
    }

    fn seen(&self, telling: usize, site: usize) -> Option<f64> {
        let t = self.tellings[telling].trigger.token;
        let marks = &self.site(site).marks;
        let from = marks.partition_point(|&m| self.sites.marks[m].head + WINDOW < t);
        let to = marks.partition_point(|&m| self.sites.marks[m].head < t + WINDOW);
        let near = marks[from..to].iter().map(|&m| &self.sites.marks[m]).filter(|m| m.how <= How::Stands);
        near.filter_map(|m| self.seen_mark(t, m)).max_by(f64::total_cmp)
    }

    /// The model's odds (logarithm, bounded) that some words name the place of the event of a token.
    fn seen_mark(&self, token: usize, mark: &Mark) -> Option<f64> {
        let syntax = self.graph.syntax;
        if syntax.anchors.is_empty() || !syntax.together(token, mark.head) {
            return None;
        }
        let words = mark.tokens.clone().filter_map(|w| syntax.anchor(token, w));
        Some(odds(words.map(|a| a.place).fold(UNSEEN, f32::max)))
    }
}

fn of_link(link: Link) -> Clue {
    match link {
        Link::Own => Clue::Own,
        Link::Below => Clue::Below,
        Link::Target => Clue::Target,
        Link::Before => Clue::Before,
        Link::Governor => Clue::Governor,
        Link::Clause => Clue::Clause,
        Link::Beside => Clue::Beside,
        Link::Spoken => Clue::Spoken,
        Link::Origin => Clue::Origin,
        Link::Actor => Clue::Actor,
        Link::Person => Clue::Person,
        Link::Party => Clue::Party,
        Link::Loose => Clue::Loose,
    }
}
