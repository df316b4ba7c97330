//! Operators of any number of operands. All operands are evaluated before the first operation, as
//! if the operator were a function.

use super::build::Builder;
use super::expressions::{constant, is_trivial, remote};
use super::ir::{Expr, ExprKind};
use crate::base::auto_imported::{is_comparison, is_operator};
use crate::base::span::Span;
use crate::base::term::Term;

impl Builder {
    pub(super) fn operator(&mut self, span: Span, name: &str, operands: Vec<Expr>) -> Expr {
        if operands.len() <= 2 && is_operator(name, operands.len()) {
            return remote(span, "erlang", name, operands);
        }
        if operands.len() < 2 {
            let message = format!("function {name}/{} undefined", operands.len());
            self.error("undefined-function", span, message);
            return self.broken(span);
        }
        if self.deeper(span, operands.len(), |_| ()).is_none() {
            return self.broken(span);
        }
        if is_comparison(name) {
            self.comparison_chain(span, name, operands)
        } else {
            self.fold(span, name, operands)
        }
    }

    /// `(+ a b c)`: from the left; `++` and `--` from the right.
    fn fold(&mut self, span: Span, name: &str, operands: Vec<Expr>) -> Expr {
        let from_right = matches!(name, "++" | "--");
        // In guards nothing has effects, and any error fails. From the right all operands are
        // evaluated before the first operation anyway.
        let keeps_order = self.in_guard || from_right || operands.iter().skip(2).all(is_trivial);
        let (bindings, operands) = if keeps_order {
            (Vec::new(), operands)
        } else {
            self.evaluated_first(operands)
        };
        let combine = |left, right| remote(span, "erlang", name, vec![left, right]);
        let folded = if from_right {
            operands
                .into_iter()
                .rev()
                .reduce(|right, left| combine(left, right))
        } else {
            operands.into_iter().reduce(combine)
        };
        match folded {
            Some(folded) => self.bound(span, bindings, folded),
            None => self.broken(span),
        }
    }

    /// `(< a b c)`: true if it holds between all neighbours; `/=` and `=/=` between all pairs.
    fn comparison_chain(&mut self, span: Span, name: &str, operands: Vec<Expr>) -> Expr {
        let every_pair = matches!(name, "/=" | "=/=");
        let count = operands.len();
        let comparisons = if every_pair {
            count * (count - 1) / 2
        } else {
            count
        };
        if self.deeper(span, comparisons, |_| ()).is_none() {
            return self.broken(span);
        }
        let (bindings, operands) = self.evaluated_first(operands);
        let mut comparisons = Vec::with_capacity(comparisons);
        for (index, left) in operands.iter().enumerate() {
            let partners = if every_pair {
                operands.len()
            } else {
                index + 2
            };
            for right in operands.iter().take(partners).skip(index + 1) {
                comparisons.push(remote(
                    span,
                    "erlang",
                    name,
                    vec![left.clone(), right.clone()],
                ));
            }
        }
        let all = comparisons
            .into_iter()
            .rev()
            .reduce(|rest, first| Expr {
                span,
                kind: ExprKind::AndAlso(Box::new(first), Box::new(rest)),
            })
            .unwrap_or_else(|| constant(span, Term::atom("true")));
        self.bound(span, bindings, all)
    }
}
