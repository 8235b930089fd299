//! Reads the example of every row of `data/frames/`, and prints the rows whose example is read as something else.
//!
//! ```text
//! cargo xtask frames [PART]        only rows of tables whose path holds PART
//! ```

use std::collections::BTreeMap;
use std::error::Error;

use sayso::{Engine, examples};

/// Prints `file:line,lemma,pos,expected,got` for each, then the share that is right by table.
#[expect(clippy::print_stdout, reason = "the chore's result")]
pub(crate) fn run(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let part = arguments.first().map_or("", String::as_str);
    let engine = Engine::new()?;
    let outcomes = examples::frames(&engine);
    let mut shares: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for outcome in outcomes.iter().filter(|o| o.frame.file.contains(part)) {
        let share = shares.entry(&outcome.frame.file).or_default();
        share.1 += 1;
        if outcome.right() {
            share.0 += 1;
        } else {
            println!("{outcome}\n    {}", outcome.frame.example);
        }
    }
    for (file, &(right, all)) in &shares {
        println!("{file:28} {}", share(right, all));
    }
    let sum = shares.values().fold((0, 0), |sum, s| (sum.0 + s.0, sum.1 + s.1));
    println!("{:28} {}", "all", share(sum.0, sum.1));
    Ok(())
}

fn share(right: usize, all: usize) -> String {
    format!("{right:5} of {all:5}  {:5.1} %", 100.0 * right as f64 / all.max(1) as f64)
}
