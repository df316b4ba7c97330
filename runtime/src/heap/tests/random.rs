//! Random sequences of operations, compared with the model after collections.

use alate_abi::layout::*;
use alate_abi::word::*;
use proptest::prelude::*;

use super::model::{Mutator, checked};
use crate::heap::{Kind, Options, Room};

#[derive(Clone, Debug)]
enum Op {
    Fixnum(i32),
    Float(u64),
    Cons(usize, usize),
    Hole(usize),
    Fill(usize, usize),
    List(usize, usize),
    Tuple(Vec<usize>),
    Wide(usize, usize),
    Closure(Vec<usize>),
    Big(u64, usize),
    Binary(usize),
    Buffer(usize),
    Slice(usize),
    Reference(u64),
    Drop(usize),
    DropMany,
    Minor,
    Major,
}

fn op() -> impl Strategy<Value = Op> {
    let index = any::<usize>;
    prop_oneof![
        4 => any::<i32>().prop_map(Op::Fixnum),
        1 => any::<u64>().prop_map(Op::Float),
        8 => (index(), index()).prop_map(|(a, b)| Op::Cons(a, b)),
        2 => index().prop_map(Op::Hole),
        3 => (index(), index()).prop_map(|(a, b)| Op::Fill(a, b)),
        2 => (0usize..2000, index()).prop_map(|(n, t)| Op::List(n, t)),
        6 => prop::collection::vec(index(), 1..40).prop_map(Op::Tuple),
        2 => (100usize..4000, index()).prop_map(|(n, t)| Op::Wide(n, t)),
        2 => prop::collection::vec(index(), 0..5).prop_map(Op::Closure),
        2 => (any::<u64>(), 2usize..30).prop_map(|(x, n)| Op::Big(x, n)),
        2 => (0usize..65).prop_map(Op::Binary),
        2 => (65usize..5000).prop_map(Op::Buffer),
        2 => index().prop_map(Op::Slice),
        1 => any::<u64>().prop_map(Op::Reference),
        6 => index().prop_map(Op::Drop),
        1 => Just(Op::DropMany),
        2 => Just(Op::Minor),
        1 => Just(Op::Major),
    ]
}

fn apply(mutator: &mut Mutator, op: &Op) {
    match op {
        Op::Fixnum(value) => mutator.immediate(fixnum(i64::from(*value))),
        Op::Float(bits) => match immediate_float(*bits) {
            Some(word) => mutator.immediate(word),
            None => mutator.raw(KIND_FLOAT, &[*bits]),
        },
        Op::Cons(car, cdr) => mutator.cons(*car, *cdr),
        Op::Hole(car) => mutator.hole(*car),
        Op::Fill(hole, with) => mutator.fill(*hole, *with),
        Op::List(length, tail) => mutator.list(*length, *tail),
        Op::Tuple(picks) => mutator.scanned(KIND_TUPLE, &[], picks),
        Op::Wide(count, first) => {
            let picks: Vec<usize> = (0..*count).map(|n| first.wrapping_add(n)).collect();
            mutator.scanned(KIND_TUPLE, &[], &picks);
        }
        Op::Closure(picks) => mutator.scanned(KIND_CLOSURE, &[0x1000, 0x2000], picks),
        Op::Big(limb, count) => {
            let mut limbs = vec![*limb; *count];
            limbs[count - 1] |= 1;
            mutator.raw(KIND_BIGNUM, &limbs);
        }
        Op::Binary(bytes) => {
            let mut words = vec![0x0101_0101_0101_0101; 1 + bytes.div_ceil(8)];
            words[0] = *bytes as u64;
            mutator.raw(KIND_BINARY, &words);
        }
        Op::Buffer(bytes) => {
            let data: Vec<u8> = (0..*bytes).map(|n| n as u8).collect();
            mutator.buffer(&data);
        }
        Op::Slice(of) => mutator.slice(*of),
        Op::Reference(bits) => mutator.raw(KIND_REFERENCE, &[*bits, !*bits, 7]),
        Op::Drop(index) => mutator.drop_root(*index),
        Op::DropMany => {
            for index in 0..mutator.words.len() / 2 {
                mutator.drop_root(index);
            }
        }
        Op::Minor => {
            assert_eq!(mutator.collect(Kind::Minor), Room::Enough);
            mutator.compare();
        }
        Op::Major => {
            assert_eq!(mutator.collect(Kind::Major), Room::Enough);
            mutator.compare();
        }
    }
}

