//! Random calls, returns, raises and collections on a stack, compared with a model; memory of stacks.

use std::sync::OnceLock;

use alate_abi::context::{Context, RED_ZONE};
use alate_abi::sections::FrameRow;
use alate_abi::word::fixnum;
use proptest::prelude::*;

use super::calls::{alate_rt_unwind, alate_rt_watermark};
use super::memory::{INITIAL, Stacks};
use super::walk::Rows;
use super::{Stack, StackOverflow};
use crate::os::clock::processor_nanoseconds;

/// Address of the imagined watermark stub.
const STUB: u64 = 0x7000;
/// Address of the imagined continuation whose frame has so many words.
fn code(words: usize) -> u64 {
    0x10_0000 + words as u64 * 16
}
const MOST_WORDS: usize = 40;

fn rows() -> Rows {
    static ROWS: OnceLock<Rows> = OnceLock::new();
    *ROWS.get_or_init(|| {
        // Row 0 is that of frames that hold their own size.
        let rows: Vec<FrameRow> = (0..=MOST_WORDS)
            .map(|words| FrameRow {
                code: code(words),
                location: std::ptr::null(),
                frame_words: words as u32,
                is_handler: 0,
            })
            .collect();
        Rows(Box::leak(rows.into_boxed_slice()))
    })
}

fn stacks(limit: usize) -> &'static Stacks {
    let stacks = Box::leak(Box::new(Stacks::new(limit)));
    stacks.set_watermark_stub(STUB);
    stacks.add_code(rows());
    stacks
}

/// A frame as the model knows it.
#[derive(Clone, Debug)]
struct Frame {
    words: Vec<u64>,
    handler: bool,
}

struct Machine {
    stack: Box<Stack>,
    context: Box<Context>,
    frames: Vec<Frame>,
    /// Lowest depth in words since the last collection: below it nothing has changed.
    lowest: usize,
    counter: i64,
}

impl Machine {
    fn new() -> Machine {
        let mut stack = Box::new(Stack::new(stacks(1 << 30)).unwrap());
        let mut context = Box::new(Context::new());
        context.stack = (&raw mut *stack) as u64;
        context.stack_base = stack.base() as u64;
        context.sp = stack.base() as u64;
        Machine {
            stack,
            context,
            frames: Vec::new(),
            lowest: 0,
            counter: 0,
        }
    }

    fn depth(&self) -> usize {
        (self.context.sp as usize - self.stack.base()) / 8
    }

    fn push(&mut self, size: usize, handler: bool) {
        let used = self.depth() * 8;
        let size = if handler { size.max(3) } else { size };
        // As the poll of a function with large frames does.
        if self.context.sp + size as u64 * 8 >= self.stack.limit() {
            let old_base = self.stack.base() as u64;
            self.stack.grow(used, size * 8 + 256).unwrap();
            self.stack.moved(&mut self.context, old_base);
        }
        let mut words: Vec<u64> = (1..size)
            .map(|_| {
                self.counter += 1;
                fixnum(self.counter)
            })
            .collect();
        if handler {
            let sp = self.context.sp + size as u64 * 8;
            words[size - 3] = match self.context.handler {
                0 => 0,
                previous => sp - previous,
            };
            words[size - 2] = 0x8880;
            self.context.handler = sp;
        }
        words.push(code(size));
        for &word in &words {
            // SAFETY: the stack was grown above if it was full; the red zone holds one frame.
            unsafe { *(self.context.sp as *mut u64) = word };
            self.context.sp += 8;
        }
        self.frames.push(Frame { words, handler });
    }

    /// A frame that the model does not know.
    fn push_plain(&mut self, size: usize) {
        if self.context.sp >= self.stack.limit() {
            let (used, old_base) = (self.depth() * 8, self.stack.base() as u64);
            self.stack.grow(used, 256).unwrap();
            self.stack.moved(&mut self.context, old_base);
        }
        // SAFETY: the stack was grown above if it was full; the red zone holds one frame.
        unsafe {
            let frame = self.context.sp as *mut u64;
            for index in 0..size - 1 {
                *frame.add(index) = fixnum(1);
            }
            *frame.add(size - 1) = code(size);
        }
        self.context.sp += size as u64 * 8;
    }

    fn pop_plain(&mut self, size: usize) {
        let sp = self.context.sp;
        // SAFETY: a frame lies below `sp`.
        let mut word = unsafe { *((sp - 8) as *const u64) };
        if word == STUB {
            // SAFETY: the context and its stack are those of this machine.
            word = unsafe { alate_rt_watermark(&raw mut *self.context, sp) };
        }
        assert_eq!(word, code(size));
        self.context.sp -= size as u64 * 8;
    }

