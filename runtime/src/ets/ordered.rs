//! Tables of type `ordered_set`: one object a key, in the order of the keys; keys that are `==` are
//! one. An AVL tree (Adelson-Velsky and Landis, 1962) of slots, which also lie in a doubly linked list
//! in the order of their keys.

use super::set::key_of;
use super::young::Young;
use crate::heap::roots::Visit;
use crate::term;
use crate::word::Word;
use std::cmp::Ordering;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// No slot.
const NONE: u32 = u32::MAX;

/// A slot's place in the tree.
#[derive(Clone, Copy, Debug)]
struct Node {
    left: u32,
    right: u32,
    /// Its neighbours in the list.
    before: u32,
    after: u32,
    height: u8,
}

/// The objects of an ordered set.
#[derive(Debug)]
pub struct Ordered {
    position: usize,
    root: u32,
    /// Ends of the list.
    first: u32,
    last: u32,
    /// The slot that was found last: who goes from key to key asks for it again. Any value is right,
    /// so readers may write it.
    recent: AtomicU32,
    nodes: Vec<Node>,
    words: Vec<u64>,
    free: Vec<u32>,
    young: Young,
}

/// Walks the slots in order, or in the reverse of it.
pub struct Walk<'a> {
    set: &'a Ordered,
    forwards: bool,
    slot: u32,
}

impl Ordered {
    /// An empty set with keys at a position (from 0).
    pub fn new(position: usize) -> Ordered {
        Ordered {
            position,
            root: NONE,
            first: NONE,
            last: NONE,
            recent: AtomicU32::new(NONE),
            nodes: Vec::new(),
            words: Vec::new(),
            free: Vec::new(),
            young: Young::default(),
        }
    }

    /// Where keys are in objects.
    pub fn position(&self) -> usize {
        self.position
    }

    /// Number of objects.
    pub fn count(&self) -> usize {
        self.words.len() - self.free.len()
    }

    /// The object in a slot.
    pub fn object(&self, slot: u32) -> Word {
        Word(self.words[slot as usize])
    }

    /// The key in a slot.
    #[inline]
    pub fn key(&self, slot: u32) -> Word {
        key_of(self.object(slot), self.position)
    }

    fn node(&self, slot: u32) -> Node {
        self.nodes[slot as usize]
    }

    /// The slot of a key.
    pub fn find(&self, key: Word) -> Option<u32> {
        if let Some(slot) = self.recent(key) {
            return Some(slot);
        }
        let mut slot = self.root;
        while slot != NONE {
            slot = match term::compare(key, self.key(slot)) {
                Ordering::Less => self.node(slot).left,
                Ordering::Greater => self.node(slot).right,
                Ordering::Equal => {
                    self.recent.store(slot, Relaxed);
                    return Some(slot);
                }
            };
        }
        None
    }

    /// The slot that was found last, if that has just this word as key.
    fn recent(&self, key: Word) -> Option<u32> {
        let slot = self.recent.load(Relaxed);
        let word = self.words.get(slot as usize)?;
        (key_of(Word(*word), self.position) == key && !key.is_nil()).then_some(slot)
    }

