//! Puts the page's files into the program: each with its type and checksum, and packed where that makes it much smaller.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

/// What ships, and what it is. All else is for those who work on the page.
const MEDIA: [(&str, &str); 4] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("svg", "image/svg+xml"),
];

/// Folders of the page that do not ship.
const WORKSHOP: [&str; 4] = ["node_modules", "test", "tests", "e2e"];

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let page = here.join("page/src");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={}", page.display());
    let mut files = Vec::new();
    if page.is_dir() {
        shipped(&page, &page, &mut files)?;
    }
    files.sort();
    let mut code = format!("const FILES: [File; {}] = [\n", files.len());
    for (number, (path, media)) in files.iter().enumerate() {
        let bytes = fs::read(page.join(path))?;
        let entry = embedded(&out, &format!("page-{number}"), &page.join(path), &bytes)?;
        // OK to ignore because writing to a string cannot fail
        let _ = writeln!(code, "    File {{ path: {path:?}, media: {media:?}, {entry} }},");
    }
    code.push_str("];\n");
    let outlines = here.join("../../data/map/outlines.json");
    println!("cargo:rerun-if-changed={}", outlines.display());
    if outlines.is_file() {
        let entry = embedded(&out, "outlines", &outlines, &fs::read(&outlines)?)?;
        let _ = writeln!(
            code,
            "pub(crate) const OUTLINES: Option<File> = Some(File {{ path: \"outlines.json\", media: \"application/json\", {entry} }});"
        );
    } else {
        code.push_str("pub(crate) const OUTLINES: Option<File> = None;\n");
    }
    fs::write(out.join("page.rs"), code)
}

/// The files of a folder that ship, by their path in the page.
fn shipped(root: &Path, folder: &Path, found: &mut Vec<(String, &'static str)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        if path.is_dir() {
            if !WORKSHOP.contains(&name.as_str()) && !name.starts_with('.') {
                shipped(root, &path, found)?;
            }
            continue;
        }
        let for_tests = [".test.", ".spec.", ".config."].iter().any(|part| name.contains(part));
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        let media = MEDIA.iter().find(|(known, _)| *known == ending).map(|(_, media)| *media);
        if let (Some(media), false) = (media, for_tests)
            && let Ok(inside) = path.strip_prefix(root)
        {
            let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            found.push((parts.join("/"), media));
        }
    }
    Ok(())
}

/// The fields of a file's entry; the packed form where it saves a tenth or more.
fn embedded(out: &Path, name: &str, source: &Path, bytes: &[u8]) -> io::Result<String> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes)?;
    let packed = packer.finish()?;
    let gzip = if packed.len() * 10 < bytes.len() * 9 {
        let path = out.join(format!("{name}.gz"));
        fs::write(&path, &packed)?;
        format!("Some(include_bytes!({path:?}))")
    } else {
        "None".to_owned()
    };
    let sum: String = Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("etag: \"\\\"{sum}\\\"\", bytes: include_bytes!({source:?}), gzip: {gzip}"))
}
