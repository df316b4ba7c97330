//! What processes do to each other: messages, links, monitors, exit signals. The rules are those of
//! OTP's manual ("Processes", section "Signals").

use super::limit::Admission;
use super::record::{Locked, Process, State, Wake};
use super::relations::{Relations, Watched};
use super::table::Processes;
use super::worker::Worker;
use crate::atom::well_known;
use crate::heap;
use crate::net::registry;
use crate::word::Word;
use alate_abi::context::Context;
use alate_abi::layout::KIND_REFERENCE;
use std::sync::atomic::Ordering;

/// Who watches a process, and as what: its pid or the name it was monitored by.
#[derive(Clone, Copy, Debug)]
pub struct Watcher {
    pub pid: u64,
    pub name: Option<u64>,
}

/// Where an exit signal comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// `exit/2`: the reason `kill` cannot be trapped.
    Call,
    /// The end of a linked process.
    Link,
}

/// The reference of a number.
pub fn reference(ctx: &mut Context, number: u64) -> Word {
    let words = [number, 0, 0];
    heap::boxed_with(ctx, KIND_REFERENCE, 0, 3, |index| words[index])
}

/// The number of a reference.
pub fn reference_number(word: Word) -> Option<u64> {
    let is_reference = word.boxed_kind() == Some(KIND_REFERENCE);
    // SAFETY: a reference has three raw words.
    is_reference.then(|| unsafe { word.field(1) })
}

impl Process {
    /// Takes in what came while it ran; true if there was something. Called by its own worker.
    #[inline]
    pub fn take_in(&self) -> bool {
        self.has_incoming.load(Ordering::Acquire) && self.take_inbox(&mut self.lock())
    }

    /// The same under its lock.
    pub fn take_inbox(&self, locked: &mut Locked<'_>) -> bool {
        let Some(inbox) = &mut locked.inbox else {
            return false;
        };
        self.has_incoming.store(false, Ordering::Relaxed);
        if inbox.is_empty() {
            return false;
        }
        // SAFETY: the caller is the worker that runs it.
        unsafe { self.own() }.mailbox.take_in(inbox);
        true
    }

    /// Puts a message of the runtime's behind all others, from a builtin that the process calls.
    pub fn tell_itself(&self, message: Word) {
        if self.is_limited() {
            self.lock().let_in();
        }
        self.send_itself(message);
    }

    /// Puts a message that the process sends to itself, and has no limit, behind all others.
    #[inline]
    pub fn send_itself(&self, message: Word) {
        self.take_in();
        // SAFETY: the caller is the worker that runs it.
        unsafe { self.own() }.mailbox.push(message.0);
    }
}

impl Processes {
    /// Puts a message of the runtime's into a mailbox. Nothing happens if the process is dead.
    pub fn send(&self, worker: &Worker, to: u64, message: Word) {
        if let Some(mut process) = self.lock(to) {
            if process.process().is_limited() {
                process.let_in();
            }
            self.deliver(worker, process, message, false);
        }
    }

    /// Puts a message that the process on the worker sends into a mailbox. `is_urgent`: before all that
    /// were sent without priority.
    #[inline]
    pub fn send_from(
        &self,
        worker: &Worker,
        sender: &Process,
        to: u64,
        message: Word,
        is_urgent: bool,
    ) {
        let Some(mut process) = self.lock(to) else {
            return;
        };
        if process.process().is_limited() {
            match process.admit(sender.pid(), is_urgent) {
                Admission::Take => {}
                Admission::TakeAndBlock => {
                    self.deliver(worker, process, message, is_urgent);
                    return self.block_sender(worker, sender.pid());
                }
                Admission::Refuse => return,
                Admission::End => return self.end_of_full(worker, process),
            }
        }
        self.deliver(worker, process, message, is_urgent);
    }

