//! Workers without work sleep here, and are woken.
//!
//! A worker says that it sleeps, looks once more for work, and sleeps; who has made work looks for
//! sleepers after it. So one of the two sees the other.

use super::sync::{AtomicUsize, Mutex, MutexGuard, Ordering, Thread, current, fence, park};
use std::sync::PoisonError;
use std::time::Duration;

/// The sleepers.
#[derive(Default)]
pub struct Parking {
    sleepers: Mutex<Vec<Sleeper>>,
    count: AtomicUsize,
}

struct Sleeper {
    worker: u16,
    thread: Thread,
    /// It wakes by itself when the next timer goes off.
    keeps_time: bool,
}

impl Parking {
    fn sleepers(&self) -> MutexGuard<'_, Vec<Sleeper>> {
        self.sleepers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many sleep.
    pub fn count(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }

    /// Sleeps until somebody wakes the worker, unless there is work after all. `timeout` is asked for
    /// if no other sleeper keeps the time.
    pub fn sleep(
        &self,
        worker: u16,
        has_work: impl Fn() -> bool,
        timeout: impl Fn() -> Option<Duration>,
    ) {
        let keeps_time = {
            let mut sleepers = self.sleepers();
            let keeps_time = !sleepers.iter().any(|sleeper| sleeper.keeps_time);
            sleepers.push(Sleeper {
                worker,
                thread: current(),
                keeps_time,
            });
            self.count.store(sleepers.len(), Ordering::SeqCst);
            keeps_time
        };
        // See `Processes::call_worker`.
        fence(Ordering::SeqCst);
        if !has_work() {
            park(timeout().filter(|_| keeps_time));
        }
        let mut sleepers = self.sleepers();
        sleepers.retain(|sleeper| sleeper.worker != worker);
        self.count.store(sleepers.len(), Ordering::SeqCst);
    }

    /// Wakes one, if any sleeps.
    #[inline]
    pub fn wake_one(&self) {
        if self.count() > 0 {
            self.wake(|sleepers| sleepers.len().checked_sub(1));
        }
    }

    /// Wakes the one that keeps the time: a timer goes off sooner than it knows.
    pub fn wake_timekeeper(&self) {
        if self.count() > 0 {
            self.wake(|sleepers| sleepers.iter().position(|sleeper| sleeper.keeps_time));
        }
    }

    /// The same, or another: none has kept the time, and who is awake has not looked at it.
    pub fn wake_for_timer(&self) {
        self.wake(|sleepers| {
            let keeper = sleepers.iter().position(|sleeper| sleeper.keeps_time);
            keeper.or(sleepers.len().checked_sub(1))
        });
    }

    #[cold]
    fn wake(&self, choose: impl Fn(&[Sleeper]) -> Option<usize>) {
        let mut sleepers = self.sleepers();
        if let Some(index) = choose(&sleepers) {
            let sleeper = sleepers.remove(index);
            self.count.store(sleepers.len(), Ordering::SeqCst);
            sleeper.thread.unpark();
        }
    }
}
