//! `sayso eval` from outside, on documents of our own: `tests/eval/`, two of each set (entities and satp: ten, of which two
//! are held out). The gold counts are known; how many are right is the model's affair.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

fn made(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/eval").join(name)
}

fn sayso(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sayso")).arg("eval").args(args).output().expect("it runs")
}

/// The scores of a set's documents, of which there are two.
fn scores(set: &str, data: &str) -> Value {
    let output = sayso(&[set, data, "--format", "json", "--show"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let scores: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&scores["set"], &scores["documents"]), (&set.into(), &2.into()));
    scores
}

/// The set's figures of this name have so much gold.
fn check(set: &str, file: &str, gold: &[(&str, &str, u64)]) {
    let scores = scores(set, made(file).to_str().expect("a plain path"));
    let figures = scores["figures"].as_array().expect("figures");
    for (name, key, expected) in gold {
        let figure =
            figures.iter().find(|f| f["name"] == *name).unwrap_or_else(|| panic!("no {name}: {figures:?}"));
        assert_eq!(figure[key], *expected, "{name}");
    }
}

#[test]
fn every_set_scores_its_documents() {
    check("muc4", "muc4.jsonl", &[("micro", "gold", 3), ("document has an event", "gold", 1)]);
    check("plover", "plover.jsonl", &[("type", "of", 2), ("source", "of", 2), ("source sector", "of", 1)]);
    check("petrarch", "petrarch.jsonl", &[("gold events", "of", 1), ("country dyads", "gold", 1)]);
    check("attribution", "attribution.jsonl", &[("cue", "gold", 2), ("content characters", "gold", 30)]);
    check("temporal", "temporal.jsonl", &[("relaxed", "gold", 3), ("type", "gold", 3)]);
    let places = [("gold names: within 161 km", "of", 3), ("found names: and within 161 km", "gold", 3)];
    check("geoparsing", "geoparsing.jsonl", &places);
    check(
        "treebank",
        "treebank.conllu",
        &[("gold tokens: las", "gold", 8), ("raw text: sentences", "gold", 2)],
    );
    check("entities", "entities.jsonl", &[("all", "gold", 2)]);
    let attacks = [("violation types", "gold", 2), ("country", "of", 2), ("victim names", "gold", 1)];
    check("hrdsattack", "hrdsattack.jsonl", &attacks);
    check("police", "police.jsonl", &[("ARREST", "gold", 1), ("FORCE", "gold", 1), ("KILL", "gold", 0)]);
    check("satp", "satp.jsonl", &[("acts", "gold", 2), ("killed", "of", 2), ("injured", "of", 1)]);
    check("gun-violence", "gun-violence.jsonl", &[("killed", "of", 2), ("killed, where some", "of", 1)]);
    check("acled", "acled.jsonl", &[("right", "of", 2), ("Suicide bomb", "gold", 1)]);
}

/// What is plain enough for any model of ours to have right.
#[test]
fn spans_are_counted_in_code_points() {
    check("attribution", "attribution.jsonl", &[("cue", "right", 2), ("content", "right", 2)]);
    check("temporal", "temporal.jsonl", &[("strict", "right", 3), ("value", "right", 3)]);
}

#[test]
fn a_gzipped_corpus_is_read() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("treebank.conllu.gz");
    let bytes = std::fs::read(made("treebank.conllu")).expect("the treebank");
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&bytes).expect("it packs");
    std::fs::write(&path, packed.finish().expect("it packs")).expect("a file for tests");
    scores("treebank", path.to_str().expect("a plain path"));
}

#[test]
fn what_cannot_be_scored_is_told() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("kinds.jsonl");
    let line = r#"{"id": "k", "text": "x", "entities": [{"span": [0, 1], "type": "abstract"}]}"#;
    std::fs::write(&path, line).expect("a file for tests");
    for (set, told) in [
        ("entities", "expected the kinds of names of re3d, CoNLL 2003 or GMB, found abstract"),
        ("treebank", "line 1: expected ten fields"),
        ("muc4", "line 1: missing field `docid` at line 1 column 76"),
    ] {
        let path = path.to_str().expect("a plain path");
        let output = sayso(&[set, path]);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(String::from_utf8_lossy(&output.stderr), format!("sayso: {path}: {told}\n"));
    }
}
