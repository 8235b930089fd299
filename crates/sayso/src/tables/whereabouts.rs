//! What each clue weighs where the place of an event is chosen: `judgment/where.csv`, a clue a row.
//!
//! `cargo xtask setting-weights` learns them.

use serde::Deserialize;

use super::rows::{self, TableFile, TablesError};

/// The clues and the list of them, from one text.
macro_rules! clues {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What speaks for or against a place as the place of an event. In the table a clue is written with hyphens: `own-country`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(usize)]
        pub enum Clue {
            $($(#[$doc])* $name,)*
        }

        impl Clue {
            /// All, in order.
            pub const ALL: [Self; Self::COUNT] = [$(Self::$name),*];
            /// How many there are.
            pub const COUNT: usize = [$(stringify!($name)),*].len();
        }
    };
}

clues! {
    /// That no place of the report is it.
    None,
    /// The same, of an event that is done by words.
    NoneVerbal,
    /// The same, of what has not happened.
    NoneUnreal,
    /// The same, where the sentence names a place that the event could be at.
    NonePlaced,
    /// It stands in the event's own locative phrase.
    Own,
    /// It stands somewhere in the event's own clause.
    Below,
    /// It stands in the phrase of what is hit.
    Target,
    /// It stands before the noun (`the Paris attacks`).
    Before,
    /// It stands in the phrase of a word that governs the event's.
    Governor,
    /// It stands in a clause below or beside the event's.
    Clause,
    /// It stands in another locative phrase of the sentence.
    Beside,
    /// It places the saying that the event stands in (`said in Y`).
    Spoken,
    /// It is where something comes from.
    Origin,
    /// It stands in the phrase of whoever acts.
    Actor,
    /// It stands in the phrase of somebody harmed (`a man from Y`).
    Person,
    /// It is itself a party.
    Party,
    /// It stands in the sentence without a locative phrase.
    Loose,
    /// A country as a whole, in the event's own phrases.
    OwnCountry,
    /// A country as a whole, in another phrase of the sentence.
    BesideCountry,
    /// It is named in the sentence, after the event's words.
    Behind,
    /// It is named in the sentence before.
    Previous,
    /// It is named in the paragraph.
    Paragraph,
    /// How many sentences ago it was named (logarithm).
    Distance,
    /// It is the last spot that was named before the event.
    Latest,
    /// It is only named further down.
    Later,
    /// It is named in the first paragraph.
    Lede,
    /// It is named in the headline.
    Title,
    /// The event told right before is put there by its own words.
    Scene,
    /// The last event before that has a place of its own is put there.
    Stage,
    /// The event told right after is put there by its own words.
    Next,
    /// An event told by the same word is put there.
    SameWord,
    /// An event of the same type is put there.
    SameType,
    /// The event is named as known (`the attack`), and one of its type is put there.
    Known,
    /// Most events that have a place of their own are put there.
    Main,
    /// The first event that has a place of its own is put there.
    First,
    /// How often it is named (logarithm).
    Named,
    /// Share of the names of places that are its.
    Share,
    /// Share of the events with a place of their own that are put there.
    Votes,
    /// It is the place of the dateline.
    Dateline,
    /// It lies in the country of the dateline.
    DatelineCountry,
    /// It is a part of a town.
    District,
    /// It is a region.
    Region,
    /// It is a country.
    Country,
    /// Another place of the sentence lies in it.
    Holds,
    /// Another place of the report lies in it.
    HoldsElsewhere,
    /// It lies in the country of whoever acts.
    ActorCountry,
    /// It lies in the country of whoever suffers it.
    SuffererCountry,
    /// It is the country of whoever acts.
    CountryOfActor,
    /// It is the country of whoever suffers it.
    CountryOfSufferer,
    /// It is the country that the report speaks of most.
    MainCountry,
    /// Share of the words for countries that are of the country that it is or lies in.
    CountryShare,
    /// A spot outside the sentence, of an event that is done by words.
    VerbalElsewhere,
    /// The country of whoever acts, of an event that is done by words.
    VerbalActor,
    /// The main place, of an event that is done by words.
    VerbalMain,
    /// A place outside the sentence, where the sentence has one that the event could be at.
    Rivalled,
    /// How sure it is that the name means this place (logarithm).
    Sure,
    /// The model's odds that its name gives the place (logarithm).
    Model,
    /// The model did not see the event and any of its names together.
    ModelBlind,
    /// No other place has better odds by the model.
    ModelBest,
}

impl Clue {
    /// Its name in the table.
    #[must_use]
    pub fn name(self) -> String {
        let mut out = String::new();
        for c in format!("{self:?}").chars() {
            if c.is_uppercase() && !out.is_empty() {
                out.push('-');
            }
            out.push(c.to_ascii_lowercase());
        }
        out
    }
}

/// How much of each clue there is, or what each weighs, in the order of [`Clue::ALL`].
pub type Clues = [f64; Clue::COUNT];

/// What each clue weighs; one without a row weighs nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Whereabouts {
    /// In the order of [`Clue::ALL`].
    pub weights: Clues,
}

impl Default for Whereabouts {
    fn default() -> Self {
        Self { weights: [0.0; Clue::COUNT] }
    }
}

#[derive(Deserialize)]
struct Row {
    clue: String,
    weight: f64,
}

impl Whereabouts {
    /// The logarithm of the odds of a place with these clues, but for a constant.
    #[must_use]
    pub fn score(&self, clues: &Clues) -> f64 {
        self.weights.iter().zip(clues).map(|(w, c)| w * c).sum()
    }

    pub(super) fn load(files: &[TableFile<'_>]) -> Result<Self, TablesError> {
        let names: Vec<String> = Clue::ALL.iter().map(|c| c.name()).collect();
        let mut out = Self::default();
        let mut set = [false; Clue::COUNT];
        for file in files.iter().filter(|f| f.path == "judgment/where.csv") {
            rows::each(file, |row: Row, _| {
                let Some(at) = names.iter().position(|n| *n == row.clue) else {
                    return Err(format!("no clue {:?}; there are {}", row.clue, names.join(", ")));
                };
                // the first row wins, as in all tables
                if !std::mem::replace(&mut set[at], true) {
                    out.weights[at] = row.weight;
                }
                Ok(())
            })?;
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_with_hyphens() {
        assert_eq!(Clue::OwnCountry.name(), "own-country");
    }

    #[test]
    fn strangers_are_refused() {
        let load = |text| Whereabouts::load(&[TableFile { path: "judgment/where.csv", text }]);
        assert_eq!(load("clue,weight\nown,2\nown,3\n").unwrap().weights[Clue::Own as usize], 2.0);
        assert!(load("clue,weight\nluck,1\n").is_err());
    }
}
