//! An atom's name.

use super::{Full, intern};
use crate::word::Word;
use alate_abi::layout::{ATOM_NAME, AtomRecord};

/// The record of an atom.
fn record(atom: Word) -> Option<&'static AtomRecord> {
    // SAFETY: an atom word is the address of its record plus the tag; records live for ever.
    atom.is_atom()
        .then(|| unsafe { &*(atom.address() as *const AtomRecord) })
}

/// The name of an atom; `None` if the word is none.
pub fn name(atom: Word) -> Option<&'static str> {
    let record = record(atom)?;
    // SAFETY: the name follows its record; names are made from text by `intern` and the compiler.
    unsafe {
        let first = (atom.address() as *const u8).add(ATOM_NAME);
        Some(std::str::from_utf8_unchecked(std::slice::from_raw_parts(
            first,
            record.bytes as usize,
        )))
    }
}

/// The hash of an atom's name.
pub fn hash(atom: Word) -> Option<u64> {
    record(atom).map(|record| record.hash)
}

/// Number of characters of an atom's name.
pub fn characters(atom: Word) -> Option<usize> {
    record(atom).map(|record| record.characters as usize)
}

/// The atom of these characters.
pub fn from_characters(characters: impl Iterator<Item = char>) -> Result<Word, Full> {
    intern(&characters.collect::<String>())
}
