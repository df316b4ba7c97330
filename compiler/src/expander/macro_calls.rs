//! Calls of the user's macros: the arguments go to the macro's function as terms, and the expansion comes
//! back; what a macro asks while it runs is answered.

use super::construct::quoted_symbol;
use super::walk::Expander;
use crate::base::diagnostic::Diagnostic;
use crate::base::span::{SourceFile, Span};
use crate::base::symbol::Symbol;
use crate::macros::external::{Reader, Writer};
use crate::macros::{EXPAND_EXPORTED, function_name};
use crate::reader::form::{Form, Kind};
use crate::reader::print;
use std::collections::HashMap;

/// The calls of macros that led to what stands at a place, in the order of their expansion.
#[derive(Clone, Default)]
pub struct MacroCalls(HashMap<Span, Vec<String>>);

/// Calls at one place that are kept.
const MOST_CALLS: usize = 6;

impl MacroCalls {
    fn add(&mut self, call: &Form) {
        let calls = self.0.entry(call.span).or_default();
        let text = print::shortened(call, 40);
        if calls.len() < MOST_CALLS && calls.last() != Some(&text) {
            calls.push(text);
        }
    }

    /// Says of what is wrong with a form that a macro has made which calls led to it.
    pub fn explain(&self, diagnostics: &mut [Diagnostic]) {
        for diagnostic in diagnostics {
            if let Some(calls) = self.0.get(&diagnostic.span) {
                let calls: Vec<String> = calls.iter().map(|call| format!("`{call}`")).collect();
                let hint = format!("in the expansion of {}", calls.join(", then of "));
                if !diagnostic.hints.contains(&hint) {
                    diagnostic.hints.push(hint);
                }
            }
        }
    }
}

/// Macro calls that lead to macro calls, at one place of the source, before the expander gives up: a
/// macro that expands to itself would never end.
const MOST_STEPS: u32 = 1000;

