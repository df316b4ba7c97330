//! Clauses to tests: each value is tested for each shape once on a path.
//!
//! A row is what is left to test of one clause. The first test of the first row splits the rows into
//! those that can still match when it holds and those that can when it does not (after Jules Jacobs,
//! "How to compile pattern matching", 2021). Bodies are joins, so they are never copied; where the
//! tests would be copied too often, the rows are tested one after the other instead.

use super::ir::*;
use super::module::{Lowering, Target};
use crate::base::span::Span;
use crate::base::term::Term;
use crate::core::ir::{self as core, Binding, Clause, Expr, Pattern, PatternKind};
use std::collections::BTreeMap;

/// Constants of more parts than this are compared as a whole.
const LITERAL_PARTS: usize = 64;
/// Copies of rows that one set of clauses may cost before rows are tested in turn.
const COPIED_ROWS: usize = 256;

#[derive(Clone)]
pub(super) struct Row<'p> {
    pub tests: Vec<(Operand, Shape<'p>)>,
    pub bindings: BTreeMap<core::VarId, Operand>,
    pub clause: usize,
}

/// A pattern, or a part of one that has no pattern of its own.
#[derive(Clone)]
pub(super) enum Shape<'p> {
    Pattern(&'p Pattern),
    Literal(Term),
    /// The value of a key of a map.
    Key(&'p Term, &'p Pattern),
}

/// What a test asks, sub-patterns left out.
#[derive(Clone, PartialEq)]
pub(super) enum Question {
    Cons,
    Nil,
    Tuple(usize),
    Atom(crate::base::symbol::Symbol),
    Integer(dashu_int::IBig),
    Map,
    /// Whether the map has the key.
    HasKey(Term),
    /// Not comparable with other questions: a variable's value, a float, a large constant, a binary.
    Other,
}

/// The clauses being matched: where their bodies are.
pub(super) struct Matching<'p> {
    pub guards: Vec<Option<&'p Expr>>,
    pub bodies: Vec<(JoinId, Vec<core::VarId>)>,
    pub failure: JoinId,
    pub copied: usize,
}

