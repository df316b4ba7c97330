//! What [`stop`](super::stop) is made of: the standard library's here, the model checker's in its test.

pub use std::sync::atomic::{AtomicUsize, Ordering};
pub use std::sync::{Condvar, Mutex, MutexGuard};

/// Looks so many times whether something is so.
pub fn spin(times: usize, is_so: impl Fn() -> bool) {
    for _ in 0..times {
        if is_so() {
            return;
        }
        std::hint::spin_loop();
    }
}
