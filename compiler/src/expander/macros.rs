//! Definitions of the user's macros.
//!
//! A definition waits until one of the macros defined so far is called; then all that wait become one
//! module, are compiled and loaded, for to compile a module costs more than to compile a function.

use super::construct::{call, is_call, quote, quoted_symbol};
use super::macro_calls::MacroCalls;
use super::records::Accessor;
use super::top_level::function_of;
use super::walk::Expander;
use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::erlang_header::Definition as Template;
use crate::macros::{EXPAND_EXPORTED, GENERATED, function_name};
use crate::reader::form::{Form, Kind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};

/// What has become of a definition.
#[derive(Clone)]
enum State {
    /// Its body is still as it was written.
    Written,
    /// Its body is being expanded: it cannot be called yet.
    Expanding,
    Expanded,
    /// It is loaded: a function of this module.
    Loaded(String),
    /// Something is wrong with it, which has been said.
    Bad,
}

#[derive(Clone)]
struct Definition {
    name: Symbol,
    span: Span,
    /// Of two arguments: those of a call as a list, and the environment.
    function: Form,
    state: State,
}

/// The macros in force.
#[derive(Clone, Default)]
pub struct Macros {
    definitions: Vec<Definition>,
    /// Indices of definitions by name, innermost last.
    pub(super) scope: Vec<(Symbol, usize)>,
    /// What records have defined, hidden by macros in `scope`.
    pub(super) accessors: BTreeMap<Symbol, Accessor>,
    /// What Erlang's headers have defined, by name, for each number of parameters; hidden like `accessors`.
    pub(super) templates: BTreeMap<Symbol, Vec<Template>>,
    /// Functions that macros may call: `define-function` forms, expanded.
    helpers: Vec<Form>,
    /// Modules that are known to export no macro of a name.
    pub(super) without: BTreeSet<(String, String)>,
    pub(super) calls: MacroCalls,
    pub(super) steps: u32,
}

/// Modules of macros have names that no other has, in whatever is compiled by this process.
static LAST_MODULE: AtomicU64 = AtomicU64::new(0);

/// Which macros were in force at a place of the top level.
pub struct Mark {
    scope: Vec<(Symbol, usize)>,
    accessors: BTreeMap<Symbol, Accessor>,
    templates: BTreeMap<Symbol, Vec<Template>>,
    helpers: Vec<Form>,
    definitions: usize,
}

impl Macros {
    pub(super) fn mark(&self) -> Mark {
        Mark {
            scope: self.scope.clone(),
            accessors: self.accessors.clone(),
            templates: self.templates.clone(),
            helpers: self.helpers.clone(),
            definitions: self.definitions.len(),
        }
    }

    /// Forgets what has been defined since.
    pub(super) fn back_to(&mut self, mark: &Mark) {
        self.scope.clone_from(&mark.scope);
        self.accessors.clone_from(&mark.accessors);
        self.templates.clone_from(&mark.templates);
        self.helpers.clone_from(&mark.helpers);
        // Nobody can call them any more: they must not become part of a module.
        for definition in &mut self.definitions[mark.definitions..] {
            if !matches!(definition.state, State::Loaded(_)) {
                definition.state = State::Bad;
            }
        }
    }

    /// How many have been defined, with those that are no longer in force.
    pub(super) fn definitions(&self) -> usize {
        self.definitions.len()
    }

    /// The name of the one of an index.
    pub(super) fn name(&self, index: usize) -> Symbol {
        self.definitions[index].name.clone()
    }

    /// What has been defined since is kept longer than its source is.
    pub(super) fn forget_places(&mut self, mark: &Mark) {
        for definition in &mut self.definitions[mark.definitions..] {
            definition.span = Span::default();
            definition.function.move_to(Span::default());
        }
        self.helpers
            .iter_mut()
            .for_each(|form| form.move_to(Span::default()));
    }

    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let found = self.scope.iter().rev().find(|(bound, _)| *bound == *name);
        found.map(|(_, index)| *index)
    }

    /// Puts a macro of a header in force, at the top level, instead of one of its name and parameters.
    pub(super) fn bind_template(&mut self, template: Template) {
        let name = Symbol::new(&template.name);
        self.scope.retain(|(bound, _)| *bound != name);
        self.accessors.remove(&name);
        let known = self.templates.entry(name).or_default();
        let count = template.parameters.as_ref().map(Vec::len);
        known.retain(|other| other.parameters.as_ref().map(Vec::len) != count);
        known.push(template);
    }

    /// Puts an accessor of a record in force, at the top level, instead of a macro of its name.
    pub(super) fn bind_accessor(&mut self, name: Symbol, accessor: Accessor) {
        self.scope.retain(|(bound, _)| *bound != name);
        self.templates.remove(&name);
        self.accessors.insert(name, accessor);
    }
}

