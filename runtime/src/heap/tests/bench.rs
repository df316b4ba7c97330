//! Small measurements, run by name: `cargo test --release -p alate-runtime bench -- --ignored --nocapture`.

use alate_abi::context::Context;
use alate_abi::layout::KIND_TUPLE;
use alate_abi::word::*;

use super::model::{Mutator, checked};
use crate::heap::{Kind, Options, Room, allocate};
use crate::os::clock::processor_nanoseconds;

fn mutator() -> Mutator {
    Mutator::new(Options {
        reserve: 8 << 30,
        limit: 4 << 30,
        nursery: 64 << 20,
        verify: false,
        major_minimum: 1 << 40,
        ..checked()
    })
}

unsafe fn cons(context: &mut Context, car: u64, cdr: u64) -> u64 {
    // SAFETY: both words are written at once.
    unsafe {
        let cell = allocate(context, 2);
        *cell = car;
        *cell.add(1) = cdr;
        cell as u64 | TAG_CONS
    }
}

unsafe fn tree(context: &mut Context, depth: u32) -> u64 {
    if depth == 0 {
        return NIL;
    }
    // SAFETY: all words are written at once, after the parts exist.
    unsafe {
        let (left, right) = (tree(context, depth - 1), tree(context, depth - 1));
        let node = allocate(context, 3);
        *node = header(KIND_TUPLE, 0, 2);
        *node.add(1) = left;
        *node.add(2) = right;
        node as u64 | TAG_TUPLE
    }
}

fn timed(mutator: &mut Mutator, kind: Kind) -> f64 {
    let start = processor_nanoseconds();
    assert_eq!(mutator.collect(kind), Room::Enough);
    (processor_nanoseconds() - start) as f64
}

#[test]
#[ignore = "a measurement"]
fn bench_copy_a_list() {
    let mut mutator = mutator();
    let count = 1_000_000;
    for _ in 0..8 {
        mutator.words.clear();
        let mut list = NIL;
        for number in 0..count {
            // SAFETY: no collection happens here.
            list = unsafe { cons(&mut mutator.context, fixnum(number), list) };
        }
        mutator.words.push(list);
        let minor = timed(&mut mutator, Kind::Minor);
        println!("minor: {:.2} ns a cons", minor / count as f64);
        let major = timed(&mut mutator, Kind::Major);
        println!("major: {:.2} ns a cons", major / count as f64);
    }
}

#[test]
#[ignore = "a measurement"]
fn bench_copy_a_tree() {
    let mut mutator = mutator();
    for _ in 0..8 {
        mutator.words.clear();
        // SAFETY: no collection happens here.
        let root = unsafe { tree(&mut mutator.context, 20) };
        mutator.words.push(root);
        let minor = timed(&mut mutator, Kind::Minor);
        println!(
            "minor: {:.2} ns a node of three words",
            minor / f64::from(1 << 20)
        );
    }
    let major = timed(&mut mutator, Kind::Major);
    println!("major: {:.2} ns a node", major / f64::from(1 << 20));
}

/// Nurseries of the default size in which everything survives.
#[test]
#[ignore = "a measurement"]
fn bench_copy_small_nurseries() {
    let mut mutator = mutator();
    let (mut trees, mut lists) = (f64::MAX, f64::MAX);
    for _ in 0..50 {
        // SAFETY: no collection happens here.
        mutator.words = vec![unsafe { tree(&mut mutator.context, 17) }];
        trees = trees.min(timed(&mut mutator, Kind::Minor) / f64::from(1 << 17));
        mutator.words = vec![NIL];
        for number in 0..200_000 {
            // SAFETY: no collection happens here.
            mutator.words[0] =
                unsafe { cons(&mut mutator.context, fixnum(number), mutator.words[0]) };
        }
        lists = lists.min(timed(&mut mutator, Kind::Minor) / 200_000.0);
        mutator.words.clear();
        timed(&mut mutator, Kind::Major);
    }
    println!("small: {trees:.2} ns a node of three words, {lists:.2} ns a cons");
}

