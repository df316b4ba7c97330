//! Terms there and back, and what ill-formed bytes get.

use super::*;
use crate::atom::intern;
use crate::heap::{self, testing::context};
use crate::term;
use crate::word::{Failure, Word};
use alate_abi::context::Context;
use proptest::prelude::*;

/// Any term, made of bytes that choose what is built.
fn build(ctx: &mut Context, seed: &mut std::vec::IntoIter<u8>, depth: usize) -> Word {
    let mut next = || seed.next().unwrap_or(0);
    let (kind, extra) = (next(), next());
    let count = usize::from(extra % 4);
    match kind % if depth == 0 { 6 } else { 10 } {
        0 => Word::fixnum(i64::from(extra)),
        1 => {
            let shift = Word::fixnum(i64::from(extra));
            let value = Word::fixnum(i64::from(next()) - 128);
            crate::number::shift_left(ctx, value, shift).unwrap()
        }
        2 => heap::float(ctx, f64::from(extra) * 1.0e-310),
        3 => intern(&"é".repeat(usize::from(extra))).unwrap(),
        4 => {
            let bytes = vec![extra; usize::from(extra)];
            let size = bytes.len() * 8;
            let whole = crate::binary::from_bytes(ctx, &bytes).unwrap();
            crate::binary::part(ctx, whole, 0, size - count.min(size)).unwrap()
        }
        5 => heap::byte_list(ctx, &vec![extra; usize::from(extra)], Word::NIL),
        6 => {
            let elements: Vec<Word> = (0..count).map(|_| build(ctx, seed, depth - 1)).collect();
            heap::tuple(ctx, &elements)
        }
        7 | 8 => {
            let elements: Vec<Word> = (0..=count).map(|_| build(ctx, seed, depth - 1)).collect();
            let tail = match kind % 2 {
                0 => Word::NIL,
                _ => build(ctx, seed, 0),
            };
            heap::list(ctx, elements, tail)
        }
        _ => {
            let pairs: Vec<(Word, Word)> = (0..usize::from(extra) % 40)
                .map(|i| {
                    let key = build(ctx, seed, depth - 1);
                    let key = heap::tuple(ctx, &[Word::fixnum(i as i64), key]);
                    (key, build(ctx, seed, depth - 1))
                })
                .collect();
            crate::map::from_pairs(ctx, &pairs)
        }
    }
}

proptest! {
    #[test]
    fn terms_survive(seed in prop::collection::vec(any::<u8>(), 0..300), minor in 1u8..3) {
        let mut context = context();
        let ctx = &mut *context;
        let term = build(ctx, &mut seed.into_iter(), 4);
        let format = if minor == 1 { Format::One } else { Format::Two };
        let bytes = encode(term, format).unwrap();
        let (again, size) = decode(ctx, &bytes, Atoms::Any).unwrap();
        prop_assert_eq!(size, bytes.len());
        prop_assert!(term::identical(term, again));
        // Whatever is cut off or changed gives a term or an error.
        for cut in 0..bytes.len().min(200) {
            prop_assert_eq!(decode(ctx, &bytes[..cut], Atoms::Any), Err(Failure::Badarg));
        }
        for at in 1..bytes.len().min(100) {
            let mut changed = bytes.clone();
            changed[at] ^= 0x41;
            if let Ok((term, _)) = decode(ctx, &changed, Atoms::ExistingOnly) {
                term::text(term, term::Syntax::Lisp);
            }
        }
    }

    #[test]
    fn random_bytes_are_terms_or_errors(mut bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut context = context();
        bytes.insert(0, VERSION);
        if let Ok((term, _)) = decode(&mut context, &bytes, Atoms::ExistingOnly) {
            term::text(term, term::Syntax::Lisp);
        }
    }
}

#[test]
fn deep_terms_need_no_native_stack() {
    let mut context = context();
    let ctx = &mut *context;
    let mut deep = Word::NIL;
    for _ in 0..500_000 {
        deep = heap::tuple(ctx, &[deep]);
    }
    let bytes = encode(deep, Format::One).unwrap();
    let (again, _) = decode(ctx, &bytes, Atoms::Any).unwrap();
    assert!(term::identical(deep, again));
}

/// Recorded from OTP 25.
#[test]
fn bytes_as_erlang_writes_them() {
    let mut context = context();
    let ctx = &mut *context;
    let a = intern("a").unwrap();
    let list = heap::list(ctx, [Word::fixnum(1), Word::fixnum(300), a], a);
    let expected = [
        131, 108, 0, 0, 0, 3, 97, 1, 98, 0, 0, 1, 44, 100, 0, 1, 97, 100, 0, 1, 97,
    ];
    assert_eq!(encode(list, Format::One).unwrap(), expected);
    assert_eq!(encode(a, Format::Two).unwrap(), [131, 119, 1, 97]);
    let euro = intern("€").unwrap();
    assert_eq!(
        encode(euro, Format::One).unwrap(),
        [131, 119, 3, 226, 130, 172]
    );
    assert_eq!(
        encode(Word::fixnum(1 << 31), Format::One).unwrap(),
        [131, 110, 4, 0, 0, 0, 0, 128]
    );
    let mut read = |bytes: &[u8]| decode(ctx, bytes, Atoms::Any).map(|(term, _)| term);
    assert_eq!(read(&[131, 110, 0, 0]), Ok(Word::fixnum(0)));
    assert_eq!(read(&[131, 108, 0, 0, 0, 0, 106]), Ok(Word::NIL));
    assert_eq!(read(&[131, 115, 1, 97]), Ok(a));
    assert_eq!(read(&[131, 119, 1, 195]), Err(Failure::Badarg));
    assert_eq!(read(&[131, 77, 0, 0, 0, 1, 0, 255]), Err(Failure::Badarg));
    assert_eq!(
        read(&[131, 70, 127, 240, 0, 0, 0, 0, 0, 0]),
        Err(Failure::Badarg)
    );
    assert_eq!(
        read(&[131, 116, 0, 0, 0, 2, 97, 1, 97, 1, 97, 1, 97, 2]),
        Err(Failure::Badarg)
    );
}
