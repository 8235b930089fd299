//! What holds of merging whatever the accounts are.

mod generate;

use std::collections::BTreeSet;

use generate::{Chance, accounts};
use proptest::prelude::*;
use sayso_incidents::{Account, AccountId, Group, Merger, Verdict, Wish, WishError};

/// Accounts of few incidents in one place and month, so that everything is near everything.
fn crowd(count: usize, seed: u64) -> Vec<Account> {
    let mut chance = Chance(seed);
    let mut all: Vec<Account> = accounts(count, seed).into_iter().map(|(account, _)| account).collect();
    let spot = all.iter().find_map(|account| account.place.clone());
    for account in &mut all {
        let days = chance.below(4) as i32;
        if chance.often(85) {
            account.days = sayso_incidents::Days::on(sayso_incidents::Day(17_500 + days));
        }
        account.published = Some(sayso_incidents::Day(17_505));
        if chance.often(80) {
            account.place.clone_from(&spot);
        }
        if chance.often(10) {
            account.report = format!("shared {}", chance.below(9));
            account.event = format!("e{}", chance.next());
        }
    }
    all
}

fn at_once(accounts: &[Account]) -> Vec<Group> {
    let mut merger = Merger::builtin();
    merger.add(accounts);
    merger.groups()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn order_does_not_matter(count in 2_usize..260, seed: u64, turn: u64) {
        let mut all = crowd(count, seed);
        let before = at_once(&all);
        let mut chance = Chance(turn);
        for at in (1..all.len()).rev() {
            all.swap(at, chance.below(at as u64 + 1) as usize);
        }
        prop_assert_eq!(at_once(&all), before);
    }

    #[test]
    fn adding_bit_by_bit_gives_the_same(count in 2_usize..260, seed: u64, step in 1_usize..60) {
        let all = crowd(count, seed);
        let mut merger = Merger::builtin();
        let mut names = BTreeSet::new();
        for some in all.chunks(step) {
            let change = merger.add(some);
            for gone in &change.gone {
                prop_assert!(names.remove(gone), "{:?} was never there", gone);
            }
            for new in &change.new {
                prop_assert!(names.insert(new.id.clone()), "{:?} was there", new.id);
            }
        }
        let groups = merger.groups();
        prop_assert_eq!(names, groups.iter().map(|group| group.id.clone()).collect::<BTreeSet<_>>());
        prop_assert_eq!(groups, at_once(&all));
    }

    #[test]
    fn what_is_taken_out_leaves_no_trace(count in 2_usize..200, more in 1_usize..120, seed: u64) {
        let all = crowd(count + more, seed);
        let (stay, go) = all.split_at(count.min(all.len()));
        let mut merger = Merger::builtin();
        merger.add(&all);
        let mut names: BTreeSet<_> = merger.groups().into_iter().map(|group| group.id).collect();
        let ids: BTreeSet<AccountId> = stay.iter().map(Account::id).collect();
        let change = merger.remove(go.iter().map(Account::id).filter(|id| !ids.contains(id)));
        change.gone.iter().for_each(|gone| { names.remove(gone); });
        names.extend(change.new.iter().map(|group| group.id.clone()));
        let groups = merger.groups();
        prop_assert_eq!(names, groups.iter().map(|group| group.id.clone()).collect::<BTreeSet<_>>());
        prop_assert_eq!(groups, at_once(stay));
    }

    #[test]
    fn reading_again_takes_the_others_place(count in 2_usize..120, seed: u64) {
        let all = crowd(count, seed);
        let mut older = crowd(count, seed ^ 1);
        for (old, new) in older.iter_mut().zip(&all) {
            old.report.clone_from(&new.report);
            old.event.clone_from(&new.event);
        }
        let mut merger = Merger::builtin();
        merger.add(&older);
        merger.add(&all);
        prop_assert_eq!(merger.groups(), at_once(&all));
    }

    #[test]
    fn a_persons_word_holds(count in 4_usize..160, seed: u64, picks: u64, late: bool) {
        let all = crowd(count, seed);
        let mut chance = Chance(picks);
        let mut merger = Merger::builtin();
        if !late {
            merger.add(&all);
        }
        let ids: Vec<AccountId> = all.iter().map(Account::id).collect();
        let mut pick = || ids[chance.below(ids.len() as u64) as usize];
        let mut stand = Vec::new();
        for round in 0..12 {
            let wish = match round % 4 {
                0 | 1 => Wish::Join(pick(), pick()),
                2 => Wish::Split(pick(), pick()),
                _ => Wish::Lock([pick(), pick(), pick()].into()),
            };
            if merger.wish(wish.clone()).is_ok() {
                stand.push(wish);
            }
        }
        merger.add(&all);
        let of = |id: &AccountId| merger.group_of(*id).unwrap().members;
        for wish in &stand {
            match wish {
                Wish::Join(a, b) => prop_assert_eq!(of(a), of(b)),
                Wish::Split(a, b) => prop_assert_ne!(of(a), of(b)),
                Wish::Lock(all) => prop_assert_eq!(&of(all.first().unwrap()), &all.iter().copied().collect::<Vec<_>>()),
            }
        }
        // Taken back, it leaves no trace.
        for wish in &stand {
            merger.unwish(wish);
        }
        prop_assert_eq!(merger.groups(), at_once(&all));
    }
}

