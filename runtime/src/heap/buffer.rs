//! Byte buffers outside the heap, for large binaries. `KIND_BUFFER` objects hold their addresses,
//! several maybe the same one. A minor collection frees the young buffers that it did not reach, a
//! major one those that it did not mark.

use std::alloc::{Layout, alloc, dealloc};
use std::sync::atomic::{AtomicU64, Ordering};

use alate_abi::layout::{BUFFER_DATA, Buffer};

/// Not reached by the collection under way, or no collection is under way.
const UNREACHED: u64 = 0;
/// Reached by the collection under way.
const REACHED: u64 = 1;

/// All buffers of a heap.
#[derive(Debug, Default)]
pub struct Buffers {
    young: Vec<*mut Buffer>,
    old: Vec<*mut Buffer>,
    young_bytes: u64,
    old_bytes: u64,
    freed: u64,
}

// SAFETY: the addresses are owned by this structure; the heap's lock guards it.
unsafe impl Send for Buffers {}

fn layout(capacity: u64) -> Option<Layout> {
    let bytes = usize::try_from(capacity).ok()?.checked_add(BUFFER_DATA)?;
    Layout::from_size_align(bytes, 16).ok()
}

/// Notes that a collection reached a buffer; answers its bytes if that is the first time.
///
/// # Safety
/// The address is that of a buffer that was not freed.
pub unsafe fn reach(buffer: *mut Buffer) -> u64 {
    // SAFETY: the caller's contract. A static buffer may lie in read-only memory and is only read.
    unsafe {
        if (*buffer).state.load(Ordering::Relaxed) != UNREACHED {
            return 0;
        }
        (*buffer).state.store(REACHED, Ordering::Relaxed);
        (*buffer).capacity
    }
}

impl Buffers {
    /// A buffer with room for so many bytes, none in use. None if there is no memory.
    pub fn allocate(&mut self, capacity: u64) -> Option<*mut Buffer> {
        let layout = layout(capacity)?;
        // SAFETY: the size is not zero, for the header belongs to it.
        let buffer = unsafe { alloc(layout) }.cast::<Buffer>();
        if buffer.is_null() {
            return None;
        }
        // SAFETY: the memory is ours and large enough.
        unsafe {
            buffer.write(Buffer {
                capacity,
                used: AtomicU64::new(0),
                state: AtomicU64::new(UNREACHED),
                reserved: 0,
            });
        }
        self.young.push(buffer);
        self.young_bytes += capacity + BUFFER_DATA as u64;
        Some(buffer)
    }

    /// Bytes of the buffers made since the last collection, and of the others.
    pub fn bytes(&self) -> (u64, u64) {
        (self.young_bytes, self.old_bytes)
    }

    /// How many buffers there are, and how many were freed since the start.
    pub fn counts(&self) -> (usize, u64) {
        (self.young.len() + self.old.len(), self.freed)
    }

    /// Whether this is the address of a buffer that was not freed.
    pub fn addresses(&self) -> impl Iterator<Item = u64> + '_ {
        self.young.iter().chain(&self.old).map(|&b| b as u64)
    }

    /// Ends a minor collection; answers the bytes that became old.
    pub fn end_minor(&mut self) -> u64 {
        let mut promoted = 0;
        for buffer in std::mem::take(&mut self.young) {
            // SAFETY: the list holds buffers that were not freed.
            unsafe {
                if (*buffer).state.swap(UNREACHED, Ordering::Relaxed) == REACHED {
                    promoted += (*buffer).capacity + BUFFER_DATA as u64;
                    self.old.push(buffer);
                } else {
                    self.free(buffer);
                }
            }
        }
        self.young_bytes = 0;
        self.old_bytes += promoted;
        promoted
    }

    /// Forgets what minor collections noted: a marking begins.
    pub fn begin_major(&mut self) {
        for &buffer in &self.old {
            // SAFETY: the list holds buffers that were not freed.
            unsafe { (*buffer).state.store(UNREACHED, Ordering::Relaxed) };
        }
    }

    /// Ends a marking. There are no young buffers then.
    pub fn end_major(&mut self) {
        debug_assert!(self.young.is_empty());
        let mut kept = Vec::with_capacity(self.old.len());
        self.old_bytes = 0;
        for buffer in std::mem::take(&mut self.old) {
            // SAFETY: the list holds buffers that were not freed.
            unsafe {
                if (*buffer).state.swap(UNREACHED, Ordering::Relaxed) == REACHED {
                    self.old_bytes += (*buffer).capacity + BUFFER_DATA as u64;
                    kept.push(buffer);
                } else {
                    self.free(buffer);
                }
            }
        }
        self.old = kept;
    }

    /// # Safety
    /// The buffer is in no list any more and nothing refers to it.
    unsafe fn free(&mut self, buffer: *mut Buffer) {
        // SAFETY: `allocate` made it with the same layout, whose computation succeeded then.
        unsafe {
            if let Some(layout) = layout((*buffer).capacity) {
                dealloc(buffer.cast::<u8>(), layout);
            }
        }
        self.freed += 1;
    }
}

impl Drop for Buffers {
    fn drop(&mut self) {
        let all: Vec<_> = self.young.drain(..).chain(self.old.drain(..)).collect();
        for buffer in all {
            // SAFETY: the heap ends, so nothing refers to its buffers.
            unsafe { self.free(buffer) };
        }
    }
}
