//! What the runtime asks of the operating system: memory, time, input and output, signals. With `ffi`
//! the only room that sees libc.

/// Memory that is touched before it is needed.
pub mod ahead;

mod channel;
pub mod clock;
mod descriptor;

/// Bytes that nobody can foresee.
pub mod entropy;
pub mod environment;

pub mod errors;
pub mod exit;
pub mod input;

pub mod memory;
pub mod signals;
pub mod stdio;
/// Locks and atomics, which tests put others in place of.
pub mod sync;
pub mod threads;

/// Clocks and the calendar.
pub mod time;
