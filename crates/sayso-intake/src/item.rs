//! One document and where it came from.

use std::borrow::Cow;
use std::fmt;
use std::path::PathBuf;

use sayso::ingest::{self, Given, IngestError, Limits, Report, published};

/// One document, as its container held it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where it lay.
    pub origin: Origin,
    /// What the bytes are.
    pub kind: Kind,
    /// The document's own bytes: a page, a text, or one JSON object.
    pub bytes: Vec<u8>,
    /// The encoding that its server named, where one did. [`Item::utf8`] makes use of it.
    pub charset: Option<String>,
    /// What the container said of it, as it wrote it; for [`Kind::JsonLine`] the object says it itself.
    pub given: Given,
    /// When it was fetched, as the container said it (ISO 8601 in web archives).
    pub retrieved: Option<String>,
}

impl Item {
    /// The bytes as UTF-8 where the server named another encoding and they are no UTF-8 already; else as they are.
    ///
    /// ```
    /// use sayso_intake::{Given, Item, Kind, Origin};
    ///
    /// let item = Item {
    ///     origin: Origin::default(), kind: Kind::Text, bytes: b"caf\xe9".to_vec(),
    ///     charset: Some("iso-8859-1".into()), given: Given::default(), retrieved: None,
    /// };
    /// assert_eq!(item.utf8(), "café".as_bytes());
    /// ```
    pub fn utf8(&self) -> Cow<'_, [u8]> {
        let encoding =
            self.charset.as_deref().and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()));
        match encoding {
            Some(encoding) if encoding != encoding_rs::UTF_8 && std::str::from_utf8(&self.bytes).is_err() => {
                match encoding.decode(&self.bytes).0 {
                    Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
                    Cow::Owned(text) => Cow::Owned(text.into_bytes()),
                }
            }
            _ => Cow::Borrowed(&self.bytes),
        }
    }

    /// The document as a report: what it says of itself, then what its container says, then what is given for all.
    ///
    /// # Errors
    /// Where it cannot be read; see [`IngestError`].
    pub fn report(&self, of_all: &Given, limits: &Limits) -> Result<Report, IngestError> {
        let (bytes, given) = (self.utf8(), self.known(of_all));
        match self.kind {
            Kind::Text => ingest::text(&bytes, &given, limits),
            Kind::Html => ingest::html(&bytes, &given, limits),
            Kind::JsonLine => ingest::json_line(&bytes, &given, limits),
        }
    }

    /// What the container says of it, and where it says nothing what is given for all.
    fn known(&self, of_all: &Given) -> Given {
        let or = |own: &Option<String>, of_all: &Option<String>| own.clone().or_else(|| of_all.clone());
        let own = &self.given;
        // a day that cannot be read is none
        let day = own.published.clone().filter(|written| published(written).is_ok());
        Given {
            id: or(&own.id, &of_all.id),
            title: or(&own.title, &of_all.title),
            published: or(&day, &of_all.published),
            outlet: or(&own.outlet, &of_all.outlet),
            url: or(&own.url, &of_all.url),
            language: or(&own.language, &of_all.language),
        }
    }
}

/// What the bytes of a document are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Plain text.
    Text,
    /// A web page, or a piece of one.
    Html,
    /// A JSON object with the field `text`, which may have fields of [`Given`] beside it.
    JsonLine,
}

/// Where a document lay: `news.zip > may/table.csv:12`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    /// The file.
    pub path: PathBuf,
    /// The members of archives on the way to it, from the outside in.
    pub members: Vec<String>,
    /// Its line in a file of lines or rows, else its number among the file's records, from 1.
    pub record: Option<u64>,
}

impl Origin {
    /// A record of this file.
    pub(crate) fn record(&self, number: u64) -> Self {
        Self { record: Some(number), ..self.clone() }
    }

    /// A member of this archive.
    pub(crate) fn member(&self, name: &str) -> Self {
        let mut members = self.members.clone();
        members.push(name.to_owned());
        Self { path: self.path.clone(), members, record: None }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        plain(f, &self.path.to_string_lossy())?;
        for member in &self.members {
            f.write_str(" > ")?;
            plain(f, member)?;
        }
        self.record.map_or(Ok(()), |number| write!(f, ":{number}"))
    }
}

/// Names come from strangers: what would steer a terminal is written out.
fn plain(f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
    for c in name.chars() {
        if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            write!(f, "{}", c.escape_unicode())?;
        } else {
            fmt::Write::write_char(f, c)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_read_from_the_outside_in_and_cannot_steer_a_terminal() {
        let origin = Origin { path: "a.zip".into(), ..Origin::default() };
        assert_eq!(
            origin.member("may/b\u{1b}[2J.csv").record(12).to_string(),
            "a.zip > may/b\\u{1b}[2J.csv:12"
        );
    }
}
