//! The fields that a form's columns can ask for: [`field`] gives one by its name, [`Field::of`] its value for an event.
//!
//! A file a matter; `incident.rs` has those of incidents, all others are of events. Fields in `schemes.rs` are what one scheme alone asks for and have its name in front.

mod report;
mod event;
mod when;
mod place;
mod who;
mod harm;
mod says;
mod schemes;
mod incident;

use std::fmt;

use crate::subject::{Events, Subject};
use crate::value::{Kind, Value};

/// How a field's value is found.
type Get<S> = for<'a, 'b> fn(&'a <S as Subject>::Of<'b>) -> Value;

/// Something that can be told of an event ([`Field`]) or of an incident ([`IncidentField`]).
#[derive(Clone, Copy)]
pub struct FieldOf<S: Subject> {
    /// What forms call it.
    pub name: &'static str,
    /// What values it has.
    pub kind: Kind,
    /// What it is, for people.
    pub about: &'static str,
    get: Get<S>,
}

/// A field of an event.
pub type Field = FieldOf<Events>;

/// A field of an incident.
pub type IncidentField = FieldOf<crate::subject::Incidents>;

impl<S: Subject> FieldOf<S> {
    const fn text(name: &'static str, about: &'static str, get: Get<S>) -> Self {
        Self { name, kind: Kind::Text, about, get }
    }

    const fn integer(name: &'static str, about: &'static str, get: Get<S>) -> Self {
        Self { name, kind: Kind::Integer, about, get }
    }

    const fn decimal(name: &'static str, about: &'static str, get: Get<S>) -> Self {
        Self { name, kind: Kind::Decimal, about, get }
    }

    const fn list(name: &'static str, about: &'static str, get: Get<S>) -> Self {
        Self { name, kind: Kind::List, about, get }
    }

    /// Its value for an event or an incident: of its kind, or none.
    #[must_use]
    pub fn of(&self, one: &S::Of<'_>) -> Value {
        (self.get)(one)
    }

    /// The field of this name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        S::fields().iter().flat_map(|group| group.iter()).find(|field| field.name == name)
    }
}

impl<S: Subject> fmt::Debug for FieldOf<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:?})", self.name, self.kind)
    }
}

/// All fields of Sayso's own, in the order of the `sayso` form, then those that single schemes ask for.
pub static FIELDS: &[&[Field]] = &[
    report::FIELDS,
    event::FIELDS,
    when::FIELDS,
    place::FIELDS,
    who::FIELDS,
    harm::FIELDS,
    says::FIELDS,
    schemes::FIELDS,
];

/// All fields of an incident, in the order of the `incidents` form.
pub static INCIDENT_FIELDS: &[&[IncidentField]] = &[incident::FIELDS];

/// Sayso's own fields: all but those that single schemes ask for.
pub(crate) fn own() -> impl Iterator<Item = &'static Field> {
    FIELDS[..FIELDS.len() - 1].iter().flat_map(|group| group.iter())
}

/// The event's field of this name.
#[must_use]
pub fn field(name: &str) -> Option<&'static Field> {
    Field::named(name)
}

/// All fields of an incident.
pub(crate) fn of_incidents() -> impl Iterator<Item = &'static IncidentField> {
    INCIDENT_FIELDS.iter().flat_map(|group| group.iter())
}

/// A code of the record as the record spells it.
fn code(value: &impl serde::Serialize) -> Value {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => Value::text(code),
        _ => Value::None,
    }
}
