//! Words to numbers and back; big integers are computed by `dashu-int`.

use crate::heap;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use alate_abi::word as abi;
use dashu_int::{IBig, Sign, ops::BitTest};

/// No integer has more bits (8 MiB of magnitude). The BEAM's own limit lies near it and moved between
/// releases; this one keeps the longest uninterrupted product near a second.
pub const INTEGER_BITS: usize = 1 << 26;

/// A number taken out of its word.
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    Small(i64),
    Big(IBig),
    Float(f64),
}

impl Number {
    /// The integer as a big one; `None` for a float.
    pub fn into_big(self) -> Option<IBig> {
        match self {
            Number::Small(value) => Some(IBig::from(value)),
            Number::Big(value) => Some(value),
            Number::Float(_) => None,
        }
    }
}

/// The number that a word stands for.
pub fn number(word: Word) -> Option<Number> {
    if let Some(value) = word.as_fixnum() {
        Some(Number::Small(value))
    } else if let Some(value) = word.as_float() {
        Some(Number::Float(value))
    } else {
        let big = word.as_bignum()?;
        let sign = if big.is_negative() {
            Sign::Negative
        } else {
            Sign::Positive
        };
        Some(Number::Big(IBig::from_sign_words(sign, big.limbs())))
    }
}

/// The word of a machine integer.
#[inline]
pub fn small(ctx: &mut Context, value: i64) -> Word {
    if abi::fits_fixnum(value) {
        Word::fixnum(value)
    } else {
        heap::bignum(ctx, value < 0, &[value.unsigned_abs()])
    }
}

/// The word of an integer.
pub fn integer(ctx: &mut Context, value: &IBig) -> Answer {
    let (sign, limbs) = value.as_sign_words();
    let negative = sign == Sign::Negative;
    match limbs {
        [] => Ok(Word::fixnum(0)),
        &[limb] if limb <= 1 << 60 => {
            let magnitude = limb as i64;
            Ok(small(ctx, if negative { -magnitude } else { magnitude }))
        }
        _ if value.bit_len() > INTEGER_BITS => Err(Failure::SystemLimit),
        _ => Ok(heap::bignum(ctx, negative, limbs)),
    }
}

/// The word of a float result: infinities and not-a-number are no numbers here.
#[inline]
pub fn finite(ctx: &mut Context, value: f64) -> Answer {
    if value.is_finite() {
        Ok(heap::float(ctx, value))
    } else {
        Err(Failure::Badarith)
    }
}
