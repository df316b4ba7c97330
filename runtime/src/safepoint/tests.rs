//! Polls of an imagined worker: attention, collections and growth together.

use std::sync::atomic::Ordering;

use alate_abi::context::Context;
use alate_abi::word::{NIL, TAG_CONS, fixnum};

use super::{
    COLLECT, Collector, PollOutcome, STRESS, collect_at_polls, enter, leave, on_poll, request,
    save, set_limit,
};
use crate::heap::roots::{Roots, Visit};
use crate::heap::{Heap, Kind, NoHelp, Options, Room, allocate};
use crate::process::{Own, Process};
use crate::stack::Stacks;

struct Worker {
    heap: &'static Heap,
    process: &'static Process,
    context: Box<Context>,
}

/// The only process there is, as the world.
struct Alone(&'static Heap, &'static Process);

// SAFETY: there is one worker, which is stopped when it collects.
unsafe impl Roots for Alone {
    fn young(&mut self, visit: &mut Visit) {
        // SAFETY: as above.
        unsafe { self.1.young(visit) };
    }

    fn all(&mut self, visit: &mut Visit) {
        // SAFETY: as above.
        unsafe { self.1.all(visit) };
    }
}

impl Collector for Alone {
    fn collect(&self, kind: Kind, context: &mut Context) -> Room {
        // SAFETY: as above.
        unsafe {
            let old_base = self.1.own().stack.base() as u64;
            let room = self.0.collect(
                kind,
                &[&raw mut *context],
                &mut Alone(self.0, self.1),
                &NoHelp,
            );
            self.1.own().stack.moved(context, old_base);
            room
        }
    }

    fn pause(&self, _: &mut Context) -> bool {
        false
    }

    fn is_put_off(&self) -> bool {
        self.0.is_put_off()
    }
}

fn checked() -> Options {
    Options {
        verify: true,
        ..Options::default()
    }
}

fn worker(options: Options) -> Worker {
    let options = Options {
        reserve: 256 << 20,
        limit: 8 << 20,
        nursery: 256 << 10,
        stack_limit: 1 << 20,
        ..options
    };
    let heap: &'static Heap = Box::leak(Box::new(Heap::new(options).unwrap()));
    collect_at_polls(heap);
    let stacks = Box::leak(Box::new(Stacks::new(heap.options().stack_limit)));
    let mut worker = Worker {
        heap,
        process: Box::leak(Process::alone(stacks)),
        context: Box::new(Context::new()),
    };
    // SAFETY: there is one worker.
    unsafe { enter(heap, worker.process, &mut worker.context) };
    worker
}

impl Worker {
    fn own(&self) -> &'static mut Own {
        // SAFETY: there is one worker.
        unsafe { self.process.own() }
    }

    fn limit(&self) -> u64 {
        self.context.stack_limit.load(Ordering::Relaxed)
    }

    /// As compiled code does at the entry of a function.
    fn poll(&mut self) -> PollOutcome {
        let mut outcome = PollOutcome::Resume;
        while self.context.sp >= self.limit() && outcome == PollOutcome::Resume {
            if std::mem::take(&mut self.context.pass_poll) == 1 {
                break;
            }
            let alone = Alone(self.heap, self.process);
            let own = self.own();
            outcome = on_poll(&alone, own, &mut self.context);
        }
        outcome
    }

    /// Pushes a frame of one word, after a poll.
    fn push(&mut self, word: u64) {
        // SAFETY: below the limit, or in the headroom that `on_poll` made, or in the red zone.
        unsafe { *(self.context.sp as *mut u64) = word };
        self.context.sp += 8;
    }

    fn cons(&mut self, car: u64, cdr: u64) -> u64 {
        // SAFETY: both words are written before the next poll.
        unsafe {
            let cell = allocate(&raw mut *self.context, 2);
            *cell = car;
            *cell.add(1) = cdr;
            cell as u64 | TAG_CONS
        }
    }

    fn word(&self, index: usize) -> u64 {
        // SAFETY: the word was pushed.
        unsafe { *(self.context.stack_base as *const u64).add(index) }
    }
}

