//! Answers that were written already: equal questions get the same bytes as long as the casebook is the same.

use std::collections::HashMap;

use hyper::body::Bytes;

/// As many bytes are kept.
const MOST: usize = 64 << 20;

/// Answers of one revision.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    revision: u64,
    bytes: usize,
    answers: HashMap<String, Bytes>,
}

impl Cache {
    /// What was answered in this revision.
    pub(crate) fn get(&self, revision: u64, key: &str) -> Option<Bytes> {
        self.answers.get(key).filter(|_| revision == self.revision).cloned()
    }

    /// Keeps an answer of a revision; of an older one than is kept, none.
    pub(crate) fn put(&mut self, revision: u64, key: String, answer: Bytes) {
        if revision < self.revision || answer.len() > MOST / 16 {
            return;
        }
        if revision > self.revision || self.bytes + answer.len() + key.len() > MOST {
            *self = Self { revision, ..Self::default() };
        }
        self.bytes += answer.len() + key.len();
        if let Some(old) = self.answers.insert(key, answer) {
            self.bytes -= old.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_revision_forgets_the_old() {
        let mut cache = Cache::default();
        cache.put(1, "a".to_owned(), Bytes::from_static(b"one"));
        assert_eq!(cache.get(1, "a").as_deref(), Some(&b"one"[..]));
        assert_eq!(cache.get(2, "a"), None);
        cache.put(2, "b".to_owned(), Bytes::from_static(b"two"));
        cache.put(1, "c".to_owned(), Bytes::from_static(b"late"));
        assert!(cache.get(1, "a").is_none() && cache.get(2, "c").is_none() && cache.get(2, "b").is_some());
    }

    #[test]
    fn it_does_not_grow_for_ever() {
        let mut cache = Cache::default();
        let answer = Bytes::from(vec![0; 1 << 20]);
        for number in 0..200 {
            cache.put(1, number.to_string(), answer.clone());
            assert!(cache.bytes <= MOST && cache.answers.len() <= 64);
        }
    }
}
