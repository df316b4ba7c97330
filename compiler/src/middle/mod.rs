//! Core to Mid: pattern matching compiled, closures converted, operands named.
//!
//! Mid knows no words, addresses or machine.

pub mod ir;
pub mod print;
pub mod verify;
mod visit;

mod bit_matching;
mod bit_syntax;
mod closures;
mod decision_tree;
mod dynamic;
mod exceptions;
mod expressions;
mod guards;
mod maps;
mod module;
mod switch;

pub use maps::contains_map;
pub use module::lower;

#[cfg(test)]
mod tests;
