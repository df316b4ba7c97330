//! Two branches that do the same to different operands become one, with the operands selected:
//!
//! ```text
//! (if (< x pivot)                         t = (truth (< x pivot))
//!     a = (cons x less)                   xs = (select t less more)
//!     (tail-call f a more)          →     a = (cons x xs)
//!   b = (cons x more)                     p = (select t a less), q = (select t more a)
//!   (tail-call f less b))                 (tail-call f p q)
//! ```
//!
//! Which of two values is less is often as good as random, and a branch that the processor guesses
//! wrongly costs more than a dozen instructions. Tests of types and of equality are left alone: those
//! mostly go one way.

use crate::middle::ir::*;
use std::collections::HashMap;

/// More selections than this cost more than a wrong guess now and then.
const MOST_SELECTIONS: usize = 4;

/// Joins the branches of a function that are alike.
pub fn run(function: &mut Function) {
    let mut body = std::mem::take(&mut function.body);
    let mut pass = Alike {
        variables: function.variables,
    };
    pass.block(&mut body);
    function.body = body;
    function.variables = pass.variables;
}

struct Alike {
    variables: u32,
}

impl Alike {
    fn var(&mut self) -> Var {
        let var = Var(self.variables);
        self.variables += 1;
        var
    }

    fn block(&mut self, block: &mut Block) {
        for statement in &mut block.statements {
            if let Statement::Join(_, _, body) = statement {
                self.block(body);
            }
        }
        block.end.each_block_mut(&mut |nested| self.block(nested));
        if let End::If(test, yes, no) = &block.end
            && is_order(test)
            && let Some(merged) = self.merge(test, yes, no)
        {
            block.statements.extend(merged.statements);
            block.end = merged.end;
        }
    }

    /// One block for both, or none where they are not alike.
    fn merge(&mut self, test: &Test, yes: &Block, no: &Block) -> Option<Block> {
        if yes.statements.len() != no.statements.len() {
            return None;
        }
        let truth = self.var();
        let span = first_span(yes).unwrap_or_default();
        let mut out = Merge {
            statements: vec![Statement::Define(
                truth,
                Operation::Truth(test.clone()),
                span,
            )],
            truth,
            span,
            renamed: HashMap::new(),
            selections: 0,
        };
        for (one, other) in yes.statements.iter().zip(&no.statements) {
            let (Statement::Define(a, first, span), Statement::Define(b, second, _)) = (one, other)
            else {
                return None;
            };
            let operation = match (first, second) {
                (Operation::Cons(..), Operation::Cons(..)) => first.clone(),
                (Operation::Tuple(x), Operation::Tuple(y)) if x.len() == y.len() => first.clone(),
                _ => return None,
            };
            let operation = out.operation(operation, second, self);
            out.renamed.insert(*b, *a);
            out.statements.push(Statement::Define(*a, operation, *span));
        }
        let end = match (&yes.end, &no.end) {
            (
                End::TailCall(Callee::Function(f), x, span),
                End::TailCall(Callee::Function(g), y, _),
            ) if f == g => End::TailCall(Callee::Function(*f), out.operands(x, y, self), *span),
            (End::Jump(j, x), End::Jump(k, y)) if j == k => End::Jump(*j, out.operands(x, y, self)),
            (End::Return(x), End::Return(y)) => End::Return(out.operand(x, y, self)),
            _ => return None,
        };
        (out.selections <= MOST_SELECTIONS).then_some(Block {
            statements: out.statements,
            end,
        })
    }
}

/// The merged block so far.
struct Merge {
    statements: Vec<Statement>,
    truth: Var,
    span: crate::base::span::Span,
    /// Variables of the second block, by those of the first that now stand for both.
    renamed: HashMap<Var, Var>,
    selections: usize,
}

impl Merge {
    fn operand(&mut self, yes: &Operand, no: &Operand, pass: &mut Alike) -> Operand {
        let no = match no {
            Operand::Var(var) => Operand::Var(*self.renamed.get(var).unwrap_or(var)),
            other => other.clone(),
        };
        if *yes == no {
            return no;
        }
        self.selections += 1;
        let selected = pass.var();
        let operation = Operation::Select(Operand::Var(self.truth), yes.clone(), no);
        self.statements
            .push(Statement::Define(selected, operation, self.span));
        Operand::Var(selected)
    }

    fn operands(&mut self, yes: &[Operand], no: &[Operand], pass: &mut Alike) -> Vec<Operand> {
        yes.iter()
            .zip(no)
            .map(|(yes, no)| self.operand(yes, no, pass))
            .collect()
    }

    /// The first operation with each operand selected from both.
    fn operation(&mut self, first: Operation, second: &Operation, pass: &mut Alike) -> Operation {
        let mut others = Vec::new();
        second
            .clone()
            .each_operand_mut(&mut |operand| others.push(operand.clone()));
        let mut operation = first;
        let mut others = others.into_iter();
        operation.each_operand_mut(&mut |operand| {
            if let Some(other) = others.next() {
                *operand = self.operand(operand, &other, pass);
            }
        });
        operation
    }
}

fn is_order(test: &Test) -> bool {
    match test {
        Test::Not(inner) => is_order(inner),
        Test::Less(..)
        | Test::NotGreater(..)
        | Test::FixnumLess(..)
        | Test::FixnumNotGreater(..) => true,
        _ => false,
    }
}

fn first_span(block: &Block) -> Option<crate::base::span::Span> {
    match block.statements.first()? {
        Statement::Define(_, _, span) => Some(*span),
        Statement::Join(..) => None,
    }
}