    #[inline]
    fn deliver(&self, worker: &Worker, mut process: Locked<'_>, message: Word, is_urgent: bool) {
        let record = process.process();
        if let State::Running(on) = process.state
            && on != worker.number
        {
            let inbox = process.inbox.get_or_insert_default();
            match is_urgent {
                true => inbox.push_urgent(message.0),
                false => inbox.push(message.0),
            }
            record.has_incoming.store(true, Ordering::Release);
            return;
        }
        // What is left of the time when it ran comes first.
        if record.has_incoming.load(Ordering::Relaxed) {
            record.take_inbox(&mut process);
        }
        // SAFETY: the lock is held, and it runs on no worker but the caller's.
        let mailbox = &mut unsafe { record.own() }.mailbox;
        match is_urgent {
            true => mailbox.push_urgent(message.0),
            false => mailbox.push(message.0),
        }
        self.touch(worker, record);
        if process.state == State::Waiting {
            self.wake(worker, process, Wake::True);
        }
    }

    /// An exit signal. It takes effect when the receiver is to run next.
    pub fn exit_signal(&self, ctx: &mut Context, from: u64, to: u64, reason: Word, cause: Cause) {
        let Some(worker) = Worker::of(ctx) else {
            return;
        };
        let Some(mut process) = self.lock(to) else {
            return;
        };
        // A signal of a link that has been taken back meanwhile is nobody's business.
        if cause == Cause::Link {
            let relations = process.relations.as_mut();
            if !relations.is_some_and(|relations| relations.links.remove(&from)) {
                return;
            }
        }
        let is_kill = cause == Cause::Call && reason == well_known::KILL.get();
        if is_kill {
            self.end_by_signal(worker, process, well_known::KILLED.get());
        } else if process.traps_exits {
            drop(process);
            let tag = well_known::EXIT_SIGNAL.get();
            let message = heap::tuple(ctx, &[tag, Word(from), reason]);
            self.send(worker, to, message);
        } else if reason != well_known::NORMAL.get() || from == to {
            self.end_by_signal(worker, process, reason);
        }
    }

    pub(super) fn end_by_signal(&self, worker: &Worker, mut process: Locked<'_>, reason: Word) {
        process
            .exit_reason
            .get_or_insert_with(|| Box::new(reason.0));
        self.touch(worker, process.process());
        match process.state {
            State::Running(on) => {
                drop(process);
                self.interrupt(on);
            }
            State::Waiting => self.wake(worker, process, Wake::True),
            _ => self.release(worker, process),
        }
    }

    /// Links two processes. False: the other is dead.
    pub fn link(&self, a: u64, b: u64) -> bool {
        if a == b {
            return true;
        }
        let (Some(mut own), Some(mut other)) = self.lock_both(a, b) else {
            return false;
        };
        own.relate().links.insert(b);
        other.relate().links.insert(a);
        true
    }

    /// Links a process to another in one direction: it gets an exit signal when the other ends, and
    /// not the other way round. False: the other is dead.
    pub fn follow(&self, a: u64, b: u64) -> bool {
        if a == b {
            return true;
        }
        let (Some(mut own), Some(mut other)) = self.lock_both(a, b) else {
            return false;
        };
        own.relate().links.insert(b);
        other.relate().followers.insert(a);
        true
    }

    /// Takes a link back.
    pub fn unlink(&self, a: u64, b: u64) {
        let (own, other) = self.lock_both(a, b);
        for (process, partner) in [(own, b), (other, a)] {
            if let Some(mut process) = process
                && let Some(relations) = &mut process.relations
            {
                relations.links.remove(&partner);
                relations.followers.remove(&partner);
            }
        }
    }

    /// Watches a process under the number of a reference; `DOWN` comes at once if it is dead.
    pub fn monitor(&self, ctx: &mut Context, number: u64, watched: u64, watcher: Watcher) {
        if !self.watch(number, watched, watcher) {
            self.down(ctx, number, watched, watcher, well_known::NOPROC.get());
        }
    }

