//! What the rest of the runtime and emitted code call: allocation.

use alate_abi::context::Context;
use alate_abi::layout::Buffer;
use alate_abi::runtime_calls::LARGE_OBJECT;

use crate::heap::{Heap, Room, limit};

/// Room for `words` words (at least 2: marks are for no less), 8-aligned. The caller fills every word before the next safe
/// point. Never collects, never fails: use [`reserve`] before an allocation whose size a user chooses.
///
/// # Safety
/// `ctx` is the calling worker's context.
#[inline]
pub unsafe fn allocate(ctx: *mut Context, words: usize) -> *mut u64 {
    // SAFETY: the caller's contract; a context belongs to one thread.
    let context = unsafe { &mut *ctx };
    debug_assert!(words >= 2, "marks are for objects of two words");
    let bytes = (words as u64).saturating_mul(8);
    if context.heap_limit.wrapping_sub(context.heap_next) < bytes || bytes > LARGE_OBJECT {
        if bytes > LARGE_OBJECT {
            // SAFETY: the caller's contract.
            return unsafe { allocate_large(ctx, words) };
        }
        refill(context, bytes as usize);
    }
    let address = context.heap_next;
    context.heap_next += bytes;
    address as *mut u64
}

#[cold]
#[inline(never)]
fn refill(context: &mut Context, bytes: usize) {
    // SAFETY: a context's heap outlives it.
    unsafe { Heap::of(context) }.refill(context, bytes);
}

/// Room for an object of `words` words outside the nursery; ends the program if there is none.
///
/// # Safety
/// `ctx` is the calling worker's context. The caller fills every word before the next safe point.
#[cold]
pub unsafe fn allocate_large(ctx: *mut Context, words: usize) -> *mut u64 {
    // SAFETY: the caller's contract.
    let context = unsafe { &mut *ctx };
    // SAFETY: a context's heap outlives it.
    let heap = unsafe { Heap::of(context) };
    match heap.large(context, words) {
        Some(object) => {
            context.heap_spent = context.heap_spent.wrapping_add(words as u64 * 8);
            object
        }
        None => limit::out_of_memory("a large object"),
    }
}

/// A byte buffer outside the heap with room for so many bytes, none in use. It lives as long as
/// `KIND_BUFFER` objects with its address are reachable; the caller makes one before the next safe
/// point. Null if there is no memory.
///
/// # Safety
/// `ctx` is the calling worker's context.
pub unsafe fn new_buffer(ctx: *mut Context, capacity: usize) -> *mut Buffer {
    // SAFETY: the caller's contract.
    let context = unsafe { &mut *ctx };
    // SAFETY: a context's heap outlives it.
    let heap = unsafe { Heap::of(context) };
    heap.buffer(context, capacity as u64)
        .unwrap_or(std::ptr::null_mut())
}

/// Asks before an allocation of many bytes, and before any effect: [`Room::Enough`], or
/// [`Room::Exhausted`] where the answer to the user is `system_limit`. What is garbage still counts
/// here, unless the caller can collect and try again: see [`Heap::room_for`].
///
/// # Safety
/// `ctx` is the calling worker's context.
pub unsafe fn reserve(ctx: *mut Context, bytes: u64) -> Room {
    // SAFETY: the caller's contract.
    let context = unsafe { &mut *ctx };
    // SAFETY: a context's heap outlives it.
    let heap = unsafe { Heap::of(context) };
    match heap.room_for(context, bytes, false) {
        // Not to be satisfied by any collection.
        Room::Retry if bytes > heap.options().limit => Room::Exhausted,
        room => room,
    }
}

/// (bytes) See `abi/runtime_calls.rs`.
///
/// # Safety
/// Called by emitted code with its worker's context.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn alate_rt_more_heap(ctx: *mut Context, bytes: u64) -> u64 {
    // SAFETY: the caller's contract.
    let context = unsafe { &mut *ctx };
    if context.heap_limit.wrapping_sub(context.heap_next) < bytes {
        refill(context, usize::try_from(bytes).unwrap_or(usize::MAX / 2));
    }
    0
}

/// (words) See `abi/runtime_calls.rs`.
///
/// # Safety
/// Called by emitted code with its worker's context.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn alate_rt_allocate_large(ctx: *mut Context, words: u64) -> u64 {
    // SAFETY: the caller's contract.
    unsafe { allocate_large(ctx, words as usize) as u64 }
}
