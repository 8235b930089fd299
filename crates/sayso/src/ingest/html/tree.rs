//! Markup to a tree of elements and text, in one pass, with bounds.

use encoding_rs::WINDOWS_1252;

use crate::ingest::floor;
use crate::ingest::tables::ENTITIES;

/// Elements deeper than this are not kept; their text is.
const MOST_DEPTH: usize = 256;
/// Elements and texts beyond this number are not kept apart; the text goes on in the last element.
const MOST_NODES: usize = 1 << 20;

/// The tree: nodes in the order of the page, so that every parent stands before its children.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    /// All text, decoded.
    text: String,
    /// What stands in `script` elements of linked data.
    pub(super) linked_data: Vec<String>,
}

/// An element or a text.
#[derive(Debug)]
pub(super) struct Node {
    /// The node above it; the root is its own.
    pub(super) parent: usize,
    /// One past its last descendant.
    pub(super) end: usize,
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// Bytes of the tree's text.
    Text(std::ops::Range<usize>),
    Element(Element),
}

#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: String,
    /// The attributes that somebody asks for ([`KEPT`]), with their values decoded.
    attributes: Option<Box<[(&'static str, String)]>>,
}

impl Element {
    pub(super) fn get(&self, attribute: &str) -> Option<&str> {
        {
            let mut all = self.attributes.as_ref()?.iter();
            all.find(|(name, _)| *name == attribute).map(|(_, value)| value.as_str())
        }
    }

    pub(super) fn has_attributes(&self) -> bool {
        self.attributes.is_some()
    }
}

impl Tree {
    /// The text of a text node.
    pub(super) fn text(&self, node: usize) -> Option<&str> {
        match &self.nodes[node].kind {
            Kind::Text(range) => Some(&self.text[range.clone()]),
            Kind::Element(_) => None,
        }
    }

    pub(super) fn element(&self, node: usize) -> Option<&Element> {
        match &self.nodes[node].kind {
            Kind::Element(element) => Some(element),
            Kind::Text(_) => None,
        }
    }

    /// All text below a node, with white space as one blank.
    pub(super) fn words(&self, node: usize) -> String {
        let all: String = (node..self.nodes[node].end).filter_map(|node| self.text(node)).collect();
        all.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Attributes that are kept.
const KEPT: [&str; 15] = [
    "class",
    "id",
    "property",
    "name",
    "itemprop",
    "content",
    "rel",
    "href",
    "lang",
    "xml:lang",
    "datetime",
    "role",
    "hidden",
    "aria-hidden",
    "type",
];

/// Elements without content.
pub(super) const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Elements that only change how letters look, and take no node.
const FORMATTING: [&str; 22] = [
    "b", "i", "em", "strong", "u", "s", "small", "big", "font", "tt", "strike", "nobr", "mark", "abbr",
    "cite", "code", "q", "ins", "bdi", "bdo", "acronym", "wbr",
];

/// Elements within a line.
pub(super) const INLINE: [&str; 14] = [
    "a", "span", "time", "label", "sub", "sup", "kbd", "var", "samp", "dfn", "data", "ruby", "del", "output",
];

/// Elements whose content is no markup.
const RAW: [&str; 9] =
    ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "svg"];

/// Reads markup. Never fails: what is no markup is text.
pub(super) fn parse(page: &str) -> Tree {
    let mut builder = Builder::default();
    builder.tree.nodes.push(Node {
        parent: 0,
        end: 0,
        kind: Kind::Element(Element { name: "#root".into(), attributes: None }),
    });
    builder.open.push(0);
    let mut rest = page;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        builder.add_text(&rest[..at]);
        rest = &rest[at..];
        let next = rest.as_bytes().get(1).copied().unwrap_or(0);
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = after(comment, "-->");
        } else if next == b'!' || next == b'?' {
            rest = after(rest, ">");
        } else if next == b'/' && rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) {
            let (name, _) = tag_name(&rest[2..]);
            builder.close(&name);
            rest = after(rest, ">");
        } else if next.is_ascii_alphabetic() {
            rest = builder.start_tag(&rest[1..]);
        } else {
            builder.add_text("<");
            rest = &rest[1..];
        }
    }
    builder.add_text(rest);
    builder.finish()
}

