//! `sayso incidents`: what happened, each incident once, with every account of it.

use std::fmt::Write as _;
use std::io::{self, BufWriter, Write as _};

use clap::ValueEnum;
use sayso_casebook::{Casebook, EventRow, ReportRow};
use sayso_desk::{Board, DeskError, Entry, IncidentLine, WhetherHappened};
use sayso_incidents::{AccountId, Days, Group, Incident, Reason, Rival, Tolls, Who, says};

use super::Where;
use super::filter::FilterArgs;

/// Show what happened, each incident once
///
/// Merges the events of all reports of a casebook: for each incident every account of it, the independent origins behind
/// them (a copy of a report is no origin of its own), where they disagree, and a grade with the rule that gave it. People's
/// corrections, joins and splits are followed. With an incident's name, also why each account is in it, and which others were
/// compared with it and left out.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only this incident, by its name or the beginning of it.
    #[arg(value_name = "ID")]
    id: Option<String>,

    #[command(flatten)]
    at: Where,

    /// What to write.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,

    /// Only incidents with so many accounts or more.
    #[arg(long, value_name = "N", default_value_t = 1)]
    accounts: usize,

    #[command(flatten)]
    filter: FilterArgs,
}

/// What `--format` may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people, in a terminal.
    Table,
    /// One `sayso.incident/1` a line.
    Jsonl,
}

/// An incident with what is shown beside it.
pub(super) struct Found {
    pub(super) record: Incident,
    pub(super) entry: Entry<IncidentLine>,
    /// In the order of the record's members.
    pub(super) told: Vec<(ReportRow, EventRow)>,
}

/// Runs it; whether anything was found.
pub(super) fn run(args: &Args) -> Result<bool, String> {
    let (book, board) = open(&args.at)?;
    let ready = args.filter.ready(&book)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut shown = 0;
    for group in board.groups() {
        let named = args.id.as_deref().is_none_or(|id| group.id.0.starts_with(id));
        if !named || group.members.len() < args.accounts {
            continue;
        }
        let found = find(&book, &board, &group).map_err(|error| error.to_string())?;
        if !ready.fits(&found.entry.facts) {
            continue;
        }
        shown += 1;
        let text = match args.format {
            Form::Table if args.id.is_some() => {
                let reasons = reasons(&book, &board, &group, &found).map_err(|error| error.to_string())?;
                format!("{}{reasons}", table(&found))
            }
            Form::Table => table(&found),
            Form::Jsonl => serde_json::to_string(&found.record).map_err(|error| error.to_string())?,
        };
        match writeln!(out, "{text}") {
            Ok(()) => {}
            // a reader that has seen enough (`| head`) is no error
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(true),
            Err(error) => return Err(format!("cannot write: {error}")),
        }
    }
    // OK to ignore, as above: whoever reads has gone
    let _ = out.flush();
    if shown == 0 {
        eprintln!("sayso: no such incident");
    }
    for (number, error) in board.refused() {
        eprintln!("sayso: review {number} is not followed: {error}");
    }
    Ok(shown > 0)
}

/// The casebook with all that follows from it up to date, and its accounts merged.
fn open(at: &Where) -> Result<(Casebook, Board), String> {
    let mut book = at.open_old()?;
    sayso_desk::derive(&mut book).map_err(|error| error.to_string())?;
    let board = Board::load(&book).map_err(|error| error.to_string())?;
    Ok((book, board))
}

/// An incident with its reports and events.
pub(super) fn find(book: &Casebook, board: &Board, group: &Group) -> Result<Found, DeskError> {
    let (record, members) = board.incident(book, group)?;
    let mut told = Vec::new();
    for (number, account) in &members {
        let report = book.report(*number)?;
        let row = book.events_of(*number)?.into_iter().find(|row| row.event == account.event);
        told.extend(report.zip(row));
    }
    let entry = Entry::of_incident(&record, told.iter().map(|(report, row)| (row, report.outlet.as_deref())));
    Ok(Found { record, entry, told })
}

