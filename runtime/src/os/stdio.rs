//! Standard input, output and error of the program.

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Output is written in pieces of at least this many bytes, unless a terminal reads it.
const BUFFER: usize = 1 << 16;

struct Output {
    bytes: Vec<u8>,
    to_terminal: bool,
}

static OUTPUT: OnceLock<Mutex<Output>> = OnceLock::new();

fn output() -> &'static Mutex<Output> {
    OUTPUT.get_or_init(|| {
        Mutex::new(Output {
            bytes: Vec::new(),
            to_terminal: io::stdout().is_terminal(),
        })
    })
}

/// A reader that has gone away is told by an error, not by a signal that kills.
pub fn ignore_broken_pipes() {
    // SAFETY: no handler is installed, so nothing of ours runs in a signal.
    unsafe { libc::signal(libc::SIGPIPE, libc::SIG_IGN) };
}

/// Writes to standard output, through a buffer.
pub fn write_output(bytes: &[u8]) -> io::Result<()> {
    let mut output = output().lock().unwrap_or_else(PoisonError::into_inner);
    output.bytes.extend_from_slice(bytes);
    if output.bytes.len() >= BUFFER || (output.to_terminal && bytes.contains(&b'\n')) {
        return drain(&mut output);
    }
    Ok(())
}

fn drain(output: &mut Output) -> io::Result<()> {
    let mut standard = io::stdout().lock();
    let result = standard
        .write_all(&output.bytes)
        .and_then(|()| standard.flush());
    output.bytes.clear();
    result
}

/// Writes out what is buffered.
pub fn flush_output() -> io::Result<()> {
    drain(&mut output().lock().unwrap_or_else(PoisonError::into_inner))
}

/// Writes to standard error at once.
pub fn write_error(bytes: &[u8]) -> io::Result<()> {
    io::stderr().lock().write_all(bytes)
}

/// The next line of standard input with its newline, if it has one; none at the end.
pub fn read_line() -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let count = io::stdin().lock().read_until(b'\n', &mut line)?;
    Ok((count > 0).then_some(line))
}
