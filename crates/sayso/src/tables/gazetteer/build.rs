//! Makes gazetteer files: the built-in one from a table ([`from_table`], `cargo xtask gazetteer`), a user's from what
//! [`super::import`] reads ([`Builder`], `sayso gazetteer add`).
//!
//! The table has a line for each place, fields between tabs: kind, geonames id, name, latitude, longitude, population,
//! country (ISO alpha-2; for a country also alpha-3, after a space), first-level division's GeoNames code, other
//! names (`|` between). Lines that begin with `kind` or `#` are skipped. The same table gives the same bytes.

use std::collections::{BTreeSet, HashMap};
use std::io::{self, BufWriter, Read, Seek, Write};

use sha2::{Digest, Sha256};

use super::format::{
    EXTRA, Header, NO_COUNTRY, NO_DIVISION, NONE, Record, lat_parts, lon_parts, number, place_size,
    population_parts,
};
use super::name::normalise;
use super::sorted::{self, LONGEST};
use super::sorter::{InMemory, Scratch, Sorter};
use super::spelling::{self, Key};
use super::{Gazetteer, Meta, PlaceKind, hex};

/// Bytes that are held of the names before they are put away, and of other lists.
const HELD: usize = 48 << 20;
/// Main names that are kept in mind, to write each once.
const POOLED: usize = 400_000;

/// The sizes of a gazetteer's parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// Places of any kind.
    pub places: usize,
    /// Different normalised names.
    pub names: usize,
    /// Pairs of a normalised name and a place.
    pub pairs: usize,
    /// Bytes of the places' records.
    pub record_bytes: usize,
    /// Bytes of the main names.
    pub name_bytes: usize,
    /// Bytes of the lists behind names that several places share.
    pub posting_bytes: usize,
    /// Bytes of the sorted list of names.
    pub index_bytes: usize,
    /// Bytes of the hashes of spellings.
    pub spelling_bytes: usize,
    /// Bytes in all.
    pub bytes: usize,
}

/// What is wrong with the table.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct TableError {
    /// Line number, from 1; 0 where it is the table as a whole.
    pub line: usize,
    /// What was expected and found.
    pub problem: String,
}

/// Why a file could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The place has something that the format cannot hold.
    #[error("{0}")]
    Place(String),
    /// The whole outgrows the format.
    #[error("too many {0} for one gazetteer; add the files one by one")]
    Large(&'static str),
    /// Scratch files, or the file itself, could not be written.
    #[error("cannot write: {0}")]
    Io(#[from] io::Error),
}

/// A place to be put into a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// What it is; a town unless told.
    pub kind: Option<PlaceKind>,
    /// GeoNames' id.
    pub geonames: Option<u32>,
    /// Its main name.
    pub name: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// People; 0 where not known.
    pub population: u32,
    /// ISO alpha-2 of its country; empty where not known.
    pub country: String,
    /// The first-level division it lies in: GeoNames' code or its name.
    pub admin1: String,
    /// Its other names.
    pub others: Vec<String>,
    /// A circle of so many kilometres covers it.
    pub radius_km: f64,
    /// The user's own identifier.
    pub id: String,
    /// Where the user has it from.
    pub source: String,
}

/// Builds the built-in gazetteer.
///
/// # Errors
/// Where a line does not have its fields, names an unknown kind or country, or the table outgrows the format.
pub fn from_table(table: &str) -> Result<(Vec<u8>, Sizes), TableError> {
    let whole = |problem: String| TableError { line: 0, problem };
    let mut rows = Vec::new();
    for (i, line) in table.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') || line.starts_with("kind\t") {
            continue;
        }
        rows.push(row(line).map_err(|problem| TableError { line: i + 1, problem })?);
    }
    let key = |entry: &Entry| normalise(&entry.name);
    rows.sort_by_cached_key(|(_, entry)| (key(entry), u32::MAX - entry.population, entry.geonames));
    let mut builder = Builder::new(InMemory, 3, false).map_err(|e| whole(e.to_string()))?;
    let codes: Vec<(String, String)> = (rows.iter())
        .filter(|(iso3, _)| !iso3.is_empty())
        .map(|(iso3, entry)| (entry.country.clone(), iso3.clone()))
        .collect();
    builder.countries(codes.iter().map(|(iso2, iso3)| (iso2.as_str(), iso3.as_str())));
    for (_, entry) in &rows {
        if !builder.country_of.contains_key(&entry.country) {
            return Err(whole(format!("{}: no row for its country {:?}", entry.name, entry.country)));
        }
        builder.add(entry).map_err(|e| whole(format!("{}: {e}", entry.name)))?;
    }
    let mut out = Vec::new();
    let meta = Meta { name: "built-in".to_owned(), ..Meta::default() };
    let sizes = builder.finish(&meta, &mut out).map_err(|e| whole(e.to_string()))?;
    Ok((out, sizes))
}

