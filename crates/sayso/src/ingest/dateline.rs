//! An agency's dateline at the start of a story: `TRIPOLI, Libya (Reuters) -`, `SAN SALVADOR, 3 JAN 90 (ACAN-EFE) --`,
//! `BEIRUT, March 3 (AP) —`, `KABUL —`.

use std::ops::Range;

use super::tables::{Credit, credit};
use super::{Dateline, dates, floor};

/// How far into a paragraph its dash may stand, in bytes.
const MOST_BYTES: usize = 140;

/// The dateline at the start of a paragraph, and its day where it names the year.
pub(super) fn find(text: &str, paragraph: Range<usize>) -> Option<(Dateline, Option<jiff::civil::Date>)> {
    let start = paragraph.start;
    let block = &text[paragraph];
    let head = &block[..floor(block, MOST_BYTES)];
    dashes(head).find_map(|(head_end, dash_end)| {
        let parts = read(&head[..head_end], dash_end > head_end, block)?;
        let shift = |range: Range<usize>| start + range.start..start + range.end;
        let dateline = Dateline {
            range: start..start + dash_end,
            place: parts.place.map(shift),
            agency: parts.agency.map(shift),
            date: parts.date.as_ref().map(|date| shift(date.range.clone())),
            end: start + own_words(block, dash_end),
        };
        Some((dateline, parts.date.and_then(|date| date.date)))
    })
}

/// Places where a dateline may end: before and after each dash; and after a closing bracket with no dash behind it.
fn dashes(head: &str) -> impl Iterator<Item = (usize, usize)> {
    head.char_indices().filter_map(move |(at, c)| {
        let rest = &head[at..];
        let before = head[..at].trim_end().len();
        let blank_before = before < at || head[..at].ends_with(')');
        match c {
            // The New York Times wire writes its dash as an underscore.
            '_' if blank_before && !rest[1..].starts_with(|c: char| !c.is_whitespace()) => {
                Some((before, at + 1))
            }
            '—' | '–' | '―' => Some((before, at + c.len_utf8())),
            '-' if head[..at].ends_with('-') => None,
            '-' if rest.starts_with("--") => {
                Some((before, at + rest.len() - rest.trim_start_matches('-').len()))
            }
            '-' if blank_before && !rest[1..].starts_with(|c: char| !c.is_whitespace()) => {
                Some((before, at + 1))
            }
            // `KABUL (AFP): ...`, `KABUL: ...` in capitals.
            ':' if rest[1..].starts_with(char::is_whitespace) => Some((before, at + 1)),
            ')' if rest[1..].starts_with(char::is_whitespace)
                && !rest[1..].trim_start().starts_with(['-', '—', '–', '―', ':', ',']) =>
            {
                Some((at + 1, at + 1))
            }
            _ => None,
        }
    })
}

/// Where the story's own words begin: after white space and bracketed marks (`[TEXT]`, `[CONTINUED]`).
fn own_words(block: &str, mut at: usize) -> usize {
    loop {
        at += block[at..].len() - block[at..].trim_start().len();
        match block[at..].strip_prefix('[').and_then(|rest| rest.find(']')) {
            Some(end) if end <= 300 && at + end + 2 < block.len() => at += end + 2,
            _ => return at,
        }
    }
}

#[derive(Default)]
struct Parts {
    place: Option<Range<usize>>,
    agency: Option<Range<usize>>,
    date: Option<dates::Found>,
}

/// The parts of what stands before the dash, if all of it belongs to a dateline.
fn read(head: &str, dash: bool, block: &str) -> Option<Parts> {
    let mut parts = Parts::default();
    let mut rest = head.trim_end();
    let mut known = false;
    // The agency: the last bracket, if it stands at the end and a place or a date before it.
    if rest.ends_with(')')
        && let Some(open) = rest.rfind('(')
    {
        let inner = rest[open + 1..rest.len() - 1].trim();
        let before = rest[..open].trim_end();
        known = is_agency(inner);
        let dated = dates::first(before).is_some() || before.to_lowercase().ends_with("no date");
        // an outlet that no table knows: a place in capitals before it, a dash behind it
        let capitals =
            dash && before.split(',').next().is_some_and(|place| place.len() > 2 && is_capitals(place));
        let words = inner.split_whitespace().count();
        let named = (dated && words <= 8) || (capitals && words <= 5);
        if known || named {
            let from = open + 1 + rest[open + 1..].find(inner)?;
            parts.agency = Some(from..from + inner.len());
            rest = before;
        }
    } else if let Some(at) = rest.rfind(['/', ',', '|'])
        && is_agency(&rest[at + 1..])
        && at > 0
        && dash
    {
        // `KABUL / AFP —`.
        let inner = rest[at + 1..].trim();
        let from = rest.len() - rest[at + 1..].trim_start().len();
        parts.agency = Some(from..from + inner.len());
        rest = rest[..at].trim_end();
        known = true;
    }
    // The date stands last of what is left, or first with the place behind it.
    if let Some(found) = dates::first(rest) {
        let outside =
            |text: &str| text.trim_matches(|c: char| c.is_whitespace() || ",.;:|/".contains(c)).is_empty();
        if outside(&rest[found.range.end..]) {
            rest =
                rest[..found.range.start].trim_end_matches(|c: char| c.is_whitespace() || ",;|/".contains(c));
            parts.date = Some(found);
        }
    }
    // The Foreign Broadcast Information Service says so where it knows none.
    let undated =
        ["NO DATE", "UNDATED", "no date", "undated"].iter().find_map(|none| rest.strip_suffix(none));
    rest = undated.unwrap_or(rest);
    let sure = known || parts.date.is_some() || undated.is_some();
    let place = rest.trim_end_matches(|c: char| c.is_whitespace() || c == ',' || c == ';');
    if place.is_empty() {
        // `(Reuters) -` alone; a date alone is the start of a sentence.
        return (known && parts.agency.is_some()).then_some(parts);
    }
    let colon = block[head.len()..].trim_start().starts_with(':');
    if !is_place(place, sure, block) || !dash && !known || colon && !known && !is_capitals(place) {
        return None;
    }
    parts.place = Some(0..place.len());
    Some(parts)
}

