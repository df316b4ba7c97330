//! What the types of tables have in common.

use super::bag::Bag;
use super::ordered::Ordered;
use super::pattern::KeyRange;
use super::set::{Set, key_of};
use crate::heap::roots::Visit;
use crate::term;
use crate::word::Word;

/// The types of tables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Type {
    Set,
    OrderedSet,
    Bag,
    DuplicateBag,
}

/// The objects of a table.
#[derive(Debug)]
pub enum Storage {
    Set(Set),
    Ordered(Ordered),
    Bag(Bag),
}

use Storage::{Bag as InBag, Ordered as InOrder, Set as InSet};

/// The place of an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct At {
    pub slot: u32,
    /// In a bag, which of the slot's objects.
    pub number: u64,
}

/// Where to go on.
#[derive(Clone, Copy, Debug)]
pub enum From {
    Start,
    /// Beyond a place in a table that is looked up by hash.
    Place(At),
    /// Beyond a key of an ordered set.
    Key(Word),
}

/// Objects are visited in the table's own order, or in its reverse. The visitor says whether to go on.
pub type Visitor<'a> = dyn FnMut(At, Word) -> bool + 'a;

impl Storage {
    /// An empty table with keys at a position (from 0).
    pub fn new(kind: Type, position: usize) -> Storage {
        match kind {
            Type::Set => InSet(Set::new(position)),
            Type::OrderedSet => InOrder(Ordered::new(position)),
            Type::Bag => InBag(Bag::new(position, false)),
            Type::DuplicateBag => InBag(Bag::new(position, true)),
        }
    }

    /// Number of objects.
    pub fn count(&self) -> usize {
        match self {
            InSet(set) => set.index().count(),
            InOrder(set) => set.count(),
            InBag(bag) => bag.count(),
        }
    }

    /// Bytes that the table takes, its objects not counted.
    pub fn bytes(&self) -> usize {
        match self {
            InSet(set) => set.bytes(),
            InOrder(set) => set.bytes(),
            InBag(bag) => bag.bytes(),
        }
    }

    /// Whether a key is there.
    pub fn has(&self, key: Word) -> bool {
        match self {
            InSet(set) => set.find_live(key).is_some(),
            InOrder(set) => set.find(key).is_some(),
            InBag(bag) => bag.find_live(key).is_some(),
        }
    }

    /// The object of a key in a set.
    #[inline]
    pub fn single(&self, key: Word) -> Option<(At, Word)> {
        let at = |slot| At { slot, number: 0 };
        match self {
            InSet(set) => set.find_live(key).map(|slot| (at(slot), set.object(slot))),
            InOrder(set) => set.find(key).map(|slot| (at(slot), set.object(slot))),
            InBag(_) => None,
        }
    }

    /// The objects of a key, in the order they came.
    pub fn lookup(&self, key: Word) -> Vec<Word> {
        let InBag(bag) = self else {
            return self.single(key).into_iter().map(|found| found.1).collect();
        };
        match bag.find_live(key) {
            Some(slot) => bag.objects(slot).map(|found| found.1).collect(),
            None => Vec::new(),
        }
    }

    /// Stores an object that is long enough to have a key.
    pub fn insert(&mut self, object: Word) {
        match self {
            InSet(set) => set.insert(object),
            InOrder(set) => set.insert(object),
            InBag(bag) => bag.insert(object),
        }
    }

    /// Stores an object in the place of another of the same key.
    pub fn write(&mut self, at: At, object: Word) {
        match self {
            InSet(set) => set.write(at.slot, object),
            InOrder(set) => set.write(at.slot, object),
            InBag(bag) => bag.write(at.slot, at.number, object),
        }
    }

    /// Takes out what is at a place.
    pub fn remove_at(&mut self, at: At, is_fixed: bool) {
        match self {
            InSet(set) => set.remove(at.slot, is_fixed),
            InOrder(set) => set.remove(set.key(at.slot)),
            InBag(bag) => bag.remove(at.slot, is_fixed, |number, _| number == at.number),
        }
    }

    /// Takes out the objects of a key.
    pub fn remove(&mut self, key: Word, is_fixed: bool) {
        match self {
            InSet(set) => {
                if let Some(slot) = set.find_live(key) {
                    set.remove(slot, is_fixed);
                }
            }
            InOrder(set) => set.remove(key),
            InBag(bag) => {
                if let Some(slot) = bag.find_live(key) {
                    bag.remove(slot, is_fixed, |_, _| true);
                }
            }
        }
    }

