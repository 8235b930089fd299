//! `sayso gazetteer` from outside: places are added, named in a report, found on the map, and removed.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder of its own for each test, and the user's data folder in it.
struct Home(PathBuf);

struct Seen {
    out: String,
    told: String,
    status: i32,
}

impl Home {
    fn new(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gazetteer").join(test);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder for tests");
        Self(folder)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, content).expect("a file for tests");
        path.to_str().expect("a plain path").to_owned()
    }

    fn sayso(&self, args: &[&str]) -> Seen {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
        let output =
            command.args(args).env("XDG_DATA_HOME", &self.0).stdin(Stdio::null()).output().expect("it runs");
        Seen {
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            told: String::from_utf8(output.stderr).expect("UTF-8"),
            status: output.status.code().expect("an exit status"),
        }
    }

    fn read(&self, args: &[&str]) -> serde_json::Value {
        let seen = self.sayso(&[&["read", "--format", "jsonl"], args].concat());
        assert_eq!(seen.status, 0, "{}", seen.told);
        serde_json::from_str(&seen.out).expect("one reading")
    }
}

/// The point of the place of this name in a reading.
fn point(reading: &serde_json::Value, name: &str) -> Option<(f64, f64)> {
    let entities = reading["entities"].as_array()?;
    let place = entities.iter().map(|entity| &entity["place"]).find(|place| place["name"] == name)?;
    Some((place["lat"].as_f64()?, place["lon"].as_f64()?))
}

const TABLE: &str = "name,lat,lon,aliases,country,admin1,kind,id,source\n\
                     Tell Qumrah,35.5012,38.2511,Tal Qumra|تل قمرة,Syria,Raqqa,village,a7,own survey\n\
                     Too Far,99,2,,,,,,\n";
const REPORT: &str =
    "Raid in Syria\n\nGunmen killed two farmers in Tell Qumrah on Monday, officials in Damascus said.\n";

#[test]
fn a_village_is_added_read_and_removed() {
    let home = Home::new("village");
    let (table, report) = (home.file("mine.csv", TABLE), home.file("report.txt", REPORT));
    let before = home.read(&[&report]);
    assert_eq!(point(&before, "Tell Qumrah"), None);
    assert!(before["reader"].get("gazetteers").is_none());

    let added = home.sayso(&["gazetteer", "add", &table]);
    assert_eq!(added.status, 0);
    assert!(added.out.starts_with("added mine: 1 places, 3 names"), "{}", added.out);
    assert_eq!(
        added.told,
        format!("sayso: {table}:3: latitude \"99\", expected degrees up to 90; left out\n")
    );
    let file = home.0.join("sayso/gazetteers/mine.gaz");
    let bytes = std::fs::read(&file).expect("it was written");

    let reading = home.read(&[&report]);
    assert_eq!(point(&reading, "Tell Qumrah"), Some((35.5012, 38.2511)));
    let named = reading["reader"]["gazetteers"][0].as_str().expect("it is named");
    assert!(named.starts_with("mine sha256:"), "{named}");
    assert_eq!(point(&home.read(&["--gazetteer", "none", &report]), "Tell Qumrah"), None);

    let again = home.sayso(&["gazetteer", "add", &table]);
    assert_eq!((again.out.as_str(), again.status), ("already added as mine; nothing changed\n", 0));
    assert_eq!(std::fs::read(&file).expect("it is there"), bytes);

    let listed = home.sayso(&["gazetteer", "list", "--check", "--timings"]).out;
    assert!(listed.contains("mine sha256:") && listed.contains("checked: whole"), "{listed}");
    for name in ["tell qumrah", "تل قمرة", "Tall Qumra"] {
        let found = home.sayso(&["gazetteer", "find", name]).out;
        assert!(
            found.contains("Tell Qumrah\ttown\tSYR\tAr Raqqah\t35.5012, 38.2511\t\ta7\tmine (own survey)"),
            "{found}"
        );
    }

    assert_eq!(home.sayso(&["gazetteer", "remove", "mine"]).out, "removed mine\n");
    assert_eq!(home.read(&[&report]), before);
    let gone = home.sayso(&["gazetteer", "remove", "mine"]);
    assert_eq!(
        (gone.told.as_str(), gone.status),
        ("sayso: no gazetteer is called `mine`; nothing was added\n", 2)
    );
}

#[test]
fn a_dump_of_geonames_with_other_names() {
    let home = Home::new("dump");
    let line = |id: u32, name: &str, class: &str, code: &str| {
        format!(
            "{id}\t{name}\t{name}\t\t35.5\t38.25\t{class}\t{code}\tSY\t\t04\t\t\t\t120\t\t300\tAsia/Damascus\t2020-01-01\n"
        )
    };
    let dump = [line(90_000_001, "Tell Qumrah", "P", "PPL"), line(90_000_002, "Well of Qumrah", "H", "WLL")]
        .concat();
    let dump = home.file("SY.txt", dump);
    let names = home.file(
        "alternateNamesV2.txt",
        "1\t90000001\tar\tتل قمرة\t1\t\t\t\n2\t90000001\tlink\thttps://example.org\t\t\t\t\n",
    );
    let out = home.0.join("sy.gaz");
    let out = out.to_str().expect("a plain path");
    let added = home.sayso(&["gazetteer", "add", &names, &dump, "--to", out, "--name", "sy"]);
    assert!(
        added.out.contains("added sy: 1 places, 2 names") && added.out.contains("passed over 1"),
        "{}",
        added.out
    );
    let found = home.sayso(&["gazetteer", "find", "تل قمرة", "--gazetteer", out]).out;
    assert!(
        found.contains("Tell Qumrah\ttown\tSYR\tAr Raqqah\t35.5000, 38.2500\t120\tgeonames:90000001\tsy"),
        "{found}"
    );
}

#[test]
fn what_cannot_be_added_is_told() {
    let home = Home::new("told");
    for (name, content, expected) in [
        ("letter.txt", "Dear friends,\n", "neither a GeoNames dump, nor a table"),
        ("empty.csv", "name,lat,lon\n", "no place in these files; nothing was added"),
        (
            "cut.geojson",
            "{\"type\": \"FeatureCollection\", \"features\": [",
            "not a GeoJSON FeatureCollection: EOF",
        ),
        ("names.txt", "1\t170654\tar\tقمرة\t\t\t\t\n", "other names without places"),
        ("cut.zip", "PK\u{3}\u{4}xx", "a zip archive that is cut short or damaged"),
    ] {
        let file = home.file(name, content);
        let seen = home.sayso(&["gazetteer", "add", &file]);
        assert!(seen.told.contains(expected) && seen.status == 2, "{name}: {}", seen.told);
    }
    let left = std::fs::read_dir(home.0.join("sayso/gazetteers")).map(Iterator::count).unwrap_or(0);
    assert_eq!(left, 0, "nothing half-written is left");
}
