//! `sayso review`: a person's word on incidents, from the command line; and the log of all reviews.

use sayso_casebook::{Casebook, Review, Verdict};
use sayso_desk::{AccountSheet, Desk};
use serde_json::{Value, json};

use super::Where;

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

/// Runs it.
pub(super) fn run(args: &Args) -> Result<bool, String> {
    match &args.what {
        What::Join { ids, by } => {
            let desk = by.desk()?;
            let all = ids.iter().map(|id| incident(&desk, id)).collect::<Result<Vec<_>, _>>()?;
            let firsts: Vec<&AccountSheet> = all.iter().filter_map(|told| told.first()).collect();
            let Some((first, others)) = firsts.split_first() else { return Ok(false) };
            say(desk, vec![review(by, first, Verdict::Join, others)])
        }
        What::Split { id, accounts, by } => {
            let desk = by.desk()?;
            let told = incident(&desk, id)?;
            let is_named = |one: &&AccountSheet| {
                accounts.contains(&format!("{}:{}", one.report.number, one.event.event))
            };
            let (gone, stay): (Vec<&AccountSheet>, Vec<&AccountSheet>) = told.iter().partition(is_named);
            if gone.len() < accounts.len() {
                return Err(format!("{id} has not all of these accounts; `sayso incidents {id}` shows them"));
            }
            say(desk, gone.iter().map(|one| review(by, one, Verdict::Split, &stay)).collect())
        }
        What::Lock { id, by } => {
            let desk = by.desk()?;
            let told = incident(&desk, id)?;
            let all: Vec<&AccountSheet> = told.iter().collect();
            let Some(first) = all.first() else { return Ok(false) };
            say(desk, vec![review(by, first, Verdict::Lock, &all)])
        }
        What::Undo { number, by } => {
            let desk = by.desk()?;
            let row = desk.book().log(number.saturating_sub(1), 1).map_err(|error| error.to_string())?.pop();
            let row = row.filter(|row| row.number == *number);
            let row =
                row.ok_or_else(|| format!("there is no review {number}; `sayso review log` shows all"))?;
            say(desk, vec![base(by, &row.review.report, Verdict::Undo, json!(number))])
        }
        What::Log { at } => log(&at.open_old()?),
    }
}

impl By {
    fn desk(&self) -> Result<Desk, String> {
        Desk::open(self.at.open_old()?).map_err(|error| error.to_string())
    }
}

/// The accounts of an incident.
fn incident(desk: &Desk, id: &str) -> Result<Vec<AccountSheet>, String> {
    let ids = desk.incidents().entries().map(|entry| entry.line.id.as_str());
    let mut named = ids.filter(|known| known.starts_with(id));
    let missing = || format!("{id}: no such incident; `sayso incidents` shows all");
    let found = named.next().ok_or_else(missing)?;
    if named.next().is_some() {
        return Err(format!("{id}: more than one incident's name begins so; write more of it"));
    }
    let sheet = desk.incident(found).map_err(|error| error.to_string())?;
    Ok(sheet.ok_or_else(missing)?.accounts)
}

fn review(by: &By, one: &AccountSheet, verdict: Verdict, others: &[&AccountSheet]) -> Review {
    let others = others.iter().map(|one| json!({"report": one.report.key, "event": one.event.key}));
    Review { event: Some(one.event.key.clone()), ..base(by, &one.report.key, verdict, others.collect()) }
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
fn say(mut desk: Desk, reviews: Vec<Review>) -> Result<bool, String> {
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
