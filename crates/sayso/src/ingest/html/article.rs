//! The story of a page: which element holds it, and its blocks of text.

use super::tree::{INLINE, Tree};
use crate::ingest::ParagraphRole;
use crate::ingest::tables::{CLASSES, ClassWord};

/// A block of the story and what its markup says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) text: String,
    pub(super) hint: Option<ParagraphRole>,
}

/// The story of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Article {
    /// The headline as the page shows it.
    pub(super) title: Option<String>,
    pub(super) blocks: Vec<Block>,
}

/// Elements that are no part of a story.
const DROPPED: [&str; 24] = [
    "nav", "aside", "footer", "form", "button", "select", "noscript", "template", "object", "canvas",
    "audio", "video", "dialog", "menu", "fieldset", "input", "map", "math", "head", "picture", "applet",
    "frameset", "label", "progress",
];

/// Roles (ARIA) of elements that are no part of a story.
const DROPPED_ROLES: [&str; 8] =
    ["navigation", "banner", "complementary", "contentinfo", "search", "dialog", "alert", "menu"];

/// Finds the story: the largest `article`, else `main`, else the element with the most prose right below it.
pub(super) fn find(tree: &Tree) -> Article {
    let prose = prose(tree);
    let dropped = dropped(tree, &prose);
    let prose = below(tree, &prose, &dropped);
    let root = root(tree, &prose, &dropped);
    // A headline may hold buttons.
    let words = |node: usize| {
        let below = node..tree.nodes[node].end;
        let all: String = below.filter(|&node| !dropped[node]).filter_map(|node| tree.text(node)).collect();
        all.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let headline = |node: &usize| {
        let h1 = tree.element(*node).is_some_and(|element| element.name == "h1") && !dropped[*node];
        h1 && words(*node).split_whitespace().count() > 1
    };
    let within = (root..tree.nodes[root].end).find(headline);
    // Outside the story, a lone headline is the page's; of several, one may be the outlet's name.
    let mut outside = (0..tree.nodes.len()).filter(headline);
    let lone = outside.next().filter(|_| outside.next().is_none());
    Article { title: within.or(lone).map(words), blocks: blocks(tree, root, &dropped) }
}

/// For each element, the letters of the text that stands right in it, not in a block within.
fn prose(tree: &Tree) -> Vec<usize> {
    let mut prose = vec![0; tree.nodes.len()];
    for node in 0..tree.nodes.len() {
        let Some(text) = tree.text(node) else { continue };
        let length = text.split_whitespace().map(str::len).sum::<usize>();
        let mut linked = false;
        let mut at = tree.nodes[node].parent;
        while let Some(element) = tree.element(at).filter(|element| INLINE.contains(&element.name.as_str())) {
            linked |= element.name == "a";
            at = tree.nodes[at].parent;
        }
        if !linked {
            prose[at] += length;
        }
    }
    prose
}

/// Marks the nodes that are no part of any story, with all below them.
fn dropped(tree: &Tree, prose: &[usize]) -> Vec<bool> {
    let none = vec![false; tree.nodes.len()];
    let all = below(tree, prose, &none);
    let mut dropped = none;
    for node in 1..tree.nodes.len() {
        let parent = tree.nodes[node].parent;
        dropped[node] = dropped[parent] || {
            tree.element(node).is_some_and(|element| {
                let name = element.name.as_str();
                let hidden = element.get("hidden").is_some() || element.get("aria-hidden") == Some("true");
                let role = element.get("role").is_some_and(|role| DROPPED_ROLES.contains(&role));
                // A class may be named for what the element lacks (`no-sidebar`): most of a page is never furniture.
                let small = all[node] * 2 <= all[0];
                DROPPED.contains(&name)
                    || small && (hidden || role || class(tree, node) == Some(ClassWord::Drop))
            })
        };
    }
    dropped
}

/// Sums what stands right in each element over all elements below it.
fn below(tree: &Tree, prose: &[usize], dropped: &[bool]) -> Vec<usize> {
    let mut sums: Vec<usize> =
        prose.iter().zip(dropped).map(|(prose, dropped)| if *dropped { 0 } else { *prose }).collect();
    // Parents stand before their children, so that the sums are ready from the end.
    for node in (1..sums.len()).rev() {
        sums[tree.nodes[node].parent] += sums[node];
    }
    sums
}

/// What the class and the id of an element say of it.
fn class(tree: &Tree, node: usize) -> Option<ClassWord> {
    let element = tree.element(node).filter(|element| element.has_attributes())?;
    let names = [element.get("class"), element.get("id"), element.get("itemprop")];
    let names = || names.iter().flatten().flat_map(|names| names.split_whitespace()).take(20);
    let whole = names().find_map(|name| CLASSES.get(&name.to_ascii_lowercase()));
    let part = || {
        names()
            .flat_map(|name| name.split(['-', '_']))
            .find_map(|part| CLASSES.get(&part.to_ascii_lowercase()))
    };
    whole.or_else(part).copied()
}

/// The element that holds the story.
fn root(tree: &Tree, prose: &[usize], dropped: &[bool]) -> usize {
    let total = prose[0];
    let largest = |is: &dyn Fn(usize) -> bool| {
        let found = (1..tree.nodes.len())
            .filter(|&node| !dropped[node] && is(node))
            .max_by_key(|&node| (prose[node], usize::MAX - node));
        found.filter(|&node| prose[node] > 0 && (prose[node] >= 200 || prose[node] * 10 >= total * 3))
    };
    let named = |node: usize, name: &str| tree.element(node).is_some_and(|element| element.name == name);
    let article = largest(&|node| named(node, "article"));
    let body = largest(&|node| {
        tree.element(node).is_some_and(|element| element.get("itemprop") == Some("articleBody"))
    });
    let main = largest(&|node| {
        named(node, "main") || tree.element(node).is_some_and(|element| element.get("role") == Some("main"))
    });
    match (article, body, main) {
        // Teasers are articles too: of a page with a much larger main part, the main part is the story.
        (Some(article), _, Some(main)) if prose[main] > 3 * prose[article] => return main,
        (Some(article), _, _) => return article,
        (None, Some(body), _) => return body,
        (None, None, Some(main)) => return main,
        (None, None, None) => {}
    }
    // The parent of the most prose; its grandparent counts half.
    let mut scores = vec![0; tree.nodes.len()];
    for node in 1..tree.nodes.len() {
        if !dropped[node]
            && tree.element(node).is_some_and(|element| element.name == "p" || element.name == "blockquote")
        {
            let parent = tree.nodes[node].parent;
            scores[parent] += 2 * prose[node];
            scores[tree.nodes[parent].parent] += prose[node];
        }
    }
    let best = (0..scores.len()).max_by_key(|&node| (scores[node], usize::MAX - node)).unwrap_or(0);
    let mut root = if scores[best] > 0 { best } else { 0 };
    while prose[root] * 2 < total {
        root = tree.nodes[root].parent;
    }
    root
}

/// Text that is being gathered.
#[derive(Default)]
struct Gathered {
    text: String,
    linked: usize,
    blank: bool,
}

impl Gathered {
    fn add(&mut self, text: &str, linked: bool) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.blank = true;
            } else if !matches!(c, '\u{AD}' | '\u{200B}' | '\u{FEFF}') {
                if std::mem::take(&mut self.blank) && !self.text.is_empty() && !self.text.ends_with('\n') {
                    self.text.push(' ');
                }
                self.text.push(c);
                self.linked += usize::from(linked);
            }
        }
    }
}

