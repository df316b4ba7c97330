//! Expanded forms to core: the module as a whole.
//!
//! Lint has usually found what is wrong with the forms. The builder still trusts nothing: what it
//! cannot understand becomes a diagnostic, and building goes on for more of them.

use super::ir::{Expr, ExprKind, Function, Lambda, Module, VarId};
use super::names::Names;
use super::scope::Scope;
use crate::base::deep_stack::MAX_DEPTH;
use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::base::term::Term;
use crate::reader::form::{Form, Kind};

/// Name of the variables that the builder makes.
pub const TEMPORARY: &str = "-";

/// Builds the module that these forms define.
pub fn build(forms: &[Form]) -> Result<Module, Vec<Diagnostic>> {
    let mut builder = Builder::new(Names::collect(forms));
    let mut diagnostics = std::mem::take(&mut builder.names.diagnostics);
    let Some(header) = builder.names.module.clone() else {
        let span = forms.first().map_or(Span::default(), |form| form.span);
        diagnostics.push(Diagnostic::error("no-module", span, "no module definition"));
        return Err(diagnostics);
    };
    let mut functions: Vec<Function> = forms
        .iter()
        .filter(|form| form.head() == Some("define-function"))
        .filter_map(|form| builder.function(form))
        .collect();
    let (dynamics, initialiser) = builder.dynamics(forms);
    diagnostics.append(&mut builder.diagnostics);
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    let exports = builder.names.exports(&functions);
    functions.extend(initialiser);
    let module = Module {
        name: header.0,
        span: header.1,
        exports,
        attributes: builder.names.attributes,
        functions,
        variables: builder.variables,
        dynamics,
        documentation: builder.names.documentation,
    };
    debug_assert_eq!(super::verify::verify(&module), Ok(()));
    Ok(module)
}

/// The state of building one module.
pub(super) struct Builder {
    pub(super) names: Names,
    pub(super) scope: Scope,
    pub(super) variables: Vec<Symbol>,
    pub(super) in_guard: bool,
    diagnostics: Vec<Diagnostic>,
    depth: usize,
    too_deep_reported: bool,
}

impl Builder {
    fn new(names: Names) -> Builder {
        Builder {
            names,
            scope: Scope::default(),
            variables: Vec::new(),
            in_guard: false,
            diagnostics: Vec::new(),
            depth: 0,
            too_deep_reported: false,
        }
    }

    /// `(define-function name meta lambda)`.
    fn function(&mut self, form: &Form) -> Option<Function> {
        let [_, name, metadata, function] = form.as_list()? else {
            self.bad_form(form.span, "define-function");
            return None;
        };
        let Some(symbol) = name.as_symbol() else {
            self.bad_form(form.span, "define-function");
            return None;
        };
        let lambda = self.lambda(function)?;
        Some(Function {
            name: symbol.clone(),
            span: form.span,
            documentation: documentation(metadata),
            lambda,
        })
    }

    /// A `lambda` or `match-lambda`; anything else is an error.
    pub(super) fn lambda(&mut self, form: &Form) -> Option<Lambda> {
        match form.head() {
            Some("lambda") => self.simple_lambda(form),
            Some("match-lambda") => self.match_lambda(form),
            _ => {
                self.error("bad-form", form.span, "bad function definition");
                None
            }
        }
    }

    pub(super) fn fresh(&mut self, name: &Symbol) -> VarId {
        let id = VarId(self.variables.len() as u32);
        self.variables.push(name.clone());
        id
    }

    /// A variable that no source name stands for.
    pub(super) fn temporary(&mut self) -> VarId {
        self.fresh(&Symbol::new(TEMPORARY))
    }

    /// Did [`Self::temporary`] make it? A user's variable of that name may be taken for one.
    pub(super) fn is_temporary(&self, id: VarId) -> bool {
        self.variables
            .get(id.0 as usize)
            .is_some_and(|name| *name == *TEMPORARY)
    }

    pub(super) fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        self.diagnostics
            .push(Diagnostic::error(code, span, message));
    }

    /// Reports an error unless there is one of the same kind at the same place.
    pub(super) fn report_once(&mut self, error: Diagnostic) {
        let is_known = self
            .diagnostics
            .iter()
            .any(|other| other.code == error.code && other.span == error.span);
        if !is_known {
            self.diagnostics.push(error);
        }
    }

    pub(super) fn bad_form(&mut self, span: Span, name: &str) {
        self.error("bad-form", span, format!("bad {name} form"));
    }

    /// What stands where an erroneous expression was; the module is not built in the end.
    pub(super) fn broken(&self, span: Span) -> Expr {
        Expr {
            span,
            kind: ExprKind::Literal(Term::Nil),
        }
    }

    /// Runs a part of the build some levels deeper, or reports that it is too deep.
    pub(super) fn deeper<T>(
        &mut self,
        span: Span,
        levels: usize,
        build: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        if self.depth.saturating_add(levels) > MAX_DEPTH {
            if !self.too_deep_reported {
                self.too_deep_reported = true;
                self.diagnostics.push(
                    Diagnostic::error("too-deep", span, "expression is too deeply nested")
                        .label(format!("more than {MAX_DEPTH} levels")),
                );
            }
            return None;
        }
        self.depth += levels;
        let built = build(self);
        self.depth -= levels;
        Some(built)
    }
}

/// The doc strings in a form's metadata, joined.
pub(super) fn documentation(metadata: &Form) -> Option<String> {
    let texts: Vec<String> = metadata
        .as_list()?
        .iter()
        .filter(|form| form.head() == Some("doc"))
        .filter_map(Form::as_list)
        .flat_map(|form| &form[1..])
        .filter_map(|form| match &form.kind {
            Kind::String(text) => Some(text.clone()),
            Kind::Binary(bytes, _) => String::from_utf8(bytes.clone()).ok(),
            _ => None,
        })
        .collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}
