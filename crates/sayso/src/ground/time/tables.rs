//! The tables under `data/time/`: words and what they mean, macros, and the rules, one a line, each with its example.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::pattern::{self, Numeric, Step};
use super::token::{Kind, Token};
use super::vocabulary::{ClassId, Meaning, Unit, Vocabulary, WordId};

const WORDS: &str = include_str!("../../../../../data/time/words.csv");
const MACROS: &str = include_str!("../../../../../data/time/macros.csv");
const RULES: &str = include_str!("../../../../../data/time/rules.csv");

/// Everything the room knows.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) vocabulary: Vocabulary,
    pub(super) rules: Vec<Rule>,
    by_word: Vec<Vec<u16>>,
    by_number: Vec<u16>,
    /// Of [`Self::by_word`], the rules that can match the word alone.
    alone: Vec<Vec<u16>>,
    pub(super) class: Classes,
    pub(super) word: Words,
}

/// A line of `rules.csv`.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) program: Vec<Step>,
    pub(super) action: Action,
    pub(super) before: Guard,
    pub(super) after: Guard,
}

/// What a rule does with what its pattern has caught.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Action {
    pub(super) verb: Verb,
    /// What relative times are counted from.
    pub(super) base: Base,
    /// Captures that the rule adds: `dir=-1`.
    pub(super) given: Vec<(ClassId, Meaning)>,
}

/// The kinds of actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    /// A stretch of the calendar.
    Date,
    /// A unit in a direction: `last week`, `the same day`.
    Relative,
    /// So many units away: `two weeks ago`.
    Shift,
    /// A length of time.
    Duration,
    /// Something that comes again.
    Set,
    /// The past, the present or the future at large.
    Past,
    /// See [`Verb::Past`].
    Present,
    /// See [`Verb::Past`].
    Future,
    /// So long before or after what follows.
    Offset,
    /// No expression of time after all.
    Skip,
}

/// What relative times are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// The day of publication.
    Publication,
    /// The time the text spoke of last.
    Text,
}

/// What may stand beside a match.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Guard {
    wanted: Vec<Test>,
    refused: Vec<Test>,
}

/// A test of the token beside a match.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Test {
    Word(WordId),
    Class(ClassId),
    /// Beginning or end of the sentence.
    Edge,
    /// A word in small letters that ends in `s`.
    Plural,
    Capital,
    Number,
    /// No space between.
    Glued,
    Letters,
}

macro_rules! names {
    ($(#[$doc:meta])* $name:ident: $($field:ident = $text:literal),* $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default)]
        pub(super) struct $name { $(pub(super) $field: u16),* }
        impl $name {
            fn load(mut id: impl FnMut(&str) -> u16) -> Self {
                Self { $($field: id($text)),* }
            }
        }
    };
}

names!(/// Classes and slots that the code asks for by name.
    Classes: cardinal = "cardinal", scale = "scale", vague = "vague", tense = "tense", bound = "bound",
    n = "n", unit = "unit", year = "year", yearwords = "yearwords", yy = "yy", month = "month",
    mm = "mm", day = "day", weekday = "weekday", dir = "dir", ydir = "ydir", dayref = "dayref", holiday = "holiday",
    season = "season", quarter = "quarter", half = "half", decade = "decade", century = "century",
    part = "part", hour = "hour", minute = "minute", ampm = "ampm", clock = "clock", fuzzy = "fuzzy",
    modifier = "modifier", sign = "sign", plus = "plus", toward = "toward", join = "join", month2 = "month2",
    day2 = "day2", year2 = "year2", mabbr = "mabbr", open = "open", back = "back", wdir = "wdir", ahead = "ahead",
    era = "era", bc = "bc", bc2 = "bc2", season2 = "season2",
    othermonth = "othermonth", eray = "eray", calendar = "calendar", dayclock = "dayclock", week = "week",
    isoday = "isoday", day3 = "day3");

names!(/// Words that the code asks for by name.
    Words: hyphen = "-", and = "and", oh = "oh", stop = ".", asks = "?", cries = "!", to = "to",
    the = "the", quote = "\"");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordRow {
    form: String,
    class: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MacroRow {
    name: String,
    pattern: String,
}

/// A line of `rules.csv` as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleRow {
    pub(super) id: String,
    pub(super) pattern: String,
    pub(super) action: String,
    pub(super) before: String,
    pub(super) after: String,
    /// A sentence in which the rule applies, the expressions in brackets.
    pub(super) example: String,
    /// The day of publication; empty: 2019-12-18, a Wednesday; `-`: none.
    pub(super) published: String,
    /// `TYPE value` of each bracket, `;` between them.
    pub(super) expect: String,
}

impl RuleRow {
    /// That a row has an example whose brackets and values agree.
    fn check(&self) -> Result<(), String> {
        let brackets = self.example.matches('[').count();
        let values = self.expect.split(';').filter(|value| *value != "-").count();
        if self.example.is_empty() || brackets != values {
            return Err(format!("expected as many values as brackets, found {values} and {brackets}"));
        }
        match self.published.as_str() {
            "" | "-" => Ok(()),
            day => day.parse::<Date>().map(|_| ()).map_err(|error| error.to_string()),
        }
    }
}

/// The built-in tables.
pub(super) fn built_in() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    // OK because the tables are part of the program, and a test loads them.
    TABLES.get_or_init(|| Tables::load(WORDS, MACROS, RULES).unwrap())
}