/// The blocks of text below a node.
fn blocks(tree: &Tree, root: usize, dropped: &[bool]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut gathered = Gathered::default();
    let mut hint = None;
    // Open elements that end a block when they end, with the hint that holds after them.
    let mut open: Vec<(usize, Option<ParagraphRole>)> = Vec::new();
    let mut link_end = 0;
    let mut node = root;
    while node < tree.nodes[root].end {
        while let Some(&(end, before)) = open.last()
            && end <= node
        {
            open.pop();
            flush(&mut gathered, hint, &mut blocks);
            hint = before;
        }
        if dropped[node] && node != root {
            node = tree.nodes[node].end;
            continue;
        }
        if let Some(text) = tree.text(node) {
            gathered.add(text, node < link_end);
        } else if let Some(element) = tree.element(node) {
            let name = element.name.as_str();
            let inline = INLINE.contains(&name);
            let own = match (name, class(tree, node)) {
                ("h1", _) => Some(ParagraphRole::Title),
                ("figure" | "figcaption", _) => Some(ParagraphRole::Caption),
                ("time", _) => Some(ParagraphRole::DateLine),
                // The story itself may stand in a box with any name; only small parts of it are told by their class.
                (_, Some(ClassWord::Role(role))) if tree.nodes[node].end - node < 200 => Some(role),
                _ => None,
            };
            let in_paragraph = || open.last().is_some_and(|_| paragraph_above(tree, node));
            match name {
                "br" => gathered.text.push('\n'),
                "a" => link_end = tree.nodes[node].end,
                _ if !inline || own.is_some() && !in_paragraph() => {
                    flush(&mut gathered, hint, &mut blocks);
                    open.push((tree.nodes[node].end, hint));
                    hint = own.or(hint);
                }
                _ => {}
            }
        }
        node += 1;
    }
    flush(&mut gathered, hint, &mut blocks);
    blocks
}

fn paragraph_above(tree: &Tree, node: usize) -> bool {
    let mut at = tree.nodes[node].parent;
    while tree.element(at).is_some_and(|element| INLINE.contains(&element.name.as_str())) {
        at = tree.nodes[at].parent;
    }
    tree.element(at).is_some_and(|element| ["p", "li", "td", "blockquote"].contains(&element.name.as_str()))
}

/// Ends a block. A line break within it ends it too, unless the next line goes on in lower case.
fn flush(gathered: &mut Gathered, hint: Option<ParagraphRole>, blocks: &mut Vec<Block>) {
    let Gathered { text, linked, .. } = std::mem::take(gathered);
    let letters = text.chars().filter(|c| !c.is_whitespace()).count();
    // Nothing but a link: to another story, save where the markup says otherwise.
    let link = linked * 10 >= letters * 9 && text.split_whitespace().count() <= 25;
    let hint = hint.or((link && linked > 0).then_some(ParagraphRole::RelatedLink));
    let mut last_empty = true;
    for line in text.split('\n') {
        let line = line.trim();
        if line.is_empty() {
            last_empty = true;
            continue;
        }
        match blocks.last_mut() {
            Some(last) if !last_empty && line.starts_with(char::is_lowercase) => {
                last.text.push(' ');
                last.text.push_str(line);
            }
            _ => blocks.push(Block { text: line.to_owned(), hint }),
        }
        last_empty = false;
    }
}
