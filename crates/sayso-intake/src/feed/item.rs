//! One item of a feed to a document.

use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::columns::language;
use crate::{Given, Item, Kind, Origin, Problem};

/// What a feed says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Channel {
    title: Option<String>,
    language: Option<String>,
}

impl Channel {
    /// Reads the head of a feed, which ends before the first item.
    pub(super) fn read(head: &str) -> Self {
        let mut channel = Self::default();
        let mut reader = reader(head);
        let mut path: Vec<String> = Vec::new();
        let mut tagged = None;
        loop {
            let (words, parent) = match reader.read_event() {
                Ok(Event::Start(tag)) => {
                    tagged = tagged.or_else(|| attribute(&tag, "xml:lang"));
                    path.push(tag.name().as_ref().to_owned());
                    continue;
                }
                Ok(Event::End(_)) => {
                    path.pop();
                    continue;
                }
                Ok(Event::Text(text)) => (text.into_inner().into_owned(), parent(&path)),
                Ok(Event::CData(text)) => (text.into_inner().into_owned(), parent(&path)),
                Ok(Event::GeneralRef(entity)) => (resolve(&entity), parent(&path)),
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => continue,
            };
            match parent {
                // An `image` has a title too.
                Some(("channel" | "feed", "title")) => channel.title.get_or_insert_default().push_str(&words),
                Some(("channel" | "feed", "language" | "dc:language")) => {
                    channel.language.get_or_insert_default().push_str(&words);
                }
                _ => {}
            }
        }
        let language = channel.language.or(tagged).and_then(filled);
        Self { title: channel.title.and_then(|title| plain(&title)), language }
    }
}

/// The last two elements of a path; prefixes of feeds' own names taken off.
fn parent(path: &[String]) -> Option<(&str, &str)> {
    let [.., parent, own] = path else { return None };
    let bare = |name: &'_ str| name.strip_prefix("atom:").map_or(name.len(), str::len);
    Some((&parent[parent.len() - bare(parent)..], &own[own.len() - bare(own)..]))
}

/// Reads one item.
pub(super) fn read(xml: &str, channel: &Channel, origin: Origin) -> Result<Item, Problem> {
    let children = children(xml)?;
    let words = |names: &[&str]| {
        names.iter().find_map(|name| {
            children
                .iter()
                .find(|child| child.name == *name && !child.words.trim().is_empty())
                .map(|child| &child.words)
        })
    };
    let title = words(&["title", "dc:title", "media:title"]).and_then(|title| plain(title));
    let text = ["content:encoded", "content", "description", "summary", "media:description"]
        .iter()
        .find_map(|name| children.iter().filter(|child| child.name == *name).find_map(Child::text));
    let (kind, text) = match text {
        Some(text) => text,
        None => {
            let why = if title.is_some() {
                "only a headline; its page has the text"
            } else {
                "an item without text"
            };
            return Err(Problem::aside(why));
        }
    };
    let link = |child: &&Child| child.rel.as_deref().is_none_or(|rel| rel == "alternate");
    let links = || children.iter().filter(|child| child.name == "link").filter(link);
    let id = words(&["guid", "id"]).map(|id| id.trim().to_owned());
    let url = links()
        .find_map(|child| child.href.clone().or_else(|| filled(child.words.clone())))
        .or_else(|| id.clone().filter(|id| id.starts_with("http")));
    let given = Given {
        title,
        published: words(&["pubDate", "published", "dc:date", "issued", "updated", "dcterms:modified"])
            .map(|date| date.trim().to_owned()),
        // An item taken over from elsewhere names its own.
        outlet: words(&["source", "dc:publisher"])
            .and_then(|name| plain(name))
            .or_else(|| channel.title.clone()),
        url,
        language: words(&["dc:language", "language"]).or(channel.language.as_ref()).map(|tag| language(tag)),
        id,
    };
    Ok(Item { origin, kind, bytes: text.into_bytes(), charset: None, given, retrieved: None })
}

/// An element directly within the item.
#[derive(Debug, Default)]
struct Child {
    name: String,
    href: Option<String>,
    rel: Option<String>,
    /// Atom's word for what the content is.
    type_: Option<String>,
    /// The text directly within it.
    words: String,
    /// All within it as it stands, where there are elements.
    raw: Option<String>,
}

impl Child {
    /// The document within, if any.
    fn text(&self) -> Option<(Kind, String)> {
        let type_ = self.type_.as_deref().unwrap_or_default();
        if let Some(raw) = &self.raw {
            return filled(raw.clone()).map(|raw| (Kind::Html, raw));
        }
        let words = filled(self.words.clone())?;
        let html = match type_ {
            "text" | "text/plain" => false,
            "html" | "text/html" | "xhtml" => true,
            _ => has_markup(&words),
        };
        Some((if html { Kind::Html } else { Kind::Text }, words))
    }
}

