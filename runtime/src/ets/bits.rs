//! A set of small numbers, a bit each.

/// Bits by number; those beyond the end are 0.
#[derive(Default, Debug)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// Whether a number is in it.
    #[inline]
    pub fn has(&self, number: u32) -> bool {
        let word = self.0.get(number as usize / 64).copied().unwrap_or(0);
        word >> (number % 64) & 1 == 1
    }

    /// Puts a number in; whether it was not there.
    pub fn insert(&mut self, number: u32) -> bool {
        let at = number as usize / 64;
        if at >= self.0.len() {
            self.0.resize(at + 1, 0);
        }
        let bit = 1 << (number % 64);
        let is_new = self.0[at] & bit == 0;
        self.0[at] |= bit;
        is_new
    }

    /// Takes a number out.
    pub fn remove(&mut self, number: u32) {
        if let Some(word) = self.0.get_mut(number as usize / 64) {
            *word &= !(1 << (number % 64));
        }
    }

    /// The least number that is at least `from`.
    pub fn from(&self, from: u32) -> Option<u32> {
        let first = from as usize / 64;
        let mut word = self.0.get(first)? & (u64::MAX << (from % 64));
        let mut at = first;
        while word == 0 {
            at += 1;
            word = *self.0.get(at)?;
        }
        Some(at as u32 * 64 + word.trailing_zeros())
    }

    /// The greatest number below `end`.
    pub fn below(&self, end: u32) -> Option<u32> {
        let last = (end as usize).min(self.0.len() * 64).checked_sub(1)?;
        let mut at = last / 64;
        let mut word = self.0[at] & (u64::MAX >> (63 - last % 64));
        while word == 0 {
            at = at.checked_sub(1)?;
            word = self.0[at];
        }
        Some(at as u32 * 64 + 63 - word.leading_zeros())
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn they_are_a_set(steps in prop::collection::vec((0u32..300, any::<bool>()), 0..200), at in 0u32..400) {
            let (mut bits, mut model) = (Bits::default(), BTreeSet::new());
            for (number, puts) in steps {
                if puts {
                    prop_assert_eq!(bits.insert(number), model.insert(number));
                } else {
                    bits.remove(number);
                    model.remove(&number);
                }
            }
            prop_assert_eq!(bits.has(at), model.contains(&at));
            prop_assert_eq!(bits.from(at), model.range(at..).next().copied());
            prop_assert_eq!(bits.below(at), model.range(..at).next_back().copied());
        }
    }
}
