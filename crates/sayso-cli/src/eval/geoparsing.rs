//! LGL and GeoVirus: do the names of places mean the right place on the map?
//!
//! The measures are those of Gritta, Pilehvar and Collier ("A pragmatic guide to geoparsing evaluation", Language Resources
//! and Evaluation 2019), on two tasks:
//!
//! - `gold names`: the names are given, and the resolver alone places them. Over all names with coordinates: the share
//!   within 161 km, the mean and the median error in kilometres, the area under the curve of logarithmic errors (0 is
//!   best); a name without a place counts as the farthest, 20,039 km. Where the middle of a country is, is a convention,
//!   and gold data differ by more than 161 km: hence the same without countries and peoples, and the same with a country
//!   counted as right where the name is given to that country as a whole. A name is in the gazetteer if some candidate that
//!   Sayso has for it lies within 161 km, or is the country meant; of these, the share that is right tells how well it
//!   chooses.
//! - `found names`: the whole engine finds and places them. A mention of an entity of kind place that has coordinates is
//!   right if it overlaps a gold name, one to one; in the last figure, if it also lies within 161 km of it. There, gold
//!   names without coordinates, and what was found on them, count for nothing. Mentions without a name (`the city`,
//!   `there`) are not in the gold and are not counted. LGL's gold has the words for peoples too (`Libyan`), which Sayso keeps
//!   for the country that they tell of, without a pin: hence the share found of all other gold names.
//!
//! ```text
//! gold       [Tripoli 34.4 35.8], [Libya 27 17]
//! predicted  [Tripoli 32.9 13.2], [Libya 28 17]     overlap P 2/2, R 2/2; within 161 km P 1/2, R 1/2
//! ```

use std::ops::Range;
use std::path::Path;

use sayso::ground::place::measure::{self, Accuracy, Document, Gold, Judged, NEAR_KM, error_km};
use sayso::ground::place::{Case, Focus, World};
use sayso::record::{Entity, EntityKind, Reading, Span};
use sayso::tables::countries::CountryWord;

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
    /// Of the gold names: how each is placed, and whether it is the word for a country or a people.
    judged: Vec<(Judged, bool)>,
    found: Counts,
    placed: Counts,
    /// Gold names that are no words for a people, and those of them that were found.
    names: Part,
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
        outcome.names = no_peoples(document, &gold, &found, world);
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
    let judged: Vec<&(Judged, bool)> = outcomes.iter().flat_map(|o| &o.judged).collect();
    let errors: Vec<Option<f64>> = judged.iter().map(|(judged, _)| judged.km).collect();
    let share = |of: &dyn Fn(&Judged, bool) -> bool, right: &dyn Fn(&Judged) -> bool| {
        let mut part = Part::default();
        for (judged, _) in judged.iter().filter(|(judged, country)| of(judged, *country)) {
            part.add(right(judged));
        }
        part
    };
    let all = |_: &Judged, _: bool| true;
    let known = |judged: &Judged, _: bool| judged.known;
    // Those that some candidate is near; a country whose point differs is then none of them.
    let reached = |judged: &Judged, _: bool| judged.reached;
    let accuracy = Accuracy::of(&errors);
    let (mut found, mut placed, mut names) = (Counts::default(), Counts::default(), Part::default());
    for outcome in outcomes {
        names += outcome.names;
        found += outcome.found;
        placed += outcome.placed;
    }
    vec![
        Figure::share("gold names: within 161 km", share(&all, &Judged::near)),
        Figure::share("gold names: or the right country", share(&all, &Judged::right)),
        Figure::share("gold names: no countries or peoples", share(&|_, country| !country, &Judged::near)),
        Figure::share("gold names: given a place", share(&all, &|judged| judged.km.is_some())),
        Figure::share("gold names: in the gazetteer", share(&all, &|judged| judged.known)),
        Figure::share("gold names: of these, right", share(&known, &Judged::right)),
        Figure::share("gold names: of these, within 161 km", share(&reached, &Judged::near)),
        Figure::number("gold names: mean error, km", accuracy.mean_km),
        Figure::number("gold names: median error, km", accuracy.median_km),
        Figure::number("gold names: AUC", accuracy.auc),
        Figure::prf("found names: overlap", found),
        Figure::prf("found names: and within 161 km", placed),
        Figure::share("found names: of those that are no peoples", names),
    ]
}

