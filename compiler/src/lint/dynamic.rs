//! Dynamic variables: their definitions, and where their names may stand.

use super::Linter;
use crate::base::dynamic;
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::core::ir::INITIALISER;
use crate::reader::form::Form;
use crate::reader::print;

impl Linter {
    /// `(define-variable name meta [value])`; answers the value.
    pub fn variable_definition<'f>(&mut self, form: &'f Form) -> Option<&'f Form> {
        let (name, value) = match form.as_list() {
            Some([_, name, _]) => (name, None),
            Some([_, name, _, value]) => (name, Some(value)),
            _ => {
                self.bad_form(form.span, form.head().unwrap_or_default());
                return None;
            }
        };
        let Some(symbol) = name
            .as_symbol()
            .filter(|symbol| dynamic::is_name(symbol.as_str()))
        else {
            let message = format!(
                "bad definition of dynamic variable {}",
                print::unabbreviated(name)
            );
            let error = self.error("bad-definition", name.span, message);
            error.label = "its name is a symbol that begins and ends with a star".to_string();
            if let Some(symbol) = name.as_symbol() {
                let stem = symbol.as_str().trim_matches('*');
                let symbol = Symbol::new(&format!("*{stem}*"));
                error
                    .hints
                    .push(format!("write `{}`", print::symbol_text(&symbol)));
            }
            return value;
        };
        let text = print::symbol_text(symbol);
        if let Some(place) = self.names.dynamics.insert(symbol.clone(), name.span) {
            let message = format!("dynamic variable {text} already defined");
            let error = self.error("variable-redefined", name.span, message);
            error
                .secondary
                .push((place, "first defined here".to_string()));
        }
        value
    }

    /// The function that gives the variables their initial values must not be the user's.
    pub fn check_initialiser(&mut self) {
        let initialiser = (Symbol::new(INITIALISER), 0);
        let own = self.names.functions.get(&initialiser).copied();
        if let Some((place, _)) = own.filter(|_| !self.names.dynamics.is_empty()) {
            let message = format!("function {INITIALISER}/0 already defined");
            self.error("function-redefined", place, message).label =
                "every module that defines dynamic variables has this function".to_string();
        }
    }

    /// Does a symbol name a dynamic variable, of this module or of another?
    pub fn is_dynamic(&self, name: &Symbol) -> bool {
        self.names.dynamics.contains_key(name) || dynamic::qualified(name.as_str()).is_some()
    }

    /// The same of a symbol that is used as one: reports one that this module does not define.
    pub fn is_dynamic_variable(&mut self, name: &Symbol, form: &Form) -> bool {
        if self.names.dynamics.contains_key(name) {
            return true;
        }
        let Some((module, own)) = dynamic::qualified(name.as_str()) else {
            return false;
        };
        let is_here = self.names.module.as_ref().is_some_and(|m| *m == *module);
        if is_here && !self.names.dynamics.contains_key(&Symbol::new(own)) {
            let message = format!("dynamic variable {} undefined", print::symbol_text(name));
            let error = self.error("undefined-variable", form.span, message);
            error.label = "this module defines no variable of this name".to_string();
            error
                .hints
                .push(format!("define it by `(defvar {own} VALUE)`"));
        }
        true
    }

    pub fn dynamic_in_pattern(&mut self, name: &Symbol, form: &Form) {
        let text = print::symbol_text(name);
        let message = format!("dynamic variable {text} in a pattern");
        let error = self.error("dynamic-pattern", form.span, message);
        error.label = "only `let`, `let*` and plain parameters bind it".to_string();
        error.hints.push(format!(
            "match another variable; to compare with its value, write `(when (=:= … {text}))`"
        ));
    }

    pub fn guarded_dynamic(&mut self, name: &Symbol, guard: &Form) {
        let message = format!(
            "binding of dynamic variable {} has a guard",
            print::symbol_text(name)
        );
        self.error("dynamic-guard", guard.span, message)
            .hints
            .push("test the value before, with `case` or `if`".to_string());
    }

    /// Is a function of this name defined by the module, imported, or local?
    pub fn is_defined_here(&self, name: &str, arity: usize) -> bool {
        let function = (Symbol::new(name), arity);
        self.scope.has_function(&function)
            || self.names.functions.contains_key(&function)
            || self.names.imports.contains_key(&function)
    }

    /// `(set-dynamic *x* value)`, `(set-global *x* value)`.
    pub fn set_form(&mut self, span: Span, kind: &str, arguments: &[Form]) {
        let [target, value] = arguments else {
            self.bad_form(span, kind).label = format!("write `({kind} *NAME* VALUE)`");
            self.body(arguments);
            return;
        };
        match target.as_symbol() {
            Some(name) if self.is_dynamic(name) => {
                self.is_dynamic_variable(name, target);
            }
            _ => {
                let message = format!("{} is no dynamic variable", print::unabbreviated(target));
                let error = self.error("no-dynamic-variable", target.span, message);
                error.label = format!("`{kind}` changes what `defvar` has defined");
            }
        }
        self.expression(value);
    }
}
