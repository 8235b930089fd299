//! The `sayso` command: a file per subcommand. Results go to standard output, talk to standard error.

mod eval;
mod gazetteer;
mod output;
mod pipeline;
mod read;
mod source;
mod tables;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Who did what to whom, where and when, and on whose say-so.
///
/// Reads reports of armed conflict and political crisis into event records. Everything happens on this machine.
#[derive(Debug, Parser)]
#[command(name = "sayso", version, after_help = EXIT_CODES, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read reports into event records.
    Read(read::Args),
    /// Add places to those that Sayso knows, list, find and remove them.
    Gazetteer(gazetteer::Args),
    /// Score readings against a gold corpus.
    Eval(eval::Args),
}

/// What the command's exit status says.
pub(crate) const EXIT_CODES: &str = "\
Exit status:
  0  everything was read
  1  some items could not be read; each is told on standard error as `sayso: FILE[:LINE]: what was wrong`
  2  the command itself was wrong; nothing was read";

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Read(args) => read::run(args),
        Command::Gazetteer(args) => gazetteer::run(&args),
        Command::Eval(args) => eval::command(&args),
    }
}
