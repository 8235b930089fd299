//! MUC-4: who (person, organisation) did it, what and whom it hit, with what weapon, per report.
//!
//! The measure is CEAF-REE, entities by role, as Du, Rush and Cardie define it ("GRIT: Generative Role-filler
//! Transformers for Document-level Event Role Filler Extraction", EACL 2021) and their published scorer computes it: per
//! report and role a one-to-one assignment of predicted entities to gold entities, where a predicted one is right if each
//! of its mentions is among the mentions of the gold one (phi strict); micro precision, recall and F1 over reports and
//! roles. The templates of a report (Du et al., "Template Filling with Generative Transformers", NAACL 2021) are merged
//! as GRIT's preparation does: an entity whose mentions are all among another's, or the other way, is not taken twice.
//!
//! ```text
//! gold Target   {PILMAI BUILDING, BUILDING}  {WATER PIPES}
//! predicted     {BUILDING}  {PIPES}                         ->  P 1/2, R 1/2; by head P 2/2, R 2/2
//! ```
//!
//! How a [`Reading`] becomes roles (decided on the training part only):
//! - An event counts if it is an ASSAULT that occurred or is going on. Of the training templates 4 in 100 are threats,
//!   and far more threats in the texts have no template; kidnapping is an ASSAULT (mode `abduct`), robbery (1.5 in 100)
//!   is left out. After the filling rules a clash is no incident (an ASSAULT whose every sufferer is armed, or one that is
//!   among ACLED's Battles and hits nobody and nothing civil), nor is what lies more than two months back by its own date.
//!   Nor is an ASSAULT that hits nothing and names no weapon: a mention in passing (of 83 actors there 18 were in the keys).
//! - An actor that is a person, or a group called by a plural of people (`guerrillas`, `four men`), is a PerpInd; an
//!   organisation or a group called otherwise is a PerpOrg. So is an organisation named inside a PerpInd's words.
//! - A victim or recipient that is a person and called by name is a Victim: the role holds the key's names, not its
//!   descriptions (97 in 100 of the training fillers are names).
//! - A target or recipient that is a facility, a vehicle or a thing, or an organisation as target, is a Target.
//! - One mention each: the name of what has one, else the argument's words without determiner and relative clause; a
//!   pronoun is put out as what it means, and left out where that is not known. Targets and weapons go without the number
//!   before them, perpetrators with it: so do most of the training keys.
//!
//! Days and places of the incidents: [`setting`].

mod setting;

use std::path::Path;

use jiff::ToSpan as _;
use jiff::civil::Date;
use sayso::ingest::Report;
use sayso::record::{Argument, Entity, EntityKind, Event, PloverType, Reading, Role, Span, Status};
use sayso::tables::countries::Countries;
use serde::Deserialize;

use super::matching::one_to_one;
use super::score::{Counts, Figure, Scores};
use super::text::{NUMBER_WORDS, bare, head, normal};
use super::{EvalError, Options, Read, documents, each, report};

/// The roles, in the order of the papers.
const ROLES: [&str; 5] = ["PerpInd", "PerpOrg", "Target", "Victim", "Weapon"];

/// An argument counts from this confidence on: best on the dev part, upper case, among 0.15, 0.2 ... 0.4. The confidence is learned on
/// that part too (`cargo xtask judge-weights`), so that its score there flatters.
const SURE: f64 = 0.15;

/// Plurals that name a body and not its people.
const BODIES: [&str; 8] =
    ["forces", "squads", "mafias", "cartels", "extraditables", "groups", "organizations", "services"];

/// Words for people that have no `s`.
const PEOPLE: [&str; 10] =
    ["men", "gunmen", "people", "policemen", "youths", "man", "gunman", "group", "someone", "personnel"];

/// What stands with number words before a noun.
const ABOUT: [&str; 9] =
    ["at", "least", "about", "approximately", "more", "than", "several", "some", "another"];

/// Words that stand for somebody and name nobody.
const PRONOUNS: [&str; 12] =
    ["he", "she", "it", "they", "him", "her", "them", "who", "which", "that", "those", "one"];

/// Words that begin a description of people and no name.
const BEFORE_DESCRIPTION: [&str; 20] = [
    "the",
    "a",
    "an",
    "his",
    "her",
    "its",
    "their",
    "this",
    "that",
    "these",
    "those",
    "some",
    "several",
    "other",
    "many",
    "unidentified",
    "one",
    "two",
    "three",
    "four",
];

