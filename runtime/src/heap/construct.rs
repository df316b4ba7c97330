//! Makes heap objects, filled. The only way that rooms above make a word that points into the heap.

use super::allocate;
use crate::word::Word;
use alate_abi::context::Context;
use alate_abi::{layout, word as abi};

/// A list cell.
#[inline]
pub fn cons(ctx: &mut Context, head: Word, tail: Word) -> Word {
    // SAFETY: the context is borrowed exclusively; both words are filled here.
    unsafe {
        let cell = allocate(ctx, 2);
        cell.write(head.0);
        cell.add(1).write(tail.0);
        Word(cell as u64 | abi::TAG_CONS)
    }
}

/// The list of `elements` that ends in `tail`.
pub fn list<I>(ctx: &mut Context, elements: I, tail: Word) -> Word
where
    I: IntoIterator<Item = Word>,
    I::IntoIter: DoubleEndedIterator,
{
    let mut list = tail;
    for element in elements.into_iter().rev() {
        list = cons(ctx, element, list);
    }
    list
}

/// The list of small integers that stand for `bytes`.
pub fn byte_list(ctx: &mut Context, bytes: &[u8], tail: Word) -> Word {
    list(
        ctx,
        bytes.iter().map(|&byte| Word::fixnum(i64::from(byte))),
        tail,
    )
}

/// The list of a text's code points.
pub fn char_list(ctx: &mut Context, text: &str) -> Word {
    list(
        ctx,
        text.chars().map(|c| Word::fixnum(i64::from(u32::from(c)))),
        Word::NIL,
    )
}

/// A tuple.
pub fn tuple(ctx: &mut Context, elements: &[Word]) -> Word {
    tuple_with(ctx, elements.len(), |index| elements[index])
}

/// A tuple of `size` elements, each computed from its index from 0.
pub fn tuple_with(ctx: &mut Context, size: usize, mut element: impl FnMut(usize) -> Word) -> Word {
    // SAFETY: the context is borrowed exclusively; every word is filled here.
    unsafe {
        let object = allocate(ctx, size + 1);
        object.write(abi::header(layout::KIND_TUPLE, 0, size as u64));
        for index in 0..size {
            object.add(index + 1).write(element(index).0);
        }
        Word(object as u64 | abi::TAG_TUPLE)
    }
}

/// A boxed object of `size` words after the header, each computed from its index from 0.
pub fn boxed_with(
    ctx: &mut Context,
    kind: u8,
    aux: u8,
    size: usize,
    mut word: impl FnMut(usize) -> u64,
) -> Word {
    // SAFETY: the context is borrowed exclusively; every word is filled here.
    unsafe {
        let object = allocate(ctx, size + 1);
        object.write(abi::header(kind, aux, size as u64));
        for index in 0..size {
            object.add(index + 1).write(word(index));
        }
        Word(object as u64 | abi::TAG_BOXED)
    }
}

/// A float, which must be finite.
#[inline]
pub fn float(ctx: &mut Context, value: f64) -> Word {
    debug_assert!(value.is_finite());
    match Word::immediate_float(value) {
        Some(word) => word,
        None => boxed_with(ctx, layout::KIND_FLOAT, 0, 1, |_| value.to_bits()),
    }
}

/// A big integer of these limbs, the last not zero, which must not fit a fixnum.
pub fn bignum(ctx: &mut Context, negative: bool, limbs: &[u64]) -> Word {
    debug_assert!(limbs.last().is_some_and(|&limb| limb != 0));
    boxed_with(
        ctx,
        layout::KIND_BIGNUM,
        u8::from(negative),
        limbs.len(),
        |index| limbs[index],
    )
}
