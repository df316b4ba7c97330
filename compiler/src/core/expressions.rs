//! Expressions: constants, variables, data constructors, functions; each other form has its file.

use super::build::Builder;
use super::ir::{Clause, Expr, ExprKind, Lambda, Pattern, PatternKind, VarId};
use super::literals::{list as list_term, literal, map as map_term};
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::base::term::Term;
use crate::reader::form::{Form, Kind};

impl Builder {
    pub(super) fn expression(&mut self, form: &Form) -> Expr {
        self.deeper(form.span, 1, |this| this.expression_inner(form))
            .unwrap_or_else(|| self.broken(form.span))
    }

    fn expression_inner(&mut self, form: &Form) -> Expr {
        let span = form.span;
        match &form.kind {
            Kind::Symbol(name) => match self.scope.variable(name) {
                Some(id) => variable(span, id),
                None => match self.names.dynamic(name) {
                    Some(variable) => self.read_dynamic(span, variable),
                    None => {
                        self.error("unbound-symbol", span, format!("symbol {name} is unbound"));
                        self.broken(span)
                    }
                },
            },
            Kind::List(forms) => match forms.split_first() {
                None => constant(span, Term::Nil),
                Some((head, arguments)) => match head.as_symbol() {
                    Some(name) => self.list_form(form, name, arguments),
                    None if is_character_list(forms) => self.literal(form),
                    None => {
                        self.error("bad-form", span, "bad application form");
                        self.broken(span)
                    }
                },
            },
            Kind::Improper(..) => {
                self.error("bad-form", span, "bad application form");
                self.broken(span)
            }
            _ => self.literal(form),
        }
    }

    pub(super) fn expressions(&mut self, forms: &[Form]) -> Vec<Expr> {
        forms.iter().map(|form| self.expression(form)).collect()
    }

    /// A body: the value of the last expression; of an empty one, the empty list.
    pub(super) fn body(&mut self, span: Span, forms: &[Form]) -> Expr {
        match forms {
            [] => constant(span, Term::Nil),
            [form] => self.expression(form),
            forms => {
                let expressions = self.expressions(forms);
                Expr {
                    span,
                    kind: ExprKind::Sequence(expressions),
                }
            }
        }
    }

    pub(super) fn literal(&mut self, form: &Form) -> Expr {
        match literal(form) {
            Ok(term) => constant(form.span, term),
            Err(bad) => {
                self.error(bad.code, bad.span, bad.message);
                self.broken(form.span)
            }
        }
    }

    fn list_form(&mut self, form: &Form, name: &Symbol, arguments: &[Form]) -> Expr {
        let span = form.span;
        match (name.as_str(), arguments) {
            ("quote", [datum]) => {
                let quoted = self.literal(datum);
                Expr { span, ..quoted }
            }
            ("cons", [_, _]) => self.cons(form),
            ("car", [list]) => self.builtin(span, "hd", &[list]),
            ("cdr", [list]) => self.builtin(span, "tl", &[list]),
            ("list", elements) => {
                let elements = self.expressions(elements);
                self.list(span, elements, constant(span, Term::Nil))
            }
            ("tuple", elements) => {
                let elements = self.expressions(elements);
                self.tuple(span, elements)
            }
            ("tref", [tuple, index]) => self.builtin(span, "element", &[index, tuple]),
            ("tset", [tuple, index, value]) => {
                self.builtin(span, "setelement", &[index, tuple, value])
            }
            ("binary", segments) => self.binary(span, segments),
            ("map", pairs) if pairs.len() % 2 == 0 => {
                let pairs = self.expressions(pairs);
                match all_constant(pairs) {
                    Ok(terms) => constant(span, map_term(terms)),
                    Err(pairs) => Expr {
                        span,
                        kind: ExprKind::MapNew(in_pairs(pairs)),
                    },
                }
            }
            ("map-size" | "msiz", [map]) => self.builtin(span, "map_size", &[map]),
            ("map-get" | "mref", [map, key]) => self.builtin(span, "map_get", &[key, map]),
            ("map-set" | "mset", [map, pairs @ ..]) if pairs.len() % 2 == 0 => {
                let map = self.expression(map);
                let pairs = in_pairs(self.expressions(pairs));
                Expr {
                    span,
                    kind: ExprKind::MapPut(Box::new(map), pairs),
                }
            }
            ("map-update" | "mupd", [map, pairs @ ..]) if pairs.len() % 2 == 0 => {
                let map = self.expression(map);
                let pairs = in_pairs(self.expressions(pairs));
                Expr {
                    span,
                    kind: ExprKind::MapUpdate(Box::new(map), pairs),
                }
            }
            ("map-remove" | "mrem", [map, keys @ ..]) => self.map_remove(span, map, keys),
            ("lambda" | "match-lambda", _) => match self.lambda(form) {
                Some(lambda) => Expr {
                    span,
                    kind: ExprKind::Lambda(lambda),
                },
                None => self.broken(span),
            },
            ("function", arguments) => self.function_reference(span, arguments),
            (name_text, _) => {
                if let Some(made) = self.record_form(span, name_text, arguments) {
                    return made;
                }
                match self.struct_form(span, name_text, arguments) {
                    Some(made) => made,
                    None => self.control_form(form, name, arguments),
                }
            }
        }
    }

