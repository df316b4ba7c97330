//! Entry points that emitted code calls beside the builtins (rows of `abi/runtime_calls.rs`).

use crate::binary::{self, Encoding};
use crate::builtins::fail;
use crate::heap;
use crate::map;
use crate::number;
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
    /// Begins a construction.
    alate_rt_bits_begin(ctx, expected) {
        binary::begin(expected as usize);
        0
    }
    /// Begins a construction with a whole bit string.
    alate_rt_bits_begin_append(ctx, value, unit, expected) {
        done(ctx, binary::begin_append(Word(value), unit as usize, expected as usize))
    }
    /// An integer segment.
    alate_rt_bits_put_integer(ctx, value, size, unit, flags) {
        done(ctx, binary::put_integer(Word(value), Word(size), unit as usize, flags))
    }
    /// A float segment.
    alate_rt_bits_put_float(ctx, value, size, unit, flags) {
        let put = match number::as_float(Word(value)) {
            Some(value) => binary::put_float(value, Word(size), unit as usize, flags),
            None => Err(Failure::Badarg),
        };
        done(ctx, put)
    }
    /// A bit string segment.
    alate_rt_bits_put_binary(ctx, value, size, unit) {
        done(ctx, binary::put_binary(Word(value), Word(size), unit as usize))
    }
    /// A code point segment.
    alate_rt_bits_put_utf(ctx, value, encoding, flags) {
        done(ctx, binary::put_utf(Word(value), Encoding::of_segment(encoding, flags)))
    }
    /// A segment of literal bytes.
    alate_rt_bits_put_bytes(ctx, address, length) {
        // SAFETY: emitted code names static data of its own.
        let bytes = unsafe { literal(address, length) };
        done(ctx, binary::put_bytes(bytes))
    }
    /// Ends a construction.
    alate_rt_bits_end(ctx) {
        let answer = binary::finish(ctx);
        fail::answer(ctx, answer)
    }
    /// The integer between two positions.
    alate_rt_bits_get_integer(ctx, bits, start, end, flags) {
        binary::get_integer(ctx, Word(bits), Word(start), Word(end), flags).0
    }
    /// The float between two positions or ABSENT.
    alate_rt_bits_get_float(ctx, bits, start, end, flags) {
        binary::get_float(ctx, Word(bits), Word(start), Word(end), flags).0
    }
    /// The bits between two positions.
    alate_rt_bits_get_binary(ctx, bits, start, end) {
        binary::get_binary(ctx, Word(bits), Word(start), Word(end)).0
    }
    /// A code point and its size, or ABSENT.
    alate_rt_bits_get_utf(ctx, bits, start, end, encoding, flags) {
        let encoding = Encoding::of_segment(encoding, flags);
        binary::get_utf(Word(bits), Word(start), Word(end), encoding).0
    }
}

/// What a step of a construction answers to emitted code.
fn done(ctx: &mut Context, result: Result<(), Failure>) -> u64 {
    match result {
        Ok(()) => 0,
        Err(failure) => fail::answer(ctx, Err(failure)),
    }
}

/// Static bytes that emitted code names.
///
/// # Safety
/// So many bytes lie at the address for as long as the program runs.
unsafe fn literal(address: u64, length: u64) -> &'static [u8] {
    if length == 0 {
        return &[];
    }
    // SAFETY: the caller's contract.
    unsafe { std::slice::from_raw_parts(address as *const u8, length as usize) }
}
