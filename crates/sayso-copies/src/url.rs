//! One address for all the ways to write a page's address.
//!
//! ```
//! use sayso_copies::url::canonical;
//!
//! let shared = canonical("HTTP://www.Marsh-Herald.example:80/news/../world/a-b/amp/?utm_source=x&id=7#top")?;
//! assert_eq!(shared.as_str(), "https://marsh-herald.example/world/a-b?id=7");
//! # Ok::<(), sayso_copies::url::UrlError>(())
//! ```
//!
//! The result is a key to compare by, not an address to fetch: `http` and `https`, `www.` and none, layouts for telephones and
//! for paper, and the order of parameters do not count. Which parameters only track is told by `data/copies/tracking.csv`. A host
//! is kept in the letters it is written in: `xn--` names are not turned into theirs.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::tables::{Tables, Tracking};

/// No page's address is longer; what is, is hostile or no address.
const MOST_BYTES: usize = 8 * 1024;

/// An address in its canonical form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Canonical(String);

/// Why there is no canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Nothing there.
    #[error("the address is empty")]
    Empty,
    /// More than any page needs.
    #[error("the address has {0} bytes, more than {MOST_BYTES}")]
    Long(usize),
    /// `mailto:`, `file:`, `javascript:` ...
    #[error("the address is not one of http or https")]
    Scheme,
    /// No host, or nothing that could be one.
    #[error("the address names no host such as news.example")]
    Host,
    /// Not a number below 65,536.
    #[error("the address's port is no number below 65536")]
    Port,
}

impl Canonical {
    /// The address, with `https` before it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, with its port where it is an odd one.
    #[must_use]
    pub fn host(&self) -> &str {
        let rest = self.0.strip_prefix("https://").unwrap_or(&self.0);
        &rest[..rest.find(['/', '?']).unwrap_or(rest.len())]
    }

    /// Whether it is a site's front page, which shows other reports every day and so identifies none.
    #[must_use]
    pub fn is_front_page(&self) -> bool {
        self.0.len() == "https://".len() + self.host().len()
    }
}

impl fmt::Display for Canonical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The canonical form of an address, by the built-in table.
///
/// # Errors
/// When it is no address of a page in the web.
pub fn canonical(url: &str) -> Result<Canonical, UrlError> {
    Tables::builtin().canonical(url)
}

impl Tables {
    /// The canonical form of an address, by these tables.
    ///
    /// # Errors
    /// When it is no address of a page in the web.
    pub fn canonical(&self, url: &str) -> Result<Canonical, UrlError> {
        if url.len() > MOST_BYTES {
            return Err(UrlError::Long(url.len()));
        }
        let mut address = Address::parse(url)?;
        // A cache wraps an address that a cache may wrap: each turn leaves less.
        while let Some(inner) = address.wrapped(&self.tracking) {
            match Address::parse(&inner) {
                Ok(inner) => address = inner,
                Err(_) => break,
            }
        }
        Ok(address.canonical(&self.tracking))
    }
}

/// The parts that count.
struct Address {
    host: String,
    port: Option<u16>,
    path: String,
    query: String,
}

