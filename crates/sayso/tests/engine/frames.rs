//! The example of every row of `data/frames/` is read as its row wants; `cargo xtask frames` prints the same by table.

use std::fmt::Write;

use sayso::examples;

use crate::ENGINE;

/// The share of examples, in per cent, that must be right. Raise it when the reader or the rows get better.
const FLOOR: f64 = 100.0;

#[test]
fn examples_are_read_as_their_rows_want() {
    let outcomes = examples::frames(&ENGINE);
    let wrong: Vec<_> = outcomes.iter().filter(|o| !o.right()).collect();
    let share = 100.0 * (1.0 - wrong.len() as f64 / outcomes.len() as f64);
    let mut list = String::new();
    for outcome in &wrong {
        writeln!(list, "{outcome}").expect("a string takes all"); // OK because writing to a String cannot fail
    }
    eprintln!(
        "{list}{} of {} examples are right: {share:.1} %",
        outcomes.len() - wrong.len(),
        outcomes.len()
    );
    assert!(share >= FLOOR, "{share:.1} % of the examples are right, expected at least {FLOOR} %:\n{list}");
}
