//! All accounts of a casebook on one board: which are copies, which are one incident, what people said of that.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sayso_casebook::{Casebook, EventKey, EventRow, Kept, ReviewRow, Verdict};
use sayso_copies::{Index, Signature};
use sayso_incidents::{
    Account, AccountId, Change, Day, Explanation, Grades, Group, Incident, Merger, Wish, WishError, incident,
};
use serde::Deserialize;

use crate::DeskError;
use crate::marks::undone;

/// Reports that are taken out of the casebook at once.
const PAGE: u32 = 500;

/// The accounts, merged. Of each only what merging needs is kept in memory; its words are fetched when they are shown.
#[derive(Debug)]
pub struct Board {
    merger: Merger,
    grades: Grades,
    copies: Index,
    /// Of each report that is a copy or has copies, by keys: the first publication.
    firsts: HashMap<String, String>,
    /// The report of each account, by its number, and its first day.
    reports: HashMap<AccountId, (i64, Option<Day>)>,
    /// The accounts of each report, by its key.
    accounts: HashMap<String, Vec<AccountId>>,
    /// Joins, splits and locks that an earlier word stands against, by the review's number.
    refused: Vec<(u64, WishError)>,
}

/// What an event of another report is called in a review.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Other {
    /// The report's key.
    pub(crate) report: String,
    /// The event.
    pub(crate) event: EventKey,
}

impl Board {
    /// Merges all that was derived.
    ///
    /// # Errors
    /// Where the casebook cannot be read.
    pub fn load(book: &Casebook) -> Result<Self, DeskError> {
        let mut board = Self {
            merger: Merger::builtin(),
            grades: Grades::builtin(),
            copies: Index::new(),
            firsts: HashMap::new(),
            reports: HashMap::new(),
            accounts: HashMap::new(),
            refused: Vec::new(),
        };
        // copies first: merging weighs whether two accounts are of one text
        each_kept(book, |kept| board.note_text(kept).map(|_| ()))?;
        board.firsts = firsts(&board.copies);
        let mut all = Vec::new();
        each_kept(book, |kept| {
            all.extend(board.note_accounts(kept)?);
            Ok(())
        })?;
        board.merger.add(&all);
        drop(all);
        board.follow(book)?;
        Ok(board)
    }

    /// Takes in reports that are new, or of which something else was derived; says which incidents changed.
    ///
    /// # Errors
    /// Where the casebook cannot be read.
    pub fn update(&mut self, book: &Casebook, reports: &[Kept]) -> Result<BTreeSet<String>, DeskError> {
        let mut touched = BTreeSet::new();
        let mut again: BTreeMap<String, Kept> = BTreeMap::new();
        let mut copied = false;
        for kept in reports {
            copied |= self.note_text(kept)?;
            again.insert(kept.key.clone(), kept.clone());
        }
        if copied {
            for key in self.renew_firsts() {
                if !again.contains_key(&key) {
                    again.extend(book.kept_of(&key)?.map(|kept| (key, kept)));
                }
            }
        }
        for kept in again.values() {
            let old = self.accounts.remove(&kept.key).unwrap_or_default();
            let new = self.note_accounts(kept)?;
            let stay: BTreeSet<AccountId> = new.iter().map(Account::id).collect();
            let gone: Vec<AccountId> = old.iter().copied().filter(|id| !stay.contains(id)).collect();
            touched.extend(old.iter().filter_map(|id| self.merger.group_of(*id)).map(|group| group.id.0));
            touch(&mut touched, self.merger.remove(gone.iter().copied()));
            gone.iter().for_each(|id| {
                self.reports.remove(id);
            });
            touch(&mut touched, self.merger.add(&new));
            touched.extend(stay.iter().filter_map(|id| self.merger.group_of(*id)).map(|group| group.id.0));
        }
        touched.append(&mut self.follow(book)?);
        Ok(touched)
    }

    /// All incidents' members, by the first day that any account gives; the undated last.
    #[must_use]
    pub fn groups(&self) -> Vec<Group> {
        let day = |id: &AccountId| self.reports.get(id).and_then(|(_, day)| *day);
        let mut groups = self.merger.groups();
        groups.sort_by_cached_key(|group| {
            let first = group.members.iter().filter_map(day).min();
            (first.is_none(), first, group.id.clone())
        });
        groups
    }

    /// The incident of an account.
    #[must_use]
    pub fn group_of(&self, account: AccountId) -> Option<Group> {
        self.merger.group_of(account)
    }

    /// The record of an incident, and its accounts in the order of its members.
    ///
    /// # Errors
    /// Where the casebook cannot be read.
    pub fn incident(
        &self,
        book: &Casebook,
        group: &Group,
    ) -> Result<(Incident, Vec<(i64, Account)>), DeskError> {
        let mut found: HashMap<(String, String), (i64, Account)> = HashMap::new();
        let wanted: BTreeSet<i64> = group.members.iter().filter_map(|id| self.report_of(*id)).collect();
        for report in wanted {
            for kept in book.kept(report - 1, 1)?.iter().filter(|kept| kept.report == report) {
                for account in self.read(kept)? {
                    if group.members.binary_search(&account.id()).is_ok() {
                        found.insert((account.report.clone(), account.event.clone()), (report, account));
                    }
                }
            }
        }
        let all: Vec<&Account> = found.values().map(|(_, account)| account).collect();
        let record = incident(group, &all, &self.merger.links(group), &self.grades);
        let members = record
            .members
            .iter()
            .filter_map(|member| found.remove(&(member.report.clone(), member.event.clone())))
            .collect();
        Ok((record, members))
    }

