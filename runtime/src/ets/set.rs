//! Tables of type `set`: one object a key, keys told apart by `=:=`.

use super::index::Index;
use super::young::Young;
use crate::heap::roots::Visit;
use crate::term;
use crate::word::Word;

/// The objects of a set. A dead slot keeps its object, for its key.
#[derive(Default, Debug)]
pub struct Set {
    position: usize,
    index: Index,
    words: Vec<u64>,
    young: Young,
}

impl Set {
    /// An empty set with keys at a position (from 0).
    pub fn new(position: usize) -> Set {
        Set {
            position,
            ..Set::default()
        }
    }

    /// Where keys are in objects.
    pub fn position(&self) -> usize {
        self.position
    }

    /// Its slots.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The key of a slot.
    #[inline]
    pub fn key(&self, slot: u32) -> Word {
        key_of(Word(self.words[slot as usize]), self.position)
    }

    /// The object in a slot.
    pub fn object(&self, slot: u32) -> Word {
        Word(self.words[slot as usize])
    }

    /// The slot of a key, live or dead.
    #[inline]
    pub fn find(&self, key: Word) -> Option<u32> {
        let is_same = |slot| term::identical(self.key(slot), key);
        self.index.find(term::hash(key), is_same)
    }

    /// The slot of a key that is there.
    #[inline]
    pub fn find_live(&self, key: Word) -> Option<u32> {
        self.find(key).filter(|slot| self.index.is_live(*slot))
    }

    /// Stores an object instead of the one that has its key.
    pub fn insert(&mut self, object: Word) {
        let key = key_of(object, self.position);
        let slot = match self.find(key) {
            Some(slot) => {
                self.index.revive(slot);
                slot
            }
            None => self.index.insert(term::hash(key)),
        };
        self.write(slot, object);
    }

    /// Stores an object in a slot.
    pub fn write(&mut self, slot: u32, object: Word) {
        if slot as usize == self.words.len() {
            self.words.push(object.0);
        } else {
            self.words[slot as usize] = object.0;
        }
        self.young.push(slot);
    }

    /// Takes the object of a live slot out.
    pub fn remove(&mut self, slot: u32, is_fixed: bool) {
        self.index.remove(slot, is_fixed);
        if !is_fixed {
            self.words[slot as usize] = Word::NIL.0;
        }
    }

    /// The table is no longer fixed.
    pub fn release(&mut self) {
        for slot in self.index.bury() {
            self.words[slot as usize] = Word::NIL.0;
        }
    }

    /// Bytes it takes.
    pub fn bytes(&self) -> usize {
        self.index.bytes() + self.words.len() * 8
    }

    /// Whether something was stored since the last collection.
    pub fn has_young(&self) -> bool {
        !self.young.slots().is_empty()
    }

    /// Visits that.
    pub fn young(&mut self, visit: &mut Visit) {
        for slot in self.young.slots() {
            visit(&raw mut self.words[*slot as usize], 1);
        }
    }

    /// Visits all words.
    pub fn all(&mut self, visit: &mut Visit) {
        visit(self.words.as_mut_ptr(), self.words.len());
    }

    /// After a collection: nothing is young.
    pub fn settle(&mut self) {
        self.young.clear();
    }
}

/// The key of an object that is long enough to have one.
#[inline]
pub fn key_of(object: Word, position: usize) -> Word {
    let key = object.as_tuple().and_then(|tuple| tuple.get(position));
    key.unwrap_or(Word::NIL)
}
