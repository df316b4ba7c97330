//! Headers of Erlang (`.hrl`), as LFE's forms.
//!
//! ```text
//! text ▶ scanner ▶ preprocessor ▶ parser (expressions, types) ▶ items
//! ```
//!
//! Records, types, specifications and functions become forms; definitions of macros become templates, forms
//! in which arguments take the places of parameters. What cannot be translated is told, and left out.

mod clauses;
mod expressions;
mod parser;
mod preprocessor;
mod scanner;
mod types;

#[cfg(test)]
mod tests;

use crate::base::span::{FileId, Sources, Span};
use crate::macros::Evaluator;
use crate::reader::form::{Form, Kind};
use crate::reader::print;

/// What a header holds, in its order.
#[derive(Debug)]
pub enum Item {
    Form(Form),
    Define(Definition),
    Undefine(String),
}

/// `-define(NAME, body)`, `-define(NAME(parameter, …), body)`.
#[derive(Clone, Debug)]
pub struct Definition {
    pub name: String,
    pub parameters: Option<Vec<String>>,
    pub body: Form,
}

/// Something that was not translated, and where.
#[derive(Clone, Debug)]
pub struct Problem {
    pub span: Span,
    pub message: String,
}

impl Problem {
    fn new(span: Span, message: impl Into<String>) -> Problem {
        let message = message.into();
        Problem { span, message }
    }
}

/// Reads a header and those that it includes, which join the sources.
pub fn read(
    file: FileId,
    sources: &mut Sources,
    evaluator: &dyn Evaluator,
) -> (Vec<Item>, Vec<Problem>) {
    let mut preprocessor = preprocessor::Preprocessor::new(sources, evaluator);
    preprocessor.file(file);
    (preprocessor.items, preprocessor.problems)
}

/// Head of the template of `??Parameter`: the argument's text.
const TEXT_OF: &str = "??";

impl Definition {
    /// The body with these arguments at a place; none: it takes another number of them.
    pub fn apply(&self, span: Span, arguments: &[Form]) -> Option<Form> {
        let parameters = self.parameters.as_deref().unwrap_or_default();
        (parameters.len() == arguments.len()).then(|| fill(&self.body, span, parameters, arguments))
    }

    /// The clause of a macro's function that does the same.
    pub fn clause(&self, span: Span) -> Form {
        let symbol = |name: &str| Form::symbol(span, name);
        let parameters = self.parameters.as_deref().unwrap_or_default();
        let values: Vec<Form> = parameters.iter().map(|name| symbol(name)).collect();
        let list = std::iter::once(symbol("list")).chain(values.clone());
        let patterns = Form::list(span, vec![Form::list(span, list.collect()), symbol("$ENV")]);
        let commas: Vec<Form> = values
            .into_iter()
            .map(|value| Form::list(span, vec![symbol("comma"), value]))
            .collect();
        let body = fill(&self.body, span, parameters, &commas);
        let body = Form::list(span, vec![symbol("backquote"), body]);
        Form::list(span, vec![patterns, body])
    }
}

/// Recursion is bounded by the nesting that the parser allows.
fn fill(form: &Form, span: Span, parameters: &[String], arguments: &[Form]) -> Form {
    let kind = match &form.kind {
        Kind::Symbol(name) => {
            let index = parameters.iter().position(|known| name.as_str() == known);
            return match index {
                Some(index) => arguments[index].clone(),
                None => Form {
                    span,
                    ..form.clone()
                },
            };
        }
        Kind::List(parts) => match parts.first().and_then(Form::as_symbol) {
            Some(head) if head.as_str() == "quote" => form.kind.clone(),
            Some(head) if head.as_str() == TEXT_OF => {
                let argument = parts
                    .get(1)
                    .map(|part| fill(part, span, parameters, arguments));
                let text = argument
                    .as_ref()
                    .map_or(String::new(), print::unabbreviated);
                Kind::String(text)
            }
            _ => Kind::List(fill_all(parts, span, parameters, arguments)),
        },
        Kind::Tuple(parts) => Kind::Tuple(fill_all(parts, span, parameters, arguments)),
        kind => kind.clone(),
    };
    Form { span, kind }
}

fn fill_all(parts: &[Form], span: Span, parameters: &[String], arguments: &[Form]) -> Vec<Form> {
    let fill = |part| fill(part, span, parameters, arguments);
    parts.iter().map(fill).collect()
}
