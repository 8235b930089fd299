//! How time and memory grow: `cargo run --release -p sayso-copies --example growth -- [REPORTS ...]`.
//!
//! Makes reports of 100 to 600 words of a language with common and rare words; three in ten are copies of an earlier one, cut, edited or
//! with an outlet's lines below. Tells the time for signatures, for adding and for groups, the memory held, and how many
//! copies were put with their original.

use std::collections::HashMap;
use std::io::Write;
use std::time::Instant;

use sayso_copies::{Document, Index, Signature};

fn main() {
    let mut counts: Vec<usize> = std::env::args().skip(1).filter_map(|count| count.parse().ok()).collect();
    if counts.is_empty() {
        counts = vec![10_000, 30_000, 100_000];
    }
    for count in counts {
        if let Err(error) = measure(count, &mut std::io::stdout().lock()) {
            eprintln!("scale: {error}");
        }
    }
}

fn measure(count: usize, out: &mut impl Write) -> std::io::Result<()> {
    let mut chance = Chance(7);
    let mut texts: Vec<(String, Option<usize>)> = Vec::with_capacity(count);
    for at in 0..count {
        let copy = at > 0 && chance.below(10) < 3;
        let made = if copy { copy_of(&texts, &mut chance) } else { (story(&mut chance), None) };
        texts.push(made);
    }
    let bytes: usize = texts.iter().map(|(text, _)| text.len()).sum();
    let ids: Vec<String> = (0..count).map(|at| format!("report-{at}")).collect();
    let before = memory("VmRSS:");

    let start = Instant::now();
    let signatures: Vec<Signature> = texts
        .iter()
        .zip(&ids)
        .enumerate()
        .map(|(at, ((text, _), id))| {
            let day = format!("2020-{:02}-{:02}", 1 + at * 12 / count, 1 + at * 336 / count % 28);
            Signature::of(&Document { id, text, published: day.parse().ok(), ..Document::default() })
        })
        .collect();
    let read = start.elapsed();
    let kept = memory("VmRSS:") - before;

    let start = Instant::now();
    let mut index = Index::new();
    for signature in signatures {
        let _ = index.insert(signature);
    }
    let added = start.elapsed();
    let held = memory("VmRSS:") - before;

    let start = Instant::now();
    let groups = index.groups();
    let grouped = start.elapsed();
    let mut group_of: HashMap<&str, usize> = HashMap::new();
    for (number, group) in groups.iter().enumerate() {
        group_of.insert(&group.first, number);
        group_of.extend(group.copies.iter().map(|copy| (copy.id.as_str(), number)));
    }
    let copies = texts.iter().filter(|(_, of)| of.is_some()).count();
    let together = |(at, of): (usize, Option<usize>)| {
        of.is_some_and(|of| {
            let group = group_of.get(ids[at].as_str());
            group.is_some() && group == group_of.get(ids[of].as_str())
        })
    };
    let found = texts.iter().map(|(_, of)| *of).enumerate().filter(|pair| together(*pair)).count();
    let grouped_copies: usize = groups.iter().map(|group| group.copies.len()).sum();
    writeln!(
        out,
        "{count} reports, {} MB of text: signatures {:.1} s, adding {:.1} s, groups {:.1} s; {} MB signatures, {} MB in all, {} MB at most; \
         {found} of {copies} copies with their original, {grouped_copies} taken for copies",
        bytes / 1_000_000,
        read.as_secs_f64(),
        added.as_secs_f64(),
        grouped.as_secs_f64(),
        kept / 1_000,
        held / 1_000,
        memory("VmHWM:").saturating_sub(before) / 1_000,
    )
}

/// Memory in KB, resident (`VmRSS:`) or at most so far (`VmHWM:`), where the system tells it.
fn memory(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// A word, common ones often: the square of an even chance over 30,000.
fn word(chance: &mut Chance) -> String {
    let even = chance.below(1 << 20) as f64 / f64::from(1 << 20);
    format!("w{}", (even.powi(3) * 30_000.0) as u32)
}

fn story(chance: &mut Chance) -> String {
    let length = 100 + chance.below(500);
    let mut text = String::new();
    for at in 1..=length {
        text.push_str(&word(chance));
        text.push_str(if at % 20 == 0 { ".\n" } else { " " });
    }
    text
}

/// A copy, and the number of the original at the end of the chain.
fn copy_of(texts: &[(String, Option<usize>)], chance: &mut Chance) -> (String, Option<usize>) {
    let of = chance.below(texts.len() as u64) as usize;
    let original = texts[of].1.unwrap_or(of);
    let words: Vec<&str> = texts[original].0.split(' ').collect();
    let text = match chance.below(3) {
        0 => words[..words.len() / 3 + 25.min(words.len() / 3)].join(" "),
        1 => {
            let edited =
                words.iter().map(|old| if chance.below(10) == 0 { word(chance) } else { (*old).to_owned() });
            edited.collect::<Vec<_>>().join(" ")
        }
        _ => format!("{}\n{}", words.join(" "), lines(chance.below(20))),
    };
    (text, Some(original))
}

/// What one of twenty outlets prints below.
fn lines(outlet: u64) -> String {
    (0..40).map(|at| format!("outlet{outlet}x{at} ")).collect()
}

/// Numbers that look random and are the same each time (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}
