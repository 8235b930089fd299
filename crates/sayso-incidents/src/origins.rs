//! Origins: the distinct first sources behind the accounts of an incident.
//!
//! A copy goes back to what its original goes back to. A report that cites the outlet of another member goes back to what that
//! one goes back to. Two that quote one source, or people of one body, have one origin. An outlet that names nobody is
//! its own origin; where it names a source, its own voice is no further one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sayso::record::{Factuality, SourceKind};

use crate::account::{Account, Teller};
use crate::incident::{Held, Origin, WhyOrigin};
use crate::names::fold;

/// The origins of an incident, and what each member is a copy of.
pub(crate) struct Origins {
    pub(crate) all: Vec<Origin>,
    pub(crate) copy_of: Vec<Option<usize>>,
}

/// A first source as one member has it.
#[derive(Clone)]
struct Source {
    name: String,
    keys: Vec<String>,
    kind: Option<SourceKind>,
    named: bool,
    interested: bool,
}

pub(crate) fn origins(members: &[&Account]) -> Origins {
    let copy_of = copies(members);
    let found: Vec<Vec<(Source, WhyOrigin)>> =
        (0..members.len()).map(|at| trace(at, members, &copy_of, &mut BTreeSet::new())).collect();
    let mut all: Vec<(BTreeSet<String>, Origin)> = Vec::new();
    for (member, sources) in found.into_iter().enumerate() {
        for (source, why) in sources {
            join(&mut all, source, Held { member, why });
        }
    }
    let all = all.into_iter().map(|(_, mut origin)| {
        origin.held.sort();
        origin.held.dedup();
        origin
    });
    Origins { all: all.collect(), copy_of }
}

/// Whether a source says that it was not so.
pub(crate) fn denies(factuality: Factuality) -> bool {
    use Factuality::{CertainNegative, PossibleNegative, ProbableNegative};
    matches!(factuality, CertainNegative | ProbableNegative | PossibleNegative)
}

/// For each member the one that it is a copy of: the first published of one text, then the first by report.
fn copies(members: &[&Account]) -> Vec<Option<usize>> {
    let mut texts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, member) in members.iter().enumerate() {
        texts.entry(member.copy_of.as_deref().unwrap_or(&member.report)).or_default().push(at);
    }
    let mut copy_of = vec![None; members.len()];
    for (text, copies) in texts {
        // The original itself, where it is here; days that are not told come last.
        let order = |at: &&usize| {
            let member = members[**at];
            (
                member.report != text,
                member.published.is_none(),
                member.published,
                member.report.clone(),
                member.event.clone(),
            )
        };
        let Some(first) = copies.iter().min_by_key(order) else { continue };
        for copy in copies.iter().filter(|copy| members[**copy].report != members[*first].report) {
            copy_of[*copy] = Some(*first);
        }
    }
    copy_of
}

/// The first sources of a member, with the reason. Whom the chain has `passed` is not asked again: reports cite in circles, too.
fn trace(
    at: usize,
    members: &[&Account],
    copy_of: &[Option<usize>],
    passed: &mut BTreeSet<usize>,
) -> Vec<(Source, WhyOrigin)> {
    passed.insert(at);
    if let Some(original) = copy_of[at] {
        let sources = trace(original, members, copy_of, passed);
        return sources.into_iter().map(|(source, _)| (source, WhyOrigin::Copy(original))).collect();
    }
    let member = members[at];
    let outlet = member.outlet.as_deref().map(fold).unwrap_or_default();
    let quoted = member.tellers.iter().filter(|teller| teller.name.is_some() && !denies(teller.factuality));
    let mut sources = Vec::new();
    for teller in quoted {
        if !outlet.is_empty() && teller.keys.contains(&outlet) {
            continue;
        }
        match cited(at, teller, members, copy_of) {
            Some(other) if passed.contains(&other) => {}
            Some(other) => {
                let further = trace(other, members, copy_of, passed);
                sources.extend(further.into_iter().map(|(source, _)| (source, WhyOrigin::Cites(other))));
            }
            None => sources.push(quote(member, teller)),
        }
    }
    let only_denied =
        member.tellers.iter().all(|teller| denies(teller.factuality)) && !member.tellers.is_empty();
    if sources.is_empty() && !only_denied {
        sources.push(own_words(member, outlet));
    }
    sources
}

