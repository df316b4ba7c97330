//! How small functions are cut at their calls.

use crate::pipeline::{Stage, printed};

#[test]
fn what_follows_a_call_is_a_piece_with_a_frame() {
    insta::assert_snapshot!(printed(Stage::Cut, "(defun f (x y) (tuple (other:g x) y))"));
}

#[test]
fn a_last_call_needs_no_frame() {
    insta::assert_snapshot!(printed(Stage::Cut, "(defun f (x) (other:g x))"));
}

#[test]
fn a_piece_that_always_calls_what_polls_has_no_poll() {
    insta::assert_snapshot!(printed(
        Stage::Cut,
        "(defun f (x) (case (other:g x) ('again (f x)) (y (f y))))"
    ));
}

#[test]
fn a_protected_call_has_two_continuations() {
    insta::assert_snapshot!(printed(
        Stage::Cut,
        "(defun f (g) (try (funcall g) (catch ((tuple 'throw value _) value))))"
    ));
}

#[test]
fn a_bound_body_is_a_function_of_its_own() {
    insta::assert_snapshot!(printed(
        Stage::Cut,
        "(defvar *x* 1) (defun f (x) (let ((*x* x)) (g x))) (defun g (x) (tuple (f x) x))"
    ));
}
