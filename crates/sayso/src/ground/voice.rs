//! What kind of source speaks: what the words around its name call it, wherever the report does, and failing that its sector.

use std::ops::Range;

use crate::read::coreference::Clusters;
use crate::read::graph::Graph;
use crate::read::mentions::Form;
use crate::read::{affiliation, outlets, texts};
use crate::record::{ChannelKind, EntityKind, SourceKind};
use crate::tables::fights;

use super::party::Coding;

/// Most words of a row for a source, and of one that says that it is not to be named.
const LONGEST: usize = 6;

/// What a row of the table of sources says of somebody.
#[derive(Clone, Copy, Debug)]
struct Called {
    kind: SourceKind,
    /// How many words the row has.
    words: usize,
    /// The word it was found by.
    token: usize,
    /// Head of the phrase.
    head: usize,
}

/// What is known of whoever speaks.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    /// The trees and the tables.
    pub graph: &'a Graph<'a>,
    /// Who is who.
    pub clusters: &'a Clusters,
    /// Country and sector of each cluster.
    pub codings: &'a [Coding],
    /// Head of the phrase that names it.
    pub head: usize,
}

impl Voice<'_> {
    /// What kind of source it is; `beside`: the words that stand with the cue, which may tell that it is not to be named.
    pub fn kind(&self, beside: &[usize]) -> Option<SourceKind> {
        if self.nameless(beside) {
            return Some(SourceKind::Anonymous);
        }
        let called = self.called();
        if called != Some(SourceKind::Party) && self.unnamed() {
            return Some(SourceKind::Anonymous);
        }
        called
    }

    fn cluster(&self) -> Option<usize> {
        self.clusters.of(self.head)
    }

    fn sector(&self) -> Option<&str> {
        self.codings[self.cluster()?].sector.as_deref()
    }

    /// "on condition of anonymity", "who asked not to be named"
    fn nameless(&self, beside: &[usize]) -> bool {
        let own = self.graph.subtree(self.head);
        let hides = |t: &usize| {
            (1..=LONGEST).any(|n| self.window(*t..*t + n).is_some_and(|w| self.holds("anonymity", &w)))
        };
        own.iter().chain(beside).any(hides)
    }

    /// "an unidentified official"
    fn unnamed(&self) -> bool {
        let children = self.graph.children(self.head).iter();
        children
            .copied()
            .any(|c| c < self.head && self.holds("nameless", &self.graph.lemma(c).to_lowercase()))
    }

    fn holds(&self, class: &str, words: &str) -> bool {
        self.graph.tables.classes.holds(class, words)
    }

    /// What its words, its name and its sector say, in this order.
    fn called(&self) -> Option<SourceKind> {
        if self.is_outlet() {
            return Some(SourceKind::Media);
        }
        if let Some(called) = self.described() {
            return self.for_a_body(&called).unwrap_or_else(|| {
                // "a spokesman" of rebels or of the armed forces speaks for those who fight
                let fights = called.words == 1 && self.sector().is_some_and(fights);
                let fights = fights && called.kind == SourceKind::Official;
                Some(if fights { SourceKind::Party } else { called.kind })
            });
        }
        self.sector().and_then(of_sector).or_else(|| self.by_kind())
    }

    /// "a hospital spokesman", "an official of the Marsh Front": who speaks for a body is what the body is; for a firm or a
    /// team nothing that the record has a kind for. `None` where no body is told.
    fn for_a_body(&self, called: &Called) -> Option<Option<SourceKind>> {
        let lemma = self.graph.lemma(called.token).to_lowercase();
        if called.words > 1 || !self.holds("voice", &lemma) {
            return None;
        }
        let bodies = affiliation::spoken_for(self.graph, called.head);
        let bodies: Vec<usize> = bodies.into_iter().filter(|&b| b != called.token).collect();
        let kind = |&b: &usize| Voice { head: b, ..*self }.of_body();
        if let Some(kind) = bodies.iter().find_map(kind) {
            return Some(Some(kind));
        }
        let business = |b: &usize| {
            let lemma = self.graph.lemma(*b).to_lowercase();
            ["firm", "sport", "film", "market"].iter().any(|c| self.holds(c, &lemma))
        };
        bodies.iter().any(business).then_some(None)
    }

    /// What a word for a body says, without its people; a place or state has officials.
    fn of_body(&self) -> Option<SourceKind> {
        let word = self.graph.lemma(self.head).to_lowercase();
        let row = || self.row(self.head, None).map(|c| c.kind);
        let party = || {
            let row = self.graph.tables.world.party_word(&word)?;
            of_sector(&row.sector)
        };
        let kind = if self.is_outlet() { Some(SourceKind::Media) } else { row() };
        let kind = kind.or_else(party).or_else(|| self.sector().and_then(of_sector));
        kind.or_else(|| self.by_kind()).filter(|k| *k != SourceKind::Anonymous)
    }

    fn is_outlet(&self) -> bool {
        self.names().any(|(start, name)| {
            // no person is called "the"
            let article = || start > 0 && self.graph.is(start - 1, "the");
            let person = self.cluster().and_then(|c| self.clusters.all[c].kind) == Some(EntityKind::Person);
            (!person || article()) && outlets::named(self.graph.tables, name).is_some()
        })
    }

    /// Its names, each with its first word.
    fn names(&self) -> impl Iterator<Item = (usize, &str)> {
        let mentions = self.cluster().into_iter().flat_map(|c| &self.clusters.all[c].mentions);
        mentions.filter_map(|&i| {
            let name = self.clusters.mentions[i].name.as_ref()?;
            Some((name.start, &self.graph.text[self.graph.bytes(name)]))
        })
    }

    /// What the words call it, here or in another mention.
    fn described(&self) -> Option<Called> {
        let own = std::iter::once(self.head);
        let mentions = self.cluster().map(|c| &self.clusters.all[c].mentions).into_iter().flatten();
        let others = mentions
            .map(|&i| &self.clusters.mentions[i])
            .filter(|m| m.form != Form::Pronoun && m.head != self.head)
            .map(|m| m.head);
        own.chain(others).find_map(|head| self.described_at(head))
    }

    /// What a phrase calls somebody: the words that end in its head, the titles before a name, the description beside it.
    fn described_at(&self, head: usize) -> Option<Called> {
        let name = self.name_of(head);
        let before = name.iter().flat_map(|name| {
            let phrase = self.graph.phrase(head);
            (phrase.start.min(name.start)..name.start).filter(|&t| self.graph.is_noun(t))
        });
        let beside = self.graph.children_by(head, "appos").filter(|&a| self.graph.is_noun(a));
        // "Sister Mira" is no relative
        let title = |h: usize, c: &Called| {
            h < head && c.kind == SourceKind::Witness && self.graph.word(h).starts_with(char::is_uppercase)
        };
        let heads = std::iter::once(head).chain(before).chain(beside);
        let found = heads.filter_map(|h| Some((h, self.row(h, name.as_ref())?)));
        found.filter(|(h, c)| !title(*h, c)).map(|(_, c)| Called { head, ..c }).next()
    }

    /// The words of a person's name, which call nobody anything (`King`, `Major`).
    fn name_of(&self, head: usize) -> Option<Range<usize>> {
        let mention = self.clusters.mentions.iter().find(|m| m.head == head)?;
        mention.name.clone().filter(|_| mention.kind == EntityKind::Person)
    }

    /// The longest row of the table of sources whose words hold this one.
    fn row(&self, t: usize, name: Option<&Range<usize>>) -> Option<Called> {
        let inside = |w: &Range<usize>| name.is_some_and(|n| n.start <= w.start && w.end <= n.end);
        let windows = (1..=LONGEST).rev().flat_map(|n| (t.saturating_sub(n - 1)..=t).map(move |s| s..s + n));
        windows.filter(|w| !inside(w)).find_map(|w| {
            let words = w.len();
            let kind = self.forms(w).iter().find_map(|f| self.graph.tables.attribution.source(f))?;
            Some(Called { kind, words, token: t, head: t })
        })
    }

    /// Words as they stand, as lemmas, and with the lemma of the last alone.
    fn forms(&self, words: Range<usize>) -> Vec<String> {
        let Some(whole) = self.window(words.clone()) else { return Vec::new() };
        let lemma = |t: usize| self.graph.lemma(t).to_lowercase();
        let lemmas: Vec<String> = words.clone().map(lemma).collect();
        let last = words.end - 1;
        let mut mixed: Vec<String> = words.map(|t| self.graph.word(t).to_lowercase()).collect();
        mixed.pop();
        mixed.push(lemma(last));
        let mut forms = vec![whole, mixed.join(" "), lemmas.join(" ")];
        // "spokesmen"
        forms.extend(forms[0].strip_suffix("men").map(|w| format!("{w}man")));
        forms
    }

    /// Words of one sentence as they stand, in small letters.
    fn window(&self, words: Range<usize>) -> Option<String> {
        let sentence = &self.graph.syntax.sentences[self.graph.sentence_of(words.start)].tokens;
        let inside = words.end <= sentence.end;
        inside.then(|| words.map(|t| self.graph.word(t).to_lowercase()).collect::<Vec<_>>().join(" "))
    }

    /// A state or its capital is its government; an armed body may be known by its name alone (`the Marsh Front`).
    fn by_kind(&self) -> Option<SourceKind> {
        let cluster = &self.clusters.all[self.cluster()?];
        let world = &self.graph.tables.world;
        let state = |name: &str| world.country_word(name).is_some() || world.capital(name).is_some();
        match cluster.kind? {
            EntityKind::Place if self.names().any(|(_, name)| state(name)) => Some(SourceKind::Official),
            EntityKind::Group | EntityKind::Organization => {
                let ends = |k: &String| k.rsplit(' ').next().is_some_and(|w| self.holds("armedname", w));
                cluster.keys.iter().any(|k| k.contains(' ') && ends(k)).then_some(SourceKind::Party)
            }
            _ => None,
        }
    }
}

/// What a text, film or recording is as a source where nobody is told to have made it: a post is of social media.
pub fn of_text(graph: &Graph<'_>, head: usize) -> Option<SourceKind> {
    (texts::channel(graph, head) == Some(ChannelKind::Social)).then_some(SourceKind::Social)
}

fn of_sector(sector: &str) -> Option<SourceKind> {
    Some(match sector {
        "GOV" | "LEG" | "JUD" | "COP" | "SPY" | "PTY" => SourceKind::Official,
        "IGO" => SourceKind::Igo,
        "NGO" | "SOC" => SourceKind::Ngo,
        "JRN" => SourceKind::Media,
        "MED" => SourceKind::Medical,
        "CVL" | "REF" => SourceKind::Witness,
        s if fights(s) => SourceKind::Party,
        _ => return None,
    })
}
