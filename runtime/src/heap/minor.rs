//! The minor collection: copies what is reachable out of the nursery into the old generation.
//!
//! Survivors are promoted at once, so nothing young is left afterwards: no ages, no remembered sets
//! beyond [`recorded`](super::recorded). Copies go into free runs of lines; what was copied but not
//! scanned yet is what lies between a lane's `scan` and `cursor`, and the runs in `pending` (Cheney's
//! algorithm over runs). A list is copied along its tail, so that its cells come to lie side by side.
//!
//! One thread collects. A moved object's first word is a forward immediate that holds the new tagged
//! word; it is a plain store, to become a compare-and-swap when several threads collect.

use alate_abi::layout::{BUFFER_ADDRESS, has_buffer, is_raw};
use alate_abi::word::{
    HOLE, NIL, SUBTAG_FORWARD, SUBTAG_HEADER, SUBTAG_MASK, SUBTAG_SHIFT, TAG_BOXED, TAG_CONS,
    TAG_MASK, TAG_TUPLE, header_kind, header_size,
};

use crate::heap::Spaces;
use crate::heap::blocks::{Blocks, Lane, SMALL_WORDS};
use crate::heap::limit;
use crate::heap::range::Range;
use crate::heap::roots::Roots;
use crate::heap::{buffer, large};

/// What a minor collection did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    /// Bytes copied into the old generation.
    pub copied: u64,
    /// Bytes of large objects and buffers that became old.
    pub promoted_outside: u64,
}

/// Collects the nursery.
///
/// # Safety
/// No worker runs Lisp or runtime code, and `roots` visits all words outside the heap that may point
/// to young objects.
pub unsafe fn collect(
    range: &Range,
    spaces: &mut Spaces,
    roots: &mut dyn Roots,
    poison: bool,
) -> Outcome {
    let recorded = spaces.recorded.take();
    let mut copier = Copier {
        base: range.base(),
        young: (range.nursery_size() + range.large_size()) as u64,
        nursery: range.nursery_size() as u64,
        small: spaces.blocks.small,
        medium: spaces.blocks.medium,
        pending: Vec::new(),
        copied: 0,
        range,
        blocks: &mut spaces.blocks,
        recorded: &mut spaces.recorded,
    };
    copier.small.scan = copier.small.cursor;
    copier.medium.scan = copier.medium.cursor;
    let before = copier.lane_positions();
    // SAFETY: the caller's contract: roots and recorded words are valid tagged words.
    unsafe {
        roots.young(&mut |start, count| copier.scan_roots(start, count));
        for &slot in &recorded {
            copier.scan(slot as *mut u64, (slot as *mut u64).add(1));
        }
        copier.drain();
    }
    let copied = copier
        .copied
        .wrapping_add(copier.lane_positions())
        .wrapping_sub(before);
    let (small, medium) = (copier.small, copier.medium);
    spaces.blocks.small = small;
    spaces.blocks.medium = medium;
    spaces.recorded.recycle(recorded);
    let promoted_outside = spaces.large.end_minor(range, poison) + spaces.buffers.end_minor();
    Outcome {
        copied,
        promoted_outside,
    }
}

struct Copier<'a> {
    /// First address of the nursery, bytes of nursery and large area, bytes of the nursery.
    base: u64,
    young: u64,
    nursery: u64,
    small: Lane,
    medium: Lane,
    /// Runs still to be scanned.
    pending: Vec<(*mut u64, *mut u64)>,
    /// Bytes copied, less what the lanes' present runs account for.
    copied: u64,
    range: &'a Range,
    blocks: &'a mut Blocks,
    recorded: &'a mut crate::heap::recorded::Recorded,
}

/// The word that stands for a moved object.
const fn forward(new: u64) -> u64 {
    (new << SUBTAG_SHIFT) | SUBTAG_FORWARD
}

const fn is_forward(word: u64) -> bool {
    word & SUBTAG_MASK == SUBTAG_FORWARD
}

