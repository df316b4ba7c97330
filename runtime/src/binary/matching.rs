//! Matching bit strings. Nothing is kept between calls: a position is a number of bits.

use super::LITTLE;
use super::construct::is_signed;
use super::integer;
use super::make;
use super::utf::{Decoded, Encoding, decode};
use crate::heap;
use crate::word::{BitsView, Word};
use alate_abi::context::Context;
use alate_abi::runtime_calls::UTF_SCALE;

/// A position as emitted code hands it over.
#[inline]
fn position(word: Word) -> usize {
    match word.as_fixnum() {
        Some(value) if value >= 0 => value as usize,
        _ => usize::MAX,
    }
}

/// The bits between two positions.
fn between(bits: Word, start: Word, end: Word) -> Option<BitsView> {
    let view = bits.as_bits()?;
    let (start, end) = (position(start), position(end));
    (start <= end && end <= view.bits()).then(|| view.part(start, end - start))
}

/// Whether a number of bits is a multiple of a unit; the common units need no division.
#[inline]
pub(super) fn is_multiple(bits: usize, unit: usize) -> bool {
    match unit {
        0 | 1 => true,
        8 => bits.is_multiple_of(8),
        _ => bits.is_multiple_of(unit),
    }
}

/// The integer between two positions.
pub fn get_integer(ctx: &mut Context, bits: Word, start: Word, end: Word, flags: u64) -> Word {
    match between(bits, start, end) {
        Some(view) => integer::get(ctx, &view, is_signed(flags), flags & LITTLE != 0),
        None => Word::ABSENT,
    }
}

/// The float between two positions, or ABSENT.
pub fn get_float(ctx: &mut Context, bits: Word, start: Word, end: Word, flags: u64) -> Word {
    let Some(view) = between(bits, start, end) else {
        return Word::ABSENT;
    };
    let mut bytes = view.to_bytes().into_owned();
    if flags & LITTLE != 0 {
        bytes.reverse();
    }
    let value = match (view.bits(), &bytes[..]) {
        (16, &[a, b]) => integer::float_from_half(u16::from_be_bytes([a, b])),
        (32, &[a, b, c, d]) => Some(f64::from(f32::from_be_bytes([a, b, c, d]))),
        (64, _) => bytes.first_chunk().map(|chunk| f64::from_be_bytes(*chunk)),
        _ => None,
    };
    match value {
        Some(value) if value.is_finite() => heap::float(ctx, value),
        _ => Word::ABSENT,
    }
}

/// The bits between two positions as a bit string, or ABSENT.
pub fn get_binary(ctx: &mut Context, bits: Word, start: Word, end: Word) -> Word {
    let (start, end) = (position(start), position(end));
    match end.checked_sub(start) {
        Some(size) => make::part(ctx, bits, start, size).unwrap_or(Word::ABSENT),
        None => Word::ABSENT,
    }
}

/// The code point that begins at a position, times [`UTF_SCALE`], plus its size in bits; or ABSENT.
pub fn get_utf(bits: Word, start: Word, end: Word, encoding: Encoding) -> Word {
    let Some(view) = between(bits, start, end) else {
        return Word::ABSENT;
    };
    let head = view.part(0, view.whole_bytes().min(4) * 8);
    match decode(&head.to_bytes(), encoding) {
        Decoded::Char(point, bytes) => {
            Word::fixnum(i64::from(u32::from(point)) * UTF_SCALE + bytes as i64 * 8)
        }
        Decoded::Incomplete | Decoded::Invalid => Word::ABSENT,
    }
}
