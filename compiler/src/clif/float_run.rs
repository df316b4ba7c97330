//! Runs of float arithmetic: where all inputs are immediate floats, the whole run is computed on plain
//! doubles and only what is needed after it becomes a word again. Otherwise, or where a result has no
//! immediate form (or is not finite), the run is computed operation by operation.
//!
//! An infinity or not-a-number in the middle of a run shows in the results, for every operation passes
//! it on; only a division by an infinity hides it, so divisors are checked too.

use super::delayed::Delayed;
use super::float_uses::{EXACT, Uses};
use super::function::{PieceBuilder, flags};
use crate::base::span::Span;
use crate::cut::ir::{End, Statement};
use crate::middle::ir::{Failure, Operand, Operation, Var};
use alate_abi::builtins::Builtin;
use alate_abi::word;
use cranelift_codegen::ir::types::{F64, I32, I64};
use cranelift_codegen::ir::{Block, InstBuilder, Type, Value};
use std::collections::{HashMap, HashSet};

#[derive(Clone, Copy, PartialEq)]
pub(super) enum FloatOperation {
    Add,
    Subtract,
    Multiply,
    Divide,
    SquareRoot,
}

impl FloatOperation {
    /// Whether it answers a float whatever its operands are.
    fn is_float(self) -> bool {
        matches!(self, FloatOperation::Divide | FloatOperation::SquareRoot)
    }
}

pub(super) fn operation_of(row: &Builtin) -> Option<FloatOperation> {
    Some(match row.symbol {
        "alate_add" => FloatOperation::Add,
        "alate_subtract" => FloatOperation::Subtract,
        "alate_multiply" => FloatOperation::Multiply,
        "alate_divide" => FloatOperation::Divide,
        "alate_math_sqrt" => FloatOperation::SquareRoot,
        _ => return None,
    })
}

/// One operation of a run.
struct Step<'s> {
    var: Var,
    operation: FloatOperation,
    row: &'static Builtin,
    operands: &'s [Operand],
    span: Span,
}

/// A word that must be found to be a float.
#[derive(Clone, Copy)]
pub(super) enum Input {
    Word(Value),
    Delayed(Delayed),
}

/// What is wanted of a step.
struct RunResult {
    var: Var,
    has_word: bool,
    has_double: bool,
}

impl RunResult {
    /// The forms it is handed on in: whether that is the double, and its type.
    fn forms(&self) -> impl Iterator<Item = (bool, Type)> + use<> {
        let word = self.has_word.then_some((false, I64));
        let double = self.has_double.then_some((true, F64));
        word.into_iter().chain(double)
    }
}

/// A run as found in a block.
#[derive(Default)]
struct Run<'s> {
    /// Loads that later steps read; they come first.
    before: Vec<Statement>,
    steps: Vec<Step<'s>>,
    /// Allocations between the steps; they come last.
    after: Vec<Statement>,
    /// Statements of the block that these are.
    length: usize,
}

impl PieceBuilder<'_, '_> {
    /// Emits the run that the statements begin with; answers its length. None: there is no run.
    pub(super) fn float_run(&mut self, statements: &[Statement], end: &End) -> Option<usize> {
        let run = find(statements, &self.doubles)?;
        let mut uses = Uses::default();
        uses.block(&run.after, &End::Unreachable);
        uses.block(&statements[run.length..], end);
        self.straight(&run.before);
        self.room = None;
        self.run(&run, &uses);
        self.straight(&run.after);
        Some(run.length)
    }

    fn straight(&mut self, statements: &[Statement]) {
        for (index, statement) in statements.iter().enumerate() {
            if let Statement::Define(var, operation, span) = statement {
                self.operation(*var, operation, *span, &statements[index..]);
            }
        }
    }

