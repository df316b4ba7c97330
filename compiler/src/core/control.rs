//! Binding and control: `let`, local functions, sequences, conditionals, `case`, `catch`, `try`.

use super::build::Builder;
use super::expressions::{constant, variable};
use super::ir::{
    Binding, Clause, DynamicName, Expr, ExprKind, Lambda, NoMatch, Pattern, PatternKind, Try, VarId,
};
use super::patterns::Bound;
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::base::term::Term;
use crate::reader::form::Form;

impl Builder {
    /// The core forms that are not data constructors; whatever is none of them is a call.
    pub(super) fn control_form(&mut self, form: &Form, name: &Symbol, arguments: &[Form]) -> Expr {
        let span = form.span;
        match (name.as_str(), arguments) {
            ("let", [bindings, body @ ..]) => self.let_form(span, bindings, body),
            ("let-function", [bindings, body @ ..]) => {
                self.local_functions(span, bindings, body, false)
            }
            ("letrec-function", [bindings, body @ ..]) => {
                self.local_functions(span, bindings, body, true)
            }
            ("progn", body) => self.body(span, body),
            ("prog1", [first, rest @ ..]) => {
                let first = self.expression(first);
                self.value_then(span, first, rest)
            }
            ("prog2", [first, second, rest @ ..]) => {
                let first = self.expression(first);
                let second = self.expression(second);
                let kept = self.value_then(span, second, rest);
                Expr {
                    span,
                    kind: ExprKind::Sequence(vec![first, kept]),
                }
            }
            ("if", [test, yes]) => {
                let test = self.expression(test);
                let yes = self.expression(yes);
                if_then_else(span, test, yes, constant(span, Term::atom("false")))
            }
            ("if", [test, yes, no]) => {
                let test = self.expression(test);
                let yes = self.expression(yes);
                let no = self.expression(no);
                if_then_else(span, test, yes, no)
            }
            ("case", [value, clauses @ ..]) if !clauses.is_empty() => {
                let value = self.expression(value);
                let clauses = self.clauses(clauses);
                Expr {
                    span,
                    kind: ExprKind::Case(Box::new(value), clauses, NoMatch::CaseClause),
                }
            }
            ("cond", clauses) => self.cond(span, clauses),
            ("andalso", operands) => self.connective(span, operands, "true", ExprKind::AndAlso),
            ("orelse", operands) => self.connective(span, operands, "false", ExprKind::OrElse),
            ("maybe", body) => self.maybe(span, body),
            ("catch", body) => {
                let body = self.body(span, body);
                Expr {
                    span,
                    kind: ExprKind::Catch(Box::new(body)),
                }
            }
            ("try", parts) => self.try_form(span, parts),
            ("funcall", [function, arguments @ ..]) => self.funcall(span, function, arguments),
            ("call", [module, function, arguments @ ..]) => {
                self.remote_call(span, module, function, arguments)
            }
            ("receive", parts) => self.receive(span, parts),
            ("set-dynamic" | "set-global", [target, value])
                if !self.is_function(name, arguments.len()) =>
            {
                self.set_dynamic(span, name.as_str(), target, value)
            }
            ("atomic", [_, ..]) if !self.is_function(name, arguments.len()) => {
                self.atomic(form, arguments)
            }
            (name, _) if is_core_form(name) => {
                self.bad_form(span, name);
                self.broken(span)
            }
            _ => self.call(span, name, arguments),
        }
    }

    /// A value that is kept while the rest is evaluated.
    fn value_then(&mut self, span: Span, value: Expr, rest: &[Form]) -> Expr {
        if rest.is_empty() {
            return value;
        }
        let kept = self.temporary();
        let mut sequence = self.expressions(rest);
        sequence.push(variable(span, kept));
        let sequence = Expr {
            span,
            kind: ExprKind::Sequence(sequence),
        };
        self.bound(span, vec![(kept, value)], sequence)
    }

    fn let_form(&mut self, span: Span, bindings: &Form, body: &[Form]) -> Expr {
        let Some(parts) = self.binding_parts(span, bindings) else {
            return self.broken(span);
        };
        let mark = self.scope.mark();
        let (bindings, dynamics) = self.bindings(parts);
        let body = self.body(span, body);
        let body = super::dynamic::bound(span, dynamics, body);
        self.scope.leave(mark);
        if bindings.is_empty() {
            return body;
        }
        Expr {
            span,
            kind: ExprKind::Let(bindings, Box::new(body)),
        }
    }

