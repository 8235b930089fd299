//! Every place that a name may mean, from all tables.
//!
//! A name is looked up as it stands. Only where no table has it, other spellings are tried, the nearest first: without
//! `the`, `St.` as `Saint`, another form of the Arabic article (`Sharm Al Sheikh` as `Sharm el Sheikh`), without a word
//! for what it is (`Diyala province`), without a direction (`northern Tripoli`), and last as a demonym (`Libyan`).

use crate::tables::countries::Country;
use crate::tables::gazetteer::name::normalise;
use crate::tables::gazetteer::{self, PlaceKind, PlaceRef};
use crate::tables::place_words::PlaceWords;
use crate::tables::regions::{Kind, Region};

use super::World;

/// Candidates of a name that are weighed; names like San José have hundreds, and the smallest are never meant.
const MOST: usize = 80;

/// What a user's own place counts as having at least, in weighing it against others of its name.
const OWN_POPULATION: u32 = 10_000;

/// The circle that stands for any country.
pub(super) const COUNTRY_KM: f64 = 300.0;

/// A place that a name may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its name in the tables.
    pub name: String,
    /// GeoNames id, where the gazetteer has it.
    pub geonames: Option<u32>,
    /// ISO 3166-1 alpha-3, where it lies in one country.
    pub country: Option<String>,
    /// The first-level division.
    pub admin1: Option<PlaceRef>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// The point on the unit sphere, for distances.
    pub point: [f64; 3],
    /// People; 0 where not known.
    pub population: u32,
    /// A circle of so many kilometres about covers it.
    pub radius_km: f64,
    /// What it is.
    pub form: Form,
    /// What it is in the table of regions, where it is from there.
    pub region: Option<Kind>,
    /// The name is another name of it, not its main one.
    pub alternate: bool,
    /// The name in the tables is spelt exactly like the one looked up.
    pub exact: bool,
    /// The name was found in another spelling only.
    pub respelt: bool,
    /// The name says what it is (`Idlib province`), and it is that.
    pub kind_named: bool,
}

/// What a candidate is, as far as it matters for choosing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "plain words")]
pub enum Form {
    Country,
    Admin1,
    /// A division below the first level.
    Admin2,
    Capital,
    /// The seat of a first-level division.
    Seat,
    Town,
    /// A part of a town.
    District,
    /// A region, sea, river, desert or island.
    Region,
    Continent,
}

/// The places that a name may mean, the most populous first within each table.
#[must_use]
pub fn candidates(name: &str, world: &World<'_>) -> Vec<Candidate> {
    let mut found = all(name, world);
    let plain = normalise(name);
    let words: Vec<&str> = plain.split(' ').collect();
    for candidate in &mut found {
        candidate.kind_named = kind_named(&words, candidate.form);
    }
    found
}

/// Notes which candidates are what a word next to the name says (`Idlib` before `province`).
pub(super) fn note_kind(found: &mut [Candidate], kind: &str) {
    for candidate in found {
        candidate.kind_named |= kind_named(&["", kind], candidate.form);
    }
}

/// The places whose name is another transliteration of this one (`Deir Ezzor`, `Dayr az Zawr`); for names that no table
/// has. What is spelt alike is often nothing at all: take one of these only where the report speaks of its country.
#[must_use]
pub fn similar(name: &str, world: &World<'_>) -> Vec<Candidate> {
    let mut found: Vec<gazetteer::Place> =
        world.gazetteer.respelt(name).iter().filter_map(|hit| world.gazetteer.place(hit.place)).collect();
    found.sort_by_key(|place| (std::cmp::Reverse(place.population), place.geonames));
    found.iter().take(MOST).map(|place| of_place(place, true, name, true)).collect()
}

fn kind_named(words: &[&str], form: Form) -> bool {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let named = |kinds: &[&str]| words.len() > 1 && (kinds.contains(first) || kinds.contains(last));
    match form {
        Form::Admin1 | Form::Admin2 => named(&[
            "province",
            "governorate",
            "oblast",
            "state",
            "county",
            "district",
            "region",
            "prefecture",
            "department",
            "municipality",
            "division",
            "parish",
        ]),
        Form::Region => named(&["region", "valley", "island", "islands"]),
        Form::District => named(&[
            "district",
            "camp",
            "neighbourhood",
            "neighborhood",
            "suburb",
            "airport",
            "airbase",
            "base",
            "crossing",
        ]),
        Form::Capital | Form::Seat | Form::Town => named(&["city", "town", "village"]),
        Form::Country | Form::Continent => false,
    }
}

