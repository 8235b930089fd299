//! What could not be taken in: which item, what was wrong with it, what to do.

use std::io;

use crate::Origin;

/// Something that gave no document, and why. The rest goes on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{origin}: {problem}")]
pub struct Told {
    /// Where it lay.
    pub origin: Origin,
    /// What was wrong and what to do.
    pub problem: Problem,
}

/// What was wrong with an item, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The system would not open or read it.
    #[error("cannot {doing}: {message}")]
    Io {
        /// What was tried, as a verb.
        doing: &'static str,
        /// The system's words.
        message: String,
    },
    /// Nothing in it.
    #[error("empty: there is no text to read")]
    Empty,
    /// More than one document may have.
    #[error("too long: {}{bytes} bytes, and a document may have {limit}; split it, or raise the limit", if *.all { "" } else { "over " })]
    TooLong {
        /// How long it is, as far as it was counted.
        bytes: u64,
        /// Whether all of it was counted.
        all: bool,
        /// How long it may be.
        limit: usize,
    },
    /// More documents than one file may have.
    #[error("more than {limit} documents in one file; the rest is left out; split it, or raise the limit")]
    TooMany {
        /// How many it may have.
        limit: u64,
    },
    /// It unpacks to far more than its size.
    #[error(
        "unpacks to more than {bytes} bytes from {packed}, as bombs do; if it is honest, unpack it yourself or raise the limits"
    )]
    Bomb {
        /// How much it unpacked to, or says that it would.
        bytes: u64,
        /// From how much.
        packed: u64,
    },
    /// Archives in archives in archives.
    #[error("archives lie more than {limit} deep in each other; unpack the outer ones, or raise the limit")]
    TooDeep {
        /// How deep they may lie.
        limit: u32,
    },
    /// It ends in its midst.
    #[error("the {what} is cut off before its end; fetch it again; all that came before the cut is kept")]
    Truncated {
        /// What kind of thing it is.
        what: &'static str,
    },
    /// Bytes against the rules of their format.
    #[error("the {what} is damaged: {message}; fetch it again; what could be read of the rest is kept")]
    Damaged {
        /// What kind of thing it is.
        what: &'static str,
        /// What was found.
        message: String,
    },
    /// A format that we know and do not read.
    #[error("{what} cannot be read here; {instead}")]
    Unread {
        /// What it is, with its article.
        what: &'static str,
        /// What to do.
        instead: &'static str,
    },
    /// A table without a column that we know as the text.
    #[error("no column with the text; name one `text` (there are: {columns})")]
    NoTextColumn {
        /// The columns that it has.
        columns: String,
    },
    /// A JSON object without the text.
    #[error("no `text`: an object must be like {{\"text\": \"...\"}}")]
    NoTextField,
    /// No document but what lies beside documents: a picture, a style sheet, a server's "not found".
    #[error("passed over: {what}")]
    Aside {
        /// What it is.
        what: String,
    },
}

impl Problem {
    /// Whether nothing is wrong: it only is no document, like the pictures of a saved page. Good for counting rather
    /// than for showing one by one.
    pub fn is_aside(&self) -> bool {
        matches!(self, Self::Aside { .. })
    }

    /// What sort of thing is wrong, in words that are the same for all of the sort; good for counting.
    pub fn sort(&self) -> &str {
        match self {
            Self::Io { .. } => "not to be opened",
            Self::Empty | Self::NoTextColumn { .. } | Self::NoTextField => "no text in it",
            Self::TooLong { .. } | Self::TooMany { .. } => "too long",
            Self::Bomb { .. } | Self::TooDeep { .. } => "packed as bombs are",
            Self::Truncated { .. } => "cut off",
            Self::Damaged { .. } => "damaged",
            Self::Unread { .. } => "in a format that is not read",
            Self::Aside { what } => what,
        }
    }

    pub(crate) fn aside(what: impl Into<String>) -> Self {
        Self::Aside { what: what.into() }
    }

    pub(crate) fn damaged(what: &'static str, message: impl Into<String>) -> Self {
        Self::Damaged { what, message: message.into() }
    }

    /// An error of the system; or a problem that travelled as one through a reader.
    pub(crate) fn from_io(doing: &'static str, error: &io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()) {
            Some(problem) => problem.clone(),
            None => Self::Io { doing, message: error.to_string() },
        }
    }

    /// Travels through a reader; [`Self::from_io`] takes it out again.
    pub(crate) fn into_io(self) -> io::Error {
        io::Error::other(self)
    }
}
