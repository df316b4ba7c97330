//! Tables against models of Rust's library, with collections between the steps.

use super::*;
use crate::heap::roots::Roots;
use crate::heap::{self, Heap, Kind, Options};
use crate::number;
use crate::term::{self, Syntax};
use crate::word::Word;
use alate_abi::context::Context;
use proptest::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A key: integers and floats of the same value are one key in ordered sets only.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
enum Key {
    Integer(i8),
    Float(i8),
    /// On the heap, so that it moves.
    Tuple(i8),
}

#[derive(Clone, Debug)]
enum Step {
    Insert(Key, i8),
    Delete(Key),
    DeleteObject(Key, i8),
    DeleteSome(i8),
    Fix,
    Release,
    Clear,
    Minor,
    Major,
}

fn key() -> impl Strategy<Value = Key> {
    prop_oneof![
        (0i8..12).prop_map(Key::Integer),
        (0i8..12).prop_map(Key::Float),
        (0i8..12).prop_map(Key::Tuple),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => (key(), 0i8..4).prop_map(|(key, value)| Step::Insert(key, value)),
        5 => key().prop_map(Step::Delete),
        3 => (key(), 0i8..4).prop_map(|(key, value)| Step::DeleteObject(key, value)),
        1 => (0i8..4).prop_map(Step::DeleteSome),
        1 => Just(Step::Fix),
        1 => Just(Step::Release),
        1 => Just(Step::Clear),
        2 => Just(Step::Minor),
        1 => Just(Step::Major),
    ]
}

/// A table in a heap of its own.
struct World {
    heap: Box<Heap>,
    context: Box<Context>,
    tables: Tables,
    table: Arc<Table>,
}

const OWNER: u64 = 77;

impl World {
    fn new(kind: Type) -> World {
        let heap = Box::new(Heap::new(Options::default()).unwrap());
        let mut context = Box::new(Context::new());
        context.heap = &raw const *heap as u64;
        let tables = Tables::default();
        let state = State::new(kind, 0, OWNER, Word::NIL);
        assert!(tables.enter(Table::new(1, kind, 0, Told::default(), state)));
        let table = tables.find(Id::Number(1)).unwrap();
        World {
            heap,
            context,
            tables,
            table,
        }
    }

    fn key(&mut self, key: Key) -> Word {
        let ctx = &mut *self.context;
        match key {
            Key::Integer(n) => number::small(ctx, i64::from(n)),
            Key::Float(n) => heap::float(ctx, f64::from(n)),
            Key::Tuple(n) => heap::tuple(ctx, &[Word::fixnum(i64::from(n))]),
        }
    }

    /// `{key, [value]}`
    fn object(&mut self, key: Key, value: i8) -> Word {
        let key = self.key(key);
        let ctx = &mut *self.context;
        let value = heap::cons(ctx, Word::fixnum(i64::from(value)), Word::NIL);
        heap::tuple(ctx, &[key, value])
    }

    fn write<R>(&self, write: impl FnOnce(&mut State) -> R) -> R {
        self.tables.write(&self.table, write)
    }

    fn collect(&mut self, kind: Kind) {
        // SAFETY: nothing runs; only the table holds words.
        let room = unsafe {
            self.heap.collect(
                kind,
                &[&raw mut *self.context],
                &mut &self.tables,
                &crate::heap::NoHelp,
            )
        };
        assert_eq!(room, heap::Room::Enough);
        self.tables.settle();
        // SAFETY: as above.
        unsafe { self.heap.verify(&mut &self.tables) }.unwrap();
    }

