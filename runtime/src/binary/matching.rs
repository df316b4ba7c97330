//! Matching bit strings. Nothing is kept between calls: a position is a number of bits.

use super::LITTLE;
use super::construct::is_signed;
use super::integer;
use super::make;
use super::utf::{Decoded, Encoding, decode};
use crate::heap;
use crate::word::{BitsView, Word};
use alate_abi::context::Context;

fn fixnum(value: usize) -> Word {
    Word::fixnum(value as i64)
}

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

/// Number of bits, or ABSENT.
pub fn size(term: Word) -> Word {
    term.bit_length().map_or(Word::ABSENT, fixnum)
}

/// The position after `count` units, or ABSENT.
pub fn skip(bits: Word, start: Word, count: Word, unit: usize) -> Word {
    let end = || {
        let size = bits.bit_length()?;
        let count = usize::try_from(count.as_fixnum()?).ok()?;
        let end = position(start).checked_add(count.checked_mul(unit)?)?;
        (end <= size).then_some(end)
    };
    end().map_or(Word::ABSENT, fixnum)
}

/// The end, if what is left is a multiple of `unit`; else ABSENT.
pub fn rest(bits: Word, start: Word, unit: usize) -> Word {
    let left = |size: usize| size.checked_sub(position(start));
    match bits.bit_length() {
        Some(size) if left(size).is_some_and(|left| is_multiple(left, unit)) => fixnum(size),
        _ => Word::ABSENT,
    }
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

/// The code point at a position.
fn code_point(bits: Word, start: Word, encoding: Encoding) -> Option<(char, usize)> {
    let view = bits.as_bits()?;
    let start = position(start);
    let left = view.bits().checked_sub(start)?;
    let size = (left / 8).min(4) * 8;
    let bytes = view.part(start, size);
    match decode(&bytes.to_bytes(), encoding) {
        Decoded::Char(point, size) => Some((point, start + size * 8)),
        Decoded::Incomplete | Decoded::Invalid => None,
    }
}

/// The position after a code point, or ABSENT.
pub fn utf_end(bits: Word, start: Word, encoding: Encoding) -> Word {
    code_point(bits, start, encoding).map_or(Word::ABSENT, |(_, end)| fixnum(end))
}

/// The code point at a position, or ABSENT.
pub fn get_utf(bits: Word, start: Word, encoding: Encoding) -> Word {
    code_point(bits, start, encoding).map_or(Word::ABSENT, |(point, _)| {
        Word::fixnum(i64::from(u32::from(point)))
    })
}

/// Whether literal bytes stand at a position.
pub fn match_bytes(bits: Word, start: Word, literal: &[u8]) -> bool {
    let Some(view) = bits.as_bits() else {
        return false;
    };
    let start = position(start);
    if start > view.bits() || literal.len() * 8 > view.bits() - start {
        return false;
    }
    let part = view.part(start, literal.len() * 8);
    match part.aligned_bytes() {
        Some(bytes) => bytes == literal,
        None => literal.iter().enumerate().all(|(i, b)| part.byte(i) == *b),
    }
}
