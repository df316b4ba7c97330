//! What emitted code and stubs call: unwinding and passing the watermark.

use alate_abi::call::HANDLER_LINK;
use alate_abi::context::Context;

use crate::stack::record::Stack;

/// The stack of the process that a context runs.
///
/// # Safety
/// `context.stack` is 0 or the address of a live [`Stack`] that nobody else uses now.
pub unsafe fn of(context: &Context) -> Option<&'static mut Stack> {
    // SAFETY: the caller's contract.
    unsafe { (context.stack as *mut Stack).as_mut() }
}

/// (sp) See `abi/runtime_calls.rs`. The link of a handler frame is the distance in bytes, which reads
/// as a fixnum because it is a multiple of 8.
///
/// # Safety
/// `ctx` is the calling worker's context.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn alate_rt_unwind(ctx: *mut Context, _sp: u64) -> u64 {
    // SAFETY: the caller's contract.
    let context = unsafe { &mut *ctx };
    let handler = context.handler;
    if handler == 0 {
        return 0;
    }
    // SAFETY: `handler` is the end of a handler frame, whose link word lies below it.
    let link = unsafe { *((handler as i64 + i64::from(HANDLER_LINK)) as *const u64) };
    context.handler = if link == 0 { 0 } else { handler - link };
    // SAFETY: the context's stack is that of the process that runs, which is this one.
    if let Some(stack) = unsafe { of(context) } {
        stack.cut(handler as usize);
    }
    handler
}

/// (sp) See `abi/runtime_calls.rs`.
///
/// # Safety
/// `ctx` is the calling worker's context; the watermark's stub was returned to with this `sp`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn alate_rt_watermark(ctx: *mut Context, sp: u64) -> u64 {
    // SAFETY: the context's stack is that of the process that runs, which is this one.
    match unsafe { of(&*ctx) }.and_then(|stack| stack.pass_mark(sp as usize)) {
        Some(displaced) => displaced,
        None => {
            // The stub's address was found in a frame that nobody marked: the stack is corrupt, and
            // there is no address to go on at.
            eprintln!("alate: a return through a watermark that was not set");
            std::process::abort()
        }
    }
}
