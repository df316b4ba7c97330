//! Joins used once are put where they are jumped to, trivial ones are copied, tests of booleans
//! become the tests that made them, and what nobody reads is dropped.

use crate::middle::ir::*;
use std::collections::{HashMap, HashSet};

/// Simplifies a function until nothing changes, at most a few rounds.
pub fn run(function: &mut Function) {
    for _ in 0..4 {
        let mut uses = HashMap::new();
        let mut forwarding = Vec::new();
        count_jumps(&function.body, &mut uses, &mut forwarding);
        // A join that only jumps on is copied to each jump to it, and its own jump with it. Joins are
        // defined before those that jump to them, so the last one's count is final first.
        for (join, target) in forwarding.into_iter().rev() {
            let copies = uses.get(&join).copied().unwrap_or(0);
            let count: &mut usize = uses.entry(target).or_default();
            *count = (*count + copies).saturating_sub(1);
        }
        let mut pass = Simplify {
            uses,
            pending: HashMap::new(),
            values: HashMap::new(),
            booleans: HashMap::new(),
            changed: false,
        };
        let body = std::mem::take(&mut function.body);
        function.body = pass.block(body);
        let mut read = HashSet::new();
        let dropped = drop_unread(&mut function.body, &mut read);
        if !pass.changed && !dropped {
            break;
        }
    }
}

fn count_jumps(
    block: &Block,
    uses: &mut HashMap<JoinId, usize>,
    forwarding: &mut Vec<(JoinId, JoinId)>,
) {
    for statement in &block.statements {
        if let Statement::Join(join, _, body) = statement {
            count_jumps(body, uses, forwarding);
            if let End::Jump(target, _) = body.end
                && is_trivial(body)
            {
                forwarding.push((*join, target));
            }
        }
    }
    match &block.end {
        End::Jump(join, _) => *uses.entry(*join).or_default() += 1,
        End::If(_, yes, no) => {
            count_jumps(yes, uses, forwarding);
            count_jumps(no, uses, forwarding);
        }
        End::Protect(protect) => {
            count_jumps(&protect.normal, uses, forwarding);
            count_jumps(&protect.handler, uses, forwarding);
        }
        _ => {}
    }
}

struct Simplify {
    uses: HashMap<JoinId, usize>,
    /// Joins that will be put in place of jumps to them.
    pending: HashMap<JoinId, (Vec<Var>, Block)>,
    values: HashMap<Var, Operand>,
    booleans: HashMap<Var, Test>,
    changed: bool,
}

/// Whether a join's body may be copied to each jump.
fn is_trivial(block: &Block) -> bool {
    block.statements.is_empty() && matches!(block.end, End::Jump(..) | End::Return(_))
}

impl Simplify {
    fn operand(&self, operand: &mut Operand) {
        while let Operand::Var(var) = operand {
            match self.values.get(var) {
                Some(value) => *operand = value.clone(),
                None => break,
            }
        }
    }

    fn block(&mut self, block: Block) -> Block {
        let mut statements = Vec::new();
        let end = self.statements(block, &mut statements);
        Block { statements, end }
    }

    /// Appends a block's statements; answers its end.
    fn statements(&mut self, block: Block, out: &mut Vec<Statement>) -> End {
        let mut block = block;
        loop {
            for statement in std::mem::take(&mut block.statements) {
                self.statement(statement, out);
            }
            let mut end = std::mem::take(&mut block.end);
            end.each_operand_mut(&mut |operand| self.operand(operand));
            let End::Jump(join, arguments) = &end else {
                return self.end(end, out);
            };
            let Some((parameters, body)) = self.take(*join) else {
                return end;
            };
            self.changed = true;
            for (parameter, argument) in parameters.into_iter().zip(arguments) {
                self.values.insert(parameter, argument.clone());
            }
            block = body;
        }
    }

    fn take(&mut self, join: JoinId) -> Option<(Vec<Var>, Block)> {
        if self.uses.get(&join) == Some(&1) {
            self.pending.remove(&join)
        } else {
            self.pending.get(&join).cloned()
        }
    }

