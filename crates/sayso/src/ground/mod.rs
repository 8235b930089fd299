//! What the words mean in the world: calendar days, coordinates, parties, weapons, numbers.

pub mod cast;
pub mod time;
pub mod place;
pub mod number;
pub mod toll;
pub mod party;
pub mod voice;
pub mod setting;
pub mod acled;
pub mod reading;
