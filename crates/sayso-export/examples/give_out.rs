//! Gives readings out: JSONL of `sayso read` on standard input, a form's name (or `geojson`, `kml`), rows on standard output; what
//! the form cannot hold on standard error.
//!
//! `sayso read FILE --format jsonl | cargo run --example give_out -- acled`

use std::io::{self, BufRead};

use sayso_export::{Export, ExportError, Form, GeoJson, Kml, Rows};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let name = std::env::args().nth(1).ok_or("name a form")?;
    let out = io::stdout().lock();
    match (name.as_str(), Form::built_in(&name)) {
        (_, Some(form)) => {
            eprint!("{form}");
            all(&mut Rows::new(form, out)?)
        }
        ("geojson", None) => all(&mut GeoJson::new(out)?),
        ("kml", None) => all(&mut Kml::new(out)?),
        _ => Err(format!("{name} is no form").into()),
    }
}

fn all(export: &mut dyn Export) -> Result<(), Box<dyn std::error::Error>> {
    for line in io::stdin().lock().lines() {
        let reading = serde_json::from_str(&line?).map_err(ExportError::from)?;
        export.add(&reading, &|_| true)?;
    }
    Ok(export.finish()?)
}
