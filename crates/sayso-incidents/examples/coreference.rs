//! The same event in several reports, held against people's judgment:
//! `cargo run --release -p sayso-incidents --example coreference -- GOLD READINGS [--only TEXT] [--weights FILE] [--show]`.
//!
//! GOLD: ECB+ or the like, a document a line with `text`, `sentences` and `mentions` of events, equal `chain`s being one event;
//! READINGS: what `sayso read --format jsonl` makes of it. `--only` takes the documents whose ids have TEXT in them.
//!
//! Measured are MUC, B-cubed, CEAF-e and their mean, the CoNLL F1 ([`gold::score`]), over the mentions of all documents as one
//! text, so that clusters reach across documents. Four questions are asked twice:
//!
//! * *gold mentions*: people's mentions are given, an account is made for each ([`gold::mentions::given`]); *end to end*: the
//!   reader's own events, a mention each trigger, inside the sentences that people have judged ([`gold::mentions::own`]).
//! * *corpus*: the merger gets all documents at once and is told no topics, as it works; *topics given*: it gets each topic of
//!   the set apart, as many papers do (ECB+: two like incidents a topic).
//! * *all*: mentions that corefer with no other count as clusters of one, as in Barhom et al., ACL 2019; *no singletons*:
//!   they are left out of both sides, as in Cattan et al., ACL Findings 2021.
//!
//! Beside it stands what same words come to: mentions of one stem are one event (the lemma baseline of the papers, with our stems).
//!
//! Last come pairs of accounts, as a user meets them: an account has the chains of the gold mentions that its triggers touch;
//! those without are passed over. Counted are pairs of accounts of different documents: right where they share a chain. A crash and
//! the deaths in it are two chains of one incident in ECB+; so it is also told how many pairs are of documents on one incident
//! (`subtopic`).

#![allow(clippy::print_stdout, reason = "an example that prints")]

mod gold;

use std::collections::{BTreeMap, HashMap};

use gold::mentions::{self, Mentions};
use gold::score::{Clusters, conll, scores, without_singletons};
use gold::{Document, Known};
use sayso::record::Reading;
use sayso_incidents::{AccountId, Families, Merger, Weights, compare};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [gold, readings, options @ ..] = &arguments[..] else {
        eprintln!("usage: coreference GOLD READINGS [--only TEXT] [--weights FILE] [--show]");
        return;
    };
    let after = |option: &str| {
        options.iter().position(|argument| argument == option).and_then(|at| options.get(at + 1))
    };
    let mut documents = gold::documents(gold, readings);
    documents.retain(|(document, _)| after("--only").is_none_or(|text| document.id.contains(text.as_str())));
    let weights = after("--weights").map_or_else(Weights::builtin, |path| {
        let table = std::fs::read_to_string(path).expect("a table that can be read");
        Weights::read(&table).expect("a table of weights")
    });
    standard(&documents, &weights);
    pairs(&documents, &weights, options.iter().any(|argument| argument == "--show"));
}

fn standard(documents: &[(Document, Reading)], weights: &Weights) {
    let key = mentions::key(documents);
    let mentions: usize = key.iter().map(Vec::len).sum();
    println!("{} documents, {mentions} gold mentions of {} events", documents.len(), key.len());
    println!(
        "                                                MUC  P     R    F1    B3  P     R    F1  CEAFe P     R    F1   CoNLL"
    );
    let (given, own) = (mentions::given(documents), mentions::own(documents));
    for by_topic in [false, true] {
        let answers = [
            ("gold mentions, same words", mentions::same_words(documents, by_topic)),
            ("gold mentions", merged(&given, by_topic, weights)),
            ("end to end", merged(&own, by_topic, weights)),
        ];
        for (what, response) in answers {
            let where_ = if by_topic { "topics given" } else { "corpus" };
            line(&format!("{what}, {where_}, all"), &key, &response);
            let name = format!("{what}, {where_}, no singletons");
            line(&name, &without_singletons(&key), &without_singletons(&response));
        }
    }
}

fn line(name: &str, key: &Clusters, response: &Clusters) {
    let scores = scores(key, response);
    let cells: Vec<String> = scores
        .iter()
        .map(|s| format!("{:5.1} {:5.1} {:5.1}", 100.0 * s.precision, 100.0 * s.recall, 100.0 * s.f1()))
        .collect();
    println!("{name:<50} {}   {:5.1}", cells.join("   "), 100.0 * conll(&scores));
}

/// What the merger makes of the accounts, as clusters of mentions.
fn merged(mentions: &Mentions, by_topic: bool, weights: &Weights) -> Clusters {
    let mut mergers: BTreeMap<&str, Merger> = BTreeMap::new();
    for (topic, accounts) in &mentions.accounts {
        let topic = if by_topic { topic.as_str() } else { "" };
        let merger = mergers.entry(topic);
        merger.or_insert_with(|| Merger::new(weights.clone(), Families::builtin())).add(accounts);
    }
    let of: HashMap<AccountId, AccountId> = mergers.values().flat_map(first_of).collect();
    let mut clusters: BTreeMap<AccountId, Vec<usize>> = BTreeMap::new();
    for (number, account) in &mentions.of {
        clusters.entry(of[account]).or_default().push(*number);
    }
    clusters.into_values().collect()
}

/// Each account with the first of its group.
fn first_of(merger: &Merger) -> Vec<(AccountId, AccountId)> {
    let groups = merger.groups().into_iter();
    groups.flat_map(|group| group.members.clone().into_iter().map(move |id| (id, group.members[0]))).collect()
}

fn pairs(documents: &[(Document, Reading)], weights: &Weights, show: bool) {
    let mut merger = Merger::new(weights.clone(), Families::builtin());
    let known = gold::read(documents, &mut |all| {
        merger.add(all);
    });
    let of: HashMap<AccountId, AccountId> = first_of(&merger).into_iter().collect();
    let (mut right, mut found, mut all, mut of_one) = (0.0, 0.0, 0.0, 0.0);
    for (a, b, one) in gold::pairs(&known) {
        let together = of[&a.account.id()] == of[&b.account.id()];
        all += f64::from(u8::from(one));
        found += f64::from(u8::from(together));
        right += f64::from(u8::from(one && together));
        of_one +=
            f64::from(u8::from(together && (one || (a.subtopic.is_some() && a.subtopic == b.subtopic))));
        if show && one != together {
            tell(a, b, one, &merger, weights);
        }
    }
    let (precision, recall) = (right / f64::max(found, 1.0), right / f64::max(all, 1.0));
    let both = 2.0 * precision * recall / f64::max(precision + recall, 1e-9);
    println!("{} accounts with a gold mention; pairs: gold {all}, found {found}, right {right}", known.len());
    println!("precision {precision:.3}, recall {recall:.3}, F1 {both:.3}");
    println!("{:.3} of the pairs found are of documents on one incident", of_one / f64::max(found, 1.0));
}

fn tell(a: &Known, b: &Known, one: bool, merger: &Merger, weights: &Weights) {
    let comparison = compare(&a.account, &b.account, weights);
    let reasons: Vec<String> =
        comparison.reasons.iter().take(9).map(|r| format!("{} {:+.1}", r.feature, r.adds)).collect();
    let name =
        |known: &Known| format!("{}#{} {:?}", known.account.report, known.account.event, known.account.words);
    let what = if one { "missed" } else { "false" };
    let verdict = merger.explain(a.account.id(), b.account.id()).map(|explanation| explanation.verdict);
    println!(
        "{what}: {} ~ {}: {verdict:?} {:.2}: {}",
        name(a),
        name(b),
        comparison.log_odds,
        reasons.join(", ")
    );
}
