//! What the report says, before anything of the world is known: tokens, sentences, tree, names, events, statements.

pub mod annotations;
pub mod graph;
pub mod triggers;
pub mod arguments;
pub mod status;
pub mod statements;
pub mod mentions;
pub mod coreference;
pub mod events;
pub mod happenings;
