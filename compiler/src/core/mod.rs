//! Core: the expanded module with names resolved.

pub mod ir;
