//! Memory that will be needed is touched before, by a thread of its own.
//!
//! A page that is touched for the first time is cleared by the system: a huge page took 0.2 to 5 ms on
//! the machines where this was measured, and one in four minor collections of a growing heap touched
//! one. A small program has no such thread.

use std::ops::Range;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

use super::memory::{HUGE_PAGE, populate};
use super::threads;

/// How far the memory of an area has been asked for.
#[derive(Debug, Default)]
pub struct Ahead {
    /// Just past what was asked for, as an offset in the area.
    until: usize,
}

/// Whom to tell which memory is wanted; made when there is something to tell.
static TOUCHER: Mutex<Option<Sender<Range<usize>>>> = Mutex::new(None);

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
        let mut toucher = TOUCHER.lock().unwrap_or_else(PoisonError::into_inner);
        let toucher = toucher.get_or_insert_with(begin);
        // Where there is no thread, memory is touched when it is needed.
        let _ = toucher.send(base + from..base + to);
    }

    /// The area is another one from now on.
    pub fn forget(&mut self) {
        self.until = 0;
    }
}

/// Begins the thread that touches memory.
fn begin() -> Sender<Range<usize>> {
    let (sender, receiver) = channel();
    // A refusal leaves a sender without a receiver.
    let _ = threads::begin("memory", Box::new(move || touch(&receiver)));
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
