//! The dependency tree as the tables speak of it: places around a word, independent of active and passive voice.

use std::ops::Range;

use crate::record::Status;
use crate::tables::{Governs, Light, Place, Tables};

use super::annotations::{Syntax, Token};

/// The trees of a report with their children at hand.
pub struct Graph<'a> {
    /// The text that the tokens stand in.
    pub text: &'a str,
    /// Tokens, sentences, spans.
    pub syntax: &'a Syntax,
    /// What is known of language and of the world.
    pub tables: &'a Tables,
    lemmas: Vec<&'a str>,
    children: Vec<Vec<usize>>,
    sentence: Vec<usize>,
}

/// The learned lemma, or one that the tables know where it is none of theirs.
fn lemma<'a>(text: &str, token: &'a Token, tables: &'a Tables) -> &'a str {
    let verb = match token.upos {
        "VERB" => true,
        "NOUN" => false,
        _ => return &token.lemma,
    };
    tables.lexicon.better(&text[token.range.clone()], &token.lemma, verb).unwrap_or(&token.lemma)
}

/// Relative and interrogative pronouns, which stand for what the clause modifies.
const RELATIVE: [&str; 4] = ["who", "which", "that", "whom"];

impl<'a> Graph<'a> {
    /// Links heads to their children.
    pub fn new(text: &'a str, syntax: &'a Syntax, tables: &'a Tables) -> Self {
        let mut children = vec![Vec::new(); syntax.tokens.len()];
        let mut sentence = vec![0; syntax.tokens.len()];
        for (s, one) in syntax.sentences.iter().enumerate() {
            for t in one.tokens.clone() {
                sentence[t] = s;
                let head = syntax.tokens[t].head;
                if head != t {
                    children[head].push(t);
                }
            }
        }
        let lemmas = syntax.tokens.iter().map(|t| lemma(text, t, tables)).collect();
        Self { text, syntax, tables, lemmas, children, sentence }
    }

