//! Tells which reports are copies of one another, and which of them was likely published first.
//!
//! An agency's story that ten papers print is one account of what happened, not ten. Copies are the same words, the same page under
//! another address, or most of another report's words: cut to its first paragraphs, under another headline, lightly edited, with
//! an outlet's own lines around it. Two reporters' stories of one event are no copies, though they quote the same spokesman.
//!
//! The modules stand in the order in which a report passes through them:
//!
//! ```text
//! Document -> words (without furniture) -> Sketch -+-> Signature -> Index -> Match
//!          -> url::canonical, Published, Standing -+                  \-> groups -> Group
//! ```
//!
//! - [`url`]: one address for all ways to write it.
//! - `words`: a text as hashes of its words, without case, accents and marks; sentences of `data/copies/furniture.csv` left out.
//! - [`sketch`]: at most 512 hashes of runs of four words, compared exactly or, in long texts, by a sample.
//! - `published`, `credit`: when, and whose report it says it is.
//! - `document`: [`Document`] in, [`Signature`] out: all that is kept of it, of bounded size.
//! - `postings`: which reports share keys, so that only these are compared.
//! - `index`: [`Index`], to which reports are added in any order; each gives its direct [`Match`]es.
//! - `groups`: a pure function of all signatures: first publications and their copies.
//!
//! Nothing is known here of events, files or storage; there is no IO and no clock.
//!
//! ```
//! use sayso_copies::{Document, Index, Kind};
//!
//! let story = "HOMS, Syria (Reuters) - Shells hit a crowded market in the old town of Homs on Tuesday, killing three traders \
//!     and a boy who sold bread there, the governor said. The army did not comment on the attack, the second one this week.";
//! let cut = "Market under fire. Shells hit a crowded market in the old town of Homs on Tuesday, killing three traders and a boy \
//!     who sold bread there, the governor said.";
//! let mut index = Index::new();
//! index.add(&Document { id: "herald", text: cut, published: "2019-12-18".parse().ok(), ..Document::default() })?;
//! let matches =
//!     index.add(&Document { id: "wire", text: story, published: "2019-12-17".parse().ok(), outlet: Some("Reuters"), ..Document::default() })?;
//! assert!(matches!(matches[0].kind, Kind::Near { containment, .. } if containment > 0.8));
//! assert_eq!(index.groups()[0].first, "wire");
//! # Ok::<(), sayso_copies::IndexError>(())
//! ```

mod tables;
pub mod url;
mod words;
pub mod sketch;
mod published;
mod credit;
mod document;
mod postings;
mod index;
mod groups;

pub use credit::Standing;
pub use document::{Document, Signature};
pub use groups::{Copied, Group, Reason, groups};
pub use index::{Index, IndexError, Kind, Match, Thresholds};
pub use published::{Published, PublishedError};
pub use tables::{Tables, TablesError};
