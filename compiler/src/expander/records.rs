//! Records: what `defrecord` defines, and which parts of the record forms are expressions.
//!
//! LFE makes a macro of each accessor. Here they are known by their names and expand without running
//! anything, so that a module with records needs no runtime to be compiled. What they expand to are core
//! forms (`record`, `record-field` …), which lint and core look up in the `define-record` forms.

use super::construct::{call, nil, quote, quoted_symbol};
use super::core_forms::each_indexed;
use super::walk::Expander;
use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::reader::form::{Form, Kind};
use crate::reader::print;
use std::sync::Arc;

/// A macro that `defrecord` defines.
#[derive(Clone)]
pub struct Accessor {
    pub(super) record: Arc<Record>,
    role: Role,
}

pub(super) struct Record {
    pub(super) name: Symbol,
    pub(super) fields: Vec<Symbol>,
}

#[derive(Clone, Copy)]
enum Role {
    /// `make-R`, `match-R`.
    Make,
    /// `is-R`.
    Is,
    /// `update-R`, `set-R`.
    Update,
    /// `fields-R`.
    Fields,
    /// `size-R`.
    Size,
    /// `R-F`: the index without an argument, the field with one.
    Field(usize),
    /// `update-R-F`, `set-R-F`.
    UpdateField(usize),
}

impl Accessor {
    /// All that a record has, with their names.
    fn all(record: &Arc<Record>) -> Vec<(Symbol, Accessor)> {
        let name = record.name.as_str();
        let mut all = Vec::with_capacity(7 + 3 * record.fields.len());
        let mut add = |name: String, role: Role| {
            let record = record.clone();
            all.push((Symbol::new(&name), Accessor { record, role }));
        };
        add(format!("make-{name}"), Role::Make);
        add(format!("match-{name}"), Role::Make);
        add(format!("is-{name}"), Role::Is);
        add(format!("update-{name}"), Role::Update);
        add(format!("set-{name}"), Role::Update);
        add(format!("fields-{name}"), Role::Fields);
        add(format!("size-{name}"), Role::Size);
        for (index, field) in record.fields.iter().enumerate() {
            add(format!("{name}-{field}"), Role::Field(index));
            add(format!("update-{name}-{field}"), Role::UpdateField(index));
            add(format!("set-{name}-{field}"), Role::UpdateField(index));
        }
        all
    }

    /// The expansion of a call; none: it takes no such arguments.
    pub(super) fn expand(&self, span: Span, arguments: &[Form]) -> Option<Form> {
        let name = || Form::symbol(span, self.record.name.as_str());
        let field = |index: usize| Form::symbol(span, self.record.fields[index].as_str());
        let rest = |from: usize| arguments[from..].iter().cloned();
        Some(match (self.role, arguments) {
            (Role::Make, _) => call(span, "record", [name()].into_iter().chain(rest(0))),
            (Role::Is, [value]) => call(span, "is-record", [value.clone(), name()]),
            (Role::Update, [value, ..]) => {
                let first = [value.clone(), name()];
                call(span, "record-update", first.into_iter().chain(rest(1)))
            }
            (Role::Fields, []) => {
                let fields = (0..self.record.fields.len()).map(field).collect();
                quote(Form::list(span, fields))
            }
            (Role::Size, []) => Form::integer(span, self.record.fields.len() as i64 + 1),
            (Role::Field(index), []) => call(span, "record-index", [name(), field(index)]),
            (Role::Field(index), [value]) => {
                call(span, "record-field", [value.clone(), name(), field(index)])
            }
            (Role::UpdateField(index), [value, new]) => {
                let parts = [value.clone(), name(), field(index), new.clone()];
                call(span, "record-update", parts)
            }
            _ => return None,
        })
    }

    /// The accessor as a function of its arguments and the environment, for other modules.
    pub(super) fn function(&self, span: Span) -> Form {
        let symbol = |name: &str| Form::symbol(span, name);
        let name = || quoted_symbol(span, self.record.name.as_str());
        let field = |index: usize| quoted_symbol(span, self.record.fields[index].as_str());
        let clause = |pattern: Form, expansion: Form| {
            let patterns = Form::list(span, vec![pattern, symbol("$ENV")]);
            Form::list(span, vec![patterns, expansion])
        };
        let constant = |pattern: Form| {
            let expansion = self.expand(span, &[]).unwrap_or_else(|| nil(span));
            clause(pattern, quote(expansion))
        };
        let list = |parts: Vec<Form>| call(span, "list", parts);
        let head = |head: &str| quoted_symbol(span, head);
        let clauses = match self.role {
            Role::Make => {
                let fields = call(span, "cons", [name(), symbol("fields")]);
                let expansion = call(span, "cons", [head("record"), fields]);
                vec![clause(symbol("fields"), expansion)]
            }
            Role::Is => {
                let expansion = list(vec![head("is-record"), symbol("value"), name()]);
                vec![clause(list(vec![symbol("value")]), expansion)]
            }
            Role::Update => {
                let pattern = call(span, "cons", [symbol("value"), symbol("fields")]);
                let fields = call(span, "cons", [name(), symbol("fields")]);
                let parts = call(span, "cons", [symbol("value"), fields]);
                vec![clause(
                    pattern,
                    call(span, "cons", [head("record-update"), parts]),
                )]
            }
            Role::Fields | Role::Size => vec![constant(nil(span))],
            Role::Field(index) => {
                let parts = vec![head("record-field"), symbol("value"), name(), field(index)];
                let one = clause(list(vec![symbol("value")]), list(parts));
                vec![constant(nil(span)), one]
            }
            Role::UpdateField(index) => {
                let mut parts = vec![head("record-update"), symbol("value"), name()];
                parts.extend([field(index), symbol("new")]);
                let pattern = list(vec![symbol("value"), symbol("new")]);
                vec![clause(pattern, list(parts))]
            }
        };
        call(span, "match-lambda", clauses)
    }
}

