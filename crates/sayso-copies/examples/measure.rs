//! How well copies are told from other reports: `cargo run --release -p sayso-copies --example measure -- DIR [--half tune|report]
//! [--containment X] [--furniture X] [--stories X] [--extent X] [--show]`.
//!
//! Reads the reports of some sets below DIR (JSON lines with `text`), changes each as outlets do (cut, re-headed, edited, dressed with
//! lines of their own, all of these), puts all into one index and asks of each change whether its original is among its direct matches, and which
//! other reports are. Reports of one event by several outlets are among the originals, so these are the hard negatives. Thresholds
//! are chosen on the half `tune`; `report` holds the other half, by a hash of the id.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use sayso_copies::{Document, Index, Kind, Signature, Thresholds};

/// Sets of whole reports: file, and the field that tells which reports are of one event, if any.
const SETS: &[(&str, &str)] = &[
    ("incident-coref/ecbplus-train.jsonl", "subtopic"),
    ("incident-coref/ecbplus-dev.jsonl", "subtopic"),
    ("incident-coref/meantime-train.jsonl", "topic"),
    ("incident-coref/newswcl50-train.jsonl", "topic"),
    ("muc4/train.jsonl", "dateline_date"),
    ("muc4/dev.jsonl", "dateline_date"),
    ("hrdsattack/train.jsonl", "date"),
    ("hrdsattack/dev.jsonl", "date"),
    ("polnear/train.jsonl", "date"),
    ("polnear/dev.jsonl", "date"),
    ("temporal/timebank.jsonl", ""),
    ("temporal/aquaint.jsonl", ""),
    ("geoparsing/lgl.jsonl", ""),
    ("gun-violence/counts-train.jsonl", ""),
    ("gun-violence/counts-dev.jsonl", ""),
    ("india-police-events/train.jsonl", ""),
    ("satp/train.jsonl", "date"),
];

/// Words that a report must have to be taken.
const LEAST_WORDS: usize = 80;

struct Original {
    id: String,
    set: &'static str,
    event: Option<String>,
    outlet: Option<String>,
    text: String,
}

struct Options {
    folder: PathBuf,
    half: u64,
    thresholds: Thresholds,
    show: bool,
}

fn main() {
    let options = options();
    let originals = read(&options.folder, options.half);
    let out = &mut std::io::stdout().lock();
    let written =
        natural(&originals, &options, out).and_then(|natural| changed(&originals, &natural, &options, out));
    if let Err(error) = written {
        eprintln!("measure: {error}");
    }
}

fn options() -> Options {
    let mut options =
        Options { folder: PathBuf::from("."), half: 0, thresholds: Thresholds::default(), show: false };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--half" => options.half = u64::from(arguments.next().as_deref() == Some("report")),
            "--containment" => {
                options.thresholds.containment = number(&mut arguments);
            }
            "--furniture" => options.thresholds.furniture = number(&mut arguments),
            "--stories" => options.thresholds.stories = number(&mut arguments) as u32,
            "--extent" => options.thresholds.extent = number(&mut arguments),
            "--show" => options.show = true,
            _ => options.folder = PathBuf::from(argument),
        }
    }
    options
}

fn number(arguments: &mut impl Iterator<Item = String>) -> f64 {
    arguments.next().and_then(|number| number.parse().ok()).expect("a number behind the option")
}

fn read(folder: &Path, half: u64) -> Vec<Original> {
    let mut originals = Vec::new();
    for &(set, event) in SETS {
        let Ok(file) = std::fs::File::open(folder.join(set)) else {
            eprintln!("measure: {set}: not there, left out");
            continue;
        };
        for line in std::io::BufReader::new(file).lines().map_while(Result::ok) {
            let Ok(value) = serde_json::from_str::<serde_json::Value>(&line) else { continue };
            let field = |name: &str| value.get(name).and_then(|value| value.as_str()).map(str::to_owned);
            let Some((id, text)) = field("id").or_else(|| field("docid")).zip(field("text")) else {
                continue;
            };
            if text.split_whitespace().count() >= LEAST_WORDS && Chance::of(&id).0 % 2 == half {
                let event = field(event).filter(|event| !event.is_empty());
                let outlet = outlet(set, &id, &field);
                originals.push(Original { id, set, event, outlet, text });
            }
        }
    }
    originals
}

