//! Global values, and the indices of variables that have ever been bound.

use crate::heap::roots::Visit;
use crate::word::Word;
use alate_abi::sections::{VARIABLE_UNDEFINED, VARIABLE_UNSET, Variable};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

/// Addresses of the records of all variables that modules define.
static DEFINED: RwLock<Vec<usize>> = RwLock::new(Vec::new());

/// The index that was given last.
static LAST_INDEX: AtomicU64 = AtomicU64::new(0);

/// Takes in the variables of a program or loaded object: null ones are skipped.
///
/// # Safety
/// The records live for the rest of the program.
pub unsafe fn register(records: &[*const Variable]) {
    let mut defined = DEFINED.write().unwrap_or_else(PoisonError::into_inner);
    let records = records.iter().map(|record| *record as usize);
    defined.extend(records.filter(|record| *record != 0));
}

/// Visits all global values, as roots. They are few: each collection looks at all.
pub fn visit(visit: &mut Visit) {
    let defined = DEFINED.read().unwrap_or_else(PoisonError::into_inner);
    for record in defined.iter() {
        // SAFETY: registered records live for the rest of the program. No worker runs during a
        // collection, and each has seen or will see what is written here.
        let variable = unsafe { &*(*record as *const Variable) };
        visit(variable.global.as_ptr(), 1);
    }
}

/// Whether a module of the program defines the variable.
pub fn is_defined(variable: &Variable) -> bool {
    variable.index.load(Ordering::Acquire) != VARIABLE_UNDEFINED
}

/// The global value, if there is one.
pub fn global(variable: &Variable) -> Option<Word> {
    let word = Word(variable.global.load(Ordering::Acquire));
    Some(word).filter(|word| *word != Word::ABSENT)
}

/// Changes the global value of a variable that is defined.
pub fn set_global(variable: &Variable, value: Word) {
    variable.global.store(value.0, Ordering::Release);
    // Whoever has bound it meanwhile has given it an index, which stays.
    let _ = variable
        .index
        .compare_exchange(VARIABLE_UNSET, 0, Ordering::AcqRel, Ordering::Acquire);
}

/// The index of a variable in the tables of processes; none before anybody has bound it.
pub fn index_of(variable: &Variable) -> Option<u64> {
    match variable.index.load(Ordering::Acquire) {
        0 | VARIABLE_UNSET | VARIABLE_UNDEFINED => None,
        index => Some(index),
    }
}

/// The index of a variable that is to be bound.
pub fn index_for(variable: &Variable) -> u64 {
    if let Some(index) = index_of(variable) {
        return index;
    }
    let new = LAST_INDEX.fetch_add(1, Ordering::Relaxed) + 1;
    let given = variable
        .index
        .fetch_update(Ordering::AcqRel, Ordering::Acquire, |index| {
            matches!(index, 0 | VARIABLE_UNSET | VARIABLE_UNDEFINED).then_some(new)
        });
    // Of two that bind it first at once, one index is lost.
    match given {
        Ok(_) => new,
        Err(index) => index,
    }
}
