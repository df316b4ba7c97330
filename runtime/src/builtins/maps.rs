//! Maps.

use super::entry::builtins;
use super::fail::check_room;
use crate::atom::well_known;
use crate::heap;
use crate::map;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use alate_abi::layout::MAP_FLAT_LIMIT;

/// `Ok` if the word is a map.
fn check(map: Word) -> Result<(), Failure> {
    if map.is_map() {
        Ok(())
    } else {
        Err(Failure::Badmap(map))
    }
}

fn get(_: &mut Context, key: Word, map: Word) -> Answer {
    check(map)?;
    map::get(map, key).ok_or(Failure::Badkey(key))
}

fn get_default(_: &mut Context, key: Word, map: Word, default: Word) -> Answer {
    check(map)?;
    Ok(map::get(map, key).unwrap_or(default))
}

fn find(ctx: &mut Context, key: Word, map: Word) -> Answer {
    check(map)?;
    Ok(match map::get(map, key) {
        Some(value) => heap::tuple(ctx, &[well_known::OK.get(), value]),
        None => well_known::ERROR.get(),
    })
}

fn is_key(_: &mut Context, key: Word, map: Word) -> Answer {
    check(map)?;
    Ok(Word::boolean(map::get(map, key).is_some()))
}

fn take(ctx: &mut Context, key: Word, map: Word) -> Answer {
    check(map)?;
    match map::get(map, key) {
        Some(value) => {
            let rest = map::remove(ctx, map, key)?;
            Ok(heap::tuple(ctx, &[value, rest]))
        }
        None => Ok(well_known::ERROR.get()),
    }
}

fn size(_: &mut Context, map: Word) -> Answer {
    let size = map.map_size().ok_or(Failure::Badmap(map))?;
    Ok(Word::fixnum(size as i64))
}

fn keys(ctx: &mut Context, map: Word) -> Answer {
    let pairs = map::pairs(map)?;
    Ok(heap::list(
        ctx,
        pairs.into_iter().map(|pair| pair.0),
        Word::NIL,
    ))
}

fn values(ctx: &mut Context, map: Word) -> Answer {
    let pairs = map::pairs(map)?;
    Ok(heap::list(
        ctx,
        pairs.into_iter().map(|pair| pair.1),
        Word::NIL,
    ))
}

fn to_list(ctx: &mut Context, map: Word) -> Answer {
    check_room(ctx, map.map_size().unwrap_or(0) * 5)?;
    let mut list = Word::NIL;
    for (key, value) in map::pairs(map)?.into_iter().rev() {
        let pair = heap::tuple(ctx, &[key, value]);
        list = heap::cons(ctx, pair, list);
    }
    Ok(list)
}

fn from_list(ctx: &mut Context, list: Word) -> Answer {
    let length = list.list_length().ok_or(Failure::Badarg)?;
    check_room(ctx, length * 5)?;
    if length > MAP_FLAT_LIMIT {
        let mut pairs = vec![(Word::NIL, Word::NIL); length];
        fill(&mut pairs, list)?;
        return Ok(map::from_pairs(ctx, &pairs));
    }
    let mut pairs = [(Word::NIL, Word::NIL); MAP_FLAT_LIMIT];
    fill(&mut pairs[..length], list)?;
    Ok(map::from_pairs(ctx, &pairs[..length]))
}

/// Takes the pairs of a list of as many tuples.
fn fill(pairs: &mut [(Word, Word)], list: Word) -> Result<(), Failure> {
    for (pair, element) in pairs.iter_mut().zip(list.list()) {
        match element.as_tuple().as_ref().map(|tuple| tuple.elements()) {
            Some(&[key, value]) => *pair = (key, value),
            _ => return Err(Failure::Badarg),
        }
    }
    Ok(())
}

builtins! {
    /// `map_get(key, map)`, `maps:get/2`
    alate_map_get(key, map) = get;
    /// `maps:get(key, map, default)`
    alate_map_get_default(key, map, default) = get_default;
    /// `maps:find(key, map)`
    alate_map_find(key, map) = find;
    /// `is_map_key(key, map)`, `maps:is_key/2`
    alate_map_is_key(key, map) = is_key;
    /// `map_size(map)`, `maps:size/1`
    alate_map_size(map) = size;
    /// `maps:put(key, value, map)`
    alate_map_put(key, value, map) = |ctx, key, value, map| map::put(ctx, map, key, value);
    /// `maps:update(key, value, map)`
    alate_map_update(key, value, map) = |ctx, key, value, map| map::update(ctx, map, key, value);
    /// `maps:remove(key, map)`
    alate_map_remove(key, map) = |ctx, key, map| map::remove(ctx, map, key);
    /// `maps:take(key, map)`
    alate_map_take(key, map) = take;
    /// `maps:keys(map)`
    alate_map_keys(map) = keys;
    /// `maps:values(map)`
    alate_map_values(map) = values;
    /// `maps:to_list(map)` of a map (an iterator is the library's)
    alate_map_to_list(map) = to_list;
    /// `maps:from_list(list)`
    alate_map_from_list(list) = from_list;
    /// `maps:merge(a, b)`
    alate_map_merge(a, b) = map::merge;
}
