//! What holds for terms of every kind: order, equality, hash, text.
//!
//! Nothing here recurses natively: a term can be deeper than any stack, so work lists are explicit.

mod display;
mod equality;
mod hash;
mod order;
mod portable_hash;
mod print;
mod sorter;
mod symbol;

pub use equality::{equal, identical};
pub use hash::hash;
pub use order::{compare, compare_keys};
pub use portable_hash::portable_hash;
pub use print::{Syntax, is_printable, text, text_limited};

#[cfg(test)]
mod print_tests;
#[cfg(test)]
mod tests;
