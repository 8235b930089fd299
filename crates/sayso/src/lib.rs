//! Sayso reads reports of armed conflict and political crisis into event records: who did what to whom, where and
//! when, with what weapon and what harm, and on whose say-so.
//!
//! The modules stand in the order in which a report passes through them:
//!
//! ```text
//! bytes -> ingest -> Report -> read -> Annotations -> ground -> Reading
//! ```
//!
//! The engine opens no file or socket and asks no clock: bytes, model, tables and dates are handed in.

pub mod record;
pub mod tables;
pub mod ingest;
pub mod edge;
pub mod read;
pub mod ground;
pub mod engine;
pub mod examples;

pub use engine::{
    Dating, Engine, EngineError, Placing, Stage, Supports, WeighedPlace, date_words, read_in_stages,
    read_report, study, weigh_places,
};
pub use tables::Alone;