    /// Returns into the top frame, which pops itself.
    fn pop(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let sp = self.context.sp;
        // SAFETY: a frame lies below `sp`.
        let mut word = unsafe { *((sp - 8) as *const u64) };
        if word == STUB {
            // SAFETY: the context and its stack are those of this machine.
            word = unsafe { alate_rt_watermark(&raw mut *self.context, sp) };
        }
        assert_eq!(word, code(frame.words.len()));
        self.drop_frame(&frame);
    }

    fn drop_frame(&mut self, frame: &Frame) {
        let start = self.context.sp - frame.words.len() as u64 * 8;
        if frame.handler {
            // A handler that is left normally is taken out of the chain by the code that set it.
            let link = frame.words[frame.words.len() - 3];
            if self.context.handler == self.context.sp {
                self.context.handler = if link == 0 { 0 } else { self.context.sp - link };
            }
        }
        // SAFETY: the words of the frame, which nobody reads again before they are written.
        unsafe {
            for index in 0..frame.words.len() - 1 {
                assert_eq!(*(start as *const u64).add(index), frame.words[index]);
            }
        }
        self.context.sp = start;
        self.lowest = self.lowest.min(self.depth());
    }

    fn raise(&mut self) {
        let sp = self.context.sp;
        // SAFETY: the context and its stack are those of this machine.
        let to = unsafe { alate_rt_unwind(&raw mut *self.context, sp) };
        let Some(index) = self.frames.iter().rposition(|frame| frame.handler) else {
            assert_eq!(to, 0);
            return;
        };
        self.frames.truncate(index + 1);
        let words: usize = self.frames.iter().map(|frame| frame.words.len()).sum();
        assert_eq!(to as usize, self.stack.base() + words * 8);
        self.context.sp = to;
        if let Some(frame) = self.frames.pop() {
            self.drop_frame(&frame);
        }
    }

    fn collect(&mut self) {
        let sp = self.context.sp as usize;
        let mut first = self.depth();
        let base = self.stack.base();
        self.stack.young_words(sp, &mut |start, count| {
            first = (start as usize - base) / 8;
            assert_eq!(start as usize + count * 8, sp);
        });
        assert!(first <= self.lowest, "words that changed were not visited");
        self.stack.mark_clean(sp);
        self.stack.shrink(self.depth() * 8, &mut 100);
        self.stack.moved(&mut self.context, base as u64);
        self.lowest = self.depth();
    }

    /// The frames that a walk finds are those of the model.
    fn check(&self) {
        let mut sp = self.context.sp as usize;
        let mut expected = self.frames.iter().rev();
        for frame in self.stack.frames(sp) {
            let model = expected.next().expect("a walk found more frames");
            assert_eq!(frame.sp, sp);
            assert_eq!(frame.row.frame_words as usize, model.words.len());
            sp -= model.words.len() * 8;
        }
        assert!(expected.next().is_none(), "a walk missed frames");
        let handlers = self.frames.iter().filter(|frame| frame.handler).count();
        let (mut handler, mut chain) = (self.context.handler, 0);
        while handler != 0 {
            chain += 1;
            // SAFETY: the end of a handler frame of this stack.
            let link = unsafe { *((handler - 24) as *const u64) };
            handler = if link == 0 { 0 } else { handler - link };
        }
        assert_eq!(chain, handlers);
    }
}

#[derive(Clone, Debug)]
enum Op {
    Push(Vec<(usize, bool)>),
    Pop(usize),
    Raise,
    Collect,
}

