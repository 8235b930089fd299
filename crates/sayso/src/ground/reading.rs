//! The reading: what was found in the words, put into the record.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::edge::Codepoints;
use crate::ingest::Report;
use crate::read::coreference::{self, Clusters};
use crate::read::events::{self, Telling};
use crate::read::graph::Graph;
use crate::read::happenings::{self, Happening};
use crate::read::mentions::Form;
use crate::read::statements::{self, Saying};
use crate::record::*;
use crate::tables::{Harm, LinkRole, acled};

use super::number;
use super::party;
use super::place::{Found, Resolution};
use super::setting::{self, Where};
use super::time::Expression;

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
    /// Expressions of time.
    pub times: &'a [Expression],
    /// Head tokens of the names that were looked up as places.
    pub place_heads: Vec<usize>,
    /// What they mean.
    pub places: &'a [Resolution],
}

/// The heads of all phrases that name somebody or something of interest.
pub fn heads(graph: &Graph<'_>, sayings: &[Saying], tellings: &[Telling]) -> Vec<usize> {
    let mut heads: Vec<usize> = tellings
        .iter()
        .flat_map(|t| t.fillers.iter().filter(|f| f.role != LinkRole::Content).map(|f| f.head))
        .chain(sayings.iter().filter_map(|s| s.source))
        .chain(sayings.iter().filter_map(|s| s.source).flat_map(|s| graph.with_conjuncts(s)))
        .chain(names(graph))
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
}

/// Puts the findings into the record.
pub fn parts(findings: &Findings<'_>) -> Parts {
    Writer::new(findings).write()
}

struct Writer<'a> {
    f: &'a Findings<'a>,
    graph: &'a Graph<'a>,
    edge: Codepoints<'a>,
    world: setting::World<'a>,
    wheres: Vec<Where>,
    happenings: Vec<Happening>,
    /// Identifiers of the clusters that the record names.
    ids: BTreeMap<usize, String>,
    /// Identifiers of the sayings.
    statement_ids: Vec<String>,
}

impl<'a> Writer<'a> {
    fn new(f: &'a Findings<'a>) -> Self {
        let graph = f.graph;
        let world = setting::World::new(graph, f.times, &f.place_heads, f.places);
        let wheres: Vec<Where> =
            f.tellings.iter().map(|t| setting::of(graph, &world, &f.clusters, &f.sayings, t)).collect();
        let settings: Vec<_> = wheres.iter().map(|w| setting::setting(&world, *w)).collect();
        let happenings = happenings::merge(graph, f.report, &f.clusters, &f.tellings, settings);
        let statement_ids = (1..=f.sayings.len()).map(|n| format!("s{n}")).collect();
        Self {
            f,
            graph,
            edge: Codepoints::new(f.report),
            world,
            wheres,
            happenings,
            ids: BTreeMap::new(),
            statement_ids,
        }
    }

    fn write(mut self) -> Parts {
        self.happenings =
            std::mem::take(&mut self.happenings).into_iter().filter(|h| self.worth(h)).collect();
        let used = self.used_clusters();
        let mut order: Vec<usize> = used;
        order.sort_by_key(|&c| self.f.clusters.all[c].mentions.first().copied());
        self.ids = order.iter().enumerate().map(|(n, &c)| (c, format!("n{}", n + 1))).collect();
        let events: Vec<Event> =
            self.happenings.iter().enumerate().map(|(n, h)| self.event(n + 1, h)).collect();
        Parts {
            entities: order.iter().map(|&c| self.entity(c)).collect(),
            times: self.f.times.iter().map(|e| self.time(e)).collect(),
            statements: (0..self.f.sayings.len()).map(|i| self.statement(i, &events)).collect(),
            events,
        }
    }

    /// A lone noun that names no participant, place or day tells too little to be an event.
    fn worth(&self, h: &Happening) -> bool {
        h.tellings.iter().any(|&i| {
            let t = &self.f.tellings[i];
            let participants = self.roles(t).next().is_some();
            let placed = self.wheres[i].time.is_some() || self.wheres[i].place.is_some();
            participants
                || (placed && t.plover(self.graph) == PloverType::Assault)
                || (!events::is_noun(self.graph, t) && placed)
        })
    }

    fn span(&self, bytes: Range<usize>) -> Span {
        self.edge.span(bytes)
    }

    fn words(&self, tokens: &Range<usize>) -> Span {
        self.span(self.graph.bytes(tokens))
    }