    /// A token.
    pub fn token(&self, t: usize) -> &'a Token {
        &self.syntax.tokens[t]
    }

    /// The token's letters.
    pub fn word(&self, t: usize) -> &'a str {
        &self.text[self.token(t).range.clone()]
    }

    /// The token's lemma.
    pub fn lemma(&self, t: usize) -> &'a str {
        self.lemmas[t]
    }

    /// Whether the lemma is that, whatever its case.
    pub fn is(&self, t: usize, lemma: &str) -> bool {
        self.lemma(t).eq_ignore_ascii_case(lemma)
    }

    /// The relation without its subtype.
    pub fn relation(&self, t: usize) -> &'a str {
        let rel = self.token(t).deprel;
        rel.split(':').next().unwrap_or(rel)
    }

    /// The head, unless the token is the root.
    pub fn head(&self, t: usize) -> Option<usize> {
        let h = self.token(t).head;
        (h != t).then_some(h)
    }

    /// The children in the order of the text.
    pub fn children(&self, t: usize) -> &[usize] {
        &self.children[t]
    }

    /// The first child in that relation (without subtype, or with it where the name has one).
    pub fn child(&self, t: usize, relation: &str) -> Option<usize> {
        self.children_by(t, relation).next()
    }

    /// The children in that relation.
    pub fn children_by(&self, t: usize, relation: &str) -> impl Iterator<Item = usize> {
        let exact = relation.contains(':');
        self.children[t].iter().copied().filter(move |&c| {
            if exact { self.token(c).deprel == relation } else { self.relation(c) == relation }
        })
    }

    /// Index of the sentence.
    pub fn sentence_of(&self, t: usize) -> usize {
        self.sentence[t]
    }

    /// Whether the token is a verb or a participle.
    pub fn is_verb(&self, t: usize) -> bool {
        matches!(self.token(t).upos, "VERB" | "AUX")
            || (self.token(t).upos == "ADJ" && self.token(t).xpos.starts_with("VB"))
    }

    /// Whether the token is a verb, or an adjective that is the predicate (`was ready to`).
    pub fn is_predicate(&self, t: usize) -> bool {
        self.is_verb(t) || (self.token(t).upos == "ADJ" && self.child(t, "cop").is_some())
    }

    /// Whether the token is a noun or a name.
    pub fn is_noun(&self, t: usize) -> bool {
        matches!(self.token(t).upos, "NOUN" | "PROPN")
    }

    /// Whether `t` stands below `top`, or is it.
    pub fn below(&self, t: usize, top: usize) -> bool {
        let mut at = t;
        loop {
            if at == top {
                return true;
            }
            match self.head(at) {
                Some(h) => at = h,
                None => return false,
            }
        }
    }

    /// All tokens at or below `top`, in the order of the text.
    pub fn subtree(&self, top: usize) -> Vec<usize> {
        let mut out = vec![top];
        let mut i = 0;
        while i < out.len() {
            out.extend_from_slice(&self.children[out[i]]);
            i += 1;
        }
        out.sort_unstable();
        out
    }

    /// The token and those joined to it by `and` and the like.
    pub fn with_conjuncts(&self, t: usize) -> Vec<usize> {
        let mut out = vec![t];
        let mut i = 0;
        while i < out.len() {
            let more = self
                .children_by(out[i], "conj")
                .filter(|&c| self.is_noun(c) || self.token(c).upos == "PRON" || self.token(c).upos == "NUM");
            out.extend(more.collect::<Vec<_>>());
            i += 1;
        }
        out
    }

    /// Whether the verb is in the passive, a bare participle after a noun included.
    pub fn passive(&self, v: usize) -> bool {
        let has = |relation: &str| self.child(v, relation).is_some();
        if has("aux:pass") || has("nsubj:pass") || has("csubj:pass") {
            // "batteries destroyed nine drones" has an object and no auxiliary: the tree took the form for a participle
            return has("aux:pass") || has("aux") || !has("obj");
        }
        if self.child(v, "nsubj").is_some() || self.child(v, "aux").is_some() {
            return self.headline_passive(v);
        }
        let rel = self.relation(v);
        if rel == "conj" && self.token(v).xpos == "VBN" {
            return self.head(v).is_some_and(|h| self.is_verb(h) && self.passive(h));
        }
        // "was found murdered"
        if rel == "xcomp" && self.token(v).xpos == "VBN" && self.child(v, "obj").is_none() {
            return self.head(v).is_some_and(|h| self.is_verb(h) && self.passive(h));
        }
        let bare = self.token(v).xpos == "VBN" || (self.token(v).xpos == "VBD" && rel == "acl");
        // "left him wounded": a participle without `to` under another verb
        bare && (matches!(rel, "acl" | "amod" | "advcl" | "xcomp")
            || (rel == "root" && self.child(v, "obj").is_none()))
    }

    /// "Two nuns slain", "Woman stabbed outside bank": a headline leaves the auxiliary out, and the tree takes the one who
    /// is harmed for the subject of a past tense. A verb of class `headline` that has no object tells it.
    fn headline_passive(&self, v: usize) -> bool {
        let lemma = self.lemma(v).to_lowercase();
        // "police shot at the car", "shot in the air"
        let aimed = |c: usize| {
            self.is(c, "air")
                || self.preposition(c).is_some_and(|p| matches!(p.as_str(), "at" | "on" | "into" | "back"))
        };
        self.tables.classes.holds("headline", &lemma)
            && matches!(self.token(v).xpos, "VBN" | "VBD")
            && matches!(self.relation(v), "root" | "parataxis")
            && ["aux", "obj", "ccomp", "xcomp", "conj", "compound"].iter().all(|r| self.child(v, r).is_none())
            && !self.children_by(v, "obl").any(aimed)
            && self.child(v, "nsubj").is_some_and(|s| self.is_noun(s) || self.token(s).upos == "NUM")
    }

    /// The noun that a relative pronoun stands for, or the word itself.
    pub fn antecedent(&self, t: usize) -> usize {
        if !RELATIVE.iter().any(|r| self.is(t, r)) || self.token(t).upos == "DET" {
            return t;
        }
        let mut at = t;
        while let Some(h) = self.head(at) {
            if self.token(at).deprel == "acl:relcl" {
                return if self.is(t, "who") && !self.personal(h) {
                    self.person_before(t).unwrap_or(h)
                } else {
                    h
                };
            }
            at = h;
        }
        if self.is(t, "who") { self.person_before(t).unwrap_or(t) } else { t }
    }

    /// Whether a noun can be a person or several.
    fn personal(&self, n: usize) -> bool {
        let lemma = self.lemma(n).to_lowercase();
        let labelled = self.syntax.spans.iter().any(|s| {
            s.tokens.contains(&n)
                && matches!(s.label, "Person" | "PER" | "per" | "Organisation" | "ORG" | "org")
        });
        labelled
            || self.tables.world.party_word(&lemma).is_some()
            || self.tables.classes.holds("people", &lemma)
            || self.tables.classes.holds("armed", &lemma)
    }

    /// The head of the nearest person's name or word right before a `who` that the tree hangs on a thing.
    fn person_before(&self, who: usize) -> Option<usize> {
        let start = self.syntax.sentences[self.sentence[who]].tokens.start;
        let near = (start..who).rev().find(|&t| self.is_noun(t) && self.personal(t))?;
        let mut head = near;
        while let Some(h) = self.head(head) {
            let inside = matches!(self.relation(head), "flat" | "compound") && h < who;
            if !inside {
                break;
            }
            head = h;
        }
        Some(head)
    }

    /// The grammatical subject, also where it is shared with a governing verb or stands before a participle.
    pub fn surface_subject(&self, v: usize) -> Option<usize> {
        self.surface_subject_within(v, 6)
    }

    fn surface_subject_within(&self, v: usize, depth: usize) -> Option<usize> {
        if let Some(s) = self.child(v, "nsubj") {
            return Some(self.antecedent(s));
        }
        let depth = depth.checked_sub(1)?;
        let h = self.head(v)?;
        match self.token(v).deprel {
            "conj" if self.is_verb(h) || self.child(h, "cop").is_some() => {
                self.surface_subject_within(h, depth)
            }
            "xcomp" | "ccomp" if self.infinitive(v) || self.token(v).deprel == "xcomp" => {
                self.controller(v, h, depth)
            }
            "advcl" if self.asked(h, v).is_some() => self.asked(h, v),
            "advcl" if self.of_the_object(v) && self.object_before(h, v).is_some() => {
                self.object_before(h, v)
            }
            "advcl" if self.infinitive(v) || self.token(v).xpos == "VBG" || self.token(v).xpos == "VBN" => {
                if self.is_noun(h) && self.child(h, "cop").is_none() {
                    return None;
                }
                self.surface_subject_within(h, depth)
            }
            // "responsibility for killing": whose responsibility
            "acl" if self.is_noun(h) && self.gerund_mark(v).is_some() => self.possessor(h).or_else(|| {
                let g = self.head(h)?;
                (self.is_verb(g) && self.relation(h) == "obj")
                    .then(|| self.surface_subject_within(g, depth))?
            }),
            // "issued a statement demanding ...": who issued it speaks
            "acl" if self.token(v).xpos == "VBG" && self.author(h, depth).is_some() => self.author(h, depth),
            "acl" if !self.infinitive(v) => Some(self.antecedent(h)),
            // "its plan to attack": whose plan, or who has it
            "acl" => self.possessor(h).or_else(|| {
                let g = self.head(h)?;
                (self.is_verb(g) && self.relation(h) == "obj")
                    .then(|| self.surface_subject_within(g, depth))?
            }),
            "acl:relcl" if self.child(v, "obj").is_some() && self.child(v, "nsubj").is_none() => Some(h),
            "parataxis" if self.child(v, "obj").is_none() => None,
            "amod" => Some(h),
            _ => None,
        }
    }

    /// Whose words a text is: its possessor, or who issued it.
    fn author(&self, text: usize, depth: usize) -> Option<usize> {
        if !self.tables.classes.holds("document", &self.lemma(text).to_lowercase()) {
            return None;
        }
        let by = self.own_phrases(text, &["by".to_owned(), "from".to_owned()]).first().copied();
        self.possessor(text).or(by).or_else(|| {
            let verb = self.head(text).filter(|&v| self.is_verb(v) && self.relation(text) == "obj")?;
            self.surface_subject_within(verb, depth)
        })
    }

    /// Whether the verb is an infinitive with `to`.
    pub fn infinitive(&self, v: usize) -> bool {
        self.children[v].iter().any(|&c| self.relation(c) == "mark" && self.is(c, "to"))
    }

    /// Who does what an open complement says: the object of `ask`, `order`, else the subject.
    fn controller(&self, v: usize, governor: usize, depth: usize) -> Option<usize> {
        if self.is_noun(governor) {
            return self.possessor(governor);
        }
        if let Some(o) = self.child(governor, "obj").or_else(|| self.child(governor, "iobj"))
            && self.token(v).deprel == "xcomp"
        {
            return Some(self.antecedent(o));
        }
        self.asked(governor, v).or_else(|| self.surface_subject_within(governor, depth))
    }

    /// "called on Libyans to rally": the phrase between a word of asking and the infinitive.
    fn asked(&self, governor: usize, v: usize) -> Option<usize> {
        let asks = self.tables.status.of(self.lemma(governor), Governs::Clause) == Some(Status::Requested);
        let between = |o: &usize| governor < *o && *o < v && !self.time_like(*o);
        let addressed = |o: &usize| {
            self.preposition(*o).is_some_and(|p| matches!(p.as_str(), "on" | "upon" | "to" | "for" | "with"))
        };
        if !asks || !self.infinitive(v) {
            return None;
        }
        let particle =
            |o: &usize| self.child(governor, "compound").is_some() && self.child(*o, "case").is_none();
        let phrase = self.children_by(governor, "obl").filter(between).find(|o| addressed(o) || particle(o));
        phrase.or_else(|| self.children_by(governor, "obj").find(between))
    }

    /// "accused X of launching", "kept X from leaving": the gerund's subject is the object.
    fn of_the_object(&self, v: usize) -> bool {
        self.token(v).xpos == "VBG"
            && self
                .child(v, "mark")
                .is_some_and(|m| matches!(self.lemma(m), "of" | "from" | "for" | "with" | "into" | "over"))
    }

    /// The object of a verb that a gerund clause is about; the tree sometimes has it as a bare oblique.
    fn object_before(&self, governor: usize, v: usize) -> Option<usize> {
        let bare =
            |o: &usize| governor < *o && *o < v && self.child(*o, "case").is_none() && !self.time_like(*o);
        self.child(governor, "obj")
            .or_else(|| self.children_by(governor, "obl").find(bare))
            .map(|o| self.antecedent(o))
    }

    /// The preposition of a phrase, in lower case; multiword ones joined by a space.
    pub fn preposition(&self, t: usize) -> Option<String> {
        let case = self.child(t, "case")?;
        let mut words = vec![self.lemma(case).to_lowercase()];
        words.extend(self.children_by(case, "fixed").map(|f| self.lemma(f).to_lowercase()));
        Some(words.join(" "))
    }

    /// Whose it is: `the army's`, `their`.
    pub fn possessor(&self, n: usize) -> Option<usize> {
        self.children_by(n, "nmod").find(|&c| self.token(c).deprel == "nmod:poss")
    }

    /// The heads that fill a place of a trigger, without those joined to them.
    pub fn fill(&self, t: usize, place: &Place) -> Vec<usize> {
        if self.is_predicate(t) { self.fill_verb(t, place) } else { self.fill_noun(t, place) }
    }

    fn fill_verb(&self, v: usize, place: &Place) -> Vec<usize> {
        match place {
            Place::Subj if self.passive(v) => self.agent(v).into_iter().collect(),
            Place::Subj => self.surface_subject(v).into_iter().collect(),
            Place::Obj if self.passive(v) => {
                self.surface_subject(v).or_else(|| self.child(v, "obj")).into_iter().collect()
            }
            Place::Obj => self.object(v).into_iter().collect(),
            Place::Iobj => self.child(v, "iobj").into_iter().collect(),
            Place::Xcomp => self.complements(v),
            Place::Ccomp => self.child(v, "ccomp").into_iter().collect(),
            Place::Csubj => self.child(v, "ccomp").and_then(|c| self.clause_subject(c)).into_iter().collect(),
            Place::Mod => Vec::new(),
            Place::Xobj => self.complement(v).and_then(|x| self.object(x)).into_iter().collect(),
            Place::Prep(names) => self.phrases(v, names),
        }
    }

    /// The open complement of a verb or predicate; an infinitive after a word of asking or an adjective counts as one.
    fn complement(&self, v: usize) -> Option<usize> {
        self.child(v, "xcomp").or_else(|| {
            let adjective =
                !self.is_verb(v) || self.tables.classes.holds("sending", &self.lemma(v).to_lowercase());
            self.children(v).iter().copied().find(|&c| {
                matches!(self.relation(c), "advcl" | "acl")
                    && c > v
                    && self.infinitive(c)
                    && (adjective || self.asked(v, c).is_some())
            })
        })
    }

    /// The complement with what it says in effect: `continue support`, `begin to withdraw`.
    fn complements(&self, v: usize) -> Vec<usize> {
        let Some(first) = self.complement(v) else { return Vec::new() };
        let mut out = vec![first];
        if self.tables.classes.holds("aspect", self.lemma(first)) {
            out.extend(self.child(first, "xcomp"));
            out.extend(self.child(first, "obj"));
        }
        out
    }

    /// The `by` agent of a passive.
    fn agent(&self, v: usize) -> Option<usize> {
        let by = |c: &&usize| {
            let c = **c;
            self.token(c).deprel == "obl:agent"
                || (self.relation(c) == "obl"
                    && self.preposition(c).as_deref() == Some("by")
                    && !self.time_like(c))
        };
        self.children[v].iter().find(by).copied()
    }

    /// The object, also that of a relative clause without a pronoun.
    fn object(&self, v: usize) -> Option<usize> {
        if let Some(o) = self.child(v, "obj") {
            return Some(self.antecedent(o));
        }
        // "warned the rebels": an indirect object alone is the object
        if let Some(o) = self.after_particle(v).or_else(|| self.child(v, "iobj").map(|o| self.antecedent(o)))
        {
            return Some(o);
        }
        let own_subject = self.child(v, "nsubj").filter(|&s| self.antecedent(s) == s);
        if self.token(v).deprel == "acl:relcl" && own_subject.is_some() {
            return self.head(v);
        }
        // "shelled and burned the village": the object shared to the right
        self.children_by(v, "conj").find(|&c| self.is_verb(c) && self.child(c, "nsubj").is_none()).and_then(
            |c| {
                (self.child(v, "obl").is_none() && self.child(v, "xcomp").is_none())
                    .then(|| self.child(c, "obj"))?
            },
        )
    }

    /// "called off the talks": the tree sometimes has the object of a verb with a particle as a bare oblique.
    fn after_particle(&self, v: usize) -> Option<usize> {
        let particle = self.child(v, "compound")?;
        let bare = |o: &usize| *o > particle && self.child(*o, "case").is_none() && !self.time_like(*o);
        self.children_by(v, "obl").find(bare)
    }

    /// Phrases with one of the prepositions at the verb, or at its object ("launched rockets into the town").
    fn phrases(&self, v: usize, names: &[String]) -> Vec<usize> {
        let mut out = self.own_phrases(v, names);
        let below = |t: usize| -> Vec<usize> {
            // "evidence against X was presented"
            let object = self.child(t, "obj").or_else(|| self.child(t, "nsubj:pass"));
            let objects = object.into_iter().flat_map(|o| self.with_conjuncts(o));
            let objects: Vec<usize> = objects.collect();
            let own: Vec<usize> = objects.iter().flat_map(|&o| self.own_phrases(o, names)).collect();
            if !own.is_empty() {
                return own;
            }
            // "tons of aid to X", "a state of emergency in X"
            let of = objects.iter().flat_map(|&o| self.own_phrases(o, &["of".to_owned()]));
            of.flat_map(|o| self.own_phrases(o, names)).collect()
        };
        if out.is_empty() && !names.iter().any(|n| n == "of") {
            out = below(v);
            // "vowed to continue support for X"
            let mut x = v;
            while out.is_empty()
                && let Some(next) = self.child(x, "xcomp").filter(|&c| c > x && self.is_verb(c))
            {
                out = self.own_phrases(next, names);
                if out.is_empty() {
                    out = below(next);
                }
                x = next;
            }
        }
        if names.iter().any(|n| n == "using") {
            let using = self
                .children_by(v, "advcl")
                .filter(|&c| self.is(c, "use"))
                .filter_map(|c| self.child(c, "obj"));
            out.extend(using.collect::<Vec<_>>());
        }
        out
    }

    fn own_phrases(&self, t: usize, names: &[String]) -> Vec<usize> {
        let fits = |c: &usize| {
            matches!(self.relation(*c), "obl" | "nmod" | "advcl" | "acl")
                && self.preposition(*c).or_else(|| self.gerund_mark(*c)).is_some_and(|p| {
                    // "walked out of the talks"
                    names.iter().any(|n| *n == p || (n == "of" && matches!(p.as_str(), "out" | "out of")))
                })
                && !self.time_like(*c)
        };
        let led = |&c: &usize| if fits(&c) { Some(c) } else { self.led_to(c, names) };
        self.children[t].iter().filter_map(led).collect()
    }

    /// What a noun inside a longer preposition leads to: the bank in "in front of the bank", and the blast in "as a result
    /// of the blast", which is as good as `in`.
    fn led_to(&self, c: usize, names: &[String]) -> Option<usize> {
        let (noun, name) = match self.preposition(c)?.as_str() {
            "in" => (self.is(c, "front"), "in front of"),
            "as" => (self.is(c, "result") || self.is(c, "consequence"), "in"),
            _ => return None,
        };
        if !noun || !names.iter().any(|n| n == name) {
            return None;
        }
        self.children_by(c, "nmod").find(|&o| self.preposition(o).as_deref() == Some("of"))
    }

    /// The preposition before a gerund (`accused X of launching`), which is a `mark` in the tree.
    fn gerund_mark(&self, c: usize) -> Option<String> {
        let mark = self.child(c, "mark")?;
        (self.token(c).xpos == "VBG").then(|| self.lemma(mark).to_lowercase())
    }

    /// Whether a phrase is one of time by its form (`on Friday`), which fills no other place.
    pub fn time_like(&self, t: usize) -> bool {
        matches!(self.token(t).deprel, "obl:tmod" | "nmod:tmod" | "obl:unmarked" | "nmod:unmarked")
            && self.child(t, "case").is_none()
            || self.tables.classes.holds("time", &self.lemma(t).to_lowercase())
    }

    fn fill_noun(&self, n: usize, place: &Place) -> Vec<usize> {
        let of = |name: &str| self.own_phrases(n, &[name.to_owned()]);
        match place {
            Place::Subj => {
                let light = self.light_verb(n).filter(|(_, l)| *l == Light::Does).map(|(v, _)| v);
                let own =
                    |p: &usize| !(self.time_like(*p) || light.is_some() && self.token(*p).upos == "PRON");
                // "the mayor's arrest" is done to the mayor
                let possessor = self.possessor(n).filter(own).filter(|_| !self.suffered(n));
                let mut out: Vec<usize> = possessor.into_iter().collect();
                out.extend(of("by"));
                if out.is_empty()
                    && let Some(verb) = light
                {
                    out = self.fill_verb(verb, &Place::Subj);
                }
                out
            }
            Place::Obj => {
                let mut out = of("of");
                if out.is_empty() && self.suffered(n) {
                    out.extend(self.possessor(n).filter(|&p| !self.time_like(p)));
                }
                if out.is_empty()
                    && let Some((verb, Light::Suffers)) = self.light_verb(n)
                {
                    out = self.fill_verb(verb, &Place::Subj);
                }
                out
            }
            Place::Iobj => Vec::new(),
            Place::Xobj => self
                .children_by(n, "acl")
                .find(|&c| self.infinitive(c))
                .and_then(|x| self.object(x))
                .into_iter()
                .collect(),
            Place::Xcomp => self.infinitives(n),
            Place::Ccomp => self.clauses(n).collect(),
            Place::Csubj => self.clauses(n).next().and_then(|c| self.clause_subject(c)).into_iter().collect(),
            Place::Mod => self.children[n]
                .iter()
                .copied()
                .filter(|&c| {
                    matches!(self.relation(c), "amod" | "compound" | "nmod")
                        && c < n
                        && self.child(c, "case").is_none()
                        && self.token(c).deprel != "nmod:poss"
                })
                .collect(),
            Place::Prep(names) => {
                let mut out = self.own_phrases(n, names);
                if out.is_empty()
                    && let Some((verb, _)) = self.light_verb(n)
                {
                    out = self.own_phrases(verb, names);
                }
                // "the attack took place in front of the bank"
                if out.is_empty()
                    && let Some(verb) = self.head(n).filter(|&v| {
                        self.relation(n) == "nsubj"
                            && self.is_verb(v)
                            && self.tables.classes.holds("occur", &self.lemma(v).to_lowercase())
                    })
                {
                    out = self.own_phrases(verb, names);
                }
                out
            }
        }
    }

    /// The infinitives of a noun (`a promise to leave`), also where they hang on its light verb (`took steps to reform`).
    fn infinitives(&self, n: usize) -> Vec<usize> {
        let own: Vec<usize> = self.children_by(n, "acl").filter(|&c| self.infinitive(c)).collect();
        match self.light_verb(n) {
            Some((v, Light::Does)) if own.is_empty() => {
                self.children_by(v, "advcl").filter(|&c| c > n && self.infinitive(c)).collect()
            }
            _ => own,
        }
    }

    /// The clauses that say what a noun holds (`the demand that X leave`).
    fn clauses(&self, n: usize) -> impl Iterator<Item = usize> {
        let tells = |c: &usize| match self.token(*c).deprel {
            "ccomp" => true,
            "acl" => !self.infinitive(*c) && self.child(*c, "mark").is_some(),
            _ => false,
        };
        self.children[n].iter().copied().filter(tells)
    }

    /// The subject that a clause has of its own.
    fn clause_subject(&self, clause: usize) -> Option<usize> {
        self.child(clause, "nsubj").map(|s| self.antecedent(s))
    }

    /// Whether a noun's possessor is the one it is done to.
    fn suffered(&self, n: usize) -> bool {
        self.tables.classes.holds("suffered", &self.lemma(n).to_lowercase())
    }

    /// The verb of little meaning that governs a noun (`launched an attack`), and what its subject does.
    pub fn light_verb(&self, n: usize) -> Option<(usize, Light)> {
        let v = self.head(n)?;
        let governs = match self.token(n).deprel {
            "obj" => true,
            "obl" => matches!(self.preposition(n).as_deref(), Some("under" | "in" | "into")),
            "nsubj:pass" => true,
            _ => false,
        };
        if !governs || !self.is_verb(v) {
            return None;
        }
        self.tables.frames.light(self.lemma(v)).map(|l| (v, l))
    }

    /// The words of a noun phrase: the head with what belongs to its name and description, without clauses, appositions
    /// and what is joined to it.
    pub fn phrase(&self, head: usize) -> Range<usize> {
        let mut keep = vec![head];
        let mut i = 0;
        while i < keep.len() {
            let t = keep[i];
            keep.extend(self.children[t].iter().copied().filter(|&c| self.belongs(c, t, head)));
            i += 1;
        }
        let (mut start, mut end) = (head, head + 1);
        while start > 0 && (keep.contains(&(start - 1)) || self.quiet(start - 1, start.checked_sub(2), &keep))
        {
            start -= 1;
        }
        while keep.contains(&end) || (end < self.syntax.tokens.len() && self.quiet(end, Some(end + 1), &keep))
        {
            end += 1;
        }
        while start < head && self.token(start).upos == "PUNCT" && !self.opens(start) {
            start += 1;
        }
        self.after_predicate(start, head)..end
    }

    /// "shot dead a guard": an adjective before the article is none of the phrase.
    fn after_predicate(&self, start: usize, head: usize) -> usize {
        let article = (start..head).find(|&t| self.token(t).xpos == "DT" && self.head(t) == Some(head));
        match article {
            Some(a) if (start..a).all(|t| self.is(t, "dead") || self.token(t).upos == "ADP") => a,
            _ => start,
        }
    }

    /// The noun phrase alone: what stands before the head with it, and after it only what tells which one it is by `of`.
    /// Phrases of place and circumstance stay out ("a pylon" of "a pylon near the coast"). Where a word of quantity
    /// counts the head, it is inside ("a group of men").
    pub fn core_phrase(&self, head: usize) -> Range<usize> {
        let head = self.counting(head).unwrap_or(head);
        let whole = self.phrase(head);
        // "forces loyal to X", "troops led by X": whose they are tells which ones
        let allegiance = |t: usize| self.tables.classes.holds("allegiance", &self.lemma(t).to_lowercase());
        let outside = |&t: &usize| {
            let preposition = self.relation(t) == "case"
                && self.head(t).is_some_and(|n| n > t && !self.head(n).is_some_and(allegiance))
                && !self.is(t, "of")
                && !self.inside_a_name(t);
            // "the soldiers involved"
            preposition || self.relation(t) == "acl" && !allegiance(t)
        };
        let mut end = (head + 1..whole.end).find(outside).unwrap_or(whole.end);
        while end > head + 1 && matches!(self.token(end - 1).upos, "PUNCT" | "ADV" | "CCONJ" | "DET") {
            end -= 1;
        }
        whole.start..end
    }

    /// The word of quantity under which a noun is counted.
    fn counting(&self, t: usize) -> Option<usize> {
        let h = self.head(t)?;
        let of = self.relation(t) == "nmod" && self.preposition(t).as_deref() == Some("of");
        (of && self.tables.classes.holds("quantity", &self.lemma(h).to_lowercase())).then_some(h)
    }

    /// "Movement for the Defence of the Marshes": a preposition between words of one name.
    fn inside_a_name(&self, t: usize) -> bool {
        self.syntax.spans.iter().any(|s| {
            s.tokens.start < t
                && t + 1 < s.tokens.end
                && !matches!(s.label, "Temporal" | "tim" | "Quantity" | "Money")
        })
    }

    fn belongs(&self, c: usize, parent: usize, head: usize) -> bool {
        if self.sentence[c] != self.sentence[head] {
            return false;
        }
        match self.relation(c) {
            "det" | "amod" | "compound" | "nummod" | "flat" | "fixed" | "goeswith" | "advmod" => true,
            // the preposition of the whole phrase stays outside, those within it inside
            "case" => parent != head,
            // the years in "the 44-year-old driver" are no time of anything
            "nmod" | "obl" => {
                !self.time_like(c)
                    || self.token(c).deprel == "nmod:poss"
                    || (parent != head && self.token(parent).upos == "ADJ")
            }
            "conj" | "cc" => parent != head,
            "acl" => self.token(c).upos == "ADJ",
            "punct" => {
                self.word(c) == "-"
                    || (parent != head && !matches!(self.word(c), "," | ";" | ":" | "(" | ")"))
            }
            _ => false,
        }
    }

    /// A quotation mark or hyphen inside the phrase, with more of the phrase behind it.
    fn quiet(&self, t: usize, next: Option<usize>, keep: &[usize]) -> bool {
        let mark = matches!(self.word(t), "\"" | "“" | "”" | "'" | "‘" | "’" | "-");
        mark && next.is_some_and(|n| keep.contains(&n))
    }

    fn opens(&self, t: usize) -> bool {
        matches!(self.word(t), "\"" | "“" | "‘")
    }

    /// The bytes that a run of tokens covers.
    pub fn bytes(&self, tokens: &Range<usize>) -> Range<usize> {
        self.token(tokens.start).range.start..self.token(tokens.end - 1).range.end
    }
}
