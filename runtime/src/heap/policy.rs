//! When a major collection is due, and how much free memory to keep.
//!
//! The old generation may grow by the greater of a minimum and a share of what was live after the
//! last major collection. So with L bytes live the old generation holds at most about L + max(32 MB a worker, 1.5 L)
//! before garbage is looked for, and marking costs a bounded share of the allocation that led to it.
//! Near the heap limit collections come sooner, after half of the remaining room, but never after less
//! than a megabyte, so that a full heap is noticed instead of collected for ever.

use crate::heap::options::Options;

/// The least growth is that of one worker times at most this.
const MOST_MINIMUMS: u64 = 4;

/// Bytes in use, as far as known without looking.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Used {
    pub old: u64,
    pub young: u64,
}

/// The figures that decide.
#[derive(Debug)]
pub struct Policy {
    minimum: u64,
    growth_percent: u64,
    limit: u64,
    allocators: u64,
    /// Bytes found live by the last marking.
    live: u64,
    /// Bytes promoted since.
    promoted: u64,
}

impl Policy {
    /// At the start nothing is live.
    pub fn new(options: &Options) -> Policy {
        Policy {
            minimum: options.major_minimum,
            growth_percent: options.major_growth_percent,
            limit: options.limit,
            allocators: 1,
            live: 0,
            promoted: 0,
        }
    }

    /// So many workers allocate: each has as much room as one alone, up to a number.
    pub fn set_allocators(&mut self, count: u64) {
        self.allocators = count;
    }

    /// A minor collection promoted so many bytes.
    pub fn promoted(&mut self, bytes: u64) {
        self.promoted += bytes;
    }

    /// A marking found so many bytes live.
    pub fn marked(&mut self, live: u64) {
        self.live = live;
        self.promoted = 0;
    }

    /// Bytes that the last marking found live.
    pub fn live(&self) -> u64 {
        self.live
    }

    /// Bytes of the old generation, garbage since the last marking included.
    pub fn used(&self) -> u64 {
        self.live + self.promoted
    }

    /// By how much the old generation may grow after a marking that found so many bytes live.
    pub fn expected_growth(&self, live: u64) -> u64 {
        let minimum = self.minimum * self.allocators.clamp(1, MOST_MINIMUMS);
        let wanted = minimum.max(live / 100 * self.growth_percent);
        let room = self.limit.saturating_sub(live);
        wanted.min((room / 2).max(1 << 20))
    }

    /// Whether a major collection is due.
    pub fn major_due(&self) -> bool {
        self.promoted > self.expected_growth(self.live)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(limit: u64) -> Policy {
        Policy::new(&Options {
            limit,
            ..Options::default()
        })
    }

    #[test]
    fn growth_follows_what_is_live() {
        let mut policy = policy(1 << 40);
        policy.promoted(32 << 20);
        assert!(!policy.major_due());
        policy.promoted(1);
        assert!(policy.major_due());
        policy.marked(100 << 20);
        policy.promoted(149 << 20);
        assert!(!policy.major_due());
        policy.promoted(2 << 20);
        assert!(policy.major_due());
    }

    #[test]
    fn the_limit_is_respected_and_reached() {
        let mut policy = policy(64 << 20);
        policy.marked(60 << 20);
        assert_eq!(policy.expected_growth(60 << 20), 2 << 20);
        policy.promoted((2 << 20) + 1);
        assert!(policy.major_due());
        assert_eq!(policy.expected_growth(70 << 20), 1 << 20);
    }
}
