//! The stack of a process: memory of our own, an array of tagged words that grows up.
//!
//! The only absolute addresses into a stack are those in the context of the worker that runs its
//! process (`stack_limit`, `stack_base`, `sp`, `handler`); a parked process keeps distances. So a
//! stack grows by copying, with nothing to mend in it.
//!
//! The *watermark* (DESIGN 1.4) is a frame whose return word is replaced by the address of a stub.
//! Below it no word has changed since the last collection, so the next minor one need not look there.
//! There are three ways past it: returning (the stub calls [`alate_rt_watermark`](calls::alate_rt_watermark)),
//! cutting ([`Stack::cut`]), and the next collection, which sets it anew. Whatever reads frames uses
//! [`walk::Frames`], which substitutes the displaced word.

pub mod calls;
mod handlers;
mod memory;
mod record;
pub mod walk;
mod watermark;

#[cfg(test)]
mod tests;

pub use memory::Stacks;
pub use record::{Stack, StackOverflow};