/// Names of agencies, alone or several with a stroke or `and` between them.
fn is_agency(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && (credit(text) == Some(Credit::Agency)
            || text.split(['/', ',', '-', '&']).all(|part| credit(part.trim()) == Some(Credit::Agency)))
}

/// Whether some words can be the place of a dateline. Without an agency or a date (`sure`), the town must stand in
/// capitals and the story must not.
fn is_place(place: &str, sure: bool, block: &str) -> bool {
    /// Particles within names of places.
    const SMALL: [&str; 16] =
        ["of", "the", "de", "del", "la", "el", "al", "and", "near", "in", "on", "da", "do", "di", "y", "e"];
    if place.len() > 80
        || credit(place) == Some(Credit::Label)
        || place.contains(['"', '“', '?', '!', ':', '%', '$'])
    {
        return false;
    }
    let words: Vec<&str> = place.split_whitespace().collect();
    if words.len() > 8 || place.matches(',').count() > 3 {
        return false;
    }
    // `On 3 March —` opens a sentence.
    if words.iter().all(|word| SMALL.contains(&word.to_lowercase().as_str())) {
        return false;
    }
    let is_name = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.is_empty() || SMALL.contains(&bare) || bare.chars().next().is_some_and(|c| c.is_uppercase())
    };
    if !words.iter().all(is_name) || !words[0].starts_with(|c: char| c.is_uppercase() || c == '(') {
        return false;
    }
    if sure {
        return true;
    }
    let town = place.split(',').next().unwrap_or(place);
    let story = &block[place.len()..];
    let lower = story.chars().filter(|c| c.is_lowercase()).count();
    let upper = story.chars().filter(|c| c.is_uppercase()).count();
    is_capitals(town)
        && words.len() <= 6
        && town.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && !town.contains(|c: char| c.is_ascii_digit())
        && (lower > 2 * upper || lower + upper == 0)
}

fn is_capitals(text: &str) -> bool {
    // `ST. PARIS`, `McALLEN`: a small letter or two within a name in capitals.
    let upper = text.chars().filter(|c| c.is_uppercase()).count();
    let lower = text.chars().filter(|c| c.is_lowercase()).count();
    upper >= 2 && lower <= 1 && upper > 3 * lower
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `place|agency|date|first own words`, empty where absent.
    fn parts(text: &str) -> Option<String> {
        let (found, _) = find(text, 0..text.len())?;
        let slice =
            |range: &Option<Range<usize>>| range.as_ref().map_or("", |range| &text[range.clone()]).to_owned();
        let own: String = text[found.end..].chars().take(6).collect();
        Some(format!("{}|{}|{}|{own}", slice(&found.place), slice(&found.agency), slice(&found.date)))
    }

    #[test]
    fn datelines() {
        for (text, expected) in [
            ("TRIPOLI, Libya (Reuters) - Forces loyal", "TRIPOLI, Libya|Reuters||Forces"),
            ("TRIPOLI (Reuters) - Forces loyal", "TRIPOLI|Reuters||Forces"),
            ("KABUL — Gunmen killed two people.", "KABUL|||Gunmen"),
            ("HURRICANE, W.Va. - Officers from Putnam County", "HURRICANE, W.Va.|||Office"),
            ("SAN SALVADOR, 3 JAN 90 (ACAN-EFE) -- [TEXT] THE ARMY", "SAN SALVADOR|ACAN-EFE|3 JAN 90|THE AR"),
            (
                "PANAMA CITY (PANAMA), 14 MAR 90 (EL SIGLO) -- [TEXT] A BAND",
                "PANAMA CITY (PANAMA)|EL SIGLO|14 MAR 90|A BAND",
            ),
            (
                "NO CITY (COLOMBIA), 26 SEP 89 -- [TEXT] [CONTINUED] THE PACT",
                "NO CITY (COLOMBIA)||26 SEP 89|THE PA",
            ),
            ("BEIRUT, March 3 (AP) — Syrian rebels", "BEIRUT|AP|March 3|Syrian"),
            ("Beirut (AFP) The army said", "Beirut|AFP||The ar"),
            ("WASHINGTON ― As Republicans hammered", "WASHINGTON|||As Rep"),
            ("HAVANA (AP) --", "HAVANA|AP||"),
            ("(Reuters) - A bomb went off", "|Reuters||A bomb"),
            ("MOSCOW/KYIV, Feb 24 (Reuters) - Russia", "MOSCOW/KYIV|Reuters|Feb 24|Russia"),
            ("ISLAMABAD: Gunmen killed two people.", "ISLAMABAD|||Gunmen"),
        ] {
            assert_eq!(parts(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn no_datelines() {
        for text in [
            "",
            "—",
            "Haftar — who leads the army — said",
            "The group (AFP) - said",
            "UPDATE — The army said it",
            "WATCH: The army said it",
            "On 3 March — a Sunday — the army left",
            "Police said: the army left",
            "THE ARMY LEFT - AND THE REBELS CAME BACK TO THE TOWN",
            "BM-21 Grad rockets hit the town",
        ] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
