//! Where a worker stops, and what is done there.
//!
//! A poll compares `sp` with the context's `stack_limit` and goes cold if it is not below. Either the
//! stack is full, or somebody wants the worker's attention and has poisoned the limit with 0.
//!
//! 1. A requester sets a bit in `Context::attention`, fences, and poisons the limit: [`request`].
//! 2. A worker that stores a real limit fences, reads the bits again, and poisons again if any is
//!    set: [`set_limit`]. Only these two functions write the limit.
//! 3. After a cold poll every live value is on the Lisp stack; no word of the context is a root.
//!
//! 4. Who wants to be the only one that runs closes the door of [`stop`] and asks for everybody's
//!    attention; the others wait there, at their next poll or between two processes.
//!
//! A poll's frame needs a row in the frame table like any other, or no watermark can be placed.
//! `context.sp` may have changed after [`on_poll`], for the stack may have moved; so may
//! `context.handler`. Under `ALATE_GC=stress` the limit is poisoned again before the process goes
//! on, and `on_poll` sets `pass_poll`, so that the poll of the function that is resumed passes.

mod attention;
mod calls;
mod poll;
mod stop;
mod world;

#[cfg(test)]
mod model;
#[cfg(test)]
mod tests;

use crate::heap::Heap;
// For `stop` and `attention`: see there.
use crate::os::sync;
use alate_abi::context::Context;

pub use poll::{PollOutcome, enter, leave, on_poll, save};
pub use stop::Refused;
pub use world::{Collector, World};

/// A collection is wanted.
pub const COLLECT: u64 = 1;
/// Every poll is to go cold: `ALATE_GC=stress`. Stays set.
pub const STRESS: u64 = 2;
/// Others are ready: the process has run for long enough.
pub const PREEMPT: u64 = 4;
/// Every poll is to go cold: whether others run is drawn from a seed. Stays set.
pub const SEEDED: u64 = 8;

/// Another worker wants to be the only one that runs.
pub const STOP: u64 = 16;

/// Asks for the attention of the worker of a context, at its next poll.
pub fn request(context: &Context, reason: u64) {
    attention::request(&context.attention, &context.stack_limit, reason);
}

/// Has a heap ask for collections at polls.
pub fn collect_at_polls(heap: &Heap) {
    heap.on_full(|context| request(context, COLLECT));
}

/// Sets the real stack limit; it is poisoned again if attention is wanted.
pub fn set_limit(context: &Context, limit: u64) {
    attention::set_limit(&context.attention, &context.stack_limit, limit);
}
