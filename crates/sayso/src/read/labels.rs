//! The names of what the heads give, in the order of their rows.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;

use super::annotations::Scheme;
use super::encoder::weights::ModelError;
use super::lemma::Script;
use super::spans::Bio;

/// Metadata `labels` as it is stored.
#[derive(Deserialize)]
struct Stored {
    end: Vec<String>,
    upos: Vec<String>,
    xpos: Vec<String>,
    lemma: Vec<String>,
    deprel: Vec<String>,
    #[serde(default)]
    ner_re3d: Vec<String>,
    #[serde(default)]
    ner_conll: Vec<String>,
    #[serde(default)]
    ner_gmb: Vec<String>,
    #[serde(default)]
    event: Vec<String>,
    #[serde(default)]
    fact: Vec<String>,
    #[serde(default)]
    cue: Vec<String>,
}

/// The heads that judge events, in the order of their rows: what each is called and how many rows it has.
pub(crate) const JUDGES: [(&str, usize); 13] = [
    ("event", 17),
    ("real", 2),
    ("fact", 7),
    ("role_perpind", 3),
    ("role_perporg", 3),
    ("role_target", 3),
    ("role_victim", 3),
    ("role_weapon", 3),
    ("arg_attacker", 3),
    ("arg_victim", 3),
    ("arg_target", 3),
    ("arg_weapon", 3),
    ("happened", 7),
];

/// The labels of every head.
#[derive(Debug)]
pub(crate) struct Labels {
    /// Row of the sentence head that says that a sentence ends.
    pub(crate) end: usize,
    pub(crate) upos: Vec<&'static str>,
    pub(crate) xpos: Vec<&'static str>,
    pub(crate) lemma: Vec<Script>,
    pub(crate) deprel: Vec<&'static str>,
    /// Row of the relation `root`.
    pub(crate) root: usize,
    /// Entity schemes that the model has, with the names of their heads.
    pub(crate) schemes: Vec<(Scheme, &'static str, Bio)>,
    /// Whether the model has the heads that judge events.
    pub(crate) judges: bool,
    /// Whether the model has the heads that find who says what.
    pub(crate) says: bool,
}

impl Labels {
    pub(crate) fn read(json: &str) -> Result<Self, ModelError> {
        let error = |message: String| ModelError::Metadata { key: "labels", message };
        let stored: Stored = serde_json::from_str(json).map_err(|e| error(e.to_string()))?;
        let row = |labels: &[String], label: &str| {
            let missing = || error(format!("no label {label:?}"));
            labels.iter().position(|l| l == label).ok_or_else(missing)
        };
        let script =
            |s: &String| Script::parse(s).ok_or_else(|| error(format!("lemma script {s:?} does not read")));
        let mut schemes = Vec::new();
        for (scheme, head, tags) in [
            (Scheme::Re3d, "ner_re3d", &stored.ner_re3d),
            (Scheme::Conll, "ner_conll", &stored.ner_conll),
            (Scheme::Gmb, "ner_gmb", &stored.ner_gmb),
        ] {
            if !tags.is_empty() {
                let bio =
                    Bio::new(tags).ok_or_else(|| error(format!("{head}: tags other than O, B-x, I-x")))?;
                schemes.push((scheme, head, bio));
            }
        }
        let judges = !stored.event.is_empty();
        if judges && (stored.event.len(), stored.fact.len()) != (JUDGES[0].1, JUDGES[2].1) {
            return Err(error("the heads event and fact need 17 and 7 labels".to_owned()));
        }
        if !matches!(stored.cue.len(), 0 | 3) {
            return Err(error("the head cue needs 3 labels".to_owned()));
        }
        Ok(Self {
            judges,
            says: !stored.cue.is_empty(),
            end: row(&stored.end, "yes")?,
            root: row(&stored.deprel, "root")?,
            upos: interned(&stored.upos),
            xpos: interned(&stored.xpos),
            deprel: interned(&stored.deprel),
            lemma: stored.lemma.iter().map(script).collect::<Result<_, _>>()?,
            schemes,
        })
    }
}

fn interned(labels: &[String]) -> Vec<&'static str> {
    labels.iter().map(|l| intern(l)).collect()
}

/// The label for the life of the program; each is kept once, however many models are loaded.
pub(crate) fn intern(label: &str) -> &'static str {
    static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    // OK because the set is whole after every step: a panic elsewhere cannot have left it half written.
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(&have) = kept.get(label) {
        return have;
    }
    let new: &'static str = Box::leak(label.into());
    kept.insert(new);
    new
}