/// Who published a report, as far as its set tells.
fn outlet(set: &str, id: &str, field: &impl Fn(&str) -> Option<String>) -> Option<String> {
    let host = |url: String| url.split('/').nth(2).map(str::to_owned);
    let whole_set = [("india", "The Times of India"), ("satp", "South Asia Terrorism Portal")];
    let of_set =
        whole_set.iter().find(|(name, _)| set.starts_with(name)).map(|(_, outlet)| (*outlet).to_owned());
    // `aquaint-APW19990506.0155`: the letters tell the agency.
    let letters = id.split('-').nth(1).filter(|_| set.starts_with("temporal"));
    let agency = letters.map(|rest| rest.chars().take_while(char::is_ascii_uppercase).collect::<String>());
    field("publisher")
        .or_else(|| field("url").and_then(host))
        .or(of_set)
        .or(agency.filter(|name| !name.is_empty()))
}

/// From this containment on, two originals may be copies by themselves; such pairs count neither for nor against their changes.
const UNDECIDED: f64 = 0.2;

/// Tells the copies that are in the sets by themselves, to be judged by eye (`--show`); gives the pairs that are undecided.
fn natural(
    originals: &[Original],
    options: &Options,
    out: &mut impl Write,
) -> std::io::Result<BTreeSet<(String, String)>> {
    let mut found = pairs(originals, options.thresholds);
    let of_event =
        found.iter().filter(|(_, one, other)| one.event.is_some() && one.event == other.event).count();
    writeln!(
        out,
        "{} originals; {} pairs of them match, {of_event} among the {} pairs of one event or day",
        originals.len(),
        found.len(),
        same_event(originals)
    )?;
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (containment, one, other) in found.iter().filter(|_| options.show) {
        let start = |text: &str| text.split_whitespace().take(45).collect::<Vec<_>>().join(" ");
        let (id, other_id) = (&one.id, &other.id);
        writeln!(
            out,
            "\n{containment:.2} {id} | {other_id}\n  {}\n  {}",
            start(&one.text),
            start(&other.text)
        )?;
    }
    let wide = Thresholds {
        containment: UNDECIDED,
        same_outlet: UNDECIDED,
        stories: u32::MAX,
        ..options.thresholds
    };
    Ok(pairs(originals, wide).into_iter().map(|(_, one, other)| (one.id.clone(), other.id.clone())).collect())
}

/// Pairs of originals that match, with their containment.
fn pairs(originals: &[Original], thresholds: Thresholds) -> Vec<(f64, &Original, &Original)> {
    let mut index = Index::with(thresholds);
    for original in originals {
        let _ = index.insert(original.signature());
    }
    let by_id: HashMap<&str, &Original> =
        originals.iter().map(|original| (original.id.as_str(), original)).collect();
    let mut pairs = Vec::new();
    for original in originals {
        for found in index.matches(&original.signature()).into_iter().filter(|found| original.id < found.id) {
            let containment = match found.kind {
                Kind::Near { containment, .. } => containment,
                Kind::Exact | Kind::Url => 1.0,
            };
            pairs.push((containment, original, by_id[found.id.as_str()]));
        }
    }
    pairs
}

fn same_event(originals: &[Original]) -> usize {
    let mut sizes: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for original in originals {
        if let Some(event) = &original.event {
            *sizes.entry((original.set, event)).or_default() += 1;
        }
    }
    sizes.values().map(|size| size * (size - 1) / 2).sum()
}

fn signature(id: &str, text: &str, outlet: Option<&str>, day: &str) -> Signature {
    Signature::of(&Document { id, text, outlet, published: day.parse().ok(), ..Document::default() })
}

impl Original {
    fn signature(&self) -> Signature {
        signature(&self.id, &self.text, self.outlet.as_deref(), "2020-01-01")
    }
}

/// A report of another matter.
fn another(originals: &[Original], at: usize) -> &Original {
    &originals[(at * 7 + 13) % originals.len()]
}

#[derive(Default)]
struct Score {
    made: usize,
    found: usize,
    /// Matches with changes of other originals, and with these.
    wrong: usize,
    grouped: usize,
}

