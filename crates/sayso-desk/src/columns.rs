//! The facts of a list by columns, so that a filter goes through numbers that lie side by side and not through all lines. What is
//! compared with words (places, parties, outlets) is compared once for each different value.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use sayso_casebook::Reviewed;

use crate::filter::{Facts, Ready, reaches};

/// A list that another one follows: most lines stay as they were, and nothing of theirs is looked at again.
#[derive(Debug)]
pub(crate) struct Before<'o, T> {
    /// The same of the older list.
    pub(crate) old: &'o T,
    /// Of each line of the new list, its place in the older one, if it stood there.
    pub(crate) from: &'o [Option<u32>],
}

impl<'o, T> Before<'o, T> {
    /// A part of it.
    pub(crate) fn part<U>(&self, part: impl Fn(&'o T) -> &'o U) -> Before<'o, U> {
        Before { old: part(self.old), from: self.from }
    }

    /// The place of a line in the older list.
    fn place(&self, line: usize) -> Option<usize> {
        self.from.get(line).copied().flatten().map(|at| at as usize)
    }
}

/// A column: what was there before, and what is made of the lines that are new.
fn column<V: Copy>(len: usize, before: Option<&Before<'_, Vec<V>>>, make: impl Fn(usize) -> V) -> Vec<V> {
    let old = |line| before.and_then(|before| before.old.get(before.place(line)?).copied());
    (0..len).map(|line| old(line).unwrap_or_else(|| make(line))).collect()
}

/// Different values, and which of them each line has.
#[derive(Clone, Debug)]
pub(crate) struct Different<T> {
    /// The values, each once; some may be of no line any more.
    pub(crate) values: Arc<Vec<T>>,
    /// Of each line, the place of its value.
    pub(crate) of: Vec<u32>,
}

impl<T: Clone> Different<T> {
    /// Tells values apart by what is borrowed of them, and makes each only once.
    pub(crate) fn new<K: Eq + Hash + Copy>(
        len: usize,
        before: Option<&Before<'_, Self>>,
        key: impl Fn(usize) -> K,
        same: impl Fn(&T, K) -> bool,
        make: impl Fn(K) -> T,
    ) -> Self {
        let mut known: HashMap<K, u32> = HashMap::new();
        let mut values = before.map_or_else(Arc::default, |before| Arc::clone(&before.old.values));
        let of = (0..len).map(|line| {
            let old = before.and_then(|before| before.old.of.get(before.place(line)?).copied());
            old.unwrap_or_else(|| {
                let key = key(line);
                *known.entry(key).or_insert_with(|| {
                    let there = before.and_then(|before| before.old.values.iter().position(|v| same(v, key)));
                    let at = there.unwrap_or_else(|| {
                        Arc::make_mut(&mut values).push(make(key));
                        values.len() - 1
                    });
                    at as u32
                })
            })
        });
        let of = of.collect();
        Self { values, of }
    }

    /// How many of some lines have each value.
    pub(crate) fn count(&self, lines: &Lines) -> Vec<usize> {
        let mut counts = vec![0; self.values.len()];
        lines.each(|line| counts[self.of[line] as usize] += 1);
        counts
    }
}

/// Some of the lines of a list, a bit for each.
#[derive(Clone, Debug)]
pub(crate) struct Lines(Vec<u64>);

impl Lines {
    fn all(len: usize) -> Self {
        let mut bits = vec![u64::MAX; len.div_ceil(64)];
        if let (Some(last), rest @ 1..) = (bits.last_mut(), len % 64) {
            *last = (1 << rest) - 1;
        }
        Self(bits)
    }

    /// Leaves those for which a test holds.
    fn keep(&mut self, holds: impl Fn(usize) -> bool) {
        for (word, bits) in self.0.iter_mut().enumerate().filter(|(_, bits)| **bits != 0) {
            let mut left = *bits;
            while left != 0 {
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                *bits &= !(u64::from(!holds(word * 64 + bit)) << bit);
            }
        }
    }

