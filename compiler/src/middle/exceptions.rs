//! `catch` and `try`: what is protected becomes a function of its own, called under a handler.

use super::closures::Free;
use super::ir::*;
use super::module::{Lowering, Target};
use crate::base::span::Span;
use crate::core::ir::{Clause, Expr, PatternKind, Try};
use alate_abi::runtime_calls;

impl Lowering<'_> {
    /// `catch`: a throw's value, or `#(EXIT Reason)`, with the stack trace for errors.
    pub(super) fn catch(&mut self, body: &Expr, target: Target, span: Span) -> End {
        let (function, arguments) = self.thunk(&[body], |this| this.returning(body), span);
        let normal = |this: &mut Self, value| this.finish(value, target);
        self.protect(
            function,
            arguments,
            span,
            normal,
            |this, [class, reason, trace]| {
                let thrown = this.block(|this| this.finish(reason.clone(), target));
                let exit = this.block(|this| {
                    let answer = Operation::Tuple(vec![Operand::atom("EXIT"), reason.clone()]);
                    let answer = this.define(answer, span);
                    this.finish(answer, target)
                });
                let error = this.block(|this| {
                    let trace = this.stacktrace(trace, span);
                    let pair = this.define(Operation::Tuple(vec![reason.clone(), trace]), span);
                    let answer = Operation::Tuple(vec![Operand::atom("EXIT"), pair]);
                    let answer = this.define(answer, span);
                    this.finish(answer, target)
                });
                let not_thrown = Block {
                    statements: Vec::new(),
                    end: End::If(
                        Test::Same(class.clone(), Operand::atom("exit")),
                        Box::new(exit),
                        Box::new(error),
                    ),
                };
                End::If(
                    Test::Same(class.clone(), Operand::atom("throw")),
                    Box::new(thrown),
                    Box::new(not_thrown),
                )
            },
        )
    }

    /// `try`. With `after`, the rest is protected once more: `after` runs on both ways out.
    pub(super) fn try_(&mut self, parts: &Try, target: Target, span: Span) -> End {
        let Some(after) = &parts.after else {
            return self.try_catch(parts, target, span);
        };
        let mut free = Free::default();
        free.expr(&parts.body);
        parts
            .clauses
            .iter()
            .for_each(|clauses| free.clauses(clauses));
        free.clauses(&parts.handlers);
        let plain = parts.clauses.is_none() && parts.handlers.is_empty();
        let build = |this: &mut Lowering| {
            if plain {
                return this.returning(&parts.body);
            }
            this.block(|this| this.try_catch(parts, Target::Return, span))
        };
        let (function, arguments) = self.thunk_of(&free, build, span);
        let (after, after_arguments) = self.thunk(&[after], |this| this.returning(after), span);
        let call = Operation::Call(Callee::Function(after), after_arguments);
        let normal = |this: &mut Self, value| {
            this.define(call.clone(), span);
            this.finish(value, target)
        };
        self.protect(
            function,
            arguments,
            span,
            normal,
            |this, [class, reason, trace]| {
                this.define(call.clone(), span);
                End::Raise(class, reason, Some(trace), span)
            },
        )
    }

    fn try_catch(&mut self, parts: &Try, target: Target, span: Span) -> End {
        let body = &parts.body;
        let (function, arguments) = self.thunk(&[body], |this| this.returning(body), span);
        let normal = |this: &mut Self, value: Operand| match &parts.clauses {
            Some(clauses) => {
                this.match_clauses(std::slice::from_ref(&value), clauses, target, |this| {
                    this.raise_with("try_clause", value.clone(), span)
                })
            }
            None => this.finish(value.clone(), target),
        };
        self.protect(
            function,
            arguments,
            span,
            normal,
            |this, [class, reason, trace]| {
                let list = if parts.handlers.iter().any(binds_trace) {
                    this.stacktrace(trace.clone(), span)
                } else {
                    trace.clone()
                };
                let values = [class.clone(), reason.clone(), list];
                this.match_clauses(&values, &parts.handlers, target, |_| {
                    End::Raise(class.clone(), reason.clone(), Some(trace.clone()), span)
                })
            },
        )
    }

    /// A call of a lifted function under a handler: what follows its value, and its exception
    /// (class, reason, raw trace).
    fn protect(
        &mut self,
        function: FunctionId,
        arguments: Vec<Operand>,
        span: Span,
        normal: impl FnOnce(&mut Self, Operand) -> End,
        handler: impl FnOnce(&mut Self, [Operand; 3]) -> End,
    ) -> End {
        let result = self.var();
        let normal = self.block(|this| normal(this, Operand::Var(result)));
        let caught = [self.var(), self.var(), self.var()];
        let handler = self.block(|this| handler(this, caught.map(Operand::Var)));
        End::Protect(Box::new(Protect {
            function,
            arguments,
            span,
            result,
            normal,
            caught,
            handler,
        }))
    }

    /// The stack trace as a list.
    fn stacktrace(&mut self, raw: Operand, span: Span) -> Operand {
        let arguments = vec![RuntimeArgument::Word(raw)];
        self.define(
            Operation::Runtime(runtime_calls::build_stacktrace, arguments, None),
            span,
        )
    }
}

/// Whether a handler looks at the stack trace.
fn binds_trace(clause: &Clause) -> bool {
    !matches!(
        clause.patterns.get(2).map(|pattern| &pattern.kind),
        Some(PatternKind::Ignore) | None
    )
}
