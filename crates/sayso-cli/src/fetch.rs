//! An address that the user gives, fetched: the one place in Sayso that opens a connection.
//!
//! Exactly that address is asked for, once; of what a page refers to (pictures, scripts, further pages) nothing ever is. A server
//! may send us on a few times, to http or https only. Time and size are bounded.

use std::io::{self, Read};
use std::time::Duration;

use thiserror::Error;
use ureq::http::Uri;
use ureq::{Agent, Body, ResponseExt, http::Response};

/// What Sayso calls itself to servers.
const NAME: &str = concat!("sayso/", env!("CARGO_PKG_VERSION"));
/// How often a server may send us on.
const REDIRECTS: u32 = 5;
/// The most that is fetched from one address, in MiB; a report itself may have far less.
const MOST: u64 = 512;
/// How long it may take to reach the server, and until it answers.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long all of it may take.
const ALL: Duration = Duration::from_secs(600);

/// Why an address gave nothing, and what to do.
#[derive(Debug, Error)]
pub(crate) enum FetchError {
    /// Not an address that can be fetched.
    #[error("{0:?} is no address to fetch; write it like https://example.org/report.html")]
    Address(String),
    /// A name and password in it would stay in the casebook.
    #[error("the address holds a user's name; fetch it with your own tools and give the file")]
    Secret,
    /// No connection, or one that broke.
    #[error(
        "cannot be fetched: {0}; check the address and your connection, or save the page in a browser and give the file"
    )]
    Unreachable(String),
    /// It took too long.
    #[error("the server took too long; try again later, or save the page in a browser and give the file")]
    Slow,
    /// Sent on too often.
    #[error(
        "the server sends on more than {REDIRECTS} times; open it in a browser and give the address it ends at"
    )]
    Redirects,
    /// The server's answer is no page.
    #[error("the server answers {status} ({meaning}); {advice}")]
    Status {
        /// Its number.
        status: u16,
        /// The number's meaning.
        meaning: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// More than is fetched.
    #[error("more than {MOST} MiB; download it yourself and give the file")]
    TooLong,
}

/// A server's answer.
pub(crate) struct Fetched {
    /// The address that answered, which another may have led to.
    pub(crate) address: String,
    /// When, ISO 8601.
    pub(crate) at: String,
    /// What the server says it is, without parameters, in small letters.
    pub(crate) media: Option<String>,
    /// The encoding that the server names.
    pub(crate) charset: Option<String>,
    body: Response<Body>,
}

/// Whether what the user gives is an address rather than a file.
pub(crate) fn is_address(given: &str) -> bool {
    let lower = given.get(..8).unwrap_or(given).to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://")
}

/// Asks for an address.
pub(crate) fn fetch(address: &str) -> Result<Fetched, FetchError> {
    let asked = address.split_once('#').map_or(address, |(before, _)| before);
    let uri: Uri = asked.parse().map_err(|_| FetchError::Address(address.to_owned()))?;
    if uri.host().is_none_or(str::is_empty) {
        return Err(FetchError::Address(address.to_owned()));
    }
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err(FetchError::Secret);
    }
    let agent: Agent = Agent::config_builder()
        .user_agent(NAME)
        .accept("text/html,application/xhtml+xml,*/*;q=0.8")
        .max_redirects(REDIRECTS)
        .max_redirects_will_error(true)
        .http_status_as_error(false)
        .timeout_connect(Some(PATIENCE))
        .timeout_recv_response(Some(PATIENCE))
        .timeout_global(Some(ALL))
        .build()
        .into();
    let answer = agent.get(uri).call().map_err(|error| told(&error))?;
    let status = answer.status();
    if !status.is_success() {
        let meaning = status.canonical_reason().unwrap_or("no known answer");
        return Err(FetchError::Status { status: status.as_u16(), meaning, advice: advice(status.as_u16()) });
    }
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
    let (media, charset) = header("content-type").map_or((None, None), content_type);
    let length = header("content-length").and_then(|length| length.parse::<u64>().ok());
    if length.is_some_and(|length| length > MOST << 20) {
        return Err(FetchError::TooLong);
    }
    let address = answer.get_uri().to_string();
    let at = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    Ok(Fetched { address, at, media, charset, body: answer })
}

impl Fetched {
    /// A name for the bytes whose ending says what the server says they are.
    pub(crate) fn name(&self) -> String {
        let path = self.address.split(['?', '#']).next().unwrap_or_default();
        let last = path.rsplit('/').next().unwrap_or_default();
        let ending = match self.media.as_deref() {
            Some("text/html" | "application/xhtml+xml") => ".html",
            Some("text/csv") => ".csv",
            Some("text/tab-separated-values") => ".tsv",
            Some("application/x-ndjson" | "application/jsonl" | "application/x-jsonlines") => ".jsonl",
            _ => "",
        };
        format!("{last}{ending}")
    }

    /// The bytes, up to the most that is fetched.
    pub(crate) fn reader(self) -> impl Read {
        Bounded { inner: self.body.into_body().into_reader(), left: MOST << 20 }
    }
}

/// Bytes that end in an error where there are too many.
struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into).map_err(|error| match error.kind() {
            io::ErrorKind::TimedOut => io::Error::other(FetchError::Slow),
            _ => io::Error::other(FetchError::Unreachable(error.to_string())),
        })?;
        self.left =
            self.left.checked_sub(read as u64).ok_or_else(|| io::Error::other(FetchError::TooLong))?;
        Ok(read)
    }
}

