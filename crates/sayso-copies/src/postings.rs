//! Which reports have a key: an inverted list of the sampled shingles.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::sketch::Sketch;

/// Reports kept in one list. A key that more have is of a story printed everywhere or of an outlet's furniture; of the one
/// any of these tells the group, of the other all are refused in the end, and the work stays bounded.
const MOST_LISTED: usize = 48;

/// Keys are hashes already.
#[derive(Debug, Default)]
pub(crate) struct Ready(u64);

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
    /// Outlets with the number of their different stories that have the key; at most as many as reports are listed.
    stories: Vec<(Option<u64>, u32)>,
}

impl List {
    fn count(&mut self, outlet: Option<u64>) {
        if let Some((_, count)) = self.stories.iter_mut().find(|(known, _)| *known == outlet) {
            *count += 1;
        } else if self.stories.len() < MOST_LISTED {
            self.stories.push((outlet, 1));
        }
    }
}

impl List {
    fn most(&self) -> u32 {
        self.stories.iter().map(|(_, count)| *count).max().unwrap_or(1)
    }
}

impl Postings {
    /// Enters a report under its keys. `story`: it is no plain copy of one that is here, so its keys are seen once more. `outlet`
    /// tells who published a report that is here, this one included.
    pub(crate) fn insert(
        &mut self,
        report: u32,
        sketch: &Sketch,
        story: bool,
        outlet: impl Fn(u32) -> Option<u64>,
    ) {
        for &key in sketch.keys() {
            let Some(value) = self.keys.get_mut(&key) else {
                self.keys.insert(key, report);
                continue;
            };
            if *value & IS_LIST == 0 {
                let list = List { reports: vec![*value], stories: vec![(outlet(*value), 1)] };
                *value = IS_LIST | u32::try_from(self.lists.len()).unwrap_or(IS_LIST - 1);
                self.lists.push(list);
            }
            let list = &mut self.lists[(*value & !IS_LIST) as usize];
            if list.reports.len() < MOST_LISTED {
                list.reports.push(report);
            }
            if story {
                list.count(outlet(report));
            }
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

    /// In how many different stories of one outlet a key was seen, of that outlet where it was most often: what many outlets have
    /// once each is a story that they printed, what one has many times is its own. Outlets that are not told count as one.
    pub(crate) fn stories(&self, key: u32) -> u32 {
        match self.keys.get(&key) {
            Some(value) if value & IS_LIST != 0 => self.lists[(value & !IS_LIST) as usize].most(),
            _ => 1,
        }
    }

    /// The same for the keys that one outlet has in several stories, without all else.
    pub(crate) fn into_counts(mut self) -> Counts {
        let lists = std::mem::take(&mut self.lists);
        let count =
            |value: u32| if value & IS_LIST == 0 { 1 } else { lists[(value & !IS_LIST) as usize].most() };
        let mut counts = Counts::default();
        counts.0.extend(
            self.keys.drain().map(|(key, value)| (key, count(value))).filter(|(_, count)| *count > 1),
        );
        counts
    }
}

/// How often keys were seen.
#[derive(Debug, Default)]
pub(crate) struct Counts(HashMap<u32, u32, BuildHasherDefault<Ready>>);

impl Counts {
    /// As [`Postings::stories`].
    pub(crate) fn stories(&self, key: u32) -> u32 {
        self.0.get(&key).copied().unwrap_or(1)
    }
}
