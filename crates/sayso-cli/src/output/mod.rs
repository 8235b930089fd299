//! Readings to bytes: a file per format.

mod jsonl;
mod table;
mod text;

use std::io::{self, IsTerminal, Stdout, Write};

use sayso::ingest::Report;
use sayso::record::Reading;

/// A format of readings.
pub(crate) enum Format {
    /// For people.
    Table(table::Look),
    /// One reading a line.
    Jsonl,
    /// One array.
    Json,
}

impl Format {
    /// The format for people, as wide and as colourful as the terminal allows.
    pub(crate) fn table(stdout: &Stdout) -> Self {
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let width = if stdout.is_terminal() { terminal().or(columns) } else { columns };
        let color = anstream::AutoStream::choice(stdout) != anstream::ColorChoice::Never;
        Self::Table(table::Look { width: width.unwrap_or(100).clamp(40, 120), color })
    }

    /// Lays one reading out.
    pub(crate) fn render(&self, report: &Report, reading: &Reading) -> Vec<u8> {
        match self {
            Self::Table(look) => table::render(report, reading, *look).into_bytes(),
            Self::Jsonl => jsonl::line(reading),
            Self::Json => jsonl::indented(reading),
        }
    }
}

/// Writes laid-out readings one after another.
pub(crate) struct Writer<'a, W> {
    out: W,
    format: &'a Format,
    first: bool,
}

impl<'a, W: Write> Writer<'a, W> {
    pub(crate) fn new(out: W, format: &'a Format) -> Self {
        Self { out, format, first: true }
    }

    pub(crate) fn write(&mut self, rendered: &[u8]) -> io::Result<()> {
        let first = std::mem::take(&mut self.first);
        let before: &[u8] = match (self.format, first) {
            (Format::Table(_), false) => b"\n\n",
            (Format::Json, true) => b"[\n",
            (Format::Json, false) => b",\n",
            (Format::Table(_), true) | (Format::Jsonl, _) => b"",
        };
        self.out.write_all(before)?;
        self.out.write_all(rendered)
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Writes what stands after the last reading.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        if let Format::Json = self.format {
            self.out.write_all(if self.first { b"[]\n" } else { b"\n]\n" })?;
        }
        self.out.flush()
    }
}