/// The rules as written, for the tests of their examples.
#[cfg(test)]
pub(super) fn rule_rows() -> Vec<RuleRow> {
    // OK because a malformed table is what the tests should stop at.
    rows(RULES, "rules.csv").unwrap()
}

fn rows<T: for<'de> Deserialize<'de>>(table: &str, name: &str) -> Result<Vec<T>, String> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes());
    reader.deserialize().map(|row| row.map_err(|error| format!("data/time/{name}: {error}"))).collect()
}

/// The tokens of a form in a table: runs of letters, runs of digits, single marks.
pub(super) fn pieces(form: &str) -> impl Iterator<Item = &str> {
    let mut rest = form.trim();
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let same = |c: char| if first.is_alphabetic() { c.is_alphabetic() } else { c.is_ascii_digit() };
        let run = rest.find(|c: char| !same(c)).unwrap_or(rest.len());
        let (piece, tail) = rest.split_at(run.max(first.len_utf8()));
        rest = tail.trim_start();
        Some(piece)
    })
}

impl Tables {
    /// Loads and checks the three tables.
    pub(super) fn load(words: &str, macros: &str, rules: &str) -> Result<Self, String> {
        let mut tables = Self::default();
        for row in rows::<WordRow>(words, "words.csv")? {
            let meaning = Meaning::parse(&row.value)
                .ok_or_else(|| format!("data/time/words.csv: {}: unknown value {}", row.form, row.value))?;
            tables.vocabulary.add(&row.form, &row.class, meaning);
        }
        let macros: BTreeMap<String, String> =
            rows::<MacroRow>(macros, "macros.csv")?.into_iter().map(|row| (row.name, row.pattern)).collect();
        tables.class = Classes::load(|name| tables.vocabulary.class(name));
        tables.word = Words::load(|word| tables.vocabulary.intern(word));
        for row in rows::<RuleRow>(rules, "rules.csv")? {
            let rule = tables.rule(&row, &macros);
            tables.rules.push(rule.map_err(|problem| format!("data/time/rules.csv: {}: {problem}", row.id))?);
        }
        tables.index();
        tables.index_alone();
        Ok(tables)
    }

    fn rule(&mut self, row: &RuleRow, macros: &BTreeMap<String, String>) -> Result<Rule, String> {
        if self.rules.iter().any(|rule| rule.id == row.id) {
            return Err("doubled id".to_owned());
        }
        row.check()?;
        Ok(Rule {
            id: row.id.clone(),
            program: pattern::compile(&row.pattern, self, &|name| macros.get(name).cloned())?,
            action: self.action(&row.action)?,
            before: self.guard(&row.before)?,
            after: self.guard(&row.after)?,
        })
    }

    fn action(&mut self, action: &str) -> Result<Action, String> {
        let mut words = action.split_whitespace();
        let verb = match words.next().unwrap_or_default() {
            "date" => Verb::Date,
            "relative" => Verb::Relative,
            "shift" => Verb::Shift,
            "duration" => Verb::Duration,
            "set" => Verb::Set,
            "past" => Verb::Past,
            "present" => Verb::Present,
            "future" => Verb::Future,
            "offset" => Verb::Offset,
            "skip" => Verb::Skip,
            other => return Err(format!("unknown action {other}")),
        };
        let mut action = Action { verb, base: Base::Publication, given: Vec::new() };
        for word in words {
            let (slot, value) = word.split_once('=').ok_or_else(|| format!("expected slot=value: {word}"))?;
            if slot == "base" {
                action.base = if value == "text" { Base::Text } else { Base::Publication };
                continue;
            }
            let meaning = Meaning::parse(value).ok_or_else(|| format!("unknown value {value}"))?;
            action.given.push((self.vocabulary.class(slot), meaning));
        }
        Ok(action)
    }