impl Lowering<'_> {
    /// Matches values against clauses; `no_match` builds the end where none fits.
    pub(super) fn match_clauses(
        &mut self,
        values: &[Operand],
        clauses: &[Clause],
        target: Target,
        no_match: impl FnOnce(&mut Self) -> End,
    ) -> End {
        let guard_failure = self.guard_failure.take();
        let failure = self.join();
        let block = self.block(no_match);
        self.define_join(failure, Vec::new(), block);
        let mut bodies = Vec::new();
        for clause in clauses {
            let mut variables = Vec::new();
            clause
                .patterns
                .iter()
                .for_each(|pattern| pattern_variables(pattern, &mut variables));
            let parameters = self.parameters(variables.len());
            for (variable, parameter) in variables.iter().zip(&parameters) {
                self.environment.insert(*variable, Operand::Var(*parameter));
            }
            let block = self.block(|this| this.tail(&clause.body, target));
            let join = self.join();
            self.define_join(join, parameters, block);
            bodies.push((join, variables));
        }
        let rows = clauses.iter().enumerate().map(|(index, clause)| Row {
            tests: values
                .iter()
                .cloned()
                .zip(clause.patterns.iter().map(Shape::Pattern))
                .collect(),
            bindings: BTreeMap::new(),
            clause: index,
        });
        let rows = rows.collect();
        let guards = clauses.iter().map(|clause| clause.guard.as_ref()).collect();
        let mut matching = Matching {
            guards,
            bodies,
            failure,
            copied: 0,
        };
        let end = self.decide(rows, &mut matching);
        self.guard_failure = guard_failure;
        end
    }

    /// Matches a value against a `let` binding; success jumps to `rest` with the variables' values.
    pub(super) fn match_binding(
        &mut self,
        binding: &Binding,
        value: Operand,
        variables: &[core::VarId],
        rest: JoinId,
        no_match: impl FnOnce(&mut Self) -> End,
    ) -> End {
        let guard_failure = self.guard_failure.take();
        let failure = self.join();
        let block = self.block(no_match);
        self.define_join(failure, Vec::new(), block);
        let row = Row {
            tests: vec![(value, Shape::Pattern(&binding.pattern))],
            bindings: BTreeMap::new(),
            clause: 0,
        };
        let mut matching = Matching {
            guards: vec![binding.guard.as_ref()],
            bodies: vec![(rest, variables.to_vec())],
            failure,
            copied: 0,
        };
        let end = self.decide(vec![row], &mut matching);
        self.guard_failure = guard_failure;
        end
    }

    /// The end that leads to the body of the first row that matches.
    pub(super) fn decide(&mut self, mut rows: Vec<Row>, matching: &mut Matching) -> End {
        if rows.len() > 1 && matching.copied > COPIED_ROWS {
            return self.in_turn(rows, matching);
        }
        let Some(first) = rows.first_mut() else {
            return End::Jump(matching.failure, Vec::new());
        };
        simplify(first);
        let Some(index) = next_test(first) else {
            return self.leaf(rows, matching);
        };
        let (value, shape) = first.tests[index].clone();
        if let Shape::Pattern(Pattern {
            kind: PatternKind::Binary(segments),
            span,
        }) = &shape
        {
            return self.binary_row(rows, index, value, segments, *span, matching);
        }
        if let Shape::Literal(literal @ Term::Binary(_, bits)) = &shape {
            return self.binary_literal_row(rows, index, value, literal, *bits, matching);
        }
        if let Shape::Pattern(Pattern {
            kind: PatternKind::Literal(literal @ Term::Binary(_, bits)),
            ..
        }) = &shape
        {
            return self.binary_literal_row(rows, index, value, literal, *bits, matching);
        }
        let question = question(&shape);
        let mut rows = match self.switch(rows, &value, &question, matching) {
            Ok(end) => return end,
            Err(rows) => rows,
        };
        // Which parts are looked at is seen of simple rows only: an alias hides what it is one of.
        rows.iter_mut().for_each(simplify);
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        let parts = self.parts(&value, &question, rows.iter());
        for (number, mut row) in rows.into_iter().enumerate() {
            // Only the first row's own occurrence is meant where the question is not comparable.
            let same = match &question {
                Question::Other if number == 0 => Some(index),
                Question::Other => None,
                _ => row.tests.iter().position(|(other, shape)| {
                    *other == value && self::question(shape) == question
                }),
            };
            if let Some(position) = same {
                let (_, shape) = row.tests.remove(position);
                expand(&value, &shape, &parts, &mut row, position);
                yes.push(row);
            } else if row.tests.iter().any(|(other, shape)| {
                *other == value && excludes(&question, &self::question(shape))
            }) {
                no.push(row);
            } else {
                if number > 0 {
                    matching.copied += 1;
                }
                yes.push(row.clone());
                no.push(row);
            }
        }
        let test = self.test_of(&value, &shape, &question, &parts, &yes[0]);
        let yes = self.block(|this| {
            this.load_parts(&value, &question, &parts);
            this.decide(yes, matching)
        });
        let no = self.block(|this| this.decide(no, matching));
        End::If(test, Box::new(yes), Box::new(no))
    }

    /// Tests the first row alone; all others come after it. Nothing is copied.
    fn in_turn(&mut self, mut rows: Vec<Row>, matching: &mut Matching) -> End {
        let rest = rows.split_off(1);
        let others = self.join();
        let block = self.block(|this| this.decide(rest, matching));
        self.define_join(others, Vec::new(), block);
        let outer = std::mem::replace(&mut matching.failure, others);
        let end = self.decide(rows, matching);
        matching.failure = outer;
        end
    }

    /// All patterns of the first row match: its guard, then its body.
    fn leaf(&mut self, mut rows: Vec<Row>, matching: &mut Matching) -> End {
        let row = rows.remove(0);
        let (body, variables) = matching.bodies[row.clause].clone();
        let arguments = variables
            .iter()
            .map(|variable| row.bindings[variable].clone())
            .collect::<Vec<_>>();
        let Some(guard) = matching.guards[row.clause] else {
            return End::Jump(body, arguments);
        };
        let saved: Vec<_> = variables
            .iter()
            .map(|variable| (*variable, self.environment.get(variable).cloned()))
            .collect();
        self.bind(&row.bindings);
        let no = self.block(|this| this.decide(rows, matching));
        let failure = self.join();
        self.define_join(failure, Vec::new(), no);
        self.bind(&row.bindings);
        let success = self.join_to(End::Jump(body, arguments));
        let end = self.guard(guard, success, failure);
        for (variable, operand) in saved {
            if let Some(operand) = operand {
                self.environment.insert(variable, operand);
            }
        }
        end
    }

    /// Variables for the parts that some row looks at.
    fn parts<'r, 'p: 'r>(
        &mut self,
        value: &Operand,
        question: &Question,
        rows: impl Iterator<Item = &'r Row<'p>>,
    ) -> Parts {
        let count = match question {
            Question::Cons => 2,
            Question::Tuple(size) => *size,
            Question::HasKey(_) => 1,
            _ => 0,
        };
        let mut wanted = vec![false; count];
        for row in rows {
            for (other, shape) in &row.tests {
                if other == value && self::question(shape) == *question {
                    mark_wanted(shape, &mut wanted);
                }
            }
        }
        Parts(
            wanted
                .into_iter()
                .map(|wanted| wanted.then(|| self.var()))
                .collect(),
        )
    }

    fn load_parts(&mut self, value: &Operand, question: &Question, parts: &Parts) {
        for (index, part) in parts.0.iter().enumerate() {
            let Some(part) = part else { continue };
            let operation = match question {
                Question::Cons if index == 0 => Operation::Head(value.clone()),
                Question::Cons => Operation::Tail(value.clone()),
                Question::Tuple(_) => Operation::Element(value.clone(), index),
                // The test itself has loaded the key's value.
                _ => continue,
            };
            self.statements
                .push(Statement::Define(*part, operation, Span::default()));
        }
    }

    fn test_of(
        &mut self,
        value: &Operand,
        shape: &Shape,
        question: &Question,
        parts: &Parts,
        row: &Row,
    ) -> Test {
        match question {
            Question::Cons => Test::Type(TypeTest::Cons, value.clone()),
            Question::Nil => Test::Same(value.clone(), Operand::Nil),
            Question::Tuple(size) => Test::TupleOf(value.clone(), *size),
            Question::Atom(name) => Test::Same(value.clone(), Operand::Atom(name.clone())),
            Question::Integer(integer) => {
                let constant = self.module.constant(&Term::Integer(integer.clone()));
                match constant {
                    Operand::Fixnum(_) => Test::Same(value.clone(), constant),
                    _ => Test::Identical(value.clone(), constant),
                }
            }
            Question::Map => Test::Type(TypeTest::Map, value.clone()),
            Question::HasKey(key) => {
                let key = self.module.constant(key);
                let var = parts.0[0].unwrap_or_else(|| self.var());
                self.statements.push(Statement::Define(
                    var,
                    Operation::Runtime(
                        alate_abi::runtime_calls::map_get_or_absent,
                        vec![
                            RuntimeArgument::Word(value.clone()),
                            RuntimeArgument::Word(key),
                        ],
                        None,
                    ),
                    Span::default(),
                ));
                Test::Not(Box::new(Test::Missing(var)))
            }
            Question::Other => match shape {
                Shape::Literal(term)
                | Shape::Pattern(Pattern {
                    kind: PatternKind::Literal(term),
                    ..
                }) => {
                    let constant = self.literal(term, Span::default());
                    Test::Identical(value.clone(), constant)
                }
                Shape::Pattern(Pattern {
                    kind: PatternKind::Same(variable),
                    ..
                }) => {
                    let other = row
                        .bindings
                        .get(variable)
                        .or_else(|| self.environment.get(variable))
                        .cloned()
                        .unwrap_or(Operand::Nil);
                    Test::Identical(value.clone(), other)
                }
                Shape::Pattern(_) | Shape::Key(..) => Test::Type(TypeTest::Map, value.clone()),
            },
        }
    }
}

