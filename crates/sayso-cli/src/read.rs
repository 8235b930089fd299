//! `sayso read`: reports in, readings out, one for one and in order.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::error::ErrorKind;
use clap::{CommandFactory, ValueEnum};
use sayso::Engine;
use sayso::ingest::{Given, Limits, published};
use sayso::tables::TableFile;

use crate::output::{Format, Writer};
use crate::{Cli, gazetteer, pipeline, source, tables};

/// Read reports into event records.
///
/// A file is plain text or HTML with one report, or JSONL with one report a line (`text`, and if known `id`, `title`,
/// `published`, `outlet`, `url`, `language`); its name's ending or its first bytes tell which. Files of any size are read
/// piece by piece.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::EXIT_CODES)]
pub(crate) struct Args {
    /// Files to read; `-` is standard input, which is also read if there are none.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Day or moment of publication, from which `Tuesday` is counted; for JSONL, of lines that give none.
    #[arg(long, value_name = "DATE", value_parser = date)]
    published: Option<String>,

    /// Who published the reports; for JSONL, those of lines that do not say.
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,

    /// What to write.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,

    /// Folder of tables laid out like `data/`, whose rows win over those built in.
    #[arg(long, value_name = "DIR")]
    tables: Option<PathBuf>,

    /// A gazetteer to look places up in beside the built-in one, made by `sayso gazetteer add --to`; more than one may be
    /// given; `none` for the built-in one alone [default: all that were added].
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,

    /// How many reports to read at once [default: one per processor core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,

    /// The most that one report may have, in MiB; longer ones are passed over.
    #[arg(long, value_name = "MIB", default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..))]
    max_report: u16,
}

/// What `--format` may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people, in a terminal.
    Table,
    /// One reading a line.
    Jsonl,
    /// One array of readings, laid out to be looked at.
    Json,
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

/// Runs the subcommand.
pub(crate) fn run(args: Args) -> ExitCode {
    let mut files = args.files;
    if files.is_empty() {
        if io::stdin().is_terminal() {
            usage(
                ErrorKind::MissingRequiredArgument,
                "no files to read; name some, or give text on standard input",
            );
        }
        files.push(PathBuf::from("-"));
    }
    let given = Given { published: args.published, outlet: args.outlet, ..Given::default() };
    let limits = Limits { report_bytes: usize::from(args.max_report) << 20 };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = args.jobs.map_or(cores, usize::from);
    let stdout = io::stdout();
    let format = match args.format {
        Form::Table => Format::table(&stdout),
        Form::Jsonl => Format::Jsonl,
        Form::Json => Format::Json,
    };
    let engine = engine(args.tables.as_deref())
        .and_then(|engine| Ok(engine.with_gazetteer(gazetteer::store::chosen(&args.gazetteer)?)));
    let engine = match engine {
        Ok(engine) => engine,
        Err(message) => usage(ErrorKind::ValueValidation, &message),
    };
    let mut writer = Writer::new(BufWriter::with_capacity(1 << 16, stdout.lock()), &format);
    let mut progress = Progress::new(stdout.is_terminal());
    let mut failed = false;
    pipeline::run(
        jobs,
        |feed| source::read_all(&files, &limits, feed),
        |item| item.read(&given, &limits, &engine, &format),
        |read, more| {
            match read {
                Ok(rendered) => ended(writer.write(&rendered), failed),
                Err(message) => {
                    failed = true;
                    // What was read before it stands before it.
                    ended(writer.flush(), failed);
                    progress.clear();
                    eprintln!("sayso: {message}");
                }
            }
            if !more {
                ended(writer.flush(), failed);
            }
            progress.step();
        },
    );
    progress.clear();
    ended(writer.finish(), failed);
    ExitCode::from(u8::from(failed))
}

/// Ends the program where no more can be written, since input may still be waited for. A reader that has seen enough
/// (`| head`) is no error.
fn ended(written: io::Result<()>, failed: bool) {
    match written {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(i32::from(failed)),
        Err(error) => {
            eprintln!("sayso: cannot write: {error}");
            std::process::exit(1);
        }
    }
}

/// Ends the program with a usage error, as clap tells its own.
fn usage(kind: ErrorKind, message: &str) -> ! {
    Cli::command().error(kind, message).exit()
}

/// How far we are, on standard error, if a person looks at it and not at the results.
struct Progress {
    shown: bool,
    enabled: bool,
    read: u64,
    last: Instant,
}

impl Progress {
    fn new(results_in_terminal: bool) -> Self {
        let enabled = io::stderr().is_terminal() && !results_in_terminal;
        Self { shown: false, enabled, read: 0, last: Instant::now() }
    }

    fn step(&mut self) {
        self.read += 1;
        if self.enabled && self.last.elapsed() >= Duration::from_millis(200) {
            self.last = Instant::now();
            self.shown = true;
            eprint!("\r\x1b[K{} reports", self.read);
            // OK to ignore because progress is no result.
            let _ = io::stderr().flush();
        }
    }

    fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            eprint!("\r\x1b[K");
        }
    }
}
