//! What the police did, sentence by sentence: IndiaPoliceEvents (Halterman, Keith, Sarwar, O'Connor 2021, Corpus-Level
//! Evaluation for Event QA, Findings of ACL).
//!
//! The corpus labels every sentence of every article, so that recall counts. The measure is the paper's first task:
//! precision, recall and F1 of each label over all sentences. A sentence's labels come from the reading alone:
//!
//! - an event stands in the sentence of its trigger and of its other mentions; the police act in it if an actor's sector
//!   is COP;
//! - `ARREST`: COERCE with mode arrest, by the police or by nobody named;
//! - `FORCE`: ASSAULT by the police, save what is mutual (a clash), or crowd control by nobody named;
//! - `KILL`: such an ASSAULT that killed, by its number or by its word;
//! - `FAIL`: something the police did not do: an event of theirs that is denied;
//! - `ANY_ACTION`: any of `ARREST`, `FORCE` and `KILL`, any other event of theirs, and what they say.
//!
//! The paper's own readers (keywords; RoBERTa trained on entailment, asked without training) are scored on all 1,257
//! articles, of which this file is a part.

use std::collections::BTreeSet;
use std::path::Path;

use sayso::record::{Event, PloverType, Reading, Role, Span, Status};
use serde::Deserialize;

use super::plover::happened;
use super::score::{Counts, Figure, Scores};
use super::{EvalError, Options, Read, documents, each, report};

/// The labels in the paper's order.
const LABELS: [&str; 5] = ["KILL", "ARREST", "FAIL", "FORCE", "ANY_ACTION"];

/// Beginnings of words that tell of a killing, whether or not a number stands by them.
const KILLING: [&str; 8] = ["kill", "die", "dead", "death", "shot dead", "gun", "slay", "slain"];

/// An article.
#[derive(Debug, Deserialize)]
struct Article {
    id: String,
    date: Option<String>,
    text: String,
    sentences: Vec<Labelled>,
}

/// A sentence and its labels.
#[derive(Debug, Deserialize)]
struct Labelled {
    span: [usize; 2],
    labels: Vec<String>,
}

/// A sentence of the article, by number, and a label.
type Found = BTreeSet<(usize, &'static str)>;

/// Reads the corpus and scores it.
///
/// # Errors
/// When the file cannot be read or holds other records.
pub(super) fn score(data: &Path, options: &Options, read: Read<'_>) -> Result<Scores, EvalError> {
    let articles: Vec<Article> = documents(data, options.limit)?;
    let outcomes = each(&articles, |article| {
        let reading = read(&report(&article.id, &article.text, article.date.as_deref()));
        let (gold, found) = (gold(article), found(article, &reading));
        let shown = if options.show { shown(article, &gold, &found) } else { Vec::new() };
        (counts(&gold, &found), shown)
    });
    let mut sums = [Counts::default(); LABELS.len()];
    for (counts, _) in &outcomes {
        for (sum, one) in sums.iter_mut().zip(counts) {
            *sum += *one;
        }
    }
    Ok(Scores {
        set: "police".to_owned(),
        data: data.display().to_string(),
        documents: articles.len(),
        figures: LABELS.iter().zip(sums).map(|(label, sum)| Figure::prf(*label, sum)).collect(),
        shown: outcomes.into_iter().flat_map(|(_, shown)| shown).collect(),
    })
}

fn gold(article: &Article) -> Found {
    let of = |(i, s): (usize, &Labelled)| {
        let known = LABELS.into_iter().filter(|l| s.labels.iter().any(|x| x == l));
        known.map(move |l| (i, l)).collect::<Vec<_>>()
    };
    article.sentences.iter().enumerate().flat_map(of).collect()
}

fn found(article: &Article, reading: &Reading) -> Found {
    let mut found = Found::new();
    for event in &reading.events {
        let labels = labels(event, reading);
        for span in std::iter::once(&event.trigger).chain(&event.mentions) {
            let sentence = sentence(article, span);
            found.extend(sentence.iter().flat_map(|&s| labels.iter().map(move |l| (s, *l))));
        }
    }
    for statement in &reading.statements {
        let source = statement.source.as_ref().and_then(|s| s.entity.as_deref());
        if source.is_some_and(|id| police(reading, id)) {
            found.extend(sentence(article, &statement.cue).map(|s| (s, "ANY_ACTION")));
        }
    }
    found
}

/// The number of the sentence in which a span begins.
fn sentence(article: &Article, span: &Span) -> Option<usize> {
    article.sentences.iter().position(|s| s.span[0] <= span.start && span.start < s.span[1])
}

fn police(reading: &Reading, id: &str) -> bool {
    reading.entities.iter().any(|e| e.id == id && e.sector.as_deref() == Some("COP"))
}

/// What an event says of the police.
fn labels(event: &Event, reading: &Reading) -> Vec<&'static str> {
    let actors: Vec<bool> = event
        .arguments
        .iter()
        .filter(|a| a.role == Role::Actor)
        .map(|a| a.entity.as_deref().is_some_and(|id| police(reading, id)))
        .collect();
    let theirs = actors.contains(&true);
    if theirs && event.status == Status::Denied {
        return vec!["FAIL"];
    }
    if !happened(event) || !(theirs || actors.is_empty()) {
        return Vec::new();
    }
    let mode = event.plover.mode.as_deref();
    let mutual = actors.contains(&false) && mode.is_none();
    let mut labels = Vec::new();
    match event.plover.event {
        PloverType::Coerce if mode == Some("arrest") => labels.push("ARREST"),
        PloverType::Assault if theirs && !mutual => {
            labels.push("FORCE");
            if killed(event) {
                labels.push("KILL");
            }
        }
        PloverType::Assault if mode == Some("crowd-control") => labels.push("FORCE"),
        _ => {}
    }
    if theirs || !labels.is_empty() {
        labels.push("ANY_ACTION");
    }
    labels
}

