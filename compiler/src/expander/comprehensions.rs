//! List and binary comprehensions, as local functions that walk their generators.
//!
//! A generator becomes a function of what is left of its source; the functions of inner generators
//! lie inside, and at their end call the enclosing one for the rest. So a list is made without
//! appending, and a binary is an accumulator handed from function to function.
//!
//! ```text
//! (lc ((<- p l)) e)  =  (letrec-function ((f (match-lambda
//!                                              (((cons p rest)) (cons e (f rest)))
//!                                              (((cons _ rest)) (f rest))
//!                                              ((()) ())
//!                                              ((other) (error #(bad_generator other))))))
//!                         (f l))
//! ```

use super::construct::{call, erlang, is_call, nil, quoted_symbol};
use super::walk::Expander;
use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::reader::form::{Form, Kind};
use crate::reader::print;
use std::collections::BTreeSet;

/// The comprehension being expanded.
struct Comprehension {
    body: Form,
    /// Is a binary made?
    binary: bool,
}

/// The enclosing generator: its function and the variable with what is left of its source.
#[derive(Clone)]
struct Enclosing {
    function: Symbol,
    rest: Symbol,
}

impl Comprehension {
    /// What is done when nothing more comes of here: the enclosing generator goes on.
    fn resume(&self, span: Span, enclosing: Option<&Enclosing>, made: Option<Form>) -> Form {
        match (enclosing, made) {
            (Some(enclosing), made) => call(
                span,
                enclosing.function.as_str(),
                std::iter::once(Form::symbol(span, enclosing.rest.as_str())).chain(made),
            ),
            (None, Some(made)) => made,
            (None, None) => nil(span),
        }
    }

    /// One more element.
    fn element(&self, enclosing: Option<&Enclosing>, made: Option<Form>) -> Form {
        let span = self.body.span;
        match made {
            None => {
                let rest = self.resume(span, enclosing, None);
                call(span, "cons", [self.body.clone(), rest])
            }
            Some(made) => {
                let segment = |form| Form::list(span, vec![form, Form::symbol(span, "bitstring")]);
                let mut segments = vec![segment(made)];
                match &self.body.kind {
                    Kind::List(forms) if is_call(&self.body, "binary") => {
                        segments.extend(forms[1..].iter().cloned());
                    }
                    _ => segments.push(segment(self.body.clone())),
                }
                self.resume(span, enclosing, Some(call(span, "binary", segments)))
            }
        }
    }
}

