//! What a person reads in a terminal: the report, then each event as a block, then who says what.
//!
//! ```text
//! Rockets hit Homs
//! The Paper, 18 December 2019
//!
//! ┃ ● ASSAULT aerial                         Shelling/artillery/missile attack
//! ┃   who     forces loyal to Haftar → civilian areas
//! ```
//!
//! What the report does not have as having happened is told from the rest by its mark, by its word and by a broken line
//! at its side, so that no colour is needed.

use std::collections::HashMap;

use anstyle::{AnsiColor, Color, Style};
use jiff::civil::Date;
use sayso::ingest::Report;
use sayso::record::{
    Act, Argument, Claim, Count, Entity, Event, EventPlace, EventTime, EvidenceKind, Factuality,
    PlacePrecision, PlaceRelationKind, PloverType, Reading, Role, SourceKind, Span, Statement, Status,
    TimePrecision,
};
use serde::Serialize;

use super::text::{Words, clean, width, wrap};

/// How the table looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// Columns.
    pub(crate) width: usize,
    /// Whether colours and weights are used.
    pub(crate) color: bool,
}

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GREEN: Style = Style::new().fg_color(Some(Color::Ansi(AnsiColor::Green))).bold();
const YELLOW: Style = Style::new().fg_color(Some(Color::Ansi(AnsiColor::Yellow)));
const RED: Style = Style::new().fg_color(Some(Color::Ansi(AnsiColor::Red)));
const CYAN: Style = Style::new().fg_color(Some(Color::Ansi(AnsiColor::Cyan)));

/// Columns of the label at the start of a line.
const LABEL: usize = 9;

/// Lays out one reading.
pub(crate) fn render(report: &Report, reading: &Reading, look: Look) -> String {
    let entities = reading.entities.iter().map(|entity| (entity.id.as_str(), entity)).collect();
    let statements = reading.statements.iter().map(|statement| (statement.id.as_str(), statement)).collect();
    let mut table = Table { report, reading, look, entities, statements, out: String::new() };
    table.head();
    for event in &reading.events {
        table.event(event);
    }
    if reading.events.is_empty() {
        table.line("", |words| _ = words.add(DIM, "No events."));
    }
    table.all_statements();
    table.loaded_words();
    table.problems();
    table.out
}

struct Table<'a> {
    report: &'a Report,
    reading: &'a Reading,
    look: Look,
    entities: HashMap<&'a str, &'a Entity>,
    statements: HashMap<&'a str, &'a Statement>,
    out: String,
}

