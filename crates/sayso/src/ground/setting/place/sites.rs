//! The places that a report speaks of, and all words that speak of each: its names, `the town`, the adjectives and parties of
//! a country, the places that lie in it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::ground::party;
use crate::ground::place::Found;
use crate::ingest::{ParagraphRole, Report};
use crate::read::coreference::Clusters;
use crate::read::graph::Graph;
use crate::read::mentions::Form;
use crate::record::{EntityKind, PlacePrecision};

/// How words speak of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// By its name.
    Name,
    /// By a word that stands for it (`the town`).
    Stands,
    /// By an adjective or the people of a country.
    Adjective,
    /// By a party that belongs to the country.
    Party,
    /// By a place in it.
    Within,
}

/// Words that speak of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The head token.
    pub head: usize,
    /// All tokens.
    pub tokens: Range<usize>,
    /// Index of the place.
    pub site: usize,
    /// How they speak of it.
    pub how: How,
}

/// A place that the report speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Where it is.
    pub found: Found,
    /// Indexes of its marks, in the order of the text.
    pub marks: Vec<usize>,
    /// How often it is named.
    pub named: usize,
    /// The words of the dateline that name it, in bytes.
    pub dateline: Option<Range<usize>>,
    /// Whether the headline does.
    pub title: bool,
    /// Whether the first paragraph of the story does.
    pub lede: bool,
    /// Whether another place of the report lies in it.
    pub holds: bool,
}

impl Site {
    /// Whether it is a country as a whole, or what is as wide.
    pub fn is_country(&self) -> bool {
        self.found.precision == PlacePrecision::Country
    }

    /// Its country.
    pub fn country(&self) -> Option<&str> {
        self.found.country.as_deref()
    }

    /// Whether it lies in another, as far as country and region tell.
    pub fn lies_in(&self, other: &Site) -> bool {
        let (a, b) = (&self.found, &other.found);
        a.precision < b.precision
            && a.country.is_some()
            && a.country == b.country
            && match b.precision {
                PlacePrecision::Country => true,
                PlacePrecision::Admin1 => {
                    a.admin1.is_some()
                        && (a.admin1.as_deref() == Some(b.name.as_str()) || a.admin1 == b.admin1)
                }
                _ => a.admin1 == b.admin1 && near(a, b),
            }
    }
}

/// Within a town.
fn near(a: &Found, b: &Found) -> bool {
    (a.lat - b.lat).abs() < 0.3 && (a.lon - b.lon).abs() < 0.3
}

/// All places of a report.
#[derive(Clone, Debug, Default)]
pub struct Sites {
    /// In the order of their first words, countries that nothing names last.
    pub all: Vec<Site>,
    /// All words for them, in the order of the text.
    pub marks: Vec<Mark>,
    /// By the head token of a name: the place with how the words there stand to it (`near X`).
    pub told: BTreeMap<usize, Found>,
    /// The country that most words are for.
    pub main_country: Option<String>,
    /// Share of the words for countries, by country.
    pub shares: BTreeMap<String, f64>,
}

/// What the places are gathered from.
struct Gathering<'a> {
    graph: &'a Graph<'a>,
    report: &'a Report,
    clusters: &'a Clusters,
    index: BTreeMap<String, usize>,
    sites: Sites,
}

impl Sites {
    /// Gathers the places of a report; `names`: head tokens of the names with what they mean; `dateline`: what its dateline's place
    /// means.
    pub fn new(
        graph: &Graph<'_>,
        report: &Report,
        clusters: &Clusters,
        names: &[(usize, &Found)],
        dateline: Option<&Found>,
    ) -> Self {
        let mut g = Gathering { graph, report, clusters, index: BTreeMap::new(), sites: Self::default() };
        let words = report.dateline.as_ref().and_then(|d| d.place.clone());
        if let (Some(found), Some(words)) = (dateline, words) {
            let site = g.site(found);
            g.sites.all[site].dateline = Some(words);
            if let Some(country) =
                found.country.as_deref().filter(|_| found.precision != PlacePrecision::Country)
            {
                g.country(country);
            }
        }
        for &(head, found) in names {
            let site = g.site(found);
            let tokens = g.name(head);
            if found.relation.is_some() {
                g.sites.told.insert(head, found.clone());
            }
            g.mark(head, tokens, site, How::Name);
        }
        let named = g.sites.marks.clone();
        g.adjectives(&named);
        g.parties(&named);
        for mark in &named {
            let country = g.sites.all[mark.site].found.country.clone();
            if !g.sites.all[mark.site].is_country()
                && let Some(site) = country.and_then(|c| g.country(&c))
            {
                g.mark(mark.head, mark.tokens.clone(), site, How::Within);
            }
        }
        g.stand_ins(&named);
        g.finish()
    }

