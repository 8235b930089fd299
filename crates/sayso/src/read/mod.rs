//! What the report says, before anything of the world is known: tokens, sentences, tree, names, events, statements.

pub mod annotations;