impl Address {
    fn parse(url: &str) -> Result<Self, UrlError> {
        // As browsers do: blanks around it and line breaks within are nothing.
        let url: String =
            url.trim_matches(is_blank).chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
        if url.is_empty() {
            return Err(UrlError::Empty);
        }
        let rest = after_scheme(&url)?;
        let rest = rest.split('#').next().unwrap_or_default();
        let host_end = rest.find(['/', '?', '\\']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(host_end);
        let authority = authority.rsplit('@').next().unwrap_or_default();
        let (host, port) = split_port(authority)?;
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        Ok(Self {
            host: host_name(host)?,
            port: port.filter(|port| !matches!(port, 80 | 443)),
            path: resolve(&escaped(&path.replace('\\', "/"))),
            query: escaped(query).into_owned(),
        })
    }

    /// The address that a cache's address wraps.
    fn wrapped(&self, tracking: &Tracking) -> Option<String> {
        let host = without_labels(&self.host, tracking);
        tracking.caches.iter().find_map(|(of, path)| {
            let on = match of.strip_prefix('*') {
                Some(end) => host.ends_with(end),
                None => host == of,
            };
            let inner = self.path.strip_prefix(path.as_str()).filter(|_| on)?;
            let inner = inner.strip_prefix("s/").unwrap_or(inner);
            let inner =
                inner.strip_prefix("https://").or_else(|| inner.strip_prefix("http://")).unwrap_or(inner);
            let query = if self.query.is_empty() { String::new() } else { format!("?{}", self.query) };
            inner.split('/').next()?.contains('.').then(|| format!("https://{inner}{query}"))
        })
    }

    fn canonical(&self, tracking: &Tracking) -> Canonical {
        let host = without_labels(&self.host, tracking);
        let mut parameters: Vec<&str> = self
            .query
            .split('&')
            .filter(|parameter| {
                let name = parameter.split('=').next().unwrap_or_default();
                !parameter.is_empty() && !name.is_empty() && !tracking.is_tracking(name, host)
            })
            .collect();
        parameters.sort_unstable();
        parameters.dedup();
        let mut url = format!("https://{host}");
        if let Some(port) = self.port {
            url.push_str(&format!(":{port}"));
        }
        url.push_str(&plain_path(&self.path, tracking));
        if !parameters.is_empty() {
            url.push('?');
            url.push_str(&parameters.join("&"));
        }
        Canonical(url)
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// What stands behind `http://`, `https://`, `//` or nothing.
fn after_scheme(url: &str) -> Result<&str, UrlError> {
    if let Some(rest) = url.strip_prefix("//") {
        return Ok(rest);
    }
    let end = url.find(['/', '?', '#', '.', '@', '[']).unwrap_or(url.len());
    let Some((scheme, rest)) = url.split_once(':').filter(|(scheme, _)| scheme.len() < end) else {
        return Ok(url);
    };
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => Ok(rest.trim_start_matches(['/', '\\'])),
        _ => Err(UrlError::Scheme),
    }
}

fn split_port(authority: &str) -> Result<(&str, Option<u16>), UrlError> {
    match authority.rsplit_once(':') {
        Some((host, "")) => Ok((host, None)),
        Some((host, port)) if !port.contains(']') => {
            let digits = port.bytes().all(|byte| byte.is_ascii_digit());
            let port = port.parse().ok().filter(|_| digits).ok_or(UrlError::Port)?;
            Ok((host, Some(port)))
        }
        _ => Ok((authority, None)),
    }
}

fn host_name(host: &str) -> Result<String, UrlError> {
    let host = host.trim_matches('.').to_lowercase();
    let letter =
        |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.') || !c.is_ascii() && !is_blank(c);
    let numeric = host.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
    let fits = match numeric {
        Some(inner) => {
            inner.contains(':') && inner.chars().all(|c| c.is_ascii_hexdigit() || ":.".contains(c))
        }
        None => {
            host.chars().all(letter) && !host.contains("..") && (host.contains('.') || host == "localhost")
        }
    };
    if fits { Ok(host) } else { Err(UrlError::Host) }
}

/// The host without labels that only choose a layout, so long as a whole name is left.
fn without_labels<'a>(host: &'a str, tracking: &Tracking) -> &'a str {
    let mut host = host;
    while let Some((label, rest)) = host.split_once('.') {
        let numeric = rest.split('.').all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        if numeric || !rest.contains('.') || !tracking.labels.iter().any(|known| known == label) {
            break;
        }
        host = rest;
    }
    host
}

/// One way to write each escaped letter: those that need none bare, the others with capital digits; blanks escaped.
fn escaped(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/&=+,:;".contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let hex = rest.strip_prefix('%').and_then(|rest| rest.get(..2));
        match hex.filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            Some(hex) => {
                let byte = u8::from_str_radix(hex, 16).unwrap_or(b'%');
                if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                    out.push(char::from(byte));
                } else {
                    out.push('%');
                    out.push_str(&hex.to_ascii_uppercase());
                }
                rest = &rest[3..];
            }
            None => {
                // A letter of another script is the same address bare or escaped; a lone percent sign stands for itself.
                if !c.is_ascii() || is_blank(c) || c == '%' {
                    let mut bytes = [0; 4];
                    for byte in c.encode_utf8(&mut bytes).bytes() {
                        out.push_str(&format!("%{byte:02X}"));
                    }
                } else {
                    out.push(c);
                }
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    Cow::Owned(out)
}

/// `.` and `..` walked; no slash at the end.
fn resolve(path: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    while parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    parts.iter().flat_map(|part| ["/", part]).collect()
}

