//! Dates as date lines, datelines and page heads write them; never a guess.
//!
//! `18 December, 2019`, `Dec. 18, 2019`, `Mon Dec 18 2019 10:00 GMT`, `3 JAN 90`, `2019-12-18T10:00:00Z`, `18.12.2019`.
//! `4/5/2019` is left alone, since it is April to some and May to others.

use std::ops::Range;

use jiff::civil::Date;
use jiff::fmt::temporal::Pieces;

use super::IngestError;
use super::tables::{CALENDAR, DateWord};

/// A date in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its words.
    pub(super) range: Range<usize>,
    /// The day; absent where the words give no year.
    pub(super) date: Option<Date>,
    /// The moment of the day as ISO 8601 writes it after the `T`, with the offset if known.
    time: Option<String>,
    /// Whether it is the date of a revision.
    later: bool,
}

impl Found {
    /// The day or moment as ISO 8601.
    pub(super) fn iso(&self) -> Option<String> {
        let date = self.date?;
        Some(self.time.as_ref().map_or_else(|| date.to_string(), |time| format!("{date}T{time}")))
    }
}

/// A day or moment of publication as somebody wrote it: as ISO 8601, and its day.
///
/// ```
/// let (iso, date) = sayso::ingest::published("18 December, 2019")?;
/// assert_eq!((iso.as_str(), date), ("2019-12-18", jiff::civil::date(2019, 12, 18)));
/// assert!(sayso::ingest::published("2019-02-30").is_err());
/// # Ok::<(), sayso::ingest::IngestError>(())
/// ```
pub fn published(written: &str) -> Result<(String, Date), IngestError> {
    let written = written.trim();
    if let Ok(pieces) = Pieces::parse(written) {
        return Ok((pieces.to_string(), pieces.date()));
    }
    let dates = line(written).unwrap_or_default();
    match dates.as_slice() {
        [found @ Found { date: Some(date), .. }] => {
            Ok((found.iso().unwrap_or_else(|| date.to_string()), *date))
        }
        _ => Err(IngestError::Date(written.chars().take(80).collect())),
    }
}

/// The date of publication in a line that holds nothing but dates and their labels: the first that is none of
/// revision, else the first.
pub(super) fn of_line(text: &str) -> Option<Found> {
    let mut dates = line(text)?;
    let first = dates.iter().position(|found| !found.later).unwrap_or(0);
    Some(dates.swap_remove(first))
}

/// Whether a date line says that its date is one of publication or revision.
pub(super) fn is_labelled(text: &str) -> bool {
    let tokens = tokens(text);
    (0..tokens.len()).any(|at| matches!(tokens.meaning(at), Some(DateWord::Label { .. })))
}

/// The first date in a text, with or without a year.
pub(super) fn first(text: &str) -> Option<Found> {
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|at| Some(tokens.date(at)?.1))
}

/// The dates of a line that holds nothing else.
fn line(text: &str) -> Option<Vec<Found>> {
    /// Longer lines hold more than dates.
    const MOST_BYTES: usize = 200;
    if text.len() > MOST_BYTES {
        return None;
    }
    let tokens = tokens(text);
    let mut dates: Vec<Found> = Vec::new();
    let mut early_time = None;
    let mut later = false;
    let mut at = 0;
    while at < tokens.list.len() {
        if let Some((next, mut found)) = tokens.date(at) {
            found.date?;
            found.later = std::mem::take(&mut later);
            found.time = early_time.take().or(found.time);
            dates.push(found);
            at = next;
        } else if let Some((next, time)) = tokens.time(at) {
            match dates.last_mut() {
                Some(found) if found.time.is_none() && !later => found.time = time,
                _ => early_time = time,
            }
            at = next;
        } else {
            match tokens.list[at].kind {
                Kind::Mark(mark) if ",.|-–—:;()[]/·•+@".contains(mark) => {}
                Kind::Word => match tokens.meaning(at) {
                    Some(DateWord::Label { later: word }) => later |= word,
                    Some(DateWord::Weekday | DateWord::Zone(_)) => {}
                    _ if tokens.word(at) == "t" => {}
                    _ => return None,
                },
                _ => return None,
            }
            at += 1;
        }
    }
    (!dates.is_empty()).then_some(dates)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    Number { value: i32, digits: usize },
    Mark(char),
}

#[derive(Debug)]
struct Token {
    range: Range<usize>,
    kind: Kind,
}

#[derive(Debug)]
struct Tokens<'a> {
    text: &'a str,
    list: Vec<Token>,
}

