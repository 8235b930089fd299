//! The reading: what was found in the words, put into the record.
//!
//! One [`Writer`] holds what is known of the whole report; each part of the record is written in a file of its own.

mod arguments;
mod background;
mod characterisations;
mod contexts;
mod entities;
mod events;
mod evidence;
mod harms;
mod order;
mod settings;
mod sources;
mod statements;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::edge::Codepoints;
use crate::ingest::Report;
use crate::read::coreference::Clusters;
use crate::read::events::{self as tellings, Telling};
use crate::read::evidence::Exhibit;
use crate::read::graph::Graph;
use crate::read::happenings::{self, Happening};
use crate::read::harm::Harmed;
use crate::read::parts::Found;
use crate::read::statements::Saying;
use crate::record::{Characterisation, Entity, Event, Role, Span, Statement, Time};
use crate::tables::{ARGUMENT_FEATURES, Harm};

use super::acled::Scene;
use super::cast::Cast;
use super::party;
use super::setting::{self, Where, World};
use super::toll::Portion;
use arguments::Filled;
use contexts::Contexts;
use harms::Told;
pub use settings::{Dating, Placing, WeighedPlace};

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
    /// Words that tell what became of people.
    pub harms: Vec<Harmed>,
    /// Footage, documents and other evidence.
    pub exhibits: Vec<Exhibit>,
    /// Who is who.
    pub clusters: Clusters,
    /// Participants of attacks that the model sees.
    pub parts: Vec<Found>,
    /// Times and places.
    pub world: World<'a>,
    /// When and where each telling happened.
    pub wheres: Vec<Where>,
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
    /// What it calls whom.
    pub characterisations: Vec<Characterisation>,
}

/// What speaks for each argument of each event, in the order of [`ARGUMENT_FEATURES`].
pub type Supports = Vec<Vec<[f64; ARGUMENT_FEATURES.len()]>>;

/// Puts the findings into the record.
pub struct Writer<'a> {
    f: &'a Findings<'a>,
    graph: &'a Graph<'a>,
    edge: Codepoints<'a>,
    happenings: Vec<Happening>,
    cast: Cast<'a>,
    /// Who and what takes part in each happening.
    filled: Vec<Vec<Filled>>,
    /// What each word of harm says.
    told: Vec<Told>,
    /// What is said of the people harmed, by happening.
    tolls: Vec<Vec<(Harm, Vec<Portion>)>>,
    /// The clusters that the record names, in its order.
    named: Vec<usize>,
    /// Their identifiers.
    ids: BTreeMap<usize, String>,
    /// Identifiers of the sayings.
    statement_ids: Vec<String>,
    /// What ACLED's rules look at.
    scene: Scene<'a>,
    contexts: Contexts<'a>,
}

impl<'a> Writer<'a> {
    /// Merges the tellings into happenings and gives each who took part, what harm it did, and all of them names.
    pub fn new(f: &'a Findings<'a>) -> Self {
        let graph = f.graph;
        let told = harms::told(graph, &f.clusters, &f.tellings, &f.harms);
        let mut writer = Self {
            f,
            graph,
            edge: Codepoints::new(f.report),
            happenings: happenings(f, &told),
            told,
            cast: Cast::new(graph, &f.clusters, &f.parts),
            filled: Vec::new(),
            tolls: Vec::new(),
            named: Vec::new(),
            ids: BTreeMap::new(),
            statement_ids: (1..=f.sayings.len()).map(|n| format!("s{n}")).collect(),
            scene: scene(f),
            contexts: Contexts::new(graph),
        };
        let all = std::mem::take(&mut writer.happenings);
        writer.happenings = all.into_iter().filter(|h| writer.worth(h)).collect();
        writer.tolls = writer.happenings.iter().map(|h| harms::of(&writer.told, h)).collect();
        let unlinked = writer.cast.unlinked(&f.tellings, &writer.happenings);
        writer.filled = (0..writer.happenings.len()).map(|n| writer.fill(n, &unlinked[n])).collect();
        writer.named = writer.named_clusters(&unlinked);
        writer.ids = writer.named.iter().enumerate().map(|(n, &c)| (c, format!("n{}", n + 1))).collect();
        writer
    }

    /// The record.
    pub fn parts(&self) -> Parts {
        let entities: Vec<Entity> = self.named.iter().map(|&c| self.entity(c)).collect();
        let mut events: Vec<Event> = (0..self.happenings.len()).map(|n| self.event(n)).collect();
        self.exhibitors(&mut events, &entities);
        self.order(&mut events);
        let statement = |i: usize| self.statement(i, &events, &entities);
        Parts {
            times: self.f.world.times.iter().map(|e| self.time(e)).collect(),
            statements: (0..self.f.sayings.len()).map(statement).collect(),
            entities,
            events,
            characterisations: self.characterisations(),
        }
    }

    fn span(&self, bytes: Range<usize>) -> Span {
        self.edge.span(bytes)
    }

    fn words(&self, tokens: &Range<usize>) -> Span {
        self.span(self.graph.bytes(tokens))
    }

    /// Who and what takes part by a telling, days aside.
    fn roles(&self, telling: usize) -> impl Iterator<Item = (Role, usize)> {
        self.scene.parts[telling].iter().copied()
    }

    /// The identifier of whoever a word names.
    fn id_of(&self, head: usize) -> Option<String> {
        self.f.clusters.of(head).and_then(|c| self.ids.get(&c).cloned())
    }
}

fn happenings(f: &Findings<'_>, told: &[Told]) -> Vec<Happening> {
    let setting = |(i, w): (usize, &Where)| happenings::Setting {
        people: harms::people_of(told, i),
        ..setting::setting(w)
    };
    let settings = f.wheres.iter().enumerate().map(setting).collect();
    happenings::merge(f.graph, f.report, &f.clusters, &f.tellings, settings)
}

fn scene<'a>(f: &'a Findings<'a>) -> Scene<'a> {
    Scene {
        graph: f.graph,
        clusters: &f.clusters,
        tellings: &f.tellings,
        parts: f.tellings.iter().map(|t| roles(f, t).collect()).collect(),
        codings: (0..f.clusters.all.len()).map(|c| coding(f, c)).collect(),
    }
}

/// Who and what takes part by a telling, days aside.
fn roles<'b>(f: &'b Findings<'_>, t: &'b Telling) -> impl Iterator<Item = (Role, usize)> + 'b {
    let time = |head: usize| f.world.time_tokens.iter().any(|r| r.contains(&head));
    t.fillers
        .iter()
        .filter(move |filler| !time(filler.head))
        .filter_map(|filler| Some((tellings::role(f.graph, &f.clusters, t, filler)?, filler.head)))
}

/// Country and sector of a cluster.
fn coding(f: &Findings<'_>, c: usize) -> party::Coding {
    let cluster = &f.clusters.all[c];
    let principal = cluster.principal.filter(|&p| p != c).map(|p| &f.clusters.all[p]);
    party::code(f.graph.tables, cluster, principal, f.report.date)
}
