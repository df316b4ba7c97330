//! Where a collection begins: whoever keeps words outside the heap says so through [`Roots`].

/// Visits a run of words: first word and count.
pub type Visit<'a> = dyn FnMut(*mut u64, usize) + 'a;

/// Holders of words that a collection must know. Words need not be pointers; those that are get the
/// new addresses written back.
///
/// # Safety
/// Every run visited is valid for reading and writing, and its words are tagged words whose pointers
/// are those of live objects.
pub unsafe trait Roots {
    /// The words that may point to young objects: all that changed since the last collection.
    fn young(&mut self, visit: &mut Visit);

    /// All words.
    fn all(&mut self, visit: &mut Visit);

    /// The same words in parts, if several threads can visit them at once.
    fn shared(&self) -> Option<&dyn SharedRoots> {
        None
    }
}

/// Roots that several threads can visit at once, each other parts of them.
///
/// # Safety
/// As for [`Roots`]; no word is in two parts.
pub unsafe trait SharedRoots: Sync {
    /// How many parts there are.
    fn parts(&self) -> usize;

    /// The part that the worker of a number is to begin with: what it has used itself.
    fn first_part_of(&self, number: usize) -> usize;

    /// How many parts all words fall into.
    fn all_parts(&self) -> usize;

    /// All words of one part. No part is visited twice.
    fn all_part(&self, part: usize, visit: &mut Visit);

    /// The words of one part that may point to young objects. No part is visited twice.
    fn young_part(&self, part: usize, visit: &mut Visit);
}

/// No roots at all.
pub struct NoRoots;

// SAFETY: it visits nothing.
unsafe impl Roots for NoRoots {
    fn young(&mut self, _visit: &mut Visit) {}
    fn all(&mut self, _visit: &mut Visit) {}
}
