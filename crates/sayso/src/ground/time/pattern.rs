//! The patterns of `rules.csv`: words, classes, choices and options, compiled to small programs and run over tokens.
//!
//! `({month}|{mabbr} .?) {day} ,? {year}`: a word stands for itself; `{class}` for any word of a class in `words.csv` or
//! for a kind of number; `{class:slot}` keeps it under another name; `(a|b)` is a choice, `?` makes the item before it
//! optional, `~` asks that no space stands there, `\` takes the next character as it is. Words in capitals are macros
//! (`macros.csv`). There is no repetition, so that a pattern can only look at a few tokens.

use super::number;
use super::tables::Tables;
use super::token::{Kind, Token};
use super::vocabulary::{ClassId, Meaning, WordId};

/// Something a pattern has caught.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Capture {
    /// Under which name.
    pub(super) slot: ClassId,
    /// At which token.
    pub(super) token: usize,
    /// What it means.
    pub(super) meaning: Meaning,
}

/// One step of a program.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// This very word.
    Word(WordId),
    /// A word of a class.
    Class(ClassId, ClassId),
    /// A kind of number.
    Number(Numeric, ClassId),
    /// No space here.
    Glue,
    /// Either of two ways.
    Split(usize, usize),
    /// Goes on elsewhere.
    Jump(usize),
    /// The pattern has matched.
    Done,
}

/// Kinds of numbers that a pattern may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numeric {
    /// Any amount.
    Amount,
    /// Four digits, 1000 to 2199.
    Year,
    /// Four digits that end in 0.
    Tens,
    /// One to four digits: a year of any age.
    AnyYear,
    /// Six digits: day, hour and minute of a date-time group.
    DayClock,
    /// 1 to 53.
    Week,
    /// A word with a capital, whatever it is.
    Name,
    /// A year in words.
    YearWords,
    /// Two digits of a year.
    ShortYear,
    /// 1 to 31.
    Day,
    /// 1 to 12.
    Month,
    /// 0 to 24.
    Hour,
    /// 00 to 59.
    Minute,
    /// Four digits of a clock of 24 hours.
    Clock,
}

impl Numeric {
    /// The kind of a name in braces.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "n" => Self::Amount,
            "year" => Self::Year,
            "tens" => Self::Tens,
            "anyyear" => Self::AnyYear,
            "dayclock" => Self::DayClock,
            "week" => Self::Week,
            "name" => Self::Name,
            "yearwords" => Self::YearWords,
            "yy" => Self::ShortYear,
            "day" => Self::Day,
            "mm" => Self::Month,
            "hour" => Self::Hour,
            "minute" => Self::Minute,
            "clock" => Self::Clock,
            _ => return None,
        })
    }

    /// What it finds at a token.
    fn at(self, tables: &Tables, text: &str, tokens: &[Token], at: usize) -> Option<(usize, Meaning)> {
        match self {
            Self::Amount => return number::amount(tables, text, tokens, at),
            Self::YearWords => {
                let (length, year) = number::year_in_words(tables, tokens, at)?;
                return Some((length, Meaning::Number(year)));
            }
            Self::Name => {
                let name = tokens.get(at).filter(|token| token.kind == Kind::Word && token.capital);
                return name.map(|_| (1, Meaning::Vague));
            }
            _ => {}
        }
        let token = tokens.get(at).filter(|token| token.kind == Kind::Number)?;
        let value = number::digits(text, token)?;
        let width = token.range.len();
        let fits = match self {
            Self::Year => width == 4 && (1000.0..2101.0).contains(&value),
            Self::Tens => width == 4 && value % 10.0 == 0.0,
            Self::AnyYear => width <= 4 && value >= 1.0,
            Self::ShortYear => width == 2,
            Self::DayClock => {
                let clock = value % 10_000.0;
                width == 6
                    && (1.0..32.0).contains(&(value / 10_000.0))
                    && clock < 2400.0
                    && clock % 100.0 < 60.0
            }
            Self::Week => width <= 2 && (1.0..=53.0).contains(&value),
            Self::Day => width <= 2 && (1.0..=31.0).contains(&value),
            Self::Month => width <= 2 && (1.0..=12.0).contains(&value),
            Self::Hour => width <= 2 && value <= 24.0,
            Self::Minute => width == 2 && value < 60.0,
            Self::Clock => width == 4 && value < 2400.0 && value % 100.0 < 60.0,
            Self::Amount | Self::YearWords | Self::Name => false,
        };
        fits.then_some((1, Meaning::Number(value)))
    }
}

