//! Mailboxes that hold so many messages and no more: `spawn_opt`'s `#(mailbox N drop|block|exit)`.
//!
//! Only what processes send counts, not what the runtime tells (ends of others, timers): to lose that
//! would break whoever waits for it. A process that sends to a full mailbox of the kind `block` is
//! suspended at its next poll until half of the room is free; its message is there already, so a mailbox
//! may hold a few more than its limit for each sender that waits. All who wait go on at once then: who
//! of them will send more nobody knows.

use super::record::{Locked, Process};
use super::table::Processes;
use super::worker::Worker;
use crate::atom::well_known;
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

/// What happens to a message that a full mailbox has no room for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Overflow {
    /// It is dropped and counted.
    Drop,
    /// Its sender waits until there is room.
    Block,
    /// The receiver ends, with the reason `mailbox_full`.
    Exit,
}

/// The limit of a mailbox.
#[derive(Debug)]
pub struct MailboxLimit {
    pub most: u32,
    pub overflow: Overflow,
    /// How many counted messages are there.
    queued: u32,
    /// How many were dropped so far.
    pub dropped: u64,
    /// Pids of those who wait for room, and how many have waited so far.
    blocked: BTreeSet<u64>,
    pub waits: u64,
}

impl MailboxLimit {
    /// A limit of an empty mailbox.
    pub fn new(most: u32, overflow: Overflow) -> MailboxLimit {
        MailboxLimit {
            most,
            overflow,
            queued: 0,
            dropped: 0,
            blocked: BTreeSet::new(),
            waits: 0,
        }
    }
}

/// What is to be done with a message to a process of limited mailbox.
pub(super) enum Admission {
    Take,
    /// The sender is to wait after it.
    TakeAndBlock,
    Refuse,
    End,
}

impl Locked<'_> {
    /// Sets the limit of the mailbox of a process that has not begun.
    pub fn limit_mailbox(&mut self, limit: MailboxLimit) {
        self.relate().mailbox = Some(limit);
        self.process().is_limited.store(true, Ordering::Relaxed);
    }

    /// The limit of its mailbox.
    pub fn mailbox_limit(&self) -> Option<&MailboxLimit> {
        self.relations.as_ref()?.mailbox.as_ref()
    }

    /// Counts a message that a process sends.
    pub(super) fn admit(&mut self, sender: u64) -> Admission {
        let is_own = self.process().pid() == sender;
        let relations = self.relations.as_mut();
        let Some(limit) = relations.and_then(|relations| relations.mailbox.as_mut()) else {
            return Admission::Take;
        };
        let is_full = limit.queued >= limit.most;
        match limit.overflow {
            Overflow::Drop if is_full => {
                limit.dropped += 1;
                return Admission::Refuse;
            }
            Overflow::Exit if is_full => return Admission::End,
            // Nobody would make room for one who waits for itself.
            Overflow::Block if is_full && !is_own => {
                limit.queued += 1;
                // It may send several messages before it comes to its poll.
                if limit.blocked.insert(sender) {
                    limit.waits += 1;
                    return Admission::TakeAndBlock;
                }
            }
            _ => limit.queued += 1,
        }
        Admission::Take
    }

    /// Takes back that processes wait for room: the process ends.
    pub(super) fn take_blocked(&mut self) -> BTreeSet<u64> {
        let relations = self.relations.as_mut();
        let limit = relations.and_then(|relations| relations.mailbox.as_mut());
        limit.map_or_else(BTreeSet::new, |limit| std::mem::take(&mut limit.blocked))
    }
}

impl Processes {
    /// Counts that the process on a worker has taken out a message; lets those who wait go on.
    #[cold]
    pub fn message_taken(&self, worker: &Worker, process: &Process) {
        let blocked = {
            let mut locked = process.lock();
            let relations = locked.relations.as_mut();
            let Some(limit) = relations.and_then(|relations| relations.mailbox.as_mut()) else {
                return;
            };
            limit.queued = limit.queued.saturating_sub(1);
            match limit.queued <= limit.most / 2 {
                true => std::mem::take(&mut limit.blocked),
                false => return,
            }
        };
        for sender in blocked {
            self.lift(worker, sender, 1);
        }
    }

    /// Has a sender wait, which runs on the worker.
    pub(super) fn block_sender(&self, worker: &Worker, sender: u64) {
        if let Some(mut process) = self.lock(sender) {
            process.suspended += 1;
            drop(process);
            self.interrupt(worker.number);
        }
    }

    pub(super) fn end_of_full(&self, worker: &Worker, process: Locked<'_>) {
        self.end_by_signal(worker, process, well_known::MAILBOX_FULL.get());
    }
}
