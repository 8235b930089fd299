//! What follows from current readings and reviews: kept, so that nobody has to go through all readings for it, and made anew when
//! they change. Who makes it is another room; here it is known which reports lack it.

use rusqlite::types::Type;
use rusqlite::{Row, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Batch, Casebook, CasebookError, EventKey, Result};

/// What is made of one report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Derived {
    /// Its events as far as merging needs them, JSON.
    pub accounts: String,
    /// By what copies are found, JSON.
    pub signature: String,
    /// Its events as far as they are listed.
    pub rows: Vec<EventRow>,
}

/// A report whose [`Derived`] is missing, or was made from another reading, before the last review or by another maker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// Its number.
    pub report: i64,
    /// From what it is to be made; given back with what was made.
    pub stamp: String,
}

/// What of a report is merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its number.
    pub report: i64,
    /// What it is known by.
    pub key: String,
    /// See [`Derived::accounts`].
    pub accounts: String,
    /// See [`Derived::signature`].
    pub signature: String,
}

/// An event of a current reading, with people's corrections, as far as it is listed and filtered by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventRow {
    /// The number of its report.
    pub report: i64,
    /// Its id in the reading.
    pub event: String,
    /// What reviews call it.
    pub key: EventKey,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// Status.
    pub status: String,
    /// The word that tells of it.
    pub word: String,
    /// The words around that.
    pub quote: String,
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// Place.
    pub place: Option<String>,
    /// Its country, ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// How sharp the place is.
    pub precision: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// A circle of so many kilometres covers it.
    pub radius_km: Option<f64>,
    /// Who does it.
    pub actors: Vec<String>,
    /// Whom it is done to, parties and people.
    pub recipients: Vec<String>,
    /// People killed.
    pub killed: Option<Range>,
    /// People injured.
    pub injured: Option<Range>,
    /// Probability that type, status and parties are right.
    pub confidence: f64,
    /// What people said of it.
    pub reviewed: Reviewed,
}

/// A number of people; `high` is absent where nobody sets an upper bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Range {
    /// At least so many.
    pub low: u64,
    /// At most so many.
    pub high: Option<u64>,
}

/// What people said of an event, in a word.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Reviewed {
    /// Nothing.
    #[default]
    None,
    /// Some fields are accepted, the whole is not.
    Some,
    /// It is right as it stands.
    Accepted,
    /// Some of it was otherwise, and is corrected.
    Corrected,
    /// It is wrong; only lists that ask for it have it.
    Rejected,
    /// It was lacking, and a person put it in.
    Added,
    /// Two people differ.
    Conflict,
}

impl Reviewed {
    /// All.
    pub const ALL: [Self; 7] = [
        Self::None,
        Self::Some,
        Self::Accepted,
        Self::Corrected,
        Self::Rejected,
        Self::Added,
        Self::Conflict,
    ];

    /// As it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Some => "some",
            Self::Accepted => "accepted",
            Self::Corrected => "corrected",
            Self::Rejected => "rejected",
            Self::Added => "added",
            Self::Conflict => "conflict",
        }
    }
}

const COLUMNS: &str = "report, id, key, kind, mode, status, word, quote, first_day, last_day, place, country, precision, lat, lon, \
                       radius_km, actors, recipients, killed_low, killed_high, injured_low, injured_high, confidence, reviewed";

impl Casebook {
    /// A page of reports that lack what `maker` makes of them, by number, from the one after `after`.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn stale(&self, maker: &str, after: i64, limit: u32) -> Result<Vec<Stale>> {
        self.stale_where("reading.report > ?2", params![maker, after, limit])
    }

    /// One report, where it lacks what `maker` makes of it.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn stale_report(&self, maker: &str, report: i64) -> Result<Option<Stale>> {
        Ok(self.stale_where("reading.report = ?2", params![maker, report, 1])?.pop())
    }

    fn stale_where(&self, condition: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<Stale>> {
        let sql = format!(
            "SELECT * FROM (SELECT reading.report AS number, reading.number || '/' || \
             (SELECT coalesce(max(number), 0) FROM review WHERE review.report = report.key) || '/' || ?1 AS wanted, stamp \
             FROM reading JOIN report ON report.number = reading.report LEFT JOIN derived ON derived.report = reading.report \
             WHERE reading.current AND {condition}) WHERE stamp IS NOT wanted ORDER BY number LIMIT ?3"
        );
        let found = || -> rusqlite::Result<Vec<Stale>> {
            let mut statement = self.db.prepare_cached(&sql)?;
            let row = |row: &Row<'_>| Ok(Stale { report: row.get(0)?, stamp: row.get(1)? });
            statement.query_map(values, row)?.collect()
        };
        found().map_err(|e| self.failed(e))
    }

    /// A page of what is merged, by number of report, from the one after `after`.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn kept(&self, after: i64, limit: u32) -> Result<Vec<Kept>> {
        self.kept_where("derived.report > ? ORDER BY derived.report LIMIT ?", &[&after, &limit])
    }

    /// What is merged of one report, by its key.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn kept_of(&self, key: &str) -> Result<Option<Kept>> {
        Ok(self.kept_where("report.key = ?", &[&key])?.pop())
    }

    fn kept_where(&self, condition: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<Kept>> {
        let sql = format!(
            "SELECT derived.report, report.key, derived.accounts, derived.signature FROM derived \
             JOIN report ON report.number = derived.report WHERE {condition}"
        );
        let found = || -> rusqlite::Result<Vec<Kept>> {
            let mut statement = self.db.prepare_cached(&sql)?;
            let row = |row: &Row<'_>| {
                Ok(Kept {
                    report: row.get(0)?,
                    key: row.get(1)?,
                    accounts: row.get(2)?,
                    signature: row.get(3)?,
                })
            };
            statement.query_map(values, row)?.collect()
        };
        found().map_err(|e| self.failed(e))
    }

    /// From what everything was derived, by number of report: one that changed is to be read again.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn stamps(&self) -> Result<Vec<(i64, String)>> {
        let found = || -> rusqlite::Result<Vec<(i64, String)>> {
            let mut statement =
                self.db.prepare_cached("SELECT report, stamp FROM derived ORDER BY report")?;
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        found().map_err(|e| self.failed(e))
    }

    /// The events of one report.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn events_of(&self, report: i64) -> Result<Vec<EventRow>> {
        self.event_rows(&format!("SELECT {COLUMNS} FROM event WHERE report = ? ORDER BY id"), &[&report])
    }

    fn event_rows(&self, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<EventRow>> {
        let found = || -> rusqlite::Result<Vec<EventRow>> {
            let mut statement = self.db.prepare_cached(sql)?;
            statement.query_map(values, event)?.collect()
        };
        found().map_err(|e| self.failed(e))
    }

    /// A number that changes when another program has written to the file.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn changes_by_others(&self) -> Result<i64> {
        self.db.query_row("PRAGMA data_version", [], |row| row.get(0)).map_err(|e| self.failed(e))
    }
}

