//! A small recursive function is inlined into itself once: half of the frames, returns and polls of
//! a recursion go. The copy has no poll of its own; it is as long as the function is, so the distance
//! between polls stays bounded.
//!
//! A small function that only tests and chooses is inlined wherever the module calls it. One that may
//! raise is not: its name would be missing from the stack trace.

use crate::base::span::Span;
use crate::middle::ir::*;
use std::collections::HashMap;

/// Functions of more statements are left alone.
const LARGEST: usize = 40;
/// Calls that are replaced in one function.
const SITES: usize = 3;

/// Calls of functions that only test that are replaced in one function.
const CHOICE_SITES: usize = 16;

/// Inlines where that pays.
pub fn run(module: &mut Module) {
    let choices: HashMap<FunctionId, Function> = module
        .functions
        .iter()
        .enumerate()
        .filter(|(_, function)| function.closure.is_none())
        .filter(|(_, function)| size(&function.body) <= LARGEST && only_chooses(&function.body))
        .map(|(index, function)| (FunctionId(index as u32), function.clone()))
        .collect();
    for index in 0..module.functions.len() {
        let id = FunctionId(index as u32);
        let function = &mut module.functions[index];
        let recurses = size(&function.body) <= LARGEST && function.closure.is_none();
        let original = recurses.then(|| function.clone());
        if original.is_none() && choices.is_empty() {
            continue;
        }
        let mut inline = Inline {
            id,
            original: original.as_ref(),
            choices: &choices,
            variables: function.variables,
            joins: function.joins,
            sites: SITES,
            choice_sites: CHOICE_SITES,
        };
        let body = std::mem::take(&mut function.body);
        let body = inline.block(body);
        let (variables, joins) = (inline.variables, inline.joins);
        function.body = body;
        function.variables = variables;
        function.joins = joins;
    }
}

fn size(block: &Block) -> usize {
    let statements = block.statements.iter().map(|statement| match statement {
        Statement::Join(_, _, body) => 1 + size(body),
        Statement::Define(..) => 1,
    });
    let end = match &block.end {
        End::If(_, yes, no) => size(yes) + size(no),
        // What is protected stays a call of its own.
        End::Protect(_) => LARGEST,
        _ => 0,
    };
    1 + statements.sum::<usize>() + end
}

/// Whether a body neither calls nor raises.
fn only_chooses(block: &Block) -> bool {
    block.statements.iter().all(|statement| match statement {
        Statement::Join(_, _, body) => only_chooses(body),
        Statement::Define(_, operation, _) => operation.is_pure(),
    }) && match &block.end {
        End::Return(_) | End::Jump(..) => true,
        End::If(_, yes, no) => only_chooses(yes) && only_chooses(no),
        _ => false,
    }
}

struct Inline<'f> {
    id: FunctionId,
    /// The function itself, if it is small enough.
    original: Option<&'f Function>,
    /// Functions that only test and choose.
    choices: &'f HashMap<FunctionId, Function>,
    variables: u32,
    joins: u32,
    sites: usize,
    choice_sites: usize,
}

impl<'f> Inline<'f> {
    fn var(&mut self) -> Var {
        self.variables += 1;
        Var(self.variables - 1)
    }

    fn join(&mut self) -> JoinId {
        self.joins += 1;
        JoinId(self.joins - 1)
    }

