//! Makes binaries of bytes, and parts of binaries.

use crate::heap;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use alate_abi::layout::{
    BINARY_INLINE_LIMIT, BUFFER_DATA, Buffer, COPIED_PART, KIND_BINARY, KIND_BUFFER, KIND_SLICE,
};
use std::sync::atomic::Ordering;

/// No binary has more bits (2 GiB): more is `system_limit`.
pub const MAX_BITS: usize = 1 << 34;

/// The binary of these bytes.
pub fn from_bytes(ctx: &mut Context, bytes: &[u8]) -> Answer {
    if bytes.len() <= BINARY_INLINE_LIMIT {
        return Ok(inline(ctx, bytes));
    }
    if bytes.len() > MAX_BITS / 8 {
        return Err(Failure::SystemLimit);
    }
    let buffer = new_buffer(ctx, bytes.len()).ok_or(Failure::SystemLimit)?;
    write(buffer, 0, bytes);
    Ok(handle(ctx, buffer, bytes.len()))
}

/// The bit string of the first `bits` bits of these bytes.
pub fn from_bits(ctx: &mut Context, bytes: &[u8], bits: usize) -> Answer {
    let whole = from_bytes(ctx, bytes)?;
    if bits.is_multiple_of(8) {
        return Ok(whole);
    }
    Ok(slice(ctx, whole, 0, bits))
}

/// A binary of at most 64 bytes.
fn inline(ctx: &mut Context, bytes: &[u8]) -> Word {
    let words = bytes.len().div_ceil(8);
    heap::boxed_with(ctx, KIND_BINARY, 0, words + 1, |index| match index {
        0 => bytes.len() as u64,
        _ => {
            let rest = &bytes[(index - 1) * 8..];
            let mut word = [0; 8];
            let count = rest.len().min(8);
            word[..count].copy_from_slice(&rest[..count]);
            u64::from_le_bytes(word)
        }
    })
}

/// A buffer of at least that capacity.
pub(super) fn new_buffer(ctx: &mut Context, capacity: usize) -> Option<*mut Buffer> {
    if !heap::has_room(ctx, capacity) {
        return None;
    }
    // SAFETY: the context is borrowed exclusively.
    let buffer = unsafe { heap::new_buffer(ctx, capacity) };
    (!buffer.is_null()).then_some(buffer)
}

/// Writes bytes into a new buffer and marks them used.
pub(super) fn write(buffer: *mut Buffer, offset: usize, bytes: &[u8]) {
    // SAFETY: the buffer is new: nobody else sees it, and its capacity was asked for these bytes.
    unsafe {
        debug_assert!((offset + bytes.len()) as u64 <= (*buffer).capacity);
        let data = buffer.cast::<u8>().add(BUFFER_DATA + offset);
        std::ptr::copy_nonoverlapping(bytes.as_ptr(), data, bytes.len());
        (*buffer)
            .used
            .store((offset + bytes.len()) as u64, Ordering::Release);
    }
}

/// The binary of the first `size` bytes of a buffer.
pub(super) fn handle(ctx: &mut Context, buffer: *mut Buffer, size: usize) -> Word {
    let words = [size as u64, buffer as u64];
    heap::boxed_with(ctx, KIND_BUFFER, 0, 2, |index| words[index])
}

/// A slice of a `BINARY` or `BUFFER` word.
pub(super) fn slice(ctx: &mut Context, base: Word, offset: usize, size: usize) -> Word {
    let words = [base, Word::fixnum(offset as i64), Word::fixnum(size as i64)];
    heap::boxed_with(ctx, KIND_SLICE, 0, 3, |index| words[index].0)
}

/// The `size` bits from bit `offset` on of a bit string, which has them.
pub fn part(ctx: &mut Context, bits: Word, offset: usize, size: usize) -> Answer {
    let length = bits.bit_length().ok_or(Failure::Badarg)?;
    if offset > length || size > length - offset {
        return Err(Failure::Badarg);
    }
    if size == length {
        return Ok(bits);
    }
    if size.is_multiple_of(8) && size <= COPIED_PART * 8 {
        let part = bits.as_bits().ok_or(Failure::Badarg)?.part(offset, size);
        return match part.aligned_bytes() {
            Some(bytes) => Ok(inline(ctx, bytes)),
            None => Ok(inline(ctx, &part.to_bytes())),
        };
    }
    let (base, start) = match bits.as_slice() {
        Some((base, start, _)) => (base, start),
        None => (bits, 0),
    };
    Ok(slice(ctx, base, start + offset, size))
}
