//! How the words around a name stand to the place: near it, 12 km north of it, between it and another, at its border, off
//! its coast. What may be said is a table, `data/places/relations.csv`.
//!
//! A place so given is never sharper than its words: [`Relation::spot`] says how wide a circle they leave, and moves the
//! point only where they give a distance with a direction, or two ends.
//!
//! ```
//! use sayso::ground::place::relation::around;
//! use sayso::record::{Direction, PlaceRelationKind};
//! use sayso::tables::place_words::PlaceWords;
//! use sayso::tables::relations::Relations;
//!
//! let text = "A mine exploded 12 km (7 miles) north-east of the town of Velmar";
//! let found = around(text, &(58..64), &Relations::embedded().unwrap(), &PlaceWords::embedded().unwrap()).unwrap();
//! assert_eq!((found.kind, found.km), (PlaceRelationKind::Away, Some(12.0)));
//! assert_eq!(found.direction, Some(Direction::NorthEast));
//! assert_eq!(&text[found.span], "12 km (7 miles) north-east of");
//! ```

use std::ops::Range;

use crate::record::{Direction, PlacePrecision, PlaceRelationKind};
use crate::tables::place_words::PlaceWords;
use crate::tables::relations::{Relations, Row, Side};

use super::candidate::{distance_km, point};
use super::context::name_at;

/// How words stand to the place that they name.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// In which way.
    pub kind: PlaceRelationKind,
    /// The direction.
    pub direction: Option<Direction>,
    /// The distance.
    pub km: Option<f64>,
    /// Where the name of the other end stands, in bytes.
    pub other: Option<Range<usize>>,
    /// The words that say so, in bytes.
    pub span: Range<usize>,
}

/// A point with the circle around it, and how sharp it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// The circle in kilometres.
    pub radius_km: f64,
    /// How sharp.
    pub precision: PlacePrecision,
}

// -- reading the words ---------------------------------------------------------------------------------------------

/// What the words around a name say of it.
#[must_use]
pub fn around(
    text: &str,
    name: &Range<usize>,
    relations: &Relations,
    known: &PlaceWords,
) -> Option<Relation> {
    let after = after(text, name, relations);
    // `near the A-B road` is first of all on the road
    let first = |found: &Relation| after.is_none() || found.kind != PlaceRelationKind::Near;
    before(text, name, relations, known).filter(first).or(after)
}

fn before(text: &str, name: &Range<usize>, relations: &Relations, known: &PlaceWords) -> Option<Relation> {
    let mut words = words_before(text, name.start);
    let found = says(&words, relations).or_else(|| {
        drop_kind(&mut words, known);
        says(&words, relations)
    });
    let mut found = found?;
    let ends = matches!(
        found.kind,
        PlaceRelationKind::Between | PlaceRelationKind::Along | PlaceRelationKind::Border
    );
    if ends && found.other.is_none() {
        found.other = end_after(text, name.end);
    }
    Some(found)
}

/// What the words right before a name say.
fn says(words: &[Word<'_>], relations: &Relations) -> Option<Relation> {
    let back: Vec<Word<'_>> = words.iter().rev().cloned().collect();
    relations.of(Side::Before).find_map(|row| matched(row, &back, true))
}

fn after(text: &str, name: &Range<usize>, relations: &Relations) -> Option<Relation> {
    let words = words_after(text, name.end);
    relations.of(Side::After).find_map(|row| matched(row, &words, false))
}

/// A word and where it stands.
#[derive(Clone, Debug)]
struct Word<'t> {
    text: &'t str,
    at: Range<usize>,
}

