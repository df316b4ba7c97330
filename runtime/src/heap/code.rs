//! Memory for code that is loaded at run time, in the last area of the range, so that a marking meets
//! the words that lead into it: return words, closures, constants, places in traces.
//!
//! The area is handed out in whole pages, an image at a time. An image is kept while something leads into
//! it; who has loaded it keeps it by words that the roots visit, such as entry cells.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::heap::range::Range;
use crate::os::memory::{PAGE, Reservation, round_up};

/// So many bytes are loaded before a collection is asked for to free what is no longer used, or half of
/// what was in use after the last one.
const ENOUGH: usize = 16 << 20;

/// What a marking does to images.
#[derive(Clone, Copy)]
pub struct CodeMarks<'a> {
    /// First address of the area, and its bytes.
    base: u64,
    size: u64,
    /// For each page: the number of the first page of its image, and one; 0: it is free.
    owners: *const AtomicU32,
    /// For the first page of each image: whether the marking has met it.
    marks: *const AtomicU8,
    area: PhantomData<&'a Code>,
}

impl CodeMarks<'_> {
    /// Whether an address lies in the area.
    #[inline]
    pub fn has(self, address: u64) -> bool {
        address.wrapping_sub(self.base) < self.size
    }

    /// Marks the image that a word leads into, if it does.
    #[inline(never)]
    pub fn mark(self, word: u64) {
        let offset = word.wrapping_sub(self.base);
        if offset >= self.size {
            return;
        }
        // SAFETY: the side tables are committed for the whole area, and outlive this.
        unsafe {
            let owner = (*self.owners.add(offset as usize / PAGE)).load(Ordering::Relaxed);
            if let Some(first) = owner.checked_sub(1) {
                (*self.marks.add(first as usize)).store(1, Ordering::Relaxed);
            }
        }
    }
}

/// The area.
#[derive(Debug)]
pub struct Code {
    base: usize,
    size: usize,
    /// The owners of all pages, then their marks.
    tables: Reservation,
    images: Mutex<Images>,
}

#[derive(Default, Debug)]
struct Images {
    is_ready: bool,
    /// Pages of each image by its first page, and whether it stays whether it is met or not.
    used: BTreeMap<usize, (usize, bool)>,
    /// Runs of free pages by their first one.
    free: BTreeMap<usize, usize>,
    /// Bytes in use after the last collection, and loaded since.
    live: usize,
    loaded: usize,
}

impl Code {
    /// The area of a range. None if the side tables cannot be reserved.
    pub fn new(range: &Range) -> Option<Code> {
        let pages = range.code_size() / PAGE;
        Some(Code {
            base: range.base() as usize + range.code_offset(),
            size: range.code_size(),
            tables: Reservation::new(round_up(pages * 5, PAGE), PAGE).ok()?,
            images: Mutex::default(),
        })
    }

    fn images(&self) -> MutexGuard<'_, Images> {
        self.images.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pages(&self) -> usize {
        self.size / PAGE
    }

    fn owners(&self) -> *const AtomicU32 {
        self.tables.base() as *const AtomicU32
    }

    fn marks_table(&self) -> *const AtomicU8 {
        (self.tables.base() + self.pages() * 4) as *const AtomicU8
    }

