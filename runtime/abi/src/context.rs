//! The worker context: what emitted code reads and writes through the pinned register.
//!
//! Offsets are fixed by this structure; the runtime owns the memory, one context a worker.

use core::sync::atomic::AtomicU64;

/// How many arguments beyond the registers a call can carry: arity 255 plus the closure itself.
pub const ARGUMENT_SLOTS: usize = 256;

/// Fields are grouped by who writes them. All words that hold terms are roots while a worker is
/// stopped (see the runtime's `heap/roots`), unless said otherwise.
#[repr(C)]
pub struct Context {
    /// Polls compare `sp` with this. `0` asks for attention (poisoned); otherwise the end of the
    /// stack less the red zone. Written by the runtime's `safepoint` only.
    pub stack_limit: AtomicU64,
    /// Next free byte of the nursery chunk.
    pub heap_next: u64,
    /// End of the nursery chunk.
    pub heap_limit: u64,
    /// `sp` just past the innermost handler frame, or 0.
    pub handler: u64,
    /// 1: the next cold poll passes once (set when a poll is resumed while the limit is poisoned).
    pub pass_poll: u64,
    /// Code address of the function whose poll went cold.
    pub poll_function: u64,
    /// Bytes above `sp` that a function whose poll went cold wants, if they are more than the red zone has.
    pub stack_wanted: u64,
    /// Number of arguments of the call under way where it exceeds the registers.
    pub argument_count: u64,
    /// `sp` when emitted code gave control back to the runtime.
    pub sp: u64,
    /// Why it gave control back: one of the `EXIT_` constants.
    pub exit: u64,
    /// Result of the process when `exit` is `EXIT_DONE`.
    pub result: u64,
    /// Class (0 error, 1 exit, 2 throw), reason and stack trace of the exception being raised.
    pub error_class: u64,
    pub error_reason: u64,
    pub error_trace: u64,
    /// Entry cell whose undefined-function stub was reached (not a term).
    pub undefined_cell: u64,
    /// First word of the process's stack.
    pub stack_base: u64,
    /// Why the worker's attention is wanted: reason bits, see the runtime's `safepoint`.
    pub attention: AtomicU64,
    /// Address of the runtime's `Heap`; 0 means the one heap of the program.
    pub heap: u64,
    /// Address of the runtime's `Stack` record of the process that runs; 0 if none does.
    pub stack: u64,
    /// Address of the runtime's `Process` record of the process that runs; 0 if none does.
    pub process: u64,
    /// Address of the runtime's `Processes`; 0 while there are none.
    pub processes: u64,
    /// Address of the runtime's record of the worker; 0 where none was made.
    pub worker: u64,
    /// Its number, from 0.
    pub worker_number: u64,
    /// Until when the process waits for a message where `exit` is `EXIT_WAIT`: what `receive_until`
    /// answered.
    pub wait_until: u64,
    /// Where the process is, set before builtins that look at it: `sp` and the address of a `Location`.
    pub place_sp: u64,
    pub place_location: u64,
    /// The call for which `find_cell` has found nothing, as an entry of a trace, until the trace is made.
    pub undefined_call: u64,
    /// Words that emitted code may use for its own spills across a tail call.
    pub scratch: [u64; 8],
    /// Arguments beyond the registers.
    pub arguments: [u64; ARGUMENT_SLOTS],
    /// With `heap_next` added, the bytes that the worker has allocated so far. Changed only where
    /// `heap_next` is set to another chunk.
    pub heap_spent: u64,
}

impl Context {
    /// A context that runs nothing yet: every poll goes cold, the first allocation takes a chunk.
    pub const fn new() -> Context {
        Context {
            stack_limit: AtomicU64::new(0),
            heap_next: 0,
            heap_limit: 0,
            handler: 0,
            pass_poll: 0,
            poll_function: 0,
            stack_wanted: 0,
            argument_count: 0,
            sp: 0,
            exit: 0,
            result: 0,
            error_class: 0,
            error_reason: 0,
            error_trace: 0,
            undefined_cell: 0,
            stack_base: 0,
            attention: AtomicU64::new(0),
            heap: 0,
            stack: 0,
            process: 0,
            processes: 0,
            worker: 0,
            worker_number: 0,
            wait_until: 0,
            place_sp: 0,
            place_location: 0,
            undefined_call: 0,
            heap_spent: 0,
            scratch: [0; 8],
            arguments: [0; ARGUMENT_SLOTS],
        }
    }
}

impl Default for Context {
    fn default() -> Context {
        Context::new()
    }
}

/// The process returned from its first function.
pub const EXIT_DONE: u64 = 0;
/// A poll wants attention: the frame on the stack resumes it.
pub const EXIT_POLL: u64 = 1;
/// An exception found no handler.
pub const EXIT_RAISED: u64 = 2;

/// The process waits for a message. It is resumed with `true` if there is one, with `false` when
/// its time is over.
pub const EXIT_WAIT: u64 = 3;
/// The process lets others run. It is resumed with `true`.
pub const EXIT_YIELD: u64 = 4;

pub const CLASS_ERROR: u64 = 0;
pub const CLASS_EXIT: u64 = 1;
pub const CLASS_THROW: u64 = 2;

/// Bytes above `stack_limit` that are always there: a function whose frames fit into half of it needs
/// only the plain poll (one that needs more compares `sp + size`), and the frame of a poll that goes
/// cold with all registers full fits into the other half.
pub const RED_ZONE: u64 = 256;
