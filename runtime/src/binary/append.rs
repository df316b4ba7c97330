//! Appending to a binary in amortised constant time.
//!
//! A binary that ends where its buffer's used bytes end may be continued in place: whoever moves
//! `used` on by compare-and-swap owns the bytes between. Older handles see their own size only.

use super::construct::{Base, begin_with};
use super::make::{handle, new_buffer, write};
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use alate_abi::layout::{BUFFER_DATA, Buffer};
use std::sync::atomic::Ordering;

/// Least capacity of a buffer made by an append.
const LEAST_CAPACITY: usize = 256;

/// Begins a construction whose first segment is a whole bit string of a multiple of `unit` bits.
pub fn begin_append(value: Word, unit: usize, expected: usize) -> Result<(), Failure> {
    if let Some(buffer) = value.as_buffer()
        && matches!(unit, 1 | 8)
    {
        begin_with(expected, Base::Whole(value, buffer.len()));
        return Ok(());
    }
    let view = value.as_bits().ok_or(Failure::Badarg)?;
    if !view.bits().is_multiple_of(unit.max(1)) {
        return Err(Failure::Badarg);
    }
    if view.is_binary() {
        begin_with(expected, Base::Whole(value, view.whole_bytes()));
    } else {
        begin_with(expected + view.bits(), Base::Copied(view));
    }
    Ok(())
}

/// The binary `base`, of `size` bytes, followed by `bytes`.
pub(super) fn append(ctx: &mut Context, base: Word, size: usize, bytes: &[u8]) -> Answer {
    let total = size + bytes.len();
    if let Some(buffer) = base.as_buffer()
        && extend(buffer.address() as *mut Buffer, size, bytes)
    {
        return Ok(handle(ctx, buffer.address() as *mut Buffer, total));
    }
    let view = base.as_bits().ok_or(Failure::Badarg)?;
    let capacity = (total * 2).max(LEAST_CAPACITY);
    let buffer = new_buffer(ctx, capacity)
        .or_else(|| new_buffer(ctx, total))
        .ok_or(Failure::SystemLimit)?;
    write(buffer, 0, &view.to_bytes());
    write(buffer, size, bytes);
    Ok(handle(ctx, buffer, total))
}

/// Writes bytes behind the used ones if these end at `size` and there is room.
fn extend(buffer: *mut Buffer, size: usize, bytes: &[u8]) -> bool {
    let total = (size + bytes.len()) as u64;
    // SAFETY: rule W: a buffer binary holds the address of a live buffer; after the exchange the
    // bytes between the old and the new end belong to this call alone.
    unsafe {
        if total > (*buffer).capacity {
            return false;
        }
        let claimed = (*buffer).used.compare_exchange(
            size as u64,
            total,
            Ordering::AcqRel,
            Ordering::Relaxed,
        );
        if claimed.is_err() {
            return false;
        }
        let data = buffer.cast::<u8>().add(BUFFER_DATA + size);
        std::ptr::copy_nonoverlapping(bytes.as_ptr(), data, bytes.len());
    }
    true
}
