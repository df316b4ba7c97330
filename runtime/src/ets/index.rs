//! From hashes of keys to slots: chains of slots by hash.
//!
//! A slot keeps its number from when a key comes until it goes. While the table is fixed a key that
//! goes leaves a *dead* slot behind: still in its chain, so that the keys after it can be found.
//!
//! Going over a table means going down its slots. What comes meanwhile gets new slots at the upper
//! end, as a rule, so that going over a table ends even if every step adds something.

use super::bits::Bits;

/// No slot.
const NONE: u32 = u32::MAX;
/// Buckets of an empty table.
const FEWEST_BUCKETS: usize = 16;

/// The slots of a table that is looked up by hash.
#[derive(Default, Debug)]
pub struct Index {
    /// First slot of each chain; as many as a power of 2, or none.
    buckets: Vec<u32>,
    /// By slot: the next one of its chain, and the hash.
    links: Vec<(u32, u32)>,
    live: Bits,
    count: usize,
    free: Vec<u32>,
    dead: Bits,
}

impl Index {
    /// Number of live slots.
    pub fn count(&self) -> usize {
        self.count
    }

    /// One more than the greatest slot.
    pub fn slots(&self) -> u32 {
        self.links.len() as u32
    }

    /// Whether a slot has a key that has not gone.
    pub fn is_live(&self, slot: u32) -> bool {
        self.live.has(slot)
    }

    fn bucket(&self, hash: u32) -> usize {
        hash as usize & (self.buckets.len() - 1)
    }

    /// The slot, live or dead, of a hash for which `is_same` holds.
    #[inline]
    pub fn find(&self, hash: u64, is_same: impl Fn(u32) -> bool) -> Option<u32> {
        if self.buckets.is_empty() {
            return None;
        }
        let hash = hash as u32;
        let mut slot = self.buckets[self.bucket(hash)];
        while slot != NONE {
            let (next, hash_there) = self.links[slot as usize];
            if hash_there == hash && is_same(slot) {
                return Some(slot);
            }
            slot = next;
        }
        None
    }

    /// A live slot for a hash.
    pub fn insert(&mut self, hash: u64) -> u32 {
        if self.links.len() - self.free.len() >= self.buckets.len() {
            self.grow();
        }
        let hash = hash as u32;
        let bucket = self.bucket(hash);
        let link = (self.buckets[bucket], hash);
        let slot = match self.free.pop() {
            Some(slot) => {
                self.links[slot as usize] = link;
                slot
            }
            None => {
                self.links.push(link);
                self.links.len() as u32 - 1
            }
        };
        self.buckets[bucket] = slot;
        self.live.insert(slot);
        self.count += 1;
        slot
    }

    /// Makes a dead slot live again.
    pub fn revive(&mut self, slot: u32) {
        if self.live.insert(slot) {
            self.dead.remove(slot);
            self.count += 1;
        }
    }

    /// Takes a live slot out, or makes it dead.
    pub fn remove(&mut self, slot: u32, stays: bool) {
        self.live.remove(slot);
        self.count -= 1;
        if stays {
            self.dead.insert(slot);
        } else {
            self.unlink(slot);
            self.free.push(slot);
        }
    }

    /// Takes the dead slots out; answers which.
    pub fn bury(&mut self) -> Vec<u32> {
        let dead = std::mem::take(&mut self.dead);
        let mut buried = Vec::new();
        let mut from = 0;
        while let Some(slot) = dead.from(from) {
            self.unlink(slot);
            buried.push(slot);
            from = slot + 1;
        }
        self.free.extend_from_slice(&buried);
        buried
    }

    fn unlink(&mut self, slot: u32) {
        let (after, hash) = self.links[slot as usize];
        let bucket = self.bucket(hash);
        let mut at = self.buckets[bucket];
        if at == slot {
            self.buckets[bucket] = after;
            return;
        }
        while at != NONE {
            let next = self.links[at as usize].0;
            if next == slot {
                self.links[at as usize].0 = after;
                return;
            }
            at = next;
        }
    }

    fn grow(&mut self) {
        let size = (self.buckets.len() * 2).max(FEWEST_BUCKETS);
        let old = std::mem::replace(&mut self.buckets, vec![NONE; size]);
        for mut slot in old {
            while slot != NONE {
                let (next, hash) = self.links[slot as usize];
                let bucket = self.bucket(hash);
                self.links[slot as usize].0 = self.buckets[bucket];
                self.buckets[bucket] = slot;
                slot = next;
            }
        }
    }

    /// The live slot next below.
    pub fn below(&self, slot: u32) -> Option<u32> {
        self.live.below(slot)
    }

    /// The least live slot from here upwards.
    pub fn from(&self, slot: u32) -> Option<u32> {
        self.live.from(slot)
    }

    /// Bytes it takes.
    pub fn bytes(&self) -> usize {
        self.buckets.len() * 4 + self.links.len() * 9
    }
}
