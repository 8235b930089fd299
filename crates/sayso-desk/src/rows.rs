//! What lists show: an event or an incident in a line.

use sayso::record::{Count, Event, Reading, Role};
use sayso_casebook::{EventKey, EventRow, Range, Reviewed};
use sayso_incidents::{Days, Field, Happened, Incident, Rival, Tolls, Who};
use schemars::JsonSchema;
use serde::Serialize;

use crate::correct::{Corrected, key_of};
use crate::words::Words;

/// An event in a list.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct EventLine {
    /// The event.
    #[serde(flatten)]
    pub row: EventRow,
    /// Who published the report.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<String>,
    /// The report's title.
    pub title: Option<String>,
    /// The incident that it belongs to; of a rejected event none.
    pub incident: Option<String>,
    /// That incident's grade.
    pub grade: Option<String>,
}

/// An incident in a list. Of rival values the one that most origins stand behind.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct IncidentLine {
    /// Its name: a hash over its members.
    pub id: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// Whether it happened.
    pub happened: WhetherHappened,
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// Place.
    pub place: Option<String>,
    /// Its country, ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// How sharp the place is.
    pub precision: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// A circle of so many kilometres covers it.
    pub radius_km: Option<f64>,
    /// Who did it, all rivals.
    pub actors: Vec<String>,
    /// Whom it was done to, all rivals.
    pub recipients: Vec<String>,
    /// The killed, from the lowest number that anybody gives to the highest.
    pub killed: Option<Range>,
    /// The injured.
    pub injured: Option<Range>,
    /// Events of reports that tell of it.
    pub accounts: usize,
    /// Reports that tell of it.
    pub reports: usize,
    /// How many of these are copies.
    pub copies: usize,
    /// Distinct first sources.
    pub origins: usize,
    /// How well it is attested.
    pub grade: String,
    /// Where the accounts disagree, in words.
    pub contradictions: Vec<String>,
    /// Whether a person locked it.
    pub locked: bool,
    /// What people said of its events, in a word.
    pub reviewed: Reviewed,
}

/// Whether an incident happened, by all accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WhetherHappened {
    /// It did.
    Yes,
    /// It may have.
    Perhaps,
    /// It did not.
    No,
    /// Some say that it did, some that it did not.
    Disputed,
}

/// The word that the record has for a code.
pub(crate) fn code<T: Serialize>(value: &T) -> String {
    let value = serde_json::to_value(value).ok();
    value.as_ref().and_then(|v| v.as_str()).unwrap_or_default().to_owned()
}

/// The events of a report as they are listed, the rejected among them.
pub(crate) fn event_rows(report: i64, words: &Words<'_>, corrected: &Corrected) -> Vec<EventRow> {
    let reading = &corrected.reading;
    reading
        .events
        .iter()
        .chain(&corrected.rejected)
        .map(|event| {
            let said = corrected.marks.get(&event.id);
            let key = said.map_or_else(|| key_of(event), |(key, _)| key.clone());
            let reviewed = said.map(|(_, marks)| marks.reviewed()).unwrap_or_default();
            event_row(report, event, reading, words, key, reviewed)
        })
        .collect()
}

fn event_row(
    report: i64,
    event: &Event,
    reading: &Reading,
    words: &Words<'_>,
    key: EventKey,
    reviewed: Reviewed,
) -> EventRow {
    let place = event.place.as_ref().map(|place| &place.place);
    let time = event.time.as_ref();
    let range = |count: &Count| Range { low: count.low, high: count.high };
    EventRow {
        report,
        event: event.id.clone(),
        key,
        kind: code(&event.plover.event),
        mode: event.plover.mode.clone(),
        status: code(&event.status),
        word: event.trigger.quote.clone(),
        quote: words.around(&event.trigger),
        from: time.and_then(|time| time.from.clone()),
        to: time.and_then(|time| time.to.clone()),
        place: place.map(|place| place.name.clone()),
        country: place.and_then(|place| place.country.clone()),
        precision: place.map(|place| code(&place.precision)),
        lat: place.and_then(|place| place.lat),
        lon: place.and_then(|place| place.lon),
        radius_km: place.and_then(|place| place.radius_km),
        actors: names(event, reading, &[Role::Actor]),
        recipients: names(event, reading, &[Role::Recipient, Role::Victim]),
        killed: event.killed.as_ref().map(range),
        injured: event.injured.as_ref().map(range),
        confidence: event.confidence,
        reviewed,
    }
}