    fn run(&mut self, run: &Run, uses: &Uses) {
        self.find_floats(&run.steps);
        let results = results(&run.steps, uses, &self.floats);
        let done = self.new_block();
        for result in &results {
            for (_, kind) in result.forms() {
                self.b.append_block_param(done, kind);
            }
        }
        let fast = self.new_block();
        let slow = self.cold_block();
        let own: HashSet<Var> = run.steps.iter().map(|step| step.var).collect();
        let mut seen = HashSet::new();
        let stages = stages(&run.steps, &own, &results);
        let inputs = self.inputs(stages[0], &own, &mut seen);
        self.branch_all(&inputs, fast, slow);
        self.b.switch_to_block(fast);
        let mut doubles = HashMap::new();
        for (index, stage) in stages.iter().enumerate() {
            if index > 0 {
                // The stage begins with a division: its divisor, and what is first read from here on.
                let divisor = stage[0].operands.last().and_then(Operand::as_var);
                let mut checked = self.inputs(stage, &own, &mut seen);
                if let Some(divisor) = divisor.and_then(|var| doubles.get(&var)) {
                    checked.push(Input::Word(self.word_of(*divisor)));
                }
                let next = self.new_block();
                self.branch_all(&checked, next, slow);
                self.b.switch_to_block(next);
            }
            self.stage(stage, &mut doubles);
        }
        let mut checked = Vec::new();
        let mut answers = Vec::new();
        let mut sum = None;
        for result in &results {
            let double = doubles[&result.var];
            for (is_double, _) in result.forms() {
                answers.push(match is_double {
                    true => double,
                    false => {
                        let word = self.word_of(double);
                        checked.push(Input::Word(word));
                        word
                    }
                });
            }
            if !result.has_word {
                // A sum is not finite if one of its terms is not.
                sum = Some(match sum {
                    Some(sum) => self.b.ins().fadd(sum, double),
                    None => double,
                });
            }
        }
        if let Some(sum) = sum {
            checked.push(Input::Word(self.word_of(sum)));
        }
        let good = self.new_block();
        self.branch_all(&checked, good, slow);
        self.b.switch_to_block(good);
        self.jump(done, &answers);
        self.b.switch_to_block(slow);
        let outer = std::mem::replace(&mut self.emits_cold_code, true);
        let loads = self.loads_made();
        for step in &run.steps {
            self.load_all(step.operands.iter().filter_map(Operand::as_var));
            let value = self.builtin(step.row, step.operands, Failure::Raise, step.span);
            self.values.insert(step.var, value);
        }
        let mut answers = Vec::new();
        for result in &results {
            let word = self.values[&result.var];
            for (is_double, _) in result.forms() {
                answers.push(match is_double {
                    true => self.known_double(word),
                    false => word,
                });
            }
        }
        self.jump(done, &answers);
        self.forget_loads(loads);
        for step in &run.steps {
            self.values.remove(&step.var);
        }
        self.emits_cold_code = outer;
        self.b.switch_to_block(done);
        let answers = self.b.block_params(done).to_vec();
        let mut answers = answers.into_iter();
        for result in &results {
            for ((is_double, _), answer) in result.forms().zip(&mut answers) {
                match is_double {
                    true => self.doubles.insert(result.var, answer),
                    false => self.values.insert(result.var, answer),
                };
            }
        }
    }

    /// Notes which steps answer floats whatever their other operands are.
    fn find_floats(&mut self, steps: &[Step]) {
        for step in steps {
            let reads_float = step.operands.iter().any(|operand| self.is_float(operand));
            if reads_float || step.operation.is_float() {
                self.floats.insert(step.var);
            }
        }
    }

    /// Whether an operand is known to be a float.
    pub(super) fn is_float(&self, operand: &Operand) -> bool {
        match operand {
            Operand::Var(var) => self.floats.contains(var),
            operand => matches!(operand, Operand::Float(_)),
        }
    }

    /// What steps read that is neither computed by the run nor seen before.
    fn inputs(&self, steps: &[Step], own: &HashSet<Var>, seen: &mut HashSet<Var>) -> Vec<Input> {
        let mut inputs = Vec::new();
        for operand in steps.iter().flat_map(|step| step.operands) {
            if let Operand::Var(var) = operand
                && !own.contains(var)
                && !self.doubles.contains_key(var)
                && seen.insert(*var)
            {
                inputs.push(match self.delayed(*var) {
                    Some(place) => Input::Delayed(place),
                    None => Input::Word(self.values[var]),
                });
            }
        }
        inputs
    }

