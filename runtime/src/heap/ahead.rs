//! Memory that a collection is going to copy to is touched before, by a thread of its own.
//!
//! A page that is touched for the first time is cleared by the system: a huge page took 0.2 to 5 ms on
//! the machines where this was measured, and one in four minor collections of a growing heap touched
//! one. A small heap has no such thread.

use std::ops::Range;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::os::memory::{HUGE_PAGE, populate};

/// Whom to tell which memory is wanted.
#[derive(Debug, Default)]
pub struct Ahead {
    /// Made when there is something to tell.
    thread: Option<Sender<Range<usize>>>,
    /// Up to where memory was asked for, as an offset in its area.
    until: usize,
}

impl Ahead {
    /// Has the memory of an area that begins at `base` touched, in the offsets from `from` to `to`, as
    /// far as that was not asked for before. The memory is committed, and stays so.
    pub fn prepare(&mut self, base: usize, from: usize, to: usize) {
        let from = from.max(self.until);
        // A little at a time is not worth a message.
        if to < from + HUGE_PAGE {
            return;
        }
        self.until = to;
        let thread = self.thread.get_or_insert_with(begin);
        // Where there is no thread, memory is touched when it is needed.
        let _ = thread.send(base + from..base + to);
    }
}

/// The thread that touches memory. It ends when nobody can ask any more.
fn begin() -> Sender<Range<usize>> {
    let (sender, receiver) = channel();
    let builder = thread::Builder::new().name("memory".to_owned());
    // A refusal leaves a sender without a receiver.
    let _ = builder.spawn(move || touch(&receiver));
    sender
}

fn touch(wanted: &Receiver<Range<usize>>) {
    for range in wanted {
        // One huge page at a time, for the system lets nobody change its mappings meanwhile.
        for start in range.clone().step_by(HUGE_PAGE) {
            populate(start, HUGE_PAGE.min(range.end - start));
        }
    }
}
