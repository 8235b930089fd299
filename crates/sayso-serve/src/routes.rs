//! The table of what can be asked. Requests are led by it, their queries checked by it, and the API is described from it.

use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::app::App;
use crate::exchange::{Asked, Reply};
use crate::params::Param;
use crate::problem::Problem;

pub(crate) use crate::api::ROUTES;

/// Answers one kind of question. It may take its time: it never runs on the threads that talk to the network.
pub(crate) type Handler = fn(&Arc<App>, &Asked) -> Result<Reply, Problem>;

/// The schema of a type, put among the definitions.
pub(crate) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// How it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Get,
    Post,
}

/// What the body of a question is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Takes {
    Nothing,
    Json(SchemaOf),
    /// A report: JSON, or the text or page itself.
    Report(SchemaOf),
}

/// What the answer is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Gives {
    Json(u16, SchemaOf),
    /// JSON that is described elsewhere.
    AnyJson,
    /// A file to save.
    File,
}

/// How an answer comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// From what is at hand.
    Plain,
    /// The same as long as the casebook is: kept, and given again.
    Kept,
    /// Reads a report, which takes a second or more of a core: only so many at once.
    Reads,
    /// Gives a file out, as fast as it is taken: only so many at once, and nobody else waits for them.
    Gives,
    /// Waits for a change of the casebook first.
    Waits,
}

/// One kind of question.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Route {
    pub(crate) verb: Verb,
    /// `/api/reports/{number}`.
    pub(crate) path: &'static str,
    pub(crate) about: &'static str,
    pub(crate) params: &'static [&'static [Param]],
    pub(crate) takes: Takes,
    pub(crate) gives: Gives,
    pub(crate) way: Way,
    pub(crate) handler: Handler,
}

/// The schema of a type, for the table.
pub(crate) fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

impl Route {
    /// A question that changes nothing.
    pub(crate) const fn get(path: &'static str, about: &'static str, gives: Gives, handler: Handler) -> Self {
        let takes = Takes::Nothing;
        Self { verb: Verb::Get, path, about, params: &[], takes, gives, way: Way::Plain, handler }
    }

    /// A question with a body.
    pub(crate) const fn post(
        path: &'static str,
        about: &'static str,
        takes: Takes,
        gives: Gives,
        handler: Handler,
    ) -> Self {
        Self { verb: Verb::Post, path, about, params: &[], takes, gives, way: Way::Plain, handler }
    }

    /// With a query.
    pub(crate) const fn with(self, params: &'static [&'static [Param]]) -> Self {
        Self { params, ..self }
    }

    /// In another way.
    pub(crate) const fn way(self, way: Way) -> Self {
        Self { way, ..self }
    }

    /// `get_reports_number`.
    pub(crate) fn name(&self) -> String {
        let verb = if self.verb == Verb::Get { "get" } else { "post" };
        let parts = self.path.split('/').filter(|part| !part.is_empty() && *part != "api");
        let parts = parts.map(|part| part.trim_matches(['{', '}']).replace(['.', '-'], "_"));
        [verb.to_owned()].into_iter().chain(parts).collect::<Vec<_>>().join("_")
    }

    /// What stands in the places of `{...}`, where the path is this route's.
    fn parts(&self, path: &str) -> Option<Vec<String>> {
        let (mut own, mut asked) = (self.path.split('/'), path.split('/'));
        let mut parts = Vec::new();
        loop {
            match (own.next(), asked.next()) {
                (None, None) => return Some(parts),
                (Some(own), Some(asked)) if own.starts_with('{') && !asked.is_empty() => {
                    parts.push(asked.to_owned())
                }
                (Some(own), Some(asked)) if own == asked => {}
                _ => return None,
            }
        }
    }
}

/// Where a path leads.
#[derive(Debug)]
pub(crate) enum Led {
    To(&'static Route, Vec<String>),
    /// The path is there, but is asked in another way.
    Otherwise,
    Nowhere,
}

/// Leads a path to its route.
pub(crate) fn lead(verb: Option<Verb>, path: &str) -> Led {
    let mut led = Led::Nowhere;
    for route in ROUTES {
        if let Some(parts) = route.parts(path) {
            if verb == Some(route.verb) {
                return Led::To(route, parts);
            }
            led = Led::Otherwise;
        }
    }
    led
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_led() {
        assert!(
            matches!(lead(Some(Verb::Get), "/api/about"), Led::To(route, parts) if route.path == "/api/about" && parts.is_empty())
        );
        assert!(matches!(lead(Some(Verb::Get), "/api/reports/12"), Led::To(_, parts) if parts == ["12"]));
        assert!(matches!(lead(Some(Verb::Post), "/api/about"), Led::Otherwise));
        assert!(matches!(lead(None, "/api/about"), Led::Otherwise));
        for path in ["/api/reports/", "/api/reports/1/2", "/api", "/", "", "/api/about/", "//api/about"] {
            assert!(matches!(lead(Some(Verb::Get), path), Led::Nowhere), "{path}");
        }
    }

    #[test]
    fn names_are_one_to_one() {
        let mut names: Vec<String> = ROUTES.iter().map(Route::name).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), ROUTES.len());
    }
}
