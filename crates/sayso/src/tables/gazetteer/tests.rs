use super::*;

const TABLE: &str = "\
kind\tgeonames\tname\tlat\tlon\tpopulation\tcountry\tadmin1\tother_names
country\t2215636\tLibya\t27\t18\t6678567\tLY LBY\t\tState of Libya
country\t272103\tLebanon\t33.83\t35.83\t6848925\tLB LBN\t\t
country\t1814991\tChina\t35\t105\t1411778724\tCN CHN\t\t
admin1\t2210245\tŢarābulus\t32.64\t13.22\t2000000\tLY\t77\tTripoli
capital\t2210247\tTripoli\t32.88743\t13.18733\t1302947\tLY\t77\tTarabulus al Gharb|Trípoli|طرابلس
admin1-seat\t266826\tTripoli\t34.43352\t35.84415\t229398\tLB\t09\tTarabulus
";

fn gazetteer() -> Gazetteer {
    let (bytes, _) = build::from_table(TABLE).expect("the table is well formed");
    Gazetteer::from_static(bytes.leak()).expect("it was just built")
}

fn ids(gazetteer: &Gazetteer, name: &str) -> Vec<u32> {
    gazetteer
        .lookup(name)
        .filter_map(|found| gazetteer.place(found.place))
        .filter_map(|place| place.geonames)
        .collect()
}

#[test]
fn gives_the_most_populous_first() {
    assert_eq!(ids(&gazetteer(), "Tripoli"), [2_210_245, 2_210_247, 266_826]);
}

#[test]
fn marks_other_names() {
    let gazetteer = gazetteer();
    let alternate: Vec<bool> = gazetteer.lookup("Tripoli").map(|found| found.alternate).collect();
    assert_eq!(alternate, [true, false, false]);
}

#[test]
fn accents_and_case_do_not_matter() {
    let gazetteer = gazetteer();
    assert_eq!(ids(&gazetteer, "TARABULUS  Al-Gharb"), [2_210_247]);
    assert_eq!(ids(&gazetteer, "طَرَابُلُس"), [2_210_247]);
    assert_eq!(ids(&gazetteer, "Tripolis"), [0_u32; 0]);
    assert_eq!(ids(&gazetteer, ""), [0_u32; 0]);
}

#[test]
fn a_place_knows_its_country_and_division() {
    let gazetteer = gazetteer();
    let found = gazetteer.lookup("tripoli").nth(1).unwrap();
    let place = gazetteer.place(found.place).unwrap();
    assert_eq!((place.name, place.country_iso2, place.country_iso3), ("Tripoli", "LY", "LBY"));
    assert_eq!(gazetteer.admin1_name(&place), Some("Ţarābulus"));
    assert_eq!(place.kind, PlaceKind::Capital);
    assert!((place.lat - 32.8874).abs() < 1e-9 && (place.lon - 13.1873).abs() < 1e-9, "{place:?}");
}

#[test]
fn countries_are_found_by_code() {
    let gazetteer = gazetteer();
    let name =
        |code| gazetteer.country(code).and_then(|found| gazetteer.place(found)).map(|place| place.name);
    assert_eq!(name("LBY"), Some("Libya"));
    assert_eq!(name("LB"), Some("Lebanon"));
    assert_eq!(name("XX"), None);
}

#[test]
fn large_populations_are_near() {
    let gazetteer = gazetteer();
    let china = gazetteer.place(gazetteer.country("CN").unwrap()).unwrap();
    assert!(china.population.abs_diff(1_411_778_724) < 256, "{}", china.population);
}

#[test]
fn the_same_table_gives_the_same_bytes() {
    assert_eq!(build::from_table(TABLE).unwrap().0, build::from_table(TABLE).unwrap().0);
}

#[test]
fn a_bad_line_is_named() {
    let error = build::from_table("town\t1\tX\t91\t0\t0\tLY\t\t").unwrap_err();
    assert_eq!(error.to_string(), "line 1: latitude \"91\", expected degrees up to 90");
    let error = build::from_table("town\t1\tX\t0\t0\t0\tLY\t\t").unwrap_err();
    assert_eq!(error.to_string(), "line 0: X: no row for its country \"LY\"");
}

#[test]
fn foreign_and_cut_bytes_are_errors() {
    let (bytes, _) = build::from_table(TABLE).unwrap();
    assert!(matches!(Gazetteer::from_static(b"PK"), Err(GazetteerError::Magic)));
    assert!(matches!(Gazetteer::from_static(b"SAYSOGAZ\x01"), Err(GazetteerError::Length { .. })));
    let cut: &'static [u8] = bytes[..bytes.len() - 1].to_vec().leak();
    assert!(matches!(Gazetteer::from_static(cut), Err(GazetteerError::Length { .. })));
}

/// Every byte damaged in turn: opening fails, or every lookup still ends without a panic.
#[test]
fn damage_never_panics() {
    let (bytes, _) = build::from_table(TABLE).unwrap();
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0xa5;
        let Ok(gazetteer) = Gazetteer::from_static(damaged.leak()) else { continue };
        let _ = gazetteer.respelt("Tripoly");
        for name in ["tripoli", "tarabulus", "libya"] {
            for found in gazetteer.lookup(name) {
                if let Some(place) = gazetteer.place(found.place) {
                    let _ = gazetteer.admin1_name(&place);
                }
            }
        }
        let _ = gazetteer.country("LBY");
    }
}

