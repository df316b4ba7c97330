//! Records are tuples: the forms over them become tuples, matches of tuples and tests.

use super::build::Builder;
use super::expressions::{constant, is_trivial, remote, variable};
use super::ir::{Clause, Expr, ExprKind, NoMatch, Pattern, PatternKind, VarId};
use super::patterns::Bound;
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::base::term::Term;
use crate::reader::form::Form;
use std::rc::Rc;

/// A record that the module defines.
pub struct Record {
    name: Symbol,
    /// Names, and default values where there are any but `undefined`.
    fields: Vec<(Symbol, Option<Form>)>,
}

impl Record {
    /// What `(define-record name (field…))` defines.
    pub fn of(form: &Form) -> Option<Record> {
        let [_, name, fields] = form.as_list()? else {
            return None;
        };
        let fields = fields.as_list()?.iter().map(|field| match field.as_list() {
            Some([name, rest @ ..]) => Some((name.as_symbol()?.clone(), rest.first().cloned())),
            _ => Some((field.as_symbol()?.clone(), None)),
        });
        Some(Record {
            name: name.as_symbol()?.clone(),
            fields: fields.collect::<Option<_>>()?,
        })
    }

    pub fn name(&self) -> &Symbol {
        &self.name
    }

    /// Of the tuple.
    pub fn size(&self) -> usize {
        self.fields.len() + 1
    }

    fn position(&self, field: &Form) -> Option<usize> {
        let field = field.as_symbol()?;
        self.fields.iter().position(|(name, _)| name == field)
    }
}

impl Builder {
    /// A form over records; none: it is no such form, with so many arguments.
    pub(super) fn record_form(
        &mut self,
        span: Span,
        name: &str,
        arguments: &[Form],
    ) -> Option<Expr> {
        let expression = match (name, arguments) {
            ("record" | "make-record", [record, fields @ ..]) => {
                let record = self.record_named(record)?;
                self.new_record(span, &record, fields)
            }
            ("is-record", [value, record]) => {
                let record = self.record_named(record)?;
                let value = self.expression(value);
                self.with_operand(value, |_, value| is_record(span, &record, value))
            }
            ("record-index", [record, field]) => {
                let index = self.record_named(record)?.position(field)?;
                constant(span, position(index))
            }
            ("record-field", [value, record, field]) => {
                let record = self.record_named(record)?;
                let index = record.position(field)?;
                let value = self.expression(value);
                match self.in_guard {
                    true => self
                        .with_operand(value, |_, value| guarded_field(span, &record, index, value)),
                    false => self.field_of(span, &record, index, value),
                }
            }
            ("record-update", [value, record, fields @ ..]) => {
                let record = self.record_named(record)?;
                self.record_update(span, value, &record, fields)
            }
            _ => return None,
        };
        Some(expression)
    }

    fn record_named(&self, name: &Form) -> Option<Rc<Record>> {
        self.names.records.get(name.as_symbol()?).cloned()
    }

    /// Fields are evaluated in the order of the definition; `_` gives the value of each that is not
    /// named, instead of the default.
    fn new_record(&mut self, span: Span, record: &Record, fields: &[Form]) -> Expr {
        let mut elements = vec![constant(span, Term::Atom(record.name.clone()))];
        let wildcard = given(fields, |name| *name == *"_");
        for (name, default) in &record.fields {
            let element = match (given(fields, |given| given == name).or(wildcard), default) {
                (Some(value), _) => self.expression(value),
                (None, Some(default)) => {
                    // It stands where the record is defined, not here.
                    let scope = std::mem::take(&mut self.scope);
                    let value = self.expression(default);
                    self.scope = scope;
                    value
                }
                (None, None) => constant(span, Term::atom("undefined")),
            };
            elements.push(element);
        }
        self.tuple(span, elements)
    }

    /// The new values are evaluated first, in the order that they are written in, then the record.
    fn record_update(
        &mut self,
        span: Span,
        value: &Form,
        record: &Record,
        fields: &[Form],
    ) -> Expr {
        let pairs = fields.chunks_exact(2);
        let positions: Vec<Option<usize>> = pairs
            .clone()
            .map(|pair| record.position(&pair[0]))
            .collect();
        let values: Vec<Expr> = pairs.map(|pair| self.expression(&pair[1])).collect();
        let (bindings, values) = self.evaluated_first(values);
        let value = self.expression(value);
        let mut patterns = vec![literal(span, &record.name)];
        let mut elements = vec![constant(span, Term::Atom(record.name.clone()))];
        for index in 0..record.fields.len() {
            let new = positions.iter().position(|at| *at == Some(index));
            let (kind, element) = match new.and_then(|at| values.get(at)) {
                Some(new) => (PatternKind::Ignore, new.clone()),
                None => {
                    let id = self.temporary();
                    (PatternKind::Variable(id), variable(span, id))
                }
            };
            patterns.push(Pattern { span, kind });
            elements.push(element);
        }
        let matched = clause(span, PatternKind::Tuple(patterns), |span| Expr {
            span,
            kind: ExprKind::Tuple(elements),
        });
        let other = self.bad_value(span, &[Term::atom("badrecord")]);
        let update = Expr {
            span,
            kind: ExprKind::Case(Box::new(value), vec![matched, other], NoMatch::CaseClause),
        };
        self.bound(span, bindings, update)
    }

