//! CLIF to a relocatable object: machine code, static terms and the tables of the shared `sections`
//! module. This room never looks inside a function.

mod constants;
mod debug_lines;
mod module;
pub mod program;
mod tables;

pub use module::{Emit, Object, compile};
