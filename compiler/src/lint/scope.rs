//! The variables and local functions that are visible at a place.

use crate::base::symbol::Symbol;
use crate::reader::form::Form;
use std::collections::BTreeMap;

/// How many bindings of each name enclose the place.
#[derive(Default)]
pub struct Scope {
    variables: BTreeMap<Symbol, usize>,
    functions: BTreeMap<(Symbol, usize), usize>,
}

/// The variables that a pattern binds, each with its first place.
#[derive(Default)]
pub struct Bound<'f> {
    pub names: BTreeMap<Symbol, &'f Form>,
}

impl<'f> Bound<'f> {
    pub fn contains(&self, name: &Symbol) -> bool {
        self.names.contains_key(name)
    }

    /// A name may stand several times in a pattern: all its places must hold equal values.
    pub fn add(&mut self, name: &Symbol, form: &'f Form) {
        self.names.entry(name.clone()).or_insert(form);
    }
}

impl Scope {
    pub fn bind(&mut self, bound: &Bound) {
        for name in bound.names.keys() {
            *self.variables.entry(name.clone()).or_insert(0) += 1;
        }
    }

    pub fn unbind(&mut self, bound: &Bound) {
        for name in bound.names.keys() {
            if let Some(count) = self.variables.get_mut(name) {
                *count -= 1;
                if *count == 0 {
                    self.variables.remove(name);
                }
            }
        }
    }

    pub fn has_variable(&self, name: &Symbol) -> bool {
        self.variables.contains_key(name)
    }

    pub fn variables(&self) -> impl Iterator<Item = &Symbol> {
        self.variables.keys()
    }

    pub fn bind_functions(&mut self, names: &[(Symbol, usize)]) {
        for name in names {
            *self.functions.entry(name.clone()).or_insert(0) += 1;
        }
    }

    pub fn unbind_functions(&mut self, names: &[(Symbol, usize)]) {
        for name in names {
            if let Some(count) = self.functions.get_mut(name) {
                *count -= 1;
                if *count == 0 {
                    self.functions.remove(name);
                }
            }
        }
    }

    pub fn has_function(&self, name: &(Symbol, usize)) -> bool {
        self.functions.contains_key(name)
    }

    pub fn functions(&self) -> impl Iterator<Item = &(Symbol, usize)> {
        self.functions.keys()
    }
}
