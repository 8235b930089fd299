//! Web archives: the pages and texts that a crawler kept, with address and time of retrieval.
//!
//! `record` finds records in the stream and finds back to them after garbage; `http` takes a server's answer apart.

mod record;
mod http;

use std::io;

use crate::open::Place;
use crate::stream::Stream;
use crate::walk::{Flow, ON, Walk};
use crate::{Given, Item, Kind, Problem};
use http::Head;
use record::{MARK, Next, Record};

/// A longer head of an answer is none that we read.
const MOST_HEAD: usize = 64 << 10;

pub(crate) fn read(walk: &mut Walk, stream: &mut Stream, place: &Place) -> Flow {
    let mut bodies = Bodies { searches: (walk.limits.document_bytes as u64).saturating_mul(64) };
    for number in 1.. {
        let at = Place { origin: place.origin.record(number), ..place.clone() };
        if number > walk.limits.rows {
            return walk.tell(&place.origin, Problem::TooMany { limit: walk.limits.rows });
        }
        let done = match record::next(stream) {
            Ok(Next::End) => break,
            Ok(Next::Record(record)) => bodies.record(walk, stream, &record, &at),
            Ok(Next::Garbage(bytes)) => {
                let message = format!("{bytes} bytes belong to no record");
                Ok(walk.tell(&at.origin, Problem::damaged("web archive", message)))
            }
            Err(error) => Err(error),
        };
        match done {
            Ok(flow) => flow?,
            Err(error) => {
                let problem = Problem::from_io("read", &error);
                // Only gzip's readers go on behind an error.
                let on = matches!(problem, Problem::Damaged { .. } | Problem::Truncated { .. });
                walk.tell(&at.origin, problem)?;
                if !on {
                    break;
                }
            }
        }
    }
    ON
}

/// Reads bodies of records.
struct Bodies {
    /// How many bytes of bodies may yet be searched for records that a wrong length swallowed. Each search may lead to
    /// the next; so there is an end to them.
    searches: u64,
}

impl Bodies {
    /// Reads the body of a record and gives the document in it, if it is one.
    fn record(
        &mut self,
        walk: &mut Walk,
        stream: &mut Stream,
        record: &Record,
        place: &Place,
    ) -> io::Result<Flow> {
        let ahead = stream.peek(usize::try_from(record.length).unwrap_or(usize::MAX).min(MOST_HEAD));
        let within = usize::try_from(record.length).unwrap_or(usize::MAX).min(ahead.len());
        let plan = Plan::of(record, &ahead[..within]);
        let document = match plan {
            Plan::Skip(problem) => {
                let flow = problem.map_or(ON, |problem| walk.tell(&place.origin, problem));
                return skip(walk, stream, record, place, flow);
            }
            Plan::Read(document) => document,
        };
        let bytes = record.length - document.head.as_ref().map_or(0, |head| head.length as u64);
        if bytes > walk.limits.document_bytes as u64 {
            let flow = walk.too_long(&place.origin, bytes, true);
            return skip(walk, stream, record, place, flow);
        }
        let length = usize::try_from(record.length).unwrap_or(usize::MAX);
        let mut body = Vec::new();
        stream.take_into(length, &mut body)?;
        if body.len() == length && framed(stream) {
            return Ok(document.give(walk, record, body, place));
        }
        let cut = body.len() < length;
        let swallowed = self.give_back(stream, &body);
        Ok(walk.tell(
            &place.origin,
            if cut && !swallowed {
                Problem::Truncated { what: "web archive" }
            } else {
                Problem::damaged("web archive", "a record is not as long as it says")
            },
        ))
    }

    /// Gives the records back that lie in a body because its length is wrong; whether there were any.
    fn give_back(&mut self, stream: &mut Stream, body: &[u8]) -> bool {
        let length = body.len() as u64;
        if length > self.searches {
            return false;
        }
        self.searches -= length;
        let at = memchr::memmem::find(body, b"\r\n\r\nWARC/1.");
        if let Some(at) = at {
            stream.push_back(&body[at + 4..]);
        }
        at.is_some()
    }
}

/// Goes past a record's body.
fn skip(
    walk: &mut Walk,
    stream: &mut Stream,
    record: &Record,
    place: &Place,
    flow: Flow,
) -> io::Result<Flow> {
    if flow.is_continue() && stream.skip(record.length)? < record.length {
        return Ok(walk.tell(&place.origin, Problem::Truncated { what: "web archive" }));
    }
    Ok(flow)
}

/// Whether a record ends here, as it should.
fn framed(stream: &mut Stream) -> bool {
    let ahead = stream.peek(4 + MARK.len());
    let rest = ahead.trim_ascii_start();
    ahead.starts_with(b"\r\n\r\n") || rest.is_empty() || rest.starts_with(b"WARC/")
}

/// What to do with a record.
enum Plan {
    /// Leave it, and say why if it could have been a document.
    Skip(Option<Problem>),
    Read(Document),
}

/// A document in a record.
struct Document {
    kind: Kind,
    charset: Option<String>,
    /// The server's words before it.
    head: Option<Head>,
}

impl Plan {
    /// By a record's head and the first bytes of its body.
    fn of(record: &Record, ahead: &[u8]) -> Self {
        let aside = |what: String| Self::Skip(Some(Problem::Aside { what }));
        let head = match record.type_.as_str() {
            "response" | "resource" | "conversion" => Head::read(ahead),
            "revisit" => return aside("a page that is the same as when it was fetched before".into()),
            "continuation" => return aside("a further piece of a record that was cut up".into()),
            _ => return Self::Skip(None),
        };
        let wrapped =
            record.content_type.as_deref().is_some_and(|type_| type_.starts_with("application/http"));
        if head.is_none() && wrapped {
            return Self::Skip(Some(Problem::damaged("web archive", "an answer without its head")));
        }
        if let Some(head) = &head
            && (!(200..300).contains(&head.status) || matches!(head.status, 204..=206))
        {
            return aside(format!("the server's answer was HTTP {}", head.status));
        }
        let content_type = head.as_ref().map_or(&record.content_type, |head| &head.content_type);
        // A server that says nothing serves pages.
        let content_type = content_type.as_deref().unwrap_or("text/html");
        match http::media(content_type) {
            (Some(kind), charset) => Self::Read(Document { kind, charset, head }),
            (None, _) => {
                let name = content_type.split(';').next().unwrap_or_default();
                let name: String = name.trim().chars().filter(|c| !c.is_control()).take(60).collect();
                aside(name.to_ascii_lowercase())
            }
        }
    }
}

impl Document {
    fn give(self, walk: &mut Walk, record: &Record, mut body: Vec<u8>, place: &Place) -> Flow {
        let limit = walk.limits.document_bytes;
        if let Some(head) = &self.head {
            body.drain(..head.length.min(body.len()));
            body = match head.body(body, limit, &walk.budget) {
                Ok(body) => body,
                Err(problem) => return walk.tell(&place.origin, problem),
            };
        }
        if body.len() > limit {
            return walk.too_long(&place.origin, limit as u64, false);
        }
        if body.trim_ascii().is_empty() {
            return walk.tell(&place.origin, Problem::Empty);
        }
        walk.give(Item {
            origin: place.origin.clone(),
            kind: self.kind,
            bytes: body,
            charset: self.charset,
            given: Given { url: record.url.clone(), ..Given::default() },
            retrieved: record.date.clone(),
        })
    }
}
