//! Marking: finds what is live in the old generation, among the large objects and the atoms.
//!
//! It follows a minor collection, so nothing young is left. The stack of objects still to be visited
//! is explicit; lists are followed along their tails without it. An object is marked when it is first
//! seen and visited once.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use alate_abi::layout::{BUFFER_ADDRESS, has_buffer, is_raw};
use alate_abi::word::{TAG_BOXED, TAG_CONS, TAG_MASK, TAG_TUPLE, header_kind, header_size};

use crate::heap::Spaces;
use crate::heap::atoms::AtomMarks;
use crate::heap::blocks::{GRANULE, LINE};
use crate::heap::code::CodeMarks;
use crate::heap::gang::{Gang, Helpers};
use crate::heap::range::Range;
use crate::heap::roots::{Roots, SharedRoots, Visit};
use crate::heap::{buffer, large};
use crate::os::memory::prefetch;

/// Words on a thread's stack beyond which half of them are given away where others wait: few, for the
/// oldest ones lead to the most.
const PLENTY: usize = 4;

/// Marks all that is reachable. Answers the bytes of marked objects in blocks.
///
/// # Safety
/// No worker runs but those that help here, the nursery is empty, and `roots` visits all words outside
/// the heap that may point into it.
pub unsafe fn mark(
    range: &Range,
    (atoms, code): (AtomMarks<'_>, CodeMarks<'_>),
    spaces: &mut Spaces,
    roots: &mut dyn Roots,
    helpers: &dyn Helpers,
) -> u64 {
    let tables = Tables::new(range, atoms, code, spaces);
    let stack = std::mem::take(&mut spaces.mark_stack);
    // SAFETY: the caller's contract.
    let (live, stack) = unsafe {
        match roots.shared().filter(|_| helpers.most() > 1) {
            Some(shared) => together(tables, stack, shared, helpers),
            None => alone(tables, stack, roots),
        }
    };
    spaces.mark_stack = stack;
    spaces.mark_stack.shrink_to(1 << 16);
    live
}

/// Marks all that is reachable from the parts of the roots, one after the other. Answers the bytes of
/// marked objects in blocks, and for each part the bytes that were first reached from it, large objects
/// and buffers included.
///
/// # Safety
/// As for [`mark`], with all words in one of the parts.
pub unsafe fn charge(
    range: &Range,
    (atoms, code): (AtomMarks<'_>, CodeMarks<'_>),
    spaces: &mut Spaces,
    parts: usize,
    part: &mut dyn FnMut(usize, &mut Visit),
) -> (u64, Vec<u64>) {
    let tables = Tables::new(range, atoms, code, spaces);
    let gang = Gang::new(0);
    let mut marker = Marker::new(tables, Vec::new(), &gang);
    let mut charges = Vec::with_capacity(parts);
    for index in 0..parts {
        let before = marker.live + marker.outside;
        part(index, &mut |start, count| {
            for index in 0..count {
                // SAFETY: the caller's contract.
                unsafe {
                    marker.word(*start.add(index));
                    marker.drain();
                }
            }
        });
        charges.push(marker.live + marker.outside - before);
    }
    (marker.live, charges)
}

unsafe fn alone(tables: Tables, stack: Vec<u64>, roots: &mut dyn Roots) -> (u64, Vec<u64>) {
    let gang = Gang::new(0);
    let mut marker = Marker::new(tables, stack, &gang);
    // SAFETY: the caller's contract.
    unsafe {
        roots.all(&mut |start, count| {
            for index in 0..count {
                marker.word(*start.add(index));
                marker.drain();
            }
        });
    }
    (marker.live, marker.stack)
}

unsafe fn together(
    tables: Tables,
    stack: Vec<u64>,
    roots: &dyn SharedRoots,
    helpers: &dyn Helpers,
) -> (u64, Vec<u64>) {
    let gang: Gang<Vec<u64>> = Gang::new(roots.all_parts());
    let live = AtomicU64::new(0);
    helpers.run(&|_| {
        if !gang.join() {
            return;
        }
        let mut marker = Marker::new(tables, Vec::new(), &gang);
        // SAFETY: the caller's contract; each part is visited by one thread.
        unsafe {
            for part in gang.parts_from(0) {
                roots.all_part(part, &mut |start, count| {
                    for index in 0..count {
                        marker.word(*start.add(index));
                        marker.drain();
                    }
                });
            }
            while let Some(words) = gang.take() {
                marker.stack.extend(words);
                marker.drain();
            }
        }
        live.fetch_add(marker.live, Ordering::Relaxed);
    });
    (live.into_inner(), stack)
}

/// Where things are.
#[derive(Clone, Copy)]
struct Tables<'a> {
    atoms: AtomMarks<'a>,
    code: CodeMarks<'a>,
    base: u64,
    size: u64,
    /// First address of the old generation.
    old: u64,
    /// First address of the area of atoms, which that of code follows.
    atoms_and_code: u64,
    marks: *mut u8,
    touched: *mut u8,
}

