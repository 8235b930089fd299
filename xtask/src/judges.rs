//! `cargo xtask judge-weights DATA [WEIGHTS]`: learns `data/judgment/events.csv` and `arguments.csv`.
//!
//! DATA holds the sets that `training/README.md` lists; WEIGHTS a reader other than the built-in one. Events are learned on
//! the documents judged in `training/judgments/*.tsv` that the model's heads were not trained on (every fifth), arguments of
//! attacks on MUC-4's dev part: an argument is right if its words touch those of a key of that role. By Newton's method
//! with an L2 penalty; before it writes, it prints how often what has each confidence is right, by ten-fold
//! cross-validation over documents.

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use sayso::ingest::{Given, Limits, ParagraphRole, json_line};
use sayso::read::graph::Graph;
use sayso::read::{events, judge, statements};
use sayso::record::{Argument, PloverType, Role, Status};
use sayso::tables::{ARGUMENT_FEATURES, EVENT_FEATURES};
use sayso::{Engine, study};
use serde_json::{Value, json};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const FOLDS: usize = 10;
/// Strength of the penalty, against as many examples.
const PULL: f64 = 2.0;

/// Our judgments, and where the documents that they speak of stand.
const FOLDER: &str = "training/judgments";

/// Something judged.
#[derive(Clone, Debug)]
pub(crate) struct Example<const N: usize> {
    pub(crate) document: usize,
    pub(crate) features: [f64; N],
    pub(crate) right: bool,
}

type EventExample = Example<{ EVENT_FEATURES.len() }>;
type ArgumentExample = Example<{ ARGUMENT_FEATURES.len() }>;

#[expect(clippy::print_stdout, reason = "the chore's answer")]
pub(crate) fn learn(arguments: &[String]) -> Result<()> {
    let (data, engine) = match arguments {
        [data] => (data, Engine::new()?),
        [data, weights] => (data, Engine::new()?.with_weights(&std::fs::read(weights)?)?),
        _ => return Err("usage: cargo xtask judge-weights DATA [WEIGHTS]".into()),
    };
    let judgments = judgments(Path::new(FOLDER))?;
    println!("events");
    table("events", &EVENT_FEATURES, &examples(Path::new(data), &engine, &judgments)?)?;
    println!("arguments of attacks");
    table("arguments", &ARGUMENT_FEATURES, &argument_examples(Path::new(data), &engine)?)
}

/// Learns the weights, prints their curve and writes them.
#[expect(clippy::print_stdout, reason = "the chore's answer")]
pub(crate) fn table<const N: usize>(name: &str, features: &[&str; N], examples: &[Example<N>]) -> Result<()> {
    let right = examples.iter().filter(|e| e.right).count();
    println!("{} judged, {right} right", examples.len());
    curve(&held_out(examples));
    let weights = fit(&examples.iter().collect::<Vec<_>>());
    let mut table = "feature,weight\n".to_owned();
    for (name, weight) in features.iter().zip(weights) {
        writeln!(table, "{name},{weight:.4}")?;
    }
    Ok(std::fs::write(format!("data/judgment/{name}.csv"), table)?)
}

/// Arguments of attacks that happened in MUC-4's dev part, as written and with guessed case.
fn argument_examples(data: &Path, engine: &Engine) -> Result<Vec<ArgumentExample>> {
    let mut out = Vec::new();
    for (document, line) in std::fs::read_to_string(data.join("muc4/dev.jsonl"))?.lines().enumerate() {
        let record: Value = serde_json::from_str(line)?;
        for text in ["text", "text_cased"] {
            let line = json!({"id": record["docid"], "text": record[text], "language": "en"}).to_string();
            let report = json_line(line.as_bytes(), &Given::default(), &Limits::default())?;
            let (reading, supports) = study(&report, engine);
            let attacks = reading.events.iter().zip(supports).filter(|(e, _)| {
                e.plover.event == PloverType::Assault
                    && matches!(e.status, Status::Occurred | Status::Ongoing)
            });
            for (event, supports) in attacks {
                for (argument, features) in event.arguments.iter().zip(supports) {
                    let right = touches_a_key(argument, &record["roles5"]);
                    out.push(Example { document, features, right });
                }
            }
        }
    }
    Ok(out)
}

