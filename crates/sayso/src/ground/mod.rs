//! What the words mean in the world: calendar days, coordinates, parties, weapons, numbers.

pub mod time;
