//! Core as S-expressions, for `--emit core` and snapshots.
//!
//! A variable prints as its name, a dot and its number; a call as `module:function`, a call of this
//! module's function as `local`, one of a `letrec`'s function as that variable.

use super::ir::*;
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::base::term::Term;
use crate::reader::form::{Form, Kind};
use crate::reader::print::pretty;
use dashu_int::IBig;

const WIDTH: usize = 100;

/// The module as text.
pub fn print(module: &Module) -> String {
    let printer = Printer {
        variables: &module.variables,
    };
    let mut header = vec![symbol("module"), name(&module.name)];
    header.push(call(
        "export",
        module
            .exports
            .iter()
            .map(|(function, arity)| list(vec![name(function), number(*arity)])),
    ));
    for (attribute, value) in &module.attributes {
        header.push(call("attribute", [name(attribute), datum(value)]));
    }
    header.extend(module.documentation.as_deref().map(documentation));
    let mut text = pretty(&list(header), WIDTH);
    text.push('\n');
    for function in &module.functions {
        let mut parts = vec![name(&function.name), number(function.lambda.arity)];
        parts.extend(function.documentation.as_deref().map(documentation));
        parts.extend(printer.clauses(&function.lambda.clauses));
        text.push('\n');
        text.push_str(&pretty(&call("function", parts), WIDTH));
        text.push('\n');
    }
    text
}

struct Printer<'a> {
    variables: &'a [Symbol],
}

