//! Two accounts side by side: what speaks for one event, what against.

use sayso::record::PlacePrecision;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::sketch::{Known, List, Sketch, Where};
use crate::weights::{Feature, Weights};

/// No pair says more than this, for or against: an average must stay one.
const MOST: f32 = 8.0;

/// What one feature adds to the logarithm of the odds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// The feature's name in the table.
    pub feature: String,
    /// How much of it there is.
    pub value: f32,
    /// Value times weight: above 0 it speaks for one event, below against.
    pub adds: f32,
}

/// The outcome of a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// The chance that both tell of one event.
    pub chance: f32,
    /// Logarithm of the odds, the sum of the reasons, cut to ±8.
    pub log_odds: f32,
    /// What speaks for and against, the strongest first.
    pub reasons: Vec<Reason>,
}

/// Logarithm of the odds that two accounts tell of one event.
pub(crate) fn score(a: &Sketch, b: &Sketch, weights: &Weights) -> f32 {
    let mut sum = 0.0;
    features(a, b, &mut |feature, value| sum += weights.of(feature) * value);
    sum.clamp(-MOST, MOST)
}

/// The same where it is above a bound. What numbers alone say (days, places, types, tolls) is asked first, then what is told of
/// the event: lists of names lie elsewhere in memory, and most pairs are hopeless without them.
pub(crate) fn score_above(a: &Sketch, b: &Sketch, weights: &Weights, bound: f32) -> Option<f32> {
    let mut sum = 0.0;
    numbers(a, b, &mut |feature, value| sum += weights.of(feature) * value);
    if sum + weights.most_of_event() + weights.most_of_report() <= bound {
        return None;
    }
    event(a, b, &mut |feature, value| sum += weights.of(feature) * value);
    if sum + weights.most_of_report() <= bound {
        return None;
    }
    report(a, b, &mut |feature, value| sum += weights.of(feature) * value);
    Some(sum.clamp(-MOST, MOST)).filter(|score| *score > bound)
}

/// The same with its reasons.
pub(crate) fn explain(a: &Sketch, b: &Sketch, weights: &Weights) -> Comparison {
    let mut reasons = Vec::new();
    features(a, b, &mut |feature, value| {
        reasons.push(Reason { feature: feature.name().to_owned(), value, adds: weights.of(feature) * value });
    });
    let log_odds = reasons.iter().map(|reason| reason.adds).sum::<f32>().clamp(-MOST, MOST);
    reasons.sort_by(|a, b| b.adds.abs().total_cmp(&a.adds.abs()));
    Comparison { chance: chance(log_odds), log_odds, reasons }
}