    /// Branches on whether all words are immediate floats: by one test where all are of ordinary
    /// magnitude, tag by tag where not.
    fn branch_all(&mut self, values: &[Input], yes: Block, no: Block) {
        let Some(all) = self.all_tags(values) else {
            return self.jump(yes, &[]);
        };
        let others = self.cold_block();
        self.branch_ordinary(all, yes, others);
        self.b.switch_to_block(others);
        let tags = self.constant(word::FLOAT_TAGS);
        let bits: Vec<Value> = values
            .iter()
            .map(|input| {
                let word = self.input_word(*input);
                self.b.ins().ushr(tags, word)
            })
            .collect();
        // There is at least one value, or the first test would not have been made.
        let bits = self.all_bits(&bits).unwrap_or(all);
        let bits = self.b.ins().band_imm_s(bits, 1);
        self.branch_from_cold(bits, yes, no);
    }

    pub(super) fn input_word(&mut self, input: Input) -> Value {
        match input {
            Input::Word(word) => word,
            Input::Delayed(place) => self.load_delayed(place),
        }
    }

    /// A word whose tag has the bits that all tags have, if there is a word.
    pub(super) fn all_tags(&mut self, values: &[Input]) -> Option<Value> {
        let words = values.iter().filter_map(|input| match input {
            Input::Word(word) => Some(*word),
            Input::Delayed(_) => None,
        });
        let words = words.collect::<Vec<_>>();
        // The tag lies in the lower half. A load of that alone is not taken for the load of the word
        // that follows, so that no word waits in a register for the whole run.
        let halves: Vec<Value> = values
            .iter()
            .filter_map(|input| match input {
                Input::Word(_) => None,
                Input::Delayed(place) => Some(*place),
            })
            .map(|place| self.b.ins().load(I32, flags(), place.object, place.offset))
            .collect();
        let words = self.all_bits(&words);
        let halves = self.all_bits(&halves);
        let halves = halves.map(|half| self.b.ins().uextend(I64, half));
        let both: Vec<Value> = words.into_iter().chain(halves).collect();
        self.all_bits(&both)
    }

    /// Computes on doubles.
    fn stage(&mut self, steps: &[Step], doubles: &mut HashMap<Var, Value>) {
        for step in steps {
            let operands: Vec<Value> = step
                .operands
                .iter()
                .map(|operand| self.double(operand, doubles))
                .collect();
            let value = match (step.operation, &operands[..]) {
                (FloatOperation::Add, [a, b]) => self.b.ins().fadd(*a, *b),
                (FloatOperation::Subtract, [a, b]) => self.b.ins().fsub(*a, *b),
                (FloatOperation::Multiply, [a, b]) => self.b.ins().fmul(*a, *b),
                (FloatOperation::Divide, [a, b]) => self.b.ins().fdiv(*a, *b),
                (_, [a, ..]) => self.b.ins().sqrt(*a),
                (_, []) => continue,
            };
            doubles.insert(step.var, value);
        }
    }

    fn double(&mut self, operand: &Operand, doubles: &mut HashMap<Var, Value>) -> Value {
        match operand {
            Operand::Var(var) => match doubles.get(var).or(self.doubles.get(var)) {
                Some(value) => *value,
                None => {
                    let value = match self.delayed(*var) {
                        Some(place) => self.load_delayed(place),
                        None => self.values[var],
                    };
                    let double = self.float_value(value);
                    doubles.insert(*var, double);
                    double
                }
            },
            Operand::Float(bits) => self.b.ins().f64const(f64::from_bits(*bits)),
            Operand::Fixnum(value) => self.b.ins().f64const(*value as f64),
            // `find` lets no other constant in.
            _ => self.b.ins().f64const(0.0),
        }
    }
}

