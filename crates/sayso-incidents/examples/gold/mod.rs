//! People's judgment of which mentions are one event, and the accounts that touch these mentions.

use std::collections::{BTreeSet, HashMap};

use sayso::record::{Event, Reading};
use sayso_incidents::{Account, accounts};
use serde::Deserialize;

#[derive(Deserialize)]
struct Gold {
    id: String,
    topic: Option<String>,
    mentions: Vec<Mention>,
}

#[derive(Deserialize)]
struct Mention {
    span: (usize, usize),
    kind: String,
    chain: String,
}

/// An account with its document's topic and its chains.
pub(crate) struct Known {
    pub(crate) account: Account,
    pub(crate) topic: String,
    pub(crate) chains: BTreeSet<String>,
}

/// The accounts of readings that touch a gold mention; `see` gets all accounts.
pub(crate) fn read(gold: &str, readings: &str, see: &mut impl FnMut(&[Account])) -> Vec<Known> {
    let gold: Vec<Gold> = lines(gold);
    let by_id: HashMap<&str, &Gold> = gold.iter().map(|document| (document.id.as_str(), document)).collect();
    let mut known = Vec::new();
    for reading in lines::<Reading>(readings) {
        let all = accounts(&reading, None);
        see(&all);
        let Some(document) = by_id.get(reading.report.id.as_str()) else { continue };
        for (event, account) in reading.events.iter().zip(all) {
            let chains = chains(event, document);
            if !chains.is_empty() {
                known.push(Known { account, topic: document.topic.clone().unwrap_or_default(), chains });
            }
        }
    }
    known
}

fn lines<T: for<'a> Deserialize<'a>>(path: &str) -> Vec<T> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| {
        eprintln!("{path}: {error}");
        String::new()
    });
    text.lines()
        .filter_map(|line| serde_json::from_str(line).map_err(|error| eprintln!("{path}: {error}")).ok())
        .collect()
}

fn chains(event: &Event, document: &Gold) -> BTreeSet<String> {
    let spans = || std::iter::once(&event.trigger).chain(&event.mentions).filter(|span| span.part.is_none());
    let touches =
        |mention: &&Mention| spans().any(|span| span.start < mention.span.1 && mention.span.0 < span.end);
    document
        .mentions
        .iter()
        .filter(|mention| mention.kind == "event")
        .filter(touches)
        .map(|mention| mention.chain.clone())
        .collect()
}

/// Pairs of different documents.
pub(crate) fn pairs(known: &[Known]) -> impl Iterator<Item = (&Known, &Known, bool)> {
    let apart = |(a, b): &(&Known, &Known)| a.account.report != b.account.report;
    let all = known.iter().enumerate().flat_map(|(at, a)| known[..at].iter().map(move |b| (a, b)));
    all.filter(apart).map(|(a, b)| (a, b, !a.chains.is_disjoint(&b.chains)))
}