/// Variables that hold the parts of a value; none for parts that nobody looks at.
pub(super) struct Parts(Vec<Option<Var>>);

pub(super) fn question(shape: &Shape) -> Question {
    match shape {
        Shape::Literal(term) => literal_question(term),
        Shape::Key(key, _) => Question::HasKey((*key).clone()),
        Shape::Pattern(pattern) => match &pattern.kind {
            PatternKind::Literal(term) => literal_question(term),
            PatternKind::Cons(..) => Question::Cons,
            PatternKind::Tuple(elements) => Question::Tuple(elements.len()),
            PatternKind::Map(_) => Question::Map,
            _ => Question::Other,
        },
    }
}

fn literal_question(term: &Term) -> Question {
    match term {
        Term::Atom(name) => Question::Atom(name.clone()),
        Term::Nil => Question::Nil,
        Term::Integer(value) => Question::Integer(value.clone()),
        Term::List(..) if literal_parts(term) <= LITERAL_PARTS => Question::Cons,
        Term::Tuple(elements) if literal_parts(term) <= LITERAL_PARTS => {
            Question::Tuple(elements.len())
        }
        _ => Question::Other,
    }
}

fn literal_parts(term: &Term) -> usize {
    match term {
        Term::List(elements, tail) => {
            elements.iter().map(literal_parts).sum::<usize>() + literal_parts(tail)
        }
        Term::Tuple(elements) => 1 + elements.iter().map(literal_parts).sum::<usize>(),
        _ => 1,
    }
}

/// Whether a value to which the answer to `a` is yes is one to which the answer to `b` is no.
fn excludes(a: &Question, b: &Question) -> bool {
    !matches!(a, Question::Other | Question::HasKey(_))
        && !matches!(b, Question::Other | Question::HasKey(_))
        && a != b
}