    /// The slots after a key, which need not be there, or before it; all without one.
    pub fn walk(&self, after: Option<Word>, forwards: bool) -> Walk<'_> {
        let slot = match (after, forwards) {
            (None, true) => self.first,
            (None, false) => self.last,
            (Some(key), _) => self.beyond(key, forwards),
        };
        Walk {
            set: self,
            forwards,
            slot,
        }
    }

    /// The slots of a range of keys, which `order` tells before, in or after it.
    pub fn walk_range(
        &self,
        order: impl Fn(Word) -> Ordering,
        after: Option<Word>,
        forwards: bool,
    ) -> impl Iterator<Item = u32> {
        let slot = match after {
            Some(key) => self.beyond(key, forwards),
            None => self.edge(&order, forwards),
        };
        let walk = Walk {
            set: self,
            forwards,
            slot,
        };
        walk.take_while(move |slot| order(self.key(*slot)).is_eq())
    }

    /// The first slot that is not before a range, or the last that is not after it.
    fn edge(&self, order: impl Fn(Word) -> Ordering, forwards: bool) -> u32 {
        let (mut slot, mut nearest) = (self.root, NONE);
        while slot != NONE {
            let node = self.node(slot);
            let order = order(self.key(slot));
            slot = match forwards {
                true if order.is_lt() => node.right,
                false if order.is_gt() => node.left,
                true => {
                    nearest = slot;
                    node.left
                }
                false => {
                    nearest = slot;
                    node.right
                }
            };
        }
        nearest
    }

    /// The slot next to a key.
    fn beyond(&self, key: Word, forwards: bool) -> u32 {
        if let Some(slot) = self.recent(key) {
            return self.neighbour(slot, forwards);
        }
        let (mut slot, mut nearest) = (self.root, NONE);
        while slot != NONE {
            let node = self.node(slot);
            slot = match term::compare(key, self.key(slot)) {
                Ordering::Equal => return self.neighbour(slot, forwards),
                Ordering::Less => {
                    nearest = if forwards { slot } else { nearest };
                    node.left
                }
                Ordering::Greater => {
                    nearest = if forwards { nearest } else { slot };
                    node.right
                }
            };
        }
        nearest
    }

    fn neighbour(&self, slot: u32, forwards: bool) -> u32 {
        let Node { before, after, .. } = self.node(slot);
        if forwards { after } else { before }
    }

    /// The key of a slot that is likely to be asked for next.
    pub fn visited(&self, slot: u32) -> Word {
        self.recent.store(slot, Relaxed);
        self.key(slot)
    }

    /// Stores an object instead of the one that has its key.
    pub fn insert(&mut self, object: Word) {
        let key = key_of(object, self.position);
        self.root = self.with(self.root, object, key, NONE, NONE);
    }

    /// A slot for a new object between two others.
    fn new_slot(&mut self, object: Word, before: u32, after: u32) -> u32 {
        let leaf = Node {
            left: NONE,
            right: NONE,
            before,
            after,
            height: 1,
        };
        let slot = match self.free.pop() {
            Some(slot) => {
                self.nodes[slot as usize] = leaf;
                slot
            }
            None => {
                self.nodes.push(leaf);
                self.words.push(Word::NIL.0);
                self.words.len() as u32 - 1
            }
        };
        self.write(slot, object);
        self.link(before, slot);
        self.link(slot, after);
        slot
    }

    /// Makes two slots neighbours; one of them may be the end of the list.
    fn link(&mut self, before: u32, after: u32) {
        match self.nodes.get_mut(before as usize) {
            Some(node) => node.after = after,
            None => self.first = after,
        }
        match self.nodes.get_mut(after as usize) {
            Some(node) => node.before = before,
            None => self.last = before,
        }
    }

    /// Stores an object of the same key in a slot.
    pub fn write(&mut self, slot: u32, object: Word) {
        self.words[slot as usize] = object.0;
        self.young.push(slot);
    }

    /// Takes the object of a key out.
    pub fn remove(&mut self, key: Word) {
        let mut removed = NONE;
        self.root = self.without(self.root, key, &mut removed);
        if removed != NONE {
            let Node { before, after, .. } = self.node(removed);
            self.link(before, after);
            self.words[removed as usize] = Word::NIL.0;
            self.free.push(removed);
        }
    }

    // What follows recurses over the height of the tree: at most 46 for as many slots as there can be.

    /// The subtree, which lies between two slots, with an object.
    fn with(&mut self, tree: u32, object: Word, key: Word, before: u32, after: u32) -> u32 {
        if tree == NONE {
            return self.new_slot(object, before, after);
        }
        let Node { left, right, .. } = self.node(tree);
        match term::compare(key, self.key(tree)) {
            Ordering::Less => {
                self.nodes[tree as usize].left = self.with(left, object, key, before, tree);
            }
            Ordering::Greater => {
                self.nodes[tree as usize].right = self.with(right, object, key, tree, after);
            }
            Ordering::Equal => {
                self.write(tree, object);
                return tree;
            }
        }
        self.balanced(tree)
    }

    /// The subtree without the slot of a key, if it is in it, and which that is.
    fn without(&mut self, tree: u32, key: Word, removed: &mut u32) -> u32 {
        if tree == NONE {
            return NONE;
        }
        let Node { left, right, .. } = self.node(tree);
        match term::compare(key, self.key(tree)) {
            Ordering::Less => self.nodes[tree as usize].left = self.without(left, key, removed),
            Ordering::Greater => {
                self.nodes[tree as usize].right = self.without(right, key, removed);
            }
            Ordering::Equal => {
                *removed = tree;
                if left == NONE || right == NONE {
                    return if left == NONE { right } else { left };
                }
                let (rest, least) = self.without_least(right);
                self.nodes[least as usize].left = left;
                self.nodes[least as usize].right = rest;
                return self.balanced(least);
            }
        }
        self.balanced(tree)
    }

    /// The subtree without its least slot, and that.
    fn without_least(&mut self, tree: u32) -> (u32, u32) {
        let Node { left, right, .. } = self.node(tree);
        if left == NONE {
            return (right, tree);
        }
        let (rest, least) = self.without_least(left);
        self.nodes[tree as usize].left = rest;
        (self.balanced(tree), least)
    }

    fn height(&self, tree: u32) -> u8 {
        match self.nodes.get(tree as usize) {
            Some(node) => node.height,
            None => 0,
        }
    }

    fn measure(&mut self, tree: u32) {
        let Node { left, right, .. } = self.node(tree);
        self.nodes[tree as usize].height = 1 + self.height(left).max(self.height(right));
    }

    /// The subtree with the heights of its two sides at most 1 apart, when they were at most 2.
    fn balanced(&mut self, tree: u32) -> u32 {
        let Node { left, right, .. } = self.node(tree);
        let (on_left, on_right) = (self.height(left), self.height(right));
        if on_left > on_right + 1 {
            let inner = self.node(left);
            if self.height(inner.left) < self.height(inner.right) {
                self.nodes[tree as usize].left = self.turned_left(left);
            }
            return self.turned_right(tree);
        }
        if on_right > on_left + 1 {
            let inner = self.node(right);
            if self.height(inner.right) < self.height(inner.left) {
                self.nodes[tree as usize].right = self.turned_right(right);
            }
            return self.turned_left(tree);
        }
        self.measure(tree);
        tree
    }

    fn turned_left(&mut self, tree: u32) -> u32 {
        let top = self.node(tree).right;
        self.nodes[tree as usize].right = self.node(top).left;
        self.nodes[top as usize].left = tree;
        self.measure(tree);
        self.measure(top);
        top
    }

    fn turned_right(&mut self, tree: u32) -> u32 {
        let top = self.node(tree).left;
        self.nodes[tree as usize].left = self.node(top).right;
        self.nodes[top as usize].right = tree;
        self.measure(tree);
        self.measure(top);
        top
    }

    /// Bytes it takes.
    pub fn bytes(&self) -> usize {
        self.words.len() * (8 + size_of::<Node>())
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

    /// Whether the tree is in order and in balance.
    #[cfg(test)]
    pub fn is_sound(&self) -> bool {
        let slots: Vec<u32> = self.walk(None, true).collect();
        let in_order = slots
            .windows(2)
            .all(|pair| term::compare(self.key(pair[0]), self.key(pair[1])).is_lt());
        let in_balance = slots.iter().all(|slot| {
            let node = self.node(*slot);
            let (left, right) = (self.height(node.left), self.height(node.right));
            left.abs_diff(right) <= 1 && node.height == 1 + left.max(right)
        });
        let mut nodes: Vec<u32> = vec![self.root];
        let mut reached = 0;
        while let Some(slot) = nodes.pop() {
            if slot != NONE {
                reached += 1;
                nodes.extend([self.node(slot).left, self.node(slot).right]);
            }
        }
        in_order && in_balance && slots.len() == self.count() && reached == self.count()
    }
}

impl Iterator for Walk<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let slot = self.slot;
        if slot == NONE {
            return None;
        }
        self.slot = self.set.neighbour(slot, self.forwards);
        Some(slot)
    }
}
