//! Workers without work: they take it from others, else sleep.

use super::run::{Run, Scheduler};
use crate::os::{stdio, threads, time};
use crate::process::{NEVER, Ready, Worker};
use std::time::Duration;

/// How often a worker looks for work before it sleeps: some tens of microseconds. Who makes work for
/// it meanwhile need not wake it.
const LOOKS: usize = 200;
/// Between two looks.
const PAUSES: usize = 50;

/// Begins one more worker on a thread of its own.
pub fn begin_worker(scheduler: &'static Scheduler, number: usize) {
    let Some(worker) = scheduler.processes().workers.get(number) else {
        return;
    };
    scheduler.world.heap.set_allocators(number as u64 + 1);
    let work = move || {
        scheduler
            .world
            .enter(&scheduler.processes().workers[number]);
        Run::new(scheduler, worker).forever()
    };
    // Without the thread the other workers do all the work.
    let _ = threads::begin(&format!("worker {number}"), Box::new(work));
}

/// Takes half of what waits for another worker. One process that has not waited for long is left to
/// it: it is the next to run there as a rule, where what it touches is in the cache.
pub fn steal(run: &Run) -> Option<u64> {
    let workers = &run.processes().workers;
    let own = usize::from(run.worker.number);
    let others = (1..workers.len()).map(|distance| &workers[(own + distance) % workers.len()]);
    for victim in others.filter(|victim| may_be_robbed(victim)) {
        let mut loot = Ready::default();
        victim.with_ready(|ready| ready.move_half(&mut loot));
        let first = loot.pop();
        if !loot.is_empty() {
            run.worker.with_ready(|ready| loot.move_all(ready));
        }
        if first.is_some() {
            return first;
        }
    }
    None
}

fn may_be_robbed(victim: &Worker) -> bool {
    match victim.in_queue() {
        0 => false,
        1 => victim.is_stuck(),
        _ => true,
    }
}

/// Nobody is ready: sleeps until there is work or a timer goes off.
pub fn sleep(run: &Run) {
    let processes = run.processes();
    let has_work = || {
        let mut workers = processes.workers.iter();
        workers.any(may_be_robbed) || run.worker.waiting() > 0
    };
    if processes.workers.len() > 1 {
        for _ in 0..LOOKS {
            if has_work() || run.is_asked() || processes.timers.next() <= time::monotonic() {
                return;
            }
            (0..PAUSES).for_each(|_| std::hint::spin_loop());
        }
    }
    stdio::flush_unless_busy();
    run.scheduler.world.leave();
    processes.parking.sleep(run.worker.number, has_work, || {
        match processes.timers.next() {
            // Nothing can happen any more but a signal from outside.
            NEVER => None,
            at => Some(Duration::from_nanos((at - time::monotonic()).max(0) as u64)),
        }
    });
    run.scheduler.world.enter(run.worker);
}
