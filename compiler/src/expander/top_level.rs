//! Top-level forms: `defmodule`, `defun` and what else may stand outside functions.

use super::construct::{call, is_call, nil};
use super::macros::signature;
use super::walk::Expander;
use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::base::structs::STRUCT;
use crate::macros::EXPAND_EXPORTED;
use crate::reader::form::{Form, Kind};

impl Expander<'_> {
    /// Binds the functions that the module defines under names of operators.
    pub(super) fn note_functions(&mut self, forms: &[Form]) {
        for form in forms.iter().filter(|form| is_call(form, "defun")) {
            let [_, name, parts @ ..] = form.as_list().unwrap_or_default() else {
                continue;
            };
            let Some(name) = name.as_symbol() else {
                continue;
            };
            if matches!(name.as_str(), "++" | "--" | "!=" | "===" | "!==")
                && let Some((_, function)) = function_of(form.span, parts.to_vec())
                && let Some(arity) = super::core_forms::function_arity(&function)
            {
                self.env.bind_function(name.clone(), arity);
            }
        }
    }

    /// Expands a top-level form into the core forms it stands for.
    pub(super) fn top_level(&mut self, form: Form, expanded: &mut Vec<Form>) {
        self.env.line = if (form.span.file.0 as usize) < self.sources.files.len() {
            self.sources.line(form.span)
        } else {
            1
        };
        self.env.function = None;
        let form = self.read_evaluated(form);
        self.top_level_form(form, expanded);
    }

    pub(super) fn top_level_form(&mut self, form: Form, expanded: &mut Vec<Form>) {
        let span = form.span;
        let Some(name) = form.head().map(str::to_owned) else {
            expanded.push(form);
            return;
        };
        let Kind::List(forms) = form.kind else {
            return;
        };
        match name.as_str() {
            "progn" => {
                for form in forms.into_iter().skip(1) {
                    self.top_level_form(form, expanded);
                }
            }
            "defmodule" => self.module(span, forms, expanded),
            "define-module" => {
                self.enter_module(forms.get(1), expanded);
                self.module_form(span, forms, 2, expanded);
            }
            "extend-module" => self.module_form(span, forms, 1, expanded),
            "defun" => match define_function(span, forms) {
                Some(form) => self.function(form, expanded),
                None => self.bad_macro_call(
                    span,
                    "defun",
                    "shape: (defun name (arg ...) body ...) or (defun name clause ...)",
                ),
            },
            "define-function" => self.function(Form::list(span, forms), expanded),
            "defvar" | "defparameter" => match define_variable(span, &name, forms) {
                Some(form) => {
                    let form = self.on_list(form, |this, forms| this.tail(forms, 3));
                    expanded.push(form);
                }
                None => self.bad_macro_call(
                    span,
                    &name,
                    "shape: (defvar *name* value \"doc\"), the doc string may be left out",
                ),
            },
            "define-variable" | "define-parameter" => {
                let forms = self.tail(forms, 3);
                expanded.push(Form::list(span, forms));
            }
            "deftype" => expanded.push(define_type(span, "define-type", forms)),
            "defopaque" => expanded.push(define_type(span, "define-opaque-type", forms)),
            "defspec" => expanded.push(define_specification(span, forms)),
            // The default values of a struct are data.
            "define-struct" | "define-type" | "define-opaque-type" | "define-function-spec" => {
                expanded.push(Form::list(span, forms));
            }
            "defmacro" | "define-macro" => self.define_macro(span, forms),
            "eval-when-compile" => self.eval_when_compile(forms),
            "defsyntax" => match self.exported_macro(span, "scm", &name, &forms) {
                Some(expansion) => self.top_level_form(expansion, expanded),
                None => drop(self.without_scheme(span, &name)),
            },
            "defrecord" => self.record_definition(span, forms, expanded),
            "defstruct" => self.struct_definition(span, forms, expanded),
            "define-record" => {
                let forms = self.record_fields(forms);
                expanded.push(Form::list(span, forms));
            }
            "include-file" | "include-lib" => self.include(span, &forms, expanded),
            _ if Self::is_core_form(&name) => expanded.push(Form::list(span, forms)),
            _ => match self.defining_macro(span, &name, &forms) {
                Some(expansion) => {
                    let is_watched = self.watched.begins(span);
                    self.watched.step(span, &expansion);
                    let first = expanded.len();
                    self.top_level_form(expansion, expanded);
                    if is_watched {
                        self.watched
                            .complete(expanded.get(first..).unwrap_or_default());
                    }
                }
                None => expanded.push(Form::list(span, forms)),
            },
        }
    }

    /// Expands once a call of a macro, this module's or another's, that stands outside functions.
    fn defining_macro(&mut self, span: Span, name: &str, forms: &[Form]) -> Option<Form> {
        if let Some(expansion) = self.user_macro(span, name, forms) {
            return Some(expansion);
        }
        let (module, name) = name.split_once(':')?;
        self.exported_macro(span, module, name, forms)
    }

    /// After the last form: what macros and a struct add to the module.
    pub(super) fn finish(&mut self, expanded: &mut Vec<Form>) {
        forget_missing_on_load(expanded);
        let names = std::mem::take(&mut self.env.exported_macros);
        let structure = expanded.iter().find(|form| is_call(form, "define-struct"));
        let mut forms = structure.map_or(Vec::new(), |form| self.struct_functions(form));
        let mut exported = match forms.is_empty() {
            true => Vec::new(),
            false => vec![(STRUCT, 0), (STRUCT, 1)],
        };
        if !names.is_empty() {
            exported.push((EXPAND_EXPORTED, 3));
        }
        let module = expanded
            .iter_mut()
            .find(|form| is_call(form, "define-module"));
        let (Some(module), false) = (module, exported.is_empty()) else {
            return;
        };
        let span = module.span;
        if let Kind::List(parts) = &mut module.kind
            && let Some(Kind::List(attributes)) = parts.get_mut(3).map(|form| &mut form.kind)
        {
            let function = |(name, arity): (&str, i64)| {
                let parts = vec![Form::symbol(span, name), Form::integer(span, arity)];
                Form::list(span, parts)
            };
            attributes.push(call(span, "export", exported.into_iter().map(function)));
        }
        if names.is_empty() {
            return expanded.extend(forms);
        }
        forms.extend(self.exported_macros(span, &names));
        let defined: Vec<_> = expanded.iter().filter_map(signature).collect();
        let is_new = |form: &Form| signature(form).is_none_or(|own| !defined.contains(&own));
        expanded.extend(forms.into_iter().filter(is_new));
    }

    /// `(defmodule name [doc] attribute…)`.
    fn module(&mut self, span: Span, forms: Vec<Form>, expanded: &mut Vec<Form>) {
        if forms.len() < 2 {
            self.report(
                Diagnostic::error("bad-macro-call", span, "error expanding (defmodule)")
                    .label("a module needs a name"),
            );
            return;
        }
        let mut forms = forms.into_iter().skip(1);
        let Some(name) = forms.next() else {
            return;
        };
        self.enter_module(Some(&name), expanded);
        let (mut metadata, mut attributes) = (Vec::new(), Vec::new());
        for (index, form) in forms.enumerate() {
            let place = form.span;
            match &form.kind {
                Kind::String(_) | Kind::Binary(..) if index == 0 => {
                    metadata.push(call(place, "doc", [form]));
                }
                _ if ["doc", "type", "opaque", "spec", "record"]
                    .iter()
                    .any(|meta| is_call(&form, meta)) =>
                {
                    metadata.push(form);
                }
                _ => attributes.push(form),
            }
        }
        let metadata = Form::list(span, metadata);
        let attributes = Form::list(span, attributes);
        let define = Form::symbol(span, "define-module");
        self.module_form(span, vec![define, name, metadata, attributes], 2, expanded);
    }

    /// `(define-module name metadata attributes)`, `(extend-module metadata attributes)`: the records in
    /// the metadata become definitions.
    fn module_form(
        &mut self,
        span: Span,
        mut forms: Vec<Form>,
        metadata: usize,
        expanded: &mut Vec<Form>,
    ) {
        let place = expanded.len();
        let attributes = forms.get(metadata + 1).and_then(Form::as_list);
        let attributes = attributes.into_iter().flatten();
        let exports = attributes.filter(|attribute| is_call(attribute, "export-macro"));
        let names = exports
            .filter_map(Form::as_list)
            .flat_map(|parts| &parts[1..]);
        let names = names.filter_map(Form::as_symbol).cloned();
        self.env.exported_macros.extend(names);
        if let Some(metadata) = forms.get_mut(metadata) {
            self.records_of_metadata(metadata, expanded);
        }
        let on_load = forms.get(metadata + 1).and_then(on_load);
        expanded.insert(place, Form::list(span, forms));
        expanded.extend(on_load);
    }

    /// `(define-function name meta function)`: goes into the function.
    fn function(&mut self, form: Form, expanded: &mut Vec<Form>) {
        let parts = form.as_list().unwrap_or_default();
        self.env.function = parts.get(1).and_then(Form::as_symbol).map(|name| {
            let arity = parts.get(3).and_then(super::core_forms::function_arity);
            (name.clone(), arity.unwrap_or(0))
        });
        let form = self.on_list(form, |this, forms| this.tail(forms, 3));
        expanded.push(form);
        self.env.function = None;
    }
}