/// The longest match of a program.
pub(super) struct Match {
    /// One past the last token.
    pub(super) end: usize,
    /// What was caught.
    pub(super) captures: Vec<Capture>,
}

/// Runs a program at a token; the longest way wins, and of equal ones the first.
pub(super) fn longest(
    program: &[Step],
    tables: &Tables,
    text: &str,
    tokens: &[Token],
    at: usize,
) -> Option<Match> {
    let mut run = Run { program, tables, text, tokens, start: at, captures: Vec::new(), best: None };
    run.step(0, at);
    run.best
}

struct Run<'a> {
    program: &'a [Step],
    tables: &'a Tables,
    text: &'a str,
    tokens: &'a [Token],
    start: usize,
    captures: Vec<Capture>,
    best: Option<Match>,
}

impl Run<'_> {
    fn step(&mut self, counter: usize, at: usize) {
        match self.program[counter] {
            Step::Word(word) => {
                if self.tokens.get(at).is_some_and(|token| token.word == Some(word)) {
                    self.step(counter + 1, at + 1);
                }
            }
            Step::Class(class, slot) => {
                let (tables, tokens) = (self.tables, self.tokens);
                for (length, meaning) in tables.vocabulary.meanings(tokens, at, class) {
                    self.capture(counter, at, length, slot, meaning);
                }
            }
            Step::Number(numeric, slot) => {
                if let Some((length, meaning)) = numeric.at(self.tables, self.text, self.tokens, at) {
                    self.capture(counter, at, length, slot, meaning);
                }
            }
            Step::Glue => {
                if self.tokens.get(at).is_some_and(|token| token.glued) {
                    self.step(counter + 1, at);
                }
            }
            Step::Split(first, second) => {
                self.step(first, at);
                self.step(second, at);
            }
            Step::Jump(to) => self.step(to, at),
            Step::Done => self.done(at),
        }
    }

    fn capture(&mut self, counter: usize, at: usize, length: usize, slot: ClassId, meaning: Meaning) {
        let kept = self.captures.len();
        self.captures.push(Capture { slot, token: at, meaning });
        self.step(counter + 1, at + length);
        self.captures.truncate(kept);
    }

    fn done(&mut self, end: usize) {
        let longer = self.best.as_ref().map_or(self.start, |best| best.end);
        if end > longer {
            self.best = Some(Match { end, captures: self.captures.clone() });
        }
    }
}

/// Compiles a pattern; `macros` gives the pattern of a macro's name.
pub(super) fn compile(
    pattern: &str,
    tables: &mut Tables,
    macros: &dyn Fn(&str) -> Option<String>,
) -> Result<Vec<Step>, String> {
    let node = Parser { rest: pattern, macros, depth: 0 }.choice()?;
    let mut program = Vec::new();
    emit(&node, tables, &mut program)?;
    program.push(Step::Done);
    Ok(program)
}

/// A pattern as written.
enum Node {
    Word(String),
    Class(String, String),
    Glue,
    Optional(Box<Node>),
    Sequence(Vec<Node>),
    Choice(Vec<Node>),
}

struct Parser<'a> {
    rest: &'a str,
    macros: &'a dyn Fn(&str) -> Option<String>,
    depth: u8,
}

