//! What belongs to one worker: its queue of processes, and what it need not share.

use super::ready::Ready;
use super::slots::FreeSlots;
use alate_abi::context::Context;
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A worker.
pub struct Worker {
    /// From 0.
    pub number: u16,
    ready: Mutex<Ready>,
    /// How many its queue holds.
    length: AtomicUsize,
    /// Whether what is in its queue has waited since the last look of the watch.
    is_stuck: AtomicBool,
    /// How often it put a process onto itself. Only the worker writes it.
    turns: AtomicU64,
    /// Processes begun and ended on it. Only the worker writes them.
    begun: AtomicU64,
    ended: AtomicU64,
    /// The context it runs with, of which others touch atomic fields only.
    pub context: *mut Context,
    private: UnsafeCell<Private>,
}

/// What only the worker touches, or the collector while the world is stopped.
#[derive(Default)]
pub struct Private {
    /// What the next minor collection looks at: slots.
    pub dirty: Vec<u32>,
    pub(super) free: FreeSlots,
}

// SAFETY: `private` is reached by a method only whose contract says who may; of the context others
// touch atomic fields only.
unsafe impl Sync for Worker {}
// SAFETY: as above.
unsafe impl Send for Worker {}

impl Worker {
    /// A worker that has not begun.
    pub fn new(number: u16) -> Worker {
        Worker {
            number,
            ready: Mutex::default(),
            length: AtomicUsize::new(0),
            is_stuck: AtomicBool::new(false),
            turns: AtomicU64::new(0),
            begun: AtomicU64::new(0),
            ended: AtomicU64::new(0),
            context: Box::into_raw(Box::new(Context::new())),
            private: UnsafeCell::default(),
        }
    }

    /// The worker of a context that a scheduler has made.
    pub fn of(context: &Context) -> Option<&'static Worker> {
        // SAFETY: 0 or the address of a worker, which lives as long as the program.
        unsafe { (context.worker as *const Worker).as_ref() }
    }

    /// What only the worker touches.
    ///
    /// # Safety
    /// The caller is the worker, or has stopped the world; there is no other reference meanwhile.
    #[expect(clippy::mut_from_ref, reason = "the contract says who may")]
    pub unsafe fn private(&self) -> &mut Private {
        // SAFETY: the caller's contract.
        unsafe { &mut *self.private.get() }
    }

    /// Changes its queue.
    pub fn with_ready<R>(&self, change: impl FnOnce(&mut Ready) -> R) -> R {
        let mut ready: MutexGuard<Ready> =
            self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = change(&mut ready);
        // SeqCst: who goes to sleep says so first and looks here then, who adds to a queue does the
        // opposite.
        self.length.store(ready.len(), Ordering::SeqCst);
        answer
    }

    /// How many are in its queue.
    #[inline]
    pub fn waiting(&self) -> usize {
        self.length.load(Ordering::SeqCst)
    }

    /// Whether what is in its queue had better be taken by another worker.
    pub fn is_stuck(&self) -> bool {
        self.is_stuck.load(Ordering::Relaxed)
    }

    /// Says so.
    pub fn set_stuck(&self, is_stuck: bool) {
        self.is_stuck.store(is_stuck, Ordering::Relaxed);
    }

    /// Counts a turn.
    #[inline]
    pub fn count_turn(&self) {
        count(&self.turns);
    }

    pub(super) fn count_begun(&self) {
        count(&self.begun);
    }

    pub(super) fn count_ended(&self) {
        count(&self.ended);
    }

    /// How often it put a process onto itself.
    pub fn turns(&self) -> u64 {
        self.turns.load(Ordering::Relaxed)
    }

    /// How many more processes began on it than ended.
    pub(super) fn balance(&self) -> i64 {
        let ended = self.ended.load(Ordering::Relaxed);
        let begun = self.begun.load(Ordering::Relaxed);
        begun.wrapping_sub(ended) as i64
    }
}

/// Adds one to what only the caller writes.
#[inline]
fn count(counter: &AtomicU64) {
    counter.store(counter.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
}
