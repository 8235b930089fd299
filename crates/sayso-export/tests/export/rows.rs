//! Rows: back as they went, and nothing that a spreadsheet would run.

use proptest::prelude::*;
use sayso::record::Reading;
use sayso_export::cell::{guard, unguard};
use sayso_export::{Export, Form, Jsonl, ReadRows, Rows, Value, accounts};

use crate::hostile::hostile;
use crate::sample;

fn write(form: &Form, reading: &Reading) -> Vec<u8> {
    let mut rows = Rows::new(form, Vec::new()).expect("a vector takes all");
    rows.add(reading, &|_| true).expect("a vector takes all");
    rows.finish().expect("a vector takes all");
    rows.into_inner().expect("a vector takes all")
}

fn values(form: &Form, reading: &Reading) -> Vec<Vec<Value>> {
    let mut all = Vec::new();
    accounts(reading, |account| {
        if form.admits(account) {
            all.push(form.values(account).collect());
        }
        Ok::<(), ()>(())
    })
    .expect("nothing fails here");
    all
}

proptest! {
    #[test]
    fn a_guarded_cell_comes_back(text in hostile()) {
        prop_assert_eq!(unguard(&guard(&text)), text);
    }

    #[test]
    fn a_guarded_cell_begins_no_formula_however_it_is_cut(text in hostile()) {
        let safe = guard(&text);
        for cell in safe.split([',', ';', '|', '\t', '\r', '\n']) {
            let bare = cell.trim_start_matches([' ', '"']);
            prop_assert!(!bare.starts_with(['=', '+', '-', '@', '＝']), "{:?} in {:?}", cell, safe);
        }
        let blank = safe.starts_with(['\t', '\r', '\n', ' ', '\0', '\u{feff}']);
        prop_assert!(!blank, "{:?}", safe);
    }

    #[test]
    fn our_own_form_comes_back(words in hostile()) {
        let form = Form::built_in("sayso").expect("one of ours");
        let reading = sample::reading(&words);
        let written = write(form, &reading);
        let read = ReadRows::new(form, written.as_slice()).collect::<Result<Vec<_>, _>>();
        prop_assert_eq!(read.expect("what we wrote"), values(form, &reading));
    }

    #[test]
    fn every_form_keeps_its_columns(words in hostile()) {
        let reading = sample::reading(&words);
        for form in Form::all_built_in() {
            let written = write(form, &reading);
            let rows = ReadRows::new(form, written.as_slice()).collect::<Result<Vec<_>, _>>().expect("what we wrote");
            prop_assert_eq!(rows.len(), values(form, &reading).len());
        }
    }

    #[test]
    fn no_table_of_a_user_s_brings_it_down(table in hostile()) {
        let _ = Form::read("mine", &table);
        let _ = Form::read("mine", &format!("column,field,note\n{table}"));
    }

    #[test]
    fn no_file_brings_the_reader_down(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for form in Form::all_built_in() {
            ReadRows::new(form, bytes.as_slice()).for_each(drop);
        }
    }
}

#[test]
fn a_mark_stands_before_all_and_is_read_over() {
    let form = Form::built_in("sayso").expect("one of ours");
    let mut rows = Rows::with_mark(form, Vec::new()).expect("a vector takes all");
    rows.add(&sample::reading("é"), &|_| true).expect("a vector takes all");
    rows.finish().expect("a vector takes all");
    let written = rows.into_inner().expect("a vector takes all");
    assert_eq!(written[..5], *b"\xef\xbb\xbfid");
    assert_eq!(written[3..], write(form, &sample::reading("é")));
    let read: Vec<_> = ReadRows::new(form, written.as_slice()).map(|row| row.expect("a row")).collect();
    assert_eq!(read, values(form, &sample::reading("é")));
    // a form without names of columns
    let form = Form::built_in("gdelt2").expect("one of ours");
    let marked = [b"\xef\xbb\xbf".as_slice(), &write(form, &sample::reading(""))].concat();
    let read: Vec<_> = ReadRows::new(form, marked.as_slice()).map(|row| row.expect("a row")).collect();
    assert_eq!(read, values(form, &sample::reading("")));
}

#[test]
fn numbers_stay_numbers() {
    let form = Form::built_in("sayso").expect("one of ours");
    let written = String::from_utf8(write(form, &sample::reading("-5"))).expect("it is text");
    assert!(written.contains(",34.7268,-36.7234,"), "{written}");
    assert!(written.contains(",'-5,"), "{written}");
}

#[test]
fn no_quotes_where_the_form_knows_none() {
    let form = Form::built_in("gdelt2").expect("one of ours");
    let written = String::from_utf8(write(form, &sample::reading("a\tb\nc \"d\""))).expect("it is text");
    assert!(written.lines().all(|line| line.split('\t').count() == 61), "{written}");
    assert!(written.contains("\ta b c \"d\"\t"), "{written}");
}

#[test]
fn readings_come_back_whole() {
    let reading = sample::reading("\0=1\u{2028}\"");
    let mut out = Jsonl::new(Vec::new());
    assert_eq!(out.add(&reading, &|account| account.event.id == "e2").expect("a vector takes all"), 1);
    assert_eq!(out.add(&reading, &|_| false).expect("a vector takes all"), 0);
    let written = out.into_inner();
    assert_eq!(written.iter().filter(|&&byte| byte == b'\n').count(), 1);
    assert_eq!(serde_json::from_slice::<Reading>(&written).expect("a reading"), reading);
}
