//! Who may ask: names that this machine is called by, pages of this server, holders of the token. And what every answer
//! tells browsers to keep from it.
//!
//! | danger | what stands against it |
//! |---|---|
//! | a site whose name is made to lead to 127.0.0.1 (DNS rebinding) | the `Host` must be a name of loopback |
//! | a page elsewhere that sends forms here | `Origin` and `Sec-Fetch-Site` must be our own |
//! | others on the network | a token, where anything but loopback is listened on |
//! | hostile words of a report on our page | Content-Security-Policy: nothing runs or loads but our own files |

use std::net::IpAddr;

use hyper::header::{AUTHORIZATION, COOKIE, HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN};
use hyper::{Method, StatusCode, Uri};

use crate::params::shown;
use crate::problem::Problem;

/// The cookie that holds the token.
const COOKIE_NAME: &str = "sayso_token";

/// On every answer.
const HEADERS: [(&str, &str); 9] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ("x-robots-tag", "noindex"),
];

/// Who may come in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guard {
    /// What everybody must show; none on loopback.
    pub(crate) token: Option<String>,
    /// Only names of loopback are answered to.
    pub(crate) loopback: bool,
}

/// What becomes of a request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// It is answered.
    Free,
    /// It brought the token in its address: the browser keeps it and asks again without.
    Keep(HeaderValue),
}

