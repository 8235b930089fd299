//! Who may come in, and what every answer tells browsers.

use std::io::Read;
use std::net::TcpStream;

use sayso_serve::{ServeError, Server, Settings};
use serde_json::json;

use crate::client::Client;
use crate::{Case, settings};

#[test]
fn every_answer_has_the_headers() {
    let case = Case::invented(1);
    for path in ["/", "/api/about", "/api/none", "/none.js", "/api/events?colour=red"] {
        let answer = case.client().get(path).unwrap();
        let csp = answer.header("content-security-policy").unwrap_or_default();
        assert!(
            csp.starts_with("default-src 'none'; script-src 'self';") && !csp.contains("unsafe"),
            "{path}"
        );
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        assert!(answer.header("access-control-allow-origin").is_none());
    }
    assert_eq!(case.client().get("/api/about").unwrap().header("cache-control"), Some("no-store"));
}

#[test]
fn other_names_and_other_pages_are_refused() {
    let case = Case::invented(1);
    let refused = |method, path, headers: &[(&str, &str)], body: &[u8]| {
        let answer = case.client().ask(method, path, headers, body).unwrap();
        assert_eq!(answer.status, 403, "{path} {headers:?}: {}", answer.text());
    };
    refused("GET", "/", &[("host", "evil.example")], b"");
    refused("GET", "/api/events", &[("host", "evil.example:8765")], b"");
    let json = ("content-type", "application/json");
    refused("POST", "/api/read", &[json, ("origin", "http://evil.example")], b"{}");
    refused("POST", "/api/read", &[json, ("origin", "null")], b"{}");
    refused("GET", "/api/events", &[("sec-fetch-site", "cross-site")], b"");
}

#[test]
fn bodies_are_of_the_types_that_are_taken() {
    let case = Case::invented(1);
    for media in
        ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "nonsense"]
    {
        let answer = case.client().ask("POST", "/api/reviews", &[("content-type", media)], b"a=b").unwrap();
        assert_eq!(answer.status, 415, "{media}");
    }
    assert_eq!(case.client().ask("POST", "/api/reviews", &[], b"{}").unwrap().status, 415);
    for (method, path) in [
        ("DELETE", "/api/reviews"),
        ("PUT", "/api/reports/1"),
        ("POST", "/api/events"),
        ("OPTIONS", "/api/events"),
        ("POST", "/"),
    ] {
        assert_eq!(case.client().ask(method, path, &[], b"").unwrap().status, 405, "{method} {path}");
    }
}

#[test]
fn elsewhere_needs_a_token() {
    let case =
        Case::new(1, |settings| Settings { token: Some("sixteen-letters-or-more".to_owned()), ..settings });
    for path in ["/", "/api/about", "/api/openapi.json", "/index.html"] {
        let answer = case.client().get(path).unwrap();
        assert_eq!(answer.status, 401, "{path}");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    }
    let answer = case.client().get("/?token=sixteen-letters-or-more").unwrap();
    assert_eq!((answer.status, answer.header("location")), (303, Some("/")));
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap();
    assert_eq!(case.client().ask("GET", "/api/about", &[("cookie", cookie)], b"").unwrap().status, 200);
    let bearer = ("authorization", "Bearer sixteen-letters-or-more");
    assert_eq!(case.client().ask("GET", "/api/about", &[bearer], b"").unwrap().status, 200);
}

#[test]
fn anything_but_loopback_gets_a_token_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let settings = |address: &str, token: Option<&str>| Settings {
        address: address.parse().unwrap(),
        token: token.map(str::to_owned),
        ..settings(folder.path().join("case.sayso"))
    };
    assert!(Server::bind(settings("127.0.0.1", None)).unwrap().token().is_none());
    let (one, two) =
        (Server::bind(settings("0.0.0.0", None)).unwrap(), Server::bind(settings("0.0.0.0", None)).unwrap());
    assert!(one.token().is_some_and(|token| token.len() >= 32) && one.token() != two.token());
    for token in ["short", "", "with spaces in between", "sixteen-letters\r\nx: y"] {
        assert!(matches!(Server::bind(settings("0.0.0.0", Some(token))), Err(ServeError::Token)), "{token}");
    }
}

#[test]
fn what_cannot_be_served_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let foreign = folder.path().join("letter.txt");
    std::fs::write(&foreign, "Dear all, this is no casebook, but it is long enough to be looked at as one.")
        .unwrap();
    assert!(matches!(Server::bind(settings(foreign)), Err(ServeError::Casebook(_))));
    let first = Server::bind(settings(folder.path().join("case.sayso"))).unwrap();
    let taken = Settings { port: first.address().port(), ..settings(folder.path().join("case.sayso")) };
    assert!(matches!(Server::bind(taken), Err(ServeError::Address { .. })));
    let page =
        Settings { page: Some(folder.path().join("none")), ..settings(folder.path().join("case.sayso")) };
    assert!(matches!(Server::bind(page), Err(ServeError::Page(_))));
}

#[test]
fn it_ends_in_order() {
    let mut case = Case::invented(2);
    let revision = case.ask("/api/changes")["revision"].as_u64().unwrap();
    let address = case.running.as_ref().unwrap().address();
    // one waits for a change, one holds a connection without a word
    let waiting = std::thread::spawn(move || {
        Client::new(address).unwrap().get(&format!("/api/changes?since={revision}"))
    });
    let mut idle = TcpStream::connect(address).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(200));
    let begun = std::time::Instant::now();
    case.running.take().unwrap().stop().unwrap();
    assert!(begun.elapsed().as_secs() < 12, "{:?}", begun.elapsed());
    assert_eq!(waiting.join().unwrap().unwrap().status, 200);
    assert!(matches!(idle.read(&mut [0; 16]), Ok(0) | Err(_)));
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn too_much_is_refused_before_it_is_read() {
    let case = Case::new(1, |settings| Settings {
        limits: sayso::ingest::Limits { report_bytes: 1000 },
        ..settings
    });
    let long = "a".repeat(5 << 20);
    let answer =
        case.client().ask("POST", "/api/reports", &[("content-type", "text/plain")], long.as_bytes());
    // the server may hang up while the rest is still sent
    assert!(answer.is_err() || answer.unwrap().status == 413);
    assert_eq!(case.post("/api/reports", &json!({"text": "b".repeat(2000)})).status, 413);
    assert_eq!(case.get("/api/about").status, 200);
}
