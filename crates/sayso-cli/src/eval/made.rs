//! Small readings for the tests, made by hand.

use std::ops::Range;

use sayso::record::{
    Act, Argument, Entity, EntityKind, Event, EventTime, PloverType, Reader, Reading, ReportInfo, Role,
    SCHEMA, Source, Span, Statement, TimePrecision,
};

/// A reading of nothing.
pub(crate) fn reading() -> Reading {
    Reading {
        schema: SCHEMA.to_owned(),
        report: ReportInfo {
            id: "made".to_owned(),
            title: None,
            outlet: None,
            url: None,
            published: None,
            language: None,
            sha256: String::new(),
            text: None,
        },
        entities: Vec::new(),
        times: Vec::new(),
        statements: Vec::new(),
        characterisations: Vec::new(),
        events: Vec::new(),
        problems: Vec::new(),
        reader: Reader { version: String::new(), model: String::new(), gazetteers: Vec::new() },
    }
}

/// A span with these words.
pub(crate) fn span(range: Range<usize>, quote: &str) -> Span {
    Span { start: range.start, end: range.end, quote: quote.to_owned(), part: None }
}

/// The first place of the words in the text (ASCII).
pub(crate) fn find(text: &str, quote: &str) -> Span {
    let start = text.find(quote).unwrap_or_else(|| panic!("{quote:?} is not in the text"));
    span(start..start + quote.len(), quote)
}

/// An entity with one mention.
pub(crate) fn entity(id: &str, kind: EntityKind, mention: Span) -> Entity {
    Entity {
        id: id.to_owned(),
        kind,
        name: mention.quote.clone(),
        mentions: vec![mention],
        country: None,
        sector: None,
        country_span: None,
        office: None,
        of: None,
        place: None,
    }
}

/// An event that occurred, told by the outlet.
pub(crate) fn event(kind: PloverType, trigger: Span, arguments: &[(Role, &str, Span)]) -> Event {
    let argument = |(role, entity, span): &(Role, &str, Span)| Argument {
        role: *role,
        entity: (!entity.is_empty()).then(|| (*entity).to_owned()),
        span: span.clone(),
        confidence: None,
        statements: Vec::new(),
    };
    let arguments = arguments.iter().map(argument).collect();
    Event { arguments, ..Event::told("e1", trigger, kind) }
}

/// That day as the time of an event.
pub(crate) fn day(day: &str) -> EventTime {
    EventTime {
        from: Some(day.to_owned()),
        to: Some(day.to_owned()),
        precision: TimePrecision::Day,
        span: None,
    }
}

/// A statement; no words of its spans but their places.
pub(crate) fn statement(
    source: Option<Range<usize>>,
    cue: Range<usize>,
    content: &[Range<usize>],
) -> Statement {
    Statement {
        id: "s1".to_owned(),
        act: Act::Say,
        source: source.map(|range| Source {
            entity: None,
            span: span(range, ""),
            kind: None,
            party_to: Vec::new(),
        }),
        via: Vec::new(),
        channels: Vec::new(),
        cue: span(cue, ""),
        content: content.iter().map(|range| span(range.clone(), "")).collect(),
        direct: false,
        time: None,
        within: None,
    }
}
