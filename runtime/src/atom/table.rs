//! The table of atoms.

use crate::atom::policy::Policy;
use crate::heap::Heap;
use crate::word::Word;
use alate_abi::layout::{ATOM_NAME, AtomRecord, atom_hash};
use alate_abi::word::TAG_ATOM;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Characters of the longest name.
pub const LONGEST: usize = 255;
/// Fewer slots than this are not worth giving back.
const FEWEST_KEPT: usize = 1 << 17;

/// Why there is no atom of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The name is too long.
    TooLong,
    /// There are too many atoms, or no memory for one more. A major collection may change that.
    Full,
}

/// All atoms by name.
pub(super) struct Table {
    /// Open addressing with linear probing; the length is a power of two, at most 3/4 used.
    slots: Vec<Slot>,
    used: usize,
    /// Bytes of the records that live for ever.
    bytes: usize,
    policy: Policy,
    /// Where records are made that a collection can free. None: those made live for ever.
    heap: Option<&'static Heap>,
}

/// The address of a record, which is a multiple of 16 and below 2⁴⁸, and the lower bits of its hash: most
/// records are told apart, and most tables rebuilt, without a look at the records. 0: free.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Slot(u64);

/// How many bits of the hash a slot has room for.
const HASH_BITS: u32 = 20;
const HASH_MASK: u64 = (1 << HASH_BITS) - 1;

impl Slot {
    const FREE: Slot = Slot(0);

    fn new(address: usize, hash: u64) -> Slot {
        debug_assert!(address.is_multiple_of(16) && address >> 48 == 0);
        Slot((address as u64) << (HASH_BITS - 4) | hash & HASH_MASK)
    }

    fn is_free(self) -> bool {
        self == Slot::FREE
    }

    fn address(self) -> usize {
        (self.0 >> HASH_BITS << 4) as usize
    }

    /// Whether its record may have a hash.
    fn may_have(self, hash: u64) -> bool {
        (self.0 ^ hash) & HASH_MASK == 0
    }

    /// Where it belongs in a table whose length is one more than the mask.
    fn home(self, mask: usize) -> usize {
        match mask as u64 <= HASH_MASK {
            true => self.0 as usize & mask,
            false => record(self.address()).hash as usize & mask,
        }
    }
}

static TABLE: RwLock<Table> = RwLock::new(Table::new());

/// A major collection is to find out which atoms have gone.
static IS_DUE: AtomicBool = AtomicBool::new(false);

fn read() -> RwLockReadGuard<'static, Table> {
    TABLE.read().unwrap_or_else(PoisonError::into_inner)
}

fn write() -> RwLockWriteGuard<'static, Table> {
    TABLE.write().unwrap_or_else(PoisonError::into_inner)
}

/// The record at an address that the table holds.
fn record<'a>(address: usize) -> &'a AtomRecord {
    // SAFETY: a record that the table holds is freed when a collection has taken it out, while no
    // worker runs; nobody here keeps it for so long.
    unsafe { &*(address as *const AtomRecord) }
}

/// The name of the record at an address.
fn record_name<'a>(address: usize) -> &'a [u8] {
    // SAFETY: as above; the name follows its record.
    unsafe {
        std::slice::from_raw_parts(
            (address as *const u8).add(ATOM_NAME),
            record(address).bytes as usize,
        )
    }
}

/// Whether the record at an address is that of a name.
fn is_of(address: usize, name: &[u8], hash: u64) -> bool {
    record(address).hash == hash && record_name(address) == name
}

impl Table {
    /// An empty table whose atoms live for ever.
    pub(super) const fn new() -> Table {
        Table {
            slots: Vec::new(),
            used: 0,
            bytes: 0,
            policy: Policy::new(),
            heap: None,
        }
    }

    /// From now on records are made where the collections of a heap can free them, and so many atoms
    /// made at run time may be live.
    pub(super) fn collect_with(&mut self, heap: &'static Heap, limit: usize) {
        self.heap = Some(heap);
        self.policy.set_limit(limit);
    }

    /// The slot that holds the name, or the free one where it belongs.
    fn slot(&self, name: &[u8], hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let here = self.slots[slot];
            if here.is_free() || here.may_have(hash) && is_of(here.address(), name, hash) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn find(&self, name: &[u8], hash: u64) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        let slot = self.slots[self.slot(name, hash)];
        (!slot.is_free()).then(|| slot.address())
    }

    fn insert(&mut self, address: usize) {
        if (self.used + 1) * 4 > self.slots.len() * 3 {
            self.resize((self.slots.len() * 2).max(1024));
        }
        self.put(Slot::new(address, record(address).hash));
        self.used += 1;
    }

