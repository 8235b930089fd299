//! Mentions of events and the accounts that stand for them: people's mentions, or the reader's own.

use std::collections::{BTreeMap, HashMap};

use sayso::record::{
    Entity, EntityKind, Event, EventPlace, EventTime, PloverType, Reading, Span, Time, TimePrecision,
};
use sayso_incidents::{Account, AccountId, accounts, names};
use serde_json::json;

use super::score::Clusters;
use super::{Document, Extent, Mention, touch, triggers};

/// So many names at either side of a word are taken to have a part in what it tells.
const PARTIES: usize = 2;
/// So many sentences at the beginning say where and when, for those that do not.
const HEADING: usize = 2;

/// Mentions with the accounts that tell of them, a document's mentions in a row.
pub(crate) struct Mentions {
    /// By document: what the merger gets.
    pub(crate) accounts: Vec<(String, Vec<Account>)>,
    /// By mention: the account that stands for it.
    pub(crate) of: Vec<(usize, AccountId)>,
}

/// People's clusters, and for each document the numbers of its mentions in them.
pub(crate) fn key(documents: &[(Document, Reading)]) -> Clusters {
    let mut clusters: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let all = documents.iter().flat_map(|(document, _)| document.events());
    for (number, mention) in all.enumerate() {
        clusters.entry(&mention.chain).or_default().push(number);
    }
    clusters.into_values().collect()
}

/// The reader's events alone: their triggers where people have looked. One that overlaps a gold mention has its number, the
/// others have numbers of their own.
pub(crate) fn own(documents: &[(Document, Reading)]) -> Mentions {
    let mut own = Mentions { accounts: Vec::new(), of: Vec::new() };
    let mut first = 0;
    let mut next: usize = documents.iter().map(|(document, _)| document.events().len()).sum();
    for (document, reading) in documents {
        let (gold, judged) = (document.events(), document.judged());
        let mut found: BTreeMap<Extent, AccountId> = BTreeMap::new();
        for event in &reading.events {
            for span in triggers(event).map(extent).filter(|span| judged.iter().any(|s| touch(*s, *span))) {
                found.entry(span).or_insert_with(|| AccountId::new(&reading.report.id, &event.id));
            }
        }
        let mut taken = vec![false; gold.len()];
        for (span, account) in found {
            let free = (0..gold.len()).filter(|at| !taken[*at] && touch(gold[*at].span, span));
            let number = match free.max_by_key(|at| overlap(gold[*at].span, span)) {
                Some(at) => {
                    taken[at] = true;
                    first + at
                }
                None => {
                    next += 1;
                    next - 1
                }
            };
            own.of.push((number, account));
        }
        first += gold.len();
        own.accounts.push((document.topic.clone(), accounts(reading, None)));
    }
    own
}

/// An account for each gold mention: that of the reader's event whose words it touches or else, where our reader sees no event,
/// one of the mention's words with the days, the place and the names around it. Within a document the merger relies on the
/// reader, which puts the mentions of one event together; so does this with those of one stem that the reader has not seen.
pub(crate) fn given(documents: &[(Document, Reading)]) -> Mentions {
    let types = types(documents);
    let mut given = Mentions { accounts: Vec::new(), of: Vec::new() };
    let mut number = 0;
    for (document, reading) in documents {
        let mut reading = reading.clone();
        let read = reading.events.len();
        let mut used = vec![false; read];
        let mut of_stem: HashMap<String, usize> = HashMap::new();
        let touched: Vec<Option<usize>> =
            document.events().iter().map(|mention| touched(&reading.events, mention)).collect();
        for (mention, seen) in document.events().into_iter().zip(&touched) {
            seen.map(|at| of_stem.entry(head(mention, document)).or_insert(at));
        }
        for (mention, seen) in document.events().into_iter().zip(touched) {
            let stem = head(mention, document);
            let at = seen.or_else(|| of_stem.get(&stem).copied()).unwrap_or_else(|| {
                let event = bare(mention, document, &reading, &types);
                reading.events.push(event);
                reading.events.len() - 1
            });
            of_stem.entry(stem).or_insert(at);
            used.get_mut(at).into_iter().for_each(|used| *used = true);
            given.of.push((number, AccountId::new(&reading.report.id, &reading.events[at].id)));
            number += 1;
        }
        let all = accounts(&reading, None).into_iter().enumerate();
        let wanted = all.filter(|(at, _)| used.get(*at).copied().unwrap_or(true));
        given.accounts.push((document.topic.clone(), wanted.map(|(_, account)| account).collect()));
    }
    given
}

/// Gold mentions that share the stem of their last word are one: what any merger is measured by.
pub(crate) fn same_words(documents: &[(Document, Reading)], by_topic: bool) -> Clusters {
    let mut clusters: BTreeMap<(&str, String), Vec<usize>> = BTreeMap::new();
    let mut number = 0;
    for (document, _) in documents {
        for mention in document.events() {
            let topic = if by_topic { document.topic.as_str() } else { "" };
            clusters.entry((topic, head(mention, document))).or_default().push(number);
            number += 1;
        }
    }
    clusters.into_values().collect()
}

fn head(mention: &Mention, document: &Document) -> String {
    names::stem(document.quote(mention.span).split_whitespace().next_back().unwrap_or_default())
}

fn extent(span: &Span) -> Extent {
    (span.start, span.end)
}

fn overlap(a: Extent, b: Extent) -> usize {
    a.1.min(b.1).saturating_sub(a.0.max(b.0))
}

