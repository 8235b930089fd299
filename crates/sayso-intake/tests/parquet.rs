//! Parquet files.
#![cfg(feature = "parquet")]

mod common;

use std::sync::Arc;

use common::{limited, problems, stream, texts};
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;
use sayso_intake::{Kind, Limits, Problem};

const SCHEMA: &str = "message schema {
    optional binary other (UTF8);
    optional binary Content (UTF8);
    optional int32 date (DATE);
    optional int64 crawl_date (TIMESTAMP(MILLIS, true));
    optional int64 id;
    optional group nested { optional binary text (UTF8); }
}";

/// A file of some groups of rows; every third row has no text.
fn table(groups: &[&[&str]], compression: Compression) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(SCHEMA).expect("a schema"));
    let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties).expect("memory takes all");
    for group in groups {
        let levels: Vec<i16> = (0..group.len()).map(|row| i16::from(row % 3 != 2)).collect();
        let all = vec![1; group.len()];
        let words: Vec<ByteArray> = group
            .iter()
            .zip(&levels)
            .filter(|(_, level)| **level == 1)
            .map(|(words, _)| ByteArray::from(*words))
            .collect();
        let numbers: Vec<i64> = (0..).take(group.len()).collect();
        let mut columns = writer.next_row_group().expect("memory takes all");
        for index in 0.. {
            let Some(mut column) = columns.next_column().expect("a column") else { break };
            match index {
                1 => column.typed::<ByteArrayType>().write_batch(&words, Some(&levels), None).map(|_| ()),
                2 => column
                    .typed::<Int32Type>()
                    .write_batch(&vec![18_248; group.len()], Some(&all), None)
                    .map(|_| ()),
                3 => column
                    .typed::<Int64Type>()
                    .write_batch(&vec![1_576_663_200_000; group.len()], Some(&all), None)
                    .map(|_| ()),
                4 => column.typed::<Int64Type>().write_batch(&numbers, Some(&all), None).map(|_| ()),
                _ => column
                    .typed::<ByteArrayType>()
                    .write_batch(&[], Some(&vec![0; group.len()]), None)
                    .map(|_| ()),
            }
            .expect("values");
            column.close().expect("a column");
        }
        columns.close().expect("a group");
    }
    writer.close().expect("a file");
    bytes
}

#[test]
fn a_row_is_a_document() {
    for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::LZ4_RAW] {
        let found = stream("a.parquet", &table(&[&["one", "two", "-", "four"], &["five"]], compression));
        assert_eq!(texts(&found), ["one", "two", "four", "five"]);
        assert_eq!(problems(&found), [&Problem::Empty]);
        let item = found[1].as_ref().expect("a document");
        assert_eq!((item.kind, item.origin.record), (Kind::Text, Some(2)));
        assert_eq!(item.given.published.as_deref(), Some("2019-12-18"));
        assert_eq!(item.retrieved.as_deref(), Some("2019-12-18T10:00:00Z"));
        assert_eq!(item.given.id.as_deref(), Some("1"));
        assert_eq!(found[4].as_ref().expect("a document").origin.record, Some(5));
    }
}

#[test]
fn long_rows_and_bombs_are_told() {
    let bytes = table(&[&["one", &"words ".repeat(100)], &["three"]], Compression::SNAPPY);
    let limits = Limits { document_bytes: 100, ..Limits::default() };
    let found = limited("a.parquet", &bytes, limits);
    assert_eq!(texts(&found), ["one", "three"]);
    assert_eq!(problems(&found), [&Problem::TooLong { bytes: 600, all: true, limit: 100 }]);

    let long = "words ".repeat(200_000);
    let bytes = table(&[&[&long]], Compression::SNAPPY);
    let limits = Limits { unpack_free: 1 << 16, unpack_ratio: 10, ..Limits::default() };
    assert!(matches!(problems(&limited("a.parquet", &bytes, limits))[..], [Problem::Bomb { .. }]));
}

#[test]
fn what_is_damaged_or_has_no_text_is_told() {
    let bytes = table(&[&["one"], &["two"]], Compression::UNCOMPRESSED);
    let found = stream("a.parquet", &bytes[..bytes.len() - 9]);
    assert!(matches!(problems(&found)[..], [Problem::Damaged { what: "Parquet file", .. }]));
    let schema = Arc::new(parse_message_type("message m { optional binary a (UTF8); }").expect("a schema"));
    let mut bytes = Vec::new();
    let writer = SerializedFileWriter::new(&mut bytes, schema, Arc::default()).expect("memory takes all");
    writer.close().expect("a file");
    assert_eq!(problems(&stream("", &bytes)), [&Problem::NoTextColumn { columns: "a".into() }]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn damage_is_told(flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = table(&[&["one", "two", "-", "four"], &["five"]], Compression::SNAPPY);
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = stream("a.parquet", &bytes);
    }
}
