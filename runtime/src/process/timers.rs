//! Timers by the time they go off, all on monotonic time.

use crate::heap::roots::Visit;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// What happens when the time has come. Words are terms.
#[derive(Clone, Copy, Debug)]
pub enum Action {
    /// A waiting process has waited long enough.
    Wake { pid: u64 },
    /// A message is sent, to a pid or a name.
    Send { to: u64, message: u64 },
}

#[derive(Debug)]
struct Timer {
    at: i64,
    action: Action,
}

/// The timers that are armed.
#[derive(Default, Debug)]
pub struct Timers {
    /// By number.
    armed: HashMap<u64, Timer>,
    /// Time and number. Those cancelled stay until their time has come or they are too many.
    queue: BinaryHeap<Reverse<(i64, u64)>>,
    /// Numbers of those armed since the last collection.
    young: Vec<u64>,
    last: u64,
}

impl Timers {
    /// A number for [`arm_as`](Self::arm_as) that no reference has.
    fn own_number(&mut self) -> u64 {
        self.last += 1;
        // References count up from 1.
        self.last | 1 << 63
    }

    /// Arms a timer for a moment in nanoseconds; answers its number, never 0.
    pub fn arm(&mut self, at: i64, action: Action) -> u64 {
        let number = self.own_number();
        self.arm_as(number, at, action);
        number
    }

    /// Arms a timer under a number that is no other's.
    pub fn arm_as(&mut self, number: u64, at: i64, action: Action) {
        self.armed.insert(number, Timer { at, action });
        self.queue.push(Reverse((at, number)));
        if let Action::Send { .. } = action {
            self.young.push(number);
        }
    }

    /// Disarms a timer; answers when it would have gone off.
    pub fn cancel(&mut self, number: u64) -> Option<i64> {
        let timer = self.armed.remove(&number)?;
        if self.queue.len() > 64 && self.queue.len() > 4 * self.armed.len() {
            let armed = &self.armed;
            self.queue
                .retain(|Reverse((_, number))| armed.contains_key(number));
        }
        Some(timer.at)
    }

    /// When a timer goes off.
    pub fn when(&self, number: u64) -> Option<i64> {
        self.armed.get(&number).map(|timer| timer.at)
    }

    /// When the next one goes off.
    pub fn next(&mut self) -> Option<i64> {
        while let Some(Reverse((at, number))) = self.queue.peek() {
            if self.armed.contains_key(number) {
                return Some(*at);
            }
            self.queue.pop();
        }
        None
    }

    /// Takes one whose time has come.
    pub fn due(&mut self, now: i64) -> Option<Action> {
        if self.next()? > now {
            return None;
        }
        let Reverse((_, number)) = self.queue.pop()?;
        self.armed.remove(&number).map(|timer| timer.action)
    }

    /// Visits the words of those armed since the last collection.
    pub fn young(&mut self, visit: &mut Visit) {
        for number in &self.young {
            if let Some(timer) = self.armed.get_mut(number) {
                timer.action.words(visit);
            }
        }
    }

    /// Visits all words.
    pub fn all(&mut self, visit: &mut Visit) {
        for timer in self.armed.values_mut() {
            timer.action.words(visit);
        }
    }

    /// After a collection: nothing here is young.
    pub fn settle(&mut self) {
        self.young.clear();
    }
}

impl Action {
    fn words(&mut self, visit: &mut Visit) {
        if let Action::Send { message, .. } = self {
            visit(message, 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pid_of(action: Option<Action>) -> Option<u64> {
        match action {
            Some(Action::Wake { pid }) => Some(pid),
            _ => None,
        }
    }

    #[test]
    fn they_go_off_in_order_of_time() {
        let mut timers = Timers::default();
        timers.arm(30, Action::Wake { pid: 3 });
        let second = timers.arm(20, Action::Wake { pid: 2 });
        timers.arm(10, Action::Wake { pid: 1 });
        assert_eq!(timers.cancel(second), Some(20));
        assert_eq!(timers.cancel(second), None);
        assert_eq!(pid_of(timers.due(5)), None);
        assert_eq!(pid_of(timers.due(40)), Some(1));
        assert_eq!(timers.next(), Some(30));
        assert_eq!(pid_of(timers.due(40)), Some(3));
        assert_eq!(timers.next(), None);
    }

    #[test]
    fn cancelled_ones_do_not_pile_up() {
        let mut timers = Timers::default();
        for _ in 0..10_000 {
            let number = timers.arm(1 << 40, Action::Wake { pid: 1 });
            timers.cancel(number);
        }
        assert!(timers.queue.len() < 200);
    }
}