/// The row's words against those of the text, from the name outwards; where they fit, what they say.
fn matched(row: &Row, words: &[Word<'_>], back: bool) -> Option<Relation> {
    let mut found = Relation { kind: row.kind, direction: None, km: None, other: None, span: 0..0 };
    let mut used = 0;
    let mut fits = |part: &String| {
        let rest = &words[used..];
        let taken = match part.as_str() {
            "#" => distance(rest, &mut found),
            "~" => direction(rest, &mut found),
            "*" => other(rest, &mut found),
            word => rest.first().map(|first| usize::from(first.text.eq_ignore_ascii_case(word))),
        };
        used += taken.unwrap_or(0);
        taken.is_some_and(|taken| taken > 0)
    };
    let all = if back { row.words.iter().rev().all(&mut fits) } else { row.words.iter().all(&mut fits) };
    let used = words.get(..used).filter(|used| all && !used.is_empty())?;
    let (first, last) = (used.iter().map(|w| w.at.start).min()?, used.iter().map(|w| w.at.end).max()?);
    found.span = first..last;
    Some(found)
}

/// `12 km`, `12km`, `12-kilometre`, read backwards.
fn distance(back: &[Word<'_>], found: &mut Relation) -> Option<usize> {
    let last = back.first()?.text.to_lowercase();
    let (number, unit, taken) = match last.find(char::is_alphabetic)? {
        0 => (back.get(1)?.text, last.as_str(), 2),
        at => (&last[..at], &last[at..], 1),
    };
    let km = match unit.trim_end_matches('.') {
        "km" | "kms" | "kilometre" | "kilometres" | "kilometer" | "kilometers" => 1.0,
        "mile" | "miles" | "mi" => 1.609,
        "metre" | "metres" | "meter" | "meters" => 0.001,
        _ => return None,
    };
    let number: f64 = number.trim_end_matches('-').replace(',', "").parse().ok()?;
    let sound = number.is_finite() && (0.0..20_000.0).contains(&number);
    sound.then(|| {
        found.km = Some((number * km * 100.0).round() / 100.0);
        taken
    })
}

fn direction(back: &[Word<'_>], found: &mut Relation) -> Option<usize> {
    let first = back.first()?.text;
    let two = back.get(1).and_then(|second| compass(&format!("{}{first}", second.text)));
    found.direction = two.or_else(|| compass(first));
    found.direction.map(|_| if two.is_some() { 2 } else { 1 })
}

/// A direction: `north`, `northern`, `north-east`, `northeastern`.
#[must_use]
pub fn compass(word: &str) -> Option<Direction> {
    let plain: String = word.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    Some(match plain.strip_suffix("ern").unwrap_or(&plain) {
        "north" => Direction::North,
        "northeast" => Direction::NorthEast,
        "east" => Direction::East,
        "southeast" => Direction::SouthEast,
        "south" => Direction::South,
        "southwest" => Direction::SouthWest,
        "west" => Direction::West,
        "northwest" => Direction::NorthWest,
        _ => return None,
    })
}

/// Another name: one to three words with a capital.
fn other(words: &[Word<'_>], found: &mut Relation) -> Option<usize> {
    let capital = |word: &&Word<'_>| word.text.starts_with(char::is_uppercase);
    let name: Vec<&Word<'_>> = words.iter().take(3).take_while(capital).collect();
    let (start, end) = (name.iter().map(|w| w.at.start).min()?, name.iter().map(|w| w.at.end).max()?);
    found.other = Some(start..end);
    Some(name.len())
}

/// `between [X] and Y`: the other end stands after the name.
fn end_after(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = text.get(from..)?;
    let rest = [" and ", " to ", " with "].iter().find_map(|link| rest.strip_prefix(link))?;
    let rest = rest.strip_prefix("the ").unwrap_or(rest);
    let start = text.len() - rest.len();
    name_at(rest).map(|name| start..start + name.len())
}

/// At most so many bytes are looked at on each side.
const REACH: usize = 160;

/// The words before a place in the text, within its clause, without what stands in brackets (`12 km (7 miles) north of`).
fn words_before(text: &str, end: usize) -> Vec<Word<'_>> {
    let from = (end.saturating_sub(REACH)..=end).find(|at| text.is_char_boundary(*at)).unwrap_or(end);
    let Some(slice) = text.get(from..end) else { return Vec::new() };
    let line = slice.rfind(['\n', ';', '?', '!']).map_or(0, |at| at + 1);
    let mut found = Vec::new();
    let mut depth = 0_usize;
    for word in split(slice, line..slice.len(), from) {
        depth += word.text.matches('(').count();
        let closed = word.text.matches(')').count();
        if depth > 0 {
            depth = depth.saturating_sub(closed);
            continue;
        }
        // `the capital, X`: the comma belongs to the name
        let clause = word.text.ends_with([',', ':']) || (word.text.ends_with('.') && word.text.len() > 4);
        if clause && !word.text.eq_ignore_ascii_case("capital,") {
            found.clear();
        } else {
            found.push(word);
        }
    }
    found
}

/// The words after, within the clause; a hyphen and `'s` right behind the name are words of their own.
fn words_after(text: &str, start: usize) -> Vec<Word<'_>> {
    let end =
        (start.saturating_add(REACH).min(text.len())..=text.len()).find(|at| text.is_char_boundary(*at));
    let Some(slice) = end.and_then(|end| text.get(start..end)) else { return Vec::new() };
    let clause = slice.find(['\n', '.', ',', ';', '(']).unwrap_or(slice.len());
    let mark = ["-", "\u{2013}", "'s", "\u{2019}s"].iter().find(|mark| slice[..clause].starts_with(**mark));
    let own = mark.map_or(0, |mark| mark.len());
    let plain = match mark {
        Some(mark) if mark.ends_with('s') => Some("'s"),
        Some(_) => Some("-"),
        None => None,
    };
    let first = plain.map(|text| Word { text, at: start..start + own });
    first.into_iter().chain(split(slice, own..clause.max(own), start)).collect()
}

/// The words of a part of a slice that begins at `offset` of the text.
fn split(slice: &str, range: Range<usize>, offset: usize) -> impl Iterator<Item = Word<'_>> {
    let part = &slice[range.clone()];
    let mut at = 0;
    part.split_whitespace().map(move |word| {
        // OK because the word is in the rest of the part.
        let start = at + part[at..].find(word).unwrap_or(0);
        at = start + word.len();
        let start = offset + range.start + start;
        Word { text: word, at: start..start + word.len() }
    })
}

/// Without `the`, `the town of`, `the coastal city of`, `the capital,` right before the name.
fn drop_kind(words: &mut Vec<Word<'_>>, known: &PlaceWords) {
    let is = |word: Option<&Word<'_>>, plain: &str| word.is_some_and(|w| w.text.eq_ignore_ascii_case(plain));
    let from_end = |n: usize, words: &[Word<'_>]| words.len().checked_sub(n);
    if is(words.last(), "of")
        && from_end(2, words).is_some_and(|at| known.holds("between", words[at].text.trim_end_matches('s')))
    {
        let within = &words[..words.len() - 2];
        let start =
            (1..=3).find(|n| from_end(*n, within).is_some_and(|at| ["the", "a"].contains(&within[at].text)));
        words.truncate(start.map_or(within.len(), |n| within.len() - n));
    } else if is(words.last(), "capital") || is(words.last(), "capital,") {
        words.pop();
    }
    if is(words.last(), "the") && !words.is_empty() {
        words.pop();
    }
}

// -- what they leave of the point -----------------------------------------------------------------------------------

/// `near` and the like leave so many kilometres, as UCDP has it.
const NEAR_KM: f64 = 25.0;
/// Only a direction leaves so many.
const DIRECTION_KM: f64 = 30.0;
/// Off a coast.
const OFF_KM: f64 = 50.0;

impl Relation {
    /// The point and the circle that the words leave of a place, given the other end's point where that is known.
    #[must_use]
    pub fn spot(&self, place: Spot, other: Option<(f64, f64)>) -> Spot {
        use PlacePrecision::{Admin1, City, Country};
        let town = place.precision <= City;
        let wide = |km: f64| place.radius_km.max(km);
        let coarse = |at_least: PlacePrecision| place.precision.max(at_least);
        match self.kind {
            PlaceRelationKind::Part => place,
            PlaceRelationKind::Near => Spot { radius_km: wide(NEAR_KM), precision: coarse(City), ..place },
            PlaceRelationKind::Away => self.away(place),
            PlaceRelationKind::Between | PlaceRelationKind::Along => match other.filter(|_| town) {
                Some(other) => halfway(place, other),
                None => Spot { radius_km: wide(OFF_KM), precision: coarse(Admin1), ..place },
            },
            PlaceRelationKind::Border if town => {
                Spot { radius_km: wide(NEAR_KM), precision: coarse(City), ..place }
            }
            PlaceRelationKind::Border => place,
            PlaceRelationKind::Off => {
                let precision = if town { Admin1 } else { Country };
                Spot {
                    radius_km: wide(OFF_KM.max(self.km.unwrap_or(0.0))),
                    precision: coarse(precision),
                    ..place
                }
            }
        }
    }

    fn away(&self, place: Spot) -> Spot {
        let town = place.precision <= PlacePrecision::City;
        let far = self.km.is_some_and(|km| km > 2.0 * NEAR_KM);
        let coarse = if far { PlacePrecision::Admin1 } else { PlacePrecision::City };
        let precision = place.precision.max(coarse);
        match (self.km, self.direction) {
            (Some(km), Some(direction)) if town => {
                let (lat, lon) = moved(place, km, direction);
                Spot { lat, lon, radius_km: place.radius_km.max(km / 3.0), precision }
            }
            (Some(km), _) => Spot { radius_km: place.radius_km + km, precision, ..place },
            (None, _) => Spot { radius_km: place.radius_km.max(DIRECTION_KM), precision, ..place },
        }
    }
}

/// The middle between two ends. Far ends make it as coarse as a region, and so is any line.
fn halfway(place: Spot, other: (f64, f64)) -> Spot {
    let (a, b) = (point(place.lat, place.lon), point(other.0, other.1));
    let half = distance_km(&a, &b) / 2.0;
    let middle: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a + b).collect();
    let [x, y, z] = middle.as_slice() else { return place };
    let (lat, lon) = (z.atan2(x.hypot(*y)).to_degrees(), y.atan2(*x).to_degrees());
    let precision =
        if half > 300.0 { PlacePrecision::Country } else { place.precision.max(PlacePrecision::Admin1) };
    Spot { lat: rounded(lat), lon: rounded(lon), radius_km: place.radius_km.max(half.round()), precision }
}

/// The point so many kilometres from another.
fn moved(place: Spot, km: f64, direction: Direction) -> (f64, f64) {
    let bearing = match direction {
        Direction::North => 0.0_f64,
        Direction::NorthEast => 45.0,
        Direction::East => 90.0,
        Direction::SouthEast => 135.0,
        Direction::South => 180.0,
        Direction::SouthWest => 225.0,
        Direction::West => 270.0,
        Direction::NorthWest => 315.0,
    };
    let (lat, lon) = (place.lat.to_radians(), place.lon.to_radians());
    let (arc, bearing) = (km / 6371.0, bearing.to_radians());
    let to = (lat.sin() * arc.cos() + lat.cos() * arc.sin() * bearing.cos()).asin();
    let turn = (bearing.sin() * arc.sin() * lat.cos()).atan2(arc.cos() - lat.sin() * to.sin());
    let lon = (lon + turn).to_degrees();
    (rounded(to.to_degrees()), rounded((lon + 540.0).rem_euclid(360.0) - 180.0))
}

/// To some ten metres, as the gazetteer's points.
fn rounded(degrees: f64) -> f64 {
    (degrees * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relation(marked: &str) -> Option<(Relation, String)> {
        let (start, end) = (marked.find('[')?, marked.find(']')?);
        let text = marked.replace(['[', ']'], "");
        let (relations, words) = (Relations::embedded().unwrap(), PlaceWords::embedded().unwrap());
        let found = around(&text, &(start..end - 1), &relations, &words)?;
        let other = found.other.clone().map(|at| text[at].to_owned()).unwrap_or_default();
        Some((found, other))
    }

    #[test]
    fn every_row_reads_its_example() {
        let relations = Relations::embedded().unwrap();
        for row in relations.of(Side::Before).chain(relations.of(Side::After)) {
            let found = relation(&row.example).unwrap_or_else(|| panic!("nothing in {}", row.example));
            assert_eq!(found.0.kind, row.kind, "{} {found:?}", row.example);
            let distance = row.words.iter().any(|word| word == "#");
            assert_eq!(found.0.km.is_some(), distance, "{}", row.example);
            assert!(!row.words.iter().any(|w| w == "*") || !found.1.is_empty(), "{}", row.example);
        }
    }

    #[test]
    fn what_stands_between_does_not_matter() {
        let kind = |marked: &str| relation(marked).map(|(found, _)| found.kind);
        assert_eq!(kind("near the coastal town of [Velmar]"), Some(PlaceRelationKind::Near));
        assert_eq!(kind("20 miles (32 km) east of the capital, [Velmar]"), Some(PlaceRelationKind::Away));
        assert_eq!(kind("Near Ostra, [Velmar] was quiet"), None);
        assert_eq!(kind("They fled north. [Velmar] was quiet"), None);
        assert_eq!(kind("in [Velmar]"), None);
        assert_eq!(relation("on the highway between [Velmar] and Ostra Bay").unwrap().1, "Ostra Bay");
    }

    #[test]
    fn a_distance_and_a_direction_move_the_point() {
        let town = Spot { lat: 10.0, lon: 20.0, radius_km: 5.0, precision: PlacePrecision::City };
        let spot = relation("111 km north of [Velmar]").unwrap().0.spot(town, None);
        assert!((spot.lat - 11.0).abs() < 0.01 && (spot.lon - 20.0).abs() < 0.01, "{spot:?}");
        assert_eq!((spot.radius_km, spot.precision), (37.0, PlacePrecision::Admin1));
        let near = relation("near [Velmar]").unwrap().0.spot(town, None);
        assert_eq!((near.lat, near.radius_km, near.precision), (10.0, 25.0, PlacePrecision::City));
        let line = relation("the road between [Velmar] and Ostra").unwrap().0.spot(town, Some((10.0, 21.0)));
        assert!((line.lon - 20.5).abs() < 0.01 && line.precision == PlacePrecision::Admin1, "{line:?}");
    }
}
