//! What a cold poll leads to.

use std::sync::atomic::Ordering;

use alate_abi::context::Context;

use crate::heap::{Heap, Kind, Room};
use crate::os::stdio;
use crate::process::Process;
use crate::safepoint::{COLLECT, STRESS, request, set_limit};
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
    /// The stack may not grow any further: raise `system_limit` at `context.sp`.
    StackOverflow,
    /// What is live exceeds the heap limit.
    HeapExhausted,
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
pub fn on_poll(heap: &'static Heap, process: &mut Process, context: &mut Context) -> PollOutcome {
    save(process, context);
    let stress = heap.options().stress;
    let kept = if stress { STRESS } else { 0 };
    let wanted = context.attention.swap(kept, Ordering::SeqCst);
    // A program that computes for long after it has written something makes garbage, as a rule.
    stdio::flush_late_output();
    if wanted & (COLLECT | STRESS) != 0
        && collect(heap, Kind::Minor, process, context) == Room::Exhausted
    {
        return PollOutcome::HeapExhausted;
    }
    if context.sp >= process.stack.limit() && grow(process, context, 0).is_err() {
        return PollOutcome::StackOverflow;
    }
    // A function with a large frame compares more than `sp` with the limit.
    let frame = std::mem::take(&mut context.stack_wanted) as usize;
    if frame > 0 && grow(process, context, frame + BESIDE_FRAME).is_err() {
        return PollOutcome::StackOverflow;
    }
    if stress {
        // Where the limit does not allow so much, what there is must do.
        let _ = grow(process, context, PASS_HEADROOM);
        context.pass_poll = 1;
    }
    set_limit(context, process.stack.limit());
    PollOutcome::Resume
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
pub fn collect(heap: &Heap, kind: Kind, process: &mut Process, context: &mut Context) -> Room {
    save(process, context);
    // SAFETY: the caller is the worker and runs no Lisp code; the process is the only holder of words.
    let room = unsafe { heap.collect(kind, &mut [&mut *context], process) };
    let sp = context.sp as usize;
    process.stack.mark_clean(sp);
    let old_base = process.stack.base();
    process.stack.shrink(process.used);
    process.stack.moved(context, old_base as u64);
    room
}
