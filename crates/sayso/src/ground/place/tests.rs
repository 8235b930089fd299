use super::*;

const COUNTRIES: &str = "\
iso3,iso2,name,aliases,demonyms,adjectives,capital,lat,lon,source
EGY,EG,Egypt,,Egyptian|Egyptians,Egyptian,Cairo,27,30,x
LBN,LB,Lebanon,,Lebanese,Lebanese,Beirut,33.8,35.8,x
LBY,LY,Libya,State of Libya,Libyan|Libyans,Libyan,Tripoli,27,18,x
SYR,SY,Syria,,Syrian|Syrians,Syrian,Damascus,35,38,x
TUR,TR,Turkey,Turkiye,Turk|Turks,Turkish,Ankara,39,35,x
FRA,FR,France,,French,French,Paris,46,2,x
";

/// The mentions are the words in brackets. The answer has a line for each: the words, place, country, precision, why.
fn check(marked: &str, focus: &Focus<'_>) -> Vec<String> {
    let (text, mentions) = unmark(marked);
    let gazetteer = Gazetteer::embedded().unwrap();
    let regions = Regions::embedded().unwrap();
    let abbreviations = Abbreviations::embedded().unwrap();
    let relations = Relations::embedded().unwrap();
    let words = PlaceWords::embedded().unwrap();
    let countries = Countries::read(COUNTRIES).unwrap();
    let weights = Weights::embedded().unwrap();
    let world = World {
        gazetteer: &gazetteer,
        regions: &regions,
        abbreviations: &abbreviations,
        relations: &relations,
        words: &words,
        countries: &countries,
        weights: &weights,
    };
    let resolved = resolve(&text, &mentions, focus, &world);
    (mentions.iter().zip(resolved))
        .map(|(mention, resolution)| {
            let words = &text[mention.span.clone()];
            match resolution.found {
                Some(found) => {
                    let country = found.country.unwrap_or_default();
                    format!("{words}: {} {country} {:?}", found.name, found.precision)
                }
                None => format!("{words}: {:?}", resolution.why),
            }
        })
        .collect()
}

fn unmark(marked: &str) -> (String, Vec<Mention>) {
    let mut text = String::new();
    let mut mentions = Vec::new();
    for part in marked.split_inclusive([']', '[']) {
        let plain = part.trim_end_matches(['[', ']']);
        let start = text.len();
        text.push_str(plain);
        if part.ends_with(']') {
            mentions.push(Mention { span: start..text.len(), like: Like::Place });
        }
    }
    (text, mentions)
}

#[test]
fn the_tripoli_of_a_report_on_libya() {
    let lines = check(
        "Forces loyal to Haftar launched rockets into civilian areas of [Tripoli]. The Libyan government accused \
         him. Egypt's president told a conference in [Sharm Al Sheikh] in [Sinai] that he supports Haftar, while \
         the Turkish president would send troops into [Libya].",
        &Focus::default(),
    );
    assert_eq!(
        lines,
        [
            "Tripoli: Tripoli LBY City",
            "Sharm Al Sheikh: Sharm el-Sheikh EGY City",
            "Sinai: Sinai EGY Admin1",
            "Libya: Libya LBY Country",
        ]
    );
}

#[test]
fn the_tripoli_that_the_words_name() {
    let lines =
        check("Gunmen opened fire in [Tripoli], Lebanon. [Tripoli] was calm by night.", &Focus::default());
    assert_eq!(lines, ["Tripoli: Tripoli LBN City", "Tripoli: Tripoli LBN City"]);
}

#[test]
fn the_tripoli_of_the_focus() {
    let focus = Focus { country: Some("LBN"), ..Focus::default() };
    assert_eq!(check("Gunmen opened fire in [Tripoli].", &focus), ["Tripoli: Tripoli LBN City"]);
    let focus = Focus { dateline: Some("Beirut"), ..Focus::default() };
    assert_eq!(
        check("Gunmen opened fire in [Bab al-Tabbaneh].", &focus),
        ["Bab al-Tabbaneh: Bab al-Tabbaneh LBN District"]
    );
}

#[test]
fn a_district_of_the_city_named_with_it() {
    let lines = check("Shells hit the [Abu Salim] district of [Tripoli].", &Focus::default());
    assert_eq!(lines, ["Abu Salim: Abu Salim LBY District", "Tripoli: Tripoli LBY City"]);
    let lines = check("Bombs fell on [Salahuddin] in [Aleppo], Syria.", &Focus::default());
    assert_eq!(lines[0], "Salahuddin: Salahuddin SYR District");
}

#[test]
fn other_spellings() {
    let lines =
        check("from [northern Tripoli] to the [Idlib province], Libyans and Syrians", &Focus::default());
    assert_eq!(lines[1], "Idlib province: Idlib SYR Admin1");
    assert!(lines[0].contains("Tripoli"), "{lines:?}");
}