    /// Takes out an object, however often it is there.
    pub fn remove_object(&mut self, key: Word, object: Word, is_fixed: bool) {
        if let InBag(bag) = self {
            if let Some(slot) = bag.find_live(key) {
                bag.remove(slot, is_fixed, |_, word| term::identical(word, object));
            }
        } else if let Some((at, found)) = self.single(key)
            && term::identical(found, object)
        {
            self.remove_at(at, is_fixed);
        }
    }

    /// Takes out what is at several places, of a slot in the order of their numbers.
    pub fn remove_many(&mut self, places: &[At], is_fixed: bool) {
        let InBag(bag) = self else {
            for at in places {
                self.remove_at(*at, is_fixed);
            }
            return;
        };
        for group in places.chunk_by(|a, b| a.slot == b.slot) {
            bag.remove(group[0].slot, is_fixed, |number, _| {
                group.binary_search_by_key(&number, |at| at.number).is_ok()
            });
        }
    }

    /// An empty table of the same kind.
    pub fn emptied(&self) -> Storage {
        match self {
            InSet(set) => InSet(Set::new(set.position())),
            InOrder(set) => InOrder(Ordered::new(set.position())),
            InBag(bag) => InBag(bag.emptied()),
        }
    }

    /// Takes everything out of a table that is fixed.
    pub fn kill_all(&mut self) {
        let index = match self {
            InSet(set) => set.index(),
            InBag(bag) => bag.index(),
            InOrder(_) => {
                *self = self.emptied();
                return;
            }
        };
        let mut slots = Vec::new();
        let mut slot = index.from(0);
        while let Some(here) = slot {
            slots.push(here);
            slot = index.from(here + 1);
        }
        for slot in slots {
            match self {
                InSet(set) => set.remove(slot, true),
                InBag(bag) => bag.remove(slot, true, |_, _| true),
                InOrder(_) => {}
            }
        }
    }

    /// The table is no longer fixed.
    pub fn release(&mut self) {
        match self {
            InSet(set) => set.release(),
            InOrder(_) => {}
            InBag(bag) => bag.release(),
        }
    }

    /// The first key of the table's order, or of its reverse.
    pub fn first(&self, forwards: bool) -> Option<Word> {
        match self {
            InSet(set) => {
                let slot = set.index().below(u32::MAX)?;
                Some(self.key_at(slot))
            }
            InOrder(set) => set
                .walk(None, forwards)
                .next()
                .map(|slot| set.visited(slot)),
            InBag(bag) => bag.index().below(u32::MAX).map(|slot| bag.key(slot)),
        }
    }

    /// The key after a key, `Some(None)` if it is the last. `None`: a table that is looked up by hash
    /// does not have it.
    pub fn next(&self, key: Word, forwards: bool) -> Option<Option<Word>> {
        Some(match self {
            InSet(set) => {
                let below = set.index().below(set.find(key)?);
                below.map(|slot| self.key_at(slot))
            }
            InOrder(set) => {
                let next = set.walk(Some(key), forwards).next();
                next.map(|slot| set.visited(slot))
            }
            InBag(bag) => {
                let below = bag.index().below(bag.find(key)?);
                below.map(|slot| bag.key(slot))
            }
        })
    }

    fn key_at(&self, slot: u32) -> Word {
        match self {
            InSet(set) => set.key(slot),
            InOrder(set) => set.key(slot),
            InBag(bag) => bag.key(slot),
        }
    }

    /// What a walk that ended at a place goes on from.
    pub fn beyond(&self, at: At) -> From {
        match self {
            InOrder(set) => From::Key(set.key(at.slot)),
            _ => From::Place(at),
        }
    }

    /// Visits objects from somewhere on. Answers whether the end was reached.
    pub fn walk(&self, from: From, forwards: bool, visit: &mut Visitor) -> bool {
        match self {
            InSet(set) => {
                let mut slot = match from {
                    From::Place(at) => beyond(set.index(), Some(at.slot), forwards),
                    _ => beyond(set.index(), None, forwards),
                };
                while let Some(here) = slot {
                    let at = At {
                        slot: here,
                        number: 0,
                    };
                    if !visit(at, set.object(here)) {
                        return false;
                    }
                    slot = beyond(set.index(), Some(here), forwards);
                }
            }
            InOrder(set) => {
                let key = match from {
                    From::Key(key) => Some(key),
                    _ => None,
                };
                for slot in set.walk(key, forwards) {
                    if !visit(At { slot, number: 0 }, set.object(slot)) {
                        return false;
                    }
                }
            }
            InBag(bag) => {
                let mut slot = match from {
                    From::Place(at) => {
                        if bag.index().is_live(at.slot)
                            && !walk_group(bag, at.slot, Some(at.number), forwards, visit)
                        {
                            return false;
                        }
                        beyond(bag.index(), Some(at.slot), forwards)
                    }
                    _ => beyond(bag.index(), None, forwards),
                };
                while let Some(here) = slot {
                    if !walk_group(bag, here, None, forwards, visit) {
                        return false;
                    }
                    slot = beyond(bag.index(), Some(here), forwards);
                }
            }
        }
        true
    }

