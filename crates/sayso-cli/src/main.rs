//! The `sayso` command: a file per subcommand. Results go to standard output, talk to standard error.

mod casebook;
mod eval;
mod fetch;
mod gazetteer;
mod options;
mod output;
mod pipeline;
mod progress;
mod read;
mod serve;
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
    /// Take reports into a casebook.
    Add(casebook::AddArgs),
    /// Give out the events of a casebook as CSV, GeoJSON and more.
    Export(casebook::ExportArgs),
    /// Show what happened, each incident once, with every account of it.
    Incidents(casebook::IncidentsArgs),
    /// Open the page over a casebook: read, check, correct.
    Serve(serve::Args),
    /// Say what is one incident and what is not; take a review back.
    Review(casebook::ReviewArgs),
    /// Find reports in a casebook by their words.
    Search(casebook::SearchArgs),
    /// Check that a casebook is as it was written.
    Verify(casebook::VerifyArgs),
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
        Command::Add(args) => casebook::add(&args),
        Command::Export(args) => casebook::export(&args),
        Command::Incidents(args) => casebook::incidents(&args),
        Command::Serve(args) => serve::run(args),
        Command::Review(args) => casebook::review(&args),
        Command::Search(args) => casebook::search(&args),
        Command::Verify(args) => casebook::verify(&args),
        Command::Gazetteer(args) => gazetteer::run(&args),
        Command::Eval(args) => eval::command(&args),
    }
}
