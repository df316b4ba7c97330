//! What other modules, and whoever puts a program together, need to know of a module. It is read off
//! Mid after optimising, so that checking a module and compiling it find the same.

use crate::base::symbol::Symbol;
use crate::base::term::Term;
use crate::middle::ir::{Block, Callee, End, Module, Operand, Operation, Statement};
use std::collections::BTreeSet;

/// What the linker and other modules need to know of a compiled module.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Interface {
    pub module: String,
    pub exports: Vec<(String, usize)>,
    /// Calls to other modules that leave the object: module, function, arity.
    pub calls: Vec<(String, String, usize)>,
    /// Names of the dynamic variables that the module defines.
    pub variables: Vec<String>,
    /// Dynamic variables that it names: module and name.
    pub variable_uses: Vec<(String, String)>,
    /// The behaviours that it says it implements.
    pub behaviours: Vec<String>,
    /// What it wants of who implements it, if it is a behaviour itself. They are read off Core.
    pub callbacks: Vec<(String, usize)>,
    /// Atoms that occur in the module, names of functions too.
    pub atoms: Vec<String>,
}

impl Interface {
    /// The names of the functions that it exports.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.exports.iter().map(|(name, _)| name.as_str())
    }

    /// Whether other modules may say that they implement it.
    pub fn is_behaviour(&self) -> bool {
        let information = ("behaviour_info".to_owned(), 1);
        self.exports.contains(&information)
    }
}

/// The interface of a module, which is not changed: only the walk over operands asks for `mut`.
pub fn of(module: &mut Module, callbacks: Vec<(String, usize)>) -> Interface {
    let mut found = Found::default();
    found.atom(&module.name);
    for (name, _) in &module.exports {
        found.atom(name);
    }
    for (name, value) in &module.attributes {
        found.atom(name);
        found.term(value);
    }
    for function in &mut module.functions {
        found.atom(&function.name);
        found.block(&mut function.body);
    }
    for constant in &module.constants {
        found.term(constant);
    }
    Interface {
        module: module.name.to_string(),
        exports: module
            .exports
            .iter()
            .map(|(name, arity)| (name.to_string(), *arity))
            .collect(),
        calls: found.calls.into_iter().collect(),
        variables: module.dynamics.iter().map(Symbol::to_string).collect(),
        variable_uses: found.variable_uses.into_iter().collect(),
        behaviours: behaviours(&module.attributes),
        callbacks,
        atoms: found.atoms.into_iter().collect(),
    }
}

/// The values of the attributes `behaviour` and `behavior`.
fn behaviours(attributes: &[(Symbol, Term)]) -> Vec<String> {
    let of_behaviour = |name: &Symbol| matches!(name.as_str(), "behaviour" | "behavior");
    let named = attributes.iter().filter(|(name, _)| of_behaviour(name));
    let values = named.flat_map(|(_, value)| match value {
        Term::List(values, _) => &values[..],
        value => std::slice::from_ref(value),
    });
    let names = values.filter_map(|value| match value {
        Term::Atom(name) => Some(name.to_string()),
        _ => None,
    });
    names.collect()
}

/// Calls and atoms without repetition.
#[derive(Default)]
struct Found {
    calls: BTreeSet<(String, String, usize)>,
    variable_uses: BTreeSet<(String, String)>,
    atoms: BTreeSet<String>,
}

impl Found {
    fn atom(&mut self, name: &Symbol) {
        if !self.atoms.contains(name.as_str()) {
            self.atoms.insert(name.to_string());
        }
    }

    fn call(&mut self, module: &Symbol, function: &Symbol, arity: usize) {
        self.atom(module);
        self.atom(function);
        self.calls
            .insert((module.to_string(), function.to_string(), arity));
    }

    fn callee(&mut self, callee: &Callee, arity: usize) {
        if let Callee::Remote(module, function) = callee {
            self.call(module, function, arity);
        }
    }

    fn operand(&mut self, operand: &Operand) {
        match operand {
            Operand::Atom(name) => self.atom(name),
            Operand::Dynamic(module, name) => {
                self.atom(module);
                self.atom(name);
                let variable = (module.to_string(), name.to_string());
                self.variable_uses.insert(variable);
            }
            _ => {}
        }
    }

    fn block(&mut self, block: &mut Block) {
        for statement in &mut block.statements {
            match statement {
                Statement::Define(_, operation, _) => {
                    match operation {
                        Operation::Call(callee, arguments) => self.callee(callee, arguments.len()),
                        Operation::ExternalFunction(module, function, arity) => {
                            self.call(module, function, *arity);
                        }
                        _ => {}
                    }
                    operation.each_operand_mut(&mut |operand| self.operand(operand));
                }
                Statement::Join(_, _, body) => self.block(body),
            }
        }
        if let End::TailCall(callee, arguments, _) = &block.end {
            self.callee(callee, arguments.len());
        }
        block
            .end
            .each_operand_mut(&mut |operand| self.operand(operand));
        block.end.each_block_mut(&mut |inner| self.block(inner));
    }

    fn term(&mut self, term: &Term) {
        match term {
            Term::Atom(name) => self.atom(name),
            Term::ExternalFunction(module, function, arity) => {
                self.call(module, function, usize::from(*arity));
            }
            Term::List(elements, tail) => {
                elements.iter().for_each(|element| self.term(element));
                self.term(tail);
            }
            Term::Tuple(elements) => elements.iter().for_each(|element| self.term(element)),
            Term::Map(pairs) => {
                for (key, value) in pairs {
                    self.term(key);
                    self.term(value);
                }
            }
            Term::Integer(_) | Term::Float(_) | Term::Nil | Term::Binary(..) => {}
        }
    }
}