/// The path without the parts at its end that only choose a layout.
fn plain_path(path: &str, tracking: &Tracking) -> String {
    let mut path = path.to_owned();
    loop {
        let kept = path.trim_end_matches('/').len();
        path.truncate(kept);
        let start = path.rfind('/').map_or(0, |at| at + 1);
        let last = path[start..].to_ascii_lowercase();
        if start > 0 && (tracking.pages.contains(&last) || tracking.layouts.contains(&last)) {
            path.truncate(start - 1);
            continue;
        }
        // `story.amp`, `story.amp.html`
        let (stem, ending) = match last.strip_suffix(".html") {
            Some(stem) => (stem.len(), ".html"),
            None => (last.len(), ""),
        };
        let layout = tracking.layouts.iter().filter(|layout| layout.starts_with('.')).find_map(|layout| {
            last[..stem].strip_suffix(layout.as_str()).map(str::len).filter(|kept| *kept > 0)
        });
        match layout {
            Some(kept) => {
                path.truncate(start + kept);
                path.push_str(ending);
            }
            None => return path,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expected: &str) {
        assert_eq!(canonical(url).unwrap().as_str(), expected, "{url}");
        assert_eq!(canonical(expected).unwrap().as_str(), expected, "again: {url}");
    }

    #[test]
    fn scheme_host_port_fragment() {
        check("HTTP://News.Example:80/A#b", "https://news.example/A");
        check("https://news.example:443/A", "https://news.example/A");
        check("https://news.example:8080/A", "https://news.example:8080/A");
        check("//news.example/a", "https://news.example/a");
        check("news.example/a", "https://news.example/a");
        check("news.example:8080/a", "https://news.example:8080/a");
        check(" https://ana:secret@news.example./a\n", "https://news.example/a");
        check("https://[2001:DB8::1]:99/a", "https://[2001:db8::1]:99/a");
    }

    #[test]
    fn layouts() {
        for url in [
            "https://www.news.example/a/b",
            "https://m.news.example/a/b/",
            "https://www.m.news.example/a/b",
            "https://amp.news.example/a/b",
            "https://news.example/a/b/amp/",
            "https://news.example/a/b?amp=1",
            "https://news.example/a/b/index.html",
            "https://news.example/a/b.amp",
            "https://www.google.com/amp/s/www.news.example/a/b/amp/",
            "https://www-news-example.cdn.ampproject.org/c/s/www.news.example/a/b",
        ] {
            check(url, "https://news.example/a/b");
        }
        check("https://news.example/a.amp.html", "https://news.example/a.html");
        check("https://m.example/a", "https://m.example/a");
        check("https://www.google.com/amp/about", "https://google.com/amp/about");
    }

    #[test]
    fn parameters() {
        check("https://a.example/?utm_source=x&fbclid=y&id=3&b=2", "https://a.example?b=2&id=3");
        check("https://a.example/a?s=20", "https://a.example/a?s=20");
        check("https://twitter.com/a/status/1?s=20&t=x", "https://twitter.com/a/status/1");
        check("https://a.example/a?&&=x&id=3&id=3", "https://a.example/a?id=3");
    }

    #[test]
    fn escapes_and_dots() {
        check("https://a.example/%7Ebob/./x/../caf%c3%a9", "https://a.example/~bob/caf%C3%A9");
        check("https://a.example/café", "https://a.example/caf%C3%A9");
        check("https://a.example/100%/a b", "https://a.example/100%25/a%20b");
        check("https://a.example/../../x//", "https://a.example/x");
    }

    #[test]
    fn what_is_no_page() {
        assert_eq!(canonical("  "), Err(UrlError::Empty));
        assert_eq!(canonical("mailto:ana@a.example"), Err(UrlError::Scheme));
        assert_eq!(canonical("javascript:alert(1)"), Err(UrlError::Scheme));
        assert_eq!(canonical("https:///path"), Err(UrlError::Host));
        assert_eq!(canonical("just words"), Err(UrlError::Host));
        assert_eq!(canonical("https://a.example:70000/"), Err(UrlError::Port));
        assert_eq!(
            canonical(&format!("https://a.example/{}", "x".repeat(9_000))),
            Err(UrlError::Long(9_018))
        );
    }

    #[test]
    fn front_pages() {
        for front in ["https://www.a.example/", "https://a.example/index.html", "a.example?utm_source=x"] {
            assert!(canonical(front).unwrap().is_front_page(), "{front}");
        }
        assert!(!canonical("https://a.example/?p=12").unwrap().is_front_page());
        assert_eq!(canonical("https://a.example/?p=12").unwrap().host(), "a.example");
    }
}
