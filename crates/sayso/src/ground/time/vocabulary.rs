//! The words that the tables know, each with its meanings (`data/time/words.csv`).

use std::collections::HashMap;

use super::eras::Era;
use super::holiday::Holiday;
use super::token::Token;

/// Index of a word in the [`Vocabulary`].
pub(super) type WordId = u16;

/// Index of a class of words (`month`, `unit` ...).
pub(super) type ClassId = u16;

/// Words and what they mean.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    ids: HashMap<String, WordId>,
    digits: Vec<WordId>,
    senses: Vec<Vec<Sense>>,
    classes: Vec<String>,
}

/// One meaning of a word, or of a run of words that begins with it.
#[derive(Clone, Debug)]
pub(super) struct Sense {
    /// What kind of word it is.
    pub(super) class: ClassId,
    /// What it means.
    pub(super) meaning: Meaning,
    /// Whether it has this meaning only with a capital (`May`, `March`).
    pub(super) capital: bool,
    /// The words that must follow (`Year's Day` after `New`).
    pub(super) rest: Vec<WordId>,
}

/// What a word of the tables means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    /// A number: of a month, weekday, offset in days, direction ...
    Number(f64),
    /// An amount that is left open (`several`).
    Vague,
    /// A unit of time.
    Unit(Unit),
    /// A season.
    Season(Season),
    /// A part of the day, as TIMEX3 writes it.
    Part(Part),
    /// Which part of a longer time.
    Fuzzy(Fuzzy),
    /// A feast or day of remembrance.
    Holiday(Holiday),
    /// A month of another calendar; 0: its years.
    Other(Era, u8),
    /// TIMEX3's `mod` for an amount.
    Modifier(Modifier),
}

/// Units of time, from short to long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "plain words")]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Season,
    Year,
    Decade,
    Century,
    Millennium,
}

/// The seasons of the northern year, as TIMEX3 writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// Parts of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
    Daytime,
}

/// Parts of a longer time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fuzzy {
    /// The first third.
    Start,
    /// The second third.
    Mid,
    /// The last third.
    End,
    /// Somewhere in it, before the day of publication.
    Before,
    /// Somewhere in it, after the day of publication.
    After,
}

/// How an amount or a time is softened: TIMEX3's `mod`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "TimeML's own words")]
pub enum Modifier {
    Start,
    Mid,
    End,
    Approx,
    LessThan,
    MoreThan,
    EqualOrLess,
    EqualOrMore,
}

impl Vocabulary {
    /// The entry of a folded word.
    pub(super) fn id(&self, word: &str) -> Option<WordId> {
        self.ids.get(word).copied()
    }

    /// The entry of a folded word, made if there is none yet.
    pub(super) fn intern(&mut self, word: &str) -> WordId {
        if let Some(id) = self.id(word) {
            return id;
        }
        let id = self.senses.len() as WordId;
        self.ids.insert(word.to_owned(), id);
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            self.digits.push(id);
        }
        self.senses.push(Vec::new());
        id
    }

    /// The class of a name, made if there is none yet.
    pub(super) fn class(&mut self, name: &str) -> ClassId {
        if let Some(at) = self.classes.iter().position(|class| class == name) {
            return at as ClassId;
        }
        self.classes.push(name.to_owned());
        (self.classes.len() - 1) as ClassId
    }

    /// The class of a name.
    pub(super) fn known_class(&self, name: &str) -> Option<ClassId> {
        self.classes.iter().position(|class| class == name).map(|at| at as ClassId)
    }

    /// Adds a meaning to a form of one or more tokens.
    pub(super) fn add(&mut self, form: &str, class: &str, meaning: Meaning) {
        let capital = form.starts_with(char::is_uppercase);
        let class = self.class(class);
        let folded = form.to_lowercase();
        let mut words = super::tables::pieces(&folded).map(|piece| self.intern(piece)).collect::<Vec<_>>();
        if words.is_empty() {
            return;
        }
        let first = words.remove(0);
        self.senses[usize::from(first)].push(Sense { class, meaning, capital, rest: words });
    }

    /// Number of words.
    pub(super) fn len(&self) -> usize {
        self.senses.len()
    }

    /// Whether a word is written in digits.
    pub(super) fn is_number(&self, word: WordId) -> bool {
        self.digits.contains(&word)
    }

    /// All meanings of a word.
    pub(super) fn senses(&self, word: WordId) -> &[Sense] {
        &self.senses[usize::from(word)]
    }

    /// The meanings in a class of the words that begin at a token, each with the number of tokens it takes.
    pub(super) fn meanings<'a>(
        &'a self,
        tokens: &'a [Token],
        at: usize,
        class: ClassId,
    ) -> impl Iterator<Item = (usize, Meaning)> + 'a {
        let token = tokens.get(at);
        let senses = token.and_then(|token| token.word).map_or(&[][..], |word| self.senses(word));
        senses.iter().filter_map(move |sense| {
            let capital = token.is_some_and(|token| token.capital);
            let follows = || {
                let mut rest = sense.rest.iter().enumerate();
                rest.all(|(i, word)| tokens.get(at + 1 + i).and_then(|next| next.word) == Some(*word))
            };
            let holds = sense.class == class && (capital || !sense.capital) && follows();
            holds.then_some((1 + sense.rest.len(), sense.meaning))
        })
    }
}