/// The names of those who have one of the roles, each once, in one line each.
fn names(event: &Event, reading: &Reading, roles: &[Role]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for argument in event.arguments.iter().filter(|argument| roles.contains(&argument.role)) {
        let entity = reading.entities.iter().find(|entity| Some(&entity.id) == argument.entity.as_ref());
        let name = entity.map_or(&argument.span.quote, |entity| &entity.name);
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

impl IncidentLine {
    /// The line of an incident; `reviewed`: of each of its events.
    pub(crate) fn new(incident: &Incident, reviewed: &[Reviewed]) -> Self {
        let kind = incident.types.first().map(|rival| &rival.value);
        let place = incident.places.first().map(|rival| &rival.value);
        let days = incident.days.first().map(|rival| rival.value).unwrap_or_default();
        let Days { from, to } = days;
        let mut reports: Vec<&str> = incident.members.iter().map(|member| member.report.as_str()).collect();
        reports.sort_unstable();
        reports.dedup();
        let who = |side: &[Rival<Who>]| side.iter().map(|rival| rival.value.name.clone()).collect();
        let tolls =
            |tolls: &Option<Tolls>| tolls.as_ref().map(|tolls| Range { low: tolls.low, high: tolls.high });
        Self {
            id: incident.id.0.clone(),
            kind: kind.map(|kind| code(&kind.plover)).unwrap_or_default(),
            mode: kind.and_then(|kind| kind.mode.clone()),
            happened: happened(incident),
            from: from.map(|day| day.to_string()),
            to: to.map(|day| day.to_string()),
            place: place.map(|place| place.name.clone()),
            country: place.and_then(|place| place.country.clone()),
            precision: place.map(|place| code(&place.precision)),
            lat: place.and_then(|place| place.point).map(|(lat, _)| lat),
            lon: place.and_then(|place| place.point).map(|(_, lon)| lon),
            radius_km: place.and_then(|place| place.radius_km),
            actors: who(&incident.actors),
            recipients: who(&incident.recipients),
            killed: tolls(&incident.killed),
            injured: tolls(&incident.injured),
            accounts: incident.members.len(),
            reports: reports.len(),
            copies: incident.members.iter().filter(|member| member.copy_of.is_some()).count(),
            origins: incident.origins.len(),
            grade: incident.grade.name.clone(),
            contradictions: incident.contradictions.iter().map(|one| one.says.clone()).collect(),
            locked: incident.locked,
            reviewed: together(reviewed),
        }
    }
}

fn happened(incident: &Incident) -> WhetherHappened {
    if incident.contradictions.iter().any(|one| one.field == Field::Happened) {
        return WhetherHappened::Disputed;
    }
    match incident.happened.first().map(|rival| rival.value) {
        Some(Happened::Yes) => WhetherHappened::Yes,
        Some(Happened::No) => WhetherHappened::No,
        Some(Happened::Perhaps) | None => WhetherHappened::Perhaps,
    }
}

/// What people said of several events, in a word.
#[must_use]
pub fn together(all: &[Reviewed]) -> Reviewed {
    let any = |wanted: Reviewed| all.contains(&wanted);
    if any(Reviewed::Conflict) {
        Reviewed::Conflict
    } else if all.iter().all(|one| *one == Reviewed::None) {
        Reviewed::None
    } else if any(Reviewed::None) || any(Reviewed::Some) {
        Reviewed::Some
    } else if any(Reviewed::Corrected) || any(Reviewed::Added) {
        Reviewed::Corrected
    } else if any(Reviewed::Accepted) {
        Reviewed::Accepted
    } else {
        Reviewed::Rejected
    }
}
