//! The nursery: chunks that a worker bumps through, handed out one after the other.
//!
//! There is no end that allocation could run into between two safe points except that of the
//! nursery's area: after the budget is used up a collection is asked for, and chunks are given on.

use std::sync::{Mutex, PoisonError};

use crate::heap::range::Range;
use crate::os::memory::{PAGE, round_up};

/// Bytes of a chunk, unless more are needed at once.
pub const CHUNK: usize = 256 << 10;
/// The same under stress, where a collection fills what chunks took at every poll.
pub const STRESS_CHUNK: usize = PAGE;
/// Memory is committed in steps of this.
const COMMIT_STEP: usize = 4 << 20;

/// What freed memory is filled with under stress: an immediate of a sub-tag that nothing has.
pub const BAD_WORD: u64 = 0xbad0_bad0_bad0_bafc;

/// The nursery's area. Offsets count from the start of the range.
#[derive(Debug)]
pub struct Nursery {
    chunk: usize,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Where chunks are taken from in this cycle.
    start: usize,
    next: usize,
    committed: usize,
    end: usize,
}

/// A piece of the nursery for one worker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Chunk {
    pub start: u64,
    pub end: u64,
}

impl Nursery {
    /// The nursery at the start of the range, handed out in chunks of so many bytes.
    pub fn new(range: &Range, chunk: usize) -> Nursery {
        Nursery {
            chunk,
            state: Mutex::new(State {
                start: 0,
                next: 0,
                committed: 0,
                end: range.nursery_size(),
            }),
        }
    }

    /// A chunk of at least `bytes`, and how many bytes chunks have taken in this cycle. Where the
    /// worker's present chunk ends at `adjoining` and nobody took the next one, the chunk begins
    /// there, so that the worker can go on without a gap. None when the area is used up.
    pub fn take(&self, range: &Range, bytes: usize) -> Option<(Chunk, usize)> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let size = round_up(bytes.max(self.chunk), PAGE);
        let start = state.next;
        if size > state.end - start {
            return None;
        }
        let end = start + size;
        if end > state.committed {
            let target = round_up(end, COMMIT_STEP).min(state.end);
            if !range.commit(0, state.committed, target - state.committed) {
                return None;
            }
            state.committed = target;
        }
        state.next = end;
        let base = range.base();
        let chunk = Chunk {
            start: base + start as u64,
            end: base + end as u64,
        };
        Some((chunk, end - state.start))
    }

    /// Bytes that chunks have taken since the last collection.
    pub fn taken(&self) -> usize {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.next - state.start
    }

    /// Empties the nursery after a minor collection: everything in it has moved. `keep` bytes stay
    /// in memory.
    pub fn reset(&self, range: &Range, keep: usize, mode: Reset) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (start, next) = (state.start, state.next);
        match mode {
            Reset::Plain => {}
            Reset::Fill => {
                // SAFETY: chunks up to `next` are committed, and no object is left in them.
                unsafe {
                    let words = (range.base() as usize + start) as *mut u64;
                    for index in 0..(next - start) / 8 {
                        words.add(index).write(BAD_WORD);
                    }
                }
            }
            Reset::Unmap => {
                let half = (state.end / 2) & !(PAGE - 1);
                range.memory().give_back(start, next - start);
                range.memory().forbid(0, state.committed);
                // The other half is next; a cycle that needs more than a half fails early, which
                // is fair for a debugging switch.
                let other = if start == 0 { half } else { 0 };
                state.start = other;
                state.next = other;
                state.committed = other;
                return;
            }
        }
        let keep = round_up(start + keep, PAGE);
        if next > keep {
            range.memory().give_back(keep, next - keep);
        }
        state.next = start;
    }
}

/// What becomes of the emptied nursery.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reset {
    /// It is used again as it is.
    Plain,
    /// It is filled with [`BAD_WORD`].
    Fill,
    /// Touching it faults until it comes round again.
    Unmap,
}
