//! Lexical scopes of variables and of local functions, as a log that is undone on leaving.

use super::ir::VarId;
use crate::base::symbol::Symbol;
use std::collections::BTreeMap;

/// The names visible at one place.
#[derive(Default)]
pub struct Scope {
    variables: BTreeMap<Symbol, Vec<VarId>>,
    functions: BTreeMap<(Symbol, usize), Vec<VarId>>,
    log: Vec<Bound>,
}

enum Bound {
    Variable(Symbol),
    Function(Symbol, usize),
}

/// A place in the log.
#[derive(Clone, Copy)]
pub struct Mark(usize);

impl Scope {
    pub fn mark(&self) -> Mark {
        Mark(self.log.len())
    }

    /// Forgets all that was bound since the mark.
    pub fn leave(&mut self, mark: Mark) {
        while self.log.len() > mark.0 {
            match self.log.pop() {
                Some(Bound::Variable(name)) => {
                    if let Some(ids) = self.variables.get_mut(&name) {
                        ids.pop();
                    }
                }
                Some(Bound::Function(name, arity)) => {
                    if let Some(ids) = self.functions.get_mut(&(name, arity)) {
                        ids.pop();
                    }
                }
                None => break,
            }
        }
    }

    pub fn bind_variable(&mut self, name: &Symbol, id: VarId) {
        self.variables.entry(name.clone()).or_default().push(id);
        self.log.push(Bound::Variable(name.clone()));
    }

    pub fn bind_function(&mut self, name: &Symbol, arity: usize, id: VarId) {
        self.functions
            .entry((name.clone(), arity))
            .or_default()
            .push(id);
        self.log.push(Bound::Function(name.clone(), arity));
    }

    pub fn variable(&self, name: &Symbol) -> Option<VarId> {
        self.variables.get(name)?.last().copied()
    }

    pub fn function(&self, name: &Symbol, arity: usize) -> Option<VarId> {
        self.functions.get(&(name.clone(), arity))?.last().copied()
    }
}
