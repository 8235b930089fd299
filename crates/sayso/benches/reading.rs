//! How long the rooms of a reading take on the samples: tokens, the encoder with its heads, times, places, and all of it.
//!
//! First it prints each stage's share of a reading, of the samples one by one and of one long report made of them all. Finding
//! days and places (times, places, settings) must stay under a tenth; the bench fails if it does not.
//!
//! ```text
//! RAYON_NUM_THREADS=1 cargo bench -p sayso --bench reading [-- PART]
//! cargo bench -p sayso --bench reading -- shares       # the shares alone
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::ops::Range;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use sayso::ground::place::{self, Focus, Like, Mention};
use sayso::ground::time;
use sayso::ingest::{self, Report};
use sayso::read::tokens::tokenize;
use sayso::record::EntityKind;
use sayso::tables::countries::Countries;
use sayso::tables::gazetteer::Gazetteer;
use sayso::tables::regions::{Abbreviations, Regions};
use sayso::{Engine, Stage, read_in_stages, read_report};

/// How often each report is read for the shares.
const ROUNDS: usize = 5;
/// What finding days and places may take of a reading.
const MOST: f64 = 0.1;
/// How often the samples are repeated in the long report.
const TIMES: usize = 4;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::new()?;
    let reports = samples()?;
    let words: usize = reports.iter().map(|r| r.text.split_whitespace().count()).sum();
    shares("samples", &reports, &engine)?;
    shares("one long report", &[joined(&reports)?], &engine)?;
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    let mut group = criterion.benchmark_group("samples");
    group.throughput(Throughput::Elements(words as u64));

    group.bench_function("tokens", |b| {
        b.iter(|| reports.iter().map(|r| tokenize(black_box(&r.text)).len()).sum::<usize>());
    });
    group.bench_function("encoder", |b| {
        b.iter(|| reports.iter().map(|r| engine.model().annotate(black_box(r)).tokens.len()).sum::<usize>());
    });
    group.bench_function("time", |b| {
        b.iter(|| reports.iter().map(times).sum::<usize>());
    });
    let named: Vec<(&Report, Vec<Mention>)> = reports.iter().map(|r| (r, mentions(r, &engine))).collect();
    let (gazetteer, regions) = (Gazetteer::embedded()?, Regions::embedded()?);
    let (abbreviations, weights) = (Abbreviations::embedded()?, place::Weights::embedded()?);
    let countries = Countries::read(include_str!("../../../data/actors/countries.csv"))?;
    let relations = sayso::tables::relations::Relations::embedded()?;
    let world = place::World {
        gazetteer: &gazetteer,
        regions: &regions,
        abbreviations: &abbreviations,
        countries: &countries,
        weights: &weights,
        relations: &relations,
        words: &sayso::tables::place_words::PlaceWords::embedded()?,
    };
    group.bench_function("place", |b| {
        let one = |(report, mentions): &(&Report, Vec<Mention>)| {
            place::resolve(black_box(&report.text), mentions, &Focus::default(), &world).len()
        };
        b.iter(|| named.iter().map(one).sum::<usize>());
    });
    group.bench_function("reading", |b| {
        b.iter(|| reports.iter().map(|r| read_report(black_box(r), &engine).events.len()).sum::<usize>());
    });
    group.finish();
    criterion.final_summary();
    Ok(())
}

/// Prints what each stage takes of a reading.
#[expect(clippy::print_stdout, reason = "the bench's answer")]
fn shares(what: &str, reports: &[Report], engine: &Engine) -> Result<(), String> {
    let mut took: BTreeMap<Stage, Duration> = BTreeMap::new();
    for report in std::iter::repeat_n(reports, ROUNDS).flatten() {
        let mut last = Instant::now();
        let reading = read_in_stages(black_box(report), engine, |stage| {
            *took.entry(stage).or_default() += last.elapsed();
            last = Instant::now();
        });
        black_box(reading);
    }
    let all: Duration = took.values().sum();
    let share = |of: Duration| of.as_secs_f64() / all.as_secs_f64();
    println!("{what}: {:.1} ms a round", 1e3 * all.as_secs_f64() / ROUNDS as f64);
    took.iter().for_each(|(stage, of)| println!("  {stage:9?} {:5.1} %", 100.0 * share(*of)));
    let resolution = [Stage::Times, Stage::Places, Stage::Settings].iter().filter_map(|s| took.get(s)).sum();
    let resolution = share(resolution);
    println!("  days and places together {:.1} % (at most {:.0} %)\n", 100.0 * resolution, 100.0 * MOST);
    if resolution < MOST { Ok(()) } else { Err(format!("{what}: days and places take too long")) }
}

/// All samples as one report, several times over.
fn joined(reports: &[Report]) -> Result<Report, Box<dyn std::error::Error>> {
    let texts: Vec<&str> = std::iter::repeat_n(reports, TIMES).flatten().map(|r| r.text.as_str()).collect();
    Ok(ingest::text(texts.join("\n\n").as_bytes(), &Default::default(), &Default::default())?)
}

/// The plain texts among the samples.
fn samples() -> Result<Vec<Report>, Box<dyn std::error::Error>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let mut paths =
        fs::read_dir(folder)?.map(|e| Ok(e?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.sort();
    let texts = paths.iter().filter(|p| p.extension().is_some_and(|e| e == "txt"));
    texts.map(|p| Ok(ingest::text(&fs::read(p)?, &Default::default(), &Default::default())?)).collect()
}

/// How many expressions of time there are.
fn times(report: &Report) -> usize {
    let blocks: Vec<Range<usize>> = report.paragraphs.iter().map(|p| p.range.clone()).collect();
    let context = time::Context { reference: report.date, tense_at: &|_| None, blocks: &blocks };
    time::find(black_box(&report.text), &context).len()
}

/// The names that the engine finds, as it hands them to the map.
fn mentions(report: &Report, engine: &Engine) -> Vec<Mention> {
    let body = if report.title_bytes == 0 { 0 } else { report.title_bytes + 2 };
    let starts: Vec<usize> =
        report.text[body..].char_indices().map(|(at, _)| at + body).chain([report.text.len()]).collect();
    let reading = read_report(report, engine);
    let named = reading.entities.iter().filter(|e| e.name.chars().next().is_some_and(char::is_uppercase));
    let mut mentions: Vec<Mention> = named
        .flat_map(|entity| {
            let like = match entity.kind {
                EntityKind::Place | EntityKind::Facility => Like::Place,
                EntityKind::Person => Like::Person,
                _ => Like::Organization,
            };
            entity.mentions.iter().filter(|s| s.part.is_none()).map(move |s| (s.start, s.end, like))
        })
        .map(|(start, end, like)| Mention { span: starts[start]..starts[end], like })
        .collect();
    mentions.sort_by_key(|m| (m.span.start, m.span.end));
    mentions
}
