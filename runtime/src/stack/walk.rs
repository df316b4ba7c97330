//! Frames of a stack, found by the table of return addresses.

use alate_abi::sections::{CALL_FRAME, FrameRow, Location};

use crate::stack::record::Stack;
use std::sync::Arc;

/// Rows of an object, as its section holds them. They are never moved, and forgotten before they are freed.
#[derive(Clone, Copy)]
pub struct Rows(pub &'static [FrameRow]);

// SAFETY: rows are constants; the addresses in them lead to constants.
unsafe impl Send for Rows {}
// SAFETY: as above.
unsafe impl Sync for Rows {}

/// Return address -> row, a table with open addressing.
#[derive(Clone, Default)]
pub struct FrameTable {
    /// A power of two of them, at most half of them used; none at first.
    slots: Vec<Option<&'static FrameRow>>,
    used: usize,
}

// SAFETY: rows are constants; the addresses in them lead to constants.
unsafe impl Send for FrameTable {}
// SAFETY: as above.
unsafe impl Sync for FrameTable {}

fn hash(code: u64) -> usize {
    (code >> 4).wrapping_mul(0x9e37_79b9_7f4a_7c15) as usize >> 16
}

impl FrameTable {
    /// Takes in the rows of an object. Of rows with the same address the last counts.
    pub fn add(&mut self, rows: Rows) {
        self.make_room(rows.0.len());
        rows.0.iter().for_each(|row| self.put(row));
        self.used += rows.0.len();
    }

    fn make_room(&mut self, more: usize) {
        let wanted = ((self.used + more) * 2).next_power_of_two().max(16);
        if wanted > self.slots.len() {
            let old = std::mem::replace(&mut self.slots, vec![None; wanted]);
            old.into_iter().flatten().for_each(|row| self.put(row));
        }
    }

    fn put(&mut self, row: &'static FrameRow) {
        let mask = self.slots.len() - 1;
        let mut index = hash(row.code) & mask;
        while self.slots[index].is_some_and(|other| other.code != row.code) {
            index = (index + 1) & mask;
        }
        self.slots[index] = Some(row);
    }

    /// Forgets the rows whose code lies in these ranges: first address and bytes, sorted.
    pub fn remove(&mut self, ranges: &[(usize, usize)]) {
        let is_in = |row: &&'static FrameRow| {
            let code = row.code as usize;
            let after = ranges.partition_point(|(start, _)| *start <= code);
            let range = after.checked_sub(1).map(|index| ranges[index]);
            range.is_some_and(|(start, bytes)| code < start + bytes)
        };
        let old = std::mem::take(self);
        let rows = old.slots.into_iter().flatten().filter(|row| !is_in(row));
        let rows: Vec<_> = rows.collect();
        self.make_room(rows.len());
        self.used = rows.len();
        rows.into_iter().for_each(|row| self.put(row));
    }

    /// The row of a return address.
    pub fn find(&self, code: u64) -> Option<&'static FrameRow> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut index = hash(code) & mask;
        while let Some(row) = self.slots[index] {
            if row.code == code {
                return Some(row);
            }
            index = (index + 1) & mask;
        }
        None
    }
}

/// A frame of a stack.
#[derive(Clone, Copy)]
pub struct Frame {
    /// Address just past the frame's return word.
    pub sp: usize,
    /// What is known of its return address.
    pub row: &'static FrameRow,
    /// Where in the program it belongs: what made the call that it continues, or what is to be called. Null: a stub.
    pub location: *const Location,
}

/// The frames from a `sp` down. Ends at the stack's base, or at a return address that no table knows.
pub struct Frames<'a> {
    stack: &'a Stack,
    table: Arc<FrameTable>,
    sp: usize,
    /// The row of the frame before: deep stacks are deep because one function calls itself.
    last: Option<&'static FrameRow>,
}

impl Iterator for Frames<'_> {
    type Item = Frame;

    fn next(&mut self) -> Option<Frame> {
        let position = self.sp.checked_sub(self.stack.base() + 8)?;
        let code = self.stack.return_word(position);
        let row = match self.last {
            Some(row) if row.code == code => row,
            _ => self.table.find(code)?,
        };
        self.last = Some(row);
        let bytes = match row.frame_words {
            // The frame of a poll with many arguments: function, arguments, their size in bytes, return word.
            // SAFETY: callers walk within the stack's memory, and such a frame has that word.
            0 => 24 + unsafe { *((self.sp - 16) as *const u64) } as usize,
            words => words as usize * 8,
        };
        if bytes == 0 || bytes > position + 8 {
            return None;
        }
        let location = match row.is_handler {
            // SAFETY: as above; the code to be entered is the first word.
            CALL_FRAME => unsafe { self.location_of(*((self.sp - bytes) as *const u64)) },
            _ => row.location,
        };
        let frame = Frame {
            sp: self.sp,
            row,
            location,
        };
        self.sp -= bytes;
        Some(frame)
    }
}

impl Frames<'_> {
    /// Of code that a poll has left.
    fn location_of(&self, code: u64) -> *const Location {
        self.table
            .find(code)
            .map_or(std::ptr::null(), |row| row.location)
    }
}

impl Stack {
    /// The frames from `sp` down.
    pub fn frames(&self, sp: usize) -> Frames<'_> {
        Frames {
            stack: self,
            table: self.stacks.frames(),
            sp,
            last: None,
        }
    }

    /// The real return word at a distance from the base.
    pub fn return_word(&self, position: usize) -> u64 {
        match self.watermark.displaced_at(position) {
            Some(displaced) => displaced,
            None => self.word(position),
        }
    }

    fn word(&self, position: usize) -> u64 {
        // SAFETY: callers walk within the stack's memory.
        unsafe { *((self.base() + position) as *const u64) }
    }
}
