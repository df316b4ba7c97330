//! Maps of all sizes against a model.

use super::*;
use crate::heap::{self, testing::context};
use crate::term;
use crate::word::Word;
use alate_abi::context::Context;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A key of one of several kinds; keys of different numbers differ.
fn key(ctx: &mut Context, number: i64) -> Word {
    match number.rem_euclid(4) {
        0 => Word::fixnum(number),
        1 => heap::float(ctx, number as f64),
        2 => heap::tuple(ctx, &[Word::fixnum(number)]),
        _ => heap::cons(ctx, Word::fixnum(number), Word::NIL),
    }
}

fn checked(map: Word) -> Word {
    let size = map.map_size().unwrap();
    assert_eq!(size > 32, map.as_trie_map().is_some());
    let pairs = pairs(map).unwrap();
    assert_eq!(pairs.len(), size);
    for (key, value) in pairs {
        assert_eq!(get(map, key), Some(value));
    }
    map
}

proptest! {
    #[test]
    fn maps_agree_with_a_model(steps in prop::collection::vec((any::<bool>(), 0i64..60, 0i64..5), 0..300)) {
        let mut context = context();
        let ctx = &mut *context;
        let mut map = from_pairs(ctx, &[]);
        let mut model = BTreeMap::new();
        for (adding, number, value) in steps {
            let key = key(ctx, number);
            if adding || number % 3 != 0 {
                map = put(ctx, map, key, Word::fixnum(value)).unwrap();
                model.insert(number, value);
            } else {
                map = remove(ctx, map, key).unwrap();
                model.remove(&number);
            }
            prop_assert_eq!(map.map_size(), Some(model.len()));
        }
        checked(map);
        for number in 0..60 {
            let key = key(ctx, number);
            prop_assert_eq!(get(map, key), model.get(&number).map(|v| Word::fixnum(*v)));
        }
        // The same pairs in another order, made at once, are an equal map of an equal hash.
        let pairs: Vec<_> = model.iter().rev().map(|(n, v)| (key(ctx, *n), Word::fixnum(*v))).collect();
        let again = checked(from_pairs(ctx, &pairs));
        prop_assert!(term::identical(map, again));
        prop_assert!(term::compare(map, again).is_eq());
        prop_assert_eq!(term::hash(map), term::hash(again));
        // One changed value makes it unequal.
        if let Some((number, value)) = model.first_key_value() {
            let key = key(ctx, *number);
            let other = put(ctx, map, key, Word::fixnum(value + 1)).unwrap();
            prop_assert!(!term::equal(map, other));
            prop_assert!(term::compare(map, other).is_lt());
            prop_assert!(term::compare(other, map).is_gt());
        }
    }

    #[test]
    fn merging_prefers_the_second(a in prop::collection::btree_map(0i64..120, 0i64..3, 0..90), b in prop::collection::btree_map(0i64..120, 3i64..6, 0..90)) {
        let mut context = context();
        let ctx = &mut *context;
        let build = |ctx: &mut Context, model: &BTreeMap<i64, i64>| {
            let pairs: Vec<_> = model.iter().map(|(n, v)| (key(ctx, *n), Word::fixnum(*v))).collect();
            from_pairs(ctx, &pairs)
        };
        let (x, y) = (build(ctx, &a), build(ctx, &b));
        let merged = checked(merge(ctx, x, y).unwrap());
        let mut model = a.clone();
        model.extend(b);
        let expected = build(ctx, &model);
        prop_assert!(term::identical(merged, expected));
    }
}

#[test]
fn ones_are_different_keys() {
    let mut context = context();
    let ctx = &mut *context;
    let float = heap::float(ctx, 1.0);
    let pairs = [
        (float, Word::NIL),
        (Word::fixnum(1), Word::NIL),
        (Word::fixnum(2), Word::NIL),
    ];
    let map = checked(from_pairs(ctx, &pairs));
    assert_eq!(map.map_size(), Some(3));
    let keys: Vec<_> = map.map_pairs().unwrap().map(|(key, _)| key).collect();
    assert_eq!(keys, [Word::fixnum(1), Word::fixnum(2), float]);
}

