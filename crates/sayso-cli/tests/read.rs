//! `sayso read` from outside: what it writes, what it says of bad input, how it ends.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A file of its own for each test.
fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("read");
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap_or(&folder)).expect("a folder for tests");
    std::fs::write(&path, content).expect("a file for tests");
    path.to_str().expect("a plain path").to_owned()
}

fn sayso(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.arg("read").args(args).stdin(Stdio::null());
    // Not what the one who runs the tests has added to the gazetteer.
    command.env("XDG_DATA_HOME", env!("CARGO_TARGET_TMPDIR"));
    command
}

struct Seen {
    out: String,
    told: String,
    status: i32,
}

fn run(args: &[&str]) -> Seen {
    seen(sayso(args).output().expect("it runs"))
}

fn seen(output: Output) -> Seen {
    Seen {
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        told: String::from_utf8(output.stderr).expect("UTF-8"),
        status: output.status.code().expect("an exit status"),
    }
}

/// The ids of the readings in JSONL output.
fn ids(out: &str) -> Vec<String> {
    let id =
        |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["report"]["id"].clone();
    out.lines().map(|line| id(line).as_str().expect("a string").to_owned()).collect()
}

/// One bad file between two good ones: the good ones are read, the bad one is told in one line.
fn check_bad(name: &str, content: &[u8], expected: &str) {
    let good = file(&format!("good-for-{name}.txt"), "Rockets hit Homs on Tuesday.");
    let bad = file(name, content);
    let seen = run(&["--format", "jsonl", &good, &bad, &good]);
    assert_eq!(seen.told, format!("sayso: {bad}: {expected}\n"));
    assert_eq!(ids(&seen.out).len(), 2);
    assert_eq!(seen.status, 1);
}

#[test]
fn bad_files_are_told_and_passed_over() {
    check_bad("empty.txt", b"", "empty: there is no text to read");
    check_bad("blank.txt", b" \n\t\n", "empty: there is no text to read");
    check_bad(
        "empty.html",
        b"<html><body><script>run()</script></body></html>",
        "no text in this page; if it fills itself by scripts, save it from a browser after it has loaded",
    );
    check_bad(
        "binary.dat",
        b"\x7fELF\0\0\0",
        "binary data cannot be read here; give text, HTML, JSONL, CSV, a feed or an archive of them",
    );
    check_bad(
        "paper.pdf",
        b"%PDF-1.7",
        "a PDF file cannot be read here; save its text as plain text or HTML",
    );
    check_bad(
        "packed.jsonl",
        b"\x1f\x8b\x08\0\0",
        "the gzip archive is cut off before its end; fetch it again; all that came before the cut is kept",
    );
    check_bad(
        "latin.txt",
        b"caf\xe9",
        "not valid UTF-8 at byte 3 (0xe9); convert it first, for instance with `iconv -f WINDOWS-1252 -t UTF-8`",
    );
}

#[test]
fn folders_and_missing_files() {
    let folder = file("folder/b.txt", "Rockets hit Idlib.");
    file("folder/a.jsonl", "{\"id\": \"a\", \"text\": \"Rockets hit Homs.\"}");
    let folder = Path::new(&folder).parent().and_then(Path::to_str).expect("a folder");
    let seen = run(&["--format", "jsonl", folder, "no/such/file.txt"]);
    assert_eq!(seen.told, "sayso: no/such/file.txt: cannot open: No such file or directory (os error 2)\n");
    assert_eq!((seen.out.lines().count(), seen.status), (2, 1));
}

#[test]
fn one_bad_line_among_good_ones() {
    let long = format!("{{\"id\": \"long\", \"text\": \"{}\"}}", "x".repeat(1 << 20));
    let lines = file(
        "mixed.jsonl",
        format!(
            "{{\"id\": \"a\", \"text\": \"Rockets hit Homs.\"}}\n{{\"id\": \"b\", \"text\": \n\n{{\"id\": \"c\", \"title\": \"x\"}}\n{long}\n\
             {{\"id\": \"d\", \"text\": \"x\", \"published\": \"2019-02-30\"}}\n{{\"id\": \"e\", \"text\": \"Rockets hit Idlib.\"}}"
        ),
    );
    let seen = run(&["--format", "jsonl", "--max-report", "1", &lines]);
    assert_eq!(ids(&seen.out), ["a", "e"]);
    let told: Vec<_> = seen.told.lines().map(|line| line.replace(&lines, "FILE")).collect();
    assert_eq!(
        told,
        [
            "sayso: FILE:2: column 20: EOF while parsing a value",
            "sayso: FILE:4: no `text`: an object must be like {\"text\": \"...\"}",
            "sayso: FILE:5: too long: 1048602 bytes, and a document may have 1048576; split it, or raise the limit",
            "sayso: FILE:6: `published` is \"2019-02-30\", which is no date; write it like 2019-12-18 or 2019-12-18T10:00:00Z",
        ]
    );
    assert_eq!(seen.status, 1);
}

