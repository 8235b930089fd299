//! `sayso export` from the command line: events and incidents, in every format, by forms of ours and of a user's; and what `sayso
//! add` says of what it did not read.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const ACCOUNTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/accounts.jsonl");

fn sayso(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sayso")).args(arguments).current_dir(folder).output().expect("it runs")
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Gives out into a file; its bytes.
fn export(folder: &Path, file: &str, arguments: &[&str]) -> Vec<u8> {
    let output = sayso(folder, &[&["export"], arguments, &["-o", file]].concat());
    assert!(output.status.success(), "{arguments:?}: {}", told(&output));
    fs::read(folder.join(file)).expect("written")
}

#[test]
fn a_casebook_is_given_out_in_every_form_and_format() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    assert!(sayso(folder, &["add", ACCOUNTS]).status.success());
    let incidents = String::from_utf8(export(folder, "i.csv", &["incidents"])).expect("text");
    let first = incidents.lines().next().expect("a head");
    assert!(first.starts_with("id,grade,grade_rule,") && incidents.lines().count() > 1, "{incidents}");
    assert_eq!(
        export(folder, "b.csv", &["incidents", "--bom"]),
        [b"\xef\xbb\xbf", incidents.as_bytes()].concat()
    );
    for file in ["i.parquet", "e.parquet"] {
        let form = if file == "i.parquet" { "incidents" } else { "acled" };
        let bytes = export(folder, file, &[form]);
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"), "{file}");
    }
    let map: serde_json::Value =
        serde_json::from_slice(&export(folder, "i.geojson", &["incidents"])).expect("JSON");
    assert_eq!(map["features"].as_array().map(Vec::len), Some(incidents.lines().count() - 1));
    assert!(export(folder, "e.kml", &["kml"]).starts_with(b"<?xml"));
    let lines = String::from_utf8(export(folder, "i.jsonl", &["incidents"])).expect("text");
    assert!(lines.lines().all(|line| line.contains("sayso.incident/1")), "{lines}");
    fs::create_dir_all(folder.join("mine/export")).expect("a folder");
    let form = "column,field,note\n:of,incidents,\n:about,,my own\n:list,|,\nwhat,types,\nhow well,grade,\n";
    fs::write(folder.join("mine/export/desk.csv"), form).expect("written");
    let desk = String::from_utf8(export(folder, "d.csv", &["desk", "--tables", "mine"])).expect("text");
    assert!(desk.starts_with("what,how well\n"), "{desk}");
    assert_eq!(export(folder, "f.csv", &["mine/export/desk.csv"]), desk.as_bytes());
    let listed = sayso(folder, &["export", "--list", "--tables", "mine"]);
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    for words in ["desk", "my own", "ucdp_ged", "independent_origins", "plover_event"] {
        assert!(listed.contains(words), "{words}: {listed}");
    }
}

#[test]
fn what_cannot_be_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("a.txt"), "Rockets hit Homs on Tuesday.").expect("written");
    assert!(sayso(folder, &["add", "a.txt"]).status.success());
    for (arguments, said) in [
        (&["export", "acled", "--as", "kml"][..], "acled has columns"),
        (&["export", "nothing"], "no form and no file of one"),
        (&["export", "jsonl", "--as", "csv"], "two formats"),
        (&["export", "incidents", "--bom", "--as", "parquet"], "--bom is for csv"),
    ] {
        let output = sayso(folder, arguments);
        assert!(!output.status.success() && told(&output).contains(said), "{arguments:?}: {}", told(&output));
    }
}

#[test]
fn another_language_is_kept_and_told_and_reasons_are_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let spanish = "Tres comerciantes murieron el martes cuando hombres armados atacaron un mercado en las afueras de la ciudad, \
        informó el ministerio del interior.";
    fs::write(folder.join("es.txt"), spanish).expect("written");
    fs::write(folder.join("en.txt"), "Gunmen killed three traders at a market in Homs on Tuesday.")
        .expect("written");
    fs::write(folder.join("bad.jsonl"), "{\"text\": broken\n{\"text\": broken too\n").expect("written");
    let added = sayso(folder, &["add", "es.txt", "en.txt", "bad.jsonl"]);
    let words = told(&added);
    for said in [
        "1 report added, 1 in other languages, 2 skipped",
        "1  Spanish: es.txt",
        "2  damaged: bad.jsonl:1, bad.jsonl:2",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    let again = sayso(folder, &["add", "es.txt", "en.txt"]);
    assert!(again.status.success() && told(&again).contains("2 there already"), "{}", told(&again));
    // kept: its words are found
    let found = sayso(folder, &["search", "comerciantes"]);
    assert!(!found.stdout.is_empty(), "{}", told(&found));
    let read = sayso(folder, &["read", "--format", "jsonl", "es.txt"]);
    let reading: serde_json::Value = serde_json::from_slice(&read.stdout).expect("a reading");
    assert!(read.status.success() && reading["events"] == serde_json::json!([]), "{reading}");
    let problem = reading["problems"][0]["message"].as_str().expect("a problem");
    assert!(problem.starts_with("language: Spanish ("), "{problem}");
    let read = sayso(folder, &["read", "--any-language", "--format", "jsonl", "es.txt"]);
    let reading: serde_json::Value = serde_json::from_slice(&read.stdout).expect("a reading");
    assert!(reading.get("problems").is_none_or(|problems| problems == &serde_json::json!([])), "{reading}");
}
