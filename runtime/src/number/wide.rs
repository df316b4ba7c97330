//! Integers that are no fixnums but fit two machine words: the products and sums that generators of
//! pseudo-random numbers and hash functions make before they take a remainder. They are computed in
//! registers.

use crate::heap;
use crate::word::Word;
use alate_abi::context::Context;
use alate_abi::word as abi;

/// An integer of a magnitude below 2¹²⁷; `None` for everything else.
#[inline]
pub fn wide(word: Word) -> Option<i128> {
    if let Some(value) = word.as_fixnum() {
        return Some(i128::from(value));
    }
    let big = word.as_bignum()?;
    let magnitude = match *big.limbs() {
        [low] => u128::from(low),
        [low, high] if high < 1 << 63 => (u128::from(high) << 64) | u128::from(low),
        _ => return None,
    };
    let magnitude = magnitude as i128;
    Some(if big.is_negative() {
        -magnitude
    } else {
        magnitude
    })
}

/// The word of an integer.
#[inline]
pub fn word(ctx: &mut Context, value: i128) -> Word {
    if let Ok(value) = i64::try_from(value)
        && abi::fits_fixnum(value)
    {
        return Word::fixnum(value);
    }
    let magnitude = value.unsigned_abs();
    let limbs = [magnitude as u64, (magnitude >> 64) as u64];
    let size = if limbs[1] == 0 { 1 } else { 2 };
    heap::bignum(ctx, value < 0, &limbs[..size])
}
