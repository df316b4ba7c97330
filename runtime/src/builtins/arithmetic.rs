//! Operators on numbers.

use super::entry::builtins;
use crate::number;

builtins! {
    /// `a + b`
    alate_add(a, b) = number::add;
    /// `a - b`
    alate_subtract(a, b) = number::subtract;
    /// `a * b`
    alate_multiply(a, b) = number::multiply;
    /// `a / b`
    alate_divide(a, b) = number::divide;
    /// `+ a`
    alate_plus(a) = number::plus;
    /// `- a`
    alate_negate(a) = number::negate;
    /// `a div b`
    alate_integer_divide(a, b) = number::integer_divide;
    /// `a rem b`
    alate_remainder(a, b) = number::remainder;
    /// `a band b`
    alate_bit_and(a, b) = number::bit_and;
    /// `a bor b`
    alate_bit_or(a, b) = number::bit_or;
    /// `a bxor b`
    alate_bit_xor(a, b) = number::bit_xor;
    /// `bnot a`
    alate_bit_not(a) = number::bit_not;
    /// `a bsl b`
    alate_shift_left(a, b) = number::shift_left;
    /// `a bsr b`
    alate_shift_right(a, b) = number::shift_right;
    /// `abs(a)`
    alate_absolute(a) = number::absolute;
    /// `float(a)`
    alate_float(a) = number::float;
    /// `trunc(a)`
    alate_truncate(a) = number::truncate;
    /// `round(a)`
    alate_round(a) = number::round;
    /// `floor(a)`
    alate_floor(a) = number::floor;
    /// `ceil(a)`
    alate_ceiling(a) = number::ceiling;
}
