//! `sayso serve`: a page on this machine over a casebook, and an HTTP API behind it that others may use.
//!
//! ```text
//! a connection (server.rs: listens, ends in order)
//!   -> answer.rs: the way of a request
//!        guard.rs   who may ask, and what every answer tells browsers
//!        page.rs    the page's files, part of the program
//!        routes.rs  the table of what can be asked; params.rs: what a query may hold
//!        app.rs     what answers are made from; cache.rs: answers that were made already
//!   -> api/: a file for each kind of question
//! openapi.rs describes the API from the same table.
//! ```
//!
//! Nothing is asked of any other machine, and only loopback is listened on unless the user says otherwise; then everybody needs
//! a token. Handlers are plain functions from a checked question to an answer; they know nothing of the network.

mod answer;
mod api;
mod app;
mod cache;
mod exchange;
mod guard;
mod openapi;
mod page;
mod params;
mod problem;
mod routes;
mod server;

pub use openapi::openapi;
pub use server::{MakeEngine, Running, ServeError, Server, Settings};