    pub(crate) fn has(&self, line: u32) -> bool {
        let line = line as usize;
        self.0.get(line / 64).is_some_and(|bits| bits >> (line % 64) & 1 == 1)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// Does something with each, in order.
    pub(crate) fn each(&self, mut work: impl FnMut(usize)) {
        for (word, bits) in self.0.iter().enumerate() {
            let mut left = *bits;
            while left != 0 {
                work(word * 64 + left.trailing_zeros() as usize);
                left &= left - 1;
            }
        }
    }
}

/// Degrees and kilometres, told apart by their bits.
#[derive(Clone, Copy)]
struct Points<'f>(&'f [(f64, f64, f64)]);

impl Points<'_> {
    fn bits(&self) -> impl Iterator<Item = [u64; 3]> {
        self.0.iter().map(|(lat, lon, km)| [lat.to_bits(), lon.to_bits(), km.to_bits()])
    }
}

impl PartialEq for Points<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.bits().eq(other.bits())
    }
}

impl Eq for Points<'_> {}

impl Hash for Points<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.bits().for_each(|bits| bits.hash(state));
    }
}

/// The facts of all lines.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    /// Of a line without a day, days that no span of days meets.
    days: Vec<(i32, i32)>,
    types: Vec<u16>,
    statuses: Vec<u8>,
    reviewed: Vec<Reviewed>,
    origins: Vec<u32>,
    grades: Different<String>,
    countries: Different<Vec<String>>,
    places: Different<String>,
    parties: Different<String>,
    outlets: Different<String>,
    points: Different<Vec<(f64, f64, f64)>>,
    /// Where the reports of each line end in the next column.
    ends: Vec<u32>,
    reports: Vec<i64>,
}

