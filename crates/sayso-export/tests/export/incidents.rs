//! Incidents go out and come back as events do.

use proptest::prelude::*;
use sayso_export::{
    ExportIncidents, GeoJson, INCIDENT_FIELDS, IncidentForm, Jsonl, Kind, Kml, ReadRows, Rows, Value,
};
use sayso_incidents::Incident;

use crate::hostile::hostile;
use crate::sample;

fn form() -> &'static IncidentForm {
    IncidentForm::built_in("incidents").expect("it can be read")
}

fn write(incident: &Incident) -> String {
    let mut rows = Rows::new(form(), Vec::new()).expect("a vector takes all");
    assert!(rows.add(incident).expect("a vector takes all"));
    rows.finish().expect("a vector takes all");
    String::from_utf8(rows.into_inner().expect("a vector takes all")).expect("it is text")
}

fn cell(incident: &Incident, column: &str) -> String {
    let at = form().columns().position(|name| name == column).expect("one of its columns");
    form().values(incident).nth(at).map(|value| form().cell(&value)).expect("a value for each column")
}

#[test]
fn the_form_has_every_field_in_order_and_each_gives_its_kind() {
    let fields = || INCIDENT_FIELDS.iter().flat_map(|group| group.iter());
    assert_eq!(form().columns().collect::<Vec<_>>(), fields().map(|field| field.name).collect::<Vec<_>>());
    assert!(!form().lacks.is_empty() && !form().about.is_empty());
    for field in fields() {
        let fits = match field.of(&sample::incident("")) {
            Value::None => true,
            Value::Text(_) => field.kind == Kind::Text,
            Value::Integer(_) => field.kind == Kind::Integer,
            Value::Decimal(_) => field.kind == Kind::Decimal,
            Value::List(_) => field.kind == Kind::List,
        };
        assert!(fits, "{field:?}");
    }
}

#[test]
fn what_matters_of_an_incident_is_in_its_row() {
    let cases = [
        ("grade", "contested"),
        ("grade_rule", "two origins, and they differ"),
        ("origins", "2"),
        ("independent_origins", "1"),
        ("reports", "3"),
        ("copies", "1"),
        ("types", "ASSAULT heavy-weapons|ASSAULT"),
        ("happened", "yes|no"),
        ("first_day", "2019-12-17"),
        ("last_day", "2019-12-17"),
        ("days", "2019-12-17|..2019-12-19"),
        ("place", "rebels"),
        ("country", "Syria"),
        ("place_precision", "city"),
        ("lat", "34.7268"),
        ("lon", "-36.7234"),
        ("places", "rebels|Syria"),
        ("killed_low", "3"),
        ("killed_high", "7"),
        ("killed_told", "3 (1 origin)|5 to 7 (1 origin)"),
        ("injured_low", "2"),
        ("injured_high", ""),
        ("injured_told", "2 or more (1 origin)"),
        ("contradictions", "killed: 3 (rebels) or 5 to 7 (Marsh Herald) (may be an update)"),
        ("sources", "rebels (has a part in it)|a doctor \\| one; \\\\ two"),
        ("report_keys", "r1|r2|r3"),
        ("last_told", "2019-12-20"),
    ];
    for (column, expected) in cases {
        assert_eq!(cell(&sample::incident(""), column), expected, "{column}");
    }
    let vague = sample::vague_incident();
    for column in ["lat", "lon", "first_day", "last_day", "killed_low", "killed_told"] {
        assert_eq!(cell(&vague, column), "", "{column}");
    }
    assert_eq!((cell(&vague, "place"), cell(&vague, "place_precision")), ("Syria".into(), "country".into()));
}

#[test]
fn a_form_of_one_s_own_may_choose_among_incidents() {
    let table = "column,field,note\n:only,grade=weak|contested,\n:only,lat,\nwhat,types,\n";
    let form = IncidentForm::read("mine", table).expect("a form");
    let mut rows = Rows::new(&form, Vec::new()).expect("a vector takes all");
    assert!(rows.add(&sample::incident("")).expect("a vector takes all"));
    assert!(!rows.add(&sample::vague_incident()).expect("a vector takes all"));
    let wrong =
        IncidentForm::read("mine", "column,field,note\nwho,accused,\n").expect_err("a field of events only");
    assert!(wrong.to_string().contains("no field \"accused\" of incidents"), "{wrong}");
}

