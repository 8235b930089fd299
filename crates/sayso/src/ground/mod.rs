//! What the words mean in the world: calendar days, coordinates, parties, weapons, numbers.

pub mod time;
pub mod place;
pub mod number;
pub mod party;
pub mod setting;
pub mod reading;
