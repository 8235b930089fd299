//! An open casebook with all that follows from it in memory: lists, incidents, corrected readings. What the page is served from.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sayso::ingest::Report;
use sayso::record::Reading;
use sayso_casebook::{
    Added, Casebook, EventRow, Kept, Original, ReportRow, Review, ReviewRow, Reviewed, Verdict, key_name,
    report_key,
};
use sayso_incidents::{Account, AccountId, Explanation, Group, Incident};
use schemars::JsonSchema;
use serde::Serialize;

use crate::DeskError;
use crate::board::Board;
use crate::change::Change;
use crate::correct::{corrected, key_of};
use crate::derive::{derive, derive_report};
use crate::filter::{Facts, Filter, Ready};
use crate::listing::{Entry, Listing};
use crate::rows::{EventLine, IncidentLine};
use crate::sheet::Sheet;

/// A casebook on the desk. Many may look at it at once; the file itself is asked by one after the other.
#[derive(Debug)]
pub struct Desk {
    book: Mutex<Casebook>,
    board: Board,
    reports: BTreeMap<i64, OnDesk>,
    incidents: BTreeMap<String, (Group, Arc<Entry<IncidentLine>>)>,
    event_list: Arc<Listing<EventLine>>,
    incident_list: Arc<Listing<IncidentLine>>,
    revision: u64,
    seen: i64,
}

/// A report as the lists need it.
#[derive(Debug)]
struct OnDesk {
    report: ReportRow,
    stamp: String,
    rows: Vec<EventRow>,
    entries: Vec<Arc<Entry<EventLine>>>,
}

/// An incident with the words of its accounts.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct IncidentSheet {
    /// The record.
    pub incident: Incident,
    /// Its accounts, in the order of the record's members.
    pub accounts: Vec<AccountSheet>,
    /// Joins, splits and locks that touch it, with those that were taken back.
    pub history: Vec<ReviewRow>,
}

/// One account of an incident.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AccountSheet {
    /// Its report.
    pub report: ReportRow,
    /// Its event, with the words around.
    pub event: EventRow,
    /// The account as it was merged.
    pub account: Account,
}

impl Desk {
    /// Opens a casebook: derives what is missing, merges, and makes the lists.
    ///
    /// # Errors
    /// Where it cannot be read or written.
    pub fn open(mut book: Casebook) -> Result<Self, DeskError> {
        derive(&mut book)?;
        let board = Board::load(&book)?;
        let seen = book.changes_by_others()?;
        let mut desk = Self {
            book: Mutex::new(book),
            board,
            reports: BTreeMap::new(),
            incidents: BTreeMap::new(),
            event_list: Arc::default(),
            incident_list: Arc::default(),
            revision: 1,
            seen,
        };
        let stamps = desk.book().stamps()?;
        for (number, stamp) in stamps {
            desk.put(number, stamp)?;
        }
        for group in desk.board.groups() {
            desk.put_incident(group)?;
        }
        desk.list_again(None);
        Ok(desk)
    }

