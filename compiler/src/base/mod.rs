//! What every stage of the compiler uses.

pub mod auto_imported;
pub mod diagnostic;
pub mod span;
pub mod symbol;
pub mod term;
