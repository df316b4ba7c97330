//! Comparing terms.

use super::entry::builtins;
use crate::term;
use crate::word::{Answer, Word};
use alate_abi::context::Context;

/// The boolean of a test.
fn test(a: Word, b: Word, test: impl Fn(Word, Word) -> bool) -> Answer {
    Ok(Word::boolean(test(a, b)))
}

builtins! {
    /// `a == b`
    alate_equal(a, b) = |_: &mut Context, a, b| test(a, b, term::equal);
    /// `a /= b`
    alate_not_equal(a, b) = |_: &mut Context, a, b| test(a, b, |a, b| !term::equal(a, b));
    /// `a =:= b`
    alate_identical(a, b) = |_: &mut Context, a, b| test(a, b, term::identical);
    /// `a =/= b`
    alate_not_identical(a, b) = |_: &mut Context, a, b| test(a, b, |a, b| !term::identical(a, b));
    /// `a < b`
    alate_less(a, b) = |_: &mut Context, a, b| test(a, b, |a, b| term::compare(a, b).is_lt());
    /// `a =< b`
    alate_less_or_equal(a, b) = |_: &mut Context, a, b| test(a, b, |a, b| term::compare(a, b).is_le());
    /// `a > b`
    alate_greater(a, b) = |_: &mut Context, a, b| test(a, b, |a, b| term::compare(a, b).is_gt());
    /// `a >= b`
    alate_greater_or_equal(a, b) = |_: &mut Context, a, b| test(a, b, |a, b| term::compare(a, b).is_ge());
    /// `max(a, b)`: the first of equals
    alate_maximum(a, b) = |_: &mut Context, a, b| Ok(if term::compare(a, b).is_ge() { a } else { b });
    /// `min(a, b)`: the first of equals
    alate_minimum(a, b) = |_: &mut Context, a, b| Ok(if term::compare(a, b).is_le() { a } else { b });
}
