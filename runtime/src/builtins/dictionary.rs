//! The process dictionary: a map that the process's record holds.

use super::entry::builtins;
use crate::atom::well_known;
use crate::heap;
use crate::map;
use crate::process::Process;
use crate::term;
use crate::word::{Answer, Word};
use alate_abi::context::Context;

/// Where the record of the running process keeps its dictionary; null if no process runs.
fn slot(ctx: &Context) -> *mut u64 {
    match Process::current(ctx) {
        // SAFETY: the process runs on this worker; only the field's address is kept.
        Some(process) => unsafe { &raw mut process.own().dictionary },
        None => std::ptr::null_mut(),
    }
}

/// The dictionary as a map.
fn dictionary(ctx: &mut Context) -> Word {
    let slot = slot(ctx);
    let word = if slot.is_null() {
        Word::NIL
    } else {
        // SAFETY: a field of the running process's record, which only its own worker touches.
        Word(unsafe { *slot })
    };
    if word.is_map() {
        word
    } else {
        map::from_pairs(ctx, &[])
    }
}

fn store(ctx: &mut Context, dictionary: Word) {
    let slot = slot(ctx);
    if !slot.is_null() {
        // SAFETY: as above. The record is a root of every collection, so nothing is to be remembered.
        unsafe { *slot = dictionary.0 };
    }
}

fn value_or_undefined(value: Option<Word>) -> Word {
    value.unwrap_or_else(|| well_known::UNDEFINED.get())
}

fn put(ctx: &mut Context, key: Word, value: Word) -> Answer {
    let old = dictionary(ctx);
    let new = map::put(ctx, old, key, value)?;
    store(ctx, new);
    Ok(value_or_undefined(map::get(old, key)))
}

fn get(ctx: &mut Context, key: Word) -> Answer {
    let dictionary = dictionary(ctx);
    Ok(value_or_undefined(map::get(dictionary, key)))
}

fn erase(ctx: &mut Context, key: Word) -> Answer {
    let old = dictionary(ctx);
    let new = map::remove(ctx, old, key)?;
    store(ctx, new);
    Ok(value_or_undefined(map::get(old, key)))
}

fn pair_list(ctx: &mut Context, dictionary: Word) -> Answer {
    let mut list = Word::NIL;
    for (key, value) in map::pairs(dictionary)?.into_iter().rev() {
        let pair = heap::tuple(ctx, &[key, value]);
        list = heap::cons(ctx, pair, list);
    }
    Ok(list)
}

fn all(ctx: &mut Context) -> Answer {
    let dictionary = dictionary(ctx);
    pair_list(ctx, dictionary)
}

fn erase_all(ctx: &mut Context) -> Answer {
    let dictionary = dictionary(ctx);
    store(ctx, Word::NIL);
    pair_list(ctx, dictionary)
}

fn keys(ctx: &mut Context) -> Answer {
    let dictionary = dictionary(ctx);
    let pairs = map::pairs(dictionary)?;
    Ok(heap::list(
        ctx,
        pairs.into_iter().map(|pair| pair.0),
        Word::NIL,
    ))
}

fn keys_of(ctx: &mut Context, value: Word) -> Answer {
    let dictionary = dictionary(ctx);
    let keys: Vec<Word> = map::pairs(dictionary)?
        .into_iter()
        .filter(|pair| term::identical(pair.1, value))
        .map(|pair| pair.0)
        .collect();
    Ok(heap::list(ctx, keys, Word::NIL))
}

builtins! {
    /// `put(key, value)`
    alate_dictionary_put(key, value) = put;
    /// `get(key)`
    alate_dictionary_get(key) = get;
    /// `get()`
    alate_dictionary_all() = all;
    /// `get_keys()`
    alate_dictionary_keys() = keys;
    /// `get_keys(value)`
    alate_dictionary_keys_of(value) = keys_of;
    /// `erase(key)`
    alate_dictionary_erase(key) = erase;
    /// `erase()`
    alate_dictionary_erase_all() = erase_all;
}
