//! Tag scores to spans of entities: the best sequence that the BIO scheme allows (Viterbi 1967; Ramshaw and Marcus 1995).

use std::ops::Range;

use super::encoder::math::softmax;
use super::labels::intern;

/// What a tag says of its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Outside,
    Begin(&'static str),
    Inside(&'static str),
}

impl Tag {
    fn may_follow(self, before: Option<Self>) -> bool {
        match (self, before) {
            (Self::Inside(kind), Some(Self::Begin(last) | Self::Inside(last))) => kind == last,
            (Self::Inside(_), _) => false,
            _ => true,
        }
    }
}

/// The tags of one scheme, in the order of the head's rows.
#[derive(Debug)]
pub(crate) struct Bio {
    tags: Vec<Tag>,
}

/// A span within the tokens that were tagged.
#[derive(Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) tokens: Range<usize>,
    pub(crate) label: &'static str,
    /// Mean probability of the tags.
    pub(crate) score: f32,
}

impl Bio {
    /// None if a tag is not `O`, `B-x` or `I-x`, or `O` is missing.
    pub(crate) fn new(tags: &[String]) -> Option<Self> {
        let read = |tag: &String| match tag.split_once('-') {
            None if tag == "O" => Some(Tag::Outside),
            Some(("B", kind)) => Some(Tag::Begin(intern(kind))),
            Some(("I", kind)) => Some(Tag::Inside(intern(kind))),
            _ => None,
        };
        let tags: Vec<Tag> = tags.iter().map(read).collect::<Option<_>>()?;
        tags.contains(&Tag::Outside).then_some(Self { tags })
    }

    /// Number of tags.
    pub(crate) fn len(&self) -> usize {
        self.tags.len()
    }

    /// The spans of one sentence; `scores` has a row a token.
    pub(crate) fn decode(&self, mut scores: Vec<f32>) -> Vec<Found> {
        let width = self.tags.len();
        softmax(&mut scores, width);
        let path = self.best_path(&scores);
        let mut found: Vec<Found> = Vec::new();
        for (i, &tag) in path.iter().enumerate() {
            let p = scores[i * width + tag];
            match (self.tags[tag], found.last_mut()) {
                (Tag::Begin(label), _) => found.push(Found { tokens: i..i + 1, label, score: p }),
                (Tag::Inside(_), Some(span)) => {
                    span.tokens.end = i + 1;
                    span.score += p;
                }
                _ => {}
            }
        }
        for span in &mut found {
            span.score /= span.tokens.len() as f32;
        }
        found
    }

    fn best_path(&self, probabilities: &[f32]) -> Vec<usize> {
        let width = self.tags.len();
        let mut total = vec![0.0f32; width];
        let mut back: Vec<usize> = Vec::with_capacity(probabilities.len());
        for (i, row) in probabilities.chunks_exact(width).enumerate() {
            let last = total.clone();
            for (tag, p) in row.iter().enumerate() {
                let from = self.best_before(tag, (i > 0).then_some(&last));
                total[tag] =
                    from.map_or(f32::NEG_INFINITY, |f| if i > 0 { last[f] } else { 0.0 } + p.max(1e-30).ln());
                back.push(from.unwrap_or(0));
            }
        }
        let mut path = vec![0; back.len() / width];
        let mut tag = best(total.iter().copied().enumerate()).unwrap_or(0);
        for (place, row) in path.iter_mut().zip(back.chunks_exact(width)).rev() {
            *place = tag;
            tag = row[tag];
        }
        path
    }

    /// The best tag that `tag` may follow; at the start, the tag itself if it may stand there.
    fn best_before(&self, tag: usize, last: Option<&Vec<f32>>) -> Option<usize> {
        let Some(last) = last else {
            return self.tags[tag].may_follow(None).then_some(tag);
        };
        let allowed = |f: &usize| self.tags[tag].may_follow(Some(self.tags[*f]));
        best((0..last.len()).filter(allowed).map(|f| (f, last[f])))
    }
}

/// The first of the largest.
pub(crate) fn best(scores: impl Iterator<Item = (usize, f32)>) -> Option<usize> {
    scores.reduce(|a, b| if b.1 > a.1 { b } else { a }).map(|(i, _)| i)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bio() -> Bio {
        Bio::new(&["O", "B-x", "I-x", "B-y", "I-y"].map(str::to_owned)).unwrap()
    }

    #[test]
    fn an_inside_never_stands_alone() {
        // The second token is best as I-y, which nothing allows: the pair as x wins.
        let scores = vec![0.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 2.5];
        let found = bio().decode(scores);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].tokens.clone(), found[0].label), (0..2, "x"));
        assert!(found[0].score > 0.4 && found[0].score < 0.8);
        assert!(bio().decode(Vec::new()).is_empty());
    }

    proptest! {
        #[test]
        fn spans_are_in_order_and_apart(scores in prop::collection::vec(-9.0f32..9.0, 0..12 * 5)) {
            let n = scores.len() / 5;
            let found = bio().decode(scores[..n * 5].to_vec());
            let mut at = 0;
            for span in found {
                prop_assert!(span.tokens.start >= at && span.tokens.end > span.tokens.start && span.tokens.end <= n);
                prop_assert!(span.score > 0.0 && span.score <= 1.0 + 1e-5);
                at = span.tokens.end;
            }
        }
    }
}
