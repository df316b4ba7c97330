//! Mailboxes that hold so many messages and no more: `spawn_opt`'s `#(mailbox N drop|block|exit)`.
//!
//! Only what processes send counts, not what the runtime tells (ends of others, timers): to lose that
//! would break whoever waits for it. So it is kept of each message whether it counts, in the order in which they lie. A process that sends to a full mailbox of the kind `block` is
//! suspended at its next poll until half of the room is free; its message is there already, so a mailbox
//! may hold a few more than its limit for each sender that waits. All who wait go on at once then: who
//! of them will send more nobody knows.

use super::mailbox::Place;
use super::record::{Locked, Process};
use super::table::Processes;
use super::worker::Worker;
use crate::atom::well_known;
use std::collections::{BTreeSet, VecDeque};
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
    /// Which messages these are, of those with priority and of the others. Behind what is in the
    /// mailbox comes what is in the inbox.
    urgent: VecDeque<bool>,
    others: VecDeque<bool>,
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
            urgent: VecDeque::new(),
            others: VecDeque::new(),
            dropped: 0,
            blocked: BTreeSet::new(),
            waits: 0,
        }
    }

    fn of_kind(&mut self, is_urgent: bool) -> &mut VecDeque<bool> {
        match is_urgent {
            true => &mut self.urgent,
            false => &mut self.others,
        }
    }

    fn add(&mut self, is_urgent: bool, counts: bool) {
        self.of_kind(is_urgent).push_back(counts);
        self.queued += u32::from(counts);
    }

    fn remove(&mut self, place: Place) {
        let counted = self.of_kind(place.is_urgent).remove(place.index);
        self.queued -= u32::from(counted == Some(true));
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

    fn limit_mut(&mut self) -> Option<&mut MailboxLimit> {
        self.relations.as_mut()?.mailbox.as_mut()
    }

    /// Notes a message of the runtime's, where the mailbox is limited. It is let in and does not count.
    #[cold]
    pub(super) fn let_in(&mut self) {
        if let Some(limit) = self.limit_mut() {
            limit.add(false, false);
        }
    }

    /// Counts a message that a process sends.
    pub(super) fn admit(&mut self, sender: u64, is_urgent: bool) -> Admission {
        let is_own = self.process().pid() == sender;
        let Some(limit) = self.limit_mut() else {
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
                limit.add(is_urgent, true);
                // It may send several messages before it comes to its poll.
                if limit.blocked.insert(sender) {
                    limit.waits += 1;
                    return Admission::TakeAndBlock;
                }
            }
            _ => limit.add(is_urgent, true),
        }
        Admission::Take
    }

    /// Takes back that processes wait for room: the process ends.
    pub(super) fn take_blocked(&mut self) -> BTreeSet<u64> {
        let limit = self.limit_mut();
        limit.map_or_else(BTreeSet::new, |limit| std::mem::take(&mut limit.blocked))
    }
}

impl Processes {
    /// The process on a worker has taken out messages that were in these places, the last first; lets
    /// those who wait for room go on.
    #[cold]
    pub fn messages_taken(&self, worker: &Worker, process: &Process, places: &[Place]) {
        let blocked = {
            let mut locked = process.lock();
            let Some(limit) = locked.limit_mut() else {
                return;
            };
            for place in places {
                limit.remove(*place);
            }
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
