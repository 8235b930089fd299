//! How many people an event killed, injured, took or drove away, from everything that the report says of it.
//!
//! Each word of harm gives one or more [`Portion`]s ("two policemen" and "a child"). [`tally`] walks them in the order of
//! the text and decides for each whether it tells of people already counted or of more:
//!
//! ```text
//! A blast killed two soldiers and a driver.        2 + 1
//! The driver died at once.                         the same again
//! Another soldier died on Tuesday.                 + 1
//! The death toll rose to six.                      6 in all
//! ```

use std::ops::Range;

use crate::read::coreference::Clusters;
use crate::read::graph::Graph;
use crate::read::happenings::other_side;
use crate::read::harm::{self, Harmed};
use crate::read::mentions::Form;
use crate::tables::Harm;

use super::number;

/// People, as one phrase gives them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portion {
    /// At least so many.
    pub low: u64,
    /// At most so many, where the words bound it.
    pub high: Option<u64>,
    /// The words.
    pub tokens: Range<usize>,
    /// Head of the phrase.
    pub head: usize,
    /// Sentence of the word of harm.
    pub sentence: usize,
    /// Who they are, by coreference.
    pub cluster: Option<usize>,
    /// PLOVER's sector, where the words give it.
    pub sector: Option<String>,
    /// Whether the phrase points back (`the two men`, `them`).
    pub definite: bool,
    /// Whether it names a person.
    pub named: bool,
    /// Whether it adds to others (`another`, `two more`, `also killed`).
    pub more: bool,
    /// Whether the word of harm itself adds (`also killed`).
    pub also: bool,
    /// Whether it is the number of all.
    pub total: bool,
    /// Whether its noun says nothing of who they are (`people`, `men`, `others`).
    pub anyone: bool,
}

/// The portions of a word of harm.
pub fn portions(graph: &Graph<'_>, clusters: &Clusters, harmed: &Harmed) -> Vec<Portion> {
    let adds = |t: usize| graph.children(t).iter().any(|&c| graph.is(c, "also") || graph.is(c, "too"));
    let noun = graph.is_noun(harmed.token);
    let also = adds(harmed.token) || noun && graph.head(harmed.token).is_some_and(adds);
    let mut out: Vec<Portion> = Vec::new();
    for (i, &head) in harmed.people.iter().enumerate() {
        let known = matches!(harmed.harm, Harm::Abducted | Harm::Displaced | Harm::Hit);
        if !harm::person(graph, clusters, head, known) || within_another(graph, head) {
            continue;
        }
        if i > 0 && same_person(graph, harmed.people[i - 1], head, harmed.token) {
            continue;
        }
        let Some(mut portion) = portion(graph, clusters, head) else { continue };
        portion.sentence = graph.sentence_of(harmed.token);
        portion.total = harmed.total;
        portion.more |= also;
        portion.also = also;
        let known = |p: &Portion| p.head == head || p.cluster.is_some() && p.cluster == portion.cluster;
        if (portion.low > 0 || portion.high.is_some_and(|h| h > 0)) && !out.iter().any(known) {
            out.push(portion);
        }
    }
    without_their_names(out)
}

/// "two constables, Arrel and Velt, and a driver": the names after a number are of those counted.
fn without_their_names(portions: Vec<Portion>) -> Vec<Portion> {
    let mut out: Vec<Portion> = Vec::new();
    let mut open = 0;
    for p in portions {
        if p.named && p.low == 1 && open > 0 {
            open -= 1;
            continue;
        }
        open = if p.high == Some(p.low) && p.low > 1 { p.low } else { 0 };
        out.push(p);
    }
    out
}

/// "six men including two officers": the officers are counted with the men.
fn within_another(graph: &Graph<'_>, head: usize) -> bool {
    let phrase = graph.phrase(head);
    let case = graph.children(head).iter().any(|&c| {
        matches!(graph.relation(c), "case" | "mark")
            && ["include", "including", "among", "besides"].iter().any(|w| graph.is(c, w))
    });
    case || phrase.start > 0 && graph.word(phrase.start - 1).eq_ignore_ascii_case("including")
}

