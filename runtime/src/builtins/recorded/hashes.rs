//! `phash2` against answers that `hashes.txt` recorded from Erlang/OTP.

use super::reader::read;
use crate::heap;
use crate::heap::testing::context;
use crate::term::portable_hash;
use crate::word::Word;

#[test]
fn terms_have_the_hashes_of_erlang() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for line in include_str!("hashes.txt").lines().skip(1) {
        let (expected, text) = line.split_once('\t').unwrap();
        let mut context = context();
        let found = portable_hash(read(&mut context, text));
        tried += 1;
        if found.to_string() != expected {
            wrong.push(format!("{text}: {found}, not {expected}"));
        }
    }
    assert!(tried > 300);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn deep_terms_are_hashed_without_recursion() {
    /// Erlang's answer for 100000 lists around the empty one, and for a list of as many.
    const DEEP: u32 = 4_276_146_740;
    let mut context = context();
    let (mut nested, mut flat) = (Word::NIL, Word::NIL);
    for _ in 0..100_000 {
        nested = heap::cons(&mut context, nested, Word::NIL);
        flat = heap::cons(&mut context, Word::NIL, flat);
    }
    assert_eq!(portable_hash(nested), DEEP);
    assert_eq!(portable_hash(flat), DEEP);
}
