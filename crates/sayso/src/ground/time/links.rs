//! What neighbouring expressions say of each other: `from 3 to 7 March`, `two days after Friday's raid`.

use super::calendar::{Stretch, plus_days};
use super::scene::Scene;
use super::{Anchor, Dated, Pair, Why};

/// Links the two ends of intervals, and an offset with the date after it, among the expressions found since the last time.
pub(super) fn pair(scene: &mut Scene) {
    let last = scene.expressions.len().saturating_sub(1);
    let first = scene.paired;
    scene.paired = last.max(first);
    for at in first..last {
        let gap = scene.expressions[at].range.end..scene.expressions[at + 1].range.start;
        if gap.len() > 40 {
            continue;
        }
        let gap = scene.text[gap].trim().to_lowercase();
        if scene.expressions[at].offset.is_some() {
            if matches!(gap.as_str(), "" | "the" | "last") {
                date_main(scene, at);
            }
        } else if joins(scene, at, &gap) {
            join(scene, at);
        }
    }
}

/// Puts the last two expressions, two dates that share a year, in order: `from Dec. 28 to Jan. 3, 2015`.
pub(super) fn order(scene: &mut Scene) {
    let Some(at) = scene.expressions.len().checked_sub(2) else { return };
    let (Some(first), Some(second)) = (scene.stretches[at], scene.stretches[at + 1]) else { return };
    if first.first() <= second.first() {
        return;
    }
    let written = scene.expressions[at].why == Why::Written;
    let (back, moved) = if written { (1, first.years_later(-1)) } else { (0, second.years_later(1)) };
    if let Some(stretch) = moved {
        scene.set_last(back, stretch);
    }
}

/// Whether the words between two expressions make them an interval.
fn joins(scene: &Scene, at: usize, gap: &str) -> bool {
    let start = scene.expressions[at].range.start;
    // OK because the range is one of the text's own; the words before it are at most a preposition.
    let before = scene.text[..start].trim_end();
    match gap {
        "to" | "until" | "till" | "through" | "-" | "–" | "—" | "and until" | "to the" | "until the" => {
            true
        }
        "and" | "and the" => before.ends_with("between") || before.ends_with("Between"),
        _ => false,
    }
}

/// `From Monday to Thursday`: the Monday before that Thursday where both have passed, else the Thursday after that Monday.
fn order_weekdays(scene: &mut Scene, at: usize) {
    let (Some(Stretch::Day(first)), Some(Stretch::Day(second))) =
        (scene.stretches[at], scene.stretches[at + 1])
    else {
        return;
    };
    let nearest = |at: usize| matches!(scene.expressions[at].why, Why::Nearest(_));
    if first <= second || !nearest(at) || !nearest(at + 1) || second.duration_until(first).as_hours() > 168 {
        return;
    }
    let passed = scene.context.reference.is_some_and(|today| second <= today && first <= today);
    let (moved, day) = if passed { (at, plus_days(first, -7)) } else { (at + 1, plus_days(second, 7)) };
    if let Some(day) = day {
        scene.set(moved, Stretch::Day(day));
    }
}

/// Writes the whole interval to both its ends.
fn join(scene: &mut Scene, at: usize) {
    order_weekdays(scene, at);
    let (first, second) = (&scene.expressions[at], &scene.expressions[at + 1]);
    let (Some(from), Some(to)) = (first.from, second.to) else { return };
    let (left, right) = (first.range.clone(), second.range.clone());
    if from > to {
        return;
    }
    scene.expressions[at].pair = Some(Pair { other: right, from, to });
    scene.expressions[at + 1].pair = Some(Pair { other: left, from, to });
}

/// `two days after Friday's raid`: the date after the words dates what they introduce, and so the main happening.
fn date_main(scene: &mut Scene, at: usize) {
    let Some(next @ Stretch::Day(_)) = scene.stretches[at + 1] else { return };
    let range = scene.expressions[at + 1].range.clone();
    let expression = &mut scene.expressions[at];
    let Some(offset) = &mut expression.offset else { return };
    offset.dates = Dated::Main;
    offset.anchored = Some(range.clone());
    let unit = offset.unit;
    let day = next.first().and_then(|day| offset.main(day));
    let Some(stretch) = day.and_then(|day| Stretch::around(day, unit)) else { return };
    scene.stretches[at] = Some(stretch);
    let expression = &mut scene.expressions[at];
    (expression.from, expression.to) = stretch.days().unzip();
    expression.kind = crate::record::TimexType::Date;
    expression.value = stretch.value();
    expression.precision = stretch.precision();
    (expression.why, expression.anchor) = (Why::Text, Anchor::Expression(range));
}
