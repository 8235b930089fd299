//! States, dated offices, groups, titles, common nouns for parties, and weapons.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::record::EntityKind;

use super::countries::{Countries, Country, CountryWord};
use super::gazetteer::name::normalise;
use super::rows::{self, TableFile, TablesError};
use super::transliteration::Transliteration;

/// A person in an office for a time.
#[derive(Clone, Debug, Default)]
pub struct Holder {
    /// Full name.
    pub person: String,
    /// What the office is called.
    pub office: String,
    /// PLOVER sector.
    pub sector: String,
    /// ISO 3166-1 alpha-3, or the code of a body above states.
    pub country: String,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl Holder {
    /// Whether the office was held on that day; an open end is no bound.
    pub fn at(&self, day: Date) -> bool {
        self.from.is_none_or(|f| f <= day) && self.to.is_none_or(|t| day <= t)
    }
}

/// A named group, body or organisation.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// Key of the row.
    pub id: String,
    /// Full name.
    pub name: String,
    /// ISO 3166-1 alpha-3, or the code of a body above states.
    pub country: String,
    /// PLOVER sector.
    pub sector: String,
}

/// A common noun or title that names a party.
#[derive(Clone, Debug)]
pub struct PartyWord {
    /// What it is.
    pub kind: EntityKind,
    /// PLOVER sector.
    pub sector: String,
    /// Country, for the few words that have one.
    pub country: String,
}

/// Whether the pronoun for somebody is `he` or `she`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// `he`.
    Male,
    /// `she`.
    Female,
}

/// What kind of word tells a gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GenderOf {
    /// A common noun (`policewoman`).
    Noun,
    /// A title before a name (`Mrs`).
    Title,
    /// A given name (`Maria`).
    Name,
}

/// A weapon or a word for one.
#[derive(Clone, Debug)]
pub struct Weapon {
    /// `rocket`, `small-arms` ...
    pub class: String,
    /// PLOVER mode of an assault with it.
    pub plover_mode: String,
}

/// Where the letter rules stand.
const TRANSLITERATION: &str = "actors/transliteration.csv";

/// The world's tables.
#[derive(Debug, Default)]
pub struct World {
    /// States.
    pub countries: Countries,
    /// How names of other scripts are compared.
    pub transliteration: Transliteration,
    /// Offices.
    pub holders: Vec<Holder>,
    /// Groups.
    pub groups: Vec<Group>,
    people: HashMap<String, Vec<usize>>,
    people_by_sound: HashMap<String, Vec<usize>>,
    group_names: HashMap<String, usize>,
    groups_by_sound: HashMap<String, usize>,
    genders: HashMap<(GenderOf, String), Gender>,
    words: HashMap<String, PartyWord>,
    titles: HashMap<String, String>,
    weapons: HashMap<String, Weapon>,
}

#[derive(Deserialize)]
struct OfficeRow {
    person: String,
    aliases: String,
    office: String,
    sector: String,
    country: String,
    from: String,
    to: String,
}

#[derive(Deserialize)]
struct GroupRow {
    id: String,
    name: String,
    aliases: String,
    country: String,
    sector: String,
}

#[derive(Deserialize)]
struct WordRow {
    lemma: String,
    kind: EntityKind,
    sector: String,
    country: String,
}

#[derive(Deserialize)]
struct TitleRow {
    words: String,
    sector: String,
}

#[derive(Deserialize)]
struct GenderRow {
    kind: GenderOf,
    words: String,
    gender: Gender,
}

#[derive(Deserialize)]
struct WeaponRow {
    words: String,
    class: String,
    plover_mode: String,
}

/// A date of reduced precision (`1998`, `1998-03`, `1998-03-15`): its first or its last day.
fn day(cell: &str, last: bool) -> Result<Option<Date>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    let wrong = || format!("`{cell}` is not a date (YYYY, YYYY-MM or YYYY-MM-DD)");
    let full = match cell.len() {
        4 => format!("{cell}-{}", if last { "12-31" } else { "01-01" }),
        7 => format!("{cell}-01"),
        _ => cell.to_owned(),
    };
    let date: Date = full.parse().map_err(|_| wrong())?;
    Ok(Some(if last && cell.len() == 7 { date.last_of_month() } else { date }))
}

impl World {
    pub(super) fn load(actors: &[TableFile<'_>], weapons: &[TableFile<'_>]) -> Result<Self, TablesError> {
        let mut world = Self::default();
        // names are indexed by it, whatever the order of the files
        for file in actors.iter().filter(|f| f.path == TRANSLITERATION) {
            world.transliteration.load(file)?;
        }
        for file in actors.iter().filter(|f| f.path != TRANSLITERATION) {
            match file.path {
                "actors/countries.csv" => rows::each(file, |row: Country, _| {
                    world.countries.add(row);
                    Ok(())
                }),
                "actors/gender.csv" => rows::each(file, |row: GenderRow, _| {
                    world.genders.entry((row.kind, normalise(&row.words))).or_insert(row.gender);
                    Ok(())
                }),
                "actors/offices.csv" => rows::each(file, |row: OfficeRow, _| world.add_office(row)),
                "actors/groups.csv" => rows::each(file, |row: GroupRow, _| world.add_group(row)),
                "actors/words.csv" => rows::each(file, |row: WordRow, _| {
                    let word = PartyWord { kind: row.kind, sector: row.sector, country: row.country };
                    world.words.entry(row.lemma.to_lowercase()).or_insert(word);
                    Ok(())
                }),
                "actors/titles.csv" => rows::each(file, |row: TitleRow, _| {
                    world.titles.entry(normalise(&row.words)).or_insert(row.sector);
                    Ok(())
                }),
                other => Err(TablesError::new(other, 0, "no such table; see data/README.md")),
            }?;
        }
        for file in weapons {
            rows::each(file, |row: WeaponRow, _| {
                let weapon = Weapon { class: row.class, plover_mode: row.plover_mode };
                world.weapons.entry(normalise(&row.words)).or_insert(weapon);
                Ok(())
            })?;
        }
        Ok(world)
    }

