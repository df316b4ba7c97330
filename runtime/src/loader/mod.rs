//! Object files into a running program. The room's README tells what is kept true.

mod image;
mod relocate;
mod runtime_symbols;
mod symbols;

use crate::atom;
use crate::code;
use crate::dynamic;
use crate::heap::Heap;
use crate::stack::Stacks;
use crate::stack::walk::Rows;
use crate::word::Word;
use alate_abi::sections::{
    ABI_VERSION, CELL_PREFIX, EntryCell, ExportRow, FrameRow, INITIALISER, Location, ModuleRow,
    SECTION_FRAMES, SECTION_MODULES, SECTION_VARIABLES, VARIABLE_UNDEFINED, VARIABLE_UNSET,
    Variable,
};
use image::Image;
use object::{Architecture, Object, ObjectKind, ObjectSection};
use std::collections::HashSet;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use symbols::{Fresh, Redefined, Shared, Symbols};

/// Why an object was refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LoadError {
    /// It is no object file, or a damaged one: what the parser says.
    Unreadable(String),
    /// Something in it contradicts something else.
    Malformed(&'static str),
    /// It is for another machine, or uses what this loader does not know.
    Unsupported(String),
    /// It was compiled by another version.
    Version(u64),
    /// It uses a symbol that nobody defines.
    Undefined(String),
    NoMemory,
}

impl LoadError {
    fn unreadable(error: object::Error) -> LoadError {
        LoadError::Unreadable(error.to_string())
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            LoadError::Unreadable(what) => write!(f, "no object file: {what}"),
            LoadError::Malformed(what) => write!(f, "a damaged object file: {what}"),
            LoadError::Unsupported(what) => write!(f, "an object that cannot be loaded: {what}"),
            LoadError::Version(version) => write!(
                f,
                "compiled for version {version} of the runtime, which is version {ABI_VERSION}"
            ),
            LoadError::Undefined(name) => write!(f, "no symbol `{name}`"),
            LoadError::NoMemory => write!(f, "no memory for code"),
        }
    }
}

/// What has been loaded so far.
pub struct Loader {
    shared: Shared,
    heap: &'static Heap,
    stacks: &'static Stacks,
}

impl Loader {
    /// A loader for a program that has no compiled code yet.
    pub fn new(heap: &'static Heap, stacks: &'static Stacks) -> Loader {
        heap.on_code_unmet(move |images| stacks.remove_code(images));
        Loader {
            shared: Shared::of_runtime(),
            heap,
            stacks,
        }
    }

    /// The address of a symbol that objects share.
    pub fn symbol(&self, name: &str) -> Option<u64> {
        self.shared.find(name)
    }

    /// The cell of the function that gives a module's dynamic variables their initial values, if it has
    /// any.
    pub fn initialiser(&self, module: &str) -> Option<*const EntryCell> {
        let name = format!("{CELL_PREFIX}{module}:{INITIALISER}/0");
        self.shared.find(&name).map(|cell| cell as *const EntryCell)
    }

    /// Loads an object, and answers the names of its modules. Their functions can be called from now on.
    ///
    /// # Safety
    /// The code in the object is what the compiler writes: what it does when it runs is not checked.
    pub unsafe fn load(&mut self, bytes: &[u8]) -> Result<Vec<Word>, LoadError> {
        let object = object::File::parse(bytes).map_err(LoadError::unreadable)?;
        if object.kind() != ObjectKind::Relocatable || object.architecture() != THIS_MACHINE {
            let what = format!("{:?} {:?}", object.architecture(), object.kind());
            return Err(LoadError::Unsupported(what));
        }
        let mut image = Image::new(self.heap, &object, relocate::count(&object))?;
        let mut symbols = Symbols::resolve(&object, &image, &self.shared)?;
        relocate::relocate(&object, &mut image, &symbols)?;
        // SAFETY: the caller's contract: tables hold rows of their shapes.
        unsafe {
            let frames: &'static [FrameRow] = table(&object, &image, SECTION_FRAMES)?;
            let modules: &'static [ModuleRow] = table(&object, &image, SECTION_MODULES)?;
            let variables: &'static [*const Variable] = table(&object, &image, SECTION_VARIABLES)?;
            if let Some(row) = modules.iter().find(|row| row.abi_version != ABI_VERSION) {
                return Err(LoadError::Version(row.abi_version));
            }
            let known = |address: u64| {
                let is_fresh = |fresh: &Fresh| fresh.address() == address;
                self.shared.holds(address) || symbols.fresh.iter().any(is_fresh)
            };
            let tables = Tables {
                frames,
                modules,
                variables,
            };
            check(&image, &known, &symbols.atoms, &tables)?;
            let address = image.seal()?;
            // Nothing can fail from here on.
            for fresh in symbols.fresh.drain(..) {
                fresh.settle();
            }
            self.stacks.add_code(Rows(frames));
            for Redefined {
                is_cell,
                shared,
                own,
            } in &symbols.redefined
            {
                match is_cell {
                    true => redirect(*shared, *own),
                    false => define_variable(*shared),
                }
            }
            dynamic::register(variables);
            code::register(modules);
            self.shared.extend(symbols.exported);
            for module in &symbols.initialised {
                // It is called when a module is loaded while the program runs.
                let names = [module.as_str(), INITIALISER].map(atom::intern_for_ever);
                if let (Some(cell), [Ok(module), Ok(name)]) = (self.initialiser(module), names) {
                    code::register_function(module, name, 0, cell);
                }
            }
            // The stubs are reached from everywhere; modules are kept by what `code` visits.
            if !modules.is_empty() {
                self.heap.settle_code(address);
            }
            Ok(modules.iter().map(|row| Word(row.module)).collect())
        }
    }
}

