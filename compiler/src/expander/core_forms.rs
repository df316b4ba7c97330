//! Going into core forms: which of their parts are expressions, patterns, clauses or names.
//! A core form of the wrong shape is left as it is; lint says what is wrong with it.

use super::construct::is_call;
use super::walk::Expander;
use crate::base::span::Span;
use crate::reader::form::{Form, Kind};

impl Expander<'_> {
    /// Is it an operator whose meaning nobody can change?
    pub(super) fn is_core_form(name: &str) -> bool {
        matches!(
            name,
            "quote"
                | "cons"
                | "car"
                | "cdr"
                | "list"
                | "tuple"
                | "tref"
                | "tset"
                | "binary"
                | "map"
                | "map-size"
                | "msiz"
                | "map-get"
                | "mref"
                | "map-set"
                | "mset"
                | "map-update"
                | "mupd"
                | "map-remove"
                | "mrem"
                | "andalso"
                | "orelse"
                | "lambda"
                | "match-lambda"
                | "function"
                | "let"
                | "let-function"
                | "letrec-function"
                | "let-macro"
                | "progn"
                | "prog1"
                | "prog2"
                | "if"
                | "case"
                | "cond"
                | "maybe"
                | "receive"
                | "catch"
                | "try"
                | "funcall"
                | "call"
                | "when"
                | "define-record"
                | "record"
                | "make-record"
                | "is-record"
                | "record-index"
                | "record-field"
                | "record-update"
                | "define-struct"
                | "struct"
                | "is-struct"
                | "struct-field"
                | "struct-update"
                | "define-module"
                | "extend-module"
                | "define-function"
                | "define-macro"
                | "define-type"
                | "define-opaque-type"
                | "define-function-spec"
                | "eval-when-compile"
        )
    }

    pub(super) fn core_form(&mut self, span: Span, name: &str, forms: Vec<Form>) -> Form {
        match name {
            "quote" => Form::list(span, forms),
            "function" => self.reference_by_name(span, forms),
            "binary" => {
                let forms = each_after(forms, 1, |form| self.segment(form));
                Form::list(span, forms)
            }
            "lambda" => Form::list(span, self.tail(forms, 2)),
            "match-lambda" => {
                let forms = each_after(forms, 1, |clause| self.function_clause(clause));
                Form::list(span, forms)
            }
            "let" => self.let_form(span, forms),
            "let-function" => self.local_functions(span, forms, false),
            "letrec-function" => self.local_functions(span, forms, true),
            "case" => {
                let forms = each_indexed(forms, |index, form| match index {
                    0 => form,
                    1 => self.expression(form),
                    _ => self.clause(form),
                });
                Form::list(span, forms)
            }
            "cond" => {
                let forms = each_after(forms, 1, |form| self.cond_clause(form));
                Form::list(span, forms)
            }
            "maybe" => self.maybe(span, forms),
            "receive" => {
                let forms = each_after(forms, 1, |form| {
                    if is_call(&form, "after") {
                        self.on_list(form, |this, forms| this.arguments(forms))
                    } else {
                        self.clause(form)
                    }
                });
                Form::list(span, forms)
            }
            "try" => {
                let forms = each_after(forms, 1, |form| self.try_part(form));
                Form::list(span, forms)
            }
            "let-macro" => self.local_macros(span, forms),
            "define-macro" | "eval-when-compile" | "define-record" | "define-struct" => {
                self.bad_macro_call(span, name, "it stands outside functions");
                super::construct::quoted_symbol(span, name)
            }
            "record" | "make-record" | "is-record" | "record-index" | "record-field"
            | "record-update" | "struct" | "is-struct" | "struct-field" | "struct-update" => {
                self.record_form(span, name, forms)
            }
            _ => Form::list(span, self.arguments(forms)),
        }
    }

    /// Rewrites the elements of a form that is a list, leaves any other.
    pub(super) fn on_list(
        &mut self,
        form: Form,
        rewrite: impl FnOnce(&mut Self, Vec<Form>) -> Vec<Form>,
    ) -> Form {
        let span = form.span;
        match form.kind {
            Kind::List(forms) => Form::list(span, rewrite(self, forms)),
            kind => Form { span, kind },
        }
    }

    /// A segment of `(binary …)` in an expression: a value, or a value and its specifiers.
    fn segment(&mut self, form: Form) -> Form {
        self.on_list(form, |this, forms| {
            each_indexed(forms, |index, form| {
                if index == 0 {
                    this.expression(form)
                } else if is_call(&form, "size") {
                    this.on_list(form, |this, forms| this.arguments(forms))
                } else {
                    form
                }
            })
        })
    }

    /// `((pattern…) [guard] body…)`.
    pub(super) fn function_clause(&mut self, clause: Form) -> Form {
        self.on_list(spelt_out(clause), |this, forms| {
            each_indexed(forms, |index, form| {
                if index == 0 {
                    this.on_list(spelt_out(form), |this, patterns| {
                        patterns
                            .into_iter()
                            .map(|pattern| this.pattern(pattern))
                            .collect()
                    })
                } else {
                    this.expression(form)
                }
            })
        })
    }

    /// `(pattern [guard] body…)`.
    pub(super) fn clause(&mut self, clause: Form) -> Form {
        self.on_list(spelt_out(clause), |this, forms| {
            each_indexed(forms, |index, form| {
                if index == 0 {
                    this.pattern(form)
                } else {
                    this.expression(form)
                }
            })
        })
    }

    fn let_form(&mut self, span: Span, forms: Vec<Form>) -> Form {
        let forms = each_indexed(forms, |index, form| match index {
            0 => form,
            1 => self.on_list(form, |this, bindings| {
                bindings
                    .into_iter()
                    .map(|binding| this.clause(binding))
                    .collect()
            }),
            _ => self.expression(form),
        });
        Form::list(span, forms)
    }

    /// `(let-function ((name lambda)…) body…)`: the names hide macros in the body, and in the
    /// functions themselves where they are recursive.
    fn local_functions(&mut self, span: Span, forms: Vec<Form>, recursive: bool) -> Form {
        let mark = self.env.mark();
        let bound = forms.get(1).map(bound_functions).unwrap_or_default();
        if recursive {
            for (name, arity) in &bound {
                self.env.bind_function(name.clone(), *arity);
            }
        }
        let forms = each_indexed(forms, |index, form| match index {
            0 => form,
            1 => {
                let bindings = self.on_list(form, |this, bindings| {
                    bindings
                        .into_iter()
                        .map(|binding| this.on_list(binding, |this, forms| this.tail(forms, 1)))
                        .collect()
                });
                if !recursive {
                    for (name, arity) in &bound {
                        self.env.bind_function(name.clone(), *arity);
                    }
                }
                bindings
            }
            _ => self.expression(form),
        });
        self.env.leave(mark);
        Form::list(span, forms)
    }

    /// `(test body…)`, `(else body…)` or `((?= pattern [guard] value) body…)`.
    fn cond_clause(&mut self, clause: Form) -> Form {
        self.on_list(spelt_out(clause), |this, forms| {
            each_indexed(forms, |index, form| {
                if index == 0 && is_call(&form, "?=") {
                    this.conditional_match(form)
                } else {
                    this.expression(form)
                }
            })
        })
    }

    /// `(?= pattern [guard] value)`.
    fn conditional_match(&mut self, form: Form) -> Form {
        self.on_list(form, |this, forms| {
            each_indexed(forms, |index, form| match index {
                0 => form,
                1 => this.pattern(form),
                _ => this.expression(form),
            })
        })
    }

    fn maybe(&mut self, span: Span, forms: Vec<Form>) -> Form {
        let forms = each_after(forms, 1, |form| {
            if is_call(&form, "else") {
                self.on_list(form, |this, clauses| {
                    each_after(clauses, 1, |clause| this.function_clause(clause))
                })
            } else {
                self.maybe_expression(form)
            }
        });
        Form::list(span, forms)
    }

    /// In the body of `maybe`, and of a `let` directly in it, `?=` is a match.
    fn maybe_expression(&mut self, form: Form) -> Form {
        if is_call(&form, "?=") {
            self.conditional_match(form)
        } else if is_call(&form, "let") {
            self.on_list(form, |this, forms| {
                each_indexed(forms, |index, form| match index {
                    0 => form,
                    1 => this.on_list(form, |this, bindings| {
                        bindings
                            .into_iter()
                            .map(|binding| this.clause(binding))
                            .collect()
                    }),
                    _ => this.maybe_expression(form),
                })
            })
        } else {
            self.expression(form)
        }
    }

    /// A part of `try`: body, `(case …)`, `(catch …)` or `(after …)`.
    fn try_part(&mut self, form: Form) -> Form {
        match form.head() {
            Some("case" | "catch") => self.on_list(form, |this, clauses| {
                each_after(clauses, 1, |clause| this.clause(clause))
            }),
            Some("after") => self.on_list(form, |this, forms| this.arguments(forms)),
            _ => self.expression(form),
        }
    }
}

