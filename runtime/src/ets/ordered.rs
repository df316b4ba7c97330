//! Tables of type `ordered_set`: one object a key, in the order of the keys; keys that are `==` are
//! one. An AVL tree (Adelson-Velsky and Landis, 1962) of slots.

use super::set::key_of;
use super::young::Young;
use crate::heap::roots::Visit;
use crate::term;
use crate::word::Word;
use std::cmp::Ordering;

/// No slot.
const NONE: u32 = u32::MAX;

/// A slot's place in the tree.
#[derive(Clone, Copy, Debug)]
struct Node {
    left: u32,
    right: u32,
    height: u8,
}

const LEAF: Node = Node {
    left: NONE,
    right: NONE,
    height: 1,
};

/// The objects of an ordered set.
#[derive(Debug)]
pub struct Ordered {
    position: usize,
    root: u32,
    nodes: Vec<Node>,
    words: Vec<u64>,
    free: Vec<u32>,
    young: Young,
}

/// Walks the slots in order, or in the reverse of it.
pub struct Walk<'a> {
    set: &'a Ordered,
    forwards: bool,
    /// Slots still to come, the next one last; what lies beyond each comes after it.
    path: Vec<u32>,
}

impl Ordered {
    /// An empty set with keys at a position (from 0).
    pub fn new(position: usize) -> Ordered {
        Ordered {
            position,
            root: NONE,
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
        let mut slot = self.root;
        while slot != NONE {
            slot = match term::compare(key, self.key(slot)) {
                Ordering::Less => self.node(slot).left,
                Ordering::Greater => self.node(slot).right,
                Ordering::Equal => return Some(slot),
            };
        }
        None
    }

    /// The slots after a key, which need not be there, or before it; all without one.
    pub fn walk(&self, after: Option<Word>, forwards: bool) -> Walk<'_> {
        let mut walk = Walk {
            set: self,
            forwards,
            path: Vec::new(),
        };
        let mut slot = self.root;
        while slot != NONE {
            let order = after.map(|key| term::compare(key, self.key(slot)));
            let comes = match order {
                None => true,
                Some(Ordering::Less) => forwards,
                Some(Ordering::Greater) => !forwards,
                Some(Ordering::Equal) => false,
            };
            if comes {
                walk.path.push(slot);
            }
            // Towards the start of the walk if this comes, else beyond this.
            let node = self.node(slot);
            slot = if comes == forwards {
                node.left
            } else {
                node.right
            };
        }
        walk
    }

    /// Stores an object instead of the one that has its key.
    pub fn insert(&mut self, object: Word) {
        let key = key_of(object, self.position);
        if let Some(slot) = self.find(key) {
            self.write(slot, object);
            return;
        }
        let slot = match self.free.pop() {
            Some(slot) => slot,
            None => {
                self.nodes.push(LEAF);
                self.words.push(Word::NIL.0);
                self.words.len() as u32 - 1
            }
        };
        self.nodes[slot as usize] = LEAF;
        self.write(slot, object);
        self.root = self.attached(self.root, slot, key);
    }

    /// Stores an object of the same key in a slot.
    pub fn write(&mut self, slot: u32, object: Word) {
        self.words[slot as usize] = object.0;
        self.young.push(slot);
    }

    /// Takes the object of a key out.
    pub fn remove(&mut self, key: Word) {
        if let Some(slot) = self.find(key) {
            self.root = self.without(self.root, key);
            self.words[slot as usize] = Word::NIL.0;
            self.free.push(slot);
        }
    }

    // What follows recurses over the height of the tree: at most 46 for as many slots as there can be.

    /// The subtree with a new slot.
    fn attached(&mut self, tree: u32, slot: u32, key: Word) -> u32 {
        if tree == NONE {
            return slot;
        }
        let Node { left, right, .. } = self.node(tree);
        if term::compare(key, self.key(tree)).is_lt() {
            self.nodes[tree as usize].left = self.attached(left, slot, key);
        } else {
            self.nodes[tree as usize].right = self.attached(right, slot, key);
        }
        self.balanced(tree)
    }

    /// The subtree without the slot of a key that is in it.
    fn without(&mut self, tree: u32, key: Word) -> u32 {
        let Node { left, right, .. } = self.node(tree);
        match term::compare(key, self.key(tree)) {
            Ordering::Less => self.nodes[tree as usize].left = self.without(left, key),
            Ordering::Greater => self.nodes[tree as usize].right = self.without(right, key),
            Ordering::Equal if left == NONE => return right,
            Ordering::Equal if right == NONE => return left,
            Ordering::Equal => {
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
        in_order && in_balance && slots.len() == self.count()
    }
}

impl Iterator for Walk<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let slot = self.path.pop()?;
        let node = self.set.node(slot);
        let mut beyond = match self.forwards {
            true => node.right,
            false => node.left,
        };
        while beyond != NONE {
            self.path.push(beyond);
            let node = self.set.node(beyond);
            beyond = match self.forwards {
                true => node.left,
                false => node.right,
            };
        }
        Some(slot)
    }
}
