//! The dynamic variables that a process has bound.

use super::record::{Own, Process};
use super::table::Processes;
use crate::dynamic::{self, Bindings};
use crate::word::Word;
use alate_abi::call::{BINDING_OLD, BINDING_VARIABLE, HANDLER_LINK};
use alate_abi::sections::Variable;

impl Own {
    /// What it has bound a variable to.
    pub fn binding(&self, variable: &Variable) -> Option<Word> {
        let rare = self.rare.as_ref()?;
        rare.bindings.get(dynamic::index_of(variable)?)
    }

    /// Binds a variable; answers what it was bound to before.
    pub fn bind(&mut self, variable: &Variable, value: Word) -> Option<Word> {
        let index = dynamic::index_for(variable);
        self.rare().bindings.replace(index, Some(value))
    }

    /// Gives a variable back the binding that it had before, if any.
    pub fn unbind(&mut self, variable: &Variable, old: Option<Word>) {
        if let Some(index) = dynamic::index_of(variable) {
            self.rare().bindings.replace(index, old);
        }
    }

    /// A copy of all that it has bound, for a process that inherits it.
    pub fn bindings(&self) -> Option<Bindings> {
        self.rare.as_ref().map(|rare| rare.bindings.clone())
    }

    /// Begins with the bindings of another process.
    pub fn inherit(&mut self, bindings: Bindings) {
        self.rare().bindings = bindings;
    }

    /// Undoes the binding of the binding frame that ends at `sp`; answers where the handler outside it
    /// ends.
    ///
    /// # Safety
    /// Such a frame lies there, on this process's stack.
    pub unsafe fn undo(&mut self, sp: u64) -> u64 {
        let word = |offset: i32| (sp as i64 + i64::from(offset)) as *const u64;
        // SAFETY: the caller's contract; records of variables are static.
        let (old, variable, link) = unsafe {
            (
                Word(*word(BINDING_OLD)),
                &*(*word(BINDING_VARIABLE) as *const Variable),
                *word(HANDLER_LINK),
            )
        };
        self.unbind(variable, Some(old).filter(|old| *old != Word::ABSENT));
        sp - link
    }

    /// Undoes all bindings on its stack, whose innermost handler ends at `handler`.
    pub(super) fn undo_all(&mut self, mut handler: u64) {
        while handler != 0 {
            let is_binding = self.stack.is_binding_frame(handler as usize);
            handler = match is_binding {
                // SAFETY: the frame's return address says that it is one.
                true => unsafe { self.undo(handler) },
                false => self.stack.outer_handler(handler as usize) as u64,
            };
        }
    }
}

impl Processes {
    /// Lets a process that has not begun run functions without arguments before its first one, given
    /// by their code and what resumes a call of none. None: no memory.
    pub fn run_first(
        &self,
        process: &Process,
        codes: impl DoubleEndedIterator<Item = u64> + ExactSizeIterator,
        resume: u64,
    ) -> Option<()> {
        if codes.len() == 0 {
            return Some(());
        }
        let mut locked = process.lock();
        let own = locked.own()?;
        own.stack.grow(own.used, (codes.len() + 1) * 16).ok()?;
        codes.rev().for_each(|code| own.push(&[code, resume]));
        Some(())
    }
}
