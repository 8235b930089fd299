//! Bytes to text: strict for plain text and JSON, as forgiving as browsers for HTML.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::IngestError;

/// Plain text: UTF-8, or UTF-16 with a byte order mark. The mark itself is no part of the text.
pub(super) fn strict(bytes: &[u8]) -> Result<String, IngestError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes)
        && encoding != UTF_8
    {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
        return text.map(|text| text.into_owned()).ok_or(IngestError::Utf16);
    }
    if let Some(kind) = binary(bytes) {
        return Err(IngestError::Binary(kind));
    }
    let mark = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    match std::str::from_utf8(&bytes[mark..]) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let offset = mark + error.valid_up_to();
            Err(IngestError::Utf8 { offset, byte: bytes[offset] })
        }
    }
}

/// A page: the encoding of its byte order mark, else the one it declares, else UTF-8 where it is that, else
/// Windows-1252, the web's old default. What cannot be decoded becomes U+FFFD.
pub(super) fn page(bytes: &[u8]) -> Result<String, IngestError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned());
    }
    if let Some(kind) = binary(bytes) {
        return Err(IngestError::Binary(kind));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let encoding = declared(bytes).unwrap_or(WINDOWS_1252);
    Ok(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// The encoding that a page declares in its first bytes (`charset=...`).
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let at = memchr::memmem::find_iter(head, b"charset").find_map(|at| {
        let rest = head[at + 7..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
        let end = rest.iter().position(|b| !b.is_ascii_alphanumeric() && !b"-_.:".contains(b));
        Some(&rest[..end.unwrap_or(rest.len())])
    })?;
    // A page whose declaration could be read as ASCII cannot be UTF-16, whatever it says.
    let encoding = Encoding::for_label(at)?;
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

/// What some bytes are, if they are no text.
pub(super) fn binary(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 9] = [
        (b"%PDF-", "a PDF file"),
        (b"PK\x03\x04", "a ZIP archive or an Office document"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
        (b"\xd0\xcf\x11\xe0", "an old Office document"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"PAR1", "a Parquet file"),
        (b"SQLite format 3", "an SQLite database"),
    ];
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(kind);
    }
    let head = &bytes[..bytes.len().min(64 << 10)];
    if memchr::memchr(0, head).is_some() {
        return Some("binary data (it has NUL bytes)");
    }
    let controls = head.iter().filter(|&&b| b < 0x20 && !b"\t\n\r\x0b\x0c\x1a\x1b".contains(&b)).count();
    (controls > 4 && controls * 20 > head.len()).then_some("binary data (it has many control characters)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_by_its_mark() {
        assert_eq!(strict(b"\xff\xfeH\0i\0").as_deref(), Ok("Hi"));
        assert_eq!(strict(b"\xfe\xff\0H\0i").as_deref(), Ok("Hi"));
        assert_eq!(strict(b"\xff\xfe\x00\xd8"), Err(IngestError::Utf16));
    }

    #[test]
    fn utf8_names_the_byte() {
        assert_eq!(strict(b"\xef\xbb\xbfHi").as_deref(), Ok("Hi"));
        assert_eq!(strict(b"caf\xe9 x"), Err(IngestError::Utf8 { offset: 3, byte: 0xe9 }));
        assert_eq!(strict(b"\xef\xbb\xbfcaf\xe9 x"), Err(IngestError::Utf8 { offset: 6, byte: 0xe9 }));
    }

    #[test]
    fn binary_is_told_from_text() {
        assert_eq!(strict(b"%PDF-1.7 ..."), Err(IngestError::Binary("a PDF file")));
        assert!(matches!(strict(b"abc\0def"), Err(IngestError::Binary(_))));
        assert!(matches!(strict(&[1, 2, 3, 4, 5, 6, 7, 65]), Err(IngestError::Binary(_))));
        assert!(strict("tab\tand\nnew line".as_bytes()).is_ok());
    }

    #[test]
    fn pages_declare_their_encoding() {
        assert_eq!(page(b"<meta charset=\"windows-1251\">\xcf").unwrap(), "<meta charset=\"windows-1251\">П");
        assert_eq!(
            page(b"<meta content='text/html; charset=iso-8859-1'>\xe9").unwrap().chars().last(),
            Some('é')
        );
        assert_eq!(page(b"caf\xe9").unwrap(), "café");
        assert_eq!(page("café".as_bytes()).unwrap(), "café");
    }
}
