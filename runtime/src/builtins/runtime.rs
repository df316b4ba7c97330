//! Entry points that emitted code calls beside the builtins (rows of `abi/runtime_calls.rs`).

use crate::builtins::fail;
use crate::heap;
use crate::term;
use crate::word::{Failure, Word};
use alate_abi::context::Context;

/// `runtime_entries! { name(ctx, a, b) { body } }` defines `alate_rt_name`; the arguments are raw words.
macro_rules! runtime_entries {
    ($($(#[$doc:meta])* $name:ident($ctx:ident $(, $argument:ident)*) $body:block)*) => {$(
        $(#[$doc])*
        ///
        /// # Safety
        /// Called by emitted code: `ctx` is the calling worker's context, the arguments are as the
        /// table's row says.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name($ctx: *mut Context, $($argument: u64),*) -> u64 {
            // SAFETY: the caller's contract; a context belongs to one thread.
            #[allow(unused_variables)]
            let $ctx = unsafe { &mut *$ctx };
            $body
        }
    )*};
}

runtime_entries! {
    /// -1, 0 or 1 as a two's-complement word.
    alate_rt_compare(ctx, a, b) {
        term::compare(Word(a), Word(b)) as i64 as u64
    }
    /// 1 if `=:=`.
    alate_rt_identical(ctx, a, b) {
        u64::from(term::identical(Word(a), Word(b)))
    }
    /// 1 if `==`.
    alate_rt_equal(ctx, a, b) {
        u64::from(term::equal(Word(a), Word(b)))
    }
    /// The word of a double's bits.
    alate_rt_box_float(ctx, bits) {
        let value = f64::from_bits(bits);
        if value.is_finite() {
            heap::float(ctx, value).0
        } else {
            fail::answer(ctx, Err(Failure::Badarith))
        }
    }
}
