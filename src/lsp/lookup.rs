//! Which definition a name means.

use super::cursor::{self, Name};
use super::workspace::{Document, Found, Snapshot, Source};
use alate_compiler::documentation::core_forms::{self, CoreForm};
use alate_compiler::documentation::{Kind, Module};
use alate_compiler::session::Form;

/// What a name means.
pub enum Meaning {
    Entries(Vec<Found>),
    Module(Module, Option<Source>),
    Form(&'static CoreForm),
}

/// A name in a document, and the document's source.
pub struct Place {
    pub name: Name,
    pub source: Source,
}

/// The name at a byte of a document.
pub fn place(snapshot: &Snapshot, document: &Document, offset: usize) -> Option<Place> {
    let source = snapshot.parse(document);
    let name = cursor::name(&source.parsed.forms, document.text.as_str(), offset)?;
    let is_read = source
        .parsed
        .forms
        .iter()
        .any(|form| (form.span.start as usize..=form.span.end as usize).contains(&offset));
    if !is_read && cursor::is_in_text(document.text.as_str(), offset) {
        return None;
    }
    Some(Place { name, source })
}

/// What it means.
pub fn meaning(snapshot: &Snapshot, document: &Document, place: &Place) -> Option<Meaning> {
    let Place { name, source } = place;
    let asking = &document.path;
    if let (Some(module), function) = name.parts() {
        let known = snapshot.module(module, asking);
        // The module of the text itself may have no file of its name.
        let own = source.parsed.modules.iter().find(|own| own.name == module);
        let (module, from) = match own {
            Some(own) => (own.clone(), Some(source.clone())),
            None => known?,
        };
        let found = Snapshot::entries(&module, from.as_ref(), function, name.arity);
        return match found.is_empty() {
            true => Some(Meaning::Module(module, from)),
            false => Some(Meaning::Entries(found)),
        };
    }
    let own = module_at(source, name.span.start);
    let mut found = Vec::new();
    if let Some(own) = own {
        found = Snapshot::entries(own, Some(source), &name.text, name.arity);
    }
    // A variable may have the name of a function.
    if name.arity.is_none() {
        found.retain(|found| found.entry.kind != Kind::Function || name_is_free(place));
    }
    if !found.is_empty() {
        return Some(Meaning::Entries(found));
    }
    if let Some((module, function)) = imported(&source.parsed.forms, name)
        && let Some((module, from)) = snapshot.module(&module, asking)
    {
        let found = Snapshot::entries(&module, from.as_ref(), &function, name.arity);
        if !found.is_empty() {
            return Some(Meaning::Entries(found));
        }
    }
    if name.arity.is_some() {
        if let Some(form) = core_forms::find(&name.text) {
            return Some(Meaning::Form(form));
        }
        let erlang = crate::documentation::of_library(snapshot.workspace.library, "erlang")?;
        let found = erlang.find(&name.text, name.arity);
        if !found.is_empty() {
            return Some(Meaning::Entries(Snapshot::entries(
                &erlang, None, &name.text, name.arity,
            )));
        }
    }
    let (module, from) = snapshot.module(&name.text, asking)?;
    Some(Meaning::Module(module, from))
}

/// The module that a byte of a source belongs to.
pub fn module_at(source: &Source, offset: u32) -> Option<&Module> {
    let modules = &source.parsed.modules;
    let begun = modules
        .iter()
        .rev()
        .find(|module| module.span.start <= offset);
    begun.or_else(|| modules.first())
}

/// Whether a name that is no operator stands where only a definition's name does.
fn name_is_free(place: &Place) -> bool {
    let modules = place.source.parsed.modules.iter();
    let mut entries = modules.flat_map(|module| &module.entries);
    entries.any(|entry| entry.name_span == place.name.span)
        || !is_in_definition(&place.source.parsed.forms, &place.name)
}

fn is_in_definition(forms: &[Form], name: &Name) -> bool {
    let around = forms.iter().find(|form| form.span.contains(name.span));
    around.is_some_and(|form| form.head() != Some("defmodule"))
}

/// Module and name of a function that is imported under this name.
fn imported(forms: &[Form], name: &Name) -> Option<(String, String)> {
    let modules = forms.iter().filter(|form| form.head() == Some("defmodule"));
    let imports = modules.flat_map(|form| form.as_list().unwrap_or_default());
    let imports = imports.filter(|form| form.head() == Some("import"));
    for clause in imports.flat_map(|form| form.as_list().unwrap_or_default()) {
        let Some([kind, module, names @ ..]) = clause.as_list() else {
            continue;
        };
        let is_renaming = kind.as_symbol().is_some_and(|kind| *kind == *"rename");
        for one in names {
            let parts = one.as_list().unwrap_or_default();
            let (function, own) = match (is_renaming, parts) {
                (false, [function, _]) => (function, function),
                (true, [function, own]) => (function.as_list()?.first()?, own),
                _ => continue,
            };
            if own
                .as_symbol()
                .is_some_and(|own| *own == *name.text.as_str())
            {
                return Some((
                    module.as_symbol()?.to_string(),
                    function.as_symbol()?.to_string(),
                ));
            }
        }
    }
    None
}
