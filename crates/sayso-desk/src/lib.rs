//! The desk: what lies between a casebook and whoever looks at it. The command line, the page and exports see the same here.
//!
//! ```text
//! reading + reviews -> marks (marks.rs: who said what, who differs) -> change (change.rs: one correction)
//!   -> corrected (correct.rs: the reading as people left it)
//!   -> derive (derive.rs: events to list, accounts to merge, signatures; kept in the casebook)
//!   -> board (board.rs: copies and incidents, with people's joins, splits and locks)
//!   -> rows, filter, columns, listing, overview (lines, and how they are asked for, paged, counted)
//!   -> desk (desk.rs: all of it in memory, kept up to date), sheet (sheet.rs: one report)
//! ```
//!
//! A review is appended to the casebook and never changed; all here follows from readings and reviews, and is made anew when they
//! change.

mod words;
pub mod marks;
mod change;
mod correct;
mod rows;
mod filter;
mod columns;
mod listing;
mod overview;
mod derive;
mod board;
mod sheet;
mod desk;
mod error;

pub use board::Board;
pub use change::{ChangeError, FIELDS};
pub use correct::{Corrected, corrected, key_of};
pub use derive::{MAKER, derive};
pub use desk::{AccountSheet, Desk, IncidentSheet};
pub use error::DeskError;
pub use filter::{Facts, Filter, FilterError, Ready};
pub use listing::{Entry, EventSort, IncidentSort, Line, Listing, Page, SortKey};
pub use overview::{Count, Counts, Facets, Glance, Map, Point, Step};
pub use rows::{EventLine, IncidentLine, WhetherHappened, together};
pub use sheet::{EventMarks, Sheet, SheetReview};
