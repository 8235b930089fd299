//! Goes through a text: finds the longest rule at each token and keeps what has been found so far, since later
//! expressions are counted from earlier ones.

use std::ops::Range;

use jiff::civil::Date;

use super::calendar::Stretch;
use super::pattern;
use super::tables::{Caught, Rule, Tables, Verb};
use super::token::{Token, tokens};
use super::vocabulary::{Meaning, Modifier, Unit};
use super::{Anchor, Bound, Context, Dated, Direction, Expression, Offset, Tense, Why, dates, links, spans};
use crate::record::{TimePrecision, TimexType};

/// How many expressions back the text is remembered, and how many tokens back a sentence may begin: what keeps the
/// time linear on any input.
const MEMORY: usize = 200;

/// How many bytes before a bare year a day may lie for the year to be an aside.
const ASIDE: usize = 400;

/// The text and what has been found in it so far.
pub(super) struct Scene<'a> {
    pub(super) text: &'a str,
    pub(super) tables: &'static Tables,
    pub(super) context: &'a Context<'a>,
    pub(super) expressions: Vec<Expression>,
    /// The stretch of the calendar of each expression, where it has one.
    pub(super) stretches: Vec<Option<Stretch>>,
    /// How many expressions have been compared with their neighbour.
    pub(super) paired: usize,
}

/// What an action makes of a match.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) kind: TimexType,
    pub(super) value: String,
    pub(super) stretch: Option<Stretch>,
    pub(super) days: Option<(Date, Date)>,
    pub(super) precision: TimePrecision,
    pub(super) why: Why,
    pub(super) anchor: Anchor,
    pub(super) offset: Option<Offset>,
}

/// One match of a rule in its surroundings.
pub(super) struct Site<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) start: usize,
    pub(super) caught: Caught<'a>,
    pub(super) rule: &'static Rule,
    pub(super) range: Range<usize>,
    /// The match of which the range is one of two dates.
    pub(super) whole: Range<usize>,
}

impl Found {
    /// A value that no day is known of.
    pub(super) fn bare(kind: TimexType, value: impl Into<String>, why: Why) -> Self {
        Self {
            kind,
            value: value.into(),
            stretch: None,
            days: None,
            precision: TimePrecision::Unknown,
            why,
            anchor: Anchor::None,
            offset: None,
        }
    }

    /// A stretch of the calendar.
    pub(super) fn stretch(stretch: Stretch, why: Why, anchor: Anchor) -> Self {
        Self {
            stretch: Some(stretch),
            days: stretch.days(),
            precision: stretch.precision(),
            anchor,
            ..Self::bare(TimexType::Date, stretch.value(), why)
        }
    }
}

impl Found {
    /// Whether the day may be a neighbour of that of the value.
    fn near(&self) -> bool {
        matches!(self.stretch, Some(Stretch::Near(_)))
    }
}

impl<'a> Scene<'a> {
    pub(super) fn new(text: &'a str, tables: &'static Tables, context: &'a Context<'a>) -> Self {
        Self { text, tables, context, expressions: Vec::new(), stretches: Vec::new(), paired: 0 }
    }

    /// Finds the expressions of one block.
    pub(super) fn read(&mut self, block: Range<usize>) {
        let tokens = tokens(self.text, block, &self.tables.vocabulary);
        let mut at = 0;
        while at < tokens.len() {
            at = match self.best(&tokens, at) {
                Some((rule, found)) => {
                    // what comes later may be counted from `two days after Friday's raid`
                    links::pair(self);
                    self.add(&tokens, at, rule, &found);
                    found.end
                }
                None => at + 1,
            };
        }
    }

