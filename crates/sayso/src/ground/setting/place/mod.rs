//! Where a telling happened: of all places that the report speaks of, the one that most speaks for.
//!
//! What speaks for a place are the words that tie it to the telling ([`link`]), where else it is named, what was put there before, and
//! what the model sees (`clues`); each clue has a weight (`data/judgment/where.csv`, learned by `cargo xtask setting-weights`), and the
//! scores of all places, and of none, become probabilities. Where no single place is likely enough, their country as a whole may be.
//! What is done by words alone (a demand, a threat) has a place only by its own words: where the speaker stood is not the event's.

use std::ops::Range;

use crate::ground::place::Found;
use crate::ingest::Report;
use crate::read::coreference::Clusters;
use crate::read::events::Telling;
use crate::read::graph::Graph;
use crate::read::statements::Saying;
use crate::record::{PlacePrecision, PlaceReason, PloverType};
use crate::tables::{Clue, Clues};

mod clues;
pub mod link;
pub mod sites;

use link::{Link, Ties};
use sites::{Mark, Site, Sites};

/// Below this probability a place is not given.
const FLOOR: f64 = 0.45;
/// Below this a spot is not taken instead of the country that own words give.
const SURE: f64 = 0.8;
/// The same for a meeting, of a place that its sentence does not name.
const APART: f64 = 0.5;
/// A report whose words for countries are for one in this share is about that one.
const MOSTLY: f64 = 0.6;
/// Sentences before and after a telling in which the places are looked at.
const BACK: usize = 12;
const AHEAD: usize = 4;
/// So many of the places that are named most are looked at wherever they stand.
const COMMON: usize = 5;

/// The place of a telling.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Where it is.
    pub found: Found,
    /// The words that give it, in bytes.
    pub words: Range<usize>,
    /// The head token of a name, unless it stands in the dateline.
    pub head: Option<usize>,
    /// Why it is the telling's.
    pub why: PlaceReason,
    /// How likely.
    pub probability: f64,
}

impl Spot {
    /// Whether the telling's own words give it.
    pub fn near(&self) -> bool {
        self.why == PlaceReason::OwnWords
    }
}

/// A place that a telling may have happened at.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Index of the place.
    pub site: usize,
    /// What speaks for and against it.
    pub clues: Clues,
}

/// The places of a report and the tellings that own words put there.
pub struct Atlas<'a> {
    graph: &'a Graph<'a>,
    tellings: &'a [Telling],
    sites: Sites,
    ties: Ties<'a>,
    /// By telling: the place that its own words give, with the mark.
    own: Vec<Option<(usize, usize)>>,
    /// The most named places, the most first.
    common: Vec<usize>,
    /// The place of the dateline.
    dateline: Option<usize>,
    /// How many tellings each place has by their own words.
    votes: Vec<usize>,
}

impl<'a> Atlas<'a> {
    /// Gathers the places; `names`: head tokens of names with what they mean; `dateline`: what the dateline's place means.
    pub fn new(
        graph: &'a Graph<'a>,
        report: &Report,
        clusters: &'a Clusters,
        sayings: &'a [Saying],
        tellings: &'a [Telling],
        names: &[(usize, &Found)],
        dateline: Option<&Found>,
    ) -> Self {
        let sites = Sites::new(graph, report, clusters, names, dateline);
        let mut common: Vec<usize> = (0..sites.all.len()).collect();
        common.sort_by_key(|&s| std::cmp::Reverse(sites.all[s].named));
        common.truncate(COMMON);
        let votes = vec![0; sites.all.len()];
        let ties = Ties { graph, clusters, sayings };
        let dateline = sites.all.iter().position(|s| s.dateline.is_some());
        let mut out = Self { graph, tellings, sites, ties, own: Vec::new(), common, dateline, votes };
        out.own = tellings.iter().map(|t| out.own_place(t)).collect();
        for (site, _) in out.own.iter().flatten() {
            out.votes[*site] += 1;
        }
        out
    }

    /// The places.
    pub fn sites(&self) -> &Sites {
        &self.sites
    }

    /// Where a telling happened.
    pub fn of(&self, telling: usize) -> Option<Spot> {
        if let Some((site, mark)) = self.own[telling].filter(|o| !self.site(o.0).is_country()) {
            return Some(self.spot(site, Some(mark), PlaceReason::OwnWords, 1.0));
        }
        if verbal(self.tellings[telling].plover(self.graph)) {
            return self.spoken(telling);
        }
        let likely = self.likely(telling);
        let t = self.tellings[telling].trigger.token;
        // "outside U.S. embassies" is not in the U.S.
        let direct = |mark: usize| {
            let head = self.sites.marks[mark].head;
            self.graph.head(head) == Some(t) && self.places_directly(head, t)
        };
        match self.own[telling] {
            // "in El Salvador": not in the town of the scene, unless that is more than likely
            Some((country, mark)) if direct(mark) && likely.as_ref().is_none_or(|s| s.probability < SURE) => {
                Some(self.spot(country, Some(mark), PlaceReason::OwnWords, 1.0))
            }
            _ => likely,
        }
    }

