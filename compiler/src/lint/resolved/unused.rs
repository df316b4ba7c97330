//! Values that nobody uses, and local functions that nobody calls.

use super::Checker;
use crate::base::auto_imported::is_operator;
use crate::base::span::Span;
use crate::base::term::Term;
use crate::core::build::TEMPORARY;
use crate::core::ir::{
    Binding, Clause, Expr, ExprKind, Lambda, Module, Pattern, PatternKind, Segment, VarId,
};
use std::collections::BTreeSet;

/// Functions that only compute and may fail: of `erlang` without a module name, else with it.
const COMPUTING: &[&str] = &[
    "abs/1",
    "atom_to_binary/1",
    "atom_to_binary/2",
    "atom_to_list/1",
    "binary_part/2",
    "binary_part/3",
    "binary_to_atom/1",
    "binary_to_atom/2",
    "binary_to_float/1",
    "binary_to_integer/1",
    "binary_to_list/1",
    "binary_to_list/3",
    "bit_size/1",
    "byte_size/1",
    "ceil/1",
    "element/2",
    "float/1",
    "float_to_binary/1",
    "float_to_list/1",
    "floor/1",
    "hd/1",
    "integer_to_binary/1",
    "integer_to_list/1",
    "is_function/2",
    "is_map_key/2",
    "is_record/2",
    "is_record/3",
    "length/1",
    "list_to_atom/1",
    "list_to_binary/1",
    "list_to_float/1",
    "list_to_integer/1",
    "list_to_integer/2",
    "list_to_tuple/1",
    "lists:append/2",
    "lists:subtract/2",
    "map_get/2",
    "maps:get/2",
    "maps:is_key/2",
    "maps:new/0",
    "math:acos/1",
    "math:acosh/1",
    "math:asin/1",
    "math:asinh/1",
    "math:atan/1",
    "math:atan2/2",
    "math:atanh/1",
    "math:ceil/1",
    "math:cos/1",
    "math:cosh/1",
    "math:erf/1",
    "math:erfc/1",
    "math:exp/1",
    "math:floor/1",
    "math:fmod/2",
    "math:log/1",
    "math:log10/1",
    "math:log2/1",
    "math:pow/2",
    "math:sin/1",
    "math:sinh/1",
    "math:sqrt/1",
    "math:tan/1",
    "math:tanh/1",
    "pid_to_list/1",
    "round/1",
    "setelement/3",
    "size/1",
    "split_binary/2",
    "tl/1",
    "trunc/1",
    "tuple_size/1",
    "tuple_to_list/1",
];

/// Functions of `erlang` that compute and never fail.
const WITHOUT_EFFECT: &[&str] = &[
    "date/0",
    "get/0",
    "get/1",
    "get_keys/1",
    "is_atom/1",
    "is_binary/1",
    "is_bitstring/1",
    "is_boolean/1",
    "is_float/1",
    "is_function/1",
    "is_integer/1",
    "is_list/1",
    "is_map/1",
    "is_number/1",
    "is_pid/1",
    "is_port/1",
    "is_reference/1",
    "is_tuple/1",
    "make_ref/0",
    "max/2",
    "min/2",
    "node/0",
    "nodes/0",
    "processes/0",
    "registered/0",
    "self/0",
    "term_to_binary/1",
    "time/0",
];

/// How to say that a value is not needed.
const ADVICE: &str = "if only the effect matters, bind the value to `_`: `(let ((_ …)) …)`";

