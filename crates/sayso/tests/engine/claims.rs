//! How certain each who speaks of an event is of it, on FactBank's scale: a report of ours, the word of the event (the first of that
//! letters that tells of one), who (`-`: the report itself), and the value.

use sayso::ingest::{Paragraph, ParagraphRole, Report};
use sayso::read_report;
use sayso::record::{Act, Event, Factuality, Reading, Status};

use crate::ENGINE;

/// Who holds what of the event of which word: the word, the source (`-`: the outlet), the value.
type Held<'a> = &'a [(&'a str, &'a str, &'a str)];

const CLAIMS: &[(&str, Held<'_>)] = &[
    // the report itself
    ("Rebels shelled a market in Tarmes on Monday.", &[("shelled", "-", "CT+")]),
    ("Rebels did not shell the market in Tarmes.", &[("shell", "-", "CT-")]),
    ("Rebels may have shelled a market in Tarmes.", &[("shelled", "-", "PS+")]),
    ("Rebels will shell the market in Tarmes.", &[("shell", "-", "Uu")]),
    // a source, certain, probable, possible, and not
    ("The mayor said that rebels shelled a market in Tarmes.", &[("shelled", "mayor", "CT+")]),
    ("The mayor said that rebels did not shell the market in Tarmes.", &[("shell", "mayor", "CT-")]),
    ("The mayor believes that rebels shelled a market in Tarmes.", &[("shelled", "mayor", "PR+")]),
    (
        "Analysts speculated that the rebels had shelled a market in Tarmes on Monday.",
        &[("shelled", "Analysts", "PS+")],
    ),
    ("The mayor doubts that rebels shelled the market in Tarmes.", &[("shelled", "mayor", "PR-")]),
    ("The mayor said that rebels would shell the market in Tarmes.", &[("shell", "mayor", "Uu")]),
    // what is not said
    ("The mayor did not confirm that rebels shelled a market in Tarmes.", &[("shelled", "mayor", "Uu")]),
    (
        "The mayor could neither confirm nor deny that rebels shelled a market in Tarmes.",
        &[("shelled", "mayor", "Uu")],
    ),
    ("The mayor refused to say whether rebels shelled a market in Tarmes.", &[("shelled", "mayor", "Uu")]),
    ("The mayor revealed whether rebels shelled a market in Tarmes.", &[("shelled", "mayor", "CTu")]),
    ("The police can confirm that gunmen attacked a bus near Orlo.", &[("attacked", "police", "CT+")]),
    // denials of the deed and of a part in it
    ("The army denied that it shelled the market in Tarmes.", &[("shelled", "army", "CT-")]),
    ("The army denied shelling the market in Tarmes.", &[("shelling", "army", "CT-")]),
    (
        "The army denied any role in the shelling of a market in Tarmes.",
        &[("shelling", "-", "CT+"), ("shelling", "army", "Uu")],
    ),
    (
        "The army denied responsibility for the bombing of a market in Tarmes.",
        &[("bombing", "-", "CT+"), ("bombing", "army", "Uu")],
    ),
    (
        "The Marsh Front claimed responsibility for the bombing of a market in Tarmes.",
        &[("bombing", "Front", "CT+")],
    ),
    // two who disagree, and one who reports another
    (
        "The governor said that the army shelled the market in Tarmes on Monday. The army denied that it shelled the market.",
        &[("shelled", "governor", "CT+"), ("shelled", "army", "CT-")],
    ),
    ("The mayor said that the army denied that it burned the village of Hurn.", &[("burned", "army", "CT-")]),
    (
        "The mayor said the governor had confirmed that rebels burned the village of Hurn.",
        &[("burned", "governor", "CT+")],
    ),
];

fn read(text: &str) -> Reading {
    let paragraphs = vec![Paragraph { range: 0..text.len(), role: ParagraphRole::Body }];
    read_report(&Report { paragraphs, text: text.to_owned(), ..Report::default() }, &ENGINE)
}

fn event<'a>(reading: &'a Reading, word: &str) -> Option<&'a Event> {
    let told = |e: &&Event| e.trigger.quote == word || e.mentions.iter().any(|m| m.quote == word);
    reading.events.iter().find(told)
}

/// Who makes a claim: the words of its source, `-` for the report itself.
fn who<'a>(reading: &'a Reading, statement: Option<&str>) -> &'a str {
    let Some(id) = statement else { return "-" };
    let statement = reading.statements.iter().find(|s| s.id == id);
    statement.and_then(|s| s.source.as_ref()).map_or("?", |s| s.span.quote.as_str())
}

fn value(factuality: Factuality) -> String {
    // OK because a value is written as a string
    serde_json::to_value(factuality).unwrap().as_str().unwrap_or_default().to_owned()
}

#[test]
fn each_source_has_its_own_certainty() {
    let mut wrong = Vec::new();
    for (text, claims) in CLAIMS {
        let reading = read(text);
        for (word, source, wanted) in *claims {
            let all = event(&reading, word).map_or(&[][..], |e| &e.claims);
            let own = all.iter().find(|c| who(&reading, c.statement.as_deref()).ends_with(source));
            let found = own.map_or("none".to_owned(), |c| value(c.factuality));
            if found != *wanted {
                wrong.push(format!("{word} by {source} is {found}, not {wanted}: {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_status_is_the_reports_own_or_the_sources() {
    let status = |text: &str, word: &str| {
        event(&read(text), word).map(|e| e.status).unwrap_or_else(|| panic!("no event by {word}: {text}"))
    };
    let disputed = "The governor said that the army shelled the market in Tarmes on Monday. The army denied that it shelled the market.";
    assert_eq!(status(disputed, "shelled"), Status::Occurred);
    assert_eq!(status("The army denied that it shelled the market in Tarmes.", "shelled"), Status::Denied);
    assert_eq!(
        status("The army denied carrying out the attack on the clinic in Tarmes.", "attack"),
        Status::Occurred
    );
}

#[test]
fn a_denial_is_found_with_its_event() {
    let reading = read("The army denied any role in the shelling of a market in Tarmes.");
    let event = event(&reading, "shelling").expect("an event");
    let denied = event
        .claims
        .iter()
        .filter_map(|c| c.statement.as_deref())
        .any(|id| reading.statements.iter().any(|s| s.id == id && s.act == Act::Deny));
    assert!(denied);
}
