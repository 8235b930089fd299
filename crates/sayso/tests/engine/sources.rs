//! Who speaks: the kind of source, the channels it speaks through, the events it is itself a party to, and who put out the
//! evidence. Every report is invented.

use sayso::ingest::{self, Given, Limits};
use sayso::read_report;
use sayso::record::{Channel, ChannelKind, Evidence, Reading, Role, SourceKind, Statement};

use crate::ENGINE;

fn read(text: &str) -> Reading {
    let line = serde_json::json!({"text": text, "published": "2021-06-10"}).to_string();
    let report = ingest::json_line(line.as_bytes(), &Given::default(), &Limits::default()).expect("a report");
    read_report(&report, &ENGINE)
}

/// The statement with this cue, by itself or among other words (`wrote on`).
fn said<'a>(reading: &'a Reading, cue: &str) -> &'a Statement {
    let found =
        reading.statements.iter().find(|s| s.cue.quote == cue || s.cue.quote.split(' ').any(|w| w == cue));
    found.unwrap_or_else(|| panic!("no statement by {cue:?} in {:#?}", reading.statements))
}

/// The kind of the source that says something in a sentence.
fn kind(text: &str) -> Option<SourceKind> {
    said(&read(text), "said").source.as_ref().expect("a source").kind
}

/// The channels of the statement in a sentence.
fn channels(text: &str, cue: &str) -> Vec<(ChannelKind, String)> {
    let of = |c: &Channel| (c.kind, c.span.quote.clone());
    said(&read(text), cue).channels.iter().map(of).collect()
}

fn owned(expected: &[(ChannelKind, &str)]) -> Vec<(ChannelKind, String)> {
    expected.iter().map(|(kind, words)| (*kind, (*words).to_owned())).collect()
}

/// The evidence of the event that a word tells of.
fn evidence(reading: &Reading, word: &str) -> Evidence {
    let event = reading.events.iter().find(|e| {
        std::iter::once(&e.trigger).chain(&e.mentions).any(|s| s.quote.split(' ').any(|w| w == word))
    });
    let event = event.unwrap_or_else(|| panic!("no event by {word:?} in {:#?}", reading.events));
    event.evidence.first().cloned().unwrap_or_else(|| panic!("no evidence in {event:#?}"))
}

#[test]
fn sources_without_a_name_are_anonymous() {
    for text in [
        "Two security sources said the convoy was shelled near Marn.",
        "A source close to the presidency said the convoy was shelled near Marn.",
        "People familiar with the talks said the convoy was shelled near Marn.",
        "An official who asked not to be named said the convoy was shelled near Marn.",
        "The minister, speaking on condition of anonymity, said the convoy was shelled near Marn.",
        "An unnamed diplomat said the convoy was shelled near Marn.",
    ] {
        assert_eq!(kind(text), Some(SourceKind::Anonymous), "{text}");
    }
}

#[test]
fn gunmen_whom_nobody_knows_are_a_party_all_the_same() {
    assert_eq!(kind("An unidentified rebel said the convoy was shelled."), Some(SourceKind::Party));
}

#[test]
fn a_kind_comes_from_what_the_report_calls_somebody_elsewhere() {
    let text = "Mira Sandov, a surgeon, was at the hospital in Dumra. She said shells hit the ward.";
    assert_eq!(kind(text), Some(SourceKind::Medical));
    let text = "Analyst Nadir Belhom has followed the war. Belhom said the army shelled the camp.";
    assert_eq!(kind(text), Some(SourceKind::Analyst));
}

#[test]
fn a_surname_is_no_office() {
    assert_eq!(kind("Tomas King said the bridge was shelled."), None);
}

#[test]
fn who_speaks_for_fighters_is_a_party_and_for_the_police_an_official() {
    assert_eq!(kind("An army spokesman said the camp was shelled."), Some(SourceKind::Party));
    assert_eq!(kind("Police Captain Daro Velt said gunmen burned the bridge."), Some(SourceKind::Official));
}

#[test]
fn a_state_speaks_as_its_government() {
    assert_eq!(kind("Ethiopia said the camp was shelled by rebels."), Some(SourceKind::Official));
}

