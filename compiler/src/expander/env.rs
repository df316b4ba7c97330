//! What names mean while expanding: local functions hide macros of the same name, and the
//! surroundings that `MODULE` and its like ask for. User macros will be scopes here too.

use crate::base::symbol::Symbol;
use crate::reader::form::Form;

/// The names in force at one place of the program.
#[derive(Default)]
pub struct Env {
    /// Functions bound by the enclosing local function forms, innermost last.
    functions: Vec<(Symbol, usize)>,
    /// The module's name as written in `defmodule`.
    pub module: Option<Form>,
    /// The enclosing function, with its arity where its first clause tells it.
    pub function: Option<(Symbol, usize)>,
    /// Line of the enclosing top-level form.
    pub line: u32,
}

/// How many local functions were known when a scope was entered.
#[derive(Clone, Copy)]
pub struct Mark(usize);

impl Env {
    pub fn mark(&self) -> Mark {
        Mark(self.functions.len())
    }

    /// Forgets the local functions bound since the mark.
    pub fn leave(&mut self, mark: Mark) {
        self.functions.truncate(mark.0);
    }

    pub fn bind_function(&mut self, name: Symbol, arity: usize) {
        self.functions.push((name, arity));
    }

    /// Is it a function bound by an enclosing `flet`, `fletrec` or core form? Macros are hidden by
    /// a function of their name only where its arity fits.
    pub fn is_local_function(&self, name: &str, arity: usize) -> bool {
        self.functions
            .iter()
            .any(|(bound, bound_arity)| *bound == *name && *bound_arity == arity)
    }
}
