//! The stubs of a binding frame: what a return and what a raise into it do. Both undo the binding and go
//! on to the frame below. Both poll on the way, for a stack may hold any number of such frames in a row;
//! they do so after the binding has been undone, for a poll may end in an exception of its own.

use super::program::{Body, Stubs, address};
use crate::clif::stubs;
use alate_abi::call::BINDING_BYTES;
use alate_abi::context::Context;
use alate_abi::runtime_calls;
use cranelift_codegen::ir::{InstBuilder, Value};
use std::mem::offset_of;

impl Stubs<'_> {
    pub(super) fn unbind(&mut self) -> Result<(), String> {
        self.stub("alate_unbind", 1, |body, p| {
            let base = pop(body, p[0]);
            poll(body, "alate_return", &[base, p[1]]);
            body.goto_with("alate_return", &[base, p[1]]);
        })?;
        self.stub("alate_return", 1, |body, p| {
            let code = body.load_at(p[0], -8);
            body.tail_call(code, p[0], &p[1..]);
        })?;
        self.stub("alate_unbind_raise", 3, |body, p| {
            let base = pop(body, p[0]);
            poll(body, "alate_raise_again", &[base, p[1], p[2], p[3]]);
            body.goto_with("alate_raise_again", &[base, p[1], p[2], p[3]]);
        })?;
        self.stub("alate_raise_again", 3, |body, p| {
            let nowhere = body.constant(0);
            let exception = [p[0], nowhere, p[1], p[2], p[3]];
            body.runtime(runtime_calls::raise_again, &exception);
            body.goto("alate_raise", p[0]);
        })
    }
}

/// Undoes the binding of the frame that ends at `sp`; the `sp` below it.
fn pop(body: &mut Body, sp: Value) -> Value {
    body.runtime(runtime_calls::variable_unbind, &[sp]);
    body.b.ins().iadd_imm_s(sp, -i64::from(BINDING_BYTES))
}

/// Asks whether the worker is wanted, and goes on with another stub after that. No room on the stack
/// is asked for: that of the frame that was popped is enough.
fn poll(body: &mut Body, next: &str, parameters: &[Value]) {
    let limit = body.load(offset_of!(Context, stack_limit));
    let (calm, wanted) = body.branch(limit);
    body.b.switch_to_block(wanted);
    let here = address(body, next);
    body.store(here, offset_of!(Context, poll_function));
    let stub = stubs::poll_stub(parameters.len() - 1);
    body.goto_with(&stub, parameters);
    body.b.switch_to_block(calm);
}
