//! Erlang's external term format: terms to bytes and back. Pure: neither touches anything but its
//! arguments and, when a term is built, the heap.
//!
//! Written from the format's description in the ERTS user's guide. Left out so far: local functions,
//! process and port identifiers, and compressed terms.

mod decode;
mod encode;

pub use decode::{Atoms, decode};
pub use encode::{Format, encode};

/// First byte of every encoded term.
pub const VERSION: u8 = 131;

/// Name of this node as long as it is none, in references.
const NO_NODE: &str = "nonode@nohost";

/// The byte before each kind of term.
mod tag {
    pub const NEW_FLOAT: u8 = 70;
    pub const BIT_BINARY: u8 = 77;
    pub const NEWER_REFERENCE: u8 = 90;
    pub const SMALL_INTEGER: u8 = 97;
    pub const INTEGER: u8 = 98;
    pub const FLOAT: u8 = 99;
    pub const ATOM: u8 = 100;
    pub const SMALL_TUPLE: u8 = 104;
    pub const LARGE_TUPLE: u8 = 105;
    pub const NIL: u8 = 106;
    pub const STRING: u8 = 107;
    pub const LIST: u8 = 108;
    pub const BINARY: u8 = 109;
    pub const SMALL_BIG: u8 = 110;
    pub const LARGE_BIG: u8 = 111;
    pub const EXPORT: u8 = 113;
    pub const SMALL_ATOM: u8 = 115;
    pub const MAP: u8 = 116;
    pub const ATOM_UTF8: u8 = 118;
    pub const SMALL_ATOM_UTF8: u8 = 119;
}

#[cfg(test)]
mod tests;