/// Of `(on_load (name 0))` among a module's attributes: a variable whose initial value calls the function,
/// for these are computed before the program begins, in the order in which modules need each other.
fn on_load(attributes: &Form) -> Option<Form> {
    let mut entries = attributes.as_list()?.iter();
    let entry = entries.find(|entry| is_call(entry, "on_load"))?;
    let [_, function] = entry.as_list()? else {
        return None;
    };
    let [name, arity] = function.as_list()? else {
        return None;
    };
    if name.as_symbol().is_none() || super::construct::as_count(arity) != Some(0) {
        return None;
    }
    let span = function.span;
    let symbol = |name| Form::symbol(span, name);
    let quoted = |name| super::construct::quoted_symbol(span, name);
    let ok = Form::list(span, vec![quoted("ok"), quoted("ok")]);
    let reason = call(
        span,
        "tuple",
        [quoted("on_load_function_failed"), symbol("other")],
    );
    let failed = super::construct::erlang(span, "error", [reason]);
    let failed = Form::list(span, vec![symbol("other"), failed]);
    let value = call(
        span,
        "case",
        [Form::list(span, vec![name.clone()]), ok, failed],
    );
    let parts = [symbol(ON_LOAD), nil(span), value];
    Some(call(span, "define-variable", parts))
}