impl Expander<'_> {
    /// `(defmacro name …)`, `(define-macro name meta function)`: it is in force from here on.
    pub(super) fn define_macro(&mut self, span: Span, forms: Vec<Form>) {
        let kind = forms.first().and_then(Form::as_symbol).cloned();
        let kind = kind.as_ref().map_or("defmacro", Symbol::as_str);
        let name = forms.get(1).and_then(Form::as_symbol).cloned();
        let function = match kind {
            "define-macro" => forms.get(3).cloned(),
            _ => macro_function(span, forms),
        };
        let (Some(name), Some(function)) = (name, function) else {
            let shape = "shape: (defmacro name (arg ...) body ...) or (defmacro name clause ...)";
            return self.bad_macro_call(span, kind, shape);
        };
        if kind == "define-macro" && super::core_forms::function_arity(&function).is_none() {
            let shape =
                "shape: (define-macro name () function), of the call's arguments and `$ENV`";
            return self.bad_macro_call(span, kind, shape);
        }
        self.bind_macro(name, span, function, State::Written);
    }

    fn bind_macro(&mut self, name: Symbol, span: Span, function: Form, state: State) {
        let index = self.macros.definitions.len();
        self.macros.scope.push((name.clone(), index));
        self.macros.definitions.push(Definition {
            name,
            span,
            function,
            state,
        });
    }

    /// `(eval-when-compile form…)`: functions that macros may call.
    pub(super) fn eval_when_compile(&mut self, forms: Vec<Form>) {
        let mut expanded = Vec::new();
        for form in forms.into_iter().skip(1) {
            self.top_level_form(form, &mut expanded);
        }
        for form in expanded {
            if is_call(&form, "define-function") {
                // One of the same name and arity takes the place of an earlier one.
                self.macros
                    .helpers
                    .retain(|other| signature(other) != signature(&form));
                self.macros.helpers.push(form);
            }
        }
    }

    /// `(macrolet ((name …)…) body…)` and `(let-macro ((name function)…) body…)`: the body, as a
    /// `progn`, in which the macros are in force.
    pub(super) fn local_macros(&mut self, span: Span, forms: Vec<Form>) -> Form {
        let is_core =
            forms.first().and_then(Form::as_symbol).map(Symbol::as_str) == Some("let-macro");
        let mark = self.macros.scope.len();
        let mut forms = forms.into_iter().skip(1);
        let bindings = forms.next().map(|form| form.kind);
        let Some(Kind::List(bindings)) = bindings else {
            self.bad_macro_call(
                span,
                "macrolet",
                "shape: (macrolet ((name (arg ...) body ...) ...) ...)",
            );
            return quoted_symbol(span, "macrolet");
        };
        for binding in bindings {
            let place = binding.span;
            let Kind::List(parts) = binding.kind else {
                self.bad_macro_call(
                    place,
                    "macrolet",
                    "a local macro is (name (arg ...) body ...)",
                );
                continue;
            };
            let name = parts.first().and_then(Form::as_symbol).cloned();
            let function = match is_core {
                true => parts.into_iter().nth(1),
                false => {
                    let defined = std::iter::once(Form::symbol(place, "defmacro"));
                    macro_function(place, defined.chain(parts).collect())
                }
            };
            match (name, function) {
                (Some(name), Some(function)) => {
                    let function = self.expression(function);
                    self.bind_macro(name, place, function, State::Expanded);
                }
                _ => self.bad_macro_call(
                    place,
                    "macrolet",
                    "a local macro is (name (arg ...) body ...)",
                ),
            }
        }
        let body = self.expression(call(span, "progn", forms));
        self.macros.scope.truncate(mark);
        body
    }

    /// Computes an expression, in which macros and the functions they may call are known: the constant
    /// that it stands for.
    pub(super) fn evaluate(&mut self, form: Form) -> Form {
        let span = form.span;
        let written = form.clone();
        let list = |forms: Vec<Form>| Form::list(span, forms);
        let patterns = list(vec![call(span, "list", []), Form::symbol(span, "$ENV")]);
        let value = call(span, "list", [quoted_symbol(span, "quote"), form]);
        let function = call(span, "match-lambda", [list(vec![patterns, value])]);
        let name = self.fresh("constant");
        let index = self.macros.definitions.len();
        self.macros.definitions.push(Definition {
            name: name.clone(),
            span,
            function,
            state: State::Written,
        });
        let value = match self.ready(index) {
            Ok(module) => self.call_macro(&written, &module, &function_name(name.as_str()), &[]),
            Err(why) => Err(why),
        };
        self.expanded(&written, value)
    }

    /// Has a macro ready to be called, and with it all that were defined before; answers its module.
    pub(super) fn ready(&mut self, wanted: usize) -> Result<String, String> {
        // Bodies may call macros themselves, which makes some ready meanwhile.
        for index in 0..self.macros.definitions.len() {
            self.expand_body(index);
        }
        if matches!(self.macros.definitions[wanted].state, State::Expanded) {
            self.load_definitions(wanted);
        }
        match &self.macros.definitions[wanted].state {
            State::Loaded(module) => Ok(module.clone()),
            State::Expanding => Err("it is used in its own definition".to_owned()),
            _ => Err(String::new()),
        }
    }

    fn expand_body(&mut self, index: usize) {
        let definition = &mut self.macros.definitions[index];
        if !matches!(definition.state, State::Written) {
            return;
        }
        definition.state = State::Expanding;
        let nothing = Form::list(definition.span, Vec::new());
        let function = std::mem::replace(&mut definition.function, nothing);
        // It was written at the top, whatever is being expanded now.
        let local_functions = self.env.take_functions();
        let function = self.expression(function);
        self.env.put_functions(local_functions);
        let definition = &mut self.macros.definitions[index];
        definition.function = function;
        definition.state = State::Expanded;
    }

    /// Compiles all that are expanded as one module, and loads it. A macro that calls a function which
    /// is not defined yet waits for that, unless it is the one that is wanted.
    fn load_definitions(&mut self, wanted: usize) {
        let mut waiting: Vec<usize> = (0..self.macros.definitions.len())
            .filter(|index| matches!(self.macros.definitions[*index].state, State::Expanded))
            .collect();
        loop {
            let number = LAST_MODULE.fetch_add(1, Ordering::Relaxed);
            let module = format!("macros {number}");
            let forms = self.module_of(&module, &waiting);
            let Err(diagnostics) = self.evaluator.define(&forms, self.sources) else {
                for index in waiting {
                    self.macros.definitions[index].state = State::Loaded(module.clone());
                }
                return;
            };
            let errors = diagnostics.iter().filter(|found| found.is_error());
            let errors: Vec<&Diagnostic> = errors.collect();
            let definition = |index: &usize| &self.macros.definitions[*index];
            let has_error = |index: &usize| {
                let place = definition(index).span;
                errors.iter().any(|error| place.contains(error.span))
            };
            let mut bad: Vec<usize> = waiting.iter().copied().filter(has_error).collect();
            if bad.is_empty() || bad.contains(&wanted) {
                // What is wrong with others is said when they are called.
                bad.retain(|index| *index != wanted);
                let others: Vec<Span> = bad.iter().map(|index| definition(index).span).collect();
                let is_said =
                    |found: &Diagnostic| !others.iter().any(|place| place.contains(found.span));
                diagnostics
                    .into_iter()
                    .filter(is_said)
                    .for_each(|diagnostic| self.report(diagnostic));
                self.macros.definitions[wanted].state = State::Bad;
                return;
            }
            waiting.retain(|index| !bad.contains(index));
        }
    }

    /// The module of these macros and of the functions that they may call.
    fn module_of(&self, module: &str, macros: &[usize]) -> Vec<Form> {
        let span = self.macros.definitions.first().map(|first| first.span);
        let span = span.unwrap_or(Span::new(crate::base::span::FileId(0), 0, 0));
        let mut exports = vec![Form::symbol(span, "export")];
        let mut forms = Vec::new();
        let mut defined = BTreeSet::new();
        // Of two of one name the later one counts, and the earlier one is no longer in force.
        for index in macros.iter().rev() {
            let Definition {
                name,
                span,
                function,
                ..
            } = &self.macros.definitions[*index];
            if !defined.insert(name.clone()) {
                continue;
            }
            let name = Form::symbol(*span, &function_name(name.as_str()));
            exports.push(Form::list(
                *span,
                vec![name.clone(), Form::integer(*span, 2)],
            ));
            let meta = Form::list(*span, Vec::new());
            forms.push(call(
                *span,
                "define-function",
                [name, meta, function.clone()],
            ));
        }
        forms.reverse();
        let attributes = Form::list(span, vec![Form::list(span, exports)]);
        let parts = [
            Form::symbol(span, module),
            Form::list(span, Vec::new()),
            attributes,
        ];
        let mut all = vec![call(span, "define-module", parts)];
        all.extend(self.macros.helpers.iter().cloned());
        all.extend(forms);
        all
    }

    /// The function through which others expand the macros that this module exports, and the functions
    /// those call: forms to be added to the module.
    pub(super) fn exported_macros(&mut self, span: Span, names: &[Symbol]) -> Vec<Form> {
        let mut clauses = Vec::new();
        for name in names {
            // As LFE has it, one that is not defined is no error.
            let (function, place) = match self.macros.find(name.as_str()) {
                Some(index) => {
                    self.expand_body(index);
                    let definition = &self.macros.definitions[index];
                    (definition.function.clone(), definition.span)
                }
                None => {
                    let accessor = self.macros.accessors.get(name);
                    let templates = self.macros.templates.get(name).map(Vec::as_slice);
                    match (accessor, templates) {
                        (Some(accessor), _) => (accessor.function(span), span),
                        (None, Some(templates)) => {
                            let clauses = templates.iter().map(|template| template.clause(span));
                            let function = call(span, "match-lambda", clauses);
                            (self.expression(function), span)
                        }
                        (None, None) => continue,
                    }
                }
            };
            let variables = [
                Form::symbol(place, "$ARGUMENTS"),
                Form::symbol(place, "$ENV"),
            ];
            let patterns = std::iter::once(quote(Form::symbol(place, name.as_str())));
            let patterns = Form::list(place, patterns.chain(variables.clone()).collect());
            let expansion = std::iter::once(function).chain(variables);
            let expansion = call(place, "funcall", expansion);
            let answer = call(place, "tuple", [quoted_symbol(place, "yes"), expansion]);
            clauses.push(Form::list(place, vec![patterns, answer]));
        }
        let any = |_| Form::symbol(span, "_");
        let none = Form::list(span, (0..3).map(any).collect());
        clauses.push(Form::list(span, vec![none, quoted_symbol(span, "no")]));
        let parts = [
            Form::symbol(span, EXPAND_EXPORTED),
            Form::list(span, vec![call(span, GENERATED, [])]),
            call(span, "match-lambda", clauses),
        ];
        let mut forms = self.macros.helpers.clone();
        forms.push(call(span, "define-function", parts));
        forms
    }
}