/// Last words of descriptions of people: the heads that stand most in the training keys' descriptions, in the singular.
const PERSON_WORDS: [&str; 56] = [
    "priest",
    "people",
    "leader",
    "jesuit",
    "policeman",
    "president",
    "civilian",
    "candidate",
    "peasant",
    "general",
    "member",
    "minister",
    "senator",
    "woman",
    "person",
    "mayor",
    "daughter",
    "student",
    "official",
    "citizen",
    "son",
    "secretary",
    "judge",
    "one",
    "driver",
    "man",
    "hopeful",
    "wife",
    "sergeant",
    "missionary",
    "rector",
    "businessman",
    "employee",
    "commander",
    "reporter",
    "journalist",
    "child",
    "magistrate",
    "soldier",
    "bodyguard",
    "father",
    "corporal",
    "girl",
    "engineer",
    "other",
    "officer",
    "worker",
    "guard",
    "boy",
    "victim",
    "teacher",
    "lawyer",
    "guerrilla",
    "passenger",
    "resident",
    "colonel",
];

/// A document of the corpus, as far as it is used.
#[derive(Debug, Deserialize)]
struct Document {
    docid: String,
    text: String,
    text_cased: String,
    dateline_date: Option<String>,
    relevant: bool,
    roles5: Vec<Template>,
    #[serde(default)]
    templates: Vec<setting::Key>,
}

/// The five roles of one template.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Template {
    perp_ind: Vec<Vec<Mention>>,
    perp_org: Vec<Vec<Mention>>,
    target: Vec<Vec<Mention>>,
    victim: Vec<Vec<Mention>>,
    weapon: Vec<Vec<Mention>>,
}

#[derive(Debug, Deserialize)]
struct Mention {
    string: String,
}

impl Template {
    fn roles(&self) -> [&Vec<Vec<Mention>>; 5] {
        [&self.perp_ind, &self.perp_org, &self.target, &self.victim, &self.weapon]
    }
}

/// An entity as the measure sees it: its mentions in normal form.
type Filler = Vec<String>;

/// The entities of one report by role.
type Fillers = [Vec<Filler>; 5];

/// What one report adds to the counts.
#[derive(Debug, Default)]
struct Outcome {
    strict: [Counts; 5],
    by_head: [Counts; 5],
    document: Counts,
    setting: setting::Setting,
    shown: Vec<String>,
}

/// Reads the corpus and scores it.
///
/// # Errors
/// When the file cannot be read or holds other documents.
pub(super) fn score(
    data: &Path,
    options: &Options,
    read: Read<'_>,
    countries: &Countries,
) -> Result<Scores, EvalError> {
    let documents: Vec<Document> = documents(data, options.limit)?;
    let outcomes = each(&documents, |document| outcome(document, options, read, countries));
    Ok(Scores {
        set: "muc4".to_owned(),
        data: data.display().to_string(),
        documents: documents.len(),
        figures: figures(&outcomes),
        shown: outcomes.into_iter().flat_map(|o| o.shown).collect(),
    })
}

fn outcome(document: &Document, options: &Options, read: Read<'_>, countries: &Countries) -> Outcome {
    let text = if options.cased { &document.text_cased } else { &document.text };
    let report: Report = report(&document.docid, text, document.dateline_date.as_deref());
    let reading = read(&report);
    let (gold, predicted) = (gold(&document.roles5), predicted(&reading, text));
    let has_event = reading.events.iter().any(|event| is_incident(event, &reading));
    let mut setting = setting::of(document, text, read, countries);
    let wrong = std::mem::take(&mut setting.wrong);
    let shown = || differences(&document.docid, &gold, &predicted).into_iter().chain(wrong).collect();
    Outcome {
        strict: count(&gold, &predicted, phi_strict),
        by_head: count(&gold, &predicted, same_head),
        document: document_counts(document.relevant, has_event),
        shown: if options.show { shown() } else { Vec::new() },
        setting,
    }
}

fn figures(outcomes: &[Outcome]) -> Vec<Figure> {
    let mut figures = variant("", outcomes.iter().map(|o| &o.strict));
    figures.extend(variant("head ", outcomes.iter().map(|o| &o.by_head)));
    let mut document = Counts::default();
    outcomes.iter().for_each(|o| document += o.document);
    figures.push(Figure::prf("document has an event", document));
    figures.extend(setting::figures(outcomes.iter().map(|o| &o.setting)));
    figures
}

