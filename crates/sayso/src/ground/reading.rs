//! The reading: what was found in the words, put into the record.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::edge::Codepoints;
use crate::ingest::{ParagraphRole, Report};
use crate::read::affiliation;
use crate::read::arguments::{Filler, Why};
use crate::read::coreference::{self, Clusters};
use crate::read::events::{self, Telling};
use crate::read::graph::Graph;
use crate::read::happenings::{self, Happening, People};
use crate::read::harm;
use crate::read::judge;
use crate::read::mentions::{Form, Mention};
use crate::read::parts;
use crate::read::statements::{self, Saying};
use crate::record::*;
use crate::tables::{ARGUMENT_FEATURES, Harm, LinkRole, acled};

use super::acled::Scene;
use super::cast::Cast;
use super::party;
use super::place::{Found, Resolution};
use super::setting::{self, Where};
use super::time::Expression;
use super::toll::{self, Portion};

/// Everything that the rooms before found, with the tables and the report at hand.
pub struct Findings<'a> {
    /// The report.
    pub report: &'a Report,
    /// Its trees.
    pub graph: &'a Graph<'a>,
    /// Who says what.
    pub sayings: Vec<Saying>,
    /// Tellings of events.
    pub tellings: Vec<Telling>,
    /// Who is who.
    pub clusters: Clusters,
    /// Participants of attacks that the model sees.
    pub parts: Vec<parts::Found>,
    /// Expressions of time.
    pub times: &'a [Expression],
    /// Head tokens of the names that were looked up as places.
    pub place_heads: Vec<usize>,
    /// What they mean.
    pub places: &'a [Resolution],
}

/// What its own words put on a day after the report's has not happened yet: "the summit next Friday". A past tense is
/// believed against the calendar.
pub fn put_off(findings: &mut Findings<'_>) {
    let Some(today) = findings.report.date else { return };
    let graph = findings.graph;
    let world = setting::World::new(graph, findings.times, &findings.place_heads, findings.places);
    let to_come = |t: &Telling| {
        let at = setting::of(graph, &world, &findings.clusters, &findings.sayings, t);
        matches!(t.status, Status::Occurred | Status::Ongoing)
            && !matches!(graph.token(t.trigger.token).xpos, "VBD" | "VBN")
            && setting::setting(&world, at).days.is_some_and(|(first, _)| first > today)
    };
    let later: Vec<bool> = findings.tellings.iter().map(to_come).collect();
    for (telling, _) in findings.tellings.iter_mut().zip(later).filter(|(_, later)| *later) {
        telling.status = Status::Intended;
    }
}

/// The heads of all phrases that name somebody or something of interest.
pub fn heads(
    graph: &Graph<'_>,
    sayings: &[Saying],
    tellings: &[Telling],
    parts: &[parts::Found],
) -> Vec<usize> {
    let mut heads: Vec<usize> = tellings
        .iter()
        .flat_map(|t| t.fillers.iter().filter(|f| f.role != LinkRole::Content).map(|f| f.head))
        .chain(sayings.iter().filter_map(|s| s.source))
        .chain(sayings.iter().filter_map(|s| s.source).flat_map(|s| graph.with_conjuncts(s)))
        .chain(names(graph))
        .chain(parts.iter().map(|f| f.head).filter(|&h| graph.is_noun(h)))
        .chain(harm::find(graph).into_iter().flat_map(|h| h.people))
        .collect();
    let joined: Vec<usize> =
        heads.iter().flat_map(|&h| graph.children_by(h, "appos")).filter(|&a| graph.is_noun(a)).collect();
    heads.extend(joined);
    heads.sort_unstable();
    heads.dedup();
    heads
}

/// Heads of the spans that are names.
fn names<'a>(graph: &'a Graph<'_>) -> impl Iterator<Item = usize> + 'a {
    graph.syntax.spans.iter().filter_map(|s| {
        let head = s.tokens.clone().find(|&t| graph.head(t).is_none_or(|h| !s.tokens.contains(&h)))?;
        let named = matches!(
            s.label,
            "Person" | "PER" | "per" | "Organisation" | "ORG" | "org" | "Location" | "LOC" | "geo" | "gpe"
        );
        (named && graph.token(head).upos == "PROPN").then_some(head)
    })
}

/// The record's parts that the words give; the report's own data are added by the caller.
pub struct Parts {
    /// Who and what.
    pub entities: Vec<Entity>,
    /// When.
    pub times: Vec<Time>,
    /// On whose word.
    pub statements: Vec<Statement>,
    /// What.
    pub events: Vec<Event>,
    /// For each event and argument what its confidence was weighed from.
    pub supports: Vec<Vec<[f64; ARGUMENT_FEATURES.len()]>>,
}

/// Puts the findings into the record.
pub fn parts(findings: &Findings<'_>) -> Parts {
    Writer::new(findings).write()
}

/// Somebody or something in a role of an event.
struct Filled {
    role: Role,
    head: usize,
    words: Range<usize>,
    /// The tellings whose rows link it; none where only the model sees it.
    tellings: Vec<usize>,
}

/// How many words of one context make it that of every event of the report.
const RUNS_THROUGH: usize = 5;

/// What a word of harm says, and the telling that it belongs to.
struct Told {
    harm: Harm,
    portions: Vec<Portion>,
    telling: Option<usize>,
}

/// What every word of harm says.
fn told(graph: &Graph<'_>, clusters: &Clusters, tellings: &[Telling]) -> Vec<Told> {
    let mut out: Vec<Told> = Vec::new();
    for h in harm::find(graph) {
        let portions = toll::portions(graph, clusters, &h);
        let own = tellings.iter().position(|t| t.trigger.words.contains(&h.token));
        let telling =
            own.or_else(|| continued(graph, tellings, &out, &h)).or_else(|| near(graph, tellings, h.token));
        if !portions.is_empty() {
            out.push(Told { harm: h.harm, portions, telling });
        }
    }
    out
}

