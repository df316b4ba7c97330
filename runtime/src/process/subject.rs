//! A process that is looked into by another, or by itself.

use super::record::{Locked, Own, Process};
use crate::word::{Answer, Word};
use alate_abi::context::Context;

/// A process that can be looked into: locked, and on no worker but perhaps the one that asks.
pub struct Subject<'a> {
    pub locked: Locked<'a>,
    own: *mut Own,
    /// Whether it is the one that asks.
    pub is_caller: bool,
}

/// What is to be done with a process, none if it is dead, and a term.
pub type Inspection = fn(&mut Context, Option<Subject>, Word) -> Answer;

impl<'a> Subject<'a> {
    /// A process that is locked, unless it runs.
    pub fn of(mut locked: Locked<'a>) -> Option<Subject<'a>> {
        locked.own()?;
        // SAFETY: it does not run as long as it is locked.
        Some(unsafe { Subject::new(locked, false) })
    }

    /// A process that may run.
    ///
    /// # Safety
    /// It runs on the caller's worker, or the world is stopped; there is no other reference to what is
    /// its own.
    pub unsafe fn running(process: &'a Process, is_caller: bool) -> Subject<'a> {
        // SAFETY: the caller's contract.
        unsafe { Subject::new(process.lock(), is_caller) }
    }

    /// What came while it ran is among its messages from here on.
    unsafe fn new(mut locked: Locked<'a>, is_caller: bool) -> Subject<'a> {
        let process = locked.process();
        process.take_inbox(&mut locked);
        Subject {
            locked,
            // SAFETY: the callers' contracts.
            own: std::ptr::from_mut(unsafe { process.own() }),
            is_caller,
        }
    }

    /// What belongs to its worker.
    pub fn own(&self) -> &Own {
        // SAFETY: the lock is held while it does not run; or see `running`.
        unsafe { &*self.own }
    }

    /// The same, to be changed.
    pub fn own_mut(&mut self) -> &mut Own {
        // SAFETY: as above.
        unsafe { &mut *self.own }
    }
}
