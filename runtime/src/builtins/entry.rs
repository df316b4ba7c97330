//! The wrapper of every builtin.

/// `builtins! { symbol(a, b) = path::to::function; }` defines, for each row, the symbol that emitted
/// code calls. The function has the signature `fn(&mut Context, Word, Word) -> Answer`.
macro_rules! builtins {
    ($($(#[$doc:meta])* $symbol:ident($($argument:ident),*) = $function:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// # Safety
        /// Called by emitted code: `ctx` is the calling worker's context, the arguments are terms.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $symbol(
            ctx: *mut alate_abi::context::Context,
            $($argument: u64),*
        ) -> u64 {
            // SAFETY: the caller's contract; a context belongs to one thread.
            let ctx = unsafe { &mut *ctx };
            let answer: $crate::word::Answer =
                $function(ctx, $($crate::word::Word($argument)),*);
            $crate::builtins::fail::answer(ctx, answer)
        }
    )*};
}

pub(super) use builtins;