    /// The same with the objects of a range of keys: of the whole table, if it is looked up by hash.
    pub fn walk_range(
        &self,
        range: KeyRange,
        from: From,
        forwards: bool,
        visit: &mut Visitor,
    ) -> bool {
        let InOrder(set) = self else {
            return self.walk(from, forwards, visit);
        };
        let after = match from {
            From::Key(key) => Some(key),
            _ => None,
        };
        set.walk_range(|key| range.order(key), after, forwards)
            .all(|slot| visit(At { slot, number: 0 }, set.object(slot)))
    }

    /// The same with the objects of one key.
    pub fn walk_key(&self, key: Word, from: From, forwards: bool, visit: &mut Visitor) -> bool {
        let InBag(bag) = self else {
            return match (from, self.single(key)) {
                (From::Start, Some((at, object))) => visit(at, object),
                _ => true,
            };
        };
        let number = match from {
            From::Place(at) => Some(at.number),
            _ => None,
        };
        match bag.find_live(key) {
            Some(slot) => walk_group(bag, slot, number, forwards, visit),
            None => true,
        }
    }

    /// The objects in a slot as `ets:slot/2` counts them; `Some(None)` just beyond the last.
    pub fn slot(&self, number: usize) -> Option<Option<Vec<Word>>> {
        let slots = match self {
            InSet(set) => set.index().slots() as usize,
            InOrder(set) => set.count(),
            InBag(bag) => bag.index().slots() as usize,
        };
        if number >= slots {
            return (number == slots).then_some(None);
        }
        let slot = number as u32;
        Some(Some(match self {
            InSet(set) if set.index().is_live(slot) => vec![set.object(slot)],
            InBag(bag) if bag.index().is_live(slot) => {
                bag.objects(slot).map(|found| found.1).collect()
            }
            InOrder(set) => {
                let slot = set.walk(None, true).nth(number);
                slot.map(|slot| set.object(slot)).into_iter().collect()
            }
            _ => Vec::new(),
        }))
    }

    /// Whether there is something for the next minor collection.
    pub fn has_young(&self) -> bool {
        match self {
            InSet(set) => set.has_young(),
            InOrder(set) => set.has_young(),
            InBag(bag) => bag.has_young(),
        }
    }

    /// Visits what was stored since the last collection.
    pub fn young(&mut self, visit: &mut Visit) {
        match self {
            InSet(set) => set.young(visit),
            InOrder(set) => set.young(visit),
            InBag(bag) => bag.young(visit),
        }
    }

    /// Visits everything.
    pub fn all(&mut self, visit: &mut Visit) {
        match self {
            InSet(set) => set.all(visit),
            InOrder(set) => set.all(visit),
            InBag(bag) => bag.all(visit),
        }
    }

    /// After a collection: nothing is young.
    pub fn settle(&mut self) {
        match self {
            InSet(set) => set.settle(),
            InOrder(set) => set.settle(),
            InBag(bag) => bag.settle(),
        }
    }

    #[cfg(test)]
    pub(super) fn is_sound(&self) -> bool {
        match self {
            InOrder(set) => set.is_sound(),
            _ => true,
        }
    }
}

/// The key of an object, if it is a tuple long enough to have one.
pub fn key(object: Word, position: usize) -> Option<Word> {
    object
        .as_tuple()?
        .get(position)
        .map(|_| key_of(object, position))
}

/// The next live slot: going forwards means going down.
fn beyond(index: &super::index::Index, slot: Option<u32>, forwards: bool) -> Option<u32> {
    match (forwards, slot) {
        (true, slot) => index.below(slot.unwrap_or(u32::MAX)),
        (false, None) => index.from(0),
        (false, Some(slot)) => index.from(slot + 1),
    }
}

/// Visits the objects of a bag's slot beyond a number. Answers whether the end was reached.
fn walk_group(
    bag: &Bag,
    slot: u32,
    number: Option<u64>,
    forwards: bool,
    visit: &mut Visitor,
) -> bool {
    let mut each = |(number, object)| visit(At { slot, number }, object);
    match (forwards, number) {
        (true, None) => bag.objects(slot).all(&mut each),
        (true, Some(after)) => bag.objects_beyond(slot, after, true).all(&mut each),
        (false, None) => bag.objects(slot).rev().all(&mut each),
        (false, Some(before)) => bag.objects_beyond(slot, before, false).rev().all(&mut each),
    }
}