impl Printer<'_> {
    fn variable(&self, id: VarId) -> Form {
        let name = self.variables.get(id.0 as usize);
        let name = name.map_or("?", Symbol::as_str);
        symbol(&format!("{name}.{}", id.0))
    }

    fn expressions<'e>(&self, expressions: impl IntoIterator<Item = &'e Expr>) -> Vec<Form> {
        expressions
            .into_iter()
            .map(|expression| self.expression(expression))
            .collect()
    }

    fn with(&self, head: Form, arguments: &[Expr]) -> Form {
        let mut forms = vec![head];
        forms.extend(self.expressions(arguments));
        list(forms)
    }

    fn pairs(&self, head: &str, map: Option<&Expr>, pairs: &[(Expr, Expr)]) -> Form {
        let pairs = pairs.iter().flat_map(|(key, value)| [key, value]);
        call(head, self.expressions(map.into_iter().chain(pairs)))
    }

    fn expression(&self, expression: &Expr) -> Form {
        match &expression.kind {
            ExprKind::Literal(term) => literal(term),
            ExprKind::Variable(id) => self.variable(*id),
            ExprKind::Cons(head, tail) => {
                call("cons", [self.expression(head), self.expression(tail)])
            }
            ExprKind::Tuple(elements) => self.with(symbol("tuple"), elements),
            ExprKind::MapNew(pairs) => self.pairs("map", None, pairs),
            ExprKind::MapPut(map, pairs) => self.pairs("map-put", Some(map), pairs),
            ExprKind::MapUpdate(map, pairs) => self.pairs("map-update", Some(map), pairs),
            ExprKind::Binary(segments) => call(
                "binary",
                segments
                    .iter()
                    .map(|segment| self.segment(segment, self.expression(&segment.value))),
            ),
            ExprKind::Lambda(lambda) => self.lambda(lambda),
            ExprKind::LocalFunction(function, arity) => {
                call("function", [name(function), number(*arity)])
            }
            ExprKind::CallLocal(function, arguments) => {
                let mut forms = vec![name(function)];
                forms.extend(self.expressions(arguments));
                call("local", forms)
            }
            ExprKind::CallRemote(module, function, arguments) => {
                self.with(symbol(&format!("{module}:{function}")), arguments)
            }
            ExprKind::CallDynamic(module, function, arguments) => {
                let mut forms = self.expressions([&**module, &**function]);
                forms.extend(self.expressions(arguments));
                call("call", forms)
            }
            ExprKind::CallFun(function, arguments) => {
                let mut forms = vec![self.expression(function)];
                forms.extend(self.expressions(arguments));
                call("funcall", forms)
            }
            ExprKind::CallLetRec(id, arguments) => self.with(self.variable(*id), arguments),
            ExprKind::LetRecFunction(id) => call("function", [self.variable(*id)]),
            ExprKind::Let(bindings, body) => {
                let bindings = bindings.iter().map(|binding| self.binding(binding));
                call("let", [list(bindings.collect()), self.expression(body)])
            }
            ExprKind::LetRec(functions, body) => {
                let functions = functions
                    .iter()
                    .map(|(id, lambda)| list(vec![self.variable(*id), self.lambda(lambda)]));
                call("letrec", [list(functions.collect()), self.expression(body)])
            }
            ExprKind::Sequence(expressions) => self.with(symbol("progn"), expressions),
            ExprKind::If(test, yes, no) => call("if", self.expressions([&**test, &**yes, &**no])),
            ExprKind::AndAlso(first, second) => {
                call("andalso", self.expressions([&**first, &**second]))
            }
            ExprKind::OrElse(first, second) => {
                call("orelse", self.expressions([&**first, &**second]))
            }
            ExprKind::Case(value, clauses, no_match) => {
                let mut forms = vec![self.expression(value)];
                forms.extend(self.case_clauses(clauses));
                let reason = match no_match {
                    NoMatch::CaseClause => None,
                    NoMatch::ElseClause => Some("else_clause"),
                    NoMatch::TryClause => Some("try_clause"),
                    NoMatch::BadMatch => Some("badmatch"),
                };
                forms.extend(reason.map(|reason| call("no-match", [symbol(reason)])));
                call("case", forms)
            }
            ExprKind::Dynamic(name) => dynamic(name),
            ExprKind::DynamicIsSet(name) => call("dynamic-is-set", [dynamic(name)]),
            ExprKind::BindDynamic(bindings, body) => {
                let bindings = bindings
                    .iter()
                    .map(|(name, value)| list(vec![dynamic(name), self.expression(value)]));
                call(
                    "bind-dynamic",
                    [list(bindings.collect()), self.expression(body)],
                )
            }
            ExprKind::SetDynamic(name, reach, value) => {
                let head = match reach {
                    Reach::Current => "set-dynamic",
                    Reach::Global => "set-global",
                };
                call(head, [dynamic(name), self.expression(value)])
            }
            ExprKind::Catch(body) => call("catch", [self.expression(body)]),
            ExprKind::Try(parts) => {
                let mut forms = vec![self.expression(&parts.body)];
                if let Some(clauses) = &parts.clauses {
                    forms.push(call("case", self.case_clauses(clauses)));
                }
                if !parts.handlers.is_empty() {
                    forms.push(call("catch", self.clauses(&parts.handlers)));
                }
                if let Some(after) = &parts.after {
                    forms.push(call("after", [self.expression(after)]));
                }
                call("try", forms)
            }
        }
    }

    fn lambda(&self, lambda: &Lambda) -> Form {
        call("lambda", self.clauses(&lambda.clauses))
    }

    fn binding(&self, binding: &Binding) -> Form {
        let mut forms = vec![self.pattern(&binding.pattern)];
        forms.extend(binding.guard.as_ref().map(|guard| self.guard(guard)));
        forms.push(self.expression(&binding.value));
        list(forms)
    }

    fn guard(&self, guard: &Expr) -> Form {
        call("when", [self.expression(guard)])
    }

    /// Clauses with their patterns in a list.
    fn clauses(&self, clauses: &[Clause]) -> Vec<Form> {
        clauses
            .iter()
            .map(|clause| {
                let patterns = clause.patterns.iter().map(|pattern| self.pattern(pattern));
                self.clause(list(patterns.collect()), clause)
            })
            .collect()
    }

    /// Clauses with their one pattern bare.
    fn case_clauses(&self, clauses: &[Clause]) -> Vec<Form> {
        clauses
            .iter()
            .map(|clause| match clause.patterns.as_slice() {
                [pattern] => self.clause(self.pattern(pattern), clause),
                patterns => {
                    let patterns = patterns.iter().map(|pattern| self.pattern(pattern));
                    self.clause(list(patterns.collect()), clause)
                }
            })
            .collect()
    }

    fn clause(&self, head: Form, clause: &Clause) -> Form {
        let mut forms = vec![head];
        forms.extend(clause.guard.as_ref().map(|guard| self.guard(guard)));
        forms.push(self.expression(&clause.body));
        list(forms)
    }

    fn pattern(&self, pattern: &Pattern) -> Form {
        match &pattern.kind {
            PatternKind::Ignore => symbol("_"),
            PatternKind::Variable(id) => self.variable(*id),
            PatternKind::Same(id) => call("same", [self.variable(*id)]),
            PatternKind::Literal(term) => literal(term),
            PatternKind::Cons(head, tail) => call("cons", [self.pattern(head), self.pattern(tail)]),
            PatternKind::Tuple(elements) => call(
                "tuple",
                elements.iter().map(|element| self.pattern(element)),
            ),
            PatternKind::Map(entries) => call(
                "map",
                entries
                    .iter()
                    .flat_map(|(key, value)| [literal(key), self.pattern(value)]),
            ),
            PatternKind::Binary(segments) => call(
                "binary",
                segments
                    .iter()
                    .map(|segment| self.segment(segment, self.pattern(&segment.value))),
            ),
            PatternKind::Alias(left, right) => call("=", [self.pattern(left), self.pattern(right)]),
        }
    }

    /// `(value type [(size n)] [(unit n)] [signed] [little])`; a unit of one is left out.
    fn segment<T>(&self, segment: &Segment<T>, value: Form) -> Form {
        let kind = match segment.kind {
            SegmentKind::Integer => "integer",
            SegmentKind::Float => "float",
            SegmentKind::Binary => "binary",
            SegmentKind::Utf8 => "utf8",
            SegmentKind::Utf16 => "utf16",
            SegmentKind::Utf32 => "utf32",
        };
        let mut forms = vec![value, symbol(kind)];
        if let Some(size) = &segment.size {
            forms.push(call("size", [self.expression(size)]));
        }
        if segment.unit != 1 {
            forms.push(call("unit", [number(segment.unit as usize)]));
        }
        if segment.signed {
            forms.push(symbol("signed"));
        }
        if segment.little_endian {
            forms.push(symbol("little"));
        }
        list(forms)
    }
}

