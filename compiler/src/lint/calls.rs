//! Calls and function references: is there such a function?

use super::Linter;
use super::functions::count;
use super::module::{Function, as_arity, describe};
use super::names;
use crate::base::auto_imported;
use crate::base::diagnostic::Diagnostic;
use crate::base::suggest;
use crate::base::symbol::Symbol;
use crate::reader::form::Form;
use crate::reader::print;

impl Linter {
    /// Notes that the function being checked uses another one of the module.
    fn use_function(&mut self, function: &Function) {
        if let Some(uses) = self
            .current
            .and_then(|index| self.names.uses.get_mut(index))
        {
            uses.insert(function.clone());
        }
    }

    /// A call by plain name that is no core form.
    pub fn call(&mut self, head: &Form, name: &Symbol, arguments: &[Form]) {
        let arity = arguments.len();
        let function = (name.clone(), arity);
        if self.scope.has_function(&function) {
            return;
        }
        if self.names.functions.contains_key(&function) {
            self.use_function(&function);
            self.ambiguous_call(head, &function);
            return;
        }
        if self.names.imports.contains_key(&function) {
            return;
        }
        if is_known(name.as_str(), arity) {
            return self.record_test(name.as_str(), arguments);
        }
        self.undefined_function(head, &function);
    }

    /// A function of the module that hides an auto-imported one.
    fn ambiguous_call(&mut self, head: &Form, function: &Function) {
        let (name, arity) = (function.0.as_str(), function.1);
        if !auto_imported::is_auto_imported(name, arity) {
            return;
        }
        let described = describe(function);
        let label = "the module defines a function of this name".to_string();
        let hint = format!(
            "write `(erlang:{name} …)` for Erlang's, or rename the module's own `{described}`"
        );
        let diagnostic = if auto_imported::is_overridable(name, arity) {
            let message = format!("ambiguous call of overridden auto-imported BIF {described}");
            self.warning("ambiguous-call", head.span, message)
        } else {
            let message =
                format!("ambiguous call of overridden pre R14 auto-imported BIF {described}");
            self.error("ambiguous-call", head.span, message)
        };
        diagnostic.label = label;
        diagnostic.hints.push(hint);
    }

    fn undefined_function(&mut self, place: &Form, function: &Function) {
        let message = format!("function {} undefined", describe(function));
        let mut error = Diagnostic::error("undefined-function", place.span, message)
            .label("neither defined, nor imported, nor predefined");
        error.hints.extend(self.hint_for_function(function, true));
        self.report(error);
    }

    /// What might be meant by a function that does not exist. `outside`: it may be one that is not
    /// the module's own.
    pub fn hint_for_function(&self, function: &Function, outside: bool) -> Option<String> {
        if !self.wants_hints() {
            return None;
        }
        let name = function.0.as_str();
        let own = || {
            let local = self.scope.functions().filter(|_| outside);
            let imports = self.names.imports.keys().filter(|_| outside);
            self.names.functions.keys().chain(local).chain(imports)
        };
        let mut arities: Vec<usize> = own()
            .filter(|(other, _)| other.as_str() == name)
            .map(|(_, arity)| *arity)
            .collect();
        if outside {
            arities.extend((0..=8).filter(|arity| {
                is_known(name, *arity)
                    || (names::is_core_function(name, *arity)
                        && !auto_imported::is_variadic_operator(name))
            }));
        }
        arities.sort_unstable();
        arities.dedup();
        let text = print::symbol_text(&function.0);
        if name == "when" {
            let hint = "a guard stands in a clause, behind its patterns: `((x y) (when …) …)`";
            return Some(hint.to_string());
        }
        match arities.as_slice() {
            [] => {}
            [only] => {
                let hint = format!("`{text}` takes {}", count(*only, "argument"));
                return Some(hint);
            }
            [first, .., 8] => return Some(format!("`{text}` takes {first} or more arguments")),
            [first, .., last] => {
                return Some(format!("`{text}` takes {first} to {last} arguments"));
            }
        }
        if outside && self.scope.has_variable(&function.0) {
            return Some(format!(
                "to call the fun in `{text}`, write `(funcall {text} …)`"
            ));
        }
        let outer = auto_imported::known_names()
            .map(|(name, _)| name)
            .chain(names::core_names())
            .chain(MACROS.iter().copied())
            .filter(|_| outside);
        let mut candidates: Vec<&str> = own().map(|(name, _)| name.as_str()).collect();
        for name in outer {
            candidates.push(name);
        }
        suggest::nearest(name, candidates)
            .map(|near| suggest::did_you_mean(&print::symbol_text(&Symbol::new(near))))
    }

    /// `(function f 1)` and `(function m f 1)`.
    pub fn function_reference(&mut self, form: &Form, parts: &[Form]) {
        match parts {
            [name, arity] => match (name.as_symbol(), as_arity(arity)) {
                (Some(symbol), Some(arity)) => self.function_by_name(name, symbol, arity),
                _ => self.bad_reference(form),
            },
            [module, name, arity] => {
                let shape = module.as_symbol().is_some() && name.as_symbol().is_some();
                if !shape || as_arity(arity).is_none() {
                    self.bad_reference(form);
                }
            }
            _ => {}
        }
    }

    fn bad_reference(&mut self, form: &Form) {
        self.bad_form(form.span, "function").label =
            "a function is `(function NAME ARITY)` or `(function MODULE NAME ARITY)`".to_string();
    }

    /// A function that is named, not called: imports are not seen.
    pub fn function_by_name(&mut self, place: &Form, name: &Symbol, arity: usize) {
        if !self.scope.has_function(&(name.clone(), arity)) {
            self.function_by_atom(place, name, arity);
        }
    }

    /// A function that is named by an atom: local functions are not seen either.
    pub fn function_by_atom(&mut self, place: &Form, name: &Symbol, arity: usize) {
        let function = (name.clone(), arity);
        if self.names.functions.contains_key(&function) {
            self.use_function(&function);
            return;
        }
        let known = auto_imported::is_auto_imported(name.as_str(), arity)
            || auto_imported::is_operator(name.as_str(), arity)
            || auto_imported::is_lfe_function(name.as_str(), arity)
            || names::is_predefined(name.as_str(), arity);
        if known {
            return;
        }
        if let Some((module, _)) = self.names.imports.get(&function) {
            let hint = format!(
                "a reference does not see imports: name the module, for example `#'{}:{}`",
                print::symbol_text(module),
                describe(&function)
            );
            let message = format!("function {} undefined", describe(&function));
            self.error("undefined-function", place.span, message)
                .hints
                .push(hint);
            return;
        }
        self.undefined_function(place, &function);
    }
}

/// Is it callable by plain name in every module?
fn is_known(name: &str, arity: usize) -> bool {
    auto_imported::is_auto_imported(name, arity)
        || names::is_operator_call(name, arity)
        || auto_imported::is_lfe_function(name, arity)
        || names::is_predefined(name, arity)
}

/// Predefined macros that users misspell, for suggestions.
const MACROS: &[&str] = &[
    "list*", "let*", "flet", "flet*", "fletrec", "macrolet", "defun", "defmacro", "do", "fun",
    "caar", "cadr", "cddr", "caddr", "lc", "bc", "qlc",
];
