//! The old generation: blocks of lines (mark-region).
//!
//! A block is [`BLOCK`] bytes of [`LINE`]-byte lines. Side tables describe them:
//! - *marks*, a byte for each [`GRANULE`]: the object that begins in it was reached by the last marking.
//!   No object is shorter, so no two begin in the same;
//! - *touched*, a byte for each line: an object that the last marking reached touches it;
//! - *lines*, a bit for each line: the line may hold live objects. They are what was touched, after a
//!   marking; an allocator sets those of the lines it takes.
//!
//! Marking writes bytes because several threads can do so without a lock: with bits, locked, two
//! threads took as long as one (54 and 57 ms for 200 MB, measured).
//!
//! Allocation bumps through runs of free lines. Small objects (at most a line) go into any run;
//! medium ones (up to the large-object size) into whole blocks, so that no search is needed.

use crate::heap::range::Range;
use crate::heap::recycle::Recycled;
use crate::os::ahead::Ahead;
use crate::os::memory::{Reservation, round_up};

/// Bytes of a block.
pub const BLOCK: usize = 32 << 10;
/// Bytes of a line.
pub const LINE: usize = 128;
/// Lines of a block.
pub const LINES: usize = BLOCK / LINE;
/// Words of line bits a block.
pub const LINE_WORDS: usize = LINES / 64;
/// Bytes of the shortest object.
pub const GRANULE: usize = 16;
/// Marks of a block.
const MARKS: usize = BLOCK / GRANULE;
/// Words of an object beyond which it is medium.
pub const SMALL_WORDS: usize = LINE / 8;
/// Blocks are committed in steps of this.
const COMMIT_STEP: usize = 256;
/// From so many bytes on memory is prepared ahead: an eighth of what is in use, within bounds.
const PREPARED_FROM: usize = 4 << 20;
const LEAST_PREPARED: usize = 8 << 20;
const MOST_PREPARED: usize = 64 << 20;
/// Shortest run of free lines that is allocated into.
const SHORTEST_RUN: usize = 2;

/// A run of free memory that is bumped through. What lies between `scan` and `cursor` is copied but
/// not yet scanned.
#[derive(Clone, Copy, Debug)]
pub struct Lane {
    pub cursor: *mut u64,
    pub limit: *mut u64,
    pub scan: *mut u64,
}

// SAFETY: the memory of a lane is its holder's alone.
unsafe impl Send for Lane {}

impl Lane {
    /// A lane without memory.
    pub const EMPTY: Lane = Lane {
        cursor: std::ptr::null_mut(),
        limit: std::ptr::null_mut(),
        scan: std::ptr::null_mut(),
    };

    fn over(start: usize, end: usize) -> Lane {
        Lane {
            cursor: start as *mut u64,
            limit: end as *mut u64,
            scan: start as *mut u64,
        }
    }
}

/// Where one thread copies small objects to, and medium ones.
#[derive(Clone, Copy, Debug)]
pub struct Lanes {
    pub small: Lane,
    pub medium: Lane,
}

impl Lanes {
    const EMPTY: Lanes = Lanes {
        small: Lane::EMPTY,
        medium: Lane::EMPTY,
    };
}

/// The old generation's blocks and their side tables.
#[derive(Debug)]
pub struct Blocks {
    /// First address of block 0.
    base: usize,
    /// Blocks that there are addresses for.
    capacity: usize,
    /// Blocks whose memory and side tables are committed.
    committed: usize,
    /// Blocks that were ever in use: all others are free and untouched.
    pub(super) high: usize,
    marks: Reservation,
    touched: Reservation,
    lines: Reservation,
    /// Which blocks can be allocated into again.
    pub(super) recycled: Recycled,
    /// Where each collecting thread goes on copying to.
    lanes_of: Vec<Lanes>,
    /// The partly used block that runs are taken from, and the line to look on from.
    partial: Option<(usize, usize)>,
    ahead: Ahead,
}

/// There is no more memory for the old generation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Full;

impl Blocks {
    /// The blocks of a range. None if the side tables cannot be reserved.
    pub fn new(range: &Range) -> Option<Blocks> {
        let capacity = range.old_size() / BLOCK;
        Some(Blocks {
            base: range.base() as usize + range.old_offset(),
            capacity,
            committed: 0,
            high: 0,
            marks: Reservation::new(capacity * MARKS, 4096).ok()?,
            touched: Reservation::new(capacity * LINES, 4096).ok()?,
            lines: Reservation::new(capacity * LINE_WORDS * 8, 4096).ok()?,
            recycled: Recycled::default(),
            lanes_of: Vec::new(),
            partial: None,
            ahead: Ahead::default(),
        })
    }

