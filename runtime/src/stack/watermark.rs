//! The watermark of a stack: a frame whose return word is replaced, so that the runtime learns when
//! the stack falls below it.
//!
//! Invariant: no word below the mark has changed since the last collection, so none points to a
//! young object; and every return word but the mark's is the real one.

use crate::stack::record::Stack;

/// A new mark lies at least this many bytes below the top, so that the many short trips up and down
/// there never meet it.
const DISTANCE: usize = 4096;

/// Where the mark is.
#[derive(Clone, Copy, Debug)]
pub struct Watermark {
    /// Distance in bytes from the stack's base to the replaced return word; 0: there is no mark
    /// (the first word of a stack is never a marked one).
    position: usize,
    /// The word that was there.
    displaced: u64,
}

impl Watermark {
    pub const NONE: Watermark = Watermark {
        position: 0,
        displaced: 0,
    };

    /// Bytes from the base on that have not changed since the last collection.
    pub fn clean_bytes(self) -> usize {
        self.position
    }

    /// The displaced word; 0 if there is no mark.
    pub fn displaced(self) -> u64 {
        match self.position {
            0 => 0,
            _ => self.displaced,
        }
    }

    /// The displaced word, if `position` is the mark's.
    pub fn displaced_at(self, position: usize) -> Option<u64> {
        (self.position != 0 && self.position == position).then_some(self.displaced)
    }
}

impl Stack {
    /// Takes the mark away.
    fn mend(&mut self) {
        let mark = std::mem::replace(&mut self.watermark, Watermark::NONE);
        if mark.position != 0 {
            // SAFETY: the mark lies within the stack's memory.
            unsafe { *((self.base() + mark.position) as *mut u64) = mark.displaced };
        }
    }

    /// Sets a mark in the highest frame that ends at least [`DISTANCE`] below `sp`, not counting the
    /// frame that ends at `sp` itself. There must be none.
    fn place(&mut self, sp: usize) {
        let stub = self.stacks.watermark_stub();
        if stub == 0 || sp < self.base() + 2 * DISTANCE {
            return;
        }
        let target = sp - DISTANCE;
        let Some(frame) = self.frames(sp).find(|frame| frame.sp <= target) else {
            return;
        };
        let word = (frame.sp - 8) as *mut u64;
        let position = frame.sp - 8 - self.base();
        if position > 0 {
            // SAFETY: the frame lies within the stack's memory.
            let displaced = unsafe { word.replace(stub) };
            self.watermark = Watermark {
                position,
                displaced,
            };
        }
    }

    /// After a collection that has seen all words below `sp`: moves the mark up to near the top.
    pub fn mark_clean(&mut self, sp: usize) {
        self.mend();
        self.place(sp);
    }

    /// The stack was returned to the mark, whose frame ends at `sp`: moves the mark further down and
    /// answers the displaced word. None if the mark is not there.
    pub fn pass_mark(&mut self, sp: usize) -> Option<u64> {
        let position = sp.checked_sub(self.base() + 8)?;
        let displaced = self.watermark.displaced_at(position)?;
        self.mend();
        self.place(sp);
        Some(displaced)
    }

    /// Lowers the top of the stack to `to`, the end of a frame that is popped next without being
    /// returned to. The only way to lower it other than by returning.
    pub fn cut(&mut self, to: usize) {
        if self.watermark.position != 0 && self.base() + self.watermark.position + 8 >= to {
            self.mend();
            self.place(to);
        }
    }
}