/// The chance that belongs to a logarithm of odds.
pub(crate) fn chance(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Tells every feature of a pair; the same whichever comes first.
pub(crate) fn features(a: &Sketch, b: &Sketch, see: &mut impl FnMut(Feature, f32)) {
    numbers(a, b, see);
    event(a, b, see);
    report(a, b, see);
}

/// The features of what is told of the event: names and words.
fn event(a: &Sketch, b: &Sketch, see: &mut impl FnMut(Feature, f32)) {
    let names = (List::Actors, List::ActorKinds);
    side(a, b, names, [Feature::ActorSame, Feature::ActorKin, Feature::ActorRival, Feature::ActorOther], see);
    let names = (List::Others, List::OtherKinds);
    side(a, b, names, [Feature::OtherSame, Feature::OtherKin, Feature::OtherRival, Feature::OtherOther], see);
    let actors = shares(a.list(List::Actors), b.list(List::Actors));
    let crossed = shares(a.list(List::Actors), b.list(List::Others))
        || shares(a.list(List::Others), b.list(List::Actors));
    if crossed && !actors {
        see(Feature::Crossed, 1.0);
    }
    words(a, b, see);
    if shares(a.list(List::Sources), b.list(List::Sources)) {
        see(Feature::SourceSame, 1.0);
    }
}

/// The features of what the reports speak of as a whole. One report, or copies of one, say nothing by this.
fn report(a: &Sketch, b: &Sketch, see: &mut impl FnMut(Feature, f32)) {
    if a.copies == b.copies || a.report == b.report {
        return;
    }
    let people = people(a, b, see);
    let about = about(a, b, see);
    let (known, unknown) = (parties_in(a, b), parties_in(b, a));
    for (one, other, feature) in
        [(known.0, unknown.0, Feature::PartyKnown), (known.1, unknown.1, Feature::PartyUnknown)]
    {
        if one + other > 0.0 {
            see(feature, f32::midpoint(one, other));
        }
    }
    let names = f32::max(people, about);
    if names > 0.0 {
        let (ours, theirs) = (a.list(List::Words), b.list(List::Words));
        let both = names * part(shared(ours, theirs), ours, theirs);
        if both > 0.0 {
            see(Feature::AboutWord, both);
        }
    }
}

/// The people of both reports; gives back the part of the shorter list that is shared.
fn people(a: &Sketch, b: &Sketch, see: &mut impl FnMut(Feature, f32)) -> f32 {
    let (ours, theirs) = (a.list(List::People), b.list(List::People));
    if ours.is_empty() || theirs.is_empty() {
        return 0.0;
    }
    let same = shared(ours, theirs);
    match same {
        0 => see(Feature::PeopleOther, 1.0),
        n => see(Feature::PeopleSame, among(n, 4)),
    }
    let has = |lead: u32, list: &[u32]| f32::from(u8::from(list.binary_search(&lead).is_ok()));
    match has(a.lead, theirs) + has(b.lead, ours) {
        0.0 => see(Feature::LeadOther, 1.0),
        n => see(Feature::LeadSame, n / 2.0),
    }
    part(same, ours, theirs)
}

/// The bodies and places of both reports, likewise.
fn about(a: &Sketch, b: &Sketch, see: &mut impl FnMut(Feature, f32)) -> f32 {
    let (ours, theirs) = (a.list(List::About), b.list(List::About));
    if ours.is_empty() || theirs.is_empty() {
        return 0.0;
    }
    let same = shared(ours, theirs);
    match same {
        0 => see(Feature::AboutOther, 1.0),
        n => {
            see(Feature::AboutSame, among(n, 8));
            see(Feature::AboutPart, part(n, ours, theirs));
        }
    }
    part(same, ours, theirs)
}

/// How many, as a logarithm; `many` and more are 1.
fn among(n: usize, many: usize) -> f32 {
    /// Logarithms of 1 and 0, 1 and 1, and so on.
    const LN: [f32; 9] = [
        0.0,
        std::f32::consts::LN_2,
        1.098_612,
        1.386_294,
        1.609_438,
        1.791_759,
        1.945_91,
        2.079_442,
        2.197_225,
    ];
    LN[n.min(many)] / LN[many]
}

/// The part of the shorter list that is shared.
fn part(shared: usize, ours: &[u32], theirs: &[u32]) -> f32 {
    shared as f32 / ours.len().min(theirs.len()).max(1) as f32
}

/// Whether those who take part in one account are named in the other's report, or are not; neither where one has no names.
fn parties_in(a: &Sketch, b: &Sketch) -> (f32, f32) {
    let (people, about) = (b.list(List::People), b.list(List::About));
    let sides = [a.list(List::Actors), a.list(List::Others)];
    if sides.iter().all(|side| side.is_empty()) || (people.is_empty() && about.is_empty()) {
        return (0.0, 0.0);
    }
    let known = sides.iter().any(|side| shares(side, people) || shares(side, about));
    if known { (1.0, 0.0) } else { (0.0, 1.0) }
}

/// The features that need no lists.
fn numbers(a: &Sketch, b: &Sketch, see: &mut impl FnMut(Feature, f32)) {
    see(Feature::Bias, 1.0);
    kinds(a, b, see);
    days(a, b, see);
    places(a, b, see);
    tolls(a.killed, b.killed, Feature::KilledSame, Feature::KilledApart, see);
    tolls(a.injured, b.injured, Feature::InjuredSame, Feature::InjuredApart, see);
    reports(a, b, see);
}

fn kinds(a: &Sketch, b: &Sketch, see: &mut impl FnMut(Feature, f32)) {
    see(if a.plover == b.plover { Feature::TypeSame } else { Feature::TypeOther }, 1.0);
    for (a, b, same, other) in [
        (a.mode, b.mode, Feature::ModeSame, Feature::ModeOther),
        (a.acled, b.acled, Feature::AcledSame, Feature::AcledOther),
    ] {
        if a != 0 && b != 0 {
            see(if a == b { same } else { other }, 1.0);
        }
    }
}

fn days(a: &Sketch, b: &Sketch, see: &mut impl FnMut(Feature, f32)) {
    if a.known == Known::Not || b.known == Known::Not {
        return see(Feature::DaysUnknown, 1.0);
    }
    let gap = (i64::from(a.from.max(b.from)) - i64::from(a.to.min(b.to))).max(0);
    let told = a.known == Known::Told && b.known == Known::Told;
    let wide = (i64::from(a.to) - i64::from(a.from)).max(i64::from(b.to) - i64::from(b.from));
    let ln = |days: i64| (days as f32).ln_1p();
    match (told, gap, wide) {
        (true, 0, 0) => see(Feature::DaySame, 1.0),
        (true, 1, 0) => see(Feature::DayNext, 1.0),
        (true, 0, _) => {
            see(Feature::DaysWithin, 1.0);
            see(Feature::DaysWide, ln(wide));
        }
        (true, _, _) => see(Feature::DaysApart, ln(gap).min(6.0)),
        (false, 0, _) => see(Feature::DaysPresumed, 1.0),
        (false, _, _) => see(Feature::DaysUnlikely, ln(gap).min(6.0)),
    }
}

fn places(a: &Sketch, b: &Sketch, see: &mut impl FnMut(Feature, f32)) {
    let (Some(a), Some(b)) = (&a.place, &b.place) else {
        return see(Feature::PlaceUnknown, 1.0);
    };
    if a.country != 0
        && b.country != 0
        && a.country != b.country
        && kilometres(a, b).is_none_or(|km| km > 50.0)
    {
        return see(Feature::CountryOther, 1.0);
    }
    let coarser = a.precision.max(b.precision);
    let one =
        (a.id != 0 && a.id == b.id) || (a.name == b.name && a.admin1 == b.admin1 && a.country == b.country);
    match (coarser, one) {
        (PlacePrecision::Country, _) => see(Feature::CountrySame, 1.0),
        (PlacePrecision::Admin1, _) => regions(a, b, one, see),
        (_, true) => see(Feature::PlaceSame, 1.0),
        (_, false) => match kilometres(a, b) {
            None => see(Feature::PlaceApart, 1.0),
            Some(km) if km <= 2.0 => see(Feature::PlaceSame, 1.0),
            Some(km) if km <= a.radius.max(b.radius) + 5.0 => see(Feature::PlaceNear, 1.0),
            Some(km) => see(Feature::PlaceApart, (km / 10.0).ln_1p().min(5.0)),
        },
    }
}

fn regions(a: &Where, b: &Where, one: bool, see: &mut impl FnMut(Feature, f32)) {
    let both = a.precision == b.precision;
    let region = a.admin1 != 0 && a.admin1 == b.admin1;
    let km = kilometres(a, b);
    let near = km.is_some_and(|km| km <= a.radius + b.radius);
    match (both, one || region, near) {
        (true, true, _) => see(Feature::RegionSame, 1.0),
        (false, true, _) | (_, false, true) => see(Feature::PlaceWithin, 1.0),
        _ => see(
            Feature::PlaceApart,
            km.map_or(1.0, |km| ((km - a.radius - b.radius).max(0.0) / 10.0).ln_1p().min(5.0)),
        ),
    }
}

/// The distance, on a ball that is flat between the two.
fn kilometres(a: &Where, b: &Where) -> Option<f32> {
    const DEGREE: f32 = 111.2;
    if !a.has_point || !b.has_point {
        return None;
    }
    let north = a.lat - b.lat;
    let turn = (a.lon - b.lon).abs();
    let east = turn.min(360.0 - turn) * ((a.lat + b.lat) / 2.0).to_radians().cos();
    Some(DEGREE * north.hypot(east))
}

/// Compares those who stand on one side: the features are same, kin, rival, other.
fn side(
    a: &Sketch,
    b: &Sketch,
    (names, kinds): (List, List),
    features: [Feature; 4],
    see: &mut impl FnMut(Feature, f32),
) {
    let [same, kin, rival, other] = features;
    let (a_names, b_names) = (a.list(names), b.list(names));
    let (a_kinds, b_kinds) = (a.list(kinds), b.list(kinds));
    let of_a_kind = shares(a_kinds, b_kinds);
    let named = !a_names.is_empty() && !b_names.is_empty();
    if shares(a_names, b_names) {
        see(same, 1.0);
    } else if of_a_kind {
        see(if named { rival } else { kin }, 1.0);
    } else if named || (!a_kinds.is_empty() && !b_kinds.is_empty()) {
        see(other, 1.0);
    }
}

fn tolls(
    a: Option<(u32, u32)>,
    b: Option<(u32, u32)>,
    same: Feature,
    apart: Feature,
    see: &mut impl FnMut(Feature, f32),
) {
    let (Some(a), Some(b)) = (a, b) else { return };
    if a.0 <= b.1 && b.0 <= a.1 {
        see(same, (a.0.min(b.0) as f32).ln_1p().min(6.0));
    } else {
        let (more, less) = if a.0 > b.1 { (a.0, b.1) } else { (b.0, a.1) };
        see(apart, ((more as f32).ln_1p() - (less as f32).ln_1p()).min(4.0));
    }
}

fn words(a: &Sketch, b: &Sketch, see: &mut impl FnMut(Feature, f32)) {
    for (list, same, other) in [
        (List::Words, Feature::WordSame, Feature::WordOther),
        (List::Targets, Feature::TargetSame, Feature::TargetOther),
        (List::Weapons, Feature::WeaponSame, Feature::WeaponOther),
    ] {
        let (a, b) = (a.list(list), b.list(list));
        if a.is_empty() || b.is_empty() {
            continue;
        }
        match shared(a, b) {
            0 => see(other, 1.0),
            n => see(same, n as f32 / a.len().min(b.len()) as f32),
        }
    }
}

fn reports(a: &Sketch, b: &Sketch, see: &mut impl FnMut(Feature, f32)) {
    if a.report == b.report {
        see(Feature::SameReport, 1.0);
    } else if a.copies == b.copies {
        see(Feature::Copy, 1.0);
    }
    // Where both tell the day, it matters no more when they told it: courts and anniversaries come years later.
    let told = a.known == Known::Told && b.known == Known::Told;
    if let (Some(a), Some(b), false) = (a.published, b.published, told) {
        let days = (i64::from(a) - i64::from(b)).unsigned_abs() as f32;
        see(Feature::ToldApart, (days / 3.0).ln_1p().min(6.0));
    }
}

/// How many marks two sorted lists share.
fn shared(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                count += 1;
                i += 1;
                j += 1;
            }
        }
    }
    count
}

pub(crate) fn shares(a: &[u32], b: &[u32]) -> bool {
    shared(a, b) > 0
}