/// An incident as a person reads it.
fn table(found: &Found) -> String {
    let incident = &found.record;
    let mut out = String::new();
    let what = incident.types.first().map(|t| {
        let mode = t.value.mode.as_deref().map(|mode| format!(" {mode}")).unwrap_or_default();
        format!("{:?}{mode}", t.value.plover).to_uppercase()
    });
    let day = incident.days.first().map(|d| days(&d.value)).unwrap_or_else(|| "no day".to_owned());
    let place = incident.places.first();
    let place = place.map_or_else(
        || "no place".to_owned(),
        |p| {
            let country = p.value.country.as_deref().filter(|c| *c != p.value.name);
            country.map_or_else(|| p.value.name.clone(), |country| format!("{}, {country}", p.value.name))
        },
    );
    let mut line = |text: String| {
        // OK to ignore because writing to a string cannot fail
        let _ = writeln!(out, "{text}");
    };
    let locked = if incident.locked { "  locked" } else { "" };
    let what = what.unwrap_or_default();
    line(format!("{} {day}  {place}  {what}{}  {}{locked}", mark(found), only(found), incident.id.0));
    let who = |side: &[Rival<Who>]| side.iter().map(|w| w.value.name.clone()).collect::<Vec<_>>().join(" / ");
    if !(incident.actors.is_empty() && incident.recipients.is_empty()) {
        line(format!(
            "  who      {} → {}",
            or_nobody(who(&incident.actors)),
            or_nobody(who(&incident.recipients))
        ));
    }
    for (name, tolls) in [("killed", &incident.killed), ("injured", &incident.injured)] {
        if let Some(tolls) = tolls {
            line(format!("  {name:8} {}", numbers(tolls)));
        }
    }
    for contradiction in &incident.contradictions {
        let later = if contradiction.may_be_update { " (may be an update)" } else { "" };
        line(format!("  but      {}{later}", contradiction.says));
    }
    let named: Vec<&str> = incident.origins.iter().map(|o| o.name.as_str()).collect();
    line(format!("  origins  {}: {}", incident.origins.len(), named.join("; ")));
    line(format!("  grade    {} ({})", incident.grade.name, incident.grade.says));
    for (at, (member, (report, event))) in incident.members.iter().zip(&found.told).enumerate() {
        let outlet = report.outlet.as_deref().filter(|o| !o.is_empty()).unwrap_or("no outlet");
        let copy = member.copy_of.map(|of| format!(", copy of {}", of + 1)).unwrap_or_default();
        let said = match event.reviewed {
            sayso_casebook::Reviewed::None => String::new(),
            reviewed => format!(", {}", reviewed.name()),
        };
        line(format!(
            "  {:>2}. {outlet}: {} ({}:{}{copy}{said})",
            at + 1,
            event.quote,
            report.number,
            event.event
        ));
    }
    out
}

/// Whether it happened: `●` yes, `?` perhaps, `×` no, `⇄` some say so and some not.
fn mark(found: &Found) -> char {
    match found.entry.line.happened {
        WhetherHappened::Yes => '●',
        WhetherHappened::Perhaps => '?',
        WhetherHappened::No => '×',
        WhetherHappened::Disputed => '⇄',
    }
}

/// What it is where no account has it as having happened: planned, threatened, asked for ...
fn only(found: &Found) -> String {
    let mut all: Vec<&str> = found.told.iter().map(|(_, row)| row.status.as_str()).collect();
    all.sort_unstable();
    all.dedup();
    let real = all.iter().any(|status| matches!(*status, "occurred" | "ongoing"));
    if real || all.is_empty() { String::new() } else { format!(" ({})", all.join(", ")) }
}

/// Why each account is in an incident, and the nearest others that are not.
fn reasons(book: &Casebook, board: &Board, group: &Group, found: &Found) -> Result<String, DeskError> {
    /// Others that are shown.
    const NEAR: usize = 5;
    let mut out = String::new();
    for link in &found.record.links {
        let chance = link.chance * 100.0;
        // OK to ignore, here and below, because writing to a string cannot fail
        let _ = writeln!(
            out,
            "  {} with {}: {chance:.0} % by themselves ({})",
            link.member + 1,
            link.to + 1,
            because(&link.reasons)
        );
    }
    for (other, own, theirs, why) in board.near(group, NEAR) {
        let near = find(book, board, &other)?;
        let line = &near.entry.line;
        let day = line.from.as_deref().unwrap_or("no day");
        let place = line.place.as_deref().unwrap_or("no place");
        let _ = writeln!(
            out,
            "  not {} ({day} {place} {}), by {} and {}: {}",
            line.id,
            line.kind,
            name(found, own),
            name(&near, theirs),
            why.says()
        );
    }
    Ok(out)
}

/// What a person calls an account: the report's number and the event.
fn name(found: &Found, account: AccountId) -> String {
    let told = found.told.iter().find(|(report, row)| AccountId::new(&report.key, &row.event) == account);
    told.map(|(report, row)| format!("{}:{}", report.number, row.event)).unwrap_or_default()
}

/// What speaks for (`+`) and against (`-`), the strongest first.
fn because(reasons: &[Reason]) -> String {
    let told = reasons.iter().filter(|reason| reason.feature != "one");
    let all: Vec<String> = told
        .map(|reason| format!("{} {}", if reason.adds < 0.0 { "−" } else { "+" }, says(&reason.feature)))
        .collect();
    all.join(", ")
}

fn or_nobody(names: String) -> String {
    if names.is_empty() { "somebody".to_owned() } else { names }
}

fn days(days: &Days) -> String {
    let day = |day: Option<sayso_incidents::Day>| day.map(|d| d.to_string()).unwrap_or_default();
    if days.from == days.to { day(days.from) } else { format!("{}..{}", day(days.from), day(days.to)) }
}

/// `3 or 7`: every number that somebody gives; never a mean.
fn numbers(tolls: &Tolls) -> String {
    let one = |low: u64, high: Option<u64>| match high {
        Some(high) if high == low => low.to_string(),
        Some(high) => format!("{low} to {high}"),
        None => format!("{low} or more"),
    };
    let all: Vec<String> = tolls.rivals.iter().map(|r| one(r.value.low, r.value.high)).collect();
    all.join(" or ")
}
