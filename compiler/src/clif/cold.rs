//! Polls, and what follows when a builtin fails.

use super::emitter::Emitter;
use super::function::PieceBuilder;
use crate::base::span::Span;
use alate_abi::call::REGISTER_ARGUMENTS;
use alate_abi::context::{Context, RED_ZONE};
use alate_abi::{runtime_calls, word};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{self, InstBuilder, Value, types::I64};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use cranelift_module::{FuncId, Module as _};
use std::mem::offset_of;

/// Where a wrapper that preserves all registers leaves the answer: its convention has no results.
pub(super) const RESULT: i32 = (offset_of!(Context, scratch) + 7 * 8) as i32;

/// The wrapper of a function of the runtime for calls from rarely taken paths.
pub(super) fn build_wrapper(
    emitter: &mut Emitter,
    id: FuncId,
    name: &str,
    arguments: usize,
    scratch: &mut FunctionBuilderContext,
) -> ir::Function {
    let target = emitter.runtime_function(name, arguments);
    let signature = emitter.cold_signature(arguments);
    let mut function =
        ir::Function::with_name_signature(ir::UserFuncName::user(0, id.as_u32()), signature);
    let config = emitter.module.target_config();
    let mut builder = FunctionBuilder::new(&mut function, scratch);
    let block = builder.create_block();
    builder.append_block_params_for_function_params(block);
    builder.switch_to_block(block);
    let mut all = vec![builder.ins().get_pinned_reg(I64)];
    all.extend_from_slice(builder.block_params(block));
    let target = emitter.module.declare_func_in_func(target, builder.func);
    let call = builder.ins().call(target, &all);
    let answer = builder.inst_results(call)[0];
    let context = builder.ins().get_pinned_reg(I64);
    builder
        .ins()
        .store(super::function::flags(), answer, context, RESULT);
    builder.ins().return_(&[]);
    builder.seal_all_blocks();
    builder.finalize(config);
    function
}

/// Frames of more bytes than this are added to `sp` before it is compared with the limit.
const LARGE_FRAME: u64 = RED_ZONE / 2;

impl PieceBuilder<'_, '_> {
    /// Asks whether the worker is wanted or the stack is full. `arguments` are what the piece was
    /// entered with: they go to the stack, and the piece is entered again when the process goes on.
    pub fn poll(&mut self, sp: Value, arguments: &[Value]) {
        self.poll_with(sp, arguments.len(), |_| arguments.to_vec());
    }

    /// The same with arguments that are made where the poll leaves.
    pub fn poll_with(
        &mut self,
        sp: Value,
        count: usize,
        arguments: impl FnOnce(&mut Self) -> Vec<Value>,
    ) {
        // The context is read from its register anew for each poll: were it one value for the whole
        // function, redundant-load elimination would let the load of one poll serve the next.
        let context = self.context();
        let limit = self.b.ins().load(I64, super::function::flags(), context, 0);
        let frame = self.emitter.largest_frames[self.piece.function.0 as usize];
        let needed = if frame > LARGE_FRAME {
            self.b.ins().iadd_imm_s(sp, frame as i64)
        } else {
            sp
        };
        let hot = self.new_block();
        let cold = self.cold_block();
        let is_wanted = self
            .b
            .ins()
            .icmp(IntCC::UnsignedGreaterThanOrEqual, needed, limit);
        self.branch(is_wanted, cold, hot);
        self.b.switch_to_block(cold);
        let pass = self.load_context(offset_of!(Context, pass_poll) as i32);
        let zero = self.constant(0);
        self.store_context(zero, offset_of!(Context, pass_poll) as i32);
        let leave = self.cold_block();
        self.branch_from_cold(pass, hot, leave);
        self.b.switch_to_block(leave);
        let here = self.piece_address(self.id);
        self.store_context(here, offset_of!(Context, poll_function) as i32);
        if frame > LARGE_FRAME {
            let frame = self.constant(frame);
            self.store_context(frame, offset_of!(Context, stack_wanted) as i32);
        }
        if count > REGISTER_ARGUMENTS {
            let count = self.constant(count as u64);
            self.store_context(count, offset_of!(Context, argument_count) as i32);
        }
        let arguments = arguments(self);
        let id = self.emitter.stub(&super::stubs::poll_stub(count), count);
        self.tail_call_direct(id, sp, &arguments);
        self.b.switch_to_block(hot);
    }

    /// Raises if a builtin's answer is `EXCEPTION`. `arguments` are in the context already where the
    /// builtin's index is given.
    pub fn raise_if_failed(
        &mut self,
        answer: Value,
        span: Span,
        builtin: Option<usize>,
        arguments: &[Value],
        is_cold: bool,
    ) {
        let failed = self.cold_block();
        let good = if is_cold {
            self.cold_block()
        } else {
            self.new_block()
        };
        let is_failure = self
            .b
            .ins()
            .icmp_imm_s(IntCC::Equal, answer, word::EXCEPTION as i64);
        self.branch(is_failure, failed, good);
        self.b.switch_to_block(failed);
        for (slot, argument) in arguments.iter().enumerate() {
            self.store_context(*argument, super::function::argument_offset(slot));
        }
        let index = self
            .b
            .ins()
            .iconst(I64, builtin.map_or(-1, |index| index as i64));
        let sp = self.base;
        let location = self.location(span);
        self.call_cold(runtime_calls::raise_builtin.name, &[sp, location, index]);
        self.unwind();
        self.b.switch_to_block(good);
    }
}

/// Bytes of the largest frame that a block pushes.
pub(super) fn largest_push(block: &crate::cut::ir::Block) -> u64 {
    use crate::cut::ir::{End, Statement};
    use crate::middle::ir::Callee;
    use alate_abi::call::BINDING_BYTES;
    let joins = block.statements.iter().map(|statement| match statement {
        Statement::Join(_, _, body) => largest_push(body),
        Statement::Define(..) => 0,
    });
    let bindings = |callee: &Callee| match callee {
        Callee::Bound(_, bindings) => bindings.len() as u64 * BINDING_BYTES as u64,
        _ => 0,
    };
    let end = match &block.end {
        End::Call(call) | End::Protect { call, .. } => {
            (call.frame.len() as u64 + 3) * 8 + bindings(&call.callee)
        }
        End::TailCall(callee, ..) => bindings(callee),
        End::If(_, yes, no) => largest_push(yes).max(largest_push(no)),
        _ => 0,
    };
    joins.max().unwrap_or(0).max(end)
}
