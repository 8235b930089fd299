//! From a request to its answer: the guard, the page's files, the table of routes, the body, the handler, and the headers.
//!
//! Handlers run on threads of their own, so that slow ones hold up neither the network nor the page; one that panics costs its
//! own answer only.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::channel::{Channel, Sender};
use http_body_util::{BodyExt, Either, Full, LengthLimitError, Limited};
use hyper::body::{Body, Bytes};
use hyper::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, ETAG,
    HeaderName, HeaderValue, IF_NONE_MATCH, LOCATION, RETRY_AFTER, SET_COOKIE, VARY, WWW_AUTHENTICATE,
};
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use tokio::runtime::Handle;
use tokio::time::timeout;

use crate::app::App;
use crate::exchange::{Asked, Content, Media, Reply};
use crate::guard::{self, Entry};
use crate::page::Sent;
use crate::params::{Fields, shown};
use crate::problem::{Problem, Told};
use crate::routes::{Led, Route, Takes, Verb, Way, lead};

/// The body of an answer: whole, or as it is written.
pub(crate) type Out = Either<Full<Bytes>, Channel<Bytes, io::Error>>;

/// How long the body of a request may take to come, and a piece of an answer to go.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a question for changes is held, at most.
const HELD: Duration = Duration::from_secs(25);

/// Of a streamed answer so much is gathered before it is sent.
const PIECE: usize = 64 << 10;

/// JSON that is no report.
const SMALL: usize = 4 << 20;

/// Answers a request, whatever it is.
pub(crate) async fn answer<B>(app: Arc<App>, request: Request<B>) -> Response<Out>
where
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let in_api = request.uri().path().starts_with("/api");
    let mut response = match answered(&app, request).await {
        Ok(response) => response,
        Err(problem) => told(&problem, in_api),
    };
    guard::seal(response.headers_mut());
    response
}

async fn answered<B>(app: &Arc<App>, request: Request<B>) -> Result<Response<Out>, Problem>
where
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let (head, body) = request.into_parts();
    if let Entry::Keep(cookie) = app.guard.check(&head.method, &head.uri, &head.headers)? {
        let mut response = whole(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", Bytes::new());
        response.headers_mut().insert(SET_COOKIE, cookie);
        response.headers_mut().insert(LOCATION, HeaderValue::from_static("/"));
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        return Ok(response);
    }
    let path = head.uri.path();
    let verb = match head.method {
        Method::GET | Method::HEAD => Some(Verb::Get),
        Method::POST => Some(Verb::Post),
        _ => None,
    };
    if path != "/api" && !path.starts_with("/api/") {
        if verb != Some(Verb::Get) {
            return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "the page is only read; send GET"));
        }
        return match app.page.find(path) {
            Some(file) => Ok(sent(file, &head.headers)),
            None => Err(Problem::missing(format!("there is no `{}`; the page is at /", shown(path)))),
        };
    }
    let (route, parts) = match lead(verb, path) {
        Led::To(route, parts) => (route, parts),
        Led::Otherwise => {
            return Err(Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "asked in a way that this address does not take",
            ));
        }
        Led::Nowhere => {
            let message = format!("there is no `{}`; /api/openapi.json lists what there is", shown(path));
            return Err(Problem::missing(message));
        }
    };
    let fields = Fields::read(head.uri.query().unwrap_or_default(), route.params)?;
    let media = media(route, &head.headers)?;
    let accepted =
        head.headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let gzip = takes_gzip(accepted);
    let body = taken(route, app, body).await?;
    let header = HeaderName::from_static("x-sayso-origin");
    let origin = head.headers.get(header).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    handled(app, route, Asked { parts, fields, media, gzip, origin, body }).await
}

