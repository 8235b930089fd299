//! Lists that are filtered, put in order and paged from memory.

use std::cmp::Reverse;
use std::sync::Arc;

use sayso_casebook::EventRow;
use sayso_incidents::Incident;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::columns::{Columns, Lines};
use crate::filter::{Facts, Ready};
use crate::overview::Glance;
use crate::rows::{EventLine, IncidentLine};

/// A line with what is asked about it.
#[derive(Clone, Debug)]
pub struct Entry<L> {
    /// What is shown.
    pub line: L,
    /// What is filtered by.
    pub facts: Facts,
}

impl Entry<IncidentLine> {
    /// The line of an incident; `told`: its events, each with the outlet of its report.
    pub fn of_incident<'r>(
        incident: &Incident,
        told: impl Iterator<Item = (&'r EventRow, Option<&'r str>)>,
    ) -> Self {
        let mut facts = Facts::default();
        let mut reviewed = Vec::new();
        for (row, outlet) in told {
            facts.add(row, outlet);
            reviewed.push(row.reviewed);
        }
        let line = IncidentLine::new(incident, &reviewed);
        facts.grade.clone_from(&line.grade);
        facts.origins = line.origins;
        facts.reviewed = line.reviewed;
        Self { line, facts }
    }
}

/// Something that stands in a list.
pub trait Line {
    /// By what lists of it are put in order.
    type Sort: Copy + PartialEq + 'static;

    /// What of all lines is at hand for counting.
    type Glance: Clone + std::fmt::Debug;

    /// All ways to put it in order.
    const SORTS: &'static [Self::Sort];

    /// Puts lines in order; equal ones stay as they are.
    fn put_in_order(sort: Self::Sort, entries: &[Arc<Entry<Self>>], order: &mut [u32])
    where
        Self: Sized;

    /// Takes out what is counted.
    fn glance(entries: &[Arc<Entry<Self>>]) -> Self::Glance
    where
        Self: Sized;
}

/// A list, in all its orders.
#[derive(Clone, Debug)]
pub struct Listing<L: Line> {
    pub(crate) entries: Vec<Arc<Entry<L>>>,
    orders: Vec<(L::Sort, Vec<u32>)>,
    columns: Columns,
    pub(crate) glance: L::Glance,
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Page<L> {
    /// How many there are in all.
    pub total: usize,
    /// How many stand before this part.
    pub offset: usize,
    /// The part.
    pub rows: Vec<L>,
}

/// By what events are put in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum EventSort {
    /// The latest day first; the undated last.
    #[default]
    #[serde(rename = "-day")]
    DayDown,
    /// The earliest day first; the undated last.
    #[serde(rename = "day")]
    Day,
    /// As the reports came in.
    #[serde(rename = "report")]
    Report,
    /// The latest report first.
    #[serde(rename = "-report", alias = "-added")]
    ReportDown,
}

/// By what incidents are put in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum IncidentSort {
    /// The latest day first; the undated last.
    #[default]
    #[serde(rename = "-day")]
    DayDown,
    /// The earliest day first; the undated last.
    #[serde(rename = "day")]
    Day,
    /// Most accounts first.
    #[serde(rename = "-accounts")]
    Accounts,
    /// Most origins first.
    #[serde(rename = "-origins")]
    Origins,
    /// Most killed first.
    #[serde(rename = "-killed")]
    Killed,
}

impl<L: Line> Default for Listing<L> {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl<L: Line> Listing<L> {
    /// Makes a list.
    #[must_use]
    pub fn new(entries: Vec<Arc<Entry<L>>>) -> Self {
        let all: Vec<u32> = (0..u32::try_from(entries.len()).unwrap_or(u32::MAX)).collect();
        let orders = L::SORTS.iter().map(|sort| {
            let mut order = all.clone();
            L::put_in_order(*sort, &entries, &mut order);
            (*sort, order)
        });
        let columns = Columns::new(entries.iter().map(|entry| &entry.facts));
        Self { orders: orders.collect(), columns, glance: L::glance(&entries), entries }
    }