fn killed(event: &Event) -> bool {
    let word = |span: &Span| KILLING.iter().any(|k| span.quote.to_lowercase().starts_with(k));
    event.killed.is_some() || word(&event.trigger) || event.mentions.iter().any(word)
}

fn counts(gold: &Found, found: &Found) -> [Counts; LABELS.len()] {
    LABELS.map(|label| {
        let of = |set: &Found| set.iter().filter(|(_, l)| *l == label).count();
        let right = gold.intersection(found).filter(|(_, l)| *l == label).count();
        Counts::new(of(gold), of(found), right)
    })
}

fn shown(article: &Article, gold: &Found, found: &Found) -> Vec<String> {
    let line = |how: &str, (i, label): &(usize, &str)| {
        let [start, end] = article.sentences[*i].span;
        let words: String = article.text.chars().skip(start).take(end - start).collect();
        format!("{} {how} {label}: {}", article.id, words.replace('\n', " "))
    };
    let missed = gold.difference(found).map(|x| line("missed", x));
    missed.chain(found.difference(gold).map(|x| line("too much", x))).collect()
}

#[cfg(test)]
mod tests {
    use sayso::record::EntityKind;

    use super::super::made;
    use super::*;

    const TEXT: &str = "Police shot two men. The police said so. Traders went home.";

    fn article(labels: [&[&str]; 3]) -> Article {
        let spans = [[0, 20], [21, 40], [41, 59]];
        let sentence = |(span, labels): ([usize; 2], &[&str])| Labelled {
            span,
            labels: labels.iter().map(|l| (*l).to_owned()).collect(),
        };
        Article {
            id: "made".to_owned(),
            date: None,
            text: TEXT.to_owned(),
            sentences: spans.into_iter().zip(labels).map(sentence).collect(),
        }
    }

    fn shooting(status: Status) -> Reading {
        let mut reading = made::reading();
        let mut police = made::entity("n1", EntityKind::Group, made::find(TEXT, "Police"));
        police.sector = Some("COP".to_owned());
        let arguments = [
            (Role::Actor, "n1", made::find(TEXT, "Police")),
            (Role::Victim, "", made::find(TEXT, "two men")),
        ];
        let mut event = made::event(PloverType::Assault, made::find(TEXT, "shot"), &arguments);
        event.status = status;
        reading.events = vec![event];
        reading.entities = vec![police];
        reading
    }

    #[test]
    fn labels_stand_by_sentence() {
        let article = article([&["FORCE", "ANY_ACTION"], &["ANY_ACTION"], &[]]);
        let (gold, found) = (gold(&article), found(&article, &shooting(Status::Occurred)));
        let [kill, _, _, force, any] = counts(&gold, &found);
        assert_eq!(kill, Counts::default());
        assert_eq!(force, Counts::new(1, 1, 1));
        assert_eq!(any, Counts::new(2, 1, 1));
        assert_eq!(shown(&article, &gold, &found).len(), 1);
    }

    #[test]
    fn what_they_say_is_an_action() {
        let mut reading = shooting(Status::Intended);
        let mut statement = made::statement(Some(21..31), 32..36, &[]);
        if let Some(source) = &mut statement.source {
            source.entity = Some("n1".to_owned());
        }
        reading.statements = vec![statement];
        let found = found(&article([&[], &[], &[]]), &reading);
        assert_eq!(found, Found::from([(1, "ANY_ACTION")]));
    }

    #[test]
    fn what_they_did_not_do_is_a_failure() {
        let found = found(&article([&[], &[], &[]]), &shooting(Status::Denied));
        assert_eq!(found, Found::from([(0, "FAIL")]));
    }
}
