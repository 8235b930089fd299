//! How fast the server answers: `cargo run --release -p sayso-serve --example load [REPORTS [CLIENTS [SECONDS]]]`.
//!
//! Invents a casebook (10,000 reports, 50,000 events), serves it, and lets 50 clients ask at once over connections that stay
//! open, each one question after the other without a pause: lists, filters, counts, map, facets, sheets. Most filters are asked
//! for the first time, as people's are. Clients and server share the machine.

#![allow(clippy::print_stdout, reason = "an example that prints a table")]
#![allow(missing_docs, dead_code, unreachable_pub, reason = "shared with the tests")]

#[path = "../tests/support/client.rs"]
mod client;
#[path = "../tests/support/invented.rs"]
mod invented;

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use client::Client;
use invented::{COUNTRIES, Chance, OUTLETS};
use sayso_casebook::Casebook;
use sayso_serve::{Server, Settings};

type Times = BTreeMap<&'static str, (Vec<Duration>, usize)>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let given: Vec<usize> = std::env::args().skip(1).filter_map(|n| n.parse().ok()).collect();
    let of = |at: usize, otherwise| given.get(at).copied().unwrap_or(otherwise);
    let (reports, clients, seconds) = (of(0, 10_000), of(1, 50), of(2, 20));
    let folder = tempfile::tempdir()?;
    let casebook = folder.path().join("load.sayso");
    let begun = Instant::now();
    let events = invented::fill(&mut Casebook::open(&casebook)?, reports, 5, 7)?;
    println!("{reports} reports, {events} events written in {:.1} s", begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    let server = Server::bind(Settings {
        casebook,
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        port: 0,
        token: None,
        page: None,
        who: "load".to_owned(),
        limits: Default::default(),
        engine: Box::new(|| Err("no engine is needed here".to_owned())),
    })?;
    let running = server.start();
    let address = running.address();
    let about = Client::new(address)?.get("/api/about")?;
    println!("laid out in {:.1} s: {}", begun.elapsed().as_secs_f64(), about.text());
    let ids = incidents(address)?;
    let (begun, busy) = (Instant::now(), cpu());
    let until = begun + Duration::from_secs(seconds as u64);
    let threads: Vec<_> = (0..clients)
        .map(|number| {
            let ids = ids.clone();
            std::thread::spawn(move || ask(address, number as u64, reports, &ids, until))
        })
        .collect();
    let mut all = Times::new();
    for thread in threads {
        for (name, (times, errors)) in thread.join().map_err(|_| "a client panicked")? {
            let entry = all.entry(name).or_default();
            entry.0.extend(times);
            entry.1 += errors;
        }
    }
    let busy = cpu() - busy;
    print(&mut all, clients, begun.elapsed(), busy);
    review(address, reports)?;
    running.stop()?;
    Ok(())
}

fn incidents(address: SocketAddr) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let rows = Client::new(address)?.get("/api/incidents?sort=-accounts&limit=500")?.json();
    let ids =
        rows["rows"].as_array().into_iter().flatten().filter_map(|row| Some(row["id"].as_str()?.to_owned()));
    Ok(ids.collect())
}

/// How long a review takes until lists have it, and what a list costs right after, when nothing is kept.
fn review(address: SocketAddr, reports: usize) -> Result<(), Box<dyn std::error::Error>> {
    let mut client = Client::new(address)?;
    let (mut reviews, mut lists) = (Vec::new(), Vec::new());
    for number in (1..=reports).step_by((reports / 20).max(1)) {
        let sheet = client.get(&format!("/api/reports/{number}"))?.json();
        let event = &sheet["reading"]["events"][0];
        let key = serde_json::json!({"kind": event["plover"]["event"], "start": event["trigger"]["start"], "end": event["trigger"]["end"]});
        let review = serde_json::json!({"report": sheet["report"]["key"], "event": key, "verdict": "accept"});
        let begun = Instant::now();
        let answer = client.post("/api/reviews", &review)?;
        reviews.push(begun.elapsed());
        if answer.status != 201 {
            println!("{}", answer.text());
        }
        let begun = Instant::now();
        client.get("/api/events")?;
        lists.push(begun.elapsed());
    }
    println!("\none client alone");
    line("review", &mut reviews, 0);
    line("list after it", &mut lists, 0);
    Ok(())
}