/// Whether the words of an argument share one with those of a key of that role.
fn touches_a_key(argument: &Argument, templates: &Value) -> bool {
    let roles: &[&str] = match argument.role {
        Role::Actor => &["PerpInd", "PerpOrg"],
        Role::Victim => &["Victim"],
        Role::Target => &["Target"],
        Role::Recipient => &["Victim", "Target"],
        Role::Weapon => &["Weapon"],
    };
    let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
    let entities =
        list(templates).into_iter().flat_map(|t| roles.iter().flat_map(|r| list(&t[*r])).collect::<Vec<_>>());
    let mentions = entities.flat_map(|entity| list(&entity));
    let mut spans = mentions.flat_map(|m| list(&m["all_spans"]));
    spans.any(|span| {
        let edge = |i: usize| span[i].as_u64().unwrap_or_default() as usize;
        edge(0) < argument.span.end && argument.span.start < edge(1)
    })
}

/// Verdicts by document and first code point of the trigger: whether it is an event of that type that happened.
type Judgments = HashMap<String, HashMap<(usize, String), bool>>;

fn judgments(folder: &Path) -> Result<Judgments> {
    let mut out = Judgments::new();
    let mut files: Vec<_> = std::fs::read_dir(folder)?.collect::<std::result::Result<Vec<_>, _>>()?;
    files.sort_by_key(std::fs::DirEntry::path);
    for file in files.iter().filter(|f| f.path().extension().is_some_and(|e| e == "tsv")) {
        for line in std::fs::read_to_string(file.path())?.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            let [document, _, place, plover, verdict, ..] = cells[..] else {
                return Err(format!("{}: {line:?} has too few cells", file.path().display()).into());
            };
            let start = place.split('-').next().unwrap_or_default().parse()?;
            out.entry(document.to_owned()).or_default().insert((start, plover.to_owned()), verdict == "R");
        }
    }
    Ok(out)
}

