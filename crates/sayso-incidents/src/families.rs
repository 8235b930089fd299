//! Which types of events are compared with one another (`data/incidents/families.csv`).

use serde::Deserialize;

use sayso::record::PloverType;

use crate::TableError;

const BUILTIN: &str = include_str!("../../../data/incidents/families.csv");

/// The families of each type, by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Families([Vec<u8>; 16]);

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "type")]
    plover: PloverType,
    family: String,
}

impl Families {
    /// Those of `data/incidents/families.csv`.
    #[must_use]
    pub fn builtin() -> Self {
        Self::read(BUILTIN).expect("the built-in table is tested") // OK because a test reads it
    }

    /// Reads a table `type,family`; a type may have several rows. A type without one is compared with its own kind only.
    ///
    /// # Errors
    /// Where a row cannot be read, or there are more than 200 families.
    pub fn read(table: &str) -> Result<Self, TableError> {
        let mut names: Vec<String> = Vec::new();
        let mut families: [Vec<u8>; 16] = Default::default();
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes());
        for (number, row) in reader.deserialize::<Row>().enumerate() {
            let at = |message: String| TableError { table: "families.csv", row: number + 1, message };
            let row = row.map_err(|error| at(error.to_string()))?;
            let family = names.iter().position(|name| *name == row.family).unwrap_or_else(|| {
                names.push(row.family);
                names.len() - 1
            });
            let family = u8::try_from(family).ok().filter(|family| *family < 200);
            families[row.plover as usize]
                .push(family.ok_or_else(|| at("more than 200 families".to_owned()))?);
        }
        for (own, family) in (200..).zip(&mut families) {
            if family.is_empty() {
                family.push(own);
            }
        }
        Ok(Self(families))
    }

    pub(crate) fn of(&self, plover: u8) -> &[u8] {
        &self.0[usize::from(plover)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_a_family() {
        let families = Families::builtin();
        for plover in PloverType::ALL {
            let of = families.of(plover as u8);
            assert!(!of.is_empty() && of[0] < 200, "{plover:?}");
        }
        assert!(Families::read("type,family\nWAR,force\n").is_err());
    }
}
