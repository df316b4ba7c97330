//! The tagged word.

use alate_abi::word as abi;

/// A term, or any other word that may lie in a scanned place of the heap or on a Lisp stack.
///
/// Equality of `Word`s is identity of the words, not `=:=`. A `Word` held in Rust is valid until
/// the next safe point: no builtin keeps one across.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[repr(transparent)]
pub struct Word(pub u64);

impl Word {
    pub const NIL: Word = Word(abi::NIL);
    pub const EXCEPTION: Word = Word(abi::EXCEPTION);
    pub const ABSENT: Word = Word(abi::ABSENT);

    /// The fixnum of an integer that fits.
    #[inline]
    pub const fn fixnum(value: i64) -> Word {
        Word(abi::fixnum(value))
    }

    #[inline]
    pub const fn is_fixnum(self) -> bool {
        self.0 & abi::TAG_MASK == abi::TAG_FIXNUM
    }

    /// The value of a fixnum.
    #[inline]
    pub const fn as_fixnum(self) -> Option<i64> {
        if self.is_fixnum() {
            Some(abi::fixnum_value(self.0))
        } else {
            None
        }
    }

    #[inline]
    pub const fn is_cons(self) -> bool {
        self.0 & abi::TAG_MASK == abi::TAG_CONS
    }

    #[inline]
    pub const fn is_tuple(self) -> bool {
        self.0 & abi::TAG_MASK == abi::TAG_TUPLE
    }

    #[inline]
    pub const fn is_boxed(self) -> bool {
        self.0 & abi::TAG_MASK == abi::TAG_BOXED
    }

    #[inline]
    pub const fn is_atom(self) -> bool {
        self.0 & abi::IMMEDIATE_MASK == abi::TAG_ATOM
    }

    #[inline]
    pub const fn is_nil(self) -> bool {
        self.0 == abi::NIL
    }

    /// Whether the word points into memory that a collection may move or free: cons, tuple, boxed.
    #[inline]
    pub const fn is_pointer(self) -> bool {
        matches!(
            self.0 & abi::TAG_MASK,
            abi::TAG_CONS | abi::TAG_TUPLE | abi::TAG_BOXED
        )
    }

    /// Address of the object's first word, for pointers.
    #[inline]
    pub const fn address(self) -> *mut u64 {
        (self.0 & !abi::TAG_MASK) as *mut u64
    }
}
