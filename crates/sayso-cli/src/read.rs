//! `sayso read`: reports in, readings out, one for one and in order.

use std::io::{self, BufWriter, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use clap::error::ErrorKind;

use crate::options::{Options, usage};
use crate::output::{Format, Writer};
use crate::pipeline;
use crate::progress::Progress;
use crate::source::Sources;

/// Read reports into event records.
///
/// A file is plain text or HTML with one report, JSONL with one report a line (`text`, and if known `id`, `title`,
/// `published`, `outlet`, `url`, `language`), a feed, a table (CSV, Parquet), a web archive, or a folder, zip, gzip or tar of these; its
/// first bytes tell which. Files of any size are read piece by piece.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::EXIT_CODES)]
pub(crate) struct Args {
    /// Files, folders and addresses (`https://...`) to read; `-` is standard input, which is also read if there are none. Of an
    /// address, exactly that page is fetched, and nothing that it refers to.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    #[command(flatten)]
    options: Options,

    /// What to write.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
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

/// Runs the subcommand.
pub(crate) fn run(args: Args) -> ExitCode {
    let mut files = args.files.clone();
    if files.is_empty() {
        if io::stdin().is_terminal() {
            usage(
                ErrorKind::MissingRequiredArgument,
                "no files to read; name some, or give text on standard input",
            );
        }
        files.push(PathBuf::from("-"));
    }
    let (given, limits) = (args.options.given(), args.options.limits());
    let stdout = io::stdout();
    let format = match args.format {
        Form::Table => Format::table(&stdout),
        Form::Jsonl => Format::Jsonl,
        Form::Json => Format::Json,
    };
    let engine = args.options.engine();
    let mut writer = Writer::new(BufWriter::with_capacity(1 << 16, stdout.lock()), &format);
    let sources = Sources::new(&files, &limits);
    let mut progress = Progress::new(stdout.is_terminal(), &sources);
    let mut failed = false;
    pipeline::run(
        args.options.jobs(),
        |feed| sources.read_all(feed),
        |item| (item.is_aside(), item.read(&given, &limits, &engine, &format)),
        |(aside, read), more| {
            match read {
                Ok(rendered) => ended(writer.write(&rendered), failed),
                // the pictures of a saved page are no fault
                Err(_) if aside => {}
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
