//! Macro expansion: forms in, LFE's top-level core forms out.
//!
//! What comes out has no macros left: `define-module`, `define-function` and their like at the top,
//! core forms and calls inside. A form made by a macro carries the span of the user's form it came
//! from; sub-forms the user wrote keep their own.

mod comprehensions;
mod construct;
mod core_forms;
mod env;
mod include;
mod interactive;
mod macro_calls;
mod macros;
mod match_spec;
mod patterns;
mod predefined;
mod quasiquote;
mod query;
mod read_evaluation;
mod records;
mod several;
mod structs;
mod top_level;
mod walk;
mod watched;

pub use core_forms::function_arity;
#[cfg(test)]
pub use interactive::pattern_variables;
pub use interactive::{Interactive, Item, Outside, defined_function};
pub use macro_calls::MacroCalls;
pub use top_level::function_of;

#[cfg(test)]
mod tests;

use crate::base::diagnostic::Diagnostic;
use crate::base::span::{Sources, Span};
use crate::macros::Evaluator;
use crate::reader::form::Form;

/// What a file expands to.
pub struct Expansion {
    /// The forms of each module; if the file has none, all of its forms.
    pub modules: Vec<Vec<Form>>,
    pub diagnostics: Vec<Diagnostic>,
    /// Which macros of the user's were called where.
    pub calls: MacroCalls,
    /// What the call that is watched has become: after one step, and in the end.
    pub watched: Option<(Form, Vec<Form>)>,
}

/// Expands a file's top-level forms. Files that are included join the sources; the evaluator runs the
/// user's macros. What stands before the first of several modules belongs to each of them. The expansion of
/// the call at the place that is watched is kept.
pub fn expand_file(
    forms: Vec<Form>,
    sources: &mut Sources,
    evaluator: &dyn Evaluator,
    watched: Option<Span>,
) -> Expansion {
    let mut expander = walk::Expander::new(sources, evaluator);
    expander.watched = watched::Watched::at(watched);
    expander.note_functions(&forms);
    let mut expanded = Vec::with_capacity(forms.len());
    for form in forms {
        expander.top_level(form, &mut expanded);
    }
    expander.finish(&mut expanded);
    let mut modules = std::mem::take(&mut expander.several.complete);
    modules.push(expanded);
    let calls = std::mem::take(&mut expander.macros.calls);
    let watched = std::mem::take(&mut expander.watched).into_forms();
    let mut diagnostics = expander.into_diagnostics();
    calls.explain(&mut diagnostics);
    Expansion {
        modules,
        diagnostics,
        calls,
        watched,
    }
}

/// The forms of a file of one module, and what is wrong with them.
#[cfg(test)]
pub fn expand(
    forms: Vec<Form>,
    sources: &mut Sources,
    evaluator: &dyn Evaluator,
) -> (Vec<Form>, Vec<Diagnostic>) {
    let expansion = expand_file(forms, sources, evaluator, None);
    (expansion.modules.concat(), expansion.diagnostics)
}
