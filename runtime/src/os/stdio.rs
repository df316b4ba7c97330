//! Standard output and error of the program.
//!
//! Output goes through a buffer, so that many small writes are few calls of the system. What is in it
//! is written when it has [`BUFFER`] bytes; at the end of a line, if a terminal reads it; when the last
//! writing is [`PATIENCE`] ago, which is looked at where more is written and where the runtime has its
//! turn anyway; and before anything that waits, or ends the program.

use super::time;
use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Output is written in pieces of about this many bytes where much of it is made at once.
const BUFFER: usize = 1 << 16;

/// Nanoseconds after which a reader is not kept waiting for more: what a person takes for at once.
const PATIENCE: i64 = 100_000_000;

struct Output {
    bytes: Vec<u8>,
    to_terminal: bool,
    /// When bytes were last handed over. Before the first time it is long ago, so the first words of a
    /// program are seen at once.
    written: i64,
}

impl Output {
    /// Whether nothing has been handed over for a while.
    fn is_late(&self) -> bool {
        time::monotonic_coarse() - self.written >= PATIENCE
    }

    /// Hands over what is buffered.
    fn drain(&mut self) -> io::Result<()> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let mut standard = io::stdout().lock();
        let result = standard
            .write_all(&self.bytes)
            .and_then(|()| standard.flush());
        self.bytes.clear();
        self.written = time::monotonic_coarse();
        result
    }
}

static OUTPUT: OnceLock<Mutex<Output>> = OnceLock::new();

fn output() -> &'static Mutex<Output> {
    OUTPUT.get_or_init(|| {
        Mutex::new(Output {
            bytes: Vec::new(),
            to_terminal: io::stdout().is_terminal(),
            written: -PATIENCE,
        })
    })
}

/// A reader that has gone away is told by an error, not by a signal that kills.
pub fn ignore_broken_pipes() {
    // SAFETY: no handler is installed, so nothing of ours runs in a signal.
    unsafe { libc::signal(libc::SIGPIPE, libc::SIG_IGN) };
}

/// Writes to standard output, through the buffer.
pub fn write_output(bytes: &[u8]) -> io::Result<()> {
    if bytes.is_empty() {
        return Ok(());
    }
    let mut output = output().lock().unwrap_or_else(PoisonError::into_inner);
    output.bytes.extend_from_slice(bytes);
    let line_ended = output.to_terminal && bytes.contains(&b'\n');
    if line_ended || output.bytes.len() >= BUFFER || output.is_late() {
        return output.drain();
    }
    Ok(())
}

/// Writes out what is buffered.
pub fn flush_output() -> io::Result<()> {
    output()
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .drain()
}

/// Writes out what is buffered, unless another thread is just writing: it flushes too before it
/// sleeps, and if its reader keeps it waiting, others need not wait with it. That nobody reads any more
/// is told by the next write.
pub fn flush_unless_busy() {
    if let Ok(mut output) = output().try_lock() {
        let _ = output.drain();
    }
}

/// The same of what has been buffered for a while.
pub fn flush_late_output() {
    if let Ok(mut output) = output().try_lock()
        && !output.bytes.is_empty()
        && output.is_late()
    {
        let _ = output.drain();
    }
}

/// Writes to standard error at once.
pub fn write_error(bytes: &[u8]) -> io::Result<()> {
    io::stderr().lock().write_all(bytes)
}
