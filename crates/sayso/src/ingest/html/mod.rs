//! Web pages: markup to the report's own text.
//!
//! A page comes from anywhere, so nothing here may take more than time and memory in proportion to its bytes. [`tree`]
//! therefore does not build the document that a browser would: it keeps what tells blocks of text apart, up to a depth and a number of nodes, in one
//! pass, without the repairs (adoption agency, foster parenting, reopened formatting) that hostile markup can make
//! costly. [`article`] finds the story in it, and [`page`] what the page says of itself, also as [`linked`] data.

mod article;
mod linked;
mod page;
mod tree;

use super::roles::{self, Block};
use super::{Given, IngestError, Limits, Report, dates, decode, sha256};

/// Takes in one report as a web page. The report's text is drawn from the markup, headline first, one block a paragraph
/// with a blank line between them; [`Report::extracted`] is set.
///
/// ```
/// use sayso::ingest::{self, Given, Limits};
///
/// let page = b"<!doctype html><html lang=en><meta property='article:published_time' content='2019-12-18T10:00:00Z'>
///     <nav>News</nav><article><h1>Rockets hit Homs</h1><p>Rockets hit the city of <b>Homs</b> on Tuesday.</p></article>";
/// let report = ingest::html(page, &Given::default(), &Limits::default())?;
/// assert_eq!(report.text, "Rockets hit Homs\n\nRockets hit the city of Homs on Tuesday.");
/// assert_eq!(report.published.as_deref(), Some("2019-12-18T10:00:00Z"));
/// assert_eq!(report.language.as_deref(), Some("en"));
/// # Ok::<(), ingest::IngestError>(())
/// ```
pub fn html(bytes: &[u8], given: &Given, limits: &Limits) -> Result<Report, IngestError> {
    limits.check(bytes)?;
    if bytes.trim_ascii().is_empty() {
        return Err(IngestError::Empty);
    }
    let tree = tree::parse(&decode::page(bytes)?);
    let said = page::read(&tree);
    let article = article::find(&tree);
    if !article.blocks.iter().any(|block| block.text.contains(char::is_alphanumeric)) {
        return Err(IngestError::NoText);
    }
    let title = given.title.clone().or_else(|| said.title(article.title.as_deref()));
    let mut text = String::new();
    let mut blocks = Vec::new();
    let mut push = |block: &str, hint| {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(block);
        blocks.push(Block { range: start..text.len(), hint });
    };
    // The headline often stands outside the element that holds the story.
    let title_first = match &title {
        Some(title) if !article.blocks.iter().take(8).any(|block| roles::same_title(&block.text, title)) => {
            push(title, None);
            true
        }
        _ => false,
    };
    for block in &article.blocks {
        push(&block.text, block.hint);
    }
    let assigned = roles::assign(&text, blocks, title.as_deref(), title_first);
    let (published, date) = match given.published.as_deref().map(str::trim).filter(|date| !date.is_empty()) {
        Some(written) => Some(dates::published(written)?),
        None => said.published.or(assigned.published),
    }
    .unzip();
    let sha256 = sha256(bytes);
    let found = assigned.title.map(|range| text[range].to_owned());
    Ok(Report {
        id: given.id.clone().unwrap_or_else(|| sha256.clone()),
        title: title.or(found),
        title_bytes: 0,
        outlet: given.outlet.clone().or(said.outlet),
        url: given.url.clone().or(said.url),
        published,
        date,
        language: given.language.clone().or(said.language),
        sha256,
        extracted: true,
        text,
        paragraphs: assigned.paragraphs,
        dateline: assigned.dateline,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ingest::ParagraphRole;

    fn read(page: &str) -> Result<Report, IngestError> {
        html(page.as_bytes(), &Given::default(), &Limits::default())
    }

    /// One paragraph a line, with its role.
    fn shown(report: &Report) -> String {
        let line =
            |p: &crate::ingest::Paragraph| format!("{:?}: {}\n", p.role, &report.text[p.range.clone()]);
        report.paragraphs.iter().map(line).collect()
    }

    #[test]
    fn a_page_of_news() {
        let report = read(
            r#"<!DOCTYPE html><html lang="en-GB"><head><title>Rockets hit Homs | The Paper</title>
            <meta property="og:site_name" content="The Paper"><meta property="og:title" content="Rockets hit Homs">
            <link rel="canonical" href="https://paper.example/a"><script>var a = "<p>no</p>";</script>
            <script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","datePublished":"2019-12-18T10:00:00+02:00"}]}</script>
            </head><body><header><nav><ul><li><a href="/">Home</a></ul></nav></header>
            <div class="cookie-banner"><p>We use cookies to make this page better for everyone who reads it.</p></div>
            <main><article><h1>Rockets hit Homs</h1><p class="standfirst">Two people were killed, the monitor says.</p>
            <div class="meta"><span class="byline">By Jane Doe</span> <time datetime="2019-12-18">18 December 2019</time></div>
            <figure><img src=x><figcaption>A street in Homs [Getty]</figcaption></figure>
            <p>BEIRUT (Reuters) - Rockets hit the city of <a href="/homs">Homs</a> on Tuesday, killing two people&nbsp;&mdash; a boy &amp; his father.
            <p>The army denied it.<br><br>&#147;We did not,&#148; it said.
            <div class="related-stories"><h3>Related stories</h3><ul><li><a href="/1">Army takes town</a></li></ul></div>
            <aside>Sign up!</aside></article></main><footer>All rights reserved</footer></body></html>"#,
        )
        .expect("a page");
        assert_eq!(
            shown(&report),
            "Title: Rockets hit Homs\nStandfirst: Two people were killed, the monitor says.\nByline: By Jane Doe\n\
             DateLine: 18 December 2019\nCaption: A street in Homs [Getty]\nBody: BEIRUT (Reuters) - Rockets hit the city of \
             Homs on Tuesday, killing two people — a boy & his father.\nBody: The army denied it.\nBody: “We did not,” it \
             said.\nRelatedLink: Related stories\nRelatedLink: Army takes town\n"
        );
        assert_eq!(report.title.as_deref(), Some("Rockets hit Homs"));
        assert_eq!(report.outlet.as_deref(), Some("The Paper"));
        assert_eq!(report.url.as_deref(), Some("https://paper.example/a"));
        assert_eq!(report.language.as_deref(), Some("en"));
        assert_eq!(report.published.as_deref(), Some("2019-12-18T10:00:00+02:00"));
        assert!(report.extracted);
        assert_eq!(report.dateline.and_then(|d| d.agency).map(|range| &report.text[range]), Some("Reuters"));
    }

    /// Title, outlet, day of publication, address and language of a page with this head and a usual story, `|` between.
    fn said(head: &str, before: &str) -> String {
        let page = format!(
            "<html>{head}<body>{before}<p>Shells hit the market of the town of Tarn on Tuesday, killing three traders, medics said.</p>\
             <p>The army said that it had not fired on the town, and that it would look into what had happened there.</p>"
        );
        let report = read(&page).expect("a page");
        let parts = [report.title, report.outlet, report.published, report.url, report.language];
        parts.map(Option::unwrap_or_default).join("|")
    }

    #[test]
    fn what_usual_systems_say_of_a_page_is_found() {
        let cases = [
            // A blog's plug-in: a graph whose parts refer to each other.
            (
                r##"<head><title>Shells hit Tarn - Marsh Herald</title><meta property="og:locale" content="en_GB">
                <script type="application/ld+json" class="yoast-schema-graph">{"@context":"https://schema.org","@graph":[
                {"@type":"WebPage","@id":"https://marsh.example/1/","url":"https://marsh.example/1/","name":"Shells hit Tarn - Marsh Herald","datePublished":"2019-12-17T09:00:00+00:00"},
                {"@type":["Article","NewsArticle"],"@id":"https://marsh.example/1/#article","headline":"Shells hit Tarn &#8211; three killed","datePublished":"2019-12-18T10:00:00+00:00","dateModified":"2020-01-01T00:00:00+00:00","publisher":{"@id":"https://marsh.example/#organization"},"inLanguage":"en-GB"},
                {"@type":"Organization","@id":"https://marsh.example/#organization","name":"The Marsh Herald"},
                {"@type":"ImageObject","datePublished":"2011-01-01","publisher":{"name":"A Stock of Pictures"}}]}</script></head>"##,
                "",
                "Shells hit Tarn – three killed|The Marsh Herald|2019-12-18T10:00:00+00:00|https://marsh.example/1/|en",
            ),
            // A newspaper: a list of stories beside the story itself.
            (
                r##"<head lang="en"><script type="application/ld+json">[{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Other","datePublished":"2021-05-05","publisher":{"name":"Other"}}]},
                {"@type":"ReportageNewsArticle","headline":"Shells hit Tarn","datePublished":"2019-12-18T10:00:00Z","publisher":[{"@type":"NewsMediaOrganization","name":"Harbour Times"}],"mainEntityOfPage":"x","inLanguage":{"@value":"en"},"url":"https://harbour.example/tarn"}]</script></head>"##,
                "",
                "Shells hit Tarn|Harbour Times|2019-12-18T10:00:00Z|https://harbour.example/tarn|en",
            ),
            // Comments around it, line breaks in it, a publisher by his bare name, the type with its vocabulary.
            (
                "<head><script type=\"application/ld+json\">//<![CDATA[\n{\"@type\":\"http://schema.org/BlogPosting\",\"headline\":\"Shells\nhit Tarn\",\"datePublished\":\"2019-12-18\",\"publisher\":\"Reed Post\"}\n//]]></script></head>",
                "",
                "Shells hit Tarn|Reed Post|2019-12-18||",
            ),
            // Names of Dublin Core, and of a library's.
            (
                r#"<head><title>Shells hit Tarn</title><meta http-equiv="Content-Language" content="en-us"><meta name="DC.publisher" content="Delta Monitor">
                <meta name="DCTERMS.issued" content="2019-12-18"><meta name="DC.date.modified" content="2020-01-01"></head>"#,
                "",
                "Shells hit Tarn|Delta Monitor|2019-12-18||en",
            ),
            // OpenGraph; the publisher's page elsewhere is no name of his.
            (
                r#"<head><meta property="og:title" content="Shells hit Tarn | Fen Wire"><meta property="og:site_name" content="Fen Wire"><meta property="article:publisher" content="https://social.example/fenwire">
                <meta name="publisher" content="https://social.example/fenwire"><meta property="article:published_time" content="2019-12-18T08:00:00Z"><meta property="article:modified_time" content="2020-02-02T08:00:00Z"><meta property="og:url" content="https://fen.example/t"></head>"#,
                "",
                "Shells hit Tarn|Fen Wire|2019-12-18T08:00:00Z|https://fen.example/t|",
            ),
            // The days of other stories and of a later change stand before its own.
            (
                "<head><title>Shells hit Tarn</title></head>",
                "<nav><time datetime=2022-01-01>Jan</time></nav><time class=updated datetime=2021-01-01>later</time><time datetime=2020-05-05>x</time>\
                 <article lang=en-GB><time class='entry-date published' datetime='2019-12-18T10:00:00+00:00'>18 December 2019</time></article>",
                "Shells hit Tarn||2019-12-18T10:00:00+00:00||en",
            ),
            // As a web archive keeps it.
            (
                r#"<head><title>Shells hit Tarn</title><link rel="canonical" href="https://web.archive.org/web/20191219101010/https://marsh.example/1?a=b">
                <meta property="og:site_name" content="Marsh Herald"></head>"#,
                r#"<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp-base" lang="en"><div id="wm-ipp-inside"><p>The Wayback Machine - https://web.archive.org/web/20191219101010/https://marsh.example/1</p>
                <p>12 captures from 19 Dec 2019 to 3 Jan 2021, collected by a crawl of news, of which more can be found at the page of this capture.</p></div></div><!-- END WAYBACK TOOLBAR INSERT -->"#,
                "Shells hit Tarn|Marsh Herald||https://marsh.example/1?a=b|",
            ),
        ];
        for (head, before, expected) in cases {
            assert_eq!(said(head, before), expected, "{head}");
        }
    }

    #[test]
    fn the_bar_of_a_web_archive_is_no_part_of_the_story() {
        let report = read(
            "<html><body><div id=\"wm-ipp-base\"><p>12 captures from 19 Dec 2019 to 3 Jan 2021, collected by a crawl of many pages of news.</p></div>\
             <div id=\"donato\"></div><div class=story><h1>Shells hit Tarn</h1><p>Shells hit the market of the town of Tarn on Tuesday, killing three traders.</p>\
             <p>The army said that it had not fired on the town.</p></div>",
        )
        .expect("a page");
        assert_eq!(
            shown(&report),
            "Title: Shells hit Tarn\nBody: Shells hit the market of the town of Tarn on Tuesday, killing three traders.\n\
             Body: The army said that it had not fired on the town.\n"
        );
    }

    #[test]
    fn a_page_without_an_article_element() {
        let story = "<p>Rockets hit the city of Homs on Tuesday, killing two people and wounding five, said the monitor.";
        let report = read(&format!(
            "<title>Rockets hit Homs - The Paper</title><div id=menu><a href=/>Home</a> <a href=/w>World</a></div>\
             <table><tr><td class=left><a>One</a><td><div id=story>{story}{story}</div></table>"
        ))
        .expect("a page");
        assert_eq!(report.title.as_deref(), Some("Rockets hit Homs"));
        let roles: Vec<_> = report.paragraphs.iter().map(|paragraph| paragraph.role).collect();
        assert_eq!(roles, [ParagraphRole::Title, ParagraphRole::Body, ParagraphRole::Body]);
    }

    #[test]
    fn nothing_in_it() {
        assert_eq!(
            read("<html><body><script>render()</script><div id=app></div></body></html>"),
            Err(IngestError::NoText)
        );
        assert_eq!(
            read("<html><head><title>App</title></head><body></body></html>"),
            Err(IngestError::NoText)
        );
        assert_eq!(read("  \n"), Err(IngestError::Empty));
    }

    #[test]
    fn hostile_nesting_takes_no_time() {
        let deep = |tag: &str, n: usize| {
            format!(
                "{}<p>Rockets hit Homs.</p>{}",
                format!("<{tag}>").repeat(n),
                format!("</{tag}>").repeat(n)
            )
        };
        for page in [
            deep("div", 100_000),
            deep("b", 100_000),
            deep("a", 100_000),
            deep("table><tr><td", 50_000),
            format!("<html><p>Rockets hit Homs.</p>{}", "<p><a><b><font>x".repeat(50_000)),
            format!(
                "<html><p>Rockets hit Homs.</p><p {}>",
                (0..100_000).map(|n| format!("a{n}=1 ")).collect::<String>()
            ),
            format!("<html><p>Rockets hit Homs.</p>{}", "<!--".repeat(100_000)),
            format!("<html><p>Rockets hit Homs.</p>{}", "<script>".repeat(100_000)),
            format!("<html><p>Rockets hit Homs. {}</p>", "&".repeat(100_000)),
        ] {
            let start = std::time::Instant::now();
            let report = read(&page).expect("it has words");
            assert!(report.text.contains("Rockets hit Homs."), "{}", &page[..60]);
            assert!(start.elapsed().as_secs() < 5, "{}", &page[..60]);
        }
    }

    proptest! {
        #[test]
        fn any_markup_is_taken(parts in proptest::collection::vec(prop_oneof![
            "</?(div|p|a|b|table|td|li|ul|script|style|h1|br|article|time|figure|span|title|meta)( (class|datetime|content|property)=\"[a-z0-9: -]{0,12}\")?/?>?",
            "\\PC{0,12}",
            "&#?[a-zA-Z0-9]{0,6};?",
            Just("<!--".to_owned()), Just("-->".to_owned()), Just("\u{0}".to_owned()),
        ], 0..60)) {
            let page = parts.concat();
            if let Ok(report) = read(&page) {
                crate::ingest::tests::check(&report);
            }
        }
    }
}