/// A line of the table: for a country its alpha-3 code too.
fn row(line: &str) -> Result<(String, Entry), String> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [kind, geonames, name, lat, lon, population, country, admin1, others] = fields[..] else {
        return Err(format!("{} fields, expected 9", fields.len()));
    };
    let known = PlaceKind::ALL.iter().find(|(_, name)| *name == kind);
    let (country, iso3) = country.split_once(' ').unwrap_or((country, ""));
    let kind = known.ok_or_else(|| format!("unknown kind {kind:?}"))?.0;
    if kind == PlaceKind::Country && (country.len() != 2 || iso3.len() != 3) {
        return Err(format!("{name}: expected ISO codes as in `LY LBY`"));
    }
    Ok((
        iso3.to_owned(),
        Entry {
            kind: Some(kind),
            geonames: Some(whole_number("geonames id", geonames)?),
            name: name.to_owned(),
            lat: degrees("latitude", lat, 90.0)?,
            lon: degrees("longitude", lon, 180.0)?,
            population: whole_number("population", population)?,
            country: country.to_owned(),
            admin1: admin1.to_owned(),
            others: others.split('|').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            ..Entry::default()
        },
    ))
}

fn whole_number(what: &str, text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("{what} {text:?}, expected a number"))
}

/// Degrees as written, within a limit.
pub(super) fn degrees(what: &str, text: &str, limit: f64) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|degrees: &f64| degrees.abs() <= limit)
        .ok_or_else(|| format!("{what} {text:?}, expected degrees up to {limit}"))
}

struct CountryRow {
    iso2: String,
    iso3: String,
    place: u32,
}

struct DivisionRow {
    country: u8,
    code: String,
    geonames: u32,
    place: u32,
    /// Its name, where only that is known; it becomes a place of its own.
    name: Option<String>,
    first: (f64, f64),
}

/// Makes a file from places that come one by one, in memory that does not grow with them, but for 12 bytes a place.
pub struct Builder<S: Scratch> {
    scratch: S,
    width: usize,
    own: bool,
    records: BufWriter<S::File>,
    names: BufWriter<S::File>,
    name_bytes: u64,
    pool: HashMap<String, u32>,
    places: u32,
    countries: Vec<CountryRow>,
    country_of: HashMap<String, u8>,
    divisions: Vec<DivisionRow>,
    division_of: HashMap<(u8, String), u16>,
    /// What names of divisions are looked up in.
    built_in: Option<Gazetteer>,
    /// Divisions of the built-in gazetteer by country and code.
    known: HashMap<(String, String), u32>,
    /// Names of divisions by country and code, where a file gives them.
    named: HashMap<(String, String), String>,
    pairs: Sorter<S::File>,
    /// Geonames id, place, population (high bit: transliterated).
    ids: Vec<(u32, u32, u32)>,
    extras: Vec<u8>,
}

const TRANSLITERATED: u32 = 1 << 31;

impl<S: Scratch> Builder<S> {
    /// For a user's file: `own` where its places are the user's, not GeoNames'. Countries and divisions are those of the
    /// built-in gazetteer.
    ///
    /// # Errors
    /// Where no scratch file can be made.
    pub fn over(built_in: Gazetteer, own: bool, scratch: S) -> Result<Self, BuildError> {
        let mut builder = Self::new(scratch, 4, own)?;
        builder.countries(built_in.codes());
        for (country, code, geonames) in built_in.divisions() {
            builder.known.insert((country.to_owned(), code.to_owned()), geonames);
        }
        builder.built_in = Some(built_in);
        Ok(builder)
    }

