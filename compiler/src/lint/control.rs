//! Core forms that bind variables or choose: `let`, `case`, `cond`, `maybe`, `receive`, `try`.

use super::guards::is_guard;
use super::scope::Bound;
use super::{Linter, parts};
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::reader::form::{Form, Kind};
use crate::reader::print;

impl Linter {
    /// Checks a pattern and makes its variables visible.
    pub fn bind_pattern<'f>(&mut self, pattern: &'f Form) -> Bound<'f> {
        let mut bound = Bound::default();
        self.pattern(pattern, &mut bound);
        self.scope.bind(&bound);
        bound
    }

    /// A clause behind its patterns: an optional guard, and a body.
    pub fn clause_rest(
        &mut self,
        span: Span,
        rest: &[Form],
        proper: bool,
        bound: &Bound,
        kind: &str,
    ) {
        self.scope.bind(bound);
        let body = match rest.split_first() {
            Some((guard, body)) if is_guard(guard) => {
                self.guard(guard);
                body
            }
            _ => rest,
        };
        if proper {
            self.body(body);
        } else {
            self.bad_body(span, kind);
        }
        self.scope.unbind(bound);
    }

    /// `(pattern (when …) body …)`. False if it is no such thing.
    fn clause(&mut self, clause: &Form, kind: &str) -> bool {
        let Some((items, proper)) = parts(clause) else {
            return false;
        };
        let Some((pattern, rest)) = items.split_first() else {
            return false;
        };
        let mut bound = Bound::default();
        self.pattern(pattern, &mut bound);
        self.clause_rest(clause.span, rest, proper, &bound, kind);
        true
    }

    fn clauses(&mut self, clauses: &[Form], kind: &str) {
        for clause in clauses {
            if !self.clause(clause, kind) {
                self.bad_form(clause.span, kind).label =
                    "a clause is `(PATTERN BODY …)`".to_string();
            }
        }
    }

    pub fn let_form(&mut self, span: Span, forms: &[Form], proper: bool) {
        let Some((bindings, body)) = forms.split_first() else {
            self.bad_form(span, "let");
            return;
        };
        let mut all = Bound::default();
        match parts(bindings) {
            None => {
                self.bad_form(bindings.span, "let").label =
                    "the bindings are a list of `(PATTERN EXPRESSION)`".to_string();
            }
            Some((bindings_list, bindings_proper)) => {
                if !bindings_proper {
                    self.bad_form(bindings.span, "let");
                }
                for binding in bindings_list {
                    self.let_binding(binding, &mut all);
                }
            }
        }
        if !proper {
            self.bad_body(span, "let");
            return;
        }
        self.scope.bind(&all);
        self.body(body);
        self.scope.unbind(&all);
    }

    fn let_binding<'f>(&mut self, binding: &'f Form, all: &mut Bound<'f>) {
        let (pattern, guard, value) = match binding.as_list() {
            Some([pattern, value]) => (pattern, None, value),
            Some([pattern, guard, value]) if is_guard(guard) => (pattern, Some(guard), value),
            _ => {
                self.bad_form(binding.span, "let").label =
                    "a binding is `(PATTERN EXPRESSION)`".to_string();
                return;
            }
        };
        // All values are evaluated in the outer scope.
        self.expression(value);
        let mut bound = Bound::default();
        match pattern.as_symbol() {
            Some(name) if self.is_dynamic(name) => {
                self.is_dynamic_variable(name, pattern);
                if let Some(guard) = guard {
                    self.guarded_dynamic(name, guard);
                }
                bound.add(name, pattern);
            }
            _ => self.pattern(pattern, &mut bound),
        }
        if let Some(guard) = guard {
            self.scope.bind(&bound);
            self.guard(guard);
            self.scope.unbind(&bound);
        }
        for (name, place) in bound.names {
            let Some(first) = all.names.get(&name).map(|first| first.span) else {
                all.names.insert(name, place);
                continue;
            };
            let message = format!("variable ({}) multiply defined", print::symbol_text(&name));
            let error = self.error("multiply-defined", place.span, message);
            error
                .secondary
                .push((first, "first bound here".to_string()));
            error
                .hints
                .push("for bindings that see the ones before, use `let*`".to_string());
        }
    }

    pub fn case(&mut self, span: Span, forms: &[Form]) {
        match forms {
            [value, clauses @ ..] if !clauses.is_empty() => {
                self.expression(value);
                self.clauses(clauses, "case");
            }
            _ => {
                self.bad_form(span, "case").label =
                    "`case` has an expression and clauses".to_string();
                self.body(forms);
            }
        }
    }

    pub fn cond(&mut self, clauses: &[Form]) {
        for (at, clause) in clauses.iter().enumerate() {
            let Some((items, proper)) = parts(clause) else {
                self.bad_cond_clause(clause.span);
                continue;
            };
            let Some((test, body)) = items.split_first() else {
                self.bad_cond_clause(clause.span);
                continue;
            };
            let mut bound = Bound::default();
            match (test.head(), test.as_list()) {
                (Some("?="), Some([_, pattern, rest @ ..])) => {
                    let (guard, value) = match rest {
                        [value] if !is_guard(value) => (None, value),
                        [guard, value] if is_guard(guard) => (Some(guard), value),
                        _ => {
                            self.bad_cond_clause(test.span);
                            continue;
                        }
                    };
                    self.expression(value);
                    self.pattern(pattern, &mut bound);
                    if let Some(guard) = guard {
                        self.scope.bind(&bound);
                        self.guard(guard);
                        self.scope.unbind(&bound);
                    }
                }
                (Some("?="), _) => {
                    self.bad_cond_clause(test.span);
                    continue;
                }
                _ if test.as_symbol().is_some_and(|name| name.as_str() == "else") => {
                    if at + 1 < clauses.len() {
                        self.bad_form(test.span, "cond").label =
                            "`else` stands in the last clause only".to_string();
                    }
                }
                _ => self.expression(test),
            }
            if !proper {
                self.bad_body(clause.span, "cond");
                continue;
            }
            self.scope.bind(&bound);
            self.body(body);
            self.scope.unbind(&bound);
        }
    }

    fn bad_cond_clause(&mut self, span: Span) {
        self.bad_form(span, "cond").label =
            "a clause is `(TEST BODY …)`, `((?= PATTERN EXPRESSION) BODY …)` or `(else BODY …)`"
                .to_string();
    }

    pub fn maybe(&mut self, span: Span, forms: &[Form]) {
        let (body, otherwise) = match forms.split_last() {
            Some((last, body)) if last.head() == Some("else") => (body, Some(last)),
            _ => (forms, None),
        };
        self.maybe_body(span, body);
        let Some(clauses) = otherwise.and_then(Form::as_list) else {
            return;
        };
        for clause in &clauses[1..] {
            let (items, proper) = parts(clause).unwrap_or((&[], true));
            let mut bound = Bound::default();
            match items.split_first() {
                Some((head, rest)) => {
                    match head.as_list() {
                        Some([pattern]) => self.pattern(pattern, &mut bound),
                        Some(_) => self.bad_else(head.span),
                        None => {
                            self.bad_else(head.span);
                            self.illegal_pattern(head);
                        }
                    }
                    self.clause_rest(clause.span, rest, proper, &bound, "else");
                }
                None => self.bad_else(clause.span),
            }
        }
    }

    fn bad_else(&mut self, span: Span) {
        self.bad_form(span, "else").label =
            "a clause of `else` is `((PATTERN) BODY …)`".to_string();
    }

    /// Expressions and `(?= pattern expression)`, whose variables the following ones see.
    fn maybe_body(&mut self, span: Span, forms: &[Form]) {
        let mut scopes = Vec::new();
        for form in forms {
            match (form.head(), form.as_list()) {
                (Some("?="), Some([_, pattern, value])) => {
                    self.expression(value);
                    scopes.push(self.bind_pattern(pattern));
                }
                (Some("let"), Some([_, bindings, body @ ..])) if parts(bindings).is_some() => {
                    // Its bindings hold within its own body only, which may match too.
                    let mut all = Bound::default();
                    for binding in parts(bindings).map_or(&[][..], |(items, _)| items) {
                        self.let_binding(binding, &mut all);
                    }
                    self.scope.bind(&all);
                    self.deeper(form.span, |this| this.maybe_body(form.span, body));
                    self.scope.unbind(&all);
                }
                (Some("else"), _) => {
                    self.bad_form(span, "maybe").label =
                        "`else` stands at the end of `maybe` only".to_string();
                }
                _ => self.expression(form),
            }
        }
        for bound in scopes.iter().rev() {
            self.scope.unbind(bound);
        }
    }

    pub fn receive(&mut self, span: Span, forms: &[Form]) {
        let (clauses, after) = match forms.split_last() {
            Some((last, clauses)) if is_after(last) => (clauses, Some(last)),
            _ => (forms, None),
        };
        if let Some(early) = clauses.iter().find(|clause| is_after(clause)) {
            self.bad_form(early.span, "receive").label =
                "`after` stands at the end of `receive` only".to_string();
        }
        let clauses: &[Form] = if clauses.iter().any(is_after) {
            &[]
        } else {
            clauses
        };
        self.clauses(clauses, "receive");
        let Some((items, proper)) = after.and_then(parts) else {
            return;
        };
        match (items, after) {
            ([_, timeout, body @ ..], Some(after)) => {
                self.expression(timeout);
                if proper {
                    self.body(body);
                } else {
                    self.bad_body(after.span, "receive");
                }
            }
            _ => {
                self.bad_form(after.map_or(span, |after| after.span), "receive")
                    .label = "`after` has a timeout".to_string();
            }
        }
    }

    pub fn try_form(&mut self, span: Span, forms: &[Form]) {
        let Some((value, sections)) = forms.split_first() else {
            self.bad_form(span, "try");
            return;
        };
        self.expression(value);
        let order = |form: &Form| match form.head() {
            Some("case") => Some(0),
            Some("catch") => Some(1),
            Some("after") => Some(2),
            _ => None,
        };
        let mut last = None;
        for section in sections {
            let place = order(section);
            if place.is_none() || place <= last {
                self.bad_form(section.span, "try").label =
                    "the parts of `try` are an expression, `case`, `catch` and `after`, in this order"
                        .to_string();
                return;
            }
            last = place;
        }
        if last.is_none_or(|last| last == 0) {
            let error = self.bad_form(span, "try");
            error.label = "`try` needs `catch` or `after`".to_string();
        }
        for section in sections {
            let parts = &section.as_list().unwrap_or(&[])[1..];
            match section.head() {
                Some("case") => self.clauses(parts, "try"),
                Some("catch") => self.handlers(parts),
                _ => self.body(parts),
            }
        }
    }

    fn handlers(&mut self, clauses: &[Form]) {
        for clause in clauses {
            let Some((items, proper)) = parts(clause) else {
                self.bad_form(clause.span, "try").label =
                    "a handler is `((tuple CLASS REASON STACK) BODY …)`".to_string();
                continue;
            };
            let Some((pattern, rest)) = items.split_first() else {
                self.bad_form(clause.span, "try");
                continue;
            };
            let mut bound = Bound::default();
            let mut stack = None;
            match pattern.as_list() {
                Some([_, class, reason, trace]) if pattern.head() == Some("tuple") => {
                    self.pattern(class, &mut bound);
                    self.pattern(reason, &mut bound);
                    stack = self.stack_variable(trace, &mut bound);
                }
                _ if pattern.as_symbol().is_some_and(|name| name.as_str() == "_") => {}
                _ => {
                    let message = format!("illegal exception {}", print::unabbreviated(pattern));
                    let error = self.error("illegal-exception", pattern.span, message);
                    error.label = "an exception is `(tuple CLASS REASON STACK)` or `_`".to_string();
                    if matches!(&pattern.kind, Kind::Tuple(items) if items.len() == 3) {
                        let hint = "`#(…)` is a constant here: write `(tuple …)`";
                        error.hints.push(hint.to_string());
                    }
                    continue;
                }
            }
            if let (Some(name), Some(guard)) = (stack, rest.first())
                && is_guard(guard)
                && mentions(guard, name)
            {
                let message = format!(
                    "stacktrace variable {} must not be used in a guard",
                    print::symbol_text(name)
                );
                self.error("stacktrace", guard.span, message);
            }
            self.clause_rest(clause.span, rest, proper, &bound, "try");
        }
    }

    /// The third part of an exception pattern: `_`, or a variable that is not bound.
    fn stack_variable<'f>(&mut self, form: &'f Form, bound: &mut Bound<'f>) -> Option<&'f Symbol> {
        let Some(name) = form
            .as_symbol()
            .filter(|name| !self.scope.has_variable(name) && !self.is_dynamic(name))
        else {
            let message = format!(
                "stacktrace {} must be unbound variable",
                print::unabbreviated(form)
            );
            self.error("stacktrace", form.span, message);
            return None;
        };
        if name.as_str() == "_" {
            return None;
        }
        if bound.contains(name) {
            let message = format!(
                "stacktrace variable {} must not be previously bound",
                print::symbol_text(name)
            );
            self.error("stacktrace", form.span, message);
        }
        bound.add(name, form);
        Some(name)
    }
}

fn is_after(form: &Form) -> bool {
    parts(form).is_some_and(|(items, _)| {
        items
            .first()
            .and_then(Form::as_symbol)
            .is_some_and(|name| name.as_str() == "after")
    })
}

/// Does a symbol occur in a form, outside of quotes?
fn mentions(form: &Form, name: &Symbol) -> bool {
    let mut pending = vec![form];
    while let Some(form) = pending.pop() {
        match &form.kind {
            Kind::Symbol(other) if other == name => return true,
            Kind::List(items) if form.head() != Some("quote") => pending.extend(items),
            _ => {}
        }
    }
    false
}