    /// Notes which places hold others: by country and by region, so that it takes one look at each.
    fn hold(&mut self) {
        let spots = |s: &&Site| s.found.precision < PlacePrecision::Admin1;
        let regions: BTreeSet<(String, String)> = (self.all.iter().filter(spots))
            .filter_map(|s| Some((s.found.country.clone()?, s.found.admin1.clone()?)))
            .collect();
        let countries: BTreeSet<String> =
            (self.all.iter().filter(|s| !s.is_country())).filter_map(|s| s.found.country.clone()).collect();
        for site in &mut self.all {
            let Some(country) = site.found.country.clone() else { continue };
            site.holds = match site.found.precision {
                PlacePrecision::Country => countries.contains(&country),
                PlacePrecision::Admin1 => {
                    let name = site.found.admin1.clone().unwrap_or_else(|| site.found.name.clone());
                    regions.contains(&(country, name))
                }
                _ => false,
            };
        }
    }

    /// The marks within a range of tokens.
    pub fn within(&self, tokens: &Range<usize>) -> &[Mark] {
        let from = self.marks.partition_point(|m| m.head < tokens.start);
        let to = self.marks.partition_point(|m| m.head < tokens.end);
        &self.marks[from..to]
    }

    /// The share of the words for countries that are for this one.
    pub fn share(&self, country: Option<&str>) -> f64 {
        country.and_then(|c| self.shares.get(c)).copied().unwrap_or(0.0)
    }
}