/// The variable whose initial value calls the function of `on_load`.
const ON_LOAD: &str = "*on_load*";

/// That there is no function of `on_load` is said of the attribute, not of the call that nobody wrote.
fn forget_missing_on_load(expanded: &mut Vec<Form>) {
    let name_of = |form: &Form| form.as_list()?.get(1)?.as_symbol().cloned();
    let defined: Vec<_> = expanded.iter().filter_map(signature).collect();
    expanded.retain(|form| {
        let is_variable = is_call(form, "define-variable")
            && name_of(form).is_some_and(|name| name.as_str() == ON_LOAD);
        let value = form.as_list().and_then(|parts| parts.get(3)?.as_list());
        let called = value.and_then(|value| value.get(1)?.head());
        let is_defined = |called: &str| {
            let mut all = defined.iter();
            all.any(|(name, arity)| name.as_str() == called && *arity == 0)
        };
        !is_variable || called.is_some_and(is_defined)
    });
}

/// `(defun name …)` as `(define-function name meta function)`.
fn define_function(span: Span, mut forms: Vec<Form>) -> Option<Form> {
    if forms.len() < 3 {
        return None;
    }
    let rest = forms.split_off(2);
    let name = forms.pop()?;
    let (metadata, function) = function_of(span, rest)?;
    Some(call(
        span,
        "define-function",
        [name, Form::list(span, metadata), function],
    ))
}

