//! Who takes a float as a double: arithmetic, comparisons and loops that carry doubles. All others
//! want its word.

use super::float_run::operation_of;
use super::function::PieceBuilder;
use crate::cut::ir::{End, Statement};
use crate::middle::ir::{Failure, Operand, Operation, Test, Var};
use cranelift_codegen::ir::condcodes::FloatCC;
use cranelift_codegen::ir::{Block, InstBuilder, Value};
use std::collections::HashSet;

/// Integers of larger magnitude may have no exact double.
pub(super) const EXACT: i64 = 1 << 53;

/// How variables are read.
#[derive(Default)]
pub(super) struct Uses {
    pub words: HashSet<Var>,
    pub doubles: HashSet<Var>,
}

impl Uses {
    /// Adds what some statements and an end read.
    pub fn block(&mut self, statements: &[Statement], end: &End) {
        for statement in statements {
            match statement {
                Statement::Define(_, operation, _) => {
                    let takes_doubles = matches!(
                        operation,
                        Operation::Builtin(row, _, Failure::Raise) if operation_of(row).is_some()
                    );
                    let reads = match takes_doubles {
                        true => &mut self.doubles,
                        false => &mut self.words,
                    };
                    operation.each_var(&mut |var| {
                        reads.insert(var);
                    });
                }
                Statement::Join(_, _, body) => self.block(&body.statements, &body.end),
            }
        }
        match end {
            End::If(test, yes, no) => {
                let reads = match test {
                    Test::Less(..) | Test::NotGreater(..) => &mut self.doubles,
                    _ => &mut self.words,
                };
                test.each_var(&mut |var| {
                    reads.insert(var);
                });
                self.block(&yes.statements, &yes.end);
                self.block(&no.statements, &no.end);
            }
            End::Repeat { doubles, .. } => {
                self.doubles
                    .extend(doubles.iter().filter_map(Operand::as_var));
                super::control::each_read_of_end(end, &[], &mut self.words);
            }
            _ => super::control::each_read_of_end(end, &[], &mut self.words),
        }
    }
}

impl PieceBuilder<'_, '_> {
    /// The order that a test asks for, if it is one of a double with something that has one.
    pub(super) fn double_order(&self, test: &Test) -> Option<FloatCC> {
        let (a, b, order) = match test {
            Test::Less(a, b) => (a, b, FloatCC::LessThan),
            Test::NotGreater(a, b) => (a, b, FloatCC::LessThanOrEqual),
            _ => return None,
        };
        let is_double = |operand: &Operand| {
            operand
                .as_var()
                .is_some_and(|var| self.doubles.contains_key(&var))
        };
        let has_double = |operand: &Operand| match operand {
            Operand::Var(_) => is_double(operand),
            Operand::Float(_) => true,
            Operand::Fixnum(value) => (-EXACT..=EXACT).contains(value),
            _ => false,
        };
        let any = is_double(a) || is_double(b);
        (any && has_double(a) && has_double(b)).then_some(order)
    }

    /// Branches on a test that [`double_order`](Self::double_order) has found an order for.
    pub(super) fn compare_doubles(&mut self, test: &Test, yes: Block, no: Block) {
        let (Some(order), Test::Less(a, b) | Test::NotGreater(a, b)) =
            (self.double_order(test), test)
        else {
            return;
        };
        let [a, b] = [a, b].map(|operand| self.compared_double(operand));
        let holds = self.b.ins().fcmp(order, a, b);
        self.branch(holds, yes, no);
    }

    fn compared_double(&mut self, operand: &Operand) -> Value {
        match operand {
            Operand::Var(var) => self.doubles[var],
            Operand::Float(bits) => self.b.ins().f64const(f64::from_bits(*bits)),
            Operand::Fixnum(value) => self.b.ins().f64const(*value as f64),
            // `double_order` lets no other constant in.
            _ => self.b.ins().f64const(0.0),
        }
    }
}
