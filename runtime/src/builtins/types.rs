//! Type tests and truth operators. Emitted code tests inline; these answer for calls by name.

use super::entry::builtins;
use crate::atom::well_known;
use crate::word::{Answer, Failure, Kind, Word};
use alate_abi::context::Context;

fn yes(value: bool) -> Answer {
    Ok(Word::boolean(value))
}

fn kind(term: Word, kinds: &[Kind]) -> Answer {
    yes(kinds.contains(&term.kind()))
}

/// The truth of a boolean.
fn truth(term: Word) -> Result<bool, Failure> {
    if term == well_known::TRUE.get() {
        Ok(true)
    } else if term == well_known::FALSE.get() {
        Ok(false)
    } else {
        Err(Failure::Badarg)
    }
}

fn both(a: Word, b: Word, operation: fn(bool, bool) -> bool) -> Answer {
    let (a, b) = (truth(a)?, truth(b)?);
    yes(operation(a, b))
}

fn is_function_of(_: &mut Context, term: Word, arity: Word) -> Answer {
    let negative = match arity.as_fixnum() {
        Some(value) => value < 0,
        None => arity.as_bignum().ok_or(Failure::Badarg)?.is_negative(),
    };
    if negative {
        return Err(Failure::Badarg);
    }
    yes(term
        .as_closure()
        .is_some_and(|closure| arity == Word::fixnum(i64::from(closure.arity()))))
}

fn is_record(_: &mut Context, term: Word, tag: Word) -> Answer {
    if !tag.is_atom() {
        return Err(Failure::Badarg);
    }
    yes(term.as_tuple().and_then(|tuple| tuple.get(0)) == Some(tag))
}

fn is_record_of(_: &mut Context, term: Word, tag: Word, size: Word) -> Answer {
    if !tag.is_atom() || !size.is_integer() {
        return Err(Failure::Badarg);
    }
    yes(term
        .as_tuple()
        .is_some_and(|tuple| tuple.get(0) == Some(tag) && size == Word::fixnum(tuple.len() as i64)))
}

builtins! {
    /// `is_atom(term)`
    alate_is_atom(term) = |_: &mut Context, term: Word| yes(term.is_atom());
    /// `is_binary(term)`
    alate_is_binary(term) = |_: &mut Context, term: Word| yes(term.as_bits().is_some_and(|bits| bits.is_binary()));
    /// `is_bitstring(term)`
    alate_is_bitstring(term) = |_: &mut Context, term: Word| yes(term.is_bits());
    /// `is_boolean(term)`
    alate_is_boolean(term) = |_: &mut Context, term: Word| yes(truth(term).is_ok());
    /// `is_float(term)`
    alate_is_float(term) = |_: &mut Context, term: Word| kind(term, &[Kind::Float]);
    /// `is_function(term)`
    alate_is_function(term) = |_: &mut Context, term: Word| kind(term, &[Kind::Closure]);
    /// `is_function(term, arity)`
    alate_is_function_of(term, arity) = is_function_of;
    /// `is_integer(term)`
    alate_is_integer(term) = |_: &mut Context, term: Word| yes(term.is_integer());
    /// `is_list(term)`
    alate_is_list(term) = |_: &mut Context, term: Word| yes(term.is_list());
    /// `is_map(term)`
    alate_is_map(term) = |_: &mut Context, term: Word| yes(term.is_map());
    /// `is_number(term)`
    alate_is_number(term) = |_: &mut Context, term: Word| kind(term, &[Kind::Fixnum, Kind::Bignum, Kind::Float]);
    /// `is_pid(term)`
    alate_is_pid(term) = |_: &mut Context, term: Word| kind(term, &[Kind::Pid]);
    /// `is_port(term)`
    alate_is_port(term) = |_: &mut Context, term: Word| kind(term, &[Kind::Port]);
    /// `is_reference(term)`
    alate_is_reference(term) = |_: &mut Context, term: Word| kind(term, &[Kind::Reference]);
    /// `is_tuple(term)`
    alate_is_tuple(term) = |_: &mut Context, term: Word| yes(term.is_tuple());
    /// `is_record(term, tag)`
    alate_is_record(term, tag) = is_record;
    /// `is_record(term, tag, size)`
    alate_is_record_of(term, tag, size) = is_record_of;
    /// `not a`
    alate_not(a) = |_: &mut Context, a: Word| yes(!truth(a)?);
    /// `a and b`
    alate_and(a, b) = |_: &mut Context, a, b| both(a, b, |a, b| a && b);
    /// `a or b`
    alate_or(a, b) = |_: &mut Context, a, b| both(a, b, |a, b| a || b);
    /// `a xor b`
    alate_xor(a, b) = |_: &mut Context, a, b| both(a, b, |a, b| a != b);
}
