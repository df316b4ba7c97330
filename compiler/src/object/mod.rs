//! CLIF to a relocatable object: machine code, static terms and the tables of the shared `sections`
//! module. This room never looks inside a function.

mod constants;
mod debug_lines;
mod machine_code;
mod module;
mod native_frame;
pub mod program;
mod tables;
mod unbinding;

pub use module::{Emit, Object, compile};
