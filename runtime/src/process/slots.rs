//! Where the records of processes lie: slots in one range of reserved addresses, so that an
//! identifier leads to its record without a lock, and a record once made is never unmade.

use super::record::Process;
use crate::os::ahead::Ahead;
use crate::os::memory::{HUGE_PAGE, Reservation};
use crate::stack::Stacks;
use alate_abi::word::{PID_BITS, pid};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

/// Memory is committed for so many records at a time: whole huge pages.
const COMMIT_STEP: usize = HUGE_PAGE / size_of::<Process>();
/// With this number of records or more, memory is touched for so many more before they are made.
const PREPARED_FROM: usize = 4 * COMMIT_STEP;
const PREPARED: usize = 4 * COMMIT_STEP;
/// A worker takes and gives so many free slots at a time.
const BATCH: usize = 64;
/// A worker uses its free slots in turn once it has so many: identifiers of processes that have ended
/// come again after 2²⁸ others in each of them.
const RESTED: usize = 64;
/// A worker with more free slots than this gives some back.
const MOST_KEPT: usize = 1024;

/// The slots.
pub struct Slots {
    memory: Reservation,
    stacks: &'static Stacks,
    /// Number of records made so far.
    high: AtomicU32,
    most: usize,
    common: Mutex<Common>,
}

struct Common {
    committed: usize,
    /// Free slots that no worker keeps.
    free: Vec<u32>,
    ahead: Ahead,
}

/// The free slots of one worker, the longest unused first.
#[derive(Default, Debug)]
pub struct FreeSlots(std::collections::VecDeque<u32>);

impl Slots {
    /// Room for at most so many processes; less if there are not so many addresses.
    pub fn new(stacks: &'static Stacks, most: usize) -> Result<Slots, String> {
        // Slot 0 is nobody's: its pid stands for what has no process, such as standard output.
        let mut count = most.min((1 << PID_BITS) - 1) + 1;
        let memory = loop {
            match Reservation::new(count * size_of::<Process>(), HUGE_PAGE) {
                Ok(memory) => break memory,
                Err(_) if count > 1024 => count /= 2,
                Err(error) => {
                    return Err(format!("cannot reserve addresses for processes: {error}"));
                }
            }
        };
        Ok(Slots {
            memory,
            stacks,
            high: AtomicU32::new(1),
            most: count,
            common: Mutex::new(Common {
                committed: 0,
                free: Vec::new(),
                ahead: Ahead::default(),
            }),
        })
    }

    /// The record of a slot, if there is one.
    #[inline]
    pub fn get(&self, slot: u32) -> Option<&'static Process> {
        if slot == 0 || slot >= self.high.load(Ordering::Acquire) {
            return None;
        }
        // SAFETY: slots below `high` hold records, which live as long as the program: the slots of a
        // program's processes are never dropped.
        Some(unsafe { &*self.address(slot) })
    }

    fn address(&self, slot: u32) -> *mut Process {
        let offset = slot as usize * size_of::<Process>();
        (self.memory.base() + offset) as *mut Process
    }

    /// How many slots there are up to the last record made.
    pub fn count(&self) -> usize {
        self.high.load(Ordering::Acquire) as usize
    }

    /// All records made so far, vacant ones too.
    pub fn iter(&self) -> impl Iterator<Item = &'static Process> + '_ {
        (1..self.count() as u32).filter_map(|slot| self.get(slot))
    }

    /// A free slot's record.
    pub fn take(&self, own: &mut FreeSlots) -> Option<&'static Process> {
        if own.0.len() < RESTED
            && let Some(fresh) = self.fresh()
        {
            return Some(fresh);
        }
        if own.0.is_empty() {
            let mut common = self.common.lock().unwrap_or_else(PoisonError::into_inner);
            let from = common.free.len().saturating_sub(BATCH);
            own.0.extend(common.free.drain(from..));
        }
        own.0.pop_front().and_then(|slot| self.get(slot))
    }

    /// Takes back the slot of a process that has ended.
    pub fn give(&self, own: &mut FreeSlots, slot: u32) {
        own.0.push_back(slot);
        if own.0.len() > MOST_KEPT {
            let mut common = self.common.lock().unwrap_or_else(PoisonError::into_inner);
            common.free.extend(own.0.drain(..BATCH));
        }
    }

    /// A record made now. None: there are as many as there can be, or no memory.
    #[cold]
    fn fresh(&self) -> Option<&'static Process> {
        let mut common = self.common.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = common.free.pop() {
            return self.get(slot);
        }
        let slot = self.high.load(Ordering::Relaxed) as usize;
        if slot >= self.most {
            return None;
        }
        if slot >= common.committed {
            self.commit(&mut common)?;
            let size = size_of::<Process>();
            while common.committed >= PREPARED_FROM
                && common.committed < (slot + PREPARED).min(self.most)
                && self.commit(&mut common).is_some()
            {}
            if common.committed >= PREPARED_FROM {
                let end = common.committed * size;
                common.ahead.prepare(self.memory.base(), slot * size, end);
            }
        }
        let process = Process::vacant(self.stacks, pid(slot as u32, 0)).ok()?;
        // SAFETY: the slot's memory is committed, nobody has seen it, and it is aligned: the base is at
        // the start of a page, and the size of a record is a multiple of its alignment.
        unsafe { self.address(slot as u32).write(process) };
        self.high.store(slot as u32 + 1, Ordering::Release);
        self.get(slot as u32)
    }

    /// Commits memory for some more records. None: there is none.
    fn commit(&self, common: &mut Common) -> Option<()> {
        let count = COMMIT_STEP.min(self.most - common.committed);
        let size = size_of::<Process>();
        let page = |bytes: usize| bytes.next_multiple_of(4096);
        let start = page(common.committed * size);
        let end = page((common.committed + count) * size).min(self.memory.size());
        if !self.memory.commit(start, end - start) {
            return None;
        }
        // The first ones stay in small pages, as a small program does.
        if common.committed > 0 {
            self.memory.prefer_huge(start, end - start);
        }
        common.committed += count;
        Some(())
    }
}
