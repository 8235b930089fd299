//! Chores of the project itself: `cargo xtask <chore>`.

mod schema;

use std::process::ExitCode;

fn main() -> ExitCode {
    let chore = std::env::args().nth(1);
    let done = match chore.as_deref() {
        Some("schema") => schema::write(),
        other => {
            eprintln!("xtask: unknown chore {other:?}; there are: schema");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