impl Expander<'_> {
    /// `(lc (qualifier…) expression)`.
    pub(super) fn list_comprehension(
        &mut self,
        span: Span,
        forms: Vec<Form>,
    ) -> Result<Form, Vec<Form>> {
        self.comprehension(span, forms, false)
    }

    /// `(bc (qualifier…) expression)`.
    pub(super) fn binary_comprehension(
        &mut self,
        span: Span,
        forms: Vec<Form>,
    ) -> Result<Form, Vec<Form>> {
        self.comprehension(span, forms, true)
    }

    fn comprehension(
        &mut self,
        span: Span,
        forms: Vec<Form>,
        binary: bool,
    ) -> Result<Form, Vec<Form>> {
        if forms[1].as_list().is_none() {
            return Err(forms);
        }
        let mut forms = forms.into_iter().skip(1);
        let Some(Kind::List(qualifiers)) = forms.next().map(|form| form.kind) else {
            return Ok(nil(span));
        };
        let body = forms.next().unwrap_or_else(|| nil(span));
        let comprehension = Comprehension { body, binary };
        let made = binary.then(|| Form::new(span, Kind::Binary(Vec::new(), 0)));
        Ok(self.qualifiers(span, &comprehension, &qualifiers, None, made))
    }

    /// Recursion is over the qualifiers of one comprehension, bounded by [`Self::qualifiers`]' limit.
    fn qualifiers(
        &mut self,
        span: Span,
        comprehension: &Comprehension,
        qualifiers: &[Form],
        enclosing: Option<&Enclosing>,
        made: Option<Form>,
    ) -> Form {
        const LIMIT: usize = 200;
        if qualifiers.len() > LIMIT {
            self.bad_macro_call(span, "lc", "more than 200 qualifiers");
            return nil(span);
        }
        let Some((qualifier, inner)) = qualifiers.split_first() else {
            return comprehension.element(enclosing, made);
        };
        let parts = qualifier.as_list().unwrap_or_default();
        match qualifier.head() {
            Some("<-") if (3..=4).contains(&parts.len()) => {
                self.generator(comprehension, qualifier, inner, enclosing, made)
            }
            Some("<=") if (3..=4).contains(&parts.len()) && is_call(&parts[1], "binary") => {
                self.generator(comprehension, qualifier, inner, enclosing, made)
            }
            Some("<=") if (3..=4).contains(&parts.len()) => {
                self.illegal_binary_pattern(&parts[1]);
                nil(span)
            }
            Some(name @ ("<-" | "<=")) => {
                self.bad_macro_call(
                    qualifier.span,
                    name,
                    "a generator has a pattern, perhaps a guard, and a source",
                );
                nil(span)
            }
            // Anything else is a test.
            _ => self.test(comprehension, qualifier, inner, enclosing, made),
        }
    }

    fn illegal_binary_pattern(&mut self, pattern: &Form) {
        let message = format!("illegal pattern {}", print::unabbreviated(pattern));
        self.report(
            Diagnostic::error("illegal-pattern", pattern.span, message)
                .label("what a `<=` generator takes from a binary is a pattern `(binary …)`"),
        );
    }

    /// A test that is not boolean is an error, but a plain variable or constant is just false.
    fn test(
        &mut self,
        comprehension: &Comprehension,
        test: &Form,
        inner: &[Form],
        enclosing: Option<&Enclosing>,
        made: Option<Form>,
    ) -> Form {
        let span = test.span;
        let skip = comprehension.resume(span, enclosing, made.clone());
        let found = self.qualifiers(span, comprehension, inner, enclosing, made);
        let is_simple = test.as_list().is_none() || is_call(test, "quote");
        let mut clauses = vec![
            test.clone(),
            Form::list(span, vec![quoted_symbol(span, "true"), found]),
        ];
        if is_simple {
            clauses.push(Form::list(span, vec![Form::symbol(span, "_"), skip]));
        } else {
            let other = Form::symbol(span, self.fresh("test").as_str());
            let raise = raise(span, "bad_filter", other.clone());
            clauses.push(Form::list(span, vec![quoted_symbol(span, "false"), skip]));
            clauses.push(Form::list(span, vec![other, raise]));
        }
        call(span, "case", clauses)
    }

    fn generator(
        &mut self,
        comprehension: &Comprehension,
        qualifier: &Form,
        inner: &[Form],
        enclosing: Option<&Enclosing>,
        made: Option<Form>,
    ) -> Form {
        let span = qualifier.span;
        let parts = qualifier.as_list().unwrap_or_default();
        let over_binary = is_call(qualifier, "<=");
        let pattern = &parts[1];
        let guard = (parts.len() == 4).then(|| parts[2].clone());
        let source = parts[parts.len() - 1].clone();

        let stem = if comprehension.binary { "bc" } else { "lc" };
        let this = Enclosing {
            function: self.fresh(stem),
            rest: self.fresh("rest"),
        };
        let rest = || Form::symbol(span, this.rest.as_str());
        let accumulator = comprehension
            .binary
            .then(|| Form::symbol(span, self.fresh("made").as_str()));
        let clause = |pattern: Form, body: Vec<Form>| {
            let patterns = std::iter::once(pattern)
                .chain(accumulator.clone())
                .collect();
            let mut forms = vec![Form::list(span, patterns)];
            forms.extend(body);
            Form::list(span, forms)
        };
        let first = |pattern: &Form| {
            if over_binary {
                with_rest(pattern, rest())
            } else {
                call(span, "cons", [pattern.clone(), rest()])
            }
        };

        let found = self.qualifiers(span, comprehension, inner, Some(&this), accumulator.clone());
        let always = guard.is_none() && !over_binary && pattern.as_symbol().is_some();
        let mut clauses = vec![clause(
            first(pattern),
            guard.into_iter().chain([found]).collect(),
        )];
        if !always {
            let any = if over_binary {
                any_of_the_shape(pattern)
            } else {
                Form::symbol(span, "_")
            };
            let skip = comprehension.resume(span, Some(&this), accumulator.clone());
            clauses.push(clause(first(&any), vec![skip]));
        }
        let end = if over_binary {
            let any = vec![Form::symbol(span, "_"), Form::symbol(span, "bitstring")];
            call(span, "binary", [Form::list(span, any)])
        } else {
            nil(span)
        };
        let over = comprehension.resume(span, enclosing, accumulator.clone());
        clauses.push(clause(end, vec![over]));
        let other = Form::symbol(span, self.fresh("source").as_str());
        let raise = raise(source.span, "bad_generator", other.clone());
        clauses.push(clause(other, vec![raise]));

        let function = call(span, "match-lambda", clauses);
        let name = Form::symbol(span, this.function.as_str());
        let binding = Form::list(span, vec![name, function]);
        let start = call(
            span,
            this.function.as_str(),
            std::iter::once(source).chain(made),
        );
        call(
            span,
            "letrec-function",
            [Form::list(span, vec![binding]), start],
        )
    }
}

fn raise(span: Span, reason: &str, value: Form) -> Form {
    let reason = call(span, "tuple", [quoted_symbol(span, reason), value]);
    erlang(span, "error", [reason])
}

/// A binary pattern that also binds all that follows.
fn with_rest(pattern: &Form, rest: Form) -> Form {
    let span = pattern.span;
    let mut forms = pattern.as_list().unwrap_or_default().to_vec();
    forms.push(Form::list(
        span,
        vec![rest, Form::symbol(span, "bitstring")],
    ));
    Form::list(span, forms)
}

/// The binary pattern that fits wherever there are enough bits: what is skipped if the values do
/// not fit. Variables that later segments take their size from stay.
fn any_of_the_shape(pattern: &Form) -> Form {
    let segments = pattern.as_list().unwrap_or_default();
    let sizes: BTreeSet<&Symbol> = segments
        .iter()
        .filter_map(Form::as_list)
        .flatten()
        .filter(|specifier| is_call(specifier, "size"))
        .filter_map(|specifier| specifier.as_list()?.get(1)?.as_symbol())
        .collect();
    let mut kept: BTreeSet<&Symbol> = BTreeSet::new();
    let mut shape = Vec::new();
    for segment in segments {
        let (value, specifiers) = match segment.as_list() {
            Some([value, specifiers @ ..]) => (value, Some(specifiers)),
            _ => (segment, None),
        };
        if std::ptr::eq(segment, &segments[0]) {
            shape.push(segment.clone());
            continue;
        }
        let copies = match &value.kind {
            Kind::String(text) => text.chars().count(),
            _ => 1,
        };
        let place = match value.as_symbol() {
            Some(name) if sizes.contains(name) && kept.insert(name) => value.clone(),
            _ => Form::symbol(value.span, "_"),
        };
        for _ in 0..copies {
            shape.push(match specifiers {
                None => place.clone(),
                Some(specifiers) => {
                    let mut forms = vec![place.clone()];
                    forms.extend(specifiers.iter().cloned());
                    Form::list(segment.span, forms)
                }
            });
        }
    }
    Form::list(pattern.span, shape)
}
