//! Entity sets: are the names found, whole and of the right kind?
//!
//! The measure is that of CoNLL 2003 (Tjong Kim Sang and De Meulder, "Introduction to the CoNLL-2003 Shared Task", 2003):
//! a name is right if place and kind are the same; micro-averaged. The model tells the kinds of three sets, and which of
//! them a file has is seen from its kinds: re3d (Dstl, 2017), CoNLL 2003 (wikigold, UNER) and GMB.
//!
//! ```text
//! gold       [Free Syrian Army: Organisation]   [Homs: Location]
//! predicted  [Syrian Army: Organisation]        [Homs: Location]    ->  P 1/2, R 1/2
//! ```
//!
//! Of re3d only what half of the annotators marked counts, and of the kinds that a report of conflict needs; of spans that
//! overlap, the longest (the model was trained so). A kind that a file does not have (UNER has no MISC) is not asked of
//! the model either. `--fold N` keeps the documents with `index % N == N - 1`, on which the model was not trained.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sayso::read::Model;
use sayso::read::annotations::Scheme;
use serde::Deserialize;

use super::score::{Counts, Figure, Scores};
use super::{EvalError, Options, documents, each, held_out, report};

const RE3D: [&str; 11] = [
    "Organisation",
    "Location",
    "Person",
    "Nationality",
    "Quantity",
    "Temporal",
    "Weapon",
    "Vehicle",
    "MilitaryPlatform",
    "DocumentReference",
    "Money",
];
const CONLL: [&str; 4] = ["PER", "LOC", "ORG", "MISC"];
const GMB: [&str; 8] = ["geo", "gpe", "org", "per", "tim", "art", "eve", "nat"];

/// A document, as far as it is used.
#[derive(Debug, Deserialize)]
struct Document {
    id: String,
    text: String,
    entities: Vec<Entity>,
}

#[derive(Clone, Debug, Deserialize)]
struct Entity {
    span: [usize; 2],
    #[serde(rename = "type")]
    kind: String,
    /// The share of annotators, in re3d.
    #[serde(default = "certain")]
    confidence: f32,
}

fn certain() -> f32 {
    1.0
}

/// Names: first byte, one past the last, kind.
type Names = BTreeSet<(usize, usize, String)>;

/// What a file asks for.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    scheme: Scheme,
    kinds: BTreeSet<String>,
}

/// Reads the corpus and scores it.
///
/// # Errors
/// When the file cannot be read, holds other documents, or has kinds that the model does not tell.
pub(super) fn score(data: &Path, options: &Options, model: &Model) -> Result<Scores, EvalError> {
    let documents: Vec<Document> = documents(data, None)?;
    let asked = asked(&documents).map_err(|kinds| EvalError::Kinds { path: data.to_owned(), kinds })?;
    let mut documents = held_out(documents, options.fold.unwrap_or(5));
    documents.truncate(options.limit.unwrap_or(usize::MAX));
    let outcomes = each(&documents, |document| {
        let (gold, found) = (gold(document, &asked), found(document, &asked, model));
        let shown = if options.show { differences(document, &gold, &found) } else { Vec::new() };
        (count(&gold, &found), shown)
    });
    let (mut all, mut kinds) = (Counts::default(), BTreeMap::<&str, Counts>::new());
    for (kind, counts) in outcomes.iter().flat_map(|(counts, _)| counts) {
        all += *counts;
        *kinds.entry(kind).or_default() += *counts;
    }
    let figures = std::iter::once(("all", all)).chain(kinds);
    Ok(Scores {
        set: "entities".to_owned(),
        data: data.display().to_string(),
        documents: documents.len(),
        figures: figures.map(|(kind, counts)| Figure::prf(kind, counts)).collect(),
        shown: outcomes.iter().flat_map(|(_, shown)| shown).cloned().collect(),
    })
}

/// The scheme that has all kinds of the documents; else the kinds. Without names, it is CoNLL's.
fn asked(documents: &[Document]) -> Result<Asked, String> {
    let kinds = || documents.iter().flat_map(|document| &document.entities).map(|e| e.kind.clone());
    let among = |all: &'static [&str]| move |kind: &String| all.contains(&kind.as_str());
    let scheme = if kinds().all(|kind| among(&CONLL)(&kind)) {
        Scheme::Conll
    } else if kinds().all(|kind| among(&GMB)(&kind)) {
        Scheme::Gmb
    } else if kinds().any(|kind| among(&RE3D)(&kind)) {
        Scheme::Re3d
    } else {
        return Err(kinds().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", "));
    };
    let kinds = kinds().filter(|kind| scheme != Scheme::Re3d || among(&RE3D)(kind)).collect();
    Ok(Asked { scheme, kinds })
}

