//! Grades: how well an incident is attested, by rules that a user can edit (`data/incidents/grades.toml`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::TableError;

const BUILTIN: &str = include_str!("../../../data/incidents/grades.toml");

/// The rules, the first that holds wins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grades(Vec<Rule>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    name: String,
    says: String,
    when: Vec<Condition>,
    words: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Condition {
    fact: usize,
    compare: Compare,
    number: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compare {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// A grade, with the rule that gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Grade {
    /// The grade.
    pub name: String,
    /// The rule in words.
    pub says: String,
    /// The rule's number in the table, from 1; 0 where none holds.
    pub rule: usize,
    /// Its conditions.
    pub when: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    grade: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    says: String,
    when: Vec<String>,
}

macro_rules! facts {
    ($($name:ident),* $(,)?) => {
        /// What the rules may ask of an incident; `data/incidents/grades.toml` says what each is.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the table explains them")]
        pub struct Facts { $(pub $name: u64,)* }

        impl Facts {
            const NAMES: &[&str] = &[$(stringify!($name),)*];

            fn numbers(&self) -> Vec<u64> {
                vec![$(self.$name,)*]
            }
        }
    };
}

facts!(
    accounts,
    reports,
    copies,
    origins,
    independent,
    named,
    actors,
    rival_actors,
    accepted,
    denials,
    civilians,
    fighters,
    harm,
    evidence,
    killed_low,
    killed_high,
);

impl Grades {
    /// Those of `data/incidents/grades.toml`.
    #[must_use]
    pub fn builtin() -> Self {
        Self::read(BUILTIN).expect("the built-in table is tested") // OK because a test reads it
    }

    /// Reads a table of rules.
    ///
    /// # Errors
    /// Where it is no TOML, a rule lacks a part, or a condition cannot be read.
    pub fn read(table: &str) -> Result<Self, TableError> {
        let whole = |message| TableError { table: "grades.toml", row: 0, message };
        let file: File = toml::from_str(table).map_err(|error| whole(error.to_string()))?;
        let rules = file.grade.into_iter().enumerate().map(|(number, entry)| {
            let at = |message| TableError { table: "grades.toml", row: number + 1, message };
            let when =
                entry.when.iter().map(|words| condition(words)).collect::<Result<_, _>>().map_err(at)?;
            Ok(Rule { name: entry.name, says: entry.says, when, words: entry.when })
        });
        Ok(Self(rules.collect::<Result<_, _>>()?))
    }

    /// The grade by these facts; `ungraded` where no rule holds.
    #[must_use]
    pub fn of(&self, facts: &Facts) -> Grade {
        let numbers = facts.numbers();
        let holds = |rule: &Rule| rule.when.iter().all(|condition| condition.holds(numbers[condition.fact]));
        match self.0.iter().position(holds) {
            Some(at) => {
                let rule = &self.0[at];
                Grade {
                    name: rule.name.clone(),
                    says: rule.says.clone(),
                    rule: at + 1,
                    when: rule.words.clone(),
                }
            }
            None => Grade {
                name: "ungraded".to_owned(),
                says: "no rule holds".to_owned(),
                rule: 0,
                when: Vec::new(),
            },
        }
    }
}

fn condition(words: &str) -> Result<Condition, String> {
    let parts: Vec<&str> = words.split_whitespace().collect();
    let [fact, compare, number] = parts[..] else {
        return Err(format!("`{words}` is not a fact, a comparison and a number, like `origins >= 2`"));
    };
    let known = Facts::NAMES.iter().position(|name| *name == fact);
    let fact =
        known.ok_or_else(|| format!("there is no fact `{fact}`; there are {}", Facts::NAMES.join(", ")))?;
    let compare = match compare {
        "=" | "==" => Compare::Equal,
        "!=" => Compare::Unequal,
        "<" => Compare::Less,
        "<=" => Compare::AtMost,
        ">" => Compare::More,
        ">=" => Compare::AtLeast,
        _ => return Err(format!("`{compare}` is no comparison; use =, !=, <, <=, > or >=")),
    };
    let number = number.parse().map_err(|_| format!("`{number}` is no whole number"))?;
    Ok(Condition { fact, compare, number })
}

impl Condition {
    fn holds(&self, fact: u64) -> bool {
        match self.compare {
            Compare::Equal => fact == self.number,
            Compare::Unequal => fact != self.number,
            Compare::Less => fact < self.number,
            Compare::AtMost => fact <= self.number,
            Compare::More => fact > self.number,
            Compare::AtLeast => fact >= self.number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builtin_rules_grade_everything() {
        let grades = Grades::builtin();
        let name = |facts: Facts| grades.of(&facts).name;
        assert_eq!(name(Facts::default()), "weak");
        assert_eq!(name(Facts { independent: 2, ..Facts::default() }), "fair");
        assert_eq!(name(Facts { independent: 2, rival_actors: 2, harm: 1, ..Facts::default() }), "contested");
        // Talks: each side named as the one who met the other is no rival, and one side's own word no admission.
        assert_eq!(name(Facts { independent: 2, rival_actors: 2, accepted: 1, ..Facts::default() }), "fair");
        assert_eq!(name(Facts { accepted: 1, ..Facts::default() }), "weak");
        assert_eq!(name(Facts { accepted: 2, ..Facts::default() }), "confirmed");
        assert_eq!(name(Facts { accepted: 2, denials: 1, ..Facts::default() }), "contested");
        assert_eq!(
            name(Facts {
                accepted: 1,
                rival_actors: 2,
                harm: 1,
                civilians: 1,
                fighters: 1,
                ..Facts::default()
            }),
            "confirmed"
        );
        assert_eq!(name(Facts { accepted: 1, fighters: 1, ..Facts::default() }), "discounted");
        for fact in Facts::NAMES {
            assert!(BUILTIN.contains(fact), "{fact} is not explained");
        }
    }

    #[test]
    fn bad_rules_are_told() {
        for (when, said) in [
            ("origins", "not a fact"),
            ("zeal > 1", "there are"),
            ("origins ~ 1", "comparison"),
            ("origins > x", "whole"),
        ] {
            let table = format!("[[grade]]\nname = \"a\"\nsays = \"b\"\nwhen = [\"{when}\"]\n");
            let error = Grades::read(&table).unwrap_err().to_string();
            assert!(error.contains(said) && error.contains("row 1"), "{error}");
        }
        assert!(Grades::read("grade = 3").is_err());
    }
}
