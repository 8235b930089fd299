//! Scores the expressions of time on documents in JSON lines: `cargo run --release --example temporal -- [--rules]
//! [--errors] [--narrative] FILE ...`.
//!
//! Documents hold `text`, `dct` and either `timex3[]` (TimeBank, AQUAINT) or `timex2[]` (WikiWars, whose `dct` is the
//! day the page was fetched: run it with `--narrative`, without a day of publication).

#![expect(clippy::print_stdout, reason = "a report for people")]

use std::collections::BTreeMap;
use std::error::Error;
use std::ops::Range;
use std::time::Instant;

use sayso::ground::time::{self, Context, Expression};
use serde_json::Value;

#[path = "../src/eval/temporal.rs"]
mod temporal;

use temporal::{Counts, Timex, count, pairs};

/// What to print beside the scores.
#[derive(Default)]
struct Wanted {
    rules: bool,
    errors: bool,
    narrative: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let has = |name: &str| flags.iter().any(|flag| flag == name);
    let wanted = Wanted { rules: has("--rules"), errors: has("--errors"), narrative: has("--narrative") };
    let begun = Instant::now();
    let mut all = Counts::default();
    let mut by_rule = BTreeMap::new();
    for file in &files {
        let mut counts = Counts::default();
        for line in std::fs::read_to_string(file)?.lines() {
            counts += document(&serde_json::from_str(line)?, &wanted, &mut by_rule)?;
        }
        print(file, &counts);
        all += counts;
    }
    print("all", &all);
    eprintln!("{:.3} s", begun.elapsed().as_secs_f64());
    if wanted.rules {
        for (rule, counts) in by_rule {
            println!(
                "{rule:24} found {:4} right {:4} value {:4}",
                counts.system, counts.relaxed, counts.value
            );
        }
    }
    Ok(())
}

fn print(name: &str, counts: &Counts) {
    let (relaxed, strict) = (counts.relaxed_score(), counts.strict_score());
    println!(
        "{name}: gold {} relaxed P {:.3} R {:.3} F1 {:.3} strict F1 {:.3} value F1 {:.3} type F1 {:.3}",
        counts.gold,
        relaxed.precision,
        relaxed.recall,
        relaxed.f1,
        strict.f1,
        counts.value_f1(),
        counts.kind_f1()
    );
}

/// Scores one document.
fn document(
    line: &Value,
    wanted: &Wanted,
    by_rule: &mut BTreeMap<&'static str, Counts>,
) -> Result<Counts, Box<dyn Error>> {
    let text = line["text"].as_str().ok_or("expected a text")?;
    let day = line["dct"].as_str().unwrap_or_default().get(..10).unwrap_or_default();
    let reference = if wanted.narrative { None } else { Some(day.parse()?) };
    let blocks = paragraphs(text);
    let tense_at = |range: Range<usize>| time::tense::guess(text, range);
    let found = time::find(text, &Context { reference, tense_at: &tense_at, blocks: &blocks });
    let system = timexes(text, &found);
    let gold = gold(line);
    for (s, expression) in found.iter().enumerate() {
        let counts = by_rule.entry(expression.rule).or_default();
        let pair = pairs(&gold, &system).into_iter().find(|(_, system)| *system == s);
        let value = pair.is_some_and(|(g, s)| gold[g].value == system[s].value);
        *counts +=
            Counts { system: 1, relaxed: pair.is_some().into(), value: value.into(), ..Counts::default() };
    }
    if wanted.errors {
        errors(text, &gold, &system, &found);
    }
    Ok(count(&gold, &system))
}

/// The paragraphs of a text: what stands between blank lines.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut found = Vec::new();
    for (end, gap) in text.match_indices("\n\n") {
        found.push(start..end);
        start = end + gap.len();
    }
    found.push(start..text.len());
    found
}

/// The system's expressions, counted in code points.
fn timexes(text: &str, found: &[Expression]) -> Vec<Timex> {
    let points = |byte: usize| text[..byte].chars().count();
    let timex = |expression: &Expression| Timex {
        span: points(expression.range.start)..points(expression.range.end),
        kind: format!("{:?}", expression.kind).to_uppercase(),
        value: expression.value.clone(),
    };
    found.iter().map(timex).collect()
}

fn gold(line: &Value) -> Vec<Timex> {
    let list = line["timex3"].as_array().or_else(|| line["timex2"].as_array());
    let number = |value: &Value| value.as_u64().unwrap_or_default() as usize;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let timex = |timex: &Value| Timex {
        span: number(&timex["span"][0])..number(&timex["span"][1]),
        kind: text(&timex["type"]),
        value: if timex["value"].is_string() { text(&timex["value"]) } else { text(&timex["val"]) },
    };
    let mut gold: Vec<Timex> = list.into_iter().flatten().map(timex).collect();
    gold.sort_by_key(|timex| (timex.span.start, timex.span.end));
    gold
}

/// Prints what was missed, made up or given another value.
fn errors(text: &str, gold: &[Timex], system: &[Timex], found: &[Expression]) {
    let letters: Vec<char> = text.chars().collect();
    let around = |span: &Range<usize>| {
        let piece = |range: Range<usize>| letters[range].iter().collect::<String>().replace('\n', " ");
        let (before, after) = (span.start.saturating_sub(50), (span.end + 40).min(letters.len()));
        format!("{}[{}]{}", piece(before..span.start), piece(span.clone()), piece(span.end..after))
    };
    let pairs = pairs(gold, system);
    for (g, timex) in gold.iter().enumerate() {
        match pairs.iter().find(|(gold, _)| *gold == g) {
            None => println!("MISSED {} {}: {}", timex.kind, timex.value, around(&timex.span)),
            Some((_, s)) if system[*s].value != timex.value => println!(
                "VALUE {} not {} ({}, {:?}): {}",
                timex.value,
                system[*s].value,
                found[*s].rule,
                found[*s].why,
                around(&timex.span)
            ),
            _ => {}
        }
    }
    for (s, timex) in system.iter().enumerate() {
        if !pairs.iter().any(|(_, system)| *system == s) {
            println!("EXTRA {} {} ({}): {}", timex.kind, timex.value, found[s].rule, around(&timex.span));
        }
    }
}
