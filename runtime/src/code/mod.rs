//! The modules of the program: who exports what.

use crate::heap::roots::Visit;
use crate::word::Word;
use alate_abi::sections::{EntryCell, ModuleRow};
use std::collections::HashMap;
use std::sync::{OnceLock, PoisonError, RwLock};

/// All modules, and the entry cells of their exports by module, function and arity.
#[derive(Default)]
struct Modules {
    cells: HashMap<(u64, u64, u64), usize>,
    rows: HashMap<u64, usize>,
}

static MODULES: OnceLock<RwLock<Modules>> = OnceLock::new();

fn all() -> &'static RwLock<Modules> {
    MODULES.get_or_init(RwLock::default)
}

/// Takes in the modules of a program or loaded object.
///
/// # Safety
/// The rows and all they point to live for the rest of the program.
pub unsafe fn register(rows: &[ModuleRow]) {
    let mut modules = all().write().unwrap_or_else(PoisonError::into_inner);
    for row in rows {
        modules
            .rows
            .insert(row.module, std::ptr::from_ref(row) as usize);
        // SAFETY: the caller's contract; the count is the table's.
        let exports = unsafe { std::slice::from_raw_parts(row.exports, row.export_count as usize) };
        for export in exports {
            let key = (row.module, export.function, export.arity);
            modules.cells.insert(key, export.cell as usize);
        }
    }
}

/// Takes in a function that its module does not export.
pub fn register_function(module: Word, function: Word, arity: u64, cell: *const EntryCell) {
    let mut modules = all().write().unwrap_or_else(PoisonError::into_inner);
    let key = (module.0, function.0, arity);
    modules.cells.insert(key, cell as usize);
}

/// Visits words that lead to the code of all modules: the roots of what was loaded.
pub fn visit(visit: &mut Visit) {
    let mut modules = all().write().unwrap_or_else(PoisonError::into_inner);
    for row in modules.rows.values_mut() {
        visit(std::ptr::from_mut(row).cast(), 1);
    }
    for cell in modules.cells.values() {
        let cell = *cell as *mut EntryCell;
        // SAFETY: registered cells live for the rest of the program, and a marking only reads.
        unsafe { visit(&raw mut (*cell).code, 1) };
    }
}

/// The entry cell of an exported function.
pub fn find(module: Word, function: Word, arity: u64) -> Option<*const EntryCell> {
    let modules = all().read().unwrap_or_else(PoisonError::into_inner);
    modules
        .cells
        .get(&(module.0, function.0, arity))
        .map(|cell| *cell as *const EntryCell)
}

/// The row of a module.
pub fn module(module: Word) -> Option<&'static ModuleRow> {
    let modules = all().read().unwrap_or_else(PoisonError::into_inner);
    // SAFETY: registered rows live for the rest of the program.
    modules
        .rows
        .get(&module.0)
        .map(|row| unsafe { &*(*row as *const ModuleRow) })
}

/// The names of all modules.
pub fn modules() -> Vec<Word> {
    let modules = all().read().unwrap_or_else(PoisonError::into_inner);
    modules.rows.keys().map(|module| Word(*module)).collect()
}

/// Exports of a module: name and arity, in the order of the table.
pub fn exports(row: &'static ModuleRow) -> impl Iterator<Item = (Word, u64)> {
    // SAFETY: registered rows live for the rest of the program; the count is the table's.
    let exports = unsafe { std::slice::from_raw_parts(row.exports, row.export_count as usize) };
    exports
        .iter()
        .map(|export| (Word(export.function), export.arity))
}
