//! Threads of the runtime's own.

use std::io;
use std::thread::{self, Thread};

/// Begins a thread with a name. The work is boxed so that the code for it is in the program once.
pub fn begin(name: &str, work: Box<dyn FnOnce() + Send>) -> io::Result<Thread> {
    let builder = thread::Builder::new().name(name.into());
    let handle = builder.spawn(work)?;
    Ok(handle.thread().clone())
}