impl Table<'_> {
    fn wrap(&mut self, first: &Words, rest: &Words, words: &Words) {
        wrap(&mut self.out, first, rest, words, self.look.width, self.look.color);
    }

    fn line(&mut self, indent: &str, fill: impl FnOnce(&mut Words)) {
        let mut words = Words::default();
        fill(&mut words);
        let mut start = Words::default();
        start.plain(indent);
        self.wrap(&start, &start, &words);
    }

    fn head(&mut self) {
        let info = &self.reading.report;
        let title = info.title.clone().unwrap_or_else(|| opening(self.report));
        self.line("", |words| _ = words.add(BOLD, &title));
        let mut parts: Vec<String> = info.outlet.iter().cloned().collect();
        match &info.published {
            Some(published) => parts.push(day_of(published)),
            None => parts.push("no date of publication".to_owned()),
        }
        // An id that is only the hash tells a person nothing.
        if info.id != info.sha256 {
            parts.push(info.id.clone());
        }
        self.line("", |words| _ = words.add(DIM, &parts.join(" · ")));
        self.out.push('\n');
    }

    /// Blanks and the line at the side of an event.
    fn side(&self, event: &Event, label: &str) -> (Words, Words) {
        let (bar, style) = if is_asserted(event.status) { ("┃", GREEN) } else { ("┊", DIM) };
        let mut first = Words::default();
        first.add(style, bar).plain("   ").add(DIM, &format!("{label:<LABEL$}"));
        let mut rest = Words::default();
        rest.add(style, bar).plain(&" ".repeat(3 + LABEL));
        (first, rest)
    }

    fn field(&mut self, event: &Event, label: &str, words: &Words) {
        if !words.is_empty() {
            let (first, rest) = self.side(event, label);
            self.wrap(&first, &rest, words);
        }
    }

    fn event(&mut self, event: &Event) {
        self.event_head(event);
        let who = self.parties(event);
        self.field(event, "who", &who);
        let with = self.roles(event, &[Role::Weapon]);
        self.field(event, "with", &with);
        self.field(event, "harm", &harm(event));
        if let Some(place) = &event.place {
            self.field(event, "where", &where_(place));
        }
        if let Some(time) = &event.time {
            self.field(event, "when", &when(time));
        }
        let mut label = "says";
        for claim in &event.claims {
            let words = self.claim(claim);
            self.field(event, std::mem::take(&mut label), &words);
        }
        if !event.evidence.is_empty() {
            let mut words = Words::default();
            for (at, evidence) in event.evidence.iter().enumerate() {
                let kind = match evidence.kind {
                    EvidenceKind::Video => "video",
                    EvidenceKind::Photo => "photo",
                    EvidenceKind::Document => "document",
                    EvidenceKind::Satellite => "satellite picture",
                    EvidenceKind::Audio => "sound",
                };
                words
                    .plain(if at > 0 { "; " } else { "" })
                    .plain(kind)
                    .plain(" ")
                    .append(quoted(&evidence.span));
            }
            self.field(event, "evidence", &words);
        }
        let mut words = self.in_context(&event.trigger);
        if !event.mentions.is_empty() {
            words.add(DIM, "  also ");
            for (at, mention) in event.mentions.iter().enumerate() {
                words.add(DIM, if at > 0 { ", " } else { "" }).append(quoted(mention));
            }
        }
        self.field(event, "words", &words);
        self.out.push('\n');
    }

    fn event_head(&mut self, event: &Event) {
        let (mark, style) = mark(event.status);
        let bar = if is_asserted(event.status) { "┃" } else { "┊" };
        let mut left = Words::default();
        left.add(if is_asserted(event.status) { GREEN } else { DIM }, bar)
            .plain(" ")
            .add(style, mark)
            .plain(" ");
        let mut words = Words::default();
        if event.status != Status::Occurred {
            words.add(style, &code(&event.status).to_uppercase()).plain(" ");
        }
        // What is only asked for or feared keeps its type, in brackets.
        let name = code(&event.plover.event);
        let asserted = is_asserted(event.status);
        words.add(
            if asserted { BOLD } else { Style::new() },
            &if asserted { name } else { format!("({name})") },
        );
        if let Some(mode) = &event.plover.mode {
            words.plain(" ").plain(mode);
        }
        if !event.plover.context.is_empty() {
            words.add(DIM, &format!(" [{}]", event.plover.context.join(", ")));
        }
        if let Some(acled) = &event.acled {
            words.add(DIM, " · ").plain(&acled.sub_event_type);
        }
        words.add(DIM, &format!(" · {:.0} %", event.confidence * 100.0));
        let mut rest = Words::default();
        rest.add(if asserted { GREEN } else { DIM }, bar).plain("   ");
        self.wrap(&left, &rest, &words);
    }

    /// `actors → recipients, people and things harmed`.
    fn parties(&self, event: &Event) -> Words {
        let actors = self.roles(event, &[Role::Actor]);
        let others = self.roles(event, &[Role::Recipient, Role::Victim, Role::Target]);
        let mut words = Words::default();
        if actors.is_empty() && others.is_empty() {
            return words;
        }
        if actors.is_empty() {
            words.add(DIM, "somebody");
        } else {
            words.append(actors);
        }
        if !others.is_empty() {
            words.add(BOLD, " → ").append(others);
        } else if event.arguments.iter().filter(|argument| argument.role == Role::Actor).count() > 1
            && is_mutual(event)
        {
            words.add(DIM, " (with each other)");
        }
        words
    }

    fn roles(&self, event: &Event, roles: &[Role]) -> Words {
        let mut words = Words::default();
        let mut told: Vec<(Option<&str>, &str, Role)> = Vec::new();
        for role in roles {
            for argument in event.arguments.iter().filter(|argument| argument.role == *role) {
                let key = (argument.entity.as_deref(), argument.span.quote.as_str(), *role);
                if told.contains(&key) {
                    continue;
                }
                words.plain(if told.is_empty() { "" } else { ", " });
                told.push(key);
                words.append(self.argument(argument));
                if roles.len() > 1 && *role != Role::Recipient {
                    words.add(DIM, if *role == Role::Victim { " (victims)" } else { " (target)" });
                }
            }
        }
        words
    }

    /// An argument's words, and whom they mean where they do not say so themselves.
    fn argument(&self, argument: &Argument) -> Words {
        let mut words = Words::default();
        words.plain(&argument.span.quote);
        if let Some(entity) = argument.entity.as_deref().and_then(|id| self.entities.get(id)) {
            let mut more: Vec<&str> = Vec::new();
            if !argument.span.quote.contains(&entity.name) && !entity.name.contains(&argument.span.quote) {
                more.push(&entity.name);
            }
            more.extend(entity.country.as_deref());
            // Bodies above states have the same code twice.
            more.extend(entity.sector.as_deref().filter(|sector| entity.country.as_deref() != Some(sector)));
            if !more.is_empty() {
                words.add(DIM, &format!(" [{}]", more.join(" ")));
            }
        }
        words
    }

    /// Who says so: `source (kind) cue, via channels; reported by ...`.
    fn claim(&self, claim: &Claim) -> Words {
        let mut words = Words::default();
        match claim.statement.as_deref().and_then(|id| self.statements.get(id)) {
            Some(statement) => words = self.chain(statement),
            None => {
                let outlet = self.reading.report.outlet.as_deref().unwrap_or("the report");
                words.plain(outlet).plain(" itself");
            }
        }
        if let Some(how) = sureness(claim.factuality) {
            words.add(YELLOW, &format!(" — {how}"));
        }
        words
    }

    fn chain(&self, statement: &Statement) -> Words {
        let mut words = self.speech(statement);
        let mut at = statement;
        // A chain longer than this is a circle.
        for _ in 0..8 {
            let Some(outer) = at.within.as_deref().and_then(|id| self.statements.get(id)) else { break };
            words.add(DIM, " ← ").append(self.speech(outer));
            at = outer;
        }
        words
    }

    fn speech(&self, statement: &Statement) -> Words {
        let mut words = Words::default();
        match &statement.source {
            Some(source) => {
                words.add(CYAN, &source.span.quote);
                let entity = source.entity.as_deref().and_then(|id| self.entities.get(id));
                let name = entity.map(|entity| entity.name.as_str());
                let name = name
                    .filter(|name| !source.span.quote.contains(name) && !name.contains(&source.span.quote));
                let kind = source.kind.map(|kind| {
                    if kind == SourceKind::Ngo || kind == SourceKind::Igo {
                        code(&kind).to_uppercase()
                    } else {
                        code(&kind)
                    }
                });
                let more: Vec<&str> = name.into_iter().chain(kind.as_deref()).collect();
                if !more.is_empty() {
                    words.add(DIM, &format!(" ({})", more.join(", ")));
                }
            }
            None => _ = words.add(DIM, "somebody"),
        }
        words.plain(" ").append(quoted(&statement.cue));
        if !statement.via.is_empty() {
            words.add(DIM, " via ").plain(&statement.via.join(", "));
        }
        if let Some(time) = &statement.time {
            words.add(DIM, ", ").append(when(time));
        }
        words
    }

    /// The trigger among the words around it.
    fn in_context(&self, trigger: &Span) -> Words {
        let mut words = Words::default();
        let Some((before, after)) = self.around(trigger) else {
            return {
                words.append(quoted(trigger));
                words
            };
        };
        words.add(DIM, &before).add(BOLD, &format!("›{}‹", trigger.quote)).add(DIM, &after);
        words
    }

    /// What stands before and after a span in its paragraph, cut to about two lines.
    fn around(&self, span: &Span) -> Option<(String, String)> {
        let text = &self.report.text;
        // Code points count from the start of the part, bytes from the start of the whole.
        let base = match (span.part, self.report.title_bytes) {
            (Some(_), _) | (None, 0) => 0,
            (None, title) => title + 2,
        };
        let part = text.get(base..)?;
        let start = base + part.char_indices().nth(span.start)?.0;
        let end = start + span.quote.len();
        if text.get(start..end)? != span.quote {
            return None;
        }
        let paragraph =
            self.report.paragraphs.iter().find(|p| p.range.start <= start && end <= p.range.end)?;
        let room = (2 * (self.look.width - LABEL - 4)).saturating_sub(width(&span.quote) + 6);
        let before = clean(&text[paragraph.range.start..start]);
        let after = clean(&text[end..paragraph.range.end]);
        // What one side does not need, the other has.
        let left = room.saturating_sub(width(&after)).max(room / 2);
        let before = last_words(&before, left);
        let right = room.saturating_sub(width(&before));
        Some((before, first_words(&after, right)))
    }

    fn all_statements(&mut self) {
        if self.reading.statements.is_empty() {
            return;
        }
        self.line("", |words| _ = words.add(BOLD, "Who says what"));
        for statement in &self.reading.statements {
            let mut words = self.chain(statement);
            let act = code(&statement.act).replace('-', " ");
            // The cue often is the act.
            if !statement.cue.quote.to_lowercase().starts_with(&act[..act.len().min(3)])
                && statement.act != Act::Say
            {
                words.add(DIM, &format!(" [{act}]"));
            }
            if let Some(first) = statement.content.first() {
                words.plain(": ");
                let content: Vec<&str> = statement.content.iter().map(|span| span.quote.as_str()).collect();
                let content = first_words(&clean(&content.join(" … ")), 2 * self.look.width);
                // Word for word, or in the report's own words.
                if statement.direct && !first.quote.starts_with(['"', '“', '«', '\'', '‘']) {
                    words.plain("“").plain(&content).plain("”");
                } else {
                    words.plain(&content);
                }
            }
            let mut first = Words::default();
            first.add(DIM, &format!("{:>4} ", statement.id));
            let mut rest = Words::default();
            rest.plain("     ");
            self.wrap(&first, &rest, &words);
        }
    }

    /// What is called what, and by whom, in one line: `“rogue” general: the report itself; “terrorists”: s2, quoted`.
    fn loaded_words(&mut self) {
        let all = &self.reading.characterisations;
        if all.is_empty() {
            return;
        }
        let mut words = Words::default();
        for (at, one) in all.iter().enumerate() {
            words.plain(if at > 0 { "; " } else { "" }).append(quoted(&one.span));
            let whom = one.of.as_deref().and_then(|id| self.entities.get(id)).map(|e| e.name.as_str());
            if let Some(whom) = whom.or(one.about.as_ref().map(|span| span.quote.as_str()))
                && !one.span.quote.contains(whom)
            {
                words.plain(" of ").plain(whom);
            }
            let voice = match (&one.statement, one.quoted) {
                (Some(id), true) => format!("{id}, quoted"),
                (Some(id), false) => id.clone(),
                (None, true) => "the report itself, in marks".to_owned(),
                (None, false) => "the report itself".to_owned(),
            };
            words.add(DIM, &format!(" ({}, {voice})", code(&one.tone)));
        }
        self.line("", |line| _ = line.add(BOLD, "Loaded words  ").append(words));
    }

    fn problems(&mut self) {
        for problem in &self.reading.problems {
            let mut words = Words::default();
            words.plain(&problem.message);
            if let Some(span) = &problem.span {
                words.plain(" ").append(quoted(span));
            }
            let mut first = Words::default();
            first.add(RED, "   ! ");
            let mut rest = Words::default();
            rest.plain("     ");
            self.wrap(&first, &rest, &words);
        }
    }
}

