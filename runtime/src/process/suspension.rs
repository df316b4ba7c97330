//! Suspended processes, and those that hibernate.
//!
//! A suspended process stays what it was, waiting or ready; only when its turn comes it is held until
//! all who suspended it have let it go on, or an exit signal ends it.

use super::record::{Process, State};
use super::table::{Processes, Stubs};
use crate::atom::well_known;
use crate::word::Word;
use alate_abi::context::Context;

impl Processes {
    /// Suspends a process on behalf of another. None: it is dead. `once`: not if the other has done
    /// so before; then the answer is false.
    pub fn suspend(&mut self, by: u64, pid: u64, once: bool) -> Option<bool> {
        let process = self.get(pid)?;
        if process.exit_reason.is_some() {
            return None;
        }
        let count = self.get(by)?.rare().suspends.entry(pid).or_insert(0);
        if once && *count > 0 {
            return Some(false);
        }
        *count += 1;
        self.get(pid)?.suspended += 1;
        Some(true)
    }

    /// Takes back a suspension. False: there is none by that process, or the suspended one is dead.
    pub fn resume(&mut self, by: u64, pid: u64) -> bool {
        let is_alive = self.get(pid).is_some();
        let Some(rare) = self.get(by).and_then(|process| process.rare.as_mut()) else {
            return false;
        };
        let Some(count) = rare.suspends.get_mut(&pid) else {
            return false;
        };
        *count -= 1;
        if *count == 0 {
            rare.suspends.remove(&pid);
        }
        self.lift(pid, 1);
        is_alive
    }

    /// Whom a process has suspended, and how often.
    pub fn suspensions(&mut self, by: u64) -> Vec<(u64, u32)> {
        let rare = self.get(by).and_then(|process| process.rare.as_ref());
        let suspends = rare.map(|rare| rare.suspends.iter());
        suspends
            .into_iter()
            .flatten()
            .map(|(pid, count)| (*pid, *count))
            .collect()
    }

    /// The turn of a process has come: whether it must not run now.
    pub fn holds_back(&mut self, pid: u64) -> bool {
        let Some(process) = self.get(pid) else {
            return false;
        };
        process.is_held = process.suspended > 0 && process.exit_reason.is_none();
        process.is_held
    }

    /// Lets a process that was held have its turn.
    pub(super) fn release(&mut self, pid: u64) {
        if let Some(process) = self.get(pid)
            && std::mem::take(&mut process.is_held)
        {
            let priority = process.priority;
            self.ready.push(pid, priority);
        }
    }

    /// A process is about to be taken out of the table: those it has suspended go on.
    pub(super) fn forget_suspensions(&mut self, pid: u64) {
        for (suspended, count) in self.suspensions(pid) {
            self.lift(suspended, count);
        }
    }

    fn lift(&mut self, pid: u64, count: u32) {
        let Some(process) = self.get(pid) else {
            return;
        };
        process.suspended = process.suspended.saturating_sub(count);
        if process.suspended == 0 {
            self.release(pid);
        }
    }

    /// If the process on the worker is to hibernate: forgets its stack, so that it begins anew with
    /// the call it has kept. False: it is not.
    pub fn begin_anew(&mut self, context: &mut Context) -> bool {
        let stubs = self.stubs;
        self.running().begin_anew(stubs, context)
    }
}

impl Process {
    /// Whether it is suspended.
    pub fn is_suspended(&self) -> bool {
        self.suspended > 0
    }

    /// Whether it waits without a stack.
    pub fn is_hibernating(&self) -> bool {
        self.hibernates && matches!(self.state, State::Waiting(_))
    }

    /// When it yields next it forgets its stack, and begins anew with this call when there is a message.
    pub fn hibernate(&mut self, module: Word, function: Word, arguments: Word) {
        self.kept = vec![module.0, function.0, arguments.0];
        self.hibernates = true;
    }

    fn begin_anew(&mut self, stubs: Stubs, context: &mut Context) -> bool {
        if !self.hibernates {
            return false;
        }
        let [module, function, arguments] = self.kept[..] else {
            return false;
        };
        self.kept = Vec::new();
        let base = self.stack.base();
        self.stack.cut(base);
        self.used = 0;
        self.push_first_frame(stubs);
        self.push(&[stubs.apply, module, function, arguments, stubs.resume_3]);
        context.sp = (base + self.used) as u64;
        context.handler = (base + self.handler) as u64;
        context.wait_until = well_known::INFINITY.get().0;
        self.mailbox.restart();
        true
    }
}
