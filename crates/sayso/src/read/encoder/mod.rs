//! The encoder: words to pieces of a vocabulary, and pieces to vectors that hold what the window says of them.
//!
//! MiniLM-L6-H384 (Wang et al. 2020) fine-tuned with all heads (`training/`), run in `f32` on one thread a pack; why, and
//! what else was tried, is measured in the project's notes. Nothing here knows of tags or trees.

pub(crate) mod forward;
pub(crate) mod math;
pub(crate) mod matrix;
pub(crate) mod weights;
pub(crate) mod wordpiece;
