//! The verifier must find planted faults, and limits must be answered.

use alate_abi::layout::*;
use alate_abi::word::*;

use super::model::{Mutator, checked};
use crate::heap::{Kind, Options, Room, reserve};

/// A heap with a list, a tuple, a big integer, a buffer and a slice, all old.
fn heap() -> Mutator {
    let mut mutator = Mutator::new(Options {
        verify: false,
        ..checked()
    });
    mutator.list(10, 0);
    mutator.scanned(KIND_TUPLE, &[fixnum(1), NIL], &[0, 0]);
    mutator.raw(KIND_BIGNUM, &[1, 2]);
    mutator.buffer(&[7; 100]);
    mutator.slice(3);
    let large: Vec<usize> = (0..2000).collect();
    mutator.scanned(KIND_TUPLE, &[], &large);
    assert_eq!(mutator.collect(Kind::Minor), Room::Enough);
    mutator.compare();
    assert_eq!(mutator.verify(), Ok(()));
    mutator
}

/// Overwrites word `index` of root `root`'s object and expects a finding that contains `message`.
fn planted(root: usize, index: usize, word: impl Fn(&Mutator) -> u64, message: &str) {
    let mut mutator = heap();
    let start = (mutator.words[root] & !TAG_MASK) as *mut u64;
    // SAFETY: the object has this word; the fault is the point.
    unsafe { *start.add(index) = word(&mutator) };
    let finding = mutator.verify().expect_err("a planted fault was not found");
    assert!(finding.contains(message), "{finding}");
}

/// The word of an atom of the heap's area, whose record is longer than a unit.
fn atom(mutator: &Mutator) -> u64 {
    mutator.heap.allocate_atom(40, false).unwrap() as u64 + TAG_ATOM
}

#[test]
fn atoms_of_the_area_are_no_fault() {
    let mut mutator = heap();
    let word = atom(&mutator);
    let start = (mutator.words[1] & !TAG_MASK) as *mut u64;
    // SAFETY: the tuple has two elements.
    unsafe { *start.add(2) = word };
    assert_eq!(mutator.verify(), Ok(()));
}

#[test]
fn planted_faults_are_found() {
    planted(0, 1, |_| header(KIND_TUPLE, 0, 3), "a header");
    planted(0, 0, |_| HOLE, "a hole");
    planted(
        0,
        0,
        |_| (0x1234 << SUBTAG_SHIFT) | SUBTAG_FORWARD,
        "a forward",
    );
    planted(1, 2, |_| 0xbad0_bad0_bad0_bafc, "no valid word");
    planted(1, 2, |_| 0x5550 | TAG_CONS, "points nowhere");
    planted(1, 2, |m| atom(m) + 16, "no atom's record");
    planted(1, 2, |m| atom(m) + 8, "no valid word");
    planted(1, 2, |m| atom(m) - TAG_ATOM + TAG_BOXED, "into an atom");
    planted(1, 0, |_| header(KIND_FLOAT, 0, 1), "begins with");
    planted(1, 0, |_| header(99, 0, 1), "begins with");
    planted(
        1,
        0,
        |_| header(KIND_TUPLE, 0, 1 << 20),
        "extends into free memory",
    );
    planted(1, 0, |_| header(KIND_TUPLE, 0, 1 << 30), "free memory");
    planted(1, 1, |m| m.words[1] + 8, "begins with");
    planted(1, 1, |m| m.words[1] + (8 << 20), "free memory");
    planted(2, 2, |_| 0, "leading zero");
    planted(3, 1, |_| 101, "shorter");
    planted(3, 2, |m| m.words[2], "buffer");
    planted(4, 2, |_| NIL, "slice");
    planted(5, 0, |_| header(KIND_TUPLE, 0, 9000), "too long");
    planted(5, 3, |m| m.words[5] + 16, "large object");
    planted(
        0,
        0,
        |m| (m.words[1] & !TAG_MASK) + 8 + TAG_CONS,
        "overlaps",
    );
}

