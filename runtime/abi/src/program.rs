//! What a program hands to the runtime at start: the one object that the compiler makes for it.

use crate::sections::{EntryCell, FrameRow, ModuleRow, Variable};

/// Passed to `alate_start` with the command line.
#[repr(C)]
pub struct Program {
    /// [`crate::sections::ABI_VERSION`] of the compiler that made the program.
    pub abi_version: u64,
    /// The function the program starts at, and its arity (0 or 1).
    pub main: *const EntryCell,
    pub main_arity: u64,
    /// Bounds of the tables that all linked objects contribute to.
    pub atoms: [*const u64; 2],
    pub frames: [*const FrameRow; 2],
    pub modules: [*const ModuleRow; 2],
    pub variables: [*const *const Variable; 2],
    /// Functions without arguments that give dynamic variables their global values, in the order in
    /// which they are to run before `main`.
    pub initialisers: *const *const EntryCell,
    pub initialiser_count: u64,
    /// Enters Lisp code from Rust; see [`Enter`].
    pub enter: Enter,
    /// Return word of a process's first frame, which is also its last handler frame, and that handler.
    pub done: u64,
    pub uncaught: u64,
    /// Stands in for a return word at the collector's watermark.
    pub watermark: u64,
    /// Goes to the innermost handler with the context's exception.
    pub raise: u64,
    /// Calls a fun with a list of arguments, and a function by module, name and arguments; and what
    /// resumes a call of none, of two and of three arguments: the beginnings of processes are made of these.
    pub apply_fun: u64,
    pub apply: u64,
    pub resume_0: u64,
    pub resume_2: u64,
    pub resume_3: u64,
}

// SAFETY: all it points to is static, and read only.
unsafe impl Sync for Program {}

/// (context, code, sp, a0, a1, a2) Runs until emitted code gives control back; why is in the context.
pub type Enter = unsafe extern "C" fn(*mut crate::context::Context, u64, u64, u64, u64, u64);
