//! `persistent_term`: one map, replaced as a whole, so that who reads sees one value or the other.

use super::entry::builtins;
use super::processes::world;
use crate::atom::{self, well_known};
use crate::heap;
use crate::map;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

fn terms(ctx: &mut Context) -> Answer {
    let terms = world(ctx)?.persistent();
    Ok(whole(ctx, terms))
}

/// What is held, as a map.
fn whole(ctx: &mut Context, terms: Word) -> Word {
    match terms.is_map() {
        true => terms,
        false => map::from_pairs(ctx, &[]),
    }
}

fn get(ctx: &mut Context, key: Word) -> Answer {
    let terms = terms(ctx)?;
    map::get(terms, key).ok_or(Failure::Badarg)
}

fn get_default(ctx: &mut Context, key: Word, default: Word) -> Answer {
    let terms = terms(ctx)?;
    Ok(map::get(terms, key).unwrap_or(default))
}

fn put(ctx: &mut Context, key: Word, value: Word) -> Answer {
    world(ctx)?.change_persistent(|terms| {
        let terms = whole(ctx, terms);
        map::put(ctx, terms, key, value).map(Some)
    })?;
    Ok(well_known::OK.get())
}

fn erase(ctx: &mut Context, key: Word) -> Answer {
    let has_changed = world(ctx)?.change_persistent(|terms| {
        let terms = whole(ctx, terms);
        match map::get(terms, key) {
            Some(_) => map::remove(ctx, terms, key).map(Some),
            None => Ok(None),
        }
    })?;
    Ok(Word::boolean(has_changed))
}

fn all(ctx: &mut Context) -> Answer {
    let terms = terms(ctx)?;
    let pairs: Vec<Word> = map::pairs(terms)?
        .into_iter()
        .map(|(key, value)| heap::tuple(ctx, &[key, value]))
        .collect();
    Ok(heap::list(ctx, pairs, Word::NIL))
}

/// The memory is that of the map without what the terms hold.
fn info(ctx: &mut Context) -> Answer {
    let count = terms(ctx)?.map_size().unwrap_or(0) as i64;
    let name = |name| atom::intern(name).map_err(|_| Failure::SystemLimit);
    let pairs = [
        (name("count")?, Word::fixnum(count)),
        (name("memory")?, Word::fixnum(64 + count * 24)),
    ];
    Ok(map::from_pairs(ctx, &pairs))
}

builtins! {
    /// `persistent_term:get/1`
    alate_persistent_get(key) = get;
    /// `persistent_term:get/2`
    alate_persistent_get_default(key, default) = get_default;
    /// `persistent_term:put/2`
    alate_persistent_put(key, value) = put;
    /// `persistent_term:erase/1`
    alate_persistent_erase(key) = erase;
    /// `persistent_term:get/0`
    alate_persistent_all() = all;
    /// `persistent_term:info/0`
    alate_persistent_info() = info;
}
