//! Expressions: core forms by name, and literals.

use super::bits::Side;
use super::guards::quoted;
use super::{Linter, names, parts};
use crate::base::diagnostic::Diagnostic;
use crate::base::dynamic;
use crate::base::suggest;
use crate::base::symbol::Symbol;
use crate::reader::form::{Form, Kind};
use crate::reader::print;
use dashu_int::IBig;
use std::collections::BTreeSet;

/// Is it a list of non-negative integers? That is a string, wherever it stands.
pub fn is_code_points(items: &[Form]) -> bool {
    items
        .iter()
        .all(|item| matches!(&item.kind, Kind::Integer(value) if *value >= IBig::ZERO))
}

impl Linter {
    pub fn body(&mut self, forms: &[Form]) {
        for form in forms {
            self.expression(form);
        }
    }

    pub fn expression(&mut self, form: &Form) {
        match &form.kind {
            Kind::Symbol(name) => self.variable(name, form),
            Kind::List(items) if !items.is_empty() => {
                self.deeper(form.span, |this| this.list(form, items, true));
            }
            Kind::Improper(items, _) => {
                self.deeper(form.span, |this| this.list(form, items, false));
            }
            // Numbers, strings, binaries, tuples, maps and the empty list stand for themselves.
            _ => {}
        }
    }

    pub fn variable(&mut self, name: &Symbol, form: &Form) {
        if self.scope.has_variable(name) || self.is_dynamic_variable(name, form) {
            return;
        }
        let text = print::symbol_text(name);
        let message = format!("symbol {text} is unbound");
        let mut error = Diagnostic::error("unbound-symbol", form.span, message);
        let visible = self.scope.variables().chain(self.names.dynamics.keys());
        let visible = visible.filter(|_| self.wants_hints());
        let near = suggest::nearest(name.as_str(), visible.map(Symbol::as_str));
        if name.as_str() == "_" {
            error.label = "`_` has a meaning only in patterns".to_string();
        } else if let Some(near) = near {
            error.label = "no variable of this name is bound here".to_string();
            let near = print::symbol_text(&Symbol::new(near));
            error.hints.push(suggest::did_you_mean(&near));
        } else if dynamic::is_name(name.as_str()) {
            error.label = "no variable of this name is defined in this module".to_string();
            error.hints.push(format!(
                "define it by `(defvar {text} VALUE)`; write MODULE:{text} for one of another module"
            ));
        } else {
            error.label = "no variable of this name is bound here".to_string();
            match self
                .names
                .functions
                .keys()
                .find(|(function, _)| function == name)
            {
                Some((_, arity)) => error.hints.push(format!(
                    "to refer to the function, write `#'{text}/{arity}`"
                )),
                None => error
                    .hints
                    .push(format!("if you mean the atom, write `'{text}`")),
            }
        }
        self.report(error);
    }

    /// A list that is an expression: `proper` if it does not end with a dot and a tail.
    fn list(&mut self, form: &Form, items: &[Form], proper: bool) {
        let Some((head, arguments)) = items.split_first() else {
            return;
        };
        let Some(name) = head.as_symbol() else {
            if !(proper && is_code_points(items)) {
                self.bad_application(head);
                self.body(arguments);
            }
            if !proper {
                self.error("bad-form", form.span, "bad argument list");
            }
            return;
        };
        if !self.core_form(form, name.as_str(), arguments, proper) {
            self.body(arguments);
            if !proper {
                self.error("bad-form", form.span, "bad argument list").label =
                    "a call's arguments are a proper list".to_string();
            }
            let dotted_core = !proper
                && (names::is_core_function(name.as_str(), arguments.len())
                    || matches!(name.as_str(), "andalso" | "orelse" | "funcall" | "call"));
            if !dotted_core {
                self.call(head, name, arguments);
            }
        }
    }

    pub fn bad_application(&mut self, head: &Form) {
        let error = self.error("bad-application", head.span, "bad application form");
        error.label = "the name of a function should stand here".to_string();
        let hint = match head.head() {
            Some("lambda" | "match-lambda" | "function") => {
                "to call a fun, write `(funcall FUN ARGUMENT …)`"
            }
            Some("quote") => "to call a function by name, leave the quote out",
            _ => return,
        };
        error.hints.push(hint.to_string());
    }

