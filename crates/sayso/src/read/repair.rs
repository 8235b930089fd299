//! Mends trees where the parser's answer cannot be English: a few shapes that no grammar allows and that hide who did
//! something. Each rule says what it looks for; nothing else is touched.

use super::annotations::{Syntax, Token};

/// Mends the trees of a report in place.
pub(super) fn mend(syntax: &mut Syntax) {
    for s in 0..syntax.sentences.len() {
        let tokens = syntax.sentences[s].tokens.clone();
        for t in tokens.clone() {
            let Some((head, deprel)) = mended(syntax, t) else { continue };
            // whatever a rule says, what is mended stays a tree
            if !below(syntax, head, t) {
                syntax.tokens[t].head = head;
                syntax.tokens[t].deprel = deprel;
            }
        }
    }
}

/// The head and relation that a word has by the first rule that fits it.
fn mended(syntax: &Syntax, t: usize) -> Option<(usize, &'static str)> {
    let own = syntax.tokens[t].head;
    let to = |deprel: &'static str| move |head: usize| (head, deprel);
    split_by_a_verb(syntax, t)
        .map(to("nsubj"))
        .or_else(|| speaker_behind(syntax, t).map(to("nsubj")))
        .or_else(|| joined_backwards(syntax, t).map(to("conj")))
        .or_else(|| object_in_front(syntax, t).then_some((own, "nsubj")))
        .or_else(|| title_apart(syntax, t).map(to("compound")))
        .or_else(|| second_subject(syntax, t).map(to("appos")))
        .or_else(|| inside_a_phrase(syntax, t).map(to("compound")))
        .or_else(|| particle_of_a_phrase(syntax, t).map(to("case")))
        .or_else(|| object_before_a_clause(syntax, t).map(to("nsubj")))
        .or_else(|| gerund_as_a_noun(syntax, t).then_some((own, "acl")))
        .or_else(|| outcome(syntax, t).then_some((own, "xcomp")))
        .or_else(|| behind_a_preposition(syntax, t).then_some((own, "obl")))
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
    (!has_subject(syntax, verb)).then_some(verb)
}

/// "Shells hit the port and killed three people, a doctor at the clinic said" with the doctor killing: a noun behind its verb,
/// right before a finite verb without a subject that governs all of it, is that verb's subject.
fn speaker_behind(syntax: &Syntax, t: usize) -> Option<usize> {
    let token = &syntax.tokens[t];
    if token.deprel != "nsubj" || token.head >= t || !noun(token) {
        return None;
    }
    let end = (t + 16).min(syntax.tokens.len());
    let verb = (t + 1..end).find(|&v| matches!(syntax.tokens[v].upos, "VERB" | "AUX" | "PUNCT"))?;
    let governs = finite(&syntax.tokens[verb]) && below(syntax, token.head, verb);
    (governs && verb != token.head && !has_subject(syntax, verb)).then_some(verb)
}

/// "A bomb exploded and killed five people, police said" with *killed* joined to *said*: what is joined stands behind what it is
/// joined to, here the clause before it that is said too.
fn joined_backwards(syntax: &Syntax, t: usize) -> Option<usize> {
    let token = &syntax.tokens[t];
    if token.deprel != "conj" || token.head <= t || token.upos != "VERB" {
        return None;
    }
    let said = |v: &usize| {
        let other = &syntax.tokens[*v];
        other.upos == "VERB" && other.head == token.head && other.deprel == "ccomp"
    };
    (t.saturating_sub(32)..t).rev().find(said)
}

/// "Gunmen shot dead two officers" with *dead* as a clause or an object of its own: a bare adjective between a verb and its object is what the
/// verb makes of it.
fn outcome(syntax: &Syntax, t: usize) -> bool {
    let token = &syntax.tokens[t];
    let bare = token.upos == "ADJ" && matches!(token.deprel, "advcl" | "obj") && token.head + 1 == t;
    let object = |next: &usize| {
        let next = &syntax.tokens[*next];
        next.head == token.head && next.deprel == "obj"
    };
    bare && syntax.tokens[token.head].upos == "VERB"
        && (t + 1..(t + 8).min(syntax.tokens.len())).any(|next| object(&next))
        && !syntax.tokens.iter().any(|other| other.head == t && !std::ptr::eq(other, token))
}

/// "Seven killed as rebels shell the port" with the port as what was killed: behind a preposition stands no object.
fn behind_a_preposition(syntax: &Syntax, t: usize) -> bool {
    /// Words of grammar, of which there are no more to add: not those that stand before numbers (`about twenty`), nor those that are
    /// mostly parts of verbs (`cut off the town`).
    const PREPOSITIONS: [&str; 10] = ["as", "at", "by", "during", "for", "from", "in", "into", "on", "with"];
    let token = &syntax.tokens[t];
    let preposition = |c: &usize| {
        let child = &syntax.tokens[*c];
        child.head == t
            && child.deprel == "case"
            && child.upos == "ADP"
            && PREPOSITIONS.contains(&child.lemma.as_str())
    };
    token.deprel == "obj" && token.head < t && (token.head + 1..t).any(|c| preposition(&c))
}

