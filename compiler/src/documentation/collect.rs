//! From forms to entries.

use super::signatures::{call_text, documentation, macro_call_text, text_of};
use super::{Entry, Kind, Module, Origin};
use crate::base::span::{FileId, SourceFile, Sources, Span};
use crate::expander::{function_arity, function_of};
use crate::macros::{EXPAND_EXPORTED, GENERATED, Included};
use crate::reader;
use crate::reader::form::{Form, Kind as Datum};
use crate::reader::print;
use std::collections::BTreeSet;

/// Clauses that are shown of one function.
const MOST_SIGNATURES: usize = 12;

/// Files that include one another.
const MOST_DEPTH: usize = 16;

/// Columns of a signature.
const WIDTH: usize = 76;

/// Finds the text of a file that another, of this name, includes.
pub type Include<'a> = dyn FnMut(&Included, &str) -> Option<SourceFile> + 'a;

/// What a file says, without expanding anything. Files that are included join the sources.
pub fn read(sources: &mut Sources, file: FileId, include: &mut Include) -> Vec<Module> {
    let (forms, _) = reader::read(file, &sources.get(file).text);
    collect(&forms, &[], sources, include)
}

/// What forms say, and the forms of each module that they expand to.
pub fn collect(
    forms: &[Form],
    expanded: &[Vec<Form>],
    sources: &mut Sources,
    include: &mut Include,
) -> Vec<Module> {
    let mut collector = Collector {
        sources,
        include,
        depth: 0,
        modules: vec![Building::default()],
    };
    collector.forms(forms);
    let mut modules = collector.modules;
    for forms in expanded {
        let name = forms.iter().find_map(module_name).unwrap_or_default();
        if let Some(module) = modules.iter_mut().rev().find(|one| one.module.name == name) {
            forms.iter().for_each(|form| module.expanded(form));
        }
    }
    modules.into_iter().map(Building::finish).collect()
}

/// A module whose forms are being looked at.
#[derive(Default, Clone)]
struct Building {
    module: Module,
    exports: BTreeSet<(String, usize)>,
    exports_all: bool,
    exported_macros: BTreeSet<String>,
    specifications: Vec<(String, usize, String)>,
}

struct Collector<'a, 'i> {
    sources: &'a mut Sources,
    include: &'a mut Include<'i>,
    depth: usize,
    /// The last one is the one that forms belong to. What stands before the first belongs to all.
    modules: Vec<Building>,
}

impl Collector<'_, '_> {
    fn forms(&mut self, forms: &[Form]) {
        forms.iter().for_each(|form| self.form(form));
    }

    fn form(&mut self, form: &Form) {
        let Some(parts) = form.as_list() else {
            return;
        };
        match form.head().unwrap_or_default() {
            "progn" | "eval-when-compile" => self.forms(&parts[1..]),
            "include-file" | "include-lib" => self.included(form, parts),
            "defmodule" | "define-module" => self.begin(form, parts),
            _ => {
                if let Some(module) = self.modules.last_mut() {
                    module.written(form, parts);
                }
            }
        }
    }

    /// A module begins; the first takes the place of the one that had no name.
    fn begin(&mut self, form: &Form, parts: &[Form]) {
        let Some(name) = parts.get(1) else {
            return;
        };
        if self.modules.len() > 1 || !self.modules[0].module.name.is_empty() {
            let shared = self.modules[0].clone();
            let mut next = Building::default();
            let is_before = |entry: &Entry| entry.span.end <= shared.module.span.start;
            let before = shared.module.entries.into_iter().filter(is_before);
            next.module.entries.extend(before);
            self.modules.push(next);
        }
        let Some(current) = self.modules.last_mut() else {
            return;
        };
        current.module.name = name_text(name).unwrap_or_default();
        current.module.span = form.span;
        current.module.name_span = name.span;
        current.attributes(&parts[2..]);
    }