/// The record's own word for a value.
fn code(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => code,
        _ => String::new(),
    }
}

/// The first words of a report without a title.
fn opening(report: &Report) -> String {
    let story = report.paragraphs.iter().find(|paragraph| paragraph.role.is_story());
    story.map_or_else(String::new, |paragraph| first_words(&clean(&report.text[paragraph.range.clone()]), 70))
}

fn is_asserted(status: Status) -> bool {
    matches!(status, Status::Occurred | Status::Ongoing)
}

/// Acts that every party does to every other.
fn is_mutual(event: &Event) -> bool {
    matches!(event.plover.event, PloverType::Agree | PloverType::Consult | PloverType::Cooperate)
}

fn mark(status: Status) -> (&'static str, Style) {
    match status {
        Status::Occurred => ("●", GREEN),
        Status::Ongoing => ("◐", GREEN),
        Status::Intended | Status::Requested | Status::Conditional => ("○", YELLOW),
        Status::Threatened => ("△", YELLOW),
        Status::Denied => ("×", RED),
        Status::Hypothetical => ("?", DIM),
    }
}

/// A factuality that is less than certain, in words.
fn sureness(factuality: Factuality) -> Option<&'static str> {
    Some(match factuality {
        Factuality::CertainPositive => return None,
        Factuality::ProbablePositive => "as probable",
        Factuality::PossiblePositive => "as possible",
        Factuality::CertainNegative => "that it is not so",
        Factuality::ProbableNegative => "that it is probably not so",
        Factuality::PossibleNegative => "that it may not be so",
        Factuality::CertainUnderspecified => "knows whether, does not say",
        Factuality::Underspecified => "leaves it open",
    })
}

