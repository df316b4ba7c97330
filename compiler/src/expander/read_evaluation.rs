//! `#.` before an expression whose value the reader cannot tell: it is computed where macros run, before
//! the form that it stands in is expanded.

use super::walk::Expander;
use crate::base::span::Span;
use crate::reader::READ_EVALUATION;
use crate::reader::form::{Form, Kind};

impl Expander<'_> {
    /// The form with values in the place of what is to be evaluated while it is read.
    pub(super) fn read_evaluated(&mut self, form: Form) -> Form {
        match has_evaluation(&form) {
            true => self.evaluated(form),
            false => form,
        }
    }

    fn evaluated(&mut self, mut form: Form) -> Form {
        let span = form.span;
        match &mut form.kind {
            Kind::List(parts) if ends_in_evaluation(parts) => {
                let expression = parts.pop();
                parts.pop();
                self.all_evaluated(parts);
                let value = expression.map(|expression| self.value(expression));
                let parts = std::mem::take(parts);
                return with_tail(span, parts, value);
            }
            Kind::List(parts) | Kind::Tuple(parts) | Kind::Map(parts) | Kind::Struct(parts) => {
                self.all_evaluated(parts);
            }
            Kind::Improper(parts, tail) => {
                self.all_evaluated(parts);
                **tail = self.evaluated((**tail).clone());
            }
            _ => {}
        }
        form
    }

    fn all_evaluated(&mut self, parts: &mut Vec<Form>) {
        *parts = std::mem::take(parts)
            .into_iter()
            .map(|part| self.evaluated(part))
            .collect();
    }

    /// The value of an expression, as a datum.
    fn value(&mut self, expression: Form) -> Form {
        let span = expression.span;
        let expression = self.evaluated(expression);
        match self.evaluate(expression).kind {
            // `(quote value)`.
            Kind::List(mut parts) if parts.len() == 2 => {
                parts.pop().unwrap_or(Form::list(span, Vec::new()))
            }
            kind => Form::new(span, kind),
        }
    }
}

/// Whether what follows the other elements is to be evaluated: after a point, or where there are no others.
fn ends_in_evaluation(parts: &[Form]) -> bool {
    let operator = parts
        .len()
        .checked_sub(2)
        .and_then(|index| parts[index].as_symbol());
    operator.is_some_and(|name| name.as_str() == READ_EVALUATION)
}

/// The elements, and then the value.
fn with_tail(span: Span, mut parts: Vec<Form>, value: Option<Form>) -> Form {
    match value {
        Some(value) if parts.is_empty() => value,
        Some(Form {
            kind: Kind::List(rest),
            ..
        }) => {
            parts.extend(rest);
            Form::list(span, parts)
        }
        Some(tail) => Form::new(span, Kind::Improper(parts, Box::new(tail))),
        None => Form::list(span, parts),
    }
}

fn has_evaluation(form: &Form) -> bool {
    let mut pending = vec![form];
    while let Some(form) = pending.pop() {
        match &form.kind {
            Kind::List(parts) if ends_in_evaluation(parts) => return true,
            Kind::List(parts) | Kind::Tuple(parts) | Kind::Map(parts) | Kind::Struct(parts) => {
                pending.extend(parts);
            }
            Kind::Improper(parts, tail) => {
                pending.extend(parts);
                pending.push(tail);
            }
            _ => {}
        }
    }
    false
}
