//! Lists that are filtered, put in order and paged from memory.

use std::sync::Arc;

use sayso_casebook::EventRow;
use sayso_incidents::Incident;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::columns::{Before, Columns, Lines};
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

    /// By what a line is put in its place, the smallest first; equal ones stay as they are.
    fn key(sort: Self::Sort, entry: &Entry<Self>) -> SortKey
    where
        Self: Sized;

    /// Takes out what is counted.
    #[doc(hidden)]
    fn glance(entries: &[Arc<Entry<Self>>], before: Option<(&Self::Glance, &[Option<u32>])>) -> Self::Glance
    where
        Self: Sized;
}

/// By what a line is put in its place.
pub type SortKey = [i64; 4];

/// A list, in all its orders.
#[derive(Clone, Debug)]
pub struct Listing<L: Line> {
    pub(crate) entries: Vec<Arc<Entry<L>>>,
    orders: Vec<Order<L::Sort>>,
    columns: Columns,
    pub(crate) glance: L::Glance,
}

/// One order of a list.
#[derive(Clone, Debug)]
struct Order<S> {
    sort: S,
    keys: Vec<SortKey>,
    lines: Arc<Vec<u32>>,
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
        Self::made(entries, None)
    }

    /// Makes the list that follows this one. Of lines that stood in it, nothing is looked at again.
    #[must_use]
    pub fn renewed(&self, entries: Vec<Arc<Entry<L>>>) -> Self {
        let from = places(&self.entries, &entries);
        // where most is new, telling values apart by hashing is faster
        let new = from.iter().filter(|place| place.is_none()).count();
        if new > 100 && new > entries.len() / 100 {
            return Self::new(entries);
        }
        Self::made(entries, Some((self, &from)))
    }

    fn made(entries: Vec<Arc<Entry<L>>>, before: Option<(&Self, &[Option<u32>])>) -> Self {
        let columns = before.map(|(old, from)| Before { old: &old.columns, from });
        let columns = Columns::new(entries.len(), |line| &entries[line].facts, columns.as_ref());
        let glance = L::glance(&entries, before.map(|(old, from)| (&old.glance, from)));
        let orders = L::SORTS.iter().map(|sort| {
            let old =
                before.and_then(|(old, from)| Some((old.orders.iter().find(|one| one.sort == *sort)?, from)));
            Order::new(*sort, &entries, old)
        });
        Self { orders: orders.collect(), columns, glance, entries }
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
        let order = self.orders.iter().find(|order| order.sort == sort);
        order.map(|order| order.lines.as_slice()).unwrap_or_default()
    }

    /// All, in no order that means anything.
    pub fn entries(&self) -> impl Iterator<Item = &Arc<Entry<L>>> {
        self.entries.iter()
    }
}

impl<S: Copy> Order<S> {
    fn new<L: Line<Sort = S>>(
        sort: S,
        entries: &[Arc<Entry<L>>],
        before: Option<(&Self, &[Option<u32>])>,
    ) -> Self {
        let place = |at: usize| before.and_then(|(old, from)| Some((old, from[at]? as usize)));
        let key = |at: usize| match place(at) {
            Some((old, place)) => old.keys[place],
            None => L::key(sort, &entries[at]),
        };
        let keys: Vec<SortKey> = (0..entries.len()).map(key).collect();
        let lines = match before.filter(|(old, _)| old.keys == keys) {
            // what stands in its place is put in no other
            Some((old, _)) => Arc::clone(&old.lines),
            None => {
                let mut lines: Vec<u32> = (0..u32::try_from(entries.len()).unwrap_or(u32::MAX)).collect();
                lines.sort_unstable_by_key(|at| (keys[*at as usize], *at));
                Arc::new(lines)
            }
        };
        Self { sort, keys, lines }
    }
}

/// Where the lines of a new list stood in the old one. Both have them in much the same order; one that is not found stands for new.
fn places<L>(old: &[Arc<Entry<L>>], new: &[Arc<Entry<L>>]) -> Vec<Option<u32>> {
    /// So far ahead an old line is looked for.
    const AHEAD: usize = 64;
    let mut next = 0;
    let found = new.iter().map(|line| {
        let ahead = old[next..].iter().take(AHEAD).position(|known| Arc::ptr_eq(known, line))?;
        next += ahead + 1;
        u32::try_from(next - 1).ok()
    });
    found.collect()
}

/// The undated last, whichever way.
fn by_day(facts: &Facts, down: bool) -> i64 {
    first_day(facts).map_or(i64::MAX, |day| if down { -i64::from(day) } else { i64::from(day) })
}

fn down(number: impl TryInto<i64>) -> i64 {
    -number.try_into().unwrap_or(i64::MAX)
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

    fn glance(entries: &[Arc<Entry<Self>>], before: Option<(&Glance, &[Option<u32>])>) -> Glance {
        Glance::new(entries, before.map(|(old, from)| Before { old, from }).as_ref())
    }

    fn key(sort: EventSort, entry: &Entry<Self>) -> SortKey {
        let report = entry.line.row.report;
        let key = match sort {
            EventSort::DayDown => by_day(&entry.facts, true),
            EventSort::Day => by_day(&entry.facts, false),
            EventSort::Report => report,
            EventSort::ReportDown => -report,
        };
        [key, 0, 0, 0]
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

    fn glance(_: &[Arc<Entry<Self>>], _: Option<(&(), &[Option<u32>])>) {}

    fn key(sort: IncidentSort, entry: &Entry<Self>) -> SortKey {
        let line = &entry.line;
        let day = by_day(&entry.facts, sort != IncidentSort::Day);
        match sort {
            IncidentSort::DayDown | IncidentSort::Day => [day, 0, 0, 0],
            IncidentSort::Accounts => [down(line.accounts), day, 0, 0],
            IncidentSort::Origins => [down(line.origins), day, 0, 0],
            IncidentSort::Killed => match line.killed {
                Some(killed) => [0, down(killed.high.unwrap_or(killed.low)), down(killed.low), day],
                None => [1, day, 0, 0],
            },
        }
    }
}
