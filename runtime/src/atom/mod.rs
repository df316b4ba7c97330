//! Atoms: one record for each name, found by name, never moved.
//!
//! Records are static (emitted by the compiler, one for each name after the link) or made at run time
//! and never freed. [`register_static`] runs first of all, before anything is interned: a record made
//! for a name that an object file also carries would be a second atom of that name.

mod table;
mod text;
pub mod well_known;

pub use table::{Full, figures, intern, lookup, register_static};
pub use text::{characters, from_characters, hash, name};

#[cfg(test)]
mod tests;
