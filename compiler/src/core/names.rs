//! The module's names: what its header exports and imports, which functions it defines.

use super::build::documentation;
use super::ir::{DynamicName, Function};
use super::literals::literal;
use super::records::Record;
use crate::base::diagnostic::Diagnostic;
use crate::base::dynamic;
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::base::term::Term;
use crate::reader::form::{Form, Kind};
use dashu_int::IBig;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// All names that the module's header and its function definitions give a meaning.
#[derive(Default)]
pub struct Names {
    pub module: Option<(Symbol, Span)>,
    pub attributes: Vec<(Symbol, Term)>,
    pub documentation: Option<String>,
    pub diagnostics: Vec<Diagnostic>,
    exported: Vec<(Symbol, usize, Span)>,
    export_all: bool,
    functions: BTreeSet<(Symbol, usize)>,
    /// A plain name and arity, and the module and function it stands for.
    imports: BTreeMap<(Symbol, usize), (Symbol, Symbol)>,
    aliases: BTreeMap<Symbol, Symbol>,
    pub records: BTreeMap<Symbol, Rc<Record>>,
    /// The dynamic variables that the module defines.
    dynamics: BTreeSet<Symbol>,
}

impl Names {
    pub fn collect(forms: &[Form]) -> Names {
        let mut names = Names::default();
        for form in forms {
            let parts = form.as_list().unwrap_or_default();
            match form.head() {
                Some("define-module") => match parts {
                    [_, name, metadata, attributes] => names.header(name, metadata, attributes),
                    _ => names.bad(form.span, "bad module definition"),
                },
                Some("extend-module") => match parts {
                    [_, _, attributes] => names.attributes(attributes),
                    _ => names.bad(form.span, "bad module definition"),
                },
                Some("define-function") => names.definition(form),
                Some("define-variable" | "define-parameter") => {
                    let name = parts.get(1).and_then(Form::as_symbol);
                    names.dynamics.extend(name.cloned());
                }
                Some("define-record") => {
                    let record = Record::of(form).map(Rc::new);
                    let entry = record.map(|record| (record.name().clone(), record));
                    names.records.extend(entry);
                }
                Some(
                    "define-struct" | "define-type" | "define-opaque-type" | "define-function-spec",
                ) => {}
                _ => names.bad(form.span, "unknown form"),
            }
        }
        names
    }

    fn bad(&mut self, span: Span, message: &str) {
        self.diagnostics
            .push(Diagnostic::error("bad-form", span, message));
    }

    fn header(&mut self, name: &Form, metadata: &Form, attributes: &Form) {
        match name.as_symbol() {
            Some(symbol) => self.module = Some((symbol.clone(), name.span)),
            None => self.bad(name.span, "bad name of module"),
        }
        self.documentation = documentation(metadata);
        self.attributes(attributes);
    }

    fn definition(&mut self, form: &Form) {
        let parts = form.as_list().unwrap_or_default();
        let name = parts.get(1).and_then(Form::as_symbol);
        let arity = parts.get(3).and_then(function_arity);
        // What is malformed is reported when its body is built.
        if let (Some(name), Some(arity)) = (name, arity)
            && !self.functions.insert((name.clone(), arity))
        {
            self.diagnostics.push(Diagnostic::error(
                "redefined-function",
                form.span,
                format!("redefining function {name}/{arity}"),
            ));
        }
    }

    fn attributes(&mut self, attributes: &Form) {
        for attribute in attributes.as_list().unwrap_or_default() {
            let Some([name, values @ ..]) = attribute.as_list() else {
                self.bad(attribute.span, "bad attribute");
                continue;
            };
            let Some(symbol) = name.as_symbol() else {
                self.bad(attribute.span, "bad attribute");
                continue;
            };
            match symbol.as_str() {
                "export" => self.export(values),
                "import" => values.iter().for_each(|value| self.import(value)),
                "module-alias" => values.iter().for_each(|value| self.alias(value)),
                "doc" | "type" | "opaque" | "spec" | "record" | "export-type" | "export_type"
                | "compile" | "on_load" | "file" => {}
                _ => {
                    let mut terms = Vec::new();
                    for value in values {
                        match literal(value) {
                            Ok(term) => terms.push(term),
                            Err(bad) => self.bad(bad.span, bad.message),
                        }
                    }
                    // One that is a list, such as a string, is all there is.
                    let value = match (terms.len(), terms.first()) {
                        (0, _) => Term::Nil,
                        (1, Some(Term::List(..) | Term::Nil)) => terms.remove(0),
                        _ => Term::List(terms, Box::new(Term::Nil)),
                    };
                    self.attributes.push((symbol.clone(), value));
                }
            }
        }
    }

