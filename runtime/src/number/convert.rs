//! Integers to floats and back.

use super::big::{Number, integer, number, small};
use crate::heap;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use dashu_int::IBig;

/// The nearest float, or `None` if the integer is too large.
pub(super) fn big_to_float(value: &IBig) -> Option<f64> {
    let nearest = value.to_f64().value();
    nearest.is_finite().then_some(nearest)
}

/// The float nearest to an integer; `None` if the word is no integer or too large.
pub fn integer_to_float(word: Word) -> Option<f64> {
    match number(word)? {
        Number::Small(value) => Some(value as f64),
        Number::Big(value) => big_to_float(&value),
        Number::Float(_) => None,
    }
}

/// The exact integer that a float without fraction is.
pub(super) fn float_to_big(value: f64) -> IBig {
    let bits = value.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i64 - 1075;
    let mantissa = IBig::from((bits & ((1 << 52) - 1)) | (1 << 52));
    let magnitude = if exponent >= 0 {
        mantissa << exponent as usize
    } else {
        mantissa >> (-exponent).min(64) as usize
    };
    if value < 0.0 { -magnitude } else { magnitude }
}

/// The word of a float without fraction as an integer.
fn whole(ctx: &mut Context, value: f64) -> Answer {
    if value.abs() < (1u64 << 62) as f64 {
        Ok(small(ctx, value as i64))
    } else {
        integer(ctx, &float_to_big(value))
    }
}

/// A conversion to an integer: integers stay as they are.
fn to_integer(ctx: &mut Context, a: Word, rounding: fn(f64) -> f64) -> Answer {
    if a.is_integer() {
        return Ok(a);
    }
    let value = a.as_float().ok_or(Failure::Badarg)?;
    whole(ctx, rounding(value))
}

/// `trunc(a)`
pub fn truncate(ctx: &mut Context, a: Word) -> Answer {
    to_integer(ctx, a, f64::trunc)
}

/// `round(a)`: halves away from zero.
pub fn round(ctx: &mut Context, a: Word) -> Answer {
    to_integer(ctx, a, f64::round)
}

/// `floor(a)`
pub fn floor(ctx: &mut Context, a: Word) -> Answer {
    to_integer(ctx, a, f64::floor)
}

/// `ceil(a)`
pub fn ceiling(ctx: &mut Context, a: Word) -> Answer {
    to_integer(ctx, a, f64::ceil)
}

/// `float(a)`
pub fn float(ctx: &mut Context, a: Word) -> Answer {
    if a.as_float().is_some() {
        return Ok(a);
    }
    let value = integer_to_float(a).ok_or(Failure::Badarg)?;
    Ok(heap::float(ctx, value))
}
