//! First publications and their copies, from all signatures at once: the same whatever the order in which they came.
//!
//! Reports are taken in the order of their likely publication. Each joins the first publication that it is most like; one that is like
//! none is a first publication itself. So a group is a star and no chain: every member is a direct match to the first, and a
//! page that each day keeps half of the day before does not tie a year together. There is one addition: a report that lies whole in a
//! member joins its group, for what is only cut from a copy adds nothing to it.

use std::cmp::Reverse;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::credit::Standing;
use crate::document::Signature;
use crate::index::{Kind, Thresholds};
use crate::postings::{Counts, Postings};
use crate::published::Published;

/// A first publication and its copies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// The likely first publication.
    pub first: String,
    /// What tells it from the next.
    pub because: Reason,
    /// The others, in the order of their likely publication.
    pub copies: Vec<Copied>,
}

/// A copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Copied {
    /// The copy's id.
    pub id: String,
    /// What it is a copy of: the first publication, or a member of the group that holds all of it.
    pub of: String,
    /// How.
    pub kind: Kind,
}

/// What makes a report the likely first among its copies: the first of these that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It was published on an earlier day, or alone has a day.
    Day,
    /// It is the agency's own, or credits no agency as the others do. Asked before the time of day, which tells of a
    /// paper's clock and last change as much as of the first publication.
    Credit,
    /// It was published earlier on that day, or alone has a time.
    Time,
    /// It has more words.
    Length,
    /// Nothing tells: its id stands first.
    Nothing,
}

/// By what reports are put in order: day, credit, time, length, id.
type Key<'a> =
    ((bool, Option<jiff::civil::Date>), Standing, (bool, Option<Published>), Reverse<u64>, &'a str);

fn key(signature: &Signature) -> Key<'_> {
    let published = signature.published;
    (
        (published.is_none(), published.map(|published| published.day)),
        signature.standing,
        (published.is_none(), published),
        Reverse(signature.words),
        &signature.id,
    )
}

fn reason(first: &Signature, next: &Signature) -> Reason {
    let (first, next) = (key(first), key(next));
    if first.0 != next.0 {
        Reason::Day
    } else if first.1 != next.1 {
        Reason::Credit
    } else if first.2 != next.2 {
        Reason::Time
    } else if first.3 != next.3 {
        Reason::Length
    } else {
        Reason::Nothing
    }
}

/// First publications with their copies, those without copies left out: for signatures that are kept elsewhere and in no
/// [`Index`](crate::Index). Each id should stand there once.
#[must_use]
pub fn groups(signatures: &[Signature], thresholds: &Thresholds) -> Vec<Group> {
    let mut order: Vec<&Signature> = signatures.iter().collect();
    order.sort_unstable_by_key(|signature| key(signature));
    let seen = stories(&order, thresholds);
    let parents = parents(&order, thresholds, &seen);
    gather(&order, &parents)
}

/// In how many different stories each key is: a story and its plain copies count once, what an outlet prints under each of its stories
/// counts as often as it has stories.
fn stories(order: &[&Signature], thresholds: &Thresholds) -> Counts {
    let plain = Thresholds { containment: thresholds.whole, same_outlet: thresholds.whole, ..*thresholds };
    let mut postings = Postings::default();
    let mut places = Places::default();
    for (number, signature) in numbered(order) {
        let known = places.enter(number, signature, &plain).is_some()
            || postings
                .sharing(&signature.sketch)
                .into_iter()
                .any(|other| plain.compare(signature, order[other as usize], |_| 1).is_some());
        if !known {
            postings.insert(number, &signature.sketch, true, |at| order[at as usize].outlet);
        }
    }
    postings.into_counts()
}

/// A report's group's first, and what it is a copy of.
struct Parent {
    first: u32,
    of: u32,
    kind: Kind,
}

