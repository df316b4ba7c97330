//! Structs: `defstruct`, and the functions that a module with a struct has.

use super::construct::{call, is_call, nil, quote, quoted_symbol};
use super::records::field_name;
use super::walk::Expander;
use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::base::structs::STRUCT;
use crate::macros::GENERATED;
use crate::reader::form::{Form, Kind};
use crate::reader::print;

impl Expander<'_> {
    /// `(defstruct field…)`: the default values are computed now.
    pub(super) fn struct_definition(
        &mut self,
        span: Span,
        forms: Vec<Form>,
        expanded: &mut Vec<Form>,
    ) {
        if forms[1..].iter().any(|field| field_name(field).is_none()) {
            let written = Form::list(span, forms);
            let message = format!("error expanding {}", print::shortened(&written, 60));
            let diagnostic = Diagnostic::error("bad-macro-call", span, message);
            return self.report(
                diagnostic
                    .label("bad_struct_def")
                    .hint("a field is `name`, `(name)`, `(name default)` or `(name default type)`"),
            );
        }
        let mut fields = Vec::with_capacity(forms.len());
        for field in forms.into_iter().skip(1) {
            let place = field.span;
            let Kind::List(mut parts) = field.kind else {
                fields.push(field);
                continue;
            };
            if parts.len() > 1 {
                let default = parts.remove(1);
                parts.insert(1, self.computed(default));
            }
            fields.push(Form::list(place, parts));
        }
        let definition = call(span, "define-struct", [Form::list(span, fields)]);
        self.top_level_form(definition, expanded);
    }

    /// The value of an expression, as a datum. What is a constant needs nobody to compute it.
    fn computed(&mut self, form: Form) -> Form {
        let form = match &form.kind {
            Kind::Symbol(_) | Kind::Improper(..) => self.evaluate(form),
            Kind::List(parts) => {
                let is_code = |part: &Form| matches!(&part.kind, Kind::Integer(_));
                match is_call(&form, "quote") {
                    false if parts.iter().all(is_code) => return form,
                    false => self.evaluate(form),
                    true => form,
                }
            }
            _ => return form,
        };
        match form.kind {
            Kind::List(mut parts) if parts.len() == 2 => parts.remove(1),
            kind => Form::new(form.span, kind),
        }
    }

    /// The functions of a module whose struct has these fields: `__struct__/0` makes one with the
    /// default values, `__struct__/1` one with the values of a list of pairs.
    pub(super) fn struct_functions(&self, definition: &Form) -> Vec<Form> {
        let span = definition.span;
        let (Some([_, fields]), Some(module)) = (definition.as_list(), &self.env.module) else {
            return Vec::new();
        };
        let symbol = |name: &str| Form::symbol(span, name);
        let list = |forms: Vec<Form>| Form::list(span, forms);
        let mut pairs = vec![quoted_symbol(span, STRUCT), quote(module.clone())];
        let fields = fields.as_list().unwrap_or_default();
        let Some(names) = fields.iter().map(field_name).collect::<Option<Vec<_>>>() else {
            return Vec::new();
        };
        for (index, (field, name)) in fields.iter().zip(&names).enumerate() {
            // Of two of one name the last counts.
            if names[index + 1..].contains(name) {
                continue;
            }
            let default = field.as_list().and_then(|parts| parts.get(1)).cloned();
            let default = default.unwrap_or_else(|| Form::symbol(field.span, "nil"));
            pairs.push(quoted_symbol(field.span, name.as_str()));
            pairs.push(quote(default));
        }
        let defaults = call(span, "lambda", [nil(span), call(span, "map", pairs)]);
        let pair = call(span, "tuple", [symbol("key"), symbol("value")]);
        let update = [symbol("struct"), symbol("key"), symbol("value")];
        let clause = vec![
            list(vec![pair, symbol("struct")]),
            call(span, "map-update", update),
        ];
        let with = call(
            span,
            "call",
            [
                quoted_symbol(span, "lists"),
                quoted_symbol(span, "foldl"),
                call(span, "match-lambda", [list(clause)]),
                call(span, STRUCT, []),
                symbol("pairs"),
            ],
        );
        let with = call(span, "lambda", [list(vec![symbol("pairs")]), with]);
        let define = |function: Form| {
            let metadata = list(vec![call(span, GENERATED, [])]);
            call(
                span,
                "define-function",
                [symbol(STRUCT), metadata, function],
            )
        };
        vec![define(defaults), define(with)]
    }
}
