//! The names under which tables, JSON and Parquet keep the parts of a document.

use jiff::Timestamp;

use crate::{Given, Item, Kind, Origin};

/// A part of a document that a column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Text,
    Html,
    Id,
    Title,
    Published,
    Outlet,
    Url,
    Language,
    Retrieved,
}

/// Each part's names in small letters without marks, the better one first: where a table has several, it counts.
const NAMES: [(Part, &[&str]); 9] = [
    (
        Part::Text,
        &[
            "text",
            "fulltext",
            "articletext",
            "articlebody",
            "body",
            "bodytext",
            "maintext",
            "content",
            "contents",
            "article",
            "story",
            "notes",
            "description",
            "summary",
            "snippet",
        ],
    ),
    (Part::Html, &["html", "contenthtml", "bodyhtml", "rawhtml"]),
    (Part::Id, &["id", "articleid", "documentid", "docid", "guid", "uuid"]),
    (Part::Title, &["title", "headline", "articletitle"]),
    (
        Part::Published,
        &[
            "published",
            "publishedat",
            "publishedon",
            "publisheddate",
            "datepublished",
            "publicationdate",
            "publishdate",
            "pubdate",
            "date",
            "datetime",
            "timestamp",
        ],
    ),
    (
        Part::Outlet,
        &[
            "outlet",
            "publisher",
            "publication",
            "newspaper",
            "source",
            "sourcename",
            "media",
            "site",
            "domain",
        ],
    ),
    (Part::Url, &["url", "link", "articleurl", "sourceurl", "permalink", "href", "uri"]),
    (Part::Language, &["language", "lang"]),
    (
        Part::Retrieved,
        &["retrieved", "retrievedat", "dateretrieved", "fetched", "fetchedat", "crawled", "crawldate"],
    ),
];

/// Which column holds which part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Columns(Vec<(Part, usize)>);

impl Columns {
    pub(crate) fn of<'a>(header: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<String> = header.into_iter().map(bare).collect();
        let place = |(part, known): &(Part, &[&str])| {
            let at = known.iter().find_map(|known| names.iter().position(|name| name == known))?;
            Some((*part, at))
        };
        Self(NAMES.iter().filter_map(place).collect())
    }

    /// The column of a part.
    pub(crate) fn column(&self, part: Part) -> Option<usize> {
        self.0.iter().find(|(found, _)| *found == part).map(|&(_, at)| at)
    }

    /// Whether a document can be made of them.
    pub(crate) fn has_text(&self) -> bool {
        self.column(Part::Text).or(self.column(Part::Html)).is_some()
    }

    /// Whether a column holds a part.
    #[cfg(feature = "parquet")]
    pub(crate) fn uses(&self, at: usize) -> bool {
        self.0.iter().any(|&(_, used)| used == at)
    }

    /// How many parts they hold.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// A document of a row's values; none where it has no text.
    pub(crate) fn item(
        &self,
        origin: Origin,
        mut value: impl FnMut(Part, usize) -> Option<Vec<u8>>,
    ) -> Option<Item> {
        let mut get = |part| {
            let bytes = value(part, self.column(part)?)?;
            (!bytes.trim_ascii().is_empty()).then_some(bytes)
        };
        let (kind, bytes) = match get(Part::Text) {
            Some(text) => (if is_markup(&text) { Kind::Html } else { Kind::Text }, text),
            None => (Kind::Html, get(Part::Html)?),
        };
        let mut words = |part| Some(String::from_utf8_lossy(&get(part)?).trim().to_owned());
        let given = Given {
            id: words(Part::Id),
            title: words(Part::Title),
            published: words(Part::Published).map(moment),
            outlet: words(Part::Outlet),
            url: words(Part::Url),
            language: words(Part::Language).map(|tag| language(&tag)),
        };
        let retrieved = words(Part::Retrieved).map(moment);
        Some(Item { origin, kind, bytes, charset: None, given, retrieved })
    }
}

/// A name in small letters without blanks and marks.
fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The language of a tag: `en` of `en-GB`.
pub(crate) fn language(tag: &str) -> String {
    let first = tag.split(['-', '_']).next().unwrap_or(tag).trim();
    if (2..=3).contains(&first.len()) { first.to_ascii_lowercase() } else { tag.trim().to_owned() }
}

/// Whether a text is a piece of a page, as many tables keep it: it begins with a tag and has tags that close.
fn is_markup(text: &[u8]) -> bool {
    match text.trim_ascii_start() {
        [b'<', b'!' | b'a'..=b'z' | b'A'..=b'Z', ..] => memchr::memmem::find(text, b"</").is_some(),
        _ => false,
    }
}

/// A moment that is written as seconds or milliseconds since 1970, as ISO 8601; other writings as they are.
fn moment(written: String) -> String {
    if !written.bytes().all(|byte| byte.is_ascii_digit()) {
        return written;
    }
    let since = written.parse().ok();
    let moment = match written.len() {
        9 | 10 => since.and_then(|since| Timestamp::from_second(since).ok()),
        12 | 13 => since.and_then(|since| Timestamp::from_millisecond(since).ok()),
        _ => None,
    };
    moment.map_or(written, |moment| moment.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_in_numbers() {
        assert_eq!(moment("1576663200".into()), "2019-12-18T10:00:00Z");
        assert_eq!(moment("1576663200123".into()), "2019-12-18T10:00:00.123Z");
        assert_eq!(moment("20191218".into()), "20191218");
        assert_eq!(moment("18 December 2019".into()), "18 December 2019");
    }

    #[test]
    fn pieces_of_pages() {
        assert!(is_markup(b" <p>Shells</p>"));
        assert!(!is_markup(b"<Agency> Shells fell"));
        assert!(!is_markup(b"1 < 2 </p>"));
    }

    #[test]
    fn the_better_name_counts_whatever_its_writing() {
        let columns = Columns::of(["Description", "Full_Text", "Pub Date", "URL"]);
        assert_eq!(columns.column(Part::Text), Some(1));
        assert_eq!(columns.column(Part::Published), Some(2));
        assert_eq!(columns.column(Part::Url), Some(3));
        assert!(!Columns::of(["name", "date"]).has_text());
    }

    #[test]
    fn languages_of_tags() {
        assert_eq!(language("en-GB"), "en");
        assert_eq!(language("AR"), "ar");
        assert_eq!(language("English"), "English");
    }
}
