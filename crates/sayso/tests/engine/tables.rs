//! What is built in is whole: no row is doubled, every class that a row asks for exists, every mode is PLOVER's.

use std::collections::HashMap;

use sayso::record::PloverType;
use sayso::tables::{Condition, Stance, Want, acled};

use crate::ENGINE;

/// Classes that the code knows, beside those of `data/classes/`.
const OWN_CLASSES: [&str; 7] = ["name", "place", "country", "person", "org", "number", "obliged"];

/// Fails with all that is wrong, a line each.
fn check(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_frame_stands_twice() {
    let mut seen = HashMap::new();
    let mut wrong = Vec::new();
    // of the rows of `*` each type has its own
    for frame in ENGINE.tables().frames.all.iter().filter(|f| f.head() != "*") {
        let mut test: Vec<String> = frame.test.iter().map(|c| format!("{c:?}")).collect();
        test.sort();
        if let Some((file, line)) = seen.insert((&frame.words, frame.pos, test), (&frame.file, frame.line)) {
            let (words, here) = (frame.words.join(" "), (&frame.file, frame.line));
            wrong
                .push(format!("{}:{}: `{words}` with this test stands at {file}:{line} too", here.0, here.1));
        }
    }
    check(&wrong);
}

#[test]
fn every_class_is_known() {
    let mut wrong = Vec::new();
    for frame in &ENGINE.tables().frames.all {
        for Condition { want, .. } in &frame.test {
            let (Want::Any(alternatives) | Want::None(alternatives)) = want else { continue };
            for class in alternatives.iter().filter_map(|a| a.strip_prefix('@')) {
                if !OWN_CLASSES.contains(&class) && !ENGINE.tables().classes.knows(class) {
                    wrong.push(format!("{}:{}: no class `@{class}`", frame.file, frame.line));
                }
            }
        }
    }
    check(&wrong);
}

#[test]
fn every_mode_and_sub_event_is_the_scheme_s() {
    let mut wrong = Vec::new();
    for frame in &ENGINE.tables().frames.all {
        let place = format!("{}:{}", frame.file, frame.line);
        match (frame.plover, &frame.mode) {
            (Some(event), Some(mode)) if !event.modes().contains(&mode.as_str()) => {
                wrong.push(format!("{place}: PLOVER's {event:?} has no mode `{mode}`"));
            }
            (None, Some(mode)) => {
                wrong.push(format!("{place}: a sense that is no event has the mode `{mode}`"))
            }
            _ => {}
        }
        if let Some(name) = frame.acled.as_ref().filter(|name| acled(name).is_none()) {
            wrong.push(format!("{place}: `{name}` is not an ACLED sub-event type"));
        }
    }
    check(&wrong);
}

#[test]
fn every_act_of_speech_has_modes_of_the_scheme() {
    let types = [
        PloverType::Agree,
        PloverType::Aid,
        PloverType::Assault,
        PloverType::Coerce,
        PloverType::Concede,
        PloverType::Consult,
        PloverType::Cooperate,
        PloverType::Mobilize,
        PloverType::Protest,
        PloverType::Reject,
        PloverType::Retreat,
        PloverType::Sanction,
        PloverType::Support,
    ];
    let stances = [Stance::Future, Stance::Refused, Stance::Attempted, Stance::Decided];
    let mut wrong = Vec::new();
    for (stance, deed) in stances.iter().flat_map(|s| types.iter().map(move |t| (*s, *t))) {
        let own = deed.modes().iter().copied().map(Some);
        for speech in own.chain([None]).filter_map(|m| ENGINE.tables().frames.speech(stance, deed, m)) {
            let known = |mode: &str, of: PloverType| of.modes().contains(&mode);
            if speech.mode.as_deref().is_some_and(|m| !known(m, deed))
                || speech.plover_mode.as_deref().is_some_and(|m| !known(m, speech.plover))
            {
                wrong.push(format!("frames/speech.csv: {stance:?} {deed:?} {:?}", speech.mode));
            }
        }
    }
    check(&wrong);
}

#[test]
fn every_frame_has_an_example() {
    // the rows of `*` are for words that no row knows
    let listed = ENGINE.tables().frames.all.iter().filter(|f| f.head() != "*");
    let bare = listed.filter(|f| f.example.trim().is_empty());
    check(&bare.map(|f| format!("{}:{}: no example", f.file, f.line)).collect::<Vec<_>>());
}