/// How many sentences before a word of harm the event may be told of which it gives the harm.
const BEFORE: usize = 3;
/// The same where that event is already known to have harmed people so.
const CONTINUED: usize = 8;

/// "Bodies of two rebels were found later": the last event told before that has killed people already, unless the sentence
/// itself tells of one.
fn continued(graph: &Graph<'_>, tellings: &[Telling], told: &[Told], h: &harm::Harmed) -> Option<usize> {
    let at = graph.sentence_of(h.token);
    let sentence = |i: usize| graph.sentence_of(tellings[i].trigger.token);
    let here = |i: &usize| sentence(*i) == at && tellings[*i].plover(graph) == PloverType::Assault;
    if (0..tellings.len()).any(|i| here(&i)) {
        let harmful = |t: &&Told| t.telling.is_some_and(|i| here(&i));
        return told.iter().rev().find(harmful).and_then(|t| t.telling);
    }
    let alike = |x: Harm| x == h.harm || matches!((x, h.harm), (Harm::Hit, Harm::Killed | Harm::Injured));
    let before =
        |t: &&Told| alike(t.harm) && t.telling.is_some_and(|i| at - sentence(i).min(at) <= CONTINUED);
    told.iter().rev().find(before).and_then(|t| t.telling)
}

/// The violent event that a word of harm outside its own words speaks of: the nearest in its sentence, else the last one
/// told shortly before.
fn near(graph: &Graph<'_>, tellings: &[Telling], token: usize) -> Option<usize> {
    let at = graph.sentence_of(token);
    let violent = |i: &usize| {
        matches!(tellings[*i].plover(graph), PloverType::Assault | PloverType::Protest)
            && matches!(tellings[*i].status, Status::Occurred | Status::Ongoing)
    };
    let sentence = |i: usize| graph.sentence_of(tellings[i].trigger.token);
    let all = || (0..tellings.len()).filter(violent);
    all()
        .filter(|&i| sentence(i) == at)
        .min_by_key(|&i| (tellings[i].trigger.token.abs_diff(token), i))
        .or_else(|| all().rfind(|&i| sentence(i) < at && at - sentence(i) <= BEFORE))
        // "The body of a trader was found. Rebels had abducted him"
        .or_else(|| all().find(|&i| sentence(i) == at + 1))
}

/// The people whom a telling's own words say to be harmed, for the merging of tellings.
fn people_of(told: &[Told], telling: usize) -> Vec<People> {
    let own = told.iter().filter(|t| t.telling == Some(telling));
    own.flat_map(|t| {
        t.portions.iter().map(|p| People {
            harm: t.harm,
            low: p.low,
            high: p.high,
            sector: p.sector.clone(),
            cluster: p.cluster,
            more: p.more,
            definite: p.definite,
            named: p.named,
        })
    })
    .collect()
}

struct Writer<'a> {
    f: &'a Findings<'a>,
    graph: &'a Graph<'a>,
    edge: Codepoints<'a>,
    world: setting::World<'a>,
    wheres: Vec<Where>,
    happenings: Vec<Happening>,
    cast: Cast<'a>,
    /// Participants of each happening that only the model sees.
    unlinked: Vec<Vec<(Role, Range<usize>, usize)>>,
    /// What each word of harm says.
    told: Vec<Told>,
    /// What is said of the people harmed, by happening.
    tolls: Vec<Vec<(Harm, Vec<Portion>)>>,
    /// Identifiers of the clusters that the record names.
    ids: BTreeMap<usize, String>,
    /// Identifiers of the sayings.
    statement_ids: Vec<String>,
    /// What ACLED's rules look at.
    scene: Scene<'a>,
    /// Words that speak of a context: their sentence and the context.
    contexts: Vec<(usize, &'a str)>,
    /// Contexts that run through the whole report.
    through: Vec<&'a str>,
}

impl<'a> Writer<'a> {
    fn new(f: &'a Findings<'a>) -> Self {
        let graph = f.graph;
        let world = setting::World::new(graph, f.times, &f.place_heads, f.places);
        let wheres: Vec<Where> =
            f.tellings.iter().map(|t| setting::of(graph, &world, &f.clusters, &f.sayings, t)).collect();
        let told = told(graph, &f.clusters, &f.tellings);
        let settings: Vec<_> = wheres
            .iter()
            .enumerate()
            .map(|(i, w)| happenings::Setting { people: people_of(&told, i), ..setting::setting(&world, *w) })
            .collect();
        let happenings = happenings::merge(graph, f.report, &f.clusters, &f.tellings, settings);
        let cast = Cast::new(graph, &f.clusters, f.parts.clone());
        let contexts = contexts(graph);
        let statement_ids = (1..=f.sayings.len()).map(|n| format!("s{n}")).collect();
        let scene = Scene {
            graph,
            clusters: &f.clusters,
            tellings: &f.tellings,
            parts: f.tellings.iter().map(|t| roles(f, &world, t).collect()).collect(),
            codings: (0..f.clusters.all.len()).map(|c| coding(f, c)).collect(),
        };
        Self {
            f,
            graph,
            edge: Codepoints::new(f.report),
            world,
            wheres,
            tolls: Vec::new(),
            told,
            happenings,
            cast,
            unlinked: Vec::new(),
            ids: BTreeMap::new(),
            statement_ids,
            scene,
            through: through(&contexts),
            contexts,
        }
    }

