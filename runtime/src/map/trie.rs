//! Large maps: a hash trie. See the room's document for the invariant that every function here keeps.
//!
//! Native recursion is as deep as a trie: 14 at most.

use super::flat;
use crate::heap;
use crate::term;
use crate::word::{NodeView, TrieView, Word};
use alate_abi::context::Context;
use alate_abi::layout::{KIND_NODE, KIND_TRIE, MAP_FLAT_LIMIT, NODE_BITMAP, NODE_CHILDREN};

/// From this level on all bits of the hash are used up: leaves there have equal hashes.
const LAST_LEVEL: u32 = 13;

/// The five bits of a hash that choose the branch at a level.
fn digit(hash: u64, level: u32) -> u32 {
    ((hash << (5 * level)) >> 59) as u32
}

/// Index among the children of the branch `bit`.
fn index(bitmap: u32, bit: u32) -> usize {
    (bitmap & (bit - 1)).count_ones() as usize
}

fn node(ctx: &mut Context, bitmap: u32, size: usize, child: impl Fn(usize) -> Word) -> Word {
    heap::boxed_with(ctx, KIND_NODE, 0, size + 1, |i| match i {
        0 => Word::fixnum(i64::from(bitmap)).0,
        _ => child(i - 1).0,
    })
}

fn trie(ctx: &mut Context, count: usize, root: Word) -> Word {
    let words = [Word::fixnum(count as i64), root];
    heap::boxed_with(ctx, KIND_TRIE, 0, 2, |i| words[i].0)
}

/// The node with a child replaced.
fn replaced(ctx: &mut Context, node: Word, at: usize, child: Word) -> Word {
    heap::copy_replaced(ctx, node, NODE_CHILDREN + at, child.0)
}

/// The node with a leaf of a new pair.
fn inserted(ctx: &mut Context, node: Word, bit: u32, at: usize, pair: (Word, Word)) -> Word {
    let leaf = heap::cons(ctx, pair.0, pair.1);
    let copy = heap::copy_inserted(ctx, node, NODE_CHILDREN + at, leaf.0);
    if bit != 0 {
        let bitmap = node.as_node().map_or(0, NodeView::bitmap) | bit;
        // SAFETY: the copy is new, and a node's bitmap is one of its words.
        unsafe {
            copy.address()
                .add(NODE_BITMAP)
                .write(Word::fixnum(i64::from(bitmap)).0)
        };
    }
    copy
}

/// Where a key is among leaves of equal hashes, or where it belongs.
fn search(leaves: &[Word], key: Word) -> Result<usize, usize> {
    leaves.binary_search_by(|leaf| term::compare_keys(leaf_key(*leaf), key))
}

fn leaf_key(leaf: Word) -> Word {
    leaf.as_cons().map_or(Word::NIL, |cell| cell.head())
}

/// The value of a key.
pub fn get(map: TrieView, key: Word) -> Option<Word> {
    let hash = term::hash(key);
    let mut level = 0;
    let mut word = map.root();
    loop {
        let view = word.as_node()?;
        let child = if view.bitmap() == 0 {
            view.children()[search(view.children(), key).ok()?]
        } else {
            let bit = 1 << digit(hash, level);
            if view.bitmap() & bit == 0 {
                return None;
            }
            view.children()[index(view.bitmap(), bit)]
        };
        if let Some(leaf) = child.as_cons() {
            return term::identical(leaf.head(), key).then(|| leaf.tail());
        }
        word = child;
        level += 1;
    }
}

/// The map with the key's value set.
pub fn put(ctx: &mut Context, map: Word, view: TrieView, key: Word, value: Word) -> Word {
    let pair = Pair::new(key, value, false);
    match insert(ctx, view.root(), 0, &pair) {
        Some((root, added)) if root != view.root() => {
            trie(ctx, view.len() + usize::from(added), root)
        }
        _ => map,
    }
}

/// The map with the value of a key that it has replaced; `None` if it has not.
pub fn update(
    ctx: &mut Context,
    map: Word,
    view: TrieView,
    key: Word,
    value: Word,
) -> Option<Word> {
    let pair = Pair::new(key, value, true);
    let (root, _) = insert(ctx, view.root(), 0, &pair)?;
    if root == view.root() {
        return Some(map);
    }
    Some(trie(ctx, view.len(), root))
}

/// A pair on its way into a trie.
struct Pair {
    hash: u64,
    key: Word,
    value: Word,
    /// Whether only the value of a key that is there may change.
    existing_only: bool,
}

impl Pair {
    fn new(key: Word, value: Word, existing_only: bool) -> Pair {
        Pair {
            hash: term::hash(key),
            key,
            value,
            existing_only,
        }
    }
}

/// The node with a pair, and whether its key is new; `None` if it would be and must not.
fn insert(ctx: &mut Context, word: Word, level: u32, pair: &Pair) -> Option<(Word, bool)> {
    let view = word.as_node()?;
    let new = (pair.key, pair.value);
    if view.bitmap() == 0 {
        return match search(view.children(), pair.key) {
            Ok(at) => Some((set_leaf(ctx, word, view, at, pair.value), false)),
            Err(_) if pair.existing_only => None,
            Err(at) => Some((inserted(ctx, word, 0, at, new), true)),
        };
    }
    let bit = 1 << digit(pair.hash, level);
    let at = index(view.bitmap(), bit);
    if view.bitmap() & bit == 0 {
        if pair.existing_only {
            return None;
        }
        return Some((inserted(ctx, word, bit, at, new), true));
    }
    let child = view.children()[at];
    let Some(leaf) = child.as_cons() else {
        let (changed, added) = insert(ctx, child, level + 1, pair)?;
        if changed == child {
            return Some((word, added));
        }
        return Some((replaced(ctx, word, at, changed), added));
    };
    if term::identical(leaf.head(), pair.key) {
        return Some((set_leaf(ctx, word, view, at, pair.value), false));
    }
    if pair.existing_only {
        return None;
    }
    let old = term::hash(leaf.head());
    let new = heap::cons(ctx, pair.key, pair.value);
    let below = split(ctx, level + 1, (old, child), (pair.hash, new));
    Some((replaced(ctx, word, at, below), true))
}

