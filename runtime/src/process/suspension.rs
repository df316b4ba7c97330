//! Suspended processes, and those that hibernate.
//!
//! A suspended process stays what it was, waiting or ready; only when its turn comes it is held until
//! all who suspended it have let it go on, or an exit signal ends it.

use super::record::{Intent, Locked, Own, State};
use super::table::{Processes, Stubs};
use super::worker::Worker;
use crate::atom::well_known;
use crate::word::Word;
use alate_abi::context::Context;

/// What came of suspending a process.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Suspension {
    /// The process is dead.
    Dead,
    /// It was suspended by the same process already, and is not once more.
    Before,
    /// It will not run.
    Done,
    /// It will not run any more when its worker has come to its next poll.
    Soon,
}

impl Processes {
    /// Suspends a process on behalf of another. `once`: not if the other has done so before.
    pub fn suspend(&self, by: u64, pid: u64, once: bool) -> Suspension {
        let (Some(mut own), Some(mut process)) = self.lock_both(by, pid) else {
            return Suspension::Dead;
        };
        if process.exit_reason.is_some() {
            return Suspension::Dead;
        }
        let count = own.relate().suspends.entry(pid).or_insert(0);
        if once && *count > 0 {
            return Suspension::Before;
        }
        *count += 1;
        process.suspended += 1;
        match process.state {
            State::Running(on) => {
                self.interrupt(on);
                Suspension::Soon
            }
            _ => Suspension::Done,
        }
    }

    /// Takes back a suspension. False: there is none by that process, or the suspended one is dead.
    pub fn resume(&self, worker: &Worker, by: u64, pid: u64) -> bool {
        {
            let Some(mut process) = self.lock(by) else {
                return false;
            };
            let suspends = &mut process.relate().suspends;
            let Some(count) = suspends.get_mut(&pid) else {
                return false;
            };
            *count -= 1;
            if *count == 0 {
                suspends.remove(&pid);
            }
        }
        self.lift(worker, pid, 1)
    }

    /// Lets a process that was held have its turn.
    pub(super) fn release(&self, worker: &Worker, mut process: Locked<'_>) {
        if std::mem::take(&mut process.is_held) {
            let (pid, priority) = (process.process().pid(), process.priority);
            drop(process);
            self.enqueue(worker, pid, priority);
        }
    }

    /// Takes back so many suspensions. False: the process is dead.
    pub(super) fn lift(&self, worker: &Worker, pid: u64, count: u32) -> bool {
        let Some(mut process) = self.lock(pid) else {
            return false;
        };
        process.suspended = process.suspended.saturating_sub(count);
        if process.suspended == 0 {
            self.release(worker, process);
        }
        true
    }
}

impl Locked<'_> {
    /// Whether it is suspended.
    pub fn is_suspended(&self) -> bool {
        self.suspended > 0
    }

    /// Its turn has come: whether it must not run now.
    pub fn holds_back(&mut self) -> bool {
        self.is_held = self.suspended > 0 && self.exit_reason.is_none();
        self.is_held
    }

    /// Whom it has suspended, and how often.
    pub fn suspensions(&self) -> Vec<(u64, u32)> {
        let suspends = self.relations.as_ref().map(|it| it.suspends.iter());
        suspends
            .into_iter()
            .flatten()
            .map(|(pid, count)| (*pid, *count))
            .collect()
    }
}

impl Own {
    /// Whether it has forgotten its stack.
    pub fn hibernates(&self) -> bool {
        self.hibernates
    }

    /// When it yields next it forgets its stack, and begins anew with this call when there is a message.
    pub fn hibernate(&mut self, call: [Word; 3]) {
        let call = call.map(|word| word.0);
        self.intent = Some(Box::new(Intent::Hibernate { call }));
    }

    /// It is awake again.
    pub fn wake_up(&mut self) {
        self.hibernates = false;
    }

    /// The process, which is on the worker of the context, forgets its stack: its next frame calls
    /// `module:function` with arguments.
    pub fn begin_anew(&mut self, stubs: Stubs, context: &mut Context, call: [u64; 3]) {
        let [module, function, arguments] = call;
        self.undo_all(context.handler);
        let base = self.stack.base();
        self.stack.cut(base);
        self.used = 0;
        self.push_first_frame(stubs);
        self.push(&[stubs.apply, module, function, arguments, stubs.resume_3]);
        context.sp = (base + self.used) as u64;
        context.handler = (base + self.handler) as u64;
        context.wait_until = well_known::INFINITY.get().0;
        self.mailbox.restart();
        self.hibernates = true;
    }
}