    /// Checks a core form; false if it is none with so many arguments.
    fn core_form(&mut self, form: &Form, name: &str, arguments: &[Form], proper: bool) -> bool {
        let span = form.span;
        if !proper {
            return self.dotted_core_form(form, name, arguments);
        }
        match (name, arguments) {
            ("quote", [_]) => {}
            ("cons" | "tref" | "map-get" | "mref", [_, _])
            | ("car" | "cdr" | "map-size" | "msiz", [_])
            | ("tset", [_, _, _])
            | ("map-remove" | "mrem", [_, ..])
            | ("list" | "tuple" | "andalso" | "orelse" | "progn" | "catch", _) => {
                self.body(arguments);
            }
            ("map", _) => {
                if arguments.len() % 2 == 1 {
                    self.bad_form(span, name).label = "keys and values alternate".to_string();
                }
                self.repeated_keys(arguments);
                self.body(arguments);
            }
            ("map-set" | "mset" | "map-update" | "mupd", [_, ..]) => {
                if arguments.len().is_multiple_of(2) {
                    self.bad_form(span, name).label =
                        "after the map, keys and values alternate".to_string();
                }
                self.body(arguments);
            }
            ("binary", _) => self.segments(arguments, &mut Side::Expression),
            ("prog1", []) | ("prog2", [] | [_]) => {
                self.bad_form(span, name);
            }
            ("prog1" | "prog2", _) => self.body(arguments),
            ("lambda", _) => self.lambda(span, arguments, true),
            ("match-lambda", _) => self.match_lambda(span, arguments, true),
            ("function", [_, _] | [_, _, _]) => self.function_reference(form, arguments),
            ("let", _) => self.let_form(span, arguments, true),
            ("let-function", _) => self.let_function(span, arguments, true, false),
            ("letrec-function", _) => self.let_function(span, arguments, true, true),
            // Its macros were expanded; the body is what is left.
            ("let-macro", [_, body @ ..]) => self.body(body),
            ("if", [_, _] | [_, _, _]) => self.body(arguments),
            ("if", _) => {
                self.bad_form(span, name).label =
                    "`if` has a test and one or two branches".to_string();
            }
            ("case", _) => self.case(span, arguments),
            ("cond", _) => self.cond(arguments),
            ("maybe", _) => self.maybe(span, arguments),
            ("receive", _) => self.receive(span, arguments),
            ("try", _) => self.try_form(span, arguments),
            ("lc" | "list-comp" | "bc" | "binary-comp", [qualifiers, expression]) => {
                self.comprehension(qualifiers, expression);
            }
            ("funcall", [function, rest @ ..]) => {
                match function.as_list() {
                    // A literal atom names a function of this module.
                    Some([_, quoted])
                        if function.head() == Some("quote") && quoted.as_symbol().is_some() =>
                    {
                        if let Some(name) = quoted.as_symbol() {
                            self.function_by_atom(quoted, name, rest.len());
                        }
                    }
                    _ => self.expression(function),
                }
                self.body(rest);
            }
            ("call", [module, function, rest @ ..]) => {
                self.body(arguments);
                if quoted(module) == Some("erlang") {
                    self.record_test(quoted(function).unwrap_or_default(), rest);
                }
            }
            ("atomic", _) if !self.is_defined_here(name, arguments.len()) => {
                if arguments.is_empty() {
                    self.bad_form(span, name).label = "it has no body".to_string();
                }
                self.body(arguments);
            }
            ("set-dynamic" | "set-global", _) if !self.is_defined_here(name, arguments.len()) => {
                self.set_form(span, name, arguments);
            }
            _ => {
                return self.record_form(name, arguments, Linter::expression)
                    || self.struct_form(name, arguments, Linter::expression);
            }
        }
        true
    }

    /// A core form whose list ends with a dot; what stands before it is not looked at.
    fn dotted_core_form(&mut self, form: &Form, name: &str, arguments: &[Form]) -> bool {
        match (name, arguments) {
            ("progn" | "catch", _) => self.bad_body(form.span, name),
            ("let", _) => self.let_form(form.span, arguments, false),
            ("lambda", _) => self.lambda(form.span, arguments, false),
            ("let-function", _) => self.let_function(form.span, arguments, false, false),
            ("letrec-function", _) => self.let_function(form.span, arguments, false, true),
            (
                "case" | "if" | "cond" | "maybe" | "receive" | "try" | "match-lambda" | "map"
                | "binary" | "prog1" | "prog2" | "let-macro",
                _,
            ) => {
                self.bad_form(form.span, name);
            }
            _ => return false,
        }
        true
    }

    /// Warns of literal keys that stand twice in a new map.
    fn repeated_keys(&mut self, arguments: &[Form]) {
        let mut seen = BTreeSet::new();
        // The last of equal keys counts.
        for key in arguments.chunks_exact(2).map(|pair| &pair[0]).rev() {
            let literal = match &key.kind {
                Kind::List(items) => key.head() == Some("quote") && items.len() == 2,
                Kind::Symbol(_) | Kind::Improper(..) => false,
                _ => true,
            };
            let datum = key.as_list().and_then(|items| items.get(1)).unwrap_or(key);
            let text = print::unabbreviated(datum);
            if literal && !seen.insert(text.clone()) {
                let message = format!("key {text} will be overridden in expression");
                self.warning("repeated-key", key.span, message);
            }
        }
    }

    /// `(<- pattern (when …) list)`, `(<= pattern (when …) binary)`, and tests.
    fn comprehension(&mut self, qualifiers: &Form, expression: &Form) {
        let message = "bad comprehension form";
        let Some((items, proper)) = parts(qualifiers) else {
            self.error("bad-form", qualifiers.span, message);
            return;
        };
        if !proper {
            self.error("bad-form", qualifiers.span, message);
        }
        let mut scopes = Vec::new();
        for qualifier in items {
            match (qualifier.head(), qualifier.as_list()) {
                (Some("<-" | "<="), Some([_, pattern, rest @ ..])) => {
                    let (guard, source) = match rest {
                        [source] => (None, source),
                        [guard, source] if guard.head() == Some("when") => (Some(guard), source),
                        _ => {
                            self.error("bad-form", qualifier.span, message);
                            continue;
                        }
                    };
                    self.expression(source);
                    let bound = self.bind_pattern(pattern);
                    if let Some(guard) = guard {
                        self.guard(guard);
                    }
                    scopes.push(bound);
                }
                (Some("<-" | "<="), _) => {
                    self.error("bad-form", qualifier.span, message);
                }
                _ => self.expression(qualifier),
            }
        }
        self.expression(expression);
        for bound in scopes.iter().rev() {
            self.scope.unbind(bound);
        }
    }
}
