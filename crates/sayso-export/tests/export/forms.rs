//! The built-in forms, and forms of a user's own.

use sayso_export::{Export, FIELDS, Form, Rows, Value, accounts};

use crate::sample;

/// Every column of a form, as the scheme has them; kept here beside the table so that no edit of one goes unseen.
const COLUMNS: [(&str, &str); 7] = [
    (
        "acled",
        "event_id_cnty|event_date|year|time_precision|disorder_type|event_type|sub_event_type|actor1|assoc_actor_1|inter1|actor2|assoc_actor_2|inter2|interaction|civilian_targeting|iso|region|country|admin1|admin2|admin3|location|latitude|longitude|geo_precision|source|source_scale|notes|fatalities|tags|timestamp",
    ),
    (
        "ucdp_ged",
        "id|relid|year|active_year|code_status|type_of_violence|conflict_dset_id|conflict_new_id|conflict_name|dyad_dset_id|dyad_new_id|dyad_name|side_a_dset_id|side_a_new_id|side_a|side_b_dset_id|side_b_new_id|side_b|number_of_sources|source_article|source_office|source_date|source_headline|source_original|where_prec|where_coordinates|where_description|adm_1|adm_2|latitude|longitude|geom_wkt|priogrid_gid|country|country_id|region|event_clarity|date_prec|date_start|date_end|deaths_a|deaths_b|deaths_civilians|deaths_unknown|best|high|low|gwnoa|gwnob",
    ),
    (
        "polecat",
        "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor Country|Actor COW|Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|Source|Publication Date|Story People|Story Organizations|Story Locations|Language|Version",
    ),
    (
        "gdelt2",
        "GLOBALEVENTID|SQLDATE|MonthYear|Year|FractionDate|Actor1Code|Actor1Name|Actor1CountryCode|Actor1KnownGroupCode|Actor1EthnicCode|Actor1Religion1Code|Actor1Religion2Code|Actor1Type1Code|Actor1Type2Code|Actor1Type3Code|Actor2Code|Actor2Name|Actor2CountryCode|Actor2KnownGroupCode|Actor2EthnicCode|Actor2Religion1Code|Actor2Religion2Code|Actor2Type1Code|Actor2Type2Code|Actor2Type3Code|IsRootEvent|EventCode|EventBaseCode|EventRootCode|QuadClass|GoldsteinScale|NumMentions|NumSources|NumArticles|AvgTone|Actor1Geo_Type|Actor1Geo_FullName|Actor1Geo_CountryCode|Actor1Geo_ADM1Code|Actor1Geo_ADM2Code|Actor1Geo_Lat|Actor1Geo_Long|Actor1Geo_FeatureID|Actor2Geo_Type|Actor2Geo_FullName|Actor2Geo_CountryCode|Actor2Geo_ADM1Code|Actor2Geo_ADM2Code|Actor2Geo_Lat|Actor2Geo_Long|Actor2Geo_FeatureID|ActionGeo_Type|ActionGeo_FullName|ActionGeo_CountryCode|ActionGeo_ADM1Code|ActionGeo_ADM2Code|ActionGeo_Lat|ActionGeo_Long|ActionGeo_FeatureID|DATEADDED|SOURCEURL",
    ),
    (
        "airwars",
        "code|previous_codes|date_type|date|date_end|local_time_type|local_time|local_time_start|local_time_end|local_time_of_day|local_first_reported_date_time|local_first_reported_by|local_first_reported_url|country_name|location_name|location_name_arabic|location_name_hebrew|location_name_ukrainian|region|strike_status|infrastructure|strike_type|targeted_belligerent|observation|impact|total_strikes|civilian_harm_reported|civilian_harm_status|cause_of_death_injury|geolocated|latitude|longitude|geolocation_status|geolocation_accuracy|geolocation_notes|geolocation_sign_off_assessor|geolocation_sign_off_date_time|num_media|num_victims|num_victims_named|num_reconciled|num_families|num_individuals|victim_average_age|declassified_assessment|press_release",
    ),
    (
        "airwars_casualty",
        "code|casualty_type|casualty_affiliation|while_working|killed_min|killed_max|injured_min|injured_max",
    ),
    ("airwars_source", "code|name|language|url|archive_url|media"),
];