/// Lets the route's handler answer, in the route's way.
async fn handled(app: &Arc<App>, route: &'static Route, asked: Asked) -> Result<Response<Out>, Problem> {
    let revision = app.revision();
    let key =
        (route.way == Way::Kept).then(|| format!("{} {:?} {}", route.path, asked.parts, asked.fields.key()));
    if let Some(kept) = key.as_ref().and_then(|key| app.kept(revision, key)) {
        return Ok(whole(StatusCode::OK, "application/json", kept));
    }
    if route.way == Way::Waits {
        changed(app, asked.fields.whole("since")).await;
    }
    let room = match route.way {
        Way::Plain | Way::Kept | Way::Waits => &app.light,
        Way::Reads => &app.reading,
        Way::Gives => &app.giving,
    };
    let place = Arc::clone(room).acquire_owned().await.map_err(Problem::failed)?;
    let at = Arc::clone(app);
    let work = move || {
        let reply = catch_unwind(AssertUnwindSafe(|| (route.handler)(&at, &asked)));
        let reply = reply.unwrap_or_else(|_| {
            Err(Problem::failed("this question made the program stumble; others are answered as before. Please tell its makers"))
        });
        if let (Some(key), Ok(Reply { status: StatusCode::OK, body: Content::Whole(bytes), .. })) =
            (key, &reply)
        {
            at.keep(revision, key, bytes.clone());
        }
        reply
    };
    let reply = tokio::task::spawn_blocking(work).await.map_err(Problem::failed)??;
    let mut response = match reply.body {
        Content::Whole(bytes) => {
            drop(place);
            whole(reply.status, reply.media, bytes)
        }
        Content::Packed(bytes) => {
            let mut response = whole(reply.status, reply.media, bytes);
            response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            response
        }
        Content::Stream(write) => {
            let (sender, channel) = Channel::new(2);
            let handle = Handle::current();
            // the place is held until the last piece has gone
            tokio::task::spawn_blocking(move || {
                let _place = place;
                stream(sender, handle, write);
            });
            let mut response = Response::new(Either::Right(channel));
            *response.status_mut() = reply.status;
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(reply.media));
            response
        }
    };
    if let Some(file) = reply.file {
        let name: String = file.chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect();
        let value =
            HeaderValue::try_from(format!("attachment; filename=\"{name}\"")).map_err(Problem::failed)?;
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// Waits until the casebook is no longer as it was in a revision; not for ever.
async fn changed(app: &App, since: Option<u64>) {
    let Some(since) = since else { return };
    let mut revisions = app.revisions();
    // OK to ignore because after the wait, or where the server ends, the revision is told as it is
    let _ = timeout(HELD, revisions.wait_for(|revision| revision.number != since || revision.ending)).await;
}

/// What the body of a request is written in.
fn media(route: &Route, headers: &HeaderMap) -> Result<Media, Problem> {
    let named = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media = named.and_then(Media::of);
    match (route.takes, media) {
        (Takes::Nothing, _) => Ok(Media::Json),
        (Takes::Json(_), Some(Media::Json)) => Ok(Media::Json),
        (Takes::Report(_), Some(media)) => Ok(media),
        (takes, _) => {
            let wanted = if matches!(takes, Takes::Json(_)) {
                "application/json"
            } else {
                "application/json, text/html or text/plain"
            };
            let message = format!(
                "the body is `{}`; send {wanted} as its content type",
                shown(named.unwrap_or("of no type"))
            );
            Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message))
        }
    }
}

/// The body of a request, as far as the route takes one.
async fn taken<B>(route: &Route, app: &App, body: B) -> Result<Bytes, Problem>
where
    B: Body,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let most = match route.takes {
        Takes::Nothing => return Ok(Bytes::new()),
        Takes::Json(_) => SMALL,
        // as JSON a text may be written in escapes
        Takes::Report(_) => app.limits.report_bytes.saturating_mul(2).saturating_add(SMALL),
    };
    match timeout(PATIENCE, Limited::new(body, most).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            let message = format!("the body is longer than {most} bytes; send less at once");
            Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, message))
        }
        Ok(Err(error)) => Err(Problem::wrong(format!("the body did not come whole: {error}"))),
        Err(_) => {
            Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "the body took too long to come; send it again"))
        }
    }
}

/// A file of the page.
fn sent(file: Sent, headers: &HeaderMap) -> Response<Out> {
    let header =
        |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let current = file.etag.is_some_and(|etag| {
        header(IF_NONE_MATCH).split(',').any(|known| known.trim().trim_start_matches("W/") == etag)
    });
    let packed = file.gzip.filter(|_| takes_gzip(header(ACCEPT_ENCODING)));
    let mut response = if current {
        whole(StatusCode::NOT_MODIFIED, file.media, Bytes::new())
    } else if let Some(packed) = packed {
        let mut response = whole(StatusCode::OK, file.media, Bytes::from_static(packed));
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        response
    } else {
        let bytes = match file.bytes {
            std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
        };
        whole(StatusCode::OK, file.media, bytes)
    };
    if let Some(etag) = file.etag {
        response.headers_mut().insert(ETAG, HeaderValue::from_static(etag));
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// Whether one of the encodings that are taken is gzip.
fn takes_gzip(accepted: &str) -> bool {
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let refused = |part: &str| part.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0));
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip")) && !parts.any(refused)
    })
}

