//! A thread that takes the worker away from a process which runs for long while others are ready. It
//! sleeps while nobody else is.

use crate::safepoint::{PREEMPT, request};
use alate_abi::context::Context;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, Thread};
use std::time::Duration;

/// How long a process may run while others are ready.
const SLICE: Duration = Duration::from_millis(1);

/// Whether others are ready.
static OTHERS_READY: AtomicBool = AtomicBool::new(false);

/// The thread, once there is one.
#[derive(Default)]
pub struct Preemption {
    thread: Option<Thread>,
}

impl Preemption {
    /// Says whether others are ready beside the process that runs.
    pub fn others_ready(&mut self, context: &'static Context, ready: bool) {
        // Only this worker writes it.
        if OTHERS_READY.load(Ordering::Relaxed) == ready {
            return;
        }
        OTHERS_READY.store(ready, Ordering::SeqCst);
        if !ready {
            return;
        }
        match &self.thread {
            Some(thread) => thread.unpark(),
            None => {
                let watch = thread::Builder::new()
                    .name("preemption".into())
                    .spawn(move || watch(context));
                // Without the thread processes still take turns where they wait.
                self.thread = watch.ok().map(|handle| handle.thread().clone());
            }
        }
    }
}

fn watch(context: &'static Context) {
    loop {
        while !OTHERS_READY.load(Ordering::SeqCst) {
            thread::park();
        }
        thread::sleep(SLICE);
        if OTHERS_READY.load(Ordering::SeqCst) {
            request(context, PREEMPT);
        }
    }
}
