//! `sayso gazetteer`: a user's own places, and GeoNames' smaller ones, beside those built in.
//!
//! `add` makes one file of what it is given (`add.rs`; the readers are `sayso::tables::gazetteer::import`) and puts it into the
//! user's data folder (`store.rs`), from where `sayso read` takes it. `archive.rs` looks into zip and gzip files.

mod add;
mod archive;
pub(crate) mod store;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use sayso::tables::gazetteer::{Gazetteer, Meta, NameMatch};
use sayso::tables::regions::Regions;

/// Add places to those that Sayso knows, list, find and remove them
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Add places from files.
    ///
    /// Takes GeoNames' dumps (`allCountries.txt`, `SY.txt`, `cities500.txt`, with `admin1CodesASCII.txt` and
    /// `alternateNamesV2.txt` beside them), CSV (columns `name`, `lat`, `lon`; if known `aliases` with `|` between, `country`,
    /// `admin1`, `kind`, `population`, `radius_km`, `id`, `source`) and GeoJSON; each may be zipped or gzipped.
    /// `sayso read` then looks names up in them too, and says so in each reading.
    Add(add::Args),
    /// What was added: when, from which files, how many places.
    List {
        /// Read each file whole and see that it is what was written.
        #[arg(long)]
        check: bool,
        /// How long it takes to open all of them.
        #[arg(long)]
        timings: bool,
    },
    /// Remove what was added.
    Remove {
        /// As `list` names it.
        name: String,
    },
    /// Every place that a name may mean.
    Find {
        /// The name, in any script.
        name: String,
        /// Look here beside the built-in gazetteer; `none` for that alone [default: all that were added].
        #[arg(long, value_name = "FILE")]
        gazetteer: Vec<PathBuf>,
    },
}

/// Runs the subcommand.
pub(crate) fn run(args: &Args) -> ExitCode {
    let done = match &args.action {
        Action::Add(args) => add::run(args),
        Action::List { check, timings } => list(*check, *timings),
        Action::Remove { name } => remove(name),
        Action::Find { name, gazetteer } => find(name, gazetteer),
    };
    match done.and_then(|text| write(&text)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sayso: {error}");
            ExitCode::from(2)
        }
    }
}

fn write(text: &str) -> Result<(), String> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("cannot write: {error}")),
        _ => Ok(()),
    }
}

fn list(check: bool, timings: bool) -> Result<String, String> {
    let begun = Instant::now();
    let files = store::added()?;
    let paths: Vec<PathBuf> = files.iter().map(|(path, _)| path.clone()).collect();
    let gazetteer = store::over(&paths)?;
    let opened = begun.elapsed();
    let mut out = String::new();
    for (path, meta) in &files {
        out.push_str(&described(meta, path));
        if check {
            let whole = Gazetteer::from_static(store::bytes(path)?).is_ok_and(|file| file.is_whole());
            out.push_str(if whole {
                "  checked: whole\n"
            } else {
                "  checked: DAMAGED; remove it and add its files again\n"
            });
        }
    }
    if files.is_empty() {
        out.push_str(&format!("nothing was added; the folder is {}\n", store::folder()?.display()));
    }
    if timings {
        out.push_str(&format!("{} places opened in {:.3} ms\n", gazetteer.len(), opened.as_secs_f64() * 1e3));
    }
    Ok(out)
}

fn described(meta: &Meta, path: &std::path::Path) -> String {
    let mut out = format!(
        "{}\n  {} places, {} names; added {}\n  file: {}\n  licence: {}\n",
        meta.title(),
        meta.places,
        meta.names,
        meta.added,
        path.display(),
        meta.licence
    );
    if meta.broken > 0 {
        out.push_str(&format!("  left out: {} that could not be read\n", meta.broken));
    }
    for source in &meta.sources {
        out.push_str(&format!(
            "  from: {} ({} bytes, sha256:{})\n",
            source.file, source.bytes, source.sha256
        ));
    }
    out
}

fn remove(name: &str) -> Result<String, String> {
    let files = store::added()?;
    let Some((path, _)) = files.iter().find(|(_, meta)| meta.name == name) else {
        let names: Vec<&str> = files.iter().map(|(_, meta)| meta.name.as_str()).collect();
        let there = if names.is_empty() {
            "nothing was added".to_owned()
        } else {
            format!("there are: {}", names.join(", "))
        };
        return Err(format!("no gazetteer is called `{name}`; {there}"));
    };
    std::fs::remove_file(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(format!("removed {name}\n"))
}

fn find(name: &str, chosen: &[PathBuf]) -> Result<String, String> {
    let gazetteer = store::chosen(chosen)?;
    let mut out = String::new();
    let exact: Vec<NameMatch> = gazetteer.lookup(name).collect();
    let regions = Regions::embedded().map_err(|e| e.to_string())?;
    for region in regions.lookup(name) {
        let countries = region.countries.join("|");
        out.push_str(&format!(
            "{}\tregion\t{countries}\t\t{:.4}, {:.4}\t\t\tregions.csv\n",
            region.name, region.lat, region.lon
        ));
    }
    exact.iter().for_each(|hit| out.push_str(&line(&gazetteer, hit)));
    if out.is_empty() {
        let respelt = gazetteer.respelt(name);
        if respelt.is_empty() {
            return Err(format!("no place is called `{name}`, nor anything spelt alike"));
        }
        out.push_str("# no place of this name; spelt alike:\n");
        respelt.iter().for_each(|hit| out.push_str(&line(&gazetteer, hit)));
    }
    Ok(format!("# name\tkind\tcountry\tadmin1\tpoint\tpeople\tid\tfrom\n{out}"))
}

fn line(gazetteer: &Gazetteer, hit: &NameMatch) -> String {
    let Some(place) = gazetteer.place(hit.place) else { return String::new() };
    let id = place.geonames.map(|id| format!("geonames:{id}"));
    let id = place.id.map(str::to_owned).or(id).unwrap_or_default();
    let from = gazetteer.origin(hit.place).map_or("", |meta| meta.name.as_str());
    let source = place.source.map(|source| format!(" ({source})")).unwrap_or_default();
    format!(
        "{}\t{}\t{}\t{}\t{:.4}, {:.4}\t{}\t{id}\t{from}{source}\n",
        place.name,
        place.kind.name(),
        place.country_iso3,
        gazetteer.admin1_name(&place).unwrap_or_default(),
        place.lat,
        place.lon,
        if place.population == 0 { String::new() } else { place.population.to_string() },
    )
}
