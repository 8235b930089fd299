//! Files to items: which format each is in, and its reports one by one.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sayso::ingest::{self, Format as Input, Given, IngestError, Limits, Line, Lines, Report};
use sayso::{Engine, read_report};
use sayso_casebook::Media;

use crate::output::Format;
use crate::pipeline::Feed;

/// How much of a file is looked at to tell its format.
const HEAD: usize = 1 << 16;

/// One report's bytes, or why there are none, and where they come from.
pub(crate) struct Item {
    file: Arc<str>,
    line: Option<u64>,
    content: Content,
}

enum Content {
    Text(Vec<u8>),
    Html(Vec<u8>),
    Line(Vec<u8>),
    Failed(String),
}

impl Item {
    /// Where it comes from: `FILE` or `FILE:LINE`.
    pub(crate) fn origin(&self) -> String {
        match self.line {
            Some(line) => format!("{}:{line}", self.file),
            None => self.file.to_string(),
        }
    }

    /// Its bytes and what they are written in; none where they could not be had.
    pub(crate) fn original(&self) -> Option<(Media, &[u8])> {
        match &self.content {
            Content::Text(bytes) => Some((Media::Text, bytes)),
            Content::Html(bytes) => Some((Media::Html, bytes)),
            Content::Line(bytes) => Some((Media::JsonLine, bytes)),
            Content::Failed(_) => None,
        }
    }

    /// Opens the report and does something with it; or says what was wrong. One report that we stumble over does not end the others.
    pub(crate) fn with_report<T>(
        &self,
        given: &Given,
        limits: &Limits,
        work: impl FnOnce(Report) -> T,
    ) -> Result<T, String> {
        let result = catch_unwind(AssertUnwindSafe(|| {
            let report = match &self.content {
                Content::Text(bytes) => ingest::text(bytes, given, limits),
                Content::Html(bytes) => ingest::html(bytes, given, limits),
                Content::Line(line) => ingest::json_line(line, given, limits),
                Content::Failed(message) => return Err(message.clone()),
            };
            report.map(work).map_err(|error| error.to_string())
        }));
        result
            .unwrap_or_else(|_| Err("an error in sayso itself; please report it with this input".to_owned()))
    }

    /// Reads the report and lays the reading out for writing; or says what was wrong, and with which item.
    pub(crate) fn read(
        self,
        given: &Given,
        limits: &Limits,
        engine: &Engine,
        format: &Format,
    ) -> Result<Vec<u8>, String> {
        let read = |report: Report| format.render(&report, &read_report(&report, engine));
        self.with_report(given, limits, read).map_err(|message| format!("{}: {message}", self.origin()))
    }
}

/// Feeds all reports of some files, in order.
pub(crate) fn read_all(files: &[PathBuf], limits: &Limits, feed: &mut Feed<Item>) {
    for path in files {
        let stdin = path.as_os_str() == "-";
        let file: Arc<str> = if stdin { "standard input".into() } else { path.display().to_string().into() };
        let done = if stdin {
            read_stream(None, None, io::stdin().lock(), limits, &file, feed)
        } else {
            read_file(path, limits, &file, feed)
        };
        if let Err(message) = done {
            feed.send(Item { file, line: None, content: Content::Failed(message) });
        }
    }
}

fn read_file(path: &Path, limits: &Limits, file: &Arc<str>, feed: &mut Feed<Item>) -> Result<(), String> {
    let open = || -> io::Result<_> {
        let opened = File::open(path)?;
        let data = opened.metadata()?;
        Ok((opened, data))
    };
    let (opened, data) = open().map_err(|error| cannot("open", &error))?;
    if data.is_dir() {
        return Err(IngestError::Directory.to_string());
    }
    let length = data.is_file().then_some(data.len());
    read_stream(path.to_str(), length, BufReader::with_capacity(HEAD, opened), limits, file, feed)
}

fn cannot(what: &str, error: &io::Error) -> String {
    format!("cannot {what}: {error}")
}

fn read_stream(
    name: Option<&str>,
    length: Option<u64>,
    mut stream: impl BufRead,
    limits: &Limits,
    file: &Arc<str>,
    feed: &mut Feed<Item>,
) -> Result<(), String> {
    let head = stream.fill_buf().map_err(|error| cannot("read", &error))?;
    let format = ingest::sniff(name, head);
    if format == Input::Jsonl {
        ingest::check_text(head).map_err(|error| error.to_string())?;
        return read_lines(stream, limits, file, feed);
    }
    let mut bytes = Vec::new();
    let most = limits.report_bytes as u64;
    (&mut stream).take(most + 1).read_to_end(&mut bytes).map_err(|error| cannot("read", &error))?;
    if bytes.len() > limits.report_bytes {
        // The rest of a stream is counted, not held.
        let mut rest = || io::copy(&mut stream, &mut io::sink()).unwrap_or(0);
        let bytes = length.unwrap_or_else(|| bytes.len() as u64 + rest());
        return Err(IngestError::TooLong { bytes, limit: limits.report_bytes }.to_string());
    }
    let content = if format == Input::Html { Content::Html(bytes) } else { Content::Text(bytes) };
    feed.send(Item { file: file.clone(), line: None, content });
    Ok(())
}

fn read_lines(
    stream: impl BufRead,
    limits: &Limits,
    file: &Arc<str>,
    feed: &mut Feed<Item>,
) -> Result<(), String> {
    for (number, line) in (1..).zip(Lines::new(stream, limits.report_bytes)) {
        let content = match line.map_err(|error| cannot("read", &error))? {
            Line::Whole(line) if line.trim_ascii().is_empty() => continue,
            Line::Whole(line) => Content::Line(line),
            Line::TooLong(bytes) => {
                Content::Failed(IngestError::TooLong { bytes, limit: limits.report_bytes }.to_string())
            }
        };
        feed.send(Item { file: file.clone(), line: Some(number), content });
    }
    Ok(())
}
