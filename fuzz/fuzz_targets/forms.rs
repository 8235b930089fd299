//! Any text as a form of a user's own: it is taken or refused, an error names the form, and what is taken writes and reads any cell.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_export::{AnyForm, ExportError, Form, Kind, Value};

fuzz_target!(|input: (&str, &str)| {
    let (table, words) = input;
    for head in ["", "column,field,note\n", "column,field,note\n:of,incidents,\n"] {
        match AnyForm::read("mine", &format!("{head}{table}")) {
            Ok(AnyForm::Events(form)) => check(&form, words),
            Ok(AnyForm::Incidents(form)) => drop(form.to_string()),
            Err(ExportError::Form { form, .. }) => assert_eq!(form, "mine"),
            Err(_) => {}
        }
    }
});

/// Words that the form can tell from nothing come back as they went, where it guards or leaves them alone.
fn check(form: &Form, words: &str) {
    let cell = form.cell(&Value::Text(words.to_owned()));
    let _ = form.value(&cell, Kind::Text);
    let _ = form.value(&cell, Kind::Decimal);
    let _ = form.value(&cell, Kind::List);
    let _ = form.cell(&Value::List(vec![words.to_owned(), cell]));
    drop(form.to_string());
}
