//! What an object file carries besides code: tables in sections named as C identifiers, so that the
//! linker makes `__start_NAME` and `__stop_NAME` for them, and the shapes of their rows.

use core::sync::atomic::AtomicU64;

/// Addresses of atom records, one `u64` each; the runtime interns them at start.
pub const SECTION_ATOMS: &str = "alate_atoms";
/// [`FrameRow`]s: one for every address that can be a return word.
pub const SECTION_FRAMES: &str = "alate_frames";
/// [`ModuleRow`]s: one a module.
pub const SECTION_MODULES: &str = "alate_modules";

/// Addresses of the [`Variable`] records that modules define; 0 stands for none.
pub const SECTION_VARIABLES: &str = "alate_variables";

/// What the symbols of atoms, of entry cells and of dynamic variables begin with: all objects of a
/// program share what these stand for.
pub const ATOM_PREFIX: &str = "alate_atom.";
pub const CELL_PREFIX: &str = "alate_cell.";
pub const VARIABLE_PREFIX: &str = "alate_variable.";

/// The function without arguments that gives a module's dynamic variables their initial values.
pub const INITIALISER: &str = "-variables-";

/// Version of everything in this crate; the runtime refuses objects of another.
pub const ABI_VERSION: u64 = 1;

/// Where a piece of code comes from. 16-aligned and static; addresses are word-sized.
#[repr(C, align(16))]
pub struct Location {
    /// Atom words.
    pub module: u64,
    pub function: u64,
    pub arity: u64,
    /// Line in `file`, from 1; 0 if unknown.
    pub line: u64,
    /// UTF-8 file name and its length in bytes.
    pub file: *const u8,
    pub file_length: u64,
}

/// One return address.
#[repr(C)]
pub struct FrameRow {
    /// Address of the continuation.
    pub code: u64,
    /// Address of the [`Location`] of the call it continues.
    pub location: *const Location,
    /// Words of the frame, the return word included; 0 if the frame holds its size: the word below
    /// the return word is then the bytes of the others, less that word and the first.
    pub frame_words: u32,
    /// 1 if it is a handler frame, [`BINDING_FRAME`] if it is a binding frame, [`CALL_FRAME`] if it
    /// holds a call that is to be made.
    pub is_handler: u32,
}

/// `FrameRow::is_handler` of the frame of a dynamic binding.
pub const BINDING_FRAME: u32 = 2;

/// `FrameRow::is_handler` of a frame that a poll has left: its first word is the address of the code that is
/// to be entered. Code that is entered so and is no continuation has a row, too, though its address is
/// never a return word.
pub const CALL_FRAME: u32 = 3;

/// What a closure's information word points to. 16-aligned.
#[repr(C, align(16))]
pub struct FunctionInfo {
    /// Atom words: module, and the name of the enclosing function or of the exported one.
    pub module: u64,
    pub function: u64,
    pub arity: u64,
    /// Index of the lambda in its module, from 0; `EXPORT_INDEX` if it stands for an exported function.
    pub index: u64,
    /// Fingerprint of the module's code.
    pub fingerprint: u64,
    pub reserved: u64,
}

/// `FunctionInfo::index` of funs that stand for exported functions.
pub const EXPORT_INDEX: u64 = u64::MAX;

/// One exported function. `cell` is the address of its [`EntryCell`].
#[repr(C)]
pub struct ExportRow {
    pub function: u64,
    pub arity: u64,
    pub cell: *const EntryCell,
}

/// Through which calls from other modules go.
#[repr(C, align(16))]
pub struct EntryCell {
    /// Code address; the address of a stub that raises `undef` when no module defines it.
    pub code: u64,
    /// Atom words and arity, for `undef`.
    pub module: u64,
    pub function: u64,
    pub arity: u64,
}

/// A dynamic variable. Every module that names it has a weak record; that of the module that defines
/// it is strong and wins.
#[repr(C, align(16))]
pub struct Variable {
    /// The global value, a term; `ABSENT` while it has none.
    pub global: AtomicU64,
    /// 0 while `global` is the value for everyone. Else its index in the processes' tables of
    /// bindings, from 1, or one of the constants below: whoever reads it asks the runtime.
    pub index: AtomicU64,
    /// Atom words.
    pub module: u64,
    pub name: u64,
}

/// `Variable::index` before there is a global value or a binding.
pub const VARIABLE_UNSET: u64 = u64::MAX - 1;
/// `Variable::index` where no module of the program defines the variable.
pub const VARIABLE_UNDEFINED: u64 = u64::MAX;

/// One module.
#[repr(C)]
pub struct ModuleRow {
    pub abi_version: u64,
    /// Atom word.
    pub module: u64,
    pub exports: *const ExportRow,
    pub export_count: u64,
    /// Attributes as a static constant term: list of `#(name value)`.
    pub attributes: u64,
    pub fingerprint: u64,
}
