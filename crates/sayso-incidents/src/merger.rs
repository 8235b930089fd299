//! The merger: accounts in, groups of accounts out, kept up to date as more come.

use std::borrow::Borrow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::BuildHasherDefault;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::account::{Account, AccountId};
use crate::blocks::{self, Blocks, Stirred};
use crate::cluster::{self, Pairs};
use crate::compare::{self, Comparison};
use crate::families::Families;
use crate::names;
use crate::sketch::Sketch;
use crate::weights::Weights;
use crate::wishes::{Wish, WishError, Wishes};

type Seen = HashSet<u32, BuildHasherDefault<Stirred>>;

const NONE: u32 = u32::MAX;
/// Logarithm of the odds above which a pair brings two accounts together at all; weaker ones only count in the means. Were it
/// 0, a dense war would hang together in one component.
const NEAR: f32 = 0.5;

/// Merges accounts into incidents. What it says depends on the set of accounts and wishes that it has been given, not on
/// their order, nor on how many came at once.
#[derive(Debug)]
pub struct Merger {
    weights: Weights,
    families: Families,
    ids: Vec<AccountId>,
    sketches: Vec<Option<Sketch>>,
    index: HashMap<AccountId, u32>,
    blocks: Blocks,
    /// Compared pairs above [`NEAR`], at both ends.
    edges: Vec<Vec<(u32, f32)>>,
    wishes: Wishes,
    cluster_of: Vec<u32>,
    /// After how many cuts each account was clustered.
    cuts: Vec<u8>,
    clusters: Vec<Vec<u32>>,
    free: Vec<u32>,
}

/// The name of an incident: a hash over the ids of its members.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct IncidentId(pub String);

impl IncidentId {
    /// The name of the incident of these accounts, in whatever order.
    #[must_use]
    pub fn of(members: &[AccountId]) -> Self {
        let mut sorted: Vec<[u8; 16]> = members.iter().map(|id| id.0.to_be_bytes()).collect();
        sorted.sort_unstable();
        let hash = names::digest(sorted.iter().map(|id| id.as_slice()));
        Self(format!("i{:016x}", (hash >> 64) as u64))
    }
}

/// The accounts of one incident, sorted by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The incident's name.
    pub id: IncidentId,
    /// Its accounts.
    pub members: Vec<AccountId>,
    /// Whether a person locked it.
    pub locked: bool,
}

/// What became of the incidents by adding or by a person's word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Incidents that are no more, by name: grown, parted or merged into another.
    pub gone: BTreeSet<IncidentId>,
    /// Incidents that are new.
    pub new: Vec<Group>,
}

/// Why two accounts are one incident, or are not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Explanation {
    /// What decided.
    pub verdict: Verdict,
    /// What speaks for and against, between the two alone.
    pub comparison: Comparison,
    /// The mean of the logarithms of the odds between the incidents of the two, where they are in different ones; else between
    /// the first and all others of its incident.
    pub mean: f32,
}

/// What decided on two accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// One incident, as a person said.
    JoinedByPerson,
    /// One incident: the two alone speak for it.
    One,
    /// One incident: the two alone would not be, but the others bring them together.
    OneByOthers,
    /// Two, as a person said.
    SplitByPerson,
    /// Two, as a person locked the incident of one of them.
    Locked,
    /// Two: they speak against it.
    Two,
    /// Two: the two alone speak for one, but too weakly, or the others in their incidents speak against it.
    TwoByOthers,
    /// Two: they share neither days, place nor names, and were not compared.
    NotCompared,
}

impl Merger {
    /// A merger with its tables.
    #[must_use]
    pub fn new(weights: Weights, families: Families) -> Self {
        Self {
            weights,
            families,
            ids: Vec::new(),
            sketches: Vec::new(),
            index: HashMap::new(),
            blocks: Blocks::default(),
            edges: Vec::new(),
            wishes: Wishes::default(),
            cluster_of: Vec::new(),
            cuts: Vec::new(),
            clusters: Vec::new(),
            free: Vec::new(),
        }
    }

    /// A merger with the built-in tables.
    #[must_use]
    pub fn builtin() -> Self {
        Self::new(Weights::builtin(), Families::builtin())
    }

