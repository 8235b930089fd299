//! Loads and checks the tables under `data/`: what Sayso knows of language and of the world.
//!
//! The built-in tables are part of the program. A user's own rows (`--tables DIR`) are handed in as texts with their paths
//! below the folder; they are read after the built-in ones and win over them. A row that does not hold what its table
//! needs is refused with the name of the file and the number of the row.

pub mod countries;
pub mod gazetteer;
pub mod regions;
pub mod place_words;
pub mod relations;

mod attribution;
mod builtin;
mod classes;
mod contexts;
mod frames;
mod judges;
mod lexicon;
mod loaded;
mod numbers;
mod order;
mod rows;
mod sectors;
mod status;
mod transliteration;
mod whereabouts;
mod world;

pub use attribution::*;
pub use classes::*;
pub use contexts::*;
pub use countries::{Country, CountryWord};
pub use frames::*;
pub use judges::*;
pub use lexicon::*;
pub use loaded::*;
pub use numbers::*;
pub use order::*;
pub use rows::{TableFile, TablesError};
pub use sectors::*;
pub use status::*;
pub use transliteration::Transliteration;
pub use whereabouts::*;
pub use world::*;

/// All tables.
#[derive(Debug, Default)]
pub struct Tables {
    /// Words that tell of events.
    pub frames: Frames,
    /// Lemmas that the tables ask for.
    pub lexicon: Lexicon,
    /// Word classes for the sense tests.
    pub classes: Classes,
    /// Words that say whether what they govern has happened.
    pub status: StatusWords,
    /// Cues, channels, evidence, kinds of sources.
    pub attribution: Attribution,
    /// Words of number.
    pub numbers: Numbers,
    /// States, offices, groups, weapons.
    pub world: World,
    /// Weights of learned judgments.
    pub judges: Judges,
    /// Words that speak of a context.
    pub contexts: Contexts,
    /// Words that order events.
    pub order: Connectives,
}

impl Tables {
    /// The tables that are part of the program.
    ///
    /// # Errors
    /// When a built-in row is broken, which the tests rule out.
    pub fn builtin() -> Result<Self, TablesError> {
        Self::with(&[])
    }

    /// The built-in tables and a user's own rows, which win over them.
    ///
    /// # Errors
    /// Names the file, the row and what is wrong with it.
    pub fn with(extra: &[TableFile<'_>]) -> Result<Self, TablesError> {
        let files: Vec<TableFile<'_>> = extra.iter().chain(builtin::FILES).copied().collect();
        Self::only(&files)
    }

    /// These tables and no others; of two rows for one thing the earlier file's counts.
    ///
    /// # Errors
    /// Names the file, the row and what is wrong with it.
    pub fn only(files: &[TableFile<'_>]) -> Result<Self, TablesError> {
        let of = |folder: &str| -> Vec<TableFile<'_>> {
            files.iter().filter(|f| f.path.starts_with(folder)).copied().collect()
        };
        let frames = Frames::load(&of("frames/"))?;
        let attribution = Attribution::load(&of("attribution/"))?;
        let status = StatusWords::load(&of("status/"))?;
        let classes = Classes::load(&of("classes/"))?;
        let world = World::load(&of("actors/"), &of("weapons/"))?;
        let verbs = frames.verbs().chain(attribution.verbs()).chain(status.lemmas());
        let nouns =
            frames.nouns().chain(classes.lemmas()).chain(world.lemmas()).chain(attribution.loaded.nouns());
        Ok(Self {
            lexicon: Lexicon::load(&of("tokens/"), verbs, nouns)?,
            frames,
            classes,
            status,
            attribution,
            numbers: Numbers::load(&of("numbers/"))?,
            world,
            judges: Judges::load(&of("judgment/"))?,
            contexts: Contexts::load(&of("schemes/contexts"))?,
            order: Connectives::load(&of("time/order"))?,
        })
    }
}
