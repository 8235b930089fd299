//! How the merger grows: `cargo run --release -p sayso-incidents --example scale [COUNT ...]`.
//!
//! For each count, accounts are generated ([`generate`]), added at once, and the groups held against the incidents they were made from.

#![allow(clippy::print_stdout, reason = "an example that prints a table")]

#[path = "../tests/generate/mod.rs"]
mod generate;

use std::collections::HashMap;
use std::time::Instant;

use sayso_incidents::{Account, AccountId, Merger};

fn main() {
    let mut counts: Vec<usize> = std::env::args().skip(1).filter_map(|count| count.parse().ok()).collect();
    if counts.is_empty() {
        counts = vec![10_000, 30_000, 100_000, 300_000, 1_000_000];
    }
    println!(
        "accounts  incidents  found     seconds  cpu-s    us/account  MiB    B/account  pair-P   pair-R   last-100"
    );
    for count in counts {
        measure(count);
    }
}

fn measure(count: usize) {
    let generated = generate::accounts(count, 20_171_218);
    let truth: Vec<u64> = generated.iter().map(|(_, incident)| *incident).collect();
    let accounts: Vec<Account> = generated.into_iter().map(|(account, _)| account).collect();
    let places: HashMap<AccountId, usize> =
        accounts.iter().enumerate().map(|(at, account)| (account.id(), at)).collect();
    let before = memory();
    let mut merger = Merger::builtin();
    let (start, busy) = (Instant::now(), cpu());
    let (most, last) = accounts.split_at(count.saturating_sub(100));
    merger.add(most);
    let seconds = start.elapsed().as_secs_f64();
    let busy = cpu() - busy;
    let used = memory().saturating_sub(before);
    // A hundred more, as a day's feed brings them.
    let start = Instant::now();
    merger.add(last);
    let more = start.elapsed().as_secs_f64();
    let groups: Vec<Vec<usize>> =
        merger.groups().iter().map(|group| group.members.iter().map(|id| places[id]).collect()).collect();
    let (precision, recall) = generate::pairs(&groups, &truth);
    let incidents = truth.iter().max().map_or(0, |last| last + 1);
    println!(
        "{count:8}  {incidents:9}  {:8}  {seconds:7.2}  {busy:7.2}  {:10.1}  {:5}  {:9}  {precision:.4}   {recall:.4}   {:.1} ms",
        groups.len(),
        busy * 1e6 / count as f64,
        used >> 20,
        used / count.max(1),
        more * 1e3,
    );
}

/// Seconds of work on all cores, as Linux tells; 0 elsewhere.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Bytes resident, as Linux tells; 0 elsewhere.
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<usize>().ok()).unwrap_or(0) * 1024
}
