//! The page's files: those in the program, or those of a folder for who works on the page.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// A file that is part of the program.
#[derive(Clone, Copy, Debug)]
pub(crate) struct File {
    pub(crate) path: &'static str,
    pub(crate) media: &'static str,
    pub(crate) etag: &'static str,
    pub(crate) bytes: &'static [u8],
    pub(crate) gzip: Option<&'static [u8]>,
}

/// A file as it is sent.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) media: &'static str,
    pub(crate) etag: Option<&'static str>,
    pub(crate) bytes: Cow<'static, [u8]>,
    pub(crate) gzip: Option<&'static [u8]>,
}

/// Shown where the program was built without the page.
const NONE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Sayso</title>\
    <h1>Sayso</h1><p>This program was built without its page. The API is there: <a href=\"/api/openapi.json\">its description</a>.";

/// Where the page's files are.
#[derive(Clone, Debug, Default)]
pub(crate) enum Page {
    /// In the program.
    #[default]
    BuiltIn,
    /// In a folder.
    Folder(PathBuf),
}

impl Page {
    /// The file of a path; none where there is none.
    pub(crate) fn find(&self, path: &str) -> Option<Sent> {
        let path = path.strip_prefix('/')?;
        let path = if path.is_empty() { "index.html" } else { path };
        match self {
            Self::BuiltIn => built_in(path),
            Self::Folder(folder) => in_folder(folder, path),
        }
    }
}

fn built_in(path: &str) -> Option<Sent> {
    let file = FILES.iter().find(|file| file.path == path).map(|file| file.sent());
    file.or_else(|| {
        let bytes = Cow::Borrowed(NONE.as_bytes());
        (path == "index.html").then_some(Sent {
            media: "text/html; charset=utf-8",
            etag: None,
            bytes,
            gzip: None,
        })
    })
}

impl File {
    /// As it is sent.
    pub(crate) fn sent(&self) -> Sent {
        Sent { media: self.media, etag: Some(self.etag), bytes: Cow::Borrowed(self.bytes), gzip: self.gzip }
    }
}

fn in_folder(folder: &Path, path: &str) -> Option<Sent> {
    let inside = Path::new(path);
    // nothing above the folder, and nothing by another way
    if !inside.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let media = match inside.extension()?.to_str()? {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => return None,
    };
    let (folder, file) = (folder.canonicalize().ok()?, folder.join(inside).canonicalize().ok()?);
    let bytes = std::fs::read(file.strip_prefix(&folder).ok().map(|_| &file)?).ok()?;
    Some(Sent { media, etag: None, bytes: Cow::Owned(bytes), gzip: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_always_a_first_page() {
        assert!(Page::BuiltIn.find("/").unwrap().media.starts_with("text/html"));
        assert!(Page::BuiltIn.find("/no-such-file.js").is_none());
    }

    #[test]
    fn a_folder_gives_its_own_files_only() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("page");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(outer.path().join("secret.js"), "1").unwrap();
        std::fs::write(folder.join("app.js"), "2").unwrap();
        std::fs::write(folder.join("notes.txt"), "3").unwrap();
        let page = Page::Folder(folder);
        assert_eq!(&*page.find("/app.js").unwrap().bytes, b"2");
        for path in [
            "/../secret.js",
            "/notes.txt",
            "//app.js",
            "/./../secret.js",
            "/app.js/",
            "app.js",
            "/%2e%2e/secret.js",
        ] {
            assert!(page.find(path).is_none() || path == "/app.js/", "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_not_followed() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("page");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(outer.path().join("secret.js"), "1").unwrap();
        std::os::unix::fs::symlink(outer.path().join("secret.js"), folder.join("app.js")).unwrap();
        assert!(Page::Folder(folder).find("/app.js").is_none());
    }
}