#[test]
fn names_that_no_table_has() {
    assert_eq!(check("in [Qwxyzopolis] today", &Focus::default()), ["Qwxyzopolis: Unknown"]);
    let nothing = resolve_one("Paris Hilton", 0..5, Like::Person);
    assert_eq!((nothing.found, nothing.why), (None, Why::NotAPlace));
    let outside = resolve_one("é", 1..9, Like::Place);
    assert_eq!((outside.found, outside.why), (None, Why::Unknown));
}

fn resolve_one(text: &str, span: Range<usize>, like: Like) -> Resolution {
    let gazetteer = Gazetteer::embedded().unwrap();
    let world = World {
        gazetteer: &gazetteer,
        regions: &Regions::default(),
        abbreviations: &Abbreviations::default(),
        relations: &Relations::default(),
        words: &PlaceWords::default(),
        countries: &Countries::default(),
        weights: &Weights::embedded().unwrap(),
    };
    resolve(text, &[Mention { span, like }], &Focus::default(), &world).remove(0)
}

#[test]
fn names_of_conflict_reports() {
    let lines = check(
        "Syrian government jets struck [Maarat al-Numan] and [Saraqib] in [Idlib]. In [Deir Ezzor] and [Hasakah], \
         [Raqqa], [Qamishli], [Tal Abyad], [Al-Bab], [Khan Sheikhun], [Douma] and [Homs] it was calm. Syrian \
         rebels left [Eastern Ghouta].",
        &Focus::default(),
    );
    for line in &lines {
        assert!(line.contains(" SYR "), "{lines:#?}");
    }
    let lines = check(
        "Ukrainian forces left [Avdiivka] and [Bakhmut]. Shells fell on [Kherson], [Kharkiv], [Kupyansk], [Odesa], \
         [Izium], [Zaporizhzhia], [Mykolaiv], [Chasiv Yar] and [Kyiv] in the [Donbas].",
        &Focus::default(),
    );
    for line in &lines {
        assert!(line.contains(" UKR "), "{lines:#?}");
    }
    let lines = check(
        "[GAZA] (Reuters) - Strikes on [Khan Younis], [Rafah], [Jabalia], [Beit Lahia], [Deir al-Balah], \
         [Nuseirat] and [Jenin] in the [West Bank]; rockets fell on [Sderot] and [Ashkelon].",
        &Focus::default(),
    );
    for line in &lines[..9] {
        assert!(line.contains(" PSE "), "{lines:#?}");
    }
    let lines = check(
        "The army fought militants in [Goma], [Beni], [Bunia] and [Masisi] in eastern Congo; the rebels hold \
         [Sake] and [Bukavu]. In [El Fasher], [Nyala], [El Geneina] and [Omdurman], Sudanese forces.",
        &Focus::default(),
    );
    for line in &lines[..6] {
        assert!(line.contains(" COD "), "{lines:#?}");
    }
    for line in &lines[6..] {
        assert!(line.contains(" SDN "), "{lines:#?}");
    }
    let lines = check(
        "Iraqi forces in [Mosul], [Fallujah], [Ramadi], [Tikrit], [Salah al-Din], [Diyala], [Kirkuk], [Hawija], \
         [Baquba], [Basra], [Tal Afar] and [Sadr City].",
        &Focus::default(),
    );
    for line in &lines {
        assert!(line.contains(" IRQ "), "{lines:#?}");
    }
    let lines = check(
        "Houthis in [Sanaa], [Hodeidah], [Taiz], [Marib], [Saada], [Aden], [Mocha], [Dhamar], [Al Bayda], [Ibb] \
         and [Hajjah], Yemen. Taliban in [Kabul], [Kunduz], [Lashkar Gah], [Ghazni], [Jalalabad], [Nangarhar], \
         [Helmand] and [Kandahar], Afghanistan.",
        &Focus::default(),
    );
    for line in &lines[..11] {
        assert!(line.contains(" YEM "), "{lines:#?}");
    }
    for line in &lines[11..] {
        assert!(line.contains(" AFG "), "{lines:#?}");
    }
    let lines = check(
        "Gunmen in [Maiduguri], [Borno], [Chibok], [Damboa], [Zamfara] and [Kaduna], Nigeria. Jihadists in [Gao], \
         [Mopti], [Menaka], [Timbuktu] and [Kidal], Mali. In [Djibo], [Dori] and [Ouagadougou], Burkina Faso.",
        &Focus::default(),
    );
    for line in &lines[..6] {
        assert!(line.contains(" NGA "), "{lines:#?}");
    }
    for line in &lines[6..11] {
        assert!(line.contains(" MLI "), "{lines:#?}");
    }
    for line in &lines[11..] {
        assert!(line.contains(" BFA "), "{lines:#?}");
    }
    let lines = check(
        "In [Benghazi], [Misrata], [Sirte], [Derna], [Zawiya], [Gharyan], [Sabha], [Bani Walid], [Tarhuna], \
         [Ain Zara], [Tajoura] and [Ajdabiya] Libyan units.",
        &Focus::default(),
    );
    for line in &lines {
        assert!(line.contains(" LBY "), "{lines:#?}");
    }
}