    pub(super) fn tuple(&self, span: Span, elements: Vec<Expr>) -> Expr {
        match all_constant(elements) {
            Ok(terms) => constant(span, Term::Tuple(terms)),
            Err(elements) => Expr {
                span,
                kind: ExprKind::Tuple(elements),
            },
        }
    }

    /// `(cons head tail)`, along the chain of tails.
    fn cons(&mut self, form: &Form) -> Expr {
        let mut heads = Vec::new();
        let mut rest = form;
        while let Some([head, first, tail]) = rest.as_list()
            && head.as_symbol().is_some_and(|name| *name == *"cons")
        {
            heads.push(self.expression(first));
            rest = tail;
        }
        let tail = self.expression(rest);
        self.list(form.span, heads, tail)
    }

    /// Elements in front of a tail; what is constant at the end stays one constant.
    pub(super) fn list(&mut self, span: Span, mut elements: Vec<Expr>, tail: Expr) -> Expr {
        let (tail_span, mut tail) = (tail.span, tail);
        if let ExprKind::Literal(term) = &mut tail.kind {
            let mut constants = Vec::new();
            while let Some(Expr {
                kind: ExprKind::Literal(_),
                ..
            }) = elements.last()
            {
                if let Some(Expr {
                    kind: ExprKind::Literal(term),
                    ..
                }) = elements.pop()
                {
                    constants.push(term);
                }
            }
            constants.reverse();
            let end = std::mem::replace(term, Term::Nil);
            tail = constant(tail_span, list_term(constants, end));
        }
        if self.deeper(span, elements.len(), |_| ()).is_none() {
            return self.broken(span);
        }
        let list = elements.into_iter().rev().fold(tail, |tail, head| Expr {
            span: head.span,
            kind: ExprKind::Cons(Box::new(head), Box::new(tail)),
        });
        Expr { span, ..list }
    }

    /// `(map-remove map key…)`: nested calls, so the last key is evaluated first and the map last.
    fn map_remove(&mut self, span: Span, map: &Form, keys: &[Form]) -> Expr {
        if self.deeper(span, keys.len(), |_| ()).is_none() {
            return self.broken(span);
        }
        let mut keys: Vec<Expr> = keys.iter().rev().map(|key| self.expression(key)).collect();
        keys.reverse();
        let map = self.expression(map);
        keys.into_iter().fold(map, |map, key| {
            remote(span, "maps", "remove", vec![key, map])
        })
    }

    /// Binds operands to variables in order, those that are not trivial, so that they can be used in
    /// another order or more than once.
    pub(super) fn evaluated_first(
        &mut self,
        operands: impl IntoIterator<Item = Expr>,
    ) -> (Vec<(VarId, Expr)>, Vec<Expr>) {
        let mut bindings = Vec::new();
        let operands = operands
            .into_iter()
            .map(|operand| {
                if is_trivial(&operand) {
                    return operand;
                }
                let span = operand.span;
                let id = self.temporary();
                bindings.push((id, operand));
                variable(span, id)
            })
            .collect();
        (bindings, operands)
    }

    /// `body` with variables bound around it.
    pub(super) fn bound(&self, span: Span, bindings: Vec<(VarId, Expr)>, body: Expr) -> Expr {
        if bindings.is_empty() {
            return body;
        }
        let bindings = bindings
            .into_iter()
            .map(|(id, value)| super::ir::Binding {
                pattern: Pattern {
                    span: value.span,
                    kind: PatternKind::Variable(id),
                },
                guard: None,
                value,
            })
            .collect();
        Expr {
            span,
            kind: ExprKind::Let(bindings, Box::new(body)),
        }
    }

    /// A call of a function of `erlang`.
    pub(super) fn builtin(&mut self, span: Span, name: &str, arguments: &[&Form]) -> Expr {
        let arguments = arguments.iter().map(|form| self.expression(form)).collect();
        remote(span, "erlang", name, arguments)
    }