const fn forwarded(word: u64) -> u64 {
    word >> SUBTAG_SHIFT
}

impl Copier<'_> {
    /// A figure that grows by the bytes copied as long as the lanes keep their runs.
    fn lane_positions(&self) -> u64 {
        (self.small.cursor as u64).wrapping_add(self.medium.cursor as u64)
    }

    /// Scans all that is copied and not yet scanned, until nothing is left.
    unsafe fn drain(&mut self) {
        // SAFETY: runs hold complete copies; a run is marked as scanned before it is, so that what
        // its scanning copies is seen as new.
        unsafe {
            loop {
                let Lane { cursor, scan, .. } = self.small;
                if scan < cursor {
                    self.small.scan = cursor;
                    self.scan(scan, cursor);
                    continue;
                }
                let Lane { cursor, scan, .. } = self.medium;
                if scan < cursor {
                    self.medium.scan = cursor;
                    self.scan(scan, cursor);
                    continue;
                }
                match self.pending.pop() {
                    Some((start, end)) => self.scan(start, end),
                    None => return,
                }
            }
        }
    }

    /// Words that are no heap object's: there are no headers among them.
    #[inline]
    unsafe fn scan_roots(&mut self, start: *mut u64, count: usize) {
        // SAFETY: the caller's contract.
        unsafe {
            for index in 0..count {
                let slot = start.add(index);
                let word = *slot;
                if word.wrapping_sub(self.base) < self.young {
                    self.evacuate(slot, word);
                }
            }
        }
    }

    /// The words of complete objects, one after the other.
    #[inline]
    unsafe fn scan(&mut self, start: *mut u64, end: *mut u64) {
        // SAFETY: the words between start and end are those of complete objects.
        unsafe {
            let mut slot = start;
            while slot < end {
                let word = *slot;
                if word.wrapping_sub(self.base) < self.young {
                    self.evacuate(slot, word);
                } else if word & SUBTAG_MASK == SUBTAG_HEADER {
                    if is_raw(header_kind(word)) {
                        slot = slot.add(header_size(word) as usize);
                    }
                } else if word == HOLE {
                    self.recorded.push(slot);
                }
                slot = slot.add(1);
            }
        }
    }

    /// The word in `slot` lies, as a number, in the nursery or the large area.
    #[inline]
    unsafe fn evacuate(&mut self, slot: *mut u64, word: u64) {
        // SAFETY: the tag says whether the word is a pointer; then it is that of a live object.
        unsafe {
            match word & TAG_MASK {
                TAG_CONS => self.cons(slot, word),
                TAG_TUPLE | TAG_BOXED => self.object(slot, word),
                _ => {}
            }
        }
    }

    /// Copies a list cell, and along its tail as long as that is a young cell.
    ///
    /// Where nothing before it waits to be scanned, a cell without a young head or a hole counts as
    /// scanned at once, for its tail is dealt with here: a list of immediates is passed over once.
    #[inline]
    unsafe fn cons(&mut self, mut slot: *mut u64, mut word: u64) {
        // SAFETY: `word` is a cons in the nursery (cells are never large); lanes have room for what
        // is written through them.
        unsafe {
            let mut to = self.small.cursor;
            let mut is_scanned = self.small.scan == to;
            loop {
                let from = (word - TAG_CONS) as *mut u64;
                let car = *from;
                if is_forward(car) {
                    *slot = forwarded(car);
                    break;
                }
                let cdr = *from.add(1);
                if (self.small.limit as usize).wrapping_sub(to as usize) < 16 {
                    if is_scanned {
                        self.small.scan = to;
                    }
                    self.small.cursor = to;
                    to = self.new_small_run();
                    is_scanned = true;
                }
                *to = car;
                *to.add(1) = cdr;
                let new = to as u64 | TAG_CONS;
                *slot = new;
                *from = forward(new);
                let next_is_cell =
                    cdr & TAG_MASK == TAG_CONS && cdr.wrapping_sub(self.base) < self.nursery;
                if is_scanned
                    && (car.wrapping_sub(self.base) < self.young || (!next_is_cell && cdr != NIL))
                {
                    is_scanned = false;
                    self.small.scan = to;
                }
                slot = to.add(1);
                to = to.add(2);
                if !next_is_cell {
                    break;
                }
                word = cdr;
            }
            self.small.cursor = to;
            if is_scanned {
                self.small.scan = to;
            }
        }
    }

    /// Copies a tuple or boxed object, or notes that a large one was reached.
    #[inline]
    unsafe fn object(&mut self, slot: *mut u64, word: u64) {
        // SAFETY: `word` is a tuple or boxed object, in the nursery or large.
        unsafe {
            if word.wrapping_sub(self.base) >= self.nursery {
                self.large(word);
                return;
            }
            let tag = word & TAG_MASK;
            let from = (word - tag) as *mut u64;
            let header = *from;
            if is_forward(header) {
                *slot = forwarded(header);
                return;
            }
            let words = header_size(header) as usize + 1;
            let to = self.room(words);
            *to = header;
            if words <= 8 {
                for index in 1..words {
                    *to.add(index) = *from.add(index);
                }
            } else {
                std::ptr::copy_nonoverlapping(from.add(1), to.add(1), words - 1);
            }
            let new = to as u64 | tag;
            *slot = new;
            *from = forward(new);
            if has_buffer(header) {
                buffer::reach(*to.add(BUFFER_ADDRESS) as *mut _);
            }
        }
    }

    /// Marks a young large object as reached.
    #[cold]
    unsafe fn large(&mut self, word: u64) {
        // SAFETY: `word` is a live large object's.
        unsafe {
            let object = word & !TAG_MASK;
            let prefix = large::prefix_of(object);
            if (*prefix).state != large::YOUNG {
                return;
            }
            (*prefix).state = large::OLD;
            let start = object as *mut u64;
            if !is_raw(header_kind(*start)) {
                let words = header_size(*start) as usize;
                self.pending.push((start.add(1), start.add(1 + words)));
            }
        }
    }

    /// Room for a copy of so many words.
    #[inline]
    unsafe fn room(&mut self, words: usize) -> *mut u64 {
        // SAFETY: lanes hold memory of ours that nothing else uses.
        unsafe {
            let to = self.small.cursor;
            if (self.small.limit as usize).wrapping_sub(to as usize) >= words * 8 {
                self.small.cursor = to.add(words);
                return to;
            }
            if words <= SMALL_WORDS {
                let to = self.new_small_run();
                self.small.cursor = to.add(words);
                return to;
            }
            let mut to = self.medium.cursor;
            if (self.medium.limit as usize).wrapping_sub(to as usize) < words * 8 {
                to = self.new_medium_run();
            }
            self.medium.cursor = to.add(words);
            to
        }
    }

    #[cold]
    #[inline(never)]
    fn new_small_run(&mut self) -> *mut u64 {
        self.close(self.small);
        self.copied = self.copied.wrapping_add(self.small.cursor as u64);
        if self.blocks.refill_small(self.range).is_err() {
            limit::out_of_memory("the old generation");
        }
        self.small = self.blocks.small;
        self.copied = self.copied.wrapping_sub(self.small.cursor as u64);
        self.small.cursor
    }

    #[cold]
    #[inline(never)]
    fn new_medium_run(&mut self) -> *mut u64 {
        self.close(self.medium);
        self.copied = self.copied.wrapping_add(self.medium.cursor as u64);
        if self.blocks.refill_medium(self.range).is_err() {
            limit::out_of_memory("the old generation");
        }
        self.medium = self.blocks.medium;
        self.copied = self.copied.wrapping_sub(self.medium.cursor as u64);
        self.medium.cursor
    }

    /// Leaves a run: what is unscanned in it is kept for later.
    fn close(&mut self, lane: Lane) {
        if lane.scan < lane.cursor {
            self.pending.push((lane.scan, lane.cursor));
        }
    }
}
