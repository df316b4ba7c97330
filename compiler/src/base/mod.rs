//! What every stage of the compiler uses.

pub mod auto_imported;
pub mod deep_stack;
pub mod diagnostic;
pub mod dynamic;
pub mod render;
pub mod span;
pub mod structs;
pub mod suggest;
pub mod symbol;
pub mod term;
