//! `sayso export`: the events or incidents of a casebook in the form that the next program wants.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use sayso_casebook::{Casebook, CasebookError, EventRow, ReportRow};
use sayso_desk::{Board, Facts, Ready};
use sayso_export::{AnyForm, ExportError, FieldOf, Format, Subject};

use sayso_incidents::AccountId;

use super::filter::FilterArgs;
use super::{Where, each, incidents};
use crate::options::usage;
use crate::tables;

/// Give out the events or incidents of a casebook
///
/// What a form cannot hold is told on standard error. Cells that a spreadsheet would take for a formula are written so that it does
/// not.
#[derive(Debug, clap::Args)]
#[command(after_help = forms_in_short())]
pub(crate) struct Args {
    /// A form's name, or the file of a form of your own; `jsonl`, `geojson` and `kml` alone give out events.
    #[arg(value_name = "FORM", required_unless_present = "list")]
    form: Option<String>,

    #[command(flatten)]
    at: Where,

    /// Where to write [default: standard output].
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// What to write: csv, parquet, jsonl, geojson, kml [default: by the ending of FILE, else csv].
    #[arg(long = "as", value_parser = format_named, value_name = "FORMAT")]
    format: Option<Format>,

    /// Begin with a byte order mark, for a spreadsheet that shows `Ã©` for `é`.
    #[arg(long)]
    bom: bool,

    /// Folder of tables laid out like `data/`; forms in its `export/` are known by their names and win over those built in.
    #[arg(long, value_name = "DIR")]
    tables: Option<PathBuf>,

    /// Show all forms and the fields that a form of your own can ask for; or, of one form, what it holds and what it loses.
    #[arg(long)]
    list: bool,

    /// Do not tell what the form cannot hold.
    #[arg(long)]
    quiet: bool,

    #[command(flatten)]
    filter: FilterArgs,
}

/// A format by its name.
fn format_named(name: &str) -> Result<Format, String> {
    let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
    let found = Format::ALL.into_iter().find(|format| format.name() == name);
    found.ok_or_else(|| format!("one of {}", names.join(", ")))
}

/// A format by the ending of a file's name.
fn format_of(path: &Path) -> Option<Format> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    let name = match ending.as_str() {
        "tsv" | "tab" => "csv",
        "ndjson" => "jsonl",
        other => other,
    };
    format_named(name).ok()
}

