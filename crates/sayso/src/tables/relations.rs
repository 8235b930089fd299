//! How words stand to the place that they name: `near`, `12 km north of`, `on the road between ... and`
//! (`data/places/relations.csv`).
//!
//! ```
//! use sayso::record::PlaceRelationKind;
//! use sayso::tables::relations::{Relations, Side};
//!
//! let relations = Relations::embedded().unwrap();
//! let row = relations.of(Side::Before).find(|row| row.words == ["close", "to"]).unwrap();
//! assert_eq!(row.kind, PlaceRelationKind::Near);
//! ```

use serde::Deserialize;

use crate::record::PlaceRelationKind;

/// The rows, those with most words first.
#[derive(Clone, Debug, Default)]
pub struct Relations(Vec<Row>);

/// One way of saying it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where the words stand.
    pub side: Side,
    /// The words next to the name: `#` is a distance, `~` a direction, `*` another name.
    pub words: Vec<String>,
    /// What they say.
    pub kind: PlaceRelationKind,
    /// A sentence with the name in brackets.
    pub example: String,
}

/// On which side of the name words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Before it.
    Before,
    /// After it.
    After,
}

impl Relations {
    /// The built-in table.
    ///
    /// # Errors
    /// Where the table is malformed; the tests see to it that it is not.
    pub fn embedded() -> Result<Self, csv::Error> {
        Self::read(include_str!("../../../../data/places/relations.csv"))
    }

    /// A table of the same columns.
    ///
    /// # Errors
    /// Where a row lacks a field, or a field is none of its words.
    pub fn read(table: &str) -> Result<Self, csv::Error> {
        #[derive(Deserialize)]
        struct Cells {
            side: Side,
            words: String,
            relation: PlaceRelationKind,
            example: String,
        }
        let mut rows = Vec::new();
        for cells in csv::Reader::from_reader(table.as_bytes()).deserialize() {
            let cells: Cells = cells?;
            let words = cells.words.split(' ').map(str::to_owned).collect();
            rows.push(Row { side: cells.side, words, kind: cells.relation, example: cells.example });
        }
        rows.sort_by_key(|row: &Row| std::cmp::Reverse(row.words.len()));
        Ok(Self(rows))
    }

    /// The rows of one side, those with most words first.
    pub fn of(&self, side: Side) -> impl Iterator<Item = &Row> {
        self.0.iter().filter(move |row| row.side == side)
    }
}
