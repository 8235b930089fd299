//! Other programs write to the casebook: the server sees it, and tells.

use std::time::{Duration, Instant};

use sayso_casebook::Casebook;
use serde_json::json;

use crate::{Case, invented};

#[test]
fn what_others_add_is_seen() {
    let case = Case::invented(10);
    let before = case.ask("/api/events?limit=1");
    let revision = case.ask("/api/changes")["revision"].as_u64().unwrap();
    let waits = format!("/api/changes?since={revision}");
    let address = case.running.as_ref().unwrap().address();
    let waiting =
        std::thread::spawn(move || crate::client::Client::new(address).unwrap().get(&waits).unwrap().json());
    std::thread::sleep(Duration::from_millis(100));
    let begun = Instant::now();
    let mut book = Casebook::open(case.casebook()).unwrap();
    let more = invented::fill(&mut book, 25, 5, 99).unwrap();
    let told = waiting.join().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(15));
    assert!(told["revision"].as_u64().unwrap() > revision);
    let until = Instant::now() + Duration::from_secs(10);
    loop {
        let now = case.ask("/api/events?limit=1");
        if now["total"].as_u64().unwrap() == before["total"].as_u64().unwrap() + more as u64 {
            break;
        }
        assert!(Instant::now() < until, "{now}");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(case.ask("/api/about")["reports"], 35);
}

#[test]
fn a_review_is_seen_at_once_and_by_those_who_wait() {
    let case = Case::invented(10);
    let sheet = case.ask("/api/reports/4");
    let event = &sheet["reading"]["events"][0];
    let key = json!({"kind": event["plover"]["event"], "start": event["trigger"]["start"], "end": event["trigger"]["end"]});
    let review = |verdict: &str| json!({"who": "ada", "report": sheet["report"]["key"], "event": key, "verdict": verdict});
    let total = || case.ask("/api/events?limit=1")["total"].as_u64().unwrap();
    assert_eq!(total(), 50);
    let kept = case.post("/api/reviews", &review("reject"));
    assert_eq!(kept.status, 201, "{}", kept.text());
    assert_eq!(total(), 49);
    assert_eq!(case.ask("/api/events?reviewed=rejected")["total"], 1);
    let sheet_after = &kept.json()["sheet"];
    assert_eq!(sheet_after["reading"]["events"].as_array().unwrap().len(), 4);
    assert_eq!(sheet_after["marks"][0]["verdict"], "rejected");
    let number = kept.json()["number"].clone();
    let mut undo = review("undo");
    undo["after"] = number;
    assert_eq!(case.post("/api/reviews", &undo).status, 201);
    assert_eq!(total(), 50);
    let log = case.ask("/api/reviews?after=1");
    assert_eq!((log.as_array().unwrap().len(), &log[0]["number"]), (1, &json!(2)));
    assert_eq!(case.ask("/api/reports/4")["reviews"][0]["undone"], true);
    assert!(Casebook::open(case.casebook()).unwrap().verify().unwrap().is_empty());
}