    /// The other places of a telling whose own words give several: "in Homs, Hama and Idlib".
    pub fn others(&self, telling: usize) -> Vec<Spot> {
        let Some((site, mark)) = self.own[telling] else { return Vec::new() };
        let first = self.sites.marks[mark].head;
        let joined = self.graph.with_conjuncts(first);
        let listed = |m: &Mark| m.how <= sites::How::Name && joined.contains(&m.head) && m.site != site;
        let tokens = &self.graph.syntax.sentences[self.graph.sentence_of(first)].tokens;
        let offset = self.sites.marks.partition_point(|m| m.head < tokens.start);
        let marks = self.sites.within(tokens).iter().enumerate().filter(|(_, m)| listed(m));
        marks.map(|(i, m)| self.spot(m.site, Some(i + offset), PlaceReason::OwnWords, 1.0)).collect()
    }

    /// What each place, and none, has going for it.
    pub fn candidates(&self, telling: usize) -> (Clues, Vec<Candidate>) {
        let sites = self.in_reach(telling);
        let candidates = sites.iter().map(|&site| Candidate { site, clues: self.clues(telling, site) });
        (self.none(telling), candidates.collect())
    }

    /// Of what is done by words alone: the country that own words name, else the speaker's, else the one that most of the report is about.
    fn spoken(&self, telling: usize) -> Option<Spot> {
        if let Some((country, mark)) = self.own[telling] {
            return Some(self.spot(country, Some(mark), PlaceReason::OwnWords, 1.0));
        }
        let (_, candidates) = self.candidates(telling);
        let has = |c: &Candidate, clue: Clue| c.clues[clue as usize] > 0.0;
        let countries = || candidates.iter().filter(|c| has(c, Clue::Country));
        let judge = &self.graph.tables.judges.whereabouts;
        let best = |of: &dyn Fn(&Candidate) -> bool| {
            let score = |c: &&Candidate| judge.score(&c.clues);
            countries().filter(|c| of(c)).max_by(|a, b| score(a).total_cmp(&score(b)))
        };
        let about = |c: &Candidate| c.clues[Clue::CountryShare as usize] >= MOSTLY;
        let site = best(&|c| has(c, Clue::CountryOfActor)).or_else(|| best(&about))?.site;
        Some(self.spot(site, self.best_mark(telling, site), PlaceReason::Country, FLOOR))
    }

    fn likely(&self, telling: usize) -> Option<Spot> {
        let (none, candidates) = self.candidates(telling);
        let judge = &self.graph.tables.judges.whereabouts;
        let mut odds: Vec<f64> = candidates.iter().map(|c| judge.score(&c.clues)).collect();
        odds.push(judge.score(&none));
        let most = odds.iter().copied().fold(f64::MIN, f64::max);
        let all: f64 = odds.iter().map(|o| (o - most).exp()).sum();
        let chances: Vec<f64> = odds.iter().map(|o| (o - most).exp() / all).collect();
        let best = (0..candidates.len()).max_by(|&a, &b| chances[a].total_cmp(&chances[b]))?;
        let site = candidates[best].site;
        let mark = self.best_mark(telling, site);
        let reason = self.reason(telling, site, mark);
        // whoever meets comes from elsewhere: the scene that is set for a battle is not the meeting's
        let apart = self.tellings[telling].plover(self.graph) == PloverType::Consult
            && !matches!(reason, PlaceReason::Sentence | PlaceReason::OwnWords);
        if chances[best] >= if apart { APART } else { FLOOR } {
            return Some(self.spot(site, mark, reason, chances[best]));
        }
        if apart {
            return None;
        }
        self.wider(telling, &candidates, &chances)
    }

    /// The region, else the country, in which the likely places lie, where one holds enough of them.
    fn wider(&self, telling: usize, candidates: &[Candidate], chances: &[f64]) -> Option<Spot> {
        let share = |outer: usize| -> f64 {
            let inside = |site: usize| site == outer || self.site(site).lies_in(self.site(outer));
            candidates.iter().zip(chances).filter(|(c, _)| inside(c.site)).map(|(_, p)| p).sum()
        };
        let best = |fits: &dyn Fn(&Site) -> bool| {
            let all = candidates.iter().map(|c| c.site).filter(|&s| fits(self.site(s)));
            let (p, site) = all.map(|s| (share(s), s)).max_by(|a, b| a.0.total_cmp(&b.0))?;
            (p >= FLOOR).then(|| {
                let mark = self.best_mark(telling, site);
                self.spot(site, mark, self.reason(telling, site, mark), p)
            })
        };
        best(&|s| s.found.precision == PlacePrecision::Admin1 && s.country().is_some())
            .or_else(|| best(&|s| s.is_country() && s.country().is_some()))
    }