fn form(kind: Kind) -> Form {
    Form::new(Span::default(), kind)
}

fn symbol(text: &str) -> Form {
    Form::symbol(Span::default(), text)
}

fn name(symbol: &Symbol) -> Form {
    form(Kind::Symbol(symbol.clone()))
}

fn number(value: usize) -> Form {
    form(Kind::Integer(IBig::from(value)))
}

fn list(forms: Vec<Form>) -> Form {
    form(Kind::List(forms))
}

fn call(head: &str, arguments: impl IntoIterator<Item = Form>) -> Form {
    let mut forms = vec![symbol(head)];
    forms.extend(arguments);
    list(forms)
}

fn documentation(text: &str) -> Form {
    let text = if text.is_empty() {
        list(Vec::new())
    } else {
        form(Kind::String(text.to_owned()))
    };
    call("doc", [text])
}

/// A constant as an expression.
fn literal(term: &Term) -> Form {
    match term {
        Term::Integer(_) | Term::Float(_) | Term::Binary(..) | Term::Nil => datum(term),
        Term::ExternalFunction(module, function, arity) => call(
            "function",
            [name(module), name(function), number(usize::from(*arity))],
        ),
        Term::List(..) => match datum(term) {
            string @ Form {
                kind: Kind::String(_),
                ..
            } => string,
            data => call("quote", [data]),
        },
        Term::Atom(_) | Term::Tuple(_) | Term::Map(_) => call("quote", [datum(term)]),
    }
}

/// A constant as data.
fn datum(term: &Term) -> Form {
    form(match term {
        Term::Integer(value) => Kind::Integer(value.clone()),
        Term::Float(value) => Kind::Float(*value),
        Term::Atom(name) => Kind::Symbol(name.clone()),
        Term::Nil => Kind::List(Vec::new()),
        Term::List(elements, tail) => match (&**tail, printable(elements)) {
            (Term::Nil, Some(text)) => Kind::String(text),
            (Term::Nil, None) => Kind::List(elements.iter().map(datum).collect()),
            (tail, _) => {
                Kind::Improper(elements.iter().map(datum).collect(), Box::new(datum(tail)))
            }
        },
        Term::Tuple(elements) => Kind::Tuple(elements.iter().map(datum).collect()),
        Term::Map(pairs) => Kind::Map(
            pairs
                .iter()
                .flat_map(|(key, value)| [datum(key), datum(value)])
                .collect(),
        ),
        Term::Binary(bytes, bits) => Kind::Binary(bytes.clone(), *bits),
        Term::ExternalFunction(module, function, arity) => {
            Kind::Symbol(Symbol::new(&format!("#'{module}:{function}/{arity}")))
        }
    })
}

/// The text of a list of printable characters.
fn printable(elements: &[Term]) -> Option<String> {
    elements
        .iter()
        .map(|element| match element {
            Term::Integer(value) => u32::try_from(value)
                .ok()
                .and_then(char::from_u32)
                .filter(|c| !c.is_control() || matches!(c, '\n' | '\t')),
            _ => None,
        })
        .collect()
}

fn dynamic((module, name): &DynamicName) -> Form {
    call("dynamic", [symbol(&format!("{module}:{name}"))])
}
