//! `cargo xtask setting-weights LINKS`: learns `data/judgment/when.csv` and `where.csv`: what speaks for an expression of time as
//! the day of an event that it does not govern, and for a place as the place of an event.
//!
//! LINKS holds a text a line with the words that give some of its events their days and places, as `training/settings.py --links`
//! writes it.
//!
//! Days: an expression is right if its words touch those. By Newton's method with an L2 penalty, as in `judges.rs`, whose curve is
//! printed before anything is written.
//!
//! Places: a conditional logit. The right ones of an event are those whose words touch the link's; failing that those that hold it,
//! then its country as a whole. Before anything is written it prints how often the likeliest is
//! right, by five-fold cross-validation over documents.

use std::error::Error;
use std::ops::Range;

use rayon::prelude::*;
use sayso::ingest::{Given, Limits, Report, json_line};
use sayso::tables::{Clues, WHEN_FEATURES};
use sayso::{Engine, WeighedPlace, date_words, weigh_places};
use serde::Deserialize;
use serde_json::json;

use crate::judges::{Example, table};
use crate::whereabouts::{self as places, Choice};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

type WhenExample = Example<{ WHEN_FEATURES.len() }>;

/// A text with its links.
#[derive(Deserialize)]
struct Document {
    text: String,
    published: Option<String>,
    links: Vec<Link>,
}

/// What gives the day of an event, in code points; none where the set does not tell.
#[derive(Deserialize)]
struct Link {
    trigger: [usize; 2],
    times: Option<Vec<[usize; 2]>>,
    places: Option<Vec<[usize; 2]>>,
    /// What holds the place, and the dateline.
    blurred: Vec<[usize; 2]>,
    /// Its country in English.
    country: Option<String>,
}

pub(crate) fn learn(arguments: &[String]) -> Result<()> {
    let (links, only) = match arguments {
        [links] => (links, None),
        [links, only] if matches!(only.as_str(), "when" | "where") => (links, Some(only.as_str())),
        _ => return Err("usage: cargo xtask setting-weights LINKS [when|where]".into()),
    };
    let engine = Engine::new()?;
    let text = std::fs::read_to_string(links).map_err(|e| format!("{links}: {e}"))?;
    let documents: Vec<Document> =
        text.lines().map(serde_json::from_str).collect::<std::result::Result<_, _>>()?;
    if only != Some("where") {
        table("when", &WHEN_FEATURES, &all(&documents, &engine, |l| l.times.is_some(), examples)?)?;
    }
    if only != Some("when") {
        places::write(&all(&documents, &engine, |l| l.places.is_some(), choices)?)?;
    }
    Ok(())
}

/// What every document that has such a link gives.
fn all<T: Send>(
    documents: &[Document],
    engine: &Engine,
    fits: impl Fn(&Link) -> bool + Sync,
    of: impl Fn(&Document, usize, &Engine) -> Result<Vec<T>> + Sync,
) -> Result<Vec<T>> {
    let known = documents.par_iter().enumerate().filter(|(_, d)| d.links.iter().any(&fits));
    let each = known.map(|(number, document)| of(document, number, engine).map_err(|e| e.to_string()));
    let all: std::result::Result<Vec<Vec<T>>, String> = each.collect();
    Ok(all?.into_iter().flatten().collect())
}

/// The events of a document whose place is known, with what speaks for each place; the last is none.
fn choices(document: &Document, number: usize, engine: &Engine) -> Result<Vec<Choice>> {
    let report = report(document)?;
    let letters: Vec<usize> = document.text.char_indices().map(|(at, _)| at).collect();
    let point = |byte: usize| letters.partition_point(|&at| at < byte);
    let mut out = Vec::new();
    for placing in weigh_places(&report, engine) {
        let trigger = point(placing.trigger.start)..point(placing.trigger.end);
        let link = document.links.iter().find(|l| l.trigger[0] < trigger.end && trigger.start < l.trigger[1]);
        let Some((link, spans)) = link.and_then(|l| Some((l, l.places.as_ref()?))) else { continue };
        let touches = |place: &WeighedPlace, spans: &[[usize; 2]]| {
            let names = place.names.iter().map(|n| point(n.start)..point(n.end));
            names.into_iter().any(|n| spans.iter().any(|[start, end]| n.start < *end && *start < n.end))
        };
        let country = link.country.as_deref().and_then(|c| engine.tables().world.country_word(c));
        let iso3 = country.map(|(c, _)| c.iso3.clone());
        let by =
            |fits: &dyn Fn(&WeighedPlace) -> bool| -> Vec<bool> { placing.places.iter().map(fits).collect() };
        let some = |right: &Vec<bool>| right.contains(&true);
        let exact = by(&|p| !p.whole && touches(p, spans));
        let holders = by(&|p| !p.whole && touches(p, &link.blurred) && p.country == iso3);
        let whole = by(&|p| p.whole && p.country.is_some() && (touches(p, spans) || p.country == iso3));
        let mut right =
            [exact, holders, whole].into_iter().find(some).unwrap_or(vec![false; placing.places.len()]);
        // that a set marks no place near an event does not say that the report gives none
        right.push(false);
        if some(&right) {
            let mut clues: Vec<Clues> = placing.places.iter().map(|p| p.clues).collect();
            clues.push(placing.none);
            out.push(Choice { document: number, clues, right });
        }
    }
    Ok(out)
}

fn report(document: &Document) -> Result<Report> {
    let line = json!({"id": "x", "text": document.text, "published": document.published, "language": "en"});
    Ok(json_line(line.to_string().as_bytes(), &Given::default(), &Limits::default())?)
}

fn examples(document: &Document, number: usize, engine: &Engine) -> Result<Vec<WhenExample>> {
    let mut out = Vec::new();
    let report = report(document)?;
    let bytes: Vec<usize> =
        document.text.char_indices().map(|(at, _)| at).chain([document.text.len()]).collect();
    let known: Vec<(&Link, &Vec<[usize; 2]>)> =
        document.links.iter().filter_map(|l| Some((l, l.times.as_ref()?))).collect();
    let words: Vec<Range<usize>> =
        known.iter().map(|(l, _)| bytes[l.trigger[0]]..bytes[l.trigger[1]]).collect();
    for ((_, times), dating) in known.iter().zip(date_words(&report, engine, &words)) {
        for (time, candidate) in dating.candidates {
            let right = times.iter().any(|[start, end]| time.span.start < *end && *start < time.span.end);
            out.push(Example { document: number, features: candidate.features, right });
        }
    }
    Ok(out)
}
