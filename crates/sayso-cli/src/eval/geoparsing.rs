//! LGL and GeoVirus: do the names of places mean the right place on the map?
//!
//! The measures are those of Gritta, Pilehvar and Collier ("A pragmatic guide to geoparsing evaluation", Language Resources
//! and Evaluation 2019), on two tasks:
//!
//! - `gold names`: the names are given, and the resolver alone places them. Over all names with coordinates: the share
//!   within 161 km, the mean and the median error in kilometres, the area under the curve of logarithmic errors (0 is
//!   best); a name without a place counts as the farthest, 20,039 km. Where the middle of a country is, is a convention,
//!   and gold data differ by more than 161 km: hence the same without countries and peoples.
//! - `found names`: the whole engine finds and places them. A mention of an entity of kind place that has coordinates is
//!   right if it overlaps a gold name, one to one; in the last figure, if it also lies within 161 km of it. There, gold
//!   names without coordinates, and what was found on them, count for nothing. Mentions without a name (`the city`,
//!   `there`) are not in the gold and are not counted.
//!
//! ```text
//! gold       [Tripoli 34.4 35.8], [Libya 27 17]
//! predicted  [Tripoli 32.9 13.2], [Libya 28 17]     overlap P 2/2, R 2/2; within 161 km P 1/2, R 1/2
//! ```

use std::ops::Range;
use std::path::Path;

use sayso::ground::place::measure::{self, Accuracy, Document, Gold, NEAR_KM, error_km};
use sayso::ground::place::{Case, Focus, World};
use sayso::record::{Entity, EntityKind, Reading, Span};

use super::matching::one_to_one;
use super::score::{Counts, Figure, Part, Scores};
use super::{EvalError, Options, Read, documents, each, report};

/// What refers to a place without naming it, at the start of a sentence in upper case.
const NO_NAMES: [&str; 12] =
    ["the", "it", "its", "there", "here", "this", "that", "these", "those", "which", "where", "a"];

/// A name with its point on the map.
#[derive(Clone, Debug, PartialEq)]
struct Name {
    /// Code points.
    span: Range<usize>,
    /// Degrees north and east; in the gold not always known.
    point: Option<(f64, f64)>,
}

/// What one document adds.
#[derive(Debug, Default)]
struct Outcome {
    /// Of the gold names: the error, and whether it is a country or a people.
    errors: Vec<(Option<f64>, bool)>,
    found: Counts,
    placed: Counts,
    shown: Vec<String>,
}

/// Reads the corpus and scores it.
///
/// # Errors
/// When the file cannot be read or holds other documents.
pub(super) fn score(
    data: &Path,
    options: &Options,
    read: Read<'_>,
    world: &World<'_>,
) -> Result<Scores, EvalError> {
    let documents: Vec<Document> = documents(data, options.limit)?;
    let outcomes = each(&documents, |document| {
        let mut outcome = resolved(document, world);
        let (gold, found) = (gold(document), found(&read(&report(&document.id, &document.text, None))));
        (outcome.found, outcome.placed) = count(&gold, &found);
        outcome.shown.extend(differences(document, &gold, &found));
        if !options.show {
            outcome.shown.clear();
        }
        outcome
    });
    Ok(Scores {
        set: "geoparsing".to_owned(),
        data: data.display().to_string(),
        documents: documents.len(),
        figures: figures(&outcomes),
        shown: outcomes.into_iter().flat_map(|o| o.shown).collect(),
    })
}

