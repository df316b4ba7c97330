//! What is odd about a module although it is right: clauses that nothing reaches, values that nobody
//! uses, calls that can only fail. The Erlang compiler warns LFE's users of these.
//!
//! Works on Core, where patterns and calls have one form each. What a macro made has the span of the
//! macro's call, as what is around it: nothing is said of it.

mod clauses;
mod failing;
mod matching;
mod unused;

use crate::base::deep_stack;
use crate::base::diagnostic::{self, Diagnostic};
use crate::base::span::Span;
use crate::core::ir::{Binding, Clause, Expr, ExprKind, Lambda, Module, Segment, VarId};
use clauses::Subject;
use std::collections::BTreeSet;

/// The warnings for a module, in the order of their places.
pub fn lint_resolved(module: &Module) -> Vec<Diagnostic> {
    deep_stack::run(|| {
        let mut checker = Checker {
            module,
            used: unused::used_variables(module),
            diagnostics: Vec::new(),
        };
        for function in &module.functions {
            let name = format!("{}/{}", function.name, function.lambda.arity);
            let clauses = &function.lambda.clauses;
            checker.clauses(function.span, clauses, &Subject::Function(&name));
            checker.bodies(function.span, clauses);
        }
        diagnostic::in_order(checker.diagnostics)
    })
}

struct Checker<'m> {
    module: &'m Module,
    /// Variables and local functions that occur outside their own definition.
    used: BTreeSet<VarId>,
    diagnostics: Vec<Diagnostic>,
}

impl Checker<'_> {
    /// Warns of what is at `span`, unless a macro made it: then it has the span of what is around it.
    fn warn(&mut self, code: &'static str, span: Span, around: Span, message: String) -> bool {
        if span == around {
            return false;
        }
        self.diagnostics
            .push(Diagnostic::warning(code, span, message));
        true
    }

    fn label(&mut self, label: &str) {
        if let Some(last) = self.diagnostics.last_mut() {
            last.label = label.to_string();
        }
    }

    fn lambda(&mut self, lambda: &Lambda) {
        self.clauses(lambda.span, &lambda.clauses, &Subject::Values);
        self.bodies(lambda.span, &lambda.clauses);
    }

    fn bodies(&mut self, around: Span, clauses: &[Clause]) {
        for clause in clauses {
            self.value(&clause.body, around);
        }
    }

    /// An expression whose value somebody uses.
    fn value(&mut self, expr: &Expr, around: Span) {
        self.failing(expr, around);
        self.parts(expr, false);
    }

    fn values<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>, around: Span) {
        for expr in exprs {
            self.value(expr, around);
        }
    }

    /// An expression whose value nobody uses.
    fn dropped(&mut self, expr: &Expr, around: Span) {
        self.unused_value(expr, around);
        self.failing(expr, around);
        self.parts(expr, true);
    }

    /// What an expression consists of. Where its own value is not used, neither are those of the
    /// branches it consists of.
    fn parts(&mut self, expr: &Expr, dropped: bool) {
        let span = expr.span;
        let last = if dropped {
            Checker::dropped
        } else {
            Checker::value
        };
        match &expr.kind {
            ExprKind::Literal(_)
            | ExprKind::Variable(_)
            | ExprKind::LocalFunction(..)
            | ExprKind::LetRecFunction(_)
            | ExprKind::Dynamic(_)
            | ExprKind::DynamicIsSet(_) => {}
            ExprKind::BindDynamic(bindings, body) => {
                self.values(bindings.iter().map(|(_, value)| value), span);
                last(self, body, span);
            }
            ExprKind::SetDynamic(_, _, value) => self.value(value, span),
            ExprKind::Cons(head, tail) => self.values([&**head, &**tail], span),
            ExprKind::Tuple(exprs)
            | ExprKind::CallLocal(_, exprs)
            | ExprKind::CallRemote(_, _, exprs)
            | ExprKind::CallLetRec(_, exprs) => self.values(exprs, span),
            ExprKind::CallFun(function, exprs) => {
                self.value(function, span);
                self.values(exprs, span);
            }
            ExprKind::CallDynamic(module, function, exprs) => {
                self.values([&**module, &**function], span);
                self.values(exprs, span);
            }
            ExprKind::MapNew(pairs) => self.pairs(pairs, span),
            ExprKind::MapPut(map, pairs) | ExprKind::MapUpdate(map, pairs) => {
                self.value(map, span);
                self.pairs(pairs, span);
            }
            ExprKind::Binary(segments) => self.segments(segments, span),
            ExprKind::Lambda(lambda) => self.lambda(lambda),
            ExprKind::Let(bindings, body) => {
                for binding in bindings {
                    self.binding(binding, span);
                }
                last(self, body, span);
            }
            ExprKind::LetRec(functions, body) => {
                for (id, lambda) in functions {
                    self.unused_function(*id, lambda, span);
                    self.lambda(lambda);
                }
                last(self, body, span);
            }
            ExprKind::Sequence(exprs) => {
                if let Some((value, effects)) = exprs.split_last() {
                    for effect in effects {
                        self.dropped(effect, span);
                    }
                    last(self, value, span);
                }
            }
            ExprKind::If(test, yes, no) => {
                self.value(test, span);
                self.test(span, test);
                last(self, yes, span);
                last(self, no, span);
            }
            ExprKind::AndAlso(left, right) | ExprKind::OrElse(left, right) => {
                self.values([&**left, &**right], span);
            }
            ExprKind::Case(value, clauses, _) => {
                self.value(value, span);
                self.clauses(span, clauses, &Subject::Value(value));
                for clause in clauses {
                    last(self, &clause.body, span);
                }
            }
            ExprKind::Catch(body) => self.value(body, span),
            ExprKind::Try(parts) => {
                self.value(&parts.body, span);
                let clauses = parts.clauses.as_deref().unwrap_or_default();
                self.clauses(span, clauses, &Subject::Values);
                self.bodies(span, clauses);
                self.bodies(span, &parts.handlers);
                if let Some(after) = &parts.after {
                    self.value(after, span);
                }
            }
        }
    }

    fn pairs(&mut self, pairs: &[(Expr, Expr)], around: Span) {
        self.values(pairs.iter().flat_map(|(key, value)| [key, value]), around);
    }

    fn segments(&mut self, segments: &[Segment<Expr>], around: Span) {
        for segment in segments {
            self.value(&segment.value, around);
            self.values(&segment.size, around);
        }
    }

    fn binding(&mut self, binding: &Binding, around: Span) {
        if self.is_unused_variable(&binding.pattern) {
            // A constant costs nothing and may be there for a reader.
            if !matches!(binding.value.kind, ExprKind::Literal(_)) {
                self.unused_value(&binding.value, around);
            }
        }
        self.value(&binding.value, around);
        self.binding_matches(binding, around);
    }
}
