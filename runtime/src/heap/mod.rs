//! Memory for terms. Allocation never collects: it takes another nursery chunk when one is full.

mod construct;
#[cfg(test)]
pub mod testing;

pub use construct::{
    bignum, boxed_with, byte_list, char_list, cons, float, list, tuple, tuple_with,
};

use alate_abi::context::Context;

/// Room for `words` words (at least 1), 8-aligned. The caller fills every word before the next safe point.
///
/// # Safety
/// `ctx` is the calling worker's context.
pub unsafe fn allocate(ctx: *mut Context, words: usize) -> *mut u64 {
    // SAFETY: the caller's contract; a context belongs to one thread.
    let context = unsafe { &mut *ctx };
    let bytes = words as u64 * 8;
    if context.heap_limit.wrapping_sub(context.heap_next) < bytes {
        let size = bytes.max(1 << 20) as usize;
        let chunk = vec![0u64; size / 8].leak();
        context.heap_next = chunk.as_mut_ptr() as u64;
        context.heap_limit = context.heap_next + size as u64;
    }
    let address = context.heap_next;
    context.heap_next += bytes;
    address as *mut u64
}