    /// False: one of them is dead.
    fn watch(&self, number: u64, watched: u64, watcher: Watcher) -> bool {
        let (Some(mut own), Some(mut other)) = self.lock_both(watcher.pid, watched) else {
            return false;
        };
        other.relate().watchers.insert(number, watcher);
        let name = watcher.name;
        let watched = Watched { pid: watched, name };
        own.relate().monitors.insert(number, watched);
        true
    }

    /// Stops watching. False: there is no such monitor of that process.
    pub fn demonitor(&self, watcher: u64, number: u64) -> bool {
        let Some(watched) = self.lock(watcher).and_then(|mut process| {
            let relations = process.relations.as_mut()?;
            relations.tags.remove(&number);
            relations.monitors.remove(&number)
        }) else {
            return false;
        };
        if let Some(mut process) = self.lock(watched.pid) {
            process.relate().watchers.remove(&number);
        }
        self.monitor_ended(number);
        true
    }

    /// The process that began a process, the one that began that, and so on as long as they live.
    pub fn ancestors(&self, parent: u64, most: usize) -> Vec<Word> {
        let mut ancestors = Vec::new();
        let mut pid = parent;
        while let Some(process) = self.lock(pid)
            && ancestors.len() < most
        {
            ancestors.push(Word(pid));
            if process.parent == pid {
                break;
            }
            pid = process.parent;
        }
        ancestors
    }

    /// Tells a watcher that a process is no more.
    pub fn down(
        &self,
        ctx: &mut Context,
        number: u64,
        watched: u64,
        watcher: Watcher,
        reason: Word,
    ) {
        let Some(worker) = Worker::of(ctx) else {
            return;
        };
        let object = match watcher.name {
            Some(name) => heap::tuple(ctx, &[Word(name), well_known::NONODE.get()]),
            None => Word(watched),
        };
        let reference = reference(ctx, number);
        let tag = self.take_tag(watcher.pid, number);
        let tag = tag.unwrap_or_else(|| well_known::DOWN.get());
        let process = well_known::PROCESS.get();
        let message = heap::tuple(ctx, &[tag, reference, process, object, reason]);
        self.send(worker, watcher.pid, message);
    }

    /// The end of the process on a worker: its tables go, its name is free, links and watchers learn the
    /// reason.
    pub fn end(&self, ctx: &mut Context, process: &'static Process, reason: Word) {
        let Some(worker) = Worker::of(ctx) else {
            return;
        };
        let pid = process.pid();
        let relations = {
            let mut locked = process.lock();
            let blocked = locked.take_blocked();
            let relations = locked.relations.take();
            self.remove(worker, locked);
            for sender in blocked {
                self.lift(worker, sender, 1);
            }
            relations
        };
        // Who hears of the end finds its tables gone, or their heirs told.
        self.leave_tables(ctx, pid);
        registry::owner_ended(pid);
        if let Some(relations) = relations {
            self.part(ctx, worker, pid, *relations, reason);
        }
    }

    fn part(
        &self,
        ctx: &mut Context,
        worker: &Worker,
        pid: u64,
        relations: Relations,
        reason: Word,
    ) {
        if let Some(name) = relations.name {
            self.forget_name(name, pid);
        }
        self.forget_aliases(&relations.aliases);
        for (suspended, count) in &relations.suspends {
            self.lift(worker, *suspended, *count);
        }
        for (number, watched) in &relations.monitors {
            if let Some(mut watched) = self.lock(watched.pid) {
                watched.relate().watchers.remove(number);
            }
        }
        // Whose link has been in one direction only ignores the signal.
        for link in relations.links.union(&relations.followers) {
            self.exit_signal(ctx, pid, *link, reason, Cause::Link);
        }
        for (number, watcher) in &relations.watchers {
            let is_watched = self.lock(watcher.pid).is_some_and(|mut watching| {
                let relations = watching.relations.as_mut();
                relations.is_some_and(|relations| relations.monitors.remove(number).is_some())
            });
            if is_watched {
                self.monitor_ended(*number);
                self.down(ctx, *number, pid, *watcher, reason);
            }
        }
    }
}
