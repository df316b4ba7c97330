//! Guards: which expressions they may hold.

use super::bits::Side;
use super::expressions::is_code_points;
use super::names;
use super::{Linter, parts};
use crate::base::auto_imported;
use crate::reader::form::{Form, Kind};

/// Is it `(when …)`?
pub fn is_guard(form: &Form) -> bool {
    parts(form).is_some_and(|(items, _)| {
        items
            .first()
            .and_then(Form::as_symbol)
            .is_some_and(|name| name.as_str() == "when")
    })
}

impl Linter {
    pub fn guard(&mut self, guard: &Form) {
        match parts(guard) {
            Some(([_, tests @ ..], true)) => {
                for test in tests {
                    self.guard_expression(test);
                }
            }
            _ => {
                self.error("bad-guard", guard.span, "bad guard definition");
            }
        }
    }

    pub fn guard_expression(&mut self, form: &Form) {
        match &form.kind {
            Kind::Symbol(name) => self.variable(name, form),
            Kind::List(items) if !items.is_empty() && !is_code_points(items) => {
                self.deeper(form.span, |this| this.guard_list(form, items));
            }
            Kind::Improper(..) => self.illegal_guard(form),
            _ => {}
        }
    }

    fn guard_expressions(&mut self, forms: &[Form]) {
        for form in forms {
            self.guard_expression(form);
        }
    }

    fn illegal_guard(&mut self, form: &Form) {
        let error = self.error("illegal-guard", form.span, "illegal guard expression");
        error.label = "a guard cannot evaluate this".to_string();
        error.hints.push(
            "guards hold tests, comparisons, arithmetic and data, but no other calls".to_string(),
        );
    }

    fn guard_list(&mut self, form: &Form, items: &[Form]) {
        let Some((head, arguments)) = items.split_first() else {
            return;
        };
        let Some(symbol) = head.as_symbol() else {
            self.bad_application(head);
            return;
        };
        let name = symbol.as_str();
        match (name, arguments) {
            ("quote", [_]) => {}
            ("map", _) if arguments.len() % 2 == 1 => {
                self.bad_form(form.span, name).label = "keys and values alternate".to_string();
            }
            ("binary", _) => self.segments(arguments, &mut Side::Guard),
            ("tset", _) | ("map-remove" | "mrem", _) => self.illegal_guard(form),
            ("andalso" | "orelse", _) => self.guard_expressions(arguments),
            ("call", [module, function, rest @ ..]) => {
                let known = quoted(module) == Some("erlang")
                    && quoted(function).is_some_and(|name| {
                        auto_imported::is_guard_builtin(name, rest.len())
                            || auto_imported::is_guard_operator(name, rest.len())
                    });
                if known {
                    self.record_test(quoted(function).unwrap_or_default(), rest);
                    self.guard_expressions(rest);
                } else {
                    self.illegal_guard(form);
                }
            }
            ("call" | "funcall" | "++" | "--", _) => self.illegal_guard(form),
            // Updates go through every field.
            ("record-update" | "struct-update", _) => self.illegal_guard(form),
            // A struct is made by a function.
            ("struct", _) => self.illegal_guard(form),
            _ if self.record_form(name, arguments, Linter::guard_expression)
                || self.struct_form(name, arguments, Linter::guard_expression) => {}
            _ if names::is_core_form(name)
                || matches!(name, "lc" | "bc" | "list-comp" | "binary-comp") =>
            {
                self.illegal_guard(form);
            }
            _ if names::is_core_function(name, arguments.len()) => {
                if auto_imported::is_variadic_operator(name)
                    && !names::is_operator_call(name, arguments.len())
                {
                    self.illegal_guard(form);
                } else {
                    self.guard_expressions(arguments);
                }
            }
            _ => {
                let function = (symbol.clone(), arguments.len());
                let hidden = self.scope.has_function(&function)
                    || self.names.functions.contains_key(&function)
                    || self.names.imports.contains_key(&function);
                if auto_imported::is_guard_builtin(name, arguments.len()) && !hidden {
                    self.record_test(name, arguments);
                    self.guard_expressions(arguments);
                } else {
                    self.illegal_guard(form);
                }
            }
        }
    }
}

/// The atom in `(quote atom)`.
pub fn quoted(form: &Form) -> Option<&str> {
    match form.as_list() {
        Some([_, atom]) if form.head() == Some("quote") => {
            atom.as_symbol().map(|name| name.as_str())
        }
        _ => None,
    }
}
