//! Events on the map as KML 2.2: a placemark an event, with days and all fields as data.
//!
//! Earth viewers show a description as a web page, so the report's words are escaped twice in it: once for the page, once for
//! the XML. Characters that XML does not know become the replacement character.

use std::io::Write;

use sayso::record::Reading;

use crate::account::{Account, accounts};
use crate::{Export, Result, codes, days, fields};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n<name>Sayso</name>\n";

/// Writes one KML document.
#[derive(Debug)]
pub struct Kml<W> {
    out: W,
}

impl<W: Write> Kml<W> {
    /// Begins the document.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn new(mut out: W) -> Result<Self> {
        out.write_all(HEAD.as_bytes())?;
        Ok(Self { out })
    }

    /// What was written to.
    pub fn into_inner(self) -> W {
        self.out
    }
}

impl<W: Write> Export for Kml<W> {
    fn add(&mut self, reading: &Reading, keep: &dyn Fn(&Account<'_>) -> bool) -> Result<usize> {
        let mut written = 0;
        accounts(reading, |account| {
            if keep(account) {
                self.out.write_all(placemark(account).as_bytes())?;
                written += 1;
            }
            Result::Ok(())
        })?;
        Ok(written)
    }

    fn finish(&mut self) -> Result<()> {
        self.out.write_all(b"</Document>\n</kml>\n")?;
        Ok(self.out.flush()?)
    }
}

/// One event; the parts in the order that KML's schema wants.
fn placemark(account: &Account<'_>) -> String {
    let words = |name: &str| fields::field(name).map(|field| field.of(account).words()).unwrap_or_default();
    let name = format!("{} ({})", words("plover_event"), words("status"));
    let mut mark = format!("<Placemark>\n<name>{}</name>\n", xml(&name));
    let page = format!("<p>{}</p><p>{}</p>", html(&words("notes")), html(&words("claims")));
    mark.push_str(&format!("<description>{}</description>\n", xml(&page)));
    mark.push_str(&time(account));
    mark.push_str("<ExtendedData>\n");
    for field in fields::own() {
        let value = field.of(account);
        if !value.is_none() {
            let value = xml(&value.words());
            mark.push_str(&format!("<Data name=\"{}\"><value>{value}</value></Data>\n", field.name));
        }
    }
    mark.push_str("</ExtendedData>\n");
    if let Some((lat, lon)) = account.event.place.as_ref().and_then(|place| codes::point(&place.place)) {
        mark.push_str(&format!("<Point><coordinates>{lon},{lat}</coordinates></Point>\n"));
    }
    mark.push_str("</Placemark>\n");
    mark
}

fn time(account: &Account<'_>) -> String {
    let tag = |name, day: Option<jiff::civil::Date>| {
        day.map(|day| format!("<{name}>{day}</{name}>")).unwrap_or_default()
    };
    match days::bounds(account.event) {
        (None, None) => String::new(),
        (from, to) => format!("<TimeSpan>{}{}</TimeSpan>\n", tag("begin", from), tag("end", to)),
    }
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

fn xml(text: &str) -> String {
    let known: String = text.chars().map(|c| if is_xml(c) { c } else { '\u{fffd}' }).collect();
    // A bare carriage return would be read as a line feed.
    html(&known).replace('\r', "&#13;")
}

/// The characters of XML 1.0.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}
