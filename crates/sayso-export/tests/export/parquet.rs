//! Parquet: typed columns that hold every value as it was.

use bytes::Bytes;
use parquet::basic::Type as Physical;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use proptest::prelude::*;
use sayso_export::{Export, ExportIncidents, Form, FormOf, IncidentForm, Parquet, Subject, Value, accounts};

use crate::hostile::hostile;
use crate::sample;

/// What stands in each column of each row, as a form's values; a list is the words that the form makes of it.
fn read(bytes: Vec<u8>) -> (Vec<Physical>, Vec<Vec<Value>>) {
    let file = SerializedFileReader::new(Bytes::from(bytes)).expect("a Parquet file");
    let kinds =
        file.metadata().file_metadata().schema_descr().columns().iter().map(|c| c.physical_type()).collect();
    let rows = file.get_row_iter(None).expect("rows").map(|row| {
        let row = row.expect("a row");
        let values = row.get_column_iter().map(|(_, field)| match field {
            Field::Null => Value::None,
            Field::Long(number) => Value::Integer(*number),
            Field::Double(number) => Value::Decimal(*number),
            Field::Str(words) => Value::Text(words.clone()),
            other => panic!("{other:?}"),
        });
        values.collect()
    });
    (kinds, rows.collect())
}

/// A form's values as a file without lists can hold them.
fn flat<S: Subject>(form: &FormOf<S>, values: impl Iterator<Item = Value>) -> Vec<Value> {
    let words = |value| if let Value::List(items) = value { Value::Text(form.join(&items)) } else { value };
    values.map(words).collect()
}

fn events(form: &Form, words: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut out = Parquet::new(form, &mut bytes).expect("a vector takes all");
    out.add(&sample::reading(words), &|_| true).expect("a vector takes all");
    out.finish().expect("a vector takes all");
    drop(out);
    bytes
}

#[test]
fn columns_have_types() {
    let (kinds, rows) = read(events(Form::built_in("acled").expect("one of ours"), ""));
    let form = Form::built_in("acled").expect("one of ours");
    let kind = |name: &str| kinds[form.columns().position(|column| column == name).expect("a column")];
    assert_eq!(
        (kind("fatalities"), kind("latitude"), kind("notes"), kind("region")),
        (Physical::INT64, Physical::DOUBLE, Physical::BYTE_ARRAY, Physical::BYTE_ARRAY)
    );
    assert_eq!(rows.len(), 1);
}

#[test]
fn no_rows_are_a_file_too() {
    let form = Form::built_in("sayso").expect("one of ours");
    let mut bytes = Vec::new();
    let mut out = Parquet::new(form, &mut bytes).expect("a vector takes all");
    assert_eq!(out.add(&sample::reading(""), &|_| false).expect("a vector takes all"), 0);
    out.finish().expect("a vector takes all");
    assert!(out.add(&sample::reading(""), &|_| true).is_ok());
    assert!(out.finish().is_err(), "rows after the end are told, not lost");
    let mut bytes = Vec::new();
    let mut out = Parquet::new(form, &mut bytes).expect("a vector takes all");
    out.finish().expect("a vector takes all");
    drop(out);
    assert_eq!(read(bytes).1.len(), 0);
}

#[test]
fn long_words_make_many_groups() {
    let form = Form::built_in("sayso").expect("one of ours");
    let mut bytes = Vec::new();
    let mut out = Parquet::new(form, &mut bytes).expect("a vector takes all");
    let reading = sample::reading(&"word ".repeat(200_000));
    for _ in 0..20 {
        out.add(&reading, &|account| account.event.id == "e1").expect("a vector takes all");
    }
    out.finish().expect("a vector takes all");
    drop(out);
    let file = SerializedFileReader::new(Bytes::from(bytes)).expect("a Parquet file");
    assert!(file.metadata().num_row_groups() > 1);
    assert_eq!(file.metadata().file_metadata().num_rows(), 20);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_form_of_events_comes_back(words in hostile()) {
        let reading = sample::reading(&words);
        for form in Form::all_built_in() {
            let mut expected = Vec::new();
            accounts(&reading, |account| {
                if form.admits(account) {
                    expected.push(flat(form, form.values(account)));
                }
                Ok::<(), ()>(())
            }).expect("nothing fails here");
            prop_assert_eq!(read(events(form, &words)).1, expected, "{}", form.name);
        }
    }

    #[test]
    fn incidents_come_back(words in hostile()) {
        let form = IncidentForm::built_in("incidents").expect("one of ours");
        let incident = sample::incident(&words);
        let mut bytes = Vec::new();
        let mut out = Parquet::new(form, &mut bytes).expect("a vector takes all");
        ExportIncidents::add(&mut out, &incident).expect("a vector takes all");
        ExportIncidents::finish(&mut out).expect("a vector takes all");
        drop(out);
        let read = read(bytes).1;
        prop_assert_eq!(read, [flat(form, form.values(&incident))]);
    }
}