    /// The field's value; of anything but such a record: `#(badrecord value)`.
    fn field_of(&mut self, span: Span, record: &Record, index: usize, value: Expr) -> Expr {
        let id = self.temporary();
        let mut patterns = vec![literal(span, &record.name)];
        patterns.extend((0..record.fields.len()).map(|other| Pattern {
            span,
            kind: match other == index {
                true => PatternKind::Variable(id),
                false => PatternKind::Ignore,
            },
        }));
        let matched = clause(span, PatternKind::Tuple(patterns), |span| {
            variable(span, id)
        });
        let other = self.bad_value(span, &[Term::atom("badrecord")]);
        Expr {
            span,
            kind: ExprKind::Case(Box::new(value), vec![matched, other], NoMatch::CaseClause),
        }
    }

    /// The clause for all other values: an error that tells the value, behind what it is about.
    pub(super) fn bad_value(&mut self, span: Span, about: &[Term]) -> Clause {
        let id = self.temporary();
        clause(span, PatternKind::Variable(id), |span| {
            let about = about.iter().map(|term| constant(span, term.clone()));
            let reason = Expr {
                span,
                kind: ExprKind::Tuple(about.chain([variable(span, id)]).collect()),
            };
            remote(span, "erlang", "error", vec![reason])
        })
    }

    /// What is made of an operand that is used more than once.
    pub(super) fn with_operand(
        &mut self,
        value: Expr,
        make: impl FnOnce(&mut Self, Expr) -> Expr,
    ) -> Expr {
        if is_trivial(&value) {
            return make(self, value);
        }
        let span = value.span;
        let id: VarId = self.temporary();
        let made = make(self, variable(span, id));
        self.bound(made.span, vec![(id, value)], made)
    }

    /// `(record name field pattern …)`.
    pub(super) fn record_pattern(
        &mut self,
        span: Span,
        record: &Form,
        fields: &[Form],
        bound: &mut Bound,
    ) -> Option<PatternKind> {
        let record = self.record_named(record)?;
        let wildcard = given(fields, |name| *name == *"_");
        let mut patterns = vec![literal(span, &record.name)];
        for (name, _) in &record.fields {
            patterns.push(match given(fields, |given| given == name).or(wildcard) {
                Some(pattern) => self.pattern(pattern, bound),
                None => Pattern {
                    span,
                    kind: PatternKind::Ignore,
                },
            });
        }
        Some(super::patterns::tuple(patterns))
    }

    /// Index of a field, as a pattern.
    pub(super) fn index_pattern(&self, record: &Form, field: &Form) -> Option<PatternKind> {
        let index = self.record_named(record)?.position(field)?;
        Some(PatternKind::Literal(position(index)))
    }

    /// Adds the size to `(is_record value 'name)`: a record of the module's is meant.
    pub(super) fn sized_record_test(&self, function: &str, arguments: &mut Vec<Expr>) {
        if let ("is_record", [_, name]) = (function, &arguments[..])
            && let ExprKind::Literal(Term::Atom(symbol)) = &name.kind
            && let Some(record) = self.names.records.get(symbol)
        {
            let size = constant(name.span, Term::integer(record.size() as i64));
            arguments.push(size);
        }
    }
}

/// The form that is given for a field.
fn given(fields: &[Form], is_wanted: impl Fn(&Symbol) -> bool) -> Option<&Form> {
    let mut pairs = fields.chunks_exact(2);
    pairs
        .find(|pair| pair[0].as_symbol().is_some_and(&is_wanted))
        .map(|pair| &pair[1])
}

/// Index in the tuple of a field.
fn position(index: usize) -> Term {
    Term::integer(index as i64 + 2)
}

fn literal(span: Span, name: &Symbol) -> Pattern {
    Pattern {
        span,
        kind: PatternKind::Literal(Term::Atom(name.clone())),
    }
}

/// A clause of a `case` without a guard.
pub(super) fn clause(span: Span, pattern: PatternKind, body: impl FnOnce(Span) -> Expr) -> Clause {
    Clause {
        span,
        patterns: vec![Pattern {
            span,
            kind: pattern,
        }],
        guard: None,
        body: body(span),
    }
}

/// `true` or `false`. Of a variable the tests are written out, for those are compiled in line.
fn is_record(span: Span, record: &Record, value: Expr) -> Expr {
    let name = constant(span, Term::Atom(record.name.clone()));
    let size = constant(span, Term::integer(record.size() as i64));
    if !matches!(value.kind, ExprKind::Variable(_)) {
        return remote(span, "erlang", "is_record", vec![value, name, size]);
    }
    let call = |function: &str, arguments: Vec<Expr>| remote(span, "erlang", function, arguments);
    let is_tuple = call("is_tuple", vec![value.clone()]);
    let has_size = call("=:=", vec![call("tuple_size", vec![value.clone()]), size]);
    let first = constant(span, Term::integer(1));
    let has_name = call("=:=", vec![call("element", vec![first, value]), name]);
    both(span, is_tuple, both(span, has_size, has_name))
}

/// The field's value in a guard, which fails where the value is no such record: an element of `false`.
fn guarded_field(span: Span, record: &Record, index: usize, value: Expr) -> Expr {
    let tested = both(span, is_record(span, record, value.clone()), value);
    let index = constant(span, position(index));
    remote(span, "erlang", "element", vec![index, tested])
}

pub(super) fn both(span: Span, first: Expr, second: Expr) -> Expr {
    Expr {
        span,
        kind: ExprKind::AndAlso(Box::new(first), Box::new(second)),
    }
}
