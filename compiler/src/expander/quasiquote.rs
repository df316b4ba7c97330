//! Backquote: a template becomes the expression, or the pattern, that makes it.
//!
//! Levels nest: a comma belongs to the innermost backquote around it, and what lies under an inner
//! backquote is data until as many commas lead out of it.

use super::construct::{call, erlang, is_call, nil, quote};
use super::walk::Expander;
use crate::base::span::Span;
use crate::reader::form::{Form, Kind};

/// What a part of a template became.
enum Part {
    /// A datum, nothing in it is evaluated.
    Constant(Form),
    /// An expression for the datum.
    Computed(Form),
}

impl Part {
    fn into_form(self) -> Form {
        match self {
            Part::Constant(datum) => constant(datum),
            Part::Computed(form) => form,
        }
    }
}

/// The expression for a datum: itself where it evaluates to itself.
fn constant(datum: Form) -> Form {
    match &datum.kind {
        Kind::Integer(_) | Kind::Float(_) | Kind::String(_) | Kind::Binary(..) => datum,
        Kind::List(forms) if forms.is_empty() => datum,
        _ => quote(datum),
    }
}

impl Expander<'_> {
    /// `(backquote template)`.
    pub(super) fn backquote(&mut self, span: Span, mut forms: Vec<Form>) -> Form {
        let template = forms.pop().unwrap_or_else(|| nil(span));
        self.template(template, 0).into_form()
    }

    fn template(&mut self, form: Form, level: usize) -> Part {
        let span = form.span;
        match form.kind {
            Kind::List(forms) => {
                if is_unary(&forms) {
                    let change = match forms[0].as_symbol().map(|s| s.as_str()) {
                        Some("comma") if level == 0 => {
                            let value = forms.into_iter().nth(1);
                            return Part::Computed(value.unwrap_or_else(|| nil(span)));
                        }
                        Some("comma" | "comma-at") => Some(level.saturating_sub(1)),
                        Some("backquote") => Some(level + 1),
                        _ => None,
                    };
                    if let Some(inner) = change {
                        return self.nested(span, forms, inner);
                    }
                }
                self.template_list(span, forms, None, level)
            }
            Kind::Improper(forms, tail) => self.template_list(span, forms, Some(*tail), level),
            Kind::Tuple(forms) => self.template_tuple(span, forms, level),
            Kind::Map(forms) => self.template_map(span, forms, level),
            kind => Part::Constant(Form { span, kind }),
        }
    }

    /// A quoting operator that stays data, with its argument at another level.
    fn nested(&mut self, span: Span, forms: Vec<Form>, level: usize) -> Part {
        let mut forms = forms.into_iter();
        let (Some(operator), Some(argument)) = (forms.next(), forms.next()) else {
            return Part::Constant(nil(span));
        };
        match self.template(argument, level) {
            Part::Constant(argument) => Part::Constant(Form::list(span, vec![operator, argument])),
            Part::Computed(argument) => {
                Part::Computed(call(span, "list", [quote(operator), argument]))
            }
        }
    }

    fn template_list(
        &mut self,
        span: Span,
        mut forms: Vec<Form>,
        tail: Option<Form>,
        level: usize,
    ) -> Part {
        // `(a . ,b)` is read as `(a comma b)`.
        let tail = match tail {
            Some(tail) => Some(self.template(tail, level)),
            None if forms.len() > 2
                && forms[forms.len() - 2]
                    .as_symbol()
                    .is_some_and(|s| matches!(s.as_str(), "comma" | "backquote")) =>
            {
                let dotted = forms.split_off(forms.len() - 2);
                Some(self.template(Form::list(span, dotted), level))
            }
            None => None,
        };
        self.elements(span, forms, tail, level)
    }

    /// A list of templates, with a tail that is done.
    fn elements(&mut self, span: Span, forms: Vec<Form>, tail: Option<Part>, level: usize) -> Part {
        // Long templates nest only where a computed tail or a splice makes them a chain.
        let is_chain =
            tail.is_some() || (level == 0 && forms.iter().any(|form| is_call(form, "comma-at")));
        if is_chain && self.is_too_deep(span, forms.len()) {
            return Part::Constant(nil(span));
        }
        let mut rest = List::new(span, tail);
        let mut parts = Vec::with_capacity(forms.len());
        for form in forms {
            if level == 0 && is_call(&form, "comma-at") {
                match form.kind {
                    Kind::List(forms) if forms.len() == 2 => {
                        parts.push((
                            form.span,
                            true,
                            forms.into_iter().nth(1).map(Part::Computed),
                        ));
                        continue;
                    }
                    kind => parts.push((
                        form.span,
                        false,
                        Some(Part::Constant(Form {
                            span: form.span,
                            kind,
                        })),
                    )),
                }
            } else {
                let span = form.span;
                let part = self.template(form, level);
                parts.push((span, false, Some(part)));
            }
        }
        for (_, splice, part) in parts.into_iter().rev() {
            match (splice, part) {
                (true, Some(part)) => rest.splice(part.into_form()),
                (false, Some(part)) => rest.push(part),
                _ => {}
            }
        }
        rest.into_part()
    }

    fn template_tuple(&mut self, span: Span, forms: Vec<Form>, level: usize) -> Part {
        if level == 0 && forms.iter().any(|form| is_call(form, "comma-at")) {
            let list = self.elements(span, forms, None, level).into_form();
            return Part::Computed(erlang(span, "list_to_tuple", [list]));
        }
        let parts: Vec<Part> = forms
            .into_iter()
            .map(|form| self.template(form, level))
            .collect();
        collect(span, parts, Kind::Tuple, "tuple")
    }

    fn template_map(&mut self, span: Span, forms: Vec<Form>, level: usize) -> Part {
        if level == 0 && forms.iter().any(|form| is_call(form, "comma-at")) {
            self.bad_macro_call(span, "backquote", "a map has no place to splice into");
            return Part::Constant(Form::new(span, Kind::Map(Vec::new())));
        }
        let parts: Vec<Part> = forms
            .into_iter()
            .map(|form| self.template(form, level))
            .collect();
        collect(span, parts, Kind::Map, "map")
    }
}

