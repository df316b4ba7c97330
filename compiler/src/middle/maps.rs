//! Map construction and update.

use super::ir::*;
use super::module::Lowering;
use crate::base::span::Span;
use crate::base::term::Term;
use crate::core::ir::Expr;
use alate_abi::runtime_calls::{self, RuntimeCall};

/// Pairs that one call can carry in the context's argument slots.
const PAIRS: usize = 100;

impl Lowering<'_> {
    /// A literal. Maps in it are made at run time: how a large one is laid out only the runtime knows.
    pub(super) fn literal(&mut self, term: &Term, span: Span) -> Operand {
        match term {
            Term::Map(pairs) => {
                let operands = pairs
                    .iter()
                    .map(|(key, value)| (self.literal(key, span), self.literal(value, span)))
                    .collect();
                self.map_of(operands, span)
            }
            Term::Tuple(elements) if contains_map(term) => {
                let elements = elements
                    .iter()
                    .map(|part| self.literal(part, span))
                    .collect();
                self.define(Operation::Tuple(elements), span)
            }
            Term::List(elements, tail) if contains_map(term) => {
                let parts: Vec<_> = elements
                    .iter()
                    .map(|part| self.literal(part, span))
                    .collect();
                let mut list = self.literal(tail, span);
                for part in parts.into_iter().rev() {
                    list = self.define(Operation::Cons(part, list), span);
                }
                list
            }
            _ => self.module.constant(term),
        }
    }

    pub(super) fn map_new(&mut self, pairs: &[(Expr, Expr)], span: Span) -> Operand {
        let mut operands = Vec::new();
        for (key, value) in pairs {
            operands.push((self.value(key), self.value(value)));
        }
        self.map_of(operands, span)
    }

    fn map_of(&mut self, operands: Vec<(Operand, Operand)>, span: Span) -> Operand {
        let (first, rest) = operands.split_at(operands.len().min(PAIRS));
        let mut arguments = vec![RuntimeArgument::Raw(first.len() as i64)];
        for (index, (key, value)) in first.iter().enumerate() {
            arguments.push(RuntimeArgument::Slot(2 * index, key.clone()));
            arguments.push(RuntimeArgument::Slot(2 * index + 1, value.clone()));
        }
        let operation = Operation::Runtime(runtime_calls::map_new, arguments, None);
        let mut map = self.define(operation, span);
        for (key, value) in rest {
            map = self.map_step(
                runtime_calls::map_put,
                map,
                key.clone(),
                value.clone(),
                span,
            );
        }
        map
    }

    pub(super) fn map_change(
        &mut self,
        call: RuntimeCall,
        map: &Expr,
        pairs: &[(Expr, Expr)],
        span: Span,
    ) -> Operand {
        let mut map = self.value(map);
        let mut operands = Vec::new();
        for (key, value) in pairs {
            operands.push((self.value(key), self.value(value)));
        }
        for (key, value) in operands {
            map = self.map_step(call, map, key, value, span);
        }
        map
    }

    fn map_step(
        &mut self,
        call: RuntimeCall,
        map: Operand,
        key: Operand,
        value: Operand,
        span: Span,
    ) -> Operand {
        let arguments = [map, key, value].map(RuntimeArgument::Word).to_vec();
        self.runtime(call, arguments, span)
    }
}

/// Whether a term has a map in it.
pub fn contains_map(term: &Term) -> bool {
    match term {
        Term::Map(_) => true,
        Term::List(elements, tail) => elements.iter().any(contains_map) || contains_map(tail),
        Term::Tuple(elements) => elements.iter().any(contains_map),
        _ => false,
    }
}
