//! What a person has said of accounts: these are one incident, these are not, this incident stands as it is.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::account::AccountId;

/// A person's word. It holds for accounts that are not there yet, too.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Wish {
    /// Both tell of one incident.
    Join(AccountId, AccountId),
    /// They tell of two.
    Split(AccountId, AccountId),
    /// These and no others are one incident.
    Lock(BTreeSet<AccountId>),
}

/// Why a wish cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum WishError {
    /// They are joined, in one step or by several.
    #[error("these accounts are joined by a person's earlier word; take that back before splitting them")]
    Joined,
    /// They are split, or those that they are joined to.
    #[error(
        "these accounts, or accounts joined to them, are split by a person's earlier word; take that back before joining them"
    )]
    Split,
    /// One of them is in a locked incident, and not all are.
    #[error("one of these accounts is in a locked incident; unlock it first")]
    Locked,
}

/// All that stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wishes {
    all: BTreeSet<Wish>,
    joins: BTreeMap<AccountId, BTreeSet<AccountId>>,
    splits: BTreeMap<AccountId, BTreeSet<AccountId>>,
    locks: BTreeMap<AccountId, BTreeSet<AccountId>>,
}

impl Wish {
    pub(crate) fn accounts(&self) -> Vec<AccountId> {
        match self {
            Self::Join(a, b) | Self::Split(a, b) => vec![*a, *b],
            Self::Lock(all) => all.iter().copied().collect(),
        }
    }
}

impl Wishes {
    pub(crate) fn all(&self) -> &BTreeSet<Wish> {
        &self.all
    }

    pub(crate) fn add(&mut self, wish: Wish) -> Result<(), WishError> {
        self.check(&wish)?;
        match &wish {
            Wish::Join(a, b) => link(&mut self.joins, *a, *b),
            Wish::Split(a, b) => link(&mut self.splits, *a, *b),
            Wish::Lock(all) => all.iter().for_each(|id| {
                self.locks.insert(*id, all.clone());
            }),
        }
        self.all.insert(wish);
        Ok(())
    }

    /// Takes a wish back; whether it stood.
    pub(crate) fn remove(&mut self, wish: &Wish) -> bool {
        if !self.all.remove(wish) {
            return false;
        }
        match wish {
            Wish::Join(a, b) if !self.all.contains(&Wish::Join(*b, *a)) => unlink(&mut self.joins, *a, *b),
            Wish::Split(a, b) if !self.all.contains(&Wish::Split(*b, *a)) => unlink(&mut self.splits, *a, *b),
            Wish::Lock(all) => all.iter().for_each(|id| {
                self.locks.remove(id);
            }),
            _ => {}
        }
        true
    }

    fn check(&self, wish: &Wish) -> Result<(), WishError> {
        match wish {
            Wish::Join(a, b) => {
                if self.locks.get(a) != self.locks.get(b) {
                    return Err(WishError::Locked);
                }
                let (ours, theirs) = (self.group(*a), self.group(*b));
                if ours.iter().any(|id| theirs.iter().any(|other| self.are_split(*id, *other))) {
                    return Err(WishError::Split);
                }
            }
            Wish::Split(a, b) => {
                if a == b || self.group(*a).contains(b) {
                    return Err(WishError::Joined);
                }
            }
            Wish::Lock(all) => {
                if all.iter().any(|id| self.locks.contains_key(id)) {
                    return Err(WishError::Locked);
                }
                if all.iter().any(|id| self.group(*id).iter().any(|joined| !all.contains(joined))) {
                    return Err(WishError::Joined);
                }
                if all.iter().any(|id| self.splits(*id).any(|other| all.contains(&other))) {
                    return Err(WishError::Split);
                }
            }
        }
        Ok(())
    }

    /// Everyone whom joins and locks put with an account.
    fn group(&self, id: AccountId) -> BTreeSet<AccountId> {
        let mut group = BTreeSet::from([id]);
        let mut open = vec![id];
        while let Some(at) = open.pop() {
            for next in self.joined(at) {
                if group.insert(next) {
                    open.push(next);
                }
            }
        }
        group
    }

    /// Whom a person has put with an account, directly.
    pub(crate) fn joined(&self, id: AccountId) -> impl Iterator<Item = AccountId> {
        self.joins.get(&id).into_iter().chain(self.locks.get(&id)).flatten().copied()
    }

    pub(crate) fn splits(&self, id: AccountId) -> impl Iterator<Item = AccountId> {
        self.splits.get(&id).into_iter().flatten().copied()
    }

    pub(crate) fn are_split(&self, a: AccountId, b: AccountId) -> bool {
        self.splits.get(&a).is_some_and(|others| others.contains(&b))
    }

    pub(crate) fn are_joined(&self, a: AccountId, b: AccountId) -> bool {
        self.group(a).contains(&b)
    }

    pub(crate) fn is_locked(&self, id: AccountId) -> bool {
        self.locks.contains_key(&id)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

type Pairs = BTreeMap<AccountId, BTreeSet<AccountId>>;

fn link(pairs: &mut Pairs, a: AccountId, b: AccountId) {
    pairs.entry(a).or_default().insert(b);
    pairs.entry(b).or_default().insert(a);
}

fn unlink(pairs: &mut Pairs, a: AccountId, b: AccountId) {
    for (a, b) in [(a, b), (b, a)] {
        if let Some(others) = pairs.get_mut(&a) {
            others.remove(&b);
        }
    }
}