    /// What a marking needs. Forgets what an earlier one has met.
    pub fn begin_marking(&self) -> CodeMarks<'_> {
        let images = self.images();
        for first in images.used.keys() {
            // SAFETY: the tables are committed once there are images.
            unsafe { (*self.marks_table().add(*first)).store(0, Ordering::Relaxed) };
        }
        CodeMarks {
            base: self.base as u64,
            // Without images nothing leads into the area, and the tables are not there.
            size: if images.is_ready { self.size as u64 } else { 0 },
            owners: self.owners(),
            marks: self.marks_table(),
            area: PhantomData,
        }
    }

    /// Memory for an image, writable, which stays until it is [`settled`](Self::settle). None: there is
    /// none.
    pub fn allocate(&self, range: &Range, bytes: usize) -> Option<usize> {
        let pages = round_up(bytes.max(1), PAGE) / PAGE;
        let mut images = self.images();
        if !images.is_ready {
            if !self.tables.commit(0, self.tables.size()) {
                return None;
            }
            images.is_ready = true;
            images.free.insert(0, self.pages());
        }
        let (&first, &room) = images.free.iter().find(|(_, room)| **room >= pages)?;
        let offset = range.code_offset() + first * PAGE;
        if !range.memory().commit(offset, pages * PAGE) {
            return None;
        }
        images.free.remove(&first);
        if room > pages {
            images.free.insert(first + pages, room - pages);
        }
        images.used.insert(first, (pages, true));
        images.loaded += pages * PAGE;
        for page in first..first + pages {
            // SAFETY: the tables are committed, and the page lies in the area.
            unsafe { (*self.owners().add(page)).store(first as u32 + 1, Ordering::Relaxed) };
        }
        Some(self.base + first * PAGE)
    }

    /// Makes the first bytes of an image, whole pages, executable and no longer writable. False if the
    /// system refuses.
    #[must_use]
    pub fn allow_execution(&self, range: &Range, address: usize, bytes: usize) -> bool {
        let offset = address - range.base() as usize;
        range.memory().allow_execution(offset, bytes)
    }

    /// From now on an image stays only while something leads into it.
    ///
    /// Who loads is no worker, so a marking may be under way, which has looked at the words that lead here
    /// before they did: it counts as one that has met the image.
    pub fn settle(&self, address: usize) {
        let first = (address - self.base) / PAGE;
        if let Some((_, stays)) = self.images().used.get_mut(&first) {
            *stays = false;
            // SAFETY: the tables are committed once there are images.
            unsafe { (*self.marks_table().add(first)).store(1, Ordering::Relaxed) };
        }
    }

    /// Frees the memory of an image that nobody knows.
    pub fn release(&self, range: &Range, address: usize) {
        let first = (address - self.base) / PAGE;
        let mut images = self.images();
        self.free(&mut images, range, first);
    }

    fn free(&self, images: &mut Images, range: &Range, first: usize) {
        let Some((pages, _)) = images.used.remove(&first) else {
            return;
        };
        for page in first..first + pages {
            // SAFETY: as above.
            unsafe { (*self.owners().add(page)).store(0, Ordering::Relaxed) };
        }
        range
            .memory()
            .give_back(range.code_offset() + first * PAGE, pages * PAGE);
        let mut run = (first, pages);
        if let Some((&before, &room)) = images.free.range(..first).next_back()
            && before + room == first
        {
            images.free.remove(&before);
            run = (before, room + pages);
        }
        if let Some(room) = images.free.remove(&(first + pages)) {
            run.1 += room;
        }
        images.free.insert(run.0, run.1);
    }

    /// After a marking: addresses and bytes of the images that it has not met.
    pub fn unmet(&self) -> Vec<(usize, usize)> {
        let images = self.images();
        let unmet = images.used.iter().filter(|(first, (_, stays))| {
            // SAFETY: the tables are committed once there are images.
            let mark = unsafe { (*self.marks_table().add(**first)).load(Ordering::Relaxed) };
            !stays && mark == 0
        });
        let place = |(first, (pages, _)): (&usize, &(usize, bool))| {
            (self.base + first * PAGE, pages * PAGE)
        };
        unmet.map(place).collect()
    }

    /// Frees images, and counts what is left.
    pub fn sweep(&self, range: &Range, unmet: &[(usize, usize)]) {
        let mut images = self.images();
        for (address, _) in unmet {
            self.free(&mut images, range, (address - self.base) / PAGE);
        }
        let pages: usize = images.used.values().map(|(pages, _)| pages).sum();
        images.live = pages * PAGE;
        images.loaded = 0;
    }

    /// Whether so much has been loaded that a collection is worth its while.
    pub fn wants_collection(&self) -> bool {
        let images = self.images();
        images.loaded > ENOUGH.max(images.live / 2)
    }

    /// Bytes of all images.
    pub fn bytes(&self) -> usize {
        let images = self.images();
        images.used.values().map(|(pages, _)| pages * PAGE).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area() -> (Range, Code) {
        let range = Range::new(1 << 30).expect("addresses");
        let code = Code::new(&range).expect("tables");
        (range, code)
    }

    #[test]
    fn an_image_stays_until_it_is_settled_and_while_it_is_met() {
        let (range, code) = area();
        let first = code.allocate(&range, 3 * PAGE).expect("room");
        let second = code.allocate(&range, 1).expect("room");
        assert_eq!(code.bytes(), 4 * PAGE);
        code.begin_marking();
        assert_eq!(code.unmet(), []);
        code.settle(first);
        code.settle(second);
        // Any word into it counts, whatever its tag.
        code.begin_marking().mark((first + 2 * PAGE + 13) as u64);
        assert_eq!(code.unmet(), [(second, PAGE)]);
        code.sweep(&range, &code.unmet());
        assert_eq!(code.bytes(), 3 * PAGE);
        code.begin_marking();
        code.sweep(&range, &code.unmet());
        assert_eq!(code.bytes(), 0);
    }

    #[test]
    fn an_image_that_is_settled_during_a_marking_stays() {
        let (range, code) = area();
        let image = code.allocate(&range, PAGE).expect("room");
        code.begin_marking();
        code.settle(image);
        assert_eq!(code.unmet(), []);
        code.begin_marking();
        assert_eq!(code.unmet(), [(image, PAGE)]);
    }

    #[test]
    fn freed_runs_of_pages_join() {
        let (range, code) = area();
        let all: Vec<usize> = (0..4)
            .map(|_| code.allocate(&range, PAGE).expect("room"))
            .collect();
        for index in [0, 2, 1] {
            code.release(&range, all[index]);
        }
        let again = code.allocate(&range, 3 * PAGE).expect("room");
        assert_eq!(again, all[0]);
        // It reads as zeros, and can be written to after it was executable.
        assert!(code.allow_execution(&range, again, PAGE));
        code.release(&range, again);
        let last = code.allocate(&range, PAGE).expect("room") as *mut u8;
        // SAFETY: it was just allocated.
        unsafe {
            assert_eq!(*last, 0);
            last.write(1);
        }
    }

    #[test]
    fn words_elsewhere_mean_nothing() {
        let (range, code) = area();
        code.begin_marking().mark(range.base());
        assert!(
            !code
                .begin_marking()
                .has(range.base() + range.code_offset() as u64)
        );
        let image = code.allocate(&range, PAGE).expect("room");
        assert!(code.begin_marking().has(image as u64));
        assert!(
            !code
                .begin_marking()
                .has(range.base() + range.atoms_offset() as u64)
        );
    }
}
