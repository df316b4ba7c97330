//! Core: the expanded module with names resolved.
//!
//! ```text
//! expanded forms -> build (names, literals, scopes: `names`, `scope`, `literals`)
//!                     -> expressions, calls, operators, control, maybe, patterns, bits -> ir
//! ```

pub mod ir;

mod atomic;
pub mod behaviour;
mod bits;
pub mod build;
mod calls;
mod control;
mod dynamic;
mod expressions;
mod guards;
mod literals;
mod maybe;
mod names;
mod operators;
mod patterns;
pub mod print;
mod receive;
mod records;
mod scope;
mod structs;
pub mod verify;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;
