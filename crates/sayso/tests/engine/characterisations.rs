//! Loaded words: every row's example, and shapes of sentences with all that is loaded in them.

use sayso::ingest::{Paragraph, ParagraphRole, Report};
use sayso::read_report;
use sayso::record::{Characterisation, Reading};

use crate::ENGINE;

/// A text and its loaded words as `words > of whom (voice)`: `outlet`, or the cue of the statement; `"` where they are quoted.
const SHAPES: &[(&str, &[&str])] = &[
    // the outlet's own voice
    ("The rogue general shelled the capital on Monday.", &["rogue > general (outlet)"]),
    ("The regime shelled two villages near Marn.", &["regime > regime (outlet)"]),
    ("Rusk Adan, a war criminal, fled to Belvara.", &["war criminal > Rusk Adan (outlet)"]),
    ("Rusk Adan is a traitor.", &["traitor > Rusk Adan (outlet)"]),
    ("The terrorist leader Rusk Adan was killed in Karvel.", &["terrorist > leader = Rusk Adan (outlet)"]),
    (
        "Rusk Adan's self-styled Army of the Valley burned the mill.",
        &["self-styled > Army of the Valley (outlet)"],
    ),
    ("The army neutralised nine rebels near Dumra.", &["neutralised > rebels (outlet)"]),
    ("The rogue general's forces shelled the capital.", &["rogue > general (outlet)"]),
    (
        "The rogue war criminal Rusk Adan fled.",
        &["rogue > criminal = Rusk Adan (outlet)", "war criminal > war criminal = Rusk Adan (outlet)"],
    ),
    // indirect speech: in the source's statement, not quoted
    ("The minister said the terrorists had fled Karvel.", &["terrorists > terrorists (said)"]),
    (
        "The rogue general said that thugs had burned the mill.",
        &["rogue > general (outlet)", "thugs > thugs (said)"],
    ),
    // quoted: the source's own
    ("\"The regime killed my sons,\" said Elena Tosk.", &["regime > regime (said) \""]),
    ("The governor said the \"terrorists\" had fled Karvel.", &["terrorists > terrorists (said) \""]),
    // in marks outside any statement: the outlet keeps away from the word
    ("The \"liberators\" burned nine farms near Marn.", &["liberators > liberators (outlet) \""]),
    ("The \"volunteers\" burned nine farms near Marn.", &["volunteers > volunteers (outlet) \""]),
    // plain words and names
    ("Rebels killed nine militants near Dumra.", &[]),
    ("The Martyrs Brigade shelled the port on Monday.", &[]),
    ("Fighters of Islamic State and the Party of God clashed in Marn.", &[]),
    ("The council lifted the sanctions regime on Monday.", &[]),
    ("Sappers neutralised a bomb near the school.", &[]),
    ("The road is known as \"the valley\" to drivers.", &[]),
];

#[test]
fn whom_they_are_said_of_and_in_whose_voice() {
    let mut wrong = Vec::new();
    for (text, expected) in SHAPES {
        let reading = read(text);
        let found: Vec<String> = reading.characterisations.iter().map(|c| shown(&reading, c)).collect();
        if found != *expected {
            wrong.push(format!("{text}\n    {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_row_s_example_is_read_as_the_row_says() {
    let mut wrong = Vec::new();
    for (words, tone, example) in ENGINE.tables().attribution.loaded.examples() {
        let reading = read(example);
        let last = |s: &str| s.split_whitespace().count();
        let found =
            reading.characterisations.iter().find(|c| c.tone == tone && last(&c.span.quote) == last(words));
        if found.is_none() {
            wrong.push(format!("`{words}`: {example} {:?}", reading.characterisations));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_outlet_s_word_makes_nobody_a_rebel() {
    let sector = |text: &str| {
        let reading = read(text);
        let killers =
            reading.events.iter().flat_map(|e| &e.arguments).find(|a| a.span.quote.starts_with("The"));
        let entity = killers.and_then(|a| a.entity.clone()).expect("an actor");
        reading.entities.iter().find(|e| e.id == entity).and_then(|e| e.sector.clone())
    };
    // an armed group without a side, whatever it is called
    assert_eq!(
        sector("The terrorists killed nine farmers near Marn."),
        sector("The gunmen killed nine farmers near Marn.")
    );
}

fn shown(reading: &Reading, c: &Characterisation) -> String {
    let name = |id: &String| reading.entities.iter().find(|e| e.id == *id).map(|e| e.name.clone());
    let whom = c.about.as_ref().map_or(c.span.quote.clone(), |a| a.quote.clone());
    let whom = match c.of.as_ref().and_then(name) {
        Some(name) if name.contains(&whom) || whom.contains(&name) => whom,
        Some(name) => format!("{whom} = {name}"),
        None => whom,
    };
    let cue = |id: &String| reading.statements.iter().find(|s| s.id == *id).map(|s| s.cue.quote.clone());
    let voice = c.statement.as_ref().and_then(cue).unwrap_or_else(|| "outlet".to_owned());
    format!("{} > {whom} ({voice}){}", c.span.quote, if c.quoted { " \"" } else { "" })
}

/// The reading of one paragraph of a story.
fn read(text: &str) -> Reading {
    let body = Paragraph { range: 0..text.len(), role: ParagraphRole::Body };
    let report = Report { text: text.to_owned(), paragraphs: vec![body], ..Report::default() };
    read_report(&report, &ENGINE)
}
