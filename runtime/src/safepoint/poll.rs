//! What a cold poll leads to.

use std::sync::atomic::Ordering;

use alate_abi::context::Context;

use crate::heap::roots::Roots;
use crate::heap::{Heap, Kind, Room};
use crate::os::stdio;
use crate::process::{Process, Processes};
use crate::safepoint::{COLLECT, PREEMPT, SEEDED, STRESS, request, set_limit};
use crate::stack::StackOverflow;

/// Bytes of stack made sure of where a poll is let pass without looking at the limit: more than
/// the frames of one function take.
const PASS_HEADROOM: usize = 256 << 10;
/// What is made room for besides a large frame, so that the poll that wanted it passes.
const BESIDE_FRAME: usize = 4096;

/// How the worker goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
pub enum PollOutcome {
    /// Return into the frame at `context.sp`.
    Resume,
    /// The same, after others that are ready.
    Yield,
    /// The stack may not grow any further: raise `system_limit` at `context.sp`.
    StackOverflow,
    /// What is live exceeds the heap limit.
    HeapExhausted,
}

/// All that holds words, seen from the one worker there is.
pub trait World: Roots {
    /// The process on the worker.
    fn current(&mut self) -> &mut Process;
    /// After a collection: nothing is young.
    fn settle(&mut self);
}

impl World for Process {
    fn current(&mut self) -> &mut Process {
        self
    }

    fn settle(&mut self) {
        Process::settle(self);
    }
}

impl World for Processes {
    fn current(&mut self) -> &mut Process {
        self.running()
    }

    fn settle(&mut self) {
        Processes::settle(self);
    }
}

/// Puts a process onto a worker.
pub fn enter(heap: &'static Heap, process: &mut Process, context: &mut Context) {
    heap.on_full(|context| request(context, COLLECT));
    if heap.options().stress {
        context.attention.fetch_or(STRESS, Ordering::SeqCst);
    }
    let base = process.stack.base();
    context.heap = std::ptr::from_ref(heap) as u64;
    context.stack = (&raw mut process.stack) as u64;
    context.process = std::ptr::from_mut(process) as u64;
    context.stack_base = base as u64;
    context.sp = (base + process.used) as u64;
    context.handler = match process.handler {
        0 => 0,
        distance => (base + distance) as u64,
    };
    set_limit(context, process.stack.limit());
}

/// Takes what changed while it ran back into the process's record.
fn save(process: &mut Process, context: &Context) {
    let base = process.stack.base();
    process.used = context.sp as usize - base;
    process.handler = match context.handler {
        0 => 0,
        handler => handler as usize - base,
    };
}

/// Takes a process off a worker.
pub fn leave(process: &mut Process, context: &mut Context) {
    save(process, context);
    context.stack = 0;
    context.process = 0;
    context.stack_base = 0;
    context.sp = 0;
    context.handler = 0;
    set_limit(context, 0);
}

/// After a poll went cold and the worker came back with `context.sp`: collects if that is wanted,
/// grows the stack if it is full.
pub fn on_poll<W: World>(heap: &'static Heap, world: &mut W, context: &mut Context) -> PollOutcome {
    save(world.current(), context);
    let wanted = context
        .attention
        .fetch_and(STRESS | SEEDED, Ordering::SeqCst);
    // A program that computes for long after it has written something makes garbage, as a rule.
    stdio::flush_late_output();
    if wanted & (COLLECT | STRESS) != 0
        && collect(heap, Kind::Minor, world, context) == Room::Exhausted
    {
        return PollOutcome::HeapExhausted;
    }
    let process = world.current();
    if context.sp >= process.stack.limit() && grow(process, context, 0).is_err() {
        return PollOutcome::StackOverflow;
    }
    // A function with a large frame compares more than `sp` with the limit.
    let frame = std::mem::take(&mut context.stack_wanted) as usize;
    if frame > 0 && grow(process, context, frame + BESIDE_FRAME).is_err() {
        return PollOutcome::StackOverflow;
    }
    if wanted & (STRESS | SEEDED) != 0 {
        // Where the limit does not allow so much, what there is must do.
        let _ = grow(process, context, PASS_HEADROOM);
        context.pass_poll = 1;
    }
    set_limit(context, process.stack.limit());
    if wanted & (PREEMPT | SEEDED) != 0 {
        PollOutcome::Yield
    } else {
        PollOutcome::Resume
    }
}

/// Makes room on the stack for more than it has, or for `least` bytes above `sp`.
fn grow(process: &mut Process, context: &mut Context, least: usize) -> Result<(), StackOverflow> {
    let old_base = process.stack.base();
    let free = process.stack.usable().saturating_sub(process.used);
    if least > 0 && free >= least {
        return Ok(());
    }
    let used = process.used;
    let outcome = process.stack.grow(used, least.max(256));
    process.stack.moved(context, old_base as u64);
    outcome
}

/// Collects for the one worker there is, at a safe point: all live values of the process are on its
/// stack, whose top is `context.sp`.
pub fn collect<W: World>(heap: &Heap, kind: Kind, world: &mut W, context: &mut Context) -> Room {
    save(world.current(), context);
    // SAFETY: the caller is the worker and runs no Lisp code; nobody else holds words.
    let room = unsafe { heap.collect(kind, &mut [&mut *context], world) };
    let old_base = world.current().stack.base();
    world.settle();
    world.current().stack.moved(context, old_base as u64);
    room
}