fn examples(data: &Path, engine: &Engine, judgments: &Judgments) -> Result<Vec<EventExample>> {
    let mut out = Vec::new();
    let mut document = 0;
    let sources = std::fs::read_to_string(Path::new(FOLDER).join("sources.csv"))?;
    for row in sources.lines().filter(|row| !row.starts_with('#')).skip(1) {
        let [source, file, field] = row.split(',').collect::<Vec<_>>()[..] else {
            return Err(format!("{FOLDER}/sources.csv: {row:?} has not three cells").into());
        };
        for line in std::fs::read_to_string(data.join(file))?.lines() {
            let record: Value = serde_json::from_str(line)?;
            let own = record["id"].as_str().or(record["docid"].as_str()).unwrap_or_default();
            let id = format!("{source}/{own}");
            let held_out = crc32(id.as_bytes()).is_multiple_of(5);
            let Some(verdicts) = judgments.get(&id).filter(|_| held_out) else { continue };
            let line = json!({"id": id, "text": record[field], "language": "en"}).to_string();
            document += 1;
            read(engine, line.as_bytes(), verdicts, document, &mut out)?;
        }
    }
    Ok(out)
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

fn read(
    engine: &Engine,
    line: &[u8],
    verdicts: &HashMap<(usize, String), bool>,
    document: usize,
    out: &mut Vec<EventExample>,
) -> Result<()> {
    let report = json_line(line, &Given::default(), &Limits::default())?;
    let syntax = engine.model().annotate(&report);
    let graph = Graph::new(&report.text, &syntax, engine.tables());
    let sayings = statements::find(&graph);
    for telling in events::find(&graph, &sayings) {
        let token = telling.trigger.words.first().copied().unwrap_or(telling.trigger.token);
        let start = report.text[..graph.token(token).range.start].chars().count();
        let plover = serde_json::to_value(telling.plover(&graph))?;
        let Some(&right) = verdicts.get(&(start, plover.as_str().unwrap_or_default().to_owned())) else {
            continue;
        };
        let paragraph = syntax.sentences[graph.sentence_of(telling.trigger.token)].paragraph;
        let in_title = report.paragraphs[paragraph].role == ParagraphRole::Title;
        out.push(Example { document, features: judge::features(&graph, &telling, in_title), right });
    }
    Ok(())
}

fn probability<const N: usize>(weights: &[f64; N], features: &[f64; N]) -> f64 {
    let odds: f64 = weights.iter().zip(features).map(|(w, f)| w * f).sum();
    1.0 / (1.0 + (-odds).exp())
}

/// Probability and truth of every example by weights that were learned without its document.
fn held_out<const N: usize>(examples: &[Example<N>]) -> Vec<(f64, bool)> {
    let mut out = Vec::new();
    for fold in 0..FOLDS {
        let (test, train): (Vec<_>, Vec<_>) = examples.iter().partition(|e| e.document % FOLDS == fold);
        let weights = fit(&train);
        out.extend(test.iter().map(|e| (probability(&weights, &e.features), e.right)));
    }
    out
}

#[expect(clippy::print_stdout, reason = "the chore's answer")]
fn curve(all: &[(f64, bool)]) {
    println!("confidence     events  mean  right");
    for bin in 0..10 {
        let (low, high) = (f64::from(bin) / 10.0, f64::from(bin + 1) / 10.0);
        let inside: Vec<_> = all.iter().filter(|(p, _)| low <= *p && *p < high).collect();
        if !inside.is_empty() {
            let n = inside.len() as f64;
            let mean = inside.iter().map(|(p, _)| p).sum::<f64>() / n;
            let right = inside.iter().filter(|(_, r)| *r).count() as f64 / n;
            println!("{low:.1} to {high:.1}   {n:6} {mean:5.2} {right:6.2}");
        }
    }
    let rights = all.iter().filter(|(_, r)| *r).count() as f64;
    for floor in [0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8] {
        let kept: Vec<_> = all.iter().filter(|(p, _)| *p >= floor).collect();
        let right = kept.iter().filter(|(_, r)| *r).count() as f64;
        println!(
            "from {floor:.1}: {:.1} % right, {:.1} % of the right ones kept",
            100.0 * right / kept.len() as f64,
            100.0 * right / rights
        );
    }
}

/// Newton's method on the penalised log-likelihood.
fn fit<const N: usize>(examples: &[&Example<N>]) -> [f64; N] {
    let mut weights = [0.0; N];
    for _ in 0..25 {
        let mut slope = [0.0; N];
        let mut curvature = [[0.0; N]; N];
        for e in examples {
            let p = probability(&weights, &e.features);
            for i in 0..N {
                slope[i] += (f64::from(e.right) - p) * e.features[i];
                for (cell, feature) in curvature[i].iter_mut().zip(&e.features) {
                    *cell += p * (1.0 - p) * e.features[i] * feature;
                }
            }
        }
        for i in 0..N {
            slope[i] -= PULL * weights[i];
            curvature[i][i] += PULL;
        }
        let step = solve(curvature, slope);
        weights.iter_mut().zip(step).for_each(|(w, s)| *w += s);
    }
    weights
}

/// Gauss's elimination; the matrix is positive definite.
fn solve<const N: usize>(mut a: [[f64; N]; N], mut b: [f64; N]) -> [f64; N] {
    for i in 0..N {
        for k in i + 1..N {
            let factor = a[k][i] / a[i][i];
            let row = a[i];
            a[k].iter_mut().zip(row).for_each(|(x, y)| *x -= factor * y);
            b[k] -= factor * b[i];
        }
    }
    for i in (0..N).rev() {
        let known: f64 = (i + 1..N).map(|k| a[i][k] * b[k]).sum();
        b[i] = (b[i] - known) / a[i][i];
    }
    b
}
