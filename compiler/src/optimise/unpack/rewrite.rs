//! Rewrites a function's body to read the parts of its parameters.

use super::Scan;
use crate::base::span::Span;
use crate::middle::ir::*;
use std::collections::HashMap;

/// Puts parts in place of parameters, and rounds in place of calls.
pub fn run(function: &mut Function, id: FunctionId, scan: &Scan, parts: &[Part]) {
    let mut rewrite = Rewrite {
        id,
        scan,
        parameters: &function.parameters,
        parts,
        variables: function.variables,
        values: HashMap::new(),
        tuples: HashMap::new(),
        made: HashMap::new(),
    };
    let mut body = std::mem::take(&mut function.body);
    rewrite.block(&mut body, true);
    function.variables = rewrite.variables;
    function.body = body;
}

/// Which element of a tuple an operation loads, counted from 0.
pub fn element_of(operation: &Operation, tuple: Var, size: usize) -> Option<usize> {
    match operation {
        Operation::Element(Operand::Var(var), index) if *var == tuple => Some(*index),
        Operation::Builtin(row, operands, _) if (row.module, row.name) == ("erlang", "element") => {
            match operands[..] {
                [Operand::Fixnum(index), Operand::Var(var)] if var == tuple => {
                    let index = usize::try_from(index).ok()?.checked_sub(1)?;
                    (index < size).then_some(index)
                }
                _ => None,
            }
        }
        _ => None,
    }
    .filter(|index| *index < size)
}

/// The answer to a test of a variable that is a tuple of so many elements.
pub fn decided(test: &Test, tuple: Var, size: usize) -> Option<bool> {
    let is_tuple = |operand: &Operand| *operand == Operand::Var(tuple);
    let is_other = |operand: &Operand| {
        matches!(
            operand,
            Operand::Atom(_) | Operand::Fixnum(_) | Operand::Float(_) | Operand::Nil
        )
    };
    match test {
        Test::TupleOf(operand, wanted) if is_tuple(operand) => Some(*wanted == size),
        Test::Type(kind, operand) if is_tuple(operand) => Some(*kind == TypeTest::Tuple),
        Test::FunctionOf(operand, _) if is_tuple(operand) => Some(false),
        Test::Same(a, b) | Test::Identical(a, b) | Test::Equal(a, b)
            if (is_tuple(a) && is_other(b)) || (is_other(a) && is_tuple(b)) =>
        {
            Some(false)
        }
        Test::Not(inner) => decided(inner, tuple, size).map(|answer| !answer),
        _ => None,
    }
}

struct Rewrite<'f> {
    id: FunctionId,
    scan: &'f Scan,
    parameters: &'f [Var],
    parts: &'f [Part],
    variables: u32,
    /// Variables that are others now: loads of elements.
    values: HashMap<Var, Operand>,
    /// The elements of tuples that the function makes.
    tuples: HashMap<Var, Vec<Operand>>,
    /// Parameters that have been made as a whole, by what they are called.
    made: HashMap<Var, Var>,
}