    fn included(&mut self, form: &Form, parts: &[Form]) {
        let [head, name] = parts else {
            return;
        };
        let Datum::String(name) = &name.kind else {
            return;
        };
        let wanted = match head.as_symbol().is_some_and(|head| *head == *"include-lib") {
            true => Included::Library(name.clone()),
            false => Included::File(name.clone()),
        };
        let from = self.sources.files.get(form.span.file.0 as usize);
        let from = from.map_or(String::new(), |file| file.name.clone());
        if self.depth >= MOST_DEPTH {
            return;
        }
        let Some(file) = (self.include)(&wanted, &from) else {
            return;
        };
        if file.name.ends_with(".hrl") {
            return;
        }
        let known = self.sources.files.iter();
        let known = known.enumerate().find(|(_, known)| known.name == file.name);
        let id = match known {
            Some((index, _)) => FileId(index as u32),
            None => self.sources.add(file),
        };
        let (forms, _) = reader::read(id, &self.sources.get(id).text);
        self.depth += 1;
        self.forms(&forms);
        self.depth -= 1;
    }
}

impl Building {
    fn add(&mut self, kind: Kind, form: &Form, name: &Form) -> Option<&mut Entry> {
        let entry = Entry {
            kind,
            name: name_text(name)?,
            arity: None,
            is_exported: false,
            signatures: Vec::new(),
            specifications: Vec::new(),
            text: None,
            fields: Vec::new(),
            origin: Origin::Written,
            span: form.span,
            name_span: name.span,
        };
        self.module.entries.push(entry);
        self.module.entries.last_mut()
    }

    /// A top-level form as it was written.
    fn written(&mut self, form: &Form, parts: &[Form]) -> Option<()> {
        match form.head()? {
            "defun" => {
                let name = parts.get(1)?;
                let (metadata, function) = function_of(form.span, parts.get(2..)?.to_vec())?;
                self.function(form, name, &metadata, &function);
            }
            "define-function" => {
                let [_, name, metadata, function] = parts else {
                    return None;
                };
                self.function(form, name, metadata.as_list().unwrap_or_default(), function);
            }
            "defmacro" | "define-macro" => self.macro_definition(form, parts)?,
            "defsyntax" => {
                let entry = self.add(Kind::Macro, form, parts.get(1)?)?;
                let name = entry.name.clone();
                for rule in parts.get(2..)?.iter().take(MOST_SIGNATURES) {
                    let pattern = rule.as_list().and_then(<[Form]>::first);
                    let arguments = pattern.and_then(Form::as_list).unwrap_or_default();
                    entry.signatures.push(call_text(&name, arguments, None));
                }
            }
            "defrecord" => self.record(form, parts.get(1)?, parts.get(2..)?),
            "define-record" => self.record(form, parts.get(1)?, parts.get(2)?.as_list()?),
            "defstruct" | "define-struct" => {
                let name = Form::symbol(form.span, &self.module.name);
                let entry = self.add(Kind::Struct, form, &name)?;
                entry.name_span = parts.first()?.span;
                entry.signatures.push(print::pretty(form, WIDTH));
                entry.fields = parts[1..].iter().filter_map(field).collect();
            }
            "defvar" | "defparameter" => {
                let text = parts.get(3).and_then(text_of);
                self.variable(form, parts.get(1)?, parts.get(2), text);
            }
            "define-variable" | "define-parameter" => {
                let text = documentation(parts.get(2)?.as_list()?);
                self.variable(form, parts.get(1)?, parts.get(3), text);
            }
            "deftype" | "defopaque" | "define-type" | "define-opaque-type" => {
                let (name, arity) = match parts.get(1)?.as_list() {
                    Some([name, arguments @ ..]) => (name, arguments.len()),
                    _ => (parts.get(1)?, 0),
                };
                let entry = self.add(Kind::Type, form, name)?;
                entry.arity = Some(arity);
                entry.signatures.push(print::pretty(form, WIDTH));
            }
            "defspec" | "define-function-spec" => self.specification(form, &parts[1..])?,
            "extend-module" => self.attributes(&parts[1..]),
            _ => {}
        }
        Some(())
    }

