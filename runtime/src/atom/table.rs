//! The table of atoms.

use crate::word::Word;
use alate_abi::layout::{ATOM_NAME, AtomRecord, atom_hash};
use alate_abi::word::TAG_ATOM;
use std::sync::{PoisonError, RwLock};

/// How many atoms can be made at run time.
pub const DYNAMIC_LIMIT: usize = 1 << 20;

/// The name is too long, or too many atoms were made at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

/// Address of a record, 0 for a free slot. A plain number, so that the table can be shared.
struct Table {
    /// Open addressing with linear probing; the length is a power of two, at most 3/4 used.
    slots: Vec<usize>,
    used: usize,
    dynamic: usize,
    /// Bytes of the records.
    bytes: usize,
}

static TABLE: RwLock<Table> = RwLock::new(Table {
    slots: Vec::new(),
    used: 0,
    dynamic: 0,
    bytes: 0,
});

/// The record at an address that the table holds.
fn record(address: usize) -> &'static AtomRecord {
    // SAFETY: only addresses of records that live for ever are put into the table.
    unsafe { &*(address as *const AtomRecord) }
}

/// The name of the record at an address.
fn record_name(address: usize) -> &'static [u8] {
    // SAFETY: as above; the name follows its record.
    unsafe {
        std::slice::from_raw_parts(
            (address as *const u8).add(ATOM_NAME),
            record(address).bytes as usize,
        )
    }
}

impl Table {
    /// The slot that holds the name, or the free one where it belongs.
    fn slot(&self, name: &[u8], hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let address = self.slots[slot];
            if address == 0 || (record(address).hash == hash && record_name(address) == name) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn find(&self, name: &[u8], hash: u64) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        let address = self.slots[self.slot(name, hash)];
        (address != 0).then_some(address)
    }

    fn insert(&mut self, address: usize) {
        if (self.used + 1) * 4 > self.slots.len() * 3 {
            let size = (self.slots.len() * 2).max(1024);
            let old = std::mem::replace(&mut self.slots, vec![0; size]);
            for address in old.into_iter().filter(|&address| address != 0) {
                let slot = self.slot(record_name(address), record(address).hash);
                self.slots[slot] = address;
            }
        }
        let name = record_name(address);
        let slot = self.slot(name, record(address).hash);
        self.slots[slot] = address;
        self.used += 1;
        self.bytes += record_size(name.len());
    }
}

/// Bytes of the record of a name: records are aligned to 16 bytes.
fn record_size(name: usize) -> usize {
    (ATOM_NAME + name).next_multiple_of(16)
}

fn word(address: usize) -> Word {
    Word(address as u64 | TAG_ATOM)
}

/// How many atoms there are, and the bytes of their records and of the table.
pub fn figures() -> (usize, usize) {
    let table = TABLE.read().unwrap_or_else(PoisonError::into_inner);
    (table.used, table.bytes + table.slots.len() * 8)
}

/// The atom of that name, if there is one.
pub fn lookup(name: &str) -> Option<Word> {
    let table = TABLE.read().unwrap_or_else(PoisonError::into_inner);
    table
        .find(name.as_bytes(), atom_hash(name.as_bytes()))
        .map(word)
}

/// The atom of that name, made if there is none.
pub fn intern(name: &str) -> Result<Word, Full> {
    if let Some(found) = lookup(name) {
        return Ok(found);
    }
    let characters = name.chars().count();
    if characters > 255 {
        return Err(Full);
    }
    let hash = atom_hash(name.as_bytes());
    let mut table = TABLE.write().unwrap_or_else(PoisonError::into_inner);
    // Another thread may have been faster.
    if let Some(address) = table.find(name.as_bytes(), hash) {
        return Ok(word(address));
    }
    if table.dynamic >= DYNAMIC_LIMIT {
        return Err(Full);
    }
    table.dynamic += 1;
    let address = new_record(name, characters as u32, hash);
    table.insert(address);
    Ok(word(address))
}

/// Makes a record that lives for ever.
fn new_record(name: &str, characters: u32, hash: u64) -> usize {
    // 16-byte units, so that the record is aligned as its type demands.
    let units = record_size(name.len()) / 16;
    let memory: &'static mut [u128] = vec![0u128; units].leak();
    let address = memory.as_mut_ptr();
    debug_assert!((address as usize).is_multiple_of(16));
    // SAFETY: the memory is large enough for the record and the name, aligned, and owned.
    unsafe {
        address.cast::<AtomRecord>().write(AtomRecord {
            bytes: name.len() as u32,
            characters,
            hash,
        });
        std::ptr::copy_nonoverlapping(
            name.as_ptr(),
            address.cast::<u8>().add(ATOM_NAME),
            name.len(),
        );
    }
    address as usize
}

/// Enters static records; answers the first name that already has another record, if any.
///
/// # Safety
/// Each address is that of a filled, 16-aligned record that lives for ever.
pub unsafe fn register_static(addresses: &[u64]) -> Result<(), &'static str> {
    let mut table = TABLE.write().unwrap_or_else(PoisonError::into_inner);
    let mut second = None;
    for &address in addresses {
        let address = address as usize;
        match table.find(record_name(address), record(address).hash) {
            None => table.insert(address),
            Some(found) if found == address => {}
            Some(_) => second = second.or(std::str::from_utf8(record_name(address)).ok()),
        }
    }
    second.map_or(Ok(()), Err)
}
