//! Maps made of many pairs at once.

use super::trie::{self, Entry};
use super::{flat, pairs, put};
use crate::term;
use crate::word::{Failure, Word};
use alate_abi::context::Context;
use alate_abi::layout::MAP_FLAT_LIMIT;

/// The map of these pairs; a later one replaces an earlier one of the same key.
pub fn from_pairs(ctx: &mut Context, pairs: &[(Word, Word)]) -> Word {
    if pairs.len() <= MAP_FLAT_LIMIT {
        // Most maps are small; they need no memory but their own.
        let mut sorted = [(Word::NIL, Word::NIL); MAP_FLAT_LIMIT];
        let sorted = &mut sorted[..pairs.len()];
        sorted.copy_from_slice(pairs);
        return sort_flat(ctx, sorted);
    }
    let mut entries: Vec<Entry> = pairs
        .iter()
        .map(|&(key, value)| Entry {
            hash: term::hash(key),
            key,
            value,
        })
        .collect();
    entries.sort_by_key(|entry| entry.hash);
    drop_replaced(&mut entries);
    if entries.len() > MAP_FLAT_LIMIT {
        return trie::from_entries(ctx, &mut entries);
    }
    let mut sorted: Vec<(Word, Word)> = entries.iter().map(|e| (e.key, e.value)).collect();
    sort_flat(ctx, &mut sorted)
}

/// Sorts, keeps the last of equal keys, builds.
fn sort_flat(ctx: &mut Context, pairs: &mut [(Word, Word)]) -> Word {
    let is_ordered = |pair: &[(Word, Word)]| term::compare_keys(pair[0].0, pair[1].0).is_lt();
    if pairs.windows(2).all(is_ordered) {
        return flat::from_sorted(ctx, pairs);
    }
    pairs.sort_by(|a, b| term::compare_keys(a.0, b.0));
    let mut kept = 0;
    for index in 1..pairs.len() {
        if !term::identical(pairs[index].0, pairs[kept].0) {
            kept += 1;
        }
        pairs[kept] = pairs[index];
    }
    flat::from_sorted(ctx, &pairs[..=kept])
}

/// Of entries sorted by hash in the order they came, keeps the last of each key.
fn drop_replaced(entries: &mut Vec<Entry>) {
    if entries.windows(2).all(|pair| pair[0].hash != pair[1].hash) {
        return;
    }
    // Within a run of equal hashes sort by key, stably: equal keys are then neighbours in order.
    for run in entries.chunk_by_mut(|a, b| a.hash == b.hash) {
        if run.len() > 1 {
            run.sort_by(|a, b| term::compare_keys(a.key, b.key));
        }
    }
    entries.dedup_by(|later, earlier| {
        let same = later.hash == earlier.hash && term::identical(later.key, earlier.key);
        if same {
            earlier.value = later.value;
        }
        same
    });
}

/// The pairs of both maps; those of `b` replace those of `a`.
pub fn merge(ctx: &mut Context, a: Word, b: Word) -> Result<Word, Failure> {
    let size_a = a.map_size().ok_or(Failure::Badmap(a))?;
    let size_b = b.map_size().ok_or(Failure::Badmap(b))?;
    if size_a == 0 || a == b {
        return Ok(b);
    }
    if size_b == 0 {
        return Ok(a);
    }
    if size_b <= size_a / 8 {
        let mut map = a;
        for (key, value) in b.map_pairs().into_iter().flatten() {
            map = put(ctx, map, key, value)?;
        }
        return Ok(map);
    }
    if size_a <= size_b / 8 {
        let mut map = b;
        for (key, value) in a.map_pairs().into_iter().flatten() {
            if super::get(b, key).is_none() {
                map = put(ctx, map, key, value)?;
            }
        }
        return Ok(map);
    }
    let mut both = pairs(a)?;
    both.extend(b.map_pairs().into_iter().flatten());
    Ok(from_pairs(ctx, &both))
}
