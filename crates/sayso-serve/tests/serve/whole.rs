//! The whole way with the engine: paste, check, correct, join, give out.

use serde_json::{Value, json};

use crate::{Case, with_engine};

const FIRST: &str =
    "Rockets hit a market in Homs on Tuesday, killing three traders, the interior ministry said.";
const SECOND: &str =
    "Shells fell on a market in the Syrian city of Homs on Tuesday. Seven people were killed, doctors said.";

fn key(event: &Value) -> Value {
    json!({"kind": event["plover"]["event"], "start": event["trigger"]["start"], "end": event["trigger"]["end"]})
}

fn assault(sheet: &Value) -> Value {
    let all = sheet["reading"]["events"].as_array().unwrap();
    all.iter()
        .find(|event| event["plover"]["event"] == "ASSAULT")
        .unwrap_or_else(|| panic!("{sheet}"))
        .clone()
}

#[test]
fn from_pasting_to_giving_out() {
    let case = Case::new(0, |settings| sayso_serve::Settings { engine: with_engine(), ..settings });
    let report =
        |text: &str, outlet: &str| json!({"text": text, "outlet": outlet, "published": "2019-12-18"});

    // a report that is not kept
    let read = case.post("/api/read", &report(FIRST, "Harbour Post"));
    assert_eq!(read.status, 200, "{}", read.text());
    assert!(read.json()["report"]["number"].is_null());
    assert_eq!(read.json()["paragraphs"][0]["role"], "body");
    assert_eq!(case.ask("/api/about")["reports"], 0);

    // two that are
    let added = case.post("/api/reports", &report(FIRST, "Harbour Post"));
    assert_eq!((added.status, &added.json()), (201, &json!({"number": 1, "added": "new"})));
    assert_eq!(case.post("/api/reports", &report(FIRST, "Harbour Post")).json()["added"], "known");
    assert_eq!(case.post("/api/reports", &report(SECOND, "The Ridge")).json()["number"], 2);
    let about = case.ask("/api/about");
    assert_eq!((&about["reports"], &about["reading"]), (&json!(2), &json!(true)));

    // checked and corrected
    let sheet = case.ask("/api/reports/1");
    let event = assault(&sheet);
    let review = |field: &str, verdict: &str, after: Value| json!({"report": sheet["report"]["key"], "event": key(&event), "field": field, "verdict": verdict, "after": after});
    for field in ["time", "place", "status"] {
        assert_eq!(case.post("/api/reviews", &review(field, "accept", Value::Null)).status, 201, "{field}");
    }
    let corrected = case.post("/api/reviews", &review("killed", "correct", json!({"low": 4, "high": 4})));
    assert_eq!(corrected.status, 201, "{}", corrected.text());
    assert_eq!(assault(&corrected.json()["sheet"])["killed"]["low"], 4);
    assert_eq!(case.ask("/api/reports/1")["marks"][0]["fields"]["killed"]["by"], "ada");
    let wrong = case.post("/api/reviews", &review("killed", "correct", json!({"low": 4, "high": 3})));
    assert_eq!(wrong.status, 400);

    // another sees it otherwise
    let mut other = review("killed", "correct", json!({"low": 5, "high": 5}));
    other["who"] = json!("grace");
    let differs = case.post("/api/reviews", &other).json();
    assert_eq!(differs["sheet"]["marks"][0]["fields"]["killed"]["rivals"][0]["by"], "ada");
    assert_eq!(case.ask("/api/events?reviewed=conflict")["total"], 1);
    let mut undo = review("", "undo", differs["number"].clone());
    undo["who"] = json!("grace");
    assert_eq!(case.post("/api/reviews", &undo).status, 201);

    // two accounts of one incident, or not: a person's word goes
    let second = case.ask("/api/reports/2");
    let with = json!([{"report": second["report"]["key"], "event": key(&assault(&second))}]);
    let one_of = |number: u64| {
        let sheet = case.ask(&format!("/api/reports/{number}"));
        sheet["incidents"][assault(&sheet)["id"].as_str().unwrap()].as_str().unwrap().to_owned()
    };
    if one_of(1) != one_of(2) {
        assert_eq!(case.post("/api/reviews", &review("", "join", with.clone())).status, 201);
    }
    assert_eq!(one_of(1), one_of(2));
    let joined = case.ask(&format!("/api/incidents/{}", one_of(1)));
    assert_eq!(joined["accounts"].as_array().unwrap().len(), 2);
    assert_eq!(
        case.post("/api/reviews", &review("", "split", with)).status == 409,
        !joined["history"].as_array().unwrap().is_empty()
    );

    // the correction is in what is given out
    let csv = case.get("/api/export?form=sayso&type=ASSAULT").text();
    assert!(csv.lines().next().unwrap().contains("killed") && csv.contains("Homs"), "{csv}");
    let jsonl = case.get("/api/export?form=jsonl").text();
    let first: Value = serde_json::from_str(jsonl.lines().next().unwrap()).unwrap();
    assert_eq!(assault(&json!({"reading": first}))["killed"]["low"], 4);

    // places, by what the engine knows
    let places = case.ask("/api/places?name=Homs");
    assert_eq!(places[0]["country"], "SYR");
    assert!(
        case.ask("/api/places?name=Tripoli&country=lbn")
            .as_array()
            .unwrap()
            .iter()
            .all(|place| place["country"] == "LBN")
    );
    assert_eq!(case.ask("/api/places?name=Nosuchplaceatall"), json!([]));

    // a page as it was saved
    let html = "<html><head><title>Market hit</title><script>alert(1)</script></head><body><article><p>Rebels shelled a school in \
                Aleppo on Monday, killing two pupils and a teacher, local officials said on Tuesday evening.</p></article></body></html>";
    let headers = [("content-type", "text/html"), ("x-sayso-origin", "my%20page.html")];
    let answer = case.client().ask("POST", "/api/reports", &headers, html.as_bytes()).unwrap();
    assert_eq!(answer.status, 201, "{}", answer.text());
    let sheet = case.ask("/api/reports/3");
    assert!(!sheet["text"].as_str().unwrap().contains("alert"));
    let script = json!({"text": "<script>alert(1)</script><img src=x onerror=alert(2)> Rebels shelled Homs on Monday."});
    let shown = case.post("/api/read", &script);
    assert_eq!(shown.json()["text"], script["text"], "hostile text stays text");
}
