//! What can be asked: the table, and a file for each kind of question.

mod about;
mod world;

use crate::params::MOST;
use crate::params::{Kind, Param};
use crate::routes::{Gives, Route, Way, of};

/// Which state of the casebook is known already.
const SINCE: &[Param] = &[Param {
    name: "since",
    about: "Answer when the revision is another one, or after a while",
    kind: Kind::Whole(0, MOST),
    many: false,
}];

/// Which place is looked for.
const PLACE: &[Param] = &[
    Param { name: "name", about: "The name, in any script", kind: Kind::Text, many: false },
    Param {
        name: "country",
        about: "Only in this country, ISO 3166-1 alpha-3",
        kind: Kind::Country,
        many: false,
    },
];

/// Everything that can be asked.
pub(crate) static ROUTES: &[Route] = &[
    Route::get(
        "/api/about",
        "What this is, and how much the casebook holds",
        Gives::Json(200, of::<about::About>),
        about::about,
    ),
    Route::get(
        "/api/changes",
        "The number of the casebook's state",
        Gives::Json(200, of::<about::Changes>),
        about::changes,
    )
    .with(&[SINCE])
    .way(Way::Waits),
    Route::get(
        "/api/schemes",
        "Codes that events are written in",
        Gives::Json(200, of::<world::Schemes>),
        world::schemes,
    ),
    Route::get(
        "/api/places",
        "Places that a name may mean, the likeliest first",
        Gives::Json(200, of::<Vec<sayso::record::Place>>),
        world::places,
    )
    .with(&[PLACE]),
    Route::get(
        "/api/outlines",
        "Outlines of countries, to draw the map with",
        Gives::AnyJson,
        world::outlines,
    ),
    Route::get("/api/openapi.json", "This description", Gives::AnyJson, about::openapi),
];
