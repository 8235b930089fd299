//! The whole engine from outside: one program, so that its tests share one engine and run side by side.

mod characterisations;
mod claims;
mod frames;
mod parties;
mod readings;
mod record;
mod roles;
mod places;
mod samples;
mod sources;
mod statements;
mod status;
mod tables;
mod when;
mod whereabouts;

use std::sync::LazyLock;

use sayso::Engine;

/// What is built in.
static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new().expect("what is built in loads"));
