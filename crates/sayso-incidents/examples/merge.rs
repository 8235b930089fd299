//! Readings to incidents: `sayso read FILES --format jsonl | cargo run --release -p sayso-incidents --example merge`, a record
//! a line; with `--brief`, a few words for each incident of several accounts.

#![allow(clippy::print_stdout, reason = "an example that prints")]

use std::collections::HashMap;
use std::io::BufRead;

use sayso::record::{Reading, Status};
use sayso_incidents::{Account, AccountId, Grades, Incident, Merger, accounts, incident};

fn main() {
    let brief = std::env::args().any(|argument| argument == "--brief");
    let mut all: HashMap<AccountId, Account> = HashMap::new();
    for (number, line) in std::io::stdin().lock().lines().map_while(Result::ok).enumerate() {
        match serde_json::from_str::<Reading>(&line) {
            Ok(reading) => {
                all.extend(accounts(&reading, None).into_iter().map(|account| (account.id(), account)))
            }
            Err(error) => eprintln!("line {}: no reading: {error}", number + 1),
        }
    }
    all.retain(|_, account| matches!(account.status, Status::Occurred | Status::Ongoing | Status::Denied));
    let mut merger = Merger::builtin();
    #[expect(clippy::iter_over_hash_type, reason = "the merger takes any order")]
    for account in all.values() {
        merger.add([account]);
    }
    for group in merger.groups() {
        let members: Vec<&Account> = group.members.iter().filter_map(|id| all.get(id)).collect();
        let incident = incident(&group, &members, &merger.links(&group), &Grades::builtin());
        if !brief {
            println!("{}", serde_json::to_string(&incident).unwrap_or_default());
        } else if incident.members.len() > 1 {
            tell(&incident);
        }
    }
}

fn tell(incident: &Incident) {
    let place = incident.places.first().map_or("?", |place| place.value.name.as_str());
    let day = incident
        .days
        .first()
        .and_then(|days| days.value.from)
        .map_or_else(|| "?".to_owned(), |day| day.to_string());
    let kind = incident
        .types
        .first()
        .map(|kind| format!("{:?} {}", kind.value.plover, kind.value.mode.as_deref().unwrap_or("")));
    println!(
        "{} {} {place} {day}: {} accounts, {} origins, {}",
        incident.id.0,
        kind.unwrap_or_default(),
        incident.members.len(),
        incident.origins.len(),
        incident.grade.name
    );
    for link in &incident.links {
        let (member, to) = (&incident.members[link.member], &incident.members[link.to]);
        let reasons: Vec<String> =
            link.reasons.iter().map(|reason| format!("{} {:+.1}", reason.feature, reason.adds)).collect();
        println!(
            "    {}#{} ~ {}#{} {:.2}: {}",
            member.report,
            member.event,
            to.report,
            to.event,
            link.chance,
            reasons.join(", ")
        );
    }
    for contradiction in &incident.contradictions {
        println!("    ! {}", contradiction.says);
    }
}
