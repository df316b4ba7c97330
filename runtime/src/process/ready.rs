//! Who is to run next. As OTP has it: `max` before `high` before all others; of `low` ones one runs
//! for every eight of `normal`.

use super::record::Priority;
use std::collections::VecDeque;

/// How many normal processes run before a low one does.
const NORMAL_BEFORE_LOW: u32 = 8;

/// The queues.
#[derive(Default, Debug)]
pub struct Ready {
    max: VecDeque<u64>,
    high: VecDeque<u64>,
    normal: VecDeque<u64>,
    low: VecDeque<u64>,
    /// Normal ones since the last low one.
    since_low: u32,
    /// With a seed the choice among those of one priority is drawn.
    random: Option<Random>,
}

impl Ready {
    /// Draws the order from a seed.
    pub fn seed(&mut self, seed: u64) {
        self.random = Some(Random(seed));
    }

    /// The numbers drawn, if there is a seed.
    pub fn random(&mut self) -> Option<&mut Random> {
        self.random.as_mut()
    }

    /// Puts a process last.
    pub fn push(&mut self, pid: u64, priority: Priority) {
        self.queue(priority).push_back(pid);
    }

    fn queue(&mut self, priority: Priority) -> &mut VecDeque<u64> {
        match priority {
            Priority::Max => &mut self.max,
            Priority::High => &mut self.high,
            Priority::Normal => &mut self.normal,
            Priority::Low => &mut self.low,
        }
    }

    /// Takes the next one. It may have ended since it was put here.
    pub fn pop(&mut self) -> Option<u64> {
        let priority = self.next_priority();
        let drawn = match &mut self.random {
            Some(random) => random.draw(),
            None => 0,
        };
        let queue = self.queue(priority);
        match queue.len() as u64 {
            0 => None,
            length => queue.remove((drawn % length) as usize),
        }
    }

    /// The priority of the next one.
    fn next_priority(&mut self) -> Priority {
        let low_is_due = self.since_low >= NORMAL_BEFORE_LOW || self.normal.is_empty();
        if !self.max.is_empty() {
            Priority::Max
        } else if !self.high.is_empty() {
            Priority::High
        } else if low_is_due && !self.low.is_empty() {
            self.since_low = 0;
            Priority::Low
        } else {
            self.since_low += 1;
            Priority::Normal
        }
    }

    /// Moves half of those that are ready to another queue, in the order in which they would run.
    pub fn move_half(&mut self, to: &mut Ready) {
        for _ in 0..self.len().div_ceil(2) {
            let priority = self.next_priority();
            if let Some(pid) = self.queue(priority).pop_front() {
                to.push(pid, priority);
            }
        }
    }

    /// Moves all to another queue.
    pub fn move_all(&mut self, to: &mut Ready) {
        to.max.append(&mut self.max);
        to.high.append(&mut self.high);
        to.normal.append(&mut self.normal);
        to.low.append(&mut self.low);
    }

    /// How many are ready.
    pub fn len(&self) -> usize {
        self.max.len() + self.high.len() + self.normal.len() + self.low.len()
    }

    /// Whether nobody is ready.
    pub fn is_empty(&self) -> bool {
        [&self.max, &self.high, &self.normal, &self.low]
            .iter()
            .all(|queue| queue.is_empty())
    }
}

/// Numbers from a seed: SplitMix64 (Steele, Lea and Flood, 2014).
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_of_priorities() {
        let mut ready = Ready::default();
        ready.push(1, Priority::Normal);
        ready.push(2, Priority::Max);
        ready.push(3, Priority::High);
        assert_eq!(
            [ready.pop(), ready.pop(), ready.pop()],
            [Some(2), Some(3), Some(1)]
        );
        assert!(ready.pop().is_none() && ready.is_empty());
    }

    #[test]
    fn half_of_them_move() {
        let (mut from, mut to) = (Ready::default(), Ready::default());
        (0..5).for_each(|pid| from.push(pid, Priority::Normal));
        from.push(9, Priority::High);
        from.move_half(&mut to);
        assert_eq!([to.pop(), to.pop(), to.pop()], [Some(9), Some(0), Some(1)]);
        assert!(to.is_empty() && from.len() == 3);
    }

    #[test]
    fn low_ones_get_their_turn() {
        let mut ready = Ready::default();
        ready.push(1, Priority::Low);
        (0..20).for_each(|_| ready.push(2, Priority::Normal));
        let order: Vec<_> = std::iter::from_fn(|| ready.pop()).collect();
        assert_eq!(order.iter().position(|pid| *pid == 1), Some(8));
        assert_eq!(order.len(), 21);
    }

    #[test]
    fn a_seed_gives_one_order() {
        let order = |seed| {
            let mut ready = Ready::default();
            ready.seed(seed);
            (0..50).for_each(|pid| ready.push(pid, Priority::Normal));
            std::iter::from_fn(move || ready.pop()).collect::<Vec<_>>()
        };
        assert_eq!(order(7), order(7));
        assert_ne!(order(7), order(8));
    }
}