/// The roles and their micro average.
fn variant<'a>(prefix: &str, counts: impl Iterator<Item = &'a [Counts; 5]>) -> Vec<Figure> {
    let mut sums = [Counts::default(); 5];
    let mut micro = Counts::default();
    for document in counts {
        for (sum, role) in sums.iter_mut().zip(document) {
            *sum += *role;
            micro += *role;
        }
    }
    let mut figures = vec![Figure::prf(format!("{prefix}micro"), micro)];
    figures.extend(ROLES.iter().zip(sums).map(|(role, sum)| Figure::prf(format!("{prefix}{role}"), sum)));
    figures
}

/// The gold entities of a report: its templates merged.
fn gold(templates: &[Template]) -> Fillers {
    let mut merged = Fillers::default();
    for template in templates {
        for (role, entities) in merged.iter_mut().zip(template.roles()) {
            for entity in entities {
                let mentions: Filler = entity.iter().map(|m| normal(&m.string)).collect();
                let known = |other: &Filler| within(&mentions, other) || within(other, &mentions);
                if !mentions.is_empty() && !role.iter().any(known) {
                    role.push(mentions);
                }
            }
        }
    }
    merged
}

/// CEAF-REE's counts of one report.
fn count(gold: &Fillers, predicted: &Fillers, right: fn(&Filler, &Filler) -> bool) -> [Counts; 5] {
    std::array::from_fn(|role| {
        let (gold, predicted) = (&gold[role], &predicted[role]);
        let pairs = one_to_one(gold.len(), predicted.len(), |g, p| right(&gold[g], &predicted[p]));
        Counts::new(gold.len(), predicted.len(), pairs.len())
    })
}

/// Every mention of the predicted entity is one of the gold entity.
fn phi_strict(gold: &Filler, predicted: &Filler) -> bool {
    within(predicted, gold)
}

/// Every head of the predicted entity is one of the gold entity.
fn same_head(gold: &Filler, predicted: &Filler) -> bool {
    predicted.iter().all(|p| gold.iter().any(|g| head(g) == head(p)))
}

fn within(part: &Filler, whole: &Filler) -> bool {
    part.iter().all(|mention| whole.contains(mention))
}

fn document_counts(gold: bool, predicted: bool) -> Counts {
    Counts::new(usize::from(gold), usize::from(predicted), usize::from(gold && predicted))
}

/// What was missed and what was too much, a line each.
fn differences(id: &str, gold: &Fillers, predicted: &Fillers) -> Vec<String> {
    let mut lines = Vec::new();
    for (role, (gold, predicted)) in ROLES.iter().zip(gold.iter().zip(predicted)) {
        let pairs = one_to_one(gold.len(), predicted.len(), |g, p| phi_strict(&gold[g], &predicted[p]));
        let missed = (0..gold.len()).filter(|g| !pairs.iter().any(|pair| pair.0 == *g));
        lines.extend(missed.map(|g| format!("{id} {role} missed: {}", gold[g].join(" / "))));
        let extra = (0..predicted.len()).filter(|p| !pairs.iter().any(|pair| pair.1 == *p));
        lines.extend(extra.map(|p| format!("{id} {role} extra: {}", predicted[p].join(" / "))));
    }
    lines
}

/// The reading's entities in the roles of MUC-4, one mention each: that of the argument of which the reading is surest.
fn predicted(reading: &Reading, text: &str) -> Fillers {
    let mut arguments: Vec<&Argument> = reading
        .events
        .iter()
        .filter(|event| is_incident(event, reading))
        .flat_map(|event| &event.arguments)
        .filter(|a| a.confidence.is_none_or(|c| c >= SURE))
        .collect();
    let confidence = |a: &Argument| a.confidence.unwrap_or_default();
    arguments.sort_by(|a, b| confidence(b).total_cmp(&confidence(a)));
    let mut fillers = Fillers::default();
    let mut taken: [Vec<&str>; 5] = Default::default();
    for argument in arguments {
        for (role, mention) in roles(argument, reading, text) {
            let entity = argument.entity.as_deref();
            // an organisation inside a PerpInd's words is not the argument's own entity
            let known = role != 1 && entity.is_some_and(|e| taken[role].contains(&e));
            let filler = vec![normal(&mention)];
            let nobody = filler[0].is_empty() || PRONOUNS.contains(&filler[0].as_str());
            let same = |other: &Filler| within(&filler, other) || initials(&filler[0], &other[0]);
            if !known && !nobody && !fillers[role].iter().any(same) {
                fillers[role].push(filler);
                taken[role].extend(entity);
            }
        }
    }
    fillers
}