impl Checker<'_> {
    /// Warns of a value that is made for nothing.
    pub fn unused_value(&mut self, expr: &Expr, around: Span) {
        let (message, advice) = match &expr.kind {
            ExprKind::Literal(Term::ExternalFunction(..)) => (
                "the result of fun construction is ignored".to_string(),
                true,
            ),
            ExprKind::Literal(term) if !costs_something(term) => return,
            ExprKind::Literal(_)
            | ExprKind::Tuple(_)
            | ExprKind::Cons(..)
            | ExprKind::MapNew(_)
            | ExprKind::MapPut(..)
            | ExprKind::MapUpdate(..)
            | ExprKind::Binary(_)
            | ExprKind::Lambda(_) => ("a term is constructed, but never used".to_string(), false),
            ExprKind::CallRemote(module, name, arguments) => {
                let Some(found) = unused_call(module.as_str(), name.as_str(), arguments.len())
                else {
                    return;
                };
                found
            }
            _ => return,
        };
        if self.warn("unused-value", expr.span, around, message)
            && advice
            && let Some(warning) = self.diagnostics.last_mut()
        {
            warning.hints.push(ADVICE.to_string());
        }
    }

    /// Is it a variable that nothing refers to?
    pub fn is_unused_variable(&self, pattern: &Pattern) -> bool {
        matches!(&pattern.kind, PatternKind::Variable(id) if !self.used.contains(id))
    }

    /// Warns of a local function that only itself calls.
    pub fn unused_function(&mut self, id: VarId, lambda: &Lambda, around: Span) {
        if self.used.contains(&id) {
            return;
        }
        let Some(name) = self.module.variables.get(id.0 as usize) else {
            return;
        };
        if name.as_str() == TEMPORARY {
            return;
        }
        let message = format!("function {name}/{} is unused", lambda.arity);
        self.warn("unused-function", lambda.span, around, message);
    }
}

/// Is a constant more than an atom or a text, which may stand there as a comment?
fn costs_something(term: &Term) -> bool {
    let is_letter = |term: &Term| match term {
        Term::Integer(code) => u32::try_from(code)
            .ok()
            .and_then(char::from_u32)
            .is_some_and(|c| !c.is_control() || c.is_whitespace()),
        _ => false,
    };
    match term {
        Term::Integer(_) | Term::Float(_) | Term::Tuple(_) | Term::Map(_) => true,
        Term::List(elements, tail) => !(**tail == Term::Nil && elements.iter().all(is_letter)),
        _ => false,
    }
}

/// What is said of a call whose value is not used, and whether it may be there for its errors.
fn unused_call(module: &str, name: &str, arity: usize) -> Option<(String, bool)> {
    if module == "erlang" && is_operator(name, arity) && name != "!" {
        return Some(match crate::base::auto_imported::is_comparison(name) {
            true => (format!("use of operator '{name}' has no effect"), false),
            false => {
                let message =
                    format!("the result of evaluating operator '{name}'/{arity} is ignored");
                (message, true)
            }
        });
    }
    let described = match module {
        "erlang" => format!("{name}/{arity}"),
        _ => format!("{module}:{name}/{arity}"),
    };
    if COMPUTING.binary_search(&described.as_str()).is_ok() {
        return Some((
            format!("the result of calling {described} is ignored"),
            true,
        ));
    }
    if WITHOUT_EFFECT.binary_search(&described.as_str()).is_ok() {
        return Some((format!("the call to {described} has no effect"), false));
    }
    None
}

/// All variables that are read, and all local functions that are used outside their own definition.
pub fn used_variables(module: &Module) -> BTreeSet<VarId> {
    let mut uses = Uses::default();
    for function in &module.functions {
        uses.lambda(&function.lambda);
    }
    uses.found
}

#[derive(Default)]
struct Uses {
    found: BTreeSet<VarId>,
    /// The local functions whose definitions are being looked at.
    within: Vec<VarId>,
}

impl Uses {
    fn function(&mut self, id: VarId) {
        if !self.within.contains(&id) {
            self.found.insert(id);
        }
    }

    fn lambda(&mut self, lambda: &Lambda) {
        self.clauses(&lambda.clauses);
    }

    fn clauses(&mut self, clauses: &[Clause]) {
        for clause in clauses {
            clause
                .patterns
                .iter()
                .for_each(|pattern| self.pattern(pattern));
            self.exprs(&clause.guard);
            self.expr(&clause.body);
        }
    }

