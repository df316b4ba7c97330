//! Numbers: fixnums, big integers and floats as one tower, with Erlang's rules.
//!
//! Integers are exact at every size up to [`INTEGER_BITS`]; an operation whose result could be larger
//! answers `system_limit` before it computes anything. Floats are always finite.

mod arithmetic;
mod big;
mod bits;
mod compare;
mod convert;
mod limbs;
mod parse;
mod print;
mod wide;

pub use arithmetic::{
    absolute, add, as_float, divide, integer_divide, multiply, negate, plus, remainder, subtract,
};
pub use big::{INTEGER_BITS, Number, integer, number, small};
pub use bits::{bit_and, bit_not, bit_or, bit_xor, shift_left, shift_right};
pub use compare::{compare, identical};
pub use convert::{ceiling, float, floor, integer_to_float, round, truncate};
pub use parse::{parse_float, parse_integer};
pub use print::{
    FloatFormat, float_fixed, float_scientific, float_shortest, float_text, integer_text,
    integer_text_wide,
};
pub use wide::{wide as to_wide, word as from_wide};

#[cfg(test)]
mod tests;