/// What follows a mark, or nothing where it is missing.
fn after<'a>(text: &'a str, mark: &str) -> &'a str {
    memchr::memmem::find(text.as_bytes(), mark.as_bytes()).map_or("", |at| &text[at + mark.len()..])
}

fn tag_name(text: &str) -> (String, &str) {
    let end = text.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(text.len());
    // OK because no element that matters has a longer name.
    (text[..end.min(floor(text, 40))].to_ascii_lowercase(), &text[end..])
}

#[derive(Default)]
struct Builder {
    tree: Tree,
    /// The open elements, outermost first.
    open: Vec<usize>,
    /// Start tags that found no room in `open`.
    over: usize,
}

impl Builder {
    fn add_text(&mut self, raw: &str) {
        if raw.is_empty() {
            return;
        }
        let start = self.tree.text.len();
        decode(raw, &mut self.tree.text);
        let end = self.tree.text.len();
        let full = self.tree.nodes.len() >= MOST_NODES;
        match self.tree.nodes.last_mut() {
            Some(Node { kind: Kind::Text(range), .. }) if full => range.end = end,
            _ => self.push(Kind::Text(start..end)),
        }
    }

    fn push(&mut self, kind: Kind) {
        // OK because the root is never closed.
        let parent = *self.open.last().expect("the root is open");
        self.tree.nodes.push(Node { parent, end: 0, kind });
    }

    fn name(&self, node: usize) -> &str {
        self.tree.element(node).map_or("", |element| &element.name)
    }

    /// Takes a start tag and, for raw elements, their content; gives what follows.
    fn start_tag<'a>(&mut self, tag: &'a str) -> &'a str {
        let (name, rest) = tag_name(tag);
        let (attributes, closed, rest) = attributes(rest);
        if FORMATTING.contains(&name.as_str()) {
            return rest;
        }
        let is_raw = RAW.contains(&name.as_str()) && !(closed && name == "svg");
        let linked_data = name == "script"
            && attributes.iter().any(|(name, value)| *name == "type" && value.contains("ld+json"));
        let attributes = (!attributes.is_empty()).then(|| attributes.into_boxed_slice());
        if is_raw {
            let (content, rest) = raw_content(rest, &name);
            if linked_data {
                self.tree.linked_data.push(content.to_owned());
            }
            // Only the title's content is text; the others are no part of what is read.
            if name == "title" && self.tree.nodes.len() + 2 < MOST_NODES {
                let at = self.tree.nodes.len();
                self.push(Kind::Element(Element { name, attributes }));
                self.open.push(at);
                self.add_text(content);
                self.close_to(self.open.len() - 1);
            }
            return rest;
        }
        self.close_implied(&name);
        if VOID.contains(&name.as_str()) || closed && name.contains('-') {
            if self.tree.nodes.len() < MOST_NODES {
                self.push(Kind::Element(Element { name, attributes }));
            }
        } else if self.open.len() >= MOST_DEPTH || self.tree.nodes.len() >= MOST_NODES {
            self.over += 1;
        } else {
            self.push(Kind::Element(Element { name, attributes }));
            self.open.push(self.tree.nodes.len() - 1);
        }
        rest
    }

    /// Closes what a start tag closes without saying so: a paragraph before a block, an item before the next.
    fn close_implied(&mut self, name: &str) {
        let (closes, until): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "tr" => (&["tr"], &["table"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "option" => (&["option"], &["select"]),
            "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot"], &["table"]),
            name if INLINE.contains(&name) || VOID.contains(&name) && name != "hr" => return,
            _ => (&["p"], &[]),
        };
        for at in (1..self.open.len()).rev() {
            let open = self.name(self.open[at]);
            if closes.contains(&open) {
                self.close_to(at);
                return;
            }
            // A paragraph is only closed from within its own line; an item from anywhere in its list.
            if until.contains(&open) || closes == ["p"] && !INLINE.contains(&open) {
                return;
            }
        }
    }

    /// Takes an end tag.
    fn close(&mut self, name: &str) {
        if FORMATTING.contains(&name) || RAW.contains(&name) || VOID.contains(&name) {
            if name == "br" && self.tree.nodes.len() < MOST_NODES {
                self.push(Kind::Element(Element { name: "br".into(), attributes: None }));
            }
            return;
        }
        if self.over > 0 {
            self.over -= 1;
            return;
        }
        let inline = INLINE.contains(&name);
        let of_table = ["table", "tr", "td", "th", "tbody", "thead", "tfoot", "body", "html"].contains(&name);
        for at in (1..self.open.len()).rev() {
            let open = self.name(self.open[at]);
            if open == name {
                self.close_to(at);
                return;
            }
            if inline && !INLINE.contains(&open) || !of_table && ["td", "th", "table"].contains(&open) {
                return;
            }
        }
    }

    /// Closes all open elements from this place in the stack on.
    fn close_to(&mut self, at: usize) {
        for node in self.open.drain(at..) {
            self.tree.nodes[node].end = self.tree.nodes.len();
        }
    }

    fn finish(mut self) -> Tree {
        self.close_to(0);
        for (at, node) in self.tree.nodes.iter_mut().enumerate() {
            if node.end == 0 {
                node.end = at + 1;
            }
        }
        self.tree
    }
}