    /// A top-level form that others have become: what is not known yet was made by macros.
    fn expanded(&mut self, form: &Form) {
        let Some(parts) = form.as_list() else {
            return;
        };
        let head = form.head().unwrap_or_default();
        if let "define-module" | "extend-module" = head {
            let from = if head == "define-module" { 2 } else { 1 };
            return self.attributes(parts.get(from..).unwrap_or_default());
        }
        let first = self.module.entries.len();
        self.written(form, parts);
        let Some(new) = self.module.entries.get_mut(first) else {
            return;
        };
        new.origin = Origin::Expanded;
        // The name was not written where the definition seems to be.
        if new.name_span == Span::default() {
            new.name_span = new.span;
        }
        let (kind, name, arity) = (new.kind, new.name.clone(), new.arity);
        let is_own =
            |entry: &Entry| entry.kind == kind && entry.name == name && entry.arity == arity;
        let is_known = self.module.entries[..first].iter().any(is_own);
        let is_internal = name == EXPAND_EXPORTED || name == "__struct__";
        if is_known || is_internal {
            self.module.entries.truncate(first);
        }
    }

    fn function(&mut self, form: &Form, name: &Form, metadata: &[Form], function: &Form) {
        if metadata.iter().any(|entry| entry.head() == Some(GENERATED)) {
            return;
        }
        let arity = function_arity(function);
        let Some(entry) = self.add(Kind::Function, form, name) else {
            return;
        };
        entry.arity = arity;
        entry.text = documentation(metadata);
        let own = entry.name.clone();
        let parts = function.as_list().unwrap_or_default();
        match function.head() {
            Some("lambda") => {
                let arguments = parts.get(1).and_then(Form::as_list).unwrap_or_default();
                entry.signatures.push(call_text(&own, arguments, None));
            }
            _ => {
                for clause in parts.iter().skip(1) {
                    let [patterns, rest @ ..] = clause.as_list().unwrap_or_default() else {
                        continue;
                    };
                    let guard = rest.first().filter(|form| form.head() == Some("when"));
                    let patterns = patterns.as_list().unwrap_or_default();
                    entry.add_signature(call_text(&own, patterns, guard));
                }
            }
        }
        for form in metadata.iter().filter(|form| form.head() == Some("spec")) {
            entry.specifications.push(print::pretty(form, WIDTH));
        }
    }

    fn macro_definition(&mut self, form: &Form, parts: &[Form]) -> Option<()> {
        let entry = self.add(Kind::Macro, form, parts.get(1)?)?;
        let name = entry.name.clone();
        let mut rest = parts.get(2..)?;
        if form.head() == Some("define-macro") {
            entry.text = documentation(rest.first()?.as_list().unwrap_or_default());
            let clauses = rest.get(1)?.as_list()?;
            for clause in clauses.iter().skip(1) {
                let patterns = clause.as_list()?.first()?.as_list()?;
                entry.add_signature(macro_call_text(&name, patterns.first()?));
            }
            return Some(());
        }
        let is_arguments = |form: &Form| match &form.kind {
            Datum::Symbol(_) => true,
            Datum::List(names) => names.iter().all(|name| name.as_symbol().is_some()),
            _ => false,
        };
        if rest.len() >= 2 && is_arguments(&rest[0]) {
            entry.add_signature(match rest[0].as_list() {
                Some(arguments) => call_text(&name, arguments, None),
                None => macro_call_text(&name, &rest[0]),
            });
            // Alone it is the expansion.
            entry.text = rest.get(1).filter(|_| rest.len() > 2).and_then(text_of);
            return Some(());
        }
        while rest.len() > 1
            && let Some(text) = text_of(&rest[0])
        {
            entry.text = Some(text);
            rest = &rest[1..];
        }
        for clause in rest {
            entry.add_signature(macro_call_text(&name, clause.as_list()?.first()?));
        }
        Some(())
    }

    fn record(&mut self, form: &Form, name: &Form, fields: &[Form]) {
        let Some(entry) = self.add(Kind::Record, form, name) else {
            return;
        };
        entry.signatures.push(print::pretty(form, WIDTH));
        entry.fields = fields.iter().filter_map(field).collect();
    }

    fn variable(&mut self, form: &Form, name: &Form, value: Option<&Form>, text: Option<String>) {
        let Some(entry) = self.add(Kind::Variable, form, name) else {
            return;
        };
        // Other modules may always name it.
        entry.is_exported = true;
        entry.text = text;
        let shown = value.map_or(String::new(), |value| {
            format!(" {}", print::shortened(value, 60))
        });
        let head = form.head().unwrap_or("defvar");
        entry
            .signatures
            .push(format!("({head} {}{shown})", entry.name));
    }

