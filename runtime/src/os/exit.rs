//! The end of a program.

use super::stdio;

/// Writes out what is buffered, for the program ends.
pub fn flush() {
    stdio::drain_at_end();
}

/// Ends the program with a status; all output is written first.
pub fn exit_with(status: i32) -> ! {
    flush();
    std::process::exit(status)
}

/// Ends the program with a status, and does nothing more: other threads may hold any lock.
pub fn exit_at_once(status: i32) -> ! {
    // SAFETY: the call ends the process and touches no memory of ours.
    unsafe { libc::_exit(status) }
}
