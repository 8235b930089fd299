//! Giving out: forms, and files in them, written while they are sent.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use hyper::StatusCode;
use sayso_casebook::Casebook;
use sayso_desk::{EventSort, IncidentSort, Sheet};
use sayso_export::{Export, ExportError, Form, GeoJson, Jsonl, Kml, Rows};
use schemars::JsonSchema;
use serde::Serialize;

use super::wire::filter;
use crate::app::App;
use crate::exchange::{Asked, Content, Reply};
use crate::params::{Kind, Param, shown};
use crate::problem::Problem;

/// In which form, and what.
pub(super) const FORM: &[Param] = &[
    Param { name: "form", about: "The form's name, from /api/forms", kind: Kind::Text, many: false },
    Param {
        name: "what",
        about: "What is given out (events)",
        kind: Kind::OneOf(&["events", "incidents"]),
        many: false,
    },
];

/// A form that things can be given out in.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FormLine {
    /// Its name.
    name: String,
    /// What it is.
    about: String,
    /// What it cannot hold.
    lacks: Vec<Lacking>,
    /// What is given out in it.
    what: &'static str,
}

/// Something that a form cannot hold.
#[derive(Debug, Serialize, JsonSchema)]
struct Lacking {
    /// What is lost.
    what: String,
    /// Why, or what becomes of it.
    why: String,
}

/// Forms that are no tables, with what they are.
const OTHERS: [(&str, &str, &str); 4] = [
    ("jsonl", "Whole readings with people's corrections, sayso.reading/1, one JSON object a line", "events"),
    ("geojson", "Points for maps (RFC 7946)", "events"),
    ("kml", "Points for Google Earth and the like", "events"),
    (
        "jsonl",
        "Incidents with their accounts' origins and rival values, sayso.incident/1, one JSON object a line",
        "incidents",
    ),
];

/// Answers `/api/forms`.
pub(super) fn forms(_: &Arc<App>, _: &Asked) -> Result<Reply, Problem> {
    let tables = Form::all_built_in().iter().map(|form| FormLine {
        name: form.name.clone(),
        about: form.about.clone(),
        lacks: form
            .lacks
            .iter()
            .map(|lack| Lacking { what: lack.what.clone(), why: lack.why.clone() })
            .collect(),
        what: "events",
    });
    let others = OTHERS.iter().map(|(name, about, what)| FormLine {
        name: (*name).to_owned(),
        about: (*about).to_owned(),
        lacks: Vec::new(),
        what,
    });
    Reply::json(&tables.chain(others).collect::<Vec<_>>())
}

/// Answers `/api/export`.
pub(super) fn export(app: &Arc<App>, asked: &Asked) -> Result<Reply, Problem> {
    let form = asked.fields.need("form")?.to_owned();
    let what = asked.fields.one("what").unwrap_or("events").to_owned();
    let known = match what.as_str() {
        "events" => matches!(form.as_str(), "jsonl" | "geojson" | "kml") || Form::built_in(&form).is_some(),
        _ => form == "jsonl",
    };
    if !known {
        return Err(Problem::wrong(format!("no form `{}` for {what}; /api/forms lists them", shown(&form))));
    }
    let (ending, media) = match form.as_str() {
        "jsonl" => ("jsonl", "application/jsonl"),
        "geojson" => ("geojson", "application/geo+json"),
        "kml" => ("kml", "application/vnd.google-earth.kml+xml"),
        "gdelt2" | "polecat" => ("tsv", "text/tab-separated-values; charset=utf-8"),
        _ => ("csv", "text/csv; charset=utf-8"),
    };
    let file = Some(format!("sayso-{what}-{form}.{ending}"));
    let body = if what == "events" { events(app, asked, form)? } else { incidents(app, asked)? };
    Ok(Reply { file, body, ..Reply::of(StatusCode::OK, media, "") })
}

/// The events that fit, in a form.
fn events(app: &Arc<App>, asked: &Asked, form: String) -> Result<Content, Problem> {
    let (listing, ready, path) = {
        let desk = app.desk()?;
        let ready = desk.ready(&filter(&asked.fields)?)?;
        (Arc::clone(desk.events()), ready, desk.book().path().to_path_buf())
    };
    let mut wanted: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    for entry in listing.fitting(&ready, EventSort::Report) {
        wanted.entry(entry.line.row.report).or_default().insert(entry.line.row.event.clone());
    }
    Ok(Content::Stream(Box::new(move |out| write_events(&path, &wanted, &form, out))))
}

fn write_events(
    path: &Path,
    wanted: &BTreeMap<i64, BTreeSet<String>>,
    form: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    // a connection of its own, so that nobody waits for who downloads slowly
    let book = Casebook::open(path).map_err(io::Error::other)?;
    let mut export = writer(form, BufWriter::new(out)).map_err(io::Error::other)?;
    for (report, events) in wanted {
        let Some(sheet) = Sheet::of(&book, *report).map_err(io::Error::other)? else { continue };
        export
            .add(&sheet.reading, &|account| events.contains(&account.event.id))
            .map_err(io::Error::other)?;
    }
    export.finish().map_err(io::Error::other)
}

/// The writer of a form.
fn writer<'o>(form: &str, out: BufWriter<&'o mut dyn Write>) -> Result<Box<dyn Export + 'o>, ExportError> {
    Ok(match (form, Form::built_in(form)) {
        (_, Some(form)) => Box::new(Rows::new(form, out)?),
        ("geojson", _) => Box::new(GeoJson::new(out)?),
        ("kml", _) => Box::new(Kml::new(out)?),
        _ => Box::new(Jsonl::new(out)),
    })
}

/// The incidents that fit, a record a line.
fn incidents(app: &Arc<App>, asked: &Asked) -> Result<Content, Problem> {
    let (listing, ready) = {
        let desk = app.desk()?;
        (Arc::clone(desk.incidents()), desk.ready(&filter(&asked.fields)?)?)
    };
    let ids: Vec<String> =
        listing.fitting(&ready, IncidentSort::default()).map(|entry| entry.line.id.clone()).collect();
    let app = Arc::clone(app);
    Ok(Content::Stream(Box::new(move |out| {
        let mut out = BufWriter::new(out);
        for id in ids {
            let desk = app.desk().map_err(|problem| io::Error::other(problem.message))?;
            let sheet = desk.incident(&id).map_err(io::Error::other)?;
            // not held while somebody downloads slowly
            drop(desk);
            if let Some(sheet) = sheet {
                serde_json::to_writer(&mut out, &sheet.incident)?;
                out.write_all(b"\n")?;
            }
        }
        out.flush()
    })))
}