impl<'f> Rewrite<'f> {
    /// The elements of a parameter that is taken apart.
    fn elements(&self, var: Var) -> Option<&'f [Carried]> {
        let index = self.parameters.iter().position(|other| *other == var)?;
        match &self.parts[index] {
            Part::Tuple(elements) => Some(elements),
            Part::Whole(_) => None,
        }
    }

    /// Renames an operand. A parameter that is wanted as a whole is made before.
    fn operand(&mut self, operand: &mut Operand, span: Span, before: &mut Vec<Statement>) {
        let Operand::Var(var) = *operand else { return };
        if let Some(value) = self.values.get(&var) {
            *operand = value.clone();
        } else if let Some(elements) = self.elements(var) {
            let made = match self.made.get(&var) {
                Some(made) => *made,
                None => {
                    let made = Var(self.variables);
                    self.variables += 1;
                    let elements = elements.iter().map(|carried| Operand::Var(carried.var));
                    let tuple = Operation::Tuple(elements.collect());
                    before.push(Statement::Define(made, tuple, span));
                    self.made.insert(var, made);
                    made
                }
            };
            *operand = Operand::Var(made);
        }
    }

    /// A test of a tuple's type is one of constants. So is whether a load of an element failed.
    fn test(&mut self, test: &mut Test) {
        if let Test::Not(inner) = test {
            return self.test(inner);
        }
        if let Test::Failed(var) = test
            && self.values.contains_key(var)
        {
            *test = Test::Same(Operand::Nil, Operand::Fixnum(0));
            return;
        }
        for (parameter, part) in self.parameters.iter().zip(self.parts) {
            if let Part::Tuple(elements) = part
                && let Some(answer) = decided(test, *parameter, elements.len())
            {
                let other = if answer {
                    Operand::Nil
                } else {
                    Operand::Fixnum(0)
                };
                *test = Test::Same(Operand::Nil, other);
                return;
            }
        }
    }

    fn element(&self, operation: &Operation) -> Option<Operand> {
        self.parameters.iter().find_map(|parameter| {
            let elements = self.elements(*parameter)?;
            let index = element_of(operation, *parameter, elements.len())?;
            Some(Operand::Var(elements[index].var))
        })
    }

    fn block(&mut self, block: &mut Block, mut inside: bool) {
        let mut statements = Vec::new();
        for statement in std::mem::take(&mut block.statements) {
            match statement {
                Statement::Define(var, mut operation, span) => {
                    if let Some(element) = self.element(&operation) {
                        self.values.insert(var, element);
                        continue;
                    }
                    if let Operation::Boolean(test) | Operation::Truth(test) = &mut operation {
                        self.test(test);
                    }
                    operation.each_operand_mut(&mut |operand| {
                        self.operand(operand, span, &mut statements);
                    });
                    match &operation {
                        Operation::Tuple(elements) => {
                            self.tuples.insert(var, elements.clone());
                        }
                        Operation::Call(..) => inside = false,
                        _ => {}
                    }
                    statements.push(Statement::Define(var, operation, span));
                }
                Statement::Join(join, parameters, mut body) => {
                    self.nested(&mut body, self.scan.is_inside(join));
                    statements.push(Statement::Join(join, parameters, body));
                }
            }
        }
        self.end(&mut block.end, inside, &mut statements);
        block.statements = statements;
        let is_protect = matches!(block.end, End::Protect(_));
        block
            .end
            .each_block_mut(&mut |nested| self.nested(nested, inside && !is_protect));
    }

    /// What a block makes is not there after it.
    fn nested(&mut self, block: &mut Block, inside: bool) {
        let made = self.made.clone();
        self.block(block, inside);
        self.made = made;
    }

    fn end(&mut self, end: &mut End, inside: bool, before: &mut Vec<Statement>) {
        if let End::TailCall(Callee::Function(callee), arguments, span) = end
            && *callee == self.id
            && inside
        {
            let mut flat = Vec::new();
            for (index, argument) in arguments.iter().enumerate() {
                match &self.parts[index] {
                    Part::Tuple(elements) => self.taken_apart(index, argument, elements, &mut flat),
                    Part::Whole(_) => {
                        let mut argument = argument.clone();
                        self.operand(&mut argument, *span, before);
                        flat.push(argument);
                    }
                }
            }
            *end = End::Repeat(flat, *span);
            return;
        }
        if let End::If(test, ..) = end {
            self.test(test);
        }
        end.each_operand_mut(&mut |operand| self.operand(operand, Span::default(), before));
    }

    /// The elements of a round's argument: a tuple that was made, or the parameter itself.
    fn taken_apart(
        &self,
        index: usize,
        argument: &Operand,
        elements: &[Carried],
        flat: &mut Vec<Operand>,
    ) {
        let own = Operand::Var(self.parameters[index]);
        let made = match argument {
            Operand::Var(var) => self.tuples.get(var),
            Operand::Constant(id) => self.scan.constants.get(id),
            _ => None,
        };
        match made {
            Some(made) if *argument != own => flat.extend(made.iter().cloned()),
            _ => flat.extend(elements.iter().map(|carried| Operand::Var(carried.var))),
        }
    }
}
