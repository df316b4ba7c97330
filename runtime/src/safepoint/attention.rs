//! How a worker's attention is asked for without a lock: bits that say why, and the stack limit, which is
//! poisoned, so that the next poll goes cold. Only these two functions write a limit.

use super::sync::{AtomicU64, Ordering, fence};

/// The limit that every `sp` exceeds.
pub const POISON: u64 = 0;

/// Sets bits and poisons the limit. From any thread.
pub fn request(attention: &AtomicU64, limit: &AtomicU64, reason: u64) {
    attention.fetch_or(reason, Ordering::SeqCst);
    fence(Ordering::SeqCst);
    limit.store(POISON, Ordering::SeqCst);
}

/// Sets the real limit; it is poisoned again if a bit is set. By the worker itself.
pub fn set_limit(attention: &AtomicU64, limit: &AtomicU64, real: u64) {
    limit.store(real, Ordering::Relaxed);
    fence(Ordering::SeqCst);
    if attention.load(Ordering::SeqCst) != 0 {
        limit.store(POISON, Ordering::SeqCst);
    }
}
