//! The code of very small functions: how entries, calls, returns and tests are spelled.

use crate::pipeline::{Stage, printed};

#[test]
fn a_leaf_returns_through_the_frame() {
    insta::assert_snapshot!(printed(Stage::Clif, "(defun f (x) x)"));
}

#[test]
fn a_last_call_is_a_jump_through_the_cell() {
    insta::assert_snapshot!(printed(Stage::Clif, "(defun f (x) (other:g x))"));
}

#[test]
fn a_pair_is_made_in_the_nursery() {
    insta::assert_snapshot!(printed(Stage::Clif, "(defun f (x y) (cons x y))"));
}

#[test]
fn a_dynamic_variable_is_read_with_one_test() {
    let text = printed(Stage::Clif, "(defun f () other:*x*)");
    let (mut is_cold, mut branches, mut calls) = (false, 0, 0);
    for line in text.lines() {
        if line.trim_start().starts_with("block") {
            is_cold = line.ends_with(" cold:");
        } else if !is_cold {
            branches += line.matches("brif").count();
            calls += line.matches(" call ").count();
        }
    }
    assert_eq!((branches, calls), (1, 0), "{text}");
    assert!(
        text.contains(" cold:") && text.contains(" call fn"),
        "{text}"
    );
}
