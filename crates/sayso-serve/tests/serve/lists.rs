//! Lists, filters, counts, sheets, exports, over an invented casebook.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::Case;

static CASE: LazyLock<Case> = LazyLock::new(|| Case::invented(60));

fn rows(path: &str) -> Vec<Value> {
    CASE.ask(path)["rows"].as_array().unwrap().clone()
}

#[test]
fn about_counts() {
    let about = CASE.ask("/api/about");
    assert_eq!(
        (&about["reports"], &about["events"], &about["casebook"]),
        (&json!(60), &json!(300), &json!("case.sayso"))
    );
    assert_eq!((&about["reading"], &about["who"]), (&json!(false), &json!("ada")));
}

#[test]
fn lists_are_paged_and_sorted() {
    let all = rows("/api/events?limit=500&sort=day");
    assert_eq!(all.len(), 300);
    let days: Vec<&str> = all.iter().map(|row| row["from"].as_str().unwrap()).collect();
    assert!(days.is_sorted());
    let part = CASE.ask("/api/events?limit=7&offset=290&sort=day");
    assert_eq!((&part["total"], &part["offset"]), (&json!(300), &json!(290)));
    assert_eq!(part["rows"].as_array().unwrap()[..], all[290..297]);
    assert!(rows("/api/events?offset=9007199254740991").is_empty());
    let numbers: Vec<i64> =
        rows("/api/reports?sort=added&limit=60").iter().map(|row| row["number"].as_i64().unwrap()).collect();
    assert!(numbers.is_sorted() && numbers.len() == 60);
    let published: Vec<String> =
        rows("/api/reports?sort=-published").iter().map(|row| row["published"].to_string()).collect();
    assert!(published.iter().rev().is_sorted());
    for sort in ["-day", "day", "-accounts", "-origins", "-killed"] {
        assert!(!rows(&format!("/api/incidents?sort={sort}&limit=5")).is_empty());
    }
}

#[test]
fn filters_keep_what_fits() {
    let all = rows("/api/events?limit=500");
    let of = |query: &str, fits: &dyn Fn(&Value) -> bool| {
        let expected = all.iter().filter(|row| fits(row)).count();
        assert_eq!(CASE.ask(&format!("/api/events?{query}&limit=1"))["total"], json!(expected), "{query}");
        expected
    };
    let country = all[0]["country"].as_str().unwrap();
    assert!(of(&format!("country={country}"), &|row| row["country"] == country) > 0);
    assert!(of("type=ASSAULT&type=AID", &|row| row["type"] == "ASSAULT" || row["type"] == "AID") > 0);
    assert!(
        of("status=occurred&type=ASSAULT", &|row| row["status"] == "occurred" && row["type"] == "ASSAULT")
            > 0
    );
    assert!(of("from=2023-01-01", &|row| row["from"].as_str().unwrap() >= "2023-01-01") > 0);
    let outlet = all[0]["outlet"].as_str().unwrap();
    assert!(
        of(&format!("outlet={}", outlet.replace(' ', "+").to_uppercase()), &|row| row["outlet"] == outlet)
            > 0
    );
    let actor = all[0]["actors"][0].as_str().unwrap();
    assert!(
        of(&format!("party={}", actor.replace(' ', "%20")), &|row| row["actors"]
            .as_array()
            .unwrap()
            .contains(&json!(actor)))
            > 0
    );
    assert_eq!(
        of("words=Report+57+from", &|row| row["title"].as_str().unwrap().starts_with("Report 57 ")),
        5
    );
    assert_eq!(of("words=nosuchword", &|_| false), 0);
    let found = rows("/api/reports?words=Report+57");
    assert!(found.len() == 1 && found[0]["title"].as_str().unwrap().starts_with("Report 57 "));
    let own = found[0]["outlet"].as_str().unwrap().replace(' ', "+");
    assert_eq!(rows(&format!("/api/reports?words=Report+57&outlet={own}")), found);
    assert!(rows("/api/reports?words=Report+57&outlet=nobody").is_empty());
    assert!(rows("/api/reports?type=AID&status=occurred").len() < 60);
}

