//! A merge sort that asks for each comparison instead of calling a function.
//!
//! Keys of maps may be maps; sorting them by a comparing callback would recurse natively as deep as
//! the keys nest.

use crate::word::Word;
use std::cmp::Ordering;

/// Sorts pairs by key, bottom up.
pub struct Sorter {
    source: Vec<(Word, Word)>,
    target: Vec<(Word, Word)>,
    /// Length of the runs that are sorted already.
    width: usize,
    left: usize,
    left_end: usize,
    right: usize,
    right_end: usize,
    /// Whether the caller has been asked about `source[left]` and `source[right]`.
    asked: bool,
}

impl Sorter {
    pub fn new(pairs: Vec<(Word, Word)>) -> Sorter {
        let mut sorter = Sorter {
            target: Vec::with_capacity(pairs.len()),
            source: pairs,
            width: 1,
            left: 0,
            left_end: 0,
            right: 0,
            right_end: 0,
            asked: false,
        };
        sorter.open_runs(0);
        sorter
    }

    /// Takes the order of the two keys that were asked for last (anything the first time); answers the
    /// next two keys, or `None` when everything is sorted.
    pub fn feed(&mut self, order: Ordering) -> Option<(Word, Word)> {
        if self.asked {
            self.asked = false;
            if order == Ordering::Greater {
                self.target.push(self.source[self.right]);
                self.right += 1;
            } else {
                self.target.push(self.source[self.left]);
                self.left += 1;
            }
        }
        while self.width < self.source.len() {
            if self.left < self.left_end && self.right < self.right_end {
                self.asked = true;
                return Some((self.source[self.left].0, self.source[self.right].0));
            }
            self.target
                .extend_from_slice(&self.source[self.left..self.left_end]);
            self.target
                .extend_from_slice(&self.source[self.right..self.right_end]);
            if self.right_end < self.source.len() {
                self.open_runs(self.right_end);
            } else {
                std::mem::swap(&mut self.source, &mut self.target);
                self.target.clear();
                self.width *= 2;
                self.open_runs(0);
            }
        }
        None
    }

    /// The pairs, sorted once `feed` has answered `None`.
    pub fn pairs(&self) -> &[(Word, Word)] {
        &self.source
    }

    fn open_runs(&mut self, start: usize) {
        let end = self.source.len();
        self.left = start;
        self.left_end = (start + self.width).min(end);
        self.right = self.left_end;
        self.right_end = (self.left_end + self.width).min(end);
    }
}