/// A list on the stack, each cell of which is pushed as a frame of its own.
fn build(mut worker: Worker, count: usize) -> Worker {
    worker.push(NIL);
    for number in 0..count {
        assert_eq!(worker.poll(), PollOutcome::Resume);
        let before = worker.word(number);
        let cell = worker.cons(fixnum(number as i64), before);
        worker.push(cell);
    }
    let mut list = worker.word(count);
    for number in (0..count).rev() {
        // SAFETY: a live cell.
        unsafe {
            let cell = (list - TAG_CONS) as *const u64;
            assert_eq!(*cell, fixnum(number as i64));
            list = *cell.add(1);
        }
    }
    assert_eq!(list, NIL);
    worker
}

#[test]
fn values_survive_polls_that_collect_and_grow() {
    let worker = build(worker(checked()), 50_000);
    let (minor, _) = worker.heap.collections();
    assert!(minor >= 2, "{minor} minor collections");
}

#[test]
fn stress_collects_at_every_poll_and_makes_progress() {
    let stress = Options {
        stress: true,
        ..checked()
    };
    let worker = build(worker(stress), 300);
    let (minor, major) = worker.heap.collections();
    assert!(minor >= 300 && major >= 150);
}

#[test]
fn a_full_stack_is_answered() {
    let mut worker = worker(checked());
    let mut pushed = 0;
    while worker.poll() == PollOutcome::Resume {
        worker.push(fixnum(7));
        pushed += 1;
        assert!(pushed < 1 << 20);
    }
    assert!(pushed * 8 >= 1 << 20);
    assert_eq!(worker.poll(), PollOutcome::StackOverflow);
}

#[test]
fn an_exhausted_heap_is_answered() {
    let mut worker = worker(checked());
    worker.push(NIL);
    let outcome = loop {
        let mut list = worker.word(0);
        for number in 0..1000 {
            list = worker.cons(fixnum(number), list);
        }
        // SAFETY: the first word of the stack.
        unsafe { *(worker.context.stack_base as *mut u64) = list };
        let outcome = worker.poll();
        if outcome != PollOutcome::Resume {
            break outcome;
        }
    };
    assert_eq!(outcome, PollOutcome::HeapExhausted);
}

#[test]
fn attention_survives_a_new_limit() {
    let context = Context::new();
    set_limit(&context, 1000);
    assert_eq!(context.stack_limit.load(Ordering::Relaxed), 1000);
    request(&context, COLLECT);
    assert_eq!(context.stack_limit.load(Ordering::Relaxed), 0);
    set_limit(&context, 2000);
    assert_eq!(context.stack_limit.load(Ordering::Relaxed), 0);
    assert_eq!(context.attention.swap(0, Ordering::Relaxed), COLLECT);
    set_limit(&context, 2000);
    assert_eq!(context.stack_limit.load(Ordering::Relaxed), 2000);
    assert_eq!(STRESS & COLLECT, 0);
}

#[test]
fn a_process_keeps_its_place_while_parked() {
    let mut worker = build(worker(checked()), 1000);
    let (sp, base) = (worker.context.sp, worker.context.stack_base);
    worker.context.handler = base + 800;
    let current = Process::current(&worker.context);
    assert!(current.is_some_and(|process| std::ptr::eq(process, worker.process)));
    save(worker.own(), &worker.context);
    leave(&mut worker.context);
    assert_eq!((worker.context.sp, worker.context.stack), (0, 0));
    // SAFETY: there is one worker.
    unsafe { enter(worker.heap, worker.process, &mut worker.context) };
    assert_eq!((worker.context.sp, worker.context.stack_base), (sp, base));
    assert_eq!(worker.context.handler, base + 800);
}

#[test]
#[ignore = "a measurement"]
fn bench_stress_polls() {
    let mut worker = worker(Options {
        stress: true,
        ..Options::default()
    });
    worker.push(NIL);
    let start = crate::os::clock::processor_nanoseconds();
    let polls = 100_000;
    for number in 0..polls {
        assert_eq!(worker.poll(), PollOutcome::Resume);
        let cell = worker.cons(fixnum(number), NIL);
        // SAFETY: the first word of the stack.
        unsafe { *(worker.context.stack_base as *mut u64) = cell };
    }
    let time = crate::os::clock::processor_nanoseconds() - start;
    println!("{} ns a poll under stress", time / polls as u64);
}