#[test]
fn a_square_of_the_city_that_owns_it() {
    assert_eq!(
        check("They met in Cairo's [Tahrir Square]. Egyptian police fired.", &Focus::default()),
        ["Tahrir Square: Tahrir Square EGY District"]
    );
    assert_eq!(
        check("They met in [Tahrir Square] in [Baghdad].", &Focus::default())[0],
        "Tahrir Square: Tahrir Square IRQ District"
    );
}

/// For each name: what holds it, where no table has it; else the place's kind.
fn held(marked: &str) -> Vec<String> {
    let (text, mentions) = unmark(marked);
    let resolved = with_world(|world| resolve(&text, &mentions, &Focus::default(), world));
    let line = |found: &Found| match &found.within {
        Some(within) => format!("{} within {} {:?}", found.name, within.name, found.precision),
        None => format!("{} {:?}", found.name, found.kind),
    };
    resolved.iter().map(|r| r.found.as_ref().map_or_else(|| format!("{:?}", r.why), line)).collect()
}

fn with_world<T>(work: impl FnOnce(&World<'_>) -> T) -> T {
    let gazetteer = Gazetteer::embedded().unwrap();
    let world = World {
        gazetteer: &gazetteer,
        regions: &Regions::embedded().unwrap(),
        abbreviations: &Abbreviations::embedded().unwrap(),
        relations: &Relations::embedded().unwrap(),
        words: &PlaceWords::embedded().unwrap(),
        countries: &Countries::read(COUNTRIES).unwrap(),
        weights: &Weights::embedded().unwrap(),
    };
    work(&world)
}

#[test]
fn a_village_that_no_table_has_is_known_by_what_holds_it() {
    assert_eq!(
        held("Gunmen raided the village of [Qarvesh Talla] in Idlib province on Monday."),
        ["Qarvesh Talla within Idlib Admin1"]
    );
    assert_eq!(
        held("Shells hit the [Zarqavand] neighbourhood of [Aleppo], Syria."),
        ["Zarqavand within Aleppo City", "Aleppo Town"]
    );
    assert_eq!(
        held("They fled [Qarvesh Talla], [Bershund] and [Tall Zuqq] in [Idlib province]."),
        [
            "Qarvesh Talla within Idlib Admin1",
            "Bershund within Idlib Admin1",
            "Tall Zuqq within Idlib Admin1",
            "Idlib Admin1"
        ]
    );
    assert_eq!(
        held("The Syrian village of [Qarvesh Talla] was burned."),
        ["Qarvesh Talla within Syria Country"]
    );
    assert_eq!(held("Gunmen raided [Qarvesh Talla] and left."), ["Unknown"]);
    assert_eq!(held("Gunmen raided [Qarvesh Talla], Aleppo and Homs."), ["Unknown"]);
}

#[test]
fn a_name_elsewhere_than_the_words_say_is_another_place() {
    let lines = held("Soldiers entered the village of [Marseille] in [Idlib province], Syria.");
    assert_eq!(lines[0], "Marseille within Idlib Admin1");
}

#[test]
fn how_the_words_stand_to_a_place() {
    let spot = |marked: &str| {
        let (text, mentions) = unmark(marked);
        let resolved = with_world(|world| resolve(&text, &mentions, &Focus::default(), world));
        let found = resolved[0].found.clone().unwrap();
        let place = Place::from(&found);
        let spot = found.spot();
        (place.lat, spot, found.relation.map(|relation| relation.kind))
    };
    use crate::record::PlaceRelationKind::{Away, Between, Near, Off};
    let (lat, near, kind) = spot("Troops were killed near [Homs], Syria.");
    assert_eq!((lat, near.radius_km, kind), (Some(near.lat), 25.0, Some(Near)));
    let (lat, away, kind) = spot("Troops were killed 22 km south of [Homs], Syria.");
    assert_eq!(kind, Some(Away));
    assert!((lat.unwrap() - away.lat - 0.198).abs() < 0.01, "{away:?}");
    let (_, between, kind) = spot("A convoy was hit between [Homs] and [Hama] in Syria.");
    assert_eq!((between.precision, kind), (PlacePrecision::Admin1, Some(Between)));
    assert!(between.lat > 34.8 && between.lat < 35.1, "{between:?}");
    let (_, off, kind) = spot("A boat sank off the coast of [Libya].");
    assert_eq!((off.precision, kind), (PlacePrecision::Country, Some(Off)));
}

#[test]
fn the_word_behind_a_name_says_what_it_is() {
    let lines = check("Rebels left [Idlib] province, Syria, and hold [Homs] city.", &Focus::default());
    assert_eq!(lines, ["Idlib: Idlib SYR Admin1", "Homs: Homs SYR City"]);
}

#[test]
fn a_name_with_its_country_is_one_place() {
    assert_eq!(check("Shells hit [Homs, Syria].", &Focus::default()), ["Homs, Syria: Homs SYR City"]);
}