fn figures(outcomes: &[Outcome]) -> Vec<Figure> {
    let errors = |all: bool| -> Vec<Option<f64>> {
        let errors = outcomes.iter().flat_map(|o| &o.errors);
        errors.filter(|(_, country)| all || !country).map(|(error, _)| *error).collect()
    };
    let share = |errors: &[Option<f64>], most: f64| Part {
        right: errors.iter().flatten().filter(|error| **error <= most).count(),
        of: errors.len(),
    };
    let (all, smaller) = (errors(true), errors(false));
    let accuracy = Accuracy::of(&all);
    let (mut found, mut placed) = (Counts::default(), Counts::default());
    for outcome in outcomes {
        found += outcome.found;
        placed += outcome.placed;
    }
    vec![
        Figure::share("gold names: within 161 km", share(&all, NEAR_KM)),
        Figure::share("gold names: no countries or peoples", share(&smaller, NEAR_KM)),
        Figure::share("gold names: given a place", share(&all, f64::INFINITY)),
        Figure::number("gold names: mean error, km", accuracy.mean_km),
        Figure::number("gold names: median error, km", accuracy.median_km),
        Figure::number("gold names: AUC", accuracy.auc),
        Figure::prf("found names: overlap", found),
        Figure::prf("found names: and within 161 km", placed),
    ]
}

/// The resolver alone, on the gold names with coordinates; nothing else is given to it.
fn resolved(document: &Document, world: &World<'_>) -> Outcome {
    let gold = document.located();
    let spans: Vec<Range<usize>> = gold.iter().map(|gold| gold.span.clone()).collect();
    let case = Case::new(&document.text, &spans, &Focus::default(), world);
    let errors = measure::errors(&case, &gold, world.weights);
    let name = |gold: &Gold| &document.text[gold.span.clone()];
    let country = |gold: &Gold| world.countries.word(name(gold)).is_some();
    let choices = case.choose(world.weights);
    let wrong = gold.iter().zip(&errors).zip(&choices).filter(|((_, e), _)| !e.is_some_and(|e| e <= NEAR_KM));
    let shown = wrong.map(|((gold, error), choice)| {
        let given = choice.map(|c| (&c.candidate.name, &c.candidate.country, c.why));
        format!("{} placed: {} {:?}, {error:?} km off: {given:?}", document.id, name(gold), gold.point)
    });
    Outcome {
        shown: shown.collect(),
        errors: errors.iter().copied().zip(gold.iter().map(country)).collect(),
        ..Outcome::default()
    }
}

fn gold(document: &Document) -> Vec<Name> {
    let name = |t: &measure::Toponym| Name { span: t.span[0]..t.span[1], point: t.point() };
    document.toponyms.iter().map(name).collect()
}

/// The names of places that the reading puts on the map, in the order of the text.
fn found(reading: &Reading) -> Vec<Name> {
    let place = |entity: &Entity| {
        let place = entity.place.as_ref().filter(|_| entity.kind == EntityKind::Place)?;
        place.lat.zip(place.lon)
    };
    let names = |entity: &Entity| -> Vec<Name> {
        let Some(point) = place(entity) else { return Vec::new() };
        let mentions = entity.mentions.iter().filter(|span| span.part.is_none() && is_name(span));
        mentions.map(|span| Name { span: span.start..span.end, point: Some(point) }).collect()
    };
    let mut found: Vec<Name> = reading.entities.iter().flat_map(names).collect();
    found.sort_by_key(|name| (name.span.start, name.span.end));
    found
}

fn is_name(span: &Span) -> bool {
    let named = |word: &str| {
        word.starts_with(char::is_uppercase) && !NO_NAMES.contains(&word.to_lowercase().as_str())
    };
    span.quote.split_whitespace().any(named)
}

/// The counts of one document: found, and found within 161 km.
fn count(gold: &[Name], found: &[Name]) -> (Counts, Counts) {
    let overlap = |g: &Name, p: &Name| g.span.start < p.span.end && p.span.start < g.span.end;
    let near = |g: &Name, p: &Name| g.point.zip(p.point).is_some_and(|(a, b)| error_km(a, b) <= NEAR_KM);
    let pairs = one_to_one(gold.len(), found.len(), |g, p| overlap(&gold[g], &found[p]));
    let known: Vec<&Name> = gold.iter().filter(|g| g.point.is_some()).collect();
    let asked = |p: &&Name| {
        let mut under = gold.iter().filter(|g| overlap(g, p)).peekable();
        under.peek().is_none() || under.any(|g| g.point.is_some())
    };
    let placed: Vec<&Name> = found.iter().filter(asked).collect();
    let right = one_to_one(known.len(), placed.len(), |g, p| {
        overlap(known[g], placed[p]) && near(known[g], placed[p])
    });
    (Counts::new(gold.len(), found.len(), pairs.len()), Counts::new(known.len(), placed.len(), right.len()))
}

