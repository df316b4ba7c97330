//! Operations that define a variable.

use super::function::{PieceBuilder, argument_offset, flags};
use crate::base::span::Span;
use crate::cut::ir::Statement;
use crate::middle::ir::{Failure, Operand, Operation, RuntimeArgument, Var};
use alate_abi::runtime_calls::RuntimeCall;
use alate_abi::{layout, word};
use cranelift_codegen::ir::{InstBuilder, Value, types::I64};
use std::collections::HashSet;
use std::mem::offset_of;

impl PieceBuilder<'_, '_> {
    /// Emits one definition; `rest` begins with its statement.
    pub fn operation(&mut self, var: Var, operation: &Operation, span: Span, rest: &[Statement]) {
        self.set_place(span);
        let mut read = HashSet::new();
        operation.each_var(&mut |var| {
            read.insert(var);
        });
        self.load_all(read);
        if let Some((object, offset)) = place_of(operation) {
            let object = self.operand(object);
            self.delay_load(var, object, offset);
            return;
        }
        let value = match operation {
            Operation::Builtin(row, arguments, failure) => {
                self.room = None;
                self.builtin(row, arguments, *failure, span)
            }
            Operation::Runtime(call, arguments, failure) => {
                self.room = None;
                self.runtime(*call, arguments, *failure, span)
            }
            Operation::Fixnum(operation, row, a, b, overflows) => {
                let values = [self.operand(a), self.operand(b)];
                if *overflows {
                    self.room = None;
                }
                let operands = [a.clone(), b.clone()];
                self.fixnum(*operation, row.symbol, &operands, values, *overflows)
            }
            Operation::Cons(head, tail) => self.cons(head, tail, rest),
            Operation::Tuple(elements) => self.tuple(elements, rest),
            Operation::Closure(function, free) => self.closure(*function, free, rest),
            Operation::ExternalFunction(module, function, arity) => {
                let key = (module.clone(), function.clone(), *arity);
                let data = self.emitter.external_function(key);
                self.address(data, word::TAG_BOXED)
            }
            Operation::AtomHash(atom) => {
                let offset = offset_of!(layout::AtomRecord, hash) as i32;
                let atom = self.operand(atom);
                let offset = offset - word::TAG_ATOM as i32;
                let hash = self.b.ins().load(I64, flags(), atom, offset);
                self.b.ins().band_imm_s(hash, !(word::TAG_MASK as i64))
            }
            Operation::Bits(step, operands) => self.bits(*step, operands, rest),
            Operation::ReadDynamic(variable, failure) => {
                self.room = None;
                self.read_dynamic(variable, *failure, span)
            }
            Operation::Boolean(test) => {
                self.room = None;
                self.boolean(test)
            }
            Operation::Truth(test) => {
                self.room = None;
                self.truth(test)
            }
            Operation::Select(truth, a, b) => {
                let [truth, a, b] = [truth, a, b].map(|operand| self.operand(operand));
                self.b.ins().select(truth, a, b)
            }
            // Loads are delayed, and the cut has turned calls into ends.
            Operation::Head(_)
            | Operation::Tail(_)
            | Operation::Element(..)
            | Operation::Free(..)
            | Operation::Call(..) => self.constant(word::NIL),
        };
        self.values.insert(var, value);
    }

    fn runtime(
        &mut self,
        call: RuntimeCall,
        arguments: &[RuntimeArgument],
        failure: Option<Failure>,
        span: Span,
    ) -> Value {
        let mut values = Vec::new();
        for argument in arguments {
            match argument {
                RuntimeArgument::Word(operand) => values.push(self.operand(operand)),
                RuntimeArgument::Raw(value) => values.push(self.b.ins().iconst(I64, *value)),
                RuntimeArgument::Slot(slot, operand) => {
                    let value = self.operand(operand);
                    self.store_context(value, argument_offset(*slot));
                }
            }
        }
        let answer = self.call_runtime(call.name, &values);
        if failure == Some(Failure::Raise) {
            self.raise_if_failed(answer, span, None, &[], false);
        }
        answer
    }

    /// The atom that says whether a test holds.
    fn boolean(&mut self, test: &crate::middle::ir::Test) -> Value {
        let yes = self.new_block();
        let no = self.new_block();
        let done = self.new_block();
        self.b.append_block_param(done, I64);
        self.test(test, yes, no);
        for (block, answer) in [(yes, true), (no, false)] {
            self.b.switch_to_block(block);
            let atom = self.operand(&Operand::boolean(answer));
            self.jump(done, &[atom]);
        }
        self.b.switch_to_block(done);
        self.b.block_params(done)[0]
    }
}

/// The object that an operation loads from, and the distance of the word from the object's own.
fn place_of(operation: &Operation) -> Option<(&Operand, i32)> {
    Some(match operation {
        Operation::Head(list) => (list, -(word::TAG_CONS as i32)),
        Operation::Tail(list) => (list, 8 - word::TAG_CONS as i32),
        Operation::Element(tuple, index) => {
            (tuple, (*index as i32 + 1) * 8 - word::TAG_TUPLE as i32)
        }
        Operation::Free(closure, index) => {
            let index = (layout::CLOSURE_FREE + index) as i32;
            (closure, index * 8 - word::TAG_BOXED as i32)
        }
        _ => return None,
    })
}
