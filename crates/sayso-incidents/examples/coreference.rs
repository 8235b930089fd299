//! The same event in several reports, held against people's judgment: `... --example coreference GOLD READINGS [--show]`.
//!
//! GOLD: ECB+ or the like, a document a line with `text` and `mentions` of events, equal `chain`s being one event. READINGS: what
//! `sayso read --format jsonl` makes of it. An account has the chains of the mentions that its triggers touch; those without are
//! passed over. Counted are the pairs of accounts of different documents: right where they share a chain.

#![allow(
    clippy::print_stdout,
    dead_code,
    reason = "an example that prints; it uses a part of what it shares"
)]

mod gold;

use std::collections::HashMap;

use gold::Known;
use sayso_incidents::{AccountId, Merger, Weights, compare};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [gold, readings, ..] = &arguments[..] else {
        eprintln!("usage: coreference GOLD READINGS [--show]");
        return;
    };
    let mut merger = Merger::builtin();
    let known = gold::read(gold, readings, &mut |all| {
        merger.add(all);
    });
    measure(&known, &merger, arguments.iter().any(|argument| argument == "--show"));
}

fn measure(known: &[Known], merger: &Merger, show: bool) {
    let of: HashMap<AccountId, AccountId> = merger
        .groups()
        .iter()
        .flat_map(|group| group.members.iter().map(|id| (*id, group.members[0])).collect::<Vec<_>>())
        .collect();
    let (mut right, mut found, mut all) = (0.0, 0.0, 0.0);
    for (a, b, one) in gold::pairs(known) {
        let together = of[&a.account.id()] == of[&b.account.id()];
        all += f64::from(u8::from(one));
        found += f64::from(u8::from(together));
        right += f64::from(u8::from(one && together));
        if show && one != together {
            tell(a, b, one);
        }
    }
    let (precision, recall) = (right / f64::max(found, 1.0), right / f64::max(all, 1.0));
    let both = 2.0 * precision * recall / f64::max(precision + recall, 1e-9);
    println!("{} accounts with a gold mention; pairs: gold {all}, found {found}, right {right}", known.len());
    println!("precision {precision:.3}, recall {recall:.3}, F1 {both:.3}");
}

fn tell(a: &Known, b: &Known, one: bool) {
    let comparison = compare(&a.account, &b.account, &Weights::builtin());
    let reasons: Vec<String> =
        comparison.reasons.iter().take(8).map(|r| format!("{} {:+.1}", r.feature, r.adds)).collect();
    let name =
        |known: &Known| format!("{}#{} {:?}", known.account.report, known.account.event, known.account.words);
    let what = if one { "missed" } else { "false" };
    println!("{what}: {} ~ {}: {:.2}: {}", name(a), name(b), comparison.log_odds, reasons.join(", "));
}