    fn export(&mut self, values: &[Form]) {
        for value in values {
            if value.as_symbol().is_some_and(|name| *name == *"all") {
                self.export_all = true;
            } else if let Some((name, arity)) = name_and_arity(value) {
                self.exported.push((name, arity, value.span));
            } else {
                self.bad(value.span, "bad export");
            }
        }
    }

    /// `(from module (name arity)…)`, `(rename module ((name arity) new)…)`, `(prefix …)` is old.
    fn import(&mut self, value: &Form) {
        match value.as_list() {
            Some([kind, module, functions @ ..])
                if kind.as_symbol().is_some_and(|kind| *kind == *"from") =>
            {
                for function in functions {
                    match (module.as_symbol(), name_and_arity(function)) {
                        (Some(module), Some((name, arity))) => {
                            self.imports
                                .insert((name.clone(), arity), (module.clone(), name));
                        }
                        _ => self.bad(function.span, "bad import"),
                    }
                }
            }
            Some([kind, module, functions @ ..])
                if kind.as_symbol().is_some_and(|kind| *kind == *"rename") =>
            {
                for function in functions {
                    let parts = match function.as_list() {
                        Some([old, new]) => (name_and_arity(old), new.as_symbol()),
                        _ => (None, None),
                    };
                    match (module.as_symbol(), parts) {
                        (Some(module), (Some((name, arity)), Some(new))) => {
                            self.imports
                                .insert((new.clone(), arity), (module.clone(), name));
                        }
                        _ => self.bad(function.span, "bad import"),
                    }
                }
            }
            _ => self.bad(value.span, "bad import"),
        }
    }

    /// `(module short)`.
    fn alias(&mut self, value: &Form) {
        match value.as_list() {
            Some([module, short]) => match (module.as_symbol(), short.as_symbol()) {
                (Some(module), Some(short)) => {
                    self.aliases.insert(short.clone(), module.clone());
                }
                _ => self.bad(value.span, "bad module-alias"),
            },
            _ => self.bad(value.span, "bad module-alias"),
        }
    }

    /// The exports as they take effect: once each, and only what is defined.
    pub fn exports(&self, functions: &[Function]) -> Vec<(Symbol, usize)> {
        let defined: Vec<(Symbol, usize)> = functions
            .iter()
            .map(|function| (function.name.clone(), function.lambda.arity))
            .collect();
        if self.export_all {
            return defined;
        }
        let mut seen = BTreeSet::new();
        self.exported
            .iter()
            .map(|(name, arity, _)| (name.clone(), *arity))
            .filter(|export| self.functions.contains(export) && seen.insert(export.clone()))
            .collect()
    }

    /// Does the module define it?
    pub fn is_defined(&self, name: &Symbol, arity: usize) -> bool {
        self.functions.contains(&(name.clone(), arity))
    }

    pub fn import_of(&self, name: &Symbol, arity: usize) -> Option<&(Symbol, Symbol)> {
        self.imports.get(&(name.clone(), arity))
    }

    /// The dynamic variable that a symbol names.
    pub fn dynamic(&self, symbol: &Symbol) -> Option<DynamicName> {
        if self.dynamics.contains(symbol) {
            let (module, _) = self.module.as_ref()?;
            return Some((module.clone(), symbol.clone()));
        }
        let (module, name) = dynamic::qualified(symbol.as_str())?;
        Some((self.module_of(&Symbol::new(module)), Symbol::new(name)))
    }

    /// The module that a module's name in a call means.
    pub fn module_of(&self, name: &Symbol) -> Symbol {
        self.aliases.get(name).unwrap_or(name).clone()
    }
}

/// `(name arity)`.
fn name_and_arity(form: &Form) -> Option<(Symbol, usize)> {
    match form.as_list()? {
        [name, arity] => Some((name.as_symbol()?.clone(), count(arity)?)),
        _ => None,
    }
}

/// A number of arguments.
pub(super) fn count(form: &Form) -> Option<usize> {
    match &form.kind {
        Kind::Integer(value) if *value <= IBig::from(255) => usize::try_from(value).ok(),
        _ => None,
    }
}

/// Arity of a `lambda`, or of the first clause of a `match-lambda`.
pub(super) fn function_arity(function: &Form) -> Option<usize> {
    let forms = function.as_list()?;
    match forms.first()?.as_symbol()?.as_str() {
        "lambda" => Some(forms.get(1)?.as_list()?.len()),
        "match-lambda" => forms.get(1)?.as_list()?.first()?.list_length(),
        _ => None,
    }
}
