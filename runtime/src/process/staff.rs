//! Threads that are begun when there is first something for them to do: further workers, and the
//! watch, who looks every millisecond who has run for long and whose time has come.

use alate_abi::context::Context;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::Thread;

/// How to begin them, and which there are.
pub struct Staff {
    /// Begins the worker of a number.
    worker: Box<dyn Fn(usize) + Send + Sync>,
    /// Begins the watch; none: there can be no thread.
    watch: Box<dyn Fn() -> Option<Thread> + Send + Sync>,
    /// Has a worker come to its next poll.
    interrupt: fn(&Context),
    workers: AtomicUsize,
    is_watched: AtomicBool,
    watch_thread: Mutex<Option<Thread>>,
}

impl Staff {
    /// One worker there is, and no watch.
    pub fn new(
        worker: impl Fn(usize) + Send + Sync + 'static,
        watch: impl Fn() -> Option<Thread> + Send + Sync + 'static,
        interrupt: fn(&Context),
    ) -> Staff {
        Staff {
            worker: Box::new(worker),
            watch: Box::new(watch),
            interrupt,
            workers: AtomicUsize::new(1),
            is_watched: AtomicBool::new(false),
            watch_thread: Mutex::default(),
        }
    }

    /// Begins one more worker, of so many.
    #[inline]
    pub fn begin_worker(&self, most: usize) {
        if self.workers.load(Ordering::Relaxed) < most {
            self.begin(most);
        }
    }

    #[cold]
    fn begin(&self, most: usize) {
        let number = self.workers.fetch_add(1, Ordering::SeqCst);
        if number < most {
            (self.worker)(number);
        } else {
            self.workers.fetch_sub(1, Ordering::SeqCst);
        }
    }

    /// Has the worker of a context come to its next poll.
    pub fn interrupt(&self, context: &Context) {
        (self.interrupt)(context);
    }

    /// How many workers there are.
    pub fn workers(&self) -> usize {
        self.workers.load(Ordering::SeqCst)
    }

    /// Has the watch look, until it finds that there is nothing to look after.
    #[inline]
    pub fn keep_watch(&self) {
        if !self.is_watched.load(Ordering::Relaxed) {
            self.call_watch();
        }
    }

    #[cold]
    fn call_watch(&self) {
        if self.is_watched.swap(true, Ordering::SeqCst) {
            return;
        }
        let mut thread = self
            .watch_thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        match &*thread {
            Some(thread) => thread.unpark(),
            // Without the thread processes still take turns where they wait.
            None => *thread = (self.watch)(),
        }
    }

    /// The watch finds nothing to look after. Who makes something after it calls it again.
    pub fn end_watch(&self) {
        self.is_watched.store(false, Ordering::SeqCst);
    }

    /// Whether the watch has been called.
    pub fn is_watched(&self) -> bool {
        self.is_watched.load(Ordering::SeqCst)
    }
}