    /// Bytes from the first block to the last that was ever in use.
    pub fn extent(&self) -> usize {
        self.high * BLOCK
    }

    /// The marks, by granule of the area.
    pub fn marks(&self) -> *mut u8 {
        self.marks.base() as *mut u8
    }

    /// What marking has touched, by line of the area.
    pub fn touched(&self) -> *mut u8 {
        self.touched.base() as *mut u8
    }

    /// The line bits, by line of the area.
    fn line_bits(&self) -> *mut u64 {
        self.lines.base() as *mut u64
    }

    /// The line bits of one block.
    pub fn block_lines(&self, block: usize) -> [u64; LINE_WORDS] {
        debug_assert!(block < self.high);
        // SAFETY: side tables are committed for all blocks below `high`.
        unsafe {
            self.line_bits()
                .add(block * LINE_WORDS)
                .cast::<[u64; LINE_WORDS]>()
                .read()
        }
    }

    /// The line bits of all blocks.
    pub fn lines(&self) -> Vec<u64> {
        // SAFETY: side tables are committed for all blocks below `high`.
        unsafe { std::slice::from_raw_parts(self.line_bits(), self.high * LINE_WORDS) }.to_vec()
    }

    fn set_block_lines(&mut self, block: usize, bits: [u64; LINE_WORDS]) {
        debug_assert!(block < self.high);
        // SAFETY: side tables are committed for all blocks below `high`.
        unsafe {
            self.line_bits()
                .add(block * LINE_WORDS)
                .cast::<[u64; LINE_WORDS]>()
                .write(bits);
        }
    }

    /// First address of a block.
    pub fn block_address(&self, block: usize) -> usize {
        self.base + block * BLOCK
    }

    /// Whether every line that the bytes touch may hold live objects.
    pub fn in_use(&self, address: u64, bytes: u64) -> bool {
        let offset = address.wrapping_sub(self.base as u64) as usize;
        if offset >= self.extent() || bytes == 0 {
            return false;
        }
        let last = offset + bytes as usize - 1;
        last < self.extent()
            && (offset / LINE..=last / LINE).all(|line| {
                // SAFETY: the line lies below the extent, where side tables are committed.
                unsafe { *self.line_bits().add(line / 64) >> (line % 64) & 1 == 1 }
            })
    }

    /// Where the collecting thread of a number goes on.
    pub fn lanes(&self, number: usize) -> Lanes {
        self.lanes_of.get(number).copied().unwrap_or(Lanes::EMPTY)
    }

    /// Keeps that for the next collection.
    pub fn set_lanes(&mut self, number: usize, lanes: Lanes) {
        if self.lanes_of.len() <= number {
            self.lanes_of.resize(number + 1, Lanes::EMPTY);
        }
        self.lanes_of[number] = lanes;
    }

    /// A new run for small objects.
    pub fn small_run(&mut self, range: &Range) -> Result<Lane, Full> {
        loop {
            let (block, from) = match self.partial.take() {
                Some(place) => place,
                None => match self.recycled.take_partial() {
                    Some(block) => (block, 0),
                    None => return self.medium_run(range),
                },
            };
            let mut bits = self.block_lines(block);
            let Some((start, end)) = free_run(&bits, from) else {
                continue;
            };
            for line in start..end {
                bits[line / 64] |= 1 << (line % 64);
            }
            self.set_block_lines(block, bits);
            self.partial = (end < LINES).then_some((block, end));
            let address = self.block_address(block);
            return Ok(Lane::over(address + start * LINE, address + end * LINE));
        }
    }

    /// A whole block, for medium objects.
    pub fn medium_run(&mut self, range: &Range) -> Result<Lane, Full> {
        let block = self.take_free(range)?;
        let start = self.block_address(block);
        Ok(Lane::over(start, start + BLOCK))
    }

    /// A free block; its lines count as in use from now on.
    fn take_free(&mut self, range: &Range) -> Result<usize, Full> {
        let block = match self.recycled.take_free() {
            Some(block) => block,
            None => {
                if self.high == self.committed {
                    self.commit(range)?;
                }
                self.high += 1;
                self.high - 1
            }
        };
        self.set_block_lines(block, [u64::MAX; LINE_WORDS]);
        Ok(block)
    }

