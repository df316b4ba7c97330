//! Binaries and bitstrings: made, appended to, cut, matched.
//!
//! At most 64 bytes lie in the heap (`BINARY`); more in a shared buffer outside (`BUFFER`); parts of
//! either, and whatever is no whole number of bytes, are a `SLICE` of one of these. A `SLICE` never has
//! a `SLICE` as its base.

mod append;
mod construct;
mod integer;
pub mod iolist;
mod make;
mod matching;
mod utf;

pub use append::begin_append;
pub use construct::{begin, finish, put_binary, put_bytes, put_float, put_integer, put_utf};
pub use make::{MAX_BITS, from_bits, from_bytes, part};
pub use matching::{get_binary, get_float, get_integer, get_utf};
pub use utf::{Decoded, Encoding, decode, encode};

/// Flag of integers in matching.
pub const SIGNED: u64 = 1;
/// Flag of integers, floats and UTF-16/32.
pub const LITTLE: u64 = 2;

#[cfg(test)]
mod tests;
