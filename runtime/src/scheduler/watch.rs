//! A thread that looks every millisecond after what nobody else sees: a process that has run for long
//! while others are ready on its worker, one that waits there though another worker sleeps, timers
//! while all workers are busy. It sleeps while there is nothing to look after.
//!
//! After its first interval it also begins the thread that waits for signals, which programs that end
//! before that need not pay for; signals that come earlier are held back until then.
//!
//! A process runs for two of these intervals at most while others are ready, for the first look may
//! come just after it began.

use super::outside;
use super::run::Scheduler;
use crate::os::{signals, threads, time};
use crate::process::NEVER;
use crate::safepoint::{PREEMPT, request};
use std::thread::{self, Thread};
use std::time::Duration;

/// The interval.
const SLICE: Duration = Duration::from_millis(1);
/// It sleeps when it has found nothing so many times.
const PATIENCE: u32 = 10;

/// Begins the thread.
pub fn begin(scheduler: &'static Scheduler) -> Option<Thread> {
    let thread = threads::begin("watch", Box::new(move || watch(scheduler)));
    if thread.is_err() {
        signals::release();
    }
    thread.ok()
}

fn watch(scheduler: &'static Scheduler) {
    let Some(staff) = scheduler.processes().staff.get() else {
        return;
    };
    let mut seen = Seen {
        turns: vec![u64::MAX; scheduler.processes().workers.len()],
        due: NEVER,
    };
    let mut idle = 0;
    thread::sleep(SLICE);
    outside::begin(scheduler);
    loop {
        match look(scheduler, &mut seen) {
            true => idle = 0,
            false => idle += 1,
        }
        if idle >= PATIENCE {
            staff.end_watch();
            // Who has made something to look after before that has not called.
            if look(scheduler, &mut seen) {
                staff.keep_watch();
            }
            while !staff.is_watched() {
                thread::park();
            }
            idle = 0;
        }
        thread::sleep(SLICE);
    }
}

/// What it saw at the last look.
struct Seen {
    /// The turns of the workers.
    turns: Vec<u64>,
    /// When the timer was to go off that was due; [`NEVER`]: none was.
    due: i64,
}

/// True: there was something to look after.
fn look(scheduler: &Scheduler, seen: &mut Seen) -> bool {
    let processes = scheduler.processes();
    let timer = processes.timers.next();
    let timer_is_due = timer != NEVER && timer <= time::monotonic();
    let sleepers = processes.parking.count();
    let mut is_busy = timer != NEVER && sleepers < processes.workers.len();
    for (worker, before) in processes.workers.iter().zip(&mut seen.turns) {
        let now = worker.turns();
        let is_unmoved = std::mem::replace(before, now) == now;
        let waits = worker.waiting() > 0;
        is_busy |= waits;
        worker.set_stuck(is_unmoved && waits);
        if is_unmoved && (waits || timer_is_due) {
            // SAFETY: the context lives as long as the program; its atomic fields are touched only.
            request(unsafe { &*worker.context }, PREEMPT);
        }
        if is_unmoved && worker.in_queue() > 0 {
            processes.call_worker();
        }
    }
    let due = if timer_is_due { timer } else { NEVER };
    let was_due = std::mem::replace(&mut seen.due, due) == due;
    if timer_is_due && sleepers > 0 {
        processes.parking.wake_for_timer();
    } else if timer_is_due && was_due {
        // All who work are where they come to no poll, as in writing to a slow reader.
        processes.call_worker();
    }
    is_busy
}