    /// Between two collections: has the memory that the next ones may need touched. Nobody does this for
    /// the blocks of a small heap.
    pub fn prepare(&mut self, range: &Range) {
        let used = self.high * BLOCK;
        if used < PREPARED_FROM {
            return;
        }
        let wanted = self.high + (used / 8).clamp(LEAST_PREPARED, MOST_PREPARED) / BLOCK;
        while self.committed < wanted.min(self.capacity) {
            if self.commit(range).is_err() {
                return;
            }
        }
        let to = wanted.min(self.committed) * BLOCK;
        self.ahead.prepare(self.base, used, to);
    }

    fn commit(&mut self, range: &Range) -> Result<(), Full> {
        let step = COMMIT_STEP.min(self.capacity - self.committed);
        if step == 0 {
            return Err(Full);
        }
        let first = self.committed;
        let side = |table: &Reservation, each: usize| {
            let start = (first * each) & !4095;
            let end = round_up((first + step) * each, 4096).min(table.size());
            table.commit(start, end - start)
        };
        let area = range.old_offset();
        let ok = range.commit(area, area + first * BLOCK, step * BLOCK)
            && side(&self.marks, MARKS)
            && side(&self.touched, LINES)
            && side(&self.lines, LINE_WORDS * 8);
        if !ok {
            return Err(Full);
        }
        self.committed += step;
        Ok(())
    }

    /// Clears all marks and lets go of the runs being allocated into: a marking begins.
    pub fn clear_marks(&mut self) {
        self.lanes_of.clear();
        self.partial = None;
        self.recycled.clear();
        // SAFETY: side tables are committed for all blocks below `high`.
        unsafe {
            std::ptr::write_bytes(self.marks(), 0, self.high * MARKS);
            std::ptr::write_bytes(self.touched(), 0, self.high * LINES);
        }
    }

    /// After a marking: the lines that it has touched are those that may hold live objects.
    pub fn keep_touched(&mut self) {
        // SAFETY: side tables are committed for all blocks below `high`; a byte of `touched` is 0 or 1.
        unsafe {
            let bytes = self.touched().cast::<[u64; 8]>();
            for word in 0..self.high * LINE_WORDS {
                let bits = bytes.add(word).read().iter().rev().fold(0, |bits, &eight| {
                    // Moves the lowest bit of each byte into the highest byte, in order.
                    bits << 8 | eight.wrapping_mul(0x0102_0408_1020_4080) >> 56
                });
                self.line_bits().add(word).write(bits);
            }
        }
    }
}

/// The first run of at least [`SHORTEST_RUN`] clear bits at or after line `from`: first line and
/// one past the last.
pub fn free_run(bits: &[u64; LINE_WORDS], from: usize) -> Option<(usize, usize)> {
    let mut line = from;
    loop {
        line = next_line(bits, line, false)?;
        let end = next_line(bits, line, true).unwrap_or(LINES);
        if end - line >= SHORTEST_RUN {
            return Some((line, end));
        }
        line = end;
    }
}

/// The first line at or after `from` whose bit is as asked.
fn next_line(bits: &[u64; LINE_WORDS], from: usize, set: bool) -> Option<usize> {
    let mut line = from;
    while line < LINES {
        let word = bits[line / 64];
        let wanted = if set { word } else { !word } >> (line % 64);
        if wanted != 0 {
            return Some(line + wanted.trailing_zeros() as usize);
        }
        line = (line / 64 + 1) * 64;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_found_across_words() {
        let mut bits = [u64::MAX; LINE_WORDS];
        assert_eq!(free_run(&bits, 0), None);
        bits[0] = !(1 << 5);
        assert_eq!(free_run(&bits, 0), None, "a single line is no run");
        bits[0] = (1 << 62) - 1;
        bits[1] = !0b111;
        assert_eq!(free_run(&bits, 0), Some((62, 67)));
        assert_eq!(free_run(&bits, 64), Some((64, 67)));
        assert_eq!(free_run(&bits, 67), None);
        assert_eq!(free_run(&[0; LINE_WORDS], 0), Some((0, LINES)));
        assert_eq!(free_run(&[0; LINE_WORDS], LINES - 1), None);
    }
}