    /// `(f 1) clause…`, `f clause…`.
    fn specification(&mut self, form: &Form, parts: &[Form]) -> Option<()> {
        let (name, arity) = match parts.first()?.as_list() {
            Some([name, arity]) => (name_text(name)?, count(arity)?),
            _ => {
                let first = parts.get(1)?.as_list()?.first()?.as_list()?;
                (name_text(parts.first()?)?, first.len())
            }
        };
        let text = print::pretty(form, WIDTH);
        // The expanded one is the same in other words.
        let is_known = |(own, size, _): &(String, usize, String)| *own == name && *size == arity;
        if !self.specifications.iter().any(is_known) {
            self.specifications.push((name, arity, text));
        }
        Some(())
    }

    /// What stands in a form that begins or extends a module: attributes, or lists of them.
    fn attributes(&mut self, attributes: &[Form]) {
        for (index, form) in attributes.iter().enumerate() {
            if index == 0
                && let Some(text) = text_of(form)
            {
                self.module.text = Some(text);
                continue;
            }
            let Some([first, rest @ ..]) = form.as_list() else {
                continue;
            };
            match first.as_symbol().map(|head| head.as_str()) {
                None => self.attributes_of_list(form),
                Some("doc") => self.module.text = rest.first().and_then(text_of),
                Some("export") => rest.iter().for_each(|export| self.export(export)),
                Some("export-macro") => {
                    let names = rest.iter().filter_map(name_text);
                    self.exported_macros.extend(names);
                }
                Some("spec") => {
                    for one in rest {
                        let _ = self.specification(one, one.as_list().unwrap_or_default());
                    }
                }
                _ => {}
            }
        }
    }

    fn attributes_of_list(&mut self, form: &Form) {
        let parts = form.as_list().unwrap_or_default();
        if parts.iter().all(|part| part.as_list().is_some()) {
            self.attributes(parts);
        }
    }

    fn export(&mut self, form: &Form) {
        match form.as_list() {
            Some([name, arity]) => {
                if let (Some(name), Some(arity)) = (name_text(name), count(arity)) {
                    self.exports.insert((name, arity));
                }
            }
            _ => self.exports_all |= form.as_symbol().is_some_and(|name| *name == *"all"),
        }
    }

    fn finish(self) -> Module {
        let mut module = self.module;
        for entry in &mut module.entries {
            let key = (entry.name.clone(), entry.arity.unwrap_or_default());
            match entry.kind {
                Kind::Function => {
                    entry.is_exported = self.exports_all || self.exports.contains(&key);
                    let own = self.specifications.iter();
                    let own = own.filter(|(name, arity, _)| *name == key.0 && *arity == key.1);
                    entry
                        .specifications
                        .extend(own.map(|(_, _, text)| text.clone()));
                }
                Kind::Macro => entry.is_exported = self.exported_macros.contains(&entry.name),
                _ => {}
            }
        }
        module
    }
}

impl Entry {
    fn add_signature(&mut self, text: String) {
        if self.signatures.len() < MOST_SIGNATURES {
            if !self.signatures.contains(&text) {
                self.signatures.push(text);
            }
        } else if self.signatures.last().is_some_and(|last| last != "…") {
            self.signatures.push("…".to_owned());
        }
    }
}

fn module_name(form: &Form) -> Option<String> {
    match form.head()? {
        "define-module" => name_text(form.as_list()?.get(1)?),
        _ => None,
    }
}

fn name_text(form: &Form) -> Option<String> {
    form.as_symbol().map(|name| name.to_string())
}

fn count(form: &Form) -> Option<usize> {
    match &form.kind {
        Datum::Integer(value) => usize::try_from(value).ok(),
        _ => None,
    }
}

/// The name of a field: `name`, `(name …)`.
fn field(form: &Form) -> Option<String> {
    name_text(form.as_list().map_or(Some(form), <[Form]>::first)?)
}
