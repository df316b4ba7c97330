//! What other threads than workers do to processes: they may not, and have a worker do it.

use super::record::Process;
use super::table::Processes;
use super::timers::Action;

/// Before all others.
const AT_ONCE: i64 = 0;

impl Processes {
    /// Has a worker look at what has come from outside, soon: as when a timer goes off, for workers
    /// see to these wherever they are, asleep or at a process that runs for long.
    pub fn knock(&self) {
        self.arm(self.timers.own_number(), AT_ONCE, Action::Outside);
    }

    /// All records, vacant ones too.
    pub fn records(&self) -> impl Iterator<Item = &'static Process> + '_ {
        self.slots.iter()
    }
}
