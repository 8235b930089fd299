//! Who and what took part.

use sayso::record::{Entity, Role};

use super::{Field, Value};
use crate::account::Account;

pub(super) const FIELDS: &[Field] = &[
    Field::list("actors", "who acts, by name", |a| names(a, Role::Actor)),
    Field::list("actor_words", "who acts, in the report's words here", |a| words(a, Role::Actor)),
    Field::list("actor_countries", "ISO 3166-1 alpha-3, each once, not in step with the names", |a| {
        countries(a, Role::Actor)
    }),
    Field::list("actor_sectors", "PLOVER's sectors, each once, not in step with the names", |a| {
        sectors(a, Role::Actor)
    }),
    Field::list("actor_offices", "offices held on the day of the report", |a| offices(a, Role::Actor)),
    Field::list("accused", "actors that only a statement names as such", |a| {
        let named = a.arguments(Role::Actor).filter(|actor| !actor.statements.is_empty());
        Value::list(named.map(|actor| a.name(actor).to_owned()))
    }),
    Field::list("recipients", "to whom it is done or addressed, by name", |a| names(a, Role::Recipient)),
    Field::list("recipient_words", "the same in the report's words here", |a| words(a, Role::Recipient)),
    Field::list("recipient_countries", "ISO 3166-1 alpha-3, each once, not in step with the names", |a| {
        countries(a, Role::Recipient)
    }),
    Field::list("recipient_sectors", "PLOVER's sectors, each once, not in step with the names", |a| {
        sectors(a, Role::Recipient)
    }),
    Field::list("recipient_offices", "offices held on the day of the report", |a| {
        offices(a, Role::Recipient)
    }),
    Field::list("victims", "people harmed, in the report's words", |a| words(a, Role::Victim)),
    Field::list("victim_sectors", "PLOVER's sectors, each once, not in step with the names", |a| {
        sectors(a, Role::Victim)
    }),
    Field::list("targets", "things and places hit, in the report's words", |a| words(a, Role::Target)),
    Field::list("weapons", "what it is done with, in the report's words", |a| words(a, Role::Weapon)),
];

fn names(account: &Account<'_>, role: Role) -> Value {
    Value::list(account.arguments(role).map(|argument| account.name(argument).to_owned()))
}

fn words(account: &Account<'_>, role: Role) -> Value {
    Value::list(account.arguments(role).map(|argument| argument.span.quote.clone()))
}

fn of_entities(account: &Account<'_>, role: Role, get: fn(&Entity) -> Option<&String>) -> Value {
    Value::list(account.entities(role).filter_map(get).cloned())
}

fn countries(account: &Account<'_>, role: Role) -> Value {
    of_entities(account, role, |entity| entity.country.as_ref())
}

fn sectors(account: &Account<'_>, role: Role) -> Value {
    of_entities(account, role, |entity| entity.sector.as_ref())
}

fn offices(account: &Account<'_>, role: Role) -> Value {
    of_entities(account, role, |entity| entity.office.as_ref())
}
