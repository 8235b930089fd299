//! The whole way of a report in one call: [`read_report`].

use std::ops::Range;

use thiserror::Error;

use crate::ground::place::{self, Focus, Like, Mention, Resolution, Weights};
use crate::ground::reading::{Findings, Parts, Writer};
use crate::ground::setting::place::Atlas;
use crate::ground::setting::time::Chronicle;
use crate::ground::setting::{self, Where};
use crate::ground::time::{self, Context, Expression};
use crate::ingest::{self, Foreign, Report};
use crate::read::coreference::Clusters;
use crate::read::graph::Graph;
use crate::read::{
    Model, ModelError, events, evidence, genre, harm, judge, parts, people, standing, statements,
};
use crate::record::{EntityKind, Problem, Reader, Reading, ReportInfo, SCHEMA};
use crate::tables::gazetteer::{Gazetteer, GazetteerError, NameMatch};
use crate::tables::place_words::PlaceWords;
use crate::tables::regions::{Abbreviations, Regions};
use crate::tables::relations::Relations;
use crate::tables::{Alone, TableFile, Tables, TablesError};

pub use crate::ground::reading::{Dating, Placing, Supports, WeighedPlace};

/// The weights that are part of the program (CC BY-SA 4.0, see `models/README.md`).
const WEIGHTS: &[u8] = include_bytes!("../../../models/reader.safetensors");
/// The head that finds what gives an event its day and place, made for these weights.
const ANCHORS: &[u8] = include_bytes!("../../../models/anchors.safetensors");

/// All that reading needs beside the report: model, tables and gazetteer.
pub struct Engine {
    model: Model,
    tables: Tables,
    gazetteer: Gazetteer,
    regions: Regions,
    abbreviations: Abbreviations,
    relations: Relations,
    place_words: PlaceWords,
    weights: Weights,
    any_language: bool,
}