    /// Why two accounts are one incident, or are not; none where one of them is not there.
    #[must_use]
    pub fn explain(&self, a: AccountId, b: AccountId) -> Option<Explanation> {
        self.merger.explain(a, b)
    }

    /// The incidents that were compared with one and are others, nearest first: an account of each side, and why not.
    #[must_use]
    pub fn near(&self, group: &Group, most: usize) -> Vec<(Group, AccountId, AccountId, Explanation)> {
        let mut best: BTreeMap<String, (Group, AccountId, AccountId, f32)> = BTreeMap::new();
        for own in &group.members {
            for other in self.merger.compared_with(*own) {
                let Some(theirs) = self.merger.group_of(other).filter(|theirs| theirs.id != group.id) else {
                    continue;
                };
                let Some(why) = self.merger.explain(*own, other) else { continue };
                let odds = why.comparison.log_odds;
                let known = best.get(&theirs.id.0).is_some_and(|(.., known)| *known >= odds);
                if !known {
                    best.insert(theirs.id.0.clone(), (theirs, *own, other, odds));
                }
            }
        }
        let mut all: Vec<_> = best.into_values().collect();
        all.sort_by(|a, b| b.3.total_cmp(&a.3).then_with(|| a.0.id.cmp(&b.0.id)));
        all.truncate(most);
        all.into_iter()
            .filter_map(|(group, a, b, _)| Some((group, a, b, self.merger.explain(a, b)?)))
            .collect()
    }

    /// The first publication of what a report is a copy of, by keys; none where it is that itself, or no copy.
    #[must_use]
    pub fn copy_of(&self, key: &str) -> Option<&str> {
        self.firsts.get(key).map(String::as_str).filter(|first| *first != key)
    }

    /// The report of an account, by its number.
    #[must_use]
    pub fn report_of(&self, account: AccountId) -> Option<i64> {
        self.reports.get(&account).map(|(report, _)| *report)
    }

    /// Joins, splits and locks that could not be followed as an earlier word stands against them, by the review's number.
    #[must_use]
    pub fn refused(&self) -> &[(u64, WishError)] {
        &self.refused
    }

    /// Follows what people said of incidents, and no longer what was taken back; says which incidents changed.
    fn follow(&mut self, book: &Casebook) -> Result<BTreeSet<String>, DeskError> {
        let wanted = wishes(book)?;
        let mut touched = BTreeSet::new();
        let standing: Vec<Wish> = self.merger.wishes().cloned().collect();
        for wish in standing.iter().filter(|wish| !wanted.iter().any(|(_, other)| other == *wish)) {
            touch(&mut touched, self.merger.unwish(wish));
        }
        self.refused.clear();
        for (number, wish) in wanted {
            if self.merger.wishes().any(|known| *known == wish) {
                continue;
            }
            match self.merger.wish(wish) {
                Ok(change) => touch(&mut touched, change),
                Err(error) => self.refused.push((number, error)),
            }
        }
        Ok(touched)
    }

    /// Whether a review about incidents could be followed now.
    ///
    /// # Errors
    /// Where an earlier word stands against it, or it is about events that are not there.
    pub fn check(&mut self, book: &Casebook, review: &ReviewRow) -> Result<(), DeskError> {
        let mut made = Vec::new();
        let mut failed = None;
        for wish in wishes_of(book, review, true)? {
            if self.merger.wishes().any(|known| *known == wish) {
                continue;
            }
            match self.merger.wish(wish.clone()) {
                Ok(_) => made.push(wish),
                Err(error) => failed = Some(error),
            }
        }
        for wish in &made {
            self.merger.unwish(wish);
        }
        failed.map_or(Ok(()), |error| Err(error.into()))
    }

    /// Notes a report's text; whether it has, or may have, become a copy of another or the other way round.
    fn note_text(&mut self, kept: &Kept) -> Result<bool, DeskError> {
        let signature: Signature = read_back(kept, &kept.signature)?;
        let known = self.copies.len();
        // OK to ignore because keys are unique, so that none is there with other words
        let matches = self.copies.insert(signature).unwrap_or_default();
        Ok(self.copies.len() > known && !matches.is_empty())
    }

    /// Takes the accounts of a report in.
    fn note_accounts(&mut self, kept: &Kept) -> Result<Vec<Account>, DeskError> {
        let accounts = self.read(kept)?;
        let ids: Vec<AccountId> = accounts.iter().map(Account::id).collect();
        let noted = accounts.iter().map(|one| (one.id(), (kept.report, one.days.from.or(one.days.to))));
        self.reports.extend(noted);
        self.accounts.insert(kept.key.clone(), ids);
        Ok(accounts)
    }

