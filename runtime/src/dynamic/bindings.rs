//! What one process has bound.

use crate::heap::roots::Visit;
use crate::word::Word;

/// Values by index of the variable; `ABSENT` where there is none.
#[derive(Clone, Default, Debug)]
pub struct Bindings {
    words: Vec<u64>,
}

impl Bindings {
    /// What the variable of an index, from 1, is bound to.
    pub fn get(&self, index: u64) -> Option<Word> {
        let word = self.words.get(slot(index)).copied();
        word.map(Word).filter(|word| *word != Word::ABSENT)
    }

    /// Binds it, or takes its binding away; answers what there was before.
    pub fn replace(&mut self, index: u64, value: Option<Word>) -> Option<Word> {
        let slot = slot(index);
        let new = value.unwrap_or(Word::ABSENT).0;
        let old = match self.words.get_mut(slot) {
            Some(word) => std::mem::replace(word, new),
            None => {
                self.words.resize(slot, Word::ABSENT.0);
                self.words.push(new);
                return None;
            }
        };
        Some(Word(old)).filter(|word| *word != Word::ABSENT)
    }

    /// Visits the values.
    pub fn words(&mut self, visit: &mut Visit) {
        visit(self.words.as_mut_ptr(), self.words.len());
    }
}

fn slot(index: u64) -> usize {
    index.saturating_sub(1) as usize
}
