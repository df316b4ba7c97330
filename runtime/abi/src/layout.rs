//! Each kind of heap object once: what follows its header, and what of that is scanned.
//!
//! Collector, verifier, allocator and emitter read this table, so a new kind is one row here.
//!
//! | kind | words after the header |
//! |---|---|
//! | `TUPLE` | the elements (pointer tag 101) |
//! | `CLOSURE` | code address, address of a [`FunctionInfo`](crate::sections), free variables; aux = arity |
//! | `FLOAT` | the bits of a double that has no immediate form |
//! | `BIGNUM` | magnitude limbs, least first, last not zero; aux = 1 if negative |
//! | `BINARY` | size in bytes (raw), then the bytes, padded with zeros; at most 64 bytes of data |
//! | `BUFFER` | size in bytes (raw), address (raw) of a shared [`Buffer`] outside the heap |
//! | `SLICE` | base (a `BINARY` or `BUFFER` word), bit offset (fixnum), bit size (fixnum) |
//! | `MAP` | tuple of keys in term order, then the values in the same order; at most 32 |
//! | `TRIE` | number of pairs (fixnum), root node |
//! | `NODE` | bitmap (fixnum; 0: all leaves have one hash), children: a cons is a leaf (key . value), a boxed word a further node |
//! | `REFERENCE` | three raw words: a number, 0 or the address (raw) of a shared [`Buffer`], 0; aux = 1 if there is a buffer |
//!
//! Code and information addresses are 16-aligned, so they read as fixnums and are scanned with the rest.

use core::sync::atomic::AtomicU64;

pub const KIND_TUPLE: u8 = 0;
pub const KIND_CLOSURE: u8 = 1;
pub const KIND_FLOAT: u8 = 2;
pub const KIND_BIGNUM: u8 = 3;
pub const KIND_BINARY: u8 = 4;
pub const KIND_BUFFER: u8 = 5;
pub const KIND_SLICE: u8 = 6;
pub const KIND_MAP: u8 = 7;
pub const KIND_TRIE: u8 = 8;
pub const KIND_NODE: u8 = 9;
pub const KIND_REFERENCE: u8 = 10;
/// One more than the greatest kind.
pub const KINDS: u8 = 11;

/// Whether the words after a header of this kind are raw bits that the collector must skip.
#[inline]
pub const fn is_raw(kind: u8) -> bool {
    matches!(
        kind,
        KIND_FLOAT | KIND_BIGNUM | KIND_BINARY | KIND_BUFFER | KIND_REFERENCE
    )
}

/// Whether word [`BUFFER_ADDRESS`] of an object with this header is the address of a [`Buffer`].
#[inline]
pub const fn has_buffer(header: u64) -> bool {
    let kind = crate::word::header_kind(header);
    kind == KIND_BUFFER || kind == KIND_REFERENCE && crate::word::header_aux(header) == 1
}

/// Word index, from the object's first word, of a closure's parts.
pub const CLOSURE_CODE: usize = 1;
pub const CLOSURE_INFO: usize = 2;
pub const CLOSURE_FREE: usize = 3;

/// Free variables of a closure that stands for an exported function (`fun m:f/a`): module,
/// function, and the address of its entry cell.
pub const EXPORT_MODULE: usize = 3;
pub const EXPORT_FUNCTION: usize = 4;
pub const EXPORT_CELL: usize = 5;

pub const BINARY_SIZE: usize = 1;
pub const BINARY_DATA: usize = 2;
/// Binaries of more bytes than this lie in a shared buffer.
pub const BINARY_INLINE_LIMIT: usize = 64;
/// A part of at most this many bytes is copied: a slice would take as much room and keep its base.
pub const COPIED_PART: usize = 16;
pub const BUFFER_ADDRESS: usize = 2;
pub const SLICE_BASE: usize = 1;
pub const SLICE_OFFSET: usize = 2;
pub const SLICE_SIZE: usize = 3;

pub const MAP_KEYS: usize = 1;
pub const MAP_VALUES: usize = 2;
/// Maps of more pairs than this are tries (OTP's limit, visible in the order of `maps:to_list/1`).
pub const MAP_FLAT_LIMIT: usize = 32;
pub const TRIE_COUNT: usize = 1;
pub const TRIE_ROOT: usize = 2;
pub const NODE_BITMAP: usize = 1;
pub const NODE_CHILDREN: usize = 2;

/// An atom's record: lengths, hash, then the name in UTF-8. Records are 16-aligned and never move.
#[repr(C, align(16))]
pub struct AtomRecord {
    /// Length of the name in bytes.
    pub bytes: u32,
    /// Length of the name in characters, at most 255.
    pub characters: u32,
    /// [`atom_hash`] of the name.
    pub hash: u64,
    // The bytes of the name follow.
}

/// Offset of the name from the start of an [`AtomRecord`], in bytes.
pub const ATOM_NAME: usize = 16;

/// Hash of an atom's name (FNV-1a), computed by the compiler for static atoms.
#[inline]
pub const fn atom_hash(name: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    let mut index = 0;
    while index < name.len() {
        hash = (hash ^ name[index] as u64).wrapping_mul(0x0100_0000_01b3);
        index += 1;
    }
    hash ^ (hash >> 29)
}

/// A byte buffer outside the heap; `KIND_BUFFER` objects hold its address. Its bytes follow at
/// [`BUFFER_DATA`]. One that an object file carries has `state` = [`BUFFER_STATIC`].
#[repr(C, align(16))]
pub struct Buffer {
    /// Room for bytes.
    pub capacity: u64,
    /// Bytes in use, from the first: an append that begins just there may write behind them, after
    /// it has moved this by compare-and-swap.
    pub used: AtomicU64,
    /// The collector's; nobody else touches it.
    pub state: AtomicU64,
    pub reserved: u64,
}

/// Offset of the bytes from the start of a [`Buffer`].
pub const BUFFER_DATA: usize = 32;
/// `Buffer::state` of a buffer that is never freed.
pub const BUFFER_STATIC: u64 = u64::MAX;
