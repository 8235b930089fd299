//! A user's folder of tables: `--tables DIR`, laid out like `data/`.

use std::path::Path;

/// The tables of a folder and its subfolders: path below the folder, and text; in order of their paths.
///
/// # Errors
/// Says which file or folder could not be read, and why.
pub(crate) fn read(folder: &Path) -> Result<Vec<(String, String)>, String> {
    let listed =
        |path: &Path| std::fs::read_dir(path).map_err(|e| format!("--tables: {}: {e}", path.display()));
    let mut found = Vec::new();
    for room in listed(folder)? {
        let room = room.map_err(|e| format!("--tables: {}: {e}", folder.display()))?.path();
        if !room.is_dir() {
            continue;
        }
        for file in listed(&room)? {
            let path = file.map_err(|e| format!("--tables: {}: {e}", room.display()))?.path();
            if path.extension().is_some_and(|e| e == "csv") {
                let text = std::fs::read_to_string(&path)
                    .map_err(|e| format!("--tables: {}: {e}", path.display()))?;
                let below = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                found.push((below, text));
            }
        }
    }
    found.sort();
    Ok(found)
}