/// The content of a raw element, and what follows its end tag.
fn raw_content<'a>(text: &'a str, name: &str) -> (&'a str, &'a str) {
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&text.as_bytes()[from..], b"</") {
        let start = from + at;
        let tag = &text.as_bytes()[start + 2..];
        if tag.len() >= name.len() && tag[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return (&text[..start], after(&text[start..], ">"));
        }
        from = start + 2;
    }
    (text, "")
}

/// The attributes of a start tag, whether it ends in `/>`, and what follows it.
fn attributes(mut text: &str) -> (Vec<(&'static str, String)>, bool, &str) {
    let mut list: Vec<(&'static str, String)> = Vec::new();
    let mut closed = false;
    loop {
        text = text.trim_start_matches(|c: char| c.is_ascii_whitespace());
        match text.as_bytes().first() {
            None => return (list, closed, ""),
            Some(b'>') => return (list, closed, &text[1..]),
            Some(b'/') => {
                closed = text.as_bytes().get(1) == Some(&b'>');
                text = &text[1..];
                continue;
            }
            Some(_) => {}
        }
        // Whatever stands first belongs to the name, so that each step takes something.
        let mut after_first = text.char_indices().skip(1);
        let end = after_first
            .find(|(_, c)| c.is_ascii_whitespace() || "/>=".contains(*c))
            .map_or(text.len(), |(at, _)| at);
        let name = &text[..end];
        text = text[end..].trim_start_matches(|c: char| c.is_ascii_whitespace());
        let mut value = "";
        if let Some(rest) = text.strip_prefix('=') {
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
            if let Some(quote) = quote {
                let end = rest[1..].find(quote).map_or(rest.len(), |at| at + 1);
                value = &rest[1..end];
                text = rest.get(end + 1..).unwrap_or("");
            } else {
                let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(rest.len());
                (value, text) = rest.split_at(end);
            }
        }
        if let Some(kept) = KEPT.iter().find(|kept| kept.eq_ignore_ascii_case(name))
            && list.iter().all(|(name, _)| name != kept)
        {
            let mut decoded = String::new();
            decode(value, &mut decoded);
            list.push((kept, decoded));
        }
    }
}

/// Text with its character references replaced.
fn decode(raw: &str, into: &mut String) {
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        into.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest, into) {
            Some(used) => rest = &rest[used..],
            None => {
                into.push('&');
                rest = &rest[1..];
            }
        }
    }
    into.push_str(rest);
}

