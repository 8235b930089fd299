//! Mentions: every phrase that names somebody or something, with what its words tell of it.

use std::ops::Range;

use crate::record::EntityKind;
use crate::tables::gazetteer::name::normalise;
use crate::tables::{CountryWord, Gender, GenderOf, Group, PartyWord, irregular};

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
    /// The gender that its words tell.
    pub gender: Option<Gender>,
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
        gender: None,
        phrase,
    };
    if mention.name.as_ref().is_some_and(|n| only_titles(graph, n) || only_people(graph, head, n)) {
        mention.name = None;
    }
    if mention.name.is_some() {
        mention.form = Form::Name;
    }
    describe(graph, &mut mention);
    mention.gender = gender(graph, &mention);
    mention
}

/// He or she, as pronoun, noun, title or given name tell.
fn gender(graph: &Graph<'_>, mention: &Mention) -> Option<Gender> {
    let world = &graph.tables.world;
    let noun = |t: usize| world.gender(GenderOf::Noun, graph.lemma(t));
    if graph.token(mention.head).upos == "PRON" {
        return noun(mention.head);
    }
    let Some(name) = mention.name.as_ref().filter(|_| mention.kind == EntityKind::Person) else {
        return noun(mention.head).filter(|_| !mention.plural);
    };
    let title = (1..=2usize).rev().filter(|n| name.start >= *n).find_map(|n| {
        let words = &graph.text[graph.bytes(&(name.start - n..name.start))];
        world.gender(GenderOf::Title, words)
    });
    let described = mention.phrase.clone().take_while(|&t| t < name.start).find_map(noun);
    let given = || world.gender(GenderOf::Name, graph.word(name.start)).filter(|_| name.len() > 1);
    title.or(described).or_else(given)
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

/// "MARSH FRONT GUERRILLAS": where all is in capitals, a plural noun for people with what stands before it names nobody,
/// unless the tables know it.
fn only_people(graph: &Graph<'_>, head: usize, name: &Range<usize>) -> bool {
    let lemma = graph.lemma(head).to_lowercase();
    let world = &graph.tables.world;
    let person = world.party_word(&lemma).is_some_and(|w| w.kind == EntityKind::Person);
    let people = person
        || ["people", "armed", "membership"].iter().any(|class| graph.tables.classes.holds(class, &lemma));
    people
        && name.end == head + 1
        && capitals(graph, name)
        && matches!(graph.token(head).xpos, "NNS" | "NNPS")
        && world.group(&graph.text[graph.bytes(name)]).is_none()
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

/// Whether a token can stand within a name: it has a capital, a digit or no letter, or is a particle between two such.
fn of_a_name(graph: &Graph<'_>, t: usize, start: usize) -> bool {
    let word = graph.word(t);
    !word.chars().next().is_some_and(char::is_lowercase)
        || (t > start && graph.tables.world.transliteration.particle(word))
        || matches!(graph.token(t).upos, "PART" | "PUNCT")
}

/// A name without the article, title or quotation mark before it.
fn trim(graph: &Graph<'_>, mut name: Range<usize>, head: usize) -> Range<usize> {
    let longest = |name: &Range<usize>| {
        (1..name.len().min(5)).rev().find(|&n| {
            let words = &graph.text[graph.bytes(&(name.start..name.start + n))];
            graph.tables.world.title(words).is_some()
        })
    };
    let before_head = |name: &Range<usize>| {
        let stray = |&t: &usize| t < head && !of_a_name(graph, t, name.start);
        name.clone().rfind(stray).map(|t| t + 1)
    };
    // "the 44-year-old Daro Velt", "opposition leader Daro Velt": what stands before a name is none of it
    if let Some(start) = before_head(&name) {
        name.start = start;
    }
    while name.len() > 1
        && (graph.token(name.start).upos == "DET"
            || graph.token(name.start).upos == "PUNCT"
            || graph.token(name.start).upos == "PRON"
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
    let person = is_persons(graph, &name);
    while person && name.len() > 1 {
        let nation = matches!(
            graph.tables.world.country_word(graph.word(name.start)),
            Some((_, CountryWord::Adjective))
        );
        match longest(&name) {
            Some(n) => name.start += n,
            None if (nation || role_word(graph, name.start)) && name.len() > 2 => name.start += 1,
            None => break,
        }
    }
    if person && capitals(graph, &name) {
        name.start = behind_roles(graph, &name);
    }
    if let Some(start) = behind_office(graph, &name).filter(|_| person) {
        name.start = start;
    }
    let titled = person && name.start > head;
    while name.len() > 1 && matches!(graph.token(name.end - 1).upos, "PUNCT" | "PART" | "ADP") {
        name.end -= 1;
    }
    if let Some(body) = known_body(graph, &name) {
        return body;
    }
    // "minister Ilen Quarsh" with the minister as the head: the name is the name
    if titled || name.contains(&head) { name } else { name.start.min(head)..name.end.max(head + 1) }
}

/// "the pro-Maoist Shining Path guerrilla organization": the name of a body that the tables know, without what only
/// describes it.
fn known_body(graph: &Graph<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    let world = &graph.tables.world;
    let known = |r: &Range<usize>| world.group(&graph.text[graph.bytes(r)]).is_some();
    let describes = |t: usize| {
        let word = graph.word(t).to_lowercase();
        let row = world.party_word(&word).or_else(|| world.party_word(graph.lemma(t)));
        matches!(graph.token(t).upos, "ADJ" | "PUNCT" | "DET")
            || graph.word(t) == "-"
            || row.is_some()
            || graph.tables.classes.holds("body", &word)
            || ["ist", "ite", "pro"].iter().any(|end| word.ends_with(end))
    };
    if name.len() < 2 || known(name) {
        return None;
    }
    let runs = (1..name.len()).rev().flat_map(|n| (name.start..=name.end - n).map(move |s| s..s + n));
    runs.clone().find(|r| known(r) && name.clone().filter(|t| !r.contains(t)).all(describes))
}

/// Whether the reader takes the end of a name for a person's; in capitals a title or job before it says so too.
fn is_persons(graph: &Graph<'_>, name: &Range<usize>) -> bool {
    let last = |s: &&super::annotations::EntitySpan| s.tokens.contains(&(name.end - 1));
    let labelled =
        graph.syntax.spans.iter().filter(last).any(|s| matches!(s.label, "Person" | "PER" | "per"));
    labelled
        || (name.len() > 1
            && capitals(graph, name)
            && behind_roles(graph, name) > name.start
            && !bodys(graph, name))
}

/// Whether a name ends in a word for a body or a building.
fn bodys(graph: &Graph<'_>, name: &Range<usize>) -> bool {
    let last = graph.word(name.end - 1).to_lowercase();
    let tables = graph.tables;
    let world = &tables.world;
    world.party_word(&last).is_some()
        || world.title(&last).is_some()
        || ["building", "premises", "territory", "troops", "membership", "vehicle"]
            .iter()
            .any(|c| tables.classes.holds(c, &last))
        || world.group(&graph.text[graph.bytes(name)]).is_some()
        || matches!(graph.token(name.end - 1).xpos, "NNS" | "NNPS" | "NN")
}

/// Where all is in capitals, a name runs into the words for its bearer ("MARSH PARTY LEADER ILEN QUARSH"): it begins
/// behind the last of them.
fn behind_roles(graph: &Graph<'_>, name: &Range<usize>) -> usize {
    let role = |t: &usize| role_word(graph, *t) || graph.tables.world.title(graph.word(*t)).is_some();
    (name.start..name.end - 1).rev().find(role).map_or(name.start, |t| t + 1)
}

/// A common noun for a person by job or standing (`leader`, `attorney`), or a word like `former` before one.
fn role_word(graph: &Graph<'_>, t: usize) -> bool {
    let word = graph.word(t).to_lowercase();
    let person = graph.tables.world.party_word(&word).is_some_and(|w| w.kind == EntityKind::Person);
    (person && (graph.token(t).upos == "NOUN" || capitals(graph, &(t..t + 1))))
        || graph.tables.classes.holds("standing", &word)
}

/// Whether no letter of the words is a small one.
fn capitals(graph: &Graph<'_>, words: &Range<usize>) -> bool {
    let letters = graph.text[graph.bytes(words)].chars().filter(|c| c.is_alphabetic());
    letters.clone().count() > 1 && letters.clone().all(char::is_uppercase)
}

/// "Arab League Secretary-General X": where the name begins behind a body or country and its office.
fn behind_office(graph: &Graph<'_>, name: &Range<usize>) -> Option<usize> {
    let world = &graph.tables.world;
    let words = |r: Range<usize>| &graph.text[graph.bytes(&r)];
    let body =
        |r: Range<usize>| world.group(words(r.clone())).is_some() || world.country_word(words(r)).is_some();
    (name.start + 1..name.end).filter(|&at| body(name.start..at)).find_map(|at| {
        let longest = (1..=4usize).rev().filter(|n| at + n < name.end);
        longest.map(|n| at + n).find(|&end| world.title(words(at..end)).is_some())
    })
}

/// Whose they are: a possessor, the one they are loyal to, under, or of.
fn principal(graph: &Graph<'_>, head: usize) -> Option<usize> {
    if let Some(p) =
        graph.possessor(head).filter(|&p| graph.token(p).upos == "PROPN" || graph.token(p).upos == "PRON")
    {
        return Some(p);
    }
    if let Some(p) = named_before(graph, head) {
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
                .filter(|&o| {
                    matches!(graph.relation(o), "obl" | "nmod") || (o < c && hyphen_before(graph, c))
                })
                .filter(|&o| graph.is_noun(o))
                .chain(stray);
            let named = below.map(|o| proper_within(graph, o)).next();
            if let Some(Some(o)) = named {
                return Some(o);
            }
        }
    }
    None
}

/// "Haftar forces", "pro-Haftar militants", "Houthi rebels": a person or group whose name stands before a common noun.
fn named_before(graph: &Graph<'_>, head: usize) -> Option<usize> {
    if graph.token(head).upos != "NOUN" {
        return None;
    }
    let world = &graph.tables.world;
    let known = |t: usize| {
        let words = graph.word(t);
        world.group(words).is_some() || world.people(words).next().is_some()
    };
    let pro = (head.saturating_sub(2)..head)
        .find(|&t| t > 1 && graph.word(t - 1) == "-" && graph.is(t - 2, "pro") && known(t));
    pro.or_else(|| {
        graph.children(head).iter().copied().find(|&c| {
            c < head
                && graph.token(c).upos == "PROPN"
                && matches!(graph.relation(c), "compound" | "amod" | "nmod" | "flat")
                && world.country_word(graph.word(c)).is_none()
                && !against(graph, c)
                && known(c)
        })
    })
}

/// "anti-Haftar": the prefix turns it round.
fn against(graph: &Graph<'_>, t: usize) -> bool {
    (t > 1 && graph.word(t - 1) == "-" && graph.is(t - 2, "anti")) || graph.is(t.saturating_sub(1), "anti")
}

fn hyphen_before(graph: &Graph<'_>, t: usize) -> bool {
    t > 0 && graph.word(t - 1) == "-"
}

/// "Saudi-backed", "pro-Russian", "anti-French": the country of another, not of those whom the phrase names.
fn of_another(graph: &Graph<'_>, t: usize) -> bool {
    let word = |i: usize| graph.syntax.tokens.get(i).map(|_| graph.word(i));
    let behind = word(t + 1) == Some("-")
        && word(t + 2).is_some_and(|w| {
            let lemma = graph.lemma(t + 2).to_lowercase();
            graph.tables.classes.holds("allegiance", &lemma)
                || graph.tables.classes.holds("allegiance", &w.to_lowercase())
        });
    let before = t > 1 && graph.word(t - 1) == "-" && ["pro", "anti"].iter().any(|p| graph.is(t - 2, p));
    behind || before
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
        // `DRC` is the country before it is the body that has the same letters
        let country = matches!(world.country_word(words), Some((_, CountryWord::Name)));
        if !country
            && let Some(group) = world.group(words).or_else(|| in_quotes(words).and_then(|w| world.group(w)))
        {
            mention.kind =
                if irregular(&group.sector) { EntityKind::Group } else { EntityKind::Organization };
            mention.country = Some(group.country.clone());
            mention.sector = Some(group.sector.clone());
            return;
        }
        if let Some((country, word)) = world.country_word(words) {
            mention.kind = if word == CountryWord::Demonym { EntityKind::Group } else { EntityKind::Place };
            mention.country = Some(country.iso3.clone());
            if word == CountryWord::Demonym {
                mention.country = citizens_of(graph, mention.head).unwrap_or_else(|| mention.country.clone());
            }
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
        // "the Marsh Front", whatever place it is called after
        let last = graph.lemma(name.end - 1).to_lowercase();
        if mention.kind == EntityKind::Place && graph.tables.classes.holds("bodyname", &last) {
            mention.kind = EntityKind::Organization;
        }
        if mention.kind == EntityKind::Person && graph.tables.attribution.is_outlet(words) {
            mention.kind = EntityKind::Organization;
        }
    }
    words(graph, mention);
}

/// The `Indian Ocean` is not India's.
fn names_waters(graph: &Graph<'_>, t: usize) -> bool {
    let next = (t + 1 < graph.syntax.tokens.len()).then(|| graph.word(t + 1).to_lowercase());
    next.is_some_and(|word| graph.tables.classes.holds("waters", &word))
}

/// "Bosnian Serbs" are of Bosnia, "ethnic Albanians" of no country that the words give; `None` where nothing stands before.
fn citizens_of(graph: &Graph<'_>, head: usize) -> Option<Option<String>> {
    let before = head.checked_sub(1).filter(|&b| graph.head(b) == Some(head))?;
    if graph.is(before, "ethnic") {
        return Some(None);
    }
    let (country, how) = graph.tables.world.country_word(graph.word(before))?;
    (how == CountryWord::Adjective).then(|| Some(country.iso3.clone()))
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
    // "home guard", "police officer": what two words name together
    let two = mention
        .head
        .checked_sub(1)
        .filter(|_| mention.name.is_none())
        .map(|b| format!("{} {lemma}", graph.lemma(b).to_lowercase()));
    let compound = two.as_deref().and_then(|w| world.party_word(w));
    if let Some(word) = compound.or_else(|| party_word(graph, mention.head)) {
        if mention.name.is_none() {
            mention.kind = word.kind;
        }
        mention.sector = Some(word.sector.clone()).filter(|s| !s.is_empty());
        mention.country = Some(word.country.clone()).filter(|c| !c.is_empty());
    } else if mention.name.is_none() {
        mention.kind = common_kind(graph, mention.head, &lemma);
    }
    if mention.name.is_none()
        && matches!(mention.kind, EntityKind::Person | EntityKind::Group)
        && let Some(group) = of_group(graph, mention)
    {
        mention.sector = Some(group.sector.clone());
        mention.country = Some(group.country.clone());
    }
    for t in mention.phrase.clone() {
        if let Some((country, _)) = world.country_word(graph.word(t))
            && mention.country.is_none()
            && !of_another(graph, t)
            && !names_waters(graph, t)
            && graph.is_noun(t) | (graph.token(t).upos == "ADJ")
            && mention.name.as_ref().is_none_or(|n| !n.contains(&t) || mention.kind != EntityKind::Person)
        {
            mention.country = Some(country.iso3.clone());
        }
        if mention.sector.is_none() && t < mention.head && mention.kind != EntityKind::Place {
            mention.sector = world
                .title(&graph.text[graph.token(t).range.clone()])
                .filter(|s| !s.is_empty())
                .map(str::to_owned);
        }
    }
    let Some(name) = mention.name.clone().filter(|_| mention.kind == EntityKind::Person) else { return };
    if let Some(sector) = before(graph, name.start) {
        mention.sector = Some(sector);
    }
    if let Some(group) = body_before(graph, mention.phrase.start, name.start) {
        mention.country = mention.country.take().or_else(|| Some(group.country.clone()));
        mention.sector = mention.sector.take().or_else(|| Some(group.sector.clone()));
    }
}

/// The body that an office before a name is of ("Arab League Secretary-General X").
fn body_before<'a>(graph: &Graph<'a>, start: usize, end: usize) -> Option<&'a Group> {
    let groups = &graph.tables.world;
    let from = |a: usize| {
        (a + 1..=end.min(a + 5)).rev().find_map(|b| groups.group(&graph.text[graph.bytes(&(a..b))]))
    };
    (start..end).filter(|&a| graph.token(a).upos == "PROPN").find_map(from)
}