fn quoted(span: &Span) -> Words {
    let mut words = Words::default();
    // Quotation marks of the text itself are enough.
    let bare = span.quote.trim_matches(['"', '“', '”']);
    words.add(DIM, &format!("“{bare}”"));
    words
}

fn harm(event: &Event) -> Words {
    let mut words = Words::default();
    let counts = [
        (&event.killed, "killed"),
        (&event.injured, "injured"),
        (&event.abducted, "abducted"),
        (&event.displaced, "displaced"),
    ];
    for (count, what) in counts.into_iter().filter_map(|(count, what)| Some((count.as_ref()?, what))) {
        let style = if what == "killed" { RED } else { Style::new() };
        words
            .plain(if words.is_empty() { "" } else { ", " })
            .add(style, &format!("{} {what}", number(count)));
        words.plain(" ").append(quoted(&count.span));
    }
    words
}

fn number(count: &Count) -> String {
    match count.high {
        Some(high) if high == count.low => count.low.to_string(),
        Some(high) if count.low == 0 => format!("up to {high}"),
        Some(high) => format!("{} to {high}", count.low),
        None => format!("at least {}", count.low),
    }
}

fn where_(found: &EventPlace) -> Words {
    let place = &found.place;
    let mut words = Words::default();
    words.plain(&place.name);
    // A region named like its town need not be told twice.
    let region = place.admin1.as_deref().filter(|region| *region != place.name);
    let around: Vec<&str> = region.into_iter().chain(place.country.as_deref()).collect();
    if !around.is_empty() {
        words.plain(&format!(", {}", around.join(", ")));
    }
    let sharp = match place.precision {
        PlacePrecision::Exact => "exact",
        PlacePrecision::District => "district",
        PlacePrecision::City => "town",
        PlacePrecision::Admin1 => "region",
        PlacePrecision::Country => "country",
    };
    let stands = place.relation.as_ref().map(|relation| match relation.kind {
        PlaceRelationKind::Near => "near a ",
        PlaceRelationKind::Away => "away from a ",
        PlaceRelationKind::Part => "part of a ",
        PlaceRelationKind::Between => "between places, ",
        PlaceRelationKind::Along => "on a road, ",
        PlaceRelationKind::Border => "at the border, ",
        PlaceRelationKind::Off => "off the coast, ",
    });
    words.add(DIM, &format!(" ({}{sharp}", stands.unwrap_or("")));
    if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
        words.add(DIM, &format!(", {lat:.3} {lon:.3}"));
    }
    words.add(DIM, ")");
    if found.span.quote != place.name {
        words.plain(" ").append(quoted(&found.span));
    }
    words
}

