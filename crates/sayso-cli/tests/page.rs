//! The page in a real browser: the tests of `crates/sayso-serve/page/test`, over this program.
//!
//! They need Node, Chromium and `npm ci` in that folder; where one of them is missing they are left out and that is said, unless `CI` is set.

use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../sayso-serve/page")
}

/// What is missing to run them.
fn missing(page: &Path) -> Option<&'static str> {
    let node = Command::new("node").arg("--version").output().is_ok_and(|answer| answer.status.success());
    let chromium = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let mut browsers = chromium.into_iter().chain(
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].map(PathBuf::from),
    );
    if !node {
        Some("there is no Node here")
    } else if !page.join("node_modules").is_dir() {
        Some("`npm ci` was not run in crates/sayso-serve/page")
    } else if !browsers.any(|path| path.exists()) {
        Some("there is no Chromium here (CHROMIUM names one)")
    } else {
        None
    }
}

#[test]
fn the_page_works_in_a_browser() {
    let page = folder();
    if let Some(why) = missing(&page) {
        assert!(std::env::var_os("CI").is_none(), "the page's tests cannot run: {why}");
        eprintln!("left out: {why}");
        return;
    }
    for task in ["types", "test"] {
        let run = Command::new("npm")
            .args(["run", "--silent", task])
            .env("SAYSO", env!("CARGO_BIN_EXE_sayso"))
            .env("PAGE", "built-in")
            .current_dir(&page)
            .output()
            .expect("OK because node is there, and npm with it");
        let said =
            format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
        assert!(run.status.success(), "npm run {task}:\n{said}");
    }
}