#[test]
fn names_are_normalised() {
    for (given, expected) in [
        ("Ţarābulus", "tarabulus"),
        ("Sharm el-Sheikh", "sharm el sheikh"),
        ("Sana\u{2019}a", "sanaa"),
        ("Washington, D.C.", "washington dc"),
        ("St. Louis", "st louis"),
        ("St.Louis", "st louis"),
        ("Łódź", "lodz"),
        ("Tromsø", "tromso"),
        ("Київ", "киів"),
        ("  --  ", ""),
    ] {
        assert_eq!(name::normalise(given), expected, "{given}");
    }
}

#[test]
fn the_built_in_gazetteer_is_sound() {
    let gazetteer = Gazetteer::embedded().unwrap();
    assert!(gazetteer.len() > 250_000);
    assert!(ids(&gazetteer, "Tripoli").contains(&2_210_247));
    for place in gazetteer.places() {
        assert!(gazetteer.place(place).is_some(), "{place:?}");
    }
    assert!(gazetteer.is_whole());
}

/// A file laid over the table's: GeoNames' edition of one place, and a user's own places.
fn with_added() -> Gazetteer {
    let add = |own: bool, entries: &[build::Entry]| -> &'static [u8] {
        let mut builder = build::Builder::over(gazetteer(), own, InMemory).unwrap();
        entries.iter().for_each(|entry| builder.add(entry).unwrap());
        let mut out = Vec::new();
        builder.finish(&Meta { name: "x".to_owned(), ..Meta::default() }, &mut out).unwrap();
        out.leak()
    };
    let entry = |name: &str, geonames, country: &str, admin1: &str| build::Entry {
        name: name.to_owned(),
        geonames,
        country: country.to_owned(),
        admin1: admin1.to_owned(),
        lat: 30.0,
        lon: 15.0,
        ..build::Entry::default()
    };
    let theirs = [entry("Tarabulus", Some(2_210_247), "LY", "77"), entry("Qumrah", Some(9), "LY", "77")];
    let own = [
        build::Entry { id: "a7".to_owned(), radius_km: 2.5, ..entry("Qumrah", None, "LY", "Tripoli") },
        entry("Tal Qumrah", None, "LB", "Nowhere"),
        entry("Nameless", None, "", ""),
    ];
    gazetteer().with(add(false, &theirs)).unwrap().with(add(true, &own)).unwrap()
}

#[test]
fn the_same_place_of_two_files_is_one_and_the_added_one_wins() {
    let gazetteer = with_added();
    let points: Vec<f64> = (gazetteer.lookup("Tripoli"))
        .filter_map(|found| gazetteer.place(found.place))
        .filter(|place| place.geonames == Some(2_210_247))
        .map(|place| place.lat)
        .collect();
    assert_eq!(points, [30.0]);
    assert_eq!(gazetteer.lookup("Tarabulus al Gharb").count(), 1);
}

#[test]
fn a_users_own_places_stand_for_others_of_their_name() {
    let gazetteer = with_added();
    let found: Vec<Place> =
        gazetteer.lookup("qumrah").filter_map(|found| gazetteer.place(found.place)).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].own, found[0].id, found[0].radius_km), (true, Some("a7"), Some(2.5)));
    // Its division is the built-in one of that name; one that is only named is a place of its own.
    assert_eq!(gazetteer.admin1_name(&found[0]), Some("Ţarābulus"));
    let other = gazetteer.lookup("Tal Qumrah").next().and_then(|found| gazetteer.place(found.place)).unwrap();
    assert_eq!(gazetteer.admin1_name(&other), Some("Nowhere"));
    let none = gazetteer.lookup("Nameless").next().and_then(|found| gazetteer.place(found.place)).unwrap();
    assert_eq!((none.country_iso3, none.admin1), ("", None));
    assert_eq!(gazetteer.lookup("Nowhere").count(), 0);
}

/// Of the pairs of spellings, how many share a place; and how many by their names alone.
#[test]
fn spellings_meet() {
    let gazetteer = Gazetteer::embedded().unwrap();
    let known =
        |name: &str| -> HashSet<PlaceRef> { gazetteer.lookup(name).map(|found| found.place).collect() };
    let candidates = |name: &str| {
        let found = known(name);
        if found.is_empty() {
            gazetteer.respelt(name).iter().map(|found| found.place).collect()
        } else {
            found
        }
    };
    let (mut all, mut by_name, mut apart) = (0, 0, Vec::new());
    let pairs = include_str!("../../../tests/gazetteer/spellings.csv").lines();
    for (a, b) in pairs.filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| line.split_once(','))
    {
        all += 1;
        by_name += usize::from(!known(a).is_disjoint(&known(b)));
        if candidates(a).is_disjoint(&candidates(b)) {
            apart.push(format!("{a}/{b}"));
        }
    }
    let met = all - apart.len();
    assert!(all >= 150 && met * 100 >= all * 90, "{met} of {all} meet, {by_name} by name; apart: {apart:?}");
}

proptest::proptest! {
    /// Any bytes: an error, or lookups that end.
    #[test]
    fn any_bytes(damage in proptest::collection::vec((0..3000usize, proptest::num::u8::ANY), 1..40), cut in 0..400usize) {
        let (mut bytes, _) = build::from_table(TABLE).unwrap();
        let length = bytes.len();
        for (at, byte) in damage {
            bytes[at % length] = byte;
        }
        bytes.truncate(length - cut.min(length) / 50);
        if let Ok(gazetteer) = Gazetteer::from_static(bytes.leak()) {
            let _ = gazetteer.is_whole();
            for name in ["tripoli", "Tripoly", "a", ""] {
                for found in gazetteer.lookup(name).chain(gazetteer.respelt(name)) {
                    let _ = gazetteer.place(found.place).and_then(|place| gazetteer.admin1_name(&place));
                }
            }
            let _ = gazetteer.country("LBY");
        }
    }
}
