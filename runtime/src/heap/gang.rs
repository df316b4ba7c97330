//! Several threads at one tracing: who has nothing left to do takes from those who have much.
//!
//! A thread works through what it found itself. It gives a part away when others wait for work and it
//! has plenty. The work is over when all who take part wait and there is nothing to take.

use super::sync::{AtomicBool, AtomicUsize, Mutex, MutexGuard, Ordering, nap, spin};
use std::sync::PoisonError;
use std::time::Duration;

/// Who can help with a collection.
pub trait Helpers {
    /// How many threads can take part, the caller's included.
    fn most(&self) -> usize;

    /// The number of the calling thread.
    fn own_number(&self) -> usize;

    /// Does a task on the calling thread, and on those that help, each with its number. Comes back when
    /// all of them have.
    fn run(&self, task: &(dyn Fn(usize) + Sync));
}

/// The calling thread alone.
pub struct NoHelp;

impl Helpers for NoHelp {
    fn most(&self) -> usize {
        1
    }

    fn own_number(&self) -> usize {
        0
    }

    fn run(&self, task: &(dyn Fn(usize) + Sync)) {
        task(0);
    }
}

/// After so many looks whether there is something to take, some tens of microseconds, a thread lets
/// another have its core: the one it waits for may have been put onto the same. To yield is not enough for
/// that; the system gives the core back.
const LOOKS: usize = 2048;
const NAP: Duration = Duration::from_micros(20);

/// The pool of work and those who wait for it. `T` is a piece of work.
pub struct Gang<T> {
    pool: Mutex<Pool<T>>,
    /// Which parts of the roots have been taken.
    parts: Vec<AtomicBool>,
    /// How many wait: read by those who work, to see whether to give something away.
    waiting: AtomicUsize,
    /// For those who wait: whether there is something in the pool, or all is done.
    has_news: AtomicBool,
}

struct Pool<T> {
    work: Vec<T>,
    threads: usize,
    waiting: usize,
    is_done: bool,
}

impl<T> Gang<T> {
    /// A gang for roots of so many parts. Nobody takes part yet.
    pub fn new(parts: usize) -> Gang<T> {
        Gang {
            pool: Mutex::new(Pool {
                work: Vec::new(),
                threads: 0,
                waiting: 0,
                is_done: false,
            }),
            parts: (0..parts).map(|_| AtomicBool::new(false)).collect(),
            waiting: AtomicUsize::new(0),
            has_news: AtomicBool::new(false),
        }
    }

    fn pool(&self) -> MutexGuard<'_, Pool<T>> {
        // Nothing panics while it is locked.
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A thread takes part from now on. False: it is too late.
    pub fn join(&self) -> bool {
        let mut pool = self.pool();
        pool.threads += usize::from(!pool.is_done);
        !pool.is_done
    }

    /// The parts of the roots that nobody else has, from one on, each when it is asked for.
    pub fn parts_from(&self, first: usize) -> impl Iterator<Item = usize> {
        let count = self.parts.len();
        let indices = (0..count).map(move |index| (first + index) % count);
        // Who takes a part does all that belongs to it.
        indices.filter(|index| {
            let part = &self.parts[*index];
            !part.load(Ordering::Relaxed) && !part.swap(true, Ordering::Relaxed)
        })
    }

    /// Whether somebody waits for work.
    #[inline]
    pub fn wants_work(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > 0
    }

    /// Gives a piece of work away.
    pub fn give(&self, work: T) {
        let mut pool = self.pool();
        pool.work.push(work);
        self.has_news.store(true, Ordering::Release);
    }

    /// A piece of work for a thread that has none left. None: all is done.
    pub fn take(&self) -> Option<T> {
        let mut pool = self.pool();
        let mut is_waiting = false;
        loop {
            if let Some(work) = pool.work.pop() {
                if is_waiting {
                    pool.waiting -= 1;
                    self.waiting.store(pool.waiting, Ordering::Relaxed);
                }
                self.has_news
                    .store(!pool.work.is_empty(), Ordering::Release);
                return Some(work);
            }
            if !is_waiting {
                is_waiting = true;
                pool.waiting += 1;
                self.waiting.store(pool.waiting, Ordering::Relaxed);
            }
            if pool.waiting == pool.threads {
                pool.is_done = true;
                self.has_news.store(true, Ordering::Release);
            }
            if pool.is_done {
                return None;
            }
            drop(pool);
            self.wait_for_news();
            pool = self.pool();
        }
    }

    fn wait_for_news(&self) {
        let has_news = || self.has_news.load(Ordering::Acquire);
        loop {
            spin(LOOKS, has_news);
            if has_news() {
                return;
            }
            nap(NAP);
        }
    }
}
