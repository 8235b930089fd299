//! `sayso serve` from the outside: the line it prints, the answer it gives, how it ends.

#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that is killed with its test.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        // OK to ignore because it may have ended
        let _ = self.0.kill();
    }
}

fn serve(arguments: &[&str]) -> (Serving, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    let child = command.arg("serve").args(arguments).args(["--port", "0"]).stdout(Stdio::piped()).spawn();
    let mut child = child.expect("it runs");
    let mut line = String::new();
    let out = child.stdout.take().expect("piped");
    BufReader::new(out).read_line(&mut line).expect("a line");
    (Serving(child), line.trim().to_owned())
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    let head = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

#[test]
fn it_prints_its_address_answers_and_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let casebook = folder.path().join("case.sayso");
    let casebook = casebook.to_str().expect("a path");
    let (mut serving, line) = serve(&["--casebook", casebook, "--who", "ada"]);
    let address = line.strip_prefix("http://").and_then(|rest| rest.strip_suffix('/')).expect("an address");
    assert!(address.starts_with("127.0.0.1:"), "{line}");
    let about = get(address, "/api/about");
    assert!(about.starts_with("HTTP/1.1 200") && about.contains("\"who\":\"ada\""), "{about}");
    assert!(get(address, "/").contains("text/html"));
    let id = serving.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill runs").success());
    let until = Instant::now() + Duration::from_secs(20);
    let status = loop {
        if let Some(status) = serving.0.try_wait().expect("its state") {
            break status;
        }
        assert!(Instant::now() < until, "it does not end");
        std::thread::sleep(Duration::from_millis(50));
    };
    assert!(status.success(), "{status}");
}

#[test]
fn a_token_from_a_file_is_not_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let (casebook, token) = (folder.path().join("case.sayso"), folder.path().join("token"));
    std::fs::write(&token, "a-token-of-more-than-sixteen-letters\n").expect("written");
    let (casebook, token) = (casebook.to_str().expect("a path"), token.to_str().expect("a path"));
    let (_serving, line) = serve(&["--casebook", casebook, "--token-file", token]);
    assert!(!line.contains("token"), "{line}");
    let address = line.strip_prefix("http://").and_then(|rest| rest.strip_suffix('/')).expect("an address");
    assert!(get(address, "/api/about").starts_with("HTTP/1.1 401"));
}
