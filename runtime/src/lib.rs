//! The runtime, its rooms in the order of their floors: a room imports lower floors only.

/// Memory and time, from the operating system.
pub mod os;

/// Sockets, and the thread that waits for them.
pub mod net;

/// The word of the shared wall as a Rust type, and read-only views of heap objects.
pub mod word;

/// Memory for terms: allocation and collection.
pub mod heap;

/// Atoms by name.
pub mod atom;

/// Integers of any size and floats.
pub mod number;

/// The stack of a process.
pub mod stack;

/// Binaries and bitstrings.
pub mod binary;

/// Order, equality, hash and text of terms.
pub mod term;

/// Maps: small ones sorted, large ones hash tries.
pub mod map;

/// Tables of terms: ETS.
pub mod ets;

/// Dynamic variables: global values and what a process has bound.
pub mod dynamic;

/// What the runtime knows of a process.
pub mod process;

/// Where workers stop: attention, stack limits, what a poll leads to.
pub mod safepoint;

/// The modules of the program.
pub mod code;

/// Object files into a running program.
pub mod loader;

/// Exceptions and stack traces.
pub mod error;

/// Regular expressions.
pub mod regex;

/// Terms as bytes: Erlang's external term format.
pub mod external;

/// The functions of the library that are written in Rust.
pub mod builtins;

/// Which process runs when.
pub mod scheduler;

/// From the operating system's `main` to the program's, and back.
pub mod start;

/// Marks this version of the runtime; see `build.rs`.
pub const FINGERPRINT: &str = env!("ALATE_RUNTIME_FINGERPRINT");

/// By this the build of the command finds the archive of this very version.
#[used]
static FINGERPRINT_MARK: &str = concat!(
    "ALATE-RUNTIME-FINGERPRINT:",
    env!("ALATE_RUNTIME_FINGERPRINT")
);
