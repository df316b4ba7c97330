//! Query list comprehensions: `(qlc (lc (qualifier…) expression) [options])`.
//!
//! ```text
//! (qlc (lc ((<- (tuple k v) (ets:table t)) (> v 3)) k))
//!   =  (call 'qlc 'q
//!        (tuple 'qlc_lc
//!          (list (lambda () (ets:table t)))
//!          (lambda ()
//!            (tuple 'each 1 (match-lambda (((tuple k v)) (case (> v 3) ('true (tuple 'answer k)) ('false 'skip)))
//!                                         ((_) 'skip))))))
//! ```
//!
//! Sources are outside of all patterns, for they are evaluated once. The module `qlc` says what it does with this.

use super::construct::{call, nil, quoted_symbol};
use super::walk::Expander;
use crate::base::span::Span;
use crate::reader::form::Form;

/// Qualifiers of one comprehension: each nests in the one before.
const MOST_QUALIFIERS: usize = 200;

impl Expander<'_> {
    pub(super) fn query(&mut self, span: Span, forms: Vec<Form>) -> Form {
        let comprehension = match &forms[..] {
            [_, comprehension] | [_, comprehension, _] => comprehension.as_list(),
            _ => None,
        };
        let (Some([head, qualifiers, body]), comprehension) = (comprehension, &forms[1..]) else {
            return self.bad_query(span);
        };
        let (Some(head), Some(qualifiers)) = (head.as_symbol(), qualifiers.as_list()) else {
            return self.bad_query(span);
        };
        if !matches!(head.as_str(), "lc" | "list-comp") {
            return self.bad_query(span);
        }
        if qualifiers.len() > MOST_QUALIFIERS {
            self.bad_macro_call(span, "qlc", "more than 200 qualifiers");
            return nil(span);
        }
        let mut sources = Vec::new();
        let mut steps = Vec::new();
        for qualifier in qualifiers {
            let parts = qualifier.as_list().unwrap_or_default();
            match (qualifier.head(), parts) {
                (Some("<-"), [_, pattern, others @ .., source]) if others.len() < 2 => {
                    let place = source.span;
                    let source = call(place, "lambda", [nil(place), source.clone()]);
                    sources.push(source);
                    let index = Form::integer(place, sources.len() as i64);
                    steps.push((qualifier, Some((index, pattern, others.first()))));
                }
                (Some("<-" | "<="), _) => {
                    let shape =
                        "a generator of a query is (<- pattern source), perhaps with a guard";
                    self.bad_macro_call(qualifier.span, "qlc", shape);
                    return nil(span);
                }
                _ => steps.push((qualifier, None)),
            }
        }
        let mut search = call(span, "tuple", [quoted_symbol(span, "answer"), body.clone()]);
        for (qualifier, generator) in steps.into_iter().rev() {
            let place = qualifier.span;
            let skip = || quoted_symbol(place, "skip");
            let Some((index, pattern, guard)) = generator else {
                let clause =
                    |value, then| Form::list(place, vec![quoted_symbol(place, value), then]);
                let clauses = [clause("true", search), clause("false", skip())];
                search = call(
                    place,
                    "case",
                    std::iter::once(qualifier.clone()).chain(clauses),
                );
                continue;
            };
            let clause = |pattern: Form, guard: Option<&Form>, body: Form| {
                let patterns = Form::list(place, vec![pattern]);
                let parts = std::iter::once(patterns).chain(guard.cloned());
                Form::list(place, parts.chain([body]).collect())
            };
            let mut clauses = vec![clause(pattern.clone(), guard, search)];
            if guard.is_some() || pattern.as_symbol().is_none() {
                clauses.push(clause(Form::symbol(place, "_"), None, skip()));
            }
            let step = call(place, "match-lambda", clauses);
            search = call(place, "tuple", [quoted_symbol(place, "each"), index, step]);
        }
        let start = call(span, "lambda", [nil(span), search]);
        let sources = call(span, "list", sources);
        let query = call(
            span,
            "tuple",
            [quoted_symbol(span, "qlc_lc"), sources, start],
        );
        let mut parts = vec![quoted_symbol(span, "qlc"), quoted_symbol(span, "q"), query];
        parts.extend(comprehension.get(1).cloned());
        call(span, "call", parts)
    }

    fn bad_query(&mut self, span: Span) -> Form {
        self.bad_macro_call(
            span,
            "qlc",
            "shape: (qlc (lc (qualifier ...) expression) [options])",
        );
        quoted_symbol(span, "qlc")
    }
}