impl<'a> Tables<'a> {
    /// Forgets what an earlier marking has found.
    fn new(range: &Range, atoms: AtomMarks<'a>, code: CodeMarks<'a>, spaces: &mut Spaces) -> Self {
        spaces.blocks.clear_marks();
        spaces.buffers.begin_major();
        Tables {
            atoms,
            code,
            atoms_and_code: range.base() + range.atoms_offset() as u64,
            base: range.base(),
            size: range.memory().size() as u64,
            old: range.base() + range.old_offset() as u64,
            marks: spaces.blocks.marks(),
            touched: spaces.blocks.touched(),
        }
    }
}

// SAFETY: threads change the tables by atomic operations if there are several.
unsafe impl Sync for Tables<'_> {}

/// One thread's part in a marking.
struct Marker<'a> {
    tables: Tables<'a>,
    /// Marked objects whose words are still to be visited.
    stack: Vec<u64>,
    /// The line that was touched last: neighbours are often visited one after the other.
    last_line: usize,
    /// Bytes of marked objects in blocks, and of large objects and buffers.
    live: u64,
    outside: u64,
    gang: &'a Gang<Vec<u64>>,
}

impl<'a> Marker<'a> {
    fn new(tables: Tables<'a>, stack: Vec<u64>, gang: &'a Gang<Vec<u64>>) -> Self {
        Marker {
            tables,
            stack,
            last_line: usize::MAX,
            live: 0,
            outside: 0,
            gang,
        }
    }

    /// Marks what a word points to, if it does and that is not yet marked.
    #[inline]
    unsafe fn word(&mut self, word: u64) {
        // SAFETY: a pointer into the range is that of a live object.
        unsafe {
            if word.wrapping_sub(self.tables.base) < self.tables.size && self.first_visit(word) {
                self.stack.push(word);
            }
        }
    }

    /// Whether a word whose number lies in the range points to an object that was not marked; it is now.
    #[inline]
    unsafe fn first_visit(&mut self, word: u64) -> bool {
        // SAFETY: as above; side tables cover all blocks in use.
        unsafe {
            if word >= self.tables.atoms_and_code {
                self.beyond(word);
                return false;
            }
            let tag = word & TAG_MASK;
            if !matches!(tag, TAG_CONS | TAG_TUPLE | TAG_BOXED) {
                return false;
            }
            let address = word - tag;
            if address < self.tables.old {
                let prefix = large::prefix_of(address);
                let state = AtomicU64::from_ptr(&raw mut (*prefix).state);
                let is_first = state.swap(large::MARKED, Ordering::Relaxed) != large::MARKED;
                self.outside += u64::from(is_first) * (*prefix).bytes;
                return is_first;
            }
            // Two threads may both be the first: then the object is visited twice, which does no harm.
            let granule = (address - self.tables.old) as usize / GRANULE;
            let mark = AtomicU8::from_ptr(self.tables.marks.add(granule));
            if mark.load(Ordering::Relaxed) != 0 {
                return false;
            }
            mark.store(1, Ordering::Relaxed);
            prefetch(address);
            true
        }
    }

    /// Marks the atom that a word is, or the code that it leads into: an address there, a constant.
    #[inline(never)]
    fn beyond(&self, word: u64) {
        match self.tables.code.has(word) {
            true => self.tables.code.mark(word),
            false => self.tables.atoms.mark(word),
        }
    }

    /// Notes which lines an object of so many bytes at an address touches.
    #[inline]
    unsafe fn lines(&mut self, address: u64, bytes: u64) {
        // SAFETY: side tables cover all blocks in use.
        unsafe {
            if address < self.tables.old {
                return;
            }
            self.live += bytes;
            let offset = (address - self.tables.old) as usize;
            let first = offset / LINE;
            let last = (offset + bytes as usize - 1) / LINE;
            if first == self.last_line && last == first {
                return;
            }
            self.last_line = last;
            for line in first..=last {
                AtomicU8::from_ptr(self.tables.touched.add(line)).store(1, Ordering::Relaxed);
            }
        }
    }

    unsafe fn drain(&mut self) {
        // SAFETY: the stack holds words of marked live objects.
        unsafe {
            while let Some(mut word) = self.stack.pop() {
                if self.stack.len() > PLENTY && self.gang.wants_work() {
                    // The oldest half: it leads to the most, as a rule.
                    let half = self.stack.len() / 2;
                    self.gang.give(self.stack.drain(..half).collect());
                }
                loop {
                    let tag = word & TAG_MASK;
                    let address = word - tag;
                    let start = address as *const u64;
                    if tag == TAG_CONS {
                        self.lines(address, 16);
                        self.word(*start);
                        let cdr = *start.add(1);
                        let Tables { base, size, .. } = self.tables;
                        if cdr.wrapping_sub(base) < size && self.first_visit(cdr) {
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
                        self.outside += buffer::reach(*start.add(BUFFER_ADDRESS) as *mut _);
                    }
                    break;
                }
            }
        }
    }
}