/// Names that were missed and names too many, a line each.
fn differences(document: &Document, gold: &[Name], found: &[Name]) -> Vec<String> {
    let overlap = |a: &Name, b: &Name| a.span.start < b.span.end && b.span.start < a.span.end;
    let line = |what: &str, name: &Name| {
        let quote: String = document.text.chars().skip(name.span.start).take(name.span.len()).collect();
        format!("{} {what}: {quote}", document.id)
    };
    let missed = gold.iter().filter(|g| !found.iter().any(|p| overlap(g, p)));
    let extra = found.iter().filter(|p| !gold.iter().any(|g| overlap(g, p)));
    missed.map(|g| line("missed", g)).chain(extra.map(|p| line("extra", p))).collect()
}

#[cfg(test)]
mod tests {
    use sayso::record::{Place, PlacePrecision};

    use super::super::made;
    use super::*;

    const LEBANON: (f64, f64) = (34.43, 35.85);
    const LIBYA: (f64, f64) = (32.89, 13.19);

    fn name(span: Range<usize>, point: Option<(f64, f64)>) -> Name {
        Name { span, point }
    }

    #[test]
    fn a_name_in_the_wrong_country_is_found_but_not_placed() {
        let gold = [name(0..7, Some(LEBANON)), name(20..27, Some(LIBYA))];
        let found = [name(0..7, Some(LIBYA)), name(20..30, Some(LIBYA)), name(40..44, Some(LIBYA))];
        assert_eq!(count(&gold, &found), (Counts::new(2, 3, 2), Counts::new(2, 3, 1)));
    }

    #[test]
    fn gold_without_coordinates_is_only_to_be_found() {
        let gold = [name(0..7, None), name(20..27, Some(LIBYA))];
        let found = [name(0..7, Some(LEBANON)), name(20..27, Some(LIBYA))];
        assert_eq!(count(&gold, &found), (Counts::new(2, 2, 2), Counts::new(1, 1, 1)));
    }

    #[test]
    fn only_names_of_places_on_the_map_are_found() {
        let text = "The city of Tripoli fell. It is there. Ali fled";
        let mut reading = made::reading();
        let mut city = made::entity("n1", EntityKind::Place, made::find(text, "Tripoli"));
        city.mentions.extend([
            made::find(text, "It"),
            made::find(text, "The city"),
            made::find(text, "there"),
        ]);
        city.place = Some(Place {
            name: "Tripoli".to_owned(),
            country: None,
            admin1: None,
            lat: Some(LIBYA.0),
            lon: Some(LIBYA.1),
            geonames: None,
            precision: PlacePrecision::City,
        });
        let ali = made::entity("n2", EntityKind::Person, made::find(text, "Ali"));
        reading.entities = vec![city, ali];
        assert_eq!(found(&reading), [name(12..19, Some(LIBYA))]);
    }

    #[test]
    fn figures_of_four_errors() {
        let errors = vec![(Some(0.0), false), (Some(100.0), true), (Some(5000.0), false), (None, false)];
        let figures = figures(&[Outcome { errors, ..Outcome::default() }]);
        assert_eq!(figures[0], Figure::share("gold names: within 161 km", Part { right: 2, of: 4 }));
        assert_eq!(figures[1].value, Figure::share("", Part { right: 1, of: 3 }).value);
        assert_eq!(figures[2].value, Figure::share("", Part { right: 3, of: 4 }).value);
        assert_eq!(figures[4], Figure::number("gold names: median error, km", 5000.0));
    }
}