    fn new(scratch: S, width: usize, own: bool) -> Result<Self, BuildError> {
        Ok(Self {
            width,
            own,
            records: BufWriter::with_capacity(1 << 18, scratch.file()?),
            names: BufWriter::with_capacity(1 << 18, scratch.file()?),
            name_bytes: 0,
            pool: HashMap::new(),
            places: 0,
            countries: Vec::new(),
            country_of: HashMap::new(),
            divisions: Vec::new(),
            division_of: HashMap::new(),
            built_in: None,
            known: HashMap::new(),
            named: HashMap::new(),
            pairs: Sorter::holding(HELD),
            ids: Vec::new(),
            extras: Vec::new(),
            scratch,
        })
    }

    fn countries<'a>(&mut self, codes: impl Iterator<Item = (&'a str, &'a str)>) {
        let sorted: BTreeSet<(&str, &str)> = codes.take(usize::from(NO_COUNTRY)).collect();
        for (number, (iso2, iso3)) in (0..).zip(sorted) {
            self.country_of.insert(iso2.to_owned(), number);
            self.countries.push(CountryRow { iso2: iso2.to_owned(), iso3: iso3.to_owned(), place: NONE });
        }
    }

    /// The codes of the countries that places may lie in, alpha-2 and alpha-3.
    #[must_use]
    pub fn codes(&self) -> Vec<(String, String)> {
        self.countries.iter().map(|country| (country.iso2.clone(), country.iso3.clone())).collect()
    }

    /// How many places there are so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places as usize
    }

    /// Whether there is none yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places == 0
    }

    /// Takes the name of a division that places refer to by its code.
    pub fn name_division(&mut self, country: &str, code: &str, name: &str, geonames: Option<u32>) {
        let key = (country.to_owned(), code.to_owned());
        if let Some(geonames) = geonames {
            self.known.entry(key.clone()).or_insert(geonames);
        }
        self.named.insert(key, name.to_owned());
    }

    /// Takes a place.
    ///
    /// # Errors
    /// [`BuildError::Place`] leaves the place out and can be gone on from; the others end it.
    pub fn add(&mut self, entry: &Entry) -> Result<(), BuildError> {
        let country = self.country_of.get(&entry.country).copied().unwrap_or(NO_COUNTRY);
        if normalise(&entry.name).is_empty() {
            return Err(BuildError::Place(format!("the name {:?} has no letters", entry.name)));
        }
        if !(entry.lat.abs() <= 90.0 && entry.lon.abs() <= 180.0) {
            return Err(BuildError::Place(format!("{}, {} is no point on the map", entry.lat, entry.lon)));
        }
        let kind = entry.kind.unwrap_or(PlaceKind::Town);
        let place = self.places;
        let name = self.pooled(&entry.name)?;
        let admin1 = self.division(country, kind, place, entry)?;
        if kind == PlaceKind::Country
            && let Some(row) = self.countries.get_mut(usize::from(country))
        {
            row.place = place;
        }
        let record = Record {
            geonames: self.fits(entry.geonames.unwrap_or(0), "geonames ids")?,
            lat: lat_parts(entry.lat),
            lon: lon_parts(entry.lon),
            population: population_parts(entry.population),
            country,
            admin1,
            kind: kind as u8,
            name,
        };
        self.write(&record)?;
        let transliterated = (self.countries.get(usize::from(country)))
            .is_some_and(|country| spelling::transliterated(&country.iso3));
        let mark =
            (entry.population.min(TRANSLITERATED - 1)) | if transliterated { TRANSLITERATED } else { 0 };
        if let Some(geonames) = entry.geonames {
            self.ids.push((geonames, place, mark));
        }
        self.extra(place, entry)?;
        self.pair(&entry.name, place, mark, false)?;
        for other in &entry.others {
            self.pair(other, place, mark, true)?;
        }
        Ok(())
    }

    fn write(&mut self, record: &Record) -> Result<(), BuildError> {
        let mut bytes = Vec::with_capacity(place_size(self.width));
        record.write(self.width, &mut bytes);
        self.records.write_all(&bytes)?;
        // A posting has a bit more than a place.
        let posted =
            self.places.checked_mul(2).and_then(|n| n.checked_add(3)).ok_or(BuildError::Large("places"))?;
        self.fits(posted, "places")?;
        self.places += 1;
        Ok(())
    }

    fn fits(&self, number: u32, what: &'static str) -> Result<u32, BuildError> {
        let fits = self.width == 4 || number < 1 << 24;
        fits.then_some(number).ok_or(BuildError::Large(what))
    }

    /// Where a main name is among the names; most are written once.
    fn pooled(&mut self, name: &str) -> Result<u32, BuildError> {
        if let Some(offset) = self.pool.get(name) {
            return Ok(*offset);
        }
        let length = u8::try_from(name.len())
            .map_err(|_| BuildError::Place(format!("the name is too long: {} bytes", name.len())))?;
        let offset = u32::try_from(self.name_bytes).map_err(|_| BuildError::Large("names"))?;
        self.fits(offset, "names")?;
        self.names.write_all(&[length])?;
        self.names.write_all(name.as_bytes())?;
        self.name_bytes += name.len() as u64 + 1;
        if self.pool.len() < POOLED {
            self.pool.insert(name.to_owned(), offset);
        }
        Ok(offset)
    }

    fn pair(&mut self, name: &str, place: u32, mark: u32, other: bool) -> Result<(), BuildError> {
        let key = normalise(name);
        if key.is_empty() || key.len() > LONGEST {
            return Ok(());
        }
        let population = (TRANSLITERATED - 1 - (mark & !TRANSLITERATED)).to_be_bytes();
        let flags = [u8::from(other) | u8::from(mark & TRANSLITERATED != 0) << 1];
        self.pairs.push(&[key.as_bytes(), &[0], &population, &place.to_be_bytes(), &flags], &self.scratch)?;
        Ok(())
    }

    /// Gives the place of a geonames id another name; without such a place, nothing happens and it is false.
    ///
    /// # Errors
    /// Where scratch files cannot be written.
    pub fn rename(&mut self, geonames: u32, name: &str) -> Result<bool, BuildError> {
        if !self.ids.is_sorted() {
            self.ids.sort_unstable();
        }
        let at = self.ids.partition_point(|(id, ..)| *id < geonames);
        let Some(&(_, place, mark)) = self.ids.get(at).filter(|(id, ..)| *id == geonames) else {
            return Ok(false);
        };
        self.pair(name, place, mark, true)?;
        Ok(true)
    }

    fn extra(&mut self, place: u32, entry: &Entry) -> Result<(), BuildError> {
        let radius = if entry.radius_km.is_finite() { entry.radius_km.clamp(0.0, 4e6) } else { 0.0 };
        if radius == 0.0 && entry.id.is_empty() && entry.source.is_empty() {
            return Ok(());
        }
        let mut text = |text: &str| if text.is_empty() { Ok(NONE) } else { self.pooled(cut(text)) };
        let (id, source) = (text(&entry.id)?, text(&entry.source)?);
        for field in [place, (radius * 1000.0) as u32, id, source] {
            number(field, 4, &mut self.extras);
        }
        Ok(())
    }

    /// The number of the division that a place lies in; a division lies in itself.
    fn division(
        &mut self,
        country: u8,
        kind: PlaceKind,
        place: u32,
        entry: &Entry,
    ) -> Result<u16, BuildError> {
        if entry.admin1.is_empty() || country == NO_COUNTRY {
            return Ok(NO_DIVISION);
        }
        let number = match self.division_of.get(&(country, entry.admin1.clone())) {
            Some(number) => *number,
            None if self.divisions.len() >= usize::from(NO_DIVISION) => return Ok(NO_DIVISION),
            None => self.new_division(country, entry),
        };
        if kind == PlaceKind::Admin1 {
            let row = &mut self.divisions[usize::from(number)];
            row.place = place;
            row.geonames = entry.geonames.unwrap_or(row.geonames);
        }
        Ok(number)
    }

    fn new_division(&mut self, country: u8, entry: &Entry) -> u16 {
        let number = self.divisions.len() as u16;
        let key = (entry.country.clone(), entry.admin1.clone());
        let geonames = self.known.get(&key).copied().or_else(|| self.division_named(entry)).unwrap_or(0);
        // A user writes names, not codes.
        let own = || self.own.then(|| entry.admin1.clone());
        let name = self.named.get(&key).cloned().or_else(own).filter(|_| geonames == 0);
        self.divisions.push(DivisionRow {
            country,
            code: entry.admin1.clone(),
            geonames,
            place: NONE,
            name,
            first: (entry.lat, entry.lon),
        });
        self.division_of.insert((country, entry.admin1.clone()), number);
        number
    }

    /// The built-in division that a user calls by its name.
    fn division_named(&self, entry: &Entry) -> Option<u32> {
        let built_in = self.built_in.as_ref().filter(|_| self.own)?;
        let hits = built_in.lookup(&entry.admin1).chain(built_in.respelt(&entry.admin1));
        let mut places = hits.filter_map(|hit| built_in.place(hit.place));
        let meant =
            places.find(|place| place.kind == PlaceKind::Admin1 && place.country_iso2 == entry.country)?;
        meant.geonames
    }

    /// Divisions that are known by name alone become places that no name leads to.
    fn place_divisions(&mut self) -> Result<Vec<u8>, BuildError> {
        let mut bytes = Vec::new();
        for at in 0..self.divisions.len() {
            let (country, (lat, lon)) = (self.divisions[at].country, self.divisions[at].first);
            let name = self.divisions[at].name.take();
            if let Some(name) = name.filter(|_| self.divisions[at].place == NONE) {
                let name = self.pooled(cut(&name))?;
                self.divisions[at].place = self.places;
                let (lat, lon) = (lat_parts(lat), lon_parts(lon));
                let (admin1, kind) = (at as u16, PlaceKind::Admin1 as u8);
                self.write(&Record { geonames: 0, lat, lon, population: 0, country, admin1, kind, name })?;
            }
            let code = self.divisions[at].code.clone();
            let code = self.pooled(cut(&code))?;
            bytes.push(country);
            for field in [self.divisions[at].geonames, self.divisions[at].place, code] {
                number(field, 4, &mut bytes);
            }
        }
        Ok(bytes)
    }

    /// Writes the file. The meta part's digest and counts are filled in.
    ///
    /// # Errors
    /// Where it outgrows the format, or cannot be written.
    pub fn finish(mut self, meta: &Meta, out: &mut impl Write) -> Result<Sizes, BuildError> {
        let told = self.places as usize;
        let divisions = self.place_divisions()?;
        let pairs = std::mem::replace(&mut self.pairs, Sorter::holding(0));
        let index = index(pairs, &self.scratch, self.width)?;
        self.ids.sort_unstable();
        let w = self.width;
        let (starts, spellings) = (index.starts.len() / w, index.spellings.len() / (2 * w));
        let header = Header {
            width: w as u32,
            own: self.own,
            spelling: spelling::edition(),
            sizes: [
                self.countries.len() as u64,
                self.divisions.len() as u64,
                u64::from(self.places),
                self.ids.len() as u64,
                (self.extras.len() / EXTRA) as u64,
                self.name_bytes,
                index.posting_bytes,
                index.block_bytes,
                starts as u64,
                spellings as u64,
                0,
            ],
        };
        let mut meta = Meta { places: told, names: index.names, ..meta.clone() };
        // The header holds the length of the meta part, which holds the digest of the header: so the digest is of
        // fixed length.
        meta.digest = "0".repeat(64);
        let header = Header { sizes: with_last(header.sizes, json(&meta).len() as u64), ..header };
        let mut out = Digested { out, digest: Sha256::new(), bytes: 0 };
        out.write_all(&header.bytes())?;
        for country in &self.countries {
            out.write_all(country.iso2.as_bytes())?;
            out.write_all(country.iso3.as_bytes())?;
            out.write_all(&country.place.to_le_bytes())?;
        }
        out.write_all(&divisions)?;
        copy(self.records, &mut out)?;
        let mut ids = Vec::with_capacity(self.ids.len() * w);
        for (_, place, _) in &self.ids {
            number(*place, w, &mut ids);
        }
        out.write_all(&ids)?;
        out.write_all(&self.extras)?;
        copy(self.names, &mut out)?;
        copy(index.postings, &mut out)?;
        copy(index.blocks, &mut out)?;
        out.write_all(&index.starts)?;
        out.write_all(&index.spellings)?;
        meta.digest = hex(&out.digest.finalize());
        let json = json(&meta);
        out.out.write_all(&json)?;
        Ok(Sizes {
            places: told,
            names: index.names,
            pairs: index.pairs,
            record_bytes: self.places as usize * place_size(w),
            name_bytes: self.name_bytes as usize,
            posting_bytes: index.posting_bytes as usize,
            index_bytes: index.block_bytes as usize + index.starts.len(),
            spelling_bytes: index.spellings.len(),
            bytes: out.bytes + json.len(),
        })
    }
}