#[test]
fn forms_have_the_columns_of_their_schemes() {
    for (name, columns) in COLUMNS {
        let form = Form::built_in(name).unwrap_or_else(|| panic!("{name} cannot be read"));
        assert_eq!(form.columns().collect::<Vec<_>>().join("|"), columns, "{name}");
    }
}

#[test]
fn sayso_s_own_form_has_every_field_and_loses_no_event() {
    let form = Form::built_in("sayso").expect("it can be read");
    let own = FIELDS[..FIELDS.len() - 1].iter().flat_map(|group| group.iter()).map(|field| field.name);
    assert_eq!(form.columns().collect::<Vec<_>>(), own.collect::<Vec<_>>());
    assert_eq!(written(form), 3);
}

#[test]
fn fields_have_names_of_their_own_and_values_of_their_kind() {
    let mut names: Vec<_> = FIELDS.iter().flat_map(|group| group.iter()).map(|field| field.name).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
    accounts(&sample::reading(""), |account| {
        for field in FIELDS.iter().flat_map(|group| group.iter()) {
            let value = field.of(account);
            let fits = match value {
                Value::None => true,
                Value::Text(_) => field.kind == sayso_export::Kind::Text,
                Value::Integer(_) => field.kind == sayso_export::Kind::Integer,
                Value::Decimal(_) => field.kind == sayso_export::Kind::Decimal,
                Value::List(_) => field.kind == sayso_export::Kind::List,
            };
            assert!(fits, "{}: {value:?}", field.name);
        }
        Ok::<(), ()>(())
    })
    .expect("nothing fails here");
}

#[test]
fn a_form_without_a_status_takes_no_threat() {
    for form in Form::all_built_in() {
        if !form.columns().any(|column| column == "status") {
            accounts(&sample::reading(""), |account| {
                assert!(!(account.event.id == "e2" && form.admits(account)), "{}", form.name);
                Ok::<(), ()>(())
            })
            .expect("nothing fails here");
        }
        assert!(!form.lacks.is_empty() && !form.about.is_empty(), "{}", form.name);
        assert!(form.unfilled().all(|(_, note)| !note.is_empty()), "{}", form.name);
    }
}

fn written(form: &Form) -> usize {
    let mut rows = Rows::new(form, Vec::new()).expect("a vector takes all");
    rows.add(&sample::reading(""), &|_| true).expect("a vector takes all")
}

fn column(form: &str, event: &str, column: &str) -> String {
    let form = Form::built_in(form).expect("one of ours");
    let at = form.columns().position(|name| name == column).expect("one of its columns");
    let mut found = None;
    accounts(&sample::reading(""), |account| {
        if account.event.id == event {
            found = form.values(account).nth(at).map(|value| form.cell(&value));
        }
        Ok::<(), ()>(())
    })
    .expect("nothing fails here");
    found.expect("the sample has the event")
}

#[test]
fn schemes_get_their_own_codes() {
    let cases = [
        ("acled", "event_date", "2019-12-19"),
        ("acled", "time_precision", "2"),
        ("acled", "inter1", "Rebel group"),
        ("acled", "interaction", "Rebel group-Civilians"),
        ("acled", "civilian_targeting", "Civilian targeting"),
        ("acled", "iso", "760"),
        ("acled", "fatalities", "3"),
        ("acled", "geo_precision", "1"),
        ("ucdp_ged", "type_of_violence", "3"),
        ("ucdp_ged", "side_b", "Civilians"),
        ("ucdp_ged", "date_prec", "3"),
        ("ucdp_ged", "deaths_civilians", "3"),
        ("ucdp_ged", "best", ""),
        ("ucdp_ged", "high", "7"),
        ("ucdp_ged", "region", "Middle East"),
        ("ucdp_ged", "geom_wkt", "POINT (-36.7234 34.7268)"),
        ("ucdp_ged", "source_original", "Velmar Post;the interior ministry"),
        ("polecat", "Event Date", ""),
        ("polecat", "Primary Actor Sector", "REB"),
        ("gdelt2", "EventRootCode", "19"),
        ("gdelt2", "QuadClass", "4"),
        ("gdelt2", "Actor1Code", "SYRREB"),
        ("gdelt2", "ActionGeo_FullName", "Homs, Syria"),
        ("airwars", "strike_type", "Airstrike: artillery"),
        ("airwars", "strike_status", ""),
        ("airwars_casualty", "killed_min", "3"),
        ("airwars_casualty", "casualty_type", "civilians"),
        ("sayso", "claims", "CT+ Velmar Post|PR+ the interior ministry via Facebook, reported by an agency"),
    ];
    for (form, name, expected) in cases {
        assert_eq!(column(form, "e1", name), expected, "{form} {name}");
    }
    assert_eq!(column("gdelt2", "e3", "FractionDate"), "2019.9534");
    assert_eq!(column("gdelt2", "e3", "ActionGeo_Type"), "1");
    assert_eq!(column("acled", "e3", "latitude"), "");
    assert_eq!(column("sayso", "e2", "judges_in_own_cause"), "the interior ministry");
}

