//! Where added gazetteers lie, and how they are opened: mapped into memory, so that a large one costs what is looked up.

use std::fs::File;
use std::path::{Path, PathBuf};

use memmap2::Mmap;
use sayso::tables::gazetteer::{Gazetteer, Meta};

/// The ending of a gazetteer's file.
pub(super) const ENDING: &str = "gaz";

/// The user's folder of added gazetteers: `$XDG_DATA_HOME/sayso/gazetteers`, or where the system keeps such data.
///
/// # Errors
/// Where neither says where.
pub(crate) fn folder() -> Result<PathBuf, String> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || {
        set("HOME").map(|home| {
            home.join(if cfg!(target_os = "macos") { "Library/Application Support" } else { ".local/share" })
        })
    };
    let data = set("XDG_DATA_HOME").or_else(|| if cfg!(windows) { set("APPDATA") } else { home() });
    data.map(|data| data.join("sayso").join("gazetteers")).ok_or_else(|| {
        "no folder for user data: set XDG_DATA_HOME, or name a file with --to and --gazetteer".to_owned()
    })
}

/// The built-in gazetteer with the named files over it; `none` is no file. Without names, with all that were added.
///
/// # Errors
/// Says which file could not be used, and why.
pub(crate) fn chosen(named: &[PathBuf]) -> Result<Gazetteer, String> {
    if !named.is_empty() {
        return over(named);
    }
    let paths: Vec<PathBuf> = added()?.into_iter().map(|(path, _)| path).collect();
    over(&paths)
}

/// The built-in gazetteer with these files over it, the last one uppermost.
///
/// # Errors
/// Says which file could not be used, and why.
pub(crate) fn over(paths: &[PathBuf]) -> Result<Gazetteer, String> {
    let built_in = Gazetteer::embedded().map_err(|e| e.to_string())?;
    paths.iter().filter(|path| path.as_os_str() != "none").try_fold(built_in, |gazetteer, path| {
        gazetteer.with(bytes(path)?).map_err(|e| format!("{}: {e}", path.display()))
    })
}

/// The added files, with what each says of itself, in the order of their names. A later one wins over an earlier one.
///
/// # Errors
/// Says which file is none, and what to do.
pub(crate) fn added() -> Result<Vec<(PathBuf, Meta)>, String> {
    // Without a folder, nothing was added.
    let Ok(folder) = folder() else { return Ok(Vec::new()) };
    let Ok(entries) = std::fs::read_dir(&folder) else { return Ok(Vec::new()) };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == ENDING));
    paths.sort();
    paths.into_iter().map(|path| Ok((path.clone(), meta(&path)?))).collect()
}

/// What a file says of itself.
pub(super) fn meta(path: &Path) -> Result<Meta, String> {
    let told = |e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
    let file = Gazetteer::from_static(bytes(path)?).map_err(|e| told(&e))?;
    file.meta().cloned().ok_or_else(|| told(&"no gazetteer"))
}

/// A file's bytes, mapped for as long as the program runs.
pub(super) fn bytes(path: &Path) -> Result<&'static [u8], String> {
    let told = |e: std::io::Error| format!("{}: {e}", path.display());
    let file = File::open(path).map_err(told)?;
    if file.metadata().map_err(told)?.len() == 0 {
        return Ok(&[]);
    }
    #[expect(
        unsafe_code,
        reason = "the only way to map a file; `add` never writes into one that is there, it replaces it"
    )]
    // SAFETY: the file must not be changed while it is mapped. We only ever move a finished file over another.
    let map = unsafe { Mmap::map(&file) }.map_err(told)?;
    // Used until the program ends.
    Ok(Box::leak(Box::new(map)))
}
