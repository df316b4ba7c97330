//! Integers and half floats as bits.

use super::construct::Builder;
use crate::heap;
use crate::word::{BitsView, Word};
use alate_abi::context::Context;
use alate_abi::word::{FIXNUM_MAX, fits_fixnum};

/// The lower `bits` bits of an integer's two's complement, least significant byte first.
fn bytes_of(value: Word, bits: usize) -> Vec<u8> {
    let count = bits.div_ceil(8);
    let mut bytes = Vec::with_capacity(count);
    if let Some(value) = value.as_fixnum() {
        let fill = if value < 0 { 0xff } else { 0 };
        bytes.extend_from_slice(&value.to_le_bytes()[..count.min(8)]);
        bytes.resize(count, fill);
    } else if let Some(big) = value.as_bignum() {
        for limb in big.limbs().iter().take(count.div_ceil(8)) {
            bytes.extend_from_slice(&limb.to_le_bytes());
        }
        bytes.resize(count, 0);
        if big.is_negative() {
            let mut carry = true;
            for byte in &mut bytes {
                (*byte, carry) = (!*byte).overflowing_add(u8::from(carry));
            }
        }
    }
    bytes
}

/// Appends an integer of `bits` bits. In little-endian order the whole bytes come first, the least
/// significant one before the others, then the bits that are left.
pub(super) fn put(builder: &mut Builder, value: Word, bits: usize, little: bool) {
    let mut bytes = bytes_of(value, bits);
    let partial = bits % 8;
    if little {
        let whole = bits / 8;
        builder.push_bytes(&bytes[..whole]);
        if partial > 0 {
            builder.push_upper(bytes[whole] << (8 - partial), partial);
        }
        return;
    }
    bytes.reverse();
    if partial > 0 {
        builder.push_upper(bytes[0] << (8 - partial), partial);
        builder.push_bytes(&bytes[1..]);
    } else {
        builder.push_bytes(&bytes);
    }
}

/// The first `bits` bits, at most 64, as a number.
fn small_bits(view: &BitsView) -> u64 {
    let (bytes, shift) = view.covering_bytes();
    let count = view.bits();
    if count == 0 {
        return 0;
    }
    if shift == 0 && count.is_multiple_of(8) {
        return match *bytes {
            [byte] => u64::from(byte),
            [a, b, c, d] => u64::from(u32::from_be_bytes([a, b, c, d])),
            _ => bytes
                .iter()
                .fold(0, |value, &byte| (value << 8) | u64::from(byte)),
        };
    }
    let mut value = 0u128;
    for &byte in bytes {
        value = (value << 8) | u128::from(byte);
    }
    let value = (value >> (bytes.len() * 8 - shift - count)) as u64;
    if count == 64 {
        value
    } else {
        value & ((1 << count) - 1)
    }
}

/// The integer that the bits of a view stand for.
pub(super) fn get(ctx: &mut Context, view: &BitsView, signed: bool, little: bool) -> Word {
    let bits = view.bits();
    if bits <= 64 && (!little || bits <= 8) {
        let value = small_bits(view);
        return word(ctx, value, bits, signed);
    }
    // Least significant byte first, the last one partial.
    let partial = bits % 8;
    let mut bytes: Vec<u8>;
    if little {
        bytes = view.to_bytes().into_owned();
        if partial > 0
            && let Some(last) = bytes.last_mut()
        {
            *last >>= 8 - partial;
        }
    } else {
        bytes = view.part(partial, bits - partial).to_bytes().into_owned();
        bytes.reverse();
        if partial > 0 {
            bytes.push(small_bits(&view.part(0, partial)) as u8);
        }
    }
    let negative = signed && bits > 0 && bytes[(bits - 1) / 8] >> ((bits - 1) % 8) & 1 == 1;
    if negative {
        if partial > 0
            && let Some(last) = bytes.last_mut()
        {
            *last |= 0xff << partial;
        }
        let mut carry = true;
        for byte in &mut bytes {
            (*byte, carry) = (!*byte).overflowing_add(u8::from(carry));
        }
    }
    let mut limbs: Vec<u64> = bytes
        .chunks(8)
        .map(|chunk| {
            let mut limb = [0; 8];
            limb[..chunk.len()].copy_from_slice(chunk);
            u64::from_le_bytes(limb)
        })
        .collect();
    while limbs.last() == Some(&0) {
        limbs.pop();
    }
    from_limbs(ctx, negative, &limbs)
}

/// The integer of a magnitude without leading zeros.
pub(super) fn from_limbs(ctx: &mut Context, negative: bool, limbs: &[u64]) -> Word {
    match limbs {
        [] => Word::fixnum(0),
        &[limb] => {
            let value = if negative {
                -i128::from(limb)
            } else {
                i128::from(limb)
            };
            match i64::try_from(value) {
                Ok(value) if fits_fixnum(value) => Word::fixnum(value),
                _ => heap::bignum(ctx, negative, limbs),
            }
        }
        _ => heap::bignum(ctx, negative, limbs),
    }
}

/// The integer of at most 64 bits.
fn word(ctx: &mut Context, value: u64, bits: usize, signed: bool) -> Word {
    if signed && bits > 0 && value >> (bits - 1) & 1 == 1 {
        let extended = (value << (64 - bits)) as i64 >> (64 - bits);
        return from_limbs(ctx, true, &[extended.unsigned_abs()]);
    }
    if value <= FIXNUM_MAX as u64 {
        return Word::fixnum(value as i64);
    }
    from_limbs(ctx, false, &[value])
}

/// The half float nearest to a float, ties to even; too large is infinite.
pub(super) fn half_from_float(value: f64) -> u16 {
    let bits = value.to_bits();
    let sign = ((bits >> 48) & 0x8000) as u16;
    let magnitude = value.abs();
    // 65520 is half a step above the greatest half float.
    if magnitude >= 65520.0 {
        return sign | 0x7c00;
    }
    if magnitude < 2f64.powi(-14) {
        // Subnormal: a multiple of 2^-24.
        let units = magnitude * 2f64.powi(24);
        return sign | units.round_ties_even() as u16;
    }
    let exponent = ((bits >> 52) & 0x7ff) as i32 - 1023;
    let scaled = (magnitude * 2f64.powi(10 - exponent)).round_ties_even() as u32;
    // 1024 ≤ scaled ≤ 2048; a carry moves into the exponent by itself.
    sign | ((((exponent + 15) as u32) << 10) + (scaled - 1024)) as u16
}

/// The value of a half float, or `None` if it is infinite or not a number.
pub(super) fn float_from_half(half: u16) -> Option<f64> {
    let fraction = f64::from(half & 0x3ff);
    let exponent = i32::from((half >> 10) & 0x1f);
    let magnitude = match exponent {
        31 => return None,
        0 => fraction * 2f64.powi(-24),
        _ => (fraction + 1024.0) * 2f64.powi(exponent - 25),
    };
    Some(if half & 0x8000 != 0 {
        -magnitude
    } else {
        magnitude
    })
}
