//! The ways by which a saying reached the public: a post, a broadcast, a press conference, the outlet that was told.
//!
//! ```text
//! said in a post on Facebook             social
//! told Reuters by telephone              press, speech
//! said in a video released by the army   video
//! A statement on its website said        document
//! ```

use std::ops::Range;

use crate::record::ChannelKind;

use super::graph::Graph;
use super::outlets;
use super::statements::Saying;
use super::texts;

/// A channel that the words of a saying name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// What kind.
    pub kind: ChannelKind,
    /// The words for it; several where one tells more closely which the other is (`a post on Facebook`).
    pub words: Vec<Range<usize>>,
}

impl Channel {
    /// From the first to the last word for it.
    pub fn tokens(&self) -> Range<usize> {
        let start = self.words.iter().map(|w| w.start).min().unwrap_or_default();
        start..self.words.iter().map(|w| w.end).max().unwrap_or(start)
    }
}

/// The channels of a saying, in the order of the text.
pub fn of(graph: &Graph<'_>, saying: &Saying) -> Vec<Channel> {
    let sentence = graph.syntax.sentences[graph.sentence_of(saying.cue)].tokens.clone();
    let mut out: Vec<Channel> = Vec::new();
    let mut t = sentence.start;
    while t < sentence.end {
        let Some((words, kind)) = at(graph, t).filter(|(words, kind)| carries(graph, saying, words, *kind))
        else {
            t += 1;
            continue;
        };
        t = words.end;
        let one = |w: &Range<usize>| hangs(graph, &words, w) && !(named(graph, &words) && named(graph, w));
        let same = |c: &&mut Channel| c.kind == kind && c.words.iter().any(one);
        match out.iter_mut().find(same) {
            Some(known) => known.words.push(words),
            None => out.push(Channel { kind, words: vec![words] }),
        }
    }
    // "posted on X": the verb says no more than the network does
    if out.iter().all(|c| c.kind != ChannelKind::Social) {
        out.extend(posted(graph, saying));
    }
    out
}

/// "its Facebook and Twitter accounts" are two.
fn named(graph: &Graph<'_>, words: &Range<usize>) -> bool {
    graph.word(words.start).starts_with(char::is_uppercase)
}

/// "tweeted that ...": the verb names the channel.
fn posted(graph: &Graph<'_>, saying: &Saying) -> Option<Channel> {
    let cue = saying.cue;
    let (_, kind) =
        row(graph, cue, cue + 1).filter(|_| graph.is_verb(cue) && graph.relation(cue) != "acl")?;
    (kind == ChannelKind::Social).then(|| Channel { kind, words: std::iter::once(cue..cue + 1).collect() })
}

/// The words of a row of the table of channels that begin at a token.
fn row(graph: &Graph<'_>, t: usize, end: usize) -> Option<(usize, ChannelKind)> {
    let forms = |i: usize| (t + i < end).then(|| [graph.lemma(t + i), graph.word(t + i)]);
    graph.tables.attribution.channel_kind_at(forms)
}

/// The words for a channel that begin at a token, and its kind: a row of the table, or the name of an outlet.
fn at(graph: &Graph<'_>, t: usize) -> Option<(Range<usize>, ChannelKind)> {
    let end = graph.syntax.sentences[graph.sentence_of(t)].tokens.end;
    let outlet = || outlets::at(graph, t).map(|(n, kind)| (t..t + n, kind));
    let Some((n, kind)) = row(graph, t, end) else { return outlet() };
    let mut words = t..t + n;
    let last = words.end - 1;
    let before =
        graph.head(last).filter(|&h| h > last && matches!(graph.relation(last), "compound" | "amod"));
    if let Some(noun) = before {
        // "its Twitter feed", not "Twitter users" or "the radio station"
        let account = graph.tables.classes.holds("account", &graph.lemma(noun).to_lowercase());
        if kind != ChannelKind::Social || !account {
            return outlet();
        }
        if noun == words.end {
            words.end += 1;
        }
    }
    Some((words, kind))
}