    /// Adds accounts; one whose id is there already takes the other's place.
    pub fn add<A: Borrow<Account>>(&mut self, accounts: impl IntoIterator<Item = A>) -> Change {
        let mut fresh = Vec::new();
        let mut touched = HashSet::new();
        for account in accounts {
            let account = account.borrow();
            let id = account.id();
            if let Some(&old) = self.index.get(&id) {
                self.take_out(old, &mut touched);
                self.sketches[old as usize] = Some(Sketch::new(account));
                fresh.push(old);
            } else {
                fresh.push(self.put(id, Sketch::new(account)));
            }
            self.enter(*fresh.last().unwrap_or(&NONE), &mut touched);
        }
        fresh.sort_unstable();
        fresh.dedup();
        self.compare(&fresh);
        touched.extend(fresh);
        self.settle(touched)
    }

    /// Takes accounts out: their report is gone, or has been read again with other events.
    pub fn remove(&mut self, accounts: impl IntoIterator<Item = AccountId>) -> Change {
        let mut touched = HashSet::new();
        let mut gone = BTreeSet::new();
        for id in accounts {
            let Some(&at) = self.index.get(&id) else { continue };
            self.take_out(at, &mut touched);
            self.index.remove(&id);
            let cluster = self.cluster_of[at as usize];
            if cluster != NONE {
                gone.insert(self.name(cluster));
                touched.extend(self.clusters[cluster as usize].iter().copied());
                touched.remove(&at);
                // The name is told; the rest of the group is made anew below.
                self.dissolve(cluster);
            }
        }
        touched.retain(|at| self.sketches[*at as usize].is_some());
        let mut change = self.settle(touched);
        change.gone.append(&mut gone);
        let new: BTreeSet<&IncidentId> = change.new.iter().map(|group| &group.id).collect();
        change.gone.retain(|id| !new.contains(id));
        change
    }

    /// Follows a person's word from now on.
    ///
    /// # Errors
    /// Where it is against an earlier word that still stands.
    pub fn wish(&mut self, wish: Wish) -> Result<Change, WishError> {
        let accounts = wish.accounts();
        self.wishes.add(wish)?;
        Ok(self.settle(self.present(&accounts)))
    }

    /// Takes a person's word back.
    pub fn unwish(&mut self, wish: &Wish) -> Change {
        if !self.wishes.remove(wish) {
            return Change::default();
        }
        self.settle(self.present(&wish.accounts()))
    }

    /// Every person's word that stands.
    pub fn wishes(&self) -> impl Iterator<Item = &Wish> {
        self.wishes.all().iter()
    }

