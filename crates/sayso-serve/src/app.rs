//! What all answers are made from: the casebook, the engine, and answers that were made already.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{SystemTime, UNIX_EPOCH};

use hyper::body::Bytes;
use sayso::Engine;
use sayso::ingest::Limits;
use sayso_casebook::Casebook;
use sayso_desk::{Desk, DeskError};
use tokio::sync::{Semaphore, watch};

use crate::cache::Cache;
use crate::guard::Guard;
use crate::page::Page;
use crate::problem::Problem;

/// Something that is made while the page is already served.
#[derive(Debug)]
pub(crate) struct Background<T>(OnceLock<Result<T, String>>);

impl<T> Default for Background<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T> Background<T> {
    /// Makes it, on the thread that calls.
    pub(crate) fn make(&self, make: impl FnOnce() -> Result<T, String>) {
        let made = catch_unwind(AssertUnwindSafe(make));
        let made = made.unwrap_or_else(|_| Err("the program stumbled over it".to_owned()));
        // OK to ignore because it is made once
        let _ = self.0.set(made);
    }

    /// Waits until it is there.
    pub(crate) fn wait(&self) -> Result<&T, Problem> {
        self.0.wait().as_ref().map_err(Problem::failed)
    }

    /// What is there now.
    pub(crate) fn now(&self) -> Option<&Result<T, String>> {
        self.0.get()
    }
}

/// The state of the casebook, as those who wait for changes see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Revision {
    /// Grows with every change.
    pub(crate) number: u64,
    /// The server ends: nobody waits any longer.
    pub(crate) ending: bool,
}

/// Everything that a handler may use.
pub(crate) struct App {
    pub(crate) guard: Guard,
    pub(crate) page: Page,
    pub(crate) limits: Limits,
    /// The name under which reviews are made where the page gives none.
    pub(crate) who: String,
    pub(crate) engine: Background<Engine>,
    desk: Background<RwLock<Desk>>,
    /// Places for what takes a moment, for the reading of reports, and for files that are given out.
    pub(crate) light: Arc<Semaphore>,
    pub(crate) reading: Arc<Semaphore>,
    pub(crate) giving: Arc<Semaphore>,
    revision: watch::Sender<Revision>,
    cache: Mutex<Cache>,
}

impl App {
    pub(crate) fn new(guard: Guard, page: Page, limits: Limits, who: String) -> Self {
        // Counted on from the clock, so that a page that outlives the server sees a change.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_millis() as u64);
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            guard,
            page,
            limits,
            who,
            engine: Background::default(),
            desk: Background::default(),
            light: Arc::new(Semaphore::new(cores.max(2) * 2)),
            reading: Arc::new(Semaphore::new(cores.max(2))),
            giving: Arc::new(Semaphore::new(4)),
            revision: watch::Sender::new(Revision { number: now, ending: false }),
            cache: Mutex::default(),
        }
    }

    /// Puts the casebook on the desk, on the thread that calls.
    pub(crate) fn open(&self, casebook: &Path) {
        self.desk.make(|| laid_out(casebook).map(RwLock::new).map_err(|error| error.to_string()));
        self.changed();
    }

    /// The casebook and all that follows from it, to look at.
    pub(crate) fn desk(&self) -> Result<RwLockReadGuard<'_, Desk>, Problem> {
        let desk = self.desk.wait()?;
        if desk.is_poisoned() {
            drop(self.desk_to_change()?);
        }
        Ok(desk.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the casebook, and tells those who wait for changes.
    pub(crate) fn change<T>(
        &self,
        change: impl FnOnce(&mut Desk) -> Result<T, DeskError>,
    ) -> Result<T, Problem> {
        let done = change(&mut *self.desk_to_change()?);
        self.changed();
        Ok(done?)
    }

    /// Takes in what other programs have written.
    pub(crate) fn refresh(&self) -> Result<(), Problem> {
        let behind = self.desk()?.is_behind()?;
        if behind {
            let changed = self.desk_to_change()?.refresh()?;
            if changed {
                self.changed();
            }
        }
        Ok(())
    }

    /// The desk, alone. If somebody stumbled while he changed it, it is laid out anew from the casebook, which is whole.
    fn desk_to_change(&self) -> Result<RwLockWriteGuard<'_, Desk>, Problem> {
        let desk = self.desk.wait()?;
        let mut free = match desk.write() {
            Ok(free) => return Ok(free),
            Err(stumbled) => stumbled.into_inner(),
        };
        let path = free.book().path().to_path_buf();
        *free = laid_out(&path)?;
        desk.clear_poison();
        self.changed();
        Ok(free)
    }

    /// The number of the casebook's state.
    pub(crate) fn revision(&self) -> u64 {
        self.revision.borrow().number
    }

    /// For those who wait for another state.
    pub(crate) fn revisions(&self) -> watch::Receiver<Revision> {
        self.revision.subscribe()
    }

    /// The casebook is another one now.
    pub(crate) fn changed(&self) {
        self.revision.send_modify(|revision| revision.number += 1);
    }

    /// The server ends.
    pub(crate) fn end(&self) {
        self.revision.send_modify(|revision| revision.ending = true);
    }

    /// What was answered already.
    pub(crate) fn kept(&self, revision: u64, key: &str) -> Option<Bytes> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).get(revision, key)
    }

    /// Keeps an answer.
    pub(crate) fn keep(&self, revision: u64, key: String, answer: Bytes) {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).put(revision, key, answer);
    }
}

/// Opens a casebook and all that follows from it.
fn laid_out(casebook: &Path) -> Result<Desk, DeskError> {
    Desk::open(Casebook::open(casebook)?)
}