fn run(options: Options, ops: &[Op]) {
    run_with(1, options, ops);
}

fn run_with(threads: usize, options: Options, ops: &[Op]) {
    let mut mutator = Mutator::new(options);
    mutator.threads = threads;
    for op in ops {
        apply(&mut mutator, op);
    }
    assert_eq!(mutator.collect(Kind::Major), Room::Enough);
    mutator.compare();
    mutator.words.clear();
    mutator.values.clear();
    assert_eq!(mutator.collect(Kind::Major), Room::Enough);
    assert_eq!(mutator.heap.buffer_counts(), (0, mutator.buffers));
    assert_eq!(mutator.heap.used().old, 0, "everything was garbage");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn values_survive_collections(ops in prop::collection::vec(op(), 1..300)) {
        run(checked(), &ops);
    }

    #[test]
    fn values_survive_collections_by_three_threads(ops in prop::collection::vec(op(), 1..300)) {
        run_with(3, checked(), &ops);
    }

    #[test]
    fn values_survive_stress(ops in prop::collection::vec(op(), 1..120)) {
        let mut ops = ops;
        ops = ops.into_iter().flat_map(|op| [op, Op::Minor]).collect();
        run(Options { stress: true, ..checked() }, &ops);
    }

    #[test]
    fn values_survive_unmapped_from_space(ops in prop::collection::vec(op(), 1..60)) {
        let mut ops = ops;
        ops = ops.into_iter().flat_map(|op| [op, Op::Minor]).collect();
        run(Options { stress: true, unmap: true, ..checked() }, &ops);
    }
}

/// Long runs reuse lines over and over: fragmentation, recycled blocks, large objects' free ranges.
#[test]
fn memory_is_reused_for_long() {
    let mut mutator = Mutator::new(Options {
        major_minimum: 256 << 10,
        ..checked()
    });
    let mut seed = 88_172_645_463_325_252u64;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 11) as usize
    };
    for round in 0..6000 {
        let op = match next() % 20 {
            0..4 => Op::Cons(next(), next()),
            4..6 => Op::List(next() % 300, next()),
            6..9 => Op::Tuple((0..1 + next() % 29).map(|_| next()).collect()),
            9 => Op::Wide(900 + next() % 1500, next()),
            10 => Op::Buffer(65 + next() % 3000),
            11 => Op::Slice(next()),
            12 => Op::Hole(next()),
            13 => Op::Fill(next(), next()),
            14 => Op::Wide(16 + next() % 600, next()),
            _ => Op::Drop(next()),
        };
        apply(&mut mutator, &op);
        if mutator.words.len() > 300 {
            for _ in 0..100 {
                mutator.drop_root(next());
            }
        }
        if round % 25 == 0 {
            assert_eq!(mutator.collect(Kind::Minor), Room::Enough);
        }
        if round % 200 == 0 {
            mutator.compare();
        }
    }
    let (_, majors) = mutator.heap.collections();
    assert!(majors > 3, "{majors} major collections");
}

/// What is allocated in all does not show in the memory used: only what is live does.
#[test]
fn garbage_takes_no_room() {
    let mut mutator = Mutator::new(Options {
        major_minimum: 2 << 20,
        verify: false,
        ..checked()
    });
    mutator.list(50_000, 0);
    for round in 0..400usize {
        mutator.list(10_000, 0);
        mutator.scanned(KIND_TUPLE, &[], &vec![0; 2000 + round * 3]);
        if round % 3 == 0 {
            // Survives one minor collection, so that the old generation gets garbage too.
            assert_eq!(mutator.collect(Kind::Minor), Room::Enough);
        }
        while mutator.words.len() > 1 {
            mutator.drop_root(1);
        }
    }
    mutator.compare();
    let (old, large) = mutator.heap.extent();
    assert!(old < 8 << 20, "{old} bytes of blocks for 800 KB live");
    assert!(
        large < 4 << 20,
        "{large} bytes of large objects, one live at a time"
    );
}
