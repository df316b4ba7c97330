//! `(atomic body…)`: what nothing may interrupt. Polls stand at entries of functions, at heads of loops
//! and where calls have returned, so a body without calls has none. It is checked for calls here, and
//! for what could take without bound; then it is a sequence like any other.

use super::build::Builder;
use super::ir::{Clause, Expr, ExprKind, Segment, SegmentKind, VarId};
use crate::base::diagnostic::Diagnostic;
use crate::base::symbol::Symbol;
use crate::base::term::Term;
use crate::reader::form::Form;
use alate_abi::builtins;
use alate_abi::cost::{Cost, cost};

const CODE: &str = "atomic";

/// Why something may not stand in an atomic body.
struct Fault {
    /// What it is.
    what: String,
    label: &'static str,
}

const INTERRUPTED: &str = "it may be interrupted";
const LARGE: &str = "what it makes is as large as its arguments, or as they say";
const LONG: &str = "it goes over all of its arguments, or of what the program holds";

fn fault(what: impl Into<String>, label: &'static str) -> Option<Fault> {
    let what = what.into();
    Some(Fault { what, label })
}

impl Builder {
    /// `(atomic body…)`.
    pub(super) fn atomic(&mut self, form: &Form, body: &[Form]) -> Expr {
        let span = form.span;
        let body = self.body(span, body);
        let place = form
            .as_list()
            .and_then(<[Form]>::first)
            .map_or(span, |head| head.span);
        let mut work = vec![&body];
        let mut faults = Vec::new();
        while let Some(expr) = work.pop() {
            if let Some(fault) = self.fault(expr) {
                faults.push((expr.span, fault));
                // What a loop, handler or binding consists of is no fault of its own.
                if matches!(
                    expr.kind,
                    ExprKind::LetRec(..)
                        | ExprKind::Catch(_)
                        | ExprKind::Try(_)
                        | ExprKind::BindDynamic(..)
                ) {
                    continue;
                }
            }
            parts(expr, &mut work);
        }
        for (span, fault) in faults {
            let message = format!("{} in an atomic body", fault.what);
            let mut error = Diagnostic::error(CODE, span, message).label(fault.label);
            let outer = "nothing may interrupt this".to_string();
            error.secondary.push((place, outer));
            self.report_once(error);
        }
        body
    }

    /// What is wrong with an expression itself, its parts left out.
    fn fault(&self, expr: &Expr) -> Option<Fault> {
        match &expr.kind {
            ExprKind::CallLocal(name, arguments) => {
                fault(format!("call of {name}/{}", arguments.len()), INTERRUPTED)
            }
            ExprKind::CallLetRec(id, arguments) => {
                fault(self.local_call(*id, arguments.len()), INTERRUPTED)
            }
            ExprKind::LetRec(functions, _) => {
                let own = functions.first().map(|(id, _)| *id);
                let made = own.filter(|id| self.is_made(*id));
                made.and_then(|id| fault(self.local_call(id, 0), INTERRUPTED))
            }
            ExprKind::CallRemote(module, function, arguments) => {
                remote(module, function, arguments.len())
            }
            ExprKind::CallFun(..) => fault("call of a fun", INTERRUPTED),
            ExprKind::CallDynamic(..) => fault("call by name", INTERRUPTED),
            ExprKind::Catch(_) => fault("catch", "what it protects is a call"),
            ExprKind::Try(_) => fault("try", "what it protects is a call"),
            ExprKind::BindDynamic(..) => fault(
                "binding of a dynamic variable",
                "what is evaluated under it is a call",
            ),
            ExprKind::Binary(segments) if segments.iter().any(is_unbounded) => fault(
                "binary of unbounded size",
                "the size of a segment is not constant",
            ),
            _ => None,
        }
    }

    /// What a call of a local function is to its writer.
    fn local_call(&self, id: VarId, arity: usize) -> String {
        let name = self.variables.get(id.0 as usize).map(Symbol::as_str);
        match name.unwrap_or_default() {
            "receive" => "receive".to_string(),
            // The else clauses of `maybe`.
            "-" => "maybe with else clauses".to_string(),
            name if name.starts_with("do$^") => "loop".to_string(),
            name if name.contains("$^") => "comprehension".to_string(),
            name => format!("call of local function {name}/{arity}"),
        }
    }

    /// Did the compiler make this local function, to call it at once?
    fn is_made(&self, id: VarId) -> bool {
        let name = self.variables.get(id.0 as usize).map(Symbol::as_str);
        name.is_some_and(|name| name.contains("$^") || matches!(name, "receive" | "-"))
    }
}

