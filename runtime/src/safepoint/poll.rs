//! What a cold poll leads to.

use std::sync::atomic::Ordering;

use alate_abi::context::Context;

use crate::heap::{Heap, Kind, Room};
use crate::os::stdio;
use crate::process::{Own, Process};
use crate::safepoint::world::Collector;
use crate::safepoint::{COLLECT, PREEMPT, SEEDED, STOP, STRESS, set_limit};
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

/// Puts a process onto a worker.
///
/// # Safety
/// The caller is the worker of the context and may touch what is the process's own.
pub unsafe fn enter(heap: &'static Heap, process: &'static Process, context: &mut Context) {
    // SAFETY: the caller's contract.
    let own = unsafe { process.own() };
    if heap.options().stress {
        context.attention.fetch_or(STRESS, Ordering::SeqCst);
    }
    let base = own.stack.base();
    context.heap = std::ptr::from_ref(heap) as u64;
    context.stack = (&raw mut own.stack) as u64;
    context.process = std::ptr::from_ref(process) as u64;
    context.stack_base = base as u64;
    context.sp = (base + own.used) as u64;
    context.handler = match own.handler {
        0 => 0,
        distance => (base + distance) as u64,
    };
    set_limit(context, own.stack.limit());
}

/// Takes what changed while it ran back into the process's record, before anybody else may touch it.
pub fn save(own: &mut Own, context: &Context) {
    let base = own.stack.base();
    own.used = context.sp as usize - base;
    own.handler = match context.handler {
        0 => 0,
        handler => handler as usize - base,
    };
}

/// After [`save`]: the worker forgets its process, which may be on another one by now.
pub fn leave(context: &mut Context) {
    context.stack = 0;
    context.process = 0;
    context.stack_base = 0;
    context.sp = 0;
    context.handler = 0;
    // The poison itself: whoever asked for attention is not overruled.
    context.stack_limit.store(0, Ordering::Relaxed);
}

/// After a poll went cold and the worker came back with `context.sp`: collects if that is wanted,
/// grows the stack if it is full.
pub fn on_poll(collector: &impl Collector, own: &mut Own, context: &mut Context) -> PollOutcome {
    save(own, context);
    let wanted = context
        .attention
        .fetch_and(STRESS | SEEDED, Ordering::SeqCst);
    // A program that computes for long after it has written something makes garbage, as a rule.
    stdio::flush_late_output();
    let has_paused = wanted & STOP != 0 && collector.pause(context);
    // Who was alone has collected, as a rule; if not, the heap asks again soon.
    // Nor has who gave up because this worker was late.
    let is_put_off = wanted & STOP != 0 && collector.is_put_off();
    let wants_room = (wanted & COLLECT != 0 || is_put_off) && !has_paused || wanted & STRESS != 0;
    if wants_room && collector.collect(Kind::Minor, context) == Room::Exhausted {
        return PollOutcome::HeapExhausted;
    }
    if context.sp >= own.stack.limit() && grow(own, context, 0).is_err() {
        return PollOutcome::StackOverflow;
    }
    // A function with a large frame compares more than `sp` with the limit.
    let frame = std::mem::take(&mut context.stack_wanted) as usize;
    if frame > 0 && grow(own, context, frame + BESIDE_FRAME).is_err() {
        return PollOutcome::StackOverflow;
    }
    if wanted & (STRESS | SEEDED) != 0 {
        // Where the limit does not allow so much, what there is must do.
        let _ = grow(own, context, PASS_HEADROOM);
        context.pass_poll = 1;
    }
    set_limit(context, own.stack.limit());
    if wanted & (PREEMPT | SEEDED) != 0 {
        PollOutcome::Yield
    } else {
        PollOutcome::Resume
    }
}

/// Makes room on the stack for more than it has, or for `least` bytes above `sp`.
fn grow(own: &mut Own, context: &mut Context, least: usize) -> Result<(), StackOverflow> {
    let old_base = own.stack.base();
    let free = own.stack.usable().saturating_sub(own.used);
    if least > 0 && free >= least {
        return Ok(());
    }
    let used = own.used;
    let outcome = own.stack.grow(used, least.max(256));
    own.stack.moved(context, old_base as u64);
    outcome
}
