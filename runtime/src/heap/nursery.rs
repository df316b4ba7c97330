//! The nursery: chunks that a worker bumps through, handed out one after the other.
//!
//! There is no end that allocation could run into between two safe points except that of the
//! nursery's area: after the budget is used up a collection is asked for, and chunks are given on.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::heap::range::Range;
use crate::os::memory::{HUGE_PAGE, PAGE, round_up};

/// Bytes of a chunk, unless more are needed at once.
pub const CHUNK: usize = 256 << 10;
/// The same under stress, where a collection fills what chunks took at every poll.
pub const STRESS_CHUNK: usize = PAGE;
/// Memory is committed in steps of this.
const COMMIT_STEP: usize = 4 << 20;

/// What freed memory is filled with under stress: an immediate of a sub-tag that nothing has.
pub const BAD_WORD: u64 = 0xbad0_bad0_bad0_bafc;

/// Strips that the area is divided into, one for each worker up to this number: a worker that goes on in
/// memory that it has used before finds it in its own core's caches. With one strip for all, two workers
/// were 1.5 times slower at sorting than either alone.
const STRIPS: usize = 16;

/// The nursery's area. Offsets count from the start of the range.
#[derive(Debug)]
pub struct Nursery {
    chunk: usize,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    strips: Vec<Strip>,
    /// Bytes that chunks have taken in this cycle.
    taken: usize,
}

/// A part of the area.
#[derive(Debug)]
struct Strip {
    /// Where it begins and ends.
    base: usize,
    end: usize,
    /// Where chunks are taken from in this cycle.
    start: usize,
    next: usize,
    committed: usize,
    /// Up to where there is memory that was touched and not given back.
    touched: usize,
    /// Bytes that stayed in memory after the last collection.
    kept: usize,
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
        let unit = match range.nursery_size() / STRIPS >= HUGE_PAGE {
            true => HUGE_PAGE,
            false => PAGE,
        };
        let size = (range.nursery_size() / STRIPS) & !(unit - 1);
        let strip = |index: usize| Strip {
            base: index * size,
            end: (index + 1) * size,
            start: index * size,
            next: index * size,
            committed: index * size,
            touched: index * size,
            kept: 0,
        };
        Nursery {
            chunk,
            state: Mutex::new(State {
                strips: (0..STRIPS).map(strip).collect(),
                taken: 0,
            }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A chunk of at least `bytes` for a worker, and how many bytes chunks have taken in this cycle.
    /// Where its present chunk ends at the place of the next, the worker can go on without a gap. None
    /// when the area is used up.
    pub fn take(&self, range: &Range, worker: usize, bytes: usize) -> Option<(Chunk, usize)> {
        let mut guard = self.state();
        let state = &mut *guard;
        let size = round_up(bytes.max(self.chunk), PAGE);
        // Its own strip, or if that is used up another.
        let mut chunk = None;
        for index in 0..STRIPS {
            chunk = state.strips[(worker + index) % STRIPS].take(range, size);
            if chunk.is_some() {
                break;
            }
        }
        state.taken += size;
        Some((chunk?, state.taken))
    }

    /// Bytes that chunks have taken since the last collection.
    pub fn taken(&self) -> usize {
        self.state().taken
    }

    /// Empties the nursery after a minor collection: everything in it has moved. `keep` bytes of each
    /// worker's stay in memory, and for some cycles more where more was used.
    pub fn reset(&self, range: &Range, keep: usize, mode: Reset) {
        let mut state = self.state();
        state.taken = 0;
        for strip in &mut state.strips {
            strip.reset(range, keep, mode);
        }
    }
}

impl Strip {
    fn take(&mut self, range: &Range, size: usize) -> Option<Chunk> {
        if size > self.end - self.next {
            return None;
        }
        let start = self.next;
        let end = start + size;
        if end > self.committed {
            let target = round_up(end, COMMIT_STEP).min(self.end);
            // Only the first worker's begins with small pages, for the sake of small programs.
            let area = self.base.saturating_sub(HUGE_PAGE);
            if !range.commit(area, self.committed, target - self.committed) {
                return None;
            }
            self.committed = target;
        }
        self.next = end;
        let base = range.base();
        Some(Chunk {
            start: base + start as u64,
            end: base + end as u64,
        })
    }

    fn reset(&mut self, range: &Range, keep: usize, mode: Reset) {
        let (start, next) = (self.start, self.next);
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
                let half = self.base + (((self.end - self.base) / 2) & !(PAGE - 1));
                range.memory().give_back(start, next - start);
                range.memory().forbid(self.base, self.committed - self.base);
                // The other half is next; a cycle that needs more than a half fails early, which
                // is fair for a debugging switch.
                let other = if start == self.base { half } else { self.base };
                self.start = other;
                self.touched = other;
                self.next = other;
                self.committed = other;
                return;
            }
        }
        // A cycle that was longer than others, because its end was put off, may be followed by another.
        self.kept = keep.max(next - start).max(self.kept - self.kept / 64);
        self.touched = self.touched.max(next);
        let end = round_up(start + self.kept, PAGE);
        if self.touched > end {
            range.memory().give_back(end, self.touched - end);
            self.touched = end;
        }
        self.next = start;
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
