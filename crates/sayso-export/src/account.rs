//! An event as one report tells it, with the rest of the reading at hand.

use std::collections::BTreeMap;

use sayso::record::{Argument, Claim, Entity, Event, Reading, Role, Statement};

/// One event with its reading.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    /// The reading that it stands in.
    pub reading: &'a Reading,
    /// The event.
    pub event: &'a Event,
    index: &'a Index<'a>,
}

/// What the ids of a reading refer to.
#[derive(Clone, Debug, Default)]
struct Index<'a> {
    entities: BTreeMap<&'a str, &'a Entity>,
    statements: BTreeMap<&'a str, &'a Statement>,
}

/// Calls `take` with every event of a reading, in its order; stops at the first error.
///
/// # Errors
/// Those of `take`.
pub fn accounts<E>(
    reading: &Reading,
    mut take: impl FnMut(&Account<'_>) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let index = Index {
        entities: reading.entities.iter().map(|entity| (entity.id.as_str(), entity)).collect(),
        statements: reading.statements.iter().map(|statement| (statement.id.as_str(), statement)).collect(),
    };
    reading.events.iter().try_for_each(|event| take(&Account { reading, event, index: &index }))
}

impl<'a> Account<'a> {
    /// The entity of an id.
    #[must_use]
    pub fn entity(&self, id: Option<&String>) -> Option<&'a Entity> {
        self.index.entities.get(id?.as_str()).copied()
    }

    /// The statement of an id.
    #[must_use]
    pub fn statement(&self, id: Option<&String>) -> Option<&'a Statement> {
        self.index.statements.get(id?.as_str()).copied()
    }

    /// What fills a role, in the record's order.
    pub fn arguments(&self, role: Role) -> impl Iterator<Item = &'a Argument> {
        self.event.arguments.iter().filter(move |argument| argument.role == role)
    }

    /// The entities that fill a role.
    pub fn entities(&self, role: Role) -> impl Iterator<Item = &'a Entity> {
        self.arguments(role).filter_map(|argument| self.entity(argument.entity.as_ref()))
    }

    /// The name of what an argument stands for; failing an entity, its words.
    #[must_use]
    pub fn name(&self, argument: &'a Argument) -> &'a str {
        self.entity(argument.entity.as_ref())
            .map_or(argument.span.quote.as_str(), |entity| entity.name.as_str())
    }

    /// The name of whoever makes a claim: the outlet where it has no statement; none where nobody is named.
    #[must_use]
    pub fn claimant(&self, claim: &Claim) -> Option<&'a str> {
        let Some(statement) = claim.statement.as_ref() else {
            return Some(self.reading.report.outlet.as_deref().unwrap_or("the report"));
        };
        self.source_of(self.statement(Some(statement))?)
    }

    /// The name of whoever makes a statement.
    #[must_use]
    pub fn source_of(&self, statement: &'a Statement) -> Option<&'a str> {
        let source = statement.source.as_ref()?;
        let entity = self.entity(source.entity.as_ref());
        Some(entity.map_or(source.span.quote.as_str(), |entity| entity.name.as_str()))
    }
}
