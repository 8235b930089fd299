//! People's judgment of which mentions are one event, and the accounts that touch these mentions.

#![allow(dead_code, reason = "examples each use a part")]

pub(crate) mod mentions;
pub(crate) mod score;

use std::collections::{BTreeSet, HashMap};

use sayso::record::{Event, Reading, Span};
use sayso_incidents::{Account, accounts};
use serde::Deserialize;

/// A document with people's judgment of it.
#[derive(Deserialize)]
pub(crate) struct Document {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) topic: String,
    /// The incident that the whole document reports, where the set says.
    pub(crate) subtopic: Option<String>,
    pub(crate) text: String,
    pub(crate) sentences: Vec<(usize, usize)>,
    /// The sentences that people have judged; without it, those that have a mention.
    evaluated_sentences: Option<Vec<usize>>,
    mentions: Vec<Mention>,
}

#[derive(Deserialize)]
pub(crate) struct Mention {
    pub(crate) span: (usize, usize),
    kind: String,
    pub(crate) chain: String,
}

/// A part of a text, in code points.
pub(crate) type Extent = (usize, usize);

impl Document {
    /// The mentions of events, each place in the text once.
    pub(crate) fn events(&self) -> Vec<&Mention> {
        let mut seen = BTreeSet::new();
        self.mentions.iter().filter(|mention| mention.kind == "event" && seen.insert(mention.span)).collect()
    }

    /// Where people have looked for events.
    pub(crate) fn judged(&self) -> Vec<Extent> {
        match &self.evaluated_sentences {
            Some(judged) => judged.iter().filter_map(|at| self.sentences.get(*at)).copied().collect(),
            None => {
                let any = |sentence: &&Extent| self.mentions.iter().any(|m| touch(m.span, **sentence));
                self.sentences.iter().filter(any).copied().collect()
            }
        }
    }

    pub(crate) fn quote(&self, (start, end): Extent) -> String {
        self.text.chars().skip(start).take(end.saturating_sub(start)).collect()
    }
}

/// Whether two parts of a text overlap.
pub(crate) fn touch(a: Extent, b: Extent) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// The documents with their readings.
pub(crate) fn documents(gold: &str, readings: &str) -> Vec<(Document, Reading)> {
    let mut by_id: HashMap<String, Reading> =
        lines::<Reading>(readings).into_iter().map(|reading| (reading.report.id.clone(), reading)).collect();
    let documents = lines::<Document>(gold).into_iter();
    documents
        .filter_map(|document| {
            let reading = by_id.remove(&document.id);
            if reading.is_none() {
                eprintln!("{readings}: nothing of {}", document.id);
            }
            Some((document, reading?))
        })
        .collect()
}

/// An account with its document's topic and its chains.
pub(crate) struct Known {
    pub(crate) account: Account,
    pub(crate) topic: String,
    pub(crate) subtopic: Option<String>,
    pub(crate) chains: BTreeSet<String>,
}

/// The accounts of readings that touch a gold mention; `see` gets all accounts.
pub(crate) fn read(documents: &[(Document, Reading)], see: &mut impl FnMut(&[Account])) -> Vec<Known> {
    let mut known = Vec::new();
    for (document, reading) in documents {
        let all = accounts(reading, None);
        see(&all);
        for (event, account) in reading.events.iter().zip(all) {
            let chains = chains(event, document);
            if !chains.is_empty() {
                let (topic, subtopic) = (document.topic.clone(), document.subtopic.clone());
                known.push(Known { account, topic, subtopic, chains });
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

/// The words of the text that tell of an event.
pub(crate) fn triggers(event: &Event) -> impl Iterator<Item = &Span> {
    std::iter::once(&event.trigger).chain(&event.mentions).filter(|span| span.part.is_none())
}

fn chains(event: &Event, document: &Document) -> BTreeSet<String> {
    let touches =
        |mention: &&&Mention| triggers(event).any(|span| touch((span.start, span.end), mention.span));
    document.events().iter().filter(touches).map(|mention| mention.chain.clone()).collect()
}

/// Pairs of different documents.
pub(crate) fn pairs(known: &[Known]) -> impl Iterator<Item = (&Known, &Known, bool)> {
    let apart = |(a, b): &(&Known, &Known)| a.account.report != b.account.report;
    let all = known.iter().enumerate().flat_map(|(at, a)| known[..at].iter().map(move |b| (a, b)));
    all.filter(apart).map(|(a, b)| (a, b, !a.chains.is_disjoint(&b.chains)))
}
