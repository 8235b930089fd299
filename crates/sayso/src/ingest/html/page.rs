//! What a page says of itself: title, outlet, address, date of publication, language.

use jiff::civil::Date;

use super::linked;
use super::tree::{Element, Tree};
use crate::ingest::{dates, roles};

/// What a page says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// The title for sharing, without the outlet.
    shared_title: Option<String>,
    /// The headline, as linked data has it.
    linked_headline: Option<String>,
    /// The window's title.
    window_title: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) url: Option<String>,
    pub(super) published: Option<(String, Date)>,
    pub(super) language: Option<String>,
}

/// Names under which pages give the day of publication, the most telling first.
const DATES: [&str; 30] = [
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "rnews:datepublished",
    "parsely-pub-date",
    "cxenseparse:publishtime",
    "cxenseparse:recs:publishtime",
    "publication_date",
    "publicationdate",
    "originalpublicationdate",
    "article_date_original",
    "publish-date",
    "publish_date",
    "publishdate",
    "published-date",
    "published_at",
    "date_published",
    "pubdate",
    "og:pubdate",
    "bt:pubdate",
    "sailthru.date",
    "citation_publication_date",
    "dcterms.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date.issued",
    "dc.date",
    "date",
];

/// Names under which they give the outlet.
const OUTLETS: [&str; 5] =
    ["og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name"];

/// Names under which they give the language.
const LANGUAGES: [&str; 6] =
    ["content-language", "og:locale", "dc.language", "dcterms.language", "inlanguage", "language"];

/// Reads the head of a page, its linked data and its `time` elements.
pub(super) fn read(tree: &Tree) -> Said {
    let mut said = Said::default();
    let mut metas = Metas::default();
    let mut story_language = None;
    let mut times = Vec::new();
    for node in 0..tree.nodes.len() {
        let Some(element) = tree.element(node) else { continue };
        match element.name.as_str() {
            "html" => said.language = said.language.or(lang(element)),
            "body" | "main" | "article" => story_language = story_language.or(lang(element)),
            "title" if said.window_title.is_none() => said.window_title = filled(&tree.words(node)),
            "link" if element.get("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                said.url = said.url.or(element.get("href").and_then(address));
            }
            "meta" => metas.take(element),
            "time" => times.extend(time(tree, node, element)),
            _ => {}
        }
    }
    let linked = linked::read(&tree.linked_data);
    times.sort_by_key(|(rank, _)| *rank);
    let time = times.into_iter().next().map(|(_, time)| time);
    said.published = metas.dates.first().or(linked.published).or(time);
    said.shared_title = metas.title;
    said.linked_headline = linked.headline;
    said.outlet = metas.outlets.first().or(linked.publisher);
    said.url = said.url.or(metas.url).or(linked.url);
    said.language = said.language.or(metas.languages.first()).or(linked.language).or(story_language);
    said
}

/// What the `meta` elements say.
#[derive(Default)]
struct Metas {
    title: Option<String>,
    url: Option<String>,
    outlets: Ranked<String>,
    dates: Ranked<(String, Date)>,
    languages: Ranked<String>,
}

impl Metas {
    fn take(&mut self, element: &Element) {
        let names = ["property", "name", "itemprop", "http-equiv"];
        let name = names.iter().find_map(|name| element.get(name));
        let (Some(name), Some(content)) = (name, element.get("content").and_then(filled)) else { return };
        let name = name.to_ascii_lowercase();
        let at = |names: &[&str]| names.iter().position(|known| *known == name);
        if matches!(name.as_str(), "og:title" | "twitter:title") {
            self.title = self.title.take().or(Some(content));
        } else if name == "og:url" {
            self.url = self.url.take().or_else(|| address(&content));
        } else if let Some(rank) = at(&OUTLETS) {
            // a page of the outlet's elsewhere is no name
            self.outlets.add(rank, Some(content).filter(|outlet| !outlet.contains("://")));
        } else if let Some(rank) = at(&LANGUAGES) {
            self.languages.add(rank, language(&content));
        } else if let Some(rank) = at(&DATES) {
            self.dates.add(rank, dates::published(&content).ok());
        }
    }
}

/// The value of the best name that has one; of equal ones the first.
struct Ranked<T>(Option<(usize, T)>);

impl<T> Default for Ranked<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Ranked<T> {
    fn add(&mut self, rank: usize, value: Option<T>) {
        if let Some(value) = value
            && self.0.as_ref().is_none_or(|(known, _)| rank < *known)
        {
            self.0 = Some((rank, value));
        }
    }

    fn first(self) -> Option<T> {
        self.0.map(|(_, value)| value)
    }
}

/// What a `time` element says, with a rank: marked as the day of publication, in the story, anywhere. That of a later change is
/// none.
fn time(tree: &Tree, node: usize, element: &Element) -> Option<(u8, (String, Date))> {
    let written = dates::published(element.get("datetime")?).ok()?;
    let marks =
        [element.get("itemprop"), element.get("class")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let marks = marks.to_ascii_lowercase();
    let published =
        element.get("pubdate").is_some() || marks.contains("publish") || marks.contains("entry-date");
    if !published && (marks.contains("modified") || marks.contains("updated")) {
        return None;
    }
    let mut above = tree.nodes[node].parent;
    let mut inside = false;
    while above != 0 {
        inside |=
            tree.element(above).is_some_and(|element| matches!(element.name.as_str(), "article" | "main"));
        // related stories have their own days
        if tree
            .element(above)
            .is_some_and(|element| matches!(element.name.as_str(), "aside" | "nav" | "footer"))
        {
            return None;
        }
        above = tree.nodes[above].parent;
    }
    let rank = match (published, inside) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    };
    Some((rank, written))
}

pub(super) fn filled(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// A whole address; of a page that a web archive saved, the one that it was saved from
/// (`https://web.archive.org/web/20191218101010/https://marsh.example/1`).
pub(super) fn address(written: &str) -> Option<String> {
    let whole = filled(written).filter(|url| url.starts_with("https://") || url.starts_with("http://"))?;
    let inner = ["/https://", "/http://"].iter().filter_map(|mark| whole.get(8..)?.find(mark)).min();
    let Some(at) = inner.map(|at| at + 8) else { return Some(whole) };
    let moment = whole[..at].rsplit('/').next().unwrap_or_default();
    let saved = moment.chars().filter(char::is_ascii_digit).count() >= 8;
    Some(if saved { whole[at + 1..].to_owned() } else { whole })
}

fn lang(element: &Element) -> Option<String> {
    element.get("lang").or(element.get("xml:lang")).and_then(language)
}

/// ISO 639-1 of a language tag.
pub(super) fn language(tag: &str) -> Option<String> {
    let main = tag.trim().split(['-', '_', ',', ';', ' ']).next()?.to_ascii_lowercase();
    (main.len() == 2 && main.bytes().all(|b| b.is_ascii_lowercase())).then_some(main)
}

impl Said {
    /// The title: the headline on the page where there is one, else what the page calls itself, without the outlet.
    pub(super) fn title(&self, headline: Option<&str>) -> Option<String> {
        if let Some(headline) = headline.or(self.linked_headline.as_deref()) {
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
