//! What a collection sees of processes: the words they hold, in parts that several threads visit.

use super::record::Process;
use super::table::Processes;
use crate::code;
use crate::dynamic;
use crate::heap::Heap;
use crate::heap::roots::{Roots, SharedRoots, Visit};
use alate_abi::word::pid_parts;
use std::sync::atomic::Ordering;

/// The processes while no worker runs.
pub struct Stopped<'a>(&'a Processes);

impl<'a> Stopped<'a> {
    /// See [`Processes::stopped`].
    pub(super) fn new(processes: &'a Processes) -> Stopped<'a> {
        Stopped(processes)
    }
}

impl Stopped<'_> {
    /// After a collection: nothing is young any more but what the running processes will make.
    pub fn settle(&mut self) {
        for worker in &self.0.workers {
            // SAFETY: the world is stopped.
            let (private, context) = unsafe { (worker.private(), &*worker.context) };
            private.dirty.clear();
            if let Some(process) = Process::current(context) {
                process.is_dirty.store(true, Ordering::Relaxed);
                private.dirty.push(pid_parts(process.pid()).0);
            }
        }
        self.0.timers.settle();
        self.0.tables.settle();
    }
}

impl Stopped<'_> {
    /// The process that holds most, which is not about to end, and how many bytes: those first reached
    /// from it by a marking that visits the processes in the order of their slots, its stack's and its
    /// messages'. None: there is no process.
    ///
    /// # Safety
    /// The world is stopped, and a collection has just been done.
    pub unsafe fn greatest(&self, heap: &Heap) -> Option<(&'static Process, u64)> {
        let slots = self.0.slots.count();
        // The words of nobody come last: what only they hold is nobody's.
        let mut part = |index: usize, visit: &mut Visit| {
            if index == slots {
                self.all_part(0, visit);
            } else if let Some(process) = self.0.slots.get(index as u32) {
                // SAFETY: the caller's contract.
                unsafe { process.all(visit) };
            }
        };
        // SAFETY: the caller's contract.
        let charges = unsafe { heap.charge(slots + 1, &mut part) };
        let held = charges.iter().enumerate().filter_map(|(slot, charge)| {
            let process = self.0.slots.get(slot as u32)?;
            let locked = process.lock();
            let can_end = !locked.is_vacant() && locked.exit_reason.is_none();
            // SAFETY: the caller's contract.
            let own = unsafe { process.own() };
            let bytes = charge + own.stack.usable() as u64 + own.mailbox.len() as u64 * 8;
            can_end.then_some((process, bytes))
        });
        held.max_by_key(|(_, bytes)| *bytes)
    }
}

/// So many processes are a part of the roots, where there are many.
const PART: usize = 64;

/// How many slots are a part of all roots: at most 256, and fewer where that makes fewer than 64 parts.
fn slots_of_part(slots: usize) -> usize {
    slots.div_ceil(64).clamp(1, 256)
}

/// A record's stack is fetched while so many others are visited, the record while twice as many are.
const AHEAD: usize = 4;

/// What the next minor collection looks at of a worker's, in parts for several threads.
fn parts(dirty: &[u32]) -> std::slice::Chunks<'_, u32> {
    dirty.chunks(dirty.len().div_ceil(PART).clamp(1, PART))
}

// SAFETY: it visits processes, timers and tables, which hold tagged words of live objects.
unsafe impl Roots for Stopped<'_> {
    fn young(&mut self, visit: &mut Visit) {
        for part in 0..self.parts() {
            self.young_part(part, visit);
        }
    }

    fn all(&mut self, visit: &mut Visit) {
        for part in 0..self.all_parts() {
            self.all_part(part, visit);
        }
    }

    fn shared(&self) -> Option<&dyn SharedRoots> {
        Some(self)
    }
}

// SAFETY: as above; a process is in one worker's list, once.
unsafe impl SharedRoots for Stopped<'_> {
    fn parts(&self) -> usize {
        let lists = self.0.workers.iter().map(|worker| {
            // SAFETY: the world is stopped, and nobody changes the lists meanwhile.
            parts(&unsafe { worker.private() }.dirty).len()
        });
        1 + lists.sum::<usize>()
    }

    fn first_part_of(&self, number: usize) -> usize {
        let before = self.0.workers.iter().take(number).map(|worker| {
            // SAFETY: as above.
            parts(&unsafe { worker.private() }.dirty).len()
        });
        1 + before.sum::<usize>()
    }

    fn all_parts(&self) -> usize {
        let slots = self.0.slots.count();
        1 + slots.div_ceil(slots_of_part(slots))
    }

    fn all_part(&self, part: usize, visit: &mut Visit) {
        let Some(part) = part.checked_sub(1) else {
            self.0.timers.all(visit);
            self.0.visit_names(visit);
            Roots::all(&mut &self.0.tables, visit);
            visit(self.0.persistent.as_ptr(), 1);
            dynamic::visit(visit);
            code::visit(visit);
            return;
        };
        let size = slots_of_part(self.0.slots.count());
        for slot in part * size..(part + 1) * size {
            if let Some(process) = self.0.slots.get(slot as u32) {
                // SAFETY: the world is stopped.
                unsafe { process.all(visit) };
            }
        }
    }

    fn young_part(&self, part: usize, visit: &mut Visit) {
        let Some(mut part) = part.checked_sub(1) else {
            self.0.timers.young(visit);
            (&self.0.tables).young(visit);
            visit(self.0.persistent.as_ptr(), 1);
            dynamic::visit(visit);
            return;
        };
        for worker in &self.0.workers {
            // SAFETY: as above.
            let mut parts = parts(&unsafe { worker.private() }.dirty);
            let count = parts.len();
            if let Some(slots) = parts.nth(part) {
                let processes: Vec<_> = slots
                    .iter()
                    .filter_map(|slot| self.0.slots.get(*slot))
                    .collect();
                for (index, process) in processes.iter().enumerate() {
                    if let Some(later) = processes.get(index + 2 * AHEAD) {
                        later.prefetch();
                    }
                    // SAFETY: as above.
                    unsafe {
                        if let Some(later) = processes.get(index + AHEAD) {
                            later.prefetch_stack();
                        }
                        process.young(visit);
                    }
                }
                return;
            }
            part -= count;
        }
    }
}
