//! Variables without a program.

use super::{Bindings, global, index_for, index_of, is_defined, set_global};
use crate::word::Word;
use alate_abi::sections::{VARIABLE_UNDEFINED, VARIABLE_UNSET, Variable};
use std::sync::atomic::{AtomicU64, Ordering};

fn variable(index: u64) -> Variable {
    Variable {
        global: AtomicU64::new(Word::ABSENT.0),
        index: AtomicU64::new(index),
        module: 0,
        name: 0,
    }
}

#[test]
fn a_value_makes_reading_simple() {
    let variable = variable(VARIABLE_UNSET);
    assert!(is_defined(&variable));
    assert_eq!(global(&variable), None);
    set_global(&variable, Word::fixnum(1));
    assert_eq!(global(&variable), Some(Word::fixnum(1)));
    assert_eq!(variable.index.load(Ordering::Relaxed), 0);
    assert_eq!(index_of(&variable), None);
}

#[test]
fn an_index_is_given_once() {
    let (first, second) = (variable(VARIABLE_UNSET), variable(0));
    let (a, b) = (index_for(&first), index_for(&second));
    assert!(a != 0 && b != 0 && a != b);
    assert_eq!((index_for(&first), index_of(&second)), (a, Some(b)));
    set_global(&first, Word::NIL);
    assert_eq!(index_of(&first), Some(a));
}

#[test]
fn what_no_module_defines() {
    assert!(!is_defined(&variable(VARIABLE_UNDEFINED)));
    assert_eq!(index_of(&variable(VARIABLE_UNDEFINED)), None);
}

#[test]
fn bindings_nest() {
    let mut bindings = Bindings::default();
    assert_eq!(bindings.get(3), None);
    assert_eq!(bindings.replace(3, None), None);
    let outer = bindings.replace(3, Some(Word::fixnum(1)));
    let inner = bindings.replace(3, Some(Word::fixnum(2)));
    assert_eq!((outer, inner), (None, Some(Word::fixnum(1))));
    assert_eq!(bindings.get(3), Some(Word::fixnum(2)));
    assert_eq!((bindings.get(1), bindings.get(2)), (None, None));
    bindings.replace(3, inner);
    assert_eq!(bindings.get(3), Some(Word::fixnum(1)));
    bindings.replace(3, outer);
    assert_eq!(bindings.get(3), None);
}

#[test]
fn all_values_are_roots() {
    let mut bindings = Bindings::default();
    bindings.replace(2, Some(Word::fixnum(5)));
    let mut seen = Vec::new();
    bindings.words(&mut |words, count| {
        // SAFETY: the table has given its own words.
        seen.extend_from_slice(unsafe { std::slice::from_raw_parts(words, count) });
    });
    assert_eq!(seen, [Word::ABSENT.0, Word::fixnum(5).0]);
}
