//! Dynamic variables. What is evaluated under a binding becomes a function of its own, called with a
//! binding frame below it that undoes the binding on both ways out: so it is never in tail position.

use super::ir::*;
use super::module::Lowering;
use crate::base::span::Span;
use crate::core::ir::{DynamicName, Expr, Reach};
use alate_abi::runtime_calls;

fn record((module, name): &DynamicName) -> Operand {
    Operand::Dynamic(module.clone(), name.clone())
}

impl Lowering<'_> {
    pub(super) fn read_dynamic(&mut self, name: &DynamicName, span: Span) -> Operand {
        let failure = self.failure();
        self.fallible(Operation::ReadDynamic(record(name), failure), span)
    }

    pub(super) fn dynamic_is_set(&mut self, name: &DynamicName, span: Span) -> Operand {
        let arguments = vec![RuntimeArgument::Word(record(name))];
        self.runtime(runtime_calls::variable_is_set, arguments, span)
    }

    pub(super) fn set_dynamic(
        &mut self,
        name: &DynamicName,
        reach: Reach,
        value: &Expr,
        span: Span,
    ) -> Operand {
        let call = match reach {
            Reach::Current => runtime_calls::variable_set,
            Reach::Global => runtime_calls::variable_set_global,
        };
        let arguments = vec![
            RuntimeArgument::Word(record(name)),
            RuntimeArgument::Word(self.value(value)),
        ];
        self.runtime(call, arguments, span)
    }

    /// What to call with which arguments, to evaluate a body under bindings.
    pub(super) fn bind_dynamic(
        &mut self,
        bindings: &[(DynamicName, Expr)],
        body: &Expr,
        span: Span,
    ) -> (Callee, Vec<Operand>) {
        let bindings = bindings
            .iter()
            .map(|(name, value)| (record(name), self.value(value)))
            .collect();
        let (function, arguments) = self.thunk(&[body], |this| this.returning(body), span);
        (Callee::Bound(function, bindings), arguments)
    }
}
