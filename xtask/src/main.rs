//! Chores of the project itself: `cargo xtask <chore>`.

use std::process::ExitCode;

mod factuality;
mod frames;
mod gazetteer;
mod judges;
mod places;
mod schema;
mod settings;
mod whereabouts;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.split_first() {
        Some((chore, rest)) if chore == "frames" => frames::run(rest),
        Some((chore, rest)) if chore == "factuality-weights" => factuality::learn(rest),
        Some((chore, rest)) if chore == "gazetteer" => gazetteer::run(rest),
        Some((chore, rest)) if chore == "judge-weights" => judges::learn(rest),
        Some((chore, rest)) if chore == "place-weights" => places::learn(rest),
        Some((chore, rest)) if chore == "setting-weights" => settings::learn(rest),
        Some((chore, [])) if chore == "schema" => schema::write().map_err(Into::into),
        other => Err(format!("unknown chore {:?}", other.map(|(chore, _)| chore)).into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::from(2)
        }
    }
}
