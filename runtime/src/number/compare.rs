//! Numbers in order. Integers and floats are compared by their exact values.

use super::convert::float_to_big;
use crate::word::{BignumView, Word};
use std::cmp::Ordering;

/// The order of two numbers' values; `None` if one is no number. 1 and 1.0 are equal.
#[inline]
pub fn compare(a: Word, b: Word) -> Option<Ordering> {
    if let (Some(x), Some(y)) = (a.as_fixnum(), b.as_fixnum()) {
        return Some(x.cmp(&y));
    }
    compare_general(a, b)
}

fn compare_general(a: Word, b: Word) -> Option<Ordering> {
    match (a.as_float(), b.as_float()) {
        (Some(x), Some(y)) => x.partial_cmp(&y),
        (Some(x), None) => integer_and_float(b, x).map(Ordering::reverse),
        (None, Some(y)) => integer_and_float(a, y),
        (None, None) => integers(a, b),
    }
}

fn integers(a: Word, b: Word) -> Option<Ordering> {
    Some(match (a.as_fixnum(), b.as_fixnum()) {
        (Some(x), Some(y)) => x.cmp(&y),
        (Some(_), None) => sign(b.as_bignum()?).reverse(),
        (None, Some(_)) => sign(a.as_bignum()?),
        (None, None) => {
            let (x, y) = (a.as_bignum()?, b.as_bignum()?);
            match (x.is_negative(), y.is_negative()) {
                (false, true) => Ordering::Greater,
                (true, false) => Ordering::Less,
                (false, false) => magnitudes(x, y),
                (true, true) => magnitudes(y, x),
            }
        }
    })
}

/// A big integer against any fixnum.
fn sign(big: BignumView) -> Ordering {
    if big.is_negative() {
        Ordering::Less
    } else {
        Ordering::Greater
    }
}

fn magnitudes(a: BignumView, b: BignumView) -> Ordering {
    let (x, y) = (a.limbs(), b.limbs());
    x.len()
        .cmp(&y.len())
        .then_with(|| x.iter().rev().cmp(y.iter().rev()))
}

fn integer_and_float(integer: Word, float: f64) -> Option<Ordering> {
    if let Some(value) = integer.as_fixnum() {
        return Some(small_and_float(value, float));
    }
    let big = integer.as_bignum()?;
    // Every big integer is at least 2⁶⁰ in magnitude.
    if float.abs() < (1u64 << 60) as f64 {
        return Some(sign(big));
    }
    let exact = float_to_big(float);
    let (float_sign, limbs) = exact.as_sign_words();
    let float_negative = float_sign == dashu_int::Sign::Negative;
    Some(match (big.is_negative(), float_negative) {
        (false, true) => Ordering::Greater,
        (true, false) => Ordering::Less,
        (negative, _) => {
            let own = big.limbs();
            let order = own
                .len()
                .cmp(&limbs.len())
                .then_with(|| own.iter().rev().cmp(limbs.iter().rev()));
            if negative { order.reverse() } else { order }
        }
    })
}

fn small_and_float(value: i64, float: f64) -> Ordering {
    const LIMIT: f64 = (1u64 << 62) as f64;
    if float >= LIMIT {
        return Ordering::Less;
    }
    if float <= -LIMIT {
        return Ordering::Greater;
    }
    let whole = float.trunc();
    value
        .cmp(&(whole as i64))
        .then_with(|| whole.partial_cmp(&float).unwrap_or(Ordering::Equal))
}

/// Whether two boxed numbers are `=:=`: the same kind and the same value. The words differ.
pub fn identical(a: Word, b: Word) -> bool {
    if let (Some(x), Some(y)) = (a.as_bignum(), b.as_bignum()) {
        return x.is_negative() == y.is_negative() && x.limbs() == y.limbs();
    }
    match (a.as_float(), b.as_float()) {
        (Some(x), Some(y)) => x.to_bits() == y.to_bits(),
        _ => a == b,
    }
}
