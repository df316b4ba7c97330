//! Forms that are given one after the other, as to a shell: what one defines, those after it know.
//!
//! A function that the shell defines lives in a module of its own kind, whose functions are replaced one
//! by one: a call by plain name of a function that nothing else explains becomes a call into it, whether
//! the function is there already or not.

use super::construct::{call, is_call, quoted_symbol};
use super::core_forms::function_arity;
use super::macros::Macros;
use super::walk::Expander;
use crate::base::auto_imported;
use crate::base::diagnostic::Diagnostic;
use crate::base::span::{Sources, Span};
use crate::base::symbol::Symbol;
use crate::macros::Evaluator;
use crate::reader::form::{Form, Kind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where functions are that a plain name may call although the file does not define them.
#[derive(Clone, Default)]
pub struct Outside {
    /// The module of functions that are defined from now on, one by one.
    pub module: Arc<str>,
    /// Those that have been, and their modules.
    pub defined: BTreeMap<(Symbol, usize), Arc<str>>,
    /// Modules of other functions with plain names, which those hide.
    pub commands: BTreeMap<(Symbol, usize), Symbol>,
    /// Names of those that take any number of arguments: the function takes a list of them.
    pub list_commands: BTreeSet<Symbol>,
}

impl Outside {
    /// The module that a plain name means; none: it means what it does in any module.
    fn module_of(&self, name: &Symbol, arity: usize) -> Option<&str> {
        let function = (name.clone(), arity);
        if let Some(module) = self.defined.get(&function) {
            return Some(module);
        }
        let is_known = auto_imported::is_auto_imported(name.as_str(), arity)
            || auto_imported::is_operator(name.as_str(), arity)
            || auto_imported::is_lfe_function(name.as_str(), arity)
            || auto_imported::is_variadic_operator(name.as_str());
        if is_known {
            return None;
        }
        let command = self.commands.get(&function).map(Symbol::as_str);
        Some(command.unwrap_or(&self.module))
    }
}

/// What is known between the forms.
#[derive(Clone, Default)]
pub struct Interactive {
    macros: Macros,
    pub outside: Outside,
}

/// What a form has become.
pub enum Item {
    /// A core form that defines something.
    Definition(Form),
    /// The names of macros that it has defined, which are in force.
    Macro(Symbol),
    /// An expression of core forms.
    Expression(Form),
    /// `(set pattern [guard] expression)`, of core forms, and the variables of the pattern.
    Set(Vec<Form>, Vec<Symbol>),
}

impl Interactive {
    /// Answers what a macro might ask while it runs, outside of one.
    pub fn question(
        &mut self,
        question: &[u8],
        sources: &mut Sources,
        evaluator: &dyn Evaluator,
    ) -> Vec<u8> {
        let mut expander = Expander::new(sources, evaluator);
        expander.macros = std::mem::take(&mut self.macros);
        let answer = expander.question(Span::default(), question);
        self.macros = std::mem::take(&mut expander.macros);
        answer
    }

    /// Expands a form. If there is anything wrong, nothing is defined.
    pub fn expand(
        &mut self,
        form: Form,
        sources: &mut Sources,
        evaluator: &dyn Evaluator,
    ) -> Result<Vec<Item>, Vec<Diagnostic>> {
        let mut expander = Expander::new(sources, evaluator);
        expander.macros = std::mem::take(&mut self.macros);
        // Another version of a module may be there by now.
        expander.macros.without.clear();
        expander.outside = Some(std::mem::take(&mut self.outside));
        let mark = expander.macros.mark();
        let items = expander.interactive(form);
        expander.macros.calls = Default::default();
        let mut macros = std::mem::take(&mut expander.macros);
        self.outside = expander.outside.take().unwrap_or_default();
        let diagnostics = expander.into_diagnostics();
        let failed = diagnostics.iter().any(Diagnostic::is_error);
        if failed {
            macros.back_to(&mark);
        }
        macros.forget_places(&mark);
        self.macros = macros;
        match failed {
            true => Err(diagnostics),
            false => Ok(items),
        }
    }
}

impl Expander<'_> {
    fn interactive(&mut self, form: Form) -> Vec<Item> {
        let first = self.macros.definitions();
        let mut forms = Vec::new();
        self.top_level(form, &mut forms);
        let mut items = Vec::new();
        for index in first..self.macros.definitions() {
            // What is wrong with a macro is told where it is defined.
            if let Err(why) = self.ready(index) {
                self.bad_definition(index, &why);
            }
            items.push(Item::Macro(self.macros.name(index)));
        }
        items.extend(forms.into_iter().map(|form| self.item(form)));
        items
    }

    fn bad_definition(&mut self, index: usize, why: &str) {
        if !why.is_empty() {
            let message = format!("error in macro {}: {why}", self.macros.name(index));
            let span = Span::default();
            self.report(Diagnostic::error("bad-macro", span, message));
        }
    }

    fn item(&mut self, form: Form) -> Item {
        if DEFINITIONS.iter().any(|head| is_call(&form, head)) {
            return Item::Definition(form);
        }
        let parts = form.as_list().unwrap_or_default();
        if is_call(&form, "set") && matches!(parts.len(), 3 | 4) {
            let Kind::List(parts) = form.kind else {
                return Item::Expression(form);
            };
            let mut parts = parts.into_iter().skip(1);
            let pattern = parts.next().map(|pattern| self.pattern(pattern));
            let variables = pattern.as_ref().map_or_else(Vec::new, pattern_variables);
            let parts = parts.map(|form| self.expression(form));
            return Item::Set(pattern.into_iter().chain(parts).collect(), variables);
        }
        Item::Expression(self.expression(form))
    }

    /// `(f argument…)` of a function that may be outside, its arguments expanded.
    pub(super) fn call_by_name(&mut self, span: Span, name: &Symbol, forms: Vec<Form>) -> Form {
        let mut arity = forms.len() - 1;
        let mut arguments = self.arguments(forms);
        if arity > 1 && self.takes_list(name, arity) {
            let list = call(span, "list", arguments.drain(1..));
            arguments.push(list);
            arity = 1;
        }
        let module = self.outside_module(name, arity);
        let Some(module) = module else {
            return Form::list(span, arguments);
        };
        let head = [
            quoted_symbol(span, &module),
            quoted_symbol(span, name.as_str()),
        ];
        call(
            span,
            "call",
            head.into_iter().chain(arguments.into_iter().skip(1)),
        )
    }

    /// Whether it is a command that takes any number of arguments, and nothing else with so many.
    fn takes_list(&self, name: &Symbol, arity: usize) -> bool {
        let function = (name.clone(), arity);
        self.outside.as_ref().is_some_and(|outside| {
            outside.list_commands.contains(name)
                && !outside.defined.contains_key(&function)
                && !outside.commands.contains_key(&function)
                && !self.env.is_local_function(name.as_str(), arity)
        })
    }

    /// `(function f 1)` of a function that may be outside.
    pub(super) fn reference_by_name(&mut self, span: Span, mut forms: Vec<Form>) -> Form {
        if let [_, name, arity] = forms.as_slice()
            && let (Some(name), Some(arity)) = (name.as_symbol(), super::construct::as_count(arity))
            && let Some(module) = self.outside_module(name, arity)
        {
            forms.insert(1, Form::symbol(span, &module));
        }
        Form::list(span, forms)
    }

    fn outside_module(&self, name: &Symbol, arity: usize) -> Option<String> {
        let outside = self.outside.as_ref()?;
        if self.env.is_local_function(name.as_str(), arity) {
            return None;
        }
        outside.module_of(name, arity).map(str::to_owned)
    }
}

