//! An invented reading and an invented incident, with words to put into them.

use sayso::record::Reading;
use sayso_incidents::Incident;
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

/// A shelling of which two reports and a copy tell, differing in the dead; `words` wherever a report's own words can stand.
pub(crate) fn incident(words: &str) -> Incident {
    let words = if words.is_empty() { "rebels" } else { words };
    let holder = |member: usize| json!([{"member": member, "told": "2019-12-18"}]);
    let incident = json!({
        "schema": "sayso.incident/1", "id": "00ff", "locked": false,
        "members": [
            {"report": "r1", "event": "e1", "outlet": words, "published": "2019-12-18", "origins": [0]},
            {"report": "r2", "event": "e4", "outlet": "Marsh Herald", "published": "2019-12-20", "origins": [1]},
            {"report": "r3", "event": "e1", "published": "2019-12-19", "copy_of": 0, "origins": [0]},
        ],
        "links": [],
        "origins": [
            {"name": words, "kind": "party", "named": true, "interested": true, "held": [{"member": 0, "why": {"quotes": words}}]},
            {"name": "a doctor | one; \\ two", "kind": "witness", "named": false, "interested": false, "held": [{"member": 1, "why": "own-words"}]},
        ],
        "types": [
            {"value": {"plover": "ASSAULT", "mode": "heavy-weapons"}, "holders": holder(0), "origins": 2},
            {"value": {"plover": "ASSAULT"}, "holders": holder(1), "origins": 1},
        ],
        "happened": [
            {"value": "yes", "holders": holder(0), "origins": 1}, {"value": "no", "holders": holder(1), "origins": 1},
        ],
        "days": [
            {"value": {"from": "2019-12-17", "to": "2019-12-17"}, "holders": holder(0), "origins": 1},
            {"value": {"to": "2019-12-19"}, "holders": holder(1), "origins": 1},
        ],
        "places": [
            {"value": {"name": words, "country": "SYR", "admin1": "Homs", "point": [34.7268, -36.7234], "radius_km": 5.5,
                "precision": "city", "geonames": 169_577}, "holders": holder(0), "origins": 1},
            {"value": {"name": "Syria", "country": "SYR", "point": [35.0, 38.0], "precision": "country"}, "holders": holder(1), "origins": 1},
        ],
        "actors": [{"value": {"name": words, "names": ["they"], "country": "SYR", "sector": "REB", "named": true}, "holders": holder(0), "origins": 1}],
        "recipients": [{"value": {"name": "three traders", "named": false}, "holders": holder(0), "origins": 1}],
        "killed": {"low": 3, "high": 7, "rivals": [
            {"value": {"low": 3, "high": 3}, "holders": holder(0), "origins": 1},
            {"value": {"low": 5, "high": 7}, "holders": holder(1), "origins": 1},
        ]},
        "injured": {"low": 2, "rivals": [{"value": {"low": 2}, "holders": holder(1), "origins": 1}]},
        "contradictions": [{"field": "killed", "says": format!("killed: 3 ({words}) or 5 to 7 (Marsh Herald)"), "may_be_update": true}],
        "grade": {"name": "contested", "says": "two origins, and they differ", "rule": 2, "when": ["origins >= 2"]},
    });
    serde_json::from_value(incident).expect("the sample is an incident")
}

/// The same, but where and when nobody says: only that it was in the country.
pub(crate) fn vague_incident() -> Incident {
    let mut incident = incident("");
    incident.places.remove(0);
    incident.days.clear();
    incident.killed = None;
    incident
}
