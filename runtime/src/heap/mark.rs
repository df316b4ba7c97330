//! Marking: finds what is live in the old generation and among the large objects.
//!
//! It follows a minor collection, so nothing young is left. The stack of objects still to be visited
//! is explicit; lists are followed along their tails without it. An object is marked when it is first
//! seen and visited once.

use alate_abi::layout::{BUFFER_ADDRESS, has_buffer, is_raw};
use alate_abi::word::{TAG_BOXED, TAG_CONS, TAG_MASK, TAG_TUPLE, header_kind, header_size};

use crate::heap::Spaces;
use crate::heap::blocks::LINE;
use crate::heap::range::Range;
use crate::heap::roots::Roots;
use crate::heap::{buffer, large};
use crate::os::memory::prefetch;

/// Marks all that is reachable. Answers the bytes of marked objects in blocks.
///
/// # Safety
/// No worker runs, the nursery is empty, and `roots` visits all words outside the heap that may
/// point into it.
pub unsafe fn mark(range: &Range, spaces: &mut Spaces, roots: &mut dyn Roots) -> u64 {
    spaces.blocks.clear_marks();
    spaces.buffers.begin_major();
    let mut marker = Marker {
        base: range.base(),
        size: range.memory().size() as u64,
        old: range.base() + range.old_offset() as u64,
        marks: spaces.blocks.mark_bits(),
        lines: spaces.blocks.line_bits(),
        stack: std::mem::take(&mut spaces.mark_stack),
        last_line: usize::MAX,
        live: 0,
    };
    // SAFETY: the caller's contract.
    unsafe {
        roots.all(&mut |start, count| {
            for index in 0..count {
                marker.word(*start.add(index));
                marker.drain();
            }
        });
    }
    let live = marker.live;
    spaces.mark_stack = std::mem::take(&mut marker.stack);
    spaces.mark_stack.shrink_to(1 << 16);
    live
}

struct Marker {
    base: u64,
    size: u64,
    /// First address of the old generation.
    old: u64,
    marks: *mut u64,
    lines: *mut u64,
    /// Marked objects whose words are still to be visited.
    stack: Vec<u64>,
    /// The line whose bit was set last: neighbours are often visited one after the other.
    last_line: usize,
    live: u64,
}

impl Marker {
    /// Marks what a word points to, if it does and that is not yet marked.
    #[inline]
    unsafe fn word(&mut self, word: u64) {
        // SAFETY: a pointer into the range is that of a live object.
        unsafe {
            if word.wrapping_sub(self.base) < self.size && self.first_visit(word) {
                self.stack.push(word);
            }
        }
    }

    /// Whether a word whose number lies in the range points to an object that was not marked; it is now.
    #[inline]
    unsafe fn first_visit(&mut self, word: u64) -> bool {
        // SAFETY: as above; side tables cover all blocks in use.
        unsafe {
            let tag = word & TAG_MASK;
            if !matches!(tag, TAG_CONS | TAG_TUPLE | TAG_BOXED) {
                return false;
            }
            let address = word - tag;
            if address < self.old {
                let prefix = large::prefix_of(address);
                debug_assert!((*prefix).state != large::YOUNG);
                let first = (*prefix).state != large::MARKED;
                (*prefix).state = large::MARKED;
                return first;
            }
            let index = (address - self.old) as usize / 8;
            let mark = self.marks.add(index / 64);
            let bit = 1 << (index % 64);
            if *mark & bit != 0 {
                return false;
            }
            *mark |= bit;
            prefetch(address);
            true
        }
    }

    /// Sets the line bits of an object of so many bytes at an address.
    #[inline]
    unsafe fn lines(&mut self, address: u64, bytes: u64) {
        // SAFETY: side tables cover all blocks in use.
        unsafe {
            if address < self.old {
                return;
            }
            self.live += bytes;
            let offset = (address - self.old) as usize;
            let first = offset / LINE;
            let last = (offset + bytes as usize - 1) / LINE;
            if first == self.last_line && last == first {
                return;
            }
            self.last_line = last;
            for line in first..=last {
                *self.lines.add(line / 64) |= 1 << (line % 64);
            }
        }
    }

    unsafe fn drain(&mut self) {
        // SAFETY: the stack holds words of marked live objects.
        unsafe {
            while let Some(mut word) = self.stack.pop() {
                loop {
                    let tag = word & TAG_MASK;
                    let address = word - tag;
                    let start = address as *const u64;
                    if tag == TAG_CONS {
                        self.lines(address, 16);
                        self.word(*start);
                        let cdr = *start.add(1);
                        if cdr.wrapping_sub(self.base) < self.size && self.first_visit(cdr) {
                            word = cdr;
                            continue;
                        }
                        break;
                    }
                    let header = *start;
                    let words = header_size(header);
                    self.lines(address, words * 8 + 8);
                    let kind = header_kind(header);
                    if !is_raw(kind) {
                        for index in 1..=words as usize {
                            self.word(*start.add(index));
                        }
                    } else if has_buffer(header) {
                        buffer::reach(*start.add(BUFFER_ADDRESS) as *mut _);
                    }
                    break;
                }
            }
        }
    }
}