/// Top-level core forms that are no expressions.
const DEFINITIONS: &[&str] = &[
    "define-module",
    "extend-module",
    "define-function",
    "define-record",
    "define-struct",
    "define-variable",
    "define-parameter",
    "define-type",
    "define-opaque-type",
    "define-function-spec",
];

/// Name and arity of what a `define-function` form defines.
pub fn defined_function(form: &Form) -> Option<(Symbol, usize)> {
    match form.as_list()? {
        [head, name, _, function] if head.as_symbol()?.as_str() == "define-function" => {
            Some((name.as_symbol()?.clone(), function_arity(function)?))
        }
        _ => None,
    }
}

/// The variables that an expanded pattern binds, each once, in the order of their first places.
pub fn pattern_variables(pattern: &Form) -> Vec<Symbol> {
    let mut found = Vec::new();
    let mut work = vec![pattern];
    while let Some(form) = work.pop() {
        match &form.kind {
            Kind::Symbol(name) if name.as_str() != "_" && !found.contains(name) => {
                found.push(name.clone());
            }
            Kind::List(parts) => match form.head() {
                Some("list" | "tuple" | "=" | "cons") => work.extend(parts[1..].iter().rev()),
                // Keys stand before values, names of fields before theirs.
                Some("map") => work.extend(parts.iter().skip(2).step_by(2).rev()),
                Some("record" | "make-record" | "struct") => {
                    work.extend(parts.iter().skip(3).step_by(2).rev());
                }
                Some("binary") => {
                    let values = parts.iter().skip(1).rev();
                    work.extend(values.filter_map(|segment| match &segment.kind {
                        Kind::List(segment) => segment.first(),
                        _ => Some(segment),
                    }));
                }
                _ => {}
            },
            _ => {}
        }
    }
    found
}
