//! Mends trees where the parser's answer cannot be English: a few shapes that no grammar allows and that hide who did
//! something. Each rule says what it looks for; nothing else is touched.

use super::annotations::{Syntax, Token};

/// Mends the trees of a report in place.
pub(super) fn mend(syntax: &mut Syntax) {
    for s in 0..syntax.sentences.len() {
        let tokens = syntax.sentences[s].tokens.clone();
        for t in tokens.clone() {
            if let Some(verb) = split_by_a_verb(syntax, t) {
                syntax.tokens[t].head = verb;
                syntax.tokens[t].deprel = "nsubj";
            } else if object_in_front(syntax, t) {
                syntax.tokens[t].deprel = "nsubj";
            } else if let Some(name) = title_apart(syntax, t) {
                syntax.tokens[t].head = name;
                syntax.tokens[t].deprel = "compound";
            }
        }
    }
}

/// "The Government accused Haftar's Army" with the government as a part of the army's name: no name goes over a finite
/// verb. Where that verb has no subject, the noun is it.
fn split_by_a_verb(syntax: &Syntax, t: usize) -> Option<usize> {
    let token = &syntax.tokens[t];
    let part = matches!(token.deprel, "compound" | "flat" | "amod" | "nmod:desc" | "det");
    let named = noun(token) && (part || token.deprel == "nmod:poss" && !owns(syntax, t));
    if !named || token.head <= t {
        return None;
    }
    let verb = (t + 1..token.head).find(|&v| finite(&syntax.tokens[v]))?;
    let below = |x: usize| {
        std::iter::successors(Some(x), |&x| Some(syntax.tokens[x].head).filter(|&h| h != x))
            .take(64)
            .any(|x| x == t)
    };
    (!has_subject(syntax, verb) && !below(verb)).then_some(verb)
}

/// Whether a noun has the mark of a possessor, or is a pronoun that needs none.
fn owns(syntax: &Syntax, t: usize) -> bool {
    let marked = |c: usize| syntax.tokens[c].head == t && syntax.tokens[c].xpos == "POS";
    syntax.tokens[t].upos == "PRON" || (t + 1..(t + 12).min(syntax.tokens.len())).any(marked)
}

/// "Attorney Ilen Quarsh fled" with two subjects side by side, the word for the office and the name: it belongs to the name.
fn title_apart(syntax: &Syntax, t: usize) -> Option<usize> {
    let (token, name) = (&syntax.tokens[t], syntax.tokens.get(t + 1)?);
    let part = matches!(token.deprel, "nsubj" | "nsubj:pass" | "obj" | "obl:agent");
    let twice = part && token.deprel == name.deprel && token.head == name.head;
    (twice && token.head != t && token.upos == "NOUN" && name.upos == "PROPN").then_some(t + 1)
}

/// An object before its verb where the clause has no subject: in a statement the noun in front is the subject.
fn object_in_front(syntax: &Syntax, t: usize) -> bool {
    let token = &syntax.tokens[t];
    let verb = token.head;
    if token.deprel != "obj" || verb <= t || !noun(token) || has_subject(syntax, verb) {
        return false;
    }
    let relative = syntax.tokens[verb].deprel.starts_with("acl");
    let helped = (t + 1..verb).any(|a| syntax.tokens[a].upos == "AUX" && syntax.tokens[a].head == verb);
    !relative && (helped || finite(&syntax.tokens[verb]))
}

fn noun(token: &Token) -> bool {
    matches!(token.upos, "NOUN" | "PROPN" | "PRON")
}

fn finite(token: &Token) -> bool {
    token.upos == "VERB" && matches!(token.xpos, "VBD" | "VBZ" | "VBP")
}

fn has_subject(syntax: &Syntax, verb: usize) -> bool {
    let near = verb.saturating_sub(64)..(verb + 64).min(syntax.tokens.len());
    near.into_iter().any(|c| {
        let token = &syntax.tokens[c];
        c != verb
            && token.head == verb
            && (token.deprel.starts_with("nsubj") || token.deprel.starts_with("csubj"))
    })
}