    /// Puts a record whose name is not there yet into a free slot.
    fn put(&mut self, new: Slot) {
        let mask = self.slots.len() - 1;
        let mut slot = new.home(mask);
        while !self.slots[slot].is_free() {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = new;
    }

    /// Changes the number of slots. It closes gaps in any case, so that every atom is found again.
    fn resize(&mut self, size: usize) {
        let old = std::mem::replace(&mut self.slots, vec![Slot::FREE; size]);
        for slot in old.into_iter().filter(|slot| !slot.is_free()) {
            self.put(slot);
        }
    }

    /// The atom of a name that the table does not hold yet.
    fn make(&mut self, name: &str, characters: usize, hash: u64, pinned: bool) -> Option<usize> {
        if self.policy.is_full() {
            return None;
        }
        let bytes = record_size(name.len());
        let address = match self.heap {
            Some(heap) => heap.allocate_atom(bytes, pinned)? as usize,
            // 16-byte units, so that the record is aligned as its type demands.
            None => {
                self.bytes += bytes;
                vec![0u128; bytes / 16].leak().as_mut_ptr() as usize
            }
        };
        debug_assert!(address.is_multiple_of(16));
        // SAFETY: the memory is large enough for the record and the name, aligned, and the caller's.
        unsafe {
            (address as *mut AtomRecord).write(AtomRecord {
                bytes: name.len() as u32,
                characters: characters as u32,
                hash,
            });
            std::ptr::copy_nonoverlapping(
                name.as_ptr(),
                (address as *mut u8).add(ATOM_NAME),
                name.len(),
            );
        }
        self.insert(address);
        self.policy.made();
        Some(address)
    }

    /// The atom of a name, made if there is none. It stays for ever if it is to be `pinned`.
    pub(super) fn intern(&mut self, name: &str, pinned: bool) -> Result<Word, Refused> {
        let hash = atom_hash(name.as_bytes());
        if let Some(address) = self.find(name.as_bytes(), hash) {
            if let Some(heap) = self.heap.filter(|_| pinned) {
                heap.pin_atom(address as u64);
            }
            return Ok(word(address));
        }
        let characters = name.chars().count();
        if characters > LONGEST {
            return Err(Refused::TooLong);
        }
        self.make(name, characters, hash, pinned)
            .map(word)
            .ok_or(Refused::Full)
    }

    /// The atom of a name, if there is one.
    pub(super) fn lookup(&self, name: &str) -> Option<Word> {
        self.find(name.as_bytes(), atom_hash(name.as_bytes()))
            .map(word)
    }

    /// Whether a major collection is to find out which atoms have gone.
    pub(super) fn is_due(&self) -> bool {
        self.heap.is_some() && self.policy.is_due()
    }

    /// Forgets the atoms that a marking has not met; so many bytes are live in the heap.
    pub(super) fn forget(&mut self, heap: &Heap, live_bytes: u64) {
        let mut gone = 0;
        let marks = heap.atom_marks();
        for slot in &mut self.slots {
            // Nobody could foretell a branch here.
            let is_gone = marks.is_gone(slot.address() as u64);
            slot.0 *= u64::from(!is_gone);
            gone += usize::from(is_gone);
        }
        if gone > 0 {
            self.used -= gone;
            self.policy.gone(gone);
            let mut size = self.slots.len();
            while size > FEWEST_KEPT && self.used * 8 < size {
                size /= 2;
            }
            self.resize(size);
        }
        self.policy.settle(live_bytes);
    }

    /// How many atoms there are, and the bytes of their records and of the table.
    pub(super) fn figures(&self) -> (usize, usize) {
        let records = self.bytes + self.heap.map_or(0, Heap::atom_bytes);
        (self.used, records + self.slots.len() * size_of::<Slot>())
    }

    pub(super) fn limit(&self) -> usize {
        self.policy.limit()
    }
}

/// Bytes of the record of a name: records are aligned to 16 bytes.
fn record_size(name: usize) -> usize {
    (ATOM_NAME + name).next_multiple_of(16)
}

fn word(address: usize) -> Word {
    Word(address as u64 | TAG_ATOM)
}

/// From now on atoms are made where the major collections of a heap free those that nothing holds, and
/// so many made at run time may be live. What there is already lives for ever.
pub fn collect_with(heap: &'static Heap, limit: usize) {
    write().collect_with(heap, limit);
    heap.on_marked(|heap, used| {
        write().forget(heap, used.old);
        IS_DUE.store(false, Ordering::Relaxed);
    });
}

/// Whether a major collection is to find out which atoms have gone: whoever lets a program make atoms
/// asks for one then.
#[inline]
pub fn is_collection_due() -> bool {
    IS_DUE.load(Ordering::Relaxed)
}

/// How many atoms made at run time may be live.
pub fn limit() -> usize {
    read().limit()
}

/// How many atoms there are, and the bytes of their records and of the table.
pub fn figures() -> (usize, usize) {
    read().figures()
}

/// The atom of that name, if there is one.
pub fn lookup(name: &str) -> Option<Word> {
    read().lookup(name)
}

/// The atom of that name, made if there is none.
pub fn intern(name: &str) -> Result<Word, Refused> {
    if let Some(found) = lookup(name) {
        return Ok(found);
    }
    // Another thread may be faster: it is looked for once more.
    let mut table = write();
    let answer = table.intern(name, false);
    if table.is_due() {
        IS_DUE.store(true, Ordering::Relaxed);
    }
    answer
}

/// The atom of that name, made if there is none, which stays for ever: for code, which holds atoms where
/// no collection looks, and for threads that are no workers.
pub fn intern_for_ever(name: &str) -> Result<Word, Refused> {
    write().intern(name, true)
}

/// Enters static records; answers the first name that already has another record, if any.
///
/// # Safety
/// Each address is that of a filled, 16-aligned record that lives for ever.
pub unsafe fn register_static(addresses: &[u64]) -> Result<(), &'static str> {
    let mut table = write();
    let mut second = None;
    for &address in addresses {
        let address = address as usize;
        match table.find(record_name(address), record(address).hash) {
            None => {
                table.bytes += record_size(record_name(address).len());
                table.insert(address);
            }
            Some(found) if found == address => {}
            Some(_) => second = second.or(std::str::from_utf8(record_name(address)).ok()),
        }
    }
    second.map_or(Ok(()), Err)
}
