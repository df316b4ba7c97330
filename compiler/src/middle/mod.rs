//! Core to Mid: pattern matching compiled, closures converted, operands named.
//!
//! Mid knows no words, addresses or machine.

pub mod ir;
pub mod print;
mod visit;

mod bit_syntax;
mod closures;
mod decision_tree;
mod exceptions;
mod expressions;
mod guards;
mod maps;
mod module;

pub use module::lower;
