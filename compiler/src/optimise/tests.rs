//! What the optimiser makes of small functions.

use crate::pipeline::{Stage, printed};

/// Whether a function has a loop over parts of its parameters.
fn is_unpacked(functions: &str) -> bool {
    printed(Stage::Mid, functions).contains("(loop ")
}

#[test]
fn a_loop_over_a_tuple_carries_its_elements() {
    insta::assert_snapshot!(printed(
        Stage::Mid,
        "(defun f
           (((tuple x v a) 0) (tuple x v a))
           (((tuple x v a) n) (f (tuple (+ x (* v 0.5)) (+ v (/ a 2)) a) (- n 1))))"
    ));
}

#[test]
fn what_is_a_float_in_every_round_is_carried_as_one() {
    insta::assert_snapshot!(printed(
        Stage::Cut,
        "(defun f (x n) (if (> x 100) n (f (* x 1.5) (+ n 1))))"
    ));
}

#[test]
fn a_tuple_that_is_wanted_in_a_round_stays_one() {
    assert!(!is_unpacked(
        "(defun f
           ((state 0 seen) (tuple state seen))
           (((= (tuple x y) state) n seen) (f (tuple y x) (- n 1) (cons state seen))))"
    ));
}

#[test]
fn tuples_of_two_sizes_stay_tuples() {
    assert!(!is_unpacked(
        "(defun f
           (((tuple x) n) (f (tuple x n) n))
           (((tuple x y) n) (f (tuple y) n)))"
    ));
}

#[test]
fn what_comes_after_a_call_is_no_round() {
    assert!(!is_unpacked(
        "(defun f (((tuple x y)) (let ((z (other:g x))) (f (tuple y z)))))"
    ));
}

/// An integer may be added to floats, but where it counts it is none.
#[test]
fn counters_are_no_floats() {
    let mid = printed(
        Stage::Mid,
        "(defun f (i n sum) (if (== i n) sum (f (+ i 1) n (+ sum (/ i 2.5)))))",
    );
    assert!(mid.contains("(loop v0 (same v1) (float v2))"), "{mid}");
}

/// A sum begins as what it is called with.
#[test]
fn sums_of_what_nobody_knows_stay_words() {
    let sum = "(defun sum ((() acc) acc) (((cons x xs) acc) (sum xs (+ x acc))))";
    assert!(!is_unpacked(sum));
    assert!(!is_unpacked(&format!("{sum} (defun f (xs) (sum xs 0))")));
    assert!(is_unpacked(&format!("{sum} (defun f (xs) (sum xs 0.0))")));
}
