//! The examples of the rules, and what must hold for any text.

use std::fmt::Write;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

/// The expressions of a text without blocks, tense guessed from the words.
fn read(text: &str, reference: Option<Date>) -> Vec<Expression> {
    let blocks = [0..text.len()];
    let tense_at = |range: Range<usize>| tense::guess(text, range);
    find(text, &Context { reference, tense_at: &tense_at, blocks: &blocks })
}

/// The text with its expressions in brackets, and their types and values.
fn shown(text: &str, found: &[Expression]) -> (String, String) {
    let mut marked = String::new();
    let mut values = Vec::new();
    let mut at = 0;
    for expression in found {
        let Range { start, end } = expression.range;
        // OK because writing to a string does not fail.
        write!(marked, "{}[{}]", &text[at..start], &text[start..end]).unwrap();
        at = end;
        values.push(format!("{} {}", format!("{:?}", expression.kind).to_uppercase(), expression.value));
    }
    marked.push_str(&text[at..]);
    (marked, if values.is_empty() { "-".to_owned() } else { values.join(";") })
}

#[test]
fn every_rule_reads_its_example() {
    let mut wrong = String::new();
    for row in tables::rule_rows() {
        let reference = match row.published.as_str() {
            "" => Some(date(2019, 12, 18)),
            "-" => None,
            day => day.parse().ok(),
        };
        let plain = row.example.replace(['[', ']'], "");
        let found = read(&plain, reference);
        let (marked, values) = shown(&plain, &found);
        let used = values == "-" || found.iter().any(|expression| expression.rule == row.id);
        if (marked.as_str(), values.as_str(), used) != (&row.example, &row.expect, true) {
            let rules = found.iter().map(|expression| expression.rule).collect::<Vec<_>>().join(" ");
            writeln!(wrong, "{}: {marked} {values} ({rules})\n    {} {}", row.id, row.example, row.expect).unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