#[test]
fn a_lost_root_is_found() {
    let mut mutator = heap();
    mutator.list(100, 0);
    let lost = mutator.words.pop();
    mutator.values.pop();
    assert_eq!(mutator.collect(Kind::Minor), Room::Enough);
    mutator.words.extend(lost);
    let finding = mutator.verify().expect_err("a stale pointer was not found");
    assert!(finding.contains("nursery"), "{finding}");
}

#[test]
fn a_young_pointer_that_was_not_recorded_is_found() {
    for record in [true, false] {
        let mut mutator = heap();
        let slot = ((mutator.words[1] - TAG_TUPLE) as *mut u64).wrapping_add(2);
        mutator.list(3, 0);
        let young = mutator.words.pop().unwrap();
        mutator.values.pop();
        // SAFETY: the second element of an old tuple.
        unsafe { *slot = young };
        if record {
            mutator.heap.record(slot);
        }
        assert_eq!(mutator.collect(Kind::Minor), Room::Enough);
        assert_eq!(mutator.verify().is_ok(), record);
    }
}

#[test]
fn static_data_is_left_alone_and_checked() {
    let mut mutator = heap();
    let pair: &'static mut [u64; 2] = Box::leak(Box::new([fixnum(1), NIL]));
    let word = pair.as_mut_ptr() as u64 | TAG_CONS;
    mutator.immediate(word);
    mutator.cons(0, mutator.words.len() - 1);
    assert_eq!(mutator.collect(Kind::Major), Room::Enough);
    mutator.compare();
    assert_eq!(mutator.verify(), Ok(()));
    assert_eq!(*pair, [fixnum(1), NIL]);
    let mut literal = vec![header(KIND_BINARY, 0, 1 + 25), 200];
    literal.resize(27, 0x2020_2020_2020_2020);
    let literal: &'static mut [u64] = literal.leak();
    mutator.immediate(literal.as_mut_ptr() as u64 | TAG_BOXED);
    assert_eq!(mutator.verify(), Ok(()), "a literal of any size is right");
    pair[1] = mutator.words[0];
    let finding = mutator
        .verify()
        .expect_err("static data points into the heap");
    assert!(finding.contains("static"), "{finding}");
}

#[test]
fn the_limit_is_answered() {
    let mut mutator = Mutator::new(Options {
        limit: 8 << 20,
        verify: false,
        ..checked()
    });
    let mut exhausted = false;
    for _ in 0..100 {
        mutator.list(20_000, 0);
        if mutator.collect(Kind::Minor) == Room::Exhausted {
            exhausted = true;
            break;
        }
    }
    assert!(exhausted);
    assert!(mutator.heap.used().old > 8 << 20);
    // SAFETY: the context is this mutator's.
    let ask = |m: &mut Mutator, bytes| unsafe { reserve(&raw mut *m.context, bytes) };
    assert_eq!(ask(&mut mutator, 1 << 20), Room::Retry);
    assert_eq!(ask(&mut mutator, 1 << 40), Room::Exhausted);
    mutator.words.clear();
    mutator.values.clear();
    assert_eq!(
        mutator.collect(Kind::Minor),
        Room::Enough,
        "a major was asked for"
    );
    assert_eq!(ask(&mut mutator, 1 << 20), Room::Enough);
}

#[test]
fn attention_is_asked_for_when_the_budget_is_used_up() {
    use std::sync::atomic::Ordering;
    let mut mutator = Mutator::new(Options {
        nursery: 1 << 20,
        ..checked()
    });
    mutator
        .heap
        .on_full(|context| context.stack_limit.store(77, Ordering::Relaxed));
    let asked = |m: &Mutator| m.context.stack_limit.load(Ordering::Relaxed) == 77;
    mutator.list(40_000, 0);
    assert!(!asked(&mutator));
    mutator.list(40_000, 0);
    assert!(asked(&mutator));
    mutator.context.stack_limit.store(0, Ordering::Relaxed);
    assert_eq!(mutator.collect(Kind::Minor), Room::Enough);
    mutator.buffer(&vec![1; 2 << 20]);
    assert!(!asked(&mutator));
    mutator.buffer(&vec![1; 2 << 20]);
    assert!(asked(&mutator));
}
