//! Feeds, tables, lines and JSON: many documents in one file.

mod common;

use common::{limited, problems, stream, texts};
use sayso_intake::{Item, Kind, Limits, Problem};

fn first(found: &[common::Found]) -> &Item {
    found[0].as_ref().expect("a document")
}

#[test]
fn rss() {
    let feed = "<?xml version='1.0' encoding='UTF-8'?>
<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:media='http://search.yahoo.com/mrss/'>
<channel><title>Marsh Herald &amp; Post</title><link>https://marsh.example/</link><language>en-gb</language>
<image><title>Logo</title></image>
<item><title><![CDATA[Shells &amp; rockets fall on <b>Tarn</b>]]></title><media:title>No</media:title>
 <link>https://marsh.example/1?a=1&amp;b=2</link><guid isPermaLink='false'>m-1</guid>
 <pubDate>Wed, 18 Dec 2019 10:00:00 GMT</pubDate><description>Short.</description>
 <content:encoded><![CDATA[<p>Shells fell on Tarn.</p> </item> ]]></content:encoded></item>
<item><title>Two &nbsp; words</title><guid>https://marsh.example/2</guid><source url='https://x.example'>Hill Wire</source>
 <description>Rockets fell &amp;mdash; again.&lt;br/&gt;</description></item>
<item><title>Only this</title></item>
<!-- <item><title>No</title><description>no</description></item> -->
<item><description>Plain: 3 &lt; 5 &amp; AT&amp;T</description></item>
</channel></rss>";
    let found = stream("feed.xml", feed.as_bytes());
    assert_eq!(
        texts(&found),
        ["<p>Shells fell on Tarn.</p> </item>", "Rockets fell &mdash; again.<br/>", "Plain: 3 < 5 & AT&T"]
    );
    let item = first(&found);
    assert_eq!(item.kind, Kind::Html);
    assert_eq!(item.given.title.as_deref(), Some("Shells & rockets fall on Tarn"));
    assert_eq!(item.given.url.as_deref(), Some("https://marsh.example/1?a=1&b=2"));
    assert_eq!(item.given.id.as_deref(), Some("m-1"));
    assert_eq!(item.given.outlet.as_deref(), Some("Marsh Herald & Post"));
    assert_eq!(item.given.published.as_deref(), Some("Wed, 18 Dec 2019 10:00:00 GMT"));
    assert_eq!(item.given.language.as_deref(), Some("en"));
    let second = found[1].as_ref().expect("a document");
    assert_eq!(second.given.url.as_deref(), Some("https://marsh.example/2"));
    assert_eq!(second.given.outlet.as_deref(), Some("Hill Wire"));
    assert_eq!(second.given.title.as_deref(), Some("Two words"));
    assert!(problems(&found)[0].is_aside());
    assert_eq!(found[3].as_ref().map(|item| item.kind), Ok(Kind::Text));
}

#[test]
fn atom() {
    let feed = "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>Hill Wire</title>
<entry><title type='html'>Shells &amp;amp; rockets</title><id>urn:1</id><updated>2019-12-19T00:00:00Z</updated>
 <published>2019-12-18T10:00:00Z</published><author><name>A. Writer</name></author>
 <link rel='self' href='https://hill.example/self'/><link rel='alternate' href='https://hill.example/1'/>
 <summary>Short.</summary>
 <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Shells fell on <b>Tarn</b>.</p></div></content></entry>
<entry><title>B</title><link href='https://hill.example/2'/><updated>2019-12-20</updated><content type='text'>1 &lt;b&gt; 2</content></entry>
</feed>";
    let found = stream("feed", feed.as_bytes());
    let item = first(&found);
    assert_eq!(
        texts(&found),
        ["<div xmlns='http://www.w3.org/1999/xhtml'><p>Shells fell on <b>Tarn</b>.</p></div>", "1 <b> 2"]
    );
    assert_eq!(item.given.title.as_deref(), Some("Shells & rockets"));
    assert_eq!(item.given.url.as_deref(), Some("https://hill.example/1"));
    assert_eq!(item.given.published.as_deref(), Some("2019-12-18T10:00:00Z"));
    assert_eq!(item.given.outlet.as_deref(), Some("Hill Wire"));
    assert_eq!(item.given.language.as_deref(), Some("en"));
    let second = found[1].as_ref().expect("a document");
    assert_eq!((second.kind, second.given.published.as_deref()), (Kind::Text, Some("2019-12-20")));
}