#[test]
fn a_block_of_thousands_is_the_same_in_any_order() {
    let mut all = crowd(1500, 3);
    let before = at_once(&all);
    all.reverse();
    let mut merger = Merger::builtin();
    for some in all.chunks(171) {
        merger.add(some);
    }
    assert_eq!(merger.groups(), before);
}

/// Parts that a change does not reach are left as they are: nothing else may come of it than of clustering all anew.
#[test]
fn large_components_are_kept_up_to_date() {
    for seed in 0..3 {
        let all = crowd(1200, seed);
        let mut chance = Chance(seed);
        let mut merger = Merger::builtin();
        merger.add(&all[..1000]);
        for round in 0..25 {
            match round % 3 {
                0 => drop(merger.add(&all[1000 + 8 * round..1008 + 8 * round])),
                1 => drop(merger.remove((0..5).map(|_| all[chance.below(1000) as usize].id()))),
                _ => {
                    let ids = [(); 2].map(|()| all[chance.below(1000) as usize].id());
                    let wish =
                        if round % 2 == 0 { Wish::Join(ids[0], ids[1]) } else { Wish::Lock(ids.into()) };
                    drop(merger.wish(wish));
                }
            }
        }
        let there: Vec<&Account> =
            all.iter().filter(|account| merger.group_of(account.id()).is_some()).collect();
        let mut anew = Merger::builtin();
        merger.wishes().for_each(|wish| drop(anew.wish(wish.clone())));
        anew.add(there);
        assert_eq!(merger.groups(), anew.groups());
    }
}

#[test]
fn generated_incidents_are_found() {
    let generated = accounts(5000, 11);
    let truth: Vec<u64> = generated.iter().map(|(_, incident)| *incident).collect();
    let mut merger = Merger::builtin();
    merger.add(generated.iter().map(|(account, _)| account));
    let place = |id: &AccountId| generated.iter().position(|(account, _)| account.id() == *id).unwrap();
    let groups: Vec<Vec<usize>> =
        merger.groups().iter().map(|group| group.members.iter().map(place).collect()).collect();
    let (precision, recall) = generate::pairs(&groups, &truth);
    assert!(precision > 0.98 && recall > 0.7, "{precision} {recall}");
}

#[test]
fn words_against_earlier_words_are_told() {
    let id = |n: u128| AccountId(n);
    let mut merger = Merger::builtin();
    merger.wish(Wish::Join(id(1), id(2))).unwrap();
    merger.wish(Wish::Join(id(2), id(3))).unwrap();
    assert_eq!(merger.wish(Wish::Split(id(1), id(3))), Err(WishError::Joined));
    merger.wish(Wish::Split(id(3), id(4))).unwrap();
    assert_eq!(merger.wish(Wish::Join(id(4), id(1))), Err(WishError::Split));
    assert_eq!(merger.wish(Wish::Lock([id(1), id(2)].into())), Err(WishError::Joined));
    merger.wish(Wish::Lock([id(1), id(2), id(3)].into())).unwrap();
    assert_eq!(merger.wish(Wish::Join(id(1), id(9))), Err(WishError::Locked));
    assert_eq!(merger.wishes().count(), 4);
}

#[test]
fn merges_and_non_merges_are_explained() {
    let generated = accounts(400, 5);
    let mut merger = Merger::builtin();
    merger.add(generated.iter().map(|(account, _)| account));
    let groups = merger.groups();
    let pair = groups.iter().find(|group| group.members.len() > 2).unwrap();
    let links = merger.links(pair);
    assert_eq!(links.len(), pair.members.len() - 1);
    for (a, b, comparison) in &links {
        let explanation = merger.explain(*a, *b).unwrap();
        assert_eq!(&explanation.comparison, comparison);
        assert!(matches!(explanation.verdict, Verdict::One | Verdict::OneByOthers));
        let sum: f32 = comparison.reasons.iter().map(|reason| reason.adds).sum();
        assert!((sum.clamp(-8.0, 8.0) - comparison.log_odds).abs() < 1e-4);
    }
    let other = groups.iter().find(|group| group.id != pair.id).unwrap();
    let explanation = merger.explain(pair.members[0], other.members[0]).unwrap();
    assert_eq!(explanation.verdict, Verdict::Two);
    let wish = Wish::Join(pair.members[0], other.members[0]);
    let change = merger.wish(wish.clone()).unwrap();
    assert!(change.gone.contains(&pair.id) && change.gone.contains(&other.id));
    assert_eq!(merger.explain(pair.members[0], other.members[0]).unwrap().verdict, Verdict::JoinedByPerson);
    merger.unwish(&wish);
    assert_eq!(merger.groups(), groups);
}