    fn write(mut self) -> Parts {
        self.happenings =
            std::mem::take(&mut self.happenings).into_iter().filter(|h| self.worth(h)).collect();
        self.tolls = self
            .happenings
            .iter()
            .map(|h| {
                let of = |t: &&Told| t.telling.is_some_and(|i| h.tellings.contains(&i));
                self.told.iter().filter(of).map(|t| (t.harm, t.portions.clone())).collect()
            })
            .collect();
        self.unlinked = self.cast.unlinked(&self.f.tellings, &self.happenings);
        let used = self.used_clusters();
        let mut order: Vec<usize> = used;
        order.sort_by_key(|&c| self.f.clusters.all[c].mentions.first().copied());
        self.ids = order.iter().enumerate().map(|(n, &c)| (c, format!("n{}", n + 1))).collect();
        let events: Vec<Event> = self.happenings.iter().enumerate().map(|(n, h)| self.event(n, h)).collect();
        Parts {
            supports: self.supports(),
            entities: order.iter().map(|&c| self.entity(c)).collect(),
            times: self.f.times.iter().map(|e| self.time(e)).collect(),
            statements: (0..self.f.sayings.len()).map(|i| self.statement(i, &events)).collect(),
            events,
        }
    }

    /// A lone noun that names no participant, place or day and has harmed nobody tells too little to be an event; so does one
    /// for what parties do together or for each other ("the arms sales to X", "during a summit") that names none of them.
    fn worth(&self, h: &Happening) -> bool {
        let harmed = |i: &usize| self.told.iter().any(|t| t.telling == Some(*i));
        h.tellings.iter().any(harmed)
            || h.tellings.iter().any(|&i| {
                let t = &self.f.tellings[i];
                let named =
                    || self.roles(t).any(|(role, _)| role == Role::Actor) || self.roles(t).count() > 1;
                if events::is_noun(self.graph, t) && needs_actor(t.plover(self.graph)) && !named() {
                    return false;
                }
                let participants = self.roles(t).next().is_some();
                let placed = self.wheres[i].time.is_some() || self.wheres[i].place.is_some();
                participants
                    || (placed && t.plover(self.graph) == PloverType::Assault)
                    || (placed && t.plover(self.graph) == PloverType::Protest && !self.before_a_noun(t))
                    || (!events::is_noun(self.graph, t) && placed)
            })
    }

    /// "a protest camp"
    fn before_a_noun(&self, t: &Telling) -> bool {
        self.graph.relation(t.trigger.token) == "compound"
    }

    fn span(&self, bytes: Range<usize>) -> Span {
        self.edge.span(bytes)
    }

    fn words(&self, tokens: &Range<usize>) -> Span {
        self.span(self.graph.bytes(tokens))
    }

    fn roles<'b>(&'b self, t: &'b Telling) -> impl Iterator<Item = (Role, usize)> + 'b {
        roles(self.f, &self.world, t)
    }

    /// Clusters that have a name, take part in an event or speak.
    fn used_clusters(&self) -> Vec<usize> {
        let clusters = &self.f.clusters;
        let in_events = self
            .happenings
            .iter()
            .flat_map(|h| &h.tellings)
            .flat_map(|&i| self.roles(&self.f.tellings[i]).map(|(_, head)| head).collect::<Vec<_>>());
        let sources = self.f.sayings.iter().filter_map(|s| s.source);
        let unlinked = self.unlinked.iter().flatten().map(|(_, _, head)| *head);
        let mut used: Vec<usize> =
            in_events.chain(sources).chain(unlinked).filter_map(|h| clusters.of(h)).collect();
        used.extend((0..clusters.all.len()).filter(|&c| !clusters.all[c].keys.is_empty()));
        used.sort_unstable();
        used.dedup();
        used.retain(|&c| !clusters.all[c].mentions.is_empty());
        used
    }

    fn entity(&self, c: usize) -> Entity {
        let cluster = &self.f.clusters.all[c];
        let mentions: Vec<Span> = cluster.mentions.iter().map(|&i| self.mention_span(i)).collect();
        let mut coding = self.coding(c);
        let derived = if coding.country.is_none() { self.country_of_place(c, &coding) } else { None };
        if let Some((country, _)) = &derived {
            coding.country = Some(country.clone());
        }
        if coding.sector.is_none() && self.speaks_for_its_state(c) {
            coding.sector = Some("GOV".to_owned());
        }
        let place = cluster
            .mentions
            .iter()
            .find_map(|&i| self.place_of_head(self.f.clusters.mentions[i].head))
            .filter(|_| cluster.kind == Some(EntityKind::Place));
        Entity {
            id: self.ids[&c].clone(),
            kind: cluster.kind.unwrap_or(EntityKind::Other),
            name: self.name(c),
            mentions,
            country: coding.country.or_else(|| place.and_then(|p| p.country.clone())),
            sector: coding.sector,
            country_span: derived.map(|(_, words)| words),
            office: coding.office,
            of: cluster.principal.filter(|&p| p != c).and_then(|p| self.ids.get(&p).cloned()),
            place: place.map(Place::from),
        }
    }

    fn coding(&self, c: usize) -> party::Coding {
        self.scene.codings[c].clone()
    }

    /// "Paris warned ...": a capital that acts or speaks is its government.
    fn speaks_for_its_state(&self, c: usize) -> bool {
        let cluster = &self.f.clusters.all[c];
        let is = |head: usize| self.f.clusters.of(head) == Some(c);
        cluster.kind == Some(EntityKind::Place)
            && cluster.keys.iter().any(|k| self.graph.tables.world.capital(k).is_some())
            && (self.f.sayings.iter().any(|s| s.source.is_some_and(is))
                || self
                    .f
                    .tellings
                    .iter()
                    .any(|t| self.roles(t).any(|(role, head)| role == Role::Actor && is(head))))
    }