/// The names that count, the longest of those that overlap. One whose ends no tokens match stays a miss.
fn gold(document: &Document, asked: &Asked) -> Names {
    let counts = |e: &&Entity| e.confidence >= 0.5 && asked.kinds.contains(&e.kind);
    let mut entities: Vec<&Entity> = document.entities.iter().filter(counts).collect();
    entities.sort_by_key(|e| (Reverse(e.span[1].saturating_sub(e.span[0])), e.span[0]));
    let starts: Vec<usize> =
        document.text.char_indices().map(|(at, _)| at).chain([document.text.len()]).collect();
    let mut taken: Vec<[usize; 2]> = Vec::new();
    let mut names = Names::new();
    for entity in entities {
        let [start, end] = entity.span;
        if taken.iter().all(|&[s, e]| end <= s || e <= start) {
            taken.push([start, end]);
            if let (Some(&start), Some(&end)) = (starts.get(start), starts.get(end)) {
                names.insert((start, end, entity.kind.clone()));
            }
        }
    }
    names
}

fn found(document: &Document, asked: &Asked, model: &Model) -> Names {
    let syntax = model.annotate(&report(&document.id, &document.text, None));
    let place = |t: usize| &syntax.tokens[t].range;
    let spans = syntax.spans.iter().filter(|s| s.scheme == asked.scheme && asked.kinds.contains(s.label));
    spans.map(|s| (place(s.tokens.start).start, place(s.tokens.end - 1).end, s.label.to_owned())).collect()
}

/// The counts of one document by kind.
fn count(gold: &Names, found: &Names) -> BTreeMap<String, Counts> {
    let mut kinds = BTreeMap::<String, Counts>::new();
    for name in gold.union(found) {
        let (gold, found) = (gold.contains(name), found.contains(name));
        let one = Counts::new(gold.into(), found.into(), (gold && found).into());
        *kinds.entry(name.2.clone()).or_default() += one;
    }
    kinds
}

/// Names that were missed and names too many, a line each.
fn differences(document: &Document, gold: &Names, found: &Names) -> Vec<String> {
    let line = |what: &str, name: &(usize, usize, String)| {
        format!("{} {what}: {} [{}]", document.id, name.2, document.text[name.0..name.1].replace('\n', " "))
    };
    let missed = gold.difference(found).map(|name| line("missed", name));
    missed.chain(found.difference(gold).map(|name| line("extra", name))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[(usize, usize, &str)]) -> Names {
        names.iter().map(|&(start, end, kind)| (start, end, kind.to_owned())).collect()
    }

    fn document(text: &str, entities: &[(usize, usize, &str, f32)]) -> Document {
        let entity = |&(start, end, kind, confidence): &(usize, usize, &str, f32)| Entity {
            span: [start, end],
            kind: kind.to_owned(),
            confidence,
        };
        let entities = entities.iter().map(entity).collect();
        Document { id: "made".to_owned(), text: text.to_owned(), entities }
    }

    #[test]
    fn a_name_counts_if_place_and_kind_are_the_same() {
        let gold = names(&[(0, 4, "Person"), (5, 9, "Location"), (10, 12, "Person")]);
        let found = names(&[(0, 4, "Person"), (5, 9, "Person")]);
        let counts = count(&gold, &found);
        assert_eq!(counts["Person"], Counts::new(2, 2, 1));
        assert_eq!(counts["Location"], Counts::new(1, 0, 0));
    }

    #[test]
    fn of_re3d_the_longest_that_half_agree_on() {
        let entities = [
            (2, 19, "Organisation", 0.5),
            (14, 19, "Location", 1.0),
            (0, 1, "Person", 0.4),
            (2, 5, "Frequency", 1.0),
        ];
        let document = document("é the army of Syria", &entities);
        let asked = asked(std::slice::from_ref(&document)).unwrap(); // OK because re3d's kinds are known
        assert_eq!(asked.scheme, Scheme::Re3d);
        assert_eq!(gold(&document, &asked), names(&[(3, 20, "Organisation")]));
    }

    #[test]
    fn the_kinds_tell_the_scheme() {
        let of = |kinds: &[&str]| {
            let entities: Vec<(usize, usize, &str, f32)> =
                kinds.iter().map(|kind| (0, 1, *kind, 1.0)).collect();
            asked(&[document("x", &entities)]).map(|asked| (asked.scheme, asked.kinds.len()))
        };
        assert_eq!(of(&["PER", "LOC"]), Ok((Scheme::Conll, 2)));
        assert_eq!(of(&["geo", "tim"]), Ok((Scheme::Gmb, 2)));
        assert_eq!(of(&["Person", "Frequency"]), Ok((Scheme::Re3d, 1)));
        assert_eq!(of(&["person", "abstract"]), Err("abstract, person".to_owned()));
    }

    #[test]
    fn the_fifth_of_five_is_held_out() {
        let ids = |fold| -> Vec<usize> {
            let all = (0..11).map(|i| Document { id: i.to_string(), ..document("", &[]) }).collect();
            held_out(all, fold).iter().map(|d| d.id.parse().unwrap()).collect() // OK because written here
        };
        assert_eq!((ids(5), ids(1).len(), ids(0).len()), (vec![4, 9], 11, 11));
    }
}