/// Whether one is the other's initials: `fmln`, `farabundo marti national liberation front`.
fn initials(a: &str, b: &str) -> bool {
    let of = |name: &str| -> String { name.split(' ').filter_map(|w| w.chars().next()).collect() };
    let short = |s: &str, l: &str| s.len() > 2 && !s.contains(' ') && l.contains(' ') && of(l) == s;
    short(a, b) || short(b, a)
}

/// Whether an event is one of those that the filling rules ask for.
fn is_incident(event: &Event, reading: &Reading) -> bool {
    let happened = matches!(event.status, Status::Occurred | Status::Ongoing);
    event.plover.event == PloverType::Assault
        && happened
        && !in_passing(event)
        && !is_old(event, reading)
        && !is_clash(event, reading)
}

fn suffers(argument: &Argument) -> bool {
    matches!(argument.role, Role::Recipient | Role::Victim | Role::Target)
}

/// Whether an event names nothing that is hit and no weapon.
fn in_passing(event: &Event) -> bool {
    !event.arguments.iter().any(|a| suffers(a) || a.role == Role::Weapon)
}

/// Whether an event by its own date lies more than two months before the report.
fn is_old(event: &Event, reading: &Reading) -> bool {
    let day = |text: Option<&String>| text.and_then(|t| t.get(..10)?.parse::<Date>().ok());
    let told = day(reading.report.published.as_ref());
    let ended = day(event.time.as_ref().and_then(|t| t.to.as_ref()));
    matches!((told, ended), (Some(told), Some(ended)) if ended < told.saturating_sub(60.days()))
}

/// Whether an event is a fight among soldiers and fighters: all who suffer are armed, or it is a battle in which none is
/// said to be a civilian and no building or vehicle is hit. Subversives and criminals who are killed are no victims of theirs.
fn is_clash(event: &Event, reading: &Reading) -> bool {
    let mut sufferers = event.arguments.iter().filter(|a| suffers(a)).peekable();
    let battle = event.acled.as_ref().is_some_and(|a| a.event_type == "Battles");
    let armed = |argument: &Argument| {
        let entity = entity(argument, reading);
        let sector = entity.and_then(|e| e.sector.as_deref());
        let open = battle && sector.is_none() && argument.role != Role::Target;
        open || matches!(sector, Some("MIL" | "REB" | "PRM" | "UAF" | "CRM"))
    };
    (battle || sufferers.peek().is_some()) && sufferers.all(armed)
}

/// The places of [`ROLES`] that an argument fills, with the mention put out for each.
fn roles(argument: &Argument, reading: &Reading, text: &str) -> Vec<(usize, String)> {
    let entity = entity(argument, reading);
    let kind = entity.map_or(EntityKind::Other, |e| e.kind);
    match (argument.role, kind) {
        (Role::Actor, EntityKind::Person) => perpetrator(argument, entity, reading),
        (Role::Actor, EntityKind::Group) if is_people(argument) => perpetrator(argument, entity, reading),
        (Role::Actor, EntityKind::Group | EntityKind::Organization) => vec![(1, mention(argument, entity))],
        (Role::Victim | Role::Recipient, EntityKind::Person) if is_named(argument, entity, text) => {
            vec![(3, mention(argument, entity))]
        }
        (Role::Target, EntityKind::Organization)
        | (Role::Target | Role::Recipient, EntityKind::Facility | EntityKind::Vehicle | EntityKind::Other) => {
            vec![(2, without_number(&mention(argument, entity)))]
        }
        (Role::Weapon, _) => vec![(4, without_number(&bare(&argument.span.quote)))],
        _ => Vec::new(),
    }
}

/// A PerpInd, and the organisations that its words name.
fn perpetrator(argument: &Argument, entity: Option<&Entity>, reading: &Reading) -> Vec<(usize, String)> {
    let inside = |span: &Span| {
        span.part == argument.span.part && argument.span.start < span.start && span.end <= argument.span.end
    };
    let organizations = reading.entities.iter().filter(|e| e.kind == EntityKind::Organization);
    let named = organizations.filter(|e| e.mentions.iter().any(inside)).map(|e| (1, e.name.clone()));
    std::iter::once((0, mention(argument, entity))).chain(named).collect()
}

