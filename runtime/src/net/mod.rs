//! Sockets. Nobody waits inside a call: what cannot be done now says so, whoever wants to wait is
//! noted at the socket, and one thread waits for all of them (`poller`).
//!
//! ```text
//!  receive, accept, connect, send ─▶ done, or Wait ─▶ Socket::await_ready ─▶ poller ─▶ Happened::Ready(asker)
//!  a socket in active mode ────────────────────────────────────────────────▶ poller ─▶ Happened::Active(number)
//! ```
//!
//! Nothing here knows words: the poller's thread touches bytes only. What has happened is kept until a
//! worker comes and takes it ([`poller::take`]).

pub mod address;
pub mod options;
pub mod packet;
pub mod poller;
pub mod registry;
pub mod socket;
pub mod state;

#[cfg(test)]
mod tests;
