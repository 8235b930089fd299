//! What events and incidents are asked for, on the command line.

use sayso_casebook::{Casebook, Reviewed};
use sayso_desk::{Filter, Ready};

/// What must fit; of several values of one kind, one.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Which events")]
pub(crate) struct FilterArgs {
    /// May have happened on this day or later.
    #[arg(long, value_name = "DATE")]
    from: Option<String>,

    /// May have happened on this day or earlier.
    #[arg(long, value_name = "DATE")]
    to: Option<String>,

    /// PLOVER type (`ASSAULT`); more than one may be given.
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,

    /// Status (`occurred`, `ongoing`, `threatened` ...); more than one may be given.
    #[arg(long, value_name = "STATUS")]
    status: Vec<String>,

    /// Happened or goes on: the same as these two statuses.
    #[arg(long, conflicts_with = "status")]
    happened: bool,

    /// Country, ISO 3166-1 alpha-3 (`LBY`); more than one may be given.
    #[arg(long, value_name = "ISO3")]
    country: Vec<String>,

    /// Part of the place's name.
    #[arg(long, value_name = "NAME")]
    place: Option<String>,

    /// Within so many kilometres of a point, `LAT,LON,KM`.
    #[arg(long, value_name = "LAT,LON,KM", allow_hyphen_values = true)]
    near: Option<String>,

    /// Part of the name of somebody who takes part.
    #[arg(long, value_name = "NAME")]
    party: Option<String>,

    /// Words of the report, all of them.
    #[arg(long, value_name = "WORDS")]
    words: Option<String>,

    /// Part of the outlet's name.
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,

    /// Grade of the incident (`confirmed`, `fair`, `weak`, `contested`, `discounted`); more than one may be given.
    #[arg(long, value_name = "GRADE")]
    grade: Vec<String>,

    /// At least so many origins of the incident.
    #[arg(long, value_name = "N")]
    origins: Option<usize>,

    /// What people said of it: none, some, accepted, corrected, rejected, added, conflict.
    #[arg(long, value_name = "WORD", value_parser = reviewed)]
    reviewed: Option<Reviewed>,
}

fn reviewed(word: &str) -> Result<Reviewed, String> {
    let names: Vec<&str> = Reviewed::ALL.iter().map(|one| one.name()).collect();
    let found = Reviewed::ALL.into_iter().find(|one| one.name() == word);
    found.ok_or_else(|| format!("one of {}", names.join(", ")))
}

impl FilterArgs {
    /// As the desk has it.
    pub(super) fn filter(&self) -> Filter {
        let happened = ["occurred", "ongoing"].map(str::to_owned);
        Filter {
            from: self.from.clone(),
            to: self.to.clone(),
            types: self.types.clone(),
            status: if self.happened { happened.to_vec() } else { self.status.clone() },
            country: self.country.clone(),
            place: self.place.clone(),
            near: self.near.clone(),
            party: self.party.clone(),
            words: self.words.clone(),
            outlet: self.outlet.clone(),
            grade: self.grade.clone(),
            origins: self.origins,
            reviewed: self.reviewed,
        }
    }

    /// Ready to be asked.
    pub(super) fn ready(&self, book: &Casebook) -> Result<Ready, String> {
        let reports = self.words.as_deref().map(|words| book.with_words(words)).transpose();
        let reports = reports.map_err(|error| error.to_string())?;
        self.filter().ready(reports).map_err(|error| error.to_string())
    }
}
