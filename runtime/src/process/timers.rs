//! Timers by the time they go off, all on monotonic time.

use crate::heap::roots::Visit;
use crate::word::ByNumber;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What happens when the time has come. Words are terms.
#[derive(Clone, Copy, Debug)]
pub enum Action {
    /// A waiting process has waited long enough.
    Wake { pid: u64 },
    /// A message is sent, to a pid or a name.
    Send { to: u64, message: u64 },
    /// A worker looks at what has come from outside.
    Outside,
}

#[derive(Debug)]
struct Timer {
    at: i64,
    action: Action,
}

/// The timers that are armed, for all workers.
#[derive(Debug)]
pub struct Timers {
    armed: Mutex<Armed>,
    /// When the next one goes off; [`NEVER`] if none does.
    next: AtomicI64,
}

/// No timer goes off then.
pub const NEVER: i64 = i64::MAX;

#[derive(Default, Debug)]
struct Armed {
    /// By number.
    timers: ByNumber<Timer>,
    /// Time and number. Those cancelled stay until their time has come or they are too many.
    queue: BinaryHeap<Reverse<(i64, u64)>>,
    /// Numbers of those armed since the last collection.
    young: Vec<u64>,
    last: u64,
}

impl Default for Timers {
    fn default() -> Timers {
        Timers {
            armed: Mutex::default(),
            next: AtomicI64::new(NEVER),
        }
    }
}

impl Armed {
    /// When the next one goes off.
    fn next(&mut self) -> i64 {
        while let Some(Reverse((at, number))) = self.queue.peek() {
            if self.timers.contains_key(number) {
                return *at;
            }
            self.queue.pop();
        }
        NEVER
    }
}

impl Timers {
    fn armed(&self) -> MutexGuard<'_, Armed> {
        self.armed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A number for [`arm`](Self::arm) that no reference has.
    pub fn own_number(&self) -> u64 {
        let mut armed = self.armed();
        armed.last += 1;
        // References count up from 1.
        armed.last | 1 << 63
    }

    /// Arms a timer under a number that is no other's, for a moment in nanoseconds. True: none goes off
    /// sooner.
    #[must_use]
    pub fn arm(&self, number: u64, at: i64, action: Action) -> bool {
        let mut armed = self.armed();
        armed.timers.insert(number, Timer { at, action });
        armed.queue.push(Reverse((at, number)));
        if let Action::Send { .. } = action {
            armed.young.push(number);
        }
        let is_first = at < self.next.load(Ordering::Relaxed);
        if is_first {
            self.next.store(at, Ordering::SeqCst);
        }
        is_first
    }

    /// Disarms a timer; answers when it would have gone off.
    pub fn cancel(&self, number: u64) -> Option<i64> {
        let mut armed = self.armed();
        let armed = &mut *armed;
        let timer = armed.timers.remove(&number)?;
        if armed.queue.len() > 64 && armed.queue.len() > 4 * armed.timers.len() {
            let timers = &armed.timers;
            armed
                .queue
                .retain(|Reverse((_, number))| timers.contains_key(number));
        }
        if timer.at <= self.next.load(Ordering::Relaxed) {
            self.next.store(armed.next(), Ordering::SeqCst);
        }
        Some(timer.at)
    }

    /// When a timer goes off.
    pub fn when(&self, number: u64) -> Option<i64> {
        self.armed().timers.get(&number).map(|timer| timer.at)
    }

    /// When the next one goes off, or [`NEVER`].
    pub fn next(&self) -> i64 {
        self.next.load(Ordering::SeqCst)
    }

    /// Takes one whose time has come, with its number.
    pub fn due(&self, now: i64) -> Option<(u64, Action)> {
        let mut armed = self.armed();
        let next = armed.next();
        if next > now {
            self.next.store(next, Ordering::SeqCst);
            return None;
        }
        let Reverse((_, number)) = armed.queue.pop()?;
        let action = armed.timers.remove(&number)?.action;
        let next = armed.next();
        self.next.store(next, Ordering::SeqCst);
        Some((number, action))
    }

    /// Visits the words of those armed since the last collection.
    pub fn young(&self, visit: &mut Visit) {
        let mut armed = self.armed();
        let armed = &mut *armed;
        for number in &armed.young {
            if let Some(timer) = armed.timers.get_mut(number) {
                timer.action.words(visit);
            }
        }
    }

    /// Visits all words.
    pub fn all(&self, visit: &mut Visit) {
        for timer in self.armed().timers.values_mut() {
            timer.action.words(visit);
        }
    }

    /// After a collection: nothing here is young.
    pub fn settle(&self) {
        self.armed().young.clear();
    }
}

impl Action {
    fn words(&mut self, visit: &mut Visit) {
        if let Action::Send { to, message } = self {
            visit(to, 1);
            visit(message, 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAKE: Action = Action::Wake { pid: 1 };

    fn number_of(due: Option<(u64, Action)>) -> Option<u64> {
        due.map(|(number, _)| number)
    }

    #[test]
    fn they_go_off_in_order_of_time() {
        let timers = Timers::default();
        assert!(timers.arm(3, 30, WAKE));
        assert!(timers.arm(2, 20, WAKE));
        assert!(timers.arm(1, 10, WAKE));
        assert!(!timers.arm(4, 25, WAKE));
        assert_eq!(timers.cancel(2), Some(20));
        assert_eq!(timers.cancel(2), None);
        assert_eq!(number_of(timers.due(5)), None);
        assert_eq!(timers.next(), 10);
        assert_eq!(number_of(timers.due(40)), Some(1));
        assert_eq!(timers.cancel(4), Some(25));
        assert_eq!(timers.next(), 30);
        assert_eq!(number_of(timers.due(40)), Some(3));
        assert_eq!(timers.next(), NEVER);
    }

    #[test]
    fn messages_and_whom_they_go_to_are_held() {
        let timers = Timers::default();
        let _ = timers.arm(1, 10, WAKE);
        let (to, message) = (2, 3);
        let _ = timers.arm(2, 20, Action::Send { to, message });
        let mut seen = Vec::new();
        timers.all(&mut |word, count| {
            assert_eq!(count, 1);
            // SAFETY: the timers visit their own words.
            seen.push(unsafe { *word });
        });
        assert_eq!(seen, [to, message]);
    }

    #[test]
    fn cancelled_ones_do_not_pile_up() {
        let timers = Timers::default();
        for _ in 0..10_000 {
            let number = timers.own_number();
            let _ = timers.arm(number, 1 << 40, WAKE);
            timers.cancel(number);
        }
        assert!(timers.armed().queue.len() < 200);
    }
}
