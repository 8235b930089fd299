//! What a row is about: an event as one report tells it, or an incident as all reports together do. Fields, forms and writers are
//! made once for both.

use std::fmt;

use sayso_incidents::Incident;

use crate::account::Account;
use crate::fields::{self, FieldOf};
use crate::form::{self, FormOf};

/// What a row is about.
pub trait Subject: Copy + fmt::Debug + Send + Sync + 'static {
    /// One of them.
    type Of<'a>;

    /// What they are called.
    const PLURAL: &'static str;

    /// Their fields, in groups.
    fn fields() -> &'static [&'static [FieldOf<Self>]];

    /// The forms for them that are part of the program.
    fn forms() -> &'static [FormOf<Self>];
}

/// Rows about events, each as one report tells it.
#[derive(Clone, Copy, Debug)]
pub struct Events;

/// Rows about incidents.
#[derive(Clone, Copy, Debug)]
pub struct Incidents;

impl Subject for Events {
    type Of<'a> = Account<'a>;

    const PLURAL: &'static str = "events";

    fn fields() -> &'static [&'static [FieldOf<Self>]] {
        fields::FIELDS
    }

    fn forms() -> &'static [FormOf<Self>] {
        &form::FOR_EVENTS
    }
}

impl Subject for Incidents {
    type Of<'a> = Incident;

    const PLURAL: &'static str = "incidents";

    fn fields() -> &'static [&'static [FieldOf<Self>]] {
        fields::INCIDENT_FIELDS
    }

    fn forms() -> &'static [FormOf<Self>] {
        &form::FOR_INCIDENTS
    }
}
