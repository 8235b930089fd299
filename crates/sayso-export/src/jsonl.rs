//! The readings or incidents themselves, one JSON object a line: the one format that holds all of them.

use std::io::Write;
use std::marker::PhantomData;

use sayso::record::Reading;
use sayso_incidents::Incident;

use crate::account::{Account, accounts};
use crate::subject::{Events, Incidents};
use crate::{Export, ExportIncidents, Result};

/// Writes whole readings. One of whose events none is kept is left out; of the others nothing is, since events refer to each
/// other. Of incidents, whole ones.
#[derive(Debug)]
pub struct Jsonl<W, S = Events> {
    out: W,
    subject: PhantomData<S>,
}

impl<W: Write> Jsonl<W> {
    /// Begins to write readings.
    pub fn new(out: W) -> Self {
        Self { out, subject: PhantomData }
    }
}

impl<W: Write> Jsonl<W, Incidents> {
    /// Begins to write incidents.
    pub fn of_incidents(out: W) -> Self {
        Self { out, subject: PhantomData }
    }
}

impl<W: Write, S> Jsonl<W, S> {
    /// What was written to.
    pub fn into_inner(self) -> W {
        self.out
    }
}

impl<W: Write> Export for Jsonl<W> {
    fn add(&mut self, reading: &Reading, keep: &dyn Fn(&Account<'_>) -> bool) -> Result<usize> {
        let mut kept = 0;
        accounts(reading, |account| {
            kept += usize::from(keep(account));
            Result::Ok(())
        })?;
        if kept > 0 {
            serde_json::to_writer(&mut self.out, reading)?;
            self.out.write_all(b"\n")?;
        }
        Ok(kept)
    }

    fn finish(&mut self) -> Result<()> {
        Ok(self.out.flush()?)
    }
}

impl<W: Write> ExportIncidents for Jsonl<W, Incidents> {
    fn add(&mut self, incident: &Incident) -> Result<bool> {
        serde_json::to_writer(&mut self.out, incident)?;
        self.out.write_all(b"\n")?;
        Ok(true)
    }

    fn finish(&mut self) -> Result<()> {
        Ok(self.out.flush()?)
    }
}
