//! `maybe`: a sequence that a failed `?=` leaves at once.
//!
//! What follows a `?=` is built inside the arm of its match, so leaving needs no jump. A `let`
//! directly in the body is lifted: its body, and then what follows the `let`, is the rest of the
//! sequence, but what follows does not see its variables.

use super::build::Builder;
use super::control::otherwise_clause;
use super::expressions::{constant, variable};
use super::ir::{Clause, Expr, ExprKind, Lambda, NoMatch, Pattern, PatternKind, VarId};
use super::scope::Mark;
use crate::base::span::Span;
use crate::base::term::Term;
use crate::reader::form::Form;

/// What follows a lifted `let`, and the scope it is built in.
struct Following<'f> {
    forms: &'f [Form],
    mark: Mark,
    outer: Option<&'f Following<'f>>,
}

/// Where the value of a failed match goes.
enum Failure {
    /// It is the value of the whole.
    Value,
    /// To the else clauses, in a local function.
    Function(VarId),
}

impl Builder {
    pub(super) fn maybe(&mut self, span: Span, forms: &[Form]) -> Expr {
        let (body, otherwise) = match forms.split_last() {
            Some((last, body)) if last.head() == Some("else") => (body, Some(last)),
            _ => (forms, None),
        };
        let Some(otherwise) = otherwise else {
            return self.maybe_body(span, body, None, &Failure::Value);
        };
        let clauses = self.else_clauses(otherwise);
        let (id, value) = (self.temporary(), self.temporary());
        let body = self.maybe_body(span, body, None, &Failure::Function(id));
        let place = otherwise.span;
        let lambda = Lambda {
            arity: 1,
            span: place,
            clauses: vec![Clause {
                span: place,
                patterns: vec![Pattern {
                    span: place,
                    kind: PatternKind::Variable(value),
                }],
                guard: None,
                body: Expr {
                    span: place,
                    kind: ExprKind::Case(
                        Box::new(variable(place, value)),
                        clauses,
                        NoMatch::ElseClause,
                    ),
                },
            }],
        };
        Expr {
            span,
            kind: ExprKind::LetRec(vec![(id, lambda)], Box::new(body)),
        }
    }

    /// `(else ((pattern) [guard] body…)…)`.
    fn else_clauses(&mut self, form: &Form) -> Vec<Clause> {
        let clauses = &form.as_list().unwrap_or_default()[1..];
        clauses
            .iter()
            .filter_map(|clause| {
                let parts = clause.as_list().unwrap_or_default();
                match parts
                    .split_first()
                    .map(|(head, rest)| (head.as_list(), rest))
                {
                    Some((Some(patterns @ [_]), rest)) => {
                        Some(self.clause(clause.span, patterns, rest))
                    }
                    _ => {
                        self.error("bad-form", clause.span, "bad else form");
                        None
                    }
                }
            })
            .collect()
    }

    fn maybe_body(
        &mut self,
        span: Span,
        forms: &[Form],
        following: Option<&Following>,
        failure: &Failure,
    ) -> Expr {
        self.deeper(span, 1, |this| {
            this.maybe_body_inner(span, forms, following, failure)
        })
        .unwrap_or_else(|| self.broken(span))
    }

    fn maybe_body_inner(
        &mut self,
        span: Span,
        forms: &[Form],
        following: Option<&Following>,
        failure: &Failure,
    ) -> Expr {
        let mut sequence = Vec::new();
        for (index, form) in forms.iter().enumerate() {
            let rest = &forms[index + 1..];
            if form.head() == Some("?=") {
                sequence.push(self.conditional_match(span, form, rest, following, failure));
                return in_sequence(span, sequence);
            }
            if has_conditional_match(form)
                && let Some([_, bindings, body @ ..]) = form.as_list()
            {
                sequence.push(self.lifted_let(
                    form.span,
                    bindings,
                    body,
                    &Following {
                        forms: rest,
                        mark: self.scope.mark(),
                        outer: following,
                    },
                    failure,
                ));
                return in_sequence(span, sequence);
            }
            sequence.push(self.expression(form));
        }
        if let Some(next) = following.filter(|next| next.has_forms()) {
            self.scope.leave(next.mark);
            sequence.push(self.maybe_body(span, next.forms, next.outer, failure));
        }
        in_sequence(span, sequence)
    }

