//! How many atoms there may be, and when it is time to look which of them have gone.
//!
//! Those made since the last major collection may be as many as a sixteenth of the limit, as many as were
//! live after it, or as many as make up about a twentieth of the live heap, whichever is most: so marking costs
//! a bounded share of the atoms' making, and garbage among them a bounded share of the memory. The
//! table is full when that many were live as the limit says, or when there are a sixteenth more with
//! the garbage: so with a few atoms less than the limit live, a program still makes others for long
//! before the next collection.

/// The most atoms made at run time that may be live, if nothing else is said.
pub const LIMIT: usize = 1 << 20;
/// This share of the limit is room for garbage in any case.
const SLACK: usize = 16;
/// An atom for so many live bytes: it takes about fifty itself.
const BYTES_AN_ATOM: u64 = 1024;

/// The figures that decide. Static atoms do not count.
#[derive(Debug)]
pub(super) struct Policy {
    limit: usize,
    /// Atoms made at run time that have not been found to be gone.
    count: usize,
    /// How many there were after the last collection.
    settled: usize,
    /// How many may be made after it before the next one is due.
    allowance: usize,
}

impl Policy {
    /// No atoms.
    pub(super) const fn new() -> Policy {
        Policy {
            limit: LIMIT,
            count: 0,
            settled: 0,
            allowance: LIMIT / SLACK,
        }
    }

    /// So many atoms may be live.
    pub(super) fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
        self.settle(0);
    }

    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// An atom was made.
    pub(super) fn made(&mut self) {
        self.count += 1;
    }

    /// So many have gone.
    pub(super) fn gone(&mut self, atoms: usize) {
        self.count -= atoms;
    }

    fn slack(&self) -> usize {
        (self.limit / SLACK).max(1)
    }

    /// A collection has found out which atoms have gone, and that so many bytes are live in the heap.
    pub(super) fn settle(&mut self, live_bytes: u64) {
        self.settled = self.count;
        let room = self.limit.saturating_sub(self.count).max(self.slack());
        let by_heap = usize::try_from(live_bytes / BYTES_AN_ATOM).unwrap_or(usize::MAX);
        self.allowance = self.slack().max(self.count).max(by_heap).min(room);
    }

    /// Whether no more can be made before a collection has found some to be gone.
    pub(super) fn is_full(&self) -> bool {
        self.settled >= self.limit || self.count >= self.limit + self.slack()
    }

    /// Whether a collection is due.
    pub(super) fn is_due(&self) -> bool {
        self.is_full() || self.count - self.settled >= self.allowance
    }
}

#[cfg(test)]
mod tests {
    use super::Policy;

    /// After a collection that has left so many atoms and so many live bytes.
    fn after(limit: usize, atoms: usize, live_bytes: u64) -> Policy {
        let mut policy = Policy::new();
        policy.set_limit(limit);
        policy.count = atoms;
        policy.settle(live_bytes);
        policy
    }

    /// How many more can be made before a collection is due.
    fn until_due(mut policy: Policy) -> usize {
        let start = policy.count;
        while !policy.is_due() {
            policy.made();
        }
        policy.count - start
    }

    #[test]
    fn collections_are_as_rare_as_much_is_live() {
        assert_eq!(until_due(after(16_000, 0, 0)), 1000);
        assert_eq!(until_due(after(16_000, 3000, 0)), 3000);
        assert_eq!(until_due(after(16_000, 0, 5 << 20)), 5 << 10);
        assert_eq!(until_due(after(16_000, 0, 5 << 30)), 16_000);
        assert_eq!(until_due(after(16_000, 12_000, 0)), 4000);
        assert_eq!(until_due(after(16_000, 15_999, 0)), 1000);
        assert_eq!(until_due(after(1, 0, 0)), 1);
    }

    #[test]
    fn the_limit_is_of_what_lives() {
        let mut policy = after(1600, 1599, 0);
        for _ in 0..101 {
            assert!(!policy.is_full());
            policy.made();
        }
        assert!(policy.is_full() && policy.is_due());
        policy.settle(0);
        assert!(policy.is_full(), "all of them live");
        policy.gone(101);
        policy.settle(0);
        assert!(!policy.is_full());
    }
}
