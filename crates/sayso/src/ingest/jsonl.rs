//! JSONL: one report a line.

use serde::Deserialize;
use serde_json::Value;

use super::{Given, IngestError, Limits, Report, text};

/// The fields of a line; others are left alone.
#[derive(Deserialize)]
struct Fields {
    text: Option<String>,
    id: Option<Value>,
    title: Option<String>,
    published: Option<String>,
    outlet: Option<String>,
    url: Option<String>,
    language: Option<String>,
}

/// Takes in one line: an object with `text`, and if known `id`, `title`, `published`, `outlet`, `url` and `language`.
///
/// What the line says of itself wins over `given`. A title is joined to the text even where the text repeats it, so that
/// offsets count into the text as it was given.
///
/// ```
/// use sayso::ingest::{self, Given, Limits};
///
/// let line = br#"{"id": "r1", "title": "Rockets hit Homs", "text": "Rockets hit Homs on Tuesday.", "published": "2019-12-18"}"#;
/// let report = ingest::json_line(line, &Given::default(), &Limits::default())?;
/// assert_eq!(report.text, "Rockets hit Homs\n\nRockets hit Homs on Tuesday.");
/// assert_eq!(report.title_bytes, 16);
/// # Ok::<(), ingest::IngestError>(())
/// ```
pub fn json_line(line: &[u8], given: &Given, limits: &Limits) -> Result<Report, IngestError> {
    limits.check(line)?;
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    if line.trim_ascii().is_empty() {
        return Err(IngestError::Empty);
    }
    if let Err(error) = std::str::from_utf8(line) {
        let offset = error.valid_up_to();
        return Err(IngestError::Utf8 { offset, byte: line[offset] });
    }
    let fields: Fields = serde_json::from_slice(line).map_err(json_error)?;
    let Some(body) = fields.text else { return Err(IngestError::NoTextField) };
    let id = match fields.id {
        None | Some(Value::Null) => None,
        Some(Value::String(id)) => Some(id),
        Some(other) => Some(other.to_string()),
    };
    let some = |own: Option<String>, given: &Option<String>| {
        own.filter(|own| !own.trim().is_empty()).or_else(|| given.clone())
    };
    let known = Given {
        id: some(id, &given.id),
        title: some(fields.title, &given.title),
        published: some(fields.published, &given.published),
        outlet: some(fields.outlet, &given.outlet),
        url: some(fields.url, &given.url),
        language: some(fields.language, &given.language),
    };
    text::report(&body, super::sha256(line), &known)
}

/// The parser's message with its place told once, as ours.
fn json_error(error: serde_json::Error) -> IngestError {
    let message = error.to_string();
    let message = message.rfind(" at line ").map_or(message.as_str(), |at| &message[..at]).to_owned();
    IngestError::Json { column: error.column(), message }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Report, IngestError> {
        json_line(line.as_bytes(), &Given::default(), &Limits::default())
    }

    #[test]
    fn errors_say_where_and_what() {
        assert_eq!(read("{\"title\": \"x\"}"), Err(IngestError::NoTextField));
        assert_eq!(read("{\"text\": null}"), Err(IngestError::NoTextField));
        assert_eq!(read("{\"text\": \"  \"}"), Err(IngestError::Empty));
        assert_eq!(read(" "), Err(IngestError::Empty));
        assert_eq!(
            read("{\"text\": \"a\", \"published\": \"2019-02-30\"}"),
            Err(IngestError::Date("2019-02-30".into()))
        );
        assert_eq!(
            read("{\"text\": 12}").unwrap_err().to_string(),
            "column 11: invalid type: integer `12`, expected a string"
        );
        assert_eq!(read("{\"text\": \"a\" x}").unwrap_err().to_string(), "column 14: expected `,` or `}`");
        assert!(matches!(
            json_line(b"{\"text\": \"\xff\"}", &Given::default(), &Limits::default()),
            Err(IngestError::Utf8 { offset: 10, byte: 0xff })
        ));
        assert!(matches!(
            json_line(b"{\"text\": \"abc\"}", &Given::default(), &Limits { report_bytes: 5 }),
            Err(IngestError::TooLong { bytes: 15, limit: 5 })
        ));
    }

    #[test]
    fn fields_are_taken_over() {
        let report = read(
            "{\"id\": 7, \"text\": \"A.\", \"published\": \"2019-12-18T10:00:00Z\", \"outlet\": \"O\", \"x\": [1]}",
        )
        .expect("good");
        assert_eq!(report.id, "7");
        assert_eq!(report.outlet.as_deref(), Some("O"));
        assert_eq!(report.date, Some(jiff::civil::date(2019, 12, 18)));
        assert_eq!(report.published.as_deref(), Some("2019-12-18T10:00:00Z"));
        assert_eq!((report.title_bytes, report.text.as_str()), (0, "A."));
    }

    #[test]
    fn a_title_given_apart_is_joined_even_if_repeated() {
        let report =
            read("{\"title\": \"Bomb in Homs\", \"text\": \"Bomb in Homs\\n\\nA bomb killed two.\"}")
                .expect("good");
        assert_eq!(report.text, "Bomb in Homs\n\nBomb in Homs\n\nA bomb killed two.");
        assert_eq!(report.title_bytes, 12);
        let roles: Vec<_> = report.paragraphs.iter().map(|p| p.role).collect();
        use crate::ingest::ParagraphRole::*;
        assert_eq!(roles, [Title, Title, Body]);
    }
}
