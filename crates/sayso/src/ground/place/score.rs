//! Weighs the candidates of all names of a report together.
//!
//! Each candidate has a list of reasons ([`Feature`]); its score is their weighted sum, and the scores of one name's
//! candidates become probabilities. Some reasons look at the other names' candidates, by their probabilities; so the
//! probabilities are computed a few times over, each time from the last. The weights are in `data/places/weights.csv`;
//! `cargo xtask place-weights` learns them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Deserialize;

use crate::tables::gazetteer::PlaceRef;
use crate::tables::gazetteer::name::normalise;

use super::candidate::{Candidate, Form, candidates, distance_km};
use super::context::Bearer;
use super::{Focus, Why, World, context};

/// The reasons for a candidate. Each is a number, mostly 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Feature {
    /// log10(population + 1) / 7.
    Population,
    /// The gazetteer has no figure for its population.
    NoPopulation,
    /// Found by another name than its main one.
    Alternate,
    /// Found by another name, while another candidate has the name as its main one: its population, as above.
    Shadowed,
    /// Spelt exactly like its main name.
    Exact,
    /// It is a country.
    Country,
    /// It is a first-level division.
    Admin1,
    /// It is a division below.
    Admin2,
    /// It is a country's capital.
    Capital,
    /// It is the seat of a first-level division.
    Seat,
    /// It is a part of a town.
    District,
    /// It is a region, sea, river or the like.
    Region,
    /// It is a continent or part of one.
    Continent,
    /// The words around name what it lies in.
    Contained,
    /// They name what another candidate lies in, but not this one.
    Elsewhere,
    /// Share of the report's country words that mean its country.
    CountryWords,
    /// Share of the report's other names that lie in its country.
    SameCountry,
    /// Share of the report's other names that lie in its first-level division.
    SameAdmin1,
    /// How many other names are near it, on a logarithmic scale.
    Near,
    /// A name close by in the text is near it on the map.
    NearInText,
    /// The name says what it is (`Idlib province`), and it is that.
    KindNamed,
    /// The report's focus is its country, or its dateline is near it.
    Focus,
}

impl Feature {
    /// Every feature, in the order of a [`Features`] array.
    pub const ALL: [Self; 22] = [
        Self::Population,
        Self::NoPopulation,
        Self::Alternate,
        Self::Shadowed,
        Self::Exact,
        Self::Country,
        Self::Admin1,
        Self::Admin2,
        Self::Capital,
        Self::Seat,
        Self::District,
        Self::Region,
        Self::Continent,
        Self::Contained,
        Self::Elsewhere,
        Self::CountryWords,
        Self::SameCountry,
        Self::SameAdmin1,
        Self::Near,
        Self::NearInText,
        Self::KindNamed,
        Self::Focus,
    ];
}

/// The features of one candidate, in the order of [`Feature::ALL`].
pub type Features = [f64; Feature::ALL.len()];

/// What each feature weighs.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights(pub Features);

impl Weights {
    /// The built-in table.
    ///
    /// # Errors
    /// Where the table is malformed; the tests see to it that it is not.
    pub fn embedded() -> Result<Self, csv::Error> {
        Self::read(include_str!("../../../../../data/places/weights.csv"))
    }

    /// A table with the columns `feature` and `weight`; features that it does not name weigh nothing.
    ///
    /// # Errors
    /// Where a row names no feature, or no number.
    pub fn read(table: &str) -> Result<Self, csv::Error> {
        #[derive(Deserialize)]
        struct Row {
            feature: Feature,
            weight: f64,
        }
        let mut weights = [0.0; Feature::ALL.len()];
        for row in csv::Reader::from_reader(table.as_bytes()).deserialize() {
            let row: Row = row?;
            weights[row.feature as usize] = row.weight;
        }
        Ok(Self(weights))
    }

    fn score(&self, features: &Features) -> f64 {
        self.0.iter().zip(features).map(|(weight, feature)| weight * feature).sum()
    }
}

/// A report's names with their candidates, ready to be weighed.
#[derive(Clone, Debug)]
pub struct Case {
    groups: Vec<Group>,
    /// For each mention, its group.
    mentions: Vec<usize>,
    country_words: BTreeMap<String, f64>,
    dateline: Option<usize>,
    focus: Option<String>,
}