    /// The country of the place where a party without a name stands or acts, and the words that name the place: in its own
    /// phrase, by the happenings it takes part in, the only country of its sentence, the one country of the report.
    fn country_of_place(&self, c: usize, coding: &party::Coding) -> Option<(String, Span)> {
        let cluster = &self.f.clusters.all[c];
        if !cluster.keys.is_empty() || !coding.sector.as_deref().is_some_and(party::at_home) {
            return None;
        }
        let mentions = cluster.mentions.iter().map(|&i| &self.f.clusters.mentions[i]);
        let mentions: Vec<_> = mentions.filter(|m| m.form != Form::Pronoun).collect();
        let placed = |head: usize| self.place_of_head(head)?.country.clone().map(|country| (country, head));
        let within = |range: Range<usize>| -> Vec<(String, usize)> {
            range.filter_map(|t| self.graph.is_noun(t).then(|| placed(t))?).collect()
        };
        let phrases = || mentions.iter().find_map(|m| only(within(m.phrase.clone())));
        let happenings = || {
            let theirs = |t: &Telling| t.fillers.iter().any(|f| self.f.clusters.of(f.head) == Some(c));
            let tellings = self.f.tellings.iter().zip(&self.wheres);
            only(
                tellings.filter(|(t, w)| w.near && theirs(t)).filter_map(|(_, w)| placed(w.place?)).collect(),
            )
        };
        let sentences = || {
            let sentence =
                |m: &&Mention| self.graph.syntax.sentences[self.graph.sentence_of(m.head)].tokens.clone();
            mentions.iter().find_map(|m| only(within(sentence(m))))
        };
        let report = || only(self.world.places.iter().filter_map(|(head, _)| placed(*head)).collect());
        let (country, head) = phrases().or_else(happenings).or_else(sentences).or_else(report)?;
        let mention = self.f.clusters.mentions.iter().position(|m| m.head == head);
        Some((country, mention.map_or_else(|| self.words(&(head..head + 1)), |i| self.mention_span(i))))
    }

    fn mention_span(&self, i: usize) -> Span {
        let m = &self.f.clusters.mentions[i];
        match &m.name {
            Some(name) => self.words(name),
            None if m.form == Form::Pronoun => self.words(&m.phrase),
            None => self.words(&self.graph.core_phrase(m.head)),
        }
    }

    /// The longest name, or the longest description where there is none.
    fn name(&self, c: usize) -> String {
        let clusters = &self.f.clusters;
        let of = |form: &dyn Fn(Form) -> bool| {
            clusters.all[c]
                .mentions
                .iter()
                .filter(|&&i| form(clusters.mentions[i].form))
                .map(|&i| self.mention_span(i).quote)
                .reduce(|a, b| if b.chars().count() > a.chars().count() { b } else { a })
        };
        of(&|f| f == Form::Name)
            .or_else(|| of(&|f| f != Form::Pronoun))
            .or_else(|| of(&|_| true))
            .map(|n| n.split_whitespace().collect::<Vec<_>>().join(" "))
            .unwrap_or_default()
    }