/// Many short lives and a slowly changing set of long ones, with nurseries of several sizes.
#[test]
#[ignore = "a measurement"]
fn bench_nursery_sizes() {
    for kilobytes in [512, 1024, 1536, 2048, 3072, 4096, 8192, 16384] {
        let mut mutator = Mutator::new(Options {
            reserve: 8 << 30,
            limit: 4 << 30,
            nursery: kilobytes << 10,
            verify: false,
            ..checked()
        });
        mutator.words = vec![NIL; 4096];
        let start = processor_nanoseconds();
        let mut allocated = 0u64;
        let mut round = 0usize;
        let mut collections = 0;
        let mut fresh = 0u64;
        while allocated < 4 << 30 {
            // SAFETY: the only collection is the one below, and the roots hold all that lives.
            let root = unsafe { tree(&mut mutator.context, 6) };
            let slot = (round * 7919) % 4096;
            if round.is_multiple_of(8) {
                mutator.words[slot] = root;
            }
            round += 1;
            allocated += 63 * 24;
            fresh += 63 * 24;
            if fresh > (kilobytes as u64) << 10 {
                assert_eq!(mutator.collect(Kind::Minor), Room::Enough);
                fresh = 0;
                collections += 1;
            }
        }
        let seconds = (processor_nanoseconds() - start) as f64 / 1e9;
        let (minor, major) = mutator.heap.collections();
        println!(
            "nursery {kilobytes} KB: {:.2} ns a node, {minor} minor ({collections}), {major} major",
            seconds * 1e9 / (allocated / 24) as f64
        );
    }
}

/// The figure of the issue, scaled by `ALATE_BENCH_GB` (50 there): so much allocated in all, 100 MB live.
#[test]
#[ignore = "a measurement"]
fn bench_resident_memory() {
    let gigabytes: u64 = std::env::var("ALATE_BENCH_GB")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(10);
    let mut mutator = Mutator::new(Options {
        verify: false,
        ..Options::default()
    });
    mutator.heap.on_full(|context| {
        context
            .attention
            .store(1, std::sync::atomic::Ordering::Relaxed)
    });
    // About 800 bytes of tree, list or large tuple a slot, for half of the slots are empty.
    let slots = 125_000;
    mutator.words = vec![NIL; slots];
    let (mut allocated, mut seed, mut peak) = (0u64, 88_172_645_463_325_252u64, 0);
    let mut rounds = 0u64;
    let start = processor_nanoseconds();
    while allocated < gigabytes << 30 {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let slot = (seed >> 20) as usize % slots;
        // Half of what is made dies at once.
        let keep = seed & 1 == 0;
        // SAFETY: the only collection is the one below, and the roots hold all that lives.
        let word = unsafe {
            match (seed >> 8) % 64 {
                0 => {
                    allocated += 16_008 * 2;
                    let words = 2001;
                    let object = allocate(&raw mut *mutator.context, words);
                    *object = header(KIND_TUPLE, 0, 2000);
                    for index in 1..words {
                        *object.add(index) = mutator.words[slot];
                    }
                    mutator.words[slot] = NIL;
                    object as u64 | TAG_TUPLE
                }
                1..24 => {
                    allocated += 127 * 16;
                    (0..127).fold(NIL, |list, n| cons(&mut mutator.context, fixnum(n), list))
                }
                _ => {
                    allocated += 63 * 24;
                    tree(&mut mutator.context, 6)
                }
            }
        };
        mutator.words[slot] = if keep { word } else { NIL };
        rounds += 1;
        if mutator
            .context
            .attention
            .swap(0, std::sync::atomic::Ordering::Relaxed)
            == 1
        {
            assert_eq!(mutator.collect(Kind::Minor), Room::Enough);
        }
        if rounds.is_multiple_of(100_000) {
            peak = peak.max(crate::os::memory::resident_bytes());
        }
    }
    let (minor, major) = mutator.heap.collections();
    println!(
        "{gigabytes} GB allocated, {} MB in use, at most {} MB resident, {minor} minor, {major} major, {:.1} s",
        mutator.heap.used().old >> 20,
        peak >> 20,
        (processor_nanoseconds() - start) as f64 / 1e9
    );
}
