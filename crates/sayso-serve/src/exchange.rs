//! What a handler is given and gives back.

use std::io;

use hyper::StatusCode;
use hyper::body::Bytes;
use serde::Serialize;

use crate::params::Fields;
use crate::problem::Problem;

/// What was asked, checked against the route's table.
#[derive(Debug)]
pub(crate) struct Asked {
    /// What stood in the place of `{number}` and the like, in order.
    pub(crate) parts: Vec<String>,
    /// The query.
    pub(crate) fields: Fields,
    /// What the body is written in.
    pub(crate) media: Media,
    /// Whether the answer may be packed with gzip.
    pub(crate) gzip: bool,
    /// Where the body came from, as the page says (`x-sayso-origin`).
    pub(crate) origin: Option<String>,
    /// The body.
    pub(crate) body: Bytes,
}

/// What a body is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Media {
    Json,
    Html,
    Text,
}

impl Media {
    /// Of a content type.
    pub(crate) fn of(header: &str) -> Option<Self> {
        let name = header.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match name.as_str() {
            "application/json" => Some(Self::Json),
            "text/html" | "application/xhtml+xml" => Some(Self::Html),
            "text/plain" => Some(Self::Text),
            _ => None,
        }
    }
}

impl Asked {
    /// What stands in the place of the first `{...}`, as a number.
    pub(crate) fn number(&self) -> Result<i64, Problem> {
        let part = self.part();
        part.parse().map_err(|_| Problem::missing(format!("`{part}` is no number of a report")))
    }

    /// What stands in the place of the first `{...}`.
    pub(crate) fn part(&self) -> &str {
        self.parts.first().map_or("", String::as_str)
    }
}

/// What is answered.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) media: &'static str,
    /// The name under which it is saved, where it is a file.
    pub(crate) file: Option<String>,
    pub(crate) body: Content,
}

/// Writes an answer while it is sent.
pub(crate) type Write = Box<dyn FnOnce(&mut (dyn io::Write + Send)) -> io::Result<()> + Send>;

/// The body of an answer.
pub(crate) enum Content {
    Whole(Bytes),
    /// Packed with gzip.
    Packed(Bytes),
    /// Written while it is sent.
    Stream(Write),
}

impl Reply {
    /// An answer in JSON.
    pub(crate) fn json(value: &impl Serialize) -> Result<Self, Problem> {
        let bytes = serde_json::to_vec(value).map_err(Problem::failed)?;
        Ok(Self::of(StatusCode::OK, "application/json", bytes))
    }

    /// An answer in JSON about something that was made.
    pub(crate) fn created(value: &impl Serialize) -> Result<Self, Problem> {
        Ok(Self { status: StatusCode::CREATED, ..Self::json(value)? })
    }

    /// Some bytes.
    pub(crate) fn of(status: StatusCode, media: &'static str, bytes: impl Into<Bytes>) -> Self {
        Self { status, media, file: None, body: Content::Whole(bytes.into()) }
    }
}

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("media", &self.media)
            .finish_non_exhaustive()
    }
}