impl Meaning {
    /// Reads the `value` column of `words.csv`.
    pub(super) fn parse(value: &str) -> Option<Self> {
        if let Ok(number) = value.parse() {
            return Some(Self::Number(number));
        }
        if value == "X" {
            return Some(Self::Vague);
        }
        None.or_else(|| unit(value).map(Self::Unit))
            .or_else(|| season(value).map(Self::Season))
            .or_else(|| part(value).map(Self::Part))
            .or_else(|| fuzzy(value).map(Self::Fuzzy))
            .or_else(|| modifier(value).map(Self::Modifier))
            .or_else(|| other(value))
            .or_else(|| Holiday::parse(value).map(Self::Holiday))
    }
}

/// `hijri 9`: a month; `hijri`: years.
fn other(value: &str) -> Option<Meaning> {
    let (name, month) = value.split_once(' ').unwrap_or((value, "0"));
    Some(Meaning::Other(Era::named(name)?, month.parse().ok()?))
}

fn unit(value: &str) -> Option<Unit> {
    Some(match value {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "weekend" => Unit::Weekend,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        "millennium" => Unit::Millennium,
        _ => return None,
    })
}

fn season(value: &str) -> Option<Season> {
    Some(match value {
        "SP" => Season::Spring,
        "SU" => Season::Summer,
        "FA" => Season::Autumn,
        "WI" => Season::Winter,
        _ => return None,
    })
}

fn part(value: &str) -> Option<Part> {
    Some(match value {
        "MO" => Part::Morning,
        "MI" => Part::Midday,
        "AF" => Part::Afternoon,
        "EV" => Part::Evening,
        "NI" => Part::Night,
        "DT" => Part::Daytime,
        _ => return None,
    })
}

fn fuzzy(value: &str) -> Option<Fuzzy> {
    Some(match value {
        "START" => Fuzzy::Start,
        "MID" => Fuzzy::Mid,
        "END" => Fuzzy::End,
        "before" => Fuzzy::Before,
        "after" => Fuzzy::After,
        _ => return None,
    })
}

fn modifier(value: &str) -> Option<Modifier> {
    Some(match value {
        "APPROX" => Modifier::Approx,
        "LESS_THAN" => Modifier::LessThan,
        "MORE_THAN" => Modifier::MoreThan,
        "EQUAL_OR_LESS" => Modifier::EqualOrLess,
        "EQUAL_OR_MORE" => Modifier::EqualOrMore,
        _ => return None,
    })
}

impl Part {
    /// TIMEX3's two letters.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Morning => "MO",
            Self::Midday => "MI",
            Self::Afternoon => "AF",
            Self::Evening => "EV",
            Self::Night => "NI",
            Self::Daytime => "DT",
        }
    }
}

impl Season {
    /// TIMEX3's two letters.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Autumn => "FA",
            Self::Winter => "WI",
        }
    }
}