    fn spot(&self, site: usize, mark: Option<usize>, why: PlaceReason, probability: f64) -> Spot {
        let of = &self.sites.all[site];
        let mark = mark.map(|m| &self.sites.marks[m]);
        let words = match (mark, &of.dateline) {
            (None, Some(words)) => words.clone(),
            (Some(mark), _) => self.graph.bytes(&mark.tokens),
            // OK because: a place without marks is the dateline's
            (None, None) => 0..0,
        };
        let head = mark.filter(|m| m.how <= sites::How::Name).map(|m| m.head);
        let told = head.and_then(|head| self.sites.told.get(&head));
        Spot { found: told.unwrap_or(&of.found).clone(), words, head, why, probability }
    }

    /// Why a place that own words do not give is a telling's.
    fn reason(&self, telling: usize, site: usize, mark: Option<usize>) -> PlaceReason {
        let of = &self.sites.all[site];
        let here = self.graph.sentence_of(self.tellings[telling].trigger.token);
        match mark {
            None => PlaceReason::Dateline,
            Some(_) if of.is_country() => PlaceReason::Country,
            Some(m) if self.graph.sentence_of(self.sites.marks[m].head) == here => PlaceReason::Sentence,
            Some(_) => PlaceReason::Scene,
        }
    }

    /// The words for a place that say best that a telling happened there: in its sentence, else the nearest before, by name if they can.
    fn best_mark(&self, telling: usize, site: usize) -> Option<usize> {
        let t = self.tellings[telling].trigger.token;
        let here = self.graph.sentence_of(t);
        let marks = &self.sites.all[site].marks;
        let order = |&m: &usize| {
            let mark = &self.sites.marks[m];
            let away = self.graph.sentence_of(mark.head).abs_diff(here);
            (away, mark.how, mark.head.abs_diff(t))
        };
        let near = marks.partition_point(|&m| self.sites.marks[m].head < t);
        let around = near.saturating_sub(40)..(near + 40).min(marks.len());
        marks[around].iter().copied().min_by_key(order)
    }

    /// The place that a telling's own words give: the sharpest, then the closest.
    fn own_place(&self, telling: &Telling) -> Option<(usize, usize)> {
        let graph = self.graph;
        let t = telling.trigger.token;
        let tokens = graph.syntax.sentences[graph.sentence_of(t)].tokens.clone();
        let offset = self.sites.marks.partition_point(|m| m.head < tokens.start);
        let named = |m: &&Mark| m.how <= sites::How::Stands;
        let done_by_words = verbal(telling.plover(graph));
        let all = self.sites.within(&tokens).iter().enumerate().filter(|(_, m)| named(m));
        let near = all.filter_map(|(i, m)| {
            let site = &self.sites.all[m.site];
            let link = self.ties.link(telling, m.head, site.is_country());
            // "condemned the bombing in Homs", "vowed to send troops to Homs" were not done there
            let near = if done_by_words { self.places_directly(m.head, t) } else { link.near() };
            let word = (near && m.head != t).then_some((i + offset, m));
            word.map(|(i, m)| {
                // a village that is only known by its province is still sharper than the province
                let whole = site.found.within.is_none();
                let anchor = self.measures(m.head);
                let far = m.head.abs_diff(t);
                ((anchor, link > Link::Before, site.found.precision, whole, link, far), (m.site, i))
            })
        });
        near.min_by_key(|n| n.0).map(|n| n.1)
    }

    /// Whether the phrase of a name hangs on the word itself, by a preposition that does not lead there.
    fn places_directly(&self, head: usize, t: usize) -> bool {
        let Some(phrase) = link::locative_phrase(self.graph, head) else { return false };
        let classes = &self.graph.tables.classes;
        let leads = self.graph.preposition(phrase).is_some_and(|p| classes.holds("destination", &p));
        self.graph.head(phrase) == Some(t) && !leads
    }

    /// Whether a name is there to be measured from: "Ayacucho, 575 km southeast of Lima".
    fn measures(&self, head: usize) -> bool {
        self.sites.told.get(&head).and_then(|f| f.relation.as_ref()).is_some_and(|r| r.km.is_some())
    }

    /// The places that are looked at for a telling.
    fn in_reach(&self, telling: usize) -> Vec<usize> {
        let sentences = &self.graph.syntax.sentences;
        let here = self.graph.sentence_of(self.tellings[telling].trigger.token);
        let first = sentences[here.saturating_sub(BACK)].tokens.start;
        let last = sentences[(here + AHEAD).min(sentences.len() - 1)].tokens.end;
        let mut out: Vec<usize> = self.sites.within(&(first..last)).iter().map(|m| m.site).collect();
        out.extend(&self.common);
        out.extend(self.dateline);
        out.sort_unstable();
        out.dedup();
        out
    }

    fn site(&self, site: usize) -> &Site {
        &self.sites.all[site]
    }
}

/// Whether a type is done by words: it is wherever its speaker is, which a report hardly tells.
fn verbal(plover: PloverType) -> bool {
    use PloverType::{Accuse, Agree, Concede, Reject, Request, Support, Threaten};
    matches!(plover, Accuse | Agree | Concede | Reject | Request | Support | Threaten)
}