/// The mentions of one name, which mean one place throughout a report unless the words around say otherwise.
#[derive(Clone, Debug)]
struct Group {
    /// As first written.
    name: String,
    candidates: Vec<Candidate>,
    /// Whether the words around name what the candidate lies in.
    contained: Vec<bool>,
    /// Byte offsets of the mentions; none for the dateline.
    at: Vec<usize>,
    /// What the word behind it says bears the name.
    bearer: Option<Bearer>,
}

/// What makes two mentions one name: their words, what holds them, the words for their kind and for what bears them.
type Key<'t> = (String, Vec<String>, Option<&'t str>, Option<Bearer>);

/// The candidate chosen for a mention.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice<'a> {
    /// The place.
    pub candidate: &'a Candidate,
    /// Its probability among the candidates.
    pub confidence: f64,
    /// What decided.
    pub why: Why,
}

const ROUNDS: usize = 4;
/// Candidates of another name below this probability are not looked at.
const FAINT: f64 = 0.02;

impl Case {
    /// Looks up every mention (byte ranges of the text) and what the words around it say.
    #[must_use]
    pub fn new(text: &str, mentions: &[Range<usize>], focus: &Focus<'_>, world: &World<'_>) -> Self {
        let mut keys: BTreeMap<Key<'_>, usize> = BTreeMap::new();
        let mut groups = Vec::new();
        let around: Vec<Vec<&str>> =
            mentions.iter().map(|span| context::containers(text, span.clone(), world.words)).collect();
        let told = told(text, mentions, &around);
        let mut of_mention = Vec::with_capacity(mentions.len());
        for (span, own) in mentions.iter().zip(&around) {
            let name = text.get(span.clone()).unwrap_or("");
            let plain = normalise(name);
            // `Tripoli, Lebanon` once is enough: the next bare `Tripoli` means the same.
            let containers =
                if own.is_empty() { told.get(&plain).cloned().unwrap_or_default() } else { own.clone() };
            let kind = context::kind_behind(text, span, world.words);
            let bearer = context::bearer(text, span, world.words);
            let key = (plain, containers.iter().map(|name| normalise(name)).collect(), kind, bearer);
            let group = *keys.entry(key).or_insert_with(|| {
                groups.push(Group { bearer, ..Group::new(name, kind, &containers, world) });
                groups.len() - 1
            });
            groups[group].at.push(span.start);
            of_mention.push(group);
        }
        let dateline = focus.dateline.map(|name| {
            groups.push(Group::new(name, None, &[], world));
            groups.len() - 1
        });
        let mut counts = context::country_words(text, mentions, world.countries);
        if counts.is_empty() {
            counts.extend(focus.parties.iter().map(|(country, times)| ((*country).to_owned(), *times)));
        }
        let spoken_of: BTreeSet<&str> = groups
            .iter()
            .filter_map(Group::likely_country)
            .chain(counts.keys().map(String::as_str))
            .chain(focus.country)
            .collect();
        let spoken_of: BTreeSet<String> = spoken_of.into_iter().map(String::from).collect();
        for group in groups.iter_mut().filter(|group| group.candidates.is_empty()) {
            group.try_similar(&spoken_of, world);
        }
        let told = |country: &str| {
            counts.is_empty() || counts.contains_key(country) || focus.country == Some(country)
        };
        groups.iter_mut().for_each(|group| group.keep_likely(&told, world));
        let all: usize = counts.values().sum();
        let country_words =
            counts.into_iter().map(|(country, n)| (country, n as f64 / (all as f64 + 1.0))).collect();
        Self { groups, mentions: of_mention, country_words, dateline, focus: focus.country.map(String::from) }
    }

    /// The candidates of each mention.
    pub fn candidates(&self) -> impl Iterator<Item = &[Candidate]> {
        self.mentions.iter().map(|group| self.groups[*group].candidates.as_slice())
    }

    /// The features of each mention's candidates, as they stand in the last round under these weights.
    #[must_use]
    pub fn features(&self, weights: &Weights) -> Vec<Vec<Features>> {
        let (features, _) = self.weigh(weights);
        self.mentions.iter().map(|group| features[*group].clone()).collect()
    }