/// For each report in order what it is a copy of; none for first publications.
fn parents(order: &[&Signature], thresholds: &Thresholds, seen: &Counts) -> Vec<Option<Parent>> {
    let mut postings = Postings::default();
    let mut places = Places::default();
    let mut parents: Vec<Option<Parent>> = Vec::with_capacity(order.len());
    for (number, signature) in numbered(order) {
        let first_of = |of: u32| parents[of as usize].as_ref().map_or(of, |parent: &Parent| parent.first);
        let same = places.enter(number, signature, thresholds);
        let mut best: Option<Parent> = same.map(|(of, kind)| Parent { first: first_of(of), of, kind });
        if best.is_none() {
            for of in postings.sharing(&signature.sketch) {
                let other = order[of as usize];
                let Some(kind) = thresholds.compare(signature, other, |key| seen.stories(key)) else {
                    continue;
                };
                let first = first_of(of);
                let lies_in =
                    signature.sketch.size() <= other.sketch.size() && kind.strength() >= thresholds.whole;
                // A first publication rather than one that holds it, the closest rather than another; of equals the earlier.
                let closer = best.as_ref().is_none_or(|best| {
                    (first == of, kind.strength()) > (best.first == best.of, best.kind.strength())
                });
                if (first == of || lies_in) && closer {
                    best = Some(Parent { first, of, kind });
                }
            }
        }
        // The very same words find the same again without an entry of their own.
        if !matches!(best, Some(Parent { kind: Kind::Exact, .. })) {
            postings.insert(number, &signature.sketch, true, |at| order[at as usize].outlet);
        }
        parents.push(best);
    }
    parents
}

/// The first report with these words, and the first on this page.
#[derive(Default)]
struct Places<'a> {
    exact: HashMap<[u8; 16], u32>,
    pages: HashMap<&'a str, u32>,
}

impl<'a> Places<'a> {
    /// Enters a report; the earlier one that has its words or its page, if any.
    fn enter(
        &mut self,
        number: u32,
        signature: &'a Signature,
        thresholds: &Thresholds,
    ) -> Option<(u32, Kind)> {
        let page = signature.page().map(|page| *self.pages.entry(page.as_str()).or_insert(number));
        let same = thresholds.tells(signature).then(|| *self.exact.entry(signature.exact).or_insert(number));
        let earlier = |found: Option<u32>| found.filter(|found| *found != number);
        earlier(same).map(|of| (of, Kind::Exact)).or_else(|| earlier(page).map(|of| (of, Kind::Url)))
    }
}

/// Groups in the order of their first publications.
fn gather(order: &[&Signature], parents: &[Option<Parent>]) -> Vec<Group> {
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); order.len()];
    for (number, parent) in parents.iter().enumerate() {
        if let Some(parent) = parent {
            members[parent.first as usize].push(number);
        }
    }
    let group = |(first, copies): (usize, &Vec<usize>)| {
        let copied = |number: &usize| {
            let parent = parents[*number].as_ref()?;
            Some(Copied {
                id: order[*number].id.clone(),
                of: order[parent.of as usize].id.clone(),
                kind: parent.kind,
            })
        };
        Group {
            first: order[first].id.clone(),
            because: reason(order[first], order[copies[0]]),
            copies: copies.iter().filter_map(copied).collect(),
        }
    };
    members.iter().enumerate().filter(|(_, copies)| !copies.is_empty()).map(group).collect()
}

/// Reports with their places; an index takes no more than these count.
fn numbered<'a>(order: &[&'a Signature]) -> impl Iterator<Item = (u32, &'a Signature)> {
    (0..).zip(order.iter().copied())
}

#[cfg(test)]
mod tests {
    use crate::{Document, Index, Reason};

    const STORY: &str = "Shells hit a crowded market in the old town of Homs on Tuesday, killing three traders. The \
        governor said the fire came from the hills. Shops stayed closed for the rest of the day and the hospital asked for blood.";

    fn first(reports: &[(&str, &str, &str, &str)]) -> (String, Reason) {
        let mut index = Index::new();
        for (id, text, published, outlet) in reports {
            let outlet = Some(*outlet).filter(|outlet| !outlet.is_empty());
            index
                .add(&Document { id, text, published: published.parse().ok(), outlet, ..Document::default() })
                .unwrap();
        }
        let groups = index.groups();
        assert_eq!((groups.len(), groups[0].copies.len()), (1, reports.len() - 1), "{groups:?}");
        (groups[0].first.clone(), groups[0].because)
    }

