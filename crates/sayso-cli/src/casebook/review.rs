//! `sayso review`: a person's word on incidents, from the command line; and the log of all reviews.

use sayso_casebook::{Casebook, EventRow, ReportRow, Review, Verdict};
use sayso_desk::{Board, Desk};
use serde_json::{Value, json};

use super::Where;
use super::incidents::{find, open};

/// Say what is one incident, and what is not
///
/// Reviews are appended to the casebook with who and when, and never changed; `undo` takes one back. Fields of events are
/// reviewed on the page (`sayso serve`).
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// These incidents are one.
    Join {
        /// Their names, or the beginnings of them.
        #[arg(value_name = "ID", required = true, num_args = 2..)]
        ids: Vec<String>,
        #[command(flatten)]
        by: By,
    },
    /// These accounts are not of this incident.
    Split {
        /// Its name, or the beginning of it.
        #[arg(value_name = "ID")]
        id: String,
        /// The accounts, as `sayso incidents` calls them: `12:e3`.
        #[arg(value_name = "REPORT:EVENT", required = true)]
        accounts: Vec<String>,
        #[command(flatten)]
        by: By,
    },
    /// This incident stays as it is, whatever comes.
    Lock {
        /// Its name, or the beginning of it.
        #[arg(value_name = "ID")]
        id: String,
        #[command(flatten)]
        by: By,
    },
    /// A review no longer counts.
    Undo {
        /// Its number in the log.
        #[arg(value_name = "NUMBER")]
        number: u64,
        #[command(flatten)]
        by: By,
    },
    /// All reviews, one a line, as JSON.
    Log {
        #[command(flatten)]
        at: Where,
    },
}

/// Who says so, and where it is written.
#[derive(Debug, clap::Args)]
struct By {
    #[command(flatten)]
    at: Where,

    /// Your name.
    #[arg(long, value_name = "NAME", env = "SAYSO_REVIEWER")]
    who: String,

    /// Why.
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

/// An account as reviews call it.
type Told = (ReportRow, EventRow);

/// Runs it.
pub(super) fn run(args: &Args) -> Result<bool, String> {
    match &args.what {
        What::Join { ids, by } => {
            let (book, board) = open(&by.at)?;
            let all = ids.iter().map(|id| incident(&book, &board, id)).collect::<Result<Vec<_>, _>>()?;
            let firsts: Vec<&Told> = all.iter().filter_map(|told| told.first()).collect();
            let Some((first, others)) = firsts.split_first() else { return Ok(false) };
            say(by, vec![review(by, first, Verdict::Join, others)])
        }
        What::Split { id, accounts, by } => {
            let (book, board) = open(&by.at)?;
            let told = incident(&book, &board, id)?;
            let is_named = |one: &&Told| accounts.contains(&format!("{}:{}", one.0.number, one.1.event));
            let (gone, stay): (Vec<&Told>, Vec<&Told>) = told.iter().partition(is_named);
            if gone.len() < accounts.len() {
                return Err(format!("{id} has not all of these accounts; `sayso incidents {id}` shows them"));
            }
            say(by, gone.iter().map(|one| review(by, one, Verdict::Split, &stay)).collect())
        }
        What::Lock { id, by } => {
            let (book, board) = open(&by.at)?;
            let told = incident(&book, &board, id)?;
            let all: Vec<&Told> = told.iter().collect();
            let Some(first) = all.first() else { return Ok(false) };
            say(by, vec![review(by, first, Verdict::Lock, &all)])
        }
        What::Undo { number, by } => {
            let book = by.at.open_old()?;
            let row = book.log(number.saturating_sub(1), 1).map_err(|error| error.to_string())?.pop();
            let row = row.filter(|row| row.number == *number);
            let row =
                row.ok_or_else(|| format!("there is no review {number}; `sayso review log` shows all"))?;
            let undo = Review {
                event: None,
                field: None,
                ..base(by, &row.review.report, Verdict::Undo, json!(number))
            };
            say(by, vec![undo])
        }
        What::Log { at } => log(&at.open_old()?),
    }
}

/// The accounts of an incident.
fn incident(book: &Casebook, board: &Board, id: &str) -> Result<Vec<Told>, String> {
    let groups = board.groups();
    let mut named = groups.iter().filter(|group| group.id.0.starts_with(id));
    let group = named.next().ok_or_else(|| format!("{id}: no such incident; `sayso incidents` shows all"))?;
    if named.next().is_some() {
        return Err(format!("{id}: more than one incident's name begins so; write more of it"));
    }
    Ok(find(book, board, group).map_err(|error| error.to_string())?.told)
}

fn review(by: &By, (report, event): &Told, verdict: Verdict, others: &[&Told]) -> Review {
    let others = others.iter().map(|(report, event)| json!({"report": report.key, "event": event.key}));
    Review { event: Some(event.key.clone()), ..base(by, &report.key, verdict, others.collect()) }
}

fn base(by: &By, report: &str, verdict: Verdict, after: Value) -> Review {
    Review {
        at: now(),
        who: by.who.clone(),
        report: report.to_owned(),
        event: None,
        field: None,
        verdict,
        before: Value::Null,
        after,
        note: by.note.clone(),
    }
}

/// Appends the reviews, all that can be followed.
#[expect(clippy::print_stdout, reason = "the command's answer")]
fn say(by: &By, reviews: Vec<Review>) -> Result<bool, String> {
    let mut desk = Desk::open(by.at.open_old()?).map_err(|error| error.to_string())?;
    for review in reviews {
        let number = desk.review(&review).map_err(|error| error.to_string())?;
        println!("review {number}; `sayso review undo {number}` takes it back");
    }
    Ok(true)
}

#[expect(clippy::print_stdout, reason = "the command's answer")]
fn log(book: &Casebook) -> Result<bool, String> {
    let mut after = 0;
    loop {
        let page = book.log(after, super::PAGE).map_err(|error| error.to_string())?;
        let Some(last) = page.last() else { return Ok(true) };
        after = last.number;
        for row in &page {
            println!("{}", serde_json::to_string(row).map_err(|error| error.to_string())?);
        }
    }
}

/// This moment, ISO 8601, to the second.
fn now() -> String {
    jiff::Timestamp::now().round(jiff::Unit::Second).unwrap_or_default().to_string()
}
