//! Time that never goes back, for measuring pauses.

use std::time::Instant;

/// A moment, from which elapsed time is counted.
#[derive(Clone, Copy, Debug)]
pub struct Moment(Instant);

impl Moment {
    /// Now.
    pub fn now() -> Moment {
        Moment(Instant::now())
    }

    /// Nanoseconds since then.
    pub fn elapsed_nanoseconds(self) -> u64 {
        u64::try_from(self.0.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}