    #[test]
    fn who_was_first() {
        let wire = format!("HOMS (Reuters) - {STORY}");
        let longer = format!("{STORY} It was the third attack this month.");
        let day = "2019-12-18";
        assert_eq!(
            first(&[("a", STORY, day, ""), ("b", STORY, "2019-12-17", "")]),
            ("b".into(), Reason::Day)
        );
        assert_eq!(first(&[("a", STORY, "", ""), ("b", STORY, day, "")]), ("b".into(), Reason::Day));
        assert_eq!(
            first(&[("a", &wire, "2019-12-18T08:00:00Z", "The Herald"), ("b", &wire, day, "Reuters")]),
            ("b".into(), Reason::Credit)
        );
        assert_eq!(
            first(&[("a", STORY, day, ""), ("b", STORY, "2019-12-18T08:00:00Z", "")]),
            ("b".into(), Reason::Time)
        );
        assert_eq!(first(&[("a", STORY, day, ""), ("b", &longer, day, "")]), ("b".into(), Reason::Length));
        assert_eq!(first(&[("b", STORY, day, ""), ("a", STORY, day, "")]), ("a".into(), Reason::Nothing));
    }

    /// Words of their own for each seed.
    fn words(seed: u64, count: u64) -> String {
        (0..count).map(|at| format!("w{} ", crate::words::mix(seed << 32 | at) % 5_000)).collect()
    }

    #[test]
    fn a_page_that_changes_day_by_day_is_no_chain() {
        let mut index = Index::new();
        for day in 1..=8 {
            let text: String = (day..day + 3).map(|part| words(part, 60)).collect();
            let published = format!("2020-01-0{day}").parse().ok();
            index
                .add(&Document { id: &format!("d{day}"), text: &text, published, ..Document::default() })
                .unwrap();
        }
        let sizes: Vec<usize> = index.groups().iter().map(|group| group.copies.len() + 1).collect();
        assert!(sizes.iter().all(|size| *size <= 3), "{sizes:?}");
    }

    #[test]
    fn what_is_cut_from_a_copy_belongs_to_its_group() {
        let (flash, rest) = (words(1, 60), words(2, 200));
        let mut index = Index::new();
        for (id, text, day) in
            [("flash", &flash, 1), ("full", &format!("{flash} {rest}"), 2), ("tail", &rest, 3)]
        {
            let published = format!("2020-01-0{day}").parse().ok();
            index.add(&Document { id, text, published, ..Document::default() }).unwrap();
        }
        let groups = index.groups();
        assert_eq!(groups.len(), 1);
        assert_eq!(groups[0].first, "flash");
        assert_eq!((groups[0].copies[1].id.as_str(), groups[0].copies[1].of.as_str()), ("tail", "full"));
    }

    #[test]
    fn a_story_that_many_edit_a_little_is_one() {
        let story = words(5, 120);
        let mut index = Index::new();
        for number in 0..40_usize {
            let edited: Vec<String> = story
                .split(' ')
                .enumerate()
                .map(
                    |(at, word)| {
                        if at % 13 == number % 13 { format!("e{number}x{at}") } else { word.to_owned() }
                    },
                )
                .collect();
            let (id, outlet) = (format!("r{number:02}"), format!("Outlet {number}"));
            index
                .add(&Document {
                    id: &id,
                    text: &edited.join(" "),
                    outlet: Some(&outlet),
                    ..Document::default()
                })
                .unwrap();
        }
        let groups = index.groups();
        assert_eq!((groups.len(), groups[0].copies.len()), (1, 39));
    }

    #[test]
    fn what_an_outlet_prints_under_every_story_makes_no_copies() {
        let mut index = Index::new();
        let below = words(99, 60);
        for number in 0..30 {
            let text = format!("{} {below}", words(number + 100, 50));
            index
                .add(&Document { id: &format!("r{number:02}"), text: &text, ..Document::default() })
                .unwrap();
        }
        let grouped: usize = index.groups().iter().map(|group| group.copies.len()).sum();
        assert_eq!(grouped, 0, "{:?}", index.groups());
    }
}
