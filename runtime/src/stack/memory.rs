//! Where stacks get their memory: small ones from a pool of size classes, great ones from pages of
//! their own, which the system moves without copying.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use alate_abi::context::RED_ZONE;

use crate::os::ahead::Ahead;
use crate::os::memory::{PAGE, PageBlock, round_up};
use crate::stack::walk::{FrameTable, Rows};

/// What lies above a stack's limit.
pub const BEYOND_LIMIT: usize = RED_ZONE as usize;
/// Bytes of a new stack, what lies beyond the limit not counted: 24 words.
pub const INITIAL: usize = 192;
/// Class k holds stacks of `INITIAL << k` bytes and what lies beyond the limit; this many classes are pooled.
const CLASSES: usize = 10;
/// The pool takes memory in slabs of this size at first; a later one is as large as all before it
/// together, up to a limit, for great blocks are backed by huge pages.
const SMALLEST_SLAB: usize = 1 << 20;
const LARGEST_SLAB: usize = 32 << 20;
/// In slabs of this size and more so many bytes are touched before they are needed.
const PREPARED_FROM: usize = 4 << 20;
const PREPARED: usize = 8 << 20;

/// What all stacks share: the pool, the limit, and what is known of compiled code.
pub struct Stacks {
    limit: usize,
    pool: Mutex<Pool>,
    watermark_stub: AtomicU64,
    frames: Frames,
}

/// Rows of return addresses, and those of them that nobody has looked for yet: a program that raises
/// nothing and has no deep stack needs no table.
#[derive(Default)]
struct Frames {
    new: Mutex<Vec<Rows>>,
    has_new: AtomicBool,
    table: RwLock<Arc<FrameTable>>,
}

#[derive(Default)]
struct Pool {
    free: [Vec<usize>; CLASSES],
    slabs: Vec<PageBlock>,
    /// Unused part of the last slab.
    next: usize,
    end: usize,
    /// From where on more of it is touched before it is needed.
    prepared: usize,
    ahead: Ahead,
}

impl Pool {
    /// Has the part of a great slab that comes next touched.
    fn prepare(&mut self) {
        if let Some(slab) = self.slabs.last() {
            let next = self.next - slab.base();
            let to = (next + PREPARED).min(slab.size());
            self.ahead.prepare(slab.base(), next, to);
            self.prepared = self.next + PREPARED / 4;
        }
    }
}

/// Memory of one stack.
#[derive(Debug)]
pub enum Memory {
    /// Address and class of a piece of the pool.
    Pooled(usize, usize),
    Pages(PageBlock),
}

impl Memory {
    /// First address.
    pub fn base(&self) -> usize {
        match self {
            Memory::Pooled(base, _) => *base,
            Memory::Pages(block) => block.base(),
        }
    }

    /// Bytes up to the limit.
    pub fn usable(&self) -> usize {
        match self {
            Memory::Pooled(_, class) => INITIAL << class,
            Memory::Pages(block) => block.size() - BEYOND_LIMIT,
        }
    }
}

/// Bytes of pages for a stack of so many usable bytes.
pub fn page_bytes(usable: usize) -> usize {
    round_up(usable.saturating_add(BEYOND_LIMIT), PAGE)
}

impl Stacks {
    /// Stacks of at most `limit` bytes each.
    pub fn new(limit: usize) -> Stacks {
        Stacks {
            limit: limit.max(INITIAL),
            pool: Mutex::new(Pool::default()),
            watermark_stub: AtomicU64::new(0),
            frames: Frames::default(),
        }
    }

    /// Greatest stack in bytes.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Tells, before compiled code runs, the address of the stub that a return through the watermark
    /// reaches (0: no watermarks).
    pub fn set_watermark_stub(&self, stub: u64) {
        self.watermark_stub.store(stub, Ordering::Relaxed);
    }

    /// Takes in the rows of all return addresses of an object, before its code runs.
    pub fn add_code(&self, rows: Rows) {
        let new = self.frames.new.lock();
        new.unwrap_or_else(PoisonError::into_inner).push(rows);
        self.frames.has_new.store(true, Ordering::Release);
    }

    /// Forgets the rows of code in these ranges, first address and bytes, sorted, before it is freed.
    pub fn remove_code(&self, ranges: &[(usize, usize)]) {
        if ranges.is_empty() {
            return;
        }
        // Rows that nobody has looked for yet may be among them.
        drop(self.frames());
        let table = self.frames.table.write();
        let mut table = table.unwrap_or_else(PoisonError::into_inner);
        Arc::make_mut(&mut table).remove(ranges);
    }

    /// Address of the watermark's stub, 0 if there is none.
    pub fn watermark_stub(&self) -> u64 {
        self.watermark_stub.load(Ordering::Relaxed)
    }

    /// The table of return addresses.
    pub fn frames(&self) -> Arc<FrameTable> {
        if self.frames.has_new.load(Ordering::Acquire) {
            let mut new = self
                .frames
                .new
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let table = self.frames.table.write();
            let mut table = table.unwrap_or_else(PoisonError::into_inner);
            // It is copied if somebody walks by it now.
            let table = Arc::make_mut(&mut table);
            new.drain(..).for_each(|rows| table.add(rows));
            self.frames.has_new.store(false, Ordering::Release);
        }
        let table = self.frames.table.read();
        Arc::clone(&table.unwrap_or_else(PoisonError::into_inner))
    }

    /// Memory of at least so many usable bytes.
    pub fn allocate(&self, usable: usize) -> Option<Memory> {
        let class = usable
            .div_ceil(INITIAL)
            .max(1)
            .next_power_of_two()
            .trailing_zeros() as usize;
        if class >= CLASSES {
            return PageBlock::new(page_bytes(usable)).map(Memory::Pages);
        }
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(base) = pool.free[class].pop() {
            return Some(Memory::Pooled(base, class));
        }
        let size = (INITIAL << class) + BEYOND_LIMIT;
        if pool.end - pool.next < size {
            let all: usize = pool.slabs.iter().map(PageBlock::size).sum();
            let slab = PageBlock::new(all.clamp(SMALLEST_SLAB, LARGEST_SLAB))?;
            pool.next = slab.base();
            pool.end = slab.base() + slab.size();
            pool.prepared = match slab.size() < PREPARED_FROM {
                true => pool.end,
                false => pool.next,
            };
            pool.ahead.forget();
            pool.slabs.push(slab);
        }
        let base = pool.next;
        pool.next += size;
        if pool.next > pool.prepared {
            pool.prepare();
        }
        Some(Memory::Pooled(base, class))
    }

    /// Takes memory back.
    pub fn release(&self, memory: Memory) {
        if let Memory::Pooled(base, class) = memory {
            let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
            pool.free[class].push(base);
        }
    }
}
