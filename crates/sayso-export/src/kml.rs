//! Events or incidents on the map as KML 2.2: a placemark each, with days and all fields as data.
//!
//! Earth viewers show a description as a web page, so the report's words are escaped twice in it: once for the page, once for
//! the XML. Characters that XML does not know become the replacement character.

use std::io::Write;
use std::marker::PhantomData;

use jiff::civil::Date;
use sayso::record::Reading;
use sayso_incidents::Incident;

use crate::account::{Account, accounts};
use crate::fields::{self, FieldOf};
use crate::subject::{Events, Incidents, Subject};
use crate::{Export, ExportIncidents, Result, codes, days};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n<name>Sayso</name>\n";

const FOOT: &str = "</Document>\n</kml>\n";

/// Writes one KML document.
#[derive(Debug)]
pub struct Kml<W, S = Events> {
    out: W,
    subject: PhantomData<S>,
}

impl<W: Write> Kml<W> {
    /// Begins a document of events.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn new(out: W) -> Result<Self> {
        Self::begin(out)
    }
}

impl<W: Write> Kml<W, Incidents> {
    /// Begins a document of incidents.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn of_incidents(out: W) -> Result<Self> {
        Self::begin(out)
    }
}

impl<W: Write, S: Subject> Kml<W, S> {
    fn begin(mut out: W) -> Result<Self> {
        out.write_all(HEAD.as_bytes())?;
        Ok(Self { out, subject: PhantomData })
    }

    /// What was written to.
    pub fn into_inner(self) -> W {
        self.out
    }

    fn end(&mut self) -> Result<()> {
        self.out.write_all(FOOT.as_bytes())?;
        Ok(self.out.flush()?)
    }
}

impl<W: Write> Export for Kml<W> {
    fn add(&mut self, reading: &Reading, keep: &dyn Fn(&Account<'_>) -> bool) -> Result<usize> {
        let mut written = 0;
        accounts(reading, |account| {
            if keep(account) {
                self.out.write_all(event(account).as_bytes())?;
                written += 1;
            }
            Result::Ok(())
        })?;
        Ok(written)
    }

    fn finish(&mut self) -> Result<()> {
        self.end()
    }
}

impl<W: Write> ExportIncidents for Kml<W, Incidents> {
    fn add(&mut self, one: &Incident) -> Result<bool> {
        self.out.write_all(incident(one).as_bytes())?;
        Ok(true)
    }

    fn finish(&mut self) -> Result<()> {
        self.end()
    }
}

/// An event's placemark.
fn event(account: &Account<'_>) -> String {
    let words = |name: &str| words::<Events>(name, account);
    let place = account.event.place.as_ref();
    let head = Head {
        name: format!("{} ({})", words("plover_event"), words("status")),
        about: [words("notes"), words("claims")],
        days: days::bounds(account.event),
        point: place.and_then(|place| codes::point(&place.place)),
    };
    placemark(&head, account, fields::own())
}

/// An incident's placemark.
fn incident(incident: &Incident) -> String {
    let words = |name: &str| words::<Incidents>(name, incident);
    let head = Head {
        name: format!("{} ({})", words("types"), words("grade")),
        about: [words("contradictions"), words("sources")],
        days: days::of_incident(incident),
        point: codes::incident_point(incident),
    };
    placemark(&head, incident, fields::of_incidents())
}

/// The words of a field.
fn words<S: Subject>(name: &str, one: &S::Of<'_>) -> String {
    FieldOf::<S>::named(name).map(|field| field.of(one).words()).unwrap_or_default()
}

/// What stands in a placemark beside the fields.
struct Head {
    name: String,
    about: [String; 2],
    days: (Option<Date>, Option<Date>),
    point: Option<(f64, f64)>,
}

/// One event or incident; the parts in the order that KML's schema wants.
fn placemark<S: Subject>(
    head: &Head,
    one: &S::Of<'_>,
    fields: impl Iterator<Item = &'static FieldOf<S>>,
) -> String {
    let mut mark = format!("<Placemark>\n<name>{}</name>\n", xml(&head.name));
    let page = head.about.iter().map(|words| format!("<p>{}</p>", html(words))).collect::<String>();
    mark.push_str(&format!("<description>{}</description>\n", xml(&page)));
    mark.push_str(&time(head.days));
    mark.push_str("<ExtendedData>\n");
    for field in fields {
        let value = field.of(one);
        if !value.is_none() {
            let value = xml(&value.words());
            mark.push_str(&format!("<Data name=\"{}\"><value>{value}</value></Data>\n", field.name));
        }
    }
    mark.push_str("</ExtendedData>\n");
    if let Some((lat, lon)) = head.point {
        mark.push_str(&format!("<Point><coordinates>{lon},{lat}</coordinates></Point>\n"));
    }
    mark.push_str("</Placemark>\n");
    mark
}

fn time(days: (Option<Date>, Option<Date>)) -> String {
    let tag = |name, day: Option<Date>| day.map(|day| format!("<{name}>{day}</{name}>")).unwrap_or_default();
    match days {
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
