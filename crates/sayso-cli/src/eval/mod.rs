//! Scores on gold corpora: pure functions over gold and system lists.

pub(crate) mod temporal;