/// The member whose outlet a teller is; not one that itself cites this one's.
fn cited(at: usize, teller: &Teller, members: &[&Account], copy_of: &[Option<usize>]) -> Option<usize> {
    let is_media = teller.kind.is_none_or(|kind| kind == SourceKind::Media);
    let named =
        |outlet: &Option<String>| outlet.as_deref().is_some_and(|outlet| teller.keys.contains(&fold(outlet)));
    (0..members.len()).filter(|_| is_media && !teller.keys.is_empty()).find(|other| {
        *other != at
            && copy_of[*other].is_none()
            && members[*other].report != members[at].report
            && named(&members[*other].outlet)
    })
}

fn quote(member: &Account, teller: &Teller) -> (Source, WhyOrigin) {
    let name = teller.name.clone().unwrap_or_default();
    let named = !teller.keys.is_empty() && teller.kind != Some(SourceKind::Anonymous);
    let mut keys = teller.keys.clone();
    if !named {
        // Nobody can say whether the `witnesses` of two outlets are the same; those of one outlet are taken to be.
        let outlet = member.outlet.as_deref().unwrap_or(&member.report);
        keys = vec![format!("? {:?} {}", teller.kind, fold(outlet))];
    }
    let source = Source { name: name.clone(), keys, kind: teller.kind, named, interested: teller.interested };
    (source, WhyOrigin::Quotes(name))
}

fn own_words(member: &Account, outlet: String) -> (Source, WhyOrigin) {
    let named = !outlet.is_empty();
    let keys = vec![if named { outlet } else { format!("? report {}", member.report) }];
    let name = member.outlet.clone().unwrap_or_else(|| member.report.clone());
    let source = Source { name, keys, kind: Some(SourceKind::Media), named, interested: false };
    (source, WhyOrigin::OwnWords)
}

/// Puts a source to the origins that share a name with it, which are one thereby.
fn join(all: &mut Vec<(BTreeSet<String>, Origin)>, source: Source, held: Held) {
    let shares = |keys: &BTreeSet<String>| source.keys.iter().any(|key| keys.contains(key));
    let places: Vec<usize> = (0..all.len()).filter(|at| shares(&all[*at].0)).collect();
    let Some((first, rest)) = places.split_first() else {
        let Source { name, keys, kind, named, interested } = source;
        all.push((keys.into_iter().collect(), Origin { name, kind, named, interested, held: vec![held] }));
        return;
    };
    for at in rest.iter().rev() {
        let (keys, origin) = all.remove(*at);
        all[*first].0.extend(keys);
        all[*first].1.interested |= origin.interested;
        all[*first].1.held.extend(origin.held);
    }
    let (keys, origin) = &mut all[*first];
    keys.extend(source.keys);
    origin.interested |= source.interested;
    origin.kind = origin.kind.or(source.kind);
    if source.named && (!origin.named || source.name.chars().count() > origin.name.chars().count()) {
        origin.name = source.name;
        origin.named = true;
    }
    origin.held.push(held);
}

/// The origins of each member, by index.
pub(crate) fn of_members(origins: &[Origin], count: usize) -> Vec<Vec<usize>> {
    let mut of: HashMap<usize, BTreeSet<usize>> = HashMap::new();
    for (at, origin) in origins.iter().enumerate() {
        for held in &origin.held {
            of.entry(held.member).or_default().insert(at);
        }
    }
    (0..count).map(|member| of.remove(&member).unwrap_or_default().into_iter().collect()).collect()
}