    fn place_of_head(&self, head: usize) -> Option<&'a Found> {
        self.world.places.iter().find(|p| p.0 == head).map(|p| p.1)
    }

    fn time(&self, e: &Expression) -> Time {
        Time {
            span: self.span(e.range.clone()),
            kind: e.kind,
            value: e.value.clone(),
            from: e.from.map(|d| d.to_string()),
            to: e.to.map(|d| d.to_string()),
        }
    }

    fn event_time(&self, i: usize) -> EventTime {
        let e = &self.f.times[i];
        EventTime {
            from: e.from.map(|d| d.to_string()),
            to: e.to.map(|d| d.to_string()),
            precision: e.precision,
            span: Some(self.span(e.range.clone())),
        }
    }

    fn statement(&self, i: usize, events: &[Event]) -> Statement {
        let s = &self.f.sayings[i];
        let id = self.statement_ids[i].clone();
        Statement {
            act: s.act,
            source: s.source.map(|h| self.source(h, s.cue, &id, events)),
            via: self.via(s),
            cue: self.words(&s.cue_words),
            content: s.content.iter().map(|r| self.words(r)).collect(),
            direct: s.direct,
            time: self.cue_time(s),
            within: s.within.map(|w| self.statement_ids[w].clone()),
            id,
        }
    }

    fn via(&self, s: &Saying) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for v in &s.via {
            let quote = self.words(v).quote;
            if !out.contains(&quote) {
                out.push(quote);
            }
        }
        out
    }

    fn cue_time(&self, s: &Saying) -> Option<EventTime> {
        let i = (0..self.f.times.len()).find(|&i| {
            let tokens = self.world.time_tokens[i].clone();
            self.f.times[i].from.is_some()
                && tokens.clone().any(|t| !s.covers(t) && self.hangs_directly(t, s.cue, &tokens))
        })?;
        Some(self.event_time(i))
    }

    fn hangs_directly(&self, t: usize, cue: usize, inside: &Range<usize>) -> bool {
        let mut x = t;
        for _ in 0..4 {
            match self.graph.head(x) {
                Some(h) if h == cue => return true,
                Some(h)
                    if inside.contains(&h)
                        || matches!(self.graph.relation(x), "nmod" | "obl" | "compound" | "nummod")
                            && self.graph.is_noun(h) =>
                {
                    x = h
                }
                _ => return false,
            }
        }
        false
    }

    fn source(&self, head: usize, cue: usize, statement: &str, events: &[Event]) -> Source {
        let cluster = self.f.clusters.of(head);
        let entity = cluster.and_then(|c| self.ids.get(&c).cloned());
        let phrase = self.graph.phrase(head);
        let lemma = self.graph.lemma(head).to_lowercase();
        let before = phrase
            .clone()
            .take_while(|&t| t < head)
            .last()
            .map(|t| format!("{} {lemma}", self.graph.lemma(t).to_lowercase()));
        let words: Vec<String> =
            before.into_iter().chain([self.graph.word(head).to_lowercase(), lemma]).collect();
        let name = cluster.map(|c| self.name(c));
        let sector = cluster.and_then(|c| self.coding(c).sector);
        let party = entity.as_ref().is_some_and(|id| {
            events.iter().any(|e| {
                e.plover.event == PloverType::Assault
                    && e.claims.iter().any(|c| c.statement.as_deref() == Some(statement))
                    && e.arguments.iter().any(|a| {
                        a.entity.as_ref() == Some(id) && matches!(a.role, Role::Actor | Role::Recipient)
                    })
            })
        });
        let kind = if party {
            Some(SourceKind::Party)
        } else {
            party::source_kind(&self.graph.tables.attribution, &words, name.as_deref(), sector.as_deref())
        };
        // in "Sisi, who told them" the word at hand is `who`
        let relative =
            self.graph.child(cue, "nsubj").filter(|&s| s != head && self.graph.antecedent(s) == head);
        Source { entity, span: self.words(&relative.map_or(phrase, |r| r..r + 1)), kind }
    }

    fn event(&self, n: usize, h: &Happening) -> Event {
        let best = self.best(h);
        let t = &self.f.tellings[best];
        let claims = self.claims(h);
        let denied =
            !claims.is_empty() && claims.iter().all(|c| matches!(c.factuality, Factuality::CertainNegative));
        let status = if denied { Status::Denied } else { t.status };
        let arguments = self.arguments(n);
        let happened = matches!(status, Status::Occurred | Status::Ongoing);
        let harmed: Vec<(What, Vec<Portion>)> =
            [What::Killed, What::Injured, What::Abducted, What::Displaced]
                .into_iter()
                .filter(|_| happened)
                .map(|what| (what, self.harmed(n, what)))
                .collect();
        let count = |what| harmed.iter().find(|(w, _)| *w == what).and_then(|(_, groups)| self.count(groups));
        Event {
            id: format!("e{}", n + 1),
            trigger: self.trigger(best),
            mentions: h.tellings.iter().filter(|&&i| i != best).map(|&i| self.trigger(i)).collect(),
            plover: self.plover(h, best),
            acled: self.scene.sub_event(&h.tellings, best).and_then(acled),
            status,
            killed: count(What::Killed),
            injured: count(What::Injured),
            abducted: count(What::Abducted),
            displaced: count(What::Displaced),
            harmed: harmed.iter().flat_map(|(w, g)| g.iter().map(|p| self.people(*w, p))).collect(),
            time: self.when(h),
            place: self.place(h),
            evidence: self.evidence(h),
            confidence: (t.confidence * 100.0).round() / 100.0,
            background: h.tellings.iter().all(|&i| background(self.graph, &self.f.tellings[i])),
            claims,
            arguments,
        }
    }

    fn trigger(&self, i: usize) -> Span {
        let words = &self.f.tellings[i].trigger.words;
        let token = self.f.tellings[i].trigger.token;
        let contiguous = words.windows(2).all(|w| w[1] == w[0] + 1);
        let tokens = if contiguous && !words.is_empty() {
            words[0]..words[words.len() - 1] + 1
        } else {
            token..token + 1
        };
        self.words(&tokens)
    }

    /// The telling that says most: with most participants, in the story rather than the title, the first of those.
    fn best(&self, h: &Happening) -> usize {
        let rank = |&i: &usize| {
            let t = &self.f.tellings[i];
            let roles: std::collections::BTreeSet<Role> = self.roles(t).map(|(r, _)| r).collect();
            let body = self.f.report.paragraphs
                [self.graph.syntax.sentences[self.graph.sentence_of(t.trigger.token)].paragraph]
                .role
                == crate::ingest::ParagraphRole::Body;
            (
                usize::from(t.as_its_sense()),
                roles.len(),
                usize::from(t.frame(self.graph).acled.is_some()),
                usize::from(body),
                std::cmp::Reverse(i),
            )
        };
        // OK because: a happening has at least one telling
        h.tellings.iter().max_by_key(|i| rank(i)).copied().unwrap_or(0)
    }

    fn plover(&self, h: &Happening, best: usize) -> Plover {
        let mode = |i: usize| self.f.tellings[i].mode(self.graph);
        let event = self.f.tellings[best].plover(self.graph);
        let from_weapon = || (event == PloverType::Assault).then(|| self.weapon_mode(h)).flatten();
        let mode = mode(best).or_else(|| h.tellings.iter().find_map(|&i| mode(i))).or_else(from_weapon);
        Plover { event, context: self.contexts(h, mode.as_deref()), mode }
    }

    /// The contexts whose words stand in the sentences that tell of the event, or run through the whole report.
    fn contexts(&self, h: &Happening, mode: Option<&str>) -> Vec<String> {
        let sentences: Vec<usize> =
            h.tellings.iter().map(|&i| self.graph.sentence_of(self.f.tellings[i].trigger.token)).collect();
        let within = |s: usize| {
            let first = self.contexts.partition_point(|(at, _)| *at < s);
            self.contexts[first..].iter().take_while(move |(at, _)| *at == s).map(|(_, context)| *context)
        };
        let mut near: Vec<&str> = sentences.into_iter().flat_map(within).collect();
        near.extend(self.through.iter().copied());
        // these modes are the contexts of the same name, by the manual
        near.extend(mode.filter(|m| matches!(*m, "misinformation" | "cyber")));
        let mut out: Vec<String> = near.into_iter().map(str::to_owned).collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The mode that the weapons of an assault speak for.
    fn weapon_mode(&self, h: &Happening) -> Option<String> {
        let world = &self.graph.tables.world;
        h.tellings
            .iter()
            .flat_map(|&i| self.roles(&self.f.tellings[i]).collect::<Vec<_>>())
            .filter(|(r, _)| *r == Role::Weapon)
            .find_map(|(_, head)| {
                let phrase = self.graph.phrase(head);
                let whole = &self.graph.text[self.graph.bytes(&phrase)];
                let by_words = || phrase.clone().rev().find_map(|t| world.weapon(self.graph.lemma(t)));
                let weapon = world.weapon(whole).or_else(by_words)?;
                Some(weapon.plover_mode.clone()).filter(|m| !m.is_empty())
            })
    }

    /// Everybody and everything that any telling names or the model sees, once a role.
    fn filled(&self, n: usize) -> Vec<Filled> {
        let linked = self.happenings[n].tellings.iter().flat_map(|&i| {
            let all = self.roles(&self.f.tellings[i]);
            all.map(move |(role, head)| Filled { role, head, words: self.core(head), tellings: vec![i] })
        });
        let seen = self.unlinked[n].iter().map(|(role, words, head)| {
            let core = self.core(*head);
            let whole = core.start <= words.start && words.end <= core.end;
            let words = if whole { core } else { words.clone() };
            Filled { role: *role, head: *head, words, tellings: Vec::new() }
        });
        let mut out: Vec<Filled> = Vec::new();
        for one in linked.chain(seen) {
            let cluster = self.f.clusters.of(one.head);
            let same =
                |x: &Filled| x.head == one.head || cluster.is_some() && self.f.clusters.of(x.head) == cluster;
            if let Some(known) = out.iter_mut().find(|x| x.role == one.role && same(x)) {
                known.tellings.extend(one.tellings);
            } else if !out.iter().any(|x| same(x) && conflicting(x.role, one.role)) {
                out.push(one);
            }
        }
        out.sort_by_key(|one| (one.role, one.head));
        out
    }

    fn arguments(&self, n: usize) -> Vec<Argument> {
        let best = &self.f.tellings[self.best(&self.happenings[n])];
        // without the model nothing can be said of a single argument
        let judged = !self.graph.syntax.judgments.is_empty();
        let attack = judged && best.plover(self.graph) == PloverType::Assault;
        let judges = &self.graph.tables.judges;
        let argument = |one: Filled| Argument {
            role: one.role,
            entity: self.f.clusters.of(one.head).and_then(|c| self.ids.get(&c).cloned()),
            span: self.words(&one.words),
            confidence: attack.then(|| {
                let support = judges.argument.probability(&self.support(&one, best.confidence));
                (support * 100.0).round() / 100.0
            }),
            statements: self.only_said(&self.happenings[n], &one),
        };
        self.filled(n).into_iter().map(argument).collect()
    }

    fn support(&self, one: &Filled, event: f64) -> [f64; ARGUMENT_FEATURES.len()] {
        self.cast.features(one.role, &one.words, one.head, !one.tellings.is_empty(), event)
    }

    /// What speaks for each argument of each event, in the order of the record.
    fn supports(&self) -> Vec<Vec<[f64; ARGUMENT_FEATURES.len()]>> {
        let of = |n: usize| {
            let event = self.f.tellings[self.best(&self.happenings[n])].confidence;
            self.filled(n).iter().map(|one| self.support(one, event)).collect()
        };
        (0..self.happenings.len()).map(of).collect()
    }

    /// The statements that an argument hangs on, where the event itself is told without one: an accused is not named by
    /// the outlet.
    fn only_said(&self, h: &Happening, named: &Filled) -> Vec<String> {
        let saying = |i: &usize| self.f.tellings[*i].saying;
        if h.tellings.iter().all(|i| saying(i).is_some())
            || named.tellings.iter().any(|i| saying(i).is_none())
        {
            return Vec::new();
        }
        let mut sayings: Vec<usize> = named.tellings.iter().filter_map(saying).collect();
        if named.tellings.is_empty() {
            sayings.extend(self.saying_around(named.head));
        }
        sayings.dedup();
        sayings.into_iter().map(|s| self.statement_ids[s].clone()).collect()
    }

    /// The saying that a word stands in or under ("police blamed the Marsh Front").
    fn saying_around(&self, token: usize) -> Option<usize> {
        let sayings = &self.f.sayings;
        let under = |s: &Saying| self.graph.below(token, s.cue);
        statements::innermost(sayings, token).or_else(|| sayings.iter().position(under))
    }

    /// The words of an argument: its noun phrase; of people, without the body they belong to ("rebels of the Marsh
    /// Front"), which is an actor of its own.
    fn core(&self, head: usize) -> Range<usize> {
        let core = self.graph.core_phrase(head);
        let member = self.graph.tables.classes.holds("membership", &self.graph.lemma(head).to_lowercase());
        let bodies = if member { Vec::new() } else { affiliation::of(self.graph, head) };
        let owned = |&t: &usize| {
            let of = self.graph.head(t).filter(|_| self.graph.is(t, "of"));
            of.is_some_and(|n| bodies.contains(&n) || self.blamed_for(n, head))
        };
        let end = (head + 1..core.end).find(owned).unwrap_or(core.end);
        core.start..end
    }

    /// "accused the army of the murder": the murder is no part of the army's name.
    fn blamed_for(&self, event: usize, head: usize) -> bool {
        let blamed = |f: &Filler| f.head == head && f.why == Why::Blamed;
        self.f.tellings.iter().any(|t| t.trigger.token == event && t.fillers.iter().any(blamed))
    }

    fn when(&self, h: &Happening) -> Option<EventTime> {
        let times = h.tellings.iter().filter_map(|&i| self.wheres[i].time);
        times.min_by_key(|&t| self.f.times[t].precision).map(|t| self.event_time(t))
    }

    fn place(&self, h: &Happening) -> Option<EventPlace> {
        let all = h.tellings.iter().map(|&i| self.wheres[i]).filter_map(|w| Some((w.near, w.place?)));
        let known = all.filter_map(|(near, p)| Some((!near, p, self.place_of_head(p)?)));
        let (_, head, found) = known.min_by_key(|(far, _, f)| (*far, f.precision))?;
        let mention = self.f.clusters.of(head).map(|c| &self.f.clusters.all[c]);
        let span = mention
            .and_then(|c| c.mentions.iter().find(|&&i| self.f.clusters.mentions[i].head == head))
            .map_or_else(|| self.words(&(head..head + 1)), |&i| self.mention_span(i));
        Some(EventPlace {
            entity: self.f.clusters.of(head).and_then(|c| self.ids.get(&c).cloned()),
            place: Place::from(found),
            span,
        })
    }

    fn claims(&self, h: &Happening) -> Vec<Claim> {
        let mut out: Vec<Claim> = Vec::new();
        for &i in &h.tellings {
            let t = &self.f.tellings[i];
            let claim = match t.saying {
                None => Claim { statement: None, factuality: base(t.status) },
                Some(s) => Claim {
                    statement: Some(self.statement_ids[s].clone()),
                    factuality: under(self.f.sayings[s].factuality, base(t.status)),
                },
            };
            if !out.iter().any(|c| c.statement == claim.statement) {
                out.push(claim);
            }
        }
        out
    }

    /// The people of a kind of harm, of which no two entries are the same.
    fn harmed(&self, h: usize, what: What) -> Vec<Portion> {
        let of = |harm: Harm| {
            let told = self.tolls[h].iter().filter(|(x, _)| *x == harm).map(|(_, p)| p.clone());
            toll::tally(&told.collect::<Vec<_>>())
        };
        match what {
            What::Killed => of(Harm::Killed),
            What::Abducted => of(Harm::Abducted),
            What::Displaced => of(Harm::Displaced),
            What::Injured => {
                let (injured, killed) = (of(Harm::Injured), of(Harm::Killed));
                if injured.is_empty() { toll::survivors(&of(Harm::Hit), &killed) } else { injured }
            }
        }
    }

    /// The number of all of them.
    fn count(&self, groups: &[Portion]) -> Option<Count> {
        let largest = groups.iter().max_by_key(|g| (g.low, std::cmp::Reverse(g.head)))?;
        let together =
            groups.iter().all(|g| self.graph.sentence_of(g.head) == self.graph.sentence_of(largest.head));
        let tokens = if together {
            let start = groups.iter().map(|g| g.tokens.start).min()?;
            start..groups.iter().map(|g| g.tokens.end).max()?
        } else {
            largest.tokens.clone()
        };
        Some(Count { low: toll::low(groups), high: toll::high(groups), span: self.words(&tokens) })
    }

    fn people(&self, what: What, p: &Portion) -> Harmed {
        Harmed {
            what,
            low: p.low,
            high: p.high,
            who: p.sector.clone(),
            entity: p.cluster.and_then(|c| self.ids.get(&c).cloned()),
            span: self.words(&p.tokens),
        }
    }

    /// Words for footage and documents in the sentences that tell of a violent event.
    fn evidence(&self, h: &Happening) -> Vec<Evidence> {
        let mut out: Vec<Evidence> = Vec::new();
        let violent = h.tellings.iter().any(|&i| {
            matches!(
                self.f.tellings[i].plover(self.graph),
                PloverType::Assault | PloverType::Coerce | PloverType::Protest
            )
        });
        let mut sentences: Vec<usize> =
            h.tellings.iter().map(|&i| self.graph.sentence_of(self.f.tellings[i].trigger.token)).collect();
        sentences.sort_unstable();
        sentences.dedup();
        for s in sentences.into_iter().filter(|_| violent) {
            let mut t = self.graph.syntax.sentences[s].tokens.start;
            let end = self.graph.syntax.sentences[s].tokens.end;
            while t < end {
                let lemma = |i: usize| (t + i < end).then(|| self.graph.lemma(t + i));
                if let Some((n, kind)) = self.graph.tables.attribution.evidence_at(lemma) {
                    out.push(Evidence { kind, span: self.words(&(t..t + n)) });
                    t += n;
                } else {
                    t += 1;
                }
            }
        }
        out
    }
}

