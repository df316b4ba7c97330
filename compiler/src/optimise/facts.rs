//! What is known of fixnums: the range of each variable that a test or its own definition has shown to
//! be one. Tests and arithmetic of known fixnums lose their tag checks, and their overflow checks where
//! the ranges allow it.

use crate::middle::ir::*;
use alate_abi::word::{FIXNUM_MAX, FIXNUM_MIN};
use std::collections::HashMap;

/// Inclusive bounds within the fixnums.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Range {
    least: i64,
    greatest: i64,
}

const ANY: Range = Range {
    least: FIXNUM_MIN,
    greatest: FIXNUM_MAX,
};

impl Range {
    /// The range, if all of it are fixnums.
    fn within(least: i128, greatest: i128) -> Option<Range> {
        (least >= i128::from(FIXNUM_MIN) && greatest <= i128::from(FIXNUM_MAX)).then_some(Range {
            least: least as i64,
            greatest: greatest as i64,
        })
    }
}

/// Ranges by variable. What holds in a block only is taken back after it: blocks nest as deep as
/// expressions are long, so copies for each would take quadratic room.
#[derive(Default)]
struct Facts {
    ranges: HashMap<Var, Range>,
    /// What insertions have replaced, the last one last.
    replaced: Vec<(Var, Option<Range>)>,
}

impl Facts {
    fn get(&self, var: Var) -> Option<Range> {
        self.ranges.get(&var).copied()
    }

    fn insert(&mut self, var: Var, range: Range) {
        let before = self.ranges.insert(var, range);
        self.replaced.push((var, before));
    }

    /// Does something after which all is as it was before.
    fn nested(&mut self, f: impl FnOnce(&mut Facts)) {
        let mark = self.replaced.len();
        f(self);
        while self.replaced.len() > mark {
            match self.replaced.pop() {
                Some((var, Some(range))) => self.ranges.insert(var, range),
                Some((var, None)) => self.ranges.remove(&var),
                None => None,
            };
        }
    }
}

/// Specialises a function's tests and arithmetic.
pub fn run(function: &mut Function) {
    block(&mut function.body, &mut Facts::default());
}

fn range(operand: &Operand, facts: &Facts) -> Option<Range> {
    match operand {
        Operand::Fixnum(value) => Some(Range {
            least: *value,
            greatest: *value,
        }),
        Operand::Var(var) => facts.get(*var),
        _ => None,
    }
}

fn block(block_: &mut Block, facts: &mut Facts) {
    for statement in &mut block_.statements {
        match statement {
            Statement::Define(var, operation, _) => {
                if let Some(range) = define(operation, facts) {
                    facts.insert(*var, range);
                }
            }
            // What is known where the join stands holds wherever it is jumped from.
            Statement::Join(_, _, body) => facts.nested(|facts| block(body, facts)),
        }
    }
    match &mut block_.end {
        End::If(test, yes, no) => {
            specialise(test, facts);
            for (answer, branch) in [(true, yes), (false, no)] {
                facts.nested(|facts| {
                    refine(test, answer, facts);
                    block(branch, facts);
                });
            }
        }
        End::Protect(protect) => {
            facts.nested(|facts| block(&mut protect.normal, facts));
            facts.nested(|facts| block(&mut protect.handler, facts));
        }
        _ => {}
    }
}

