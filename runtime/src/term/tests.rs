//! Order, equality, hash and text of terms.

use super::*;
use crate::heap::{self, testing::context};
use crate::number;
use crate::word::Word;
use alate_abi::context::Context;
use dashu_int::IBig;
use proptest::prelude::*;
use std::cmp::Ordering;

/// A term to be built in a heap.
#[derive(Clone, Debug)]
pub enum Shape {
    Integer(i128),
    Float(f64),
    Atom(&'static str),
    Tuple(Vec<Shape>),
    List(Vec<Shape>, Box<Shape>),
    Nil,
}

pub fn build(ctx: &mut Context, shape: &Shape) -> Word {
    match shape {
        Shape::Integer(value) => number::integer(ctx, &IBig::from(*value)).unwrap(),
        Shape::Float(value) => heap::float(ctx, *value),
        Shape::Atom(name) => crate::atom::intern(name).unwrap(),
        Shape::Tuple(elements) => {
            let words: Vec<Word> = elements.iter().map(|e| build(ctx, e)).collect();
            heap::tuple(ctx, &words)
        }
        Shape::List(elements, tail) => {
            let words: Vec<Word> = elements.iter().map(|e| build(ctx, e)).collect();
            let tail = build(ctx, tail);
            heap::list(ctx, words, tail)
        }
        Shape::Nil => Word::NIL,
    }
}

pub fn shape() -> impl Strategy<Value = Shape> {
    let leaf = prop_oneof![
        (-2i128..3).prop_map(Shape::Integer),
        prop_oneof![
            Just(1i128 << 60),
            Just(-(1 << 60)),
            Just(1 << 70),
            Just(1 << 53),
            Just((1 << 53) + 1)
        ]
        .prop_map(Shape::Integer),
        prop_oneof![
            Just(0.0),
            Just(-0.0),
            Just(1.0),
            Just(-2.0),
            Just(1.5),
            Just(1.0e300),
            Just((1u64 << 60) as f64)
        ]
        .prop_map(Shape::Float),
        prop_oneof![Just("a"), Just("b"), Just("ab"), Just("é")].prop_map(Shape::Atom),
        Just(Shape::Nil),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Shape::Tuple),
            (prop::collection::vec(inner.clone(), 1..4), inner)
                .prop_map(|(elements, tail)| Shape::List(elements, Box::new(tail))),
        ]
    })
}

proptest! {
    #[test]
    fn order_is_total(a in shape(), b in shape(), c in shape()) {
        let mut context = context();
        let ctx = &mut *context;
        let (a, b, c) = (build(ctx, &a), build(ctx, &b), build(ctx, &c));
        for order in [compare, compare_keys] {
            prop_assert_eq!(order(a, a), Ordering::Equal);
            prop_assert_eq!(order(a, b), order(b, a).reverse());
            if order(a, b).is_le() && order(b, c).is_le() {
                prop_assert!(order(a, c).is_le());
            }
        }
    }

    #[test]
    fn equality_agrees_with_order_and_hash(a in shape(), b in shape()) {
        let mut context = context();
        let ctx = &mut *context;
        let (x, y) = (build(ctx, &a), build(ctx, &b));
        prop_assert_eq!(equal(x, y), compare(x, y) == Ordering::Equal);
        prop_assert_eq!(identical(x, y), compare_keys(x, y) == Ordering::Equal);
        let copy = build(ctx, &a);
        prop_assert!(identical(x, copy) && equal(x, copy));
        prop_assert_eq!(hash(x), hash(copy));
    }
}

#[test]
fn kinds_in_order() {
    let mut context = context();
    let ctx = &mut *context;
    let number = Word::fixnum(1);
    let atom = crate::atom::intern("a").unwrap();
    let tuple = heap::tuple(ctx, &[number]);
    let list = heap::cons(ctx, number, Word::NIL);
    let kinds = [number, atom, tuple, Word::NIL, list];
    for (i, &a) in kinds.iter().enumerate() {
        for (j, &b) in kinds.iter().enumerate() {
            assert_eq!(compare(a, b), i.cmp(&j));
        }
    }
    // Tuples by size first, lists element by element.
    let pair = heap::tuple(ctx, &[number, number]);
    let two = heap::tuple(ctx, &[Word::fixnum(2)]);
    assert_eq!(compare(two, pair), Ordering::Less);
    let longer = heap::cons(ctx, number, list);
    let greater = heap::cons(ctx, Word::fixnum(2), Word::NIL);
    assert_eq!(compare(greater, longer), Ordering::Greater);
}

#[test]
fn ones_are_equal_but_not_identical() {
    let mut context = context();
    let ctx = &mut *context;
    let one = Word::fixnum(1);
    let float = heap::float(ctx, 1.0);
    assert!(equal(one, float) && !identical(one, float));
    assert_eq!(compare(one, float), Ordering::Equal);
    assert_eq!(compare_keys(one, float), Ordering::Less);
    assert_eq!(compare_keys(Word::fixnum(2), float), Ordering::Less);
    let (a, b) = (heap::tuple(ctx, &[one]), heap::tuple(ctx, &[float]));
    assert!(equal(a, b) && !identical(a, b));
}

#[test]
fn deep_terms_need_no_native_stack() {
    let mut context = context();
    let ctx = &mut *context;
    let deep = |ctx: &mut Context| {
        let mut term = Word::NIL;
        for _ in 0..1_000_000 {
            let inner = heap::tuple(ctx, &[Word::fixnum(1), term]);
            term = heap::cons(ctx, inner, Word::NIL);
        }
        term
    };
    let (a, b) = (deep(ctx), deep(ctx));
    assert_eq!(compare(a, b), Ordering::Equal);
    assert!(identical(a, b) && equal(a, b));
    assert_eq!(hash(a), hash(b));
}
