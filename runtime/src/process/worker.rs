//! What belongs to one worker: its queue of processes, and what it need not share.
//!
//! Work is measured in reductions, as far as that costs nothing where it is done: one for each turn, for each
//! [`BYTES`] allocated, and, once anybody has asked for reductions, for each [`NANOSECONDS`] of running. With a seed
//! time does not count.

use super::ready::Ready;
use super::record::Priority;
use super::slots::FreeSlots;
use crate::heap;
use crate::os::time;
use alate_abi::context::Context;
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A reduction is so many bytes allocated.
const BYTES: u64 = 64;
/// Or so long a time.
const NANOSECONDS: u64 = 256;

/// Whether anybody has asked for reductions: to look at the clock in each turn costs as much as the turn.
static COUNTS_TIME: AtomicBool = AtomicBool::new(false);

/// A worker.
pub struct Worker {
    /// From 0.
    pub number: u16,
    /// Which process is next is drawn.
    is_seeded: bool,
    ready: Mutex<Ready>,
    /// How many its queue holds. Written under its lock.
    length: AtomicUsize,
    /// Whether a process is next before those in the queue. Only the worker writes it.
    has_next: AtomicBool,
    /// Whether what is in its queue has waited since the last look of the watch.
    is_stuck: AtomicBool,
    /// How often it put a process onto itself. Only the worker writes it.
    turns: AtomicU64,
    /// Reductions on it, those for turns left out. Only the worker writes it.
    reductions: AtomicU64,
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
    /// A process of normal priority that is next before those in the queue: it came when that was
    /// empty. Most of the time there is no other, and nobody need be told of it.
    next: u64,
    pub(super) free: FreeSlots,
    /// What it had allocated, and what time it was, when the work of the process that runs was last
    /// measured; 0: the time was not looked at.
    measured_bytes: u64,
    measured_time: i64,
    /// Bytes that were too few for one more reduction.
    unmeasured: u64,
}

// SAFETY: `private` is reached by a method only whose contract says who may; of the context others
// touch atomic fields only.
unsafe impl Sync for Worker {}
// SAFETY: as above.
unsafe impl Send for Worker {}

impl Worker {
    /// A worker that has not begun. With a seed it draws which process is next.
    pub fn new(number: u16, seed: Option<u64>) -> Worker {
        let mut ready = Ready::default();
        if let Some(seed) = seed {
            ready.seed(seed);
        }
        Worker {
            number,
            is_seeded: seed.is_some(),
            ready: Mutex::new(ready),
            length: AtomicUsize::new(0),
            has_next: AtomicBool::new(false),
            is_stuck: AtomicBool::new(false),
            turns: AtomicU64::new(0),
            reductions: AtomicU64::new(0),
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

    /// Whether the order in which processes run is drawn from a seed.
    pub fn is_seeded(&self) -> bool {
        self.is_seeded
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
        self.length.store(ready.len(), Ordering::Relaxed);
        answer
    }

    /// How many wait for their turn on it.
    #[inline]
    pub fn waiting(&self) -> usize {
        self.in_queue() + usize::from(self.has_next.load(Ordering::Relaxed))
    }

    /// How many of them others can take.
    #[inline]
    pub fn in_queue(&self) -> usize {
        self.length.load(Ordering::Relaxed)
    }

    /// Puts a process that is ready behind all others of its priority; answers how many wait then.
    /// Called by the worker itself.
    #[inline]
    pub fn push(&self, pid: u64, priority: Priority) -> usize {
        if self.waiting() == 0 && priority == Priority::Normal && !self.is_seeded {
            // SAFETY: the worker is the caller.
            unsafe { self.private() }.next = pid;
            self.has_next.store(true, Ordering::Relaxed);
            return 1;
        }
        self.push_more(pid, priority)
    }

    fn push_more(&self, pid: u64, priority: Priority) -> usize {
        let next = self.take_next();
        self.with_ready(|ready| {
            if let Some(next) = next {
                ready.push(next, Priority::Normal);
            }
            ready.push(pid, priority);
            ready.len()
        })
    }

    fn take_next(&self) -> Option<u64> {
        let has_next = self.has_next.load(Ordering::Relaxed);
        has_next.then(|| {
            self.has_next.store(false, Ordering::Relaxed);
            // SAFETY: the worker is the caller.
            unsafe { self.private() }.next
        })
    }

    /// Takes the process that is next. Called by the worker itself.
    #[inline]
    pub fn pop(&self) -> Option<u64> {
        if let Some(next) = self.take_next() {
            return Some(next);
        }
        match self.in_queue() {
            0 => None,
            _ => self.with_ready(Ready::pop),
        }
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

    /// From here on work is that of another process.
    #[inline]
    pub fn begin_measuring(&self, context: &Context) {
        // SAFETY: the caller is the worker.
        let private = unsafe { self.private() };
        private.measured_bytes = heap::spent(context);
        private.measured_time = self.time();
    }

    /// The reductions since that, or since the last measuring.
    #[inline]
    pub fn measure(&self, context: &Context) -> u64 {
        // SAFETY: as above.
        let private = unsafe { self.private() };
        let (bytes, time) = (heap::spent(context), self.time());
        let before = std::mem::replace(&mut private.measured_bytes, bytes);
        let mut work = bytes.saturating_sub(before) + private.unmeasured;
        let before = std::mem::replace(&mut private.measured_time, time);
        if before > 0 {
            work += (time - before).unsigned_abs() * BYTES / NANOSECONDS;
        }
        private.unmeasured = work % BYTES;
        let reductions = work / BYTES;
        let sum = self.reductions.load(Ordering::Relaxed) + reductions;
        self.reductions.store(sum, Ordering::Relaxed);
        reductions
    }

    #[inline]
    fn time(&self) -> i64 {
        match COUNTS_TIME.load(Ordering::Relaxed) && !self.is_seeded {
            true => time::monotonic(),
            false => 0,
        }
    }

    /// Reductions of all processes on it until their work was last measured.
    pub fn reductions(&self) -> u64 {
        self.reductions.load(Ordering::Relaxed) + self.turns()
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

/// Time counts as work from now on: somebody wants to know.
pub fn count_time() {
    COUNTS_TIME.store(true, Ordering::Relaxed);
}

/// Adds one to what only the caller writes.
#[inline]
fn count(counter: &AtomicU64) {
    counter.store(counter.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
}