    fn add_office(&mut self, row: OfficeRow) -> Result<(), String> {
        let (from, to) = (day(&row.from, false)?, day(&row.to, true)?);
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            return Err(format!("`to` ({to}) is before `from` ({from})"));
        }
        let id = self.holders.len();
        for name in std::iter::once(row.person.as_str()).chain(rows::list(&row.aliases)) {
            let ids = self.people.entry(normalise(name)).or_default();
            if ids.last() != Some(&id) {
                ids.push(id);
            }
            if let Some(sound) = self.transliteration.key(name) {
                let ids = self.people_by_sound.entry(sound).or_default();
                if ids.last() != Some(&id) {
                    ids.push(id);
                }
            }
        }
        let OfficeRow { person, office, sector, country, .. } = row;
        self.holders.push(Holder { person, office, sector, country, from, to });
        Ok(())
    }

    fn add_group(&mut self, row: GroupRow) -> Result<(), String> {
        let id = self.groups.len();
        for name in std::iter::once(row.name.as_str()).chain(rows::list(&row.aliases)) {
            self.group_names.entry(normalise(name)).or_insert(id);
            if let Some(sound) = self.transliteration.key(name).filter(|s| s.contains(' ')) {
                self.groups_by_sound.entry(sound).or_insert(id);
            }
        }
        let GroupRow { id, name, country, sector, .. } = row;
        self.groups.push(Group { id, name, country, sector });
        Ok(())
    }

    /// The country that a word speaks of, and how.
    pub fn country_word(&self, word: &str) -> Option<(&Country, CountryWord)> {
        self.countries.means(word)
    }

    /// The country of a code (ISO 3166-1 alpha-3).
    pub fn country(&self, iso3: &str) -> Option<&Country> {
        self.countries.by_iso3(iso3)
    }

    /// The country whose capital has that name.
    pub fn capital(&self, name: &str) -> Option<&Country> {
        self.countries.capital(name)
    }

    /// Everybody who goes by that name, an office each; a full name may be spelt as another paper spells it.
    pub fn people(&self, name: &str) -> impl Iterator<Item = &Holder> {
        let found = self.people.get(&normalise(name)).or_else(|| {
            let sound = self.transliteration.key(name).filter(|s| s.contains(' '))?;
            self.people_by_sound.get(&sound)
        });
        found.into_iter().flatten().map(|&i| &self.holders[i])
    }

    /// The same for a name that is known to be a person's: a surname alone may be spelt otherwise too (`Qadhafi`).
    pub fn people_by_sound(&self, name: &str) -> impl Iterator<Item = &Holder> {
        let found = self.people.get(&normalise(name)).or_else(|| {
            let sound = self.transliteration.key(name)?;
            self.people_by_sound.get(&sound)
        });
        found.into_iter().flatten().map(|&i| &self.holders[i])
    }

    /// The gender that a word tells, where the tables have it.
    pub fn gender(&self, of: GenderOf, word: &str) -> Option<Gender> {
        self.genders.get(&(of, normalise(word))).copied()
    }

    /// Who held an office of that country on that day; `office` is looked for in the title of the office.
    pub fn holder(&self, country: &str, office: &str, day: Date) -> Option<&Holder> {
        let office = office.to_lowercase();
        self.holders.iter().find(|h| {
            h.country == country
                && h.from.is_some()
                && h.at(day)
                && h.office.to_lowercase().split([',', '(']).next().is_some_and(|o| o.trim() == office)
        })
    }

    /// The group of that name; short names must be written in capitals (`IS`, not `is`).
    pub fn group(&self, name: &str) -> Option<&Group> {
        if name.len() <= 4 && name.chars().any(char::is_lowercase) {
            return None;
        }
        let found = self.group_names.get(&normalise(name)).or_else(|| {
            let sound = self.transliteration.key(name).filter(|s| s.contains(' '))?;
            self.groups_by_sound.get(&sound)
        });
        found.map(|&i| &self.groups[i])
    }

    /// The party that a common noun names.
    pub fn party_word(&self, lemma: &str) -> Option<&PartyWord> {
        self.words.get(lemma)
    }

    /// The common nouns for parties.
    pub(super) fn lemmas(&self) -> impl Iterator<Item = String> {
        let mut lemmas: Vec<String> = self.words.keys().cloned().collect();
        lemmas.sort_unstable();
        lemmas.into_iter()
    }

    /// The sector of a title before a name.
    pub fn title(&self, words: &str) -> Option<&str> {
        self.titles.get(&normalise(words)).map(String::as_str)
    }

    /// The weapon that the words name.
    pub fn weapon(&self, words: &str) -> Option<&Weapon> {
        self.weapons.get(&normalise(words))
    }
}
