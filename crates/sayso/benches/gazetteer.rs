//! What the gazetteer costs: opening it, a name that it has, a name that it has not and looks for in other spellings.
//!
//! ```text
//! cargo bench -p sayso --bench gazetteer
//! ```

use std::hint::black_box;

use criterion::Criterion;
use sayso::tables::gazetteer::Gazetteer;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let gazetteer = Gazetteer::embedded()?;
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    criterion.bench_function("gazetteer/open", |b| {
        b.iter(|| Gazetteer::embedded().map(|gazetteer| gazetteer.len()));
    });
    criterion.bench_function("gazetteer/lookup", |b| {
        b.iter(|| gazetteer.lookup(black_box("Deir ez-Zor")).count());
    });
    // The first one reads the rules of spelling.
    criterion.bench_function("gazetteer/respelt", |b| {
        b.iter(|| gazetteer.respelt(black_box("Dair Alzour")).len());
    });
    criterion.bench_function("gazetteer/unknown", |b| {
        b.iter(|| gazetteer.respelt(black_box("Brookhaven Heights")).len());
    });
    criterion.final_summary();
    Ok(())
}
