//! Maps: immutable, sharing structure.
//!
//! Up to 32 pairs a map is *flat*: a tuple of keys in key order, shared by maps of the same keys, and
//! the values beside it. A larger one is a *trie* on the hash of its keys, five bits a level from the
//! top, nodes compressed by a bitmap.
//!
//! Invariant: a map of at most 32 pairs is flat, a larger one a trie; and a trie's shape depends on its
//! keys only: a node below the root holds at least two leaves below it, and leaves of equal hashes
//! (a node of bitmap 0) are sorted. So equal maps have equal shapes, whatever their history.

mod flat;
mod merge;
mod trie;

pub use flat::get as get_flat;
pub use merge::{from_pairs, merge};

use crate::word::{Failure, Word};
use alate_abi::context::Context;

/// The value of a key; `None` if it has none, or if this is no map.
pub fn get(map: Word, key: Word) -> Option<Word> {
    if let Some(view) = map.as_flat_map() {
        flat::get(view, key)
    } else {
        trie::get(map.as_trie_map()?, key)
    }
}

/// The map with the key's value set.
pub fn put(ctx: &mut Context, map: Word, key: Word, value: Word) -> Result<Word, Failure> {
    if let Some(view) = map.as_flat_map() {
        Ok(flat::put(ctx, map, view, key, value))
    } else if let Some(view) = map.as_trie_map() {
        Ok(trie::put(ctx, map, view, key, value))
    } else {
        Err(Failure::Badmap(map))
    }
}

/// The map with the value of a key that it has replaced.
pub fn update(ctx: &mut Context, map: Word, key: Word, value: Word) -> Result<Word, Failure> {
    if let Some(view) = map.as_flat_map() {
        flat::update(ctx, map, view, key, value).ok_or(Failure::Badkey(key))
    } else if let Some(view) = map.as_trie_map() {
        trie::update(ctx, map, view, key, value).ok_or(Failure::Badkey(key))
    } else {
        Err(Failure::Badmap(map))
    }
}

/// The map without a key.
pub fn remove(ctx: &mut Context, map: Word, key: Word) -> Result<Word, Failure> {
    if let Some(view) = map.as_flat_map() {
        Ok(flat::remove(ctx, map, view, key))
    } else if let Some(view) = map.as_trie_map() {
        Ok(trie::remove(ctx, map, view, key))
    } else {
        Err(Failure::Badmap(map))
    }
}

/// The pairs of a map.
pub fn pairs(map: Word) -> Result<Vec<(Word, Word)>, Failure> {
    match map.map_pairs() {
        Some(pairs) => Ok(pairs.collect()),
        None => Err(Failure::Badmap(map)),
    }
}

#[cfg(test)]
mod tests;
