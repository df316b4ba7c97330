//! What [`stop`](super::stop) is made of: the standard library's, or the model checker's in its test.

#[cfg(not(loom))]
pub use std::sync::atomic::{AtomicUsize, Ordering};
#[cfg(not(loom))]
pub use std::sync::{Condvar, Mutex, MutexGuard};

#[cfg(loom)]
pub use loom::sync::atomic::{AtomicUsize, Ordering};
#[cfg(loom)]
pub use loom::sync::{Condvar, Mutex, MutexGuard};

/// Looks so many times whether something is so.
#[cfg(not(loom))]
pub fn spin(times: usize, is_so: impl Fn() -> bool) {
    for _ in 0..times {
        if is_so() {
            return;
        }
        std::hint::spin_loop();
    }
}

/// The model looks at every order of events as it is.
#[cfg(loom)]
pub fn spin(_times: usize, _is_so: impl Fn() -> bool) {}
