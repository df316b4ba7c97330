//! The four operations, integer division and signs.

use super::big::{INTEGER_BITS, Number, finite, integer, number, small};
use super::convert::{big_to_float, integer_to_float};
use super::{limbs, wide};
use crate::heap;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use dashu_int::{IBig, ops::BitTest, ops::DivRem};

/// A float operation on two numbers of which at least one is a float.
fn mixed(ctx: &mut Context, a: Number, b: Number, operation: impl Fn(f64, f64) -> f64) -> Answer {
    let a = to_float(a).ok_or(Failure::Badarith)?;
    let b = to_float(b).ok_or(Failure::Badarith)?;
    finite(ctx, operation(a, b))
}

/// `None` if the integer is too large for a float.
fn to_float(value: Number) -> Option<f64> {
    match value {
        Number::Small(value) => Some(value as f64),
        Number::Big(value) => big_to_float(&value),
        Number::Float(value) => Some(value),
    }
}

/// Both operands as numbers.
pub(super) fn numbers(a: Word, b: Word) -> Result<(Number, Number), Failure> {
    match (number(a), number(b)) {
        (Some(a), Some(b)) => Ok((a, b)),
        _ => Err(Failure::Badarith),
    }
}

macro_rules! operation {
    ($(#[$doc:meta])* $name:ident, $checked:ident, $operator:tt, $limbs:expr) => {
        $(#[$doc])*
        pub fn $name(ctx: &mut Context, a: Word, b: Word) -> Answer {
            if let (Some(x), Some(y)) = (a.as_float(), b.as_float()) {
                return finite(ctx, x $operator y);
            }
            if let (Some(x), Some(y)) = (wide::wide(a), wide::wide(b))
                && let Some(result) = x.$checked(y)
            {
                return Ok(wide::word(ctx, result));
            }
            if let Some(answer) = $limbs(ctx, a, b) {
                return answer;
            }
            match numbers(a, b)? {
                (Number::Big(x), Number::Big(y)) => {
                    if x.bit_len() + y.bit_len() > INTEGER_BITS + 2 {
                        return Err(Failure::SystemLimit);
                    }
                    integer(ctx, &(x $operator y))
                }
                (x, y) => mixed(ctx, x, y, |x, y| x $operator y),
            }
        }
    };
}

operation! { /// `a + b`
add, checked_add, +, |ctx, a, b| limbs::sum(ctx, a, b, false) }
operation! { /// `a - b`
subtract, checked_sub, -, |ctx, a, b| limbs::sum(ctx, a, b, true) }
operation! { /// `a * b`
multiply, checked_mul, *, limbs::product }

/// `a / b`: always a float.
pub fn divide(ctx: &mut Context, a: Word, b: Word) -> Answer {
    let (a, b) = numbers(a, b)?;
    let a = to_float(a).ok_or(Failure::Badarith)?;
    let b = to_float(b).ok_or(Failure::Badarith)?;
    if b == 0.0 {
        return Err(Failure::Badarith);
    }
    finite(ctx, a / b)
}

/// Both operands as integers, the second not 0.
fn division(a: Word, b: Word) -> Result<(IBig, IBig), Failure> {
    let (a, b) = numbers(a, b)?;
    match (a.into_big(), b.into_big()) {
        (Some(a), Some(b)) if !b.is_zero() => Ok((a, b)),
        _ => Err(Failure::Badarith),
    }
}

/// `a div b`, truncating.
pub fn integer_divide(ctx: &mut Context, a: Word, b: Word) -> Answer {
    if let (Some(x), Some(y)) = (a.as_fixnum(), b.as_fixnum())
        && y != 0
    {
        return Ok(small(ctx, x / y));
    }
    if let (Some(x), Some(y)) = (wide::wide(a), wide::wide(b))
        && y != 0
    {
        return Ok(wide::word(ctx, x / y));
    }
    let (a, b) = division(a, b)?;
    integer(ctx, &(a / b))
}

/// `a rem b`: of the sign of `a`.
pub fn remainder(ctx: &mut Context, a: Word, b: Word) -> Answer {
    if let (Some(x), Some(y)) = (a.as_fixnum(), b.as_fixnum())
        && y != 0
    {
        return Ok(Word::fixnum(x % y));
    }
    if let (Some(x), Some(y)) = (wide::wide(a), wide::wide(b))
        && y != 0
    {
        return Ok(wide::word(ctx, x % y));
    }
    let (a, b) = division(a, b)?;
    let (_, rest) = a.div_rem(b);
    integer(ctx, &rest)
}

/// `+ a`: the number itself.
pub fn plus(_: &mut Context, a: Word) -> Answer {
    if a.is_integer() || a.as_float().is_some() {
        Ok(a)
    } else {
        Err(Failure::Badarith)
    }
}

/// `- a`
pub fn negate(ctx: &mut Context, a: Word) -> Answer {
    match number(a).ok_or(Failure::Badarith)? {
        Number::Small(value) => Ok(small(ctx, -value)),
        Number::Big(value) => integer(ctx, &-value),
        Number::Float(value) => Ok(heap::float(ctx, -value)),
    }
}

/// `abs(a)`. As on the BEAM, `abs(-0.0)` is `-0.0`.
pub fn absolute(ctx: &mut Context, a: Word) -> Answer {
    match number(a).ok_or(Failure::Badarg)? {
        Number::Small(value) => Ok(small(ctx, value.abs())),
        Number::Big(value) if value.sign() == dashu_int::Sign::Negative => integer(ctx, &-value),
        Number::Float(value) if value < 0.0 => Ok(heap::float(ctx, -value)),
        _ => Ok(a),
    }
}

/// The float nearest to a number, or `None` if there is none.
pub fn as_float(word: Word) -> Option<f64> {
    match word.as_float() {
        Some(value) => Some(value),
        None => integer_to_float(word),
    }
}