/// An answer that is at hand. What the casebook holds stays in no browser's store.
fn whole(status: StatusCode, media: &'static str, bytes: Bytes) -> Response<Out> {
    let mut response = Response::new(Either::Left(Full::new(bytes)));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// What was wrong: JSON for programs, words for people.
fn told(problem: &Problem, in_api: bool) -> Response<Out> {
    let Problem { status, message } = problem.clone();
    let mut response = if in_api {
        let json = serde_json::to_vec(&Told { error: message }).unwrap_or_default();
        whole(status, "application/json", json.into())
    } else {
        whole(status, "text/plain; charset=utf-8", format!("{message}\n").into())
    };
    let headers = response.headers_mut();
    match status {
        StatusCode::UNAUTHORIZED => headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")),
        StatusCode::METHOD_NOT_ALLOWED => headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD, POST")),
        StatusCode::SERVICE_UNAVAILABLE => headers.insert(RETRY_AFTER, HeaderValue::from_static("2")),
        _ => None,
    };
    response
}

/// Sends what is written as it comes; whoever does not take it is given up.
fn stream(mut sender: Sender<Bytes, io::Error>, handle: Handle, write: crate::exchange::Write) {
    let mut pipe = Pipe { sender: &mut sender, handle, waiting: Vec::with_capacity(PIECE) };
    let done = catch_unwind(AssertUnwindSafe(|| write(&mut pipe).and_then(|()| pipe.flush())));
    let done = done.unwrap_or_else(|_| Err(io::Error::other("the program stumbled")));
    if let Err(error) = done {
        // the answer breaks off, so that nobody takes it for whole
        sender.abort(error);
    }
}

struct Pipe<'s> {
    sender: &'s mut Sender<Bytes, io::Error>,
    handle: Handle,
    waiting: Vec<u8>,
}

impl Write for Pipe<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::replace(&mut self.waiting, Vec::with_capacity(PIECE)));
        let send = async { timeout(PATIENCE, self.sender.send_data(piece)).await };
        match self.handle.block_on(send) {
            Ok(sent) => sent.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe)),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guard::Guard;
    use crate::page::Page;
    use crate::routes::Gives;

    static STUMBLES: Route = Route::get("/api/stumbles", "", Gives::AnyJson, |_, _| panic!("on purpose"));
    static GOES_ON: Route = Route::get("/api/about", "", Gives::AnyJson, |app, _| {
        let revision = app.desk().map(|desk| desk.revision())?;
        Reply::json(&revision)
    });

    fn asked() -> Asked {
        let fields = Fields::default();
        Asked { parts: Vec::new(), fields, media: Media::Json, gzip: false, origin: None, body: Bytes::new() }
    }

    #[test]
    fn who_stumbles_costs_his_own_answer_only() {
        let folder = tempfile::tempdir().unwrap();
        let app = Arc::new(App::new(Guard::default(), Page::BuiltIn, Default::default(), "ada".to_owned()));
        app.open(&folder.path().join("case.sayso"));
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let problem = handled(&app, &STUMBLES, asked()).await.unwrap_err();
            assert_eq!(problem.status, 500);
            assert!(problem.message.contains("stumble"));
            assert_eq!(handled(&app, &GOES_ON, asked()).await.unwrap().status(), 200);
        });
        // in the middle of a change, too
        let at = Arc::clone(&app);
        let stumbled = catch_unwind(AssertUnwindSafe(|| at.change::<()>(|_| panic!("on purpose"))));
        assert!(stumbled.is_err());
        runtime.block_on(async {
            assert_eq!(handled(&app, &GOES_ON, asked()).await.unwrap().status(), 200);
        });
        assert!(app.change(|desk| desk.refresh()).is_ok());
    }

    #[test]
    fn encodings_are_told_apart() {
        for yes in ["gzip", "br, gzip", "GZIP;q=0.5", "deflate,gzip;q=1.0"] {
            assert!(takes_gzip(yes), "{yes}");
        }
        for no in ["", "br", "gzip;q=0", "gzip; q=0.0", "xgzip"] {
            assert!(!takes_gzip(no), "{no}");
        }
    }
}
