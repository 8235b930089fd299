//! A report as it comes in, and what is kept of it to compare others with.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::credit::{self, Standing};
use crate::published::Published;
use crate::sketch::{Sketch, Sketcher};
use crate::tables::Tables;
use crate::url::Canonical;
use crate::words;

/// A report: its text and what is told of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Document<'a> {
    /// What the caller calls it; each once.
    pub id: &'a str,
    /// Its text, with or without the headline.
    pub text: &'a str,
    /// Where it was published; an address that cannot be read is taken as none.
    pub url: Option<&'a str>,
    /// When.
    pub published: Option<Published>,
    /// By whom.
    pub outlet: Option<&'a str>,
}

/// What is kept of a report: some 2 KiB whatever the length of its text, to be stored beside it and handed to
/// [`Index::insert`](crate::Index::insert) again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The report's id.
    pub id: String,
    /// Its address.
    pub url: Option<Canonical>,
    /// When it was published.
    pub published: Option<Published>,
    /// Who published it: a hash of the outlet's name or, where that is not told, of the host.
    pub outlet: Option<u64>,
    /// How it stands to the agency that it credits.
    pub standing: Standing,
    /// Words of the story, without what belongs to the outlet.
    pub words: u64,
    /// A hash of these words.
    pub exact: [u8; 16],
    /// Their shingles.
    pub sketch: Sketch,
}

impl Signature {
    /// Reads a report, by the built-in tables.
    #[must_use]
    pub fn of(document: &Document<'_>) -> Self {
        Self::with(document, Tables::builtin())
    }

    /// Reads a report, by these tables.
    #[must_use]
    pub fn with(document: &Document<'_>, tables: &Tables) -> Self {
        let url = document.url.and_then(|url| tables.canonical(url).ok());
        let host = url.as_ref().map(Canonical::host);
        let mut count = 0;
        let mut exact = Sha256::new();
        let mut sketcher = Sketcher::default();
        words::units(document.text, |unit| {
            if tables.furniture.is_furniture(unit) {
                return;
            }
            count += unit.len() as u64;
            for word in unit {
                exact.update(word.to_le_bytes());
                sketcher.push(*word);
            }
        });
        let mut hash = [0; 16];
        hash.copy_from_slice(&exact.finalize()[..16]);
        Self {
            id: document.id.to_owned(),
            outlet: document.outlet.or(host).and_then(outlet),
            standing: credit::standing(document.text, document.outlet, host, &tables.agencies),
            url,
            published: document.published,
            words: count,
            exact: hash,
            sketch: sketcher.finish(),
        }
    }

    /// The address, unless it is a front page.
    pub(crate) fn page(&self) -> Option<&Canonical> {
        self.url.as_ref().filter(|url| !url.is_front_page())
    }
}

/// A hash of a name's words; `The Marsh Herald` and `Marsh Herald` are one.
fn outlet(name: &str) -> Option<u64> {
    let name = name.trim();
    let name =
        name.get(..4).filter(|the| the.eq_ignore_ascii_case("the ")).map_or(name, |the| &name[the.len()..]);
    let mut hash = None;
    words::units(name, |unit| {
        for word in unit {
            hash = Some(words::mix(hash.unwrap_or(0_u64).rotate_left(17) ^ word));
        }
    });
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_the_outlet_is_left_out() {
        let of = |text| Signature::of(&Document { id: "a", text, ..Document::default() });
        let plain = of("Shells hit a market in Homs. Three traders were killed.");
        let dressed = of(
            "Shells hit a market in Homs.\nSign up for our newsletter!\nThree traders were killed.\nRead more: A port burns",
        );
        assert_eq!(plain, dressed);
        assert_eq!(plain.words, 10);
    }

    #[test]
    fn an_address_that_cannot_be_read_is_none() {
        let document = Document { id: "a", url: Some("mailto:x@a.example"), ..Document::default() };
        assert_eq!(Signature::of(&document).url, None);
    }

    #[test]
    fn an_outlet_with_and_without_its_article() {
        assert_eq!(outlet("The Marsh Herald"), outlet(" marsh herald"));
        assert_ne!(outlet("The Marsh Herald"), outlet("The Hill Herald"));
        assert_eq!((outlet("The"), outlet("")), (outlet("the"), None));
    }

    #[test]
    fn stored_and_read_back() {
        let text = "Shells hit a market in Homs. Three traders were killed.";
        let published = "2019-12-18T09:00:00Z".parse().ok();
        let kept = Signature::of(&Document {
            id: "a",
            text,
            url: Some("https://a.example/x"),
            published,
            outlet: Some("Reuters"),
        });
        let json = serde_json::to_string(&kept).unwrap();
        assert_eq!(serde_json::from_str::<Signature>(&json).unwrap(), kept);
        assert_eq!(kept.standing, Standing::Agency);
    }
}