    /// The casebook, for oneself until it is let go: whoever has it and asks the desk for something waits for himself.
    pub fn book(&self) -> MutexGuard<'_, Casebook> {
        // a casebook is whole whatever became of who had it: all that is written is written in steps
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn book_mut(&mut self) -> &mut Casebook {
        self.book.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    /// Grows whenever something changed.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// All events, the rejected among them.
    #[must_use]
    pub fn events(&self) -> &Arc<Listing<EventLine>> {
        &self.event_list
    }

    /// All incidents.
    #[must_use]
    pub fn incidents(&self) -> &Arc<Listing<IncidentLine>> {
        &self.incident_list
    }

    /// All reports, as they came in.
    pub fn reports(&self) -> impl DoubleEndedIterator<Item = &ReportRow> {
        self.reports.values().map(|on_desk| &on_desk.report)
    }

    /// The events of a report, as they are listed.
    #[must_use]
    pub fn events_of(&self, report: i64) -> &[Arc<Entry<EventLine>>] {
        self.reports.get(&report).map(|on_desk| on_desk.entries.as_slice()).unwrap_or_default()
    }

    /// The number of the report that another is a copy of.
    #[must_use]
    pub fn copy_of(&self, report: &ReportRow) -> Option<i64> {
        let first = self.board.copy_of(&report.key)?;
        self.book().report_of(first).ok().flatten().map(|row| row.number)
    }

    /// Makes a filter ready; words are looked up in the casebook.
    ///
    /// # Errors
    /// Where something is asked for that cannot be, or the casebook cannot be read.
    pub fn ready(&self, filter: &Filter) -> Result<Ready, DeskError> {
        let reports = filter.words.as_deref().map(|words| self.book().with_words(words)).transpose()?;
        Ok(filter.ready(reports)?)
    }

    /// All that is shown of a report.
    ///
    /// # Errors
    /// Where the casebook cannot be read.
    pub fn sheet(&self, number: i64) -> Result<Option<Sheet>, DeskError> {
        let Some(mut sheet) = Sheet::of(&self.book(), number)? else { return Ok(None) };
        let named = self
            .events_of(number)
            .iter()
            .filter_map(|entry| Some((entry.line.row.event.clone(), entry.line.incident.clone()?)));
        sheet.incidents = named.collect();
        sheet.copy_of = sheet.report.as_ref().and_then(|report| self.copy_of(report));
        Ok(Some(sheet))
    }

    /// An incident by its name.
    #[must_use]
    pub fn incident_line(&self, id: &str) -> Option<&IncidentLine> {
        self.incidents.get(id).map(|(_, entry)| &entry.line)
    }

    /// An incident with its accounts.
    ///
    /// # Errors
    /// Where the casebook cannot be read.
    pub fn incident(&self, id: &str) -> Result<Option<IncidentSheet>, DeskError> {
        let Some((group, _)) = self.incidents.get(id) else { return Ok(None) };
        let (incident, members) = self.board.incident(&self.book(), group)?;
        let accounts: Vec<AccountSheet> = members
            .into_iter()
            .filter_map(|(number, account)| {
                let on_desk = self.reports.get(&number)?;
                let event = on_desk.rows.iter().find(|row| row.event == account.event)?.clone();
                Some(AccountSheet { report: on_desk.report.clone(), event, account })
            })
            .collect();
        let mut history = Vec::new();
        let keys: BTreeSet<&str> = accounts.iter().map(|account| account.report.key.as_str()).collect();
        for key in keys {
            history.extend(self.book().reviews(key)?.into_iter().filter(|row| {
                matches!(row.review.verdict, Verdict::Join | Verdict::Split | Verdict::Lock)
                    && row.review.event.as_ref().is_some_and(|event| {
                        accounts
                            .iter()
                            .any(|one| one.report.key == row.review.report && one.event.key == *event)
                    })
            }));
        }
        history.sort_by_key(|row| row.number);
        Ok(Some(IncidentSheet { incident, accounts, history }))
    }

    /// Other incidents that were compared with one, nearest first: the line, and why it is another.
    #[must_use]
    pub fn near(&self, id: &str, most: usize) -> Vec<(IncidentLine, Explanation)> {
        let Some((group, _)) = self.incidents.get(id) else { return Vec::new() };
        let near = self.board.near(group, most).into_iter();
        near.filter_map(|(group, _, _, why)| Some((self.incident_line(&group.id.0)?.clone(), why))).collect()
    }

    /// Why two events are one incident, or are not; none where one of them is not there.
    #[must_use]
    pub fn explain(&self, a: (i64, &str), b: (i64, &str)) -> Option<Explanation> {
        let account = |(report, event): (i64, &str)| {
            self.reports.get(&report).map(|on_desk| AccountId::new(&on_desk.report.key, event))
        };
        self.board.explain(account(a)?, account(b)?)
    }

    /// Takes in a report with its reading.
    ///
    /// # Errors
    /// Where the casebook cannot be read or written.
    pub fn add(
        &mut self,
        original: &Original<'_>,
        report: &Report,
        reading: &Reading,
    ) -> Result<(i64, Added), DeskError> {
        let mut batch = self.book_mut().batch()?;
        let added = batch.add(original, report, reading)?;
        batch.commit()?;
        let key = key_name(report_key(original.bytes, report));
        let row = self.book().report_of(&key)?;
        let row = row.ok_or_else(|| DeskError::Unknown("the report was taken out again".to_owned()))?;
        self.refresh_report(row.number)?;
        Ok((row.number, added))
    }

    /// Appends a review, after looking whether it can be followed; gives its number.
    ///
    /// # Errors
    /// Where it is about something that is not there or cannot be, or is against an earlier word.
    pub fn review(&mut self, review: &Review) -> Result<u64, DeskError> {
        self.check(review)?;
        let number = self.book_mut().review(review)?;
        let report = self.book().report_of(&review.report)?;
        report.map_or(Ok(false), |report| self.refresh_report(report.number))?;
        Ok(number)
    }

    /// Takes in what this or another program has written since the last time; whether something changed.
    ///
    /// # Errors
    /// Where the casebook cannot be read or written.
    pub fn refresh(&mut self) -> Result<bool, DeskError> {
        let seen = self.book().changes_by_others()?;
        self.seen = seen;
        derive(self.book_mut())?;
        let stamps = self.book().stamps()?;
        let new = |number: &i64, stamp: &String| {
            self.reports.get(number).is_none_or(|on_desk| on_desk.stamp != *stamp)
        };
        let changed: Vec<(i64, String)> =
            stamps.into_iter().filter(|(number, stamp)| new(number, stamp)).collect();
        self.take_in(changed)
    }

    /// Takes in what was just written of one report. What others wrote meanwhile waits for [`Desk::refresh`].
    fn refresh_report(&mut self, report: i64) -> Result<bool, DeskError> {
        let stale = derive_report(self.book_mut(), report)?;
        self.take_in(stale.into_iter().map(|stale| (stale.report, stale.stamp)).collect())
    }

    /// Puts reports on the desk whose derived is new, by number and stamp.
    fn take_in(&mut self, changed: Vec<(i64, String)>) -> Result<bool, DeskError> {
        let mut kept: Vec<Kept> = Vec::new();
        for (number, _) in &changed {
            kept.extend(self.book().kept(number - 1, 1)?);
        }
        let book = self.book.get_mut().unwrap_or_else(PoisonError::into_inner);
        let touched = self.board.update(book, &kept)?;
        if changed.is_empty() && touched.is_empty() {
            return Ok(false);
        }
        for (number, stamp) in changed {
            self.put(number, stamp)?;
        }
        let mut again: BTreeSet<i64> = kept.iter().map(|kept| kept.report).collect();
        let mut groups: HashMap<String, Group> = HashMap::new();
        for id in &touched {
            if let Some((group, _)) = self.incidents.remove(id) {
                for account in &group.members {
                    again.extend(self.board.report_of(*account));
                    groups.extend(self.board.group_of(*account).map(|group| (group.id.0.clone(), group)));
                }
            }
        }
        for number in kept.iter().map(|kept| kept.report) {
            for id in self.accounts_of(number) {
                groups.extend(self.board.group_of(id).map(|group| (group.id.0.clone(), group)));
            }
        }
        let mut groups: Vec<Group> = groups.into_values().collect();
        groups.sort_by(|a, b| a.id.cmp(&b.id));
        for group in groups {
            again.extend(group.members.iter().filter_map(|id| self.board.report_of(*id)));
            self.put_incident(group)?;
        }
        self.list_again(Some(&again));
        self.revision += 1;
        Ok(true)
    }

    /// Whether another program has written to the casebook since the last [`Desk::refresh`].
    ///
    /// # Errors
    /// Where the casebook cannot be read.
    pub fn is_behind(&self) -> Result<bool, DeskError> {
        Ok(self.book().changes_by_others()? != self.seen)
    }

    fn accounts_of(&self, number: i64) -> Vec<AccountId> {
        let Some(on_desk) = self.reports.get(&number) else { return Vec::new() };
        let kept = on_desk.rows.iter().filter(|row| row.reviewed != Reviewed::Rejected);
        kept.map(|row| AccountId::new(&on_desk.report.key, &row.event)).collect()
    }

    /// Looks whether a review can be followed.
    fn check(&mut self, review: &Review) -> Result<(), DeskError> {
        let unknown = |what: String| Err(DeskError::Unknown(what));
        let Some(report) = self.book().report_of(&review.report)? else {
            return unknown(format!("the casebook has no report {}", review.report));
        };
        if review.who.trim().is_empty() {
            return unknown("a review needs the name of whoever makes it".to_owned());
        }
        match review.verdict {
            Verdict::Undo => {
                let number = review.after.as_u64();
                let reviews = self.book().reviews(&review.report)?;
                if !reviews.iter().any(|row| Some(row.number) == number) {
                    return unknown(format!(
                        "report {} has no review {} to undo",
                        report.number, review.after
                    ));
                }
            }
            Verdict::Join | Verdict::Split | Verdict::Lock => {
                let row = ReviewRow { number: 0, review: review.clone(), hash: String::new() };
                let book = self.book.get_mut().unwrap_or_else(PoisonError::into_inner);
                self.board.check(book, &row)?;
            }
            Verdict::Note => {}
            Verdict::Accept | Verdict::Correct | Verdict::Reject | Verdict::Add => {
                self.check_event(&report, review)?;
            }
        }
        Ok(())
    }

    /// Looks whether an event is there and can be what a review says.
    fn check_event(&self, report: &ReportRow, review: &Review) -> Result<(), DeskError> {
        let Some(key) = &review.event else {
            return Err(DeskError::Unknown("say of which event this is (`event`)".to_owned()));
        };
        if let (Some(field), Verdict::Correct | Verdict::Reject) = (&review.field, review.verdict) {
            let after =
                if review.verdict == Verdict::Reject { &serde_json::Value::Null } else { &review.after };
            Change::read(field, after)?;
        } else if review.verdict == Verdict::Correct {
            return Err(DeskError::Unknown("say which field is to be corrected (`field`)".to_owned()));
        }
        let Some((text, reading)) = self.book().reading(report.number)? else {
            return Err(DeskError::Unknown(format!("report {} has no reading", report.number)));
        };
        let mut reviews = self.book().reviews(&review.report)?;
        let before = corrected(&text, report.title.as_deref(), reading.clone(), &reviews);
        let there = |event: &sayso::record::Event| {
            before.marks.get(&event.id).map_or_else(|| key_of(event), |(key, _)| key.clone()) == *key
        };
        let is_there = before.reading.events.iter().chain(&before.rejected).any(there);
        if !is_there && review.verdict != Verdict::Add {
            return Err(DeskError::Unknown(format!(
                "report {} has no event {} at {} to {}; load it again",
                report.number, key.kind, key.start, key.end
            )));
        }
        let number = reviews.last().map_or(1, |row| row.number + 1);
        reviews.push(ReviewRow { number, review: review.clone(), hash: String::new() });
        let mut after = corrected(&text, report.title.as_deref(), reading, &reviews);
        let new = after.problems.len() > before.problems.len();
        if let Some(problem) = after.problems.pop().filter(|_| new) {
            return Err(problem.into());
        }
        if review.verdict == Verdict::Add && after.lost.iter().any(|(lost, _)| lost == key) {
            return Err(DeskError::Unknown(format!(
                "no event can be put in: the report has no words from {} to {}, or {} is no type of PLOVER's",
                key.start, key.end, key.kind
            )));
        }
        Ok(())
    }

    /// Puts a report on the desk, or in place of what was there.
    fn put(&mut self, number: i64, stamp: String) -> Result<(), DeskError> {
        let book = self.book.get_mut().unwrap_or_else(PoisonError::into_inner);
        let (report, rows) = (book.report(number)?, book.events_of(number)?);
        if let Some(report) = report {
            self.reports.insert(number, OnDesk { report, stamp, rows, entries: Vec::new() });
        }
        Ok(())
    }

    fn put_incident(&mut self, group: Group) -> Result<(), DeskError> {
        let (record, members) = self.board.incident(&self.book(), &group)?;
        let told = members.iter().filter_map(|(number, account)| {
            let on_desk = self.reports.get(number)?;
            let row = on_desk.rows.iter().find(|row| row.event == account.event)?;
            Some((row, on_desk.report.outlet.as_deref()))
        });
        let entry = Entry::of_incident(&record, told);
        self.incidents.insert(entry.line.id.clone(), (group, Arc::new(entry)));
        Ok(())
    }

    /// Makes the lists anew; the lines of events only of these reports, or of all.
    fn list_again(&mut self, changed: Option<&BTreeSet<i64>>) {
        let mut incident_of: HashMap<AccountId, &Arc<Entry<IncidentLine>>> = HashMap::new();
        match changed {
            None => {
                for (group, entry) in self.incidents.values() {
                    incident_of.extend(group.members.iter().map(|id| (*id, entry)));
                }
            }
            Some(changed) => {
                for id in changed.iter().flat_map(|number| self.accounts_of(*number)) {
                    let group = self.board.group_of(id);
                    let entry = group.and_then(|group| self.incidents.get(&group.id.0));
                    incident_of.extend(entry.map(|(_, entry)| (id, entry)));
                }
            }
        }
        for (number, on_desk) in &mut self.reports {
            if changed.is_some_and(|changed| !changed.contains(number)) {
                continue;
            }
            let report = &on_desk.report;
            let entry = |row: &EventRow| {
                let incident =
                    incident_of.get(&AccountId::new(&report.key, &row.event)).map(|entry| &entry.line);
                let mut facts = Facts::of_event(row, report.outlet.as_deref());
                facts.grade = incident.map(|line| line.grade.clone()).unwrap_or_default();
                facts.origins = incident.map_or(0, |line| line.origins);
                let line = EventLine {
                    row: row.clone(),
                    outlet: report.outlet.clone(),
                    published: report.published.clone(),
                    title: report.title.clone(),
                    incident: incident.map(|line| line.id.clone()),
                    grade: incident.map(|line| line.grade.clone()),
                };
                Arc::new(Entry { line, facts })
            };
            on_desk.entries = on_desk.rows.iter().map(entry).collect();
        }
        let events = self.reports.values().flat_map(|on_desk| on_desk.entries.iter().cloned()).collect();
        self.event_list = Arc::new(self.event_list.renewed(events));
        let incidents = self.incidents.values().map(|(_, entry)| Arc::clone(entry)).collect();
        self.incident_list = Arc::new(self.incident_list.renewed(incidents));
    }
}
