//! Comparing words of a report: overlap of spans, and phrases without what does not matter.

use std::ops::Range;

use sayso::record::Span;

/// Words that end the head's part of a phrase.
const AFTER_HEAD: [&str; 22] = [
    "of",
    "in",
    "on",
    "at",
    "from",
    "with",
    "for",
    "by",
    "to",
    "near",
    "between",
    "against",
    "inside",
    "outside",
    "under",
    "along",
    "around",
    "belonging",
    "who",
    "which",
    "that",
    "whose",
];

/// Number words, each at its number.
pub(crate) const NUMBER_WORDS: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// Words before a noun that do not name anything.
const DETERMINERS: [&str; 15] = [
    "the", "a", "an", "his", "her", "its", "their", "our", "my", "this", "that", "these", "those", "some",
    "several",
];

/// Lower case without ASCII punctuation, articles and extra white space: the form in which GRIT's scorer (Du, Rush and
/// Cardie, EACL 2021) compares mentions. As there, punctuation is taken out without leaving a blank.
pub(crate) fn normal(phrase: &str) -> String {
    let bare: String = phrase.to_lowercase().chars().filter(|c| !c.is_ascii_punctuation()).collect();
    let words: Vec<&str> = bare.split_whitespace().filter(|w| !["a", "an", "the"].contains(w)).collect();
    words.join(" ")
}

/// Last word of a normal phrase before a preposition or a relative clause.
pub(crate) fn head(normal: &str) -> &str {
    let mut head = "";
    for (i, word) in normal.split(' ').enumerate() {
        if i > 0 && AFTER_HEAD.contains(&word) {
            break;
        }
        head = word;
    }
    head
}

/// A phrase in the style of the MUC keys: no determiner before it, no relative clause or remark after it.
pub(crate) fn bare(phrase: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in phrase.split_whitespace() {
        let lower = word.to_lowercase();
        if words.is_empty() && DETERMINERS.contains(&lower.as_str()) {
            continue;
        }
        if !words.is_empty() && ["who", "which", "that", "whose"].contains(&lower.as_str()) {
            break;
        }
        words.push(word);
        if word.ends_with([',', ';']) {
            break;
        }
    }
    words.join(" ").trim_matches(|c: char| c.is_ascii_punctuation() && c != ')' && c != ']').to_owned()
}

/// Whether the words of the text (not of the title) share a code point with the range.
pub(crate) fn overlaps(span: &Span, range: &Range<usize>) -> bool {
    span.part.is_none() && span.start < range.end && range.start < span.end
}

/// The `[start, end)` of the corpora as a range.
pub(crate) fn range(pair: [usize; 2]) -> Range<usize> {
    pair[0]..pair[1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_forms() {
        assert_eq!(normal("THE \"EXTRADITABLES\""), "extraditables");
        assert_eq!(normal("FARABUNDO MARTI\n NATIONAL  FRONT [FMLN]"), "farabundo marti national front fmln");
        assert_eq!(normal("CAR-BOMB"), "carbomb");
    }

    #[test]
    fn heads() {
        assert_eq!(head("members of armed forces"), "members");
        assert_eq!(head("las canas bridge"), "bridge");
        assert_eq!(head("of"), "of");
    }

    #[test]
    fn bare_phrases() {
        assert_eq!(bare("THE GUERRILLAS WHO FLED"), "GUERRILLAS");
        assert_eq!(bare("his house, which burned"), "house");
        assert_eq!(bare("\"THE EXTRADITABLES\""), "THE EXTRADITABLES");
    }
}
