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

/// Processor time of this process in nanoseconds, user and system: for measurements on a busy machine.
pub fn processor_nanoseconds() -> u64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the call writes one timespec.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}
