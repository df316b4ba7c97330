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
