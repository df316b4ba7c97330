//! Atoms: one record for each name, found by name, never moved.
//!
//! Records are static (emitted by the compiler, one for each name after the link) or made at run time.
//! The latter are freed by a major collection that meets no word of theirs, if a heap was named by
//! [`collect_with`]; what was made before lives for ever. [`register_static`] runs first of all, before anything is interned: a record made
//! for a name that an object file also carries would be a second atom of that name.

mod policy;
mod table;
mod text;
pub mod well_known;

pub use policy::LIMIT;
pub use table::{
    LONGEST, Refused, collect_with, figures, intern, intern_for_ever, is_collection_due, limit,
    lookup, register_static,
};
pub use text::{characters, from_characters, hash, name};

#[cfg(test)]
mod tests;
