//! Objects too large for the nursery: whole pages each, born young, never moved.
//!
//! A [`Prefix`] lies before the object's first word. Free address ranges are kept by size and by
//! place; an allocation takes the smallest that fits, and neighbours are joined again when freed.

use std::collections::{BTreeMap, BTreeSet};

use crate::heap::nursery::BAD_WORD;
use crate::heap::range::Range;
use crate::os::memory::{PAGE, round_up};

/// Address space is committed in steps of this.
const COMMIT_STEP: usize = 4 << 20;
/// When objects of this many bytes were freed, unused memory is given back.
const GIVE_BACK_AFTER: usize = 64 << 20;

/// What lies before a large object.
#[repr(C, align(16))]
#[derive(Debug)]
pub struct Prefix {
    /// Bytes of its pages, this prefix included.
    pub bytes: u64,
    /// One of the constants below.
    pub state: u64,
}

/// Bytes between the start of the pages and the object.
pub const PREFIX: usize = size_of::<Prefix>();

/// Allocated since the last collection, not reached yet.
pub const YOUNG: u64 = 0;
/// Old; outside a major collection that is all there is to know.
pub const OLD: u64 = 1;
/// Reached by the marking under way.
pub const MARKED: u64 = 2;

/// The prefix of a large object.
pub fn prefix_of(object: u64) -> *mut Prefix {
    (object - PREFIX as u64) as *mut Prefix
}

/// The area of large objects. Offsets count from the start of the range.
#[derive(Debug)]
pub struct Large {
    /// Pages that were ever in use end here.
    high: usize,
    committed: usize,
    end: usize,
    /// Free ranges: start -> bytes, and the same as (bytes, start).
    free: BTreeMap<usize, usize>,
    free_by_size: BTreeSet<(usize, usize)>,
    /// Addresses of the prefixes.
    young: Vec<u64>,
    old: Vec<u64>,
    young_bytes: u64,
    old_bytes: u64,
    freed_since_give_back: usize,
}

impl Large {
    /// The area in a range.
    pub fn new(range: &Range) -> Large {
        let start = range.large_offset();
        Large {
            high: start,
            committed: start,
            end: start + range.large_size(),
            free: BTreeMap::new(),
            free_by_size: BTreeSet::new(),
            young: Vec::new(),
            old: Vec::new(),
            young_bytes: 0,
            old_bytes: 0,
            freed_since_give_back: 0,
        }
    }

    /// Bytes of the objects allocated since the last collection, and of the others.
    pub fn bytes(&self) -> (u64, u64) {
        (self.young_bytes, self.old_bytes)
    }

    /// Bytes from the start of the area to the end of what was ever in use.
    pub fn extent(&self, range: &Range) -> usize {
        self.high - range.large_offset()
    }

    /// Untagged address of a new object of so many words. None when the area is full.
    pub fn allocate(&mut self, range: &Range, words: usize) -> Option<*mut u64> {
        let bytes = words.checked_mul(8)?.checked_add(PREFIX + PAGE)? & !(PAGE - 1);
        let offset = match self.free_by_size.range((bytes, 0)..).next().copied() {
            Some((size, start)) => {
                self.free_by_size.remove(&(size, start));
                self.free.remove(&start);
                if size > bytes {
                    self.insert_free(start + bytes, size - bytes);
                }
                start
            }
            None => {
                let start = self.high;
                if bytes > self.end - start {
                    return None;
                }
                let end = start + bytes;
                if end > self.committed {
                    let target = round_up(end, COMMIT_STEP).min(self.end);
                    let size = target - self.committed;
                    if !range.commit(range.large_offset(), self.committed, size) {
                        return None;
                    }
                    self.committed = target;
                }
                self.high = end;
                start
            }
        };
        let prefix = range.base() + offset as u64;
        // SAFETY: the pages are committed and belong to this object alone.
        unsafe {
            (prefix as *mut Prefix).write(Prefix {
                bytes: bytes as u64,
                state: YOUNG,
            });
        }
        self.young.push(prefix);
        self.young_bytes += bytes as u64;
        Some((prefix + PREFIX as u64) as *mut u64)
    }

    fn insert_free(&mut self, start: usize, size: usize) {
        self.free.insert(start, size);
        self.free_by_size.insert((size, start));
    }

    fn remove_free(&mut self, start: usize, size: usize) {
        self.free.remove(&start);
        self.free_by_size.remove(&(size, start));
    }

    fn release(&mut self, range: &Range, prefix: u64, bytes: usize, poison: bool) {
        let mut start = (prefix - range.base()) as usize;
        let mut size = bytes;
        if poison {
            // SAFETY: the pages belong to an object that nothing refers to.
            unsafe {
                for index in 0..bytes / 8 {
                    (prefix as *mut u64).add(index).write(BAD_WORD);
                }
            }
        }
        self.freed_since_give_back += bytes;
        if let Some((&before, &length)) = self.free.range(..start).next_back()
            && before + length == start
        {
            self.remove_free(before, length);
            start = before;
            size += length;
        }
        if let Some(&length) = self.free.get(&(start + size)) {
            self.remove_free(start + size, length);
            size += length;
        }
        self.insert_free(start, size);
    }

    /// Ends a minor collection: what it did not reach is freed, what it reached is old. Answers the
    /// bytes that became old.
    pub fn end_minor(&mut self, range: &Range, poison: bool) -> u64 {
        let mut promoted = 0;
        for prefix in std::mem::take(&mut self.young) {
            // SAFETY: the list holds prefixes of objects that were not freed yet.
            let (state, bytes) = unsafe {
                let prefix = prefix as *const Prefix;
                ((*prefix).state, (*prefix).bytes)
            };
            if state == YOUNG {
                self.release(range, prefix, bytes as usize, poison);
            } else {
                promoted += bytes;
                self.old.push(prefix);
            }
        }
        self.young_bytes = 0;
        self.old_bytes += promoted;
        self.give_back(range, GIVE_BACK_AFTER);
        promoted
    }

    /// Ends a marking: what was not marked is freed. There are no young objects then.
    pub fn end_major(&mut self, range: &Range, poison: bool) {
        debug_assert!(self.young.is_empty());
        let mut kept = Vec::with_capacity(self.old.len());
        self.old_bytes = 0;
        for prefix in std::mem::take(&mut self.old) {
            // SAFETY: the list holds prefixes of objects that were not freed yet.
            let (state, bytes) = unsafe {
                let prefix = prefix as *mut Prefix;
                let state = (*prefix).state;
                (*prefix).state = OLD;
                (state, (*prefix).bytes)
            };
            if state == MARKED {
                self.old_bytes += bytes;
                kept.push(prefix);
            } else {
                self.release(range, prefix, bytes as usize, poison);
            }
        }
        self.old = kept;
        self.give_back(range, GIVE_BACK_AFTER / 4);
    }

    fn give_back(&mut self, range: &Range, after: usize) {
        if self.freed_since_give_back >= after {
            self.freed_since_give_back = 0;
            for (&start, &size) in &self.free {
                range.memory().give_back(start, size);
            }
        }
    }

    /// Addresses of all objects, with their bytes, for the verifier.
    pub fn objects(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.young.iter().chain(&self.old).map(|&prefix| {
            // SAFETY: the lists hold prefixes of objects that were not freed yet.
            let bytes = unsafe { (*(prefix as *const Prefix)).bytes };
            (prefix + PREFIX as u64, bytes - PREFIX as u64)
        })
    }
}