    fn guard(&mut self, column: &str) -> Result<Guard, String> {
        let mut guard = Guard::default();
        for word in column.split_whitespace() {
            let (list, name) = match word.strip_prefix('!') {
                Some(name) if !name.is_empty() => (&mut guard.refused, name),
                _ => (&mut guard.wanted, word),
            };
            list.push(match name {
                "EDGE" => Test::Edge,
                "PLURAL" => Test::Plural,
                "CAPITAL" => Test::Capital,
                "NUMBER" => Test::Number,
                "GLUED" => Test::Glued,
                "LETTERS" => Test::Letters,
                _ => match name.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                    Some(class) => Test::Class(
                        self.vocabulary.known_class(class).ok_or_else(|| format!("no class {class}"))?,
                    ),
                    None => Test::Word(self.vocabulary.intern(name)),
                },
            });
        }
        Ok(guard)
    }

    /// Notes for each word with which rule it can begin.
    fn index(&mut self) {
        self.by_word = vec![Vec::new(); self.vocabulary.len()];
        for (at, rule) in self.rules.iter().enumerate() {
            let at = at as u16;
            let mut firsts = Vec::new();
            first_steps(&rule.program, 0, &mut firsts);
            let numbers = firsts.iter().any(|step| matches!(step, Step::Number(..)));
            for word in 0..self.vocabulary.len() {
                let number = numbers && self.vocabulary.is_number(word as WordId);
                if number || firsts.iter().any(|step| self.can_begin(step, word as WordId)) {
                    self.by_word[word].push(at);
                }
            }
            if numbers {
                self.by_number.push(at);
            }
        }
    }

    /// Notes for each word which rules can match it alone: all that need be tried before a word that no table knows.
    fn index_alone(&mut self) {
        let alone = |word: usize| {
            let token = Token {
                range: 0..0,
                kind: Kind::Word,
                glued: true,
                capital: true,
                plural: false,
                word: Some(word as WordId),
            };
            let matches = |rule: &u16| {
                let program = &self.rules[usize::from(*rule)].program;
                pattern::longest(program, self, "", std::slice::from_ref(&token), 0).is_some()
            };
            self.by_word[word].iter().copied().filter(matches).collect()
        };
        self.alone = (0..self.vocabulary.len()).map(alone).collect();
    }

    fn can_begin(&self, step: &Step, word: WordId) -> bool {
        let has = |class: ClassId| self.vocabulary.senses(word).iter().any(|sense| sense.class == class);
        match step {
            Step::Word(own) => *own == word,
            Step::Class(class, _) => has(*class),
            Step::Number(Numeric::Amount, _) => {
                has(self.class.cardinal) || has(self.class.scale) || has(self.class.vague)
            }
            Step::Number(Numeric::YearWords, _) => has(self.class.cardinal),
            _ => false,
        }
    }

    /// The rules that can begin at a token, seeing the next one.
    pub(super) fn candidates(&self, token: &Token, next: Option<&Token>) -> &[u16] {
        let known = next.is_some_and(|next| next.word.is_some() || next.kind == Kind::Number);
        match (token.kind, token.word) {
            (Kind::Word, Some(word)) if !known => &self.alone[usize::from(word)],
            (_, Some(word)) => &self.by_word[usize::from(word)],
            (Kind::Number, None) => &self.by_number,
            _ => &[],
        }
    }

    /// The captures of the second of two dates: its own month and day, and what it shares with the first.
    pub(super) fn second_of_two(&self, captures: &[pattern::Capture]) -> Vec<pattern::Capture> {
        let own = |slot| match slot {
            _ if slot == self.class.month2 => Some(self.class.month),
            _ if slot == self.class.year2 => Some(self.class.year),
            _ if slot == self.class.day2 => Some(self.class.day),
            _ if slot == self.class.bc2 => Some(self.class.bc),
            _ if slot == self.class.season2 => Some(self.class.season),
            _ => None,
        };
        let mut second: Vec<pattern::Capture> = captures
            .iter()
            .filter_map(|capture| Some(pattern::Capture { slot: own(capture.slot)?, ..*capture }))
            .collect();
        second.extend(captures.iter().filter(|capture| capture.slot != self.class.fuzzy));
        second
    }

    /// The longest word of a class at a token.
    pub(super) fn longest(&self, tokens: &[Token], at: usize, class: ClassId) -> Option<(usize, Meaning)> {
        self.vocabulary.meanings(tokens, at, class).max_by_key(|(length, _)| *length)
    }

    /// The longest number word of a class at a token.
    pub(super) fn number(&self, tokens: &[Token], at: usize, class: ClassId) -> Option<(usize, f64)> {
        match self.longest(tokens, at, class)? {
            (length, Meaning::Number(number)) => Some((length, number)),
            _ => None,
        }
    }

    /// The number that a single word stands for in a class.
    pub(super) fn value(&self, word: &str, class: ClassId) -> Option<f64> {
        let senses = self.vocabulary.senses(self.vocabulary.id(word)?);
        let sense = senses.iter().find(|sense| sense.class == class && sense.rest.is_empty())?;
        match sense.meaning {
            Meaning::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Whether a token is this word.
    pub(super) fn is_word(&self, tokens: &[Token], at: usize, word: WordId) -> bool {
        tokens.get(at).is_some_and(|token| token.word == Some(word))
    }

    /// Whether a sentence begins at a token.
    pub(super) fn begins_sentence(&self, tokens: &[Token], at: usize) -> bool {
        // A few quotation marks may stand between; a run of more is no sentence.
        let quoted = (1..=3).find(|back| at < *back || !self.is_word(tokens, at - back, self.word.quote));
        let Some(back) = quoted else { return false };
        let ends = |word| at >= back && self.is_word(tokens, at - back, word);
        at < back || ends(self.word.stop) || ends(self.word.asks) || ends(self.word.cries)
    }

    /// Whether a match may stand after the token before `start`.
    pub(super) fn allows_before(&self, guard: &Guard, tokens: &[Token], start: usize) -> bool {
        let edge = self.begins_sentence(tokens, start);
        let glued = tokens.get(start).is_some_and(|token| token.glued);
        guard.allows(|test| self.holds(test, tokens, start.checked_sub(1), edge, glued))
    }

    /// Whether a match may stand before the token at `end`.
    pub(super) fn allows_after(&self, guard: &Guard, tokens: &[Token], end: usize) -> bool {
        let mark = tokens.get(end).is_none_or(|token| token.kind == Kind::Mark);
        let glued = tokens.get(end).is_some_and(|token| token.glued);
        guard.allows(|test| self.holds(test, tokens, Some(end), mark, glued))
    }

    fn holds(&self, test: &Test, tokens: &[Token], beside: Option<usize>, edge: bool, glued: bool) -> bool {
        let token = beside.and_then(|at| tokens.get(at));
        match test {
            Test::Edge => edge,
            Test::Glued => glued,
            Test::Word(word) => token.is_some_and(|token| token.word == Some(*word)),
            Test::Class(class) => {
                beside.is_some_and(|at| self.vocabulary.meanings(tokens, at, *class).next().is_some())
            }
            Test::Plural => {
                token.is_some_and(|token| token.kind == Kind::Word && !token.capital && token.plural)
            }
            Test::Capital => token.is_some_and(|token| token.capital),
            Test::Number => token.is_some_and(|token| token.kind == Kind::Number),
            Test::Letters => token.is_some_and(|token| token.kind == Kind::Word),
        }
    }
}

impl Guard {
    fn allows(&self, holds: impl Fn(&Test) -> bool) -> bool {
        (self.wanted.is_empty() || self.wanted.iter().any(&holds)) && !self.refused.iter().any(&holds)
    }
}

/// The steps with which a program can begin.
fn first_steps(program: &[Step], counter: usize, into: &mut Vec<Step>) {
    match &program[counter] {
        Step::Split(first, second) => {
            first_steps(program, *first, into);
            first_steps(program, *second, into);
        }
        Step::Jump(to) => first_steps(program, *to, into),
        Step::Glue => first_steps(program, counter + 1, into),
        step => into.push(step.clone()),
    }
}

/// What has been caught, by slot.
pub(super) struct Caught<'a> {
    pub(super) captures: &'a [pattern::Capture],
    pub(super) given: &'a [(ClassId, Meaning)],
}

impl Caught<'_> {
    /// What stands in a slot.
    pub(super) fn get(&self, slot: ClassId) -> Option<Meaning> {
        let caught = self.captures.iter().find(|capture| capture.slot == slot).map(|capture| capture.meaning);
        caught.or_else(|| self.given.iter().find(|(given, _)| *given == slot).map(|(_, meaning)| *meaning))
    }

    /// The number in a slot.
    pub(super) fn number(&self, slot: ClassId) -> Option<f64> {
        match self.get(slot)? {
            Meaning::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The whole number in a slot.
    pub(super) fn whole(&self, slot: ClassId) -> Option<i16> {
        self.number(slot).map(|number| number as i16)
    }

    /// The unit in a slot.
    pub(super) fn unit(&self, slot: ClassId) -> Option<Unit> {
        match self.get(slot)? {
            Meaning::Unit(unit) => Some(unit),
            _ => None,
        }
    }
}