    fn roles<'b>(&'b self, t: &'b Telling) -> impl Iterator<Item = (Role, usize)> + 'b {
        let time = |head: usize| self.world.time_tokens.iter().any(|r| r.contains(&head));
        t.fillers
            .iter()
            .filter(move |f| !time(f.head))
            .filter_map(|f| Some((events::role(self.graph, &self.f.clusters, t, f)?, f.head)))
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
        let mut used: Vec<usize> = in_events.chain(sources).filter_map(|h| clusters.of(h)).collect();
        used.extend((0..clusters.all.len()).filter(|&c| !clusters.all[c].keys.is_empty()));
        used.sort_unstable();
        used.dedup();
        used.retain(|&c| !clusters.all[c].mentions.is_empty());
        used
    }

    fn entity(&self, c: usize) -> Entity {
        let cluster = &self.f.clusters.all[c];
        let mentions: Vec<Span> = cluster.mentions.iter().map(|&i| self.mention_span(i)).collect();
        let coding = self.coding(c);
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
            place: place.map(Place::from),
        }
    }

    fn coding(&self, c: usize) -> party::Coding {
        let cluster = &self.f.clusters.all[c];
        let principal = cluster.principal.filter(|&p| p != c).map(|p| &self.f.clusters.all[p]);
        party::code(self.graph.tables, cluster, principal, self.f.report.date)
    }

    fn mention_span(&self, i: usize) -> Span {
        let m = &self.f.clusters.mentions[i];
        match &m.name {
            Some(name) => self.words(name),
            None => self.words(&m.phrase),
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
        let arguments = self.arguments(h);
        let happened = matches!(status, Status::Occurred | Status::Ongoing);
        let count = |harm| if happened { self.count(h, harm) } else { None };
        Event {
            id: format!("e{n}"),
            trigger: self.trigger(best),
            mentions: h.tellings.iter().filter(|&&i| i != best).map(|&i| self.trigger(i)).collect(),
            plover: self.plover(h, best),
            acled: self.acled(h, best, &arguments),
            status,
            killed: count(Harm::Killed),
            injured: count(Harm::Injured),
            abducted: count(Harm::Abducted),
            displaced: count(Harm::Displaced),
            time: self.when(h),
            place: self.place(h),
            evidence: self.evidence(h),
            confidence: confidence(t, &arguments, self.graph),
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
                usize::from(t.as_its_sense(self.graph)),
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
        let mode = |i: usize| {
            let t = &self.f.tellings[i];
            t.frame(self.graph).mode.clone().filter(|_| t.as_its_sense(self.graph))
        };
        let event = self.f.tellings[best].plover(self.graph);
        let from_weapon = || (event == PloverType::Assault).then(|| self.weapon_mode(h)).flatten();
        let mode = mode(best).or_else(|| h.tellings.iter().find_map(|&i| mode(i))).or_else(from_weapon);
        Plover { event, mode, context: Vec::new() }
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

    fn acled(&self, h: &Happening, best: usize, arguments: &[Argument]) -> Option<Acled> {
        let own = |i: usize| {
            let t = &self.f.tellings[i];
            t.frame(self.graph).acled.as_deref().filter(|_| t.as_its_sense(self.graph))
        };
        let vague = |s: &&str| matches!(*s, "Attack" | "Armed clash" | "Other");
        let candidates: Vec<&str> =
            std::iter::once(best).chain(h.tellings.iter().copied()).filter_map(own).collect();
        if let Some(sharp) = candidates.iter().find(|s| !vague(s)) {
            return acled(sharp);
        }
        if self.f.tellings[best].plover(self.graph) == PloverType::Assault {
            let by_weapon = self.weapon_mode(h).and_then(|m| sub_event_of_mode(&m));
            let armed = |role: Role| arguments.iter().filter(|a| a.role == role).any(|a| self.armed(a));
            let by_parties = || {
                let civil = arguments.iter().any(|a| a.role == Role::Victim && !self.armed(a));
                if armed(Role::Actor) && (armed(Role::Recipient) || armed(Role::Victim)) {
                    Some("Armed clash")
                } else if civil {
                    Some("Attack")
                } else {
                    None
                }
            };
            return by_weapon.or_else(by_parties).or(candidates.first().copied()).and_then(acled);
        }
        candidates.first().copied().and_then(acled)
    }

    fn armed(&self, a: &Argument) -> bool {
        let cluster =
            a.entity.as_ref().and_then(|id| self.ids.iter().find(|(_, x)| *x == id)).map(|(c, _)| *c);
        cluster
            .and_then(|c| self.coding(c).sector)
            .is_some_and(|s| matches!(s.as_str(), "MIL" | "REB" | "PRM" | "UAF" | "COP" | "IMG"))
    }

    /// Everybody and everything that any telling names, once a role.
    fn arguments(&self, h: &Happening) -> Vec<Argument> {
        let mut out: Vec<(Role, Option<usize>, usize)> = Vec::new();
        for &i in &h.tellings {
            for (role, head) in self.roles(&self.f.tellings[i]) {
                let cluster = self.f.clusters.of(head);
                let known = out
                    .iter()
                    .any(|(r, c, x)| *r == role && (*x == head || (cluster.is_some() && *c == cluster)));
                let other_role = cluster.is_some()
                    && out.iter().any(|(r, c, _)| *r != role && *c == cluster && conflicting(*r, role));
                if !known && !other_role {
                    out.push((role, cluster, head));
                }
            }
        }
        out.sort_by_key(|(role, _, head)| (*role, *head));
        out.into_iter()
            .map(|(role, cluster, head)| Argument {
                role,
                entity: cluster.and_then(|c| self.ids.get(&c).cloned()),
                span: self.words(&self.graph.phrase(head)),
            })
            .collect()
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

    fn count(&self, h: &Happening, harm: Harm) -> Option<Count> {
        h.tellings.iter().filter(|&&i| self.f.tellings[i].harm == Some(harm)).find_map(|&i| {
            let t = &self.f.tellings[i];
            let own = events::is_noun(self.graph, t)
                .then(|| {
                    number::of(self.graph, t.trigger.token)
                        .filter(|q| q.tokens.start < t.trigger.token && q.high != Some(1))
                })
                .flatten();
            let of_people = t
                .fillers
                .iter()
                .filter(|f| f.role == LinkRole::Patient)
                .find_map(|f| number::of(self.graph, f.head).filter(|_| self.people(f.head)));
            let q = own.or(of_people)?;
            (q.low > 0 || q.high.is_some_and(|h| h > 0)).then(|| Count {
                low: q.low,
                high: q.high,
                span: self.words(&q.tokens),
            })
        })
    }

    fn people(&self, head: usize) -> bool {
        let kind = self.f.clusters.of(head).and_then(|c| self.f.clusters.all[c].kind);
        self.graph.token(head).upos == "NUM" || matches!(kind, Some(EntityKind::Person | EntityKind::Group))
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

/// Nobody is both who did it and whom it was done to.
fn conflicting(a: Role, b: Role) -> bool {
    let patient = |r| matches!(r, Role::Recipient | Role::Victim | Role::Target);
    (a == Role::Actor && patient(b)) || (b == Role::Actor && patient(a)) || (patient(a) && patient(b))
}

fn sub_event_of_mode(mode: &str) -> Option<&'static str> {
    Some(match mode {
        "heavy-weapons" => "Shelling/artillery/missile attack",
        "aerial" | "drone" => "Air/drone strike",
        "suicide-attack" => "Suicide bomb",
        "explosives" => "Remote explosive/landmine/IED",
        "unconventional" => "Chemical weapon",
        _ => return None,
    })
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
        (CertainNegative, CertainNegative) => CertainPositive,
        (ProbablePositive, CertainPositive) => ProbablePositive,
        (ProbablePositive, CertainNegative) => ProbableNegative,
        (PossiblePositive, CertainPositive | PossiblePositive) => PossiblePositive,
        (PossiblePositive, CertainNegative) => PossibleNegative,
        (ProbablePositive, PossiblePositive) => PossiblePositive,
        _ => Underspecified,
    }
}

/// A first guess, to be replaced by a learned one: more of the frame's test and more participants make it surer.
fn confidence(t: &Telling, arguments: &[Argument], graph: &Graph<'_>) -> f64 {
    let frame = t.frame(graph);
    let tested: f64 = if frame.test.is_empty() && frame.words.len() == 1 { 0.0 } else { 0.1 };
    let actor: f64 = if arguments.iter().any(|a| a.role == Role::Actor) { 0.15 } else { 0.0 };
    let other: f64 = if arguments.iter().any(|a| a.role != Role::Actor) { 0.15 } else { 0.0 };
    ((0.45 + tested + actor + other) * 100.0).round() / 100.0
}

/// Links mentions and finds who is who; a thin step kept here so that the caller need not know the heads.
pub fn clusters(graph: &Graph<'_>, sayings: &[Saying], tellings: &[Telling], report: &Report) -> Clusters {
    coreference::link(graph, &heads(graph, sayings, tellings), report.date)
}

/// The tellings and sayings of a report.
pub fn tell(graph: &Graph<'_>) -> (Vec<Saying>, Vec<Telling>) {
    let sayings = statements::find(graph);
    let tellings = events::find(graph, &sayings);
    (sayings, tellings)
}