fn remote(module: &Symbol, function: &Symbol, arity: usize) -> Option<Fault> {
    let (module, name) = (module.as_str(), function.as_str());
    let what = match (module, name) {
        ("erlang", "++" | "--") => name.to_string(),
        ("erlang", _) => format!("{name}/{arity}"),
        _ => format!("{module}:{name}/{arity}"),
    };
    match (module, name, arity) {
        // These leave the body at once.
        ("erlang", "error" | "nif_error", 1..=3)
        | ("erlang", "exit" | "throw", 1)
        | ("erlang", "raise", 3) => return None,
        ("erlang", "++" | "--", 2) => return fault(allocation(&what), LARGE),
        _ => {}
    }
    let Some(row) = builtins::find(module, name, arity) else {
        return fault(format!("call of {what}"), INTERRUPTED);
    };
    match cost(row) {
        Cost::Bounded => None,
        Cost::Allocates => fault(allocation(&what), LARGE),
        Cost::Long => fault(format!("unbounded work by {what}"), LONG),
        Cost::Waits => fault(what, "it may wait, or end the program"),
    }
}

fn allocation(what: &str) -> String {
    format!("unbounded allocation by {what}")
}

/// Is the size of a segment unknown, or that of a whole binary?
fn is_unbounded(segment: &Segment<Expr>) -> bool {
    match &segment.size {
        Some(size) => !matches!(size.kind, ExprKind::Literal(Term::Integer(_))),
        None => segment.kind == SegmentKind::Binary,
    }
}

/// The parts of an expression that are evaluated with it: bodies of functions are not.
fn parts<'e>(expr: &'e Expr, work: &mut Vec<&'e Expr>) {
    let pairs = |pairs: &'e [(Expr, Expr)], work: &mut Vec<&'e Expr>| {
        work.extend(pairs.iter().flat_map(|(key, value)| [key, value]));
    };
    match &expr.kind {
        ExprKind::Literal(_)
        | ExprKind::Variable(_)
        | ExprKind::Lambda(_)
        | ExprKind::LocalFunction(..)
        | ExprKind::LetRecFunction(_)
        | ExprKind::Dynamic(_)
        | ExprKind::DynamicIsSet(_) => {}
        ExprKind::Cons(a, b) | ExprKind::AndAlso(a, b) | ExprKind::OrElse(a, b) => {
            work.extend([&**a, &**b]);
        }
        ExprKind::Tuple(exprs)
        | ExprKind::Sequence(exprs)
        | ExprKind::CallLocal(_, exprs)
        | ExprKind::CallRemote(_, _, exprs)
        | ExprKind::CallLetRec(_, exprs) => work.extend(exprs),
        ExprKind::CallFun(function, exprs) => {
            work.push(function);
            work.extend(exprs);
        }
        ExprKind::CallDynamic(module, function, exprs) => {
            work.extend([&**module, &**function]);
            work.extend(exprs);
        }
        ExprKind::MapNew(of) => pairs(of, work),
        ExprKind::MapPut(map, of) | ExprKind::MapUpdate(map, of) => {
            work.push(map);
            pairs(of, work);
        }
        ExprKind::Binary(segments) => {
            for segment in segments {
                work.push(&segment.value);
                work.extend(&segment.size);
            }
        }
        ExprKind::Let(bindings, body) => {
            work.extend(bindings.iter().map(|binding| &binding.value));
            work.push(body);
        }
        ExprKind::LetRec(_, body) | ExprKind::Catch(body) => work.push(body),
        ExprKind::If(test, yes, no) => work.extend([&**test, &**yes, &**no]),
        ExprKind::Case(value, clauses, _) => {
            work.push(value);
            bodies(clauses, work);
        }
        ExprKind::Try(parts) => {
            work.push(&parts.body);
            bodies(parts.clauses.as_deref().unwrap_or_default(), work);
            bodies(&parts.handlers, work);
            work.extend(&parts.after);
        }
        ExprKind::BindDynamic(bindings, body) => {
            work.extend(bindings.iter().map(|(_, value)| value));
            work.push(body);
        }
        ExprKind::SetDynamic(_, _, value) => work.push(value),
    }
}

/// Guards hold nothing that is not bounded.
fn bodies<'e>(clauses: &'e [Clause], work: &mut Vec<&'e Expr>) {
    work.extend(clauses.iter().map(|clause| &clause.body));
}