/// Moves what needs no test from the row's tests to its bindings.
fn simplify(row: &mut Row) {
    let mut index = 0;
    while index < row.tests.len() {
        let (value, shape) = &row.tests[index];
        let Shape::Pattern(pattern) = shape else {
            index += 1;
            continue;
        };
        match &pattern.kind {
            PatternKind::Ignore => {
                row.tests.remove(index);
            }
            PatternKind::Variable(variable) => {
                row.bindings.insert(*variable, value.clone());
                row.tests.remove(index);
            }
            PatternKind::Alias(first, second) => {
                let value = value.clone();
                row.tests[index] = (value.clone(), Shape::Pattern(first));
                row.tests.insert(index + 1, (value, Shape::Pattern(second)));
            }
            _ => index += 1,
        }
    }
}

/// The first test that can be made now: not of equality with a variable that is not bound yet.
fn next_test(row: &Row) -> Option<usize> {
    if row.tests.is_empty() {
        return None;
    }
    let ready = row.tests.iter().position(|(_, shape)| match shape {
        Shape::Pattern(Pattern {
            kind: PatternKind::Same(variable),
            ..
        }) => row.bindings.contains_key(variable),
        _ => true,
    });
    Some(ready.unwrap_or(0))
}

fn mark_wanted(shape: &Shape, wanted: &mut [bool]) {
    let is_wanted = |pattern: &Pattern| !matches!(pattern.kind, PatternKind::Ignore);
    match shape {
        Shape::Literal(_) => wanted.fill(true),
        Shape::Key(_, pattern) => wanted[0] |= is_wanted(pattern),
        Shape::Pattern(pattern) => match &pattern.kind {
            PatternKind::Cons(head, tail) => {
                wanted[0] |= is_wanted(head);
                wanted[1] |= is_wanted(tail);
            }
            PatternKind::Tuple(elements) => {
                for (wanted, element) in wanted.iter_mut().zip(elements) {
                    *wanted |= is_wanted(element);
                }
            }
            _ => wanted.fill(true),
        },
    }
}

/// Replaces a test that held by the tests of its parts, at the same place in the row.
fn expand<'p>(
    value: &Operand,
    shape: &Shape<'p>,
    parts: &Parts,
    row: &mut Row<'p>,
    position: usize,
) {
    let mut tests: Vec<(Operand, Shape<'p>)> = Vec::new();
    let mut part = |index: usize, shape: Shape<'p>| {
        if let Some(Some(var)) = parts.0.get(index) {
            tests.push((Operand::Var(*var), shape));
        }
    };
    let mut literal = |term: &Term| match term {
        Term::List(elements, tail) => {
            part(0, Shape::Literal(elements[0].clone()));
            let rest = match elements.len() {
                1 => (**tail).clone(),
                _ => Term::List(elements[1..].to_vec(), tail.clone()),
            };
            part(1, Shape::Literal(rest));
        }
        Term::Tuple(elements) => {
            for (index, element) in elements.iter().enumerate() {
                part(index, Shape::Literal(element.clone()));
            }
        }
        _ => {}
    };
    match shape {
        Shape::Literal(term) => {
            if question(shape) != Question::Other {
                literal(term);
            }
        }
        Shape::Key(_, pattern) => part(0, Shape::Pattern(pattern)),
        Shape::Pattern(pattern) => match &pattern.kind {
            PatternKind::Literal(term) if question(shape) != Question::Other => literal(term),
            PatternKind::Cons(head, tail) => {
                part(0, Shape::Pattern(head));
                part(1, Shape::Pattern(tail));
            }
            PatternKind::Tuple(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    part(index, Shape::Pattern(element));
                }
            }
            _ => {}
        },
    }
    if let Shape::Pattern(Pattern {
        kind: PatternKind::Map(pairs),
        ..
    }) = shape
    {
        // The keys are questions of their own about the same value.
        for (key, pattern) in pairs {
            tests.push((value.clone(), Shape::Key(key, pattern)));
        }
    }
    row.tests.splice(position..position, tests);
}

/// The variables a pattern binds, in order of appearance.
pub(super) fn pattern_variables(pattern: &Pattern, variables: &mut Vec<core::VarId>) {
    match &pattern.kind {
        PatternKind::Variable(variable) => {
            if !variables.contains(variable) {
                variables.push(*variable);
            }
        }
        PatternKind::Cons(a, b) | PatternKind::Alias(a, b) => {
            pattern_variables(a, variables);
            pattern_variables(b, variables);
        }
        PatternKind::Tuple(elements) => {
            elements
                .iter()
                .for_each(|element| pattern_variables(element, variables));
        }
        PatternKind::Map(pairs) => {
            pairs
                .iter()
                .for_each(|(_, pattern)| pattern_variables(pattern, variables));
        }
        PatternKind::Binary(segments) => {
            segments
                .iter()
                .for_each(|segment| pattern_variables(&segment.value, variables));
        }
        PatternKind::Ignore | PatternKind::Same(_) | PatternKind::Literal(_) => {}
    }
}
