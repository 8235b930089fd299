//! Reports that are here already, and which of them a new one is a copy of.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::document::{Document, Signature};
use crate::groups::{self, Group};
use crate::postings::Postings;
use crate::tables::Tables;
use crate::url::Canonical;

/// From where on texts are copies. `examples/measure.rs` measures them; the defaults were chosen on one half of its set.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// Share of the shorter text that the longer must hold. Different reporters' stories of one event share quotations and
    /// formulas, at most a fifth; of a story with every seventh word changed still two fifths of the runs are left.
    pub containment: f64,
    /// The same for two reports of one outlet, which prints the same background and the same lines under many stories, but
    /// copies nobody when it does.
    pub same_outlet: f64,
    /// Runs of four words that both must have in all. Fewer are a quotation or a formula.
    pub extent: f64,
    /// Share of the shorter text from which on it adds nothing of its own.
    pub whole: f64,
    /// A run that more different stories of one outlet than this have belongs to the outlet or to the language, and counts less:
    /// `stories / seen`.
    pub stories: u32,
    /// Shared runs from which on nothing is taken for furniture, however many have it: no outlet puts as much under each of its
    /// stories, but an agency's story that many edit a little is in as many versions.
    pub furniture: f64,
    /// Words that a text must have for it to be the same as another by its words alone: two offices may both write `Two killed in Homs`.
    pub words: u64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            containment: 0.3,
            same_outlet: 0.5,
            extent: 12.0,
            whole: 0.8,
            stories: 2,
            furniture: 150.0,
            words: 8,
        }
    }
}

/// How two reports are the same.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The same words in the same order.
    Exact,
    /// The same page by its address, with other words: another version of it.
    Url,
    /// Much of the same words.
    Near {
        /// Share of the shorter text's runs of words that the longer has.
        containment: f64,
        /// Share of all runs that both have (Jaccard).
        jaccard: f64,
    },
}

impl Kind {
    /// How much of the one the other is, from 0 to 1.
    pub(crate) fn strength(&self) -> f64 {
        match self {
            Self::Exact => 2.0,
            Self::Url => 1.5,
            Self::Near { containment, .. } => *containment,
        }
    }
}

/// A report that is here already and is the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// Its id.
    pub id: String,
    /// How.
    pub kind: Kind,
}

/// Why a report could not be added. The index is as before, and others can be added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IndexError {
    /// Another report has this id.
    #[error(
        "report `{0}` is in the index with another text, address or date; give the new one an id of its own"
    )]
    Known(String),
    /// More than the index counts.
    #[error("the index holds {0} reports and takes no more; begin another")]
    Full(usize),
}

/// Reports that are here, by what they can be found by. Kept as the list of their signatures.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Index {
    thresholds: Thresholds,
    signatures: Vec<Signature>,
    ids: HashMap<String, u32>,
    exact: HashMap<[u8; 16], Vec<u32>>,
    pages: HashMap<Canonical, Vec<u32>>,
    postings: Postings,
}

/// What of an index is stored: the rest follows from it.
#[derive(Serialize, Deserialize)]
struct Stored {
    thresholds: Thresholds,
    signatures: Vec<Signature>,
}

impl From<Stored> for Index {
    fn from(stored: Stored) -> Self {
        let mut index = Self::with(stored.thresholds);
        for signature in stored.signatures {
            // OK because what was stored had each id once.
            let _ = index.insert(signature);
        }
        index
    }
}

impl From<Index> for Stored {
    fn from(index: Index) -> Self {
        Self { thresholds: index.thresholds, signatures: index.signatures }
    }
}

impl Index {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty one with other thresholds.
    #[must_use]
    pub fn with(thresholds: Thresholds) -> Self {
        Self { thresholds, ..Self::default() }
    }

    /// How many reports are here.
    #[must_use]
    pub fn len(&self) -> usize {
        self.signatures.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.signatures.is_empty()
    }

    /// What is kept of the reports, in the order in which they came.
    #[must_use]
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Adds a report, read by the built-in tables, and tells which of those here it is the same as.
    ///
    /// # Errors
    /// When another report has its id.
    pub fn add(&mut self, document: &Document<'_>) -> Result<Vec<Match>, IndexError> {
        self.insert(Signature::with(document, Tables::builtin()))
    }

    /// Adds a report by its signature and tells which of those here it is the same as, the closest first. A report that is
    /// here already is not added again.
    ///
    /// These are the matches as far as is known by now: what counts as an outlet's furniture is learned from all reports, so only
    /// [`Index::groups`] is the same whatever the order of adding.
    ///
    /// # Errors
    /// When another report has its id.
    pub fn insert(&mut self, signature: Signature) -> Result<Vec<Match>, IndexError> {
        if let Some(&known) = self.ids.get(&signature.id) {
            let same = self.signatures[known as usize] == signature;
            return if same { Ok(self.matches(&signature)) } else { Err(IndexError::Known(signature.id)) };
        }
        let full = || IndexError::Full(self.signatures.len());
        let number = u32::try_from(self.signatures.len()).ok().filter(|number| *number < 1 << 31);
        let number = number.ok_or_else(full)?;
        let matches = self.matches(&signature);
        let story = !matches.iter().any(|found| found.kind.strength() >= self.thresholds.whole);
        let outlet = |at: u32| match self.signatures.get(at as usize) {
            Some(known) => known.outlet,
            None => signature.outlet,
        };
        self.postings.insert(number, &signature.sketch, story, outlet);
        self.ids.insert(signature.id.clone(), number);
        if self.thresholds.tells(&signature) {
            self.exact.entry(signature.exact).or_default().push(number);
        }
        if let Some(page) = signature.page() {
            self.pages.entry(page.clone()).or_default().push(number);
        }
        self.signatures.push(signature);
        Ok(matches)
    }