#[test]
fn an_over_long_file_is_passed_over() {
    let long = file("long.txt", "Rockets hit Homs. ".repeat(100_000));
    let seen = run(&["--max-report", "1", &long]);
    assert!(seen.told.contains("too long: 1800000 bytes, and a document may have 1048576"), "{}", seen.told);
    assert_eq!(seen.status, 1);
}

#[test]
fn a_hundred_thousand_nested_elements() {
    let deep =
        format!("{}<p>Rockets hit Homs on Tuesday.</p>{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    let seen = run(&["--format", "jsonl", &file("deep.html", format!("<!doctype html>{deep}"))]);
    assert_eq!((seen.told.as_str(), seen.status), ("", 0));
    assert!(seen.out.contains("\"text\":\"Rockets hit Homs on Tuesday.\""), "{}", seen.out);
}

#[test]
fn order_is_kept_on_all_cores() {
    let line =
        |n: usize| format!("{{\"id\": {n}, \"text\": \"{}\"}}\n", "Rockets hit Homs. ".repeat(n * 37 % 11));
    let many: String = (1..300).map(line).collect();
    let path = file("many.jsonl", many);
    let seen = run(&["--format", "jsonl", "--jobs", "7", &path]);
    let expected: Vec<String> = (1..300).filter(|n| n * 37 % 11 > 0).map(|n| n.to_string()).collect();
    assert_eq!(ids(&seen.out), expected);
}

#[test]
fn standard_input_and_its_formats() {
    let with_input = |args: &[&str], input: &str| {
        let mut child = sayso(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
        seen(child.wait_with_output().expect("it ends"))
    };
    let seen = with_input(&["--format", "jsonl", "-"], "{\"id\": \"a\", \"text\": \"Rockets hit Homs.\"}\n");
    assert_eq!(ids(&seen.out), ["a"]);
    let seen =
        with_input(&[], "Rockets hit Homs\n\n18 December 2019\n\nRockets hit the city of Homs on Tuesday.");
    assert!(seen.out.starts_with("Rockets hit Homs\nWednesday 18 December 2019\n"), "{}", seen.out);
    let seen = with_input(&["--format", "json"], "<!doctype html><p>Rockets hit Homs on Tuesday.");
    let array: serde_json::Value = serde_json::from_str(&seen.out).expect("JSON");
    assert_eq!(array[0]["schema"], "sayso.reading/1");
    let seen = with_input(&[], "");
    assert_eq!(
        (seen.told.as_str(), seen.status),
        ("sayso: standard input: empty: there is no text to read\n", 1)
    );
}

#[test]
fn json_is_one_array() {
    let path = file("two.jsonl", "{\"id\": \"a\", \"text\": \"A.\"}\n{\"id\": \"b\", \"text\": \"B.\"}\n");
    let array: Vec<serde_json::Value> =
        serde_json::from_str(&run(&["--format", "json", &path]).out).expect("JSON");
    assert_eq!(array.len(), 2);
    let none = file("none.jsonl", "");
    assert_eq!(run(&["--format", "json", &none]).out, "[]\n");
}

#[test]
fn what_is_given_is_taken() {
    let path = file("given.txt", "Rockets hit Homs on Tuesday.");
    let seen = run(&["--format", "jsonl", "--published", "18 December 2019", "--outlet", "The Paper", &path]);
    assert!(seen.out.contains("\"outlet\":\"The Paper\",\"published\":\"2019-12-18\""), "{}", seen.out);
    assert_eq!(seen.status, 0);
}

#[test]
fn wrong_commands_end_with_2() {
    let path = file("usage.txt", "Rockets hit Homs.");
    for args in [
        &["--published", "2019-02-30", &path][..],
        &["--tables", "no/such/folder", &path],
        &["--format", "xml", &path],
        &["--jobs", "0", &path],
        &["--unknown"],
    ] {
        let seen = run(args);
        assert_eq!((seen.status, seen.out.as_str()), (2, ""), "{args:?}");
        assert!(seen.told.starts_with("error: "), "{}", seen.told);
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let many: String =
        (0..5000).map(|n| format!("{{\"id\": {n}, \"text\": \"Rockets hit Homs.\"}}\n")).collect();
    let path = file("pipe.jsonl", many);
    let mut child = sayso(&["--format", "jsonl", &path])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}