fn with_last(mut sizes: [u64; 11], last: u64) -> [u64; 11] {
    sizes[10] = last;
    sizes
}

fn json(meta: &Meta) -> Vec<u8> {
    // OK because strings and numbers always can be written.
    serde_json::to_vec(meta).unwrap_or_default()
}

/// As much of a text as a name may have.
fn cut(text: &str) -> &str {
    let end = (0..=text.len().min(255)).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

fn copy<F: Read + Write + Seek>(from: BufWriter<F>, out: &mut impl Write) -> io::Result<()> {
    let mut file = from.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    io::copy(&mut file, out).map(|_| ())
}

/// Counts and digests what is written.
struct Digested<'a, W> {
    out: &'a mut W,
    digest: Sha256,
    bytes: usize,
}

impl<W: Write> Write for Digested<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.bytes += written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The names of all places, and what they lead to.
struct Index<F: Write> {
    postings: BufWriter<F>,
    posting_bytes: u64,
    blocks: BufWriter<F>,
    block_bytes: u64,
    starts: Vec<u8>,
    spellings: Vec<u8>,
    names: usize,
    pairs: usize,
}

fn index<S: Scratch>(
    pairs: Sorter<S::File>,
    scratch: &S,
    width: usize,
) -> Result<Index<S::File>, BuildError> {
    let mut index = Index {
        postings: BufWriter::with_capacity(1 << 18, scratch.file()?),
        posting_bytes: 0,
        blocks: BufWriter::with_capacity(1 << 18, scratch.file()?),
        block_bytes: 0,
        starts: Vec::new(),
        spellings: Vec::new(),
        names: 0,
        pairs: 0,
    };
    let mut writer = sorted::Writer::default();
    let mut hashes: Sorter<S::File> = Sorter::holding(HELD / 2);
    let mut merged = pairs.merged()?;
    let mut name: Vec<u8> = Vec::new();
    let mut places: Vec<(u32, u8)> = Vec::new();
    loop {
        let next = merged.next()?;
        let key = next.as_ref().map(|pair| &pair[..pair.len() - 10]);
        if key != Some(name.as_slice()) && !places.is_empty() {
            index.name(&mut writer, &name, &places, width)?;
            let spelt = places.iter().any(|(_, flags)| flags & 2 != 0);
            if spelt && let Some(key) = std::str::from_utf8(&name).ok().and_then(Key::of) {
                let ordinal = writer.count() as u32 - 1;
                hashes.push(&[&key.hash(width).to_be_bytes(), &ordinal.to_be_bytes()], scratch)?;
            }
            places.clear();
        }
        let Some(pair) = next else { break };
        let (key, rest) = pair.split_at(pair.len() - 10);
        name.clear();
        name.extend(key);
        let place = rest[5..9].iter().fold(0, |number: u32, byte| number << 8 | u32::from(*byte));
        if places.last().is_none_or(|(last, _)| *last != place) {
            places.push((place, rest[9]));
        }
    }
    index.names = writer.count();
    index.block_bytes = writer.bytes;
    for start in &writer.starts {
        number(small(*start, width, "names")?, width, &mut index.starts);
    }
    let mut hashes = hashes.merged()?;
    while let Some(pair) = hashes.next()? {
        for field in pair.chunks(4) {
            number(
                field.iter().fold(0, |n: u32, byte| n << 8 | u32::from(*byte)),
                width,
                &mut index.spellings,
            );
        }
    }
    Ok(index)
}

impl<F: Write> Index<F> {
    fn name(
        &mut self,
        writer: &mut sorted::Writer,
        name: &[u8],
        places: &[(u32, u8)],
        width: usize,
    ) -> Result<(), BuildError> {
        let posting = |(place, flags): &(u32, u8)| place << 1 | u32::from(flags & 1);
        let value = if let [only] = places {
            u64::from(posting(only)) << 1
        } else {
            let offset = u64::from(small(self.posting_bytes, width, "names")?);
            let mut bytes = Vec::with_capacity((places.len() + 1) * width);
            number(small(places.len() as u64, width, "places of one name")?, width, &mut bytes);
            for place in places {
                number(posting(place), width, &mut bytes);
            }
            self.postings.write_all(&bytes)?;
            self.posting_bytes += bytes.len() as u64;
            offset << 1 | 1
        };
        self.pairs += places.len();
        self.blocks.write_all(writer.push(name, value))?;
        Ok(())
    }
}

fn small(number: u64, width: usize, what: &'static str) -> Result<u32, BuildError> {
    u32::try_from(number).ok().filter(|number| width == 4 || *number < 1 << 24).ok_or(BuildError::Large(what))
}