#[test]
fn rdf_feeds_and_other_encodings() {
    let feed = b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><rdf:RDF><channel><title>X</title><items/></channel>
<item rdf:about='u'><title>\xcf</title><link>u</link><description>\xd2\xe0\xf0\xed</description><dc:date>2019-12-18</dc:date></item></rdf:RDF>";
    let found = stream("feed", feed);
    assert_eq!(texts(&found), ["Тарн"]);
    assert_eq!(first(&found).given.published.as_deref(), Some("2019-12-18"));
    let wide: Vec<u8> = [0xfeffu16]
        .into_iter()
        .chain("<rss><channel><item><description>é</description></item></channel></rss>".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(texts(&stream("feed", &wide)), ["é"]);
}

#[test]
fn a_broken_item_harms_no_other() {
    let limits = Limits { document_bytes: 400, ..Limits::default() };
    let long = "words ".repeat(100);
    let feed = format!(
        "<rss><channel><item><description>first</description></item>
<item><description>{long}</description></item>
<item><title a='></title><description>broken</description></item>
<item><description>never closed<item><description>after it</b></description></item>
<item><description>cut"
    );
    let found = limited("feed", feed.as_bytes(), limits);
    let texts = texts(&found);
    assert!(
        texts.contains(&"first") && texts.contains(&"never closed") && texts.contains(&"after it"),
        "{found:?}"
    );
    assert!(matches!(problems(&found)[0], Problem::TooLong { .. }), "{found:?}");
    assert_eq!(problems(&found).last(), Some(&&Problem::Truncated { what: "feed" }));
    for empty in [&b"<rss><channel></channel></rss>"[..], b"<rss>< ", b"<rss><", b"<rss></>"] {
        assert!(problems(&stream("feed", empty))[0].is_aside());
    }
}

#[test]
fn hostile_feeds_take_no_longer() {
    let start = std::time::Instant::now();
    let many = "a ".repeat(500_000);
    let open = "<a".repeat(500_000);
    let entities = "<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>";
    let feed = format!(
        "<!DOCTYPE rss [{entities}]><rss><channel><item><link {many}/><title>&lt;{open}</title><description>&b;</description></item>
<item><title><![CDATA[{open}]]></title><description>{}</description></item></channel></rss>",
        "<div>".repeat(100_000)
    );
    let found = stream("feed.xml", feed.as_bytes());
    assert!(found.len() <= 2);
    assert!(!texts(&found).iter().any(|text| text.contains("aaaa")));
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

#[test]
fn tables() {
    let table = "\u{feff}Headline,Date,Body,Source,Link,Other\r\n\
\"Shells, fall\",2019-12-18,\"Shells fell on \"\"Tarn\"\".\nThen more.\",Hill Wire,https://hill.example/1,x\r\n\
B,2019-12-19,,,,\r\nC,2019-12-20,third,Marsh Herald\r\n";
    let found = stream("a.csv", table.as_bytes());
    assert_eq!(texts(&found), ["Shells fell on \"Tarn\".\nThen more.", "third"]);
    let item = first(&found);
    assert_eq!(item.kind, Kind::Text);
    assert_eq!(item.given.title.as_deref(), Some("Shells, fall"));
    assert_eq!(item.given.published.as_deref(), Some("2019-12-18"));
    assert_eq!(item.given.outlet.as_deref(), Some("Hill Wire"));
    assert_eq!(item.given.url.as_deref(), Some("https://hill.example/1"));
    assert_eq!(item.origin.to_string(), "a.csv:2");
    let told = found[1].as_ref().expect_err("no text");
    assert_eq!((told.origin.to_string().as_str(), &told.problem), ("a.csv:4", &Problem::Empty));
    assert_eq!(found[2].as_ref().expect("a document").given.url, None);
}

#[test]
fn tables_of_other_marks_and_encodings() {
    assert_eq!(texts(&stream("", b"date;text\n2019-12-18;a, b\n")), ["a, b"]);
    assert_eq!(texts(&stream("a.tsv", b"id\ttext\n1\ta\n2\tb")), ["a", "b"]);
    let wide: Vec<u8> = [0xfeffu16]
        .into_iter()
        .chain("text\tdate\né\t2019\n".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(texts(&stream("", &wide)), ["é"]);
    let found = stream("a.csv", b"name,place\nx,y\n");
    assert_eq!(problems(&found), [&Problem::NoTextColumn { columns: "name, place".into() }]);
}

#[test]
fn an_endless_field_is_told_without_being_held() {
    let limits = Limits { document_bytes: 1000, ..Limits::default() };
    let long = "words ".repeat(500_000);
    let table = format!("text,date\nfirst,2019\n\"{long}\",2020\n{}\nlast,2021\n", ",".repeat(10_000));
    let found = limited("a.csv", table.as_bytes(), limits);
    assert_eq!(texts(&found), ["first", "last"]);
    assert!(
        matches!(problems(&found)[..], [Problem::TooLong { .. }, Problem::TooLong { .. }]),
        "{:?}",
        problems(&found)
    );
    let found = limited("a.csv", format!("text\nfirst\n\"{long}").as_bytes(), limits);
    assert_eq!(texts(&found), ["first"]);
}

#[test]
fn lines_pass_through() {
    let found =
        stream("a.jsonl", b"\xef\xbb\xbf{\"text\": \"a\", \"id\": 1}\r\n\n{\"text\": \"b\"}\nnot json");
    assert_eq!(texts(&found), ["\u{feff}{\"text\": \"a\", \"id\": 1}", "{\"text\": \"b\"}", "not json"]);
    assert!(found.iter().flatten().all(|item| item.kind == Kind::JsonLine));
    assert_eq!(found[1].as_ref().expect("a line").origin.record, Some(3));
}

#[test]
fn lines_whose_text_has_another_name() {
    let found = stream(
        "a.jsonl",
        b"{\"body\": \"a\", \"headline\": \"T\", \"id\": 7, \"lang\": \"en-US\"}\n{\"a\": 1}\n",
    );
    let item = first(&found);
    assert_eq!((item.kind, &item.bytes[..]), (Kind::Text, &b"a"[..]));
    assert_eq!(item.given.title.as_deref(), Some("T"));
    assert_eq!(item.given.id.as_deref(), Some("7"));
    assert_eq!(item.given.language.as_deref(), Some("en"));
    assert_eq!(problems(&found), [&Problem::NoTextField]);
}

#[test]
fn json_over_many_lines() {
    let found =
        stream("a.json", b"[\n {\"text\": \"a ] } \\\" {\",\n \"id\": 1},\n {\"content\": \"b\"}, {}\n]\n");
    assert_eq!(texts(&found)[1], "b");
    assert_eq!(problems(&found), [&Problem::NoTextField]);
    assert_eq!(first(&found).kind, Kind::JsonLine);
    let found = stream("a.json", b"{\n\"text\": \"a\"}\n{\"text\": ");
    assert_eq!(texts(&found), ["{\n\"text\": \"a\"}"]);
    assert_eq!(problems(&found), [&Problem::Truncated { what: "JSON" }]);
    let found = stream("a.json", b"{\"text\": \"a\"}, nonsense");
    assert!(matches!(problems(&found)[..], [Problem::Damaged { what: "JSON", .. }]));
}

#[test]
fn there_is_an_end_to_rows() {
    let limits = Limits { rows: 2, ..Limits::default() };
    for (name, bytes) in [
        ("a.csv", "text\na\nb\nc\nd\n"),
        ("a.jsonl", "{\"text\": \"a\"}\n{\"text\": \"b\"}\n{\"text\": \"c\"}\n{\"text\": \"d\"}\n"),
        ("a.json", "[{\"text\": \"a\"},\n{\"text\": \"b\"},{\"text\": \"c\"}]"),
        (
            "a.rss",
            "<rss><item><description>a</description></item><item><description>b</description></item><item><description>c</description></item></rss>",
        ),
    ] {
        let found = limited(name, bytes.as_bytes(), limits);
        assert_eq!(
            (texts(&found).len(), problems(&found)),
            (2, vec![&Problem::TooMany { limit: 2 }]),
            "{name}"
        );
    }
}
