//! Work on all cores with the order kept and a bounded number of items in flight.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

/// How many items may be in flight for each worker: enough that none waits for a slow neighbour.
const WINDOW: usize = 4;

/// Takes items in; [`Feed::send`] waits while too many are in flight.
pub(crate) struct Feed<T> {
    items: Sender<(u64, T)>,
    permits: Receiver<()>,
    next: u64,
}

impl<T> Feed<T> {
    /// Hands an item to the workers.
    pub(crate) fn send(&mut self, item: T) {
        // OK to ignore because both ends are gone only when the program ends.
        if self.permits.recv().is_ok() {
            let _ = self.items.send((self.next, item));
            self.next += 1;
        }
    }
}

/// Runs `produce` on a thread of its own, `work` on `jobs` threads, and `consume` here, in the order of production.
///
/// `consume` is also told whether its next result is already waiting. Neither `work` nor `consume` may panic, since the
/// others would wait for them; to stop early, end the process.
pub(crate) fn run<T: Send, R: Send>(
    jobs: usize,
    produce: impl FnOnce(&mut Feed<T>) + Send,
    work: impl Fn(T) -> R + Sync,
    mut consume: impl FnMut(R, bool),
) {
    let (permit, permits) = channel();
    for _ in 0..WINDOW * jobs {
        let _ = permit.send(());
    }
    let (items, todo) = channel();
    let todo = Mutex::new(todo);
    let (results, done) = channel();
    std::thread::scope(|scope| {
        let mut feed = Feed { items, permits, next: 0 };
        scope.spawn(move || produce(&mut feed));
        for _ in 0..jobs {
            let results = results.clone();
            let (todo, work) = (&todo, &work);
            scope.spawn(move || {
                loop {
                    // OK to go on with a poisoned lock because a receiver has no state to break.
                    let next = todo.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((number, item)) = next else { break };
                    let _ = results.send((number, work(item)));
                }
            });
        }
        drop(results);
        let mut early = BTreeMap::new();
        let mut next = 0;
        for (number, result) in done {
            early.insert(number, result);
            while let Some(result) = early.remove(&next) {
                next += 1;
                consume(result, early.contains_key(&next));
                let _ = permit.send(());
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    #[test]
    fn order_is_kept_and_the_window_bounded() {
        let flying = AtomicUsize::new(0);
        let most = AtomicUsize::new(0);
        let mut out = Vec::new();
        run(
            3,
            |feed: &mut Feed<u64>| {
                for n in 0..200 {
                    // Counted before it is sent, so that none is taken off before it is on.
                    most.fetch_max(flying.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    feed.send(n);
                }
            },
            |n| {
                // The first item is the slowest.
                std::thread::sleep(Duration::from_micros(if n == 0 { 20_000 } else { n * 7 % 5 }));
                n
            },
            |n, _| {
                flying.fetch_sub(1, Ordering::SeqCst);
                out.push(n);
            },
        );
        assert_eq!(out, (0..200).collect::<Vec<_>>());
        assert!(most.into_inner() <= WINDOW * 3 + 1);
    }

    #[test]
    fn nothing_to_do_ends() {
        run(2, |_: &mut Feed<()>| {}, |()| (), |(), _| {});
    }
}