fn all(name: &str, world: &World<'_>) -> Vec<Candidate> {
    let mut direct = as_written(name, name, false, world);
    for other in equal_spellings(name) {
        let more = as_written(&other, name, true, world);
        let known = direct.clone();
        direct.extend(more.into_iter().filter(|candidate| !known.iter().any(|other| same(candidate, other))));
    }
    if !direct.is_empty() {
        direct.extend(people(name, &direct, world));
        return direct;
    }
    for respelt in respellings(name, world.words) {
        let found = as_written(&respelt, name, true, world);
        if !found.is_empty() {
            return found;
        }
    }
    people(name, &[], world).into_iter().collect()
}

/// The country whose people or adjective the name is (`Libyan`), unless it is there already.
fn people(name: &str, known: &[Candidate], world: &World<'_>) -> Option<Candidate> {
    let country = of_country(world.countries.word(name)?, name, true, world);
    (!known.iter().any(|candidate| candidate.form == Form::Country && candidate.country == country.country))
        .then_some(country)
}

fn as_written(name: &str, written: &str, respelt: bool, world: &World<'_>) -> Vec<Candidate> {
    if let Some(division) = abbreviated(name, world) {
        return vec![division];
    }
    let mut found: Vec<Candidate> = Vec::new();
    if let Some(country) = world.countries.named(name) {
        found.push(of_country(country, written, respelt, world));
    }
    found.extend(world.regions.lookup(name).map(|region| of_region(region, written, respelt)));
    let places =
        world.gazetteer.lookup(name).filter_map(|hit| Some((hit, world.gazetteer.place(hit.place)?)));
    for (hit, place) in places {
        if found.len() >= MOST {
            break;
        }
        let known = |candidate: &Candidate| place.geonames.is_some() && candidate.geonames == place.geonames;
        if !found.iter().any(known) {
            found.push(of_place(&place, hit.alternate, written, respelt));
        }
    }
    found
}

/// The place that an abbreviation stands for: a division of that name, else the largest town.
fn abbreviated(name: &str, world: &World<'_>) -> Option<Candidate> {
    let (long, country) = world.abbreviations.expand(name)?;
    let places: Vec<gazetteer::Place> = (world.gazetteer.lookup(long))
        .filter_map(|hit| world.gazetteer.place(hit.place))
        .filter(|place| place.country_iso2 == country)
        .collect();
    let division = places.iter().find(|place| place.kind == PlaceKind::Admin1);
    division.or(places.first()).map(|place| of_place(place, true, name, false))
}

fn of_country(country: &Country, written: &str, respelt: bool, world: &World<'_>) -> Candidate {
    let place = world.gazetteer.country(&country.iso3).and_then(|found| world.gazetteer.place(found));
    let (lat, lon) = match (&place, country.lat, country.lon) {
        (Some(place), ..) => (place.lat, place.lon),
        (None, Some(lat), Some(lon)) => (lat, lon),
        _ => (0.0, 0.0),
    };
    Candidate {
        name: country.name.clone(),
        geonames: place.and_then(|place| place.geonames),
        country: Some(country.iso3.clone()),
        admin1: None,
        lat,
        lon,
        point: point(lat, lon),
        population: place.map_or(0, |place| place.population),
        radius_km: COUNTRY_KM,
        form: Form::Country,
        region: None,
        alternate: false,
        exact: country.name == written,
        respelt,
        kind_named: false,
    }
}

fn of_region(region: &Region, written: &str, respelt: bool) -> Candidate {
    let (form, population) = match region.kind {
        Kind::Continent => (Form::Continent, 10_000_000),
        Kind::District => (Form::District, 20_000),
        // an ocean is better known than any town of its name
        Kind::Sea if region.radius_km > 1000.0 => (Form::Region, 10_000_000),
        _ => (Form::Region, 500_000),
    };
    Candidate {
        name: region.name.clone(),
        geonames: None,
        country: if let [only] = region.countries.as_slice() { Some(only.clone()) } else { None },
        admin1: None,
        lat: region.lat,
        lon: region.lon,
        point: point(region.lat, region.lon),
        population,
        radius_km: region.radius_km,
        form,
        region: Some(region.kind),
        alternate: normalise(&region.name) != normalise(written),
        exact: region.name == written,
        respelt,
        kind_named: false,
    }
}

