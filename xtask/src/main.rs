//! Chores of the project itself: `cargo xtask <chore>`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let chore = std::env::args().nth(1);
    match chore.as_deref() {
        other => {
            eprintln!("xtask: unknown chore {other:?}");
            ExitCode::from(2)
        }
    }
}
