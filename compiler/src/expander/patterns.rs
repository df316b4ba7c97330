//! The walk over patterns. Macros expand in them too; what is not a pattern is left for lint.

use super::construct::is_call;
use super::core_forms::{each_after, each_indexed};
use super::walk::Expander;
use crate::base::span::Span;
use crate::reader::form::{Form, Kind};

impl Expander<'_> {
    pub(super) fn pattern(&mut self, mut form: Form) -> Form {
        // Recursion is bounded by the nesting of the source: the pattern macros, `list*` and `++`
        // apart, do not nest, and those two are bounded by the depth counter of expressions.
        loop {
            let span = form.span;
            let forms = match form.kind {
                Kind::List(forms) => forms,
                kind => return Form { span, kind },
            };
            let Some(name) = forms.first().and_then(Form::as_symbol).cloned() else {
                return Form::list(span, forms);
            };
            let forms = match name.as_str() {
                "quote" => forms,
                "list" | "tuple" | "=" => each_after(forms, 1, |form| self.pattern(form)),
                "cons" => return self.cons_pattern(Form::list(span, forms)),
                "map" => each_indexed(forms, |index, form| {
                    // Keys are at odd places: constants, possibly made by a macro.
                    if index == 0 {
                        form
                    } else if index % 2 == 1 {
                        self.expression(form)
                    } else {
                        self.pattern(form)
                    }
                }),
                "binary" => each_after(forms, 1, |segment| self.segment_pattern(segment)),
                "record" | "make-record" | "struct" => self.record_pattern(name.as_str(), forms),
                _ if Self::is_core_form(name.as_str()) => forms,
                "++" => match self.prefix_pattern(span, forms) {
                    Ok(pattern) => {
                        form = pattern;
                        continue;
                    }
                    Err(forms) => forms,
                },
                _ => match self.macro_call(span, name.as_str(), forms) {
                    Ok(expansion) => {
                        form = expansion;
                        continue;
                    }
                    Err(forms) => forms,
                },
            };
            return Form::list(span, forms);
        }
    }

    /// `(cons head tail)`; goes along a chain of tails without recursion.
    fn cons_pattern(&mut self, form: Form) -> Form {
        let mut heads = Vec::new();
        let mut rest = form;
        while is_call(&rest, "cons") && rest.as_list().is_some_and(|forms| forms.len() == 3) {
            let span = rest.span;
            let Kind::List(forms) = rest.kind else {
                break;
            };
            let mut forms = forms.into_iter();
            let (Some(cons), Some(head), Some(tail)) = (forms.next(), forms.next(), forms.next())
            else {
                rest = Form::list(span, Vec::new());
                break;
            };
            heads.push((span, cons, self.pattern(head)));
            rest = tail;
        }
        let mut pattern = if is_call(&rest, "cons") {
            self.on_list(rest, |this, forms| {
                each_after(forms, 1, |form| this.pattern(form))
            })
        } else {
            self.pattern(rest)
        };
        for (span, cons, head) in heads.into_iter().rev() {
            pattern = Form::list(span, vec![cons, head, pattern]);
        }
        pattern
    }

    /// `(++ prefix… pattern)`: prefixes of known length become `cons`es. Gives the forms back if a
    /// prefix has none.
    pub(super) fn prefix_pattern(
        &mut self,
        span: Span,
        mut forms: Vec<Form>,
    ) -> Result<Form, Vec<Form>> {
        if forms.len() < 2 || !forms[1..forms.len() - 1].iter().all(is_prefix) {
            return Err(forms);
        }
        let Some(mut pattern) = forms.pop() else {
            return Err(forms);
        };
        let elements: Vec<Form> = forms.drain(1..).flat_map(elements).collect();
        if self.is_too_deep(span, elements.len()) {
            return Ok(Form::symbol(span, "_"));
        }
        for element in elements.into_iter().rev() {
            let span = element.span;
            pattern = super::construct::call(span, "cons", [element, pattern]);
        }
        Ok(pattern)
    }

    fn segment_pattern(&mut self, segment: Form) -> Form {
        self.on_list(segment, |this, forms| {
            each_indexed(forms, |index, form| {
                if index == 0 {
                    this.pattern(form)
                } else if is_call(&form, "size") {
                    this.on_list(form, |this, forms| this.arguments(forms))
                } else {
                    form
                }
            })
        })
    }
}

/// Has the prefix a known number of elements?
fn is_prefix(form: &Form) -> bool {
    match &form.kind {
        Kind::String(_) => true,
        Kind::List(forms) if forms.is_empty() => true,
        _ if is_call(form, "list") => true,
        _ if is_call(form, "quote") => form
            .as_list()
            .and_then(|forms| forms.get(1))
            .is_some_and(|datum| matches!(datum.kind, Kind::List(_) | Kind::String(_))),
        _ => false,
    }
}

/// The patterns of a prefix's elements.
fn elements(prefix: Form) -> Vec<Form> {
    let span = prefix.span;
    match prefix.kind {
        Kind::String(text) => text
            .chars()
            .map(|c| Form::integer(span, i64::from(u32::from(c))))
            .collect(),
        Kind::List(mut forms) if forms.first().is_some_and(|f| f.as_symbol().is_some()) => {
            let quoted = forms[0].as_symbol().is_some_and(|name| *name == *"quote");
            let rest = forms.split_off(1);
            if !quoted {
                return rest;
            }
            match rest
                .into_iter()
                .next()
                .map(|datum| (datum.span, datum.kind))
            {
                Some((_, Kind::List(data))) => {
                    data.into_iter().map(super::construct::quote).collect()
                }
                Some((span, kind @ Kind::String(_))) => elements(Form { span, kind }),
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}
