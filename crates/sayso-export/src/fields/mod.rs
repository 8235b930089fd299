//! The fields that a form's columns can ask for: [`field`] gives one by its name, [`Field::of`] its value for an event.
//!
//! A file a subject. Fields in `schemes.rs` are what one scheme alone asks for and have its name in front.

mod report;
mod event;
mod when;
mod place;
mod who;
mod harm;
mod says;
mod schemes;

use crate::account::Account;
use crate::value::{Kind, Value};

/// Something that can be told of an event.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// What forms call it.
    pub name: &'static str,
    /// What values it has.
    pub kind: Kind,
    /// What it is, for people.
    pub about: &'static str,
    get: fn(&Account<'_>) -> Value,
}

impl Field {
    const fn text(name: &'static str, about: &'static str, get: fn(&Account<'_>) -> Value) -> Self {
        Self { name, kind: Kind::Text, about, get }
    }

    const fn integer(name: &'static str, about: &'static str, get: fn(&Account<'_>) -> Value) -> Self {
        Self { name, kind: Kind::Integer, about, get }
    }

    const fn decimal(name: &'static str, about: &'static str, get: fn(&Account<'_>) -> Value) -> Self {
        Self { name, kind: Kind::Decimal, about, get }
    }

    const fn list(name: &'static str, about: &'static str, get: fn(&Account<'_>) -> Value) -> Self {
        Self { name, kind: Kind::List, about, get }
    }

    /// Its value for an event: of its kind, or none.
    #[must_use]
    pub fn of(&self, account: &Account<'_>) -> Value {
        (self.get)(account)
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

/// Sayso's own fields: all but those that single schemes ask for.
pub(crate) fn own() -> impl Iterator<Item = &'static Field> {
    FIELDS[..FIELDS.len() - 1].iter().flat_map(|group| group.iter())
}

/// The field of this name.
#[must_use]
pub fn field(name: &str) -> Option<&'static Field> {
    FIELDS.iter().flat_map(|group| group.iter()).find(|field| field.name == name)
}

/// A code of the record as the record spells it.
fn code(value: &impl serde::Serialize) -> Value {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => Value::text(code),
        _ => Value::None,
    }
}
