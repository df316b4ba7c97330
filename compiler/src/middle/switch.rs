//! Many constants for one value: a binary search instead of a chain of tests. Integers are searched
//! by their value, atoms by the hash of their name, for their addresses are not known before the link.

use super::decision_tree::{Matching, Question, Row, question};
use super::ir::*;
use super::module::Lowering;
use crate::base::span::Span;
use crate::base::term::Term;
use alate_abi::layout::atom_hash;
use alate_abi::word::FIXNUM_SHIFT;

/// Fewer constants than this are tested one after the other.
const FEWEST_INTEGERS: usize = 5;
const FEWEST_ATOMS: usize = 10;
/// A search ends at so many constants.
const LAST: usize = 3;

/// The rows of one constant.
struct Case<'p> {
    /// What the search goes by; constants may share it.
    order: i64,
    constant: Operand,
    rows: Vec<Row<'p>>,
}

impl Lowering<'_> {
    /// Matches rows of which a long run at the beginning tests a value for constants of one kind;
    /// gives the rows back where that does not pay.
    pub(super) fn switch<'p>(
        &mut self,
        rows: Vec<Row<'p>>,
        value: &Operand,
        first: &Question,
        matching: &mut Matching,
    ) -> Result<End, Vec<Row<'p>>> {
        let (kind, fewest) = match first {
            Question::Integer(_) => (TypeTest::Fixnum, FEWEST_INTEGERS),
            Question::Atom(_) => (TypeTest::Atom, FEWEST_ATOMS),
            _ => return Err(rows),
        };
        let Operand::Var(_) = value else {
            return Err(rows);
        };
        if rows.len() < fewest {
            return Err(rows);
        }
        let keys: Vec<(usize, i64, Operand)> = rows
            .iter()
            .map_while(|row| self.constant_test(row, value, kind))
            .collect();
        let mut orders: Vec<i64> = keys.iter().map(|(_, order, _)| *order).collect();
        orders.sort_unstable();
        orders.dedup();
        if orders.len() < fewest {
            return Err(rows);
        }
        let mut rows = rows.into_iter();
        let mut cases: Vec<Case<'p>> = Vec::new();
        let mut places = std::collections::HashMap::new();
        for ((index, order, constant), mut row) in keys.into_iter().zip(rows.by_ref()) {
            row.tests.remove(index);
            let name = match &constant {
                Operand::Atom(name) => Some(name.clone()),
                _ => None,
            };
            let place = *places.entry((order, name)).or_insert(cases.len());
            if place == cases.len() {
                cases.push(Case {
                    order,
                    constant,
                    rows: Vec::new(),
                });
            }
            cases[place].rows.push(row);
        }
        cases.sort_by_key(|case| case.order);
        // Whatever the constants' rows do not match comes to the rows after the run.
        let others = self.join();
        let rest = rows.collect();
        let block = self.block(|this| this.decide(rest, matching));
        self.define_join(others, Vec::new(), block);
        let outer = std::mem::replace(&mut matching.failure, others);
        let yes = self.block(|this| {
            let key = match kind {
                TypeTest::Atom => this.define(Operation::AtomHash(value.clone()), Span::default()),
                _ => value.clone(),
            };
            this.search(cases, value, &key, matching)
        });
        matching.failure = outer;
        let no = Block {
            statements: Vec::new(),
            end: End::Jump(others, Vec::new()),
        };
        let test = Test::Type(kind, value.clone());
        Ok(End::If(test, Box::new(yes), Box::new(no)))
    }

    /// Where a row tests the value for a constant of a kind, and what the search goes by.
    fn constant_test(
        &mut self,
        row: &Row,
        value: &Operand,
        kind: TypeTest,
    ) -> Option<(usize, i64, Operand)> {
        row.tests
            .iter()
            .enumerate()
            .find_map(|(index, (tested, shape))| {
                if tested != value {
                    return None;
                }
                match (question(shape), kind) {
                    (Question::Integer(integer), TypeTest::Fixnum) => {
                        match self.module.constant(&Term::Integer(integer)) {
                            Operand::Fixnum(order) => Some((index, order, Operand::Fixnum(order))),
                            _ => None,
                        }
                    }
                    (Question::Atom(name), TypeTest::Atom) => {
                        let hash = atom_hash(name.as_str().as_bytes()) as i64;
                        Some((index, hash >> FIXNUM_SHIFT, Operand::Atom(name)))
                    }
                    _ => None,
                }
            })
    }

    fn search<'p>(
        &mut self,
        mut cases: Vec<Case<'p>>,
        value: &Operand,
        key: &Operand,
        matching: &mut Matching,
    ) -> End {
        // Constants that share their order stay together.
        let middle = cases.len() / 2;
        let middle = cases.partition_point(|case| case.order < cases[middle].order);
        if cases.len() > LAST && middle > 0 {
            let upper = cases.split_off(middle);
            let test = Test::FixnumLess(key.clone(), Operand::Fixnum(upper[0].order));
            let yes = self.block(|this| this.search(cases, value, key, matching));
            let no = self.block(|this| this.search(upper, value, key, matching));
            return End::If(test, Box::new(yes), Box::new(no));
        }
        let mut cases = cases.into_iter();
        let Some(case) = cases.next() else {
            return End::Jump(matching.failure, Vec::new());
        };
        let rest = cases.collect();
        let test = Test::Same(value.clone(), case.constant);
        let yes = self.block(|this| this.decide(case.rows, matching));
        let no = self.block(|this| this.search(rest, value, key, matching));
        End::If(test, Box::new(yes), Box::new(no))
    }
}