/// Runs of letters, runs of digits (with `st`, `nd`, `rd`, `th`), and single marks.
fn tokens(text: &str) -> Tokens<'_> {
    let mut list = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let start = text.len() - rest.len();
        let length = |of: fn(char) -> bool| rest.find(|c| !of(c)).unwrap_or(rest.len());
        let (used, kind) = if first.is_ascii_digit() {
            let digits = length(|c| c.is_ascii_digit());
            let suffix = rest[digits..].get(..2).map(str::to_ascii_lowercase);
            let ordinal = matches!(suffix.as_deref(), Some("st" | "nd" | "rd" | "th"))
                && !rest[digits + 2..].starts_with(char::is_alphanumeric);
            // A number too long to be part of a date counts as none.
            let value = rest[..digits].parse().unwrap_or(-1);
            (digits + if ordinal { 2 } else { 0 }, Some(Kind::Number { value, digits }))
        } else if first.is_alphabetic() {
            (length(char::is_alphabetic), Some(Kind::Word))
        } else {
            (first.len_utf8(), (!first.is_whitespace()).then_some(Kind::Mark(first)))
        };
        if let Some(kind) = kind {
            list.push(Token { range: start..start + used, kind });
        }
        rest = &rest[used..];
    }
    Tokens { text, list }
}

