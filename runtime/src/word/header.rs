//! What kind of term a word is, read from its tag, sub-tag or header.

use super::Word;
use alate_abi::{layout, word as abi};

/// The kinds of terms that a user can tell apart, with the representations that code must.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Fixnum,
    Bignum,
    Float,
    Atom,
    Reference,
    Closure,
    Port,
    Pid,
    Tuple,
    /// A map of at most 32 pairs.
    FlatMap,
    /// A larger map.
    TrieMap,
    Nil,
    Cons,
    /// Binary or bitstring, in any representation.
    Bits,
    /// Not a term: header, hole, absent value, trie node.
    Internal,
}

impl Word {
    /// The header of a tuple or boxed object.
    #[inline]
    pub fn header(self) -> Option<u64> {
        if self.is_boxed() || self.is_tuple() {
            // SAFETY: rule W: tuple and boxed words point to an object, whose first word is its header.
            Some(unsafe { *self.address() })
        } else {
            None
        }
    }

    /// The kind field of a boxed object's header.
    #[inline]
    pub fn boxed_kind(self) -> Option<u8> {
        if self.is_boxed() {
            // SAFETY: as above.
            Some(abi::header_kind(unsafe { *self.address() }))
        } else {
            None
        }
    }

    /// Word `index` of the object that this word points to; the header has index 0.
    ///
    /// # Safety
    /// The word is a pointer to an object of more than `index` words.
    #[inline]
    pub(crate) unsafe fn field(self, index: usize) -> u64 {
        // SAFETY: the caller's contract and rule W.
        unsafe { *self.address().add(index) }
    }

    /// What kind of term this is.
    pub fn kind(self) -> Kind {
        if self.is_fixnum() {
            Kind::Fixnum
        } else if self.is_cons() {
            Kind::Cons
        } else if self.is_tuple() {
            Kind::Tuple
        } else if self.is_immediate_float() {
            Kind::Float
        } else if let Some(kind) = self.boxed_kind() {
            match kind {
                layout::KIND_CLOSURE => Kind::Closure,
                layout::KIND_FLOAT => Kind::Float,
                layout::KIND_BIGNUM => Kind::Bignum,
                layout::KIND_BINARY | layout::KIND_BUFFER | layout::KIND_SLICE => Kind::Bits,
                layout::KIND_MAP => Kind::FlatMap,
                layout::KIND_TRIE => Kind::TrieMap,
                layout::KIND_REFERENCE => Kind::Reference,
                _ => Kind::Internal,
            }
        } else if self.is_atom() {
            Kind::Atom
        } else {
            match self.0 & abi::SUBTAG_MASK {
                abi::NIL => Kind::Nil,
                abi::SUBTAG_PID => Kind::Pid,
                abi::SUBTAG_PORT => Kind::Port,
                _ => Kind::Internal,
            }
        }
    }

    /// Whether this is a map in either representation.
    pub fn is_map(self) -> bool {
        matches!(
            self.boxed_kind(),
            Some(layout::KIND_MAP | layout::KIND_TRIE)
        )
    }

    /// Whether this is an integer of any size.
    pub fn is_integer(self) -> bool {
        self.is_fixnum() || self.boxed_kind() == Some(layout::KIND_BIGNUM)
    }

    /// Whether this is a binary or bitstring.
    pub fn is_bits(self) -> bool {
        matches!(
            self.boxed_kind(),
            Some(layout::KIND_BINARY | layout::KIND_BUFFER | layout::KIND_SLICE)
        )
    }

    /// Whether this is the empty list or a cons.
    pub const fn is_list(self) -> bool {
        self.is_nil() || self.is_cons()
    }
}