    /// How many there are, fitting or not.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Those that fit, in an order.
    pub fn fitting(&self, filter: &Ready, sort: L::Sort) -> impl Iterator<Item = &Arc<Entry<L>>> {
        let lines = self.lines(filter);
        let order = self.order(sort).iter().filter(move |at| lines.has(**at));
        order.map(|at| &self.entries[*at as usize])
    }

    /// A part of those that fit, and how many fit in all.
    #[must_use]
    pub fn part(&self, filter: &Ready, sort: L::Sort, offset: usize, limit: usize) -> (usize, Vec<&L>) {
        let lines = self.lines(filter);
        let order = self.order(sort).iter().filter(|at| lines.has(**at)).skip(offset).take(limit);
        (lines.len(), order.map(|at| &self.entries[*at as usize].line).collect())
    }

    /// A part of those that fit.
    #[must_use]
    pub fn page(&self, filter: &Ready, sort: L::Sort, offset: usize, limit: usize) -> Page<L>
    where
        L: Clone,
    {
        let (total, rows) = self.part(filter, sort, offset, limit);
        Page { total, offset, rows: rows.into_iter().cloned().collect() }
    }

    /// Those that fit, by their places.
    pub(crate) fn lines(&self, filter: &Ready) -> Lines {
        self.columns.fitting(filter)
    }

    fn order(&self, sort: L::Sort) -> &[u32] {
        let order = self.orders.iter().find(|(known, _)| *known == sort);
        order.map(|(_, order)| order.as_slice()).unwrap_or_default()
    }

    /// All, in no order that means anything.
    pub fn entries(&self) -> impl Iterator<Item = &Arc<Entry<L>>> {
        self.entries.iter()
    }
}

/// The undated last, whichever way.
fn by_day<L>(entries: &[Arc<Entry<L>>], order: &mut [u32], down: bool) {
    order.sort_by_cached_key(|at| {
        let day = first_day(&entries[*at as usize].facts).map(i64::from);
        (day.is_none(), if down { day.map(|day| -day) } else { day })
    });
}

/// The first day; of what began at no known day, the last.
pub(crate) fn first_day(facts: &Facts) -> Option<i32> {
    facts.days.map(|(first, last)| if first == i32::MIN { last } else { first })
}

impl Line for EventLine {
    type Sort = EventSort;
    type Glance = Glance;

    const SORTS: &'static [EventSort] =
        &[EventSort::DayDown, EventSort::Day, EventSort::Report, EventSort::ReportDown];

    fn glance(entries: &[Arc<Entry<Self>>]) -> Glance {
        Glance::new(entries)
    }

    fn put_in_order(sort: EventSort, entries: &[Arc<Entry<Self>>], order: &mut [u32]) {
        match sort {
            EventSort::DayDown => by_day(entries, order, true),
            EventSort::Day => by_day(entries, order, false),
            EventSort::Report => order.sort_by_cached_key(|at| entries[*at as usize].line.row.report),
            EventSort::ReportDown => {
                order.sort_by_cached_key(|at| Reverse(entries[*at as usize].line.row.report));
            }
        }
    }
}

impl Line for IncidentLine {
    type Sort = IncidentSort;
    type Glance = ();

    const SORTS: &'static [IncidentSort] = &[
        IncidentSort::DayDown,
        IncidentSort::Day,
        IncidentSort::Accounts,
        IncidentSort::Origins,
        IncidentSort::Killed,
    ];

    fn glance(_: &[Arc<Entry<Self>>]) {}

    fn put_in_order(sort: IncidentSort, entries: &[Arc<Entry<Self>>], order: &mut [u32]) {
        by_day(entries, order, sort != IncidentSort::Day);
        let line = |at: &u32| &entries[*at as usize].line;
        match sort {
            IncidentSort::DayDown | IncidentSort::Day => {}
            IncidentSort::Accounts => order.sort_by_cached_key(|at| Reverse(line(at).accounts)),
            IncidentSort::Origins => order.sort_by_cached_key(|at| Reverse(line(at).origins)),
            IncidentSort::Killed => {
                order.sort_by_cached_key(|at| {
                    Reverse(line(at).killed.map(|killed| (killed.high.unwrap_or(killed.low), killed.low)))
                });
            }
        }
    }
}