/// Whether one phrase tells more closely which channel the other is, and is not one beside it.
fn hangs(graph: &Graph<'_>, words: &Range<usize>, known: &Range<usize>) -> bool {
    let under = |low: usize, top: usize| {
        let mut x = low;
        while x != top {
            match graph.head(x) {
                Some(h) if graph.relation(x) != "conj" => x = h,
                _ => return false,
            }
        }
        true
    };
    let (a, b) = (words.end - 1, known.end - 1);
    under(a, b) || under(b, a)
}

/// How many phrases one inside the other are followed up to the cue.
const DEEP: usize = 6;

/// Whether these words stand with the cue, or with a source that is itself a text, in a phrase that tells by what way.
fn carries(graph: &Graph<'_>, saying: &Saying, words: &Range<usize>, kind: ChannelKind) -> bool {
    let head = words.end - 1;
    if saying.covers(head) || saying.cue == head || graph.time_like(head) {
        return false;
    }
    // "A statement on its website said"; "state television said" is a source, not a channel
    if saying.source == Some(head) {
        return texts::is(graph, head) && !matches!(kind, ChannelKind::Press | ChannelKind::Broadcast);
    }
    leads(graph, saying, words, kind) && reaches(graph, saying, head)
}

/// Whether the phrases around a word end at the cue, or at a source that is a text.
fn reaches(graph: &Graph<'_>, saying: &Saying, head: usize) -> bool {
    let mut x = head;
    for _ in 0..DEEP {
        if graph.relation(x) == "nsubj" {
            return false;
        }
        match graph.head(x) {
            Some(h) if h == saying.cue => return true,
            Some(h) if Some(h) == saying.source => return texts::is(graph, h),
            // a clause about something else, or the clause that the cue stands in
            Some(h) if graph.is_verb(h) && !carrying(graph, h) => return false,
            Some(h) => x = h,
            None => return false,
        }
    }
    false
}

/// "posted on Telegram", "speaking on state radio": a participle that tells of the way.
fn carrying(graph: &Graph<'_>, verb: usize) -> bool {
    let lemma = graph.lemma(verb).to_lowercase();
    matches!(graph.relation(verb), "acl" | "advcl" | "amod")
        && ["publishing", "speaking"].iter().any(|c| graph.tables.classes.holds(c, &lemma))
}

/// Whether words for a channel stand in a phrase that says so, by its preposition.
fn leads(graph: &Graph<'_>, saying: &Saying, words: &Range<usize>, kind: ChannelKind) -> bool {
    use ChannelKind::{Audio, Broadcast, Document, Press, Social, Speech, Video};
    let mut head = words.end - 1;
    // "on Facebook and Twitter", "the agency Interfax"
    while matches!(graph.relation(head), "conj" | "appos" | "flat")
        && let Some(h) = graph.head(head)
    {
        head = h;
    }
    let above = graph.head(head);
    let lemma = |t: usize| graph.lemma(t).to_lowercase();
    let holds = |class: &str, t: usize| graph.tables.classes.holds(class, &lemma(t));
    let Some(preposition) = graph.preposition(head) else {
        // "told a press conference", "its Facebook and Twitter pages"
        let told = matches!(graph.relation(head), "obj" | "iobj") && above == Some(saying.cue);
        let page = graph.relation(head) == "compound" && kind == Social;
        return told && matches!(kind, Press | Broadcast | Speech) || page;
    };
    match preposition.as_str() {
        _ if graph.token(words.start).upos == "ADP" => true,
        "in" | "via" | "through" | "over" => true,
        "on" => matches!(kind, Social | Broadcast | Audio | Video) || holds("website", head),
        "at" | "during" => matches!(kind, Press | Speech | Broadcast),
        // "by fax", and "carried by the state news agency"
        "by" if kind == Document => graph.child(head, "det").is_none(),
        "by" => above.is_some_and(|v| holds("publishing", v)) && matches!(kind, Press | Broadcast),
        "to" => {
            matches!(kind, Press | Broadcast)
                && above.is_some_and(|h| {
                    h == saying.cue || holds("speaking", h) || row(graph, h, h + 1).is_some()
                })
        }
        "with" => above.is_some_and(|h| holds("speaking", h) || row(graph, h, h + 1).is_some()),
        _ => false,
    }
}
