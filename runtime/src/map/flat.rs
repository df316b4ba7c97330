//! Small maps: sorted keys, values beside them.

use super::trie;
use crate::heap;
use crate::term;
use crate::word::{FlatView, Word};
use alate_abi::context::Context;
use alate_abi::layout::{KIND_MAP, MAP_FLAT_LIMIT, MAP_KEYS, MAP_VALUES};

/// Where a key is, or where it belongs.
fn search(map: FlatView, key: Word) -> Result<usize, usize> {
    // A key that is no pointer is identical only to itself.
    if !key.is_pointer()
        && let Some(index) = map.keys().iter().position(|&k| k == key)
    {
        return Ok(index);
    }
    map.keys()
        .binary_search_by(|&probe| term::compare_keys(probe, key))
}

/// The value of a key.
#[inline]
pub fn get(map: FlatView, key: Word) -> Option<Word> {
    let index = if key.is_pointer() {
        search(map, key).ok()?
    } else {
        map.keys().iter().position(|&k| k == key)?
    };
    Some(map.values()[index])
}

/// The map of this keys tuple and these values.
fn with_keys(
    ctx: &mut Context,
    keys: Word,
    count: usize,
    mut value: impl FnMut(usize) -> Word,
) -> Word {
    heap::boxed_with(ctx, KIND_MAP, 0, count + 1, |index| match index {
        0 => keys.0,
        _ => value(index - 1).0,
    })
}

/// The flat map of pairs that are sorted and have different keys.
pub fn from_sorted(ctx: &mut Context, pairs: &[(Word, Word)]) -> Word {
    let keys = heap::tuple_with(ctx, pairs.len(), |index| pairs[index].0);
    with_keys(ctx, keys, pairs.len(), |index| pairs[index].1)
}

fn replace(ctx: &mut Context, map: Word, view: FlatView, index: usize, value: Word) -> Word {
    let values = view.values();
    if values[index] == value {
        return map;
    }
    heap::copy_replaced(ctx, map, MAP_VALUES + index, value.0)
}

/// The map with the key's value set.
pub fn put(ctx: &mut Context, map: Word, view: FlatView, key: Word, value: Word) -> Word {
    let index = match search(view, key) {
        Ok(index) => return replace(ctx, map, view, index, value),
        Err(index) => index,
    };
    let (keys, values) = (view.keys(), view.values());
    let count = view.len() + 1;
    if count > MAP_FLAT_LIMIT {
        let mut pairs: Vec<(Word, Word)> =
            keys.iter().copied().zip(values.iter().copied()).collect();
        pairs.insert(index, (key, value));
        return trie::from_distinct(ctx, &pairs);
    }
    let tuple = heap::copy_inserted(ctx, view.keys_tuple(), 1 + index, key.0);
    let larger = heap::copy_inserted(ctx, map, MAP_VALUES + index, value.0);
    // SAFETY: the copy is new, and the keys tuple is one of a flat map's words.
    unsafe { larger.address().add(MAP_KEYS).write(tuple.0) };
    larger
}

/// The map with the value of a key that it has replaced; `None` if it has not.
pub fn update(
    ctx: &mut Context,
    map: Word,
    view: FlatView,
    key: Word,
    value: Word,
) -> Option<Word> {
    let index = search(view, key).ok()?;
    Some(replace(ctx, map, view, index, value))
}

/// The map without a key.
pub fn remove(ctx: &mut Context, map: Word, view: FlatView, key: Word) -> Word {
    let Ok(index) = search(view, key) else {
        return map;
    };
    let (keys, values) = (view.keys(), view.values());
    let skip = |i: usize| if i < index { i } else { i + 1 };
    let count = view.len() - 1;
    let tuple = heap::tuple_with(ctx, count, |i| keys[skip(i)]);
    with_keys(ctx, tuple, count, |i| values[skip(i)])
}
