//! Prints what speaks for each place as the place of each event of a text from standard input, the likeliest first: to see why the
//! reader put an event where it did.
#![expect(clippy::print_stdout, reason = "an example")]

use std::error::Error;
use std::io::Read;

use sayso::tables::{Clue, Clues};

/// So many places are shown of each event.
const SHOWN: usize = 4;

fn main() -> Result<(), Box<dyn Error>> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    let engine = sayso::Engine::new()?;
    let report = sayso::ingest::text(&bytes, &Default::default(), &Default::default())?;
    let judge = &engine.tables().judges.whereabouts;
    for placing in sayso::weigh_places(&report, &engine) {
        println!("\n{} {}", placing.trigger.start, &report.text[placing.trigger.clone()]);
        let mut all: Vec<(f64, String, &Clues)> = placing
            .places
            .iter()
            .map(|p| {
                let name = p.names.first().map_or("-", |n| &report.text[n.clone()]);
                let what = if p.whole { "country" } else { "spot" };
                (
                    judge.score(&p.clues),
                    format!("{name} ({what}, {})", p.country.as_deref().unwrap_or("-")),
                    &p.clues,
                )
            })
            .collect();
        all.push((judge.score(&placing.none), "none".to_owned(), &placing.none));
        let sum: f64 = all.iter().map(|a| a.0.exp()).sum();
        all.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (score, name, clues) in all.into_iter().take(SHOWN) {
            println!("  {:.2} {name}: {}", score.exp() / sum, reasons(clues));
        }
    }
    Ok(())
}

/// The clues that a place has.
fn reasons(clues: &Clues) -> String {
    let held = Clue::ALL.iter().zip(clues).filter(|(_, value)| **value != 0.0);
    held.map(|(clue, value)| format!("{} {value:.2}", clue.name())).collect::<Vec<_>>().join(", ")
}
