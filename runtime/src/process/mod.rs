//! Processes: their records, their table, and what they do to each other.

mod aliases;
mod mailbox;
mod rare;
mod ready;
mod record;
mod signals;
mod suspension;
mod table;
mod tables;
mod timers;

pub use aliases::AliasMode;
pub use mailbox::Mailbox;
pub use rare::{Settings, Tag};
pub use ready::Random;
pub use record::{Priority, Process, State};
pub use signals::{Cause, Watcher, reference, reference_number};
pub use table::{Processes, STANDARD_DEVICE, Stubs};
pub use tables::table_term;
pub use timers::Action;
