//! `cargo xtask place-weights COUNTRIES OUT FILE...`: learns `data/places/weights.csv`.
//!
//! COUNTRIES is `data/actors/countries.csv`; each FILE has one JSON document a line: `text` and `toponyms` with `span`
//! (code points), `lat`, `lon`, `geonameid`. How well the names are placed is measured by `sayso eval geoparsing FILE`.
//!
//! The learner is a conditional logit: for each name, the probability of its right candidates is raised by gradient
//! ascent. The features depend on the weights (names look at each other's probabilities), so they are recomputed
//! between a few rounds. Before it writes, it prints the accuracy of five-fold cross-validation by document.

use std::error::Error;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use sayso::ground::place::measure::{self, Accuracy, Gold, Judged, NEAR_KM, error_km};
use sayso::ground::place::score::{Feature, Features};
use sayso::ground::place::{Case, Focus, Weights, World};
use sayso::tables::countries::Countries;
use sayso::tables::gazetteer::Gazetteer;
use sayso::tables::place_words::PlaceWords;
use sayso::tables::regions::{Abbreviations, Regions};
use sayso::tables::relations::Relations;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const FOLDS: usize = 5;

#[expect(clippy::print_stdout, reason = "the chore's answer")]
pub(crate) fn learn(arguments: &[String]) -> Result<()> {
    let (tables, start, out, files) = match arguments {
        [countries, out, files @ ..] if !files.is_empty() => {
            (Tables::read(countries)?, Weights::embedded()?, out, files)
        }
        _ => return Err("usage: cargo xtask place-weights COUNTRIES OUT FILE...".into()),
    };
    let (mut sets, mut tests) = (Vec::new(), Vec::new());
    for file in files {
        sets.push(documents(file, &tables, &start, false)?);
        tests.push(documents(file, &tables, &start, true)?);
    }
    let all: Vec<&Document> = sets.iter().flatten().collect();
    let fitted = fit(&all, &start);
    for (file, test) in files.iter().zip(&tests) {
        let with = |weights: &Weights| -> Vec<Judged> {
            test.iter().flat_map(|document| document.judged(weights, &tables.countries)).collect()
        };
        println!("{file}");
        println!("  as it stands: {}", summary(&with(&start)));
        println!("  learnt on all: {}", summary(&with(&fitted)));
        println!("  five-fold: {}", summary(&cross_validated(&sets, test, &start, &tables.countries)));
    }
    std::fs::write(out, table(&fitted))?;
    Ok(())
}

/// Every test document placed by weights that were learnt without its fold of any set.
fn cross_validated(
    sets: &[Vec<Document>],
    test: &[Document],
    start: &Weights,
    countries: &Countries,
) -> Vec<Judged> {
    let mut judged = Vec::new();
    for fold in 0..FOLDS {
        let outside = |documents: &'_ [Document]| -> Vec<usize> {
            (0..documents.len()).filter(|i| i % FOLDS != fold).collect()
        };
        let known: Vec<&Document> =
            sets.iter().flat_map(|set| outside(set).into_iter().map(move |i| &set[i])).collect();
        let weights = fit(&known, start);
        let tested = test.iter().skip(fold).step_by(FOLDS);
        judged.extend(tested.flat_map(|document| document.judged(&weights, countries)));
    }
    judged
}

/// The figures of `sayso eval geoparsing` that tell how well names are placed.
fn summary(judged: &[Judged]) -> String {
    let share = |of: &dyn Fn(&Judged) -> bool, right: &dyn Fn(&Judged) -> bool| {
        let asked = judged.iter().filter(|judged| of(judged));
        let (right, all) =
            asked.fold((0_u32, 0), |(n, all), judged| (n + u32::from(right(judged)), all + 1_u32));
        format!("{:.1} % ({right} of {all})", 100.0 * f64::from(right) / f64::from(all.max(1)))
    };
    let errors: Vec<Option<f64>> = judged.iter().map(|judged| judged.km).collect();
    format!(
        "within 161 km {}; or the right country {}; of those in the gazetteer {}; of those within reach {}; AUC {:.3}",
        share(&|_| true, &Judged::near),
        share(&|_| true, &Judged::right),
        share(&|judged| judged.known, &Judged::right),
        share(&|judged| judged.reached, &Judged::near),
        Accuracy::of(&errors).auc
    )
}

fn table(weights: &Weights) -> String {
    let mut table = "feature,weight\n".to_owned();
    for feature in Feature::ALL {
        let name = kebab(&format!("{feature:?}"));
        // OK because writing to a string cannot fail.
        let _ = writeln!(table, "{name},{:.3}", weights.0[feature as usize]);
    }
    table
}

