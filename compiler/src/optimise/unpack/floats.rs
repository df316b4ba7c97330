//! Which variables of a loop are floats in every round.
//!
//! First a guess: variables that arithmetic joins are likely of one type, and a division, a square
//! root or a float among them says that it is float; a variable that counts is left out. Then a proof
//! that whatever begins as a float stays one.

use super::hints::Hints;
use crate::middle::ir::*;
use std::collections::{HashMap, HashSet};

/// Marks the variables that are; whether there are any.
pub fn find(body: &Block, parts: &mut [Part], function: FunctionId, hints: &Hints) -> bool {
    let carried: Vec<Var> = parts
        .iter()
        .flat_map(Part::carried)
        .map(|carried| carried.var)
        .collect();
    let mut guess = Guess {
        carried: &carried,
        ..Guess::default()
    };
    guess.block(body);
    for (index, part) in parts.iter().enumerate() {
        for (element, carried) in part.carried().iter().enumerate() {
            let place = (function, index, element);
            if hints.floats.contains(&place) {
                guess.floats.insert(carried.var);
            }
            if hints.integers.contains(&place) {
                guess.integers.insert(carried.var);
            }
        }
    }
    let mut proof = Proof {
        floats: guess.likely(),
        is_wrong: false,
        carried: &carried,
    };
    if proof.floats.is_empty() {
        return false;
    }
    proof.parameters(body);
    proof.run(body);
    let mut any = false;
    for carried in parts.iter_mut().flat_map(Part::carried_mut) {
        carried.is_float = proof.floats.contains(&carried.var);
        any |= carried.is_float;
    }
    any
}

/// What arithmetic does with its operands, as far as floats go.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// A float if one operand is one.
    Mixed,
    /// A float always.
    Float,
}

/// The kind of an operation that raises if it has no number to answer, and its operands.
fn kind_of(operation: &Operation) -> Option<(Kind, &[Operand])> {
    let Operation::Builtin(row, operands, Failure::Raise) = operation else {
        return None;
    };
    let kind = match (row.module, row.name, operands.len()) {
        ("erlang", "+" | "-" | "*", 1 | 2) => Kind::Mixed,
        ("erlang", "/", _) | ("erlang", "float", 1) | ("math", ..) => Kind::Float,
        _ => return None,
    };
    Some((kind, operands))
}

/// Sets of variables that are likely of one type.
#[derive(Default)]
struct Guess<'v> {
    carried: &'v [Var],
    /// What a variable was joined to, up to the set's own.
    joined: HashMap<Var, Var>,
    floats: HashSet<Var>,
    integers: HashSet<Var>,
    joins: HashMap<JoinId, Vec<Var>>,
    /// Variables that are another one plus or minus an integer.
    counted: HashMap<Var, Var>,
}

