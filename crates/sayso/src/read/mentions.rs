//! Mentions: every phrase that names somebody or something, with what its words tell of it.

use std::ops::Range;

use crate::record::EntityKind;
use crate::tables::{CountryWord, name_key};

use super::graph::Graph;

/// A phrase that names somebody or something.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Its head token.
    pub head: usize,
    /// The whole phrase.
    pub phrase: Range<usize>,
    /// The proper name in it, where the head belongs to one.
    pub name: Option<Range<usize>>,
    /// What it is.
    pub kind: EntityKind,
    /// How it refers.
    pub form: Form,
    /// Whether it speaks of several.
    pub plural: bool,
    /// Country that its words give (ISO 3166-1 alpha-3).
    pub country: Option<String>,
    /// Sector that its words give (PLOVER).
    pub sector: Option<String>,
    /// Head of the one it belongs to (`forces loyal to X`, `X's militias`).
    pub principal: Option<usize>,
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// By a name.
    Name,
    /// By a description that points back (`the general`).
    Definite,
    /// By another description.
    Nominal,
    /// By a pronoun.
    Pronoun,
}

/// The mention whose head is that token.
pub fn at(graph: &Graph<'_>, head: usize) -> Mention {
    let name = name_around(graph, head);
    let phrase = if graph.token(head).upos == "PRON" { head..head + 1 } else { graph.phrase(head) };
    let mut mention = Mention {
        head,
        name,
        kind: EntityKind::Other,
        form: form(graph, head, &phrase),
        plural: matches!(graph.token(head).xpos, "NNS" | "NNPS")
            || ["they", "them", "we"].iter().any(|p| graph.is(head, p)),
        country: None,
        sector: None,
        principal: principal(graph, head),
        phrase,
    };
    if mention.name.as_ref().is_some_and(|n| only_titles(graph, n)) {
        mention.name = None;
    }
    if mention.name.is_some() {
        mention.form = Form::Name;
    }
    describe(graph, &mut mention);
    mention
}

fn form(graph: &Graph<'_>, head: usize, phrase: &Range<usize>) -> Form {
    if matches!(graph.token(head).upos, "PRON" | "DET") {
        return Form::Pronoun;
    }
    let definite = graph.children(head).iter().any(|&c| {
        phrase.contains(&c)
            && (graph.token(c).deprel == "nmod:poss"
                || (graph.relation(c) == "det"
                    && ["the", "this", "that", "these", "those", "both"].iter().any(|d| graph.is(c, d))))
    });
    if definite { Form::Definite } else { Form::Nominal }
}

/// The longest span of a name that the head belongs to; failing that, the names joined to it.
fn name_around(graph: &Graph<'_>, head: usize) -> Option<Range<usize>> {
    if graph.token(head).upos == "PRON" {
        return None;
    }
    let all_proper = |r: &Range<usize>| {
        r.clone().any(|t| graph.token(t).upos == "PROPN")
            && r.clone().all(|t| {
                matches!(graph.token(t).upos, "PROPN" | "ADP" | "PUNCT" | "DET" | "CCONJ" | "PART" | "NUM")
                    || starts_upper(graph.word(t))
                    || graph.relation(t) == "flat"
            })
    };
    let span = graph
        .syntax
        .spans
        .iter()
        .filter(|s| {
            s.tokens.contains(&head)
                && all_proper(&s.tokens)
                && !matches!(s.label, "Temporal" | "tim" | "Quantity" | "Money" | "Nationality")
        })
        .filter(|s| graph.head(head).is_none_or(|h| !s.tokens.contains(&h)))
        .max_by_key(|s| (s.tokens.len(), std::cmp::Reverse(s.tokens.start)))
        .map(|s| trim(graph, s.tokens.clone(), head));
    span.or_else(|| {
        (graph.token(head).upos == "PROPN").then(|| {
            let joined = |t: usize| {
                graph.token(t).upos == "PROPN"
                    && graph.head(t) == Some(head)
                    && matches!(graph.relation(t), "compound" | "flat" | "amod")
            };
            let (mut a, mut b) = (head, head + 1);
            while a > 0 && (joined(a - 1) || (graph.word(a - 1) == "-" && a > 1 && joined(a - 2))) {
                a -= 1;
            }
            while b < graph.syntax.tokens.len()
                && (joined(b) || (graph.word(b) == "-" && b + 1 < graph.syntax.tokens.len() && joined(b + 1)))
            {
                b += 1;
            }
            trim(graph, a..b, head)
        })
    })
}

