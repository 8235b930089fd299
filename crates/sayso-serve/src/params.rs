//! What a query may hold: a table of fields for each route, from which queries are checked and the API is described.

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::problem::Problem;

/// A field of a query.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Param {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) kind: Kind,
    /// May stand more than once.
    pub(crate) many: bool,
}

/// What a field may hold.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Text,
    /// A day, `2019-12-18`.
    Day,
    /// Three letters, in capitals.
    Country,
    /// A number from the first to the second.
    Whole(u64, u64),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// `lat,lon,km`.
    Near,
}

/// Longer values are nobody's search.
const LONGEST: usize = 300;

/// A form has no more fields.
const MOST_FIELDS: usize = 200;

/// The last number that JavaScript counts exactly.
pub(crate) const MOST: u64 = (1 << 53) - 1;

const fn one(name: &'static str, about: &'static str, kind: Kind) -> Param {
    Param { name, about, kind, many: false }
}

const fn many(name: &'static str, about: &'static str, kind: Kind) -> Param {
    Param { name, about, kind, many: true }
}

/// PLOVER's types.
pub(crate) const TYPES: [&str; 16] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];

/// The record's statuses.
pub(crate) const STATUSES: [&str; 8] =
    ["occurred", "ongoing", "intended", "threatened", "requested", "conditional", "denied", "hypothetical"];

/// What people may have said of an event.
pub(crate) const REVIEWED: [&str; 7] =
    ["none", "some", "accepted", "corrected", "rejected", "added", "conflict"];

/// What lists are filtered by.
pub(crate) const FILTER: &[Param] = &[
    one("from", "Events that may have happened on this day or later", Kind::Day),
    one("to", "Events that may have happened on this day or earlier", Kind::Day),
    many("type", "PLOVER type", Kind::OneOf(&TYPES)),
    many("status", "Whether it happened", Kind::OneOf(&STATUSES)),
    many("country", "ISO 3166-1 alpha-3", Kind::Country),
    one("place", "Part of the name of the place", Kind::Text),
    one("near", "Degrees north, degrees east, kilometres", Kind::Near),
    one("party", "Part of the name of a party", Kind::Text),
    one("words", "Words of the report's text", Kind::Text),
    one("outlet", "Part of the name of the outlet", Kind::Text),
    many("grade", "Grade of the incident", Kind::Text),
    one("origins", "At least so many independent origins", Kind::Whole(0, 1_000_000)),
    one("reviewed", "What people said of it", Kind::OneOf(&REVIEWED)),
];

/// Which part of a list.
pub(crate) const PAGE: &[Param] = &[
    one("offset", "So many rows are passed over (0)", Kind::Whole(0, MOST)),
    one("limit", "At most so many rows (50)", Kind::Whole(1, 500)),
];

/// The fields of a query, checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields(Vec<(&'static str, String)>);

impl Fields {
    /// Checks a query against what a route takes. Fields that are empty, as forms send them, are as if they were not there.
    pub(crate) fn read(query: &str, known: &[&[Param]]) -> Result<Self, Problem> {
        let all = || known.iter().flat_map(|list| list.iter());
        let mut fields = Vec::new();
        for (number, (name, value)) in form_urlencoded::parse(query.as_bytes()).enumerate() {
            if number >= MOST_FIELDS {
                return Err(Problem::wrong(format!("more than {MOST_FIELDS} fields in one query")));
            }
            let Some(param) = all().find(|param| param.name == name) else {
                let names: Vec<&str> = all().map(|param| param.name).collect();
                let there = if names.is_empty() {
                    "it takes none".to_owned()
                } else {
                    format!("it takes {}", names.join(", "))
                };
                return Err(Problem::wrong(format!("no field `{}` here; {there}", shown(&name))));
            };
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            if !param.many && fields.iter().any(|(name, _)| *name == param.name) {
                return Err(Problem::wrong(format!("`{}` stands twice; give it once", param.name)));
            }
            fields.push((param.name, param.check(value)?));
        }
        Ok(Self(fields))
    }

    /// A field that stands once.
    pub(crate) fn one(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// A field that may stand more than once.
    pub(crate) fn many(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(known, _)| *known == name).map(|(_, value)| value.clone()).collect()
    }

    /// A number.
    pub(crate) fn whole(&self, name: &str) -> Option<u64> {
        self.one(name)?.parse().ok()
    }

    /// A field that must be there.
    pub(crate) fn need(&self, name: &str) -> Result<&str, Problem> {
        self.one(name).ok_or_else(|| Problem::wrong(format!("`{name}` is missing")))
    }

    /// Equal for queries that ask the same.
    pub(crate) fn key(&self) -> String {
        let mut fields: Vec<&(&str, String)> = self.0.iter().collect();
        fields.sort();
        let mut key = String::new();
        for (name, value) in fields {
            key.push_str(name);
            key.push('\u{1}');
            key.push_str(value);
            key.push('\u{2}');
        }
        key
    }
}

