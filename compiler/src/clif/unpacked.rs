//! Loops whose variables are the parts of the function's parameters: elements of tuples instead of
//! the tuple, doubles instead of words. The tuples are made again, and the doubles become words, where
//! a poll leaves the loop: no plain double ever lies where the collector looks.

use super::delayed::Delayed;
use super::float_run::Input;
use super::function::{PieceBuilder, flags};
use crate::cut::ir::{self as cut, End, Statement};
use crate::middle::ir::{Carried, JoinId, Operand, Part, Unpacking, Var};
use alate_abi::{layout, word};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{F64, I64};
use cranelift_codegen::ir::{Block, InstBuilder, Value};
use std::collections::{HashMap, HashSet};

impl PieceBuilder<'_, '_> {
    /// Emits entry and header of the loop; its body is next.
    pub(super) fn unpacked_loop(&mut self, unpacking: &Unpacking, arguments: &[Value]) {
        let general = self.cold_block();
        self.only_where_it_repeats(unpacking, arguments, general);
        let inputs = self.take_apart(unpacking, arguments, general);
        let carried: Vec<(Carried, Input)> = unpacking.carried().copied().zip(inputs).collect();
        let floats: Vec<Input> = carried
            .iter()
            .filter(|(carried, _)| carried.is_float)
            .map(|(_, input)| *input)
            .collect();
        let mut doubles = self.checked_doubles(&floats, general).into_iter();
        self.floats.extend(
            carried
                .iter()
                .filter(|(carried, _)| carried.is_float)
                .map(|(carried, _)| carried.var),
        );
        // Words that change, then doubles that change: as `End::Repeat` gives them.
        let (mut words, mut changing) = (Vec::new(), Vec::new());
        for (carried, input) in &carried {
            let double = carried.is_float.then(|| doubles.next()).flatten();
            match (double, carried.changes) {
                (Some(double), true) => changing.push((carried.var, double)),
                (Some(double), false) => {
                    self.doubles.insert(carried.var, double);
                    // Its word is there already.
                    self.define_input(carried.var, *input);
                }
                (None, true) => words.push((carried.var, self.input_word(*input))),
                (None, false) => self.define_input(carried.var, *input),
            }
        }
        let header = self.new_block();
        for (var, _) in &words {
            let value = self.b.append_block_param(header, I64);
            self.values.insert(*var, value);
        }
        for (var, _) in &changing {
            let value = self.b.append_block_param(header, F64);
            self.doubles.insert(*var, value);
        }
        let values = words.into_iter().chain(changing).map(|(_, value)| value);
        let values: Vec<Value> = values.collect();
        self.jump(header, &values);
        self.leave_for_general(unpacking, arguments, general);
        self.b.switch_to_block(header);
        self.loop_header = Some(header);
        let sp = self.base;
        if self.piece.polls {
            self.poll_with(sp, arguments.len(), |this| this.put_together(unpacking));
        }
    }

    /// Where the body begins with a test that only one answer to leads to a round, the other is left
    /// to the general function: a loop of no round need not take anything apart.
    fn only_where_it_repeats(
        &mut self,
        unpacking: &Unpacking,
        arguments: &[Value],
        general: Block,
    ) {
        let body = &self.piece.body;
        let is_at_once = body
            .statements
            .iter()
            .all(|statement| matches!(statement, Statement::Join(..)));
        let End::If(test, yes, no) = &body.end else {
            return;
        };
        let wholes: HashMap<Var, Value> = unpacking
            .parts
            .iter()
            .zip(arguments)
            .filter_map(|(part, argument)| match part {
                Part::Whole(carried) => Some((carried.var, *argument)),
                Part::Tuple(_) => None,
            })
            .collect();
        let mut is_of_wholes = true;
        test.each_var(&mut |var| is_of_wholes &= wholes.contains_key(&var));
        let joins = repeating_joins(&body.statements);
        let answers = (repeats(yes, &joins), repeats(no, &joins));
        if !is_at_once || !is_of_wholes || answers.0 == answers.1 {
            return;
        }
        let goes_on = self.new_block();
        let outer = std::mem::replace(&mut self.values, wholes);
        match answers.0 {
            true => self.test(test, goes_on, general),
            false => self.test(test, general, goes_on),
        }
        self.values = outer;
        self.b.switch_to_block(goes_on);
    }

    fn define_input(&mut self, var: Var, input: Input) {
        match input {
            Input::Word(word) => {
                self.values.insert(var, word);
            }
            Input::Delayed(place) => self.delay_load(var, place.object, place.offset),
        }
    }

