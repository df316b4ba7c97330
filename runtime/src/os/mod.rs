//! What the runtime asks of the operating system: memory and time. With `ffi` the only room that sees libc.

pub mod clock;

pub mod exit;

pub mod memory;
pub mod stdio;

/// Clocks and the calendar.
pub mod time;
