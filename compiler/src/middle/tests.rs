//! What lowering makes of small functions, before it is optimised.

use super::{lower, print};
use crate::base::span::{FileId, SourceFile, Sources};
use crate::{core, expander, reader};

/// Mid of the functions of a module.
fn mid(functions: &str) -> String {
    let text = format!("(defmodule m (export all)) {functions}");
    let mut sources = Sources::default();
    sources.add(SourceFile::new("m.lfe", text.clone()));
    let (forms, wrong) = reader::read(FileId(0), &text);
    assert!(wrong.is_empty(), "{wrong:?}");
    let (forms, wrong) = expander::expand(forms, &mut sources, &crate::host::NoHost);
    assert!(wrong.is_empty(), "{wrong:?}");
    let module = core::build::build(&forms).expect("a module without errors");
    print::print(&lower(&module))
}

/// Each list and its parts are tested once, whatever the number of clauses.
#[test]
fn patterns_become_a_tree_of_tests() {
    insta::assert_snapshot!(mid("(defun f
          (((tuple 'a x) ()) x)
          (((tuple 'b x) _) x)
          ((_ (cons y _)) y))"));
}

#[test]
fn guards_fall_through_to_the_next_clause() {
    insta::assert_snapshot!(mid("(defun f
          ((x) (when (> x 0)) 'more)
          ((x) (when (is_atom x)) 'atom))"));
}

#[test]
fn closures_carry_their_free_variables() {
    insta::assert_snapshot!(mid("(defun f (a b) (lambda (x) (+ a x)))"));
}

#[test]
fn local_functions_are_lifted() {
    insta::assert_snapshot!(mid("(defun f (n)
          (fletrec ((down ((0) 'done) ((i) (down (- i n))))) (down 10)))"));
}

#[test]
fn handlers_protect_a_function_of_their_own() {
    insta::assert_snapshot!(mid("(defun f (g)
          (try (funcall g) (catch ((tuple 'throw value _) value))))"));
}

#[test]
fn bit_strings_are_taken_apart_once() {
    insta::assert_snapshot!(mid("(defun f
          (((binary (n (size 8)) (part binary (size n)) (x (size 16) little) (rest binary))) (list part x rest))
          ((#\"\") 'none))"));
}

#[test]
fn many_constants_are_searched() {
    insta::assert_snapshot!(mid("(defun f
          ((1) 'a) ((9) 'b) ((3) 'c) ((-7) 'd) ((5) 'e) ((x) x))"));
}