    /// The words of all parts; goes to `general` where a parameter is not the tuple it should be.
    fn take_apart(
        &mut self,
        unpacking: &Unpacking,
        arguments: &[Value],
        general: Block,
    ) -> Vec<Input> {
        let mut words = Vec::new();
        for (part, argument) in unpacking.parts.iter().zip(arguments) {
            let Part::Tuple(elements) = part else {
                words.push(Input::Word(*argument));
                continue;
            };
            let (tuple, fits) = (self.new_block(), self.new_block());
            self.branch_tag(*argument, word::TAG_TUPLE, tuple, general);
            self.b.switch_to_block(tuple);
            let offset = -(word::TAG_TUPLE as i32);
            let header = self.b.ins().load(I64, flags(), *argument, offset);
            let wanted = word::header(layout::KIND_TUPLE, 0, elements.len() as u64) as i64;
            let same = self.b.ins().icmp_imm_s(IntCC::Equal, header, wanted);
            self.branch(same, fits, general);
            self.b.switch_to_block(fits);
            for index in 0..elements.len() as i32 {
                let offset = (index + 1) * 8 - word::TAG_TUPLE as i32;
                words.push(Input::Delayed(Delayed {
                    object: *argument,
                    offset,
                }));
            }
        }
        words
    }

    /// The doubles of words that should be floats; goes to `general` where one is not.
    fn checked_doubles(&mut self, words: &[Input], general: Block) -> Vec<Value> {
        let Some(all) = self.all_tags(words) else {
            return Vec::new();
        };
        let done = self.new_block();
        for _ in words {
            self.b.append_block_param(done, F64);
        }
        let (ordinary, others) = (self.new_block(), self.cold_block());
        self.branch_ordinary(all, ordinary, others);
        self.b.switch_to_block(ordinary);
        let doubles: Vec<Value> = words
            .iter()
            .map(|input| {
                let word = self.input_word(*input);
                self.float_value(word)
            })
            .collect();
        self.jump(done, &doubles);
        self.b.switch_to_block(others);
        let outer = std::mem::replace(&mut self.emits_cold_code, true);
        let doubles: Vec<Value> = words
            .iter()
            .map(|input| {
                let word = self.input_word(*input);
                self.checked_double(word, general)
            })
            .collect();
        self.jump(done, &doubles);
        self.emits_cold_code = outer;
        self.b.switch_to_block(done);
        self.b.block_params(done).to_vec()
    }

    /// Enters the function that takes any arguments.
    fn leave_for_general(&mut self, unpacking: &Unpacking, arguments: &[Value], general: Block) {
        self.b.switch_to_block(general);
        let entry = self.module.functions[unpacking.general.0 as usize].entry;
        let id = self.emitter.pieces[entry.0 as usize];
        let sp = self.base;
        self.tail_call_direct(id, sp, arguments);
    }

    /// The parameters of the function that the loop's variables are parts of, in cold code.
    fn put_together(&mut self, unpacking: &Unpacking) -> Vec<Value> {
        let outer = std::mem::replace(&mut self.emits_cold_code, true);
        let loads = self.loads_made();
        self.load_all(unpacking.carried().map(|carried| carried.var));
        self.room = None;
        let mut arguments = Vec::new();
        for part in &unpacking.parts {
            let carried = part.carried().iter();
            let operands: Vec<Operand> = carried.map(|part| Operand::Var(part.var)).collect();
            arguments.push(match part {
                Part::Whole(carried) => self.values[&carried.var],
                Part::Tuple(_) => self.tuple(&operands, &[]),
            });
        }
        self.room = None;
        self.forget_loads(loads);
        self.emits_cold_code = outer;
        arguments
    }

    /// Goes to the loop's header with new values of its variables.
    pub(super) fn repeat(&mut self, words: &[Operand], doubles: &[Operand]) {
        let mut values = self.operands(words);
        for operand in doubles {
            let value = self.double_of(operand);
            values.push(value);
        }
        if let Some(header) = self.loop_header {
            self.jump(header, &values);
        }
    }

    /// The double of an operand that is known to be a float.
    fn double_of(&mut self, operand: &Operand) -> Value {
        match operand {
            Operand::Float(bits) => self.b.ins().f64const(f64::from_bits(*bits)),
            Operand::Var(var) => match self.doubles.get(var) {
                Some(double) => *double,
                None => {
                    let word = match self.delayed(*var) {
                        Some(place) => self.load_delayed(place),
                        None => self.values[var],
                    };
                    self.known_double(word)
                }
            },
            // The optimiser takes only these for floats.
            _ => self.b.ins().f64const(0.0),
        }
    }
}

/// The joins among some statements that lead to a round.
fn repeating_joins(statements: &[Statement]) -> HashSet<JoinId> {
    let mut joins = HashSet::new();
    for statement in statements {
        if let Statement::Join(join, _, body) = statement
            && repeats(body, &joins)
        {
            joins.insert(*join);
        }
    }
    joins
}

/// Whether a block leads to a round, where these joins around it do.
fn repeats(block: &cut::Block, around: &HashSet<JoinId>) -> bool {
    let mut joins = repeating_joins(&block.statements);
    joins.extend(around);
    match &block.end {
        End::Repeat { .. } => true,
        End::Jump(join, _) => joins.contains(join),
        End::If(_, yes, no) => repeats(yes, &joins) || repeats(no, &joins),
        _ => false,
    }
}
