//! What can be asked: the table, and a file for each kind of question.

mod about;
mod events;
mod export;
mod incidents;
mod reports;
mod reviews;
mod wire;
mod world;

use sayso_casebook::ReviewRow;
use sayso_desk::{Counts, EventLine, Facets, IncidentLine, Map};

use crate::params::{FILTER, Kind, MOST, PAGE, Param};
use crate::routes::{Gives, Route, Takes, Way, of};
use wire::{ReportLine, Rows, SheetShown};

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
    Route::get("/api/reports", "Reports", Gives::Json(200, of::<Rows<ReportLine>>), reports::list)
        .with(&[FILTER, PAGE, reports::SORT])
        .way(Way::Kept),
    Route::post(
        "/api/reports",
        "Take a report into the casebook, and read it",
        Takes::Report(of::<reports::NewReport>),
        Gives::Json(201, of::<reports::Taken>),
        reports::add,
    )
    .way(Way::Reads),
    Route::get(
        "/api/reports/{number}",
        "A report with its reading and what people said of it",
        Gives::Json(200, of::<SheetShown>),
        reports::one,
    )
    .way(Way::Kept),
    Route::post(
        "/api/read",
        "Read a report that is not kept",
        Takes::Report(of::<reports::NewReport>),
        Gives::Json(200, of::<SheetShown>),
        reports::read,
    )
    .way(Way::Reads),
    Route::get("/api/events", "Events", Gives::Json(200, of::<Rows<EventLine>>), events::list)
        .with(&[FILTER, PAGE, events::SORT])
        .way(Way::Kept),
    Route::get("/api/incidents", "Incidents", Gives::Json(200, of::<Rows<IncidentLine>>), incidents::list)
        .with(&[FILTER, PAGE, incidents::SORT])
        .way(Way::Kept),
    Route::get(
        "/api/incidents/{id}",
        "An incident with its accounts",
        Gives::Json(200, of::<incidents::Shown>),
        incidents::one,
    )
    .way(Way::Kept),
    Route::get(
        "/api/explain",
        "Why two events are one incident, or are not",
        Gives::Json(200, of::<incidents::Why>),
        incidents::explain,
    )
    .with(&[incidents::PAIR])
    .way(Way::Kept),
    Route::get(
        "/api/near/{id}",
        "Incidents that were compared with one and are others, the nearest first",
        Gives::Json(200, of::<Rows<incidents::Near>>),
        incidents::near,
    )
    .way(Way::Kept),
    Route::get("/api/counts", "Events over time", Gives::Json(200, of::<Counts>), events::over_time)
        .with(&[FILTER, events::STEP])
        .way(Way::Kept),
    Route::get("/api/map", "Events on the map", Gives::Json(200, of::<Map>), events::on_map)
        .with(&[FILTER])
        .way(Way::Kept),
    Route::get(
        "/api/facets",
        "How many events there are of each kind",
        Gives::Json(200, of::<Facets>),
        events::by_kind,
    )
    .with(&[FILTER])
    .way(Way::Kept),
    Route::get("/api/reviews", "The log of reviews", Gives::Json(200, of::<Vec<ReviewRow>>), reviews::log)
        .with(&[reviews::AFTER]),
    Route::post(
        "/api/reviews",
        "Say something of a reading",
        Takes::Json(of::<reviews::NewReview>),
        Gives::Json(201, of::<reviews::Kept>),
        reviews::add,
    ),
    Route::get(
        "/api/forms",
        "Forms that things are given out in",
        Gives::Json(200, of::<Vec<export::FormLine>>),
        export::forms,
    ),
    Route::get("/api/export", "Events or incidents as a file", Gives::File, export::export)
        .with(&[export::FORM, FILTER])
        .way(Way::Gives),
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
