//! Which blocks of the old generation can be allocated into again: the outcome of a sweep.

/// Free and partly free blocks, lowest number first, and which free ones still use memory.
#[derive(Debug, Default)]
pub struct Recycled {
    /// Highest number first, so that the lowest is popped.
    free: Vec<u32>,
    partial: Vec<u32>,
    /// Bit per block: its memory was given back to the system.
    given_back: Vec<u64>,
}

impl Recycled {
    /// Forgets all blocks: a marking begins.
    pub fn clear(&mut self) {
        self.free.clear();
        self.partial.clear();
    }

    /// Sets the outcome of a sweep; both lists run from the highest number to the lowest.
    pub fn set(&mut self, free: Vec<u32>, partial: Vec<u32>) {
        self.free = free;
        self.partial = partial;
    }

    /// Takes the free block of the lowest number.
    pub fn take_free(&mut self) -> Option<usize> {
        let block = self.free.pop()? as usize;
        if let Some(bits) = self.given_back.get_mut(block / 64) {
            *bits &= !(1 << (block % 64));
        }
        Some(block)
    }

    /// Takes the partly free block of the lowest number.
    pub fn take_partial(&mut self) -> Option<usize> {
        self.partial.pop().map(|block| block as usize)
    }

    /// Keeps the `keep` lowest free blocks in memory and gives the others back through
    /// `give_back(first, count)`, runs at a time.
    pub fn give_back(&mut self, keep: usize, mut give_back: impl FnMut(usize, usize)) {
        let mut run: Option<(usize, usize)> = None;
        // From the highest number down, all but the lowest `keep`.
        for index in 0..self.free.len().saturating_sub(keep) {
            let block = self.free[index] as usize;
            let word = block / 64;
            if self.given_back.len() <= word {
                self.given_back.resize(word + 1, 0);
            }
            if self.given_back[word] >> (block % 64) & 1 == 1 {
                continue;
            }
            self.given_back[word] |= 1 << (block % 64);
            run = match run {
                Some((first, count)) if first == block + 1 => Some((block, count + 1)),
                Some((first, count)) => {
                    give_back(first, count);
                    Some((block, 1))
                }
                None => Some((block, 1)),
            };
        }
        if let Some((first, count)) = run {
            give_back(first, count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_given_back_once_and_in_runs() {
        let mut recycled = Recycled::default();
        recycled.set(vec![9, 8, 7, 4, 3, 1], vec![]);
        let mut given = Vec::new();
        recycled.give_back(2, |first, count| given.push((first, count)));
        assert_eq!(given, [(7, 3), (4, 1)]);
        given.clear();
        recycled.give_back(0, |first, count| given.push((first, count)));
        assert_eq!(given, [(3, 1), (1, 1)]);
        assert_eq!(recycled.take_free(), Some(1));
        recycled.set(vec![1], vec![]);
        given.clear();
        recycled.give_back(0, |first, count| given.push((first, count)));
        assert_eq!(
            given,
            [(1, 1)],
            "a block that was used again is given back again"
        );
    }
}