impl Guess<'_> {
    fn set(&self, var: Var) -> Var {
        let mut var = var;
        while let Some(next) = self.joined.get(&var) {
            var = *next;
        }
        var
    }

    /// An operand has the type of a variable.
    fn join(&mut self, var: Var, operand: &Operand) {
        match operand {
            Operand::Var(other) => {
                let (a, b) = (self.set(var), self.set(*other));
                if a != b {
                    self.joined.insert(a, b);
                }
            }
            Operand::Float(_) => {
                self.floats.insert(var);
            }
            _ => {}
        }
    }

    fn integer(&mut self, operand: &Operand) {
        self.integers.extend(operand.as_var());
    }

    fn test(&mut self, test: &Test) {
        match test {
            Test::Not(inner) => self.test(inner),
            Test::Type(TypeTest::Fixnum | TypeTest::Integer, operand) => self.integer(operand),
            Test::Type(TypeTest::Float, operand) => self.floats.extend(operand.as_var()),
            Test::Same(a, Operand::Fixnum(_)) => self.integer(a),
            Test::FixnumLess(a, b) | Test::FixnumNotGreater(a, b) => {
                self.integer(a);
                self.integer(b);
            }
            _ => {}
        }
    }

    fn operation(&mut self, var: Var, operation: &Operation) {
        match operation {
            Operation::Fixnum(_, _, a, b, _) => {
                self.integers.insert(var);
                self.integer(a);
                self.integer(b);
            }
            Operation::Boolean(test) | Operation::Truth(test) => self.test(test),
            Operation::Select(_, a, b) => {
                self.join(var, a);
                self.join(var, b);
            }
            _ => match kind_of(operation) {
                Some((Kind::Float, _)) => {
                    self.floats.insert(var);
                }
                Some((Kind::Mixed, operands)) => {
                    for operand in operands {
                        self.join(var, operand);
                    }
                    if let [Operand::Var(of), Operand::Fixnum(_)]
                    | [Operand::Fixnum(_), Operand::Var(of)] = operands
                    {
                        self.counted.insert(var, *of);
                    }
                }
                None => {}
            },
        }
    }

    fn block(&mut self, block: &Block) {
        for statement in &block.statements {
            match statement {
                Statement::Define(var, operation, _) => self.operation(*var, operation),
                Statement::Join(join, parameters, body) => {
                    self.joins.insert(*join, parameters.clone());
                    self.block(body);
                }
            }
        }
        match &block.end {
            End::Repeat(arguments, _) => {
                let carried = self.carried;
                for (var, argument) in carried.iter().zip(arguments) {
                    let counts = argument
                        .as_var()
                        .is_some_and(|argument| self.counted.get(&argument) == Some(var));
                    if counts || matches!(argument, Operand::Fixnum(_)) {
                        self.integers.insert(*var);
                    }
                    self.join(*var, argument);
                }
            }
            End::Jump(join, arguments) => {
                let parameters = self.joins.get(join).cloned().unwrap_or_default();
                for (var, argument) in parameters.into_iter().zip(arguments) {
                    self.join(var, argument);
                }
            }
            End::If(test, yes, no) => {
                self.test(test);
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

    /// The loop's variables that are likely floats.
    fn likely(&self) -> HashSet<Var> {
        let sets: HashSet<Var> = self.floats.iter().map(|var| self.set(*var)).collect();
        self.carried
            .iter()
            .copied()
            .filter(|var| sets.contains(&self.set(*var)) && !self.integers.contains(var))
            .collect()
    }
}

/// Takes away what is not a float in some round until all that is left is.
struct Proof<'v> {
    carried: &'v [Var],
    floats: HashSet<Var>,
    is_wrong: bool,
}

impl Proof<'_> {
    /// Begins with all parameters of joins.
    fn parameters(&mut self, block: &Block) {
        for statement in &block.statements {
            if let Statement::Join(_, parameters, body) = statement {
                self.floats.extend(parameters);
                self.parameters(body);
            }
        }
        match &block.end {
            End::If(_, yes, no) => {
                self.parameters(yes);
                self.parameters(no);
            }
            End::Protect(protect) => {
                self.parameters(&protect.normal);
                self.parameters(&protect.handler);
            }
            _ => {}
        }
    }

    fn run(&mut self, body: &Block) {
        loop {
            self.is_wrong = false;
            self.block(body, &mut HashMap::new());
            if !self.is_wrong {
                return;
            }
        }
    }

    fn is_float(&self, operand: &Operand) -> bool {
        match operand {
            Operand::Var(var) => self.floats.contains(var),
            Operand::Float(_) => true,
            _ => false,
        }
    }

    /// A variable with this value, if it was thought to be a float, is one no more.
    fn value(&mut self, var: Var, value: &Operand) {
        if !self.is_float(value) {
            self.is_wrong |= self.floats.remove(&var);
        }
    }

    fn block<'b>(&mut self, block: &'b Block, joins: &mut HashMap<JoinId, &'b [Var]>) {
        for statement in &block.statements {
            match statement {
                Statement::Define(var, operation, _) => {
                    let is_float = match operation {
                        Operation::Select(_, a, b) => self.is_float(a) && self.is_float(b),
                        _ => match kind_of(operation) {
                            Some((Kind::Float, _)) => true,
                            Some((Kind::Mixed, operands)) => {
                                operands.iter().any(|operand| self.is_float(operand))
                            }
                            None => false,
                        },
                    };
                    // Not by `value`: what a variable is follows from others alone.
                    match is_float {
                        true => self.floats.insert(*var),
                        false => self.floats.remove(var),
                    };
                }
                Statement::Join(join, parameters, body) => {
                    joins.insert(*join, parameters);
                    self.block(body, joins);
                }
            }
        }
        match &block.end {
            End::Repeat(arguments, _) => {
                let carried = self.carried;
                for (var, argument) in carried.iter().zip(arguments) {
                    self.value(*var, argument);
                }
            }
            End::Jump(join, arguments) => {
                for (var, argument) in joins[join].iter().zip(arguments) {
                    self.value(*var, argument);
                }
            }
            End::If(_, yes, no) => {
                self.block(yes, joins);
                self.block(no, joins);
            }
            End::Protect(protect) => {
                self.block(&protect.normal, joins);
                self.block(&protect.handler, joins);
            }
            _ => {}
        }
    }
}