    fn statement(&mut self, statement: Statement, out: &mut Vec<Statement>) {
        match statement {
            Statement::Define(var, mut operation, span) => {
                operation.each_operand_mut(&mut |operand| self.operand(operand));
                if let Operation::Boolean(test) = &operation {
                    self.booleans.insert(var, test.clone());
                }
                out.push(Statement::Define(var, operation, span));
            }
            Statement::Join(join, parameters, body) => {
                let uses = self.uses.get(&join).copied().unwrap_or(0);
                if uses == 0 {
                    self.changed = true;
                } else if uses == 1 || is_trivial(&body) {
                    self.pending.insert(join, (parameters, body));
                } else {
                    let body = self.block(body);
                    out.push(Statement::Join(join, parameters, body));
                }
            }
        }
    }

    fn end(&mut self, end: End, out: &mut Vec<Statement>) -> End {
        match end {
            End::If(test, yes, no) => {
                let test = self.test(test);
                match decided(&test) {
                    Some(answer) => {
                        self.changed = true;
                        self.statements(if answer { *yes } else { *no }, out)
                    }
                    None => {
                        let (test, yes, no) = match test {
                            Test::Not(test) => (*test, no, yes),
                            test => (test, yes, no),
                        };
                        End::If(test, Box::new(self.block(*yes)), Box::new(self.block(*no)))
                    }
                }
            }
            End::Protect(mut protect) => {
                protect.normal = self.block(std::mem::take(&mut protect.normal));
                protect.handler = self.block(std::mem::take(&mut protect.handler));
                End::Protect(protect)
            }
            end => end,
        }
    }

    /// A test of a boolean's value is the test that made it.
    fn test(&self, test: Test) -> Test {
        let made = |operand: &Operand| operand.as_var().and_then(|var| self.booleans.get(&var));
        match &test {
            Test::Same(a, Operand::Atom(name)) | Test::Identical(a, Operand::Atom(name)) => {
                match (made(a), name.as_str()) {
                    (Some(inner), "true") => inner.clone(),
                    (Some(Test::Not(inner)), "false") => (**inner).clone(),
                    (Some(inner), "false") => Test::Not(Box::new(inner.clone())),
                    _ => test,
                }
            }
            Test::Not(inner) => match self.test((**inner).clone()) {
                Test::Not(inner) => *inner,
                inner => Test::Not(Box::new(inner)),
            },
            _ => test,
        }
    }
}

/// The answer to a test of constants.
fn decided(test: &Test) -> Option<bool> {
    let constant = |operand: &Operand| {
        matches!(
            operand,
            Operand::Atom(_) | Operand::Fixnum(_) | Operand::Nil
        )
    };
    match test {
        Test::Same(a, b) | Test::Identical(a, b) | Test::Equal(a, b)
            if constant(a) && constant(b) =>
        {
            Some(a == b)
        }
        Test::Type(kind, operand) if constant(operand) => Some(match operand {
            Operand::Atom(name) => match kind {
                TypeTest::Atom => true,
                TypeTest::Boolean => name == "true" || name == "false",
                _ => false,
            },
            Operand::Fixnum(_) => {
                matches!(
                    kind,
                    TypeTest::Integer | TypeTest::Fixnum | TypeTest::Number
                )
            }
            _ => matches!(kind, TypeTest::Nil | TypeTest::List),
        }),
        Test::Not(test) => decided(test).map(|answer| !answer),
        _ => None,
    }
}

/// Drops pure operations whose answers nobody reads, from the end backwards.
fn drop_unread(block: &mut Block, read: &mut HashSet<Var>) -> bool {
    let mut dropped = false;
    block.end.each_var(&mut |var| {
        read.insert(var);
    });
    block
        .end
        .each_block_mut(&mut |nested| dropped |= drop_unread(nested, read));
    let mut kept = Vec::with_capacity(block.statements.len());
    for mut statement in std::mem::take(&mut block.statements).into_iter().rev() {
        match &mut statement {
            Statement::Define(var, operation, _) => {
                if operation.is_pure() && !read.contains(var) {
                    dropped = true;
                    continue;
                }
                operation.each_var(&mut |var| {
                    read.insert(var);
                });
            }
            Statement::Join(_, _, body) => dropped |= drop_unread(body, read),
        }
        kept.push(statement);
    }
    kept.reverse();
    block.statements = kept;
    dropped
}
