//! Copies objects out of the nursery: the heart of the minor collection.
//!
//! With `SHARED` several copiers work at once, each with lanes of its own. An object is copied first,
//! and its first word is replaced by a forward after that. Two threads may copy the same object at the
//! same moment; then there are two of it, each referred to from somewhere, for data never change and
//! nobody can tell them apart. That is rare and costs a little memory, where a compare-and-swap for
//! each object made copying lists three times slower (2.8 and 8 ns a cell, measured). A cell with a
//! hole in its tail is different, for the hole will be filled: of those there must not be two.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use alate_abi::layout::{BUFFER_ADDRESS, has_buffer, is_raw};
use alate_abi::word::{
    HOLE, NIL, SUBTAG_FORWARD, SUBTAG_HEADER, SUBTAG_MASK, SUBTAG_SHIFT, TAG_BOXED, TAG_CONS,
    TAG_MASK, TAG_TUPLE, header_kind, header_size,
};

use crate::heap::blocks::{Blocks, Lane, Lanes, SMALL_WORDS};
use crate::heap::gang::Gang;
use crate::heap::limit;
use crate::heap::range::Range;
use crate::heap::{buffer, large};

/// A run of copied words still to be scanned.
#[derive(Clone, Copy)]
pub struct Run(*mut u64, *mut u64);

// SAFETY: whoever has it is the only one that scans it.
unsafe impl Send for Run {}

/// One thread's part in a minor collection.
pub struct Copier<'a, const SHARED: bool> {
    /// First address of the nursery, bytes of nursery and large area, bytes of the nursery.
    base: u64,
    young: u64,
    nursery: u64,
    small: Lane,
    medium: Lane,
    /// Runs still to be scanned.
    pending: Vec<Run>,
    /// Bytes copied, less what the lanes' present runs account for.
    copied: u64,
    range: &'a Range,
    blocks: &'a Mutex<&'a mut Blocks>,
    gang: &'a Gang<Run>,
    /// Where copied holes are.
    holes: Vec<*mut u64>,
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

impl<'a, const SHARED: bool> Copier<'a, SHARED> {
    /// A copier that goes on in the lanes of an earlier one.
    pub fn new(
        range: &'a Range,
        blocks: &'a Mutex<&'a mut Blocks>,
        gang: &'a Gang<Run>,
        lanes: Lanes,
    ) -> Self {
        let mut copier = Copier {
            base: range.base(),
            young: (range.nursery_size() + range.large_size()) as u64,
            nursery: range.nursery_size() as u64,
            small: lanes.small,
            medium: lanes.medium,
            pending: Vec::new(),
            copied: 0,
            range,
            blocks,
            gang,
            holes: Vec::new(),
        };
        copier.small.scan = copier.small.cursor;
        copier.medium.scan = copier.medium.cursor;
        copier.copied = copier.copied.wrapping_sub(copier.lane_positions());
        copier
    }

    /// What has come of it: lanes to go on in, bytes copied, copied holes.
    pub fn finish(self) -> (Lanes, u64, Vec<*mut u64>) {
        let copied = self.copied.wrapping_add(self.lane_positions());
        let lanes = Lanes {
            small: self.small,
            medium: self.medium,
        };
        (lanes, copied, self.holes)
    }

    /// A figure that grows by the bytes copied as long as the lanes keep their runs.
    fn lane_positions(&self) -> u64 {
        (self.small.cursor as u64).wrapping_add(self.medium.cursor as u64)
    }

    /// Scans all that is copied and not yet scanned, until nobody has anything left.
    ///
    /// # Safety
    /// As for the whole collection.
    pub unsafe fn drain(&mut self) {
        // SAFETY: the caller's contract; a run that is taken is nobody else's.
        unsafe {
            self.drain_own();
            while let Some(run) = self.gang.take() {
                self.scan_run(run);
                self.drain_own();
            }
        }
    }

    /// Scans a run of complete objects.
    #[inline]
    unsafe fn scan_run(&mut self, Run(start, end): Run) {
        // SAFETY: the words between start and end are those of complete objects.
        unsafe { self.scan(start, end) }
    }

