//! Maps as they lie in memory, for the rooms that walk them without changing them.

use super::Word;
use alate_abi::{layout, word as abi};

/// A map of at most [`layout::MAP_FLAT_LIMIT`] pairs: keys sorted, values beside them.
#[derive(Clone, Copy, Debug)]
pub struct FlatView(Word);

/// A larger map.
#[derive(Clone, Copy, Debug)]
pub struct TrieView(Word);

/// A node of a larger map. A bitmap of 0 marks a node of leaves whose hashes are all equal.
#[derive(Clone, Copy, Debug)]
pub struct NodeView(Word);

impl Word {
    #[inline]
    pub fn as_flat_map(self) -> Option<FlatView> {
        (self.boxed_kind() == Some(layout::KIND_MAP)).then_some(FlatView(self))
    }

    #[inline]
    pub fn as_trie_map(self) -> Option<TrieView> {
        (self.boxed_kind() == Some(layout::KIND_TRIE)).then_some(TrieView(self))
    }

    #[inline]
    pub fn as_node(self) -> Option<NodeView> {
        (self.boxed_kind() == Some(layout::KIND_NODE)).then_some(NodeView(self))
    }

    /// Number of pairs of a map.
    pub fn map_size(self) -> Option<usize> {
        if let Some(flat) = self.as_flat_map() {
            Some(flat.len())
        } else {
            self.as_trie_map().map(TrieView::len)
        }
    }

    /// Walks the pairs of a map: sorted if flat, in the order of hashes otherwise.
    pub fn map_pairs(self) -> Option<MapPairs> {
        if self.as_flat_map().is_some() {
            Some(MapPairs {
                flat: self,
                next: 0,
                stack: Vec::new(),
            })
        } else {
            let trie = self.as_trie_map()?;
            Some(MapPairs {
                flat: Word::NIL,
                next: 0,
                stack: vec![(trie.root(), 0)],
            })
        }
    }
}

impl FlatView {
    #[inline]
    pub fn len(self) -> usize {
        // SAFETY: rule W: a flat map's words after the header are the keys tuple and the values.
        abi::header_size(unsafe { self.0.field(0) }) as usize - 1
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The tuple of keys, shared between maps of the same keys.
    pub fn keys_tuple(self) -> Word {
        // SAFETY: rule W, as above.
        Word(unsafe { self.0.field(layout::MAP_KEYS) })
    }

    pub fn keys(&self) -> &[Word] {
        // SAFETY: rule W: the keys tuple holds as many filled words as there are values.
        unsafe {
            std::slice::from_raw_parts(
                self.keys_tuple().address().add(1).cast::<Word>(),
                self.len(),
            )
        }
    }

    pub fn values(&self) -> &[Word] {
        // SAFETY: rule W, as above.
        unsafe {
            std::slice::from_raw_parts(
                self.0.address().add(layout::MAP_VALUES).cast::<Word>(),
                self.len(),
            )
        }
    }
}

impl TrieView {
    #[inline]
    pub fn len(self) -> usize {
        // SAFETY: rule W: a trie holds its number of pairs as a fixnum.
        abi::fixnum_value(unsafe { self.0.field(layout::TRIE_COUNT) }) as usize
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    #[inline]
    pub fn root(self) -> Word {
        // SAFETY: rule W, as above.
        Word(unsafe { self.0.field(layout::TRIE_ROOT) })
    }
}

impl NodeView {
    /// Which of the 32 branches exist; 0 if the leaves are told apart by comparing keys only.
    #[inline]
    pub fn bitmap(self) -> u32 {
        // SAFETY: rule W: a node holds its bitmap as a fixnum.
        abi::fixnum_value(unsafe { self.0.field(layout::NODE_BITMAP) }) as u32
    }

    #[inline]
    pub fn children(&self) -> &[Word] {
        // SAFETY: rule W: the header's size counts the bitmap and the children.
        unsafe {
            let size = abi::header_size(self.0.field(0)) as usize;
            std::slice::from_raw_parts(
                self.0.address().add(layout::NODE_CHILDREN).cast::<Word>(),
                size + 1 - layout::NODE_CHILDREN,
            )
        }
    }
}

/// Walks the pairs of a map.
#[derive(Clone, Debug)]
pub struct MapPairs {
    flat: Word,
    next: usize,
    /// Nodes not yet done, each with the index of its next child. A trie is at most 14 deep.
    stack: Vec<(Word, usize)>,
}

impl Iterator for MapPairs {
    type Item = (Word, Word);

    fn next(&mut self) -> Option<(Word, Word)> {
        if let Some(flat) = self.flat.as_flat_map() {
            let index = self.next;
            self.next += 1;
            return (index < flat.len()).then(|| (flat.keys()[index], flat.values()[index]));
        }
        loop {
            let (word, index) = self.stack.last_mut()?;
            let child = word.as_node()?.children().get(*index).copied();
            *index += 1;
            match child {
                None => {
                    self.stack.pop();
                }
                Some(child) => match child.as_cons() {
                    Some(leaf) => return Some((leaf.head(), leaf.tail())),
                    None => self.stack.push((child, 0)),
                },
            }
        }
    }
}