impl Param {
    /// The value as it is kept; what is wrong with it, in words.
    fn check(&self, value: &str) -> Result<String, Problem> {
        let wrong = |expected: &str| {
            Err(Problem::wrong(format!("`{}` cannot be `{}`; write {expected}", self.name, shown(value))))
        };
        if value.len() > LONGEST {
            return Err(Problem::wrong(format!("`{}` is longer than {LONGEST} bytes", self.name)));
        }
        match self.kind {
            Kind::Text => Ok(value.to_owned()),
            Kind::Day if value.len() == 10 && value.parse::<Date>().is_ok() => Ok(value.to_owned()),
            Kind::Day => wrong("a day like 2019-12-18"),
            Kind::Country if value.len() == 3 && value.bytes().all(|b| b.is_ascii_alphanumeric()) => {
                Ok(value.to_ascii_uppercase())
            }
            Kind::Country => wrong("three letters like LBY (ISO 3166-1 alpha-3)"),
            Kind::Whole(least, most) => match value.parse::<u64>() {
                Ok(number) if (least..=most).contains(&number) => Ok(number.to_string()),
                _ => wrong(&format!("a number from {least} to {most}")),
            },
            Kind::OneOf(words) => match words.iter().find(|word| word.eq_ignore_ascii_case(value)) {
                Some(word) => Ok((*word).to_owned()),
                None => wrong(&format!("one of {}", words.join(", "))),
            },
            Kind::Near if near(value).is_some() => Ok(value.to_owned()),
            Kind::Near => wrong("degrees north, degrees east and kilometres, like 34.7,36.7,25"),
        }
    }

    /// As OpenAPI has it.
    pub(crate) fn described(&self) -> Value {
        let single = match self.kind {
            Kind::Text => json!({"type": "string", "maxLength": LONGEST}),
            Kind::Day => json!({"type": "string", "format": "date"}),
            Kind::Country => json!({"type": "string", "pattern": "^[A-Za-z0-9]{3}$"}),
            Kind::Whole(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
            Kind::OneOf(words) => json!({"type": "string", "enum": words}),
            Kind::Near => json!({"type": "string", "examples": ["34.7,36.7,25"]}),
        };
        let schema = if self.many { json!({"type": "array", "items": single}) } else { single };
        json!({"name": self.name, "in": "query", "description": self.about, "required": false, "schema": schema})
    }
}

fn near(value: &str) -> Option<(f64, f64, f64)> {
    let parts: Vec<f64> = value.split(',').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [lat, lon, km] = parts[..] else { return None };
    let on_the_map = lat.abs() <= 90.0 && lon.abs() <= 180.0 && (0.0..=20_100.0).contains(&km);
    on_the_map.then_some((lat, lon, km))
}

/// Foreign words as they are told back: not too many, and no control characters.
pub(crate) fn shown(words: &str) -> String {
    let short: String = words.chars().take(60).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if short.len() < words.len() && words.chars().nth(60).is_some() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(query: &str) -> Result<Fields, Problem> {
        Fields::read(query, &[FILTER, PAGE])
    }

    #[test]
    fn fields_are_taken_and_checked() {
        let fields =
            read("type=assault&type=COERCE&from=2020-02-01&near=34.7, 36.7,25&country=syr&limit=9&place=")
                .unwrap();
        assert_eq!(fields.many("type"), ["ASSAULT", "COERCE"]);
        assert_eq!(fields.one("near"), Some("34.7, 36.7,25"));
        assert_eq!(
            (fields.one("country"), fields.whole("limit"), fields.one("place")),
            (Some("SYR"), Some(9), None)
        );
        for wrong in [
            "from=2020-02-30",
            "from=yesterday",
            "limit=0",
            "limit=501",
            "limit=-1",
            "offset=1e3",
            "type=BOMB",
            "near=1,2",
            "near=91,0,1",
            "near=NaN,0,1",
            "near=0,0,inf",
            "country=SYRIA",
            "from=2020-01-01&from=2020-01-02",
            "colour=red",
        ] {
            let problem = read(wrong).unwrap_err();
            assert_eq!(problem.status, 400, "{wrong}");
            assert!(problem.message.len() > 20, "{}", problem.message);
        }
    }

    #[test]
    fn queries_that_ask_the_same_have_one_key() {
        assert_eq!(
            read("type=ASSAULT&from=2020-01-01").unwrap().key(),
            read("from=2020-01-01&type=assault&to=").unwrap().key()
        );
        assert_ne!(read("place=a").unwrap().key(), read("party=a").unwrap().key());
    }

    proptest! {
        #[test]
        fn no_query_is_too_strange(query in "\\PC{0,80}", name in "(from|to|type|country|near|limit|words)", bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            for query in [query.clone(), format!("{name}={query}"), format!("{name}={}", String::from_utf8_lossy(&bytes))] {
                if let Err(problem) = read(&query) {
                    prop_assert_eq!(problem.status.as_u16(), 400);
                }
            }
        }
    }
}