/// Reads one character reference (`&amp;`, `&#8212;`, `&#x2014;`); gives how many bytes it took.
fn reference(text: &str, into: &mut String) -> Option<usize> {
    let body = &text[1..floor(text, 40)];
    if let Some(number) = body.strip_prefix('#') {
        let (digits, radix, skip) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16, 3),
            None => (number, 10, 2),
        };
        let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        if length == 0 {
            return None;
        }
        let code = u32::from_str_radix(&digits[..length], radix).unwrap_or(0xFFFD);
        match code {
            // Windows-1252 where Unicode has controls: pages mean dashes and quotes.
            0x80..=0x9F => into.push_str(&WINDOWS_1252.decode_without_bom_handling(&[code as u8]).0),
            0 => into.push('\u{FFFD}'),
            _ => into.push(char::from_u32(code).unwrap_or('\u{FFFD}')),
        }
        return Some(skip + length + usize::from(digits[length..].starts_with(';')));
    }
    let length = body.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(body.len());
    let name = &body[..length];
    if body[length..].starts_with(';')
        && let Some(text) = ENTITIES.get(name)
    {
        into.push_str(text);
        return Some(length + 2);
    }
    // The old names are understood without their semicolon.
    const OLD: [(&str, char); 7] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("nbsp", '\u{A0}'),
        ("copy", '©'),
        ("reg", '®'),
    ];
    let (old, c) = OLD.iter().find(|(old, _)| name == *old)?;
    into.push(*c);
    Some(1 + old.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree as nested names and texts.
    fn shown(page: &str) -> String {
        let tree = parse(page);
        let mut out = String::new();
        let mut ends = Vec::new();
        for (at, node) in tree.nodes.iter().enumerate().skip(1) {
            while ends.last().is_some_and(|&end| end <= at) {
                ends.pop();
                out.push(')');
            }
            match &node.kind {
                Kind::Text(range) => out.push_str(&tree.text[range.clone()]),
                Kind::Element(element) => {
                    out.push_str(&format!("({} ", element.name));
                    ends.push(node.end);
                }
            }
        }
        out + &")".repeat(ends.len())
    }

    #[test]
    fn trees() {
        for (page, expected) in [
            ("<p>a<p>b", "(p a)(p b)"),
            ("<p>a <b>b</b><div>c</div>d", "(p a b)(div c)d"),
            ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "(ul (li a)(li b(ul (li c))))d"),
            ("<table><tr><td>a<td>b<tr><td>c</table>", "(table (tr (td a)(td b))(tr (td c)))"),
            ("<div><a>x</div>y", "(div (a x))y"),
            ("<div><p>a</a>b</div>", "(div (p ab))"),
            ("a < b &lt; c &amp d &unknown; &#x2014;&#150;", "a < b < c & d &unknown; —–"),
            ("<script>if (a < b) '</p>'</SCRIPT>x<style>p{}</style>", "x"),
            ("<!-- <p> -->x<!DOCTYPE html><?php ?>y", "xy"),
            ("<TITLE>A &amp; B</TITLE>", "(title A & B)"),
            ("<p title='a > b' class=x>y", "(p y)"),
            ("a<br/>b<hr>c", "a(br )b(hr )c"),
            ("<p é=1>x", "(p x)"),
            ("<p", ""),
        ] {
            assert_eq!(shown(page).replace("(p )", ""), expected, "{page}");
        }
    }

    #[test]
    fn attributes_are_decoded() {
        let tree = parse("<meta property='og:title' content=\"A &amp; B\" onclick='x'>");
        let element = tree.element(1).expect("an element");
        assert_eq!((element.get("content"), element.get("onclick")), (Some("A & B"), None));
    }
}
