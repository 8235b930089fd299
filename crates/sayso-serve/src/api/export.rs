//! Giving out: forms, and files in them, written while they are sent.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter};
use std::sync::Arc;

use hyper::StatusCode;
use sayso_casebook::Casebook;
use sayso_desk::{EventSort, IncidentSort, Sheet};
use sayso_export::{Account, AnyForm, Form, Format, IncidentForm, Lack};
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
    Param {
        name: "as",
        about: "How tables are written (csv)",
        kind: Kind::OneOf(&["csv", "parquet"]),
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

/// Forms that are no tables, with what they are for events and for incidents.
const OTHERS: [(&str, &str, &str); 3] = [
    (
        "jsonl",
        "Whole readings with people's corrections (sayso.reading/1), one JSON object a line",
        "Incidents with their origins and rival values (sayso.incident/1), one JSON object a line",
    ),
    ("geojson", "Features for maps (RFC 7946)", "Features for maps (RFC 7946)"),
    ("kml", "Placemarks for Google Earth and the like", "Placemarks for Google Earth and the like"),
];

/// Answers `/api/forms`.
pub(super) fn forms(_: &Arc<App>, _: &Asked) -> Result<Reply, Problem> {
    let tables = AnyForm::all_built_in().map(|form| FormLine {
        name: form.name().to_owned(),
        about: form.about().to_owned(),
        what: what(&form),
        lacks: match &form {
            AnyForm::Events(form) => lacking(&form.lacks),
            AnyForm::Incidents(form) => lacking(&form.lacks),
        },
    });
    let others = OTHERS.iter().flat_map(|(name, events, incidents)| {
        let line = |what, about: &str| FormLine {
            name: (*name).to_owned(),
            about: about.to_owned(),
            lacks: Vec::new(),
            what,
        };
        [line("events", events), line("incidents", incidents)]
    });
    Reply::json(&tables.chain(others).collect::<Vec<_>>())
}

fn what(form: &AnyForm) -> &'static str {
    match form {
        AnyForm::Events(_) => "events",
        AnyForm::Incidents(_) => "incidents",
    }
}

fn lacking(lacks: &[Lack]) -> Vec<Lacking> {
    lacks.iter().map(|lack| Lacking { what: lack.what.clone(), why: lack.why.clone() }).collect()
}

/// What is written, and how.
struct Wanted {
    form: AnyForm,
    format: Format,
}

impl Wanted {
    fn of(asked: &Asked) -> Result<Self, Problem> {
        let name = asked.fields.need("form")?;
        let what_wanted = asked.fields.one("what").unwrap_or("events");
        let whole = Format::ALL.into_iter().find(|format| format.name() == name && !format.has_columns());
        // those that are no tables hold all that our own table has
        let table = match (whole, what_wanted) {
            (Some(_), "events") => "sayso",
            (Some(_), _) => "incidents",
            _ => name,
        };
        let mut forms = AnyForm::all_built_in();
        let form = forms.find(|form| form.name() == table && what(form) == what_wanted).ok_or_else(|| {
            Problem::wrong(format!("no form `{}` for {what_wanted}; /api/forms lists them", shown(name)))
        })?;
        let columns = if asked.fields.one("as") == Some("parquet") { Format::Parquet } else { Format::Csv };
        Ok(Self { form, format: whole.unwrap_or(columns) })
    }
}

/// Answers `/api/export`.
pub(super) fn export(app: &Arc<App>, asked: &Asked) -> Result<Reply, Problem> {
    let wanted = Wanted::of(asked)?;
    let format = wanted.format;
    let file = Some(format!("sayso-{}-{}.{}", what(&wanted.form), wanted.form.name(), format.name()));
    let body = match wanted.form {
        AnyForm::Events(form) => events(app, asked, form, format)?,
        AnyForm::Incidents(form) => incidents(app, asked, form, format)?,
    };
    Ok(Reply { file, body, ..Reply::of(StatusCode::OK, format.media(), "") })
}

/// The events that fit, with people's corrections, in a form.
fn events(app: &Arc<App>, asked: &Asked, form: Form, format: Format) -> Result<Content, Problem> {
    let (listing, ready, path) = {
        let desk = app.desk()?;
        let ready = desk.ready(&filter(&asked.fields)?)?;
        (Arc::clone(desk.events()), ready, desk.book().path().to_path_buf())
    };
    let mut fitting: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    for entry in listing.fitting(&ready, EventSort::Report) {
        fitting.entry(entry.line.row.report).or_default().insert(entry.line.row.event.clone());
    }
    Ok(Content::Stream(Box::new(move |out| {
        // a connection of its own, so that nobody waits for who downloads slowly
        let book = Casebook::open(path).map_err(io::Error::other)?;
        let mut export = format.events(&form, false, BufWriter::new(out)).map_err(io::Error::other)?;
        for (report, events) in fitting {
            let Some(sheet) = Sheet::of(&book, report).map_err(io::Error::other)? else { continue };
            let keep = |account: &Account<'_>| events.contains(&account.event.id);
            export.add(&sheet.reading, &keep).map_err(io::Error::other)?;
        }
        export.finish().map_err(io::Error::other)
    })))
}

/// The incidents that fit, in a form.
fn incidents(app: &Arc<App>, asked: &Asked, form: IncidentForm, format: Format) -> Result<Content, Problem> {
    let (listing, ready) = {
        let desk = app.desk()?;
        (Arc::clone(desk.incidents()), desk.ready(&filter(&asked.fields)?)?)
    };
    let fitting = listing.fitting(&ready, IncidentSort::default());
    let ids: Vec<String> = fitting.map(|entry| entry.line.id.clone()).collect();
    let app = Arc::clone(app);
    Ok(Content::Stream(Box::new(move |out| {
        let mut export = format.incidents(&form, false, BufWriter::new(out)).map_err(io::Error::other)?;
        for id in ids {
            // not held while somebody downloads slowly
            let sheet = {
                let desk = app.desk().map_err(|problem| io::Error::other(problem.message))?;
                desk.incident(&id).map_err(io::Error::other)?
            };
            // one that has grown or was parted since has another name
            if let Some(sheet) = sheet {
                export.add(&sheet.incident).map_err(io::Error::other)?;
            }
        }
        export.finish().map_err(io::Error::other)
    })))
}
