//! Holds answers against the description of the API.

use std::collections::BTreeSet;
use std::sync::{LazyLock, Mutex};

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::client::Answer;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(&sayso_serve::openapi()).unwrap());

/// The description.
pub struct Api {
    asked: Mutex<BTreeSet<String>>,
}

impl Api {
    pub fn new() -> Self {
        Self { asked: Mutex::default() }
    }

    pub fn document(&self) -> &'static Value {
        &DOCUMENT
    }

    /// Fails where an answer is not as described: its status, its type, its fields.
    pub fn check(&self, method: &str, path: &str, answer: &Answer) {
        let path = path.split('?').next().unwrap_or_default();
        let Some((name, operation)) = operation(method, path) else {
            assert!(
                (400..500).contains(&answer.status),
                "{path} is not described, and answers {}",
                answer.status
            );
            return;
        };
        let response = match operation["responses"].get(answer.status.to_string()) {
            Some(response) => response,
            None => {
                assert!(answer.status >= 400, "{path} answers {}, which is not described", answer.status);
                &DOCUMENT["components"]["responses"]["Error"]
            }
        };
        let described = response["content"].as_object().and_then(|content| content.get("application/json"));
        let Some(described) = described else { return };
        assert_eq!(answer.header("content-type"), Some("application/json"), "{path}");
        let validator = validator(&described["schema"]);
        let body = answer.json();
        let faults: Vec<String> =
            validator.iter_errors(&body).map(|e| format!("{}: {e}", e.instance_path())).take(5).collect();
        assert!(
            faults.is_empty(),
            "{method} {path} {}:\n{}\n{}",
            answer.status,
            faults.join("\n"),
            answer.text()
        );
        self.asked.lock().unwrap().insert(name);
    }

    /// The operations that were asked, by their names.
    pub fn asked(&self) -> BTreeSet<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// A schema with all definitions that it may refer to.
fn validator(schema: &Value) -> Validator {
    let whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "allOf": [schema],
        "components": {"schemas": DOCUMENT["components"]["schemas"]},
    });
    jsonschema::validator_for(&whole).unwrap()
}

/// What is asked at a path.
fn operation(method: &str, path: &str) -> Option<(String, &'static Value)> {
    let paths = DOCUMENT["paths"].as_object()?;
    let fits = |described: &str| {
        let (described, asked): (Vec<&str>, Vec<&str>) =
            (described.split('/').collect(), path.split('/').collect());
        described.len() == asked.len()
            && described.iter().zip(&asked).all(|(d, a)| d == a || (d.starts_with('{') && !a.is_empty()))
    };
    let item = paths
        .iter()
        .find(|(described, _)| described.as_str() == path)
        .or_else(|| paths.iter().find(|(d, _)| fits(d)))?;
    let operation = item.1.get(method)?;
    Some((operation["operationId"].as_str()?.to_owned(), operation))
}
