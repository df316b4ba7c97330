//! The module as a whole: its definition, exports and imports, and which functions it has.

use super::functions::defined_arity;
use super::names;
use super::records::Record;
use super::{Linter, parts};
use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::base::structs::STRUCT;
use crate::base::suggest;
use crate::base::symbol::Symbol;
use crate::macros::GENERATED;
use crate::reader::form::{Form, Kind};
use crate::reader::print;
use std::collections::{BTreeMap, BTreeSet};

/// A function's name and arity.
pub type Function = (Symbol, usize);

/// What the module's top level defines.
#[derive(Default)]
pub struct Names {
    /// Place of the name, and index of the definition.
    pub functions: BTreeMap<Function, (Span, usize)>,
    /// Where from, and the place.
    pub imports: BTreeMap<Function, (Symbol, Span)>,
    pub exports: BTreeMap<Function, Span>,
    pub exports_all: bool,
    pub on_load: Option<Function>,
    aliases: BTreeMap<Symbol, Span>,
    pub records: BTreeMap<Symbol, Record>,
    /// The fields of the module's struct.
    pub own_struct: Option<Vec<Symbol>>,
    /// The module's own name.
    pub module: Option<Symbol>,
    /// The dynamic variables that it defines.
    pub dynamics: BTreeMap<Symbol, Span>,
    /// Which functions of the module each definition uses, and last the values of variables.
    pub uses: Vec<BTreeSet<Function>>,
}

/// `f/2`, as LFE writes it.
pub fn describe(function: &Function) -> String {
    format!("{}/{}", print::symbol_text(&function.0), function.1)
}

/// The name and arity of `(name arity)`.
pub fn name_and_arity(form: &Form) -> Option<Function> {
    match form.as_list()? {
        [name, arity] => Some((name.as_symbol()?.clone(), as_arity(arity)?)),
        _ => None,
    }
}

pub fn as_arity(form: &Form) -> Option<usize> {
    match &form.kind {
        Kind::Integer(value) => usize::try_from(value.clone()).ok(),
        _ => None,
    }
}

impl Linter {
    pub fn module(&mut self, forms: &[Form]) {
        let mut definitions = Vec::new();
        let mut initial_values = Vec::new();
        let (mut records, mut types, mut withdrawn) = (Vec::new(), Vec::new(), Vec::new());
        let mut pending: Vec<&Form> = forms.iter().rev().collect();
        let mut defined = false;
        while let Some(form) = pending.pop() {
            let Some((items, _)) = parts(form) else {
                self.unknown_form(form);
                continue;
            };
            match (form.head(), items) {
                (Some("progn"), [_, rest @ ..]) => pending.extend(rest.iter().rev()),
                (Some("define-module"), [_, name, rest @ ..]) => {
                    defined = true;
                    self.names.module = name.as_symbol().cloned();
                    if name.as_symbol().is_none() {
                        let message = "bad name in module definition";
                        self.error("bad-module", name.span, message).label =
                            "a module's name is a symbol".to_string();
                    }
                    withdrawn.extend(self.module_parts(form, rest));
                    types.extend(types_in_metadata(rest));
                }
                (Some("extend-module"), [_, rest @ ..]) => {
                    withdrawn.extend(self.module_parts(form, rest));
                    types.extend(types_in_metadata(rest));
                }
                (Some("define-function"), [_, name, metadata, lambda]) => {
                    self.metadata_of_function(form, name, metadata);
                    definitions.extend(self.definition(form, name, lambda));
                }
                (Some("define-variable" | "define-parameter"), _) => {
                    initial_values.extend(self.variable_definition(form));
                }
                (Some("define-record"), [_, _, _]) => records.push(form),
                (Some("define-struct"), [_, _]) => self.struct_definition(form),
                (Some("define-type" | "define-opaque-type" | "define-function-spec"), _) => {
                    types.push(form);
                }
                (Some("define-macro" | "eval-when-compile"), _) => {}
                _ => self.unknown_form(form),
            }
        }
        if !defined && let Some(first) = forms.first() {
            let start = Span {
                end: first.span.start,
                ..first.span
            };
            self.error("no-module", start, "no module definition")
                .hints
                .push(
                    "begin the file with `(defmodule NAME (export (FUNCTION ARITY)))`".to_string(),
                );
        }
        self.check_exports();
        for attribute in withdrawn {
            self.withdrawn(attribute);
        }
        self.check_initialiser();
        self.names.uses = vec![BTreeSet::new(); definitions.len() + 1];
        self.current = Some(definitions.len());
        self.record_definitions(&records);
        for (index, definition) in definitions.iter().enumerate() {
            self.current = Some(index);
            self.any_lambda(definition);
        }
        self.current = Some(definitions.len());
        for value in initial_values {
            self.expression(value);
        }
        self.current = None;
        for form in &records {
            self.records_in_fields(form);
        }
        for form in &types {
            self.records_in_type(form);
        }
        self.types(&types, &records);
        self.unused_functions();
        self.unused_records();
    }

