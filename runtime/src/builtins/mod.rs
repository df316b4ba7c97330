//! The builtins: each checks its arguments, calls a room below, answers.
//!
//! A builtin is a safe function on words; [`entry`] wraps it into the symbol that the table in
//! `abi/builtins.rs` names. It keeps no state, never collects, blocks or yields, never panics, and
//! never recurses natively over the depth of a term.

mod entry;

mod arithmetic;
mod comparison;
mod fail;
mod lists;
mod maps;
mod runtime;
mod tuples;

#[cfg(test)]
mod tests;