/// "Egyptian President", "Prime Minister": capitals that name an office, not a person.
fn only_titles(graph: &Graph<'_>, name: &Range<usize>) -> bool {
    let world = &graph.tables.world;
    let start = name.clone().find(|&t| world.country_word(graph.word(t)).is_none()).unwrap_or(name.start);
    let rest = start..name.end;
    let titled = |r: &Range<usize>| world.title(&graph.text[graph.bytes(r)]).is_some();
    let known = graph.text[graph.bytes(name)].trim();
    world.country_word(known).is_none()
        && world.group(known).is_none()
        && (titled(&rest)
            || rest.len() == 2
                && titled(&(rest.start..rest.start + 1))
                && titled(&(rest.start + 1..rest.end)))
}

fn starts_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// A name without the article, title or quotation mark before it.
fn trim(graph: &Graph<'_>, mut name: Range<usize>, head: usize) -> Range<usize> {
    let longest = |name: &Range<usize>| {
        (1..name.len().min(5)).rev().find(|&n| {
            let words = &graph.text[graph.bytes(&(name.start..name.start + n))];
            graph.tables.world.title(words).is_some()
        })
    };
    while name.len() > 1
        && (graph.token(name.start).upos == "DET"
            || graph.token(name.start).upos == "PUNCT"
            || graph.token(name.start).upos == "ADP")
    {
        name.start += 1;
    }
    // "Libya Haftar's militias": a headline's country before a known person
    let known = |r: Range<usize>| graph.tables.world.people(&graph.text[graph.bytes(&r)]).next().is_some();
    while name.len() > 1
        && graph.tables.world.country_word(graph.word(name.start)).is_some()
        && known(name.start + 1..name.end)
    {
        name.start += 1;
    }
    let person = graph
        .syntax
        .spans
        .iter()
        .any(|s| s.tokens.contains(&(name.end - 1)) && matches!(s.label, "Person" | "PER" | "per"));
    while person && name.len() > 1 {
        let nation = matches!(
            graph.tables.world.country_word(graph.word(name.start)),
            Some((_, CountryWord::Adjective))
        );
        match longest(&name) {
            Some(n) => name.start += n,
            None if nation && name.len() > 2 => name.start += 1,
            None => break,
        }
    }
    while name.len() > 1 && matches!(graph.token(name.end - 1).upos, "PUNCT" | "PART" | "ADP") {
        name.end -= 1;
    }
    if name.contains(&head) { name } else { name.start.min(head)..name.end.max(head + 1) }
}

/// Whose they are: a possessor, the one they are loyal to, under, or of.
fn principal(graph: &Graph<'_>, head: usize) -> Option<usize> {
    if let Some(p) =
        graph.possessor(head).filter(|&p| graph.token(p).upos == "PROPN" || graph.token(p).upos == "PRON")
    {
        return Some(p);
    }
    for c in graph.children(head).iter().copied() {
        let loyal = graph.relation(c) == "amod" || graph.relation(c) == "acl";
        if loyal && graph.tables.classes.holds("allegiance", &graph.lemma(c).to_lowercase()) {
            // the phrase hangs on `loyal`, or strays to the noun ("militias loyal to X")
            let stray = graph
                .children_by(head, "nmod")
                .filter(|&o| o > c && graph.preposition(o).as_deref() == Some("to"));
            let below = graph
                .children(c)
                .iter()
                .copied()
                .filter(|&o| matches!(graph.relation(o), "obl" | "nmod"))
                .chain(stray);
            let named = below.map(|o| proper_within(graph, o)).next();
            if let Some(Some(o)) = named {
                return Some(o);
            }
        }
    }
    None
}

/// "the rogue war criminal [Khalifa Haftar]": the name stands beside the description.
fn proper_within(graph: &Graph<'_>, t: usize) -> Option<usize> {
    if graph.token(t).upos == "PROPN" {
        return Some(t);
    }
    graph
        .children(t)
        .iter()
        .copied()
        .find(|&c| {
            graph.token(c).upos == "PROPN"
                && matches!(graph.relation(c), "appos" | "flat" | "compound" | "dep")
        })
        .or(Some(t))
}

/// Kind, country and sector from names, labels and words.
fn describe(graph: &Graph<'_>, mention: &mut Mention) {
    let world = &graph.tables.world;
    if let Some(name) = &mention.name {
        let words = &graph.text[graph.bytes(name)];
        if let Some(group) = world.group(words).or_else(|| in_quotes(words).and_then(|w| world.group(w))) {
            mention.kind = if matches!(group.sector.as_str(), "REB" | "PRM" | "UAF" | "CRM" | "IMG") {
                EntityKind::Group
            } else {
                EntityKind::Organization
            };
            mention.country = Some(group.country.clone());
            mention.sector = Some(group.sector.clone());
            return;
        }
        if let Some((country, word)) = world.country_word(words) {
            mention.kind = if word == CountryWord::Demonym { EntityKind::Group } else { EntityKind::Place };
            mention.country = Some(country.iso3.clone());
            if word == CountryWord::Demonym {
                mention.sector = Some("CVL".to_owned());
            }
            return;
        }
        mention.kind = if world.people(words).next().is_some() {
            EntityKind::Person
        } else {
            labelled(graph, mention.head, name)
        };
    }
    words(graph, mention);
}

