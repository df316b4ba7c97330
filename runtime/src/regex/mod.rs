//! Regular expressions: PCRE2 behind a safe interface. See README.md.

mod cache;
mod code;
mod messages;
mod search;
mod tables;
#[cfg(test)]
mod tests;

pub use cache::find;
pub use code::{Code, Wrong, version};
pub use search::{Limits, Match, Outcome, Search, search};