/// The elements directly within an item. What is open at the end is closed there.
fn children(xml: &str) -> Result<Vec<Child>, Problem> {
    let mut reader = reader(xml);
    let mut children: Vec<Child> = Vec::new();
    let (mut depth, mut inside) = (0u64, 0);
    loop {
        let before = position(&reader);
        let event = reader.read_event().map_err(|error| Problem::damaged("feed", error.to_string()))?;
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth == 2 {
                    children.push(child(&tag));
                    inside = position(&reader);
                } else if depth == 3
                    && let Some(child) = children.last_mut()
                {
                    child.raw.get_or_insert_default();
                }
            }
            Event::Empty(tag) if depth == 1 => children.push(child(&tag)),
            Event::Empty(_) if depth == 2 => {
                if let Some(child) = children.last_mut() {
                    child.raw.get_or_insert_default();
                }
            }
            Event::End(_) => {
                if depth == 2
                    && let Some(raw) = children.last_mut().and_then(|child| child.raw.as_mut())
                {
                    raw.push_str(xml.get(inside..before).unwrap_or_default());
                }
                depth = depth.saturating_sub(1);
            }
            Event::Text(text) if depth == 2 => push(&mut children, &text.into_inner()),
            Event::CData(text) if depth == 2 => push(&mut children, &text.into_inner()),
            Event::GeneralRef(entity) if depth == 2 => push(&mut children, &resolve(&entity)),
            Event::Eof => return Ok(children),
            _ => {}
        }
    }
}

fn push(children: &mut [Child], words: &str) {
    if let Some(child) = children.last_mut() {
        child.words.push_str(words);
    }
}

fn child(tag: &BytesStart) -> Child {
    let name = tag.name().as_ref().to_owned();
    let name = name.strip_prefix("atom:").map(str::to_owned).unwrap_or(name);
    Child {
        name,
        href: attribute(tag, "href").and_then(filled),
        rel: attribute(tag, "rel"),
        type_: attribute(tag, "type"),
        ..Child::default()
    }
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let mut attributes = tag.html_attributes();
    // Looking for doubles would take the square of their number.
    let found = attributes.with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(unescaped(&found.value))
}

/// A reader that makes do with what feeds are like.
fn reader(xml: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// An entity's characters; one that nobody knows stays as it is written. A feed's own entities are never expanded.
fn resolve(entity: &BytesRef) -> String {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return c.to_string();
    }
    resolve_html5_entity(entity).map_or_else(|| format!("&{};", &**entity), str::to_owned)
}

/// Words with their entities as characters; what is no entity stays.
fn unescaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.bytes().take(MOST_ENTITY).position(|byte| byte == b';') {
            Some(end) if end > 0 => {
                out.push_str(&resolve(&BytesRef::new(&rest[..end])));
                rest = &rest[end + 1..];
            }
            _ => out.push('&'),
        }
    }
    out + rest
}

/// The longest entity that is looked for, with its semicolon.
const MOST_ENTITY: usize = 12;

fn filled(words: String) -> Option<String> {
    let trimmed = words.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// Whether words have tags or entities of HTML in them.
fn has_markup(words: &str) -> bool {
    let bytes = words.as_bytes();
    let tag = |at: usize| bytes.get(at + 1).is_some_and(|b| b.is_ascii_alphabetic() || b"/!".contains(b));
    if memchr::memchr_iter(b'<', bytes).any(tag) {
        return true;
    }
    memchr::memchr_iter(b'&', bytes).any(|at| {
        let end = bytes[at + 1..].iter().take(MOST_ENTITY).position(|&b| b == b';');
        end.is_some_and(|end| {
            end > 1 && bytes[at + 1..at + 1 + end].iter().all(|b| b.is_ascii_alphanumeric() || *b == b'#')
        })
    })
}

/// A title's words: feeds escape them once or twice and put tags in.
fn plain(title: &str) -> Option<String> {
    let mut words = String::with_capacity(title.len());
    let mut rest = title;
    while let Some(at) = rest.find('<') {
        words.push_str(&rest[..at]);
        rest = &rest[at..];
        let tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match rest.find('>') {
            Some(end) if tag => rest = &rest[end + 1..],
            None => break,
            Some(_) => {
                words.push('<');
                rest = &rest[1..];
            }
        }
    }
    words.push_str(rest);
    let words = if has_markup(&words) { unescaped(&words) } else { words };
    filled(words.split_whitespace().collect::<Vec<_>>().join(" "))
}