#[test]
fn later_pairs_replace_earlier_ones() {
    let mut context = context();
    let ctx = &mut *context;
    let pairs: Vec<_> = (0..200)
        .map(|i| (key(ctx, i % 50), Word::fixnum(i)))
        .collect();
    let map = checked(from_pairs(ctx, &pairs));
    assert_eq!(map.map_size(), Some(50));
    let seven = key(ctx, 7);
    assert_eq!(get(map, seven), Some(Word::fixnum(157)));
    let small = from_pairs(ctx, &[(seven, Word::fixnum(1)), (seven, Word::fixnum(2))]);
    assert_eq!(get(small, seven), Some(Word::fixnum(2)));
}

#[test]
fn unchanged_maps_are_the_same_word() {
    let mut context = context();
    let ctx = &mut *context;
    for count in [5, 500] {
        let pairs: Vec<_> = (0..count)
            .map(|i| (Word::fixnum(i), Word::fixnum(i)))
            .collect();
        let map = from_pairs(ctx, &pairs);
        assert_eq!(put(ctx, map, Word::fixnum(3), Word::fixnum(3)), Ok(map));
        assert_eq!(remove(ctx, map, Word::fixnum(-1)), Ok(map));
        let absent = update(ctx, map, Word::fixnum(-1), Word::NIL);
        assert_eq!(absent, Err(Failure::Badkey(Word::fixnum(-1))));
        let updated = update(ctx, map, Word::fixnum(3), Word::NIL).unwrap();
        assert_eq!(get(updated, Word::fixnum(3)), Some(Word::NIL));
    }
    assert_eq!(
        put(ctx, Word::NIL, Word::NIL, Word::NIL),
        Err(Failure::Badmap(Word::NIL))
    );
}

#[test]
fn maps_nest_as_keys() {
    let mut context = context();
    let ctx = &mut *context;
    let nest = |ctx: &mut Context, innermost: i64| {
        let mut map = Word::fixnum(innermost);
        for _ in 0..100 {
            let mut pairs = vec![(map, Word::NIL)];
            pairs.extend((0..33).map(|i| (Word::fixnum(i), Word::NIL)));
            map = from_pairs(ctx, &pairs);
        }
        map
    };
    let (a, b, c) = (nest(ctx, 70), nest(ctx, 70), nest(ctx, 71));
    assert!(term::identical(a, b));
    assert!(term::compare(a, b).is_eq());
    assert!(term::compare(a, c).is_lt());
    assert!(term::compare(c, a).is_gt());
}

/// Two different pairs whose hashes are equal, found by undoing the mixing of the last element.
fn colliding(ctx: &mut Context, first: i64) -> [Word; 2] {
    let mix = |hash: u64, value: u64| {
        let product = (hash ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        product ^ (product >> 29)
    };
    let start = mix(1, 11 + (2 << 8));
    let a = Word::fixnum(first);
    (first + 1..)
        .map(Word::fixnum)
        .find_map(|other| {
            let last = Word(mix(start, a.0) ^ mix(start, other.0));
            let pair = [(a, Word::fixnum(0)), (other, last)];
            last.is_fixnum()
                .then(|| pair.map(|(x, y)| heap::tuple(ctx, &[x, y])))
        })
        .unwrap()
}

#[test]
fn keys_of_equal_hashes_are_told_apart() {
    let mut context = context();
    let ctx = &mut *context;
    let [a, b] = colliding(ctx, 5);
    assert_eq!(term::hash(a), term::hash(b));
    assert!(!term::identical(a, b));
    let mut pairs: Vec<_> = (0..40).map(|i| (Word::fixnum(i), Word::NIL)).collect();
    let plain = from_pairs(ctx, &pairs);
    pairs.push((b, Word::fixnum(2)));
    pairs.push((a, Word::fixnum(1)));
    let at_once = checked(from_pairs(ctx, &pairs));
    let one = put(ctx, plain, a, Word::fixnum(1)).unwrap();
    assert_eq!(get(one, b), None);
    let both = checked(put(ctx, one, b, Word::fixnum(2)).unwrap());
    assert!(term::identical(both, at_once));
    assert_eq!(get(both, a), Some(Word::fixnum(1)));
    let again = put(ctx, both, a, Word::fixnum(3)).unwrap();
    assert_eq!(get(again, a), Some(Word::fixnum(3)));
    let only_a = checked(remove(ctx, both, b).unwrap());
    assert!(term::identical(only_a, one));
    let none = checked(remove(ctx, only_a, a).unwrap());
    assert!(term::identical(none, plain));
}
