//! The table of weights: what speaks for and against two accounts telling of one event.

use serde::Deserialize;

use crate::TableError;

const BUILTIN: &str = include_str!("../../../data/incidents/weights.csv");

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What two accounts are compared by.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Feature {
            $($(#[$doc])* $name,)*
        }

        impl Feature {
            /// All, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its name in the table and in explanations.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

features! {
    /// What any two accounts that are compared begin with.
    Bias = "one",
    /// Both have the same PLOVER type.
    TypeSame = "type-same",
    /// Their types differ, though both may be said of one event.
    TypeOther = "type-other",
    /// The same mode.
    ModeSame = "mode-same",
    /// Different modes.
    ModeOther = "mode-other",
    /// The same ACLED sub-event type.
    AcledSame = "acled-same",
    /// Different ones.
    AcledOther = "acled-other",
    /// Both give the same one day.
    DaySame = "day-same",
    /// Their days are neighbours: time zones, and nights.
    DayNext = "day-next",
    /// Their days cannot be one; grows with the logarithm of the gap.
    DaysApart = "days-apart",
    /// The days of one lie within those of the other.
    DaysWithin = "days-within",
    /// How wide the wider one's days are, as a logarithm.
    DaysWide = "days-wide",
    /// One gives no day; the other's day is shortly before its report.
    DaysPresumed = "days-presumed",
    /// One gives no day; the other's day is not shortly before its report; grows with the logarithm of the gap.
    DaysUnlikely = "days-unlikely",
    /// Neither day nor report says when.
    DaysUnknown = "days-unknown",
    /// The same town, quarter or site.
    PlaceSame = "place-same",
    /// Places that lie within one another or side by side.
    PlaceNear = "place-near",
    /// Places too far from one another; grows with the logarithm of the distance.
    PlaceApart = "place-apart",
    /// One gives a town, the other the region that holds it.
    PlaceWithin = "place-within",
    /// Both give the same region and no more.
    RegionSame = "region-same",
    /// One gives no more than the country, and it is the same.
    CountrySame = "country-same",
    /// Different countries.
    CountryOther = "country-other",
    /// One gives no place.
    PlaceUnknown = "place-unknown",
    /// A name of those who act is shared.
    ActorSame = "actor-same",
    /// Those who act are of the same sector and country, and one account has no name for them.
    ActorKin = "actor-kin",
    /// Those who act have different names, of the same sector and country.
    ActorRival = "actor-rival",
    /// Those who act are different ones.
    ActorOther = "actor-other",
    /// A name of those it is done to is shared.
    OtherSame = "other-same",
    /// Those it is done to are of the same sector and country, and one account has no name for them.
    OtherKin = "other-kin",
    /// Those it is done to have different names, of the same sector and country.
    OtherRival = "other-rival",
    /// Those it is done to are different ones.
    OtherOther = "other-other",
    /// Who acts in one is who it is done to in the other.
    Crossed = "crossed",
    /// The numbers of killed agree; grows with the logarithm of the number, as large ones seldom agree by chance.
    KilledSame = "killed-same",
    /// They do not; grows with the logarithm of their ratio.
    KilledApart = "killed-apart",
    /// The numbers of injured agree.
    InjuredSame = "injured-same",
    /// They do not.
    InjuredApart = "injured-apart",
    /// A word for the event is shared.
    WordSame = "word-same",
    /// None is.
    WordOther = "word-other",
    /// Words for what was hit are shared: their part of the shorter list.
    TargetSame = "target-same",
    /// None is.
    TargetOther = "target-other",
    /// A weapon is shared.
    WeaponSame = "weapon-same",
    /// None is.
    WeaponOther = "weapon-other",
    /// A first source is shared.
    SourceSame = "source-same",
    /// People of whom the whole reports speak are the same: how many, as a logarithm, four and more being 1.
    PeopleSame = "people-same",
    /// Both reports speak of people, and of none the same.
    PeopleOther = "people-other",
    /// Each report has the other's most named person; a half where one has.
    LeadSame = "lead-same",
    /// Neither has.
    LeadOther = "lead-other",
    /// Those who take part in the one are named in the other's report, and the other way round; a half where only so.
    PartyKnown = "party-known",
    /// They are not, though that report has names.
    PartyUnknown = "party-unknown",
    /// Bodies and places of which the whole reports speak are the same: how many, as a logarithm, eight and more being 1.
    AboutSame = "about-same",
    /// The part of the shorter list of them that is shared.
    AboutPart = "about-part",
    /// Both reports have such names, and none is shared.
    AboutOther = "about-other",
    /// A word for the event is shared, and names of the reports: the product of both parts.
    AboutWord = "about-word",
    /// One report tells both, and its reading has them as two events.
    SameReport = "same-report",
    /// The reports are copies of one text.
    Copy = "copy",
    /// How long after one another the reports came out, as a logarithm, where one of them does not tell the day.
    ToldApart = "told-apart",
}

/// The features of what is told of the event by names and words, those together of which a pair has one at most; none of them is
/// ever more than 1.
const OF_EVENT: [&[Feature]; 7] = [
    &[Feature::ActorSame, Feature::ActorKin, Feature::ActorRival, Feature::ActorOther],
    &[Feature::OtherSame, Feature::OtherKin, Feature::OtherRival, Feature::OtherOther],
    &[Feature::Crossed],
    &[Feature::WordSame, Feature::WordOther],
    &[Feature::TargetSame, Feature::TargetOther],
    &[Feature::WeaponSame, Feature::WeaponOther],
    &[Feature::SourceSame],
];

/// Those of the whole reports, likewise.
const OF_REPORT: [&[Feature]; 7] = [
    &[Feature::PeopleSame, Feature::PeopleOther],
    &[Feature::LeadSame, Feature::LeadOther],
    &[Feature::PartyKnown],
    &[Feature::PartyUnknown],
    &[Feature::AboutSame, Feature::AboutOther],
    &[Feature::AboutPart],
    &[Feature::AboutWord],
];

/// A weight for each feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    all: Vec<f32>,
    of_event: f32,
    of_report: f32,
}

#[derive(Deserialize)]
struct Row {
    feature: String,
    weight: f32,
}

impl Weights {
    /// Those of `data/incidents/weights.csv`.
    #[must_use]
    pub fn builtin() -> Self {
        Self::read(BUILTIN).expect("the built-in table is tested") // OK because a test reads it
    }

    /// Reads a table `feature,weight`; a feature without a row weighs nothing.
    ///
    /// # Errors
    /// Where a row cannot be read, names no feature, or names one again.
    pub fn read(table: &str) -> Result<Self, TableError> {
        let mut weights = vec![None; Feature::ALL.len()];
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes());
        for (number, row) in reader.deserialize::<Row>().enumerate() {
            let at = |message: String| TableError { table: "weights.csv", row: number + 1, message };
            let row = row.map_err(|error| at(error.to_string()))?;
            let feature = Feature::ALL.iter().position(|feature| feature.name() == row.feature);
            let feature = feature.ok_or_else(|| at(format!("there is no feature `{}`", row.feature)))?;
            if !row.weight.is_finite() {
                return Err(at(format!("the weight of `{}` is no number", row.feature)));
            }
            if weights[feature].replace(row.weight).is_some() {
                return Err(at(format!("`{}` has a weight already", row.feature)));
            }
        }
        let all: Vec<f32> = weights.into_iter().map(Option::unwrap_or_default).collect();
        let most =
            |features: &[Feature]| features.iter().map(|feature| all[*feature as usize]).fold(0.0, f32::max);
        let of_event = OF_EVENT.iter().map(|features| most(features)).sum();
        let of_report = OF_REPORT.iter().map(|features| most(features)).sum();
        Ok(Self { all, of_event, of_report })
    }

    /// The weight of a feature.
    #[must_use]
    pub fn of(&self, feature: Feature) -> f32 {
        self.all[feature as usize]
    }

    /// The most that names and words of the event can add, whatever they are.
    pub(crate) fn most_of_event(&self) -> f32 {
        self.of_event
    }

    /// The most that the reports as a whole can add.
    pub(crate) fn most_of_report(&self) -> f32 {
        self.of_report
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builtin_table_has_a_row_for_each_feature() {
        assert_ne!(Weights::builtin().of(Feature::Bias), 0.0);
        for feature in Feature::ALL {
            assert!(
                BUILTIN.lines().any(|line| line.starts_with(&format!("{},", feature.name()))),
                "{}",
                feature.name()
            );
        }
    }

    #[test]
    fn bad_rows_are_told() {
        for (row, said) in [
            ("zeal,1", "no feature"),
            ("one,much", "row 1"),
            ("one,1\none,2", "already"),
            ("one,inf", "no number"),
        ] {
            let error = Weights::read(&format!("feature,weight\n{row}\n")).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
