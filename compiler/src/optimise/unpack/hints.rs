//! What other functions of the module hand to a loop at its start: constants among the arguments say
//! what a variable will be, if they do not prove it.

use super::Scan;
use crate::base::term::Term;
use crate::middle::ir::*;
use std::collections::{HashMap, HashSet};

/// A function's parameter, or an element of the tuple that it is.
pub type Place = (FunctionId, usize, usize);

/// Places that are handed a float, or an integer, somewhere.
#[derive(Default)]
pub struct Hints {
    pub floats: HashSet<Place>,
    pub integers: HashSet<Place>,
}

impl Hints {
    /// What the module's functions hand to those that are wanted.
    pub fn of(module: &Module, wanted: &HashMap<FunctionId, Scan>) -> Hints {
        let mut hints = Hints::default();
        for (index, function) in module.functions.iter().enumerate() {
            let mut walk = HintWalk {
                hints: &mut hints,
                module,
                wanted,
                own: FunctionId(index as u32),
                tuples: HashMap::new(),
            };
            walk.block(&function.body);
        }
        hints
    }
}

struct HintWalk<'h, 'm> {
    hints: &'h mut Hints,
    module: &'m Module,
    wanted: &'h HashMap<FunctionId, Scan>,
    own: FunctionId,
    tuples: HashMap<Var, &'m [Operand]>,
}

impl<'m> HintWalk<'_, 'm> {
    fn block(&mut self, block: &'m Block) {
        for statement in &block.statements {
            match statement {
                Statement::Define(var, Operation::Tuple(elements), _) => {
                    self.tuples.insert(*var, elements);
                }
                Statement::Define(_, Operation::Call(callee, arguments), _) => {
                    self.call(callee, arguments);
                }
                Statement::Define(..) => {}
                Statement::Join(_, _, body) => self.block(body),
            }
        }
        match &block.end {
            End::TailCall(callee, arguments, _) => self.call(callee, arguments),
            End::If(_, yes, no) => {
                self.block(yes);
                self.block(no);
            }
            End::Protect(protect) => {
                self.block(&protect.normal);
                self.block(&protect.handler);
            }
            _ => {}
        }
    }

    fn call(&mut self, callee: &Callee, arguments: &[Operand]) {
        let Callee::Function(function) = callee else {
            return;
        };
        if *function == self.own || !self.wanted.contains_key(function) {
            return;
        }
        for (index, argument) in arguments.iter().enumerate() {
            self.operand((*function, index, 0), argument);
            match argument {
                Operand::Var(var) => {
                    let elements = self.tuples.get(var).copied().unwrap_or_default();
                    for (element, operand) in elements.iter().enumerate() {
                        self.operand((*function, index, element), operand);
                    }
                }
                Operand::Constant(id) => {
                    if let Term::Tuple(elements) = &self.module.constants[id.0 as usize] {
                        for (element, term) in elements.iter().enumerate() {
                            self.term((*function, index, element), term);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn operand(&mut self, place: Place, operand: &Operand) {
        match operand {
            Operand::Float(_) => {
                self.hints.floats.insert(place);
            }
            Operand::Fixnum(_) => {
                self.hints.integers.insert(place);
            }
            Operand::Constant(id) => self.term(place, &self.module.constants[id.0 as usize]),
            _ => {}
        }
    }

    fn term(&mut self, place: Place, term: &Term) {
        match term {
            Term::Float(_) => {
                self.hints.floats.insert(place);
            }
            Term::Integer(_) => {
                self.hints.integers.insert(place);
            }
            _ => {}
        }
    }
}
