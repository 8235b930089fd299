//! How long the rooms of a reading take on the samples: tokens, the encoder with its heads, times, places, and all of it.
//!
//! ```text
//! RAYON_NUM_THREADS=1 cargo bench -p sayso --bench reading [-- PART]
//! ```

use std::fs;
use std::hint::black_box;
use std::ops::Range;
use std::path::PathBuf;

use criterion::{Criterion, Throughput};
use sayso::ground::place::{self, Focus, Like, Mention};
use sayso::ground::time;
use sayso::ingest::{self, Report};
use sayso::read::tokens::tokenize;
use sayso::record::EntityKind;
use sayso::tables::countries::Countries;
use sayso::tables::gazetteer::Gazetteer;
use sayso::tables::regions::{Abbreviations, Regions};
use sayso::{Engine, read_report};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::new()?;
    let reports = samples()?;
    let words: usize = reports.iter().map(|r| r.text.split_whitespace().count()).sum();
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
