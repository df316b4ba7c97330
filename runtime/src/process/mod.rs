//! What the runtime knows of a process.

mod record;

pub use record::Process;
