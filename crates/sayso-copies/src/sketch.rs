//! A text's shingles, or a fair sample of them, in bounded space; and how much two texts share.
//!
//! A shingle is a run of [`RUN`] words. Their hashes are sorted and at most [`MOST`] are kept, the smallest: a text of an
//! ordinary report's length is kept whole and compared exactly, a longer one by a sample (a bottom-k sketch, that is MinHash
//! with one function). Of two sketches only what lies below the smaller one's end is compared, so that both are samples of
//! the same shingles. This estimates the containment of a short text in a long one as well as their resemblance, which bands of
//! several MinHash values do not: a story cut to a tenth resembles the whole by a tenth only.

use serde::{Deserialize, Serialize};

use crate::words::mix;

/// Words to a shingle. Shorter runs are shared by chance in reports of like events (`three people were killed`), longer ones are all
/// broken by light editing: of texts with 15 percent of the words changed, half of the runs of four survive, a third of those of seven.
pub const RUN: usize = 4;

/// Hashes kept of one text: two KiB.
pub const MOST: usize = 512;

/// Shingles whose hash lies below this are keys of the index, one in eight: two texts that share thirty shingles share none of
/// these in one case of fifty; that share sixty, in one of three thousand.
const KEYS_BELOW: u32 = u32::MAX / 8;

/// The smallest hashes of a text's shingles.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<u32>", into = "Vec<u32>")]
pub struct Sketch {
    /// Ascending, none twice.
    hashes: Vec<u32>,
}

/// Stored hashes that are no sketch.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SketchError {
    /// Not the bytes of whole hashes.
    #[error("{0} bytes are not a whole number of hashes of 4 bytes; make the signature anew from the text")]
    Length(usize),
    /// Too many.
    #[error("{0} hashes where at most {MOST} may stand; make the signature anew from the text")]
    Many(usize),
    /// Not in order.
    #[error("hash {0} is not greater than the one before it; make the signature anew from the text")]
    Order(usize),
}

impl Sketch {
    /// The hashes, ascending.
    #[must_use]
    pub fn hashes(&self) -> &[u32] {
        &self.hashes
    }

    /// At most 2,048 bytes, for storing.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect()
    }

    /// Back from [`Sketch::to_bytes`].
    ///
    /// # Errors
    /// When the bytes are not such a sketch.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SketchError> {
        let (hashes, rest) = bytes.as_chunks::<4>();
        if !rest.is_empty() {
            return Err(SketchError::Length(bytes.len()));
        }
        hashes.iter().map(|hash| u32::from_le_bytes(*hash)).collect::<Vec<_>>().try_into()
    }

    /// How many different shingles the text has; beyond [`MOST`] an estimate.
    #[must_use]
    pub fn size(&self) -> usize {
        match self.hashes.last() {
            Some(&last) if self.hashes.len() == MOST => {
                ((MOST - 1) as f64 / (f64::from(last) + 1.0) * 2f64.powi(32)) as usize
            }
            _ => self.hashes.len(),
        }
    }

    /// The hashes by which an index finds the text.
    pub(crate) fn keys(&self) -> &[u32] {
        &self.hashes[..self.hashes.partition_point(|hash| *hash < KEYS_BELOW)]
    }

    /// The keys that both have.
    pub(crate) fn shared_keys<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = u32> + 'a {
        let others = other.keys();
        self.keys().iter().copied().filter(|key| others.binary_search(key).is_ok())
    }

    /// The greatest hash up to which all are kept.
    fn end(&self) -> u32 {
        match self.hashes.last() {
            Some(&last) if self.hashes.len() == MOST => last,
            _ => u32::MAX,
        }
    }

    /// What two texts share.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> Overlap {
        let end = self.end().min(other.end());
        let until = |hashes: &[u32]| hashes.partition_point(|hash| *hash <= end);
        let (mine, others) = (&self.hashes[..until(&self.hashes)], &other.hashes[..until(&other.hashes)]);
        let shared = count_shared(mine, others);
        let (shorter, longer) =
            if self.size() <= other.size() { (mine.len(), others.len()) } else { (others.len(), mine.len()) };
        Overlap { shared, shorter, longer, size: self.size().min(other.size()) }
    }
}

impl TryFrom<Vec<u32>> for Sketch {
    type Error = SketchError;

    fn try_from(hashes: Vec<u32>) -> Result<Self, SketchError> {
        if hashes.len() > MOST {
            return Err(SketchError::Many(hashes.len()));
        }
        match hashes.windows(2).position(|pair| pair[0] >= pair[1]) {
            Some(at) => Err(SketchError::Order(at + 1)),
            None => Ok(Self { hashes }),
        }
    }
}

impl From<Sketch> for Vec<u32> {
    fn from(sketch: Sketch) -> Self {
        sketch.hashes
    }
}