/// The country that all of these places lie in, with the first of them; none where there are several.
fn only(places: Vec<(String, usize)>) -> Option<(String, usize)> {
    let (country, head) = places.first()?.clone();
    places.iter().all(|(c, _)| *c == country).then_some((country, head))
}

/// Who and what takes part by a telling, days aside.
fn roles<'b>(
    f: &'b Findings<'_>,
    world: &'b setting::World<'_>,
    t: &'b Telling,
) -> impl Iterator<Item = (Role, usize)> + 'b {
    let time = |head: usize| world.time_tokens.iter().any(|r| r.contains(&head));
    t.fillers
        .iter()
        .filter(move |filler| !time(filler.head))
        .filter_map(|filler| Some((events::role(f.graph, &f.clusters, t, filler)?, filler.head)))
}

/// Country and sector of a cluster.
fn coding(f: &Findings<'_>, c: usize) -> party::Coding {
    let cluster = &f.clusters.all[c];
    let principal = cluster.principal.filter(|&p| p != c).map(|p| &f.clusters.all[p]);
    party::code(f.graph.tables, cluster, principal, f.report.date)
}

/// The words of the story that speak of a context.
fn contexts<'a>(graph: &Graph<'a>) -> Vec<(usize, &'a str)> {
    let sentence = |s: usize| {
        let tokens = graph.syntax.sentences[s].tokens.clone();
        let found = move |t: usize, end: usize| {
            graph.tables.contexts.at(move |i| (t + i < end).then(|| [graph.lemma(t + i), graph.word(t + i)]))
        };
        tokens.clone().flat_map(move |t| found(t, tokens.end)).map(move |c| (s, c))
    };
    (0..graph.syntax.sentences.len()).flat_map(sentence).collect()
}

