//! `sayso export`: the events of a casebook in the form that the next program wants.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use sayso::record::Status;
use sayso_export::{Account, Export, ExportError, Form, GeoJson, Jsonl, Kml, Rows};

use super::{Where, each};

/// Give out the events of a casebook
///
/// Forms: `sayso` (all of an event's own fields), `acled`, `ucdp_ged`, `polecat`, `gdelt2`, `airwars`, `airwars_casualty`,
/// `airwars_source`, a table of your own (`data/export/` has examples), and `jsonl`, `geojson`, `kml`. What a form cannot hold is told on
/// standard error. Cells that a spreadsheet would take for a formula are written so that it does not.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A form's name, or the file of a form of your own.
    #[arg(value_name = "FORM")]
    form: String,

    #[command(flatten)]
    at: Where,

    /// Where to write [default: standard output].
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Only events that may have happened on this day or later.
    #[arg(long, value_name = "DATE")]
    from: Option<String>,

    /// Only events that may have happened on this day or earlier.
    #[arg(long, value_name = "DATE")]
    to: Option<String>,

    /// Only events of this PLOVER type (`ASSAULT`); more than one may be given.
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,

    /// Only events in this country, ISO 3166-1 alpha-3 (`LBY`); more than one may be given.
    #[arg(long, value_name = "ISO3")]
    country: Vec<String>,

    /// Only events that happened or go on.
    #[arg(long)]
    happened: bool,

    /// Do not tell what the form cannot hold.
    #[arg(long)]
    quiet: bool,
}

/// Runs it.
pub(super) fn run(args: &Args) -> Result<bool, String> {
    let book = args.at.open_old()?;
    let own = own_form(&args.form)?;
    let out: Box<dyn Write> = match &args.output {
        Some(path) => {
            Box::new(File::create(path).map_err(|e| format!("{}: cannot be written: {e}", path.display()))?)
        }
        None => Box::new(io::stdout().lock()),
    };
    let mut export = writer(args, own.as_ref(), BufWriter::new(out)).map_err(|error| error.to_string())?;
    let (mut given, mut failed) = (0, None);
    each(&book, |_, _, reading| {
        if failed.is_none() {
            match export.add(&reading, &|account| wanted(args, account)) {
                Ok(count) => given += count,
                Err(error) => failed = Some(error),
            }
        }
    })
    .map_err(|error| error.to_string())?;
    let done = failed.map_or_else(|| export.finish(), Err);
    match done {
        // a reader that has seen enough (`| head`) is no error
        Err(ExportError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(true),
        Err(error) => Err(error.to_string()),
        Ok(()) => {
            if args.output.is_some() {
                eprintln!("{given} events");
            }
            Ok(true)
        }
    }
}

/// The form that the user has a file of; none where the name is one of ours.
fn own_form(name: &str) -> Result<Option<Form>, String> {
    if matches!(name, "jsonl" | "geojson" | "kml") || Form::built_in(name).is_some() {
        return Ok(None);
    }
    let table = std::fs::read_to_string(name).map_err(|error| {
        let names: Vec<&str> = Form::all_built_in().iter().map(|form| form.name.as_str()).collect();
        format!(
            "{name}: no form and no file of one ({error}); forms are {}, jsonl, geojson, kml",
            names.join(", ")
        )
    })?;
    Form::read(name, &table).map(Some).map_err(|error| error.to_string())
}

/// The writer of a form.
fn writer<'f>(
    args: &Args,
    own: Option<&'f Form>,
    out: BufWriter<Box<dyn Write>>,
) -> Result<Box<dyn Export + 'f>, ExportError> {
    let Some(form) = own.or_else(|| Form::built_in(&args.form)) else {
        return Ok(match args.form.as_str() {
            "geojson" => Box::new(GeoJson::new(out)?),
            "kml" => Box::new(Kml::new(out)?),
            _ => Box::new(Jsonl::new(out)),
        });
    };
    if !args.quiet {
        eprint!("{form}");
    }
    Ok(Box::new(Rows::new(form, out)?))
}

/// Whether an event is among those that are asked for.
fn wanted(args: &Args, account: &Account<'_>) -> bool {
    let event = account.event;
    let time = event.time.as_ref();
    let (first, last) = (time.and_then(|t| t.from.as_deref()), time.and_then(|t| t.to.as_deref()));
    let country = event.place.as_ref().and_then(|p| p.place.country.as_deref());
    let kind = format!("{:?}", event.plover.event).to_uppercase();
    let days = time.is_some() || (args.from.is_none() && args.to.is_none());
    days && args.from.as_deref().is_none_or(|from| last.is_none_or(|last| last >= from))
        && args.to.as_deref().is_none_or(|to| first.is_none_or(|first| first <= to))
        && (args.types.is_empty() || args.types.iter().any(|t| t.eq_ignore_ascii_case(&kind)))
        && (args.country.is_empty()
            || args.country.iter().any(|c| Some(c.to_uppercase().as_str()) == country))
        && (!args.happened || matches!(event.status, Status::Occurred | Status::Ongoing))
}