#[test]
fn a_form_says_what_its_rows_are_about() {
    use sayso_export::AnyForm;
    let read =
        |of: &str, column: &str| AnyForm::read("mine", &format!("column,field,note\n{of}what,{column},\n"));
    assert!(matches!(read("", "status"), Ok(AnyForm::Events(_))));
    assert!(matches!(read(":of,events,\n", "status"), Ok(AnyForm::Events(_))));
    assert!(matches!(read(":of,incidents,\n", "grade"), Ok(AnyForm::Incidents(_))));
    let wrong = read(":of,people,\n", "status").expect_err("no such thing").to_string();
    assert!(wrong.contains("line 2") && wrong.contains("expected events"), "{wrong}");
    assert!(AnyForm::all_built_in().any(|form| form.name() == "incidents" && !form.about().is_empty()));
}

#[test]
fn a_country_is_no_pin() {
    let mut out = GeoJson::of_incidents(Vec::new()).expect("a vector takes all");
    let mut marks = Kml::of_incidents(Vec::new()).expect("a vector takes all");
    for incident in [sample::incident(""), sample::vague_incident()] {
        out.add(&incident).expect("a vector takes all");
        marks.add(&incident).expect("a vector takes all");
    }
    out.finish().expect("a vector takes all");
    marks.finish().expect("a vector takes all");
    let found: serde_json::Value = serde_json::from_slice(&out.into_inner()).expect("it is JSON");
    assert_eq!(found["features"][0]["geometry"]["coordinates"], serde_json::json!([-36.7234, 34.7268]));
    assert_eq!(found["features"][0]["properties"]["origins"], 2);
    assert!(found["features"][1]["geometry"].is_null());
    let marks = String::from_utf8(marks.into_inner()).expect("it is text");
    assert_eq!((marks.matches("<Placemark>").count(), marks.matches("<Point>").count()), (2, 1));
    assert!(marks.contains("<begin>2019-12-17</begin><end>2019-12-17</end>"), "{marks}");
}

proptest! {
    #[test]
    fn rows_come_back(words in hostile()) {
        let incident = sample::incident(&words);
        let written = write(&incident);
        let read = ReadRows::new(form(), written.as_bytes()).collect::<Result<Vec<_>, _>>().expect("what we wrote");
        prop_assert_eq!(read, [form().values(&incident).collect::<Vec<_>>()]);
    }

    #[test]
    fn no_cell_begins_a_formula(words in hostile()) {
        let incident = sample::incident(&words);
        for value in form().values(&incident) {
            if matches!(value, Value::Text(_) | Value::List(_)) {
                let cell = form().cell(&value);
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', ' ']), "{:?}", cell);
            }
        }
    }

    #[test]
    fn lines_and_maps_hold_any_words(words in hostile()) {
        let incident = sample::incident(&words);
        let mut lines = Jsonl::of_incidents(Vec::new());
        lines.add(&incident).expect("a vector takes all");
        prop_assert_eq!(serde_json::from_slice::<Incident>(&lines.into_inner()).expect("an incident"), incident.clone());
        let mut map = GeoJson::of_incidents(Vec::new()).expect("a vector takes all");
        map.add(&incident).expect("a vector takes all");
        map.finish().expect("a vector takes all");
        let map: serde_json::Value = serde_json::from_slice(&map.into_inner()).expect("it is JSON");
        prop_assert_eq!(map["features"][0]["properties"]["place"].as_str(), Some(incident.places[0].value.name.as_str()));
        let mut marks = Kml::of_incidents(Vec::new()).expect("a vector takes all");
        marks.add(&incident).expect("a vector takes all");
        marks.finish().expect("a vector takes all");
        let marks = String::from_utf8(marks.into_inner()).expect("it is text");
        prop_assert!(crate::maps::well_formed(&marks).is_ok(), "{}", marks);
    }

    #[test]
    fn no_table_of_a_user_s_brings_it_down(table in hostile()) {
        let _ = IncidentForm::read("mine", &format!("column,field,note\n{table}"));
    }
}
