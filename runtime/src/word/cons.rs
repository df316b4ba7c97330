//! List cells, and walking a list.

use super::Word;

/// A list cell.
#[derive(Clone, Copy, Debug)]
pub struct ConsView(Word);

impl Word {
    /// The view of a cons.
    #[inline]
    pub fn as_cons(self) -> Option<ConsView> {
        self.is_cons().then_some(ConsView(self))
    }

    /// Walks the elements; [`ListIterator::rest`] is then the tail (nil for a proper list).
    pub fn list(self) -> ListIterator {
        ListIterator { rest: self }
    }

    /// Number of elements of a proper list; `None` if it is not one.
    pub fn list_length(self) -> Option<usize> {
        let mut walk = self.list();
        let count = walk.by_ref().count();
        walk.rest.is_nil().then_some(count)
    }

    /// The elements of a proper list; `None` if it is not one.
    pub fn list_elements(self) -> Option<Vec<Word>> {
        let mut walk = self.list();
        let elements: Vec<Word> = walk.by_ref().collect();
        walk.rest.is_nil().then_some(elements)
    }
}

impl ConsView {
    #[inline]
    pub fn head(self) -> Word {
        // SAFETY: rule W: a cons word points to two filled words.
        Word(unsafe { *self.0.address() })
    }

    #[inline]
    pub fn tail(self) -> Word {
        // SAFETY: as above.
        Word(unsafe { *self.0.address().add(1) })
    }
}

/// Walks a list's elements up to its tail.
#[derive(Clone, Debug)]
pub struct ListIterator {
    pub rest: Word,
}

impl Iterator for ListIterator {
    type Item = Word;

    #[inline]
    fn next(&mut self) -> Option<Word> {
        let cell = self.rest.as_cons()?;
        self.rest = cell.tail();
        Some(cell.head())
    }
}