impl Expander<'_> {
    /// Expands a call of a macro of the user's once; none: its operator is no such macro.
    pub(super) fn user_macro(&mut self, span: Span, name: &str, forms: &[Form]) -> Option<Form> {
        let found = self.macros.find(name);
        if found.is_none()
            && let Some(templates) = self.macros.templates.get(name)
            && !self.env.is_local_function(name, forms.len() - 1)
        {
            let filled = templates
                .iter()
                .find_map(|template| template.apply(span, &forms[1..]));
            // Whoever calls it with other arguments means a function.
            let expansion = filled?;
            return Some(self.expanded(&Form::list(span, forms.to_vec()), Ok(expansion)));
        }
        let accessor = match found {
            Some(_) => None,
            None => Some(self.macros.accessors.get(name)?),
        };
        if self.env.is_local_function(name, forms.len() - 1) {
            return None;
        }
        let Some(index) = found else {
            return Some(accessor?.expand(span, &forms[1..]).unwrap_or_else(|| {
                let written = Form::list(span, forms.to_vec());
                self.expanded(&written, Err("function_clause".to_owned()))
            }));
        };
        let written = Form::list(span, forms.to_vec());
        let expansion = match self.ready(index) {
            Ok(module) => self.call_macro(&written, &module, &function_name(name), &forms[1..]),
            Err(why) => Err(why),
        };
        Some(self.expanded(&written, expansion))
    }

    /// The same for a macro that another module exports.
    pub(super) fn exported_macro(
        &mut self,
        span: Span,
        module: &str,
        name: &str,
        forms: &[Form],
    ) -> Option<Form> {
        let key = (module.to_owned(), name.to_owned());
        if self.macros.without.contains(&key) {
            return None;
        }
        let written = Form::list(span, forms.to_vec());
        let loaded = match self.several.exporting.contains(module) {
            true => Ok(Some(Vec::new())),
            false => self.evaluator.load_macros(module),
        };
        let found = match loaded {
            Ok(Some(files)) => {
                self.add_sources(files);
                self.call_exported(&written, module, name, &forms[1..])
            }
            Ok(None) => Ok(None),
            Err(why) => Err(why),
        };
        match found.transpose() {
            Some(expansion) => Some(self.expanded(&written, expansion)),
            None => {
                self.macros.without.insert(key);
                None
            }
        }
    }

    /// What is made of this source depends on those files too.
    fn add_sources(&mut self, files: Vec<SourceFile>) {
        for file in files {
            if self
                .sources
                .files
                .iter()
                .all(|known| known.name != file.name)
            {
                self.sources.add(file);
            }
        }
    }

    /// The expansion, or in its place what nobody sees, after the error was said.
    pub(super) fn expanded(&mut self, written: &Form, expansion: Result<Form, String>) -> Form {
        self.macros.steps += 1;
        let expansion = match self.macros.steps > MOST_STEPS {
            true => Err("it never comes to an end".to_owned()),
            false => expansion,
        };
        match expansion {
            Ok(expansion) => {
                self.macros.calls.add(written);
                expansion
            }
            Err(why) => {
                // What is told already is not told again.
                if !why.is_empty() {
                    let message = format!("error expanding {}", print::shortened(written, 60));
                    let diagnostic = Diagnostic::error("bad-macro-call", written.span, message);
                    let mut lines = why.lines();
                    let diagnostic = diagnostic.label(lines.next().unwrap_or_default());
                    self.report(lines.fold(diagnostic, Diagnostic::hint));
                }
                quoted_symbol(written.span, "bad-macro-call")
            }
        }
    }

    /// A new expression begins: what it expands to may be long.
    pub(super) fn begin_steps(&mut self) {
        self.macros.steps = 0;
    }

    pub(super) fn call_macro(
        &mut self,
        written: &Form,
        module: &str,
        function: &str,
        arguments: &[Form],
    ) -> Result<Form, String> {
        let arguments = Form::list(written.span, arguments.to_vec());
        let mut writer = Writer::new();
        writer.tuple(3);
        writer.atom(module);
        writer.atom(function);
        writer.list(2);
        writer.form(&arguments);
        writer.atom("$ENV");
        writer.nil();
        self.ask(written.span, writer, |reader| reader.form())
    }

    /// None: the module has no such macro.
    fn call_exported(
        &mut self,
        written: &Form,
        module: &str,
        name: &str,
        arguments: &[Form],
    ) -> Result<Option<Form>, String> {
        let arguments = Form::list(written.span, arguments.to_vec());
        let mut writer = Writer::new();
        writer.tuple(3);
        writer.atom(module);
        writer.atom(EXPAND_EXPORTED);
        writer.list(3);
        writer.atom(name);
        writer.form(&arguments);
        writer.atom("$ENV");
        writer.nil();
        self.ask(written.span, writer, |reader| {
            let answer = reader.form()?;
            match answer.kind {
                Kind::Tuple(mut parts) if parts.len() == 2 => Ok(parts.pop()),
                _ => Ok(None),
            }
        })
    }

    /// Sends a request; reads its value.
    fn ask<T>(
        &mut self,
        span: Span,
        writer: Writer,
        read: impl FnOnce(&mut Reader) -> Result<T, String>,
    ) -> Result<T, String> {
        let (request, places) = writer.finish();
        let evaluator = self.evaluator;
        let answer = evaluator.call(&request, &mut |question| self.question(span, &question))?;
        let mut reader = Reader::new(&answer, span, &places)?;
        reader.tuple_of(2)?;
        match reader.symbol()?.as_str() {
            "ok" => read(&mut reader),
            _ => Err(reader.text()?),
        }
    }

    /// Answers what a running macro asks: `#(how form environment)`, where `how` is how far the form is
    /// to be expanded, and the environment whether the user's macros count; or `#(fresh stem _)`, for a
    /// symbol that nothing else is named by.
    pub(super) fn question(&mut self, span: Span, question: &[u8]) -> Vec<u8> {
        let places = Default::default();
        let read = || -> Result<(Symbol, Form, Symbol), String> {
            let mut reader = Reader::new(question, span, &places)?;
            reader.tuple_of(3)?;
            Ok((reader.symbol()?, reader.form()?, reader.symbol()?))
        };
        let Ok((how, form, environment)) = read() else {
            let mut writer = Writer::new();
            writer.atom("bad_question");
            return writer.finish().0;
        };
        if how == *"fresh" {
            let stem = form.as_symbol().map_or("g", Symbol::as_str).to_owned();
            let mut writer = Writer::new();
            writer.tuple(2);
            writer.atom("yes");
            writer.atom(self.fresh(&stem).as_str());
            return writer.finish().0;
        }
        let hidden = match environment.as_str() {
            "true" => None,
            _ => Some(std::mem::take(&mut self.macros.scope)),
        };
        let expanded = match how.as_str() {
            "all" => Some(self.expression(form)),
            "once" => self.step(form).ok(),
            _ => {
                let mut form = form;
                let mut has_changed = false;
                loop {
                    match self.step(form) {
                        Ok(next) => form = next,
                        Err(last) => break has_changed.then_some(last),
                    }
                    has_changed = true;
                }
            }
        };
        if let Some(scope) = hidden {
            self.macros.scope = scope;
        }
        let mut writer = Writer::new();
        match &expanded {
            Some(form) => {
                writer.tuple(2);
                writer.atom("yes");
                writer.form(form);
            }
            None => writer.atom("no"),
        }
        writer.finish().0
    }

    /// Expands a form once if it is a macro call; else gives it back.
    fn step(&mut self, form: Form) -> Result<Form, Form> {
        let span = form.span;
        let Some(name) = form.head().map(str::to_owned) else {
            return Err(form);
        };
        match form.kind {
            Kind::List(forms) if !Self::is_core_form(&name) => self
                .macro_call(span, &name, forms)
                .map_err(|forms| Form::list(span, forms)),
            kind => Err(Form { span, kind }),
        }
    }
}
