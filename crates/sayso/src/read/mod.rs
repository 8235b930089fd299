//! What the report says, before anything of the world is known: tokens, sentences, tree, names, events, statements.

pub mod annotations;
pub mod tokens;
pub mod model;
mod encoder;
mod windows;
mod heads;
mod labels;
mod lemma;
mod tree;
mod spans;
mod sayings;
mod syntax;
mod repair;
pub mod graph;
pub mod triggers;
pub mod harm;
pub mod arguments;
pub mod affiliation;
pub mod arms;
pub mod blame;
pub mod status;
pub mod statements;
pub mod mentions;
pub mod parts;
pub mod coreference;
pub mod people;
pub mod genre;
pub mod speech;
pub mod stand_in;
pub mod events;
pub mod standing;
pub mod happenings;
pub mod judge;

pub use model::{Model, ModelError};