    fn read(&self, kept: &Kept) -> Result<Vec<Account>, DeskError> {
        let mut accounts: Vec<Account> = read_back(kept, &kept.accounts)?;
        for account in &mut accounts {
            account.copy_of = self.firsts.get(&kept.key).cloned();
        }
        Ok(accounts)
    }

    /// Finds the first publications anew; gives the reports for which another stands now.
    fn renew_firsts(&mut self) -> Vec<String> {
        let new = firsts(&self.copies);
        let changed = new.iter().filter(|(key, first)| self.firsts.get(*key) != Some(*first));
        let gone = self.firsts.keys().filter(|key| !new.contains_key(*key));
        let mut all: Vec<String> = changed.map(|(key, _)| key).chain(gone).cloned().collect();
        all.sort_unstable();
        self.firsts = new;
        all
    }
}

fn touch(touched: &mut BTreeSet<String>, change: Change) {
    touched.extend(change.gone.into_iter().map(|id| id.0));
    touched.extend(change.new.into_iter().map(|group| group.id.0));
}

fn each_kept(book: &Casebook, mut work: impl FnMut(&Kept) -> Result<(), DeskError>) -> Result<(), DeskError> {
    let mut after = 0;
    loop {
        let page = book.kept(after, PAGE)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.report;
        page.iter().try_for_each(&mut work)?;
    }
}

fn read_back<'a, T: Deserialize<'a>>(kept: &Kept, json: &'a str) -> Result<T, DeskError> {
    serde_json::from_str(json)
        .map_err(|error| DeskError::Derived { report: kept.report, reason: error.to_string() })
}

/// Of each report that is a copy, or has copies, the first publication.
fn firsts(index: &Index) -> HashMap<String, String> {
    let groups = index.groups();
    let members = groups.iter().flat_map(|group| {
        let copies = group.copies.iter().map(|copy| (copy.id.clone(), group.first.clone()));
        copies.chain([(group.first.clone(), group.first.clone())])
    });
    members.collect()
}

/// What people said of incidents and did not take back, by the review's number.
fn wishes(book: &Casebook) -> Result<Vec<(u64, Wish)>, DeskError> {
    let mut log = Vec::new();
    let mut after = 0;
    loop {
        let page = book.log(after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.number;
        let of_incidents = |row: &ReviewRow| {
            matches!(row.review.verdict, Verdict::Join | Verdict::Split | Verdict::Lock | Verdict::Undo)
        };
        log.extend(page.into_iter().filter(of_incidents));
    }
    let undone = undone(log.iter());
    let mut out = Vec::new();
    for row in log.iter().filter(|row| !undone.contains(&row.number)) {
        out.extend(wishes_of(book, row, false)?.into_iter().map(|wish| (row.number, wish)));
    }
    Ok(out)
}

/// What a review says of incidents. `all`: whether it is a fault that an event is not there (a later reading may lack it).
fn wishes_of(book: &Casebook, row: &ReviewRow, all: bool) -> Result<Vec<Wish>, DeskError> {
    let review = &row.review;
    if !matches!(review.verdict, Verdict::Join | Verdict::Split | Verdict::Lock) {
        return Ok(Vec::new());
    }
    let others: Vec<Other> = serde_json::from_value(review.after.clone()).map_err(|error| {
        DeskError::Unknown(format!("a review about incidents needs the other events in `after`: {error}"))
    })?;
    let mut ids = Vec::new();
    let own = review.event.iter().map(|event| Other { report: review.report.clone(), event: event.clone() });
    for other in own.chain(others) {
        match account_of(book, &other)? {
            Some(id) => ids.push(id),
            None if all => {
                return Err(DeskError::Unknown(format!(
                    "report {} has no event {} at {} to {}; load it again",
                    other.report, other.event.kind, other.event.start, other.event.end
                )));
            }
            None => {}
        }
    }
    if review.verdict == Verdict::Lock {
        return Ok(vec![Wish::Lock(ids.into_iter().collect())]);
    }
    let Some((own, others)) = ids.split_first() else { return Ok(Vec::new()) };
    let wish = |other: &AccountId| match review.verdict {
        Verdict::Split => Wish::Split(*own, *other),
        _ => Wish::Join(*own, *other),
    };
    Ok(others.iter().map(wish).collect())
}

/// The account that a review means: by type and words or, where a later reading has another type for them, by words alone.
pub(crate) fn account_of(book: &Casebook, other: &Other) -> Result<Option<AccountId>, DeskError> {
    let Some(report) = book.report_of(&other.report)? else { return Ok(None) };
    let rows = book.events_of(report.number)?;
    let words = |key: &EventKey| (key.start, key.end, key.part);
    let of_words: Vec<&EventRow> = rows.iter().filter(|row| words(&row.key) == words(&other.event)).collect();
    let row = of_words.iter().find(|row| row.key == other.event).or(match &of_words[..] {
        [alone] => Some(alone),
        _ => None,
    });
    Ok(row.map(|row| AccountId::new(&other.report, &row.event)))
}