    /// A variable that stands twice is used: the value is compared. So is the size of a segment.
    fn pattern(&mut self, pattern: &Pattern) {
        match &pattern.kind {
            PatternKind::Same(id) => {
                self.found.insert(*id);
            }
            PatternKind::Ignore | PatternKind::Variable(_) | PatternKind::Literal(_) => {}
            PatternKind::Cons(left, right) | PatternKind::Alias(left, right) => {
                self.pattern(left);
                self.pattern(right);
            }
            PatternKind::Tuple(elements) => {
                elements.iter().for_each(|element| self.pattern(element));
            }
            PatternKind::Map(pairs) => pairs.iter().for_each(|(_, value)| self.pattern(value)),
            PatternKind::Binary(segments) => {
                for Segment { value, size, .. } in segments {
                    self.pattern(value);
                    self.exprs(size);
                }
            }
        }
    }

    fn exprs<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) {
        exprs.into_iter().for_each(|expr| self.expr(expr));
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Literal(_)
            | ExprKind::LocalFunction(..)
            | ExprKind::Dynamic(_)
            | ExprKind::DynamicIsSet(_) => {}
            ExprKind::BindDynamic(bindings, body) => {
                self.exprs(bindings.iter().map(|(_, value)| value));
                self.expr(body);
            }
            ExprKind::SetDynamic(_, _, value) => self.expr(value),
            ExprKind::Variable(id) => {
                self.found.insert(*id);
            }
            ExprKind::LetRecFunction(id) => self.function(*id),
            ExprKind::CallLetRec(id, exprs) => {
                self.function(*id);
                self.exprs(exprs);
            }
            ExprKind::Cons(left, right)
            | ExprKind::AndAlso(left, right)
            | ExprKind::OrElse(left, right) => self.exprs([&**left, &**right]),
            ExprKind::Tuple(exprs)
            | ExprKind::Sequence(exprs)
            | ExprKind::CallLocal(_, exprs)
            | ExprKind::CallRemote(_, _, exprs) => self.exprs(exprs),
            ExprKind::MapNew(pairs) => self.pairs(pairs),
            ExprKind::MapPut(map, pairs) | ExprKind::MapUpdate(map, pairs) => {
                self.expr(map);
                self.pairs(pairs);
            }
            ExprKind::Binary(segments) => {
                for segment in segments {
                    self.expr(&segment.value);
                    self.exprs(&segment.size);
                }
            }
            ExprKind::Lambda(lambda) => self.lambda(lambda),
            ExprKind::CallDynamic(module, function, exprs) => {
                self.exprs([&**module, &**function]);
                self.exprs(exprs);
            }
            ExprKind::CallFun(function, exprs) => {
                self.expr(function);
                self.exprs(exprs);
            }
            ExprKind::Let(bindings, body) => {
                for Binding {
                    pattern,
                    guard,
                    value,
                } in bindings
                {
                    self.pattern(pattern);
                    self.exprs(guard);
                    self.expr(value);
                }
                self.expr(body);
            }
            ExprKind::LetRec(functions, body) => {
                for (id, lambda) in functions {
                    self.within.push(*id);
                    self.lambda(lambda);
                    self.within.pop();
                }
                self.expr(body);
            }
            ExprKind::If(test, yes, no) => self.exprs([&**test, &**yes, &**no]),
            ExprKind::Case(value, clauses, _) => {
                self.expr(value);
                self.clauses(clauses);
            }
            ExprKind::Catch(body) => self.expr(body),
            ExprKind::Try(parts) => {
                self.expr(&parts.body);
                self.clauses(parts.clauses.as_deref().unwrap_or_default());
                self.clauses(&parts.handlers);
                self.exprs(&parts.after);
            }
        }
    }

    fn pairs(&mut self, pairs: &[(Expr, Expr)]) {
        self.exprs(pairs.iter().flat_map(|(key, value)| [key, value]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        for table in [COMPUTING, WITHOUT_EFFECT] {
            assert!(table.windows(2).all(|pair| pair[0] < pair[1]), "{table:?}");
        }
    }
}
