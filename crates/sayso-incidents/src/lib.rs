//! Incidents: what many reports tell of one happening, each account of it, the independent origins behind it, and where
//! they disagree.
//!
//! The way of the data, in the order of the files:
//!
//! ```text
//! Reading --take--> Account --sketch--> Sketch --blocks--> pairs --compare--> odds --cluster--> Group --write--> Incident
//! ```
//!
//! * [`accounts`] takes from a reading what matters of each event. From there on nobody knows readings or texts.
//! * [`Merger`] keeps the accounts as numbers of some hundred bytes. Those that share days, place or names are compared; what
//!   speaks for and against one event is weighed by a table ([`Weights`]). Average linkage makes groups of them.
//! * Beside the event, an account has the names of its whole report ([`Account::people`], [`Account::about`]): what gives neither day
//!   nor place is known by them. Accounts written before there were any are compared without.
//! * A person may join, split and lock ([`Wish`]); that stands whatever comes after.
//! * [`incident`] writes a group as a record: rival values with who holds them, origins, contradictions, a grade by a table of
//!   rules ([`Grades`]).
//!
//! ```
//! use sayso_incidents::{Account, Grades, Merger, Wish, incident};
//!
//! # fn account(report: &str) -> Account {
//! #     serde_json::from_value(serde_json::json!({
//! #         "report": report, "event": "e1", "plover": "ASSAULT", "status": "occurred", "published": "2019-12-18",
//! #         "days": {"from": "2019-12-17", "to": "2019-12-17"}, "words": ["shell"], "targets": ["market"],
//! #         "place": {"name": "Belvara", "country": "QQQ", "point": [10.0, 20.0], "precision": "city"}
//! #     })).unwrap()
//! # }
//! let told = [account("lamp-1"), account("post-7")]; // or `accounts(&reading, copy_of)`, to be kept beside the reading
//! let mut merger = Merger::builtin();
//! let change = merger.add(&told); // as often as reports come; says which incidents are gone and which are new
//! let group = &change.new[0];
//! assert_eq!(group.members.len(), 2);
//! let record = incident(group, &told, &merger.links(group), &Grades::builtin());
//! assert_eq!((record.origins.len(), record.grade.name.as_str()), (2, "fair"));
//!
//! let (a, b) = (told[0].id(), told[1].id());
//! println!("{:?}", merger.explain(a, b)); // the verdict, and what speaks for and against
//! merger.wish(Wish::Split(a, b))?;
//! assert_ne!(merger.group_of(a), merger.group_of(b));
//! # Ok::<(), sayso_incidents::WishError>(())
//! ```
//!
//! Nothing here opens a file or asks a clock, and nothing depends on the order in which accounts come.

pub mod names;
mod day;
mod account;
mod take;
mod sketch;
mod families;
mod weights;
mod blocks;
mod compare;
mod reasons;
mod wishes;
mod cluster;
mod merger;
mod incident;
mod origins;
mod rivals;
mod grade;
mod write;

pub use account::{Account, AccountId, Days, Party, Side, Spot, Teller, Toll};
pub use compare::{Comparison, Reason};
pub use day::Day;
pub use families::Families;
pub use grade::{Facts, Grade, Grades};
pub use incident::*;
pub use merger::{Change, Explanation, Group, IncidentId, Merger, Verdict};
pub use reasons::says;
pub use take::accounts;
pub use weights::{Feature, Weights};
pub use wishes::{Wish, WishError};
pub use write::incident;

/// What speaks for and against two accounts telling of one event, by themselves.
#[must_use]
pub fn compare(a: &Account, b: &Account, weights: &Weights) -> Comparison {
    compare::explain(&sketch::Sketch::new(a), &sketch::Sketch::new(b), weights)
}

/// A table that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{table}, row {row}: {message}")]
pub struct TableError {
    /// The table.
    pub table: &'static str,
    /// The row, counted from 1 below the names of the columns; 0 for the whole table.
    pub row: usize,
    /// What is wrong with it.
    pub message: String,
}
