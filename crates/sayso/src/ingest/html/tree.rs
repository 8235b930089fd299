//! Markup to a tree of elements and text, in one pass, with bounds. The tokens are those of crate `html5gum` (WHATWG's
//! tokenizer); what stands under what is decided here, simply, so that no page takes more than linear time.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

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
const KEPT: [&str; 17] = [
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
    "http-equiv",
    "pubdate",
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

/// Elements whose content is no part of what is read, save a title's and that of linked data.
const RAW: [&str; 10] =
    ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript", "svg"];

/// Reads markup. Never fails: what is no markup is text.
pub(super) fn parse(page: &str) -> Tree {
    let mut builder = Builder::default();
    builder.tree.nodes.push(Node {
        parent: 0,
        end: 0,
        kind: Kind::Element(Element { name: "#root".into(), attributes: None }),
    });
    builder.open.push(0);
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut raw: Option<Raw> = None;
    for token in Tokenizer::new_with_emitter(page, emitter).flatten() {
        match (token, &mut raw) {
            (Token::StartTag(tag), None) => raw = builder.start_tag(&tag),
            (Token::EndTag(tag), None) => builder.close(&name_of(&tag.name)),
            (Token::String(text), None) => builder.add_text(&String::from_utf8_lossy(&text)),
            (Token::EndTag(tag), Some(open)) if name_of(&tag.name) == open.element.name => {
                raw.take().into_iter().for_each(|open| builder.raw(open));
            }
            (Token::String(text), Some(open)) if open.wanted => {
                open.content.push_str(&String::from_utf8_lossy(&text));
            }
            _ => {}
        }
    }
    raw.into_iter().for_each(|open| builder.raw(open));
    builder.finish()
}

/// A raw element that is open, and its content where somebody wants it.
struct Raw {
    element: Element,
    linked_data: bool,
    wanted: bool,
    content: String,
}

fn name_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).to_ascii_lowercase()
}

/// The attributes of a start tag that somebody asks for.
fn attributes(tag: &StartTag<()>) -> Vec<(&'static str, String)> {
    let value =
        |name: &str| tag.attributes.get(name.as_bytes()).map(|v| String::from_utf8_lossy(v).into_owned());
    KEPT.iter().filter_map(|name| Some((*name, value(name)?))).collect()
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
    fn add_text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let start = self.tree.text.len();
        self.tree.text.push_str(text);
        let end = self.tree.text.len();
        let full = self.tree.nodes.len() >= MOST_NODES;
        let here = self.open.last().copied();
        match self.tree.nodes.last_mut() {
            Some(Node { kind: Kind::Text(range), parent, .. }) if full || Some(*parent) == here => {
                range.end = end
            }
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

    /// Takes a start tag; gives it back where what follows is raw.
    fn start_tag(&mut self, tag: &StartTag<()>) -> Option<Raw> {
        let name = name_of(&tag.name);
        if FORMATTING.contains(&name.as_str()) {
            return None;
        }
        let closed = tag.self_closing;
        let attributes = attributes(tag);
        let linked_data = name == "script"
            && attributes.iter().any(|(name, value)| *name == "type" && value.contains("ld+json"));
        let attributes = (!attributes.is_empty()).then(|| attributes.into_boxed_slice());
        if RAW.contains(&name.as_str()) && !(closed && name == "svg") {
            let wanted = linked_data || name == "title";
            return Some(Raw {
                element: Element { name, attributes },
                linked_data,
                wanted,
                content: String::new(),
            });
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
        None
    }

    /// Keeps what is wanted of a raw element that ends: linked data, and a title as an element with its text.
    fn raw(&mut self, raw: Raw) {
        if raw.linked_data {
            self.tree.linked_data.push(raw.content);
        } else if raw.wanted && self.tree.nodes.len() + 2 < MOST_NODES {
            let at = self.tree.nodes.len();
            self.push(Kind::Element(raw.element));
            self.open.push(at);
            self.add_text(&raw.content);
            self.close_to(self.open.len() - 1);
        }
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
