//! Makes heap objects, filled. The only way that rooms above make a word that points into the heap.

use super::{Room, allocate, reserve};
use crate::word::Word;
use alate_abi::context::Context;
use alate_abi::{layout, word as abi};

/// Allocations of fewer bytes are not asked for.
const ASKED_FOR: usize = 1 << 20;

/// Whether an object of so many bytes, or a list of so many in all, can be made at all. To be asked
/// before whatever a user's argument can make large; if not, the answer is `system_limit`.
pub fn has_room(ctx: &mut Context, bytes: usize) -> bool {
    // SAFETY: the context is borrowed exclusively.
    bytes < ASKED_FOR || unsafe { reserve(ctx, bytes as u64) } != Room::Exhausted
}

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

/// The tuple without elements: static, for an object in the heap has at least two words.
static EMPTY_TUPLE: u64 = abi::header(layout::KIND_TUPLE, 0, 0);

/// A tuple of `size` elements, each computed from its index from 0.
pub fn tuple_with(ctx: &mut Context, size: usize, mut element: impl FnMut(usize) -> Word) -> Word {
    if size == 0 {
        return Word(&raw const EMPTY_TUPLE as u64 | abi::TAG_TUPLE);
    }
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

/// The integer of a sign and at most `size` limbs, all of which `fill` writes, least significant
/// first. What is not needed of the memory is given back.
pub fn integer_with(
    ctx: &mut Context,
    negative: bool,
    size: usize,
    fill: impl FnOnce(&mut [u64]),
) -> Word {
    // SAFETY: the context is borrowed exclusively; every word up to the last that is kept is filled
    // here, and what lies behind it is given back or made a fixnum.
    unsafe {
        let object = allocate(ctx, size + 1);
        let limbs = std::slice::from_raw_parts_mut(object.add(1), size);
        fill(limbs);
        let used = size - limbs.iter().rev().take_while(|&&limb| limb == 0).count();
        if let Some(value) = small_value(negative, &limbs[..used]) {
            give_back(ctx, object, size + 1);
            object.write(0);
            return Word::fixnum(value);
        }
        object.write(abi::header(
            layout::KIND_BIGNUM,
            u8::from(negative),
            used as u64,
        ));
        give_back(ctx, object.add(used + 1), size - used);
        Word(object as u64 | abi::TAG_BOXED)
    }
}

/// The value of an integer that fits a fixnum.
fn small_value(negative: bool, limbs: &[u64]) -> Option<i64> {
    let limb = match limbs {
        [] => return Some(0),
        &[limb] if limb <= 1 << 60 => limb as i64,
        _ => return None,
    };
    let value = if negative { -limb } else { limb };
    abi::fits_fixnum(value).then_some(value)
}

/// Takes back the last words of the nursery chunk; leaves those of a large object, which are zeros.
fn give_back(ctx: &mut Context, start: *mut u64, words: usize) {
    if ctx.heap_next == start as u64 + words as u64 * 8 {
        ctx.heap_next = start as u64;
    }
}

/// A copy of a tuple or boxed object with word `index` (the header's is 0) replaced.
pub fn copy_replaced(ctx: &mut Context, object: Word, index: usize, word: u64) -> Word {
    let size = object.header().map_or(0, abi::header_size) as usize;
    debug_assert!((1..=size).contains(&index));
    // SAFETY: the context is borrowed exclusively; the object has as many words as its header says,
    // all of which are copied.
    unsafe {
        let copy = allocate(ctx, size + 1);
        std::ptr::copy_nonoverlapping(object.address(), copy, size + 1);
        copy.add(index).write(word);
        Word(copy as u64 | (object.0 & abi::TAG_MASK))
    }
}

/// A copy of a tuple or boxed object with a word inserted as word `index` (the header's is 0).
pub fn copy_inserted(ctx: &mut Context, object: Word, index: usize, word: u64) -> Word {
    let header = object.header().unwrap_or_default();
    let size = abi::header_size(header) as usize;
    debug_assert!((1..=size + 1).contains(&index));
    // SAFETY: as above; every word of the larger copy is written.
    unsafe {
        let copy = allocate(ctx, size + 2);
        let source = object.address();
        std::ptr::copy_nonoverlapping(source, copy, index);
        copy.write(header + (1 << abi::HEADER_SIZE_SHIFT));
        copy.add(index).write(word);
        std::ptr::copy_nonoverlapping(source.add(index), copy.add(index + 1), size + 1 - index);
        Word(copy as u64 | (object.0 & abi::TAG_MASK))
    }
}