fn told(error: &ureq::Error) -> FetchError {
    match error {
        ureq::Error::Timeout(_) => FetchError::Slow,
        ureq::Error::TooManyRedirects => FetchError::Redirects,
        error => FetchError::Unreachable(error.to_string()),
    }
}

fn advice(status: u16) -> &'static str {
    match status {
        401 | 402 | 403 | 407 | 429 | 451 => "open it in a browser, save the page and give the file",
        404 | 410 => "check the address; a web archive may have kept the page",
        500.. => "try again later",
        _ => "save the page in a browser and give the file",
    }
}

/// `text/html; charset="UTF-8"`: what it is and its encoding.
fn content_type(value: &str) -> (Option<String>, Option<String>) {
    let mut parts = value.split(';').map(str::trim);
    let media = parts.next().filter(|media| !media.is_empty()).map(str::to_ascii_lowercase);
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    });
    (media, charset)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;
    use std::sync::{Arc, Mutex};

    use super::*;

    /// A server on this machine that gives each path its answer, and notes which paths were asked for.
    pub(crate) struct Server {
        pub(crate) address: String,
        pub(crate) asked: Arc<Mutex<Vec<String>>>,
    }

    impl Server {
        pub(crate) fn new(answer: impl Fn(&str) -> Vec<u8> + Send + 'static) -> Self {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
            let address = format!("http://{}", listener.local_addr().expect("bound"));
            let asked = Arc::new(Mutex::new(Vec::new()));
            let noted = Arc::clone(&asked);
            std::thread::spawn(move || {
                for stream in listener.incoming() {
                    let Ok(mut stream) = stream else { break };
                    let mut lines = BufReader::new(stream.try_clone().expect("a socket")).lines();
                    let first = lines.next().and_then(Result::ok).unwrap_or_default();
                    lines.map_while(Result::ok).take_while(|line| !line.is_empty()).for_each(drop);
                    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
                    // noted before it is answered: whoever has the answer finds it noted
                    noted.lock().expect("not poisoned").push(path.clone());
                    // a client may hang up on what it does not want
                    let _ = stream.write_all(&answer(&path));
                }
            });
            Self { address, asked }
        }
    }

    pub(crate) fn ok(media: &str, body: &[u8]) -> Vec<u8> {
        let length = body.len();
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        );
        [head.as_bytes(), body].concat()
    }

    fn moved(to: &str) -> Vec<u8> {
        format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .into_bytes()
    }

    #[test]
    fn the_final_address_and_what_the_server_says_are_kept() {
        let server = Server::new(|path| match path {
            "/start?a=1" => moved("/end.php"),
            _ => ok("Text/HTML; charset=\"ISO-8859-1\"", b"<p>caf\xe9</p>"),
        });
        let found = fetch(&format!("{}/start?a=1#top", server.address)).expect("it answers");
        assert_eq!(found.address, format!("{}/end.php", server.address));
        assert_eq!(
            (found.media.as_deref(), found.charset.as_deref()),
            (Some("text/html"), Some("ISO-8859-1"))
        );
        assert_eq!(found.name(), "end.php.html");
        assert!(found.at.ends_with('Z') && found.at.len() == 20, "{}", found.at);
        let mut bytes = Vec::new();
        found.reader().read_to_end(&mut bytes).expect("all of it");
        assert_eq!(bytes, b"<p>caf\xe9</p>");
        assert_eq!(*server.asked.lock().expect("not poisoned"), ["/start?a=1", "/end.php"]);
    }

    #[test]
    fn what_goes_wrong_is_told_with_what_to_do() {
        let server = Server::new(|path| match path {
            "/round" => moved("/round"),
            "/file" => moved("file:///etc/passwd"),
            "/huge" => {
                b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n".to_vec()
            }
            "/cut" => b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nabc".to_vec(),
            "/odd" => b"SSH-2.0-x\r\n\r\n".to_vec(),
            path => format!("HTTP/1.1 {} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", &path[1..])
                .into_bytes(),
        });
        let told = |path: &str| match fetch(&format!("{}{path}", server.address)) {
            Err(error) => error.to_string(),
            Ok(found) => found.reader().read_to_end(&mut Vec::new()).expect_err("cut").to_string(),
        };
        for (path, said) in [
            ("/404", "the server answers 404 (Not Found); check the address"),
            ("/403", "save the page and give the file"),
            ("/503", "try again later"),
            ("/round", "sends on more than 5 times"),
            ("/file", "cannot be fetched"),
            ("/huge", "more than 512 MiB"),
            ("/cut", "cannot be fetched"),
            ("/odd", "cannot be fetched"),
        ] {
            let told = told(path);
            assert!(told.contains(said), "{path}: {told}");
        }
        assert!(fetch("http://").is_err_and(|error| error.to_string().contains("no address to fetch")));
        assert!(fetch("http://a b/").is_err_and(|error| error.to_string().contains("no address to fetch")));
        assert!(
            fetch("https://me:secret@example.org/").is_err_and(|error| !error.to_string().contains("secret"))
        );
        // nobody listens there
        assert!(
            fetch("http://127.0.0.1:1/").is_err_and(|error| error.to_string().contains("check the address"))
        );
    }

    #[test]
    fn files_are_no_addresses() {
        for (given, is) in [
            ("https://x", true),
            ("HTTP://x", true),
            ("http", false),
            ("ftp://x", false),
            ("a/https://b", false),
            ("é", false),
        ] {
            assert_eq!(is_address(given), is, "{given}");
        }
    }
}