/// Whether a word hangs on another: what is mended must stay a tree.
fn below(syntax: &Syntax, low: usize, top: usize) -> bool {
    let up = |&x: &usize| Some(syntax.tokens[x].head).filter(|&h| h != x);
    std::iter::successors(Some(low), up).take(syntax.tokens.len()).any(|x| x == top)
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

/// "The press office, the campaign against ..., announced" with two subjects, a comma between them: the second is the first
/// in other words.
fn second_subject(syntax: &Syntax, t: usize) -> Option<usize> {
    let token = &syntax.tokens[t];
    let verb = token.head;
    if token.deprel != "nsubj" || verb <= t || !noun(token) {
        return None;
    }
    let alike = |s: &usize| {
        let first = &syntax.tokens[*s];
        first.head == verb && first.deprel == "nsubj" && noun(first) && first.upos != "PRON"
    };
    let first = (t.saturating_sub(32)..t).rev().find(alike)?;
    let comma = |x: usize| syntax.tokens[x].upos == "PUNCT" && syntax.tokens[x].lemma == ",";
    (first + 1..t).any(comma).then_some(first)
}

/// "On their Facebook and Twitter accounts" with Facebook hung on the verb: what stands between a noun and its preposition or
/// article is part of its phrase.
fn inside_a_phrase(syntax: &Syntax, t: usize) -> Option<usize> {
    let token = &syntax.tokens[t];
    if !noun(token) || !matches!(token.deprel, "obl" | "obj" | "nsubj" | "nmod") || token.head > t {
        return None;
    }
    let opens = |c: usize| {
        let first = &syntax.tokens[c];
        matches!(first.deprel, "case" | "det" | "nmod:poss") && first.head > t && first.head < t + 8
    };
    let first = (t.saturating_sub(4)..t).find(|&c| opens(c) && token.head < c)?;
    let phrase = syntax.tokens[first].head;
    noun(&syntax.tokens[phrase]).then_some(phrase)
}

/// "Called on the minister" with `on` a part of the verb and the minister an oblique without a preposition: `on` is that.
fn particle_of_a_phrase(syntax: &Syntax, t: usize) -> Option<usize> {
    let token = &syntax.tokens[t];
    if token.deprel != "compound:prt" || token.head + 1 != t {
        return None;
    }
    let behind = (t + 1..(t + 9).min(syntax.tokens.len())).find(|&o| syntax.tokens[o].head == token.head)?;
    let inside = |x: usize| x == behind || (syntax.tokens[x].head > t && syntax.tokens[x].deprel != "case");
    (syntax.tokens[behind].deprel == "obl" && (t + 1..=behind).all(inside)).then_some(behind)
}

/// "Declared his army was waging war" with the army declared: a finite clause without a subject, right behind the object, has
/// that for its subject.
fn object_before_a_clause(syntax: &Syntax, t: usize) -> Option<usize> {
    let token = &syntax.tokens[t];
    if token.deprel != "obj" || token.head >= t || !noun(token) {
        return None;
    }
    let next = t + 1;
    let verb = match syntax.tokens.get(next)? {
        aux if aux.upos == "AUX" && aux.xpos != "MD" && aux.head > next => aux.head,
        verb if finite(verb) => next,
        _ => return None,
    };
    let clause = &syntax.tokens[verb];
    (clause.deprel == "ccomp" && clause.head == token.head && !has_subject(syntax, verb)).then_some(verb)
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

/// "On the brink of fighting" with a verb for a modifier of the kind of nouns, though a conjunction opens it: a clause.
fn gerund_as_a_noun(syntax: &Syntax, t: usize) -> bool {
    let token = &syntax.tokens[t];
    let opened = |c: usize| syntax.tokens[c].head == t && syntax.tokens[c].deprel == "mark";
    let verb = token.upos == "VERB" && token.xpos == "VBG" && token.deprel == "nmod" && token.head < t;
    verb && (token.head + 1..t).any(opened)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::annotations::Sentence;
    use super::*;

    const RELATIONS: [&str; 12] = [
        "nsubj",
        "obj",
        "obl",
        "nmod",
        "case",
        "det",
        "nmod:poss",
        "compound",
        "compound:prt",
        "ccomp",
        "amod",
        "punct",
    ];
    const TAGS: [(&str, &str); 6] =
        [("NOUN", "NN"), ("PROPN", "NNP"), ("VERB", "VBD"), ("AUX", "VBD"), ("ADP", "IN"), ("PUNCT", ",")];

    /// A tree of any shape: the first word is the root, each later one hangs on one before or, turned round, behind it.
    fn tree(words: &[(usize, usize, usize)], turned: bool) -> Syntax {
        let n = words.len();
        let place = |i: usize| if turned { n - 1 - i } else { i };
        let mut tokens: Vec<Option<Token>> = vec![None; n];
        for (i, &(above, relation, tag)) in words.iter().enumerate() {
            let (upos, xpos) = TAGS[tag];
            let head = if i == 0 { 0 } else { above % i };
            let deprel = if i == 0 { "root" } else { RELATIONS[relation] };
            let lemma = if upos == "PUNCT" { "," } else { "word" }.to_owned();
            tokens[place(i)] = Some(Token { range: i..i + 1, lemma, upos, xpos, head: place(head), deprel });
        }
        let tokens: Vec<Token> = tokens.into_iter().flatten().collect();
        Syntax { sentences: vec![Sentence { tokens: 0..n, paragraph: 0 }], tokens, ..Syntax::default() }
    }

    proptest! {
        #[test]
        fn what_is_mended_is_a_tree(
            words in prop::collection::vec((0usize..40, 0usize..12, 0usize..6), 1..16),
            turned: bool,
        ) {
            let mut syntax = tree(&words, turned);
            mend(&mut syntax);
            let root = |t: usize| syntax.tokens[t].head == t;
            for t in 0..words.len() {
                let top = (0..words.len()).fold(t, |at, _| syntax.tokens[at].head);
                prop_assert!(root(top), "{t} hangs in a circle");
            }
            prop_assert_eq!((0..words.len()).filter(|&t| root(t)).count(), 1);
        }
    }
}
