//! Clauses that nothing reaches, and matches that cannot succeed.

use super::Checker;
use super::failing::constant_guard;
use super::matching::{boolean, covers, is_boolean, matches_always, matches_never};
use crate::base::span::Span;
use crate::core::ir::{Binding, Clause, Expr, ExprKind, Pattern, PatternKind};

/// Of more clauses than this only those that match everything are looked at, for each is compared with
/// each.
const MOST_CLAUSES: usize = 1000;

/// What clauses are matched with.
pub enum Subject<'e> {
    /// The arguments of this function.
    Function(&'e str),
    /// Values of which nothing is known.
    Values,
    Value(&'e Expr),
}

impl Subject<'_> {
    /// The value if something is known of it; of a constant the user knows what it matches.
    fn known(&self) -> Option<&Expr> {
        match self {
            Subject::Value(expr) if !matches!(expr.kind, ExprKind::Literal(_)) => Some(expr),
            _ => None,
        }
    }
}

/// What a guard says before the program runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Guard {
    /// There is none, or it is true.
    Open,
    /// It is false.
    Closed,
    Tests,
}

fn guard(clause: &Clause) -> Guard {
    match clause.guard.as_ref().map(constant_guard) {
        None | Some(Some(true)) => Guard::Open,
        Some(Some(false)) => Guard::Closed,
        Some(None) => Guard::Tests,
    }
}

/// Does it match everything, whatever else the clause says?
fn is_any(pattern: &Pattern) -> bool {
    matches!(pattern.kind, PatternKind::Ignore | PatternKind::Variable(_))
}

/// A variable that stands twice demands that two parts are equal.
fn has_variable_twice(pattern: &Pattern) -> bool {
    match &pattern.kind {
        PatternKind::Same(_) => true,
        PatternKind::Ignore | PatternKind::Variable(_) | PatternKind::Literal(_) => false,
        PatternKind::Cons(left, right) | PatternKind::Alias(left, right) => {
            has_variable_twice(left) || has_variable_twice(right)
        }
        PatternKind::Tuple(elements) => elements.iter().any(has_variable_twice),
        PatternKind::Map(pairs) => pairs.iter().any(|(_, value)| has_variable_twice(value)),
        PatternKind::Binary(segments) => segments
            .iter()
            .any(|segment| has_variable_twice(&segment.value)),
    }
}

impl Checker<'_> {
    /// Warns of clauses that are never taken, and if none is.
    pub fn clauses(&mut self, whole: Span, clauses: &[Clause], subject: &Subject) {
        // Those before that take all that their patterns match.
        let mut open: Vec<&Clause> = Vec::new();
        // Whether `true` and `false` have been taken, for a boolean value.
        let mut booleans = [false; 2];
        let mut dead = 0;
        for clause in clauses {
            let guard = guard(clause);
            if guard == Guard::Closed {
                dead += 1;
                self.unreachable(whole, clause, "its guard evaluates to 'false'");
                continue;
            }
            if let Subject::Value(expr) = subject
                && clause
                    .patterns
                    .iter()
                    .any(|pattern| matches_never(expr, pattern))
            {
                dead += 1;
                if subject.known().is_some() {
                    self.unreachable(whole, clause, "of different types/sizes");
                }
                continue;
            }
            if self.is_taken_before(whole, clause, &open, subject) {
                return;
            }
            if booleans == [true, true] {
                self.unreachable(whole, clause, "a previous clause always matches");
                return;
            }
            if guard != Guard::Open || clause.patterns.iter().any(has_variable_twice) {
                continue;
            }
            if let (Some(expr), [pattern]) = (subject.known(), &clause.patterns[..])
                && is_boolean(expr)
                && let PatternKind::Literal(term) = &pattern.kind
                && let Some(value) = boolean(term)
            {
                booleans[usize::from(value)] = true;
            }
            if clauses.len() <= MOST_CLAUSES || clause.patterns.iter().all(is_any) {
                open.push(clause);
            }
        }
        if dead == clauses.len() && dead > 0 {
            self.no_clause(whole, clauses[0].span);
        }
    }

    /// Warns of a clause whose matches earlier ones take. Whether all that follow have the same fault.
    fn is_taken_before(
        &mut self,
        whole: Span,
        clause: &Clause,
        open: &[&Clause],
        subject: &Subject,
    ) -> bool {
        let takes_all = |earlier: &Clause| {
            earlier
                .patterns
                .iter()
                .all(|pattern| match subject.known() {
                    Some(expr) => matches_always(expr, pattern),
                    None => is_any(pattern),
                })
        };
        let takes = |earlier: &Clause| {
            let mut pairs = earlier.patterns.iter().zip(&clause.patterns);
            takes_all(earlier) || pairs.all(|(general, special)| covers(general, special))
        };
        let Some(earlier) = open.iter().find(|earlier| takes(earlier)) else {
            return false;
        };
        let all = takes_all(earlier);
        if earlier.span == clause.span || earlier.span == whole || clause.span == whole {
            return all;
        }
        let name = match subject {
            Subject::Function(name) if all => format!("this clause for {name}"),
            _ => "this clause".to_string(),
        };
        let message = format!("{name} cannot match because a previous clause always matches");
        self.warn("unreachable-clause", clause.span, whole, message);
        if let Some(warning) = self.diagnostics.last_mut() {
            let label = if all {
                "this clause always matches"
            } else {
                "this clause matches all that the other does"
            };
            warning.secondary.push((earlier.span, label.to_string()));
        }
        all
    }

    fn unreachable(&mut self, whole: Span, clause: &Clause, reason: &str) {
        let message = format!("this clause cannot match because {reason}");
        self.warn("unreachable-clause", clause.span, whole, message);
    }

    fn no_clause(&mut self, whole: Span, first: Span) {
        let message = "no clause will ever match".to_string();
        self.warn("no-match", whole, first, message);
    }

    /// The test of an `if`, which is a match of two constants.
    pub fn test(&mut self, whole: Span, test: &Expr) {
        let impossible = match &test.kind {
            ExprKind::Literal(term) => boolean(term).is_none(),
            ExprKind::Tuple(_) | ExprKind::Cons(..) => true,
            _ => false,
        };
        if impossible {
            self.no_clause(whole, test.span);
            self.label("the test is neither true nor false");
        }
    }

    /// A binding that cannot succeed.
    pub fn binding_matches(&mut self, binding: &Binding, around: Span) {
        let closed = binding.guard.as_ref().and_then(constant_guard) == Some(false);
        if closed || matches_never(&binding.value, &binding.pattern) {
            let message = "no clause will ever match".to_string();
            if self.warn("no-match", binding.pattern.span, around, message) {
                self.label("the value never matches this");
            }
        }
    }
}