impl Columns {
    pub(crate) fn new<'a>(
        len: usize,
        facts: impl Fn(usize) -> &'a Facts + Copy,
        before: Option<&Before<'_, Self>>,
    ) -> Self {
        let mut reports = Vec::with_capacity(len);
        let ends = (0..len).map(|line| {
            match before.and_then(|before| Some(before.old.reports_of(before.place(line)?))) {
                Some(old) => reports.extend_from_slice(old),
                None => reports.extend_from_slice(&facts(line).reports),
            }
            reports.len() as u32
        });
        let ends = ends.collect();
        let words = |part: fn(&Facts) -> &str, old: fn(&Self) -> &Different<String>| {
            let before = before.map(|before| before.part(old));
            Different::new(len, before.as_ref(), |line| part(facts(line)), |v, key| v == key, str::to_owned)
        };
        macro_rules! plain {
            ($field:ident, $of:expr) => {{
                let before = before.map(|before| before.part(|old| &old.$field));
                column(len, before.as_ref(), |line| $of(facts(line)))
            }};
        }
        let countries = before.map(|before| before.part(|old| &old.countries));
        let points = before.map(|before| before.part(|old| &old.points));
        Self {
            days: plain!(days, |facts: &Facts| facts.days.unwrap_or((i32::MAX, i32::MIN))),
            types: plain!(types, |facts: &Facts| facts.types),
            statuses: plain!(statuses, |facts: &Facts| facts.statuses),
            reviewed: plain!(reviewed, |facts: &Facts| facts.reviewed),
            origins: plain!(origins, |facts: &Facts| u32::try_from(facts.origins).unwrap_or(u32::MAX)),
            grades: words(|facts| &facts.grade, |old| &old.grades),
            countries: Different::new(
                len,
                countries.as_ref(),
                |line| facts(line).countries.as_slice(),
                |v, key| v == key,
                <[String]>::to_vec,
            ),
            places: words(|facts| &facts.places, |old| &old.places),
            parties: words(|facts| &facts.parties, |old| &old.parties),
            outlets: words(|facts| &facts.outlets, |old| &old.outlets),
            points: Different::new(
                len,
                points.as_ref(),
                |line| Points(&facts(line).points),
                |v, key| Points(v) == key,
                |key| key.0.to_vec(),
            ),
            ends,
            reports,
        }
    }

    /// The lines that fit: those for which [`Ready::fits`] holds of their facts.
    pub(crate) fn fitting(&self, ready: &Ready) -> Lines {
        let mut lines = Lines::all(self.days.len());
        match ready.reviewed {
            // the rejected are shown to who asks for them only
            None => lines.keep(|at| self.reviewed[at] != Reviewed::Rejected),
            Some(wanted) => lines.keep(|at| self.reviewed[at] == wanted),
        }
        if ready.types != 0 {
            lines.keep(|at| self.types[at] & ready.types != 0);
        }
        if ready.statuses != 0 {
            lines.keep(|at| self.statuses[at] & ready.statuses != 0);
        }
        if ready.origins > 0 {
            lines.keep(|at| self.origins[at] as usize >= ready.origins);
        }
        let (from, to) = ready.days;
        if from.is_some() || to.is_some() {
            let (from, to) = (from.unwrap_or(i32::MIN), to.unwrap_or(i32::MAX));
            let dated = |(first, last): (i32, i32)| first != i32::MAX || last != i32::MIN;
            lines.keep(|at| {
                let days = self.days[at];
                days.1 >= from && days.0 <= to && dated(days)
            });
        }
        let any = |wanted: &[String]| !wanted.is_empty();
        keep(&mut lines, &self.grades, any(&ready.grades), |grade| ready.grades.contains(grade));
        keep(&mut lines, &self.countries, any(&ready.countries), |own| {
            ready.countries.iter().any(|country| own.contains(country))
        });
        let words =
            [(&self.places, &ready.place), (&self.parties, &ready.party), (&self.outlets, &ready.outlet)];
        for (column, wanted) in words {
            let wanted = wanted.as_deref();
            keep(&mut lines, column, wanted.is_some(), |own| {
                wanted.is_none_or(|wanted| own.contains(wanted))
            });
        }
        keep(&mut lines, &self.points, ready.near.is_some(), |points| {
            ready.near.is_none_or(|near| points.iter().any(|point| reaches(near, *point)))
        });
        if let Some(wanted) = &ready.reports {
            lines.keep(|at| self.reports_of(at).iter().any(|report| wanted.binary_search(report).is_ok()));
        }
        lines
    }

    /// The reports of a line.
    fn reports_of(&self, line: usize) -> &[i64] {
        let from = line.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.reports[from..self.ends[line] as usize]
    }
}