    fn metadata_of_function(&mut self, form: &Form, name: &Form, metadata: &Form) {
        match metadata.as_list() {
            None => {
                self.error("bad-definition", form.span, "bad define-function form");
            }
            Some(entries) => {
                for entry in entries.iter().filter(|entry| parts(entry).is_none()) {
                    let name = print::unabbreviated(name);
                    let message = format!("bad {name} metadata definition");
                    self.error("bad-definition", entry.span, message);
                }
            }
        }
    }

    fn unknown_form(&mut self, form: &Form) {
        let error = self.error("unknown-form", form.span, "unknown form");
        error.label = "this is no definition".to_string();
        let definers = [
            "defun",
            "defmodule",
            "defmacro",
            "defrecord",
            "defstruct",
            "defvar",
            "defparameter",
        ];
        if let Some(near) = form
            .head()
            .and_then(|head| suggest::nearest(head, definers))
        {
            error.hints.push(suggest::did_you_mean(near));
        }
    }

    fn definition<'f>(&mut self, form: &Form, name: &Form, lambda: &'f Form) -> Option<&'f Form> {
        let bad = format!("bad definition of function {}", print::unabbreviated(name));
        let Some(symbol) = name.as_symbol() else {
            self.error("bad-definition", name.span, bad).label =
                "a function's name is a symbol".to_string();
            return None;
        };
        let Some(arity) = defined_arity(lambda) else {
            self.error("bad-definition", form.span, bad)
                .hints
                .push("write `(defun f (a b) …)` or `(defun f ((pattern …) …) …)`".to_string());
            return None;
        };
        let function = (symbol.clone(), arity);
        let described = describe(&function);
        let index = self.names.functions.len();
        if names::is_core_form(symbol.as_str()) && !self.library {
            let message = format!("redefining core form {}", print::symbol_text(symbol));
            self.error("redefining-core-form", name.span, message);
            return None;
        }
        if names::is_core_function(symbol.as_str(), arity) {
            let message = format!("redefining core function {described}");
            self.warning("redefining-core-function", name.span, message)
                .label = "calls of this name never reach this function".to_string();
        }
        let is_everywhere = names::is_predefined(symbol.as_str(), arity)
            || (symbol.as_str() == STRUCT && arity < 2);
        if is_everywhere && !is_generated(form) {
            let message = format!("function {described} already defined");
            self.error("function-redefined", name.span, message).label =
                "every module has this function".to_string();
            return None;
        }
        if let Some((_, place)) = self.names.imports.get(&function).cloned() {
            let message = format!("defining imported function {described}");
            let error = self.error("defining-imported", name.span, message);
            error.secondary.push((place, "imported here".to_string()));
        }
        if let Some((place, _)) = self.names.functions.get(&function).copied() {
            let message = format!("function {described} already defined");
            let error = self.error("function-redefined", name.span, message);
            error
                .secondary
                .push((place, "first defined here".to_string()));
            // Its body is checked all the same, as part of the first one.
            self.any_lambda(lambda);
            return None;
        }
        self.names.functions.insert(function, (name.span, index));
        Some(lambda)
    }

    /// Meta data and attributes of `define-module` and `extend-module`. The answer is what can be
    /// checked when all functions are known: attributes `deprecated` and `removed`.
    fn module_parts<'f>(&mut self, form: &Form, rest: &'f [Form]) -> Vec<&'f Form> {
        let [meta, attributes, ..] = rest else {
            return Vec::new();
        };
        let mut withdrawn = Vec::new();
        for entry in meta.as_list().unwrap_or(&[]) {
            let Some((items, proper)) = parts(entry).filter(|_| is_metadata(entry)) else {
                self.error("bad-meta", entry.span, "bad meta in module definition");
                continue;
            };
            // Those that are well-formed have become definitions.
            if entry.head() == Some("record") {
                self.error(
                    "bad-attribute",
                    entry.span,
                    "bad record metadata definition",
                )
                .label = "a record is `(record (NAME (FIELD …)))`".to_string();
            }
            if entry.head() == Some("doc") {
                let text = |form: &Form| {
                    matches!(form.kind, Kind::String(_) | Kind::Binary(..))
                        || form.as_list().is_some_and(<[Form]>::is_empty)
                        || matches!(
                            form.as_symbol().map(Symbol::as_str),
                            Some("false" | "hidden")
                        )
                };
                if !proper || !items[1..].iter().all(text) {
                    self.error("bad-attribute", entry.span, "bad doc metadata definition");
                }
            }
        }
        for attribute in attributes.as_list().unwrap_or(&[]) {
            let Some((items, proper)) = parts(attribute) else {
                let message = "bad attribute form in module definition";
                self.error("bad-attribute", attribute.span, message).label =
                    "an attribute is `(NAME VALUE …)`".to_string();
                continue;
            };
            let values = items.get(1..).unwrap_or(&[]);
            match attribute
                .head()
                .or_else(|| items.first()?.as_symbol().map(Symbol::as_str))
            {
                Some("export") => self.exports(attribute, values, proper),
                Some("import") => self.imports(attribute, values, proper),
                Some("module-alias") => self.module_aliases(attribute, values, proper),
                Some("export-type") => self.type_exports(attribute, values, proper),
                Some("on_load") => self.on_load(attribute, values, proper),
                Some("deprecated" | "removed") if proper => withdrawn.push(attribute),
                Some(_) if proper => {}
                _ => {
                    let name = items.first().unwrap_or(attribute);
                    let message = format!("bad {} attribute", print::unabbreviated(name));
                    let span = if attribute.span == Span::default() {
                        form.span
                    } else {
                        attribute.span
                    };
                    self.error("bad-attribute", span, message);
                }
            }
        }
        withdrawn
    }

    fn exports(&mut self, attribute: &Form, values: &[Form], proper: bool) {
        let message = "bad export in module definition";
        if !proper {
            self.error("bad-export", attribute.span, message);
            return;
        }
        for value in values {
            if let Some(function) = name_and_arity(value) {
                self.names.exports.entry(function).or_insert(value.span);
            } else if value.as_symbol().is_some_and(|name| name.as_str() == "all") {
                self.names.exports_all = true;
            } else {
                let error = self.error("bad-export", value.span, message);
                error.label = "an export is `(NAME ARITY)`, or `all`".to_string();
            }
        }
    }

    fn imports(&mut self, attribute: &Form, values: &[Form], proper: bool) {
        if !proper {
            self.error(
                "bad-import",
                attribute.span,
                "bad import in module definition",
            );
            return;
        }
        for value in values {
            let parts = value.as_list().unwrap_or(&[]);
            let (kind, module, entries) = match parts {
                [kind, module, entries @ ..] if module.as_symbol().is_some() => (
                    kind.as_symbol().map(Symbol::as_str),
                    module.as_symbol(),
                    entries,
                ),
                _ => (None, None, parts),
            };
            let (Some(kind @ ("from" | "rename")), Some(module)) = (kind, module) else {
                self.error("bad-import", value.span, "bad import in module definition")
                    .label = "an import is `(from MODULE (NAME ARITY) …)` or \
                              `(rename MODULE ((NAME ARITY) NEW-NAME) …)`"
                    .to_string();
                continue;
            };
            for entry in entries {
                let function = if kind == "from" {
                    name_and_arity(entry)
                } else {
                    match entry.as_list() {
                        Some([old, new]) => name_and_arity(old)
                            .zip(new.as_symbol())
                            .map(|((_, arity), new)| (new.clone(), arity)),
                        _ => None,
                    }
                };
                match function {
                    Some(function) => self.import(module, function, entry.span),
                    None => {
                        let message = format!("bad import {kind} in module definition");
                        self.error("bad-import", entry.span, message);
                    }
                }
            }
        }
    }

    fn import(&mut self, module: &Symbol, function: Function, span: Span) {
        match self.names.imports.get(&function) {
            Some((earlier, place)) if earlier != module => {
                let message = format!(
                    "importing {} from {}, already imported from {}",
                    describe(&function),
                    print::symbol_text(module),
                    print::symbol_text(earlier)
                );
                let place = *place;
                let error = self.error("imported-twice", span, message);
                error.secondary.push((place, "imported here".to_string()));
            }
            _ => {
                let module = module.clone();
                self.names.imports.insert(function, (module, span));
            }
        }
    }

    fn module_aliases(&mut self, attribute: &Form, values: &[Form], proper: bool) {
        let message = "bad module-alias in module definition";
        if !proper {
            self.error("bad-alias", attribute.span, message);
        }
        for value in values {
            let names = value.as_list().unwrap_or(&[]);
            match names {
                [module, alias] if module.as_symbol().is_some() && alias.as_symbol().is_some() => {
                    let Some(name) = alias.as_symbol() else {
                        continue;
                    };
                    if let Some(place) = self.names.aliases.insert(name.clone(), alias.span) {
                        let message =
                            format!("redefining {} module alias", print::symbol_text(name));
                        let error = self.error("alias-redefined", alias.span, message);
                        error
                            .secondary
                            .push((place, "first defined here".to_string()));
                    }
                }
                _ => {
                    self.error("bad-alias", value.span, message).label =
                        "a module alias is `(MODULE ALIAS)`".to_string();
                }
            }
        }
    }

    fn check_exports(&mut self) {
        let missing: Vec<(Function, Span)> = self
            .names
            .exports
            .iter()
            .filter(|(function, _)| {
                !self.names.functions.contains_key(*function)
                    && !names::is_predefined(function.0.as_str(), function.1)
            })
            .map(|(function, span)| (function.clone(), *span))
            .collect();
        for (function, span) in missing {
            let described = describe(&function);
            let (code, message) = if self.names.on_load.as_ref() == Some(&function) {
                (
                    "bad-on-load",
                    format!("on_load function {described} undefined"),
                )
            } else {
                (
                    "undefined-function",
                    format!("function {described} undefined"),
                )
            };
            let mut error = Diagnostic::error(code, span, message)
                .label("exported, but not defined in this module");
            error.hints.extend(self.hint_for_function(&function, false));
            self.report(error);
        }
    }

    /// Functions that no exported one reaches.
    fn unused_functions(&mut self) {
        // A function whose call or export has a mistake in it would seem unused.
        if self.names.exports_all || self.has_errors() {
            return;
        }
        let mut reached: BTreeSet<&Function> = BTreeSet::new();
        let mut pending: Vec<&Function> = self.names.exports.keys().collect();
        pending.extend(self.names.uses.last().into_iter().flatten());
        while let Some(function) = pending.pop() {
            if let Some((_, index)) = self.names.functions.get(function)
                && reached.insert(function)
            {
                pending.extend(self.names.uses.get(*index).into_iter().flatten());
            }
        }
        let unused: Vec<(String, Span)> = self
            .names
            .functions
            .iter()
            .filter(|(function, _)| !reached.contains(function))
            .map(|(function, (span, _))| (describe(function), *span))
            .collect();
        for (described, span) in unused {
            let message = format!("function {described} is unused");
            self.warning("unused-function", span, message).label =
                "neither exported nor called from an exported function".to_string();
        }
    }
}

/// Whether an entry of a module's metadata is of a kind there is.
fn is_metadata(entry: &Form) -> bool {
    matches!(
        entry.head(),
        Some("doc" | "type" | "opaque" | "spec" | "record" | GENERATED)
    )
}

/// The entries of a module's metadata that hold types.
fn types_in_metadata(rest: &[Form]) -> impl Iterator<Item = &Form> {
    let entries = rest.first().and_then(Form::as_list).unwrap_or_default();
    let of_types = |entry: &&Form| matches!(entry.head(), Some("type" | "opaque" | "spec"));
    entries.iter().filter(of_types)
}

/// Whether the expander has made the definition.
fn is_generated(definition: &Form) -> bool {
    let metadata = definition
        .as_list()
        .and_then(|parts| parts.get(2)?.as_list());
    metadata.is_some_and(|entries| entries.iter().any(|entry| entry.head() == Some(GENERATED)))
}