impl Guard {
    /// Looks at the head of a request.
    pub(crate) fn check(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<Entry, Problem> {
        let host = host(uri, headers)?;
        if self.loopback && !is_loopback(name(host)) {
            return Err(Problem::new(
                StatusCode::FORBIDDEN,
                format!(
                    "asked for as `{}`; this server answers only to localhost, 127.0.0.1 and [::1]",
                    shown(host)
                ),
            ));
        }
        if let Some(entry) = self.token(uri, headers)? {
            return Ok(entry);
        }
        // a browser says whose page asks; other programs do not, and need no such care
        let site = text(headers, &HeaderName::from_static("sec-fetch-site"));
        let foreign = uri.path().starts_with("/api") && matches!(site, Some("cross-site" | "same-site"));
        let origin =
            text(headers, &ORIGIN).map(|origin| origin.split_once("://").map_or(origin, |(_, rest)| rest));
        let other = !matches!(*method, Method::GET | Method::HEAD)
            && origin.is_some_and(|origin| !origin.eq_ignore_ascii_case(host));
        if foreign || other {
            return Err(Problem::new(
                StatusCode::FORBIDDEN,
                "asked by a page of another site; only the page of this server may",
            ));
        }
        Ok(Entry::Free)
    }

    fn token(&self, uri: &Uri, headers: &HeaderMap) -> Result<Option<Entry>, Problem> {
        let Some(token) = &self.token else { return Ok(None) };
        let right = |given: &str| same(given.trim().as_bytes(), token.as_bytes());
        let asked = uri.query().unwrap_or_default();
        let in_address = form_urlencoded::parse(asked.as_bytes()).find(|(name, _)| name == "token");
        if uri.path() == "/"
            && let Some((_, given)) = in_address
            && right(&given)
        {
            let cookie = format!("{COOKIE_NAME}={token}; Path=/; HttpOnly; SameSite=Strict");
            return HeaderValue::from_str(&cookie).map(|c| Some(Entry::Keep(c))).map_err(Problem::failed);
        }
        let bearer = text(headers, &AUTHORIZATION).and_then(|h| h.strip_prefix("Bearer "));
        let cookies =
            headers.get_all(COOKIE).iter().filter_map(|c| c.to_str().ok()).flat_map(|c| c.split(';'));
        let mut kept = cookies.filter_map(|c| c.trim().strip_prefix(COOKIE_NAME)?.strip_prefix('='));
        if bearer.is_some_and(right) || kept.any(right) {
            return Ok(None);
        }
        Err(Problem::new(
            StatusCode::UNAUTHORIZED,
            "the token is missing or wrong; open the address that `sayso serve` printed, or send `Authorization: Bearer TOKEN`",
        ))
    }
}

/// Puts on an answer what every answer has.
pub(crate) fn seal(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// What the server was called by, with the port.
fn host<'r>(uri: &'r Uri, headers: &'r HeaderMap) -> Result<&'r str, Problem> {
    let mut all = headers.get_all(HOST).iter();
    let (first, second) = (all.next(), all.next());
    let named = uri.authority().map(hyper::http::uri::Authority::as_str);
    let host = named.or_else(|| first.and_then(|h| h.to_str().ok()));
    host.filter(|_| second.is_none()).ok_or_else(|| Problem::wrong("a request needs one `Host`"))
}

/// Without the port and without the brackets of IPv6.
fn name(host: &str) -> &str {
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split(']').next().unwrap_or(rest);
    }
    host.rsplit_once(':').map_or(host, |(name, _)| name)
}

fn is_loopback(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Whether two secrets are the same, in a time that does not tell where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |wrong, (a, b)| wrong | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(guard: &Guard, method: &str, uri: &str, headers: &[(&str, &str)]) -> Result<Entry, u16> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap());
        }
        guard.check(&method.parse().unwrap(), &uri.parse().unwrap(), &map).map_err(|p| p.status.as_u16())
    }

    #[test]
    fn only_names_of_loopback() {
        let guard = Guard { token: None, loopback: true };
        for host in [
            "localhost",
            "localhost:8765",
            "127.0.0.1:1",
            "127.9.9.9",
            "[::1]:8765",
            "LOCALHOST:1",
            "localhost.",
        ] {
            assert_eq!(ask(&guard, "GET", "/", &[("host", host)]), Ok(Entry::Free), "{host}");
        }
        for host in [
            "evil.example",
            "127.0.0.1.evil.example",
            "10.0.0.1:8765",
            "localhost.evil.example",
            "",
            "[::2]",
            "0.0.0.0",
        ] {
            assert_eq!(ask(&guard, "GET", "/", &[("host", host)]), Err(403), "{host}");
        }
        assert_eq!(ask(&guard, "GET", "/", &[]), Err(400));
        assert_eq!(ask(&guard, "GET", "/", &[("host", "localhost"), ("host", "localhost")]), Err(400));
    }

    #[test]
    fn only_our_own_page_may_change_anything() {
        let guard = Guard { token: None, loopback: true };
        let post = |more: &[(&str, &str)]| {
            let host = [("host", "localhost:8765")];
            ask(&guard, "POST", "/api/reviews", &[&host[..], more].concat())
        };
        assert_eq!(post(&[]), Ok(Entry::Free));
        assert_eq!(post(&[("origin", "http://localhost:8765")]), Ok(Entry::Free));
        for origin in
            ["http://localhost:3000", "http://evil.example", "null", "http://localhost:8765.evil.example"]
        {
            assert_eq!(post(&[("origin", origin)]), Err(403), "{origin}");
        }
        assert_eq!(post(&[("sec-fetch-site", "cross-site")]), Err(403));
        let from_elsewhere = [("host", "localhost:8765"), ("sec-fetch-site", "cross-site")];
        assert_eq!(ask(&guard, "GET", "/api/events", &from_elsewhere), Err(403));
        assert_eq!(
            ask(&guard, "GET", "/", &from_elsewhere),
            Ok(Entry::Free),
            "a link to the page may be followed"
        );
    }

    #[test]
    fn a_token_opens() {
        let guard = Guard { token: Some("0123456789abcdef".to_owned()), loopback: false };
        let host = ("host", "desk.example:8765");
        assert_eq!(ask(&guard, "GET", "/", &[host]), Err(401));
        assert_eq!(ask(&guard, "GET", "/?token=0123456789abcdee", &[host]), Err(401));
        assert!(matches!(ask(&guard, "GET", "/?token=0123456789abcdef", &[host]), Ok(Entry::Keep(_))));
        assert_eq!(ask(&guard, "GET", "/api/about?token=0123456789abcdef", &[host]), Err(401));
        let cookie = ("cookie", "a=b; sayso_token=0123456789abcdef");
        assert_eq!(ask(&guard, "GET", "/api/about", &[host, cookie]), Ok(Entry::Free));
        assert_eq!(
            ask(&guard, "GET", "/app.js", &[host, ("authorization", "Bearer 0123456789abcdef")]),
            Ok(Entry::Free)
        );
        assert_eq!(
            ask(&guard, "POST", "/api/read", &[host, cookie, ("origin", "http://evil.example")]),
            Err(403)
        );
    }
}