    /// How many accounts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// All incidents, by the smallest of their accounts' ids.
    #[must_use]
    pub fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = (0..self.clusters.len())
            .filter(|at| !self.clusters[*at].is_empty())
            .map(|at| self.group(at as u32))
            .collect();
        groups.sort_unstable_by_key(|group| group.members[0]);
        groups
    }

    /// The incident of an account.
    #[must_use]
    pub fn group_of(&self, account: AccountId) -> Option<Group> {
        let at = *self.index.get(&account)?;
        Some(self.group(self.cluster_of[at as usize]))
    }

    /// Why two accounts are one incident, or are not; none where one of them is not there.
    #[must_use]
    pub fn explain(&self, a: AccountId, b: AccountId) -> Option<Explanation> {
        let (a, b) = (*self.index.get(&a)?, *self.index.get(&b)?);
        let (left, right) = (self.sketches[a as usize].as_ref()?, self.sketches[b as usize].as_ref()?);
        let comparison = compare::explain(left, right, &self.weights);
        let one = self.cluster_of[a as usize] == self.cluster_of[b as usize];
        Some(Explanation {
            verdict: self.verdict(a, b, one, comparison.log_odds),
            mean: self.mean(a, b, one),
            comparison,
        })
    }

    /// With whom an account is compared, by order of coming.
    #[must_use]
    pub fn compared_with(&self, account: AccountId) -> Vec<AccountId> {
        let Some(&at) = self.index.get(&account) else { return Vec::new() };
        let keys = self.sketches[at as usize].as_ref().map(|sketch| blocks::keys(sketch, &self.families));
        let mut others = BTreeSet::new();
        self.blocks.candidates(&keys.unwrap_or_default(), account, &mut |other| {
            others.insert(other);
        });
        others.into_iter().filter(|other| *other != at).map(|other| self.ids[other as usize]).collect()
    }

    /// For each account of a group but the first: the one among those before it that speaks most for it, and how. So every
    /// merge has its reasons.
    #[must_use]
    pub fn links(&self, group: &Group) -> Vec<(AccountId, AccountId, Comparison)> {
        /// Among more, the reasons are sought no further.
        const SEARCHED: usize = 200;
        let places: Vec<u32> = group.members.iter().filter_map(|id| self.index.get(id).copied()).collect();
        let mut links = Vec::new();
        for (at, member) in places.iter().enumerate().skip(1) {
            let score = |other: &&u32| compare_at(self, *member, **other);
            let best = places[..at.min(SEARCHED)].iter().max_by(|a, b| score(a).total_cmp(&score(b)));
            let sketches = best.and_then(|best| {
                Some((
                    best,
                    self.sketches[*member as usize].as_ref()?,
                    self.sketches[*best as usize].as_ref()?,
                ))
            });
            if let Some((best, own, other)) = sketches {
                let comparison = compare::explain(own, other, &self.weights);
                links.push((self.ids[*member as usize], self.ids[*best as usize], comparison));
            }
        }
        links
    }

    fn put(&mut self, id: AccountId, sketch: Sketch) -> u32 {
        let at = u32::try_from(self.ids.len()).expect("fewer than 4 billion accounts"); // OK because memory ends before
        self.ids.push(id);
        self.sketches.push(Some(sketch));
        self.edges.push(Vec::new());
        self.cluster_of.push(NONE);
        self.cuts.push(0);
        self.index.insert(id, at);
        at
    }

    /// Puts an account into its blocks. Those who stop being representatives there lose pairs.
    fn enter(&mut self, at: u32, touched: &mut HashSet<u32>) {
        let Some(sketch) = &self.sketches[at as usize] else { return };
        let mut demoted = Vec::new();
        for key in blocks::keys(sketch, &self.families) {
            demoted.extend(self.blocks.insert(key, at, &self.ids).filter(|other| *other != at));
        }
        for other in demoted {
            self.recheck(other, touched);
        }
    }

    /// Takes an account out of its blocks and pairs. Those who become representatives gain pairs.
    fn take_out(&mut self, at: u32, touched: &mut HashSet<u32>) {
        let Some(sketch) = self.sketches[at as usize].take() else { return };
        let mut promoted = Vec::new();
        for key in blocks::keys(&sketch, &self.families) {
            promoted.extend(self.blocks.remove(key, at, &self.ids));
        }
        for (other, _) in std::mem::take(&mut self.edges[at as usize]) {
            self.edges[other as usize].retain(|(end, _)| *end != at);
            touched.insert(other);
        }
        promoted.sort_unstable();
        promoted.dedup();
        for member in promoted {
            for (other, score) in self.found(member, |_| true) {
                if !self.edges[member as usize].iter().any(|(end, _)| *end == other) {
                    self.edges[member as usize].push((other, score));
                    self.edges[other as usize].push((member, score));
                    touched.extend([member, other]);
                }
            }
        }
    }

    /// Drops the pairs of an account that are compared no longer.
    fn recheck(&mut self, at: u32, touched: &mut HashSet<u32>) {
        if self.edges[at as usize].is_empty() {
            return;
        }
        let keys =
            |at: u32| self.sketches[at as usize].as_ref().map(|sketch| blocks::keys(sketch, &self.families));
        let own = keys(at).unwrap_or_default();
        let lost: Vec<u32> = self.edges[at as usize]
            .iter()
            .map(|(other, _)| *other)
            .filter(|other| {
                let theirs = keys(*other).unwrap_or_default();
                !self.blocks.compared((&own, self.ids[at as usize]), (&theirs, self.ids[*other as usize]))
            })
            .collect();
        for other in lost {
            self.edges[at as usize].retain(|(end, _)| *end != other);
            self.edges[other as usize].retain(|(end, _)| *end != at);
            touched.extend([at, other]);
        }
    }

    /// Compares new accounts with all there are, each pair once.
    fn compare(&mut self, fresh: &[u32]) {
        let is_new: HashSet<u32> = fresh.iter().copied().collect();
        let found: Vec<Vec<(u32, f32)>> = fresh
            .par_iter()
            .map(|at| self.found(*at, |other| other < *at || !is_new.contains(&other)))
            .collect();
        for (at, pairs) in fresh.iter().zip(found) {
            for (other, score) in pairs {
                self.edges[*at as usize].push((other, score));
                self.edges[other as usize].push((*at, score));
            }
        }
    }

    /// The pairs of an account above [`NEAR`] among those it is compared with.
    fn found(&self, at: u32, wanted: impl Fn(u32) -> bool) -> Vec<(u32, f32)> {
        let Some(sketch) = &self.sketches[at as usize] else { return Vec::new() };
        let keys = blocks::keys(sketch, &self.families);
        let mut others = Vec::new();
        self.blocks.candidates(&keys, self.ids[at as usize], &mut |other| others.push(other));
        others.sort_unstable();
        others.dedup();
        others.retain(|other| *other != at && wanted(*other));
        let score = |other: u32| {
            let theirs = self.sketches[other as usize].as_ref()?;
            Some((other, compare::score_above(sketch, theirs, &self.weights, NEAR)?))
        };
        others.into_iter().filter_map(score).collect()
    }

    /// Clusters the components of touched accounts anew.
    fn settle(&mut self, touched: HashSet<u32>) -> Change {
        let mut touched: Vec<u32> =
            touched.into_iter().filter(|at| self.sketches[*at as usize].is_some()).collect();
        touched.sort_unstable();
        let changed = touched.clone();
        let mut seen = Seen::default();
        let mut components = Vec::new();
        // Former companions of a touched account may hang together with it no longer: they are settled with it.
        let companions: Vec<u32> = touched.iter().flat_map(|at| self.companions(*at).to_vec()).collect();
        for start in touched.into_iter().chain(companions) {
            if !seen.contains(&start) {
                components.push(self.component(start, &mut seen));
            }
        }
        // Every pair that has come or gone has both ends among the touched, or its other end in another part. A part without any
        // of them, cut as often as before, is what it was.
        let stays = |part: &[u32], cuts: u8| {
            part.iter().all(|at| {
                self.cuts[*at as usize] == cuts
                    && self.cluster_of[*at as usize] != NONE
                    && changed.binary_search(at).is_err()
            })
        };
        let clusters: Vec<cluster::Cut> =
            components.into_par_iter().flat_map_iter(|all| cluster::cluster(all, self, &stays)).collect();
        self.replace(clusters)
    }

    fn companions(&self, at: u32) -> &[u32] {
        match self.cluster_of[at as usize] {
            NONE => &[],
            cluster => &self.clusters[cluster as usize],
        }
    }

    /// Everyone who hangs together with an account, in order of ids.
    fn component(&self, start: u32, seen: &mut Seen) -> Vec<u32> {
        seen.insert(start);
        let mut all = vec![start];
        let mut at = 0;
        while let Some(&member) = all.get(at) {
            let mut see = |other: u32| {
                if seen.insert(other) {
                    all.push(other);
                }
            };
            self.near(member, &mut |other, _| see(other));
            self.joined(member).into_iter().for_each(see);
            at += 1;
        }
        all.sort_unstable_by_key(|member| self.ids[*member as usize]);
        all
    }

    fn replace(&mut self, clusters: Vec<cluster::Cut>) -> Change {
        let mut gone = BTreeSet::new();
        let members = clusters.iter().flat_map(|(_, members)| members);
        let old: BTreeSet<u32> = members.map(|at| self.cluster_of[*at as usize]).collect();
        for cluster in old.into_iter().filter(|cluster| *cluster != NONE) {
            gone.insert(self.name(cluster));
            self.dissolve(cluster);
        }
        let mut new = Vec::new();
        for (cuts, mut members) in clusters {
            members.iter().for_each(|member| self.cuts[*member as usize] = cuts);
            members.sort_unstable_by_key(|member| self.ids[*member as usize]);
            let at = self.free.pop().unwrap_or_else(|| {
                self.clusters.push(Vec::new());
                u32::try_from(self.clusters.len() - 1).unwrap_or(NONE)
            });
            members.iter().for_each(|member| self.cluster_of[*member as usize] = at);
            self.clusters[at as usize] = members;
            let id = self.name(at);
            if !gone.remove(&id) {
                new.push(self.group(at));
            }
        }
        new.sort_unstable_by_key(|group| group.members[0]);
        Change { gone, new }
    }

    fn dissolve(&mut self, cluster: u32) {
        for member in std::mem::take(&mut self.clusters[cluster as usize]) {
            self.cluster_of[member as usize] = NONE;
        }
        self.free.push(cluster);
    }

    fn name(&self, cluster: u32) -> IncidentId {
        let ids: Vec<AccountId> =
            self.clusters[cluster as usize].iter().map(|at| self.ids[*at as usize]).collect();
        IncidentId::of(&ids)
    }

    fn group(&self, cluster: u32) -> Group {
        let members: Vec<AccountId> =
            self.clusters[cluster as usize].iter().map(|at| self.ids[*at as usize]).collect();
        let locked = members.iter().any(|id| self.wishes.is_locked(*id));
        Group { id: IncidentId::of(&members), members, locked }
    }

    fn present(&self, accounts: &[AccountId]) -> HashSet<u32> {
        let mut touched: HashSet<u32> =
            accounts.iter().filter_map(|id| self.index.get(id).copied()).collect();
        // Whoever was held apart from a locked account may now come to it, and the other way round.
        let near: Vec<u32> =
            touched.iter().flat_map(|at| &self.edges[*at as usize]).map(|(other, _)| *other).collect();
        touched.extend(near);
        touched
    }

    fn verdict(&self, a: u32, b: u32, one: bool, log_odds: f32) -> Verdict {
        let ids = (self.ids[a as usize], self.ids[b as usize]);
        let keys =
            |at: u32| self.sketches[at as usize].as_ref().map(|sketch| blocks::keys(sketch, &self.families));
        let compared = || {
            self.blocks.compared((&keys(a).unwrap_or_default(), ids.0), (&keys(b).unwrap_or_default(), ids.1))
        };
        match one {
            true if self.wishes.are_joined(ids.0, ids.1) => Verdict::JoinedByPerson,
            true if log_odds > 0.0 => Verdict::One,
            true => Verdict::OneByOthers,
            false if self.wishes.are_split(ids.0, ids.1) => Verdict::SplitByPerson,
            false if self.wishes.is_locked(ids.0) || self.wishes.is_locked(ids.1) => Verdict::Locked,
            false if log_odds <= 0.0 => Verdict::Two,
            false if compared() => Verdict::TwoByOthers,
            false => Verdict::NotCompared,
        }
    }

    fn mean(&self, a: u32, b: u32, one: bool) -> f32 {
        let others = |at: u32| &self.clusters[self.cluster_of[at as usize] as usize];
        let left = if one { std::slice::from_ref(&a) } else { others(a).as_slice() };
        let pairs = left.iter().flat_map(|x| others(b).iter().map(move |y| (*x, *y))).filter(|(x, y)| x != y);
        let (sum, count) = pairs
            .fold((0.0, 0.0), |(sum, count), (x, y)| (sum + f64::from(compare_at(self, x, y)), count + 1.0));
        if count == 0.0 { 0.0 } else { (sum / count) as f32 }
    }
}

