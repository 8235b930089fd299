//! What every subcommand that reads reports may be told.

use std::path::{Path, PathBuf};

use clap::CommandFactory;
use clap::error::ErrorKind;
use sayso::Engine;
use sayso::ingest::{Given, Limits, published};
use sayso::tables::TableFile;

use crate::{Cli, gazetteer, tables};

/// How reports are read.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Day or moment of publication, from which `Tuesday` is counted; for JSONL, of lines that give none.
    #[arg(long, value_name = "DATE", value_parser = date)]
    published: Option<String>,

    /// Who published the reports; for JSONL, those of lines that do not say.
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,

    /// Folder of tables laid out like `data/`, whose rows win over those built in.
    #[arg(long, value_name = "DIR")]
    tables: Option<PathBuf>,

    /// A gazetteer to look places up in beside the built-in one, made by `sayso gazetteer add --to`; more than one may be
    /// given; `none` for the built-in one alone [default: all that were added].
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,

    /// Read what looks like another language as English all the same.
    #[arg(long)]
    any_language: bool,

    /// How many reports to read at once [default: one per processor core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,

    /// The most that one report may have, in MiB; longer ones are passed over.
    #[arg(long, value_name = "MIB", default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..))]
    max_report: u16,
}

impl Options {
    /// What is known of every report.
    pub(crate) fn given(&self) -> Given {
        Given { published: self.published.clone(), outlet: self.outlet.clone(), ..Given::default() }
    }

    /// How much is taken in at once.
    pub(crate) fn limits(&self) -> Limits {
        Limits { report_bytes: usize::from(self.max_report) << 20 }
    }

    /// How many reports are read at once.
    pub(crate) fn jobs(&self) -> usize {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        self.jobs.map_or(cores, usize::from)
    }

    /// The engine, with the user's tables and places; ends the program where they cannot be used.
    pub(crate) fn engine(&self) -> Engine {
        self.try_engine().unwrap_or_else(|message| usage(ErrorKind::ValueValidation, &message))
    }

    /// The engine, with the user's tables and places.
    ///
    /// # Errors
    /// Where they cannot be used.
    pub(crate) fn try_engine(&self) -> Result<Engine, String> {
        let engine = engine(self.tables.as_deref())?;
        let engine = engine.with_gazetteer(gazetteer::store::chosen(&self.gazetteer)?);
        Ok(if self.any_language { engine.with_any_language() } else { engine })
    }
}

fn date(written: &str) -> Result<String, String> {
    published(written).map(|(iso, _)| iso).map_err(|_| "no date; write it like 2019-12-18".to_owned())
}

/// The engine, with the rows of a user's folder of tables on top of its own.
fn engine(folder: Option<&Path>) -> Result<Engine, String> {
    let files = folder.map(tables::read).transpose()?.unwrap_or_default();
    let files: Vec<TableFile<'_>> = files.iter().map(|(path, text)| TableFile { path, text }).collect();
    Engine::with_tables(&files).map_err(|error| error.to_string())
}

/// Ends the program with a usage error, as clap tells its own.
pub(crate) fn usage(kind: ErrorKind, message: &str) -> ! {
    Cli::command().error(kind, message).exit()
}
