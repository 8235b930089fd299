//! Whatever is sent: an answer in words, and the server goes on.

use std::io::Write;
use std::net::TcpStream;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::json;

use crate::Case;

static CASE: LazyLock<Case> = LazyLock::new(|| Case::invented(20));

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_query_is_answered(
        path in "(reports|events|incidents|counts|map|facets|explain|near/i1|places|reviews|export|changes|about)",
        fields in prop::collection::vec(("(from|to|type|status|country|place|near|party|words|outlet|grade|origins|reviewed|sort|offset|limit|step|form|what|after|report|event|x)", "\\PC{0,24}|[0-9.,-]{0,12}|\"\\*|\\) OR \\(|-day|ASSAULT|occurred"), 0..5),
        raw in any::<bool>(),
    ) {
        // the one that waits is asked without what it waits for
        let fields = fields.iter().map(|(name, value)| {
            let value = if raw && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~,*()&=+;:@/?'!$".contains(&b)) { value.clone() } else { percent(value) };
            format!("{name}={value}")
        });
        let path = format!("/api/{path}?{}", fields.collect::<Vec<_>>().join("&"));
        let answer = CASE.get(&path);
        let no_engine = path.starts_with("/api/places") && answer.status == 500;
        prop_assert!(answer.status == 200 || (400..500).contains(&answer.status) || no_engine, "{}: {} {}", path, answer.status, answer.text());
        if answer.status >= 400 {
            prop_assert!(answer.json()["error"].as_str().is_some_and(|words| words.len() > 8));
        }
    }

    #[test]
    fn any_path_is_answered(path in "(/|\\.|%2e|%00|[a-z]|%[0-9A-F]{2}|api|reports|[0-9]){0,12}") {
        let answer = CASE.client().get(&format!("/{path}")).unwrap();
        prop_assert!(answer.status < 500, "{}", path);
    }

    #[test]
    fn any_review_is_answered(
        verdict in "(accept|correct|reject|add|note|join|split|lock|undo|nonsense)",
        field in "(|type|status|time|place|killed|actor|weapon|claims)",
        kind in "(ASSAULT|AID|BOMB|)",
        start in 0..400u64,
        length in 0..20u64,
        after in prop_oneof![
            Just(json!(null)), Just(json!(7)), Just(json!("occurred")), Just(json!({"low": 3})), Just(json!({"from": "2020-01-01"})),
            Just(json!([{"start": 1, "end": 4}])), Just(json!([{"start": 9_000_000, "end": 4}])), Just(json!({"event": "AID", "type": "AID"})),
            Just(json!([{"report": "x", "event": {"kind": "AID", "start": 0, "end": 1}}])), Just(json!({"name": "X", "lat": 1e300, "lon": 0, "precision": "city"})),
        ],
    ) {
        let key = CASE.ask("/api/reports/2")["report"]["key"].clone();
        let review = json!({"who": "eve", "report": key, "event": {"kind": kind, "start": start, "end": start + length}, "field": field, "verdict": verdict, "after": after});
        let answer = CASE.post("/api/reviews", &review);
        prop_assert!(answer.status == 201 || (400..500).contains(&answer.status), "{} {}: {}", review, answer.status, answer.text());
        prop_assert_eq!(CASE.get("/api/reports/2").status, 200);
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..400), begins in "(|GET / HTTP/1.1\r\n|POST /api/read HTTP/1.1\r\nhost: localhost\r\ncontent-length: 999999999999\r\n\r\n)") {
        let address = CASE.running.as_ref().unwrap().address();
        let mut stream = TcpStream::connect(address).unwrap();
        // OK to ignore because the server may hang up
        let _ = stream.write_all(begins.as_bytes()).and_then(|()| stream.write_all(&bytes));
        drop(stream);
        prop_assert_eq!(CASE.client().get("/api/changes").unwrap().status, 200);
    }
}

#[test]
fn long_heads_are_refused() {
    for head in [format!("/api/events?words={}", "a".repeat(100_000)), format!("/{}", "a/".repeat(60_000))] {
        let answer = CASE.client().get(&head);
        assert!(answer.is_err() || (400..500).contains(&answer.unwrap().status));
    }
    assert_eq!(CASE.client().get("/api/changes").unwrap().status, 200);
}

#[test]
fn json_that_is_deep_or_broken_is_told() {
    let deep = "[".repeat(100_000);
    for body in [deep.as_str(), "{", "null", "[]", "{\"report\": 1}", "\u{0}", "{\"text\": \"\\ud800\"}"] {
        for path in ["/api/reviews", "/api/read", "/api/reports"] {
            let answer = CASE
                .client()
                .ask("POST", path, &[("content-type", "application/json")], body.as_bytes())
                .unwrap();
            assert!((400..500).contains(&answer.status), "{path} {} {}", answer.status, answer.text());
            assert!(answer.text().len() < 1000);
        }
    }
}