fn op() -> impl Strategy<Value = Op> {
    let frame = (1..MOST_WORDS, prop::bool::weighted(0.03));
    prop_oneof![
        5 => prop::collection::vec(frame, 1..400).prop_map(Op::Push),
        4 => (1usize..500).prop_map(Op::Pop),
        2 => Just(Op::Raise),
        4 => Just(Op::Collect),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn frames_survive_marks_cuts_and_moves(ops in prop::collection::vec(op(), 1..80)) {
        let mut machine = Machine::new();
        for op in &ops {
            match op {
                Op::Push(frames) => frames.iter().for_each(|&(size, h)| machine.push(size, h)),
                Op::Pop(count) => (0..*count).for_each(|_| machine.pop()),
                Op::Raise => machine.raise(),
                Op::Collect => machine.collect(),
            }
            machine.check();
        }
        while !machine.frames.is_empty() {
            machine.pop();
        }
        prop_assert_eq!(machine.context.handler, 0);
    }
}

#[test]
fn frames_that_hold_their_size_are_walked() {
    let mut machine = Machine::new();
    machine.push(5, false);
    let arguments = 9u64;
    let mut words = vec![fixnum(1); arguments as usize + 1];
    words.extend([arguments * 8, code(0)]);
    for &word in &words {
        // SAFETY: the red zone has room.
        unsafe { *(machine.context.sp as *mut u64) = word };
        machine.context.sp += 8;
    }
    let sp = machine.context.sp as usize;
    let found: Vec<usize> = machine.stack.frames(sp).map(|frame| frame.sp).collect();
    assert_eq!(found, [sp, sp - words.len() * 8]);
}

#[test]
fn a_deep_stack_is_scanned_once() {
    let mut machine = Machine::new();
    let mut visited = 0;
    for _ in 0..200 {
        for _ in 0..500 {
            machine.push(10, false);
        }
        let sp = machine.context.sp as usize;
        machine
            .stack
            .young_words(sp, &mut |_, count| visited += count);
        machine.collect();
    }
    let words = machine.depth();
    assert_eq!(words, 1_000_000);
    assert!(visited < words + 200 * 600, "{visited} words visited");
    while !machine.frames.is_empty() {
        machine.pop();
    }
}

#[test]
fn the_limit_ends_growth() {
    let mut stack = Stack::new(stacks(100_000)).unwrap();
    assert_eq!(stack.usable(), INITIAL);
    assert_eq!(stack.limit() - stack.base() as u64, INITIAL as u64);
    let mut used = 0;
    while used < 90_000 {
        stack.grow(used, 8_000).unwrap();
        assert!(stack.usable() >= used + 8_000);
        used += 8_000;
    }
    assert_eq!(stack.grow(used, 50_000), Err(StackOverflow));
    assert_eq!(stack.grow(usize::MAX, 50_000), Err(StackOverflow));
}

#[test]
fn growing_and_shrinking_keep_the_words() {
    let shared = stacks(1 << 30);
    let mut stack = Stack::new(shared).unwrap();
    let mut used = 0;
    for index in 0..1_000_000u64 {
        if stack.base() as u64 + used as u64 >= stack.limit() {
            stack.grow(used, 8).unwrap();
        }
        // SAFETY: there is room below the limit.
        unsafe { *((stack.base() + used) as *mut u64) = fixnum(index as i64) };
        used += 8;
    }
    let at = |stack: &Stack, index: usize| {
        // SAFETY: the words below `used` were written.
        unsafe { *((stack.base() + index * 8) as *const u64) }
    };
    assert!((0..1_000_000).all(|index| at(&stack, index) == fixnum(index as i64)));
    let large = stack.usable();
    stack.shrink(used, &mut 100);
    assert_eq!(stack.usable(), large, "a full stack does not shrink");
    stack.shrink(8_000, &mut 100);
    assert!(stack.usable() < large / 8);
    assert!((0..1000).all(|index| at(&stack, index) == fixnum(index as i64)));
}

#[test]
fn memory_of_small_stacks_is_used_again() {
    let shared = stacks(1 << 20);
    let first = Stack::new(shared).unwrap();
    let base = first.base();
    let second = Stack::new(shared).unwrap();
    assert!(second.base().abs_diff(base) >= INITIAL + RED_ZONE as usize);
    drop(first);
    assert_eq!(Stack::new(shared).unwrap().base(), base);
}

/// Recursion of ten million frames that allocates at each call and at each return.
#[test]
#[ignore = "a measurement"]
fn bench_deep_recursion() {
    let mut machine = Machine::new();
    let start = processor_nanoseconds();
    let frames = 10_000_000;
    let mut visited = 0;
    for index in 0..frames {
        machine.push_plain(4);
        if index % 40_000 == 0 {
            let sp = machine.context.sp as usize;
            machine
                .stack
                .young_words(sp, &mut |_, count| visited += count);
            machine.stack.mark_clean(sp);
        }
    }
    let pushed = processor_nanoseconds();
    for index in 0..frames {
        machine.pop_plain(4);
        if index % 40_000 == 0 {
            let sp = machine.context.sp as usize;
            machine
                .stack
                .young_words(sp, &mut |_, count| visited += count);
            machine.stack.mark_clean(sp);
            let base = machine.stack.base() as u64;
            machine.stack.shrink(machine.depth() * 8, &mut 100);
            machine.stack.moved(&mut machine.context, base);
        }
    }
    let popped = processor_nanoseconds();
    println!(
        "{frames} frames: {} ms down, {} ms up, {visited} words scanned",
        (pushed - start) / 1_000_000,
        (popped - pushed) / 1_000_000
    );
}