    /// The best candidate of each mention; `None` where it has none.
    #[must_use]
    pub fn choose(&self, weights: &Weights) -> Vec<Option<Choice<'_>>> {
        let (features, probabilities) = self.weigh(weights);
        let chosen: Vec<Option<Choice<'_>>> = (self.groups.iter().zip(&features).zip(&probabilities))
            .map(|((group, features), probabilities)| {
                let best = best(probabilities)?;
                Some(Choice {
                    candidate: &group.candidates[best],
                    confidence: probabilities[best],
                    why: why(group, features, probabilities, best, weights),
                })
            })
            .collect();
        self.mentions.iter().map(|group| chosen[*group]).collect()
    }

    fn weigh(&self, weights: &Weights) -> (Vec<Vec<Features>>, Vec<Vec<f64>>) {
        let alone: Vec<Vec<Features>> = self.groups.iter().map(|group| self.alone(group)).collect();
        let mut features = alone.clone();
        let mut probabilities: Vec<Vec<f64>> = features.iter().map(|group| softmax(group, weights)).collect();
        for _ in 0..ROUNDS {
            features = alone.clone();
            for (group, features) in features.iter_mut().enumerate() {
                self.together(group, &probabilities, features);
            }
            probabilities = features.iter().map(|group| softmax(group, weights)).collect();
        }
        (features, probabilities)
    }

    /// The features that do not depend on the other names.
    fn alone(&self, group: &Group) -> Vec<Features> {
        let somewhere = group.contained.contains(&true);
        let main = group.candidates.iter().any(|candidate| !candidate.alternate);
        (group.candidates.iter().zip(&group.contained))
            .map(|(candidate, contained)| {
                let mut features = [0.0; Feature::ALL.len()];
                let mut set = |feature: Feature, value: f64| features[feature as usize] = value;
                let population = (f64::from(candidate.population) + 1.0).log10() / 7.0;
                set(Feature::Population, population);
                set(Feature::NoPopulation, f64::from(u8::from(candidate.population == 0)));
                set(Feature::Alternate, f64::from(u8::from(candidate.alternate)));
                set(Feature::Shadowed, if candidate.alternate && main { population } else { 0.0 });
                set(Feature::Exact, f64::from(u8::from(candidate.exact)));
                if let Some(form) = of_form(candidate.form) {
                    set(form, 1.0);
                }
                set(Feature::KindNamed, f64::from(u8::from(candidate.kind_named)));
                set(Feature::Contained, f64::from(u8::from(*contained)));
                set(Feature::Elsewhere, f64::from(u8::from(somewhere && !contained)));
                let country = candidate.country.as_deref();
                set(
                    Feature::CountryWords,
                    country.and_then(|c| self.country_words.get(c)).copied().unwrap_or(0.0),
                );
                let focus = self.focus.is_some() && self.focus.as_deref() == country;
                set(Feature::Focus, f64::from(u8::from(focus)));
                features
            })
            .collect()
    }

    /// Adds the features that depend on what the other names probably mean.
    fn together(&self, own: usize, probabilities: &[Vec<f64>], features: &mut [Features]) {
        let others = self.others(own, probabilities);
        let shares = Shares::of(&others);
        let gaps: Vec<f64> = others.iter().map(|other| self.gap(own, other.group)).collect();
        for (candidate, features) in self.groups[own].candidates.iter().zip(features) {
            if candidate.form == Form::Country || candidate.form == Form::Continent {
                features[Feature::SameCountry as usize] = shares.country(candidate);
                continue;
            }
            let mut sum = 0.0;
            let mut close: f64 = 0.0;
            let mut dateline: f64 = 0.0;
            for (other, gap) in others.iter().zip(&gaps) {
                if other.candidate.form == Form::Country || other.candidate.form == Form::Continent {
                    continue;
                }
                let reach = 80.0 + candidate.radius_km.min(150.0) + other.candidate.radius_km.min(150.0);
                let near = other.probability
                    * (-distance_km(&candidate.point, &other.candidate.point) / reach).exp();
                sum += near;
                close = close.max(near * (-gap / 300.0).exp());
                if self.dateline == Some(other.group) {
                    dateline = dateline.max(near);
                }
            }
            features[Feature::SameCountry as usize] = shares.country(candidate);
            features[Feature::SameAdmin1 as usize] = shares.admin1(candidate);
            features[Feature::Near as usize] = sum.ln_1p();
            features[Feature::NearInText as usize] = close;
            let focus = &mut features[Feature::Focus as usize];
            *focus = focus.max(dateline);
        }
    }

    /// What the other names probably mean.
    fn others<'a>(&'a self, own: usize, probabilities: &[Vec<f64>]) -> Vec<Other<'a>> {
        let mut found = Vec::new();
        for (group, (other, probabilities)) in self.groups.iter().zip(probabilities).enumerate() {
            if group == own {
                continue;
            }
            for (candidate, probability) in other.candidates.iter().zip(probabilities) {
                if *probability > FAINT {
                    found.push(Other { group, candidate, probability: *probability });
                }
            }
        }
        found
    }

    /// The least number of bytes between two names in the text.
    fn gap(&self, a: usize, b: usize) -> f64 {
        let between = |a: &usize| self.groups[b].at.iter().map(|b| a.abs_diff(*b)).min();
        self.groups[a].at.iter().filter_map(between).min().map_or(f64::INFINITY, |gap| gap as f64)
    }
}