/// The contexts that many words of the report speak of.
fn through<'a>(contexts: &[(usize, &'a str)]) -> Vec<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, context) in contexts {
        *counts.entry(*context).or_default() += 1;
    }
    counts.into_iter().filter(|(_, n)| *n >= RUNS_THROUGH).map(|(context, _)| context).collect()
}

/// Types whose nouns tell nothing without the one who acts.
fn needs_actor(plover: PloverType) -> bool {
    use PloverType::{Accuse, Agree, Aid, Consult, Cooperate, Support};
    matches!(plover, Accuse | Agree | Aid | Consult | Cooperate | Support)
}

/// How far up a word is sought that makes what is below it background.
const ABOVE: usize = 5;

/// Whether a telling only looks back at an event to say something else: who was involved in it, what was done in revenge
/// for it, which one is meant ("the slain leader", "surrendered rebels").
fn background(graph: &Graph<'_>, t: &Telling) -> bool {
    let token = t.trigger.token;
    let describes = matches!(graph.token(token).deprel, "amod" | "acl") && !graph.infinitive(token);
    if graph.is_verb(token) && describes && graph.head(token).is_some_and(|h| token < h) {
        return true;
    }
    let mut at = token;
    for _ in 0..ABOVE {
        if matches!(graph.relation(at), "nsubj" | "ccomp" | "parataxis" | "root") {
            return false;
        }
        let preposition = graph.preposition(at);
        let behind =
            |t: usize| graph.children_by(t, "case").chain(graph.children_by(t, "mark")).next().is_some();
        let looks_back = |lemma: &str| graph.tables.classes.holds("background", &lemma.to_lowercase());
        // "accused in the murder", "wanted in two killings"; "accused of killing two" tells of it
        let cases = |lemma: &str| graph.tables.classes.holds("case", &lemma.to_lowercase());
        let in_it = preposition.as_deref() == Some("in");
        if preposition.is_some_and(|p| p.split(' ').any(looks_back))
            || in_it && graph.head(at).is_some_and(|h| cases(graph.lemma(h)))
        {
            return true;
        }
        match graph.head(at) {
            // "involved in the raid", not "a raid involving ..."
            Some(h) if looks_back(graph.lemma(h)) && (graph.is_noun(h) || behind(at)) => return true,
            Some(h) => at = h,
            None => return false,
        }
    }
    false
}

