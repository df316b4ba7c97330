//! An atom's name.

use super::{Refused, intern};
use crate::word::Word;
use alate_abi::layout::{ATOM_NAME, AtomRecord};

/// The record of an atom. Like its name it lives as long as the atom is held where collections see it,
/// so for a worker at least until its next safe point: do not keep either for longer.
fn record(atom: Word) -> Option<&'static AtomRecord> {
    // SAFETY: an atom word is the address of its record plus the tag; see above.
    atom.is_atom()
        .then(|| unsafe { &*(atom.address() as *const AtomRecord) })
}

/// The name of an atom; `None` if the word is none. Nothing keeps the name over a safe point.
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
pub fn from_characters(characters: impl Iterator<Item = char>) -> Result<Word, Refused> {
    intern(&characters.collect::<String>())
}
