//! `cargo xtask setting-weights LINKS`: learns `data/judgment/when.csv`, what speaks for an expression of time as the day of an
//! event that it does not govern.
//!
//! LINKS holds a text a line with the words that date some of its events, as `training/settings.py --links` writes it. An
//! expression is right if its words touch those. By Newton's method with an L2 penalty, as in `judges.rs`, whose curve is printed
//! before anything is written.

use std::error::Error;
use std::ops::Range;

use sayso::ingest::{Given, Limits, json_line};
use sayso::tables::WHEN_FEATURES;
use sayso::{Engine, date_words};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::json;

use crate::judges::{Example, table};

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
}

pub(crate) fn learn(arguments: &[String]) -> Result<()> {
    let [links] = arguments else { return Err("usage: cargo xtask setting-weights LINKS".into()) };
    let engine = Engine::new()?;
    let text = std::fs::read_to_string(links).map_err(|e| format!("{links}: {e}"))?;
    let documents: Vec<Document> =
        text.lines().map(serde_json::from_str).collect::<std::result::Result<_, _>>()?;
    let some = |document: &Document| document.links.iter().any(|l| l.times.is_some());
    let of = |(number, document): (usize, &Document)| {
        let examples = if some(document) { examples(document, number, &engine) } else { Ok(Vec::new()) };
        examples.map_err(|e| e.to_string())
    };
    let all: std::result::Result<Vec<_>, String> = documents.par_iter().enumerate().map(of).collect();
    table("when", &WHEN_FEATURES, &all?.concat())
}

fn examples(document: &Document, number: usize, engine: &Engine) -> Result<Vec<WhenExample>> {
    let mut out = Vec::new();
    let line = json!({"id": "x", "text": document.text, "published": document.published, "language": "en"});
    let report = json_line(line.to_string().as_bytes(), &Given::default(), &Limits::default())?;
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