#[test]
fn counts_map_and_facets_agree_with_the_list() {
    let all = rows("/api/events?limit=500&type=ASSAULT");
    for step in ["day", "week", "month", "year"] {
        let counts = CASE.ask(&format!("/api/counts?type=ASSAULT&step={step}"));
        let sum: u64 =
            counts["rows"].as_array().unwrap().iter().map(|row| row["events"].as_u64().unwrap()).sum();
        assert_eq!(sum + counts["undated"].as_u64().unwrap(), all.len() as u64);
        assert_eq!(counts["step"], step);
    }
    let map = CASE.ask("/api/map?type=ASSAULT");
    let points: u64 =
        map["points"].as_array().unwrap().iter().map(|point| point["events"].as_u64().unwrap()).sum();
    let countries: u64 = map["countries"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
    assert!(points > 0 && countries > 0);
    assert_eq!(points + countries + map["nowhere"].as_u64().unwrap(), all.len() as u64);
    assert!(map["points"].as_array().unwrap().iter().all(|point| point["precision"] != "country"));
    let facets = CASE.ask("/api/facets?type=ASSAULT");
    assert_eq!(facets["types"], json!({"ASSAULT": all.len()}));
    for (facet, field) in
        [("statuses", "status"), ("countries", "country"), ("outlets", "outlet"), ("grades", "grade")]
    {
        for (name, count) in facets[facet].as_object().unwrap() {
            let expected = all.iter().filter(|row| row[field] == name.as_str()).count();
            assert_eq!(count, &json!(expected), "{facet} {name}");
        }
    }
}

#[test]
fn a_report_and_its_incidents() {
    let sheet = CASE.ask("/api/reports/3");
    assert_eq!(sheet["report"]["number"], 3);
    assert_eq!(sheet["reading"]["events"].as_array().unwrap().len(), 5);
    let (text, trigger) = (sheet["text"].as_str().unwrap(), &sheet["reading"]["events"][0]["trigger"]);
    let slice = &text[trigger["start"].as_u64().unwrap() as usize..trigger["end"].as_u64().unwrap() as usize];
    assert_eq!(slice, trigger["quote"]);
    let incidents = sheet["incidents"].as_object().unwrap();
    let id = incidents.values().next().unwrap().as_str().unwrap();
    let incident = CASE.ask(&format!("/api/incidents/{id}"));
    assert_eq!(incident["incident"]["id"], id);
    let accounts = incident["accounts"].as_array().unwrap();
    assert_eq!(accounts.len(), incident["incident"]["members"].as_array().unwrap().len());
    assert!(accounts.iter().any(|account| account["report"]["number"] == 3));
    for (place, account) in accounts.iter().enumerate() {
        assert_eq!(account["member"], place);
        let member = &incident["incident"]["members"][place];
        assert_eq!((&member["report"], &member["event"]), (&account["report"]["key"], &account["event"]));
    }
    CASE.ask(&format!("/api/near/{id}"));
    assert_eq!(CASE.get("/api/near/i0").status, 404);
    let why = CASE.ask("/api/explain?report=3&event=e1&other_report=3&other_event=e2");
    assert!(!why["says"].as_str().unwrap().is_empty());
    for missing in [
        "/api/reports/61",
        "/api/reports/x",
        "/api/reports/-1",
        "/api/incidents/x",
        "/api/explain?report=3&event=e9&other_report=3&other_event=e1",
        "/api/reports/99999999999999999999",
    ] {
        assert_eq!(CASE.get(missing).status, 404, "{missing}");
    }
    assert_eq!(CASE.get("/api/explain?report=3").status, 400);
}

#[test]
fn everything_can_be_given_out() {
    let forms = CASE.ask("/api/forms");
    assert!(forms.as_array().unwrap().len() > 8);
    for form in forms.as_array().unwrap() {
        let (name, what) = (form["name"].as_str().unwrap(), form["what"].as_str().unwrap());
        let path = format!("/api/export?form={name}&what={what}&status=occurred");
        let answer = CASE.get(&path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(
            answer.header("content-disposition").unwrap().starts_with("attachment; filename=\"sayso-"),
            "{path}"
        );
        assert!(!answer.body.is_empty(), "{path}");
    }
    let csv = CASE.get("/api/export?form=sayso&country=LBY").text();
    let lines = csv.lines().count();
    let events = CASE.ask("/api/events?country=LBY")["total"].as_u64().unwrap() as usize;
    assert_eq!(lines, events + 1, "{csv}");
    for wrong in [
        "/api/export",
        "/api/export?form=nonsense",
        "/api/export?form=acled&what=places",
        "/api/export?form=../../etc/passwd",
    ] {
        assert_eq!(CASE.get(wrong).status, 400, "{wrong}");
    }
}

#[test]
fn codes_and_the_description() {
    let schemes = CASE.ask("/api/schemes");
    assert_eq!(schemes["types"].as_array().unwrap().len(), 16);
    assert!(schemes["types"][15]["modes"].as_array().unwrap().contains(&json!("aerial")));
    let document = CASE.ask("/api/openapi.json");
    assert_eq!(&document, CASE.api.document());
    let outlines = CASE.get("/api/outlines");
    assert!(outlines.status == 200 || outlines.status == 404);
    // without an engine, what needs one says so
    assert_eq!(CASE.get("/api/places?name=Homs").status, 500);
    assert_eq!(CASE.get("/api/places").status, 400);
}

#[test]
fn the_committed_description_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/sayso.openapi.json");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(committed == sayso_serve::openapi(), "run `cargo xtask schema`");
}

#[test]
fn fields_of_the_filter_are_described() {
    let fields = |path: &str| -> Vec<String> {
        let all = CASE.api.document()["paths"][path]["get"]["parameters"].as_array().unwrap();
        all.iter().map(|field| field["name"].as_str().unwrap().to_owned()).collect()
    };
    for path in [
        "/api/reports",
        "/api/events",
        "/api/incidents",
        "/api/counts",
        "/api/map",
        "/api/facets",
        "/api/export",
    ] {
        let fields = fields(path);
        for name in [
            "from", "to", "type", "status", "country", "place", "near", "party", "words", "outlet", "grade",
            "origins", "reviewed",
        ] {
            assert!(fields.iter().any(|field| field == name), "{path} {name}");
        }
    }
}
