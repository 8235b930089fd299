//! `sayso add`, `incidents`, `review`, `export`, `search`, `verify`: the casebook from the command line.

use std::path::PathBuf;
use std::process::ExitCode;

use sayso_casebook::{Casebook, CasebookError, ReportRow};

mod add;
mod export;
mod filter;
mod incidents;
mod review;
mod search;
mod summary;

pub(crate) use add::Args as AddArgs;
pub(crate) use export::Args as ExportArgs;
pub(crate) use incidents::Args as IncidentsArgs;
pub(crate) use review::Args as ReviewArgs;
pub(crate) use search::Args as SearchArgs;

/// Reports that are taken out of the casebook at once.
const PAGE: u32 = 500;

/// Where the casebook lies.
#[derive(Debug, clap::Args)]
pub(crate) struct Where {
    /// The casebook; it is made if there is none.
    #[arg(long, value_name = "FILE", default_value = "casebook.sayso", env = "SAYSO_CASEBOOK")]
    casebook: PathBuf,
}

/// Check that a casebook is as it was written
///
/// Looks at every original's hash, every reading, the chain of reviews and the file itself. Nothing is mended.
#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    at: Where,
}

impl Where {
    fn open(&self) -> Result<Casebook, CasebookError> {
        Casebook::open(&self.casebook)
    }

    /// A casebook that is there already.
    fn open_old(&self) -> Result<Casebook, String> {
        if !self.casebook.exists() {
            return Err(format!("{}: no such casebook; `sayso add` makes one", self.casebook.display()));
        }
        self.open().map_err(|error| error.to_string())
    }
}

/// Runs `sayso add`.
pub(crate) fn add(args: &AddArgs) -> ExitCode {
    done(add::run(args))
}

/// Runs `sayso export`.
pub(crate) fn export(args: &ExportArgs) -> ExitCode {
    done(export::run(args))
}

/// Runs `sayso incidents`.
pub(crate) fn incidents(args: &IncidentsArgs) -> ExitCode {
    done(incidents::run(args))
}

/// Runs `sayso review`.
pub(crate) fn review(args: &ReviewArgs) -> ExitCode {
    done(review::run(args))
}

/// Runs `sayso search`.
pub(crate) fn search(args: &SearchArgs) -> ExitCode {
    done(search::run(args))
}

/// Runs `sayso verify`.
#[expect(clippy::print_stdout, reason = "the command's answer")]
pub(crate) fn verify(args: &VerifyArgs) -> ExitCode {
    let looked = || -> Result<bool, String> {
        let book = args.at.open_old()?;
        let faults = book.verify().map_err(|error| error.to_string())?;
        faults.iter().for_each(|fault| println!("{fault}"));
        let counts = book.counts().map_err(|error| error.to_string())?;
        let head = book.head().map_err(|error| error.to_string())?;
        println!(
            "{} originals, {} events, {} reviews (the last has hash {head}): {}",
            counts.originals,
            counts.events,
            counts.reviews,
            if faults.is_empty() { "all as written".to_owned() } else { format!("{} faults", faults.len()) }
        );
        Ok(faults.is_empty())
    };
    done(looked())
}

fn done(result: Result<bool, String>) -> ExitCode {
    match result {
        Ok(well) => ExitCode::from(u8::from(!well)),
        Err(message) => {
            eprintln!("sayso: {message}");
            ExitCode::from(1)
        }
    }
}

/// Does something with every report: its row, its text and its current reading, as people corrected it.
fn each(
    book: &Casebook,
    mut work: impl FnMut(&ReportRow, &str, sayso::record::Reading),
) -> Result<(), CasebookError> {
    let mut after = 0;
    loop {
        let page = book.reports(after, PAGE)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.number;
        for report in &page {
            let Some((text, reading)) = book.reading(report.number)? else { continue };
            let reviews = book.reviews(&report.key)?;
            let corrected = sayso_desk::corrected(&text, report.title.as_deref(), reading, &reviews);
            work(report, &text, corrected.reading);
        }
    }
}