fn count_shared(left: &[u32], right: &[u32]) -> usize {
    let (mut at, mut to, mut shared) = (0, 0, 0);
    while at < left.len() && to < right.len() {
        let (a, b) = (left[at], right[to]);
        at += usize::from(a <= b);
        to += usize::from(b <= a);
        shared += usize::from(a == b);
    }
    shared
}

/// What two texts share, counted in the shingles that both sketches can speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// In both.
    pub shared: usize,
    /// In the shorter text.
    pub shorter: usize,
    /// In the longer text.
    pub longer: usize,
    /// How many the shorter text has in all.
    pub size: usize,
}

impl Overlap {
    /// Share of the shorter text's shingles that the longer has, where each shared one counts `weight`.
    #[must_use]
    pub fn containment(&self, weight: f64) -> f64 {
        let shared = self.shared as f64 * weight;
        ratio(shared, (self.shorter.saturating_sub(self.shared)) as f64 + shared)
    }

    /// Share of all shingles that both have (Jaccard), where each shared one counts `weight`.
    #[must_use]
    pub fn resemblance(&self, weight: f64) -> f64 {
        let shared = self.shared as f64 * weight;
        ratio(shared, (self.shorter + self.longer).saturating_sub(2 * self.shared) as f64 + shared)
    }

    /// How many shingles both have in all, where each counts `weight`.
    #[must_use]
    pub fn extent(&self, weight: f64) -> f64 {
        ratio(self.shared as f64 * weight, self.shorter as f64) * self.size as f64
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Takes words one by one and keeps the smallest hashes of their runs.
#[derive(Debug, Default)]
pub(crate) struct Sketcher {
    run: [u64; RUN],
    seen: usize,
    hashes: Vec<u32>,
    /// Nothing greater can be among the smallest any more.
    end: Option<u32>,
}

impl Sketcher {
    pub(crate) fn push(&mut self, word: u64) {
        self.run.rotate_left(1);
        self.run[RUN - 1] = word;
        self.seen += 1;
        if self.seen < RUN {
            return;
        }
        let run = self.run.iter().fold(0, |hash: u64, word| mix(hash.rotate_left(17) ^ word));
        let hash = (run >> 32) as u32;
        if self.end.is_none_or(|end| hash < end) {
            self.hashes.push(hash);
            if self.hashes.len() >= 4 * MOST {
                self.shrink();
            }
        }
    }

    fn shrink(&mut self) {
        self.hashes.sort_unstable();
        self.hashes.dedup();
        self.hashes.truncate(MOST);
        self.end = self.hashes.get(MOST - 1).copied().or(self.end);
    }

    pub(crate) fn finish(mut self) -> Sketch {
        self.shrink();
        self.hashes.shrink_to_fit();
        Sketch { hashes: self.hashes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(words: impl IntoIterator<Item = u64>) -> Sketch {
        let mut sketcher = Sketcher::default();
        words.into_iter().for_each(|word| sketcher.push(mix(word + 1)));
        sketcher.finish()
    }

    #[test]
    fn a_short_text_is_compared_exactly() {
        let (whole, cut) = (sketch(0..300), sketch(0..103));
        let overlap = whole.overlap(&cut);
        assert_eq!(overlap, Overlap { shared: 100, shorter: 100, longer: 297, size: 100 });
        assert!((overlap.containment(1.0) - 1.0).abs() < 1e-9);
        assert!((overlap.resemblance(1.0) - 100.0 / 297.0).abs() < 1e-9);
        assert_eq!(overlap, cut.overlap(&whole));
    }

    #[test]
    fn a_long_text_is_compared_by_a_sample() {
        let (whole, part) = (sketch(0..20_000), sketch(5_000..15_000));
        assert_eq!(whole.hashes().len(), MOST);
        assert!(whole.size().abs_diff(20_000) < 2_000, "{}", whole.size());
        let overlap = whole.overlap(&part);
        assert!((overlap.containment(1.0) - 1.0).abs() < 0.05);
        assert!((overlap.resemblance(1.0) - 0.5).abs() < 0.1);
    }

    #[test]
    fn nothing_is_shared_with_nothing() {
        let overlap = sketch(0..3).overlap(&sketch(0..50));
        assert_eq!((overlap.shared, overlap.shorter), (0, 0));
        assert!(overlap.containment(1.0).abs() < 1e-9 && overlap.extent(0.5).abs() < 1e-9);
    }

    #[test]
    fn stored_and_read_back() {
        let kept = sketch(0..2_000);
        assert_eq!(Sketch::from_bytes(&kept.to_bytes()), Ok(kept));
        assert_eq!(Sketch::from_bytes(&[1, 2, 3]), Err(SketchError::Length(3)));
        assert_eq!(Sketch::from_bytes(&[1, 0, 0, 0, 1, 0, 0, 0]), Err(SketchError::Order(1)));
        assert_eq!(Sketch::try_from((0..600).collect::<Vec<u32>>()), Err(SketchError::Many(600)));
    }
}
