//! What a page says of itself: title, outlet, address, date of publication, language.

use jiff::civil::Date;
use serde_json::Value;

use super::tree::Tree;
use crate::ingest::{dates, roles};

/// What a page says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// The title for sharing, without the outlet.
    shared_title: Option<String>,
    /// The window's title.
    window_title: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) url: Option<String>,
    pub(super) published: Option<(String, Date)>,
    pub(super) language: Option<String>,
}

/// Names under which pages give the day of publication, the most telling first.
const DATES: [&str; 12] = [
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "publication_date",
    "publish-date",
    "pubdate",
    "sailthru.date",
    "dc.date.issued",
    "dc.date",
    "date",
];

/// Reads the head of a page, its linked data and its `time` elements.
pub(super) fn read(tree: &Tree) -> Said {
    let mut said = Said::default();
    let mut dates: [Option<(String, Date)>; DATES.len()] = [const { None }; DATES.len()];
    let mut time = None;
    for node in 0..tree.nodes.len() {
        let Some(element) = tree.element(node) else { continue };
        match element.name.as_str() {
            "html" => said.language = element.get("lang").or(element.get("xml:lang")).and_then(language),
            "title" if said.window_title.is_none() => said.window_title = filled(&tree.words(node)),
            "link" if element.get("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                said.url = element.get("href").and_then(filled);
            }
            "meta" => {
                let name = element.get("property").or(element.get("name")).or(element.get("itemprop"));
                let (Some(name), Some(content)) = (name, element.get("content").and_then(filled)) else {
                    continue;
                };
                let name = name.to_ascii_lowercase();
                match name.as_str() {
                    "og:title" | "twitter:title" => said.shared_title = said.shared_title.or(Some(content)),
                    "og:site_name" => said.outlet = Some(content),
                    "og:url" => said.url = said.url.or(Some(content)),
                    _ => {
                        if let Some(at) = DATES.iter().position(|date| *date == name) {
                            dates[at] = dates[at].take().or(dates::published(&content).ok());
                        }
                    }
                }
            }
            "time" if time.is_none() => {
                time = element.get("datetime").and_then(|written| dates::published(written).ok());
            }
            _ => {}
        }
    }
    let mut linked = Linked::default();
    for data in &tree.linked_data {
        if let Ok(value) = serde_json::from_str(data) {
            linked.read(&value);
        }
    }
    let meta = dates.into_iter().flatten().next();
    said.published = meta.or(linked.published).or(time);
    said.shared_title = said.shared_title.or(linked.headline);
    said.outlet = said.outlet.or(linked.publisher);
    said
}

fn filled(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// ISO 639-1 of a language tag.
fn language(tag: &str) -> Option<String> {
    let main = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    (main.len() == 2 && main.bytes().all(|b| b.is_ascii_lowercase())).then_some(main)
}

/// What linked data (JSON-LD) tells of an article.
#[derive(Default)]
struct Linked {
    published: Option<(String, Date)>,
    headline: Option<String>,
    publisher: Option<String>,
}

impl Linked {
    // OK to recurse because the parser of JSON refuses to nest deeper than 128.
    fn read(&mut self, value: &Value) {
        match value {
            Value::Array(list) => list.iter().for_each(|value| self.read(value)),
            Value::Object(object) => {
                if let Some(Value::String(date)) = object.get("datePublished") {
                    self.published = self.published.take().or(dates::published(date).ok());
                    self.headline = self
                        .headline
                        .take()
                        .or(object.get("headline").and_then(Value::as_str).and_then(filled));
                    let publisher = object.get("publisher").and_then(|publisher| publisher.get("name"));
                    self.publisher =
                        self.publisher.take().or(publisher.and_then(Value::as_str).and_then(filled));
                }
                object.values().for_each(|value| self.read(value));
            }
            _ => {}
        }
    }
}

impl Said {
    /// The title: the headline on the page where there is one, else what the page calls itself, without the outlet.
    pub(super) fn title(&self, headline: Option<&str>) -> Option<String> {
        if let Some(headline) = headline {
            return Some(headline.to_owned());
        }
        let title = self.shared_title.as_deref().or(self.window_title.as_deref())?;
        Some(self.without_outlet(title).to_owned())
    }

    fn without_outlet<'a>(&self, title: &'a str) -> &'a str {
        for mark in [" | ", " - ", " – ", " — ", " :: ", " « "] {
            if let Some((left, right)) = title.rsplit_once(mark) {
                let outlet = self.outlet.as_deref().is_some_and(|outlet| roles::same_title(outlet, right));
                if outlet || left.split_whitespace().count() >= 3 && right.split_whitespace().count() <= 4 {
                    return left.trim();
                }
            }
        }
        title
    }
}
