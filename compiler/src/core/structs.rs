//! Structs are maps with the struct's name under `__struct__`. The module of that name makes them.

use super::build::Builder;
use super::expressions::{constant, remote, variable};
use super::ir::{Expr, ExprKind, NoMatch, Pattern, PatternKind};
use super::patterns::Bound;
use super::records::{both, clause};
use crate::base::span::Span;
use crate::base::structs::STRUCT;
use crate::base::symbol::Symbol;
use crate::base::term::Term;
use crate::reader::form::Form;

impl Builder {
    /// A form over structs; none: it is no such form, with so many arguments.
    pub(super) fn struct_form(
        &mut self,
        span: Span,
        name: &str,
        arguments: &[Form],
    ) -> Option<Expr> {
        let expression = match (name, arguments) {
            ("struct", [name, fields @ ..]) => {
                self.new_struct(span, name.as_symbol()?.clone(), fields)?
            }
            ("is-struct", [value]) => {
                let value = self.expression(value);
                self.with_operand(value, |_, value| is_any_struct(span, value))
            }
            ("is-struct", [value, name]) => {
                let value = self.expression(value);
                let name = name.as_symbol()?;
                self.with_operand(value, |_, value| is_struct(span, name, value))
            }
            ("struct-field", [value, name, field]) => {
                let value = self.expression(value);
                let (name, field) = (name.as_symbol()?, field.as_symbol()?);
                match self.in_guard {
                    true => self.with_operand(value, |_, value| {
                        let key = constant(span, Term::Atom(field.clone()));
                        let field = remote(span, "erlang", "map_get", vec![key, value.clone()]);
                        guarded_field(span, name, value, field)
                    }),
                    false => self.struct_field(span, name, field, value),
                }
            }
            ("struct-update", [value, name, fields @ ..]) => {
                self.struct_update(span, value, name.as_symbol()?, fields)?
            }
            _ => return None,
        };
        Some(expression)
    }

    /// Values in the order in which they are written.
    fn new_struct(&mut self, span: Span, name: Symbol, fields: &[Form]) -> Option<Expr> {
        let pairs = self.fields(span, fields)?;
        let is_own = self
            .names
            .module
            .as_ref()
            .is_some_and(|(own, _)| *own == name);
        if !is_own {
            let pairs = pairs.into_iter().map(|(key, value)| Expr {
                span,
                kind: ExprKind::Tuple(vec![key, value]),
            });
            let pairs = self.list(span, pairs.collect(), constant(span, Term::Nil));
            let kind = match fields.is_empty() {
                true => ExprKind::CallRemote(name, Symbol::new(STRUCT), Vec::new()),
                false => ExprKind::CallRemote(name, Symbol::new(STRUCT), vec![pairs]),
            };
            return Some(Expr { span, kind });
        }
        let defaults = Expr {
            span,
            kind: ExprKind::CallLocal(Symbol::new(STRUCT), Vec::new()),
        };
        if pairs.is_empty() {
            return Some(defaults);
        }
        let (keys, values): (Vec<Expr>, Vec<Expr>) = pairs.into_iter().unzip();
        let (bindings, values) = self.evaluated_first(values);
        let made = Expr {
            span,
            kind: ExprKind::MapPut(Box::new(defaults), keys.into_iter().zip(values).collect()),
        };
        Some(self.bound(span, bindings, made))
    }

    fn fields(&mut self, span: Span, fields: &[Form]) -> Option<Vec<(Expr, Expr)>> {
        let pairs = fields.chunks_exact(2).map(|pair| {
            let key = constant(span, Term::Atom(pair[0].as_symbol()?.clone()));
            Some((key, self.expression(&pair[1])))
        });
        pairs.collect()
    }

