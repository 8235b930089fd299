//! What the samples are read as: a line for each event and each statement. Look at what moved before you accept it:
//! `cargo insta review`, or `INSTA_UPDATE=always cargo test -p sayso --test engine readings` and `git diff`.

use std::fmt::Write;

use sayso::read_report;
use sayso::record::*;

use crate::{ENGINE, samples};

#[test]
fn samples_are_read_as_before() {
    for (name, report) in samples::all() {
        let reading = read_report(&report, &ENGINE);
        insta::assert_snapshot!(name.replace(['.', ':'], "-"), lines(&reading));
    }
}

fn lines(reading: &Reading) -> String {
    let mut out = String::new();
    for event in &reading.events {
        line(&mut out, &event_line(event));
    }
    for statement in &reading.statements {
        line(&mut out, &statement_line(statement));
    }
    out
}

fn line(out: &mut String, line: &str) {
    writeln!(out, "{line}").expect("a string takes all"); // OK because writing to a String cannot fail
}

/// A value as its serde name.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        other => format!("{other:?}"),
    }
}

/// The words in quotes, on one line.
fn quote(span: &Span) -> String {
    format!("{:?}", span.quote.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn event_line(event: &Event) -> String {
    let mode = event.plover.mode.as_ref().map(|m| format!("/{m}")).unwrap_or_default();
    let mut parts = vec![format!(
        "{} {}{mode} {} {}",
        event.id,
        word(&event.plover.event),
        word(&event.status),
        quote(&event.trigger)
    )];
    if !event.mentions.is_empty() {
        parts.push(format!("also {}", event.mentions.iter().map(quote).collect::<Vec<_>>().join(" ")));
    }
    parts.extend(event.acled.as_ref().map(|a| a.sub_event_type.clone()));
    parts.extend(event.arguments.iter().map(|a| format!("{} {}", word(&a.role), quote(&a.span))));
    let counts = [
        ("killed", &event.killed),
        ("injured", &event.injured),
        ("abducted", &event.abducted),
        ("displaced", &event.displaced),
    ];
    for (name, count) in counts {
        parts.extend(count.as_ref().map(|c| match c.high {
            Some(high) => format!("{name} {}..{high}", c.low),
            None => format!("{name} {}..", c.low),
        }));
    }
    parts.extend(event.time.as_ref().map(time));
    parts.extend(event.place.as_ref().map(|p| {
        format!(
            "at {} {} ({})",
            p.place.name,
            p.place.country.as_deref().unwrap_or("?"),
            word(&p.place.precision)
        )
    }));
    parts.push(event.claims.iter().map(claim).collect::<Vec<_>>().join(" "));
    parts.extend(event.evidence.iter().map(|e| format!("{} {}", word(&e.kind), quote(&e.span))));
    parts.join(" | ")
}

fn time(time: &EventTime) -> String {
    let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "?".to_owned());
    format!("{}..{} ({})", day(&time.from), day(&time.to), word(&time.precision))
}

fn claim(claim: &Claim) -> String {
    format!("{}:{}", claim.statement.as_deref().unwrap_or("outlet"), word(&claim.factuality))
}

fn statement_line(statement: &Statement) -> String {
    let source = match &statement.source {
        Some(source) => {
            format!("{} ({})", quote(&source.span), source.kind.as_ref().map_or_else(|| "?".to_owned(), word))
        }
        None => "nobody named".to_owned(),
    };
    let mut parts =
        vec![format!("{} {} {} by {source}", statement.id, word(&statement.act), quote(&statement.cue))];
    parts.extend(statement.within.as_ref().map(|within| format!("within {within}")));
    if !statement.via.is_empty() {
        parts.push(format!("via {}", statement.via.join(", ")));
    }
    parts.extend(statement.time.as_ref().map(time));
    let how = if statement.direct { "word for word" } else { "that" };
    parts.extend(statement.content.iter().map(|c| format!("{how} {}", quote(c))));
    parts.join(" | ")
}
