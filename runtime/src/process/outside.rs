//! What other threads than workers do to processes: they may not, and have a worker do it.

use super::record::Process;
use super::table::Processes;
use super::timers::Action;
use super::worker::Worker;
use crate::os::stdio::{self, Stream};

/// Before all others.
const AT_ONCE: i64 = 0;

impl Processes {
    /// Has a worker look at what has come from outside, soon: as when a timer goes off, for workers
    /// see to these wherever they are, asleep or at a process that runs for long.
    pub fn knock(&self) {
        self.arm(self.timers.own_number(), AT_ONCE, Action::Outside);
    }

    /// Has the process on a worker wait, at its next poll, until what was written has been read.
    pub fn wait_for_reader(&'static self, worker: &Worker, process: &Process, stream: Stream) {
        let pid = process.pid();
        // First, or the reader might be quicker.
        process.lock().suspended += 1;
        if stdio::wait_for_reader(stream, pid, || Box::new(|| self.knock())) {
            self.interrupt(worker.number);
        } else {
            self.lift(worker, pid, 1);
        }
    }

    /// Lets those go on who have waited for that and need not any more.
    pub fn let_writers_go(&self, worker: &Worker) {
        for pid in stdio::let_go() {
            self.lift(worker, pid, 1);
        }
    }

    /// All records, vacant ones too.
    pub fn records(&self) -> impl Iterator<Item = &'static Process> + '_ {
        self.slots.iter()
    }
}
