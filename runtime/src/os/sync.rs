//! What lock-free code is made of: the standard library's here, the model checker loom's in the tests that
//! look at every order of events. Such a file says `use super::sync::…`, and its test compiles it again
//! beside another module of that name.

pub use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering, fence};
pub use std::sync::{Condvar, Mutex, MutexGuard};
pub use std::thread::{Thread, current};

use std::time::Duration;

/// Looks so many times whether something is so.
pub fn spin(times: usize, is_so: impl Fn() -> bool) {
    for _ in 0..times {
        if is_so() {
            return;
        }
        std::hint::spin_loop();
    }
}

/// Gives the core away for some time.
pub fn nap(time: Duration) {
    std::thread::sleep(time);
}

/// Sleeps until the thread is unparked, or for so long.
pub fn park(timeout: Option<Duration>) {
    match timeout {
        Some(timeout) => std::thread::park_timeout(timeout),
        None => std::thread::park(),
    }
}
