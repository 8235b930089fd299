//! An invented reading, with words to put into it.

use sayso::record::Reading;
use serde_json::{Value, json};

fn span(start: usize, quote: &str) -> Value {
    json!({"start": start, "end": start + quote.chars().count(), "quote": quote})
}

/// A shelling that a ministry tells of, a threat, and a meeting somewhere in a country; `words` wherever a report's own
/// words can stand.
pub(crate) fn reading(words: &str) -> Reading {
    let words = if words.is_empty() { "rebels" } else { words };
    let reading = json!({
        "schema": "sayso.reading/1",
        "report": {"id": "r1", "title": words, "outlet": "Velmar Post", "url": "https://example.org/1?a=1&b=2",
            "published": "2019-12-18", "language": "en", "sha256": "00"},
        "entities": [
            {"id": "n1", "kind": "group", "name": words, "mentions": [span(0, words)], "country": "SYR", "sector": "REB"},
            {"id": "n2", "kind": "group", "name": "three traders", "mentions": [], "country": "SYR", "sector": "CVL"},
            {"id": "n3", "kind": "organization", "name": "the interior ministry", "mentions": [], "country": "SYR", "sector": "GOV"},
            {"id": "n4", "kind": "person", "name": "A. Orlan", "mentions": []},
        ],
        "times": [],
        "statements": [
            {"id": "s1", "act": "say", "source": {"entity": "n3", "span": span(90, "ministry"), "kind": "party", "party_to": ["e2"]},
                "via": ["Facebook"], "cue": span(100, "said"), "content": [span(0, &format!("{words} shelled a market"))],
                "direct": false, "within": "s2"},
            {"id": "s2", "act": "report", "source": {"span": span(120, "an agency"), "kind": "media"}, "via": [],
                "cue": span(130, "reported"), "content": [], "direct": false, "within": "s1"},
        ],
        "events": [
            {"id": "e1", "trigger": span(7, "shelled"), "plover": {"event": "ASSAULT", "mode": "heavy-weapons", "context": ["military"]},
                "acled": {"event_type": "Explosions/Remote violence", "sub_event_type": "Shelling/artillery/missile attack"},
                "status": "occurred",
                "arguments": [
                    {"role": "actor", "entity": "n1", "span": span(0, words), "statements": ["s1"]},
                    {"role": "victim", "entity": "n2", "span": span(30, "three | traders; \\ one;;")},
                    {"role": "target", "span": span(15, "a market")},
                    {"role": "weapon", "span": span(50, words)},
                ],
                "killed": {"low": 3, "high": 7, "span": span(30, "three")},
                "harmed": [
                    {"what": "killed", "low": 3, "high": 3, "who": "CVL", "entity": "n2", "span": span(30, "three")},
                    {"what": "killed", "low": 0, "high": 4, "span": span(40, "four")},
                ],
                "time": {"from": "2019-12-16", "to": "2019-12-22", "precision": "week", "span": span(60, "last week")},
                "place": {"name": "Homs", "kind": "town", "country": "SYR", "admin1": "Homs", "lat": 34.7268, "lon": -36.7234,
                    "geonames": 169577, "precision": "city", "radius_km": 5.5, "span": span(70, "Homs"), "why": "own-words"},
                "claims": [{"statement": null, "factuality": "CT+"}, {"statement": "s1", "factuality": "PR+"}],
                "evidence": [{"kind": "video", "span": span(80, "footage")}],
                "confidence": 0.25},
            {"id": "e2", "trigger": span(140, "shell"), "plover": {"event": "ASSAULT"}, "status": "threatened",
                "claims": [{"statement": "s1", "factuality": "Uu"}], "confidence": 1.0},
            {"id": "e3", "trigger": span(150, "met"), "plover": {"event": "CONSULT", "mode": "visit"}, "status": "occurred",
                "time": {"from": "2019-12-18", "to": "2019-12-18", "precision": "day"},
                "place": {"name": "Syria", "kind": "country", "country": "SYR", "lat": 35.0, "lon": 38.0, "precision": "country",
                    "span": span(160, "Syria"), "why": "country"},
                "claims": [{"statement": null, "factuality": "CT+"}], "confidence": 0.5},
        ],
        "reader": {"version": "0", "model": "none"},
    });
    serde_json::from_value(reading).expect("the sample is a reading")
}
