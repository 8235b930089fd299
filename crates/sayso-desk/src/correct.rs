//! A reading as people have corrected it.
//!
//! Reviews point at words ([`EventKey`]), not at a reading's numbers: they hold for the next reading of the same report, too.
//! What they say of an event that the reading no longer has is kept and shown ([`Corrected::lost`]).

use std::collections::BTreeMap;

use sayso::record::{Claim, Event, Factuality, PloverType, Reading, Span};
use sayso_casebook::{EventKey, ReviewRow, Verdict};
use serde_json::Value;

use crate::change::{Change, ChangeError};
use crate::marks::{Marks, marks};
use crate::rows::code;
use crate::words::Words;

/// A reading with people's corrections.
#[derive(Clone, Debug)]
pub struct Corrected {
    /// With corrections, and without what was rejected.
    pub reading: Reading,
    /// What people said, by the event's id: in `reading`, or, of the rejected, in the machine's reading.
    pub marks: BTreeMap<String, (EventKey, Marks)>,
    /// The rejected events.
    pub rejected: Vec<Event>,
    /// What people said of events that this reading does not have.
    pub lost: Vec<(EventKey, Marks)>,
    /// Corrections that could not be followed.
    pub problems: Vec<ChangeError>,
}

/// What reviews call an event.
#[must_use]
pub fn key_of(event: &Event) -> EventKey {
    let Span { start, end, part, .. } = event.trigger;
    EventKey { kind: code(&event.plover.event), start, end, part }
}

/// Corrects a reading. `text` and `title`: the report's.
#[must_use]
pub fn corrected(text: &str, title: Option<&str>, reading: Reading, reviews: &[ReviewRow]) -> Corrected {
    let mut out = Corrected {
        reading,
        marks: BTreeMap::new(),
        rejected: Vec::new(),
        lost: Vec::new(),
        problems: Vec::new(),
    };
    if reviews.is_empty() {
        return out;
    }
    let words = Words { text, title };
    let mut said = marks(reviews);
    let events = std::mem::take(&mut out.reading.events);
    let keys: Vec<EventKey> = events.iter().map(key_of).collect();
    for (at, mut event) in events.into_iter().enumerate() {
        let Some((key, marks)) = take(&mut said, &keys, at) else {
            out.reading.events.push(event);
            continue;
        };
        follow(&mut event, &marks, &words, &out.reading, &mut out.problems);
        let rejected = marks.is_rejected();
        out.marks.insert(event.id.clone(), (key, marks));
        if rejected { out.rejected.push(event) } else { out.reading.events.push(event) }
    }
    for (key, marks) in said {
        match added(&key, &marks, &words, &out.reading, &mut out.problems) {
            Some(event) => {
                out.marks.insert(event.id.clone(), (key, marks));
                out.reading.events.push(event);
            }
            None => out.lost.push((key, marks)),
        }
    }
    forget(&mut out);
    out
}

/// What was said of the event at a place in the list: by its words and type or, where no other has these words, by its words
/// alone, as another reading may give it another type.
fn take(said: &mut BTreeMap<EventKey, Marks>, keys: &[EventKey], at: usize) -> Option<(EventKey, Marks)> {
    let own = &keys[at];
    if let Some(found) = said.remove_entry(own) {
        return Some(found);
    }
    let place = |key: &EventKey| (key.start, key.end, key.part);
    let alone = keys.iter().filter(|key| place(key) == place(own)).count() == 1;
    let other = said.keys().find(|key| alone && place(key) == place(own))?.clone();
    said.remove_entry(&other)
}

/// Makes an event what people say it is.
fn follow(
    event: &mut Event,
    marks: &Marks,
    words: &Words<'_>,
    reading: &Reading,
    problems: &mut Vec<ChangeError>,
) {
    for (field, mark) in &marks.fields {
        let after = match mark.verdict {
            Verdict::Correct => &mark.after,
            Verdict::Reject => &Value::Null,
            _ => continue,
        };
        let done = Change::read(field, after).and_then(|change| change.apply(event, words, reading));
        problems.extend(done.err());
    }
}

/// An event that a person put in.
fn added(
    key: &EventKey,
    marks: &Marks,
    words: &Words<'_>,
    reading: &Reading,
    problems: &mut Vec<ChangeError>,
) -> Option<Event> {
    let mark = marks.whole.as_ref().filter(|mark| mark.verdict == Verdict::Add)?;
    let trigger = words.span(key.start, key.end, key.part)?;
    let event: PloverType = serde_json::from_value(key.kind.clone().into()).ok()?;
    let claims = claims(&trigger, reading);
    let mut event = Event { claims, ..Event::told(&format!("p{}", mark.number), trigger, event) };
    for (field, after) in mark.after.as_object().into_iter().flatten() {
        let done = Change::read(field, after).and_then(|change| change.apply(&mut event, words, reading));
        problems.extend(done.err());
    }
    follow(&mut event, marks, words, reading, problems);
    Some(event)
}

/// Who says what the words tell: those in whose statements they stand, else the report itself.
fn claims(trigger: &Span, reading: &Reading) -> Vec<Claim> {
    let holds =
        |span: &Span| span.part == trigger.part && span.start <= trigger.start && trigger.end <= span.end;
    let factuality = Factuality::CertainPositive;
    let mut claims: Vec<Claim> = reading
        .statements
        .iter()
        .filter(|statement| statement.content.iter().any(holds))
        .map(|statement| Claim { statement: Some(statement.id.clone()), factuality })
        .collect();
    if claims.is_empty() {
        claims.push(Claim { statement: None, factuality });
    }
    claims
}

/// Takes out what refers to rejected events.
fn forget(out: &mut Corrected) {
    if out.rejected.is_empty() {
        return;
    }
    let is_gone = |id: &String| out.rejected.iter().any(|event| event.id == *id);
    for event in &mut out.reading.events {
        event.order.retain(|order| !is_gone(&order.event));
    }
    for statement in &mut out.reading.statements {
        if let Some(source) = &mut statement.source {
            source.party_to.retain(|id| !is_gone(id));
        }
    }
    for source in
        out.reading.events.iter_mut().flat_map(|e| &mut e.evidence).filter_map(|e| e.source.as_mut())
    {
        source.party_to.retain(|id| !is_gone(id));
    }
}
