//! What the words around a name say of where it is.
//!
//! ```
//! use sayso::ground::place::context::containers;
//!
//! let text = "Clashes in Tripoli, Lebanon, and in the Abu Salim district of Tripoli";
//! assert_eq!(containers(text, 11..18), ["Lebanon"]);
//! assert_eq!(containers(text, 40..49), ["Tripoli"]);
//! ```

use std::collections::BTreeMap;
use std::ops::Range;

use crate::tables::countries::Countries;

/// The names that the words around a mention give for what it lies in, the nearest first.
#[must_use]
pub fn containers(text: &str, mention: Range<usize>) -> Vec<&str> {
    let (Some(before), Some(after)) = (text.get(..mention.start), text.get(mention.end..)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if let Some(rest) = apposed(after) {
        found.extend(name_at(rest));
        // `Springfield, Clark County, Ohio`
        let next = found.first().and_then(|name| rest.get(name.len()..)).and_then(apposed).and_then(name_at);
        found.extend(next);
    } else if let Some(rest) = inside(after) {
        found.extend(name_at(rest));
    }
    found.extend(possessor(before));
    found
}

/// What follows `, ` or ` (`.
fn apposed(after: &str) -> Option<&str> {
    let rest = after.strip_prefix(',').or_else(|| after.strip_prefix(" ("))?;
    Some(rest.trim_start_matches([' ', '\u{a0}']))
}

const KINDS: [&str; 22] = [
    "district",
    "neighbourhood",
    "neighborhood",
    "suburb",
    "area",
    "quarter",
    "town",
    "city",
    "village",
    "province",
    "region",
    "governorate",
    "county",
    "camp",
    "section",
    "township",
    "area's",
    "airport",
    "prison",
    "market",
    "port",
    "part",
];

/// What follows ` in`, ` district of`, ` near`.
fn inside(after: &str) -> Option<&str> {
    let mut rest = after.strip_prefix(' ')?;
    for _ in 0..4 {
        let (word, tail) = rest.split_once(' ')?;
        match word {
            "in" | "of" | "near" | "outside" => {
                let tail = tail.strip_prefix("the ").unwrap_or(tail);
                let tail = direction(tail);
                return Some(tail);
            }
            word if KINDS.contains(&word) || word == "refugee" => rest = tail,
            _ => return None,
        }
    }
    None
}

/// Without a direction before the name (`in northern Lebanon`).
fn direction(text: &str) -> &str {
    match text.split_once(' ') {
        Some((word, tail))
            if [
                "northern",
                "southern",
                "eastern",
                "western",
                "central",
                "southeastern",
                "northeastern",
                "northwestern",
                "southwestern",
                "rural",
                "north",
                "south",
                "east",
                "west",
            ]
            .contains(&word) =>
        {
            tail
        }
        _ => text,
    }
}

/// The name at the beginning: words with a capital, with `of`, `and the` or the like between two such.
fn name_at(text: &str) -> Option<&str> {
    let mut end = 0;
    let mut at = 0;
    for word in text.split_inclusive(' ').take(5) {
        let bare = word.trim_end();
        let capital = bare.chars().next().is_some_and(|c| c.is_uppercase());
        let article =
            ["al", "el", "ash", "of", "de", "la", "as", "es"].contains(&bare.split('-').next().unwrap_or(""));
        if !capital && !(article && (bare.contains('-') || end > 0)) {
            break;
        }
        let name = bare.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.');
        let name = name.strip_suffix("'s").or_else(|| name.strip_suffix("\u{2019}s")).unwrap_or(name);
        let name = if abbreviation(name) { name } else { name.trim_end_matches('.') };
        if capital {
            end = at + name.len();
        }
        if name.len() < bare.len() {
            break;
        }
        at += word.len();
    }
    text.get(..end).filter(|name| !name.is_empty())
}

/// Whether the dot at the end belongs to the word: `Va.`, `N.Y.`, `Calif.`
fn abbreviation(word: &str) -> bool {
    word.ends_with('.') && (word.len() <= 6 && word.chars().filter(|c| c.is_alphabetic()).count() <= 5)
}

/// `Libya's` before `Tripoli`, also with `capital` or a direction between.
fn possessor(before: &str) -> Option<&str> {
    let mut words = before.trim_end().rsplit(' ');
    let between = [
        "capital", "northern", "southern", "eastern", "western", "central", "coastal", "port", "city", "of",
        "town", "second", "restive", "province", "state", "besieged",
    ];
    let owner = words.by_ref().take(4).find(|word| !between.contains(word))?;
    let name = owner.strip_suffix("'s").or_else(|| owner.strip_suffix("\u{2019}s"))?;
    name.chars().next().is_some_and(char::is_uppercase).then_some(name)
}

/// How often the text names each country, by name, demonym or adjective, outside of the given spans.
#[must_use]
pub fn country_words(text: &str, outside: &[Range<usize>], countries: &Countries) -> BTreeMap<String, usize> {
    let words = words(text);
    let mut counts = BTreeMap::new();
    let mut at = 0;
    while at < words.len() {
        let found = (1..=4.min(words.len() - at)).rev().find_map(|n| {
            let span = words[at].start..words[at + n - 1].end;
            let name = text.get(span.clone())?;
            let clear = !outside.iter().any(|other| other.start < span.end && span.start < other.end);
            let capital = name.chars().next().is_some_and(char::is_uppercase);
            (clear && capital && name.len() < 60)
                .then(|| countries.word(name))
                .flatten()
                .map(|country| (n, country))
        });
        match found {
            Some((n, country)) => {
                *counts.entry(country.iso3.clone()).or_insert(0) += 1;
                at += n;
            }
            None => at += 1,
        }
    }
    counts
}

/// The words, without `'s` and without punctuation but dots inside.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_alphanumeric() || c == '.';
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = &text[from..at];
                // The dot of `U.S.` stays, that of a sentence's end goes; which does not matter to the tables.
                let length = word.trim_end_matches('.').len();
                if length > 0 {
                    found.push(from..from + length);
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}
