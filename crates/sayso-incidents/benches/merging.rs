//! How long merging takes: ten thousand at once, one more to them, and the record of an incident.

#![expect(missing_docs, reason = "criterion's macros write public functions")]

#[path = "../tests/generate/mod.rs"]
mod generate;

use criterion::{Criterion, criterion_group, criterion_main};
use sayso_incidents::{Account, Grades, Merger, incident};

fn merging(criterion: &mut Criterion) {
    let all: Vec<Account> = generate::accounts(10_000, 3).into_iter().map(|(account, _)| account).collect();
    let Some((last, most)) = all.split_last() else { return };
    criterion.bench_function("10,000 at once", |bencher| {
        bencher.iter(|| {
            let mut merger = Merger::builtin();
            merger.add(&all);
            merger
        });
    });
    let mut merger = Merger::builtin();
    merger.add(most);
    criterion.bench_function("one more, and out again", |bencher| {
        bencher.iter(|| {
            merger.add([last]);
            merger.remove([last.id()])
        });
    });
    let groups = merger.groups();
    let Some(largest) = groups.iter().max_by_key(|group| group.members.len()) else { return };
    let members: Vec<&Account> =
        all.iter().filter(|account| largest.members.contains(&account.id())).collect();
    let grades = Grades::builtin();
    criterion.bench_function("the largest incident's record", |bencher| {
        bencher.iter(|| incident(largest, &members, &merger.links(largest), &grades));
    });
}

criterion_group!(benches, merging);
criterion_main!(benches);