    /// The rule with the longest match at a token; of equal ones the first.
    fn best(&self, tokens: &[Token], at: usize) -> Option<(&'static Rule, pattern::Match)> {
        let tables = self.tables;
        let mut best: Option<(&'static Rule, pattern::Match)> = None;
        for rule in tables.candidates(&tokens[at], tokens.get(at + 1)) {
            let rule = &tables.rules[usize::from(*rule)];
            let Some(found) = pattern::longest(&rule.program, tables, self.text, tokens, at) else {
                continue;
            };
            let longer = best.as_ref().is_none_or(|(_, best)| found.end > best.end);
            if longer
                && tables.allows_before(&rule.before, tokens, at)
                && tables.allows_after(&rule.after, tokens, found.end)
            {
                best = Some((rule, found));
            }
        }
        best
    }

    fn add(&mut self, tokens: &[Token], start: usize, rule: &'static Rule, found: &pattern::Match) {
        if found.captures.iter().any(|capture| capture.slot == self.tables.class.day3) {
            self.add_three(tokens, start, rule, found);
            return;
        }
        let join = found.captures.iter().find(|capture| capture.slot == self.tables.class.join);
        let Some(join) = join.map(|join| join.token) else {
            self.add_one(tokens, start..found.end, start..found.end, rule, &found.captures);
            return;
        };
        let whole = start..found.end;
        // `3 to 7 March` is two expressions that share what only one of them says.
        let first = self.add_one(tokens, start..join, whole.clone(), rule, &found.captures);
        let second = join + 1 + usize::from(self.tables.is_word(tokens, join + 1, self.tables.word.the));
        let captures = self.tables.second_of_two(&found.captures);
        if first && self.add_one(tokens, second..found.end, whole, rule, &captures) {
            links::order(self);
        }
    }

    /// `3, 5 and 9 May`: each of the days has the month and the year.
    fn add_three(&mut self, tokens: &[Token], start: usize, rule: &'static Rule, found: &pattern::Match) {
        let class = &self.tables.class;
        let at =
            |slot| found.captures.iter().find(|capture| capture.slot == slot).map(|capture| capture.token);
        let (Some(first), Some(second), Some(third)) = (at(class.day), at(class.day2), at(class.day3)) else {
            return;
        };
        let month_first = at(class.month).is_some_and(|month| month < first);
        let ends = [first + 1, second + 1, if month_first { third + 1 } else { found.end }];
        let last = if month_first && at(class.year).is_some() { found.end } else { ends[2] };
        let day = |token| found.captures.iter().find(|capture| capture.token == token).copied();
        for (token, span) in [(first, start..ends[0]), (second, second..ends[1]), (third, third..last)] {
            let own = day(token).map(|capture| pattern::Capture { slot: class.day, ..capture });
            let shared =
                found.captures.iter().filter(|capture| ![first, second, third].contains(&capture.token));
            let captures: Vec<pattern::Capture> = own.into_iter().chain(shared.copied()).collect();
            self.add_one(tokens, span, start..found.end, rule, &captures);
        }
    }

    /// Gives an expression, so many before the last one, another stretch of the calendar.
    pub(super) fn set_last(&mut self, back: usize, stretch: Stretch) {
        if let Some(at) = self.expressions.len().checked_sub(1 + back) {
            self.set(at, stretch);
        }
    }

    /// Gives an expression another stretch of the calendar; a time of day keeps it.
    pub(super) fn set(&mut self, at: usize, stretch: Stretch) {
        let expression = &mut self.expressions[at];
        (expression.from, expression.to) = stretch.days().unzip();
        let time = expression.value.find('T').map(|clock| expression.value[clock..].to_owned());
        expression.value = stretch.value() + time.as_deref().unwrap_or_default();
        self.stretches[at] = Some(stretch);
    }

    fn add_one(
        &mut self,
        tokens: &[Token],
        span: Range<usize>,
        whole: Range<usize>,
        rule: &'static Rule,
        captures: &[pattern::Capture],
    ) -> bool {
        let bytes = |span: Range<usize>| tokens[span.start].range.start..tokens[span.end - 1].range.end;
        let caught = Caught { captures, given: &rule.action.given };
        let site = Site { tokens, start: span.start, caught, rule, range: bytes(span), whole: bytes(whole) };
        let found = self.act(&site);
        if let Some(found) = &found {
            let expression = self.expression(&site, found);
            self.stretches.push(found.stretch);
            self.expressions.push(expression);
        }
        found.is_some()
    }

    fn act(&self, site: &Site) -> Option<Found> {
        let vague = |kind, value: &str| Some(Found::bare(kind, value, Why::Vague));
        match site.rule.action.verb {
            Verb::Date => dates::date(self, site),
            Verb::Relative => dates::relative(self, site),
            Verb::Shift => dates::shift(self, site),
            Verb::Duration => spans::duration(self, site),
            Verb::Set => spans::set(self, site),
            Verb::Offset => spans::offset(self, site),
            Verb::Past => vague(TimexType::Date, "PAST_REF"),
            Verb::Present => vague(TimexType::Date, "PRESENT_REF"),
            // `Soon` in an account of the past is no time of its own.
            Verb::Future
                if site.caught.get(self.tables.class.dir).is_some() && self.told_in_the_past(site) =>
            {
                None
            }
            Verb::Future => vague(TimexType::Date, "FUTURE_REF"),
            Verb::Skip => None,
        }
    }

    fn expression(&self, site: &Site, found: &Found) -> Expression {
        Expression {
            range: site.range.clone(),
            kind: found.kind,
            value: found.value.clone(),
            modifier: modifier(self.tables, &site.caught).or(found.near().then_some(Modifier::Approx)),
            from: found.days.map(|days| days.0),
            to: found.days.map(|days| days.1),
            precision: found.precision,
            why: found.why,
            rule: &site.rule.id,
            anchor: found.anchor.clone(),
            offset: found.offset.clone(),
            bound: self.bound(site),
            pair: None,
        }
    }

    /// The preposition before a match.
    fn bound(&self, site: &Site) -> Option<Bound> {
        let before = site.start.checked_sub(1)?;
        let (_, code) = self.tables.number(site.tokens, before, self.tables.class.bound)?;
        Some(match code as i8 {
            1 => Bound::Since,
            2 => Bound::Until,
            3 => Bound::Before,
            _ => Bound::After,
        })
    }

    fn told_in_the_past(&self, site: &Site) -> bool {
        self.tense(site) == Some(Tense::Past)
    }

    /// The tense of the verb that governs a match.
    pub(super) fn tense(&self, site: &Site) -> Option<Tense> {
        (self.context.tense_at)(site.whole.clone())
    }

    /// The last expressions so far, from the last.
    pub(super) fn remembered(&self) -> impl Iterator<Item = (&Expression, &Option<Stretch>)> {
        self.expressions.iter().zip(&self.stretches).rev().take(MEMORY)
    }

    /// The last expression so far that lies in the calendar and passes a test.
    pub(super) fn last(&self, fits: impl Fn(Stretch) -> bool) -> Option<(Range<usize>, Stretch)> {
        let ancient = |stretch: &Stretch| stretch.first().is_some_and(|day| day.year() < 1);
        // One year before Christ is an aside; an account of antiquity has more.
        let told_of =
            self.remembered().filter(|(_, stretch)| stretch.as_ref().is_some_and(ancient)).take(3).count();
        let fits = |stretch: Stretch| (told_of > 2 || !ancient(&stretch)) && fits(stretch);
        // the day of what `a day after` introduces is no day that the account has come to
        let aside = |e: &Expression| e.offset.as_ref().is_some_and(|o| o.dates == Dated::Introduced);
        let mut earlier = self.remembered().filter(|(e, _)| !aside(e));
        earlier.find_map(|(expression, stretch)| {
            stretch.filter(|stretch| fits(*stretch)).map(|stretch| (expression.range.clone(), stretch))
        })
    }

    /// The time that an account without a day of its own has come to, and by which it means its months and days. A bare year
    /// far from the days told last is an aside (`as in 1614`).
    pub(super) fn told(&self) -> Option<(Range<usize>, Stretch)> {
        let (range, stretch) = self.last(|stretch| stretch.unit() <= Unit::Year)?;
        if let Stretch::Year(year) = stretch
            && let Some((sharp_range, sharp)) = self.last(|stretch| stretch.unit() < Unit::Year)
            && range.start - sharp_range.start < ASIDE
            && sharp.first().is_some_and(|day| (day.year() - year).abs() > 5)
        {
            return Some((sharp_range, sharp));
        }
        Some((range, stretch))
    }

    /// The quarter spoken of last, other than by counting from another (`a year earlier`).
    pub(super) fn last_quarter(&self) -> Option<(Range<usize>, Stretch)> {
        let mut earlier = self.remembered();
        earlier.find_map(|(expression, stretch)| {
            let quarter = stretch.filter(|stretch| matches!(stretch, Stretch::Quarter(..)))?;
            (expression.why != Why::Text).then(|| (expression.range.clone(), quarter))
        })
    }

    /// The last expression so far that is as sharp as a unit.
    pub(super) fn last_within(&self, unit: Unit) -> Option<(Range<usize>, Stretch)> {
        self.last(|stretch| stretch.unit() <= unit.max(Unit::Day))
    }

    /// The last day spoken of in the same sentence, before a match.
    pub(super) fn day_in_sentence(&self, site: &Site) -> Option<(Range<usize>, Stretch)> {
        let mut first = site.start;
        while first > 0 && site.start - first < MEMORY && !self.tables.begins_sentence(site.tokens, first) {
            first -= 1;
        }
        let sentence = site.tokens.get(first)?.range.start;
        self.last_within(Unit::Day).filter(|(range, _)| range.start >= sentence)
    }
}

/// TIMEX3's `mod`, from the words that soften an amount or pick a part.
fn modifier(tables: &Tables, caught: &Caught) -> Option<Modifier> {
    use super::vocabulary::Fuzzy;
    if let Some(Meaning::Modifier(modifier)) = caught.get(tables.class.modifier) {
        return Some(modifier);
    }
    match caught.get(tables.class.fuzzy) {
        Some(Meaning::Fuzzy(Fuzzy::Start)) => Some(Modifier::Start),
        Some(Meaning::Fuzzy(Fuzzy::Mid)) => Some(Modifier::Mid),
        Some(Meaning::Fuzzy(Fuzzy::End)) => Some(Modifier::End),
        _ => None,
    }
}

/// The direction of a sign.
pub(super) fn direction(sign: f64) -> Direction {
    if sign < 0.0 { Direction::Before } else { Direction::After }
}
