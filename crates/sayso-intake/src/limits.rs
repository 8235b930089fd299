//! What one file given may cost, and the count of what it has cost so far.

use std::cell::Cell;
use std::rc::Rc;

use crate::Problem;

/// How much is taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of one document. A longer one is told and skipped without being held.
    pub document_bytes: usize,
    /// How many times its packed size something may unpack to. Text rarely passes 20, bombs start near 1000.
    pub unpack_ratio: u64,
    /// Below so many bytes unpacked nobody asks for the ratio.
    pub unpack_free: u64,
    /// The most bytes that all of one given file may unpack to, counted at every level.
    pub unpack_bytes: u64,
    /// How deep archives may lie in each other.
    pub nesting: u32,
    /// The most documents of one file.
    pub rows: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 16 << 20,
            unpack_ratio: 200,
            unpack_free: 64 << 20,
            unpack_bytes: 1 << 40,
            nesting: 4,
            rows: 100_000_000,
        }
    }
}

/// What all layers of one given file may still unpack to, together.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    limits: Limits,
    spent: Rc<Cell<u64>>,
    /// The size of the file given, where it is known.
    length: Option<u64>,
}

impl Budget {
    pub(crate) fn new(limits: Limits, length: Option<u64>) -> Self {
        Self { limits, spent: Rc::default(), length }
    }

    /// Counts `more` bytes that one layer gave, which by now has unpacked `unpacked` from `packed`.
    pub(crate) fn spend(&self, more: u64, unpacked: u64, packed: u64) -> Result<(), Problem> {
        let spent = self.spent.get().saturating_add(more);
        self.spent.set(spent);
        if self.swells(unpacked, packed) {
            return Err(Problem::Bomb { bytes: unpacked, packed });
        }
        let length = self.length.unwrap_or(u64::MAX);
        if spent > self.limits.unpack_bytes || self.swells(spent, length) {
            return Err(Problem::Bomb { bytes: spent, packed: self.length.unwrap_or(packed) });
        }
        Ok(())
    }

    /// Whether so much from so little is a bomb's way.
    pub(crate) fn swells(&self, unpacked: u64, packed: u64) -> bool {
        unpacked > self.limits.unpack_free && unpacked > packed.saturating_mul(self.limits.unpack_ratio)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_counts_only_beyond_what_is_free_and_the_total_always() {
        let limits = Limits { unpack_ratio: 10, unpack_free: 100, unpack_bytes: 1000, ..Limits::default() };
        let budget = Budget::new(limits, Some(90));
        assert_eq!(budget.spend(100, 100, 1), Ok(()));
        assert_eq!(budget.spend(1, 101, 1), Err(Problem::Bomb { bytes: 101, packed: 1 }));
        assert_eq!(budget.spend(790, 790, 80), Ok(()));
        // Each layer keeps to the ratio, all together do not.
        assert_eq!(budget.spend(10, 800, 80), Err(Problem::Bomb { bytes: 901, packed: 90 }));
        let unknown = Budget::new(limits, None);
        assert_eq!(unknown.spend(1001, 1001, 900), Err(Problem::Bomb { bytes: 1001, packed: 900 }));
    }
}