    /// The function to put in place of a call.
    fn callee(&mut self, callee: FunctionId) -> Option<&'f Function> {
        if let Some(original) = self.original
            && callee == self.id
            && self.sites > 0
        {
            self.sites -= 1;
            return Some(original);
        }
        let choice = self
            .choices
            .get(&callee)
            .filter(|_| self.choice_sites > 0)?;
        self.choice_sites -= 1;
        Some(choice)
    }

    fn block(&mut self, block: Block) -> Block {
        let mut statements = Vec::new();
        let mut rest = block.statements.into_iter();
        while let Some(statement) = rest.next() {
            match statement {
                Statement::Define(
                    result,
                    Operation::Call(Callee::Function(callee), arguments),
                    span,
                ) => {
                    let Some(original) = self.callee(callee) else {
                        let call = Operation::Call(Callee::Function(callee), arguments);
                        statements.push(Statement::Define(result, call, span));
                        continue;
                    };
                    let after = Block {
                        statements: rest.collect(),
                        end: block.end,
                    };
                    let after = self.block(after);
                    let join = self.join();
                    statements.push(Statement::Join(join, vec![result], after));
                    let copy = self.copy(original, &arguments, join);
                    statements.extend(copy.statements);
                    return Block {
                        statements,
                        end: copy.end,
                    };
                }
                Statement::Join(join, parameters, body) => {
                    let body = self.block(body);
                    statements.push(Statement::Join(join, parameters, body));
                }
                statement => statements.push(statement),
            }
        }
        let end = match block.end {
            End::If(test, yes, no) => {
                let yes = self.block(*yes);
                End::If(test, Box::new(yes), Box::new(self.block(*no)))
            }
            end => end,
        };
        Block { statements, end }
    }

    /// A function's body with these arguments, its results going to a join.
    fn copy(&mut self, original: &Function, arguments: &[Operand], join: JoinId) -> Block {
        let parameters = original.parameters.iter().copied();
        let mut renaming = Renaming {
            values: parameters.zip(arguments.iter().cloned()).collect(),
            joins: HashMap::new(),
            result: join,
        };
        self.copy_block(&original.body, &mut renaming)
    }

    fn copy_block(&mut self, block: &Block, renaming: &mut Renaming) -> Block {
        let mut statements = Vec::new();
        for statement in &block.statements {
            statements.push(match statement {
                Statement::Define(var, operation, span) => {
                    let mut operation = operation.clone();
                    operation.each_operand_mut(&mut |operand| renaming.operand(operand));
                    let new = self.var();
                    renaming.values.insert(*var, Operand::Var(new));
                    Statement::Define(new, operation, *span)
                }
                Statement::Join(join, parameters, body) => {
                    let parameters: Vec<Var> = parameters
                        .iter()
                        .map(|parameter| {
                            let new = self.var();
                            renaming.values.insert(*parameter, Operand::Var(new));
                            new
                        })
                        .collect();
                    let body = self.copy_block(body, renaming);
                    let new = self.join();
                    renaming.joins.insert(*join, new);
                    Statement::Join(new, parameters, body)
                }
            });
        }
        let end = self.copy_end(&block.end, renaming, &mut statements);
        Block { statements, end }
    }

    fn copy_end(
        &mut self,
        end: &End,
        renaming: &mut Renaming,
        statements: &mut Vec<Statement>,
    ) -> End {
        if let End::If(test, yes, no) = end {
            let mut test = test.clone();
            test.each_operand_mut(&mut |operand| renaming.operand(operand));
            let yes = self.copy_block(yes, renaming);
            let no = self.copy_block(no, renaming);
            return End::If(test, Box::new(yes), Box::new(no));
        }
        let mut end = end.clone();
        end.each_operand_mut(&mut |operand| renaming.operand(operand));
        match end {
            End::Return(value) => End::Jump(renaming.result, vec![value]),
            End::TailCall(callee, arguments, span) => {
                self.call(callee, arguments, span, renaming.result, statements)
            }
            End::Jump(join, arguments) => match renaming.joins.get(&join) {
                Some(new) => End::Jump(*new, arguments),
                None => End::Jump(join, arguments),
            },
            end => end,
        }
    }

    /// A tail call of the copy is a call whose result goes on.
    fn call(
        &mut self,
        callee: Callee,
        arguments: Vec<Operand>,
        span: Span,
        result: JoinId,
        statements: &mut Vec<Statement>,
    ) -> End {
        let var = self.var();
        statements.push(Statement::Define(
            var,
            Operation::Call(callee, arguments),
            span,
        ));
        End::Jump(result, vec![Operand::Var(var)])
    }
}

struct Renaming {
    values: HashMap<Var, Operand>,
    joins: HashMap<JoinId, JoinId>,
    result: JoinId,
}

impl Renaming {
    fn operand(&self, operand: &mut Operand) {
        if let Operand::Var(var) = operand
            && let Some(value) = self.values.get(var)
        {
            *operand = value.clone();
        }
    }
}
