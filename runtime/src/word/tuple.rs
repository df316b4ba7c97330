//! Tuples.

use super::Word;
use alate_abi::word as abi;

/// A tuple.
#[derive(Clone, Copy, Debug)]
pub struct TupleView(Word);

impl Word {
    #[inline]
    pub fn as_tuple(self) -> Option<TupleView> {
        self.is_tuple().then_some(TupleView(self))
    }
}

impl TupleView {
    /// Number of elements.
    #[inline]
    pub fn len(self) -> usize {
        // SAFETY: rule W: the first word of a tuple is its header.
        abi::header_size(unsafe { self.0.field(0) }) as usize
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Element `index`, from 0.
    #[inline]
    pub fn get(self, index: usize) -> Option<Word> {
        // SAFETY: rule W; the index is below the header's size.
        (index < self.len()).then(|| Word(unsafe { self.0.field(index + 1) }))
    }

    pub fn elements(&self) -> &[Word] {
        // SAFETY: rule W: as many filled words as the header says follow it; `Word` is a
        // transparent `u64`.
        unsafe { std::slice::from_raw_parts(self.0.address().add(1).cast::<Word>(), self.len()) }
    }
}
