//! Memory for the records of atoms that are made at run time, in an area of their own.
//!
//! The area is made of slabs, each of records of one size in units of 16 bytes. A side table holds a
//! state for each unit: a marking sets it where it meets an atom's word, and what it has not met is
//! free afterwards. The room of atoms, a floor up, knows the names; it forgets them before that by what
//! it has left at [`Heap::on_marked`](crate::heap::Heap::on_marked).

use std::marker::PhantomData;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use alate_abi::layout::AtomRecord;
use alate_abi::word::{IMMEDIATE_MASK, TAG_ATOM};

use crate::heap::nursery::BAD_WORD;
use crate::heap::range::Range;
use crate::os::memory::Reservation;

/// Records lie at multiples of this.
const UNIT: usize = align_of::<AtomRecord>();
/// Bytes of a slab.
const SLAB: usize = 32 << 10;
/// Units of the longest record: 255 characters of four bytes each behind the lengths and the hash.
const MOST_UNITS: usize = (size_of::<AtomRecord>() + 255 * 4).div_ceil(UNIT);
/// Memory is committed for so many slabs at a time.
const COMMIT_STEP: usize = 32;
/// So many free slabs keep their memory, or as many as are in use.
const FEWEST_KEPT: usize = 64;

/// States of a unit: no record begins there; a record begins there; the marking has met it; it stays
/// for ever.
const FREE: u8 = 0;
const USED: u8 = 1;
const MARKED: u8 = 2;
const PINNED: u8 = 3;

/// What a marking does to atoms, and has done.
#[derive(Clone, Copy)]
pub struct AtomMarks<'a> {
    /// First address of the area, and bytes of the slabs in it that were ever in use.
    base: u64,
    size: u64,
    states: *const AtomicU8,
    area: PhantomData<&'a Atoms>,
}

impl AtomMarks<'_> {
    /// Marks the record of a word whose number lies in the range, if it is an atom of the area.
    #[inline]
    pub fn mark(self, word: u64) {
        if word & IMMEDIATE_MASK == TAG_ATOM
            && let Some(state) = self.state(word)
            // Threads that mark write the same, and mostly it is written already.
            && state.load(Ordering::Relaxed) == USED
        {
            state.store(MARKED, Ordering::Relaxed);
        }
    }

    /// Whether the record at an address is one of the area that the marking just done has not met.
    #[inline]
    pub fn is_gone(self, address: u64) -> bool {
        let state = self.state(address);
        state.is_some_and(|state| state.load(Ordering::Relaxed) == USED)
    }

    /// The state of the unit that an address or atom's word lies in.
    #[inline]
    fn state<'a>(self, address: u64) -> Option<&'a AtomicU8>
    where
        Self: 'a,
    {
        let offset = address.wrapping_sub(self.base);
        // SAFETY: the side table is committed for all slabs that were ever in use, and outlives this.
        (offset < self.size).then(|| unsafe { &*self.states.add(offset as usize / UNIT) })
    }
}

/// The area.
#[derive(Debug)]
pub struct Atoms {
    /// First address.
    base: usize,
    /// Slabs that there are addresses for.
    capacity: usize,
    states: Reservation,
    /// How many slabs were ever in use. Written under the lock.
    high: AtomicUsize,
    slabs: Mutex<Slabs>,
}

#[derive(Default, Debug)]
struct Slabs {
    committed: usize,
    /// Of all records.
    units: usize,
    /// Those that were ever in use.
    all: Vec<Slab>,
    /// Those without records.
    free: Vec<u32>,
    /// By the units of their records: those that may have room, the one to look at next last.
    open: Vec<Vec<u32>>,
    /// By units: the slab that records are put into, and the record in it to look on from.
    current: Vec<Option<(u32, usize)>>,
}

#[derive(Clone, Copy, Debug)]
struct Slab {
    /// Of its records; 0: it has none.
    units: usize,
    /// Whether its memory was given back.
    is_returned: bool,
}

impl Atoms {
    /// The area of a range. None if the side table cannot be reserved.
    pub fn new(range: &Range) -> Option<Atoms> {
        let capacity = range.atoms_size() / SLAB;
        Some(Atoms {
            base: range.base() as usize + range.atoms_offset(),
            capacity,
            states: Reservation::new(capacity * (SLAB / UNIT), 4096).ok()?,
            high: AtomicUsize::new(0),
            slabs: Mutex::new(Slabs {
                open: vec![Vec::new(); MOST_UNITS + 1],
                current: vec![None; MOST_UNITS + 1],
                ..Slabs::default()
            }),
        })
    }