/// "a trader and former mayor was killed": one person of two callings, by the bare second noun and the verb's singular.
fn same_person(graph: &Graph<'_>, first: usize, second: usize, verb: usize) -> bool {
    let bare = graph.token(second).xpos == "NN"
        && !graph.children(second).iter().any(|&c| matches!(graph.relation(c), "det" | "nummod"))
        && graph.possessor(second).is_none();
    let one =
        |t: usize| graph.children_by(t, "det").any(|d| matches!(graph.lemma(d), "a" | "an" | "A" | "An"));
    let anyone = |t: usize| graph.tables.classes.holds("anyone", &graph.lemma(t).to_lowercase());
    let singular = graph.children_by(verb, "aux").any(|a| matches!(graph.word(a), "was" | "is" | "has"));
    bare && one(first) && (singular || !anyone(second))
}

fn portion(graph: &Graph<'_>, clusters: &Clusters, head: usize) -> Option<Portion> {
    let cluster = clusters.of(head);
    let mention = cluster
        .and_then(|c| clusters.all[c].mentions.iter().find(|&&m| clusters.mentions[m].head == head))
        .map(|&m| &clusters.mentions[m]);
    let other = graph.is(head, "another");
    let pronoun = graph.token(head).upos == "PRON" && !other || graph.is(head, "both");
    let quantity = if pronoun { elsewhere(graph, clusters, cluster, head) } else { number::of(graph, head) };
    let one = || other.then(|| number::Quantity { low: 1, high: Some(1), tokens: head..head + 1 });
    let quantity = quantity.or_else(one)?;
    let named = mention.is_some_and(|m| m.form == Form::Name) && graph.token(head).upos == "PROPN";
    let lemma = graph.lemma(head).to_lowercase();
    let det = |words: &[&str]| {
        graph.children(head).iter().any(|&c| {
            matches!(graph.relation(c), "det" | "amod" | "advmod" | "nummod")
                && words.iter().any(|w| graph.word(c).eq_ignore_ascii_case(w))
        })
    };
    let definite = pronoun || det(&["the", "these", "those", "both", "this", "that"]);
    let more = !definite
        && (det(&["another", "other", "more", "further", "additional"])
            || matches!(lemma.as_str(), "other" | "others" | "another"));
    Some(Portion {
        low: quantity.low,
        high: quantity.high,
        tokens: quantity.tokens,
        head,
        sentence: graph.sentence_of(head),
        sector: cluster.and_then(|c| clusters.all[c].sector.clone()),
        cluster,
        definite,
        named,
        more,
        also: false,
        total: false,
        anyone: pronoun || graph.token(head).upos == "NUM" || graph.tables.classes.holds("anyone", &lemma),
    })
}

/// The number that another mention of the same people gives: "them" are the "two youths" before.
fn elsewhere(
    graph: &Graph<'_>,
    clusters: &Clusters,
    cluster: Option<usize>,
    head: usize,
) -> Option<number::Quantity> {
    let pronoun = graph.token(head).upos == "PRON";
    let plural = pronoun
        && !matches!(
            graph.lemma(head).to_lowercase().as_str(),
            "he" | "she" | "him" | "her" | "himself" | "herself" | "who"
        );
    let numbered = cluster.and_then(|c| {
        clusters.all[c]
            .mentions
            .iter()
            .map(|&m| clusters.mentions[m].head)
            .filter(|&h| h != head && graph.token(h).upos != "PRON")
            .find_map(|h| number::of(graph, h).filter(|q| !plural || q.high != Some(1)))
    });
    let tokens = head..head + 1;
    if graph.is(head, "both") {
        return Some(number::Quantity { low: 2, high: Some(2), tokens });
    }
    match numbered.or_else(|| just_before(graph, head).filter(|_| plural)) {
        Some(q) => Some(number::Quantity { tokens, ..q }),
        None if pronoun && !plural => Some(number::Quantity { low: 1, high: Some(1), tokens }),
        None => None,
    }
}