fn compare_at(merger: &Merger, a: u32, b: u32) -> f32 {
    match (&merger.sketches[a as usize], &merger.sketches[b as usize]) {
        (Some(a), Some(b)) => compare::score(a, b, &merger.weights),
        _ => f32::NEG_INFINITY,
    }
}

impl Pairs for Merger {
    fn score(&self, a: u32, b: u32) -> f32 {
        compare_at(self, a, b)
    }

    fn near(&self, a: u32, see: &mut dyn FnMut(u32, f32)) {
        let locked = |at: u32| self.wishes.is_locked(self.ids[at as usize]);
        if self.wishes.is_empty() {
            return self.edges[a as usize].iter().for_each(|(other, score)| see(*other, *score));
        }
        if !locked(a) {
            self.edges[a as usize]
                .iter()
                .filter(|(other, _)| !locked(*other))
                .for_each(|(other, score)| see(*other, *score));
        }
    }

    fn joined(&self, a: u32) -> Vec<u32> {
        self.wishes
            .joined(self.ids[a as usize])
            .filter_map(|id| self.index.get(&id).copied())
            .filter(|at| *at != a)
            .collect()
    }

    fn split(&self, a: u32) -> Vec<u32> {
        self.wishes.splits(self.ids[a as usize]).filter_map(|id| self.index.get(&id).copied()).collect()
    }
}
