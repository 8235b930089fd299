//! Who plays which part in an attack: shapes of sentences, each with the parts that it must give.

use sayso::ingest::{Paragraph, ParagraphRole, Report};
use sayso::read_report;
use sayso::record::{Event, PloverType, Reading, Role};

use crate::ENGINE;

/// A sentence and all parts of its attacks, by role and then as they stand.
const SHAPES: &[(&str, &[&str])] = &[
    (
        "The shelling of a market by government forces killed nine traders.",
        &["actor government forces", "victim nine traders", "target a market"],
    ),
    (
        "Rebels launched a barrage of mortars at a school in Belvara.",
        &["actor Rebels", "target a school", "weapon mortars"],
    ),
    (
        "Thirteen persons died as a result of a bomb explosion in a bank.",
        &["victim Thirteen persons", "weapon bomb"],
    ),
    (
        "Two engineers, Tomas Arrel of Belvara and Nadir Belhom of Sajandi, were kidnapped by armed men.",
        &[
            "actor armed men",
            "victim Two engineers",
            "victim Tomas Arrel of Belvara",
            "victim Nadir Belhom of Sajandi",
        ],
    ),
    (
        "The Marsh Front claimed responsibility for the murder of Judge Mira Sandov.",
        &["actor The Marsh Front", "victim Judge Mira Sandov"],
    ),
    (
        "Police blamed the Marsh Front for the bombing of a bus station.",
        &["actor the Marsh Front", "target a bus station"],
    ),
    (
        "The bombing of a bus station was attributed to the Marsh Front.",
        &["actor the Marsh Front", "target a bus station"],
    ),
    (
        "The minister accused the army of the murder of six priests.",
        &["actor the army", "victim six priests"],
    ),
    ("No group has claimed responsibility for the killing of the mayor.", &["victim the mayor"]),
    ("Two colonels were involved in the murder of the bishop.", &["actor Two colonels", "victim the bishop"]),
    ("The colonel was the author of the murder of the judge.", &["actor The colonel", "victim the judge"]),
    ("The men behind the attack on the depot fled.", &["actor The men", "target the depot"]),
    (
        "A car loaded with dynamite exploded in front of the embassy.",
        &["target the embassy", "weapon dynamite"],
    ),
    (
        "A bomb went off in a restaurant in Belvara, wounding four customers.",
        &["victim four customers", "target a restaurant", "weapon A bomb"],
    ),
    ("Rebels clashed with soldiers near Sajandi.", &["actor Rebels", "actor soldiers"]),
    (
        "The engineer, who was shot by hooded men, died on Friday.",
        &["actor hooded men", "victim The engineer"],
    ),
    (
        "A group of armed men burned a bus and two trucks.",
        &["actor A group of armed men", "target a bus", "target two trucks"],
    ),
    ("Villagers killed in Sajandi by soldiers", &["actor soldiers", "victim Villagers"]),
    (
        "Six priests, including Tomas Arrel, were murdered by soldiers.",
        &["actor soldiers", "victim Six priests", "victim Tomas Arrel"],
    ),
    ("Rebels shot down a helicopter over the hills.", &["actor Rebels", "target a helicopter"]),
    ("Gunmen fired at the gates of the embassy.", &["actor Gunmen", "target the embassy"]),
    (
        "THE REBELS HURLED DYNAMITE STICKS AT A TELEPHONE EXCHANGE IN BELVARA.",
        &["actor THE REBELS", "target A TELEPHONE EXCHANGE", "weapon DYNAMITE STICKS"],
    ),
    (
        "UNKNOWN MEN PLACED A BOMB OUTSIDE THE AGRICULTURE MINISTRY.",
        &["actor UNKNOWN MEN", "target THE AGRICULTURE MINISTRY", "weapon A BOMB"],
    ),
    (
        "PARTY LEADER ILEN QUARSH AND HIS COMPANION MIRA SANDOV WERE KIDNAPPED.",
        &["victim PARTY LEADER ILEN QUARSH", "victim HIS COMPANION"],
    ),
];

#[test]
fn every_shape_gives_its_parts() {
    let wrong: Vec<String> = SHAPES
        .iter()
        .filter_map(|(text, expected)| {
            let found = parts(&read(text));
            (found != *expected).then(|| format!("{text}\n    {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_accused_hangs_on_the_accusation() {
    let reading = read(
        "A bomb killed a judge in Belvara on Monday. Police blamed the Marsh Front for the bombing in Belvara.",
    );
    let attacks: Vec<&Event> = attacks(&reading).collect();
    let accused = attacks.iter().flat_map(|e| e.arguments.iter().map(move |a| (e, a)));
    for (event, actor) in accused.filter(|(_, a)| a.role == Role::Actor) {
        let outlet = event.claims.iter().any(|c| c.statement.is_none());
        assert!(!outlet || !actor.statements.is_empty(), "the outlet names nobody: {event:?}");
    }
}

#[test]
fn titles_are_no_part_of_a_name() {
    let reading = read("FORMER DEFENSE MINISTER GENERAL TOMAS ARREL WAS MURDERED BY THREE YOUNG MEN.");
    assert!(reading.entities.iter().any(|e| e.name == "TOMAS ARREL"), "{:?}", reading.entities);
}

/// The reading of one paragraph of a story.
fn read(text: &str) -> Reading {
    let body = Paragraph { range: 0..text.len(), role: ParagraphRole::Body };
    let report = Report { text: text.to_owned(), paragraphs: vec![body], ..Report::default() };
    read_report(&report, &ENGINE)
}

fn attacks(reading: &Reading) -> impl Iterator<Item = &Event> {
    reading.events.iter().filter(|e| e.plover.event == PloverType::Assault)
}

fn parts(reading: &Reading) -> Vec<String> {
    let arguments = attacks(reading).flat_map(|e| &e.arguments);
    arguments.map(|a| format!("{} {}", word(a.role), a.span.quote)).collect()
}

fn word(role: Role) -> &'static str {
    match role {
        Role::Actor => "actor",
        Role::Recipient => "recipient",
        Role::Victim => "victim",
        Role::Target => "target",
        Role::Weapon => "weapon",
    }
}

/// Two sentences, and the tolls of each of their attacks: how many killed, how many injured.
const TOLLS: &[(&str, &[(u64, u64)])] = &[
    ("Shells hit a market in Belvara and killed three people. Eleven others were wounded.", &[(3, 11)]),
    (
        "Gunmen shot dead two policemen in Belvara on Monday. Four other officers were killed in a separate attack near Sajandi.",
        &[(2, 0), (4, 0)],
    ),
    ("Gunmen shot dead a judge in Belvara. Police arrested two others.", &[(1, 0)]),
];

#[test]
fn others_who_are_hurt_are_hurt_by_the_same_blow() {
    for (text, expected) in TOLLS {
        let reading = read(text);
        let low = |count: &Option<sayso::record::Count>| count.as_ref().map_or(0, |count| count.low);
        let found: Vec<(u64, u64)> =
            attacks(&reading).map(|event| (low(&event.killed), low(&event.injured))).collect();
        assert_eq!(found, *expected, "{text}");
    }
}
