//! Words outside the nursery that may point into it.
//!
//! Terms are immutable, so an old object can point to a young one only where the runtime writes a
//! word of a container of its own, and where compiled code fills a hole (tail recursion modulo cons)
//! that a collection has moved. The former call [`Heap::record`](super::Heap::record); the latter the
//! minor collection notes when it copies a hole. After a minor collection nothing young is left, so
//! the list then holds only words that are still holes.

/// Addresses of such words.
#[derive(Debug, Default)]
pub struct Recorded {
    words: Vec<u64>,
}

impl Recorded {
    /// Remembers the word at an address.
    pub fn push(&mut self, slot: *mut u64) {
        self.words.push(slot as u64);
    }

    /// All remembered words; the list is empty afterwards.
    pub fn take(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.words)
    }

    /// Puts back a list emptied by its user, so that its memory is used again.
    pub fn recycle(&mut self, mut list: Vec<u64>) {
        if self.words.is_empty() {
            list.clear();
            self.words = list;
        }
    }

    /// Keeps only the words for which the test is true.
    pub fn retain(&mut self, mut keep: impl FnMut(*mut u64) -> bool) {
        self.words.retain(|&slot| keep(slot as *mut u64));
    }
}
