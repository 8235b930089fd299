//! The report, and the event's id in it.

use super::{Field, Value};

pub(super) const FIELDS: &[Field] = &[
    Field::text("id", "the report's id and the event's, a slash between", |a| {
        Value::text(format!("{}/{}", a.reading.report.id, a.event.id))
    }),
    Field::text("report_id", "the report's id", |a| Value::text(&a.reading.report.id)),
    Field::text("event_id", "the event's id within the reading", |a| Value::text(&a.event.id)),
    Field::text("title", "the report's title", |a| a.reading.report.title.as_ref().into()),
    Field::text("outlet", "who published the report", |a| a.reading.report.outlet.as_ref().into()),
    Field::text("url", "the report's address", |a| a.reading.report.url.as_ref().into()),
    Field::text("published", "day or moment of publication", |a| a.reading.report.published.as_ref().into()),
    Field::text("language", "ISO 639-1", |a| a.reading.report.language.as_ref().into()),
    Field::text("sha256", "of the bytes that were read", |a| Value::text(&a.reading.report.sha256)),
    Field::text("version", "program and model that made the reading", |a| {
        Value::text(format!("{} {}", a.reading.reader.version, a.reading.reader.model).trim())
    }),
];
