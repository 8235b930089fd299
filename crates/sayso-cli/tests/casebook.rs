//! `sayso add` under hard conditions: killed again and again, two at once, over a file that is none.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use rusqlite::Connection;

/// A hundred kills, as a user's machine may give in a bad year.
const KILLS: u64 = 100;

fn sayso(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(arguments).stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    sayso(arguments).output().expect("it runs")
}

/// Short reports, all different, one a line; every tenth line is broken.
fn reports(path: &Path, count: usize) {
    let mut lines = String::new();
    for n in 0..count {
        let line = match n % 10 {
            9 => "{\"text\": broken".to_owned(),
            _ => serde_json::json!({"id": n.to_string(), "text": format!("Rockets hit the town of Homs on day {n}."),
                "published": "2019-12-18"})
            .to_string(),
        };
        writeln!(lines, "{line}").expect("a string takes all");
    }
    fs::write(path, lines).expect("written");
}

/// All that a casebook holds, but for times of day.
fn content(path: &Path) -> Vec<String> {
    let db = Connection::open(path).expect("a casebook");
    let tables = [
        "SELECT sha256 || hex(bytes) || media FROM original ORDER BY 1",
        "SELECT sha256 || origin FROM retrieval ORDER BY 1",
        "SELECT number || sha256 || id || text FROM report ORDER BY 1",
        "SELECT report || reader || current || record FROM reading ORDER BY 1",
        "SELECT report || id || kind || word || quote FROM event ORDER BY 1",
        "SELECT report || accounts || signature FROM derived ORDER BY 1",
        "SELECT origin || reason FROM skipped ORDER BY 1",
    ];
    let all = tables.iter().flat_map(|sql| {
        let mut statement = db.prepare(sql).expect("a table");
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).expect("rows");
        rows.map(|row| row.expect("a row")).collect::<Vec<_>>()
    });
    all.collect()
}

#[test]
fn a_hundred_kills_lose_and_double_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, whole, killed) = (
        folder.path().join("in.jsonl"),
        folder.path().join("whole.sayso"),
        folder.path().join("killed.sayso"),
    );
    reports(&input, 1500);
    let add = |book: &Path| {
        sayso(&["add", input.to_str().expect("a path"), "--casebook", book.to_str().expect("a path")])
    };
    assert_eq!(add(&whole).output().expect("it runs").status.code(), Some(1));
    // moments of all sizes, the same in every run of the test
    let mut moment = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..KILLS {
        moment = moment.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut child = add(&killed).stderr(Stdio::null()).spawn().expect("it runs");
        std::thread::sleep(Duration::from_millis(20 + (moment >> 33) % 400));
        child.kill().expect("killed");
        child.wait().expect("gone");
    }
    add(&killed).output().expect("it runs");
    assert!(content(&killed) == content(&whole), "the casebooks differ");
    let verified = run(&["verify", "--casebook", killed.to_str().expect("a path")]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

#[test]
fn two_at_once_share_one_casebook() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, book) = (folder.path().join("in.jsonl"), folder.path().join("case.sayso"));
    reports(&input, 200);
    let add = || {
        sayso(&["add", input.to_str().expect("a path"), "--casebook", book.to_str().expect("a path")]).spawn()
    };
    let both = [add().expect("it runs"), add().expect("it runs")];
    for mut one in both {
        assert_eq!(one.wait().expect("it ends").code(), Some(1));
    }
    let db = Connection::open(&book).expect("a casebook");
    let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).expect("a number");
    assert_eq!(count("SELECT count(*) FROM report"), 180);
    assert_eq!(count("SELECT count(*) FROM reading"), 180);
    assert_eq!(count("SELECT count(*) FROM skipped"), 20);
}

#[test]
fn what_is_no_casebook_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, book) = (folder.path().join("a.txt"), folder.path().join("notes.txt"));
    fs::write(&input, "Rockets hit Homs.").expect("written");
    fs::write(&book, "My notes of the week, which nobody wants to lose.").expect("written");
    let told = run(&["add", input.to_str().expect("a path"), "--casebook", book.to_str().expect("a path")]);
    assert_eq!(told.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&told.stderr).contains("no casebook of Sayso's"));
    assert!(fs::read_to_string(&book).expect("still there").starts_with("My notes"));
    let none = run(&["search", "x", "--casebook", folder.path().join("none").to_str().expect("a path")]);
    assert!(String::from_utf8_lossy(&none.stderr).contains("no such casebook"));
}

#[test]
fn people_join_and_take_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (reports, book) = (folder.path().join("reports.jsonl"), folder.path().join("case.sayso"));
    let line = |text: &str, outlet: &str| {
        serde_json::json!({"text": text, "outlet": outlet, "published": "2019-12-18"}).to_string()
    };
    let lines = [
        line("Rockets hit the town of Homs on Tuesday and killed three people.", "Lamp"),
        line("Gunmen kidnapped a judge in Benghazi on Monday.", "Post"),
    ];
    fs::write(&reports, lines.join("\n")).expect("written");
    let (reports, book) = (reports.to_string_lossy(), book.to_string_lossy());
    assert!(run(&["add", "--casebook", &book, &reports]).status.success());
    let incidents = || -> Vec<String> {
        let told = run(&["incidents", "--casebook", &book, "--format", "jsonl"]).stdout;
        let all = String::from_utf8(told).expect("UTF-8");
        let id = |line: &str| {
            serde_json::from_str::<serde_json::Value>(line).expect("JSON")["id"]
                .as_str()
                .unwrap_or("")
                .to_owned()
        };
        all.lines().map(id).collect()
    };
    let two = incidents();
    assert_eq!(two.len(), 2);
    let by = ["--casebook", &*book, "--who", "Amira"];
    assert!(run(&[&["review", "join", &two[0], &two[1]][..], &by].concat()).status.success());
    assert_eq!(incidents().len(), 1);
    assert!(run(&[&["review", "undo", "1"][..], &by].concat()).status.success());
    assert_eq!(incidents(), two);
    let country = |iso3: &str| run(&["incidents", "--casebook", &book, "--country", iso3]);
    assert!(country("SYR").status.success() && !country("PER").status.success());
}