/// The resolver alone, on the gold names with coordinates; nothing else is given to it.
fn resolved(document: &Document, world: &World<'_>) -> Outcome {
    let gold = document.located();
    let spans: Vec<Range<usize>> = gold.iter().map(|gold| gold.span.clone()).collect();
    let case = Case::new(&document.text, &spans, &Focus::default(), world);
    let judged = measure::judged(&case, &gold, world.weights, world.countries);
    let name = |gold: &Gold| &document.text[gold.span.clone()];
    let country = |gold: &Gold| world.countries.word(name(gold)).is_some();
    let choices = case.choose(world.weights);
    let wrong = gold.iter().zip(&judged).zip(&choices).filter(|((_, judged), _)| !judged.near());
    let shown = wrong.map(|((gold, judged), choice)| {
        let given = choice.map(|c| (&c.candidate.name, &c.candidate.country, c.why));
        let what = match (judged.right(), judged.known) {
            (true, _) => "country",
            (false, true) => "chosen",
            (false, false) => "unknown",
        };
        format!(
            "{} {what}: {} {:?}, {:?} km off: {given:?}",
            document.id,
            name(gold),
            gold.point,
            judged.km.map(f64::round)
        )
    });
    Outcome {
        shown: shown.collect(),
        judged: judged.iter().cloned().zip(gold.iter().map(country)).collect(),
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

/// How many of the gold names that are no words for a people (`Libyan`) were found.
fn no_peoples(document: &Document, gold: &[Name], found: &[Name], world: &World<'_>) -> Part {
    let mut part = Part::default();
    for g in gold {
        let words: String = document.text.chars().skip(g.span.start).take(g.span.len()).collect();
        if !matches!(world.countries.means(&words), Some((_, CountryWord::Demonym | CountryWord::Adjective)))
        {
            part.add(found.iter().any(|p| g.span.start < p.span.end && p.span.start < g.span.end));
        }
    }
    part
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
    use sayso::record::{Place, PlaceKind, PlacePrecision};

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
        let tripoli = Place::named("Tripoli", PlaceKind::Town, PlacePrecision::City);
        city.place = Some(Place { lat: Some(LIBYA.0), lon: Some(LIBYA.1), ..tripoli });
        let ali = made::entity("n2", EntityKind::Person, made::find(text, "Ali"));
        reading.entities = vec![city, ali];
        assert_eq!(found(&reading), [name(12..19, Some(LIBYA))]);
    }

    #[test]
    fn figures_of_five_names() {
        let name = |km: Option<f64>, known, country: Option<bool>| {
            (Judged { km, known, reached: known && country.is_none(), country }, country.is_some())
        };
        let judged = vec![
            name(Some(0.0), true, None),
            name(Some(200.0), true, Some(true)),
            name(Some(5000.0), true, None),
            name(Some(6000.0), false, None),
            name(None, false, None),
        ];
        let figures = figures(&[Outcome { judged, ..Outcome::default() }]);
        let share = |right, of| Figure::share("", Part { right, of }).value;
        let values: Vec<_> = figures.iter().take(7).map(|figure| figure.value).collect();
        let expected =
            [share(1, 5), share(2, 5), share(1, 4), share(4, 5), share(3, 5), share(2, 3), share(1, 2)];
        assert_eq!(values, expected);
        assert_eq!(figures[8], Figure::number("gold names: median error, km", 5000.0));
    }
}