/// Specialises an operation; the range of its result, if that is known to be a fixnum.
fn define(operation: &mut Operation, facts: &Facts) -> Option<Range> {
    match operation {
        Operation::Boolean(test) => {
            specialise(test, facts);
            None
        }
        Operation::Bits(BitsOperation::Integer { bits, signed, .. }, _) => {
            let half = 1i128 << (*bits - 1);
            match signed {
                true => Range::within(-half, half - 1),
                false => Range::within(0, 2 * half - 1),
            }
        }
        Operation::Builtin(row, arguments, _) if row.module == "erlang" => {
            let row: &'static alate_abi::builtins::Builtin = row;
            match (row.name, &arguments[..]) {
                ("length" | "tuple_size" | "byte_size" | "map_size", [_]) => Some(Range {
                    least: 0,
                    greatest: 1 << 48,
                }),
                (name, [a, b]) => {
                    let (a, b) = (a.clone(), b.clone());
                    let ranges = (range(&a, facts)?, range(&b, facts)?);
                    let (kind, result) = arithmetic(name, ranges)?;
                    *operation = Operation::Fixnum(kind, row, a, b, result.is_none());
                    result
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// The operation on fixnums that a builtin is, and the range of its result if all of it are fixnums.
fn arithmetic(name: &str, (a, b): (Range, Range)) -> Option<(FixnumOperation, Option<Range>)> {
    let [al, ag, bl, bg] = [a.least, a.greatest, b.least, b.greatest].map(i128::from);
    Some(match name {
        "+" => (FixnumOperation::Add, Range::within(al + bl, ag + bg)),
        "-" => (FixnumOperation::Subtract, Range::within(al - bg, ag - bl)),
        "*" => {
            let products = [al * bl, al * bg, ag * bl, ag * bg];
            let least = products.into_iter().min()?;
            let greatest = products.into_iter().max()?;
            (FixnumOperation::Multiply, Range::within(least, greatest))
        }
        "div" if bl == bg && bl > 0 => (FixnumOperation::Divide, Range::within(al / bl, ag / bl)),
        "rem" if bl == bg && bl > 0 => {
            let least = if al < 0 { 1 - bl } else { 0 };
            (FixnumOperation::Remainder, Range::within(least, bl - 1))
        }
        "band" => {
            let greatest = match (al >= 0, bl >= 0) {
                (true, true) => Some(ag.min(bg)),
                (true, false) => Some(ag),
                (false, true) => Some(bg),
                (false, false) => None,
            };
            let range = greatest.and_then(|greatest| Range::within(0, greatest));
            (FixnumOperation::And, Some(range.unwrap_or(ANY)))
        }
        "bor" => (FixnumOperation::Or, Some(ANY)),
        "bxor" => (FixnumOperation::Xor, Some(ANY)),
        _ => return None,
    })
}

fn specialise(test: &mut Test, facts: &Facts) {
    let both = |a: &Operand, b: &Operand| range(a, facts).is_some() && range(b, facts).is_some();
    match test {
        Test::Not(inner) => specialise(inner, facts),
        // Always true: the next simplification drops the other branch.
        Test::Type(TypeTest::Fixnum, a) if range(a, facts).is_some() => {
            *test = Test::Same(Operand::Nil, Operand::Nil);
        }
        Test::Less(a, b) if both(a, b) => *test = Test::FixnumLess(a.clone(), b.clone()),
        Test::NotGreater(a, b) if both(a, b) => {
            *test = Test::FixnumNotGreater(a.clone(), b.clone());
        }
        Test::Equal(a, b) | Test::Identical(a, b) if both(a, b) => {
            *test = Test::Same(a.clone(), b.clone());
        }
        _ => {}
    }
}

/// What the answer to a test says of the variables in it.
fn refine(test: &Test, answer: bool, facts: &mut Facts) {
    match test {
        Test::Not(inner) => refine(inner, !answer, facts),
        Test::Type(TypeTest::Fixnum, Operand::Var(var)) if answer && facts.get(*var).is_none() => {
            facts.insert(*var, ANY);
        }
        Test::Same(Operand::Var(var), Operand::Fixnum(value)) if answer => {
            facts.insert(
                *var,
                Range {
                    least: *value,
                    greatest: *value,
                },
            );
        }
        Test::FixnumLess(a, b) if answer => order(a, b, 1, facts),
        Test::FixnumLess(a, b) => order(b, a, 0, facts),
        Test::FixnumNotGreater(a, b) if answer => order(a, b, 0, facts),
        Test::FixnumNotGreater(a, b) => order(b, a, 1, facts),
        _ => {}
    }
}

/// `a + gap =< b`.
fn order(a: &Operand, b: &Operand, gap: i64, facts: &mut Facts) {
    let (Some(low), Some(high)) = (range(a, facts), range(b, facts)) else {
        return;
    };
    if let Operand::Var(var) = a {
        let greatest = low.greatest.min(high.greatest.saturating_sub(gap));
        facts.insert(
            *var,
            Range {
                least: low.least.min(greatest),
                greatest,
            },
        );
    }
    if let Operand::Var(var) = b {
        let least = high.least.max(low.least.saturating_add(gap));
        facts.insert(
            *var,
            Range {
                least,
                greatest: high.greatest.max(least),
            },
        );
    }
}
