//! Which process runs when: the loop of the worker.

mod options;
mod preempt;
mod report;
mod run;

pub use options::Options;
pub use run::Scheduler;
