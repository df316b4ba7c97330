//! The functions that match specifications may call: those that Erlang's manual lists, all builtins.

use super::{arithmetic::*, binaries::*, comparison::*, lists::*, maps::*, tuples::*, types::*};
use crate::atom::well_known;
use crate::ets::Function::{self, Answer, One, Three, Two};
use crate::word::{Kind, Word};
use alate_abi::context::Context;

/// The node of a pid, reference or port.
///
/// # Safety
/// None is needed: the context is not looked at. The signature is that of builtins.
unsafe extern "C" fn node_of(_: *mut Context, term: u64) -> u64 {
    match Word(term).kind() {
        Kind::Pid | Kind::Reference | Kind::Port => well_known::NONODE.get().0,
        _ => Word::EXCEPTION.0,
    }
}

/// The function of a name and number of arguments; `myself` is the pid of who asks.
pub(super) fn function(name: &str, arity: usize, myself: Word) -> Option<Function> {
    Some(match (name, arity) {
        ("self", 0) => Answer(myself),
        ("node", 0) => Answer(well_known::NONODE.get()),
        ("node", 1) => One(node_of),
        ("is_atom", 1) => One(alate_is_atom),
        ("is_float", 1) => One(alate_is_float),
        ("is_integer", 1) => One(alate_is_integer),
        ("is_list", 1) => One(alate_is_list),
        ("is_number", 1) => One(alate_is_number),
        ("is_pid", 1) => One(alate_is_pid),
        ("is_port", 1) => One(alate_is_port),
        ("is_reference", 1) => One(alate_is_reference),
        ("is_tuple", 1) => One(alate_is_tuple),
        ("is_map", 1) => One(alate_is_map),
        ("is_map_key", 2) => Two(alate_map_is_key),
        ("is_binary", 1) => One(alate_is_binary),
        ("is_function", 1) => One(alate_is_function),
        ("is_record", 3) => Three(alate_is_record_of),
        ("and", 2) => Two(alate_and),
        ("or", 2) => Two(alate_or),
        ("not", 1) => One(alate_not),
        ("xor", 2) => Two(alate_xor),
        ("abs", 1) => One(alate_absolute),
        ("element", 2) => Two(alate_element),
        ("hd", 1) => One(alate_head),
        ("tl", 1) => One(alate_tail),
        ("length", 1) => One(alate_length),
        ("map_get", 2) => Two(alate_map_get),
        ("map_size", 1) => One(alate_map_size),
        ("float", 1) => One(alate_float),
        ("round", 1) => One(alate_round),
        ("trunc", 1) => One(alate_truncate),
        ("size", 1) => One(alate_size),
        ("bit_size", 1) => One(alate_bit_size),
        ("byte_size", 1) => One(alate_byte_size),
        ("binary_part", 2) => Two(alate_binary_part_pair),
        ("binary_part", 3) => Three(alate_binary_part),
        ("+", 1) => One(alate_plus),
        ("+", 2) => Two(alate_add),
        ("-", 1) => One(alate_negate),
        ("-", 2) => Two(alate_subtract),
        ("*", 2) => Two(alate_multiply),
        ("/", 2) => Two(alate_divide),
        ("div", 2) => Two(alate_integer_divide),
        ("rem", 2) => Two(alate_remainder),
        ("band", 2) => Two(alate_bit_and),
        ("bor", 2) => Two(alate_bit_or),
        ("bxor", 2) => Two(alate_bit_xor),
        ("bnot", 1) => One(alate_bit_not),
        ("bsl", 2) => Two(alate_shift_left),
        ("bsr", 2) => Two(alate_shift_right),
        (">", 2) => Two(alate_greater),
        (">=", 2) => Two(alate_greater_or_equal),
        ("<", 2) => Two(alate_less),
        ("=<", 2) => Two(alate_less_or_equal),
        ("=:=", 2) => Two(alate_identical),
        ("==", 2) => Two(alate_equal),
        ("=/=", 2) => Two(alate_not_identical),
        ("/=", 2) => Two(alate_not_equal),
        _ => return None,
    })
}
