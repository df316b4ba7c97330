//! The builtins: each checks its arguments, calls a room below, answers.
//!
//! A builtin is a safe function on words; [`entry`] wraps it into the symbol that the table in
//! `abi/builtins.rs` names. It keeps no state, never collects, blocks or yields, never panics, and
//! never recurses natively over the depth of a term.

mod entry;
mod fail;
mod text;

mod arithmetic;
mod atomics;
mod atoms;
mod base64;
mod binaries;
mod checksum;
mod comparison;
mod conversions;
mod deflate;
mod dictionary;
mod digests;
mod dynamic;
mod environment;
mod ets;
mod ets_guards;
mod ets_scan;
mod ets_tables;
mod external;
mod files;
mod flags;
mod hashes;
mod host;
mod inspection;
mod io;
mod letters;
mod lists;
mod maps;
mod math;
mod messages;
mod modules;
mod persistent;
mod process_display;
mod process_info;
mod processes;
mod regex;
mod runtime;
mod search;
mod socket_options;
mod sockets;
mod spawn;
mod suspension;
mod system;
mod system_info;
mod terms;
mod time;
mod timers;
mod tuples;
mod types;
mod unicode;

#[cfg(test)]
mod recorded;
#[cfg(test)]
mod tests;