/// One client: asks until it is time.
fn ask(address: SocketAddr, number: u64, reports: usize, ids: &[String], until: Instant) -> Times {
    let mut chance = Chance(number * 7919 + 1);
    let mut times = Times::new();
    let Ok(mut client) = Client::new(address) else {
        times.entry("connect").or_default().1 += 1;
        return times;
    };
    while Instant::now() < until {
        let (name, path) = question(&mut chance, reports, ids);
        let begun = Instant::now();
        let answer = client.get(&path);
        let entry = times.entry(name).or_default();
        entry.0.push(begun.elapsed());
        match answer {
            Ok(answer) if answer.status == 200 && answer.body.len() > 2 => {}
            Ok(answer) => {
                if entry.1 == 0 {
                    println!("{path}: {} {}", answer.status, answer.text());
                }
                entry.1 += 1;
            }
            Err(error) => {
                println!("{path}: {error}");
                entry.1 += 1;
                match Client::new(address) {
                    Ok(again) => client = again,
                    Err(_) => return times,
                }
            }
        }
    }
    times
}

fn question(chance: &mut Chance, reports: usize, ids: &[String]) -> (&'static str, String) {
    let filter = filter(chance);
    let id = chance.one(ids).clone();
    let number = 1 + chance.below(reports);
    match chance.below(100) {
        0..=9 => (
            "list of events",
            format!(
                "/api/events?offset={}&sort={}",
                chance.below(400) * 50,
                chance.one(&["-day", "day", "report"])
            ),
        ),
        10..=34 => ("filtered events", format!("/api/events?{filter}")),
        35..=49 => (
            "filtered incidents",
            format!(
                "/api/incidents?{filter}&sort={}",
                chance.one(&["-day", "-accounts", "-killed", "-origins"])
            ),
        ),
        50..=56 => ("list of reports", format!("/api/reports?offset={}", chance.below(reports / 50) * 50)),
        57..=61 => ("filtered reports", format!("/api/reports?{filter}")),
        62..=69 => ("facets", format!("/api/facets?{filter}")),
        70..=76 => ("counts", format!("/api/counts?{filter}&step={}", chance.one(&["day", "week", "month"]))),
        77..=81 => ("map", format!("/api/map?{filter}")),
        82..=90 => ("report", format!("/api/reports/{number}")),
        91..=96 => ("incident", format!("/api/incidents/{id}")),
        _ => ("words", format!("/api/events?words=report+{number}")),
    }
}

fn filter(chance: &mut Chance) -> String {
    let (country, lat, lon) = *chance.one(&COUNTRIES);
    let (month, day) = (1 + chance.below(12), 1 + chance.below(28));
    let outlet = chance.one(&OUTLETS).replace(' ', "+");
    match chance.below(6) {
        0 => format!("from=2022-{month:02}-{day:02}&to=2023-{month:02}-{day:02}"),
        1 => format!("country={country}&from=2022-{month:02}-{day:02}"),
        2 => format!("type=ASSAULT&type=COERCE&status=occurred&to=2023-{month:02}-{day:02}"),
        3 => format!("near={lat:.1},{:.2},{}&status=occurred", lon, 50 + chance.below(300)),
        4 => format!(
            "party={}&country={country}",
            chance.one(&["front", "army", "guard", "ba", "zen", "tek", "mar"])
        ),
        _ => format!("outlet={outlet}&origins={}&from=2022-{month:02}-{day:02}", 1 + chance.below(3)),
    }
}

/// Seconds of work of this program on all cores, as Linux tells; 0 elsewhere.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    // user and system time, in hundredths of a second
    let ticks = |at: usize| fields.get(at).and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn print(all: &mut Times, clients: usize, took: Duration, busy: f64) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("\n{clients} clients, {:.1} s, {cores} cores", took.as_secs_f64());
    println!(
        "{:20} {:>8} {:>9} {:>9} {:>9} {:>9} {:>7}",
        "question", "asked", "p50 ms", "p95 ms", "p99 ms", "most ms", "errors"
    );
    let mut together = (Vec::new(), 0);
    for (name, (times, errors)) in all.iter_mut() {
        line(name, times, *errors);
        together.0.extend_from_slice(times);
        together.1 += *errors;
    }
    line("all", &mut together.0, together.1);
    let answers = together.0.len().max(1) as f64;
    println!(
        "{:.0} answers a second; {:.2} ms of work an answer, the clients' part among it; {:.1} cores busy with it",
        answers / took.as_secs_f64(),
        busy * 1e3 / answers,
        busy / took.as_secs_f64()
    );
}

fn line(name: &str, times: &mut [Duration], errors: usize) {
    times.sort_unstable();
    let at = |part: f64| {
        let place = ((times.len() as f64 * part).ceil() as usize).saturating_sub(1);
        times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    println!(
        "{name:20} {:8} {:9.1} {:9.1} {:9.1} {:9.1} {errors:7}",
        times.len(),
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    );
}