/// The event whose words cover most of a mention.
fn touched(events: &[Event], mention: &Mention) -> Option<usize> {
    let most =
        |event: &Event| triggers(event).map(|span| overlap(extent(span), mention.span)).max().unwrap_or(0);
    (0..events.len()).rev().filter(|at| most(&events[*at]) > 0).max_by_key(|at| most(&events[*at]))
}

/// The type that the readings give most often to what a stem tells.
fn types(documents: &[(Document, Reading)]) -> HashMap<String, PloverType> {
    let mut counts: HashMap<String, BTreeMap<u8, (usize, PloverType)>> = HashMap::new();
    for event in documents.iter().flat_map(|(_, reading)| &reading.events) {
        for word in triggers(event).flat_map(|span| span.quote.split_whitespace()) {
            let kind = event.plover.event;
            counts.entry(names::stem(word)).or_default().entry(kind as u8).or_insert((0, kind)).0 += 1;
        }
    }
    let most = |kinds: BTreeMap<u8, (usize, PloverType)>| {
        kinds.into_values().max_by_key(|(count, kind)| (*count, u8::MAX - *kind as u8)).map(|(_, kind)| kind)
    };
    counts.into_iter().filter_map(|(word, kinds)| Some((word, most(kinds)?))).collect()
}

/// An event of a mention's words alone. Its kind, where no reading has one for the word, is the word itself.
fn bare(
    mention: &Mention,
    document: &Document,
    reading: &Reading,
    types: &HashMap<String, PloverType>,
) -> Event {
    let quote = document.quote(mention.span);
    let stem = head(mention, document);
    let known = types.get(&stem).copied();
    let mode = known.is_none().then(|| format!("word {stem}"));
    let trigger = json!({ "start": mention.span.0, "end": mention.span.1, "quote": quote });
    let mut event: Event = serde_json::from_value(json!({
        "id": format!("m{}-{}", mention.span.0, mention.span.1),
        "trigger": trigger,
        "plover": { "event": known.unwrap_or(PloverType::Consult), "mode": mode },
        "status": "occurred",
        "claims": [],
        "confidence": 0.5,
    }))
    .expect("a bare event is an event");
    let sentence = document.sentences.iter().copied().find(|sentence| touch(*sentence, mention.span));
    let sentence = sentence.unwrap_or(mention.span);
    event.time = time(mention.span, sentence, document, reading);
    event.place = place(mention.span, sentence, document, reading);
    event.arguments = parties(mention.span, sentence, reading);
    event
}

fn heading(document: &Document) -> Extent {
    (0, document.sentences.get(HEADING - 1).or(document.sentences.last()).map_or(0, |last| last.1))
}

fn away(a: Extent, b: Extent) -> usize {
    a.0.max(b.0).saturating_sub(a.1.min(b.1))
}

/// The days told next to a mention in its sentence, or first in the heading.
fn time(at: Extent, sentence: Extent, document: &Document, reading: &Reading) -> Option<EventTime> {
    let told = |time: &&Time| time.from.is_some() && time.span.part.is_none();
    let within =
        |part: Extent| reading.times.iter().filter(told).filter(move |time| touch(extent(&time.span), part));
    let near = within(sentence).min_by_key(|time| away(extent(&time.span), at));
    near.or_else(|| within(heading(document)).next()).map(|time| EventTime {
        from: time.from.clone(),
        to: time.to.clone(),
        precision: TimePrecision::Day,
        span: Some(time.span.clone()),
    })
}

/// The place named next to a mention in its sentence, or first in the heading.
fn place(at: Extent, sentence: Extent, document: &Document, reading: &Reading) -> Option<EventPlace> {
    let placed = || {
        reading.entities.iter().filter(|entity| entity.kind == EntityKind::Place).flat_map(|entity| {
            let spans = entity.mentions.iter().filter(|span| span.part.is_none());
            spans.filter_map(move |span| Some((entity, span, entity.place.as_ref()?)))
        })
    };
    let near = placed()
        .filter(|(_, span, _)| touch(extent(span), sentence))
        .min_by_key(|(_, span, _)| away(extent(span), at));
    let top = || {
        placed().filter(|(_, span, _)| touch(extent(span), heading(document))).min_by_key(|(_, s, _)| s.start)
    };
    let (entity, span, place) = near.or_else(top)?;
    let mut record = serde_json::to_value(place).ok()?;
    record["entity"] = json!(entity.id);
    record["span"] = serde_json::to_value(span).ok()?;
    record["why"] = json!("sentence");
    serde_json::from_value(record).map_err(|error| eprintln!("{}: {error}", reading.report.id)).ok()
}

/// Who is named before a mention in its sentence acts, who after it has it done to him.
fn parties(at: Extent, sentence: Extent, reading: &Reading) -> Vec<sayso::record::Argument> {
    let takes_part = |entity: &&Entity| matches!(entity.kind, EntityKind::Person | EntityKind::Organization);
    let mut found: Vec<(usize, bool, &Entity, &Span)> = Vec::new();
    for entity in reading.entities.iter().filter(takes_part) {
        let spans = entity.mentions.iter().filter(|span| span.part.is_none());
        for span in spans.filter(|span| touch(extent(span), sentence) && !touch(extent(span), at)) {
            found.push((away(extent(span), at), span.start < at.0, entity, span));
        }
    }
    found.sort_by_key(|(away, before, entity, _)| (*away, *before, entity.id.clone()));
    let mut arguments = Vec::new();
    for (side, role) in [(true, "actor"), (false, "recipient")] {
        for (_, _, entity, span) in found.iter().filter(|found| found.1 == side).take(PARTIES) {
            let argument = json!({ "role": role, "entity": entity.id, "span": span });
            arguments.extend(serde_json::from_value::<sayso::record::Argument>(argument).ok());
        }
    }
    arguments
}
