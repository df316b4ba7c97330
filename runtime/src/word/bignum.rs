//! Big integers: those that fit no fixnum.

use super::Word;
use alate_abi::{layout, word as abi};

/// A big integer.
#[derive(Clone, Copy, Debug)]
pub struct BignumView(Word);

impl Word {
    #[inline]
    pub fn as_bignum(self) -> Option<BignumView> {
        (self.boxed_kind() == Some(layout::KIND_BIGNUM)).then_some(BignumView(self))
    }
}

impl BignumView {
    pub fn is_negative(self) -> bool {
        // SAFETY: rule W: the first word is the header.
        abi::header_aux(unsafe { self.0.field(0) }) == 1
    }

    /// The magnitude, least significant limb first; the last is not zero.
    pub fn limbs(&self) -> &[u64] {
        // SAFETY: rule W: as many limbs as the header says follow it.
        unsafe {
            let size = abi::header_size(self.0.field(0)) as usize;
            std::slice::from_raw_parts(self.0.address().add(1), size)
        }
    }
}
