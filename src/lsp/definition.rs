//! Where a name is defined.

use super::cursor;
use super::lookup::{Meaning, meaning, place};
use super::workspace::{Document, Snapshot};
use alate_compiler::base::span::Span;
use alate_compiler::session::{Form, Kind};
use lsp_types::Location;

pub fn definition(snapshot: &Snapshot, document: &Document, offset: usize) -> Vec<Location> {
    let Some(place) = place(snapshot, document, offset) else {
        return Vec::new();
    };
    if let Some(binding) = binding(&place.source.parsed.forms, &place.name) {
        let location = place.source.parsed.location(binding, Some(&document.uri));
        return location.into_iter().collect();
    }
    match meaning(snapshot, document, &place) {
        Some(Meaning::Entries(found)) => {
            let places = found.iter().filter_map(|one| {
                let source = one.source.as_ref()?;
                source
                    .parsed
                    .location(one.entry.name_span, source.uri.as_ref())
            });
            let mut places: Vec<Location> = places.collect();
            places.dedup();
            places
        }
        Some(Meaning::Module(module, Some(source))) => {
            let place = source
                .parsed
                .location(module.name_span, source.uri.as_ref());
            place.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Where a variable is bound: the nearest form around it that binds its name before it.
fn binding(forms: &[Form], name: &cursor::Name) -> Option<Span> {
    if name.call.is_some() || name.arity.is_some() {
        return None;
    }
    let top = forms.iter().find(|form| form.span.contains(name.span))?;
    let mut around = vec![top];
    while let Some(inner) = around.last().and_then(|form| {
        let parts = form.as_list().unwrap_or_default().iter();
        parts
            .rev()
            .find(|part| part.span.contains(name.span) && part.as_list().is_some())
    }) {
        around.push(inner);
    }
    for form in around.iter().rev() {
        let mut patterns = Vec::new();
        binders(form, &mut patterns);
        let found = patterns
            .into_iter()
            .rev()
            .filter_map(|pattern| first(pattern, &name.text));
        let found = found
            .filter(|place| place.start <= name.span.start)
            .max_by_key(|place| place.start);
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The patterns of a form that binds variables, or that may be a clause.
fn binders<'a>(form: &'a Form, patterns: &mut Vec<&'a Form>) {
    let parts = form.as_list().unwrap_or_default();
    match form.head() {
        Some("let" | "let*") => {
            let bindings = parts.get(1).and_then(Form::as_list).unwrap_or_default();
            let bound = bindings
                .iter()
                .filter_map(|binding| binding.as_list()?.first());
            patterns.extend(bound);
        }
        Some("defun" | "lambda" | "defmacro" | "match-lambda") => {
            let arguments = parts
                .iter()
                .skip(1)
                .take(2)
                .filter(|part| part.as_list().is_some());
            let is_plain = |form: &&Form| {
                let names = form.as_list().unwrap_or_default();
                names.iter().all(|name| name.as_symbol().is_some())
            };
            patterns.extend(arguments.filter(is_plain));
        }
        Some("<-" | "<=" | "?=") => patterns.extend(parts.get(1)),
        Some("lc" | "bc" | "list-comp" | "binary-comp") => {
            let qualifiers = parts.get(1).and_then(Form::as_list).unwrap_or_default();
            let generators = qualifiers.iter().filter_map(|one| one.as_list()?.get(1));
            patterns.extend(generators);
        }
        // A clause begins with its pattern.
        _ => patterns.extend(parts.first().filter(|first| first.as_symbol().is_none())),
    }
}

/// The first place of a name in a pattern.
fn first(pattern: &Form, name: &str) -> Option<Span> {
    match &pattern.kind {
        Kind::Symbol(own) if *own == *name => Some(pattern.span),
        Kind::List(parts) if pattern.head() == Some("quote") && parts.len() == 2 => None,
        Kind::List(parts) | Kind::Tuple(parts) | Kind::Map(parts) | Kind::Struct(parts) => {
            parts.iter().find_map(|part| first(part, name))
        }
        Kind::Improper(parts, tail) => {
            let all = parts.iter().chain([&**tail]);
            all.into_iter().find_map(|part| first(part, name))
        }
        _ => None,
    }
}
