//! Why some bytes are not a report: what was wrong, and what to do about it. The caller names the file and the line.

/// Why some bytes could not be taken in as a report.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// Nothing but white space.
    #[error("empty: there is no text to read")]
    Empty,
    /// Bytes that are no text.
    #[error("not a text but {0}; give plain text, HTML or JSONL")]
    Binary(&'static str),
    /// Bytes that are not the UTF-8 they should be.
    #[error(
        "not valid UTF-8 at byte {offset} (0x{byte:02x}); convert it first, for instance with `iconv -f WINDOWS-1252 -t UTF-8`"
    )]
    Utf8 {
        /// The first byte that is wrong, counted from 0.
        offset: usize,
        /// Its value.
        byte: u8,
    },
    /// A byte order mark promised UTF-16, and what follows is not.
    #[error("starts with the mark of UTF-16, but the rest is not valid UTF-16; convert it to UTF-8 first")]
    Utf16,
    /// More than one report may have.
    #[error("too long: {bytes} bytes, and a report may have {limit}; split it, or raise the limit")]
    TooLong {
        /// How long it is.
        bytes: u64,
        /// How long it may be.
        limit: usize,
    },
    /// A page without words.
    #[error(
        "no text in this page; if it fills itself by scripts, save it from a browser after it has loaded"
    )]
    NoText,
    /// A line that is no JSON object of the expected shape.
    #[error("column {column}: {message}")]
    Json {
        /// Counted from 1, in bytes.
        column: usize,
        /// What the parser expected or found.
        message: String,
    },
    /// A JSON object that is no report.
    #[error("no `text`: each line must be an object like {{\"text\": \"...\"}}")]
    NoTextField,
    /// A date that is none.
    #[error("`published` is {0:?}, which is no date; write it like 2019-12-18 or 2019-12-18T10:00:00Z")]
    Date(String),
}
