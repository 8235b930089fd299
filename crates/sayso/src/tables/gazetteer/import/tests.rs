use proptest::prelude::*;

use super::*;

fn country(written: &str) -> Option<String> {
    matches!(written, "SY" | "SYR" | "Syria").then(|| "SY".to_owned())
}

fn items(read: impl FnOnce(&mut Take<'_>) -> Result<(), ImportError>) -> Vec<(u64, Item)> {
    let mut found = Vec::new();
    read(&mut |line, item| {
        found.push((line, item));
        Ok(())
    })
    .unwrap();
    found
}

fn from_csv(text: &str) -> Vec<(u64, Item)> {
    let first = text.lines().next().unwrap_or_default();
    items(|take| csv(text.as_bytes(), first, &country, take))
}

fn place(item: &Item) -> &Entry {
    let Item::Place(entry) = item else { panic!("no place: {item:?}") };
    entry
}

#[test]
fn a_table_of_ones_own() {
    let text = "Name,Latitude,LNG,aliases,country,kind,population,id,source,note\n\
                Tell Qumrah,35.5,38.25,Tal Qumra|تل قمرة,SYR,village,\"1,200\",a7,own survey,x\n\
                Nowhere,95,38,,,,,,,\n\
                Somewhere,35,38,,Atlantis,,,,,\n\
                Short,35\n";
    let found = from_csv(text);
    let first = place(&found[0].1);
    assert_eq!((first.name.as_str(), first.lat, first.lon), ("Tell Qumrah", 35.5, 38.25));
    assert_eq!(first.others, ["Tal Qumra", "تل قمرة"]);
    assert_eq!((first.country.as_str(), first.population, first.id.as_str()), ("SY", 1200, "a7"));
    assert_eq!(found[1], (3, Item::Broken("latitude \"95\", expected degrees up to 90".to_owned())));
    assert!(matches!(&found[2], (4, Item::Broken(why)) if why.contains("Atlantis")));
    assert_eq!(found[3], (5, Item::Broken("Short: no latitude or longitude".to_owned())));
}

#[test]
fn semicolons_and_decimal_commas() {
    let found = from_csv("\u{feff}name;lat;lon\nQumrah;35,5;38,25\n");
    assert_eq!((place(&found[0].1).lat, place(&found[0].1).lon), (35.5, 38.25));
}

#[test]
fn a_header_without_points_is_told() {
    let error = csv("name,lat\n".as_bytes(), "name,lat", &country, &mut |_, _| Ok(())).unwrap_err();
    assert_eq!(error.to_string(), "the first line names no column `lon`; it needs `name`, `lat` and `lon`");
}

#[test]
fn a_dump_of_geonames() {
    let line = |class: &str, code: &str| {
        format!(
            "170654\tQumrah\tQumrah\tTell Qumrah,QMR,tel qumra,قمرة\t35.5\t38.25\t{class}\t{code}\tSY\t\t09\t\t\t\t1200\t\t300\tAsia/Damascus\t2020-01-01\n"
        )
    };
    let text = [line("P", "PPL"), line("H", "STM"), "x\ty\n".to_owned(), line("S", "AIRB")].concat();
    let found = items(|take| geonames(text.as_bytes(), false, take));
    let first = place(&found[0].1);
    assert_eq!((first.geonames, first.admin1.as_str(), first.population), (Some(170_654), "09", 1200));
    assert_eq!(first.others, ["Tell Qumrah", "قمرة"]);
    assert_eq!(found[1], (2, Item::Passed));
    assert_eq!(found[2], (3, Item::Broken("2 fields between tabs, expected 19".to_owned())));
    assert_eq!(place(&found[3].1).kind, Some(super::super::PlaceKind::Site));
}

#[test]
fn a_collection_of_features() {
    let text = r#"{"type": "FeatureCollection", "name": "x", "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [38.25, 35.5]},
         "properties": {"name": "قمرة", "name_en": "Qumrah", "country": "SY", "aliases": ["Tal Qumra"]}},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[38, 35], [39, 35], [39, 36], [38, 36], [38, 35]]]},
         "properties": {"name": "Wadi Qumrah"}},
        {"type": "Feature", "geometry": null, "properties": {"name": "Nowhere"}}]}"#;
    let found = items(|take| geojson(text.as_bytes(), &country, take));
    let first = place(&found[0].1);
    assert_eq!((first.name.as_str(), first.lat, first.lon), ("Qumrah", 35.5, 38.25));
    assert!(first.others.contains(&"قمرة".to_owned()) && first.others.contains(&"Tal Qumra".to_owned()));
    let second = place(&found[1].1);
    assert_eq!((second.lat, second.lon, second.kind), (35.5, 38.5, Some(super::super::PlaceKind::Region)));
    assert!((70.0..75.0).contains(&second.radius_km), "{}", second.radius_km);
    assert_eq!(found[2], (3, Item::Broken("no geometry with coordinates".to_owned())));
}

#[test]
fn files_are_told_apart() {
    let geonames = "1\tA\tA\t\t1\t2\tP\tPPL\tSY\t\t\t\t\t\t0\t\t0\tAsia/Damascus\t2020-01-01\n";
    for (start, form) in [
        (geonames, Some(Form::GeoNames)),
        ("12\t170654\tar\tقمرة\t\t\t\t\n", Some(Form::Alternates)),
        ("SY.09\tDeir ez-Zor\tDeir ez-Zor\t170793\n", Some(Form::Divisions)),
        ("\u{feff}name,lat,lon\n", Some(Form::Csv)),
        (" {\"type\"", Some(Form::GeoJson)),
        ("%PDF-1.7", None),
        ("", None),
    ] {
        assert_eq!(sniff(start.as_bytes()), form, "{start}");
    }
}

proptest! {
    /// Whatever the bytes, every reader ends, and no place lies off the map.
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400), head in 0..4usize) {
        let head = ["name,lat,lon\n", "{\"features\":[", "1\tA\tA\t\t1\t2\tP\tPPL\tSY\t\t", ""][head];
        let input = [head.as_bytes(), &bytes].concat();
        let mut take = |_: u64, item: Item| {
            if let Item::Place(entry) = item {
                assert!(entry.lat.abs() <= 90.0 && entry.lon.abs() <= 180.0);
            }
            Ok(())
        };
        let _ = sniff(&input);
        let _ = csv(input.as_slice(), head.trim_end(), &country, &mut take);
        let _ = geojson(input.as_slice(), &country, &mut take);
        let _ = geonames(input.as_slice(), true, &mut take);
        let _ = alternates(input.as_slice(), |_, _| Ok(()));
        let _ = divisions(input.as_slice(), |_, _, _, _| ());
    }
}
