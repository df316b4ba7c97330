//! `receive`: a local function that looks at one message after the other.
//!
//! ```text
//! (let ((until (alate:receive_until timeout)))
//!   (letrec ((next ()
//!     (case (alate:message_waits)
//!       ('true  (case (alate:message)
//!                 (pattern guard (progn (alate:take_message) body…)) …
//!                 (_ (progn (alate:skip_message) (next)))))
//!       ('false (case (alate:wait (alate:wait_limit until))  ; leaves for the scheduler
//!                 ('true (next))                             ; a message has come
//!                 ('false after-body…))))))
//!     (next)))
//! ```
//!
//! A timeout that is none is an error only where the process has to wait, so `wait_limit` raises it;
//! for constants that are known to be good there is no call of it.
//!
//! The process remembers which messages it has skipped; taking one and running out of time forget it.

use super::build::Builder;
use super::expressions::{constant, remote, variable};
use super::ir::{Clause, Expr, ExprKind, Lambda, NoMatch, Pattern, PatternKind};
use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::base::term::Term;
use crate::reader::form::Form;

impl Builder {
    /// `(receive (pattern body…)… (after timeout body…))`, the last part optional.
    pub(super) fn receive(&mut self, span: Span, parts: &[Form]) -> Expr {
        let (clauses, after) = match parts.split_last() {
            Some((last, clauses)) if last.head() == Some("after") => (clauses, last.as_list()),
            _ => (parts, None),
        };
        let (timeout, timed_out) = match after {
            Some([_, timeout, body @ ..]) => (self.expression(timeout), self.body(span, body)),
            // Without `after` nothing ends the wait but a message.
            _ => (
                constant(span, Term::atom("infinity")),
                constant(span, Term::Nil),
            ),
        };
        let is_good = is_timeout(&timeout);
        let until = self.temporary();
        let next = self.fresh(&Symbol::new("receive"));
        let mut clauses = self.clauses(clauses);
        for clause in &mut clauses {
            let body = std::mem::replace(&mut clause.body, constant(span, Term::Nil));
            let taken = runtime(span, "take_message", vec![]);
            clause.body = sequence(body.span, vec![taken, body]);
        }
        let again = || Expr {
            span,
            kind: ExprKind::CallLetRec(next, Vec::new()),
        };
        let skipped = runtime(span, "skip_message", vec![]);
        clauses.push(Clause {
            span,
            patterns: vec![Pattern {
                span,
                kind: PatternKind::Ignore,
            }],
            guard: None,
            body: sequence(span, vec![skipped, again()]),
        });
        let message = runtime(span, "message", vec![]);
        let limit = match is_good {
            true => variable(span, until),
            false => runtime(timeout.span, "wait_limit", vec![variable(span, until)]),
        };
        let wait = runtime(span, "wait", vec![limit]);
        let body = if_true(
            runtime(span, "message_waits", vec![]),
            case(message, clauses),
            if_true(wait, again(), timed_out),
        );
        let lambda = Lambda {
            arity: 0,
            span,
            clauses: vec![Clause {
                span,
                patterns: Vec::new(),
                guard: None,
                body,
            }],
        };
        let receive = Expr {
            span,
            kind: ExprKind::LetRec(vec![(next, lambda)], Box::new(again())),
        };
        let until_value = runtime(span, "receive_until", vec![timeout]);
        self.bound(span, vec![(until, until_value)], receive)
    }
}

/// Whether the timeout is a constant that is right.
fn is_timeout(timeout: &Expr) -> bool {
    match &timeout.kind {
        ExprKind::Literal(Term::Integer(number)) => number
            .try_into()
            .is_ok_and(|number: i64| (0..=0xffff_ffff).contains(&number)),
        ExprKind::Literal(term) => *term == Term::atom("infinity"),
        _ => false,
    }
}

fn runtime(span: Span, name: &str, arguments: Vec<Expr>) -> Expr {
    remote(span, "alate", name, arguments)
}

fn sequence(span: Span, exprs: Vec<Expr>) -> Expr {
    Expr {
        span,
        kind: ExprKind::Sequence(exprs),
    }
}

fn case(value: Expr, clauses: Vec<Clause>) -> Expr {
    Expr {
        span: value.span,
        kind: ExprKind::Case(Box::new(value), clauses, NoMatch::CaseClause),
    }
}

fn if_true(test: Expr, yes: Expr, no: Expr) -> Expr {
    Expr {
        span: test.span,
        kind: ExprKind::If(Box::new(test), Box::new(yes), Box::new(no)),
    }
}