/// Name and arity of a `define-function` form.
pub(super) fn signature(form: &Form) -> Option<(Symbol, usize)> {
    let parts = form.as_list()?;
    let arity = super::core_forms::function_arity(parts.get(3)?)?;
    Some((parts.get(1)?.as_symbol()?.clone(), arity))
}

/// `(defmacro name …)` as a function of the arguments and the environment.
///
/// `(arg…)` and a body take so many arguments, a symbol and a body the list of all; else there are
/// clauses, whose pattern is matched with the list of all.
fn macro_function(span: Span, forms: Vec<Form>) -> Option<Form> {
    let mut rest: Vec<Form> = forms.into_iter().skip(2).collect();
    let environment = || Form::symbol(span, "$ENV");
    let is_arguments = |form: &Form| match &form.kind {
        Kind::Symbol(_) => true,
        Kind::List(names) => names.iter().all(|name| name.as_symbol().is_some()),
        _ => false,
    };
    if rest.len() >= 2 && is_arguments(&rest[0]) {
        let arguments = rest.remove(0);
        let place = arguments.span;
        let pattern = match arguments.kind {
            Kind::List(names) => call(place, "list", names),
            kind => Form::new(place, kind),
        };
        // A doc string comes first; alone it is the expansion.
        if rest.len() > 1 && matches!(rest[0].kind, Kind::String(_) | Kind::Binary(..)) {
            rest.remove(0);
        }
        let patterns = Form::list(place, vec![pattern, environment()]);
        let clause: Vec<Form> = std::iter::once(patterns).chain(rest).collect();
        return Some(call(span, "match-lambda", [Form::list(span, clause)]));
    }
    let (_, function) = function_of(span, rest)?;
    let Kind::List(parts) = function.kind else {
        return None;
    };
    let mut clauses = Vec::new();
    for clause in parts.into_iter().skip(1) {
        let place = clause.span;
        let Kind::List(mut parts) = clause.kind else {
            return None;
        };
        if parts.is_empty() {
            return None;
        }
        let pattern = parts.remove(0);
        let patterns = Form::list(pattern.span, vec![pattern, environment()]);
        parts.insert(0, patterns);
        clauses.push(Form::list(place, parts));
    }
    (!clauses.is_empty()).then(|| call(span, "match-lambda", clauses))
}