/// The node with the value of the leaf at an index replaced.
fn set_leaf(ctx: &mut Context, word: Word, view: NodeView, at: usize, value: Word) -> Word {
    match view.children()[at].as_cons() {
        Some(leaf) if leaf.tail() != value => {
            let leaf = heap::cons(ctx, leaf.head(), value);
            replaced(ctx, word, at, leaf)
        }
        _ => word,
    }
}

/// The node of two leaves, each with its hash.
fn split(ctx: &mut Context, level: u32, a: (u64, Word), b: (u64, Word)) -> Word {
    let two = |first: Word, second: Word| move |i| if i == 0 { first } else { second };
    if level >= LAST_LEVEL {
        let ordered = term::compare_keys(leaf_key(a.1), leaf_key(b.1)).is_lt();
        let (first, second) = if ordered { (a.1, b.1) } else { (b.1, a.1) };
        return node(ctx, 0, 2, two(first, second));
    }
    let (x, y) = (digit(a.0, level), digit(b.0, level));
    if x == y {
        let below = split(ctx, level + 1, a, b);
        return node(ctx, 1 << x, 1, |_| below);
    }
    let (first, second) = if x < y { (a.1, b.1) } else { (b.1, a.1) };
    node(ctx, 1 << x | 1 << y, 2, two(first, second))
}

/// The map without a key.
pub fn remove(ctx: &mut Context, map: Word, view: TrieView, key: Word) -> Word {
    let hash = term::hash(key);
    let root = match delete(ctx, view.root(), 0, hash, key) {
        Some(root) => root,
        None => return map,
    };
    let count = view.len() - 1;
    let smaller = trie(ctx, count, root);
    if count > MAP_FLAT_LIMIT {
        return smaller;
    }
    let mut pairs: Vec<(Word, Word)> = smaller.map_pairs().into_iter().flatten().collect();
    pairs.sort_by(|a, b| term::compare_keys(a.0, b.0));
    flat::from_sorted(ctx, &pairs)
}

/// The node without a key, or the only leaf that is left of it (the root stays a node); `None` if it
/// has no such key.
fn delete(ctx: &mut Context, word: Word, level: u32, hash: u64, key: Word) -> Option<Word> {
    let view = word.as_node()?;
    let old = view.children();
    let (at, bit) = if view.bitmap() == 0 {
        (search(old, key).ok()?, 0)
    } else {
        let bit = 1 << digit(hash, level);
        if view.bitmap() & bit == 0 {
            return None;
        }
        (index(view.bitmap(), bit), bit)
    };
    let child = old[at];
    if let Some(leaf) = child.as_cons() {
        if !term::identical(leaf.head(), key) {
            return None;
        }
        if old.len() == 2 && level > 0 && old[1 - at].is_cons() {
            return Some(old[1 - at]);
        }
        return Some(node(ctx, view.bitmap() & !bit, old.len() - 1, |i| {
            old[if i < at { i } else { i + 1 }]
        }));
    }
    let changed = delete(ctx, child, level + 1, hash, key)?;
    if changed.is_cons() && old.len() == 1 && level > 0 {
        return Some(changed);
    }
    Some(replaced(ctx, word, at, changed))
}

/// The trie of more than 32 pairs of different keys.
pub fn from_distinct(ctx: &mut Context, pairs: &[(Word, Word)]) -> Word {
    let mut entries: Vec<Entry> = pairs
        .iter()
        .map(|&(key, value)| Entry {
            hash: term::hash(key),
            key,
            value,
        })
        .collect();
    entries.sort_by_key(|entry| entry.hash);
    from_entries(ctx, &mut entries)
}

/// A pair with the hash of its key.
#[derive(Clone, Copy)]
pub struct Entry {
    pub hash: u64,
    pub key: Word,
    pub value: Word,
}

/// The trie of entries sorted by hash, more than 32 and of different keys.
pub fn from_entries(ctx: &mut Context, entries: &mut [Entry]) -> Word {
    let count = entries.len();
    let root = branch(ctx, entries, 0);
    trie(ctx, count, root)
}

fn branch(ctx: &mut Context, entries: &mut [Entry], level: u32) -> Word {
    if level >= LAST_LEVEL {
        entries.sort_by(|a, b| term::compare_keys(a.key, b.key));
        let leaves: Vec<Word> = entries
            .iter()
            .map(|entry| heap::cons(ctx, entry.key, entry.value))
            .collect();
        return node(ctx, 0, leaves.len(), |i| leaves[i]);
    }
    let mut children = [Word::NIL; 32];
    let (mut size, mut bitmap, mut start) = (0, 0u32, 0);
    while start < entries.len() {
        let branch_digit = digit(entries[start].hash, level);
        let end = start
            + entries[start..]
                .iter()
                .take_while(|entry| digit(entry.hash, level) == branch_digit)
                .count();
        children[size] = match &mut entries[start..end] {
            [entry] => heap::cons(ctx, entry.key, entry.value),
            group => branch(ctx, group, level + 1),
        };
        size += 1;
        bitmap |= 1 << branch_digit;
        start = end;
    }
    node(ctx, bitmap, size, |i| children[i])
}
