//! Erlang's module `math`: badarg for what is no number, badarith where the result is none.

use super::entry::builtins;
use crate::heap;
use crate::number;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

unsafe extern "C" {
    // The C library's; Rust's standard library has no stable form of them.
    safe fn erf(x: f64) -> f64;
    safe fn erfc(x: f64) -> f64;
}

fn argument(word: Word) -> Result<f64, Failure> {
    number::as_float(word).ok_or(if word.is_integer() {
        Failure::Badarith
    } else {
        Failure::Badarg
    })
}

fn result(ctx: &mut Context, value: f64) -> Answer {
    if value.is_finite() {
        Ok(heap::float(ctx, value))
    } else {
        Err(Failure::Badarith)
    }
}

fn one(ctx: &mut Context, x: Word, function: impl Fn(f64) -> f64) -> Answer {
    let x = argument(x)?;
    result(ctx, function(x))
}

fn two(ctx: &mut Context, x: Word, y: Word, function: impl Fn(f64, f64) -> f64) -> Answer {
    let (x, y) = (argument(x)?, argument(y)?);
    result(ctx, function(x, y))
}

builtins! {
    /// `math:sin(x)`
    alate_math_sin(x) = |ctx, x| one(ctx, x, f64::sin);
    /// `math:cos(x)`
    alate_math_cos(x) = |ctx, x| one(ctx, x, f64::cos);
    /// `math:tan(x)`
    alate_math_tan(x) = |ctx, x| one(ctx, x, f64::tan);
    /// `math:asin(x)`
    alate_math_asin(x) = |ctx, x| one(ctx, x, f64::asin);
    /// `math:acos(x)`
    alate_math_acos(x) = |ctx, x| one(ctx, x, f64::acos);
    /// `math:atan(x)`
    alate_math_atan(x) = |ctx, x| one(ctx, x, f64::atan);
    /// `math:atan2(y, x)`
    alate_math_atan2(y, x) = |ctx, y, x| two(ctx, y, x, f64::atan2);
    /// `math:sinh(x)`
    alate_math_sinh(x) = |ctx, x| one(ctx, x, f64::sinh);
    /// `math:cosh(x)`
    alate_math_cosh(x) = |ctx, x| one(ctx, x, f64::cosh);
    /// `math:tanh(x)`
    alate_math_tanh(x) = |ctx, x| one(ctx, x, f64::tanh);
    /// `math:asinh(x)`
    alate_math_asinh(x) = |ctx, x| one(ctx, x, f64::asinh);
    /// `math:acosh(x)`
    alate_math_acosh(x) = |ctx, x| one(ctx, x, f64::acosh);
    /// `math:atanh(x)`
    alate_math_atanh(x) = |ctx, x| one(ctx, x, f64::atanh);
    /// `math:exp(x)`
    alate_math_exp(x) = |ctx, x| one(ctx, x, f64::exp);
    /// `math:log(x)`
    alate_math_log(x) = |ctx, x| one(ctx, x, f64::ln);
    /// `math:log2(x)`
    alate_math_log2(x) = |ctx, x| one(ctx, x, f64::log2);
    /// `math:log10(x)`
    alate_math_log10(x) = |ctx, x| one(ctx, x, f64::log10);
    /// `math:pow(x, y)`
    alate_math_pow(x, y) = |ctx, x, y| two(ctx, x, y, f64::powf);
    /// `math:sqrt(x)`
    alate_math_sqrt(x) = |ctx, x| one(ctx, x, f64::sqrt);
    /// `math:floor(x)`
    alate_math_floor(x) = |ctx, x| one(ctx, x, f64::floor);
    /// `math:ceil(x)`
    alate_math_ceil(x) = |ctx, x| one(ctx, x, f64::ceil);
    /// `math:fmod(x, y)`
    alate_math_fmod(x, y) = |ctx, x, y| two(ctx, x, y, |x, y| x % y);
    /// `math:erf(x)`
    alate_math_erf(x) = |ctx, x| one(ctx, x, |x| erf(x));
    /// `math:erfc(x)`
    alate_math_erfc(x) = |ctx, x| one(ctx, x, |x| erfc(x));
}