/// The one mention put out: the name of a person or a body, else the argument's own words; for a pronoun, what it means.
fn mention(argument: &Argument, entity: Option<&Entity>) -> String {
    let pronoun = PRONOUNS.contains(&argument.span.quote.to_lowercase().as_str());
    let inside = |e: &Entity| argument.span.quote.contains(&e.name);
    let named =
        |e: &&Entity| pronoun || inside(e) || matches!(e.kind, EntityKind::Person | EntityKind::Organization);
    bare(entity.filter(named).map_or(&argument.span.quote, |e| &e.name))
}

/// A phrase without the number before it.
fn without_number(phrase: &str) -> String {
    let number = |word: &&str| {
        let word = word.to_lowercase();
        [&NUMBER_WORDS[..], &ABOUT].iter().any(|words| words.contains(&word.as_str()))
            || word.chars().all(|c| c.is_ascii_digit() || c == ',')
    };
    let words: Vec<&str> = phrase.split_whitespace().collect();
    let start = words.iter().position(|w| !number(w)).unwrap_or_default();
    words[start..].join(" ")
}

fn entity<'a>(argument: &Argument, reading: &'a Reading) -> Option<&'a Entity> {
    let id = argument.entity.as_ref()?;
    reading.entities.iter().find(|entity| entity.id == *id)
}

/// Whether a group is called by a word for its people.
fn is_people(argument: &Argument) -> bool {
    let phrase = normal(&argument.span.quote);
    let head = head(&phrase);
    PEOPLE.contains(&head) || (head.ends_with('s') && !BODIES.contains(&head))
}

/// Whether a person is called by name: no determiner or number before, no word for people at the end.
fn is_named(argument: &Argument, entity: Option<&Entity>, text: &str) -> bool {
    let Some(entity) = entity else { return false };
    let name = normal(&entity.name);
    let last = head(&name);
    let single = last.strip_suffix('s').unwrap_or(last);
    let own = entity.mentions.iter().find(|m| m.quote == entity.name).unwrap_or(&argument.span);
    let before = word_before(own, text).to_lowercase();
    let first = entity.name.split_whitespace().next().unwrap_or_default().to_lowercase();
    let described =
        |word: &str| BEFORE_DESCRIPTION.contains(&word) || word.starts_with(|c: char| c.is_ascii_digit());
    !PERSON_WORDS.contains(&last)
        && !PERSON_WORDS.contains(&single)
        && !described(&first)
        && !described(&before)
}