/// Why an engine could not be made.
#[derive(Debug, Error)]
pub enum EngineError {
    /// The weights are not what the reader needs.
    #[error("the reader's weights: {0}")]
    Model(#[from] ModelError),
    /// A row of a table is wrong.
    #[error(transparent)]
    Tables(#[from] TablesError),
    /// The gazetteer is broken.
    #[error("the gazetteer: {0}")]
    Gazetteer(#[from] GazetteerError),
    /// A table of places is broken.
    #[error("the tables of places: {0}")]
    Places(#[from] csv::Error),
}

impl Engine {
    /// The engine with what is built in.
    ///
    /// # Errors
    /// When something built in is broken, which the tests rule out.
    pub fn new() -> Result<Self, EngineError> {
        Self::with_tables(&[])
    }

    /// The engine with a user's own rows on top of the built-in tables.
    ///
    /// # Errors
    /// Names the file, the row and what is wrong with it.
    pub fn with_tables(extra: &[TableFile<'_>]) -> Result<Self, EngineError> {
        Self::of(Tables::with(extra)?)
    }

    /// The engine with these tables; the tables of places and the model are the built-in ones.
    ///
    /// # Errors
    /// When something built in is broken, which the tests rule out.
    pub fn of(tables: Tables) -> Result<Self, EngineError> {
        Ok(Self {
            model: Model::load(WEIGHTS)?.with_anchors(ANCHORS)?,
            tables,
            gazetteer: Gazetteer::embedded()?,
            regions: Regions::embedded()?,
            abbreviations: Abbreviations::embedded()?,
            relations: Relations::embedded()?,
            place_words: PlaceWords::embedded()?,
            weights: Weights::embedded()?,
            any_language: false,
        })
    }

    /// The engine with other weights than the built-in ones, without the head for days and places.
    ///
    /// # Errors
    /// When the bytes are no weights that the reader can use.
    pub fn with_weights(self, bytes: &[u8]) -> Result<Self, EngineError> {
        Ok(Self { model: Model::load(bytes)?, ..self })
    }

    /// The engine with what a user has added to the gazetteer, or with another one altogether.
    #[must_use]
    pub fn with_gazetteer(self, gazetteer: Gazetteer) -> Self {
        Self { gazetteer, ..self }
    }

    /// The engine for one who knows better than [`ingest::foreign`]: it reads whatever comes as English.
    #[must_use]
    pub fn with_any_language(self) -> Self {
        Self { any_language: true, ..self }
    }

    /// Whether it reads whatever comes as English.
    pub fn reads_any_language(&self) -> bool {
        self.any_language
    }

    /// The engine with one half of the reading of events switched off.
    #[must_use]
    pub fn alone(mut self, half: Alone) -> Self {
        self.tables.judges.alone = Some(half);
        self
    }

    /// What its readings say they were made by.
    pub fn reader(&self) -> Reader {
        Reader {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            model: self.model.name().to_owned(),
            gazetteers: self.gazetteer.added().map(|added| added.title()).collect(),
        }
    }

    /// The tables in use.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The model in use.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The tables that places are looked up in.
    pub fn places(&self) -> place::World<'_> {
        place::World {
            gazetteer: &self.gazetteer,
            regions: &self.regions,
            abbreviations: &self.abbreviations,
            relations: &self.relations,
            words: &self.place_words,
            countries: &self.tables.world.countries,
            weights: &self.weights,
        }
    }
}

/// Reads one report.
///
/// ```
/// use sayso::{Engine, ingest, read_report};
///
/// let report = ingest::text(b"Rockets hit Homs on Tuesday.", &Default::default(), &Default::default())?;
/// let reading = read_report(&report, &Engine::new()?);
/// assert_eq!(reading.schema, "sayso.reading/1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_report(report: &Report, engine: &Engine) -> Reading {
    match ingest::foreign(report).filter(|_| !engine.any_language) {
        Some(foreign) => unread(report, engine, &foreign),
        None => walk(report, engine, &mut |_| (), |_| ()).0,
    }
}

/// The reading of a report in a language that is not read: it says so and tells of nothing.
fn unread(report: &Report, engine: &Engine, foreign: &Foreign) -> Reading {
    let message = format!("{foreign}: Sayso reads English, so nothing was taken from this report");
    Reading {
        schema: SCHEMA.to_owned(),
        report: info(report),
        entities: Vec::new(),
        times: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        characterisations: Vec::new(),
        problems: vec![Problem { message, span: None }],
        reader: engine.reader(),
    }
}

/// The stages of a reading, for those who time it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Words, sentences, trees, and what else the model sees.
    Words,
    /// Who says what, what is told, who is who.
    Events,
    /// Expressions of time and their days.
    Times,
    /// Names of places and what they mean on the map.
    Places,
    /// When and where each telling happened.
    Settings,
    /// The record.
    Record,
}

/// Reads one report as [`read_report`] does, and tells at the end of each stage which one it was. A stage may come in pieces.
pub fn read_in_stages(report: &Report, engine: &Engine, mut done: impl FnMut(Stage)) -> Reading {
    let reading = walk(report, engine, &mut done, |_| ()).0;
    done(Stage::Record);
    reading
}

/// Reads one report and tells what the confidence of its arguments was weighed from: what their weights are learned on.
pub fn study(report: &Report, engine: &Engine) -> (Reading, Supports) {
    walk(report, engine, &mut |_| (), |writer| writer.supports())
}

/// When what each of some words (bytes of the text) tells of happened, whether a row of the tables knows the word or not.
pub fn date_words(report: &Report, engine: &Engine, words: &[Range<usize>]) -> Vec<Dating> {
    walk(report, engine, &mut |_| (), |writer| writer.date_words(words)).1
}

/// What the place of each telling of a report is weighed from: what the weights are learned on.
pub fn weigh_places(report: &Report, engine: &Engine) -> Vec<Placing> {
    walk(report, engine, &mut |_| (), |writer| writer.weighed_places()).1
}

/// The whole way, and whatever else is asked of what was found.
fn walk<T>(
    report: &Report,
    engine: &Engine,
    done: &mut dyn FnMut(Stage),
    more: impl Fn(&Writer<'_>) -> T,
) -> (Reading, T) {
    let mut syntax = engine.model.annotate(report);
    if engine.tables.judges.alone == Some(Alone::Tables) {
        syntax.judgments.clear();
        syntax.attributions = None;
    }
    done(Stage::Words);
    let graph = Graph::new(&report.text, &syntax, &engine.tables);
    let play = genre::play(&graph);
    let sayings = statements::find(&graph);
    let mut tellings = if play.is_some() { Vec::new() } else { events::find(&graph, &sayings) };
    judge::keep_likely(&graph, report, &mut tellings);
    let parts = if play.is_some() { Vec::new() } else { parts::find(&graph) };
    let (harms, exhibits) = (harm::find(&graph), evidence::find(&graph));
    let mut clusters = people::link(&graph, report, &sayings, &tellings, &parts, &harms, &exhibits);
    done(Stage::Events);
    let times = times(report, &graph);
    done(Stage::Times);
    let (place_heads, places, dateline) = places(report, &graph, &clusters, engine);
    for (&head, resolution) in place_heads.iter().zip(&places) {
        if resolution.found.is_some() {
            clusters.take_for_place(head);
        }
    }
    done(Stage::Places);
    standing::keep_public(&graph, &clusters, &mut tellings);
    done(Stage::Events);
    let world = setting::World::new(&graph, &times, &place_heads, &places, dateline.as_ref());
    let wheres: Vec<Where> = {
        let chronicle = Chronicle::new(&graph, &world, &sayings, report, &tellings);
        let atlas = Atlas::new(&graph, report, &clusters, &sayings, &tellings, &world.places, world.dateline);
        setting::of(&atlas, &chronicle, &tellings)
    };
    if let Some(today) = report.date {
        setting::put_off(&graph, today, &wheres, &mut tellings);
    }
    done(Stage::Settings);
    let findings = Findings {
        report,
        graph: &graph,
        sayings,
        tellings,
        harms,
        exhibits,
        clusters,
        parts,
        world,
        wheres,
    };
    let writer = Writer::new(&findings);
    let Parts { entities, times, statements, events, characterisations } = writer.parts();
    let reading = Reading {
        schema: SCHEMA.to_owned(),
        report: info(report),
        entities,
        times,
        statements,
        events,
        characterisations,
        problems: play.map(|p| Problem { message: p.notice().to_owned(), span: None }).into_iter().collect(),
        reader: engine.reader(),
    };
    (reading, more(&writer))
}

/// The expressions of time of the story, told apart by the tense of the verbs that govern them.
fn times(report: &Report, graph: &Graph<'_>) -> Vec<Expression> {
    let blocks: Vec<Range<usize>> =
        report.paragraphs.iter().filter(|p| p.role.is_story()).map(|p| p.range.clone()).collect();
    let tense_at = |range: Range<usize>| time::governing(graph, range);
    time::find(&report.text, &Context { reference: report.date, tense_at: &tense_at, blocks: &blocks })
}

/// What the names of the report mean on the map, each by its head token; last what the dateline's place means.
fn places(
    report: &Report,
    graph: &Graph<'_>,
    clusters: &Clusters,
    engine: &Engine,
) -> (Vec<usize>, Vec<Resolution>, Option<place::Found>) {
    let mut heads = Vec::new();
    let mut mentions = Vec::new();
    for m in &clusters.mentions {
        let Some(name) = &m.name else { continue };
        let kind = clusters.of(m.head).and_then(|c| clusters.all[c].kind).unwrap_or(m.kind);
        let kind = if m.kind == EntityKind::Other { kind } else { m.kind };
        let span = graph.bytes(name);
        let like = looks(graph, m.head, kind, &report.text, &span, engine);
        // "at Karsaya's Palace of Justice": the town is named too
        let owner = name.clone().find(|&t| t != m.head && owns(graph, t) && of_place(graph.word(t), engine));
        if let Some(owner) = owner.filter(|_| like != Like::Place) {
            heads.push(owner);
            mentions.push(Mention { span: graph.bytes(&(owner..owner + 1)), like: Like::Place });
        }
        heads.push(m.head);
        mentions.push(Mention { span, like });
    }
    let words = report.dateline.as_ref().and_then(|d| d.place.clone());
    let dateline = words.clone().map(|r| &report.text[r]);
    mentions.extend(words.map(|span| Mention { span, like: Like::Place }));
    let parties = party_countries(graph, clusters);
    let focus = Focus { dateline, country: None, parties: &parties };
    let mut resolved = place::resolve(&report.text, &mentions, &focus, &engine.places());
    let last = resolved.split_off(heads.len());
    (heads, resolved, last.into_iter().next().and_then(|r| r.found))
}

/// The countries of bodies and people whose names do not say them, with how often they are named.
fn party_countries<'c>(graph: &Graph<'_>, clusters: &'c Clusters) -> Vec<(&'c str, usize)> {
    let telling =
        |name: &Range<usize>| name.clone().any(|t| graph.tables.world.country_word(graph.word(t)).is_some());
    let named = |&&m: &&usize| clusters.mentions[m].name.as_ref().is_some_and(|name| !telling(name));
    let parties = clusters.all.iter().filter(|c| c.kind != Some(EntityKind::Place));
    let counted =
        parties.filter_map(|c| Some((c.country.as_deref()?, c.mentions.iter().filter(named).count())));
    counted.filter(|(_, times)| *times > 0).collect()
}

/// What a name looks like: by its kind, and by the words around it.
fn looks(
    graph: &Graph<'_>,
    head: usize,
    kind: EntityKind,
    text: &str,
    span: &Range<usize>,
    engine: &Engine,
) -> Like {
    let world = &engine.tables.world;
    let words = &text[span.clone()];
    let preposition = graph.preposition(head);
    let placed =
        preposition.is_some_and(|p| matches!(p.as_str(), "in" | "near" | "outside" | "around" | "across"));
    let labels = || graph.syntax.spans.iter().filter(|s| s.tokens.contains(&head)).map(|s| s.label);
    let seen_as_place = || labels().any(|label| matches!(label, "Location" | "LOC" | "geo" | "gpe"));
    let body = || world.group(words).is_some() || engine.tables.attribution.is_outlet(words);
    match kind {
        EntityKind::Place | EntityKind::Facility => Like::Place,
        // "the village of X"
        EntityKind::Person | EntityKind::Other
            if place::context::said_to_be_place(text, span, &engine.place_words) =>
        {
            Like::Place
        }
        // nobody is "in" a person
        EntityKind::Person if placed && world.people(words).next().is_none() => Like::Place,
        EntityKind::Person => Like::Person,
        EntityKind::Organization | EntityKind::Other
            if (placed && seen_as_place() && !body())
                || (before_public_body(graph, head) && of_place(words, engine)) =>
        {
            Like::Place
        }
        _ => Like::Organization,
    }
}

/// Whether a name owns what is named behind it: `Karsaya's ...`.
fn owns(graph: &Graph<'_>, t: usize) -> bool {
    graph.token(t).deprel == "nmod:poss" && graph.child(t, "case").is_some()
}

/// "Fargo police", "US officials": the name stands before a word for those who act for a state or a town.
fn before_public_body(graph: &Graph<'_>, head: usize) -> bool {
    let word = graph.head(head).filter(|&up| up > head && graph.relation(head) == "compound");
    let lemma = word.map(|up| graph.lemma(up).to_lowercase());
    let party = lemma.and_then(|lemma| graph.tables.world.party_word(&lemma));
    party.is_some_and(|word| matches!(word.sector.as_str(), "GOV" | "COP" | "MIL" | "JUD" | "LEG"))
}

/// People below which a town that shares its name with a body is not taken for meant.
const KNOWN_TOWN: u32 = 15_000;

/// Whether a name is a country's, or the main name of a division or a town that is known well enough.
fn of_place(name: &str, engine: &Engine) -> bool {
    let (gazetteer, countries) = (&engine.gazetteer, &engine.tables.world.countries);
    let known = |hit: NameMatch| {
        let place = gazetteer.place(hit.place);
        !hit.alternate && place.is_some_and(|p| p.kind.is_division() || p.population >= KNOWN_TOWN)
    };
    let body = engine.tables.world.group(name).is_some() || engine.tables.attribution.is_outlet(name);
    countries.named(name).is_some() || (!body && gazetteer.lookup(name).any(known))
}

/// What is known of the report itself; the text only where it is not the input's own.
fn info(report: &Report) -> ReportInfo {
    ReportInfo {
        id: report.id.clone(),
        title: report.title.clone(),
        outlet: report.outlet.clone(),
        url: report.url.clone(),
        published: report.published.clone(),
        language: report.language.clone(),
        sha256: report.sha256.clone(),
        text: report.extracted.then(|| report.text.clone()),
    }
}
