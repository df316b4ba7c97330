//! What is wrong with a module although it reads and expands: LFE's errors and warnings, each at the
//! form that is wrong.
//!
//! Works on expanded top-level forms: `define-module`, `define-function` and their like, with core
//! forms and calls inside. Changes nothing. Types and specs are not looked into.
//! [`lint_resolved`] then warns of what is right but odd, once core has been built.

mod aliases;
mod attributes;
mod bits;
mod calls;
mod control;
mod dynamic;
mod expressions;
mod functions;
mod guards;
mod module;
mod names;
mod patterns;
mod records;
mod resolved;
mod scope;
mod structs;
mod types;

pub use resolved::lint_resolved;

use crate::base::deep_stack;
use crate::base::diagnostic::{self, Diagnostic};
use crate::base::span::Span;
use crate::reader::form::{Form, Kind};
use scope::Scope;

/// Checks the expanded top-level forms of a file that holds one module. Diagnostics come in the
/// order of their places.
pub fn lint(forms: &[Form]) -> Vec<Diagnostic> {
    check(forms, false)
}

/// [`lint`] for a module of the library, which may define functions with names of core forms:
/// `gen_server:call`.
pub fn lint_library(forms: &[Form]) -> Vec<Diagnostic> {
    check(forms, true)
}

fn check(forms: &[Form], library: bool) -> Vec<Diagnostic> {
    deep_stack::run(|| {
        let mut linter = Linter {
            library,
            ..Linter::default()
        };
        linter.module(forms);
        diagnostic::in_order(linter.diagnostics)
    })
}

#[derive(Default)]
struct Linter {
    diagnostics: Vec<Diagnostic>,
    names: module::Names,
    types: types::Types,
    scope: Scope,
    /// Which function's body is being checked, as an index into the module's definitions.
    current: Option<usize>,
    depth: usize,
    too_deep: bool,
    /// Whether the module is one of the library.
    library: bool,
}

/// The parts of a list: its elements, and whether it ends with a dot and a tail.
fn parts(form: &Form) -> Option<(&[Form], bool)> {
    match &form.kind {
        Kind::List(items) => Some((items, true)),
        Kind::Improper(items, _) => Some((items, false)),
        _ => None,
    }
}

impl Linter {
    /// Reports an error; the answer takes a label and hints.
    fn error(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.report(Diagnostic::error(code, span, message))
    }

    fn warning(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.report(Diagnostic::warning(code, span, message))
    }

    fn report(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        let at = self.diagnostics.len();
        self.diagnostics.push(diagnostic);
        &mut self.diagnostics[at]
    }

    /// `bad NAME form`.
    fn bad_form(&mut self, span: Span, name: &str) -> &mut Diagnostic {
        self.error("bad-form", span, format!("bad {name} form"))
    }

    /// `bad body in NAME`.
    fn bad_body(&mut self, span: Span, name: &str) {
        self.error("bad-form", span, format!("bad body in {name}"))
            .label = "the body is not a proper list".to_string();
    }

    fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Looking for near names takes time: with very many errors it is left out.
    fn wants_hints(&self) -> bool {
        self.diagnostics.len() < 200
    }

    /// Runs `work` one level deeper, unless that is too deep.
    fn deeper(&mut self, span: Span, work: impl FnOnce(&mut Linter)) {
        if self.depth >= deep_stack::MAX_DEPTH {
            if !self.too_deep {
                self.too_deep = true;
                self.error("nesting", span, "nesting too deep");
            }
            return;
        }
        self.depth += 1;
        work(self);
        self.depth -= 1;
    }
}

#[cfg(test)]
mod table_tests;
