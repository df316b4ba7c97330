//! Tables of types `bag` and `duplicate_bag`: several objects a key, in the order they came.

use super::index::Index;
use super::set::key_of;
use super::young::Young;
use crate::heap::roots::Visit;
use crate::term;
use crate::word::Word;

/// The objects of one key. One without objects belongs to a dead slot.
#[derive(Debug)]
struct Group {
    key: u64,
    objects: Vec<u64>,
    /// By object, increasing: its number, by which a place in the group is found again.
    numbers: Vec<u64>,
    /// What was stored since the last collection begins here.
    first_young: usize,
    key_is_young: bool,
}

/// The objects of a bag.
#[derive(Default, Debug)]
pub struct Bag {
    position: usize,
    /// Whether an object can be there several times.
    repeats: bool,
    index: Index,
    groups: Vec<Group>,
    count: usize,
    last_number: u64,
    young: Young,
}

impl Bag {
    /// An empty bag with keys at a position (from 0).
    pub fn new(position: usize, repeats: bool) -> Bag {
        Bag {
            position,
            repeats,
            ..Bag::default()
        }
    }

    /// An empty bag of the same kind.
    pub fn emptied(&self) -> Bag {
        Bag::new(self.position, self.repeats)
    }

    /// Its slots.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Number of objects.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The key of a slot.
    pub fn key(&self, slot: u32) -> Word {
        Word(self.groups[slot as usize].key)
    }

    /// The slot of a key, live or dead.
    pub fn find(&self, key: Word) -> Option<u32> {
        let is_same = |slot| term::identical(self.key(slot), key);
        self.index.find(term::hash(key), is_same)
    }

    /// The slot of a key that is there.
    pub fn find_live(&self, key: Word) -> Option<u32> {
        self.find(key).filter(|slot| self.index.is_live(*slot))
    }

    /// The objects of a slot with their numbers.
    pub fn objects(&self, slot: u32) -> impl DoubleEndedIterator<Item = (u64, Word)> {
        let group = &self.groups[slot as usize];
        let words = group.objects.iter().map(|word| Word(*word));
        group.numbers.iter().copied().zip(words)
    }

    /// The same of those whose numbers are greater, or less.
    pub fn objects_beyond(
        &self,
        slot: u32,
        number: u64,
        greater: bool,
    ) -> impl DoubleEndedIterator<Item = (u64, Word)> {
        let group = &self.groups[slot as usize];
        let range = match greater {
            true => group.numbers.partition_point(|n| *n <= number)..group.numbers.len(),
            false => 0..group.numbers.partition_point(|n| *n < number),
        };
        range.map(|at| (group.numbers[at], Word(group.objects[at])))
    }

    /// Stores an object.
    pub fn insert(&mut self, object: Word) {
        let key = key_of(object, self.position);
        let slot = match self.find(key) {
            Some(slot) => {
                self.index.revive(slot);
                slot
            }
            None => {
                let slot = self.index.insert(term::hash(key));
                self.new_group(slot, key);
                slot
            }
        };
        let group = &mut self.groups[slot as usize];
        let is_there = |word: &u64| term::identical(Word(*word), object);
        if !self.repeats && group.objects.iter().any(is_there) {
            return;
        }
        self.last_number += 1;
        group.objects.push(object.0);
        group.numbers.push(self.last_number);
        self.count += 1;
        self.young.push(slot);
    }

    fn new_group(&mut self, slot: u32, key: Word) {
        let group = Group {
            key: key.0,
            objects: Vec::new(),
            numbers: Vec::new(),
            first_young: 0,
            key_is_young: true,
        };
        match self.groups.get_mut(slot as usize) {
            Some(place) => *place = group,
            None => self.groups.push(group),
        }
    }

    /// Stores another object of the same key in the place of one.
    pub fn write(&mut self, slot: u32, number: u64, object: Word) {
        let group = &mut self.groups[slot as usize];
        if let Ok(at) = group.numbers.binary_search(&number) {
            group.objects[at] = object.0;
            group.first_young = group.first_young.min(at);
            self.young.push(slot);
        }
    }

    /// Takes out the objects of a live slot that `goes` holds for; the slot too when none is left.
    pub fn remove(&mut self, slot: u32, is_fixed: bool, goes: impl Fn(u64, Word) -> bool) {
        let group = &mut self.groups[slot as usize];
        let mut kept = 0;
        let mut kept_old = 0;
        for at in 0..group.objects.len() {
            if !goes(group.numbers[at], Word(group.objects[at])) {
                group.objects[kept] = group.objects[at];
                group.numbers[kept] = group.numbers[at];
                kept += 1;
                kept_old += usize::from(at < group.first_young);
            }
        }
        self.count -= group.objects.len() - kept;
        group.objects.truncate(kept);
        group.numbers.truncate(kept);
        group.first_young = kept_old;
        if kept == 0 {
            group.objects.shrink_to_fit();
            group.numbers.shrink_to_fit();
            self.index.remove(slot, is_fixed);
            if !is_fixed {
                group.key = Word::NIL.0;
            }
        }
    }

    /// The table is no longer fixed.
    pub fn release(&mut self) {
        for slot in self.index.bury() {
            self.groups[slot as usize].key = Word::NIL.0;
        }
    }

    /// Bytes it takes.
    pub fn bytes(&self) -> usize {
        self.index.bytes() + self.groups.len() * size_of::<Group>() + self.count * 16
    }

    /// Whether something was stored since the last collection.
    pub fn has_young(&self) -> bool {
        !self.young.slots().is_empty()
    }

    /// Visits that.
    pub fn young(&mut self, visit: &mut Visit) {
        for slot in self.young.slots() {
            let group = &mut self.groups[*slot as usize];
            if group.key_is_young {
                visit(&raw mut group.key, 1);
            }
            let young = &mut group.objects[group.first_young..];
            visit(young.as_mut_ptr(), young.len());
        }
    }

    /// Visits all words.
    pub fn all(&mut self, visit: &mut Visit) {
        for group in &mut self.groups {
            visit(&raw mut group.key, 1);
            visit(group.objects.as_mut_ptr(), group.objects.len());
        }
    }

    /// After a collection: nothing is young.
    pub fn settle(&mut self) {
        for slot in self.young.slots() {
            let group = &mut self.groups[*slot as usize];
            group.first_young = group.objects.len();
            group.key_is_young = false;
        }
        self.young.clear();
    }
}
