//! Which process runs when, and where.

mod idle;
mod options;
mod report;
mod run;
mod turn;
mod watch;

pub use options::Options;
pub use run::Scheduler;