/// The steps whose results somebody reads, or that nobody reads but must be finite all the same.
/// What is surely a float is handed on as a double to those who can take one.
fn results(steps: &[Step], uses: &Uses, floats: &HashSet<Var>) -> Vec<RunResult> {
    let read: HashSet<Var> = steps
        .iter()
        .flat_map(|step| step.operands)
        .filter_map(Operand::as_var)
        .collect();
    let mut results = Vec::new();
    for step in steps {
        let is_float = floats.contains(&step.var);
        let takes_double = uses.doubles.contains(&step.var);
        let result = RunResult {
            var: step.var,
            has_word: uses.words.contains(&step.var) || takes_double && !is_float,
            has_double: takes_double && is_float,
        };
        if result.has_word || result.has_double || !read.contains(&step.var) {
            results.push(result);
        }
    }
    results
}

/// A run in stages, each but the first beginning with a division whose divisor the run has computed
/// and nobody reads later: it is looked at there. What a stage is the first to read is loaded and
/// looked at with it, so that few words wait in registers, and no test waits for what is late.
fn stages<'r, 's>(
    steps: &'r [Step<'s>],
    own: &HashSet<Var>,
    results: &[RunResult],
) -> Vec<&'r [Step<'s>]> {
    let mut stages = Vec::new();
    let mut rest = steps;
    let divides = |step: &Step| {
        let divisor = step.operands.last().and_then(Operand::as_var);
        step.operation == FloatOperation::Divide
            && divisor.is_some_and(|var| {
                own.contains(&var) && results.iter().all(|result| result.var != var)
            })
    };
    while let Some(at) = rest.iter().skip(1).position(divides) {
        let (stage, others) = rest.split_at(at + 1);
        stages.push(stage);
        rest = others;
    }
    stages.push(rest);
    stages
}

/// The run at the start of some statements: at least two operations with a sign of floats among them,
/// or one with an operand that is a double already.
fn find<'s>(statements: &'s [Statement], doubles: &HashMap<Var, Value>) -> Option<Run<'s>> {
    let mut run = Run::default();
    let mut before = Vec::new();
    let mut after = Vec::new();
    // Variables that are not known before the run's allocations are made.
    let mut late: HashSet<Var> = HashSet::new();
    let mut own: HashSet<Var> = HashSet::new();
    let mut is_float = false;
    let mut reads_double = false;
    for (index, statement) in statements.iter().enumerate() {
        let Statement::Define(var, operation, span) = statement else {
            break;
        };
        let mut reads_late = false;
        let mut reads_own = false;
        operation.each_var(&mut |read| {
            reads_late |= late.contains(&read);
            reads_own |= own.contains(&read);
        });
        match operation {
            Operation::Builtin(row, operands, Failure::Raise) => {
                let Some(kind) = operation_of(row) else { break };
                if reads_late || !operands.iter().all(is_input) {
                    break;
                }
                is_float |= kind.is_float()
                    || operands
                        .iter()
                        .any(|operand| matches!(operand, Operand::Float(_)));
                reads_double |= operands
                    .iter()
                    .filter_map(Operand::as_var)
                    .any(|var| doubles.contains_key(&var));
                own.insert(*var);
                let step = Step {
                    var: *var,
                    operation: kind,
                    row,
                    operands,
                    span: *span,
                };
                run.steps.push(step);
                run.length = index + 1;
                run.before.append(&mut before);
                run.after.append(&mut after);
            }
            Operation::Head(_) | Operation::Tail(_) | Operation::Element(..) if !reads_late => {
                if reads_own {
                    break;
                }
                before.push(statement.clone());
            }
            Operation::Tuple(_) | Operation::Cons(..) => {
                late.insert(*var);
                after.push(statement.clone());
            }
            _ => break,
        }
    }
    // Allocations that follow at once share the room of those between the steps.
    if before.is_empty() {
        run.length += after.len();
        run.after.append(&mut after);
    }
    (reads_double || run.steps.len() >= 2 && is_float).then_some(run)
}

fn is_input(operand: &Operand) -> bool {
    match operand {
        Operand::Var(_) | Operand::Float(_) => true,
        Operand::Fixnum(value) => (-EXACT..=EXACT).contains(value),
        _ => false,
    }
}