    unsafe fn drain_own(&mut self) {
        // SAFETY: runs hold complete copies; a run is marked as scanned before it is, so that what
        // its scanning copies is seen as new.
        unsafe {
            loop {
                if SHARED && self.pending.len() > 1 && self.gang.wants_work() {
                    // The oldest: it leads to the most, as a rule.
                    self.gang.give(self.pending.swap_remove(0));
                }
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
                    Some(run) => self.scan_run(run),
                    None => return,
                }
            }
        }
    }

    /// Words that are no heap object's: there are no headers among them.
    ///
    /// # Safety
    /// As for the whole collection.
    #[inline]
    pub unsafe fn scan_roots(&mut self, start: *mut u64, count: usize) {
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
    ///
    /// # Safety
    /// As for the whole collection.
    #[inline]
    pub unsafe fn scan(&mut self, start: *mut u64, end: *mut u64) {
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
                    self.holes.push(slot);
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
                let car = self.first_word(from);
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
                if SHARED && cdr == HOLE {
                    if let Err(others) = self.claim(from, car, new) {
                        *slot = others;
                        break;
                    }
                } else {
                    self.forward(from, new);
                }
                *slot = new;
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
            let header = self.first_word(from);
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
            self.forward(from, new);
            *slot = new;
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
            let state = AtomicU64::from_ptr(&raw mut (*prefix).state);
            if state.swap(large::OLD, Ordering::Relaxed) != large::YOUNG {
                return;
            }
            let start = object as *mut u64;
            if !is_raw(header_kind(*start)) {
                let words = header_size(*start) as usize;
                self.pending.push(Run(start.add(1), start.add(1 + words)));
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

    fn blocks(&self) -> MutexGuard<'a, &'a mut Blocks> {
        self.blocks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first word of a young object: what it held at first, or a forward.
    #[inline]
    unsafe fn first_word(&self, from: *mut u64) -> u64 {
        // SAFETY: the caller's contract: `from` is a young object's address.
        unsafe {
            match SHARED {
                // What another thread has copied is complete for who sees its forward.
                true => AtomicU64::from_ptr(from).load(Ordering::Acquire),
                false => *from,
            }
        }
    }

    /// Makes the first word of a young object a forward to its copy.
    #[inline]
    unsafe fn forward(&self, from: *mut u64, new: u64) {
        // SAFETY: as above.
        unsafe {
            match SHARED {
                true => AtomicU64::from_ptr(from).store(forward(new), Ordering::Release),
                false => *from = forward(new),
            }
        }
    }

    /// The same, unless another thread was faster: then where that has copied it to.
    #[cold]
    unsafe fn claim(&self, from: *mut u64, first: u64, new: u64) -> Result<(), u64> {
        // SAFETY: as above.
        let from = unsafe { AtomicU64::from_ptr(from) };
        let claimed =
            from.compare_exchange(first, forward(new), Ordering::AcqRel, Ordering::Acquire);
        claimed.map(|_| ()).map_err(forwarded)
    }

    #[cold]
    #[inline(never)]
    fn new_small_run(&mut self) -> *mut u64 {
        self.close(self.small);
        self.copied = self.copied.wrapping_add(self.small.cursor as u64);
        self.small = match self.blocks().small_run(self.range) {
            Ok(lane) => lane,
            Err(_) => limit::out_of_memory("the old generation"),
        };
        self.copied = self.copied.wrapping_sub(self.small.cursor as u64);
        self.small.cursor
    }

    #[cold]
    #[inline(never)]
    fn new_medium_run(&mut self) -> *mut u64 {
        self.close(self.medium);
        self.copied = self.copied.wrapping_add(self.medium.cursor as u64);
        self.medium = match self.blocks().medium_run(self.range) {
            Ok(lane) => lane,
            Err(_) => limit::out_of_memory("the old generation"),
        };
        self.copied = self.copied.wrapping_sub(self.medium.cursor as u64);
        self.medium.cursor
    }

    /// Leaves a run: what is unscanned in it is kept for later.
    fn close(&mut self, lane: Lane) {
        if lane.scan < lane.cursor {
            self.pending.push(Run(lane.scan, lane.cursor));
        }
    }
}