/// `(operator argument)`.
fn is_unary(forms: &[Form]) -> bool {
    forms.len() == 2 && forms[0].as_symbol().is_some()
}

/// A tuple or map of parts: a constant if all of them are.
fn collect(span: Span, parts: Vec<Part>, datum: fn(Vec<Form>) -> Kind, constructor: &str) -> Part {
    if parts.iter().all(|part| matches!(part, Part::Constant(_))) {
        let data = parts
            .into_iter()
            .map(|part| match part {
                Part::Constant(form) | Part::Computed(form) => form,
            })
            .collect();
        return Part::Constant(Form::new(span, datum(data)));
    }
    Part::Computed(call(
        span,
        constructor,
        parts.into_iter().map(Part::into_form),
    ))
}

/// A list being built from its end.
struct List {
    span: Span,
    /// Constant or computed elements in front of `tail`, last first.
    elements: Vec<Part>,
    tail: Option<Part>,
}

impl List {
    fn new(span: Span, tail: Option<Part>) -> List {
        List {
            span,
            elements: Vec::new(),
            tail,
        }
    }

    fn push(&mut self, part: Part) {
        self.elements.push(part);
    }

    fn splice(&mut self, form: Form) {
        let finished = std::mem::replace(self, List::new(self.span, None));
        self.tail = Some(Part::Computed(if finished.is_empty() {
            form
        } else {
            let span = finished.span;
            erlang(span, "++", [form, finished.into_part().into_form()])
        }));
    }

    fn is_empty(&self) -> bool {
        self.elements.is_empty() && self.tail.is_none()
    }

    fn into_part(self) -> Part {
        let span = self.span;
        let constant_tail = !matches!(self.tail, Some(Part::Computed(_)));
        let constant_elements = self
            .elements
            .iter()
            .all(|part| matches!(part, Part::Constant(_)));
        if constant_tail && constant_elements {
            let mut data: Vec<Form> = self
                .elements
                .into_iter()
                .map(|part| match part {
                    Part::Constant(form) | Part::Computed(form) => form,
                })
                .collect();
            data.reverse();
            return Part::Constant(match self.tail {
                None => Form::list(span, data),
                Some(Part::Constant(tail) | Part::Computed(tail)) => {
                    join_constant(span, data, tail)
                }
            });
        }
        match self.tail {
            None => {
                let mut forms: Vec<Form> = self.elements.into_iter().map(Part::into_form).collect();
                forms.reverse();
                Part::Computed(call(span, "list", forms))
            }
            Some(tail) => {
                let tail = tail.into_form();
                Part::Computed(self.elements.into_iter().fold(tail, |tail, part| {
                    call(span, "cons", [part.into_form(), tail])
                }))
            }
        }
    }
}

/// The datum of elements before a tail.
fn join_constant(span: Span, mut data: Vec<Form>, tail: Form) -> Form {
    if data.is_empty() {
        return tail;
    }
    match tail.kind {
        Kind::List(rest) => {
            data.extend(rest);
            Form::list(span, data)
        }
        Kind::Improper(rest, end) => {
            data.extend(rest);
            Form::new(span, Kind::Improper(data, end))
        }
        Kind::String(text) => {
            let place = tail.span;
            data.extend(
                text.chars()
                    .map(|c| Form::integer(place, i64::from(u32::from(c)))),
            );
            Form::list(span, data)
        }
        kind => Form::new(
            span,
            Kind::Improper(
                data,
                Box::new(Form {
                    span: tail.span,
                    kind,
                }),
            ),
        ),
    }
}
