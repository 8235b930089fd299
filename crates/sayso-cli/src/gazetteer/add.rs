//! `sayso gazetteer add`: files in, one gazetteer out, whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use sayso::tables::Tables;
use sayso::tables::countries::Countries;
use sayso::tables::gazetteer::build::{BuildError, Builder};
use sayso::tables::gazetteer::import::{self, Form, ImportError, Item};
use sayso::tables::gazetteer::{Gazetteer, Meta, Scratch, Source};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::archive::{self, Part};
use super::store;

const GEONAMES: &str =
    "GeoNames, https://www.geonames.org/, CC BY 4.0: name it where you publish what comes of it";
/// Broken lines that are told one by one.
const TOLD: u64 = 20;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The files; what they are is told by what is in them.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// What to call it; adding under a name that is there replaces that [default: the first file's name].
    #[arg(long)]
    name: Option<String>,
    /// Write it here instead of into the user's data folder; read with `sayso read --gazetteer FILE`.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Whose the places are, and what one owes for them.
    #[arg(long, value_name = "TEXT")]
    licence: Option<String>,
    /// GeoNames: keep features of every kind (schools, streams, farms), not only those that reports of conflict name.
    #[arg(long)]
    all_features: bool,
}

/// Runs the subcommand; what to tell comes back.
pub(super) fn run(args: &Args) -> Result<String, String> {
    let name = name(args)?;
    let path = match &args.to {
        Some(path) => path.clone(),
        None => store::folder()?.join(format!("{name}.{}", store::ENDING)),
    };
    let sources = args.files.iter().map(|file| source(file)).collect::<Result<Vec<_>, _>>()?;
    if let Some(known) = known(&path, args, &sources)? {
        return Ok(format!("already added as {known}; nothing changed\n"));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |e: io::Error| format!("{}: {e}", folder.display());
    fs::create_dir_all(folder).map_err(failed)?;
    let mut import = Import::open(args, folder)?;
    import.run()?;
    if import.builder.is_empty() {
        return Err("no place in these files; nothing was added".to_owned());
    }
    let (own, broken, passed) = (import.own, import.broken, import.passed);
    let licence =
        args.licence.clone().unwrap_or_else(|| if own { "not told".to_owned() } else { GEONAMES.to_owned() });
    let meta = Meta { name: name.clone(), added: now(), sources, broken, licence, ..Meta::default() };
    let mut file = aside(folder).map_err(failed)?;
    let mut out = BufWriter::with_capacity(1 << 18, file.as_file_mut());
    let sizes = import.builder.finish(&meta, &mut out).map_err(|e| e.to_string())?;
    out.flush().map_err(failed)?;
    drop(out);
    file.as_file().sync_all().map_err(failed)?;
    file.persist(&path).map_err(|e| failed(e.error))?;
    let mut told = format!(
        "added {name}: {} places, {} names, {} bytes in {}\n",
        sizes.places,
        sizes.names,
        sizes.bytes,
        path.display()
    );
    if passed > 0 {
        told.push_str(&format!(
            "passed over {passed} features of kinds that reports seldom name (--all-features keeps them)\n"
        ));
    }
    if broken > 0 {
        told.push_str(&format!("left out {broken} that could not be read\n"));
    }
    Ok(told)
}

/// The name of what is added.
fn name(args: &Args) -> Result<String, String> {
    let stem =
        args.files.first().and_then(|file| file.file_stem()).map(|stem| stem.to_string_lossy().into_owned());
    let name = args.name.clone().or(stem).unwrap_or_default();
    let plain = name.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c)) && !name.starts_with('.');
    if name.is_empty() || !plain {
        return Err(format!(
            "`{name}` is no name for a file; give one of letters, digits, `-` and `_` with --name"
        ));
    }
    Ok(name)
}

fn source(path: &Path) -> Result<Source, String> {
    let told = |e: io::Error| format!("{}: {e}", path.display());
    let mut file = File::open(path).map_err(told)?;
    let (mut digest, mut bytes) = (Sha256::new(), 0);
    let mut held = vec![0; 1 << 18];
    loop {
        let read = file.read(&mut held).map_err(told)?;
        if read == 0 {
            break;
        }
        digest.update(&held[..read]);
        bytes += read as u64;
    }
    let sha256 = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(Source { file, sha256, bytes })
}

/// The name of a gazetteer that was made of the same files already.
fn known(path: &Path, args: &Args, sources: &[Source]) -> Result<Option<String>, String> {
    let there = match &args.to {
        Some(path) if path.exists() => vec![(path.clone(), store::meta(path)?)],
        Some(_) => Vec::new(),
        None => store::added()?,
    };
    let digests = |sources: &[Source]| {
        let mut digests: Vec<String> = sources.iter().map(|source| source.sha256.clone()).collect();
        digests.sort();
        digests
    };
    // A user who names it anew, keeps more of it, or tells its licence wants it made anew.
    let same = |at: &Path, meta: &Meta| {
        digests(&meta.sources) == digests(sources)
            && (args.name.is_none() || at == path)
            && !args.all_features
            && args.licence.as_ref().is_none_or(|licence| *licence == meta.licence)
    };
    Ok(there.into_iter().find(|(at, meta)| same(at, meta)).map(|(_, meta)| meta.name))
}

