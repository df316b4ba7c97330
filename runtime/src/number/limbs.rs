//! Sums and small products straight from limbs in the heap to limbs in the heap, without the copies
//! that a call into the big-integer crate needs.

use super::big::INTEGER_BITS;
use crate::heap;
use crate::word::{Answer, BignumView, Failure, Word};
use alate_abi::context::Context;
use std::cmp::Ordering;

/// Products of at most this many limbs a side are made here; the crate multiplies larger ones.
const SCHOOLBOOK: usize = 16;

/// An integer as sign and magnitude.
enum Operand {
    Small { negative: bool, limb: [u64; 1] },
    Big(BignumView),
}

impl Operand {
    fn new(word: Word) -> Option<Operand> {
        match word.as_fixnum() {
            Some(value) => Some(Operand::Small {
                negative: value < 0,
                limb: [value.unsigned_abs()],
            }),
            None => word.as_bignum().map(Operand::Big),
        }
    }

    fn is_negative(&self) -> bool {
        match self {
            Operand::Small { negative, .. } => *negative,
            Operand::Big(big) => big.is_negative(),
        }
    }

    fn limbs(&self) -> &[u64] {
        match self {
            Operand::Small { limb, .. } => limb,
            Operand::Big(big) => big.limbs(),
        }
    }
}

/// `a + b`, or `a - b` where `minus`, of two integers; `None` if one is none.
pub fn sum(ctx: &mut Context, a: Word, b: Word, minus: bool) -> Option<Answer> {
    let (a, b) = (Operand::new(a)?, Operand::new(b)?);
    let (x, y) = (a.limbs(), b.limbs());
    let (negative, other) = (a.is_negative(), b.is_negative() ^ minus);
    let size = x.len().max(y.len()) + 1;
    if (size - 1) * 64 > INTEGER_BITS {
        return Some(Err(Failure::SystemLimit));
    }
    Some(Ok(if negative == other {
        heap::integer_with(ctx, negative, size, |result| add(x, y, result))
    } else {
        match compare(x, y) {
            Ordering::Less => heap::integer_with(ctx, other, size, |result| subtract(y, x, result)),
            _ => heap::integer_with(ctx, negative, size, |result| subtract(x, y, result)),
        }
    }))
}

/// `a * b` if both are integers and one of them is small.
pub fn product(ctx: &mut Context, a: Word, b: Word) -> Option<Answer> {
    let (a, b) = (Operand::new(a)?, Operand::new(b)?);
    let (x, y) = (a.limbs(), b.limbs());
    let (long, short) = if x.len() < y.len() { (y, x) } else { (x, y) };
    if short.len() > 1 && long.len() > SCHOOLBOOK {
        return None;
    }
    let size = long.len() + short.len();
    if (size - 2) * 64 > INTEGER_BITS {
        return Some(Err(Failure::SystemLimit));
    }
    let negative = a.is_negative() != b.is_negative();
    Some(Ok(heap::integer_with(ctx, negative, size, |result| {
        multiply(long, short, result)
    })))
}

fn compare(x: &[u64], y: &[u64]) -> Ordering {
    x.len()
        .cmp(&y.len())
        .then_with(|| x.iter().rev().cmp(y.iter().rev()))
}

/// The sum of two magnitudes; the result has a limb more than the longer.
fn add(x: &[u64], y: &[u64], result: &mut [u64]) {
    let (long, short) = if x.len() < y.len() { (y, x) } else { (x, y) };
    let mut carry = false;
    for index in 0..long.len() {
        let (partial, first) = match short.get(index) {
            Some(limb) => long[index].overflowing_add(*limb),
            None => (long[index], false),
        };
        let (total, second) = partial.overflowing_add(u64::from(carry));
        result[index] = total;
        carry = first | second;
    }
    result[long.len()] = u64::from(carry);
}

/// The difference of two magnitudes, the first not less; the result has a limb more.
fn subtract(x: &[u64], y: &[u64], result: &mut [u64]) {
    let mut borrow = false;
    for index in 0..x.len() {
        let (partial, first) = match y.get(index) {
            Some(limb) => x[index].overflowing_sub(*limb),
            None => (x[index], false),
        };
        let (total, second) = partial.overflowing_sub(u64::from(borrow));
        result[index] = total;
        borrow = first | second;
    }
    result[x.len()] = 0;
}

/// The product of two magnitudes; the result has as many limbs as both together.
fn multiply(long: &[u64], short: &[u64], result: &mut [u64]) {
    let Some((&first, more)) = short.split_first() else {
        result.fill(0);
        return;
    };
    // The first row is written, the others are added.
    let (row, above) = result.split_at_mut(long.len());
    let mut carry = 0u64;
    for (limb, place) in long.iter().zip(row) {
        let total = u128::from(*limb) * u128::from(first) + u128::from(carry);
        *place = total as u64;
        carry = (total >> 64) as u64;
    }
    above.fill(0);
    if let Some(place) = above.first_mut() {
        *place = carry;
    }
    for (offset, &factor) in more.iter().enumerate() {
        let mut carry = 0u64;
        for (limb, place) in long.iter().zip(&mut result[offset + 1..]) {
            let total =
                u128::from(*limb) * u128::from(factor) + u128::from(*place) + u128::from(carry);
            *place = total as u64;
            carry = (total >> 64) as u64;
        }
        result[offset + 1 + long.len()] = carry;
    }
}