    /// `(lambda (argument…) body…)`.
    pub(super) fn simple_lambda(&mut self, form: &Form) -> Option<Lambda> {
        let span = form.span;
        let parts = form.as_list().unwrap_or_default();
        let Some((arguments, body)) = parts
            .get(1)
            .and_then(Form::as_list)
            .map(|arguments| (arguments, &parts[2..]))
            .filter(|(arguments, _)| arguments.len() <= 255)
        else {
            self.bad_form(span, "lambda");
            return None;
        };
        let outside = self.enter_function();
        let mark = self.scope.mark();
        let mut patterns = Vec::with_capacity(arguments.len());
        let mut dynamics = Vec::new();
        for argument in arguments {
            let Some(name) = argument.as_symbol() else {
                self.bad_form(span, "lambda");
                continue;
            };
            let kind = if *name == *"_" {
                PatternKind::Ignore
            } else {
                let id = self.fresh(name);
                match self.names.dynamic(name) {
                    Some(name) => dynamics.push((name, variable(argument.span, id))),
                    None => self.scope.bind_variable(name, id),
                }
                PatternKind::Variable(id)
            };
            patterns.push(Pattern {
                span: argument.span,
                kind,
            });
        }
        let body = self.body(span, body);
        let body = super::dynamic::bound(span, dynamics, body);
        self.scope.leave(mark);
        self.in_guard = outside;
        Some(Lambda {
            arity: arguments.len(),
            span,
            clauses: vec![Clause {
                span,
                patterns,
                guard: None,
                body,
            }],
        })
    }

    /// `(match-lambda ((pattern…) [guard] body…)…)`.
    pub(super) fn match_lambda(&mut self, form: &Form) -> Option<Lambda> {
        let span = form.span;
        let clauses = &form.as_list().unwrap_or_default()[1..];
        let arity = match super::names::function_arity(form) {
            Some(arity) if arity <= 255 => arity,
            _ => {
                self.bad_form(span, "match-lambda");
                return None;
            }
        };
        let outside = self.enter_function();
        let clauses = clauses
            .iter()
            .filter_map(|clause| {
                let parts = clause.as_list().unwrap_or_default();
                match parts.split_first() {
                    Some((patterns, rest))
                        if patterns.as_list().is_some_and(|list| list.len() == arity) =>
                    {
                        let patterns = patterns.as_list().unwrap_or_default();
                        Some(self.clause(clause.span, patterns, rest))
                    }
                    Some((patterns, _)) if patterns.as_list().is_some() => {
                        self.error(
                            "arity-mismatch",
                            clause.span,
                            "function head arity mismatch",
                        );
                        None
                    }
                    _ => {
                        self.bad_form(clause.span, "clause");
                        None
                    }
                }
            })
            .collect();
        self.in_guard = outside;
        Some(Lambda {
            arity,
            span,
            clauses,
        })
    }

    fn enter_function(&mut self) -> bool {
        std::mem::replace(&mut self.in_guard, false)
    }
}

/// The expressions' terms, if all are constants; else the expressions.
fn all_constant(expressions: Vec<Expr>) -> Result<Vec<Term>, Vec<Expr>> {
    if !expressions
        .iter()
        .all(|expression| matches!(expression.kind, ExprKind::Literal(_)))
    {
        return Err(expressions);
    }
    Ok(expressions
        .into_iter()
        .filter_map(|expression| match expression.kind {
            ExprKind::Literal(term) => Some(term),
            _ => None,
        })
        .collect())
}

fn in_pairs(expressions: Vec<Expr>) -> Vec<(Expr, Expr)> {
    let mut expressions = expressions.into_iter();
    let mut pairs = Vec::new();
    while let (Some(key), Some(value)) = (expressions.next(), expressions.next()) {
        pairs.push((key, value));
    }
    pairs
}

/// Is it a list of code points? LFE takes it for a string.
pub(super) fn is_character_list(forms: &[Form]) -> bool {
    forms.iter().all(|form| match &form.kind {
        Kind::Integer(value) => u32::try_from(value).is_ok_and(|c| char::from_u32(c).is_some()),
        _ => false,
    })
}

/// Is evaluating it without effect and possible any number of times?
pub(super) fn is_trivial(expression: &Expr) -> bool {
    matches!(
        expression.kind,
        ExprKind::Literal(_) | ExprKind::Variable(_)
    )
}

pub(super) fn constant(span: Span, term: Term) -> Expr {
    Expr {
        span,
        kind: ExprKind::Literal(term),
    }
}

pub(super) fn variable(span: Span, id: VarId) -> Expr {
    Expr {
        span,
        kind: ExprKind::Variable(id),
    }
}

pub(super) fn remote(span: Span, module: &str, function: &str, arguments: Vec<Expr>) -> Expr {
    Expr {
        span,
        kind: ExprKind::CallRemote(Symbol::new(module), Symbol::new(function), arguments),
    }
}
