//! The description of the API, OpenAPI 3.1, from the table of routes: what it says of a route is what the server checks.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::problem::Told;
use crate::routes::{Gives, ROUTES, Route, Takes, Verb};

/// The document, as it is committed in `schema/` and served at `/api/openapi.json`.
#[must_use]
pub fn openapi() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let mut paths: Map<String, Value> = Map::new();
    for route in ROUTES {
        let verb = if route.verb == Verb::Get { "get" } else { "post" };
        let operation = operation(route, &mut generator);
        if let Value::Object(path) = paths.entry(route.path).or_insert_with(|| json!({})) {
            path.insert(verb.to_owned(), operation);
        }
    }
    let error = generator.subschema_for::<Told>().to_value();
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Sayso",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "A casebook of reports, events and incidents on this machine",
            "description": "Records are those of `sayso.reading.1.json` and `sayso.incident.1.json`. Offsets count Unicode code points. \
                Days are ISO 8601, countries ISO 3166-1 alpha-3. Anything but loopback needs the token that `sayso serve` printed, as \
                `Authorization: Bearer TOKEN` or as the cookie that opening `/?token=TOKEN` sets.",
            "license": {"name": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "`sayso serve`, on loopback unless told otherwise"}],
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "responses": {
                "Error": {"description": "What was wrong, and what to do", "content": {"application/json": {"schema": error}}},
            },
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn operation(route: &Route, generator: &mut SchemaGenerator) -> Value {
    let inside = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut parameters: Vec<Value> = inside
        .map(|name| {
            let schema =
                if name == "number" { json!({"type": "integer"}) } else { json!({"type": "string"}) };
            json!({"name": name, "in": "path", "required": true, "schema": schema})
        })
        .collect();
    parameters.extend(route.params.iter().flat_map(|list| list.iter()).map(|param| param.described()));
    let (status, content) = match route.gives {
        Gives::Json(status, schema) => {
            (status, json!({"application/json": {"schema": schema(generator).to_value()}}))
        }
        Gives::AnyJson => (200, json!({"application/json": {"schema": {}}})),
        Gives::File => {
            (200, json!({"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}))
        }
    };
    let mut operation = json!({
        "operationId": route.name(),
        "summary": route.about,
        "responses": {
            status.to_string(): {"description": "As asked", "content": content},
            "default": {"$ref": "#/components/responses/Error"},
        },
    });
    if !parameters.is_empty() {
        operation["parameters"] = parameters.into();
    }
    let body = match route.takes {
        Takes::Nothing => None,
        Takes::Json(schema) => Some(json!({"application/json": {"schema": schema(generator).to_value()}})),
        Takes::Report(schema) => Some(json!({
            "application/json": {"schema": schema(generator).to_value()},
            "text/html": {"schema": {"type": "string", "description": "A saved page; its name in the header `x-sayso-origin`"}},
            "text/plain": {"schema": {"type": "string"}},
        })),
    };
    if let Some(content) = body {
        operation["requestBody"] = json!({"required": true, "content": content});
    }
    operation
}
