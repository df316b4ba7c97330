//! Integers as endless two's-complement bit strings.

use super::arithmetic::numbers;
use super::big::{INTEGER_BITS, Number, integer, number, small};
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use dashu_int::{IBig, Sign, ops::BitTest};

macro_rules! bitwise {
    ($(#[$doc:meta])* $name:ident, $operator:tt) => {
        $(#[$doc])*
        pub fn $name(ctx: &mut Context, a: Word, b: Word) -> Answer {
            if let (Some(x), Some(y)) = (a.as_fixnum(), b.as_fixnum()) {
                return Ok(Word::fixnum(x $operator y));
            }
            let (a, b) = numbers(a, b)?;
            match (a.into_big(), b.into_big()) {
                (Some(a), Some(b)) => integer(ctx, &(a $operator b)),
                _ => Err(Failure::Badarith),
            }
        }
    };
}

bitwise! { /// `a band b`
bit_and, & }
bitwise! { /// `a bor b`
bit_or, | }
bitwise! { /// `a bxor b`
bit_xor, ^ }

/// `bnot a`
pub fn bit_not(ctx: &mut Context, a: Word) -> Answer {
    match number(a) {
        Some(Number::Small(value)) => Ok(Word::fixnum(!value)),
        Some(Number::Big(value)) => integer(ctx, &!value),
        _ => Err(Failure::Badarith),
    }
}

/// `a bsl b`; a negative `b` shifts right.
pub fn shift_left(ctx: &mut Context, a: Word, b: Word) -> Answer {
    shift(ctx, a, b, false)
}

/// `a bsr b`; a negative `b` shifts left.
pub fn shift_right(ctx: &mut Context, a: Word, b: Word) -> Answer {
    shift(ctx, a, b, true)
}

fn shift(ctx: &mut Context, a: Word, b: Word, right: bool) -> Answer {
    let (a, b) = numbers(a, b)?;
    if matches!(a, Number::Float(_)) {
        return Err(Failure::Badarith);
    }
    let (backwards, distance) = match b {
        Number::Small(value) => (value < 0, usize::try_from(value.unsigned_abs()).ok()),
        Number::Big(value) => (value.sign() == Sign::Negative, None),
        Number::Float(_) => return Err(Failure::Badarith),
    };
    let distance = distance.unwrap_or(usize::MAX);
    if backwards == right {
        left_by(ctx, a, distance)
    } else {
        right_by(ctx, a, distance)
    }
}

fn left_by(ctx: &mut Context, value: Number, distance: usize) -> Answer {
    match value {
        Number::Small(0) => Ok(Word::fixnum(0)),
        Number::Small(value) if distance < 63 && (value << distance) >> distance == value => {
            Ok(small(ctx, value << distance))
        }
        value => {
            let value = value.into_big().unwrap_or_default();
            if distance >= INTEGER_BITS || value.bit_len() + distance > INTEGER_BITS {
                return Err(Failure::SystemLimit);
            }
            integer(ctx, &(value << distance))
        }
    }
}

fn right_by(ctx: &mut Context, value: Number, distance: usize) -> Answer {
    match value {
        Number::Small(value) => Ok(Word::fixnum(value >> distance.min(63))),
        value => {
            let value = value.into_big().unwrap_or_default();
            let shifted = if distance >= value.bit_len() {
                match value.sign() {
                    Sign::Negative => IBig::NEG_ONE,
                    Sign::Positive => IBig::ZERO,
                }
            } else {
                value >> distance
            };
            integer(ctx, &shifted)
        }
    }
}
