//! What emitted code calls to raise (rows of the shared `runtime_calls` module).

use super::backtrace;
use crate::atom::well_known;
use crate::code;
use crate::heap;
use crate::word::Word;
use alate_abi::builtins::BUILTINS;
use alate_abi::call::{MAX_ARITY, REGISTER_ARGUMENTS};
use alate_abi::context::{CLASS_ERROR, CLASS_EXIT, CLASS_THROW, Context};
use alate_abi::sections::{EntryCell, Location};
use alate_abi::word::{ABSENT, EXCEPTION, NIL, fixnum};

macro_rules! entries {
    ($($(#[$doc:meta])* $name:ident($ctx:ident $(, $argument:ident)*) $body:block)*) => {$(
        $(#[$doc])*
        ///
        /// # Safety
        /// Called by emitted code: `ctx` is the calling worker's context, the arguments are as the
        /// table's row says.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name($ctx: *mut Context, $($argument: u64),*) -> u64 {
            // SAFETY: the caller's contract; a context belongs to one thread.
            let $ctx = unsafe { &mut *$ctx };
            $body
        }
    )*};
}

/// Sets an error without a trace; the caller's `raise_builtin` adds it.
fn fail(ctx: &mut Context, reason: Word) -> u64 {
    ctx.error_class = CLASS_ERROR;
    ctx.error_reason = reason.0;
    EXCEPTION
}

/// Sets `system_limit`, raised by a function of the module `erlang` in the call that the frame at the
/// context's `sp` would have gone on from.
pub fn set_limit(ctx: &mut Context, function: Word, arguments: &[Word]) {
    fail(ctx, well_known::SYSTEM_LIMIT.get());
    let arguments = heap::list(ctx, arguments.iter().copied(), Word::NIL);
    let call = [well_known::ERLANG.get(), function, arguments, Word::NIL];
    let entry = heap::tuple(ctx, &call);
    ctx.error_trace = backtrace::raw(ctx, ctx.sp, &[entry.0]).0;
}

fn arguments(ctx: &mut Context, count: usize) -> Word {
    let words: Vec<Word> = ctx
        .arguments
        .iter()
        .take(count.min(MAX_ARITY))
        .map(|word| Word(*word))
        .collect();
    heap::list(ctx, words, Word::NIL)
}

entries! {
    /// Sets the exception with a trace that begins at the location.
    alate_rt_raise(ctx, sp, location, class, reason) {
        set_class(ctx, class, reason);
        ctx.error_trace = backtrace::raw(ctx, sp, &[location]).0;
        0
    }
    /// Sets the exception again with the trace it had; a class that is none is an error of its own.
    alate_rt_raise_again(ctx, sp, location, class, reason, trace) {
        set_class(ctx, class, reason);
        ctx.error_trace = if Word(trace).list_length().is_some() {
            trace
        } else {
            backtrace::raw(ctx, sp, &[location]).0
        };
        0
    }
    /// Adds the trace to what a builtin left in the context.
    alate_rt_raise_builtin(ctx, sp, location, index) {
        let mut first = [0, location];
        // The runtime's own functions are nobody's concern.
        let row = BUILTINS.get(index as usize).filter(|row| row.module != "alate");
        if let Some(row) = row {
            let (Ok(module), Ok(name)) =
                (crate::atom::intern(row.module), crate::atom::intern(row.name))
            else {
                return 0;
            };
            let arguments = arguments(ctx, usize::from(row.arity));
            first[0] = heap::tuple(ctx, &[module, name, arguments, Word::NIL]).0;
        } else if ctx.error_reason == well_known::UNDEF.get().0 {
            // `find_cell` has left the call that found nothing.
            first[0] = std::mem::take(&mut ctx.undefined_call);
        }
        ctx.error_trace = backtrace::raw(ctx, sp, &first).0;
        0
    }
    /// `function_clause`; the function's own entry shows the arguments.
    alate_rt_function_clause(ctx, sp, location, count) {
        ctx.error_class = CLASS_ERROR;
        ctx.error_reason = well_known::FUNCTION_CLAUSE.get().0;
        // SAFETY: emitted code passes a static location.
        let arity = unsafe { (*(location as *const Location)).arity };
        let arguments = arguments(ctx, (count as usize).min(arity as usize));
        let entry = backtrace::location_entry(ctx, Word(location), Some(arguments));
        ctx.error_trace = backtrace::raw(ctx, sp, &[entry.0]).0;
        0
    }
    /// `undef` for the function of a cell.
    alate_rt_undefined(ctx, sp) {
        ctx.error_class = CLASS_ERROR;
        ctx.error_reason = well_known::UNDEF.get().0;
        // SAFETY: the cell's own stub has stored its address.
        let cell = unsafe { &*(ctx.undefined_cell as *const EntryCell) };
        let (module, function, arity) = (cell.module, cell.function, cell.arity);
        let third = if arity as usize <= REGISTER_ARGUMENTS {
            arguments(ctx, arity as usize)
        } else {
            Word::fixnum(arity as i64)
        };
        let entry = heap::tuple(ctx, &[Word(module), Word(function), third, Word::NIL]);
        ctx.error_trace = backtrace::raw(ctx, sp, &[entry.0]).0;
        0
    }
    /// `badfun`, or `badarity` with the arguments.
    alate_rt_bad_function(ctx, value, count) {
        let arguments = arguments(ctx, count as usize);
        bad_function(ctx, Word(value), arguments)
    }
    /// The same for an apply.
    alate_rt_bad_function_applied(ctx, value, arguments) {
        bad_function(ctx, Word(value), Word(arguments))
    }
    /// The trace as a handler sees it.
    alate_rt_build_stacktrace(ctx, raw) {
        backtrace::build(ctx, Word(raw)).0
    }
    /// The entry cell of a function; `undef` if there is none, `badarg` if the names are no atoms.
    alate_rt_find_cell(ctx, module, function, arity) {
        if !Word(module).is_atom() || !Word(function).is_atom() {
            return fail(ctx, well_known::BADARG.get());
        }
        match code::find(Word(module), Word(function), arity) {
            Some(cell) => cell as u64,
            None => {
                let call = [module, function, fixnum(arity as i64), NIL].map(Word);
                ctx.undefined_call = heap::tuple(ctx, &call).0;
                fail(ctx, well_known::UNDEF.get())
            }
        }
    }
    /// The same for an apply: `undef` shows the arguments.
    alate_rt_find_applied(ctx, module, function, arity, arguments) {
        // SAFETY: the caller's contract, handed on.
        let cell = unsafe { alate_rt_find_cell(ctx, module, function, arity) };
        if cell == EXCEPTION && ctx.undefined_call != 0 {
            let call = [module, function, arguments, NIL].map(Word);
            ctx.undefined_call = heap::tuple(ctx, &call).0;
        }
        cell
    }
    /// Lays out an argument list for a call.
    alate_rt_apply_arguments(ctx, list, closure) {
        let Some(elements) = Word(list).list_elements() else {
            return fail(ctx, well_known::BADARG.get());
        };
        if elements.len() > MAX_ARITY {
            return fail(ctx, well_known::SYSTEM_LIMIT.get());
        }
        let count = elements.len() as u64;
        let closure = Some(Word(closure)).filter(|word| word.0 != ABSENT);
        ctx.scratch[0] = closure.map_or(ABSENT, |word| word.0);
        for (index, word) in elements.into_iter().chain(closure).enumerate() {
            if index < REGISTER_ARGUMENTS {
                ctx.scratch[index + 1] = word.0;
            } else {
                ctx.arguments[index - REGISTER_ARGUMENTS] = word.0;
            }
        }
        count
    }
}

fn set_class(ctx: &mut Context, class: u64, reason: u64) {
    let class = Word(class);
    ctx.error_reason = reason;
    ctx.error_class = if class == well_known::THROW.get() {
        CLASS_THROW
    } else if class == well_known::EXIT.get() {
        CLASS_EXIT
    } else if class == well_known::ERROR.get() {
        CLASS_ERROR
    } else {
        ctx.error_reason = well_known::BADARG.get().0;
        CLASS_ERROR
    };
}

fn bad_function(ctx: &mut Context, value: Word, arguments: Word) -> u64 {
    let reason = if value.as_closure().is_some() {
        let call = heap::tuple(ctx, &[value, arguments]);
        heap::tuple(ctx, &[well_known::BADARITY.get(), call])
    } else {
        heap::tuple(ctx, &[well_known::BADFUN.get(), value])
    };
    fail(ctx, reason)
}
