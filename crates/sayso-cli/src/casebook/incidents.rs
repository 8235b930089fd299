//! `sayso incidents`: what happened, each incident once, with every account of it.

use std::collections::HashMap;
use std::fmt::Write as _;

use clap::ValueEnum;
use sayso_casebook::{Casebook, CasebookError};
use sayso_copies::{Document, Index, Published};
use sayso_incidents::{
    Account, AccountId, Days, Grades, Incident, Merger, Rival, Tolls, Who, accounts, incident,
};

use super::{Where, each};

/// Show what happened, each incident once
///
/// Merges the events of all reports of a casebook: for each incident every account of it, the independent origins behind
/// them (a copy of a report is no origin of its own), where they disagree, and a grade with the rule that gave it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    at: Where,

    /// What to write.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,

    /// Only incidents with so many accounts or more.
    #[arg(long, value_name = "N", default_value_t = 1)]
    accounts: usize,
}

/// What `--format` may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people, in a terminal.
    Table,
    /// One `sayso.incident/1` a line.
    Jsonl,
}

/// What is known of a report beside its events.
struct Heading {
    title: String,
    outlet: String,
}

/// All that is merged.
#[derive(Default)]
struct Material {
    accounts: Vec<Account>,
    headings: HashMap<String, Heading>,
}

/// Runs it.
#[expect(clippy::print_stdout, reason = "the command's answer")]
pub(super) fn run(args: &Args) -> Result<bool, String> {
    let book = args.at.open_old()?;
    let material = gather(&book).map_err(|error| error.to_string())?;
    let by_id: HashMap<AccountId, &Account> = material.accounts.iter().map(|a| (a.id(), a)).collect();
    let mut merger = Merger::builtin();
    merger.add(&material.accounts);
    let grades = Grades::builtin();
    for group in merger.groups().iter().filter(|group| group.members.len() >= args.accounts) {
        let members: Vec<&Account> = group.members.iter().filter_map(|id| by_id.get(id).copied()).collect();
        let incident = incident(group, &members, &merger.links(group), &grades);
        match args.format {
            Form::Table => println!("{}", shown(&incident, &material.headings)),
            Form::Jsonl => {
                println!("{}", serde_json::to_string(&incident).map_err(|error| error.to_string())?)
            }
        }
    }
    Ok(true)
}

/// Does something with every incident.
pub(super) fn merged(book: &Casebook, mut take: impl FnMut(&Incident)) -> Result<(), CasebookError> {
    let material = gather(book)?;
    let by_id: HashMap<AccountId, &Account> = material.accounts.iter().map(|a| (a.id(), a)).collect();
    let mut merger = Merger::builtin();
    merger.add(&material.accounts);
    let grades = Grades::builtin();
    for group in merger.groups() {
        let members: Vec<&Account> = group.members.iter().filter_map(|id| by_id.get(id).copied()).collect();
        take(&incident(&group, &members, &merger.links(&group), &grades));
    }
    Ok(())
}

/// The accounts of all current readings; copies know whose copies they are.
fn gather(book: &Casebook) -> Result<Material, CasebookError> {
    let mut out = Material::default();
    let mut index = Index::new();
    each(book, |key, title, text, mut reading| {
        let heading = title.or_else(|| text.lines().find(|line| !line.trim().is_empty()));
        let title = heading.unwrap_or("").chars().take(80).collect();
        let report = &reading.report;
        let published = report.published.as_deref().and_then(|p| p.parse::<Published>().ok());
        let (url, outlet) = (report.url.as_deref(), report.outlet.as_deref());
        // OK to ignore because keys are unique, so that none is there with other words
        let _ = index.add(&Document { id: key, text, url, published, outlet });
        let outlet = report.outlet.clone().unwrap_or_default();
        out.headings.insert(key.to_owned(), Heading { title, outlet });
        // two inputs may call different reports by one id
        reading.report.id = key.to_owned();
        out.accounts.extend(accounts(&reading, None));
    })?;
    // only when all are in is it known which came first
    let copies = first_publications(&index);
    for account in &mut out.accounts {
        account.copy_of = copies.get(&account.report).cloned();
    }
    Ok(out)
}

/// Of each report that is a copy, or has copies, the first publication.
fn first_publications(index: &Index) -> HashMap<String, String> {
    let groups = index.groups();
    let members = groups.iter().flat_map(|g| {
        let copies = g.copies.iter().map(|copy| (copy.id.clone(), g.first.clone()));
        copies.chain([(g.first.clone(), g.first.clone())])
    });
    members.collect()
}

/// An incident as a person reads it.
fn shown(incident: &Incident, headings: &HashMap<String, Heading>) -> String {
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
    line(format!("{day}  {place}  {}", what.unwrap_or_default()));
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
    for (at, member) in incident.members.iter().enumerate() {
        let heading = headings.get(&member.report);
        let outlet = heading.map(|h| h.outlet.as_str()).filter(|o| !o.is_empty()).unwrap_or("no outlet");
        let title = heading.map_or("", |h| h.title.as_str());
        let copy = member.copy_of.map(|of| format!(", copy of {}", of + 1)).unwrap_or_default();
        line(format!("  {:>2}. {outlet}: {title} ({}{copy})", at + 1, member.event));
    }
    out
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