    /// Which reports here a report is the same as, the closest first; it is not added.
    #[must_use]
    pub fn matches(&self, signature: &Signature) -> Vec<Match> {
        let same = self.thresholds.tells(signature).then(|| self.exact.get(&signature.exact)).flatten();
        let page = signature.page().and_then(|page| self.pages.get(page));
        let mut found = self.postings.sharing(&signature.sketch);
        // A story printed a thousand times must not make each of them tell a thousand matches.
        for listed in [same, page].into_iter().flatten() {
            found.extend(listed.iter().take(MOST_SAME));
        }
        found.sort_unstable();
        found.dedup();
        let mut matches: Vec<Match> = found
            .into_iter()
            .map(|number| &self.signatures[number as usize])
            .filter(|known| known.id != signature.id)
            .filter_map(|known| {
                let kind = self.thresholds.compare(signature, known, |key| self.postings.stories(key))?;
                Some(Match { id: known.id.clone(), kind })
            })
            .collect();
        matches.sort_by(|a, b| b.kind.strength().total_cmp(&a.kind.strength()).then_with(|| a.id.cmp(&b.id)));
        matches
    }

    /// First publications with their copies, those without copies left out. The same whatever the order of adding: see [`Group`].
    #[must_use]
    pub fn groups(&self) -> Vec<Group> {
        groups::groups(&self.signatures, &self.thresholds)
    }
}

/// Reports with the very same words or address that one report tells.
const MOST_SAME: usize = 100;

impl Thresholds {
    /// Whether a text is long enough to be known by its words.
    pub(crate) fn tells(&self, signature: &Signature) -> bool {
        signature.words >= self.words
    }

    /// How two reports are the same, if they are. `stories` tells in how many different stories of one outlet a key was seen.
    pub(crate) fn compare(
        &self,
        one: &Signature,
        other: &Signature,
        stories: impl Fn(u32) -> u32,
    ) -> Option<Kind> {
        if one.exact == other.exact && self.tells(one) {
            return Some(Kind::Exact);
        }
        if one.page().is_some() && one.page() == other.page() {
            return Some(Kind::Url);
        }
        let overlap = one.sketch.overlap(&other.sketch);
        let weight = if overlap.extent(1.0) < self.furniture {
            self.weight(one.sketch.shared_keys(&other.sketch).map(stories))?
        } else {
            1.0
        };
        let containment = overlap.containment(weight);
        let same_outlet = one.outlet.is_some() && one.outlet == other.outlet;
        let is_copy = containment >= if same_outlet { self.same_outlet } else { self.containment }
            && overlap.extent(weight) >= self.extent
            && overlap.shared >= LEAST_SAMPLE;
        is_copy.then(|| Kind::Near { containment, jaccard: overlap.resemblance(weight) })
    }

    /// What each shared run counts, from how many stories each shared key was seen in; none where no key is shared.
    fn weight(&self, seen: impl Iterator<Item = u32>) -> Option<f64> {
        let most = f64::from(self.stories);
        let (sum, count) = seen.fold((0.0, 0_u32), |(sum, count), seen| {
            (sum + (most / f64::from(seen.max(1))).min(1.0), count + 1)
        });
        (count > 0).then(|| sum / f64::from(count))
    }
}

/// Shared hashes below which a sample says nothing.
const LEAST_SAMPLE: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    fn add(index: &mut Index, id: &str, text: &str, url: Option<&str>) -> Vec<Match> {
        index.add(&Document { id, text, url, ..Document::default() }).unwrap()
    }

    const STORY: &str = "Shells hit a crowded market in the old town of Homs on Tuesday, killing three traders. The \
        governor said the fire came from the hills. Shops stayed closed for the rest of the day and the hospital asked for blood.";

    #[test]
    fn the_same_words_and_the_same_page() {
        let mut index = Index::new();
        assert_eq!(add(&mut index, "a", STORY, Some("https://a.example/x?utm_source=y")), []);
        let found = add(&mut index, "b", &STORY.to_uppercase(), None);
        assert_eq!(found, [Match { id: "a".into(), kind: Kind::Exact }]);
        let found = add(&mut index, "c", "All has changed on this page.", Some("http://www.a.example/x"));
        assert_eq!(found, [Match { id: "a".into(), kind: Kind::Url }]);
    }

    #[test]
    fn front_pages_and_a_few_words_are_nobodys() {
        let mut index = Index::new();
        add(&mut index, "a", "Two killed in Homs.", Some("https://a.example/"));
        assert_eq!(add(&mut index, "b", "Two killed in Homs.", Some("https://a.example")), []);
        assert_eq!(add(&mut index, "c", "", None), []);
        assert_eq!(add(&mut index, "d", "", None), []);
    }

    #[test]
    fn an_id_stands_for_one_report() {
        let mut index = Index::new();
        add(&mut index, "a", STORY, None);
        assert_eq!(add(&mut index, "a", STORY, None), []);
        let other = index.add(&Document { id: "a", text: "Other words.", ..Document::default() });
        assert_eq!(other, Err(IndexError::Known("a".into())));
        assert_eq!(index.len(), 1);
    }

    #[test]
    fn stored_and_read_back() {
        let mut index = Index::new();
        add(&mut index, "a", STORY, None);
        add(&mut index, "b", &format!("Fire on a town. {STORY}"), None);
        let json = serde_json::to_string(&index).unwrap();
        let back: Index = serde_json::from_str(&json).unwrap();
        assert_eq!(back.signatures(), index.signatures());
        assert_eq!(back.groups(), index.groups());
        assert_eq!(back.groups().len(), 1);
    }
}
