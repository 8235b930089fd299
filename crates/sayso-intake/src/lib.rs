//! Whatever a user points at, to single documents: folders, archives, feeds and tables are opened here, one document
//! after the other in bounded memory, and handed on as bytes, with what the container says of them. Of the engine nothing but
//! [`sayso::ingest`] is known here: [`Item::report`] hands a document over to it.
//!
//! The files stand in the order in which the data passes through them:
//!
//! ```text
//! path -> folder -> open (sniff) -> gzip, tar, zip  what holds other files: back to open, one level deeper
//!                                -> feed, table, lines, json, warc, parquet      what holds documents
//!                                -> document        what is one
//!                                   -> Ok(Item) or Err(Told), in order, to the caller's sink
//! ```
//!
//! Formats are told by content; names help only where content leaves it open. One bad item never stops the rest: it is
//! [`Told`] with where it lay, what was wrong, and what to do, in its place among the items. [`Limits`] bound what any
//! file can cost.
//!
//! ```
//! use std::ops::ControlFlow;
//! use sayso_intake::{Intake, Kind};
//!
//! let feed = b"<rss><channel><title>Marsh Herald</title><item><title>Shells fall on Tarn</title>
//!   <link>https://marsh.example/1</link><pubDate>Wed, 18 Dec 2019 10:00:00 GMT</pubDate>
//!   <description>&lt;p&gt;Shells fell on the town of Tarn.&lt;/p&gt;</description></item></channel></rss>";
//! let mut items = Vec::new();
//! let _ = Intake::default().stream("feed.xml", &mut &feed[..], |found| {
//!     items.push(found.expect("a good feed"));
//!     ControlFlow::Continue(())
//! });
//! assert_eq!((items[0].kind, &items[0].bytes[..]), (Kind::Html, &b"<p>Shells fell on the town of Tarn.</p>"[..]));
//! assert_eq!(items[0].given.outlet.as_deref(), Some("Marsh Herald"));
//! assert_eq!(items[0].origin.to_string(), "feed.xml:1");
//! ```

mod item;
mod told;
mod limits;
mod intake;
mod walk;
mod stream;
mod sniff;
mod folder;
mod open;
mod gzip;
mod tar;
mod zip;
mod document;
mod lines;
mod columns;
mod json;
mod table;
mod feed;
mod warc;
#[cfg(feature = "parquet")]
mod parquet;

pub use folder::Size;
pub use intake::{Intake, Items, Progress};
pub use item::{Item, Kind, Origin};
pub use limits::Limits;
pub use sayso::ingest::Given;
pub use told::{Problem, Told};
