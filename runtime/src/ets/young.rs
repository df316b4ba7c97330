//! Which slots a minor collection looks at.

use super::bits::Bits;

/// Slots written since the last collection, each once.
#[derive(Default, Debug)]
pub struct Young {
    listed: Bits,
    slots: Vec<u32>,
}

impl Young {
    /// Something was written into a slot.
    #[inline]
    pub fn push(&mut self, slot: u32) {
        if self.listed.insert(slot) {
            self.slots.push(slot);
        }
    }

    /// The slots.
    pub fn slots(&self) -> &[u32] {
        &self.slots
    }

    /// After a collection: none.
    pub fn clear(&mut self) {
        for slot in self.slots.drain(..) {
            self.listed.remove(slot);
        }
    }
}
