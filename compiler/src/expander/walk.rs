//! The walk over expressions: expands macro calls, then goes into what they became.

use super::env::Env;
use super::interactive::Outside;
use super::macros::Macros;
use super::several::Several;
use super::watched::Watched;
use crate::base::deep_stack::MAX_DEPTH;
use crate::base::diagnostic::Diagnostic;
use crate::base::span::{Sources, Span};
use crate::base::symbol::Symbol;
use crate::macros::Evaluator;
use crate::reader::form::{Form, Kind};

/// The state of an expansion.
pub struct Expander<'a> {
    pub(super) sources: &'a mut Sources,
    pub(super) env: Env,
    pub(super) macros: Macros,
    pub(super) several: Several,
    /// Functions that plain names may mean beyond those of the file.
    pub(super) outside: Option<Outside>,
    pub(super) evaluator: &'a dyn Evaluator,
    pub(super) watched: Watched,
    diagnostics: Vec<Diagnostic>,
    fresh: u32,
    depth: usize,
    too_deep_reported: bool,
}

impl<'a> Expander<'a> {
    pub fn new(sources: &'a mut Sources, evaluator: &'a dyn Evaluator) -> Expander<'a> {
        Expander {
            sources,
            env: Env::default(),
            macros: Macros::default(),
            several: Several::default(),
            outside: None,
            evaluator,
            watched: Watched::default(),
            diagnostics: Vec::new(),
            fresh: 0,
            depth: 0,
            too_deep_reported: false,
        }
    }

    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// A name that no reader can make from ordinary source, numbered in order of the file.
    pub(super) fn fresh(&mut self, stem: &str) -> Symbol {
        let number = self.fresh;
        self.fresh += 1;
        Symbol::new(&format!("{stem}$^{number}"))
    }

    /// Expands an expression.
    pub(super) fn expression(&mut self, form: Form) -> Form {
        let span = form.span;
        if self.is_too_deep(form.span, 1) {
            dismantle(form);
            return super::construct::quoted_symbol(span, "too-deep");
        }
        self.depth += 1;
        let is_watched = self.watched.begins(span);
        let expanded = self.expression_inner(form);
        if is_watched {
            self.watched.complete(std::slice::from_ref(&expanded));
        }
        self.depth -= 1;
        expanded
    }

    /// Would so many levels more be too deep? The reader lets source nest far less than the limit,
    /// but macros such as `let*` turn width into depth.
    pub(super) fn is_too_deep(&mut self, span: Span, levels: usize) -> bool {
        let is_too_deep = self.depth.saturating_add(levels) > MAX_DEPTH;
        if is_too_deep && !self.too_deep_reported {
            self.too_deep_reported = true;
            self.report(
                Diagnostic::error("too-deep", span, "expression is too deeply nested")
                    .label(format!("more than {MAX_DEPTH} levels after expansion")),
            );
        }
        is_too_deep
    }

    fn expression_inner(&mut self, mut form: Form) -> Form {
        self.begin_steps();
        loop {
            let span = form.span;
            let forms = match form.kind {
                Kind::List(forms) => forms,
                kind => return Form { span, kind },
            };
            let Some(name) = forms.first().and_then(Form::as_symbol).cloned() else {
                return Form::list(span, self.expressions(forms));
            };
            if Self::is_core_form(name.as_str()) {
                return self.core_form(span, name.as_str(), forms);
            }
            match self.macro_call(span, name.as_str(), forms) {
                Ok(expansion) => form = expansion,
                Err(forms) => return self.call_by_name(span, &name, forms),
            }
        }
    }

    pub(super) fn expressions(&mut self, forms: Vec<Form>) -> Vec<Form> {
        forms
            .into_iter()
            .map(|form| self.expression(form))
            .collect()
    }

    /// Expands all but the first form, which is an operator.
    pub(super) fn arguments(&mut self, forms: Vec<Form>) -> Vec<Form> {
        self.tail(forms, 1)
    }

    /// Expands the forms from an index on.
    pub(super) fn tail(&mut self, forms: Vec<Form>, from: usize) -> Vec<Form> {
        forms
            .into_iter()
            .enumerate()
            .map(|(index, form)| {
                if index < from {
                    form
                } else {
                    self.expression(form)
                }
            })
            .collect()
    }

    /// Reports a use of a macro that its expansion cannot make sense of, as LFE words it.
    pub(super) fn bad_macro_call(&mut self, span: Span, name: &str, label: &str) {
        self.report(
            Diagnostic::error(
                "bad-macro-call",
                span,
                format!("error expanding ({name} ...)"),
            )
            .label(label),
        );
    }

    /// What module `scm` of the library does, where there is none; expansion goes on with a constant.
    pub(super) fn without_scheme(&mut self, span: Span, name: &str) -> Form {
        self.bad_macro_call(span, name, "the library's module scm is not here");
        super::construct::quoted_symbol(span, name)
    }
}

/// Drops a form without recursion.
fn dismantle(form: Form) {
    let mut work = vec![form];
    while let Some(form) = work.pop() {
        match form.kind {
            Kind::List(forms) | Kind::Tuple(forms) | Kind::Map(forms) | Kind::Struct(forms) => {
                work.extend(forms);
            }
            Kind::Improper(forms, tail) => {
                work.extend(forms);
                work.push(*tail);
            }
            _ => {}
        }
    }
}
