//! `lambda`, `match-lambda` and functions bound by `let-function` and `letrec-function`.

use super::module::{Function, describe};
use super::scope::Bound;
use super::{Linter, names, parts};
use crate::base::span::Span;
use crate::reader::form::{Form, Kind};
use crate::reader::print;

/// How many patterns a clause's head has. A string is the list of its characters.
fn head_length(form: &Form) -> Option<usize> {
    match &form.kind {
        Kind::List(items) => Some(items.len()),
        Kind::String(text) => Some(text.chars().count()),
        Kind::Improper(items, _) => Some(items.len()),
        _ => None,
    }
}

/// The arity of a `lambda` or `match-lambda` whose shape allows to tell it.
pub fn defined_arity(lambda: &Form) -> Option<usize> {
    let (items, proper) = parts(lambda)?;
    match (items.first()?.as_symbol()?.as_str(), items) {
        ("lambda", [_, arguments, ..]) => {
            let arguments = arguments.as_list()?;
            arguments
                .iter()
                .all(|argument| argument.as_symbol().is_some())
                .then_some(arguments.len())
        }
        ("match-lambda", [_, first, ..]) if proper => {
            let (clause, _) = parts(first)?;
            head_length(clause.first()?)
        }
        _ => None,
    }
}

impl Linter {
    /// A `lambda` or `match-lambda` that is being defined.
    pub fn any_lambda(&mut self, lambda: &Form) {
        let Some((items, proper)) = parts(lambda) else {
            return;
        };
        let Some((head, rest)) = items.split_first() else {
            return;
        };
        match head.as_symbol().map(|name| name.as_str()) {
            Some("lambda") => self.lambda(lambda.span, rest, proper),
            Some("match-lambda") => self.match_lambda(lambda.span, rest, proper),
            _ => {}
        }
    }

    pub fn lambda(&mut self, span: Span, parts: &[Form], proper: bool) {
        let Some((arguments, body)) = parts.split_first() else {
            self.bad_form(span, "lambda");
            return;
        };
        let mut bound = Bound::default();
        let shape = arguments.as_list().is_some_and(|arguments| {
            arguments.iter().all(|argument| match argument.as_symbol() {
                Some(name) => {
                    if name.as_str() != "_" {
                        if self.is_dynamic(name) {
                            self.is_dynamic_variable(name, argument);
                        }
                        bound.add(name, argument);
                    }
                    true
                }
                None => false,
            })
        });
        if !shape {
            let error = self.bad_form(arguments.span, "lambda");
            error.label = "the arguments are a list of symbols".to_string();
            error
                .hints
                .push("to match patterns, use `match-lambda`".to_string());
        }
        if !proper {
            self.bad_body(span, "lambda");
        }
        if !shape || !proper {
            return;
        }
        self.scope.bind(&bound);
        self.body(body);
        self.scope.unbind(&bound);
    }

    pub fn match_lambda(&mut self, span: Span, clauses: &[Form], proper: bool) {
        if clauses.is_empty() || !proper {
            self.bad_form(span, "match-lambda");
            return;
        }
        let mut arity: Option<(usize, Span)> = None;
        for clause in clauses {
            let (items, _) = parts(clause).unwrap_or((&[], true));
            let Some((head, _)) = items.split_first() else {
                self.error("bad-form", clause.span, "bad clause form").label =
                    "a clause is `((PATTERN …) BODY …)`".to_string();
                continue;
            };
            if let Some(length) = head_length(head) {
                match arity {
                    Some((first, place)) if first != length => {
                        let message = "function head arity mismatch";
                        let error = self.error("head-arity", head.span, message);
                        error.label = format!("{} here", count(length, "pattern"));
                        let text = format!("{} here", count(first, "pattern"));
                        error.secondary.push((place, text));
                    }
                    Some(_) => {}
                    None => arity = Some((length, head.span)),
                }
            }
            self.match_clause(clause);
        }
    }

    /// `((pattern …) (when …) body …)`.
    fn match_clause(&mut self, clause: &Form) {
        let Some((items, proper)) = parts(clause) else {
            return;
        };
        let Some((head, rest)) = items.split_first() else {
            return;
        };
        let mut bound = Bound::default();
        match &head.kind {
            Kind::List(patterns) => {
                for pattern in patterns {
                    self.pattern(pattern, &mut bound);
                }
            }
            Kind::Improper(patterns, tail) => {
                for pattern in patterns {
                    self.pattern(pattern, &mut bound);
                }
                self.illegal_pattern(tail);
            }
            Kind::String(_) => {}
            _ => self.illegal_pattern(head),
        }
        self.clause_rest(clause.span, rest, proper, &bound, "match-lambda");
    }

    pub fn let_function(&mut self, span: Span, forms: &[Form], proper: bool, recursive: bool) {
        let kind = if recursive {
            "letrec-function"
        } else {
            "let-function"
        };
        let Some((bindings, body)) = forms.split_first() else {
            self.bad_form(span, kind);
            return;
        };
        if !proper {
            self.bad_body(span, kind);
            return;
        }
        let Some((bindings, true)) = parts(bindings) else {
            self.bad_form(bindings.span, kind);
            return;
        };
        let mut functions: Vec<Function> = Vec::new();
        let mut lambdas = Vec::new();
        let mut bad = false;
        for binding in bindings {
            let found = match binding.as_list() {
                Some([name, lambda]) => name
                    .as_symbol()
                    .zip(defined_arity(lambda))
                    .map(|(symbol, arity)| (name, (symbol.clone(), arity), lambda)),
                _ => None,
            };
            let Some((name, function, lambda)) = found else {
                bad = true;
                self.bad_form(binding.span, kind).label =
                    "a function is `(NAME (lambda …))` or `(NAME (match-lambda …))`".to_string();
                continue;
            };
            if names::is_core_form(function.0.as_str()) {
                let message = format!("redefining core form {}", print::symbol_text(&function.0));
                self.error("redefining-core-form", name.span, message);
            } else if names::is_core_function(function.0.as_str(), function.1) {
                let message = format!("redefining core function {}", describe(&function));
                self.warning("redefining-core-function", name.span, message);
            }
            if functions.contains(&function) {
                let message = format!("function {} already defined", describe(&function));
                self.error("function-redefined", name.span, message);
            }
            functions.push(function);
            lambdas.push(lambda);
        }
        // What the bad ones would have been is not known: all calls of them would seem wrong.
        if bad {
            return;
        }
        if recursive {
            self.scope.bind_functions(&functions);
        }
        for lambda in lambdas {
            self.deeper(lambda.span, |this| this.any_lambda(lambda));
        }
        if !recursive {
            self.scope.bind_functions(&functions);
        }
        self.body(body);
        self.scope.unbind_functions(&functions);
    }
}

/// `1 pattern`, `2 patterns`.
pub fn count(number: usize, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}
