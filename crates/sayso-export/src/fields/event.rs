//! What happened, and whether it did.

use super::{Field, Value, code};
use crate::codes;

pub(super) const FIELDS: &[Field] = &[
    Field::text("plover_event", "one of PLOVER's 16 types", |a| {
        Value::text(codes::plover(a.event.plover.event))
    }),
    Field::text("plover_mode", "PLOVER's mode", |a| a.event.plover.mode.as_ref().into()),
    Field::list("plover_contexts", "PLOVER's contexts", |a| {
        Value::list(a.event.plover.context.iter().cloned())
    }),
    Field::integer("quad_class", "1 verbal, 2 material cooperation, 3 verbal, 4 material conflict", |a| {
        Value::Integer(codes::quad(a.event.plover.event))
    }),
    Field::text("acled_event_type", "ACLED's event type", |a| {
        a.event.acled.as_ref().map(|acled| &acled.event_type).into()
    }),
    Field::text("acled_sub_event_type", "ACLED's sub-event type", |a| {
        a.event.acled.as_ref().map(|acled| &acled.sub_event_type).into()
    }),
    Field::text("acled_disorder_type", "ACLED's disorder type", |a| {
        let acled = a.event.acled.as_ref();
        acled.map(|acled| codes::disorder(&acled.event_type, &acled.sub_event_type)).into()
    }),
    Field::text("status", "whether the report has it as having happened", |a| code(&a.event.status)),
    Field::text("background", "yes where the report only looks back at it", |a| {
        a.event.background.then_some("yes").into()
    }),
    Field::decimal("confidence", "probability that type, status and parties are right", |a| {
        Value::decimal(a.event.confidence)
    }),
];
