//! Processes: their records, their table, and what they do to each other.

mod aliases;
mod bindings;
/// The program in which the runtime runs, if it does not run by itself.
pub mod host;
mod limit;
mod mailbox;
mod outside;
mod parking;
mod rare;
mod ready;
mod record;
mod relations;
mod roots;
mod signals;
mod slots;
mod sockets;
mod staff;
mod subject;
mod suspension;
mod table;
mod tables;
mod timers;
mod worker;

#[cfg(test)]
mod model;

// For `parking`: see there.
use crate::os::sync;

pub use aliases::AliasMode;
pub use limit::{MailboxLimit, Overflow};
pub use mailbox::{Mailbox, Place};
pub use rare::{Settings, Tag};
pub use ready::{Random, Ready};
pub use record::{Intent, Locked, Own, Priority, Process, Retry, State, Wake};
pub use relations::Watched;
pub use roots::Stopped;
pub use signals::{Cause, Watcher, reference, reference_number};
pub use sockets::{address, packet, port, port_number, to_address};
pub use staff::Staff;
pub use subject::{Inspection, Subject};
pub use suspension::Suspension;
pub use table::{Call, Processes, STANDARD_DEVICE, Stubs};
pub use tables::table_term;
pub use timers::{Action, NEVER};
pub use worker::{Worker, count_time};