fn when(time: &EventTime) -> Words {
    let mut words = Words::default();
    words.plain(&interval(time));
    if let Some(span) = &time.span {
        words.plain(" ").append(quoted(span));
    }
    words
}

fn interval(time: &EventTime) -> String {
    let day = |iso: &Option<String>| iso.as_deref().and_then(|iso| iso.parse::<Date>().ok());
    match (day(&time.from), day(&time.to), time.precision) {
        (Some(from), _, TimePrecision::Year) => from.strftime("%Y").to_string(),
        (Some(from), _, TimePrecision::Month) => from.strftime("%B %Y").to_string(),
        (Some(from), Some(to), _) if from == to => from.strftime("%a %-d %B %Y").to_string(),
        (Some(from), Some(to), _) if from.first_of_month() == to.first_of_month() => {
            format!("{}–{}", from.strftime("%-d"), to.strftime("%-d %B %Y"))
        }
        (Some(from), Some(to), _) => format!("{} – {}", from.strftime("%-d %B %Y"), to.strftime("%-d %B %Y")),
        (Some(from), None, _) => format!("since {}", from.strftime("%-d %B %Y")),
        (None, Some(to), _) => format!("by {}", to.strftime("%-d %B %Y")),
        (None, None, _) => "on a day not known".to_owned(),
    }
}

