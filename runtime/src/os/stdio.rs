//! Standard output and error of the program.
//!
//! Output goes through a buffer, so that many small writes are few calls of the system. What is in it
//! is handed over when there is much; at the end of a line, if a terminal reads it; when the last
//! writing is a tenth of a second ago, which is looked at where more is written and where the runtime
//! has its turn anyway; and before anything that waits, or ends the program. What is for standard error
//! is handed over at once, and what was written to the other one before it.
//!
//! Nobody but at the end waits here for a slow reader: see [`Channel`].

use super::channel::{Call, Channel};
use super::descriptor;
use std::io;
use std::os::fd::RawFd;
use std::sync::OnceLock;

pub use super::channel::Pace;

const OUTPUT_NUMBER: RawFd = 1;
const ERROR_NUMBER: RawFd = 2;

static OUTPUT: Channel = Channel::new();
/// Not used where both lead to the same place.
static ERROR: Channel = Channel::new();

/// One of the two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stream {
    Output,
    Error,
}

impl Stream {
    fn channel(self) -> &'static Channel {
        static ARE_ONE: OnceLock<bool> = OnceLock::new();
        let are_one = || descriptor::are_same(OUTPUT_NUMBER, ERROR_NUMBER);
        match self {
            Stream::Error if !*ARE_ONE.get_or_init(are_one) => &ERROR,
            _ => &OUTPUT,
        }
    }
}

/// A reader that has gone away is told by an error, not by a signal that kills.
pub fn ignore_broken_pipes() {
    // SAFETY: no handler is installed, so nothing of ours runs in a signal.
    unsafe { libc::signal(libc::SIGPIPE, libc::SIG_IGN) };
}

/// Writes bytes, in order with all that is written.
pub fn write(stream: Stream, bytes: &[u8]) -> io::Result<Pace> {
    match stream {
        Stream::Output => OUTPUT.write(OUTPUT_NUMBER, bytes, false),
        Stream::Error => {
            OUTPUT.flush()?;
            stream.channel().write(ERROR_NUMBER, bytes, true)
        }
    }
}

/// Writes what the runtime has to say to standard error. If very much has not been read of it, this
/// waits for the reader.
pub fn report(text: &str) {
    let result = write(Stream::Error, text.as_bytes());
    if matches!(result, Ok(Pace::Wait)) && Stream::Error.channel().is_flooded() {
        let _ = Stream::Error.channel().drain(false);
    }
}

/// The same, and waits until it is written.
pub fn report_and_wait(text: &str) {
    let _ = write(Stream::Error, text.as_bytes());
    let _ = Stream::Error.channel().drain(false);
}

/// Writes all that was written so far, waiting for the reader.
pub fn drain(stream: Stream) -> io::Result<()> {
    stream.channel().drain(false)
}

/// The same of both at the end of the program.
pub fn drain_at_end() {
    // Nobody is left to tell of a failure.
    let _ = OUTPUT.drain(true);
    let _ = ERROR.drain(true);
}

/// Hands over what is buffered, unless another thread is just at it: it does so too before it sleeps.
pub fn flush_unless_busy() {
    OUTPUT.flush_unless_busy(false);
}

/// The same of what has been buffered for a while.
pub fn flush_late_output() {
    OUTPUT.flush_unless_busy(true);
}

/// Has a process wait for the reader; see [`Channel::wait`].
pub fn wait_for_reader(stream: Stream, process: u64, call: impl FnOnce() -> Call) -> bool {
    stream.channel().wait(process, call)
}

/// The processes that have waited for a reader and may go on.
pub fn let_go() -> Vec<u64> {
    let mut processes = OUTPUT.let_go();
    processes.extend(ERROR.let_go());
    processes
}