    fn run(&mut self, step: &Step) {
        match *step {
            Step::Insert(key, value) => {
                let object = self.object(key, value);
                self.write(|state| state.storage.insert(object));
            }
            Step::Delete(key) => {
                let key = self.key(key);
                self.write(|state| state.storage.remove(key, state.is_fixed()));
            }
            Step::DeleteObject(key, value) => {
                let object = self.object(key, value);
                let key = self.table.key(object).unwrap();
                self.write(|state| {
                    let is_fixed = state.is_fixed();
                    state.storage.remove_object(key, object, is_fixed);
                });
            }
            Step::DeleteSome(value) => self.write(|state| {
                let mut places = Vec::new();
                state.storage.walk(From::Start, true, &mut |at, object| {
                    if value_of(object) == value {
                        places.push(at);
                    }
                    true
                });
                let is_fixed = state.is_fixed();
                state.storage.remove_many(&places, is_fixed);
            }),
            Step::Fix => self.tables.fix(&self.table, OWNER, (0, 0)),
            Step::Release => self.tables.release(&self.table, OWNER),
            Step::Clear => self.write(State::clear),
            Step::Minor => self.collect(Kind::Minor),
            Step::Major => self.collect(Kind::Major),
        }
    }

    fn lookup(&mut self, key: Key) -> Vec<(String, i8)> {
        let key = self.key(key);
        let found = self
            .tables
            .read(&self.table, |state| state.storage.lookup(key));
        found.into_iter().map(shown).collect()
    }

    /// All objects, in batches of a size.
    fn all(&self, forwards: bool, batch: usize) -> Vec<(String, i8)> {
        let mut all = Vec::new();
        let mut from = From::Start;
        loop {
            let (mut left, mut last) = (batch, None);
            let ended = self.tables.read(&self.table, |state| {
                let ended = state.storage.walk(from, forwards, &mut |at, object| {
                    all.push(shown(object));
                    left -= 1;
                    last = Some(at);
                    left > 0
                });
                if let Some(last) = last {
                    from = state.storage.beyond(last);
                }
                ended
            });
            if ended {
                return all;
            }
        }
    }

    /// Keys as `first` and `next` find them.
    fn keys(&self, forwards: bool) -> Vec<String> {
        self.tables.read(&self.table, |state| {
            let mut keys = Vec::new();
            let mut next = state.storage.first(forwards);
            while let Some(key) = next {
                keys.push(text(key));
                next = state.storage.next(key, forwards).unwrap();
            }
            keys
        })
    }

    fn count(&self) -> usize {
        self.tables.read(&self.table, |state| state.storage.count())
    }
}

fn text(word: Word) -> String {
    term::text(word, Syntax::ErlangUnicode)
}

fn value_of(object: Word) -> i8 {
    let list = object.as_tuple().unwrap().get(1).unwrap();
    list.as_cons().unwrap().head().as_fixnum().unwrap() as i8
}

fn shown(object: Word) -> (String, i8) {
    let key = object.as_tuple().unwrap().get(0).unwrap();
    (text(key), value_of(object))
}

fn key_text(key: Key) -> String {
    match key {
        Key::Integer(n) => format!("{n}"),
        Key::Float(n) => format!("{n}.0"),
        Key::Tuple(n) => format!("{{{n}}}"),
    }
}

fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort();
    list
}

