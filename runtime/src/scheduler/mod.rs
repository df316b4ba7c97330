//! Which process runs when, and where.

mod dump;
mod idle;
mod options;
mod outside;
mod report;
mod run;
mod turn;
mod watch;

pub use options::Options;
pub use run::Scheduler;