impl Parser<'_> {
    fn choice(&mut self) -> Result<Node, String> {
        let mut ways = vec![self.sequence()?];
        while let Some(rest) = self.rest.trim_start().strip_prefix('|') {
            self.rest = rest;
            ways.push(self.sequence()?);
        }
        Ok(if ways.len() == 1 { ways.remove(0) } else { Node::Choice(ways) })
    }

    fn sequence(&mut self) -> Result<Node, String> {
        let mut items = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.is_empty() || self.rest.starts_with(['|', ')']) {
                return Ok(Node::Sequence(items));
            }
            let mut item = self.item()?;
            if let Some(rest) = self.rest.strip_prefix('?') {
                self.rest = rest;
                item = Node::Optional(Box::new(item));
            }
            items.push(item);
        }
    }

    fn item(&mut self) -> Result<Node, String> {
        if let Some(rest) = self.rest.strip_prefix('(') {
            self.rest = rest;
            let inner = self.choice()?;
            self.rest = self.rest.trim_start().strip_prefix(')').ok_or("expected )")?;
            return Ok(inner);
        }
        if let Some(rest) = self.rest.strip_prefix('{') {
            let (name, rest) = rest.split_once('}').ok_or("expected }")?;
            self.rest = rest;
            let (class, slot) = name.split_once(':').unwrap_or((name, name));
            return Ok(Node::Class(class.to_owned(), slot.to_owned()));
        }
        if let Some(rest) = self.rest.strip_prefix('~') {
            self.rest = rest;
            return Ok(Node::Glue);
        }
        self.word()
    }

    fn word(&mut self) -> Result<Node, String> {
        let escaped = self.rest.strip_prefix('\\');
        let rest = escaped.unwrap_or(self.rest);
        let letters = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let length = if letters > 0 { letters } else { rest.chars().next().map_or(0, char::len_utf8) };
        let (word, rest) = rest.split_at(length);
        self.rest = rest;
        if word.is_empty() {
            return Err("expected a character after \\".to_owned());
        }
        if escaped.is_none() && word.starts_with(char::is_uppercase) {
            return self.expand(word);
        }
        Ok(Node::Word(word.to_owned()))
    }

    fn expand(&self, name: &str) -> Result<Node, String> {
        let pattern = (self.macros)(name).ok_or_else(|| format!("no macro {name}"))?;
        if self.depth > 8 {
            return Err(format!("macro {name} contains itself"));
        }
        let mut inner = Parser { rest: &pattern, macros: self.macros, depth: self.depth + 1 };
        let node = inner.choice()?;
        if inner.rest.is_empty() { Ok(node) } else { Err(format!("macro {name}: unexpected {}", inner.rest)) }
    }
}

fn emit(node: &Node, tables: &mut Tables, program: &mut Vec<Step>) -> Result<(), String> {
    match node {
        Node::Word(word) => program.push(Step::Word(tables.vocabulary.intern(word))),
        Node::Class(class, slot) => {
            let step_slot = tables.vocabulary.class(slot);
            program.push(match Numeric::named(class) {
                Some(numeric) => Step::Number(numeric, step_slot),
                None => {
                    let known = tables.vocabulary.known_class(class);
                    Step::Class(known.ok_or_else(|| format!("no class {class}"))?, step_slot)
                }
            });
        }
        Node::Glue => program.push(Step::Glue),
        Node::Optional(inner) => {
            let split = program.len();
            program.push(Step::Done);
            emit(inner, tables, program)?;
            program[split] = Step::Split(split + 1, program.len());
        }
        Node::Sequence(items) => {
            for item in items {
                emit(item, tables, program)?;
            }
        }
        Node::Choice(ways) => choice(ways, tables, program)?,
    }
    Ok(())
}

fn choice(ways: &[Node], tables: &mut Tables, program: &mut Vec<Step>) -> Result<(), String> {
    let mut ends = Vec::new();
    for (i, way) in ways.iter().enumerate() {
        let split = program.len();
        let last = i + 1 == ways.len();
        if !last {
            program.push(Step::Done);
        }
        emit(way, tables, program)?;
        if !last {
            ends.push(program.len());
            program.push(Step::Done);
            program[split] = Step::Split(split + 1, program.len());
        }
    }
    for end in ends {
        program[end] = Step::Jump(program.len());
    }
    Ok(())
}