/// Leaves the lines whose value is one for which a test holds, where the test is asked for.
fn keep<T>(lines: &mut Lines, column: &Different<T>, asked: bool, holds: impl Fn(&T) -> bool) {
    if asked {
        let good: Vec<bool> = column.values.iter().map(holds).collect();
        lines.keep(|at| good[column.of[at] as usize]);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::filter::Filter;

    fn facts() -> impl Strategy<Value = Facts> {
        let name = || prop::sample::select(vec!["homs\n", "wadi sarir\nhoms\n", "talma\n", ""]);
        let days =
            prop::option::of((-40..40i32, 0..30i32, 0..4u8).prop_map(|(first, more, open)| match open {
                0 => (i32::MIN, first),
                1 => (first, i32::MAX),
                _ => (first, first + more),
            }));
        let point = (-90.0..90.0f64, -180.0..180.0f64, 0.0..50.0f64);
        let reviewed = prop::sample::select(Reviewed::ALL.to_vec());
        let country = prop::sample::select(vec!["LBY", "SYR", "YEM"]).prop_map(str::to_owned);
        (
            (
                days,
                0..16u16,
                0..8u8,
                prop::collection::vec(country, 0..3),
                name(),
                prop::collection::vec(point, 0..3),
            ),
            (
                name(),
                name(),
                prop::sample::select(vec!["", "fair", "weak"]),
                0..4usize,
                reviewed,
                prop::collection::vec(0..9i64, 0..3),
            ),
        )
            .prop_map(
                |(
                    (days, kind, status, countries, places, points),
                    (parties, outlets, grade, origins, reviewed, reports),
                )| Facts {
                    days,
                    types: 1 << kind,
                    statuses: 1 << status,
                    countries,
                    places: places.to_owned(),
                    points,
                    parties: parties.to_owned(),
                    outlets: outlets.to_owned(),
                    grade: grade.to_owned(),
                    origins,
                    reviewed,
                    reports,
                },
            )
    }

    fn filter() -> impl Strategy<Value = (Filter, Vec<i64>)> {
        let part = || {
            prop::option::of(
                prop::sample::select(vec!["homs", "wadi", "lma", "none"]).prop_map(str::to_owned),
            )
        };
        let day = || prop::option::of((1..29u8).prop_map(|day| format!("1970-01-{day:02}")));
        let few = |of: Vec<&'static str>| {
            prop::collection::vec(prop::sample::select(of).prop_map(str::to_owned), 0..2)
        };
        let near = prop::option::of(
            (-90..90i32, -180..180i32, 0..9000u32).prop_map(|(lat, lon, km)| format!("{lat},{lon},{km}")),
        );
        (
            (
                day(),
                day(),
                few(vec!["ASSAULT", "AID"]),
                few(vec!["occurred", "denied"]),
                few(vec!["LBY", "SYR"]),
                part(),
                near,
            ),
            (
                part(),
                part(),
                part(),
                few(vec!["fair", "weak"]),
                prop::option::of(0..3usize),
                prop::option::of(prop::sample::select(Reviewed::ALL.to_vec())),
            ),
            prop::collection::btree_set(0..9i64, 0..5),
        )
            .prop_map(
                |(
                    (from, to, types, status, country, place, near),
                    (party, words, outlet, grade, origins, reviewed),
                    reports,
                )| {
                    let filter = Filter {
                        from,
                        to,
                        types,
                        status,
                        country,
                        place,
                        near,
                        party,
                        words,
                        outlet,
                        grade,
                        origins,
                        reviewed,
                    };
                    (filter, reports.into_iter().collect())
                },
            )
    }

    proptest! {
        #[test]
        fn columns_say_what_the_filter_says(
            old in prop::collection::vec(facts(), 0..150),
            changes in prop::collection::vec((any::<prop::sample::Index>(), 0..3u8, facts()), 0..20),
            (filter, reports) in filter(),
        ) {
            let ready = filter.ready(Some(reports)).unwrap();
            let columns = Columns::new(old.len(), |line| &old[line], None);
            check(&columns, &old, &ready)?;
            // lines are put in, taken out and changed; the rest is taken over
            let mut new: Vec<(Option<u32>, Facts)> =
                old.iter().enumerate().map(|(at, facts)| (Some(at as u32), facts.clone())).collect();
            for (at, what, facts) in changes {
                let at = at.index(new.len() + 1);
                match what {
                    0 => new.insert(at, (None, facts)),
                    1 if at < new.len() => { new.remove(at); }
                    _ if at < new.len() => new[at] = (None, facts),
                    _ => {}
                }
            }
            let (from, new): (Vec<Option<u32>>, Vec<Facts>) = new.into_iter().unzip();
            let renewed = Columns::new(new.len(), |line| &new[line], Some(&Before { old: &columns, from: &from }));
            check(&renewed, &new, &ready)?;
        }
    }

    fn check(columns: &Columns, facts: &[Facts], ready: &Ready) -> Result<(), TestCaseError> {
        let lines = columns.fitting(ready);
        let expected: Vec<usize> = (0..facts.len()).filter(|at| ready.fits(&facts[*at])).collect();
        let mut found = Vec::new();
        lines.each(|line| found.push(line));
        prop_assert_eq!(lines.len(), found.len());
        prop_assert!(found.iter().all(|line| lines.has(*line as u32)));
        prop_assert_eq!(found, expected);
        Ok(())
    }
}