/// A date of publication in words, with the time of day if it has one.
fn day_of(iso: &str) -> String {
    let (day, time) = iso.split_once('T').map_or((iso, None), |(day, time)| (day, Some(time)));
    let words =
        day.parse::<Date>().map_or_else(|_| day.to_owned(), |day| day.strftime("%A %-d %B %Y").to_string());
    match time {
        Some(time) => format!("{words}, {}", time.get(..5).unwrap_or(time)),
        None => words,
    }
}

/// The last whole words that fit in so many columns.
fn last_words(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    for word in text.rsplit_inclusive_blank() {
        if width(word) + width(&kept) > columns.saturating_sub(2) {
            break;
        }
        kept.insert_str(0, word);
    }
    format!("… {}", kept.trim_start())
}

/// The first whole words that fit in so many columns.
fn first_words(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    for word in text.split_inclusive(' ') {
        if width(word) + width(&kept) > columns.saturating_sub(2) {
            break;
        }
        kept.push_str(word);
    }
    format!("{} …", kept.trim_end())
}

/// Words from the end, each with the blank before it.
trait FromTheEnd {
    fn rsplit_inclusive_blank(&self) -> impl Iterator<Item = &str>;
}

impl FromTheEnd for str {
    fn rsplit_inclusive_blank(&self) -> impl Iterator<Item = &str> {
        let mut rest = self;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let at = rest.trim_end_matches(' ').rfind(' ').unwrap_or(0);
            let word = &rest[at..];
            rest = &rest[..at];
            Some(word)
        })
    }
}

#[cfg(test)]
mod tests;
