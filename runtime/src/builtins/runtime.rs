//! Entry points that emitted code calls beside the builtins (rows of `abi/runtime_calls.rs`).

use crate::builtins::fail;
use crate::heap;
use crate::map;
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
    /// A map of `count` pairs whose keys and values alternate in the context's arguments.
    alate_rt_map_new(ctx, count) {
        let slots = &ctx.arguments[..ctx.arguments.len().min(2 * count as usize)];
        let pairs: Vec<(Word, Word)> = slots
            .chunks_exact(2)
            .map(|pair| (Word(pair[0]), Word(pair[1])))
            .collect();
        map::from_pairs(ctx, &pairs).0
    }
    /// The map with a pair.
    alate_rt_map_put(ctx, map, key, value) {
        let answer = map::put(ctx, Word(map), Word(key), Word(value));
        fail::answer(ctx, answer)
    }
    /// The map with the value of a key it has replaced.
    alate_rt_map_update(ctx, map, key, value) {
        let answer = map::update(ctx, Word(map), Word(key), Word(value));
        fail::answer(ctx, answer)
    }
    /// The key's value or ABSENT.
    alate_rt_map_get_or_absent(ctx, map, key) {
        map::get(Word(map), Word(key)).unwrap_or(Word::ABSENT).0
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