impl Expander<'_> {
    /// `(defrecord name field…)`.
    pub(super) fn record_definition(
        &mut self,
        span: Span,
        forms: Vec<Form>,
        expanded: &mut Vec<Form>,
    ) {
        if forms.len() < 2 {
            return expanded.push(Form::list(span, forms));
        }
        let fields: Option<Vec<Symbol>> = forms[2..].iter().map(field_name).collect();
        let (Some(name), Some(fields)) = (forms[1].as_symbol().cloned(), fields) else {
            let bad = print::shortened(&forms[1], 40);
            let written = Form::list(span, forms);
            let message = format!("error expanding {}", print::shortened(&written, 60));
            let diagnostic = Diagnostic::error("bad-macro-call", span, message);
            return self.report(
                diagnostic
                    .label(format!("#(bad_record {bad})"))
                    .hint("a field is `name`, `(name)`, `(name default)` or `(name default type)`"),
            );
        };
        let mut forms = forms.into_iter().skip(1);
        let Some(place) = forms.next() else {
            return;
        };
        let list = Form::list(span, forms.collect());
        let definition = call(span, "define-record", [place, list]);
        let record = Arc::new(Record { name, fields });
        for (name, accessor) in Accessor::all(&record) {
            self.macros.bind_accessor(name, accessor);
        }
        self.top_level_form(definition, expanded);
    }

    /// `(define-record name (field…))`: goes into the default values.
    pub(super) fn record_fields(&mut self, forms: Vec<Form>) -> Vec<Form> {
        each_indexed(forms, |index, form| {
            if index != 2 {
                return form;
            }
            self.on_list(form, |this, fields| {
                let default = |field: Form| {
                    this.on_list(field, |this, parts| {
                        each_indexed(parts, |index, part| match index {
                            1 => this.expression(part),
                            _ => part,
                        })
                    })
                };
                fields.into_iter().map(default).collect()
            })
        })
    }

    /// `(record (name (field…))…)` in a module's metadata: the definitions. None: it is malformed.
    pub(super) fn record_metadata(form: &Form) -> Option<Vec<Form>> {
        let [_, definitions @ ..] = form.as_list()? else {
            return None;
        };
        let definition = |form: &Form| match form.as_list()? {
            [name, fields] if name.as_symbol().is_some() && fields.as_list().is_some() => Some(
                call(form.span, "define-record", [name.clone(), fields.clone()]),
            ),
            _ => None,
        };
        definitions.iter().map(definition).collect()
    }

    /// Takes the definitions of records out of a module's metadata.
    pub(super) fn records_of_metadata(&mut self, metadata: &mut Form, expanded: &mut Vec<Form>) {
        let Kind::List(entries) = &mut metadata.kind else {
            return;
        };
        let mut found = Vec::new();
        entries.retain(|entry| match (entry.head(), Self::record_metadata(entry)) {
            (Some("record"), Some(definitions)) => {
                found.extend(definitions);
                false
            }
            _ => true,
        });
        for definition in found {
            self.top_level_form(definition, expanded);
        }
    }

    /// A core form over a record or a struct, in an expression. Names of the record and of its fields
    /// are no expressions.
    pub(super) fn record_form(&mut self, span: Span, name: &str, forms: Vec<Form>) -> Form {
        let forms = each_indexed(forms, |index, form| match is_value(name, index) {
            true => self.expression(form),
            false => form,
        });
        Form::list(span, forms)
    }

    /// The same in a pattern, where `record` and `struct` hold patterns.
    pub(super) fn record_pattern(&mut self, name: &str, forms: Vec<Form>) -> Vec<Form> {
        each_indexed(forms, |index, form| match is_value(name, index) {
            true => self.pattern(form),
            false => form,
        })
    }
}

/// Does the form of this name hold a value at this place?
fn is_value(name: &str, index: usize) -> bool {
    match name {
        "record" | "make-record" | "struct" => index > 1 && index % 2 == 1,
        "record-update" | "struct-update" => index == 1 || (index > 2 && index.is_multiple_of(2)),
        "record-index" => false,
        _ => index == 1,
    }
}

/// Name of a field, if it is well-formed: `name`, `(name)`, `(name default)`, `(name default type)`.
pub(super) fn field_name(form: &Form) -> Option<Symbol> {
    match form.as_list() {
        Some(parts) if (1..=3).contains(&parts.len()) => parts[0].as_symbol().cloned(),
        _ => form.as_symbol().cloned(),
    }
}