fn kebab(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

// -- documents ---------------------------------------------------------------------------------------------------

struct Tables {
    gazetteer: Gazetteer,
    regions: Regions,
    abbreviations: Abbreviations,
    relations: Relations,
    words: PlaceWords,
    countries: Countries,
}

impl Tables {
    fn read(countries: &str) -> Result<Self> {
        let table = std::fs::read_to_string(countries).map_err(|e| format!("{countries}: {e}"))?;
        Ok(Self {
            gazetteer: Gazetteer::embedded()?,
            regions: Regions::embedded()?,
            abbreviations: Abbreviations::embedded()?,
            relations: Relations::embedded()?,
            words: PlaceWords::embedded()?,
            countries: Countries::read(&table)?,
        })
    }
}

struct Document {
    gold: Vec<Gold>,
    case: Case,
    /// For each name, which of its candidates are right.
    right: Vec<Vec<bool>>,
}

/// The documents of a file. Learning leaves the peoples (`Libyan`) out of the names: readers do not take them for places,
/// and what they tell has to come from the words of the text.
fn documents(file: &str, tables: &Tables, weights: &Weights, peoples: bool) -> Result<Vec<Document>> {
    let text = std::fs::read_to_string(Path::new(file)).map_err(|e| format!("{file}: {e}"))?;
    let world = World {
        gazetteer: &tables.gazetteer,
        regions: &tables.regions,
        abbreviations: &tables.abbreviations,
        relations: &tables.relations,
        words: &tables.words,
        countries: &tables.countries,
        weights,
    };
    text.lines().map(|line| Ok(Document::new(&serde_json::from_str(line)?, &world, peoples))).collect()
}

impl Document {
    fn new(document: &measure::Document, world: &World<'_>, peoples: bool) -> Self {
        let text = &document.text;
        let people = |name| world.countries.named(name).is_none() && world.countries.word(name).is_some();
        // Names without coordinates are no part of the measure, nor given to the resolver.
        let mut gold = document.located();
        gold.retain(|gold| peoples || !people(&text[gold.span.clone()]));
        let spans: Vec<Range<usize>> = gold.iter().map(|gold| gold.span.clone()).collect();
        let case = Case::new(text, &spans, &Focus::default(), world);
        let right = case
            .candidates()
            .zip(&gold)
            .map(|(candidates, gold)| {
                let same = |id: Option<u32>| gold.geonames.is_some() && id.map(u64::from) == gold.geonames;
                let known = candidates.iter().any(|candidate| same(candidate.geonames));
                let near = |lat, lon| error_km((lat, lon), gold.point) <= NEAR_KM;
                candidates.iter().map(|c| if known { same(c.geonames) } else { near(c.lat, c.lon) }).collect()
            })
            .collect();
        Self { gold, case, right }
    }

    fn judged(&self, weights: &Weights, countries: &Countries) -> Vec<Judged> {
        measure::judged(&self.case, &self.gold, weights, countries)
    }
}

// -- the learner -------------------------------------------------------------------------------------------------

/// Rounds of computing the features anew.
const ROUNDS: usize = 4;
const STEPS: usize = 150;
const RATE: f64 = 0.5;
const PULL: f64 = 2e-4;
/// Weights that are set by hand. The examples have no dateline, no focus and hardly a `province`; and small American papers speak of far
/// countries on every page, where a report of an armed conflict speaks of the one it is in.
const FIXED: [Feature; 3] = [Feature::Focus, Feature::CountryWords, Feature::KindNamed];

fn fit(documents: &[&Document], start: &Weights) -> Weights {
    let mut weights = start.clone();
    for _ in 0..ROUNDS {
        let examples = examples(documents, &weights);
        let mut squares = [1e-8; Feature::ALL.len()];
        for _ in 0..STEPS {
            let gradient = gradient(&examples, &weights);
            for (i, slope) in
                gradient.iter().enumerate().filter(|(i, _)| !FIXED.iter().any(|f| *f as usize == *i))
            {
                squares[i] += slope * slope;
                weights.0[i] += RATE * slope / squares[i].sqrt();
            }
        }
    }
    weights
}

type Example = (Vec<Features>, Vec<bool>);

/// The names that have right and wrong candidates.
fn examples(documents: &[&Document], weights: &Weights) -> Vec<Example> {
    documents
        .iter()
        .flat_map(|document| document.case.features(weights).into_iter().zip(document.right.clone()))
        .filter(|(_, right)| right.contains(&true) && right.contains(&false))
        .collect()
}

/// The slope of the mean log-probability of the right candidates, less a pull towards nought.
fn gradient(examples: &[Example], weights: &Weights) -> Features {
    let mut slope = [0.0; Feature::ALL.len()];
    for (features, right) in examples {
        let scores: Vec<f64> =
            features.iter().map(|f| f.iter().zip(&weights.0).map(|(f, w)| f * w).sum::<f64>()).collect();
        let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let parts: Vec<f64> = scores.iter().map(|score| (score - most).exp()).collect();
        let all: f64 = parts.iter().sum();
        let good: f64 = parts.iter().zip(right).filter(|(_, right)| **right).map(|(part, _)| part).sum();
        for ((features, part), right) in features.iter().zip(&parts).zip(right) {
            let pull = if *right { part / good.max(1e-12) } else { 0.0 } - part / all;
            for (slope, feature) in slope.iter_mut().zip(features) {
                *slope += pull * feature;
            }
        }
    }
    for (slope, weight) in slope.iter_mut().zip(&weights.0) {
        *slope = *slope / examples.len().max(1) as f64 - PULL * weight;
    }
    slope
}