/// "picked up two brothers and beat them to death": the nearest object of several people before a pronoun, in its sentence.
fn just_before(graph: &Graph<'_>, head: usize) -> Option<number::Quantity> {
    let start = graph.syntax.sentences[graph.sentence_of(head)].tokens.start;
    let object = |t: &usize| matches!(graph.token(*t).deprel, "obj" | "nsubj:pass") && graph.is_noun(*t);
    let several = |t: usize| number::of(graph, t).filter(|q| q.low > 1);
    (start..head).rev().filter(object).find_map(several)
}

/// The portions of which no two tell of the same people; their sum is the event's number.
pub fn tally(told: &[Vec<Portion>]) -> Vec<Portion> {
    let mut groups: Vec<Portion> = Vec::new();
    for parts in told {
        add(&mut groups, parts);
    }
    groups
}

/// Lowest sum of the portions.
pub fn low(groups: &[Portion]) -> u64 {
    groups.iter().fold(0, |sum, g| sum.saturating_add(g.low))
}

/// Highest sum of the portions, where all are bounded.
pub fn high(groups: &[Portion]) -> Option<u64> {
    groups.iter().try_fold(0u64, |sum, g| Some(sum.saturating_add(g.high?)))
}

fn add(groups: &mut Vec<Portion>, parts: &[Portion]) {
    if parts.is_empty() {
        return;
    }
    if groups.is_empty() {
        groups.extend_from_slice(parts);
        return;
    }
    let (sum, before) = (low(parts), low(groups));
    let whole =
        parts.iter().all(|p| !p.more) && parts.iter().all(|p| groups.iter().all(|g| g.head != p.head));
    if parts[0].total && sum >= before || whole && sum == before && parts.len() > groups.len() {
        *groups = parts.to_vec();
        return;
    }
    if whole && sum == before && (parts[0].sentence != groups[groups.len() - 1].sentence || parts[0].definite)
    {
        return;
    }
    for part in parts {
        one(groups, part);
    }
}

/// One more portion: told before, an update, or more people.
fn one(groups: &mut Vec<Portion>, part: &Portion) {
    let same = |g: &Portion| g.head == part.head || g.cluster.is_some() && g.cluster == part.cluster;
    if let Some(g) = groups.iter_mut().find(|g| same(g)) {
        if part.low > g.low && !part.named {
            *g = part.clone();
        }
        return;
    }
    let clause = groups.iter().any(|g| g.sentence == part.sentence);
    // "two others were hurt ... two others were hurt, the official said"
    let told =
        |g: &Portion| g.more && (g.low, g.high) == (part.low, part.high) && g.sentence != part.sentence;
    if part.more && !part.also && groups.iter().any(told) {
        return;
    }
    if part.more || clause && !part.definite {
        groups.push(part.clone());
        return;
    }
    // a number of people of whatever kind is of all of them
    if part.anyone && !part.definite {
        if part.low > low(groups) {
            *groups = vec![part.clone()];
        }
        return;
    }
    let vague = groups.iter().any(|g| g.sector.is_none());
    match groups.iter_mut().find(|g| alike(g, part)) {
        Some(g) if part.low > g.low => *g = part.clone(),
        Some(_) => {}
        None if part.definite && vague => {}
        None => groups.push(part.clone()),
    }
}

/// Whether two portions can be of the same people by what their words say of them.
fn alike(a: &Portion, b: &Portion) -> bool {
    let two_names = a.named && b.named && a.cluster != b.cluster;
    let apart = other_side(a.sector.as_deref(), b.sector.as_deref()) && !a.anyone && !b.anyone;
    !two_names && !apart
}