/// The group whose people a phrase names: "a Hamas commander", "members of the Taliban".
fn of_group<'a>(graph: &Graph<'a>, mention: &Mention) -> Option<&'a Group> {
    let known = |t: usize| {
        let name = name_around(graph, t).unwrap_or(t..t + 1);
        let world = &graph.tables.world;
        world.group(&graph.text[graph.bytes(&name)]).or_else(|| world.group(graph.word(t)))
    };
    let lemma = graph.lemma(mention.head).to_lowercase();
    let belongs = graph.tables.classes.holds("ranks", &lemma);
    let modifier = |c: &usize| match graph.relation(*c) {
        "compound" | "amod" => *c < mention.head,
        "nmod" if belongs => {
            *c < mention.head && graph.child(*c, "case").is_none()
                || matches!(graph.preposition(*c).as_deref(), Some("of" | "from"))
        }
        _ => false,
    };
    let inside = || {
        let before = (mention.phrase.start..mention.head).filter(|&t| graph.token(t).upos == "PROPN");
        before.filter(|_| belongs).find_map(|t| graph.tables.world.group(graph.word(t)))
    };
    graph.children(mention.head).iter().copied().filter(modifier).find_map(known).or_else(inside)
}

/// The sector of a title right before a name.
fn before(graph: &Graph<'_>, start: usize) -> Option<String> {
    (1..=3usize).rev().filter(|n| start >= *n).find_map(|n| {
        let words = &graph.text[graph.bytes(&(start - n..start))];
        graph.tables.world.title(words).filter(|s| !s.is_empty()).map(str::to_owned)
    })
}

/// The row for the longest compound that ends in the head (`police officer` before `officer`).
fn party_word<'a>(graph: &Graph<'a>, head: usize) -> Option<&'a PartyWord> {
    let world = &graph.tables.world;
    let (surface, lemma) = (graph.word(head).to_lowercase(), graph.lemma(head).to_lowercase());
    let compound = |n: usize| {
        let words = (head - n..head).map(|t| graph.word(t).to_lowercase());
        let before = words.collect::<Vec<_>>().join(" ");
        [&surface, &lemma].into_iter().find_map(|last| world.party_word(&format!("{before} {last}")))
    };
    (1..=3usize)
        .rev()
        .filter(|n| head >= *n && graph.sentence_of(head - n) == graph.sentence_of(head))
        .find_map(compound)
        .or_else(|| world.party_word(&surface))
        .or_else(|| world.party_word(&lemma))
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
    normalise(&graph.text[graph.bytes(name)])
}

/// The name's key across transliterations.
pub fn sound(graph: &Graph<'_>, name: &Range<usize>) -> Option<String> {
    graph.tables.world.transliteration.key(&graph.text[graph.bytes(name)])
}
