//! Which reports have a key: an inverted list of the sampled shingles.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::sketch::Sketch;

/// Reports kept in one list. A key that more have is of a story printed everywhere or of an outlet's furniture; of the one
/// any of these tells the group, of the other all are refused in the end, and the work stays bounded.
const MOST_LISTED: usize = 48;

/// Keys are hashes already.
#[derive(Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u32(&mut self, key: u32) {
        // The table takes its place from the low bits and its tag from the high ones; keys have their high bits clear.
        self.0 = u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// Set in a value that is the place of a list and not a report.
const IS_LIST: u32 = 1 << 31;

/// Keys with the reports that have them.
#[derive(Debug, Default, Clone)]
pub(crate) struct Postings {
    /// Most keys are in one report alone, which stands here by itself.
    keys: HashMap<u32, u32, BuildHasherDefault<Ready>>,
    lists: Vec<List>,
}

#[derive(Debug, Clone, Default)]
struct List {
    reports: Vec<u32>,
    /// In how many different stories the key was seen.
    stories: u32,
}

impl Postings {
    /// Enters a report under its keys. `story`: it is no plain copy of one that is here, so its keys are seen once more.
    pub(crate) fn insert(&mut self, report: u32, sketch: &Sketch, story: bool) {
        for &key in sketch.keys() {
            let Some(value) = self.keys.get_mut(&key) else {
                self.keys.insert(key, report);
                continue;
            };
            if *value & IS_LIST == 0 {
                let list = List { reports: vec![*value], stories: 1 };
                *value = IS_LIST | u32::try_from(self.lists.len()).unwrap_or(IS_LIST - 1);
                self.lists.push(list);
            }
            let list = &mut self.lists[(*value & !IS_LIST) as usize];
            if list.reports.len() < MOST_LISTED {
                list.reports.push(report);
            }
            list.stories += u32::from(story);
        }
    }

    /// Reports that share keys with this one, in their order.
    pub(crate) fn sharing(&self, sketch: &Sketch) -> Vec<u32> {
        let mut found = Vec::new();
        for key in sketch.keys() {
            match self.keys.get(key) {
                Some(value) if value & IS_LIST == 0 => found.push(*value),
                Some(value) => found.extend_from_slice(&self.lists[(value & !IS_LIST) as usize].reports),
                None => {}
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// In how many different stories a key was seen.
    pub(crate) fn stories(&self, key: u32) -> u32 {
        match self.keys.get(&key) {
            Some(value) if value & IS_LIST == 0 => 1,
            Some(value) => self.lists[(value & !IS_LIST) as usize].stories,
            None => 0,
        }
    }
}