/// The word of the text that stands before the span.
fn word_before<'a>(span: &Span, text: &'a str) -> &'a str {
    let end = text.char_indices().nth(span.start).map_or(text.len(), |(at, _)| at);
    text[..end].split_whitespace().next_back().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::made;
    use super::*;

    fn fillers(role: usize, entities: &[&[&str]]) -> Fillers {
        let mut all = Fillers::default();
        all[role] = entities.iter().map(|e| e.iter().map(|m| normal(m)).collect()).collect();
        all
    }

    fn template(target: &[&[&str]]) -> Template {
        let mention = |string: &&str| Mention { string: (*string).to_owned() };
        let target = target.iter().map(|e| e.iter().map(mention).collect()).collect();
        Template { perp_ind: vec![], perp_org: vec![], target, victim: vec![], weapon: vec![] }
    }

    /// The example of the GRIT paper: two predicted entities are the same building, and only one counts.
    #[test]
    fn an_entity_counts_once() {
        let gold = fillers(
            2,
            &[
                &[
                    "Pilmai telephone company building",
                    "telephone company building",
                    "telephone company offices",
                ],
                &["water pipes"],
                &["public telephone booth"],
            ],
        );
        let found = fillers(
            2,
            &[
                &["water pipes"],
                &["Pilmai telephone company building"],
                &["public telephone booth"],
                &["telephone company offices"],
            ],
        );
        assert_eq!(count(&gold, &found, phi_strict)[2], Counts::new(3, 4, 3));
    }

    /// A predicted entity that mixes two gold ones is right for neither (the paper's phi strict).
    #[test]
    fn a_mixed_entity_is_wrong() {
        let gold = fillers(0, &[&["m1", "m2", "m3"], &["m4"], &["m5"], &["m6"]]);
        let found = fillers(0, &[&["m1", "m2", "m3", "m4"], &["m5"], &["m6"]]);
        assert_eq!(count(&gold, &found, phi_strict)[0], Counts::new(4, 3, 2));
    }

    #[test]
    fn the_head_is_enough_for_the_second_figure() {
        let gold = fillers(2, &[&["LAS CANAS BRIDGE"]]);
        let found = fillers(2, &[&["BRIDGE OF SAN MIGUEL"]]);
        assert_eq!(count(&gold, &found, phi_strict)[2].right, 0);
        assert_eq!(count(&gold, &found, same_head)[2].right, 1);
    }

    #[test]
    fn templates_share_their_entities() {
        let templates = [template(&[&["OFFICE", "BANK OFFICE"]]), template(&[&["BANK OFFICE"], &["CAR"]])];
        assert_eq!(
            gold(&templates)[2],
            [vec!["office".to_owned(), "bank office".to_owned()], vec!["car".to_owned()]]
        );
    }

    const TEXT: &str =
        "GUERRILLAS OF THE FMLN KILLED MAYOR JUAN LOPEZ AND TWO PEASANTS WITH A BOMB AT THE TOWN HALL";

    fn killing() -> Reading {
        let find = |quote| made::find(TEXT, quote);
        let mut reading = made::reading();
        reading.entities = vec![
            made::entity("n1", EntityKind::Group, find("GUERRILLAS OF THE FMLN")),
            made::entity("n2", EntityKind::Organization, find("FMLN")),
            made::entity("n3", EntityKind::Person, find("JUAN LOPEZ")),
            made::entity("n4", EntityKind::Person, find("TWO PEASANTS")),
            made::entity("n5", EntityKind::Facility, find("TOWN HALL")),
        ];
        let arguments = [
            (Role::Actor, "n1", find("GUERRILLAS OF THE FMLN")),
            (Role::Victim, "n3", find("JUAN LOPEZ")),
            (Role::Victim, "n4", find("TWO PEASANTS")),
            (Role::Weapon, "", find("A BOMB")),
            (Role::Target, "n5", find("THE TOWN HALL")),
        ];
        reading.events = vec![made::event(PloverType::Assault, find("KILLED"), &arguments)];
        reading
    }

    #[test]
    fn a_reading_fills_the_roles() {
        let found = predicted(&killing(), TEXT).map(|role| role.concat());
        let expected = [&["guerrillas of fmln"], &["fmln"], &["town hall"], &["juan lopez"], &["bomb"]];
        assert_eq!(found, expected.map(|e| e.map(str::to_owned).to_vec()));
    }

    #[test]
    fn threats_and_clashes_fill_nothing() {
        let mut threat = killing();
        threat.events[0].status = Status::Threatened;
        assert_eq!(predicted(&threat, TEXT), Fillers::default());
        let mut clash = killing();
        clash.entities.iter_mut().for_each(|e| e.sector = Some("MIL".to_owned()));
        assert_eq!(predicted(&clash, TEXT), Fillers::default());
    }

    #[test]
    fn passing_mentions_and_old_deeds_fill_nothing() {
        let mut passing = killing();
        passing.events[0].arguments.retain(|a| a.role == Role::Actor);
        assert_eq!(predicted(&passing, TEXT), Fillers::default());
        let mut old = killing();
        old.report.published = Some("1990-03-05".to_owned());
        old.events[0].time = Some(made::day("1989-12-24"));
        assert_eq!(predicted(&old, TEXT), Fillers::default());
        old.events[0].time = Some(made::day("1990-02-24"));
        assert_ne!(predicted(&old, TEXT), Fillers::default());
    }

    #[test]
    fn numbers_before_a_thing_are_left_out() {
        assert_eq!(without_number("at least six telephone booths"), "telephone booths");
        assert_eq!(without_number("2,000 rifles"), "rifles");
        assert_eq!(without_number("two"), "two");
    }

    #[test]
    fn a_determiner_before_makes_a_description() {
        let text = "THE GALANISTA FELL. GALAN FELL";
        assert_eq!(word_before(&made::find(text, "GALANISTA"), text), "THE");
        assert_eq!(word_before(&made::find(text, "GALAN FELL"), text), "FELL.");
    }
}