fn in_quotes(words: &str) -> Option<&str> {
    let inner = words.trim_matches(|c| matches!(c, '"' | '“' | '”' | '\''));
    (inner.len() < words.len()).then_some(inner)
}

/// The kind that the labels over the head speak for, the surest first.
fn labelled(graph: &Graph<'_>, head: usize, name: &Range<usize>) -> EntityKind {
    let best = graph
        .syntax
        .spans
        .iter()
        .filter(|s| s.tokens.contains(&head))
        .filter_map(|s| kind_of(s.label).map(|k| (k, s.score + f32::from(u8::from(s.tokens == *name)))))
        .max_by(|a, b| a.1.total_cmp(&b.1));
    best.map_or(EntityKind::Other, |(k, _)| k)
}

fn kind_of(label: &str) -> Option<EntityKind> {
    Some(match label {
        "Person" | "PER" | "per" => EntityKind::Person,
        "Organisation" | "ORG" | "org" => EntityKind::Organization,
        "Location" | "LOC" | "geo" | "gpe" => EntityKind::Place,
        "Weapon" => EntityKind::Weapon,
        "Vehicle" | "MilitaryPlatform" => EntityKind::Vehicle,
        _ => return None,
    })
}

/// What the common nouns and adjectives of the phrase tell.
fn words(graph: &Graph<'_>, mention: &mut Mention) {
    let world = &graph.tables.world;
    let lemma = graph.lemma(mention.head).to_lowercase();
    let surface = graph.word(mention.head).to_lowercase();
    if let Some(word) = world.party_word(&surface).or_else(|| world.party_word(&lemma)) {
        if mention.name.is_none() {
            mention.kind = word.kind;
        }
        mention.sector = Some(word.sector.clone()).filter(|s| !s.is_empty());
        mention.country = Some(word.country.clone()).filter(|c| !c.is_empty());
    } else if mention.name.is_none() {
        mention.kind = common_kind(graph, mention.head, &lemma);
    }
    for t in mention.phrase.clone() {
        if let Some((country, _)) = world.country_word(graph.word(t))
            && mention.country.is_none()
            && graph.is_noun(t) | (graph.token(t).upos == "ADJ")
            && mention.name.as_ref().is_none_or(|n| !n.contains(&t) || mention.kind != EntityKind::Person)
        {
            mention.country = Some(country.iso3.clone());
        }
        if mention.sector.is_none() && t < mention.head && mention.kind != EntityKind::Place {
            mention.sector = world.title(&graph.text[graph.token(t).range.clone()]).map(str::to_owned);
        }
    }
    if let Some(name) = &mention.name
        && mention.kind == EntityKind::Person
        && mention.sector.is_none()
    {
        mention.sector = before(graph, name.start);
    }
}

/// The sector of a title right before a name.
fn before(graph: &Graph<'_>, start: usize) -> Option<String> {
    (1..=3usize).rev().filter(|n| start >= *n).find_map(|n| {
        let words = &graph.text[graph.bytes(&(start - n..start))];
        graph.tables.world.title(words).map(str::to_owned)
    })
}

fn common_kind(graph: &Graph<'_>, head: usize, lemma: &str) -> EntityKind {
    let classes = &graph.tables.classes;
    let two =
        if head > 0 { format!("{} {lemma}", graph.lemma(head - 1).to_lowercase()) } else { String::new() };
    if graph.token(head).upos == "NUM" {
        EntityKind::Group
    } else if matches!(lemma, "he" | "she" | "him" | "her" | "his" | "who" | "i") {
        EntityKind::Person
    } else if matches!(lemma, "they" | "them" | "we" | "us") {
        EntityKind::Group
    } else if graph.tables.world.weapon(lemma).is_some()
        || graph.tables.world.weapon(&two).is_some()
        || classes.holds("weapon", lemma)
    {
        EntityKind::Weapon
    } else if classes.holds("people", lemma) || classes.holds("official", lemma) {
        EntityKind::Person
    } else if classes.holds("armed", lemma) {
        EntityKind::Group
    } else if classes.holds("building", lemma) {
        EntityKind::Facility
    } else if classes.holds("vehicle", lemma) {
        EntityKind::Vehicle
    } else if classes.holds("territory", lemma) {
        EntityKind::Place
    } else {
        EntityKind::Other
    }
}

/// The name's letters as they are compared.
pub fn key(graph: &Graph<'_>, name: &Range<usize>) -> String {
    name_key(&graph.text[graph.bytes(name)])
}
