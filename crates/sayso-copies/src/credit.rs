//! Whose report a text says it is: `HOMS, Syria (Reuters) -`, `By Ana Bel, Associated Press`, `Source: AFP`.

use serde::{Deserialize, Serialize};

use crate::tables::Agencies;

/// How a report stands to the agency that it credits; the first may be the first publication rather than the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// An agency's own report.
    Agency,
    /// It credits nobody.
    Plain,
    /// It credits an agency, and who published it is not known.
    Unknown,
    /// It credits an agency and another outlet published it: a copy by its own word.
    Credits,
}

/// Letters at the head and at the end of a text in which a credit may stand. What is quoted in between is a source, no credit.
const HEAD: usize = 400;
const TAIL: usize = 300;

/// Words to a line that is a byline or a credit, and no sentence.
const MOST_WORDS: usize = 12;

/// How the text's credit stands to its outlet or, where that is not told, the host it was published on.
pub(crate) fn standing(
    text: &str,
    outlet: Option<&str>,
    host: Option<&str>,
    agencies: &Agencies,
) -> Standing {
    let own = outlet
        .and_then(|outlet| agencies.named_in_any_case(outlet).or_else(|| agencies.on_host(outlet)))
        .or_else(|| host.and_then(|host| agencies.on_host(host)));
    let credited = credits(text, agencies);
    match own {
        Some(own) if credited.is_empty() || credited.contains(&own) => Standing::Agency,
        _ if credited.is_empty() => Standing::Plain,
        None if outlet.is_none() && host.is_none() => Standing::Unknown,
        _ => Standing::Credits,
    }
}

/// The agencies that are credited.
fn credits(text: &str, agencies: &Agencies) -> Vec<usize> {
    let text = text.trim();
    let head = text.char_indices().nth(HEAD).map_or(text, |(end, _)| &text[..end]);
    let tail = text.char_indices().rev().nth(TAIL).map_or("", |(start, _)| &text[start..]);
    let mut found = Vec::new();
    for (part, is_head) in [(head, true), (tail, false)] {
        in_brackets(part, agencies, &mut found);
        let lines: Vec<&str> = part.lines().collect();
        // The line that the cut went through is no whole line.
        let whole = match (is_head, part.len() < text.len()) {
            (_, false) => &lines[..],
            (true, true) => &lines[..lines.len().saturating_sub(1)],
            (false, true) => lines.get(1..).unwrap_or(&[]),
        };
        whole.iter().for_each(|line| in_line(line, agencies, &mut found));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// `(Reuters)`, `(AP/AFP)`, `(ANI):`.
fn in_brackets(part: &str, agencies: &Agencies, found: &mut Vec<usize>) {
    for (open, _) in part.match_indices('(') {
        let inner = &part[open + 1..];
        if let Some(close) = inner.find(')').filter(|close| *close <= 60) {
            let inner = &inner[..close];
            let named = |name: &str| agencies.named_in_any_case(name);
            found.extend(named(inner).into_iter().chain(inner.split(['/', ',', '|', '&']).filter_map(named)));
        }
    }
}

/// A line of few words that names an agency as a credit: alone, behind `by`, `source`, a name or a stroke.
fn in_line(line: &str, agencies: &Agencies, found: &mut Vec<usize>) {
    let line = line.trim();
    if line.split_whitespace().count() > MOST_WORDS || line.ends_with(['.', '!', '?']) {
        return;
    }
    let lower = line.to_lowercase();
    let opens = ["by ", "source:", "source -", "credit:", "from "].iter().any(|cue| lower.starts_with(cue));
    let parts: Vec<&str> = line.split(['/', ',', '|', '&', ':', '—', '–', '-', '(', ')']).collect();
    // `Reuters says two killed` is a headline: the name must be a part by itself, or end a line that a credit's words open.
    for (at, part) in parts.iter().enumerate() {
        let last = at + 1 == parts.len();
        let words = part.trim();
        let words = words.strip_prefix("By ").or_else(|| words.strip_prefix("by ")).unwrap_or(words);
        found.extend(agencies.named(words).filter(|_| opens || last || at == 0));
        if opens && last {
            found.extend(word_ends(words).filter_map(|end| agencies.named(end)));
        }
    }
}

/// The ends of a text that begin with a word.
fn word_ends(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(' ').map(|(at, _)| text[at..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tables;

    fn of(text: &str, outlet: Option<&str>) -> Standing {
        standing(text, outlet, None, &Tables::builtin().agencies)
    }

    #[test]
    fn credits_of_other_outlets() {
        for text in [
            "HOMS, Syria (Reuters) - Shells hit a market.",
            "HOMS (AP/AFP) — Shells hit a market.",
            "SAN MARCO, 3 JAN 90 (ACAN-EFE) -- SHELLS HIT A MARKET.",
            "Market hit\nBy Ana Bel, Associated Press\nShells hit a market.",
            "By Ana Bel of the Associated Press\nShells hit a market.",
            "Shells hit a market.\nSource: AFP",
            "Shells hit a market.\nAFP",
            "Shells hit a market (Xinhua)",
        ] {
            assert_eq!(of(text, Some("The Marsh Herald")), Standing::Credits, "{text}");
            assert_eq!(of(text, None), Standing::Unknown, "{text}");
        }
    }

    #[test]
    fn an_agencys_own() {
        let text = "HOMS, Syria (Reuters) - Shells hit a market.";
        assert_eq!(of(text, Some("Reuters")), Standing::Agency);
        assert_eq!(of(text, Some("reuters.com")), Standing::Agency);
        assert_eq!(
            standing(text, None, Some("uk.reuters.com"), &Tables::builtin().agencies),
            Standing::Agency
        );
        assert_eq!(of(text, Some("AFP")), Standing::Credits);
    }

    #[test]
    fn a_source_is_no_credit() {
        for text in [
            "Shells hit a market, a trader told Reuters.",
            "Reuters says two killed",
            "The army (SAA) shelled a market.",
            "Shells hit a market.\nReuters could not verify the account.",
        ] {
            assert_eq!(of(text, Some("The Marsh Herald")), Standing::Plain, "{text}");
        }
    }
}
