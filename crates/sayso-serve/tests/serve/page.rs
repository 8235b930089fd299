//! The page's files.

use sayso_serve::Settings;

use crate::Case;

#[test]
fn the_page_is_there() {
    let case = Case::invented(1);
    let first = case.client().get("/").unwrap();
    assert_eq!((first.status, first.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let index = case.client().get("/index.html").unwrap();
    assert_eq!(index.body, first.body);
    assert_eq!(case.client().ask("HEAD", "/", &[], b"").unwrap().status, 200);
    for path in ["/no.js", "/../Cargo.toml", "/%2e%2e/Cargo.toml", "/index.html/x", "/Cargo.toml"] {
        assert_eq!(case.client().get(path).unwrap().status, 404, "{path}");
    }
}

#[test]
fn files_are_packed_and_known_again() {
    let case = Case::invented(1);
    let plain = case.client().get("/").unwrap();
    let Some(etag) = plain.header("etag") else { return };
    let again = case.client().ask("GET", "/", &[("if-none-match", etag)], b"").unwrap();
    assert_eq!((again.status, again.body.len()), (304, 0));
    let packed = case.client().ask("GET", "/", &[("accept-encoding", "br, gzip;q=0.8")], b"").unwrap();
    if packed.header("content-encoding") == Some("gzip") {
        assert!(packed.body.len() < plain.body.len());
    }
    let refused = case.client().ask("GET", "/", &[("accept-encoding", "gzip;q=0")], b"").unwrap();
    assert!(refused.header("content-encoding").is_none());
}

#[test]
fn a_folder_may_stand_in() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("index.html"), "<p>one").unwrap();
    std::fs::write(folder.path().join("app.js"), "1").unwrap();
    let page = folder.path().to_path_buf();
    let case = Case::new(1, |settings| Settings { page: Some(page), ..settings });
    assert_eq!(case.client().get("/").unwrap().text(), "<p>one");
    std::fs::write(folder.path().join("index.html"), "<p>two").unwrap();
    assert_eq!(case.client().get("/").unwrap().text(), "<p>two");
    assert_eq!(
        case.client().get("/app.js").unwrap().header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
}