/// Every key that steps can name.
fn all_keys() -> Vec<Key> {
    (0..12)
        .flat_map(|n| [Key::Integer(n), Key::Float(n), Key::Tuple(n)])
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn sets_are_hash_maps(steps in prop::collection::vec(step(), 0..150), batch in 1usize..9) {
        let mut world = World::new(Type::Set);
        let mut model: HashMap<Key, i8> = HashMap::new();
        for step in &steps {
            world.run(step);
            match *step {
                Step::Insert(key, value) => {
                    model.insert(key, value);
                }
                Step::Delete(key) => {
                    model.remove(&key);
                }
                Step::DeleteObject(key, value) if model.get(&key) == Some(&value) => {
                    model.remove(&key);
                }
                Step::DeleteSome(value) => model.retain(|_, other| *other != value),
                Step::Clear => model.clear(),
                _ => {}
            }
            prop_assert_eq!(world.count(), model.len());
        }
        for key in all_keys() {
            let found = model.get(&key).map(|value| (key_text(key), *value));
            prop_assert_eq!(world.lookup(key), found.into_iter().collect::<Vec<_>>());
        }
        let expected = sorted(model.iter().map(|(key, value)| (key_text(*key), *value)).collect());
        let all = world.all(true, batch);
        prop_assert_eq!(&sorted(all.clone()), &expected);
        let back: Vec<_> = world.all(false, batch).into_iter().rev().collect();
        prop_assert_eq!(&back, &all);
        prop_assert_eq!(world.keys(true), all.into_iter().map(|row| row.0).collect::<Vec<_>>());
    }

    #[test]
    fn ordered_sets_are_ordered_maps(steps in prop::collection::vec(step(), 0..150), batch in 1usize..9) {
        // Numbers before tuples; with each key which of the equal ones is there.
        let place = |key: Key| match key {
            Key::Integer(n) | Key::Float(n) => (false, n),
            Key::Tuple(n) => (true, n),
        };
        let mut world = World::new(Type::OrderedSet);
        let mut model: BTreeMap<(bool, i8), (Key, i8)> = BTreeMap::new();
        for step in &steps {
            world.run(step);
            match *step {
                Step::Insert(key, value) => {
                    model.insert(place(key), (key, value));
                }
                Step::Delete(key) => {
                    model.remove(&place(key));
                }
                Step::DeleteObject(key, value) if model.get(&place(key)) == Some(&(key, value)) => {
                    model.remove(&place(key));
                }
                Step::DeleteSome(value) => model.retain(|_, other| other.1 != value),
                Step::Clear => model.clear(),
                _ => {}
            }
            prop_assert_eq!(world.count(), model.len());
            prop_assert!(world.tables.read(&world.table, |state| state.storage.is_sound()));
        }
        let expected: Vec<(String, i8)> =
            model.values().map(|(key, value)| (key_text(*key), *value)).collect();
        prop_assert_eq!(&world.all(true, batch), &expected);
        let back: Vec<_> = world.all(false, batch).into_iter().rev().collect();
        prop_assert_eq!(&back, &expected);
        let keys: Vec<String> = expected.iter().map(|row| row.0.clone()).collect();
        prop_assert_eq!(&world.keys(true), &keys);
        prop_assert_eq!(world.keys(false).into_iter().rev().collect::<Vec<_>>(), keys);
        for key in all_keys() {
            let after = model.range(place(key)..).find(|row| *row.0 != place(key));
            let before = model.range(..place(key)).next_back();
            let word = world.key(key);
            for (forwards, expected) in [(true, after), (false, before)] {
                let next = world.tables.read(&world.table, |state| state.storage.next(word, forwards));
                prop_assert_eq!(next.unwrap().map(text), expected.map(|row| key_text(row.1.0)));
            }
        }
    }

    #[test]
    fn bags_are_lists(steps in prop::collection::vec(step(), 0..150), batch in 1usize..9, repeats: bool) {
        let mut world = World::new(if repeats { Type::DuplicateBag } else { Type::Bag });
        let mut model: HashMap<Key, Vec<i8>> = HashMap::new();
        for step in &steps {
            world.run(step);
            match *step {
                Step::Insert(key, value) => {
                    let values = model.entry(key).or_default();
                    if repeats || !values.contains(&value) {
                        values.push(value);
                    }
                }
                Step::Delete(key) => {
                    model.remove(&key);
                }
                Step::DeleteObject(key, value) => {
                    model.entry(key).or_default().retain(|other| *other != value);
                }
                Step::DeleteSome(value) => {
                    for values in model.values_mut() {
                        values.retain(|other| *other != value);
                    }
                }
                Step::Clear => model.clear(),
                _ => {}
            }
            model.retain(|_, values| !values.is_empty());
            prop_assert_eq!(world.count(), model.values().map(Vec::len).sum::<usize>());
        }
        let rows = |key: Key| {
            let values = model.get(&key).cloned().unwrap_or_default();
            values.into_iter().map(move |value| (key_text(key), value))
        };
        for key in all_keys() {
            prop_assert_eq!(world.lookup(key), rows(key).collect::<Vec<_>>());
        }
        // The order of keys is the table's own; that of each key's objects is known.
        let all = world.all(true, batch);
        let keys = world.keys(true);
        prop_assert_eq!(sorted(keys.clone()), sorted(model.keys().map(|key| key_text(*key)).collect()));
        let by_text: HashMap<String, Key> = model.keys().map(|key| (key_text(*key), *key)).collect();
        let expected: Vec<_> = keys.iter().flat_map(|key| rows(by_text[key])).collect();
        prop_assert_eq!(&all, &expected);
        prop_assert_eq!(world.all(false, batch).into_iter().rev().collect::<Vec<_>>(), all);
    }
}

