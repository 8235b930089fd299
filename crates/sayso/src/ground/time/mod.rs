//! Expressions of time: where they stand in the text, what they mean in TIMEX3, and which days they cover.
//!
//! The knowledge is in the tables of `data/time/`: words with their meanings, and rules, one a line, each with an
//! example that the tests run. The code is a matcher of patterns over tokens (`pattern`) and a calendar
//! (`calendar`). Relative times are counted from the day of publication or from a time spoken of before, and each
//! expression says which ([`Why`], [`Anchor`]). Without a day of publication `yesterday` is found and stays without a
//! day; the day of publication is never taken for the time of anything that does not say so.
//!
//! ```
//! use jiff::civil::date;
//! use sayso::ground::time::{self, Context};
//!
//! let text = "Tuesday's attacks come a day after the president vowed support.";
//! let blocks = [0..text.len()];
//! let context = Context { reference: Some(date(2019, 12, 18)), tense_at: &|_| None, blocks: &blocks };
//! let found = time::find(text, &context);
//! assert_eq!(found[0].value, "2019-12-17");
//! let offset = found[1].offset.as_ref().unwrap();
//! assert_eq!(&text[found[1].range.clone()], "a day after");
//! assert_eq!(found[1].from, Some(date(2019, 12, 16)));
//! assert_eq!(offset.anchored, Some(0..7));
//! ```

use std::ops::Range;

use jiff::civil::Date;

use crate::record::{TimePrecision, TimexType};

mod token;
mod vocabulary;
mod eras;
mod holiday;
mod tables;
mod number;
mod pattern;
mod calendar;
mod scene;
mod dates;
mod spans;
mod links;
pub mod tense;
mod governing;

pub use governing::governing;
pub use vocabulary::{Modifier, Unit};

/// What is known beside the text.
pub struct Context<'a> {
    /// The day of publication.
    pub reference: Option<Date>,
    /// The tense of the verb that governs some words; `None` where it is not known.
    pub tense_at: &'a dyn Fn(Range<usize>) -> Option<Tense>,
    /// The paragraphs to look into, bytes of the text; no expression goes from one into the next.
    pub blocks: &'a [Range<usize>],
}

/// Tense of a verb, by what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "plain words")]
pub enum Tense {
    Past,
    Present,
    Future,
}

/// An expression of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Type of TIMEX3.
    pub kind: TimexType,
    /// Value of TIMEX3 (`2019-12-17`, `P2W`, `2019-W51`, `XXXX-12-18` where the year is not known).
    pub value: String,
    /// `mod` of TIMEX3.
    pub modifier: Option<Modifier>,
    /// First day, where the words and the context give one.
    pub from: Option<Date>,
    /// Last day, inclusive.
    pub to: Option<Date>,
    /// How sharp the words are.
    pub precision: TimePrecision,
    /// Why it has this value.
    pub why: Why,
    /// The line of `data/time/rules.csv`.
    pub rule: &'static str,
    /// What it was counted from.
    pub anchor: Anchor,
    /// `a day after` what follows.
    pub offset: Option<Offset>,
    /// The side of it that is meant: `since 2011`, `until Friday`.
    pub bound: Option<Bound>,
    /// The other end of `from 3 to 7 March`, `between May and July`.
    pub pair: Option<Pair>,
}

/// Why an expression has its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// The words give it in full.
    Written,
    /// Counted from the day of publication: `yesterday`, `last month`.
    Publication,
    /// The nearest such day, month or season to the day of publication, on the side of the verb's tense.
    Nearest(Option<Tense>),
    /// Counted from another time in the text: `the following day`.
    Text,
    /// A length of time, which has no place in the calendar of its own.
    Length,
    /// It comes again and again.
    Habit,
    /// Past, present or future at large.
    Vague,
    /// There was nothing to count it from.
    Unanchored,
}

/// What an expression was counted from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// Nothing.
    None,
    /// The day of publication.
    Publication,
    /// The expression at these bytes.
    Expression(Range<usize>),
}

/// `a day after`: two happenings and how long lies between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Offset {
    /// How many units; `None`: `some days after`.
    pub count: Option<i64>,
    /// The unit.
    pub unit: Unit,
    /// Whether what the sentence tells of is after or before what the words introduce.
    pub direction: Direction,
    /// Which of the two the expression's `from` and `to` date.
    pub dates: Dated,
    /// The expression that dates the other one; `None` where the sentence has none.
    pub anchored: Option<Range<usize>>,
}

/// One side or the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "plain words")]
pub enum Direction {
    Before,
    After,
}

/// Which of two happenings an [`Offset`] dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dated {
    /// The one in the clause or phrase after the words: `Tuesday's attacks came a day after he vowed ...`.
    Introduced,
    /// The one that the sentence is about: `They fled two days after Friday's raid`.
    Main,
}

/// The side of a time that is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// From then on: `since`, `from`.
    Since,
    /// Up to then: `until`, `by`, `to`.
    Until,
    /// Earlier than that.
    Before,
    /// Later than that.
    After,
}

/// One end of an interval and the whole of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Where the other end stands.
    pub other: Range<usize>,
    /// First day of the whole.
    pub from: Date,
    /// Last day of the whole.
    pub to: Date,
}

impl Offset {
    /// The day of what the words introduce, from the day of what the sentence tells of.
    pub fn introduced(&self, main: Date) -> Option<Date> {
        self.moved(main, self.direction == Direction::Before)
    }

    /// The day of what the sentence tells of, from the day of what the words introduce.
    pub fn main(&self, introduced: Date) -> Option<Date> {
        self.moved(introduced, self.direction == Direction::After)
    }

    fn moved(&self, date: Date, later: bool) -> Option<Date> {
        let count = self.count?;
        calendar::add(date, if later { count } else { count.checked_neg()? }, self.unit)
    }
}

/// Finds every expression of time in the blocks of a text, in order; they do not overlap.
pub fn find(text: &str, context: &Context) -> Vec<Expression> {
    let tables = tables::built_in();
    let mut scene = scene::Scene::new(text, tables, context);
    let mut end = 0;
    for block in context.blocks {
        if block.start >= end && block.start <= block.end {
            scene.read(block.clone());
            end = block.end;
        }
    }
    links::pair(&mut scene);
    scene.expressions
}

#[cfg(test)]
mod tests;