    /// The field's value; of anything but such a struct: `#(badstruct name value)`.
    fn struct_field(&mut self, span: Span, name: &Symbol, field: &Symbol, value: Expr) -> Expr {
        let id = self.temporary();
        let mut entries = named(span, name);
        entries.push((
            Term::Atom(field.clone()),
            Pattern {
                span,
                kind: PatternKind::Variable(id),
            },
        ));
        let matched = clause(span, PatternKind::Map(entries), |span| variable(span, id));
        let other = self.bad_value(span, &[Term::atom("badstruct"), Term::Atom(name.clone())]);
        Expr {
            span,
            kind: ExprKind::Case(Box::new(value), vec![matched, other], NoMatch::CaseClause),
        }
    }

    /// The struct is looked at first, then the new values are evaluated.
    fn struct_update(
        &mut self,
        span: Span,
        value: &Form,
        name: &Symbol,
        fields: &[Form],
    ) -> Option<Expr> {
        let value = self.expression(value);
        let id = self.temporary();
        let whole = Pattern {
            span,
            kind: PatternKind::Variable(id),
        };
        let named = Pattern {
            span,
            kind: PatternKind::Map(named(span, name)),
        };
        let pattern = PatternKind::Alias(Box::new(whole), Box::new(named));
        let pairs = self.fields(span, fields)?;
        let matched = clause(span, pattern, |span| Expr {
            span,
            kind: ExprKind::MapUpdate(Box::new(variable(span, id)), pairs),
        });
        let other = self.bad_value(span, &[Term::atom("badstruct"), Term::Atom(name.clone())]);
        Some(Expr {
            span,
            kind: ExprKind::Case(Box::new(value), vec![matched, other], NoMatch::CaseClause),
        })
    }

    /// `(struct name field pattern …)`.
    pub(super) fn struct_pattern(
        &mut self,
        span: Span,
        name: &Form,
        fields: &[Form],
        bound: &mut Bound,
    ) -> Option<PatternKind> {
        let mut entries = named(span, name.as_symbol()?);
        for pair in fields.chunks_exact(2) {
            let key = Term::Atom(pair[0].as_symbol()?.clone());
            entries.push((key, self.pattern(&pair[1], bound)));
        }
        Some(PatternKind::Map(entries))
    }
}

/// The entry that names a struct.
fn named(span: Span, name: &Symbol) -> Vec<(Term, Pattern)> {
    let kind = PatternKind::Literal(Term::Atom(name.clone()));
    vec![(Term::atom(STRUCT), Pattern { span, kind })]
}

fn is_any_struct(span: Span, value: Expr) -> Expr {
    struct_test(span, value, |name| {
        remote(span, "erlang", "is_atom", vec![name])
    })
}

fn is_struct(span: Span, name: &Symbol, value: Expr) -> Expr {
    let wanted = constant(span, Term::Atom(name.clone()));
    struct_test(span, value, |name| {
        remote(span, "erlang", "=:=", vec![name, wanted])
    })
}

/// The field in a guard: of what is no map or has another name, `false`; of what has no name or no such
/// field, a failure.
fn guarded_field(span: Span, name: &Symbol, value: Expr, field: Expr) -> Expr {
    let key = constant(span, Term::atom(STRUCT));
    let wanted = constant(span, Term::Atom(name.clone()));
    let call = |function: &str, arguments: Vec<Expr>| remote(span, "erlang", function, arguments);
    let is_map = call("is_map", vec![value.clone()]);
    let name = call("map_get", vec![key, value]);
    both(
        span,
        is_map,
        both(span, call("=:=", vec![name, wanted]), field),
    )
}

/// Is it a map whose name passes a test?
fn struct_test(span: Span, value: Expr, test: impl FnOnce(Expr) -> Expr) -> Expr {
    let key = || constant(span, Term::atom(STRUCT));
    let call = |function: &str, arguments: Vec<Expr>| remote(span, "erlang", function, arguments);
    let is_map = call("is_map", vec![value.clone()]);
    let has_name = call("is_map_key", vec![key(), value.clone()]);
    let name = call("map_get", vec![key(), value]);
    both(span, is_map, both(span, has_name, test(name)))
}
