//! Mid to Cut: functions are cut at each call that is not in tail position.
//!
//! Cut knows frames and polls, but no machine.

pub mod ir;
mod liveness;
pub mod print;
mod split;

pub use split::cut;

#[cfg(test)]
mod tests;