fn changed(
    originals: &[Original],
    natural: &BTreeSet<(String, String)>,
    options: &Options,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let mut index = Index::with(options.thresholds);
    let mut made: Vec<(usize, &'static str, Signature)> = Vec::new();
    for (at, original) in originals.iter().enumerate() {
        let _ = index.insert(original.signature());
        for (kind, text) in changes(original, another(originals, at)) {
            // Who dresses it has printed others so; the other changes are printed by an outlet each.
            let outlet = match text.split("staff, Outlet ").nth(1).and_then(|rest| rest.chars().next()) {
                Some(digit) => format!("Outlet {digit}"),
                None => format!("Paper of {kind}"),
            };
            made.push((
                at,
                kind,
                signature(&format!("{}#{kind}", original.id), &text, Some(&outlet), "2020-01-02"),
            ));
        }
    }
    for (_, _, signature) in &made {
        let _ = index.insert(signature.clone());
    }
    let mut group_of: HashMap<String, String> = HashMap::new();
    for group in index.groups() {
        for copy in group.copies {
            group_of.insert(copy.id, group.first.clone());
        }
        group_of.insert(group.first.clone(), group.first);
    }
    // A report that took in words of another shares them with all that was made of that: neither right nor wrong.
    let taken: HashMap<&str, &str> = originals
        .iter()
        .enumerate()
        .map(|(at, original)| (original.id.as_str(), another(originals, at).id.as_str()))
        .collect();
    let same = |one: &str, other: &str| {
        let pair = |one: &str, other: &str| natural.contains(&(one.to_owned(), other.to_owned()));
        pair(one, other) || pair(other, one)
    };
    let shares = |one: &str, other: &str| {
        let source = |id: &str| id.split('#').next().unwrap_or_default().to_owned();
        let (from, to) = (source(one), source(other));
        let took = |one: &str, from: &str| one.contains("#9").then(|| taken.get(from).copied()).flatten();
        let (mine, others) = (took(one, &from), took(other, &to));
        let touches =
            |words: Option<&str>, of: &str| words.is_some_and(|words| words == of || same(words, of));
        same(&from, &to) || touches(mine, &to) || touches(others, &from) || mine.is_some() && mine == others
    };
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let mut shown = 0;
    for (at, kind, signature) in &made {
        let original = &originals[*at].id;
        let score = scores.entry(kind).or_default();
        score.made += 1;
        let matches = index.matches(signature);
        score.found += usize::from(matches.iter().any(|found| found.id == *original));
        let group = |id: &str| group_of.get(id).cloned().unwrap_or_else(|| id.to_owned());
        score.grouped += usize::from(group(&signature.id) == group(original));
        let others: BTreeSet<&str> = matches
            .iter()
            .filter(|found| !shares(&signature.id, &found.id))
            .map(|found| found.id.split('#').next().unwrap_or_default())
            .collect();
        let wrong: Vec<&str> = others.into_iter().filter(|other| other != original).collect();
        score.wrong += wrong.len();
        if options.show && group(&signature.id) != group(original) {
            writeln!(
                out,
                "apart: {} in {}, {original} in {}",
                signature.id,
                group(&signature.id),
                group(original)
            )?;
        }
        if options.show && !wrong.is_empty() && shown < 40 {
            shown += 1;
            writeln!(out, "wrong: {} is no copy of {wrong:?}", signature.id)?;
        }
    }
    table(&scores, out)
}

fn table(scores: &BTreeMap<&str, Score>, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(
        out,
        "\n{:<34} {:>6} {:>9} {:>7} {:>6} {:>8}",
        "change", "made", "precision", "recall", "F1", "grouped"
    )?;
    let mut all = Score::default();
    for (kind, score) in scores {
        row(kind, score, out)?;
        all.made += score.made;
        all.found += score.found;
        all.wrong += score.wrong;
        all.grouped += score.grouped;
    }
    row("all", &all, out)
}

fn row(kind: &str, score: &Score, out: &mut impl Write) -> std::io::Result<()> {
    let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
    let (precision, recall) = (share(score.found, score.found + score.wrong), share(score.found, score.made));
    let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
    let grouped = share(score.grouped, score.made);
    writeln!(out, "{kind:<34} {:>6} {precision:>9.2} {recall:>7.2} {f1:>6.2} {grouped:>8.2}", score.made)
}

/// What outlets make of a report. `other`: a report of another matter.
fn changes(original: &Original, other: &Original) -> Vec<(&'static str, String)> {
    let mut chance = Chance::of(&original.id);
    let text = &original.text;
    let mut made = vec![
        ("1 same words, written otherwise", text.to_uppercase().replace('"', "»").replace('\'', "’")),
        ("2 another headline", format!("{}\n\n{text}", headline(&mut chance))),
        ("3 dressed with lines of the outlet", dressed(text, &mut chance)),
        ("4 cut to 6 sentences, re-headed", format!("{}\n\n{}", headline(&mut chance), cut(text, 6))),
        ("5 cut to 3 sentences, re-headed", format!("{}\n\n{}", headline(&mut chance), cut(text, 3))),
    ];
    for (name, percent) in [
        ("6 edited, 2 percent of words", 2),
        ("6 edited, 5 percent of words", 5),
        ("7 edited, 10 percent of words", 10),
        ("7 edited, 15 percent of words", 15),
    ] {
        made.push((name, edited(text, percent, &mut chance)));
    }
    let short = edited(&cut(text, 6), 10, &mut chance);
    made.push((
        "8 cut to 6, 10 percent, dressed",
        dressed(&format!("{}\n{short}", headline(&mut chance)), &mut chance),
    ));
    made.push(("9 with 100 words of another's", format!("{text}\n{}", first_words(&other.text, 100))));
    // What is cut to less than a sentence or two is a headline, which is nobody's.
    made.retain(|(_, text)| text.split_whitespace().count() >= 30);
    // The words of another are a copy of it as well, if of a part: asked in `recall` only.
    made.retain(|(kind, _)| {
        !kind.starts_with('9') || first_words(&other.text, 100).len() < other.text.len() / 4
    });
    made
}

fn first_words(text: &str, count: usize) -> String {
    text.split_whitespace().take(count).collect::<Vec<_>>().join(" ")
}

/// The first sentences, roughly.
fn cut(text: &str, sentences: usize) -> String {
    let mut left = sentences;
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        if c.is_whitespace() && matches!(last, '.' | '!' | '?' | '"' | '”') && at > 0 {
            let word = text[..at].rsplit(char::is_whitespace).next().unwrap_or_default();
            if word.chars().count() > 4 {
                left -= 1;
                if left == 0 {
                    return text[..at].to_owned();
                }
            }
        }
        last = c;
    }
    text.to_owned()
}

