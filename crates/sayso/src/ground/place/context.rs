//! What the words around a name say of where it is.
//!
//! ```
//! use sayso::ground::place::context::containers;
//! use sayso::tables::place_words::PlaceWords;
//!
//! let words = PlaceWords::embedded().unwrap();
//! let text = "Clashes in Tripoli, Lebanon, and in the Abu Salim district of Tripoli";
//! assert_eq!(containers(text, 11..18, &words), ["Lebanon"]);
//! assert_eq!(containers(text, 40..49, &words), ["Tripoli"]);
//! ```

use std::collections::BTreeMap;
use std::ops::Range;

use crate::tables::countries::Countries;
use crate::tables::place_words::PlaceWords;

/// A name that stands around a mention for what it lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder<'t> {
    /// The name, with a word for its kind behind it (`Deir Hadid district`).
    pub name: &'t str,
    /// Where it begins, in bytes.
    pub start: usize,
    /// How it stands there.
    pub how: How,
}

impl Holder<'_> {
    /// Where it stands, in bytes.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.name.len()
    }
}

/// How the name of what holds a place stands to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Behind a comma or in brackets: it may also be the next of a list.
    Apposed,
    /// `in`, `of`: it holds it.
    Inside,
    /// `near`, `outside`.
    Beside,
    /// `Libya's Tripoli`, `the Libyan town of Tripoli`.
    Owner,
}

/// The names that the words around a mention give for what it lies in, the nearest first.
#[must_use]
pub fn containers<'t>(text: &'t str, mention: Range<usize>, words: &PlaceWords) -> Vec<&'t str> {
    let mut found: Vec<&str> = Vec::new();
    for holder in holders(text, mention, words) {
        found.push(without_kind(holder.name, words));
    }
    found
}

/// The names that the words around a mention give for what it lies in, with how they stand there, the nearest first.
#[must_use]
pub fn holders<'t>(text: &'t str, mention: Range<usize>, words: &PlaceWords) -> Vec<Holder<'t>> {
    let (Some(before), Some(after)) = (text.get(..mention.start), text.get(mention.end..)) else {
        return Vec::new();
    };
    let mut found = chain(text, after, words);
    found.extend(possessor(before, words));
    found
}

/// The names behind a place, each holding the one before: `X in Y, Z`, `X under Y police limits of Z district`.
fn chain<'t>(text: &'t str, after: &'t str, words: &PlaceWords) -> Vec<Holder<'t>> {
    let mut found: Vec<Holder<'t>> = Vec::new();
    let mut rest = after;
    while found.len() < LONGEST_CHAIN {
        let (tail, how) = match (apposed(rest), inside(rest, words)) {
            // `the village of X, in Y province`
            (Some(tail), _) if tail.starts_with("in ") => {
                match inside(&rest[rest.len() - tail.len() - 1..], words) {
                    Some(inside) => inside,
                    None => break,
                }
            }
            // `Springfield, Clark County, Ohio`; behind `in X` a comma may also end the phrase
            (Some(tail), _) if found.iter().all(|h| h.how == How::Apposed) => (tail, How::Apposed),
            (None, Some(inside)) => inside,
            _ => break,
        };
        let Some(bare) = name_at(tail).map(|name| without_office(name, words)) else { break };
        let name = if how == How::Apposed { bare } else { with_kind(tail, bare, words) };
        found.push(Holder { name, start: text.len() - tail.len(), how });
        rest = &tail[name.len()..];
    }
    found
}

/// Farther than so many names nobody says what holds what.
const LONGEST_CHAIN: usize = 4;

/// The name with the word for its kind that follows it (`Deir Hadid district`).
fn with_kind<'t>(text: &'t str, name: &'t str, words: &PlaceWords) -> &'t str {
    let rest = text.get(name.len()..).unwrap_or("");
    let word = rest.strip_prefix(' ').and_then(|rest| rest.split([' ', ',', '.', ';', '\n', ')']).next());
    match word.filter(|word| words.holds("division", word)) {
        Some(word) => text.get(..name.len() + 1 + word.len()).unwrap_or(name),
        None => name,
    }
}

/// `Karsaya Police` before `Station limits`: the town alone.
fn without_office<'t>(name: &'t str, words: &PlaceWords) -> &'t str {
    let mut name = name;
    while let Some((rest, last)) = name.rsplit_once(' ') {
        if !words.holds("office", &last.to_lowercase()) {
            break;
        }
        name = rest;
    }
    name
}

fn without_kind<'t>(name: &'t str, words: &PlaceWords) -> &'t str {
    let last = name.rsplit_once(' ').filter(|(_, last)| words.holds("division", last));
    last.map_or(name, |(name, _)| name)
}

/// What a name itself says of where it is: `Karsaya's Palace of Justice`, `Jalan Road of Karsaya`.
#[must_use]
pub fn in_name(text: &str, mention: Range<usize>) -> Vec<Holder<'_>> {
    let Some(name) = text.get(mention.clone()) else { return Vec::new() };
    let holder = |name: &'_ str, at: usize| -> Option<Range<usize>> {
        let long = name_at(name).filter(|found| *found == name.trim_end())?.len();
        Some(mention.start + at..mention.start + at + long)
    };
    let owner = ["'s ", "\u{2019}s "].iter().find_map(|s| name.find(s)).and_then(|at| holder(&name[..at], 0));
    let behind =
        [" of ", " in ", " at "].iter().filter_map(|word| Some(name.rfind(word)? + word.len())).max();
    let behind = behind.and_then(|at| holder(&name[at..], at));
    let all = [(owner, How::Owner), (behind, How::Inside)];
    let named = all.into_iter().filter_map(|(range, how)| Some((range?, how)));
    named.map(|(range, how)| Holder { name: &text[range.clone()], start: range.start, how }).collect()
}