#[test]
fn a_user_s_form_says_what_is_wrong_with_it() {
    let faults = [
        ("a,b\n", "first line"),
        ("column,field,note\n", "no column"),
        ("column,field,note\nwho,perpetrator,\n", "line 2: there is no field \"perpetrator\""),
        ("column,field,note\nwho,actors,\nwho,actors,\n", "line 3: the column who stands twice"),
        ("column,field,note\n:colour,red,\nwho,actors,\n", ":colour is no setting"),
        ("column,field,note\n:delimiter,\"\"\"\",\nwho,actors,\n", "is no delimiter"),
        ("column,field,note\n:list,,\nwho,actors,\n", ":list must be"),
        ("column,field,note\n:only,sort=x,\nwho,actors,\n", "no field \"sort\""),
    ];
    for (table, message) in faults {
        let error = Form::read("mine", table).expect_err(table).to_string();
        assert!(error.contains(message), "{table:?}: {error}");
    }
    let form = Form::read(
        "mine",
        "column,field,note\n:delimiter,;,\n:only,status=threatened,\nwhat,plover_event,\n",
    )
    .expect("a form");
    assert_eq!(written(&form), 1);
}

#[test]
fn a_form_tells_what_it_cannot_hold() {
    let told = Form::built_in("acled").expect("one of ours").to_string();
    assert!(told.contains("Cannot hold:") && told.contains("region: ACLED's own parts"), "{told}");
}

/// The two sides of a battle between two actors, by ACLED and UCDP: (side 1, kind, side 2, kind, type of violence, side A).
fn battle(second: &serde_json::Value) -> Vec<String> {
    let mut reading = serde_json::to_value(sample::reading("")).expect("it is JSON");
    let span = serde_json::json!({"start": 0, "end": 1, "quote": "x"});
    reading["entities"][1] = second.clone();
    reading["events"][0]["acled"] =
        serde_json::json!({"event_type": "Battles", "sub_event_type": "Armed clash"});
    reading["events"][0]["arguments"] = serde_json::json!([
        {"role": "actor", "entity": "n1", "span": span}, {"role": "actor", "entity": "n2", "span": span},
    ]);
    let reading = serde_json::from_value(reading).expect("it is a reading");
    let names = ["side1", "acled_inter1", "side2", "acled_inter2", "ucdp_violence", "ucdp_side_a"];
    let mut cells = Vec::new();
    accounts(&reading, |account| {
        if account.event.id == "e1" {
            let form = Form::built_in("sayso").expect("one of ours");
            cells = names
                .map(|name| form.cell(&sayso_export::field(name).expect("a field").of(account)))
                .to_vec();
        }
        Ok::<(), ()>(())
    })
    .expect("nothing fails here");
    cells
}

#[test]
fn a_battle_s_actors_are_two_sides_unless_one_is_the_other_s() {
    let army = serde_json::json!({"id": "n2", "kind": "group", "name": "the army", "mentions": [], "country": "SYR", "sector": "MIL"});
    assert_eq!(battle(&army), ["rebels", "Rebel group", "the army", "State forces", "1", "the army"]);
    let mut foreign = army.clone();
    foreign["country"] = "TUR".into();
    assert_eq!(battle(&foreign)[3], "External/Other forces");
    let mut own = army;
    own["of"] = "n1".into();
    assert_eq!(battle(&own), ["rebels", "Rebel group", "", "", "", "rebels"]);
}