/// Drops words, swaps neighbours, changes numbers and repeats words in so many of a hundred.
fn edited(text: &str, percent: u64, chance: &mut Chance) -> String {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    for at in 0..words.len() {
        if chance.below(100) >= percent {
            continue;
        }
        if words[at].contains(|c: char| c.is_ascii_digit()) {
            let digit = char::from(b'1' + chance.below(9) as u8);
            words[at] = words[at].chars().map(|c| if c.is_ascii_digit() { digit } else { c }).collect();
            continue;
        }
        match chance.below(3) {
            0 => words[at].clear(),
            1 if at + 1 < words.len() => words.swap(at, at + 1),
            _ => words[at] = format!("edit{}", chance.below(500)),
        }
    }
    words.join(" ")
}

/// A headline of common words.
fn headline(chance: &mut Chance) -> String {
    const WORDS: &[&str] = &[
        "attack",
        "leaves",
        "many",
        "dead",
        "in",
        "north",
        "officials",
        "say",
        "crisis",
        "deepens",
        "as",
        "talks",
        "stall",
        "army",
        "denies",
        "role",
        "new",
        "wave",
        "of",
        "violence",
        "hits",
        "the",
        "region",
        "again",
    ];
    (0..8).map(|_| WORDS[chance.below(WORDS.len() as u64) as usize]).collect::<Vec<_>>().join(" ")
}

/// With one of ten outlets' lines around it: some of the kind that `furniture.csv` knows, some that no table can.
fn dressed(text: &str, chance: &mut Chance) -> String {
    let outlet = chance.below(10);
    let mut own = Chance(outlet * 1_000_003 + 17);
    let about: Vec<String> = (0..45).map(|_| format!("house{}", own.below(400))).collect();
    format!(
        "By our staff, Outlet {outlet}\n{text}\nSign up for our newsletter and get the day's news.\nRead more: {}\n{}.\nAll \
         rights reserved, Outlet {outlet}.",
        headline(chance),
        about.join(" ")
    )
}

/// Numbers that look random and are the same each time (splitmix64).
struct Chance(u64);

impl Chance {
    fn of(id: &str) -> Self {
        let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let mut chance = Self(hash);
        Self(chance.next())
    }

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
