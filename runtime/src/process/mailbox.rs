//! The messages of a process in the order of their arrival, and how far `receive` has looked.

use crate::heap::roots::Visit;
use std::collections::VecDeque;

/// Room for so many messages is kept for the next process in a record.
const KEPT: usize = 8;

/// Where a message lies: how many of its kind, with priority or without, are before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    pub is_urgent: bool,
    pub index: usize,
}

/// A mailbox; all words are terms. Where there are more than 2³² messages, memory for them has been
/// missing before.
#[derive(Default, Debug)]
pub struct Mailbox {
    messages: VecDeque<u64>,
    /// How many the `receive` under way has skipped.
    skipped: u32,
    /// How many of the first were there at the last collection, and so hold no young pointers.
    settled: u32,
    /// How many of the first came with priority.
    urgent: u32,
}

impl Mailbox {
    /// Adds a message.
    pub fn push(&mut self, message: u64) {
        self.messages.push_back(message);
    }

    /// Adds a message before all that came without priority. A `receive` under way looks at it next.
    pub fn push_urgent(&mut self, message: u64) {
        self.messages.insert(self.urgent as usize, message);
        self.skipped = self.skipped.min(self.urgent);
        self.settled = self.settled.min(self.urgent);
        self.urgent += 1;
    }

    /// The first message that has not been skipped.
    pub fn current(&self) -> Option<u64> {
        self.messages.get(self.skipped as usize).copied()
    }

    /// Takes the current message out; the next `receive` begins with the first. Answers where it was.
    pub fn take(&mut self) -> Place {
        let place = self.place(self.skipped as usize);
        // Mostly the first or one of the last: both cost little.
        self.messages.remove(self.skipped as usize);
        if self.skipped < self.settled {
            self.settled -= 1;
        }
        if self.skipped < self.urgent {
            self.urgent -= 1;
        }
        self.skipped = 0;
        place
    }

    fn place(&self, index: usize) -> Place {
        let urgent = self.urgent as usize;
        let is_urgent = index < urgent;
        Place {
            is_urgent,
            index: if is_urgent { index } else { index - urgent },
        }
    }

    /// Where the messages are that do not pass, last first.
    pub fn places(&self, passes: impl Fn(u64) -> bool) -> Vec<Place> {
        let messages = self.messages.iter().enumerate().rev();
        let failing = messages.filter(|(_, message)| !passes(**message));
        failing.map(|(index, _)| self.place(index)).collect()
    }

    /// Goes on to the next message.
    pub fn skip(&mut self) {
        self.skipped += 1;
    }

    /// The next `receive` begins with the first message.
    pub fn restart(&mut self) {
        self.skipped = 0;
    }

    /// Number of messages.
    pub fn len(&self) -> usize {
        self.messages.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// All messages, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = u64> + '_ {
        self.messages.iter().copied()
    }

    /// Takes out the messages that do not pass.
    pub fn retain(&mut self, mut passes: impl FnMut(u64) -> bool) {
        let mut index = 0;
        let mut urgent = 0;
        self.messages.retain(|message| {
            let stays = passes(*message);
            urgent += u32::from(stays && index < self.urgent);
            index += 1;
            stays
        });
        self.urgent = urgent;
        // What is left may lie anywhere; to look at all once more does no harm.
        self.settled = 0;
        self.skipped = 0;
    }

    /// Visits what came since the last collection.
    pub fn young(&mut self, visit: &mut Visit) {
        self.visit_from(self.settled as usize, visit);
    }

    /// Visits all.
    pub fn all(&mut self, visit: &mut Visit) {
        self.visit_from(0, visit);
    }

    fn visit_from(&mut self, from: usize, visit: &mut Visit) {
        let (front, back) = self.messages.as_mut_slices();
        let first = from.min(front.len());
        let rest = &mut front[first..];
        visit(rest.as_mut_ptr(), rest.len());
        let rest = &mut back[from - first..];
        visit(rest.as_mut_ptr(), rest.len());
    }

    /// After a collection: nothing here is young.
    pub fn settle(&mut self) {
        self.settled = self.messages.len() as u32;
    }

    /// Takes over what came while the process ran.
    pub(super) fn take_in(&mut self, inbox: &mut Inbox) {
        for message in inbox.urgent.drain(..) {
            self.push_urgent(message);
        }
        let settled = std::mem::take(&mut inbox.settled);
        if self.settled as usize == self.messages.len() {
            self.settled += settled as u32;
        }
        if self.messages.is_empty() {
            // The buffers change places: nothing is copied, however many messages there are.
            let emptied = std::mem::take(&mut self.messages);
            self.messages = std::mem::replace(&mut inbox.messages, Vec::from(emptied)).into();
        } else {
            self.messages.extend(inbox.messages.drain(..));
        }
    }

