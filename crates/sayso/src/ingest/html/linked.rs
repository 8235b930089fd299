//! What linked data (JSON-LD) tells of the article on a page.
//!
//! Sites nest it in all ways: one object, a list, a `@graph` whose parts refer to each other by `@id`; and beside the article they
//! describe other things that have a date and a title too. So every object is looked at, and the most article-like one counts.

use std::collections::HashMap;

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::page::{address, filled, language};
use crate::ingest::dates;

/// What linked data tells of the article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Linked {
    pub(super) published: Option<(String, Date)>,
    pub(super) headline: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
}

/// What an object is, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Article,
    Page,
    /// Something else with a date of publication.
    Dated,
}

/// Properties that hold what is not this article: others like it, pictures, what readers wrote.
const OTHERS: [&str; 14] = [
    "itemListElement",
    "hasPart",
    "mentions",
    "citation",
    "comment",
    "review",
    "about",
    "video",
    "image",
    "associatedMedia",
    "isBasedOn",
    "subjectOf",
    "breadcrumb",
    "relatedLink",
];

/// Reads what stands in the page's scripts of linked data.
pub(super) fn read(scripts: &[String]) -> Linked {
    let values: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
    let mut all = All::default();
    values.iter().for_each(|value| all.gather(value));
    all.found.sort_by_key(|(sort, _)| *sort);
    let of = |names: &[&str]| -> Option<String> {
        all.found.iter().find_map(|(_, object)| names.iter().find_map(|name| text(object.get(*name)?)))
    };
    let published = all
        .found
        .iter()
        .find_map(|(_, object)| dates::published(object.get("datePublished")?.as_str()?).ok());
    let headline = all.found.iter().find_map(|(sort, object)| match sort {
        Sort::Article => text(object.get("headline").or(object.get("name"))?),
        _ => text(object.get("headline")?),
    });
    let publisher = ["publisher", "sourceOrganization", "isPartOf"].iter().find_map(|name| {
        all.found
            .iter()
            .filter(|(sort, _)| *sort != Sort::Dated)
            .find_map(|(_, object)| all.name(object.get(*name)?))
    });
    Linked {
        published,
        headline,
        publisher: publisher.or(all.site),
        url: of(&["url"]).and_then(|url| address(&url)),
        language: of(&["inLanguage"]).and_then(|tag| language(&tag)),
    }
}

/// The script's value. Some sites write comments around it, or line breaks into its texts.
fn parse(script: &str) -> Option<Value> {
    serde_json::from_str(script).ok().or_else(|| {
        let script = script.replace("<![CDATA[", "").replace("]]>", "");
        let bare = script
            .find(['{', '['])
            .zip(script.rfind(['}', ']']))
            .and_then(|(from, to)| script.get(from..=to))?;
        let plain: String = bare.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&plain).ok()
    })
}

/// All objects that may speak of the article, and the names of all.
#[derive(Default)]
struct All<'a> {
    found: Vec<(Sort, &'a Map<String, Value>)>,
    names: HashMap<&'a str, String>,
    /// The name of the site as a whole.
    site: Option<String>,
}

impl<'a> All<'a> {
    // OK to recurse because the parser of JSON refuses to nest deeper than 128.
    fn gather(&mut self, value: &'a Value) {
        match value {
            Value::Array(list) => list.iter().for_each(|value| self.gather(value)),
            Value::Object(object) => {
                let name = object.get("name").and_then(text);
                if let (Some(id), Some(name)) = (object.get("@id").and_then(Value::as_str), name.clone()) {
                    self.names.insert(id, name);
                }
                if is(object, |kind| kind == "WebSite" || kind == "NewsMediaOrganization") {
                    self.site = self.site.take().or(name);
                }
                if let Some(sort) = sort(object) {
                    self.found.push((sort, object));
                }
                for (key, value) in object {
                    if !OTHERS.contains(&key.as_str()) {
                        self.gather(value);
                    }
                }
            }
            _ => {}
        }
    }

    /// The name of somebody: as it stands, in an object, in a list's first, or by reference.
    fn name(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(_) => text(value).filter(|name| !name.contains("://")),
            Value::Array(list) => list.iter().find_map(|value| self.name(value)),
            Value::Object(object) => object
                .get("name")
                .and_then(text)
                .or_else(|| self.names.get(object.get("@id")?.as_str()?).cloned()),
            _ => None,
        }
    }
}

fn sort(object: &Map<String, Value>) -> Option<Sort> {
    if is(object, |kind| kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report") {
        Some(Sort::Article)
    } else if is(object, |kind| kind.ends_with("Page")) {
        Some(Sort::Page)
    } else if is(object, |kind| kind.ends_with("Object") || kind == "Comment" || kind == "Review") {
        None
    } else {
        object.contains_key("datePublished").then_some(Sort::Dated)
    }
}

/// Whether one of its types, without its vocabulary, is such.
fn is(object: &Map<String, Value>, such: impl Fn(&str) -> bool) -> bool {
    let bare = |value: &Value| {
        value.as_str().is_some_and(|kind| such(kind.rsplit(['/', ':']).next().unwrap_or(kind)))
    };
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(bare),
        Some(kind) => bare(kind),
        None => false,
    }
}

/// Words; sites write HTML's entities even here.
fn text(value: &Value) -> Option<String> {
    let words = value.as_str().or_else(|| value.get("@value")?.as_str())?;
    if words.contains('&') { filled(&super::tree::parse(words).words(0)) } else { filled(words) }
}