impl Group {
    fn new(name: &str, kind: Option<&str>, containers: &[&str], world: &World<'_>) -> Self {
        let mut candidates = candidates(name, world);
        if let Some(kind) = kind {
            super::candidate::note_kind(&mut candidates, kind);
        }
        keep_country(name, &mut candidates, world);
        let containers: Vec<Candidate> =
            containers.iter().flat_map(|name| super::candidate::candidates(name, world)).collect();
        let contained = candidates
            .iter()
            .map(|candidate| containers.iter().any(|outer| lies_in(candidate, outer)))
            .collect();
        Self { name: name.to_owned(), candidates, contained, at: Vec::new(), bearer: None }
    }

    /// The country of the best known candidate.
    fn likely_country(&self) -> Option<&str> {
        self.candidates.iter().max_by_key(|candidate| candidate.population)?.country.as_deref()
    }

    /// Takes names that are spelt almost like this one, in the countries that the report speaks of.
    fn try_similar(&mut self, spoken_of: &BTreeSet<String>, world: &World<'_>) {
        self.candidates = super::candidate::similar(&self.name, world);
        self.candidates.retain(|candidate| candidate.country.as_ref().is_some_and(|c| spoken_of.contains(c)));
        self.contained = vec![false; self.candidates.len()];
    }
}

impl Group {
    /// Drops the candidates that the words speak against: of a common word or a street any, of a hospital those in countries that
    /// the report does not speak of; unless the words around say where it lies.
    fn keep_likely(&mut self, told: &impl Fn(&str) -> bool, world: &World<'_>) {
        if self.contained.contains(&true) || self.at.is_empty() {
            return;
        }
        let common = world.words.holds("doubtful", &normalise(&self.name));
        let bearer = self.bearer;
        self.candidates.retain(|c| match bearer {
            _ if common => c.kind_named,
            None => true,
            Some(Bearer::Road) => false,
            Some(Bearer::Venue) => c.country.as_deref().is_none_or(told),
        });
        self.contained.truncate(self.candidates.len());
    }
}

/// `El Salvador` is not its capital, which some call so too: what else in a country has its name must say what it is.
fn keep_country(name: &str, candidates: &mut Vec<Candidate>, world: &World<'_>) {
    if let Some(country) = world.countries.named(name) {
        candidates.retain(|c| {
            c.form == Form::Country || c.kind_named || c.country.as_deref() != Some(country.iso3.as_str())
        });
    }
}

/// For each name, what its first mention with containers gives.
fn told<'t>(
    text: &'t str,
    mentions: &[Range<usize>],
    around: &[Vec<&'t str>],
) -> BTreeMap<String, Vec<&'t str>> {
    let mut told: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (span, containers) in mentions.iter().zip(around) {
        if !containers.is_empty() {
            let name = normalise(text.get(span.clone()).unwrap_or(""));
            told.entry(name).or_insert_with(|| containers.clone());
        }
    }
    told
}

