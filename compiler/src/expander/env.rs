//! What names mean while expanding: the local functions in force, and the surroundings that `MODULE`
//! and its like ask for.
//!
//! Local functions hide a user's macros, which will be scopes here too, but not the predefined ones:
//! `(flet ((cadr (x) …)) (cadr y))` is still the accessor. Operators that LFE treats as functions are
//! hidden by a function of their name and arity.

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
    /// The macros that the module is to export.
    pub exported_macros: Vec<Symbol>,
    /// Files that are being included, outermost first.
    pub including: Vec<String>,
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

    /// Leaves all local functions, for a place outside them.
    pub fn take_functions(&mut self) -> Vec<(Symbol, usize)> {
        std::mem::take(&mut self.functions)
    }

    /// Comes back to them.
    pub fn put_functions(&mut self, functions: Vec<(Symbol, usize)>) {
        self.functions = functions;
    }

    pub fn bind_function(&mut self, name: Symbol, arity: usize) {
        self.functions.push((name, arity));
    }

    /// Is it a function bound by an enclosing `flet`, `fletrec` or core form?
    pub fn is_local_function(&self, name: &str, arity: usize) -> bool {
        self.functions
            .iter()
            .any(|(bound, bound_arity)| *bound == *name && *bound_arity == arity)
    }
}
