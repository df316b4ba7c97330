//! Floats, immediate and boxed.

use super::Word;
use alate_abi::{layout, word as abi};

impl Word {
    #[inline]
    pub const fn is_immediate_float(self) -> bool {
        abi::is_immediate_float(self.0)
    }

    /// The immediate word of a float that has one.
    #[inline]
    pub fn immediate_float(value: f64) -> Option<Word> {
        abi::immediate_float(value.to_bits()).map(Word)
    }

    #[inline]
    pub fn as_float(self) -> Option<f64> {
        if self.is_immediate_float() {
            Some(f64::from_bits(abi::immediate_float_bits(self.0)))
        } else if self.boxed_kind() == Some(layout::KIND_FLOAT) {
            // SAFETY: rule W: a boxed float's second word holds its bits.
            Some(f64::from_bits(unsafe { self.field(1) }))
        } else {
            None
        }
    }
}