/// Whether a place lies in another, as far as the tables tell.
fn lies_in(inner: &Candidate, outer: &Candidate) -> bool {
    if inner.geonames.is_some() && inner.geonames == outer.geonames {
        return false;
    }
    let same_country = inner.country.is_some() && inner.country == outer.country;
    let distance = || distance_km(&inner.point, &outer.point);
    match outer.form {
        Form::Country => same_country && inner.form != Form::Country,
        Form::Admin1 => {
            !matches!(inner.form, Form::Country | Form::Admin1 | Form::Continent)
                && if inner.admin1.is_some() {
                    inner.admin1 == outer.admin1
                } else {
                    same_country && distance() < 150.0
                }
        }
        Form::Admin2 => same_country && distance() < 60.0 && inner.form != Form::Admin1,
        Form::Region => {
            distance() < outer.radius_km * 1.4 + 20.0
                && (same_country || outer.country.is_none() || inner.country.is_none())
        }
        Form::Continent => false,
        Form::Capital | Form::Seat | Form::Town | Form::District => {
            matches!(inner.form, Form::District | Form::Town) && distance() < 25.0
        }
    }
}

struct Other<'a> {
    group: usize,
    candidate: &'a Candidate,
    probability: f64,
}

/// How the other names spread over countries and divisions.
struct Shares<'a> {
    countries: BTreeMap<&'a str, f64>,
    divisions: BTreeMap<PlaceRef, f64>,
    all: f64,
}

impl<'a> Shares<'a> {
    fn of(others: &[Other<'a>]) -> Self {
        let mut shares = Self { countries: BTreeMap::new(), divisions: BTreeMap::new(), all: 1.0 };
        for other in others {
            shares.all += other.probability;
            if let Some(country) = &other.candidate.country {
                *shares.countries.entry(country).or_insert(0.0) += other.probability;
            }
            if let Some(division) = other.candidate.admin1 {
                *shares.divisions.entry(division).or_insert(0.0) += other.probability;
            }
        }
        shares
    }

    fn country(&self, candidate: &Candidate) -> f64 {
        candidate.country.as_deref().and_then(|country| self.countries.get(country)).copied().unwrap_or(0.0)
            / self.all
    }

    fn admin1(&self, candidate: &Candidate) -> f64 {
        candidate.admin1.and_then(|division| self.divisions.get(&division)).copied().unwrap_or(0.0) / self.all
    }
}

fn of_form(form: Form) -> Option<Feature> {
    Some(match form {
        Form::Country => Feature::Country,
        Form::Admin1 => Feature::Admin1,
        Form::Admin2 => Feature::Admin2,
        Form::Capital => Feature::Capital,
        Form::Seat => Feature::Seat,
        Form::District => Feature::District,
        Form::Region => Feature::Region,
        Form::Continent => Feature::Continent,
        Form::Town => return None,
    })
}

fn softmax(features: &[Features], weights: &Weights) -> Vec<f64> {
    let scores: Vec<f64> = features.iter().map(|features| weights.score(features)).collect();
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let parts: Vec<f64> = scores.iter().map(|score| (score - most).exp()).collect();
    let all: f64 = parts.iter().sum();
    parts.iter().map(|part| part / all).collect()
}

/// The first of the most probable.
fn best(probabilities: &[f64]) -> Option<usize> {
    (0..probabilities.len()).rev().max_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b]))
}

/// The reason that sets the chosen candidate most apart from the next best.
fn why(group: &Group, features: &[Features], probabilities: &[f64], best: usize, weights: &Weights) -> Why {
    if group.candidates[best].form == Form::Country {
        return Why::CountryName;
    }
    let next = (0..probabilities.len())
        .filter(|other| *other != best)
        .max_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b]));
    let Some(next) = next else { return Why::OnlyCandidate };
    let lead = |of: &[Feature]| -> f64 {
        of.iter()
            .map(|f| weights.0[*f as usize] * (features[best][*f as usize] - features[next][*f as usize]))
            .sum()
    };
    use Feature::{Contained, CountryWords, Elsewhere, Focus, Near, NearInText, SameAdmin1, SameCountry};
    let reasons = [
        (lead(&[Contained, Elsewhere]), Why::Contained),
        (lead(&[CountryWords, SameCountry, Focus]), Why::CountryInReport),
        (lead(&[SameAdmin1, Near, NearInText]), Why::NearOthers),
    ];
    let all = weights.score(&features[best]) - weights.score(&features[next]);
    let known = all - reasons.iter().map(|(lead, _)| lead).sum::<f64>();
    let first = reasons.iter().rev().max_by(|a, b| a.0.total_cmp(&b.0));
    match first {
        Some((lead, why)) if *lead > known && *lead > 0.0 => *why,
        _ => Why::BestKnown,
    }
}
