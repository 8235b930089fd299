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
mod syntax;
