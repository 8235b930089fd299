//! What holds for every input.

use proptest::prelude::*;
use sayso_copies::url::canonical;
use sayso_copies::{Document, Index, Published, Signature};

/// Pieces of which addresses are made, hostile ones among them.
fn address() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "http://",
        "HTTPS://",
        "//",
        "www.",
        "m.",
        "amp.",
        "amp",
        "a.example",
        "google.com/amp/s/",
        "x-y.cdn.ampproject.org/c/s/",
        ":80",
        ":8443",
        ":",
        "/",
        "//",
        ".",
        "..",
        "?",
        "&",
        "=",
        "#",
        "utm_source=x",
        "fbclid",
        "id=3",
        "%",
        "%2f",
        "%7E",
        "%41",
        "é",
        "index.html",
        ".amp",
        ".html",
        "@",
        "[",
        "::1",
        "]",
        " ",
        "\t",
        "\\",
        "/amp/",
        "print",
        "1",
        "İ",
        "\u{200b}",
        "+",
        ";",
        "\u{0}",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

/// A report made of a few paragraphs, so that many share some.
#[derive(Debug, Clone)]
struct Made {
    paragraphs: Vec<u8>,
    page: Option<u8>,
    published: Option<u8>,
    outlet: Option<u8>,
}

fn reports() -> impl Strategy<Value = Vec<Made>> {
    let made = (
        prop::collection::vec(0_u8..8, 0..5),
        prop::option::weighted(0.2, 0_u8..4),
        prop::option::weighted(0.7, 0_u8..6),
        prop::option::of(0_u8..3),
    )
        .prop_map(|(paragraphs, page, published, outlet)| Made { paragraphs, page, published, outlet });
    prop::collection::vec(made, 0..14)
}

/// Words that no other paragraph has, and an agency's credit in some.
fn paragraph(number: u8) -> String {
    let words: Vec<String> = (0..30).map(|at| format!("w{number}x{at}")).collect();
    let head = if number == 0 { "HOMS (Reuters) - " } else { "" };
    format!("{head}{}.\n", words.join(" "))
}

fn signature(id: usize, made: &Made) -> Signature {
    let text: String = made.paragraphs.iter().map(|number| paragraph(*number)).collect();
    let url = made.page.map(|page| format!("https://a.example/{page}"));
    let published = made.published.map(|day| match day {
        5 => "2020-01-03T10:00:00Z".parse::<Published>().unwrap(),
        _ => format!("2020-01-0{}", day + 1).parse().unwrap(),
    });
    let outlet = made.outlet.map(|outlet| ["Reuters", "The Marsh Herald", "AFP"][usize::from(outlet)]);
    Signature::of(&Document { id: &format!("r{id}"), text: &text, url: url.as_deref(), published, outlet })
}

fn index<'a>(signatures: impl IntoIterator<Item = &'a Signature>) -> Index {
    let mut index = Index::new();
    for signature in signatures {
        index.insert(signature.clone()).unwrap();
    }
    index
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_address_twice_is_as_once(url in address()) {
        if let Ok(once) = canonical(&url) {
            prop_assert_eq!(canonical(once.as_str()), Ok(once.clone()), "{:?}", url);
            prop_assert!(!once.host().is_empty());
        }
    }

    #[test]
    fn no_address_panics(url in any::<String>()) {
        let _ = canonical(&url);
    }

    #[test]
    fn no_text_panics(texts in prop::collection::vec(any::<String>(), 0..6), date in any::<String>()) {
        let mut index = Index::new();
        for (id, text) in texts.iter().enumerate() {
            let id = id.to_string();
            let document = Document { id: &id, text, url: Some(text), published: date.parse().ok(), outlet: Some(text) };
            index.add(&document).unwrap();
        }
        let _ = index.groups();
    }

    #[test]
    fn groups_do_not_hang_on_the_order((made, shuffled) in reports().prop_flat_map(|made| {
        let places: Vec<usize> = (0..made.len()).collect();
        (Just(made), Just(places).prop_shuffle())
    })) {
        let signatures: Vec<Signature> = made.iter().enumerate().map(|(id, made)| signature(id, made)).collect();
        let groups = index(&signatures).groups();
        prop_assert_eq!(&index(shuffled.iter().map(|at| &signatures[*at])).groups(), &groups);
        // Nobody is in two groups, and a group has more than one member.
        let mut ids: Vec<&str> = groups
            .iter()
            .flat_map(|group| group.copies.iter().map(|copy| copy.id.as_str()).chain([group.first.as_str()]))
            .collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), all);
        prop_assert!(groups.iter().all(|group| !group.copies.is_empty()));
    }

    #[test]
    fn what_is_stored_is_what_is_read_back(made in reports()) {
        for (id, made) in made.iter().enumerate() {
            let kept = signature(id, made);
            let json = serde_json::to_string(&kept).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Signature>(&json).unwrap(), &kept);
        }
    }
}
