//! The head of a clause: a pattern as a term with holes.

use super::{Clause, Refused, Subject, refuse};
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::expander::construct::{call, is_call, quoted_symbol};
use crate::expander::walk::Expander;
use crate::reader::form::{Form, Kind};

impl Expander<'_> {
    /// The whole head: a variable, or what subjects look like; aliases stand here only.
    pub(super) fn match_head(
        &mut self,
        pattern: &Form,
        subject: Subject,
        scope: &mut Clause,
    ) -> Result<Form, Refused> {
        let mut pattern = self.head_macros(pattern.clone());
        while let Some([_, left, right]) = pattern.as_list()
            && is_call(&pattern, "=")
        {
            let (name, other) = match (left.as_symbol(), right.as_symbol()) {
                (Some(name), _) => (name, right),
                (None, Some(name)) => (name, left),
                (None, None) => {
                    let why = "one side of an alias is a variable in a match specification";
                    return refuse(pattern.span, why);
                }
            };
            if *name != *"_" {
                scope.whole.push(name.clone());
            }
            pattern = self.head_macros(other.clone());
        }
        let is_right = match (&pattern.kind, pattern.head()) {
            (Kind::Symbol(_), _) => true,
            (Kind::Tuple(_), _) => subject == Subject::Objects,
            (Kind::List(forms), None) => subject == Subject::Arguments && forms.is_empty(),
            (_, Some("tuple" | "record" | "make-record")) => subject == Subject::Objects,
            (_, Some("list" | "cons")) => subject == Subject::Arguments,
            (_, Some("quote")) => match (&pattern.as_list().unwrap_or_default()[1..], subject) {
                ([datum], Subject::Objects) => matches!(datum.kind, Kind::Tuple(_)),
                ([datum], Subject::Arguments) => {
                    matches!(datum.kind, Kind::List(_) | Kind::String(_))
                }
                _ => false,
            },
            _ => false,
        };
        if !is_right {
            let why = match subject {
                Subject::Objects => "objects of tables are tuples: write a tuple or a variable",
                Subject::Arguments => "arguments are a list: write a list or a variable",
            };
            return refuse(pattern.span, why);
        }
        self.head_part(pattern, scope)
    }

    /// A pattern inside the head. Recursion is bounded by the nesting of the source.
    fn head_part(&mut self, pattern: Form, scope: &mut Clause) -> Result<Form, Refused> {
        let pattern = self.head_macros(pattern);
        let span = pattern.span;
        let forms = match &pattern.kind {
            Kind::Symbol(name) => {
                if *name == *"_" {
                    return Ok(quoted_symbol(span, "_"));
                }
                if scope.hole(span, name).is_none() {
                    scope.variables.push(name.clone());
                }
                let any = || quoted_symbol(span, "_");
                return Ok(scope.hole(span, name).unwrap_or_else(any));
            }
            Kind::List(forms) if !forms.is_empty() => forms,
            _ => return Ok(pattern),
        };
        let parts = &forms[1..];
        match (pattern.head(), parts) {
            (Some("quote"), [_]) => Ok(pattern),
            (Some(name @ ("tuple" | "list")), _) => {
                let parts = self.head_parts(parts, scope)?;
                Ok(call(span, name, parts))
            }
            (Some("cons"), [_, _]) => {
                let parts = self.head_parts(parts, scope)?;
                Ok(call(span, "cons", parts))
            }
            (Some("map"), _) => {
                let mut pairs = Vec::with_capacity(parts.len());
                for (index, part) in parts.iter().enumerate() {
                    pairs.push(match index % 2 {
                        0 => part.clone(),
                        _ => self.head_part(part.clone(), scope)?,
                    });
                }
                Ok(call(span, "map", pairs))
            }
            (Some("record" | "make-record"), [record, fields @ ..]) => {
                self.head_record(span, record, fields, scope)
            }
            (Some("binary"), _) if parts.iter().all(is_constant) => Ok(pattern),
            (Some("="), _) => refuse(span, "an alias stands for a whole object only"),
            _ => refuse(span, "this is no pattern of a match specification"),
        }
    }

    fn head_parts(&mut self, parts: &[Form], scope: &mut Clause) -> Result<Vec<Form>, Refused> {
        parts
            .iter()
            .map(|part| self.head_part(part.clone(), scope))
            .collect()
    }

    /// A record of which any field not named may be anything.
    fn head_record(
        &mut self,
        span: Span,
        record: &Form,
        fields: &[Form],
        scope: &mut Clause,
    ) -> Result<Form, Refused> {
        let mut parts = vec![record.clone()];
        let mut has_rest = false;
        for (index, field) in fields.iter().enumerate() {
            if index % 2 == 0 {
                has_rest |= field.as_symbol().is_some_and(|name| *name == *"_");
                parts.push(field.clone());
            } else {
                parts.push(self.head_part(field.clone(), scope)?);
            }
        }
        if !has_rest && self.omits_fields(record, fields) {
            parts.push(Form::symbol(span, "_"));
            parts.push(quoted_symbol(span, "_"));
        }
        Ok(call(span, "record", parts))
    }

    /// Are there fields of the record that are not named? If the record is not known, there may be.
    fn omits_fields(&self, record: &Form, fields: &[Form]) -> bool {
        let name = record.as_symbol().map_or("", Symbol::as_str);
        let accessor = self.macros.accessors.get(format!("size-{name}").as_str());
        let is_named = |known: &Symbol| {
            let mut names = fields.iter().step_by(2).filter_map(Form::as_symbol);
            names.any(|name| name == known)
        };
        accessor.is_none_or(|accessor| !accessor.record.fields.iter().all(is_named))
    }

    /// Expands macro calls until there is something else.
    fn head_macros(&mut self, mut form: Form) -> Form {
        loop {
            let name = form.head().map(str::to_owned);
            let (Some(name), Form { span, kind }) = (name, form.clone()) else {
                return form;
            };
            let Kind::List(forms) = kind else {
                return form;
            };
            if Self::is_core_form(&name) || name == "=" {
                return form;
            }
            let expansion = match name.as_str() {
                "++" => self.prefix_pattern(span, forms),
                _ => self.macro_call(span, &name, forms),
            };
            match expansion {
                Ok(expansion) => form = expansion,
                Err(_) => return form,
            }
        }
    }
}

/// A segment of a binary without variables.
fn is_constant(segment: &Form) -> bool {
    match &segment.kind {
        Kind::List(parts) => parts.first().is_none_or(is_constant),
        kind => !matches!(kind, Kind::Symbol(_)),
    }
}
