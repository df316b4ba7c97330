//! `(include-file "name")` and `(include-lib "application/path")`: the forms of another file in their
//! place. Names that end in `.hrl` are Erlang's headers.

use super::walk::Expander;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::span::{FileId, Span};
use crate::erlang_header::{self, Item};
use crate::macros::{Included, NotIncluded};
use crate::reader;
use crate::reader::form::{Form, Kind};

/// Files that include one another.
const MOST_DEPTH: usize = 64;

impl Expander<'_> {
    /// Expands what a file holds, as if it were written here.
    pub(super) fn include(&mut self, span: Span, forms: &[Form], expanded: &mut Vec<Form>) {
        let head = forms.first().and_then(Form::as_symbol);
        let is_library = head.is_some_and(|head| *head == *"include-lib");
        let (kind, what) = match is_library {
            true => ("include-lib", "include lib"),
            false => ("include-file", "include file"),
        };
        let [
            _,
            Form {
                kind: Kind::String(name),
                ..
            },
        ] = forms
        else {
            return self.bad_macro_call(span, kind, "shape: (include-file \"name\")");
        };
        let wanted = match is_library {
            true => Included::Library(name.clone()),
            false => Included::File(name.clone()),
        };
        let from = self.sources.files.get(span.file.0 as usize);
        let from = from.map_or(String::new(), |file| file.name.clone());
        let file = match self.evaluator.include(&wanted, &from) {
            Ok(file) => file,
            Err(why) => {
                let message = match why {
                    NotIncluded::Missing => format!("can't find {what} {name}"),
                    NotIncluded::Unreadable(why) => format!("can't read {what} {name}: {why}"),
                };
                self.report(Diagnostic::error("include", span, message));
                return;
            }
        };
        let is_open = file.name == from || self.env.including.contains(&file.name);
        if is_open || self.env.including.len() >= MOST_DEPTH {
            let message = format!("{what} {name} includes itself");
            self.report(Diagnostic::error("include", span, message));
            return;
        }
        let is_header = file.name.ends_with(".hrl");
        self.env.including.push(file.name.clone());
        let id = self.sources.add(file);
        match is_header {
            true => self.included_header(id, expanded),
            false => self.included_forms(id, expanded),
        }
        self.env.including.pop();
    }

    fn included_forms(&mut self, id: FileId, expanded: &mut Vec<Form>) {
        let (forms, diagnostics) = reader::read(id, &self.sources.get(id).text);
        let is_whole = |found: &Diagnostic| found.severity == Severity::Warning;
        let is_whole = diagnostics.iter().all(is_whole);
        for diagnostic in diagnostics {
            self.report(diagnostic);
        }
        if is_whole {
            self.note_functions(&forms);
            for form in forms {
                self.top_level(form, expanded);
            }
        }
    }

    /// A header of Erlang: what it holds as LFE's forms; what cannot be translated is a warning.
    fn included_header(&mut self, id: FileId, expanded: &mut Vec<Form>) {
        let (items, problems) = erlang_header::read(id, self.sources, self.evaluator);
        for problem in problems {
            self.report(Diagnostic::warning("header", problem.span, problem.message));
        }
        for item in items {
            match item {
                Item::Form(form) => self.top_level(form, expanded),
                Item::Define(definition) => self.macros.bind_template(definition),
                Item::Undefine(name) => {
                    self.macros.templates.remove(name.as_str());
                }
            }
        }
    }
}