impl Tokens<'_> {
    fn len(&self) -> usize {
        self.list.len()
    }

    fn word(&self, at: usize) -> String {
        match self.list.get(at) {
            Some(token) if token.kind == Kind::Word => self.text[token.range.clone()].to_lowercase(),
            _ => String::new(),
        }
    }

    fn meaning(&self, at: usize) -> Option<DateWord> {
        CALENDAR.get(&self.word(at)).copied()
    }

    fn number(&self, at: usize) -> Option<(i32, usize)> {
        match self.list.get(at)?.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    fn is_mark(&self, at: usize, marks: &str) -> bool {
        matches!(self.list.get(at), Some(Token { kind: Kind::Mark(mark), .. }) if marks.contains(*mark))
    }

    /// Steps over one mark, if it is there.
    fn over(&self, at: usize, marks: &str) -> usize {
        at + usize::from(self.is_mark(at, marks))
    }

    /// A date that begins here, perhaps with its day of the week, and the token after it.
    fn date(&self, start: usize) -> Option<(usize, Found)> {
        let mut at = start;
        if let Some(DateWord::Weekday) = self.meaning(at) {
            at = self.over(self.over(at + 1, "."), ",");
        }
        let (end, year, month, day, time) = self
            .year_first(at)
            .or_else(|| self.day_first(at))
            .or_else(|| self.month_first(at))
            .or_else(|| self.figures(at))?;
        let date = match year {
            Some(year) if !(1500..2200).contains(&year) => return None,
            Some(year) => Some(Date::new(year as i16, month, day).ok()?),
            // Without a year, 29 February may be.
            None => Date::new(2000, month, day).ok().and(None),
        };
        if date.is_none() && Date::new(2000, month, day).is_err() {
            return None;
        }
        let range = self.list[start].range.start..self.list[end - 1].range.end;
        Some((end, Found { range, date, time, later: false }))
    }

    fn month(&self, at: usize) -> Option<i8> {
        match self.meaning(at)? {
            DateWord::Month(month) => Some(month),
            _ => None,
        }
    }

    fn day(&self, at: usize) -> Option<i8> {
        let (value, digits) = self.number(at)?;
        (digits <= 2 && (1..=31).contains(&value)).then_some(value as i8)
    }

    /// A year: four digits, or two after an apostrophe or, as the wires write it, bare (`3 JAN 90`).
    fn year(&self, at: usize, short: bool) -> Option<(usize, i32)> {
        let quoted = self.is_mark(at, "'’‘");
        let at = at + usize::from(quoted);
        let (value, digits) = self.number(at)?;
        match digits {
            4 => Some((at + 1, value)),
            // OK because no wire of two-digit years is older than 1970 or will be read after 2069.
            2 if (quoted || short) && !self.is_mark(at + 1, ":") => {
                Some((at + 1, if value >= 70 { 1900 + value } else { 2000 + value }))
            }
            _ => None,
        }
    }

    /// `2019-12-18`, `2019/12/18`.
    fn year_first(&self, at: usize) -> Option<Parts> {
        let (year, 4) = self.number(at)? else { return None };
        let mark = ["-", "/", "."].into_iter().find(|mark| self.is_mark(at + 1, mark))?;
        let (month, 1..=2) = self.number(at + 2)? else { return None };
        if !self.is_mark(at + 3, mark) {
            return None;
        }
        Some((at + 5, Some(year), i8::try_from(month).ok()?, self.day(at + 4)?, None))
    }

    /// `18 December, 2019`, `3 JAN 90`, `18-Dec-2019`, `18th of December 2019`, `3 March`.
    fn day_first(&self, at: usize) -> Option<Parts> {
        let day = self.day(at)?;
        let mut next = self.over(at + 1, "-/.");
        next += usize::from(self.word(next) == "of");
        let month = self.month(next)?;
        let end = next + 1;
        let next = self.over(self.over(end, ".-/"), ",");
        match self.year(next, true) {
            Some((end, year)) => Some((end, Some(year), month, day, None)),
            None => Some((end, None, month, day, None)),
        }
    }

    /// `December 18, 2019`, `Dec. 18`, `Dec 18 10:00:00 GMT 2019`.
    fn month_first(&self, at: usize) -> Option<Parts> {
        let month = self.month(at)?;
        let day_at = self.over(at + 1, ".");
        let day = self.day(day_at)?;
        if self.is_mark(day_at + 1, ":") {
            return None;
        }
        let end = day_at + 1;
        // Two figures after the day are a year only where nothing follows them: `JUNE 11 89 (AFP)`.
        let year_at = self.over(end, ",");
        let last = self.list.get(year_at + 1).is_none_or(|token| token.kind == Kind::Mark('('));
        if let Some((end, year)) = self.year(year_at, last) {
            return Some((end, Some(year), month, day, None));
        }
        if let Some((after, time)) = self.time(end)
            && let Some((end, year)) = self.year(after, false)
        {
            return Some((end, Some(year), month, day, time));
        }
        Some((end, None, month, day, None))
    }

    /// `18.12.2019`, `18/12/2019`; not `4/5/2019`.
    fn figures(&self, at: usize) -> Option<Parts> {
        let day = self.day(at)?;
        let mark = [".", "/", "-"].into_iter().find(|mark| self.is_mark(at + 1, mark))?;
        let second = self.day(at + 2)?;
        if !self.is_mark(at + 3, mark) {
            return None;
        }
        let (end, year) = self.year(at + 4, false)?;
        let (month, day) = match (day, second) {
            // With points, the day always stands first.
            (day, month) if mark == "." || day > 12 || day == month => (month, day),
            (month, day) if day > 12 => (month, day),
            _ => return None,
        };
        Some((end, Some(year), month, day, None))
    }

    /// A clock time that begins here, and the token after it: `10:00`, `10.30 am`, `1545 GMT`, `10:00:00 +0000`.
    fn time(&self, at: usize) -> Option<(usize, Option<String>)> {
        let (first, digits) = self.number(at)?;
        let mut next = at + 1;
        let (mut hour, mut minute, mut second) = (first, 0, 0);
        let clock = self.is_mark(next, ":.") && matches!(self.number(next + 1), Some((_, 2)));
        let pointed = clock && self.is_mark(next, ".");
        if clock {
            minute = self.number(next + 1)?.0;
            next += 2;
            if self.is_mark(next, ":") && matches!(self.number(next + 1), Some((_, 2))) {
                second = self.number(next + 1)?.0;
                next += 2;
                // Parts of a second are no part of a date of publication.
                if self.is_mark(next, ".") && self.number(next + 1).is_some() {
                    next += 2;
                }
            }
        } else if digits == 4 {
            (hour, minute) = (first / 100, first % 100);
        }
        let half = self.half(next);
        if let Some((after, afternoon)) = half {
            next = after;
            if !(1..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + if afternoon { 12 } else { 0 };
        }
        let mut zone = None;
        let mut known = true;
        if let Some(DateWord::Zone(offset)) = self.meaning(next) {
            zone = offset.map(str::to_owned);
            known = offset.is_some();
            next += 1;
        }
        let named = next;
        if self.is_mark(next, "+-−") && self.number(next + 1).is_some() {
            if let Some((value, 4)) = self.number(next + 1)
                && value / 100 < 15
                && value % 100 < 60
            {
                let sign = if self.is_mark(next, "+") { '+' } else { '-' };
                zone = Some(format!("{sign}{:02}:{:02}", value / 100, value % 100));
                next += 2;
            } else if let (Some((hours, 1..=2)), true) = (self.number(next + 1), named > at + 1) {
                let sign = if self.is_mark(next, "+") { '+' } else { '-' };
                next += 2;
                let minutes = match self.number(next + 1) {
                    Some((minutes, 2)) if self.is_mark(next, ":") => {
                        next += 2;
                        minutes
                    }
                    _ => 0,
                };
                if hours < 15 && minutes < 60 {
                    zone = Some(format!("{sign}{hours:02}:{minutes:02}"));
                }
            }
            // `10:00 +0000 UTC`: the name says it again.
            if let Some(DateWord::Zone(_)) = self.meaning(next) {
                next += 1;
            }
        }
        let zoned = next > at + 1 && (zone.is_some() || !known);
        // A bare number is no time, and `18.12` may be a date.
        if !(clock && !pointed || half.is_some() || zoned && (digits == 4 || pointed)) {
            return None;
        }
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let time = format!("{hour:02}:{minute:02}:{:02}{}", second.min(59), zone.unwrap_or_default());
        Some((next, known.then_some(time)))
    }

    /// `am`, `p.m.`: the token after it, and whether it is the afternoon.
    fn half(&self, at: usize) -> Option<(usize, bool)> {
        match self.word(at).as_str() {
            "am" => Some((at + 1, false)),
            "pm" => Some((at + 1, true)),
            half @ ("a" | "p") if self.is_mark(at + 1, ".") && self.word(at + 2) == "m" => {
                Some((self.over(at + 3, "."), half == "p"))
            }
            _ => None,
        }
    }
}

/// The token after a date, its year, month and day, and a time that stands within it.
type Parts = (usize, Option<i32>, i8, i8, Option<String>);

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str) -> Option<String> {
        of_line(text)?.iso()
    }

    #[test]
    fn date_lines() {
        for (text, expected) in [
            ("18 December, 2019", "2019-12-18"),
            ("December 18, 2019", "2019-12-18"),
            ("Wednesday 18th of December 2019", "2019-12-18"),
            ("Wed., Dec. 18, 2019", "2019-12-18"),
            ("Published: 18 Dec 2019", "2019-12-18"),
            ("Published on December 18, 2019 at 10:05 p.m.", "2019-12-18T22:05:00"),
            ("Mon Dec 18 2019 10:00 GMT", "2019-12-18T10:00:00Z"),
            ("Mon Dec 18 10:00:00 GMT 2019", "2019-12-18T10:00:00Z"),
            ("Wed, 18 Dec 2019 10:00:00 +0530", "2019-12-18T10:00:00+05:30"),
            ("18 December 2019 | 10:00 GMT+3", "2019-12-18T10:00:00+03:00"),
            ("10:30am, 18 December 2019", "2019-12-18T10:30:00"),
            ("18 December 2019, 1545 GMT", "2019-12-18T15:45:00Z"),
            ("18 December 2019 12:30 EST", "2019-12-18"),
            ("2019-12-18", "2019-12-18"),
            ("2019-12-18T10:00:00.123Z", "2019-12-18T10:00:00Z"),
            ("2019/12/18 10:00", "2019-12-18T10:00:00"),
            ("18/12/2019", "2019-12-18"),
            ("12/18/2019", "2019-12-18"),
            ("04.05.2019", "2019-05-04"),
            ("18-Dec-2019", "2019-12-18"),
            ("3 JAN 90", "1990-01-03"),
            ("Updated 19 December 2019 - Published 18 December 2019", "2019-12-18"),
            ("Last updated: Dec 19, 2019", "2019-12-19"),
            ("This story is from March 26, 2002", "2002-03-26"),
        ] {
            assert_eq!(iso(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn no_date_lines() {
        for text in [
            "",
            "4/5/2019",
            "31 February 2019",
            "18 December",
            "Troops entered on 18 December 2019",
            "2019",
            "10:00 GMT",
            "May 2019",
            "3 of 12",
            "99999999999999999999 December 2019",
        ] {
            assert_eq!(iso(text), None, "{text}");
        }
    }

    #[test]
    fn dates_given_by_hand() {
        let good = |text| published(text).map(|(iso, _)| iso);
        assert_eq!(good("2019-12-18").as_deref(), Ok("2019-12-18"));
        assert_eq!(good("2019-12-18T10:00:00Z").as_deref(), Ok("2019-12-18T10:00:00Z"));
        assert_eq!(good("2019-12-18 10:00:00+02:00").as_deref(), Ok("2019-12-18T10:00:00+02:00"));
        assert_eq!(good("18 December 2019").as_deref(), Ok("2019-12-18"));
        assert_eq!(good("Wed, 18 Dec 2019 10:00:00 GMT").as_deref(), Ok("2019-12-18T10:00:00Z"));
        for bad in ["2019-13-01", "2019-02-30", "", "yesterday", "18 December", "4/5/2019"] {
            assert_eq!(good(bad), Err(IngestError::Date(bad.into())));
        }
    }

    #[test]
    fn first_date_may_lack_its_year() {
        let found = first("BEIRUT, March 3 (AP)").expect("a date");
        assert_eq!((found.range, found.date), (8..15, None));
        let found = first("SAN SALVADOR, 3 JAN 90 (ACAN-EFE)").expect("a date");
        assert_eq!((found.range, found.date), (14..22, Some(jiff::civil::date(1990, 1, 3))));
    }
}