#[test]
fn a_minor_collection_looks_at_what_is_new_only() {
    for kind in [Type::Set, Type::OrderedSet, Type::Bag] {
        let mut world = World::new(kind);
        let looked_at = |world: &mut World| {
            let mut words = 0;
            (&world.tables).young(&mut |_, count| words += count);
            words
        };
        for n in 0..100i8 {
            world.run(&Step::Insert(Key::Tuple(n), 1));
        }
        // A bag keeps each key beside its objects.
        let per_object = if kind == Type::Bag { 2 } else { 1 };
        assert_eq!(looked_at(&mut world), 100 * per_object);
        world.collect(Kind::Minor);
        assert_eq!(looked_at(&mut world), 0);
        world.run(&Step::Delete(Key::Tuple(3)));
        assert_eq!(looked_at(&mut world), 0);
        for value in 2..5 {
            world.run(&Step::Insert(Key::Tuple(50), value));
        }
        let expected = if kind == Type::Bag { 3 } else { 1 };
        assert_eq!(looked_at(&mut world), expected);
    }
}

#[test]
fn a_key_deleted_while_the_table_is_fixed_leads_on() {
    let mut world = World::new(Type::Set);
    for n in 0..10 {
        world.run(&Step::Insert(Key::Integer(n), 0));
    }
    world.run(&Step::Fix);
    let keys = world.keys(true);
    let place = keys.iter().position(|key| key == "5").unwrap();
    world.run(&Step::Delete(Key::Integer(5)));
    let key = world.key(Key::Integer(5));
    let next = |world: &World| {
        let next = world
            .tables
            .read(&world.table, |state| state.storage.next(key, true));
        next.map(|next| next.map(text))
    };
    assert_eq!(next(&world), Some(keys.get(place + 1).cloned()));
    world.run(&Step::Release);
    assert_eq!(next(&world), None);
}

#[test]
fn tables_end_with_their_owner_or_go_to_the_heir() {
    let tables = Tables::default();
    let heir = Heir {
        pid: 9,
        data: Word::NIL.0,
    };
    for (number, owner, heir) in [(1, 5, None), (2, 5, Some(heir)), (3, 6, None)] {
        let mut state = State::new(Type::Set, 0, owner, Word::fixnum(number));
        state.is_named = true;
        state.set_heir(heir);
        let table = Table::new(number as u64, Type::Set, 0, Told::default(), state);
        assert!(tables.enter(table));
    }
    let name = |number| Id::Name(Word::fixnum(number).0);
    let inheritances = tables.owner_ended(5);
    assert_eq!(inheritances.len(), 1);
    assert_eq!(inheritances[0].heir.pid, 9);
    assert!(tables.find(name(1)).is_none() && tables.find(Id::Number(1)).is_none());
    let inherited = tables.find(inheritances[0].table).unwrap();
    assert_eq!(inherited.number, 2);
    tables.give(&inherited, 9);
    assert!(tables.owner_ended(5).is_empty());
    assert!(tables.find(name(2)).is_some() && tables.find(name(3)).is_some());
    // The heir is the owner now, and nobody's heir.
    assert!(tables.owner_ended(9).is_empty());
    assert!(tables.find(name(2)).is_none());
    assert_eq!(tables.all().len(), 1);
}