#[cfg(target_arch = "x86_64")]
const THIS_MACHINE: Architecture = Architecture::X86_64;
#[cfg(target_arch = "aarch64")]
const THIS_MACHINE: Architecture = Architecture::Aarch64;

/// The rows of a table; none if the object has no such section.
///
/// # Safety
/// The section holds rows of that shape, relocated, and the image stays for the rest of the program.
unsafe fn table<T>(
    object: &object::File<'_>,
    image: &Image,
    name: &str,
) -> Result<&'static [T], LoadError> {
    let section = object.section_by_name(name);
    let Some(placed) = section.and_then(|section| image.section(section.index())) else {
        return Ok(&[]);
    };
    let fits = placed.size.is_multiple_of(size_of::<T>());
    if !fits || !placed.address.is_multiple_of(align_of::<T>()) {
        return Err(LoadError::Malformed("a table's size"));
    }
    // SAFETY: the caller's contract; the section is that long.
    Ok(unsafe {
        std::slice::from_raw_parts(placed.address as *const T, placed.size / size_of::<T>())
    })
}

/// The tables of an object.
struct Tables<'a> {
    frames: &'a [FrameRow],
    modules: &'a [ModuleRow],
    variables: &'a [*const Variable],
}

/// Whether what tables point to lies in the object, so that reading it touches no other memory. A record
/// of a variable may be an earlier object's, and cells are everybody's.
fn check(
    image: &Image,
    known: &dyn Fn(u64) -> bool,
    atoms: &HashSet<u64>,
    tables: &Tables,
) -> Result<(), LoadError> {
    let is_location = |row: &FrameRow| {
        row.location.is_null() || image.holds(row.location as usize, size_of::<Location>())
    };
    let has_exports = |row: &ModuleRow| {
        let bytes = usize::try_from(row.export_count).ok();
        let bytes = bytes.and_then(|count| count.checked_mul(size_of::<ExportRow>()));
        let start = row.exports as usize;
        let is_table = start.is_multiple_of(align_of::<ExportRow>())
            && bytes.is_some_and(|bytes| image.holds(start, bytes));
        if !is_table {
            return false;
        }
        // SAFETY: the table lies in the image, aligned.
        let exports = unsafe { std::slice::from_raw_parts(row.exports, row.export_count as usize) };
        let is_export = |row: &ExportRow| atoms.contains(&row.function) && known(row.cell as u64);
        atoms.contains(&row.module) && exports.iter().all(is_export)
    };
    let is_record = |record: &*const Variable| {
        let address = *record as usize;
        let is_known = image.holds(address, size_of::<Variable>()) || known(address as u64);
        record.is_null() || record.is_aligned() && is_known
    };
    if tables.frames.iter().all(is_location)
        && tables.modules.iter().all(has_exports)
        && tables.variables.iter().all(is_record)
    {
        return Ok(());
    }
    Err(LoadError::Malformed("what a table points to"))
}

/// Makes the cell that all use lead to the code of a new one.
///
/// # Safety
/// Both are the addresses of cells.
unsafe fn redirect(shared: u64, own: u64) {
    // SAFETY: the caller's contract. Callers read the word in one piece.
    unsafe {
        let code = &raw mut (*(shared as *mut EntryCell)).code;
        AtomicU64::from_ptr(code).store((*(own as *const EntryCell)).code, Ordering::Release);
    }
}

/// A module defines the variable, whose record others brought.
///
/// # Safety
/// It is the address of a variable's record.
unsafe fn define_variable(shared: u64) {
    // SAFETY: the caller's contract.
    let variable = unsafe { &*(shared as *const Variable) };
    // One that is defined already keeps its value.
    let _ = variable.index.compare_exchange(
        VARIABLE_UNDEFINED,
        VARIABLE_UNSET,
        Ordering::AcqRel,
        Ordering::Acquire,
    );
}
