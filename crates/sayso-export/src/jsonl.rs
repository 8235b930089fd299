//! The readings themselves, one JSON object a line: the one format that holds all of them.

use std::io::Write;

use sayso::record::Reading;

use crate::account::{Account, accounts};
use crate::{Export, Result};

/// Writes whole readings. One of whose events none is kept is left out; of the others nothing is, since events refer to each
/// other.
#[derive(Debug)]
pub struct Jsonl<W> {
    out: W,
}

impl<W: Write> Jsonl<W> {
    /// Begins to write.
    pub fn new(out: W) -> Self {
        Self { out }
    }

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