/// Runs it.
pub(super) fn run(args: &Args) -> Result<bool, String> {
    let own = own_forms(args.tables.as_deref())?;
    if args.list {
        return list(args, &own).map(|()| true);
    }
    let (form, format) = chosen(args, own)?;
    if !args.quiet && format.has_columns() {
        eprint!("{form}");
    }
    // a casebook that is not there, and a filter that cannot be, are told before a file is made
    let mut book = args.at.open_old()?;
    sayso_desk::derive(&mut book).map_err(|error| error.to_string())?;
    let ready = args.filter.ready(&book)?;
    let out: Box<dyn Write + Send> = match &args.output {
        Some(path) => {
            Box::new(File::create(path).map_err(|e| format!("{}: cannot be written: {e}", path.display()))?)
        }
        None => Box::new(io::stdout()),
    };
    let out = BufWriter::new(out);
    let mut writing = Writing { given: 0, failed: None };
    let done = match &form {
        AnyForm::Events(form) => {
            let mut export = format.events(form, args.bom, out).map_err(|error| error.to_string())?;
            let attested = attested(args, &book)?;
            let mut failed = None;
            each(&book, |report, _, reading| match wanted(&book, report, &ready, attested.as_ref()) {
                Ok(wanted) => {
                    writing.write(|| export.add(&reading, &|account| wanted.contains(&account.event.id)));
                }
                Err(error) => failed = Some(error),
            })
            .map_err(|error| error.to_string())?;
            if let Some(error) = failed {
                return Err(error.to_string());
            }
            writing.failed.map_or_else(|| export.finish(), Err)
        }
        AnyForm::Incidents(form) => {
            let mut export = format.incidents(form, args.bom, out).map_err(|error| error.to_string())?;
            let board = Board::load(&book).map_err(|error| error.to_string())?;
            for group in board.groups() {
                let found = incidents::find(&book, &board, &group).map_err(|error| error.to_string())?;
                if ready.fits(&found.entry.facts) {
                    writing.write(|| export.add(&found.record).map(usize::from));
                }
            }
            writing.failed.map_or_else(|| export.finish(), Err)
        }
    };
    match done {
        // a reader that has seen enough (`| head`) is no error
        Err(ExportError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(true),
        Err(error) => Err(error.to_string()),
        Ok(()) => {
            if args.output.is_some() {
                let what = if matches!(form, AnyForm::Events(_)) { "event" } else { "incident" };
                let given = writing.given;
                eprintln!("{given} {what}{}", if given == 1 { "" } else { "s" });
            }
            Ok(true)
        }
    }
}

/// How many were written, and why no more could be.
struct Writing {
    given: usize,
    failed: Option<ExportError>,
}

impl Writing {
    /// Writes, unless writing has failed before.
    fn write(&mut self, write: impl FnOnce() -> Result<usize, ExportError>) {
        if self.failed.is_none() {
            match write() {
                Ok(count) => self.given += count,
                Err(error) => self.failed = Some(error),
            }
        }
    }
}

/// The form and format that are asked for.
fn chosen(args: &Args, own: Vec<AnyForm>) -> Result<(AnyForm, Format), String> {
    let name = args.form.as_deref().unwrap_or_default();
    // a format's name alone is that of all events
    let alone = format_named(name).ok().filter(|format| *format != Format::Csv);
    let form = match alone {
        Some(_) => AnyForm::all_built_in().find(|form| form.name() == "sayso").ok_or("no form of our own")?,
        None => find(name, own)?,
    };
    let by_ending = args.output.as_deref().and_then(format_of);
    let format = alone.or(args.format).or(by_ending).unwrap_or(Format::Csv);
    if alone.zip(args.format).is_some_and(|(alone, format)| alone != format) {
        usage(
            ErrorKind::ArgumentConflict,
            &format!("{name} and --as ask for two formats; name a form, as `sayso`"),
        );
    }
    if !format.has_columns() && !matches!(form.name(), "sayso" | "incidents") {
        let message = format!(
            "{name} has columns: give it out as csv or parquet; other formats are for sayso and incidents"
        );
        usage(ErrorKind::ArgumentConflict, &message);
    }
    if args.bom && format != Format::Csv {
        usage(ErrorKind::ArgumentConflict, "--bom is for csv alone");
    }
    Ok((form, format))
}

/// A form by its name or by its file.
fn find(name: &str, own: Vec<AnyForm>) -> Result<AnyForm, String> {
    if let Some(form) = own.into_iter().chain(AnyForm::all_built_in()).find(|form| form.name() == name) {
        return Ok(form);
    }
    let table = std::fs::read_to_string(name).map_err(|error| {
        let names: Vec<String> = AnyForm::all_built_in().map(|form| form.name().to_owned()).collect();
        format!(
            "{name}: no form and no file of one ({error}); forms are {}, jsonl, geojson, kml; `--list` tells more",
            names.join(", ")
        )
    })?;
    AnyForm::read(name, &table).map_err(|error| error.to_string())
}

/// The forms in a user's folder of tables.
fn own_forms(folder: Option<&Path>) -> Result<Vec<AnyForm>, String> {
    let files = folder.map(tables::read).transpose()?.unwrap_or_default();
    let forms = files.iter().filter_map(|(path, table)| {
        let name = path.strip_prefix("export/")?.strip_suffix(".csv")?;
        // what the fields know of countries and codes, as `data/export` has it beside the forms
        (!matches!(name, "countries" | "sectors" | "cameo")).then(|| AnyForm::read(name, table))
    });
    forms.collect::<Result<_, _>>().map_err(|error| format!("--tables: {error}"))
}

/// All forms in a line each.
fn forms_in_short() -> String {
    let lines = AnyForm::all_built_in().map(|form| format!("  {:<17} {}\n", form.name(), form.about()));
    format!("Forms:\n{}", lines.collect::<String>())
}

/// Shows what there is, or one form.
fn list(args: &Args, own: &[AnyForm]) -> Result<(), String> {
    let shown = match &args.form {
        Some(name) => find(name, own.to_vec())?.to_string(),
        None => all_in_short(own),
    };
    match io::stdout().write_all(shown.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}

/// All forms and fields.
fn all_in_short(own: &[AnyForm]) -> String {
    let own: String =
        own.iter().map(|form| format!("  {:<17} {} (--tables)\n", form.name(), form.about())).collect();
    let (events, incidents) = (fields::<sayso_export::Events>(), fields::<sayso_export::Incidents>());
    let short = forms_in_short();
    format!(
        "{short}{own}\nFields of events:\n{events}\nFields of incidents, for a form with `:of,incidents,`:\n{incidents}"
    )
}

fn fields<S: Subject>() -> String {
    let line = |field: &FieldOf<S>| format!("  {:<24} {}\n", field.name, field.about);
    S::fields().iter().flat_map(|group| group.iter()).map(line).collect()
}

/// Of each account its incident's grade and number of origins, where these are asked for.
type Attested = HashMap<AccountId, (String, usize)>;

fn attested(args: &Args, book: &Casebook) -> Result<Option<Attested>, String> {
    if !args.filter.filter().needs_incidents() {
        return Ok(None);
    }
    let board = Board::load(book).map_err(|error| error.to_string())?;
    let mut attested = Attested::new();
    for group in board.groups() {
        let (record, _) = board.incident(book, &group).map_err(|error| error.to_string())?;
        let both = (record.grade.name, record.origins.len());
        attested.extend(group.members.iter().map(|id| (*id, both.clone())));
    }
    Ok(Some(attested))
}

/// The ids of a report's events that are asked for.
fn wanted(
    book: &Casebook,
    report: &ReportRow,
    ready: &Ready,
    attested: Option<&Attested>,
) -> Result<BTreeSet<String>, CasebookError> {
    let fits = |row: &EventRow| {
        let mut facts = Facts::of_event(row, report.outlet.as_deref());
        let id = AccountId::new(&report.key, &row.event);
        if let Some((grade, origins)) = attested.and_then(|attested| attested.get(&id)) {
            facts.grade.clone_from(grade);
            facts.origins = *origins;
        }
        ready.fits(&facts)
    };
    Ok(book.events_of(report.number)?.into_iter().filter(fits).map(|row| row.event).collect())
}