    /// Pattern, guard and evaluated value of each binding of a `let`.
    pub(super) fn binding_parts<'f>(
        &mut self,
        span: Span,
        bindings: &'f Form,
    ) -> Option<Vec<(&'f Form, Option<&'f Form>, Expr)>> {
        let Some(list) = bindings.as_list() else {
            self.bad_form(span, "let");
            return None;
        };
        let mut parts = Vec::with_capacity(list.len());
        for binding in list {
            let (pattern, guard, value) = match binding.as_list() {
                Some([pattern, value]) => (pattern, None, value),
                Some([pattern, guard, value]) if guard.head() == Some("when") => {
                    (pattern, Some(guard), value)
                }
                _ => {
                    self.bad_form(span, "let");
                    continue;
                }
            };
            parts.push((pattern, guard, self.expression(value)));
        }
        Some(parts)
    }

    /// Binds the patterns, in a scope that the caller has marked. For each dynamic variable among
    /// them: what it is to be bound to around the body.
    pub(super) fn bindings(
        &mut self,
        parts: Vec<(&Form, Option<&Form>, Expr)>,
    ) -> (Vec<Binding>, Vec<(DynamicName, Expr)>) {
        let mut dynamics = Vec::new();
        let bindings = parts
            .into_iter()
            .map(|(pattern, guard, value)| {
                let name = pattern.as_symbol();
                if let Some(name) = name.and_then(|name| self.names.dynamic(name)) {
                    let (binding, operand) = self.evaluated(pattern.span, value);
                    dynamics.push((name, operand));
                    return binding;
                }
                let mut bound = Bound::default();
                let pattern = self.pattern(pattern, &mut bound);
                self.bind(bound);
                let guard = guard.and_then(|guard| self.guard(guard));
                Binding {
                    pattern,
                    guard,
                    value,
                }
            })
            .collect();
        (bindings, dynamics)
    }

    /// `((name lambda)…) body…`. Not recursive: the functions are built in the outer scope.
    fn local_functions(
        &mut self,
        span: Span,
        bindings: &Form,
        body: &[Form],
        recursive: bool,
    ) -> Expr {
        let form_name = if recursive {
            "letrec-function"
        } else {
            "let-function"
        };
        let mut named = Vec::new();
        for binding in bindings.as_list().unwrap_or_default() {
            match binding.as_list() {
                Some([name, function]) => {
                    match (name.as_symbol(), super::names::function_arity(function)) {
                        (Some(name), Some(arity)) => named.push((name, arity, function)),
                        _ => self.bad_form(span, form_name),
                    }
                }
                _ => self.bad_form(span, form_name),
            }
        }
        let mark = self.scope.mark();
        let ids: Vec<VarId> = named.iter().map(|(name, ..)| self.fresh(name)).collect();
        if recursive {
            self.bind_functions(&named, &ids);
        }
        let lambdas: Vec<Option<Lambda>> = named
            .iter()
            .map(|(_, _, function)| self.lambda(function))
            .collect();
        if !recursive {
            self.bind_functions(&named, &ids);
        }
        let body = self.body(span, body);
        self.scope.leave(mark);
        let functions: Vec<(VarId, Lambda)> = ids
            .into_iter()
            .zip(lambdas)
            .filter_map(|(id, lambda)| Some((id, lambda?)))
            .collect();
        if functions.is_empty() {
            return body;
        }
        Expr {
            span,
            kind: ExprKind::LetRec(functions, Box::new(body)),
        }
    }

    fn bind_functions(&mut self, named: &[(&Symbol, usize, &Form)], ids: &[VarId]) {
        for ((name, arity, _), id) in named.iter().zip(ids) {
            self.scope.bind_function(name, *arity, *id);
        }
    }

    pub(super) fn clauses(&mut self, clauses: &[Form]) -> Vec<Clause> {
        clauses
            .iter()
            .filter_map(|clause| match clause.as_list() {
                Some([pattern, rest @ ..]) => {
                    Some(self.clause(clause.span, std::slice::from_ref(pattern), rest))
                }
                _ => {
                    self.bad_form(clause.span, "clause");
                    None
                }
            })
            .collect()
    }

    /// A clause with these patterns, an optional guard and a body.
    pub(super) fn clause(&mut self, span: Span, patterns: &[Form], rest: &[Form]) -> Clause {
        let mark = self.scope.mark();
        let mut bound = Bound::default();
        let patterns = patterns
            .iter()
            .map(|pattern| self.pattern(pattern, &mut bound))
            .collect();
        self.bind(bound);
        let clause = self.guarded(span, patterns, rest);
        self.scope.leave(mark);
        clause
    }

    /// The guard and body of a clause whose pattern variables are in scope.
    pub(super) fn guarded(&mut self, span: Span, patterns: Vec<Pattern>, rest: &[Form]) -> Clause {
        let (guard, body) = match rest {
            [first, body @ ..] if first.head() == Some("when") => (self.guard(first), body),
            body => (None, body),
        };
        let body = self.body(span, body);
        Clause {
            span,
            patterns,
            guard,
            body,
        }
    }

    /// `(when test…)`: all must be true. An empty guard is none.
    pub(super) fn guard(&mut self, form: &Form) -> Option<Expr> {
        let tests = &form.as_list().unwrap_or_default()[1..];
        self.deeper(form.span, tests.len(), |_| ())?;
        let outside = std::mem::replace(&mut self.in_guard, true);
        let tests = self.expressions(tests);
        self.in_guard = outside;
        for test in &tests {
            self.check_guard(test);
        }
        tests.into_iter().rev().reduce(|rest, first| Expr {
            span: first.span.to(rest.span),
            kind: ExprKind::AndAlso(Box::new(first), Box::new(rest)),
        })
    }

    /// Puts a pattern's variables into scope.
    pub(super) fn bind(&mut self, bound: Bound) {
        for (name, id) in bound.variables {
            self.scope.bind_variable(&name, id);
        }
    }

    fn connective(
        &mut self,
        span: Span,
        operands: &[Form],
        empty: &str,
        make: fn(Box<Expr>, Box<Expr>) -> ExprKind,
    ) -> Expr {
        if self.deeper(span, operands.len(), |_| ()).is_none() {
            return self.broken(span);
        }
        let operands = self.expressions(operands);
        operands
            .into_iter()
            .rev()
            .reduce(|rest, first| Expr {
                span,
                kind: make(Box::new(first), Box::new(rest)),
            })
            .unwrap_or_else(|| constant(span, Term::atom(empty)))
    }

    /// `(cond clause…)`; no clause applies: `false`.
    fn cond(&mut self, span: Span, clauses: &[Form]) -> Expr {
        let Some((clause, rest)) = clauses.split_first() else {
            return constant(span, Term::atom("false"));
        };
        self.deeper(span, 1, |this| this.cond_clause(span, clause, rest))
            .unwrap_or_else(|| self.broken(span))
    }

    fn cond_clause(&mut self, span: Span, clause: &Form, rest: &[Form]) -> Expr {
        let Some([test, body @ ..]) = clause.as_list() else {
            self.bad_form(clause.span, "cond");
            return self.broken(span);
        };
        if test.as_symbol().is_some_and(|name| *name == *"else") {
            if !rest.is_empty() {
                self.bad_form(clause.span, "cond");
            }
            return self.body(clause.span, body);
        }
        if test.head() == Some("?=") {
            let (pattern, guard, value) = match test.as_list() {
                Some([_, pattern, value]) => (pattern, None, value),
                Some([_, pattern, guard, value]) => (pattern, Some(guard), value),
                _ => {
                    self.bad_form(test.span, "cond");
                    return self.broken(span);
                }
            };
            let value = self.expression(value);
            let found = self.matched(clause.span, pattern, guard, |this| {
                this.body(clause.span, body)
            });
            let otherwise = self.cond(span, rest);
            return Expr {
                span,
                kind: ExprKind::Case(
                    Box::new(value),
                    vec![found, otherwise_clause(span, otherwise)],
                    NoMatch::CaseClause,
                ),
            };
        }
        let test = self.expression(test);
        let yes = self.body(clause.span, body);
        let no = self.cond(span, rest);
        if_then_else(span, test, yes, no)
    }

    /// A clause of one pattern whose body is built in the pattern's scope.
    pub(super) fn matched(
        &mut self,
        span: Span,
        pattern: &Form,
        guard: Option<&Form>,
        body: impl FnOnce(&mut Self) -> Expr,
    ) -> Clause {
        let mark = self.scope.mark();
        let mut bound = Bound::default();
        let pattern = self.pattern(pattern, &mut bound);
        self.bind(bound);
        let guard = guard.and_then(|guard| self.guard(guard));
        let body = body(self);
        self.scope.leave(mark);
        Clause {
            span,
            patterns: vec![pattern],
            guard,
            body,
        }
    }

    /// `(try expression… [(case clause…)] [(catch clause…)] [(after body…)])`.
    fn try_form(&mut self, span: Span, parts: &[Form]) -> Expr {
        let is_part = |form: &Form| matches!(form.head(), Some("catch" | "after"));
        // `(case …)` is a part only if it is not the body itself.
        let end = parts
            .iter()
            .enumerate()
            .position(|(index, form)| is_part(form) || (index > 0 && form.head() == Some("case")))
            .unwrap_or(parts.len());
        let (body, parts) = parts.split_at(end);
        let body = self.body(span, body);
        let (mut clauses, mut handlers, mut after) = (None, Vec::new(), None);
        for part in parts {
            let inner = part
                .as_list()
                .and_then(|forms| forms.get(1..))
                .unwrap_or_default();
            match part.head() {
                Some("case") if clauses.is_none() => clauses = Some(self.clauses(inner)),
                Some("catch") => {
                    handlers.extend(inner.iter().filter_map(|clause| self.handler(clause)));
                }
                Some("after") if after.is_none() => after = Some(self.body(part.span, inner)),
                _ => self.bad_form(part.span, "try"),
            }
        }
        Expr {
            span,
            kind: ExprKind::Try(Box::new(Try {
                body,
                clauses,
                handlers,
                after,
            })),
        }
    }

    /// `((tuple class reason stack) [guard] body…)` or `(_ [guard] body…)`.
    fn handler(&mut self, clause: &Form) -> Option<Clause> {
        let span = clause.span;
        let Some([pattern, rest @ ..]) = clause.as_list() else {
            self.bad_form(span, "catch");
            return None;
        };
        if let Some([head, class, reason, stack]) = pattern.as_list()
            && head.as_symbol().is_some_and(|name| *name == *"tuple")
        {
            let patterns = [class.clone(), reason.clone(), stack.clone()];
            return Some(self.clause(span, &patterns, rest));
        }
        if pattern.as_symbol().is_some_and(|name| *name == *"_") {
            let patterns = std::iter::repeat_n(pattern.clone(), 3).collect::<Vec<_>>();
            return Some(self.clause(span, &patterns, rest));
        }
        self.error("bad-form", pattern.span, "illegal pattern");
        None
    }
}

pub(super) fn if_then_else(span: Span, test: Expr, yes: Expr, no: Expr) -> Expr {
    Expr {
        span,
        kind: ExprKind::If(Box::new(test), Box::new(yes), Box::new(no)),
    }
}

/// The clause that matches everything.
pub(super) fn otherwise_clause(span: Span, body: Expr) -> Clause {
    Clause {
        span,
        patterns: vec![Pattern {
            span,
            kind: PatternKind::Ignore,
        }],
        guard: None,
        body,
    }
}

fn is_core_form(name: &str) -> bool {
    matches!(
        name,
        "quote"
            | "cons"
            | "car"
            | "cdr"
            | "tref"
            | "tset"
            | "map"
            | "map-size"
            | "msiz"
            | "map-get"
            | "mref"
            | "map-set"
            | "mset"
            | "map-update"
            | "mupd"
            | "map-remove"
            | "mrem"
            | "lambda"
            | "match-lambda"
            | "let"
            | "let-function"
            | "letrec-function"
            | "prog1"
            | "prog2"
            | "if"
            | "case"
            | "funcall"
            | "call"
            | "when"
            | "define-function"
            | "define-module"
    )
}
