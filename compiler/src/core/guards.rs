//! What a guard may contain.

use super::build::Builder;
use super::ir::{Expr, ExprKind, PatternKind};
use crate::base::auto_imported::{is_guard_builtin, is_guard_operator};

impl Builder {
    /// Reports every expression in a guard that has no place there.
    pub(super) fn check_guard(&mut self, guard: &Expr) {
        let mut work = vec![guard];
        while let Some(expression) = work.pop() {
            match &expression.kind {
                ExprKind::Literal(_) | ExprKind::Variable(_) | ExprKind::Dynamic(_) => {}
                ExprKind::Cons(first, second)
                | ExprKind::AndAlso(first, second)
                | ExprKind::OrElse(first, second) => work.extend([&**second, &**first]),
                ExprKind::Tuple(elements) => work.extend(elements.iter().rev()),
                ExprKind::MapNew(pairs) => {
                    work.extend(pairs.iter().rev().flat_map(|(key, value)| [value, key]));
                }
                ExprKind::MapPut(map, pairs) | ExprKind::MapUpdate(map, pairs) => {
                    work.extend(pairs.iter().rev().flat_map(|(key, value)| [value, key]));
                    work.push(map);
                }
                ExprKind::Binary(segments) => {
                    for segment in segments.iter().rev() {
                        work.extend(&segment.size);
                        work.push(&segment.value);
                    }
                }
                ExprKind::CallRemote(module, function, arguments)
                    if *module == *"erlang"
                        && (is_guard_builtin(function.as_str(), arguments.len())
                            || is_guard_operator(function.as_str(), arguments.len())) =>
                {
                    work.extend(arguments.iter().rev());
                }
                // A comparison of more than two operands binds them first.
                ExprKind::Let(bindings, body)
                    if bindings.iter().all(|binding| {
                        matches!(binding.pattern.kind, PatternKind::Variable(id)
                            if self.is_temporary(id))
                    }) =>
                {
                    work.push(body);
                    work.extend(bindings.iter().rev().map(|binding| &binding.value));
                }
                _ => self.error("illegal-guard", expression.span, "illegal guard expression"),
            }
        }
    }
}