impl Batch<'_> {
    /// Keeps what was made of a report, in place of what was made of it before.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn derive(&mut self, stale: &Stale, derived: &Derived) -> Result<()> {
        let write = || -> rusqlite::Result<()> {
            let sql =
                "INSERT OR REPLACE INTO derived (report, stamp, accounts, signature) VALUES (?, ?, ?, ?)";
            let values = params![stale.report, stale.stamp, derived.accounts, derived.signature];
            self.step.prepare_cached(sql)?.execute(values)?;
            self.step.prepare_cached("DELETE FROM event WHERE report = ?")?.execute([stale.report])?;
            derived.rows.iter().try_for_each(|row| self.event(stale.report, row))
        };
        write().map_err(|e| CasebookError::of(self.path, e))
    }

    fn event(&self, report: i64, row: &EventRow) -> rusqlite::Result<()> {
        let places = ["?"; 24].join(", ");
        let sql = format!("INSERT INTO event ({COLUMNS}) VALUES ({places})");
        let key = serde_json::to_string(&row.key).unwrap_or_default();
        self.step.prepare_cached(&sql)?.execute(params![
            report,
            row.event,
            key,
            row.kind,
            row.mode,
            row.status,
            row.word,
            row.quote,
            row.from,
            row.to,
            row.place,
            row.country,
            row.precision,
            row.lat,
            row.lon,
            row.radius_km,
            row.actors.join("\n"),
            row.recipients.join("\n"),
            row.killed.map(|range| range.low),
            row.killed.and_then(|range| range.high),
            row.injured.map(|range| range.low),
            row.injured.and_then(|range| range.high),
            row.confidence,
            row.reviewed.name(),
        ])?;
        Ok(())
    }
}

fn event(row: &Row<'_>) -> rusqlite::Result<EventRow> {
    let lines = |at: usize| -> rusqlite::Result<Vec<String>> {
        Ok(row.get_ref(at)?.as_str()?.lines().map(str::to_owned).collect())
    };
    let range = |low: usize, high: usize| -> rusqlite::Result<Option<Range>> {
        let high = row.get(high)?;
        Ok(row.get::<_, Option<u64>>(low)?.map(|low| Range { low, high }))
    };
    let unreadable =
        |at: usize, reason: &str| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, reason.into());
    let key = serde_json::from_str(row.get_ref(2)?.as_str()?).map_err(|e| unreadable(2, &e.to_string()))?;
    let reviewed = row.get_ref(23)?.as_str()?;
    let reviewed = Reviewed::ALL.into_iter().find(|one| one.name() == reviewed);
    Ok(EventRow {
        report: row.get(0)?,
        event: row.get(1)?,
        key,
        kind: row.get(3)?,
        mode: row.get(4)?,
        status: row.get(5)?,
        word: row.get(6)?,
        quote: row.get(7)?,
        from: row.get(8)?,
        to: row.get(9)?,
        place: row.get(10)?,
        country: row.get(11)?,
        precision: row.get(12)?,
        lat: row.get(13)?,
        lon: row.get(14)?,
        radius_km: row.get(15)?,
        actors: lines(16)?,
        recipients: lines(17)?,
        killed: range(18, 19)?,
        injured: range(20, 21)?,
        confidence: row.get(22)?,
        reviewed: reviewed.ok_or_else(|| unreadable(23, "no word of ours"))?,
    })
}
