//! The record of a process, and who may touch what in it.
//!
//! While the process runs, `sp` and `handler` in the worker's context are the true ones and those
//! here are out of date; `safepoint::enter` and `safepoint::leave` carry them over.

use alate_abi::context::Context;
use alate_abi::word::NIL;

use crate::heap::roots::{Roots, Visit};
use crate::stack::{Stack, StackOverflow, Stacks};

/// A process. Boxed, for the worker's context holds its address and that of its stack's record.
pub struct Process {
    /// Its stack.
    pub stack: Stack,
    /// Bytes of the stack in use.
    pub used: usize,
    /// Distance in bytes from the stack's base to just past the innermost handler frame; 0: none.
    pub handler: usize,
    /// The process dictionary, a term.
    pub dictionary: u64,
    /// Terms that the runtime keeps for this process from one safe point to another.
    pub kept: Vec<u64>,
}

impl Process {
    /// A process with an empty stack.
    pub fn new(stacks: &'static Stacks) -> Result<Box<Process>, StackOverflow> {
        Ok(Box::new(Process {
            stack: Stack::new(stacks)?,
            used: 0,
            handler: 0,
            dictionary: NIL,
            kept: Vec::new(),
        }))
    }

    /// The process that a context runs.
    ///
    /// # Safety
    /// `context.process` is 0 or was set by `safepoint::enter` for a process that is still there; the
    /// reference is dropped before control goes back to Lisp code.
    pub unsafe fn current(context: &Context) -> Option<&'static mut Process> {
        // SAFETY: the caller's contract.
        unsafe { (context.process as *mut Process).as_mut() }
    }

    fn sp(&self) -> usize {
        self.stack.base() + self.used
    }
}

// SAFETY: between two safe points a process's stack below `sp`, dictionary and kept words are tagged
// words of live objects.
unsafe impl Roots for Process {
    fn young(&mut self, visit: &mut Visit) {
        self.stack.young_words(self.sp(), visit);
        visit(&raw mut self.dictionary, 1);
        visit(self.kept.as_mut_ptr(), self.kept.len());
    }

    fn all(&mut self, visit: &mut Visit) {
        self.stack.all_words(self.sp(), visit);
        visit(&raw mut self.dictionary, 1);
        visit(self.kept.as_mut_ptr(), self.kept.len());
    }
}
