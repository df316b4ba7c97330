//! From the operating system's `main` to the program's, and back.

/// The runtime inside another program.
pub mod hosted;
mod main;
