//! From the operating system's `main` to the program's, and back.

mod exit;
mod main;

pub use exit::{exit_with, flush};
