//! Dynamic variables: the global values that all processes share, and what one process has bound.
//!
//! A variable is a static record of the object file of its module (`Variable` of the shared `sections`
//! module). It gets an index the first time that any process binds it; under that index each process
//! has its binding in a table of its own. Until then emitted code reads the global value with one test.
//!
//! 1. `global` is written before `index` leaves `VARIABLE_UNSET` for 0, and read after it.
//! 2. `index` leaves 0 once, and is never changed again: a process that sees 0 has no binding.
//! 3. What a binding replaced lies in the binding frame on the process's stack, not here.

mod bindings;
mod globals;

#[cfg(test)]
mod tests;

pub use bindings::Bindings;
pub use globals::{global, index_for, index_of, is_defined, register, set_global, visit};