/// Nobody is both who did it and whom it was done to.
fn conflicting(a: Role, b: Role) -> bool {
    let patient = |r| matches!(r, Role::Recipient | Role::Victim | Role::Target);
    (a == Role::Actor && patient(b)) || (b == Role::Actor && patient(a)) || (patient(a) && patient(b))
}

/// FactBank's value for the one whose telling it is.
fn base(status: Status) -> Factuality {
    match status {
        Status::Occurred | Status::Ongoing => Factuality::CertainPositive,
        Status::Denied => Factuality::CertainNegative,
        Status::Hypothetical => Factuality::PossiblePositive,
        Status::Intended | Status::Threatened | Status::Requested | Status::Conditional => {
            Factuality::Underspecified
        }
    }
}

/// What a source holds of an event in the content of a saying, from what it holds of the content.
fn under(cue: Factuality, event: Factuality) -> Factuality {
    use Factuality::*;
    match (cue, event) {
        (CertainPositive, e) => e,
        (CertainNegative, CertainPositive) => CertainNegative,
        // the status has the denial in it already (`status::of` asks the word of denying too)
        (CertainNegative, CertainNegative) => CertainNegative,
        (ProbablePositive, CertainPositive) => ProbablePositive,
        (ProbablePositive, CertainNegative) => ProbableNegative,
        (PossiblePositive, CertainPositive | PossiblePositive) => PossiblePositive,
        (PossiblePositive, CertainNegative) => PossibleNegative,
        (ProbablePositive, PossiblePositive) => PossiblePositive,
        _ => Underspecified,
    }
}

/// Links mentions and finds who is who; a thin step kept here so that the caller need not know the heads.
pub fn clusters(
    graph: &Graph<'_>,
    sayings: &[Saying],
    tellings: &[Telling],
    parts: &[parts::Found],
    report: &Report,
) -> Clusters {
    let mut clusters = coreference::link(graph, &heads(graph, sayings, tellings, parts), report.date);
    for telling in tellings {
        for filler in telling.fillers.iter().filter(|f| events::hurt(graph, telling, f)) {
            clusters.take_for_people(filler.head);
        }
    }
    others(graph, tellings, &mut clusters);
    clusters
}

/// "Three soldiers were killed and five others wounded": the others are what those before them are.
fn others(graph: &Graph<'_>, tellings: &[Telling], clusters: &mut Clusters) {
    let hurt: Vec<usize> = tellings
        .iter()
        .flat_map(|t| t.fillers.iter().filter(|f| events::hurt(graph, t, f)).map(|f| f.head))
        .collect();
    for pair in hurt.windows(2) {
        let near = graph.sentence_of(pair[0]) == graph.sentence_of(pair[1]);
        if near && graph.is(pair[1], "other") {
            clusters.alike(pair[0], pair[1]);
        }
    }
}

/// The tellings and sayings of a report.
pub fn tell(graph: &Graph<'_>, report: &Report) -> (Vec<Saying>, Vec<Telling>) {
    let sayings = statements::find(graph);
    let mut tellings = events::find(graph, &sayings);
    for t in &mut tellings {
        let paragraph = graph.syntax.sentences[graph.sentence_of(t.trigger.token)].paragraph;
        let in_title = report.paragraphs.get(paragraph).is_some_and(|p| p.role == ParagraphRole::Title);
        t.confidence = judge::confidence(graph, t, in_title);
    }
    if !graph.syntax.judgments.is_empty() {
        tellings.retain(|t| t.confidence >= judge::FLOOR);
    }
    (sayings, tellings)
}