/// `(argument…) [doc] body…`, a lambda, or `[doc] clause…`, a match-lambda: its metadata and itself.
pub fn function_of(span: Span, forms: Vec<Form>) -> Option<(Vec<Form>, Form)> {
    let is_lambda = forms
        .first()?
        .as_list()
        .is_some_and(|arguments| arguments.iter().all(|a| a.as_symbol().is_some()));
    let mut forms = forms.into_iter().peekable();
    let mut metadata = Vec::new();
    let (operator, arguments) = if is_lambda {
        ("lambda", forms.next())
    } else {
        ("match-lambda", None)
    };
    // Doc strings and specifications; what is last in the body of a lambda is its value.
    while forms.len() > 1
        && forms.peek().is_some_and(is_metadata)
        && let Some(form) = forms.next()
    {
        metadata.push(match &form.kind {
            Kind::List(_) => form,
            _ => call(form.span, "doc", [form]),
        });
    }
    let forms: Vec<Form> = forms.collect();
    let place = match (forms.first(), forms.last()) {
        (Some(first), Some(last)) if arguments.is_none() => first.span.to(last.span),
        _ => span,
    };
    let parts = arguments.into_iter().chain(forms);
    Some((metadata, call(place, operator, parts)))
}

/// A doc string or `(spec …)`.
fn is_metadata(form: &Form) -> bool {
    matches!(form.kind, Kind::String(_) | Kind::Binary(..)) || is_call(form, "spec")
}

/// `(defvar name [value [doc]])` as `(define-variable name meta [value])`, `defparameter`, which has a
/// value, as `define-parameter`.
fn define_variable(span: Span, kind: &str, forms: Vec<Form>) -> Option<Form> {
    let mut forms = forms.into_iter().skip(1);
    let name = forms.next()?;
    let value = forms.next();
    let doc = forms.next();
    let is_text = |form: &Form| matches!(form.kind, Kind::String(_) | Kind::Binary(..));
    if forms.next().is_some() || !doc.iter().all(is_text) {
        return None;
    }
    let (defined, has_value) = match kind {
        "defvar" => ("define-variable", true),
        _ => ("define-parameter", value.is_some()),
    };
    let metadata = doc.map(|doc| call(doc.span, "doc", [doc]));
    let metadata = Form::list(span, metadata.into_iter().collect());
    has_value.then(|| call(span, defined, [name, metadata].into_iter().chain(value)))
}

/// `(deftype name definition)`: a plain name is a type without parameters.
fn define_type(span: Span, name: &str, mut forms: Vec<Form>) -> Form {
    if let Some(form) = forms.get_mut(1)
        && form.as_symbol().is_some()
    {
        *form = Form::list(form.span, vec![form.clone()]);
    }
    renamed(span, name, forms)
}

/// `(defspec name clause…)`: a plain name gets the arity of the first clause.
fn define_specification(span: Span, mut forms: Vec<Form>) -> Form {
    let arity = forms
        .get(2)
        .and_then(Form::as_list)
        .and_then(|clause| clause.first()?.as_list())
        .map(<[Form]>::len);
    if let (Some(form), Some(arity)) = (forms.get_mut(1), arity)
        && form.as_symbol().is_some()
    {
        let place = form.span;
        *form = Form::list(
            place,
            vec![form.clone(), Form::integer(place, arity as i64)],
        );
    }
    if forms.len() > 3 {
        let clauses = forms.split_off(2);
        let place = match (clauses.first(), clauses.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => span,
        };
        forms.push(Form::list(place, clauses));
    } else if let Some(clause) = forms.pop() {
        let place = clause.span;
        forms.push(Form::list(place, vec![clause]));
    }
    renamed(span, "define-function-spec", forms)
}

fn renamed(span: Span, name: &str, mut forms: Vec<Form>) -> Form {
    if forms.is_empty() {
        return nil(span);
    }
    forms[0] = Form::symbol(forms[0].span, name);
    Form::list(span, forms)
}