/// A new file in the folder, which others may read as they may read what the user writes otherwise.
fn aside(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.prefix(".sayso-").tempfile_in(folder)
}

fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Scratch files beside the gazetteer, gone when they are closed.
struct Beside(PathBuf);

impl Scratch for Beside {
    type File = File;

    fn file(&self) -> io::Result<File> {
        tempfile::tempfile_in(&self.0)
    }
}

/// What is being read.
struct Import {
    parts: Vec<(Part, Form)>,
    builder: Builder<Beside>,
    countries: Countries,
    own: bool,
    all: bool,
    broken: u64,
    passed: u64,
}

impl Import {
    fn open(args: &Args, folder: &Path) -> Result<Self, String> {
        let mut parts = Vec::new();
        for file in &args.files {
            for part in archive::parts(file)? {
                let told = |e: io::Error| format!("{}: {e}", part.name);
                let mut reader = part.open().map_err(told)?;
                let form = import::sniff(reader.fill_buf().map_err(told)?).ok_or_else(|| {
                    format!(
                        "{}: neither a GeoNames dump, nor a table whose first line names `name`, `lat` and `lon`, nor GeoJSON",
                        part.name
                    )
                })?;
                parts.push((part, form));
            }
        }
        // Divisions are named before places refer to them, and other names go to places that are there.
        parts.sort_by_key(|(_, form)| match form {
            Form::Divisions => 0,
            Form::GeoNames | Form::Csv | Form::GeoJson => 1,
            Form::Alternates => 2,
        });
        let own = parts.iter().any(|(_, form)| matches!(form, Form::Csv | Form::GeoJson));
        let theirs = parts.iter().any(|(_, form)| *form == Form::GeoNames);
        match (own, theirs) {
            (true, true) => return Err("GeoNames' places and your own win differently; add them one after the other".to_owned()),
            (false, false) => return Err("other names without places; add them together with their dump (`SY.txt alternateNamesV2.txt`)".to_owned()),
            _ => {}
        }
        let built_in = Gazetteer::embedded().map_err(|e| e.to_string())?;
        let builder = Builder::over(built_in, own, Beside(folder.to_owned())).map_err(|e| e.to_string())?;
        let countries = Tables::builtin().map_err(|e| e.to_string())?.world.countries;
        Ok(Self { parts, builder, countries, own, all: args.all_features, broken: 0, passed: 0 })
    }

    fn run(&mut self) -> Result<(), String> {
        for (part, form) in std::mem::take(&mut self.parts) {
            self.read(&part, form).map_err(|error| format!("{}: {error}; nothing was added", part.name))?;
        }
        if self.broken > TOLD {
            eprintln!("sayso: and {} more", self.broken - TOLD);
        }
        Ok(())
    }

    fn read(&mut self, part: &Part, form: Form) -> Result<(), ImportError> {
        let mut input = part.open()?;
        let Self { builder, countries, broken, passed, .. } = self;
        match form {
            Form::Divisions => {
                return import::divisions(input, |country, code, name, id| {
                    builder.name_division(country, code, name, id)
                });
            }
            Form::Alternates => {
                return import::alternates(input, |id, name| builder.rename(id, name).map(|_| ()));
            }
            Form::GeoNames | Form::Csv | Form::GeoJson => {}
        }
        let codes = builder.codes();
        let country = |written: &str| {
            let code = |written: &str| {
                let upper = written.to_uppercase();
                codes
                    .iter()
                    .find(|(iso2, iso3)| *iso2 == upper || *iso3 == upper)
                    .map(|(iso2, _)| iso2.clone())
            };
            code(written).or_else(|| code(&countries.named(written)?.iso3))
        };
        let mut take = |line: u64, item: Item| {
            let problem = match item {
                Item::Passed => {
                    *passed += 1;
                    return Ok(());
                }
                Item::Broken(problem) => problem,
                Item::Place(entry) => match builder.add(&entry) {
                    Err(BuildError::Place(problem)) => problem,
                    other => return other,
                },
            };
            *broken += 1;
            if *broken <= TOLD {
                eprintln!("sayso: {}:{line}: {problem}; left out", part.name);
            }
            Ok(())
        };
        match form {
            Form::GeoNames => import::geonames(input, self.all, &mut take),
            Form::GeoJson => import::geojson(input, &country, &mut take),
            _ => {
                let start = String::from_utf8_lossy(input.fill_buf()?).into_owned();
                let header = start.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
                import::csv(input, header, &country, &mut take)
            }
        }
    }
}