#[test]
fn an_outlet_is_known_by_the_end_of_its_name() {
    assert_eq!(kind("The Tarmes Courier said rebels had shelled the camp."), Some(SourceKind::Media));
}

#[test]
fn a_text_is_the_word_of_who_made_it() {
    assert_eq!(kind("A statement by the army said rebels had shelled the camp."), Some(SourceKind::Party));
    assert_eq!(kind("A United Nations report said rebels had shelled the camp."), Some(SourceKind::Igo));
    assert_eq!(kind("A Facebook post said rebels had shelled the camp."), Some(SourceKind::Social));
    assert_eq!(kind("A letter said rebels had shelled the camp."), None);
}

#[test]
fn a_text_told_of_again_is_the_word_of_who_spoke_through_it() {
    let reading = read(
        "In a statement, the army said rebels had fled. The statement added that rebels had burned the camp.",
    );
    let (first, again) = (said(&reading, "said"), said(&reading, "added"));
    let entity = |s: &Statement| s.source.as_ref().and_then(|s| s.entity.clone());
    assert_eq!(entity(first), entity(again));
    assert_eq!(again.source.as_ref().and_then(|s| s.kind), Some(SourceKind::Party));
}

#[test]
fn who_speaks_for_a_body_is_what_the_body_is() {
    for (text, expected) in [
        ("A spokesman for the Marsh Front said the army had shelled the camp.", Some(SourceKind::Party)),
        ("A hospital spokesman said eleven people were killed in the shelling.", Some(SourceKind::Medical)),
        (
            "A spokeswoman for Amnesty International said the army had shelled the camp.",
            Some(SourceKind::Ngo),
        ),
        ("Local officials said a drone had killed nine farmers.", Some(SourceKind::Official)),
        ("A company spokesman said gunmen had abducted two engineers.", None),
    ] {
        assert_eq!(kind(text), expected, "{text}");
    }
}

#[test]
fn a_title_of_a_nun_is_no_relative() {
    assert_eq!(kind("Sister Mira Sandov said soldiers had burned the chapel."), None);
}

#[test]
fn who_says_we_in_a_quotation_is_the_one_quoted() {
    for text in [
        "\"We shelled the base at Marn,\" the Marsh Front said on Monday.",
        "\"We shelled the base at Marn,\" Commander Rusk Adan said on Monday.",
        "\"Our fighters shelled the base at Marn,\" Commander Rusk Adan said on Monday.",
    ] {
        let reading = read(text);
        let source = said(&reading, "said").source.as_ref().expect("a source");
        assert_eq!((source.kind, source.party_to.len()), (Some(SourceKind::Party), 1), "{text}");
        let actor = reading.events[0].arguments.iter().find(|a| a.role == Role::Actor).expect("an actor");
        let actor =
            reading.entities.iter().find(|e| Some(&e.id) == actor.entity.as_ref()).expect("an entity");
        assert!(Some(&actor.id) == source.entity.as_ref() || actor.of == source.entity, "{text}");
    }
}

#[test]
fn a_president_who_vows_an_attack_is_still_an_official() {
    let reading = read("In a televised speech, the president vowed to attack Belvara.");
    let source = said(&reading, "vowed").source.as_ref().expect("a source");
    assert_eq!((source.kind, source.party_to.len()), (Some(SourceKind::Official), 1));
}