    fn lifted_let(
        &mut self,
        span: Span,
        bindings: &Form,
        body: &[Form],
        following: &Following,
        failure: &Failure,
    ) -> Expr {
        let Some(parts) = self.binding_parts(span, bindings) else {
            return self.broken(span);
        };
        let (bindings, dynamics) = self.bindings(parts);
        if !dynamics.is_empty() {
            // What follows the `let` is built inside of it.
            let message = "a `let` that holds `?=` cannot bind a dynamic variable";
            self.error("dynamic-maybe", span, message);
        }
        let body = self.maybe_body(span, body, Some(following), failure);
        self.scope.leave(following.mark);
        if bindings.is_empty() {
            return body;
        }
        Expr {
            span,
            kind: ExprKind::Let(bindings, Box::new(body)),
        }
    }

    /// `(?= pattern value)` and the rest of the sequence.
    fn conditional_match(
        &mut self,
        span: Span,
        form: &Form,
        rest: &[Form],
        following: Option<&Following>,
        failure: &Failure,
    ) -> Expr {
        let Some([_, pattern, value]) = form.as_list() else {
            self.bad_form(form.span, "?=");
            return self.broken(span);
        };
        let place = form.span;
        let value = self.expression(value);
        let is_last = rest.is_empty() && !following.is_some_and(Following::has_forms);
        let whole = is_last.then(|| self.temporary());
        let mut found = self.matched(place, pattern, None, |this| match whole {
            Some(whole) => variable(place, whole),
            None => this.maybe_body(span, rest, following, failure),
        });
        if let Some(whole) = whole {
            found.patterns = found
                .patterns
                .into_iter()
                .map(|pattern| Pattern {
                    span: pattern.span,
                    kind: PatternKind::Alias(
                        Box::new(Pattern {
                            span: pattern.span,
                            kind: PatternKind::Variable(whole),
                        }),
                        Box::new(pattern),
                    ),
                })
                .collect();
        }
        let failed = self.temporary();
        let mut otherwise = otherwise_clause(
            place,
            match failure {
                Failure::Value => variable(place, failed),
                Failure::Function(id) => Expr {
                    span: place,
                    kind: ExprKind::CallLetRec(*id, vec![variable(place, failed)]),
                },
            },
        );
        otherwise.patterns[0].kind = PatternKind::Variable(failed);
        Expr {
            span: place,
            kind: ExprKind::Case(Box::new(value), vec![found, otherwise], NoMatch::CaseClause),
        }
    }
}

impl Following<'_> {
    fn has_forms(&self) -> bool {
        !self.forms.is_empty() || self.outer.is_some_and(Following::has_forms)
    }
}

/// Is it a `let` with a `?=` directly in its body, or in that of a `let` there?
fn has_conditional_match(form: &Form) -> bool {
    let mut form = form;
    loop {
        let Some([head, _, body @ ..]) = form.as_list() else {
            return false;
        };
        if head.as_symbol().is_none_or(|name| *name != *"let") {
            return false;
        }
        if body.iter().any(|form| form.head() == Some("?=")) {
            return true;
        }
        let mut inner = body.iter().filter(|form| form.head() == Some("let"));
        match (inner.next(), inner.next()) {
            (None, _) => return false,
            (Some(only), None) => form = only,
            // Several: lifting a `let` without a match in it changes nothing.
            _ => return true,
        }
    }
}

fn in_sequence(span: Span, mut expressions: Vec<Expr>) -> Expr {
    match expressions.len() {
        0 => constant(span, Term::Nil),
        1 => expressions
            .pop()
            .unwrap_or_else(|| constant(span, Term::Nil)),
        _ => Expr {
            span,
            kind: ExprKind::Sequence(expressions),
        },
    }
}
