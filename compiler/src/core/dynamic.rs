//! Dynamic variables: reading, binding, changing them, and their initial values.

use super::build::{Builder, documentation};
use super::expressions::{constant, variable};
use super::ir::{
    Binding, Clause, Dynamic, DynamicName, Expr, ExprKind, Function, INITIALISER, Lambda, Pattern,
    PatternKind, Reach,
};
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::base::term::Term;
use crate::reader::form::Form;

impl Builder {
    pub(super) fn read_dynamic(&mut self, span: Span, name: DynamicName) -> Expr {
        Expr {
            span,
            kind: ExprKind::Dynamic(name),
        }
    }

    /// `(set-dynamic *x* value)`, `(set-global *x* value)`.
    pub(super) fn set_dynamic(
        &mut self,
        span: Span,
        kind: &str,
        target: &Form,
        value: &Form,
    ) -> Expr {
        let value = self.expression(value);
        let reach = match kind {
            "set-global" => Reach::Global,
            _ => Reach::Current,
        };
        let name = target.as_symbol();
        match name.and_then(|name| self.names.dynamic(name)) {
            Some(name) => Expr {
                span,
                kind: ExprKind::SetDynamic(name, reach, Box::new(value)),
            },
            None => {
                self.error("no-dynamic-variable", target.span, "no dynamic variable");
                self.broken(span)
            }
        }
    }

    /// Binds a value to a variable of its own, and refers to that.
    pub(super) fn evaluated(&mut self, span: Span, value: Expr) -> (Binding, Expr) {
        let id = self.temporary();
        let binding = Binding {
            pattern: Pattern {
                span,
                kind: PatternKind::Variable(id),
            },
            guard: None,
            value,
        };
        (binding, variable(span, id))
    }

    /// The module's dynamic variables, and the function that gives them their initial values; none
    /// where there is no variable.
    pub(super) fn dynamics(&mut self, forms: &[Form]) -> (Vec<Dynamic>, Option<Function>) {
        let mut dynamics = Vec::new();
        let mut values = Vec::new();
        for form in forms {
            let parts = match form.head() {
                Some("define-variable" | "define-parameter") => form.as_list().unwrap_or_default(),
                _ => continue,
            };
            let [_, name, metadata, value @ ..] = parts else {
                self.bad_form(form.span, form.head().unwrap_or_default());
                continue;
            };
            let Some(symbol) = name.as_symbol() else {
                self.bad_form(form.span, form.head().unwrap_or_default());
                continue;
            };
            dynamics.push(Dynamic {
                name: symbol.clone(),
                span: name.span,
                documentation: documentation(metadata),
            });
            if let ([value], Some(variable)) = (value, self.names.dynamic(symbol)) {
                let keeps = form.head() == Some("define-variable");
                values.push(self.initial_value(form.span, variable, value, keeps));
            }
        }
        let Some(span) = dynamics.first().map(|dynamic| dynamic.span) else {
            return (dynamics, None);
        };
        values.push(constant(span, Term::atom("ok")));
        let lambda = Lambda {
            arity: 0,
            span,
            clauses: vec![Clause {
                span,
                patterns: Vec::new(),
                guard: None,
                body: Expr {
                    span,
                    kind: ExprKind::Sequence(values),
                },
            }],
        };
        let initialiser = Function {
            name: Symbol::new(INITIALISER),
            span,
            documentation: None,
            lambda,
        };
        (dynamics, Some(initialiser))
    }

    /// Gives a variable its initial value; where it `keeps` the one it has, only if it has none.
    fn initial_value(&mut self, span: Span, name: DynamicName, value: &Form, keeps: bool) -> Expr {
        let value = Box::new(self.expression(value));
        let expr = |kind| Expr { span, kind };
        let set = expr(ExprKind::SetDynamic(name.clone(), Reach::Global, value));
        if !keeps {
            return set;
        }
        let is_set = expr(ExprKind::DynamicIsSet(name));
        let nothing = constant(span, Term::atom("ok"));
        expr(ExprKind::If(
            Box::new(is_set),
            Box::new(nothing),
            Box::new(set),
        ))
    }
}

/// `body` with dynamic variables bound around it.
pub(super) fn bound(span: Span, bindings: Vec<(DynamicName, Expr)>, body: Expr) -> Expr {
    if bindings.is_empty() {
        return body;
    }
    Expr {
        span,
        kind: ExprKind::BindDynamic(bindings, Box::new(body)),
    }
}
