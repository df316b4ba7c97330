//! Cut to CLIF. This room decides nothing, it spells: which bits a tag is, which register a call uses.

mod allocate;
mod arithmetic;
mod bits;
mod builtin;
mod call;
mod cold;
mod control;
mod delayed;
mod dynamic;
mod emitter;
mod float;
mod float_run;
mod float_uses;
mod function;
pub mod mangle;
mod operation;
pub mod place;
pub mod stubs;
mod test;
mod unpacked;

pub use emitter::{Emitter, isa, lisp_signature};
pub use function::build;

#[cfg(test)]
mod tests;