    /// The process has ended. A large buffer is given back, a small one serves the next process.
    pub(super) fn clear(&mut self) {
        self.messages.clear();
        self.messages.shrink_to(KEPT);
        self.skipped = 0;
        self.settled = 0;
        self.urgent = 0;
    }
}

/// What came while the process was running on another worker, oldest first.
#[derive(Default, Debug)]
pub struct Inbox {
    /// Those with priority. They are few, and all of them are visited by each collection.
    urgent: Vec<u64>,
    messages: Vec<u64>,
    /// How many of the first were there at the last collection.
    settled: usize,
}

impl Inbox {
    /// Adds a message.
    pub fn push(&mut self, message: u64) {
        self.messages.push(message);
    }

    /// Adds a message with priority.
    pub fn push_urgent(&mut self, message: u64) {
        self.urgent.push(message);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty() && self.urgent.is_empty()
    }

    /// The process has ended.
    pub(super) fn clear(&mut self) {
        self.urgent.clear();
        self.messages.clear();
        self.messages.shrink_to(KEPT);
        self.settled = 0;
    }

    /// Visits all, or what came since the last collection.
    pub(super) fn words(&mut self, all: bool, visit: &mut Visit) {
        visit(self.urgent.as_mut_ptr(), self.urgent.len());
        let from = if all { 0 } else { self.settled };
        let rest = &mut self.messages[from..];
        visit(rest.as_mut_ptr(), rest.len());
    }

    /// After a collection: nothing here is young.
    pub(super) fn settle(&mut self) {
        self.settled = self.messages.len();
    }
}

#[cfg(test)]
mod tests {
    use super::{Inbox, Mailbox, Place};
    use alate_abi::word::fixnum;

    fn mailbox(count: i64) -> Mailbox {
        let mut mailbox = Mailbox::default();
        (0..count).for_each(|number| mailbox.push(fixnum(number)));
        mailbox
    }

    #[test]
    fn taking_one_restarts() {
        let mut mailbox = mailbox(4);
        mailbox.skip();
        mailbox.skip();
        assert_eq!(mailbox.current(), Some(fixnum(2)));
        mailbox.take();
        assert_eq!(mailbox.current(), Some(fixnum(0)));
        assert!(mailbox.iter().eq([0, 1, 3].map(fixnum)));
    }

    #[test]
    fn urgent_ones_come_before_all_others_in_their_order() {
        let mut mailbox = mailbox(2);
        mailbox.settle();
        mailbox.skip();
        mailbox.push_urgent(fixnum(8));
        assert_eq!(mailbox.current(), Some(fixnum(8)));
        let mut inbox = Inbox::default();
        inbox.push(fixnum(2));
        inbox.push_urgent(fixnum(9));
        mailbox.take_in(&mut inbox);
        assert!(mailbox.iter().eq([8, 9, 0, 1, 2].map(fixnum)));
        let place = |is_urgent, index| Place { is_urgent, index };
        let places = mailbox.places(|message| message == fixnum(8) || message == fixnum(1));
        assert_eq!(places, [place(false, 2), place(false, 0), place(true, 1)]);
        assert_eq!(mailbox.take(), place(true, 0));
        mailbox.push_urgent(fixnum(10));
        assert!(mailbox.iter().eq([9, 10, 0, 1, 2].map(fixnum)));
        mailbox.retain(|message| message != fixnum(9) && message != fixnum(0));
        mailbox.push_urgent(fixnum(11));
        assert!(mailbox.iter().eq([10, 11, 1, 2].map(fixnum)));
    }

    #[test]
    fn what_came_meanwhile_is_last() {
        let mut mailbox = mailbox(2);
        let mut inbox = Inbox::default();
        inbox.push(fixnum(7));
        mailbox.take_in(&mut inbox);
        assert!(mailbox.iter().eq([0, 1, 7].map(fixnum)));
        assert!(inbox.is_empty());
        mailbox.clear();
        inbox.push(fixnum(8));
        inbox.push(fixnum(9));
        inbox.settle();
        mailbox.take_in(&mut inbox);
        assert!(mailbox.iter().eq([8, 9].map(fixnum)));
        mailbox.young(&mut |_, count| assert_eq!(count, 0));
    }

    #[test]
    fn only_new_messages_are_young() {
        let mut mailbox = mailbox(5);
        mailbox.settle();
        mailbox.take();
        mailbox.push(fixnum(9));
        let mut seen = Vec::new();
        mailbox.young(&mut |start, count| {
            // SAFETY: the mailbox visits its own words.
            seen.extend_from_slice(unsafe { std::slice::from_raw_parts(start, count) });
        });
        assert_eq!(seen, [fixnum(9)]);
    }
}