/// The word right behind a name that says what the place is (`[Idlib] province`, `[Homs] city`).
#[must_use]
pub fn kind_behind<'t>(text: &'t str, mention: &Range<usize>, words: &PlaceWords) -> Option<&'t str> {
    let rest = text.get(mention.end..)?.strip_prefix(' ')?;
    let mut behind = rest.split(|c: char| !c.is_alphabetic());
    let word = behind.next()?;
    let court = matches!(behind.next(), Some("court" | "courts" | "attorney" | "judge" | "council"));
    (!court && words.holds("says-kind", word)).then_some(word)
}

/// Whether the words next to a name say that it is a place: `the village of X`, `the X neighbourhood`.
#[must_use]
pub fn said_to_be_place(text: &str, mention: &Range<usize>, words: &PlaceWords) -> bool {
    let (Some(before), Some(after)) = (text.get(..mention.start), text.get(mention.end..)) else {
        return false;
    };
    let of = || before.strip_suffix(" of ").or_else(|| before.strip_suffix(" of the "));
    let last = of().map(|rest| rest.rsplit([' ', '\n', '-']).next().unwrap_or(rest));
    let plain = |word: &str| word.strip_suffix('s').unwrap_or(word).to_lowercase();
    let next =
        after.strip_prefix(' ').map(|rest| rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or(rest));
    last.is_some_and(|word| words.holds("settled", &plain(word)))
        || next.is_some_and(|word| words.holds("site", &plain(word)))
}

/// What bears the name of a place, or of somebody, and is not the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearer {
    /// `San Martin street`.
    Road,
    /// `Rosales hospital`.
    Venue,
}

/// What the word behind a name says bears it.
#[must_use]
pub fn bearer(text: &str, mention: &Range<usize>, words: &PlaceWords) -> Option<Bearer> {
    let rest = text.get(mention.end..)?.strip_prefix(' ')?;
    let word = rest.split(|c: char| !c.is_alphabetic()).next()?.to_lowercase();
    let word = word.strip_suffix('s').unwrap_or(&word);
    let road = words.holds("road", word).then_some(Bearer::Road);
    road.or_else(|| words.holds("venue", word).then_some(Bearer::Venue))
}

/// What follows `, ` or ` (`.
fn apposed(after: &str) -> Option<&str> {
    let rest = after.strip_prefix(',').or_else(|| after.strip_prefix(" ("))?;
    Some(rest.trim_start_matches([' ', '\u{a0}']))
}

/// What follows ` in`, ` district of`, ` near`, and which of them it is.
fn inside<'t>(after: &'t str, words: &PlaceWords) -> Option<(&'t str, How)> {
    let mut rest = after.strip_prefix(' ')?;
    for _ in 0..4 {
        let (word, tail) = rest.split_once(' ')?;
        match word {
            "in" | "of" | "under" | "near" | "outside" => {
                let how = if matches!(word, "near" | "outside") { How::Beside } else { How::Inside };
                let tail = tail.strip_prefix("the ").unwrap_or(tail);
                return Some((kind_of(direction(tail, words), words), how));
            }
            word if words.holds("between", &word.to_lowercase()) => rest = tail,
            _ => return None,
        }
    }
    None
}

/// Without a kind before the name (`in the town of X`).
fn kind_of<'t>(text: &'t str, words: &PlaceWords) -> &'t str {
    let of = text.split_once(" of ").filter(|(kind, _)| words.holds("between", kind));
    of.map_or(text, |(_, name)| name)
}

/// Without a direction before the name (`in northern Lebanon`).
fn direction<'t>(text: &'t str, words: &PlaceWords) -> &'t str {
    match text.split_once(' ') {
        Some((word, tail)) if words.holds("direction", word) => tail,
        _ => text,
    }
}

/// The name at the beginning: words with a capital, with `of`, `and the` or the like between two such.
pub(super) fn name_at(text: &str) -> Option<&str> {
    let text = text.split("\n\n").next()?;
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

/// `Libya's` before `Tripoli`, also with `capital` or a direction between; `the Libyan town of` before it.
fn possessor<'t>(before: &'t str, words: &PlaceWords) -> Option<Holder<'t>> {
    let mut end = before.trim_end().len();
    for _ in 0..5 {
        let rest = before.get(..end)?;
        let word = rest.rsplit(' ').next().unwrap_or(rest);
        if !words.holds("owned", word) {
            return owner(before, rest, word);
        }
        end = rest.len().checked_sub(word.len())?;
        end = before.get(..end)?.trim_end().len();
    }
    None
}

fn owner<'t>(before: &'t str, rest: &'t str, word: &'t str) -> Option<Holder<'t>> {
    let start = rest.len() - word.len();
    let holder = |name: &'t str| Holder { name, start, how: How::Owner };
    let capital = |name: &&str| name.starts_with(char::is_uppercase);
    if let Some(name) = word.strip_suffix("'s").or_else(|| word.strip_suffix("\u{2019}s")) {
        return Some(name).filter(capital).map(holder);
    }
    // `the Libyan town of`, `the Damascus suburb of`
    let between = before.get(rest.len()..).unwrap_or("").split_whitespace();
    let of = between.clone().next_back() == Some("of") && between.count() > 1;
    Some(word).filter(capital).filter(|word| of && word.chars().all(char::is_alphabetic)).map(holder)
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