fn of_place(place: &gazetteer::Place, alternate: bool, written: &str, respelt: bool) -> Candidate {
    let (form, radius_km) = match place.kind {
        PlaceKind::Country => (Form::Country, COUNTRY_KM),
        PlaceKind::Admin1 => (Form::Admin1, 100.0),
        PlaceKind::Admin2 | PlaceKind::Admin3 => (Form::Admin2, 50.0),
        PlaceKind::Capital => (Form::Capital, 15.0),
        PlaceKind::Admin1Seat => (Form::Seat, 10.0),
        PlaceKind::Section => (Form::District, 3.0),
        PlaceKind::Admin2Seat
        | PlaceKind::Seat
        | PlaceKind::Town
        | PlaceKind::Locality
        | PlaceKind::Former => (Form::Town, 5.0),
        PlaceKind::Site => (Form::District, 3.0),
        PlaceKind::Region => (Form::Region, 30.0),
    };
    // A user's own places are among those that the user's reports speak of, whether or not their people were counted.
    let population = if place.own { place.population.max(OWN_POPULATION) } else { place.population };
    Candidate {
        name: place.name.to_owned(),
        geonames: place.geonames,
        country: Some(place.country_iso3.to_owned()).filter(|country| !country.is_empty()),
        admin1: place.admin1,
        lat: place.lat,
        lon: place.lon,
        point: point(place.lat, place.lon),
        population,
        radius_km: place.radius_km.unwrap_or(radius_km),
        form,
        region: None,
        alternate,
        exact: place.name == written,
        respelt,
        kind_named: false,
    }
}

fn same(a: &Candidate, b: &Candidate) -> bool {
    a.geonames == b.geonames && a.point == b.point
}

/// Spellings that are as good as the name itself: `St.` for `Saint`, another form of an article that it has.
fn equal_spellings(name: &str) -> Vec<String> {
    let plain = normalise(name);
    let words: Vec<&str> = plain.split(' ').collect();
    let mut out: Vec<String> = saints(&words).into_iter().collect();
    if words.len() > 1 && article(&words).is_some() {
        out.extend(articles(&words));
        out.retain(|other| *other != plain);
    }
    out
}

/// Other spellings, the nearest first.
fn respellings(name: &str, known: &PlaceWords) -> Vec<String> {
    let plain = normalise(name);
    let words: Vec<&str> = plain.split(' ').collect();
    let mut out = Vec::new();
    if plain.len() < 3 {
        return out;
    }
    if let Some(rest) = plain.strip_prefix("the ") {
        out.push(rest.to_owned());
    }
    out.extend(saints(&words));
    out.extend(articles(&words));
    if let Some(rest) = plain.strip_suffix(" s") {
        out.push(rest.to_owned());
    }
    let bare = bare(&words, known);
    if bare.len() < words.len() && !bare.is_empty() {
        out.push(bare.join(" "));
        out.extend(saints(bare));
        out.extend(articles(bare));
    }
    out
}

const SAINTS: [(&str, &str); 4] = [("st", "saint"), ("ste", "sainte"), ("ft", "fort"), ("mt", "mount")];

fn saints(words: &[&str]) -> Option<String> {
    let swap = |word: &&str| {
        SAINTS.iter().find_map(|(a, b)| if word == a { Some(*b) } else { (word == b).then_some(*a) })
    };
    let swapped: Vec<&str> = words.iter().map(|word| swap(word).unwrap_or(word)).collect();
    (swapped != words).then(|| swapped.join(" "))
}

/// The article of Arabic names in its many spellings; sun letters take it in (`ash-Sharqiyah`).
const ARTICLES: [&str; 14] =
    ["al", "el", "ash", "as", "ad", "an", "ar", "at", "az", "esh", "ed", "er", "es", "ez"];

fn article(words: &[&str]) -> Option<usize> {
    words.iter().position(|word| ARTICLES.contains(word) || *word == "ul" || *word == "aal")
}

/// The name with its article in its other spellings, without it, and with one before.
fn articles(words: &[&str]) -> Vec<String> {
    let Some(at) = article(words) else {
        return ["al", "el"].iter().map(|article| format!("{article} {}", words.join(" "))).collect();
    };
    let with = |article: &str| {
        let mut changed = words.to_vec();
        changed[at] = article;
        changed.retain(|word| !word.is_empty());
        changed.join(" ")
    };
    let mut out: Vec<String> = ARTICLES.iter().map(|article| with(article)).collect();
    out.push(with(""));
    out
}

/// The words without those that say what it is, or which part of it.
fn bare<'a, 'b>(words: &'a [&'b str], known: &PlaceWords) -> &'a [&'b str] {
    let mut rest = words;
    loop {
        rest = match rest {
            [first, tail @ ..]
                if known.holds("part", first)
                    || known.holds("kind", first)
                    || *first == "the"
                    || *first == "of" =>
            {
                tail
            }
            [head @ .., last] if known.holds("kind", last) => head,
            _ => return rest,
        };
    }
}

/// The point on the unit sphere.
#[must_use]
pub fn point(lat: f64, lon: f64) -> [f64; 3] {
    let (lat, lon) = (lat.to_radians(), lon.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// Kilometres along the surface between two points on the unit sphere.
#[must_use]
pub fn distance_km(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    let chord = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt();
    2.0 * 6371.0 * (chord / 2.0).min(1.0).asin()
}
