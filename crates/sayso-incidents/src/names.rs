//! Names and words as keys: what is left of them when only their letters are compared.

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that a name has or lacks without being another name.
const LOOSE: [&str; 10] = ["the", "a", "an", "al", "el", "of", "and", "s", "mr", "so-called"];

/// A name without case, marks, articles and punctuation; empty where nothing is left.
///
/// ```
/// assert_eq!(sayso_incidents::names::fold("The Népal Red-Cross’s"), "nepal red cross");
/// ```
#[must_use]
pub fn fold(name: &str) -> String {
    let plain: String = name
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .flat_map(char::to_lowercase)
        .collect();
    let words: Vec<&str> = plain.split_whitespace().filter(|word| !LOOSE.contains(word)).collect();
    words.join(" ")
}

/// The stem of a word, near enough to bring `shelled`, `shelling` and `shells` together.
#[must_use]
pub fn stem(word: &str) -> String {
    let word = fold(word);
    let cut = ["ings", "ing", "ers", "ied", "ies", "ed", "es", "er", "s"]
        .into_iter()
        .filter_map(|end| word.strip_suffix(end))
        .find(|rest| rest.chars().count() >= 3)
        .unwrap_or(&word);
    let cut = cut.strip_suffix('e').unwrap_or(cut);
    let mut chars: Vec<char> = cut.chars().collect();
    // `bombed` and `bomb`, but also `stabbed` and `stab`.
    if chars.len() > 3
        && chars[chars.len() - 1] == chars[chars.len() - 2]
        && !"ls".contains(chars[chars.len() - 1])
    {
        chars.pop();
    }
    chars.into_iter().collect()
}

/// Whether words name somebody, and do not just describe him: one of them is written with a capital that no sentence's
/// beginning explains, or is a number of a unit.
#[must_use]
pub fn is_proper(name: &str) -> bool {
    let words: Vec<&str> =
        name.split_whitespace().filter(|w| !LOOSE.contains(&w.to_lowercase().as_str())).collect();
    let capital = |word: &&str| {
        word.chars().next().is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()))
    };
    let acronym = |word: &&str| word.chars().filter(|c| c.is_uppercase()).count() >= 2;
    words.iter().any(acronym)
        || words.iter().filter(|w| capital(w)).count() >= 2
        || words.iter().skip(1).any(capital)
}

/// The first letters of a name of three or more words with capitals, as it is shortened: `Marsh Liberation Front` to `mlf`.
#[must_use]
pub fn initials(name: &str) -> Option<String> {
    let letters: Vec<char> =
        name.split([' ', '-']).filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect();
    (letters.len() >= 3).then(|| letters.into_iter().flat_map(char::to_lowercase).collect())
}

/// A number for a key: the same on every machine. Two of a million keys share one with a chance of one in ten thousand.
pub(crate) fn mark(key: &str) -> u32 {
    let wide = wide(key.as_bytes());
    (wide ^ (wide >> 32)) as u32
}

/// FNV-1a with a last stir.
pub(crate) fn wide(bytes: &[u8]) -> u64 {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    stir(hash)
}

/// Spreads the bits of a number over the whole of it.
pub(crate) fn stir(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// The first half of a SHA-256 over parts, each with its length, so that no two lists of parts give the same bytes.
pub(crate) fn digest<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> u128 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let bytes: [u8; 32] = hash.finalize().into();
    bytes[..16].iter().fold(0, |number, byte| number << 8 | u128::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_bring_forms_together() {
        for forms in [
            ["shelled", "shelling", "shells"],
            ["attack", "attacked", "attacks"],
            ["bomb", "bombed", "bombing"],
        ] {
            let stems: Vec<String> = forms.iter().map(|form| stem(form)).collect();
            assert!(stems.iter().all(|s| *s == stems[0]), "{stems:?}");
        }
    }

    #[test]
    fn descriptions_are_no_names() {
        assert!(is_proper("Marsh Front"));
        assert!(is_proper("the MLF"));
        assert!(is_proper("forces loyal to Karvan"));
        assert!(!is_proper("Rebels"));
        assert!(!is_proper("the police"));
    }
}