    fn slabs(&self) -> MutexGuard<'_, Slabs> {
        self.slabs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a marking needs.
    pub fn marks(&self) -> AtomMarks<'_> {
        AtomMarks {
            base: self.base as u64,
            size: (self.high.load(Ordering::Acquire) * SLAB) as u64,
            area: PhantomData,
            states: self.states.base() as *const AtomicU8,
        }
    }

    /// The state of a unit of a slab that is or was in use.
    fn state(&self, slab: usize, unit: usize) -> &AtomicU8 {
        debug_assert!(slab < self.capacity && unit < SLAB / UNIT);
        let index = slab * (SLAB / UNIT) + unit;
        // SAFETY: the side table is committed for all slabs that were ever in use.
        unsafe { &*(self.states.base() as *const AtomicU8).add(index) }
    }

    fn address(&self, slab: usize, unit: usize) -> usize {
        self.base + slab * SLAB + unit * UNIT
    }

    /// Has the record at an address stay for ever. One outside the area does anyway.
    pub fn pin(&self, address: u64) {
        if let Some(state) = self.marks().state(address) {
            state.store(PINNED, Ordering::Relaxed);
        }
    }

    /// Room for a record of so many bytes, which the caller fills. It stays for ever if it is to be
    /// `pinned`. None: there is no memory.
    pub fn allocate(&self, range: &Range, bytes: usize, pinned: bool) -> Option<*mut u8> {
        let units = bytes.div_ceil(UNIT);
        let mut slabs = self.slabs();
        loop {
            if let Some((slab, from)) = slabs.current[units] {
                let slab = slab as usize;
                let is_free =
                    |index: &usize| self.state(slab, index * units).load(Ordering::Relaxed) == FREE;
                if let Some(index) = (from..SLAB / UNIT / units).find(is_free) {
                    slabs.current[units] = Some((slab as u32, index + 1));
                    slabs.units += units;
                    let state = if pinned { PINNED } else { USED };
                    self.state(slab, index * units)
                        .store(state, Ordering::Relaxed);
                    return Some(self.address(slab, index * units) as *mut u8);
                }
            }
            let next = slabs.open[units].pop();
            let next = next.or_else(|| self.fresh(&mut slabs, range, units))?;
            slabs.current[units] = Some((next, 0));
        }
    }

    /// A slab without records.
    fn fresh(&self, slabs: &mut Slabs, range: &Range, units: usize) -> Option<u32> {
        let slab = match slabs.free.pop() {
            Some(slab) => slab as usize,
            None => {
                if slabs.all.len() == slabs.committed {
                    self.commit(slabs, range)?;
                }
                slabs.all.push(Slab {
                    units: 0,
                    is_returned: false,
                });
                self.high.store(slabs.all.len(), Ordering::Release);
                slabs.all.len() - 1
            }
        };
        slabs.all[slab] = Slab {
            units,
            is_returned: false,
        };
        Some(slab as u32)
    }

    fn commit(&self, slabs: &mut Slabs, range: &Range) -> Option<()> {
        let step = COMMIT_STEP.min(self.capacity - slabs.committed);
        let offset = range.atoms_offset() + slabs.committed * SLAB;
        let each = SLAB / UNIT;
        // The states of two slabs fill a page, and an area has an even number of them.
        let is_done = step > 0
            && range.memory().commit(offset, step * SLAB)
            && self.states.commit(slabs.committed * each, step * each);
        slabs.committed += step;
        is_done.then_some(())
    }

    /// Whether a record of the area begins at an address.
    pub fn is_record(&self, address: u64) -> bool {
        let state = self.marks().state(address);
        address.is_multiple_of(UNIT as u64)
            && state.is_some_and(|state| state.load(Ordering::Relaxed) != FREE)
    }

    /// Bytes of all records.
    pub fn bytes(&self) -> usize {
        self.slabs().units * UNIT
    }

    /// After a marking: frees the records that it has not met. `poison`: fills them.
    ///
    /// # Safety
    /// Nobody knows the address of a record that was not met, and no worker runs.
    pub unsafe fn sweep(&self, range: &Range, poison: bool) {
        let mut guard = self.slabs();
        let slabs = &mut *guard;
        slabs.free.clear();
        slabs.open.iter_mut().for_each(Vec::clear);
        slabs.current.fill(None);
        slabs.units = 0;
        // The first ones are filled first.
        for slab in (0..slabs.all.len()).rev() {
            let units = slabs.all[slab].units;
            let records = SLAB / UNIT / units.max(1);
            let live = match units {
                0 => 0,
                // SAFETY: the caller's contract.
                _ => unsafe { self.sweep_slab(slab, units, poison) },
            };
            slabs.units += live * units;
            if live == 0 {
                slabs.all[slab].units = 0;
                slabs.free.push(slab as u32);
            } else if live < records {
                slabs.open[units].push(slab as u32);
            }
        }
        let used = slabs.all.len() - slabs.free.len();
        let given_back = slabs.free.len().saturating_sub(used.max(FEWEST_KEPT));
        for &slab in &slabs.free[..given_back] {
            let state = &mut slabs.all[slab as usize];
            if !std::mem::replace(&mut state.is_returned, true) {
                let offset = range.atoms_offset() + slab as usize * SLAB;
                range.memory().give_back(offset, SLAB);
            }
        }
    }

    /// Answers how many records of a slab live on.
    unsafe fn sweep_slab(&self, slab: usize, units: usize, poison: bool) -> usize {
        let mut live = 0;
        for index in 0..SLAB / UNIT / units {
            let state = self.state(slab, index * units);
            match state.load(Ordering::Relaxed) {
                MARKED => {
                    state.store(USED, Ordering::Relaxed);
                    live += 1;
                }
                PINNED => live += 1,
                USED => {
                    state.store(FREE, Ordering::Relaxed);
                    if poison {
                        let start = self.address(slab, index * units) as *mut u64;
                        for word in 0..units * UNIT / 8 {
                            // SAFETY: nobody knows the record any more: the caller's contract.
                            unsafe { start.add(word).write(BAD_WORD) };
                        }
                    }
                }
                _ => {}
            }
        }
        live
    }
}