#[test]
fn channels_have_kinds() {
    use ChannelKind::{Broadcast, Document, Press, Social, Speech, Video};
    for (text, cue, expected) in [
        (
            "The governor wrote on Facebook that rebels had burned the granary.",
            "wrote",
            &[(Social, "Facebook")][..],
        ),
        (
            "In a post on Facebook, the governor said rebels had burned the granary.",
            "said",
            &[(Social, "post on Facebook")],
        ),
        (
            "In a televised speech, the president vowed to attack Belvara.",
            "vowed",
            &[(Speech, "televised speech")],
        ),
        (
            "The police chief told a press conference that officers had arrested two students.",
            "told",
            &[(Press, "press conference")],
        ),
        (
            "In a video released by the army, the general said rebels had shelled the camp.",
            "said",
            &[(Video, "video")],
        ),
        (
            "In a statement carried by SANA, the ministry said rebels had killed two soldiers.",
            "said",
            &[(Document, "statement"), (Press, "SANA")],
        ),
        ("The mayor told Reuters that rebels had shelled the camp.", "told", &[(Press, "Reuters")]),
        (
            "The mayor told state television that rebels had shelled the camp.",
            "told",
            &[(Broadcast, "state television")],
        ),
        (
            "The governor wrote on Facebook and Twitter that rebels had burned the granary.",
            "wrote",
            &[(Social, "Facebook"), (Social, "Twitter")],
        ),
        (
            "Speaking to reporters in Belvara, the envoy said the army had shelled the camp.",
            "said",
            &[(Press, "reporters")],
        ),
        ("The minister posted on X that the army had captured the pass.", "posted", &[(Social, "X")]),
        ("The minister tweeted that the army had captured the pass.", "tweeted", &[(Social, "tweeted")]),
        (
            "A statement posted on its website said the brigade had shelled the dam.",
            "said",
            &[(Document, "statement posted on its website")],
        ),
    ] {
        assert_eq!(channels(text, cue), owned(expected), "{text}");
    }
}

#[test]
fn what_is_spoken_about_is_no_channel() {
    for text in [
        "The mayor said after the attack on the radio station that rebels had fled.",
        "The mayor of the town said the newspaper was burned by rebels.",
        "Twitter users said the camp was shelled.",
        "State television said the camp was shelled.",
    ] {
        assert_eq!(channels(text, "said"), [], "{text}");
    }
}

#[test]
fn who_takes_part_in_what_it_tells_is_a_party_to_it() {
    let of = |text: &str| -> usize {
        let reading = read(text);
        said(&reading, "said").source.as_ref().expect("a source").party_to.len()
    };
    // by itself, by its own people, as the voice of the body, as the government of the state
    assert_eq!(of("The Marsh Front said it had shelled the army camp on Monday."), 1);
    assert_eq!(of("The Marsh Front said its fighters had shelled the camp."), 1);
    assert_eq!(
        of(
            "The Marsh Front shelled a camp. A spokesman for the Marsh Front said the Marsh Front had shelled the camp."
        ),
        1
    );
    assert_eq!(of("Ethiopia's foreign ministry said Ethiopian troops had shelled the camp."), 1);
    assert_eq!(of("The army said its soldiers had shelled the camp."), 1);
    assert_eq!(of("Troops shelled the camp, the army said."), 1);
    assert_eq!(of("The hostage said rebels had abducted her in May."), 1);
    // and nobody else
    assert_eq!(of("A shepherd said the Marsh Front had shelled the camp."), 0);
    assert_eq!(of("Kenya's foreign ministry said Ethiopian troops had shelled the camp."), 0);
}

#[test]
fn evidence_tells_who_put_it_out() {
    for (text, word, by) in [
        (
            "Footage released by the Nereva Brigade shows drones hitting a column of trucks.",
            "hitting",
            "the Nereva Brigade",
        ),
        ("A video that activists posted shows soldiers beating two men.", "beating", "activists"),
        (
            "Satellite images provided by the firm Skyfield show that rockets destroyed two hangars at the airfield.",
            "destroyed",
            "the firm Skyfield",
        ),
        ("The army released footage of the strike that destroyed two hangars.", "destroyed", "The army"),
    ] {
        let source = evidence(&read(text), word).source;
        assert_eq!(source.map(|s| s.span.quote).as_deref(), Some(by), "{text}");
    }
    let source = evidence(&read("Footage from the scene shows soldiers beating two men."), "beating").source;
    assert_eq!(source, None);
}

#[test]
fn evidence_tells_whose_words_it_stands_in() {
    let reading = read("Footage shows soldiers beating two men.");
    assert_eq!(evidence(&reading, "beating").statement.as_ref(), Some(&said(&reading, "shows").id));
}