impl Gathering<'_> {
    fn site(&mut self, found: &Found) -> usize {
        let key = match (&found.country, found.precision) {
            (Some(country), PlacePrecision::Country) => country.clone(),
            // a village that is only known by what holds it is not the same as that
            _ => {
                let own = found.within.as_ref().map_or("", |_| found.name.as_str());
                format!("{:?} {:.2} {:.2} {own}", found.precision, found.lat, found.lon)
            }
        };
        let next = self.sites.all.len();
        let at = *self.index.entry(key).or_insert(next);
        if at == next {
            let found = found.itself();
            self.sites.all.push(Site {
                found,
                marks: Vec::new(),
                named: 0,
                dateline: None,
                title: false,
                lede: false,
                holds: false,
            });
        }
        at
    }

    /// A country as a whole.
    fn country(&mut self, iso3: &str) -> Option<usize> {
        if let Some(&at) = self.index.get(iso3) {
            return Some(at);
        }
        let country = self.graph.tables.world.country(iso3)?;
        let found = Found::of_country(country)?;
        Some(self.site(&found))
    }

    fn mark(&mut self, head: usize, tokens: Range<usize>, site: usize, how: How) {
        self.sites.marks.push(Mark { head, tokens, site, how });
    }

    /// The tokens of a name.
    fn name(&self, head: usize) -> Range<usize> {
        let mention = self.clusters.of(head).and_then(|c| {
            let all = &self.clusters.all[c].mentions;
            all.iter().map(|&i| &self.clusters.mentions[i]).find(|m| m.head == head)
        });
        mention.and_then(|m| m.name.clone()).unwrap_or(head..head + 1)
    }

    /// `Libyan`, `Libyans`, and names of countries that no mention has.
    fn adjectives(&mut self, named: &[Mark]) {
        let taken: Vec<usize> = named.iter().flat_map(|m| m.tokens.clone()).collect();
        for t in 0..self.graph.syntax.tokens.len() {
            let word = self.graph.word(t);
            let capital = word.chars().next().is_some_and(char::is_uppercase);
            if !capital || taken.binary_search(&t).is_ok() {
                continue;
            }
            let Some((country, _)) = self.graph.tables.world.country_word(word) else { continue };
            if let Some(site) = self.country(&country.iso3.clone()) {
                self.mark(t, t..t + 1, site, How::Adjective);
            }
        }
    }

    /// Whoever belongs to a country: `President Fujimori`, `the Lebanese army`.
    fn parties(&mut self, named: &[Mark]) {
        let codings: Vec<Option<String>> = (0..self.clusters.all.len())
            .map(|c| {
                let cluster = &self.clusters.all[c];
                let principal = cluster.principal.filter(|&p| p != c).map(|p| &self.clusters.all[p]);
                party::code(self.graph.tables, cluster, principal, self.report.date).country
            })
            .collect();
        for (c, coding) in codings.iter().enumerate() {
            let cluster = &self.clusters.all[c];
            let Some(country) = coding.as_deref().filter(|_| cluster.kind != Some(EntityKind::Place)) else {
                continue;
            };
            let Some(site) = self.country(country) else { continue };
            for &i in &cluster.mentions {
                let m = &self.clusters.mentions[i];
                if m.form != Form::Pronoun && !named.iter().any(|n| n.head == m.head) {
                    let tokens = m.name.clone().unwrap_or_else(|| self.graph.core_phrase(m.head));
                    self.mark(m.head, tokens, site, How::Party);
                }
            }
        }
    }

    /// `the town`, `this country`: the last such place that was named; `here`, `this city`: the dateline's.
    fn stand_ins(&mut self, named: &[Mark]) {
        for t in 0..self.graph.syntax.tokens.len() {
            if let Some(site) = self.stood_for(t, named) {
                self.mark(t, t..t + 1, site, How::Stands);
            }
        }
    }

    /// The place that a word stands for.
    fn stood_for(&self, t: usize, named: &[Mark]) -> Option<usize> {
        use PlacePrecision::{Admin1, City, Country};
        let graph = self.graph;
        let (lemma, upos) = (graph.lemma(t).to_lowercase(), graph.token(t).upos);
        let class = |class: &str| graph.tables.classes.holds(class, &lemma);
        let dateline =
            || self.sites.all.iter().position(|s| s.dateline.is_some() && s.found.precision <= City);
        if upos == "ADV" {
            return dateline().filter(|_| class("stands-here"));
        }
        if upos != "NOUN" || graph.child(t, "compound").is_some() || graph.child(t, "nmod").is_some() {
            return None;
        }
        let word = |d: usize| graph.lemma(d).to_lowercase();
        let definite =
            graph.children_by(t, "det").find(|&d| graph.tables.classes.holds("definite", &word(d)));
        let owner = || graph.children(t).iter().any(|&c| graph.token(c).deprel == "nmod:poss");
        let this = word(definite.filter(|_| !owner())?) == "this";
        if this && (class("stands-town") || class("stands-capital")) {
            return dateline();
        }
        let last = |precision: PlacePrecision| {
            let end = named.partition_point(|m| m.head < t);
            let back = || named[..end].iter().rev().take(30);
            // "the village of X ... the village"
            let called =
                |m: &&Mark| graph.head(m.head).is_some_and(|up| graph.lemma(up).to_lowercase() == lemma);
            let fits = |m: &&Mark| self.sites.all[m.site].found.precision == precision;
            back().find(called).or_else(|| back().find(fits)).map(|m| m.site)
        };
        if class("stands-capital") {
            return self.capital(last(Country).and_then(|s| self.sites.all[s].country()));
        }
        let kinds = [("stands-town", City), ("stands-region", Admin1), ("stands-country", Country)];
        kinds.into_iter().find(|(name, _)| class(name)).and_then(|(_, precision)| last(precision))
    }

    /// The capital of a country, else of the only one whose capital the report names.
    fn capital(&self, country: Option<&str>) -> Option<usize> {
        let world = &self.graph.tables.world;
        let is_of = |site: &Site, country: &str| {
            site.country() == Some(country)
                && world.country(country).is_some_and(|c| c.capital == site.found.name)
        };
        if let Some(country) = country {
            return self.sites.all.iter().position(|s| is_of(s, country));
        }
        let mut all = (0..self.sites.all.len()).filter(|&s| {
            self.sites.all[s].country().is_some_and(|country| is_of(&self.sites.all[s], country))
        });
        all.next().filter(|_| all.next().is_none())
    }

    /// Puts the marks in order and counts.
    fn finish(mut self) -> Sites {
        self.sites.marks.sort_by_key(|m| (m.head, m.how));
        let mut counts: BTreeMap<String, f64> = BTreeMap::new();
        let (mut all, mut most) = (0.0, (0.0, None));
        let body = self.report.paragraphs.iter().position(|p| p.role == ParagraphRole::Body);
        for (i, mark) in self.sites.marks.iter().enumerate() {
            let site = &mut self.sites.all[mark.site];
            site.marks.push(i);
            if mark.how <= How::Stands {
                let paragraph = self.graph.syntax.sentences[self.graph.sentence_of(mark.head)].paragraph;
                site.named += 1;
                site.title |=
                    self.report.paragraphs.get(paragraph).is_some_and(|p| p.role == ParagraphRole::Title);
                site.lede |= Some(paragraph) == body;
            }
            if site.found.precision == PlacePrecision::Country
                && let Some(country) = &site.found.country
            {
                let count = counts.entry(country.clone()).or_default();
                *count += 1.0;
                all += 1.0;
                if *count > most.0 {
                    most = (*count, Some(country.clone()));
                }
            }
        }
        counts.values_mut().for_each(|c| *c /= all);
        self.sites.hold();
        self.sites.shares = counts;
        self.sites.main_country = most.1;
        self.sites
    }
}