/// The list that a string is: where macros make clauses of numbers alone, such as `(0 1)`, they make strings.
fn spelt_out(form: Form) -> Form {
    let span = form.span;
    match form.kind {
        Kind::String(text) => {
            let code = |c| Form::integer(span, i64::from(u32::from(c)));
            Form::list(span, text.chars().map(code).collect())
        }
        kind => Form { span, kind },
    }
}

/// Names and arities in the bindings of a local function form.
fn bound_functions(bindings: &Form) -> Vec<(crate::base::symbol::Symbol, usize)> {
    let bindings = bindings.as_list().unwrap_or_default();
    bindings
        .iter()
        .filter_map(|binding| {
            let parts = binding.as_list()?;
            let name = parts.first()?.as_symbol()?.clone();
            Some((name, function_arity(parts.get(1)?)?))
        })
        .collect()
}

/// Arity of a `lambda` or of the first clause of a `match-lambda`.
pub fn function_arity(function: &Form) -> Option<usize> {
    let forms = function.as_list()?;
    match forms.first()?.as_symbol()?.as_str() {
        "lambda" => Some(forms.get(1)?.as_list()?.len()),
        "match-lambda" => forms.get(1)?.as_list()?.first()?.list_length(),
        _ => None,
    }
}

pub(super) fn each_after(
    forms: Vec<Form>,
    from: usize,
    mut rewrite: impl FnMut(Form) -> Form,
) -> Vec<Form> {
    each_indexed(
        forms,
        |index, form| {
            if index < from { form } else { rewrite(form) }
        },
    )
}

pub(super) fn each_indexed(
    forms: Vec<Form>,
    mut rewrite: impl FnMut(usize, Form) -> Form,
) -> Vec<Form> {
    forms
        .into_iter()
        .enumerate()
        .map(|(index, form)| rewrite(index, form))
        .collect()
}