/// Those who were hit without those who died of it.
pub fn survivors(hit: &[Portion], killed: &[Portion]) -> Vec<Portion> {
    let same = |a: &Portion, b: &Portion| a.head == b.head || a.cluster.is_some() && a.cluster == b.cluster;
    let mut left: Vec<Portion> =
        hit.iter().filter(|h| !killed.iter().any(|k| same(h, k) && k.low >= h.low)).cloned().collect();
    let mut dead = low(&killed
        .iter()
        .filter(|k| !hit.iter().any(|h| same(h, k) && k.low >= h.low))
        .cloned()
        .collect::<Vec<_>>());
    let named_apart = |p: &Portion| p.named && killed.iter().all(|k| k.named);
    for p in left.iter_mut().filter(|p| !p.more && !named_apart(p)) {
        let gone = dead.min(p.low);
        p.low -= gone;
        p.high = p.high.map(|h| h.saturating_sub(gone));
        dead -= gone;
    }
    left.retain(|p| p.low > 0);
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn portion(head: usize, low: u64) -> Portion {
        Portion {
            low,
            high: Some(low),
            tokens: head..head + 1,
            head,
            sentence: head / 10,
            cluster: None,
            sector: None,
            definite: false,
            named: false,
            more: false,
            also: false,
            total: false,
            anyone: false,
        }
    }

    fn of(sector: &str, head: usize, low: u64) -> Portion {
        Portion { sector: Some(sector.to_owned()), ..portion(head, low) }
    }

    #[test]
    fn conjuncts_add_up() {
        let groups = tally(&[vec![of("MIL", 1, 2), of("CVL", 4, 1)]]);
        assert_eq!((low(&groups), high(&groups)), (3, Some(3)));
    }

    #[test]
    fn told_again_is_counted_once() {
        let first = vec![of("MIL", 1, 2), of("CVL", 4, 1)];
        let again = Portion { definite: true, ..of("CVL", 25, 1) };
        assert_eq!(low(&tally(&[first, vec![again]])), 3);
    }

    #[test]
    fn another_adds() {
        let another = Portion { more: true, ..of("MIL", 25, 1) };
        assert_eq!(low(&tally(&[vec![of("MIL", 1, 2)], vec![another]])), 3);
    }

    #[test]
    fn two_others_told_again_are_the_same() {
        let others = |head| Portion { more: true, anyone: true, ..portion(head, 2) };
        assert_eq!(low(&tally(&[vec![others(1)], vec![others(25)]])), 2);
        let also = Portion { also: true, ..others(25) };
        assert_eq!(low(&tally(&[vec![others(1)], vec![also]])), 4);
    }

    #[test]
    fn a_toll_replaces() {
        let toll = Portion { total: true, anyone: true, ..portion(25, 6) };
        assert_eq!(low(&tally(&[vec![of("MIL", 1, 2), of("CVL", 4, 1)], vec![toll]])), 6);
    }

    #[test]
    fn a_breakdown_of_the_same_number_says_who() {
        let people = Portion { anyone: true, ..portion(1, 5) };
        let groups = tally(&[vec![people], vec![of("MIL", 21, 3), of("CVL", 24, 2)]]);
        assert_eq!((groups.len(), low(&groups)), (2, 5));
    }

    #[test]
    fn other_sides_add() {
        assert_eq!(low(&tally(&[vec![of("REB", 1, 4)], vec![of("COP", 21, 1)]])), 5);
    }

    #[test]
    fn those_who_died_are_not_injured() {
        let shot = vec![Portion { anyone: true, ..portion(1, 3) }];
        assert_eq!(low(&survivors(&shot, &[portion(21, 1)])), 2);
        assert_eq!(low(&survivors(&[portion(1, 1)], &[portion(1, 1)])), 0);
    }

    proptest! {
        #[test]
        fn a_sum_is_at_least_its_greatest_part(counts in proptest::collection::vec((0usize..200, 1u64..1000), 1..8)) {
            let told: Vec<Vec<Portion>> = counts.iter().map(|&(h, n)| vec![portion(h, n)]).collect();
            let groups = tally(&told);
            let all: u64 = counts.iter().map(|c| c.1).sum();
            prop_assert!(low(&groups) <= all);
            prop_assert!(low(&groups) >= counts[0].1);
            prop_assert!(high(&groups).is_none_or(|h| h >= low(&groups)));
        }

        #[test]
        fn telling_it_twice_changes_nothing(head in 0usize..9, n in 1u64..1000) {
            let once = vec![portion(head, n)];
            prop_assert_eq!(tally(&[once.clone(), once.clone()]), once);
        }
    }
}
