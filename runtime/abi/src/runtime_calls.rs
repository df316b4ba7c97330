//! Entry points of the runtime that only emitted code calls (what a user can name is a builtin).
//!
//! Each is `unsafe extern "C" fn(ctx: *mut Context, words: u64…) -> u64`.

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct RuntimeCall {
    pub name: &'static str,
    /// Number of word parameters after the context.
    pub parameters: u8,
}

macro_rules! runtime_calls {
    ($($(#[$doc:meta])* $name:ident($parameters:literal);)*) => {
        $($(#[$doc])* #[allow(non_upper_case_globals)] pub const $name: RuntimeCall = RuntimeCall { name: concat!("alate_rt_", stringify!($name)), parameters: $parameters };)*
        /// All rows.
        pub const RUNTIME_CALLS: &[RuntimeCall] = &[$($name,)*];
    };
}

runtime_calls! {
    /// (bytes) Makes `heap_next .. heap_limit` hold at least that many bytes; answers 0.
    /// An object of more than `LARGE_OBJECT` bytes is made by `allocate_large`.
    more_heap(1);
    /// (size in words, the header included) Room outside the nursery for a large object; answers its
    /// untagged address. The caller fills every word before the next poll.
    allocate_large(1);
    /// (bits of a double) The word of a float without immediate form, or EXCEPTION (badarith) if not finite.
    box_float(1);
    /// (a, b) Term order: -1, 0 or 1 as a two's-complement word. 1 and 1.0 are equal.
    compare(2);
    /// (a, b) 1 if `=:=`, else 0. For words that are not identical and not both immediate.
    identical(2);
    /// (a, b) 1 if `==`, else 0.
    equal(2);
    /// (sp) Cuts the stack to the innermost handler; answers its `sp`, or 0 if there is none.
    /// Takes the handler out of the chain.
    unwind(1);
    /// (sp, location, class, reason) Sets the exception in the context, with a stack trace that begins at the location.
    raise(4);
    /// (sp, location, builtin index or -1) Completes an exception that a builtin left in the context by its stack trace.
    /// The builtin's arguments are in `Context::arguments`.
    raise_builtin(3);
    /// (sp) The watermark's stub was returned to; answers the displaced return address.
    watermark(1);
    /// (sp) Exception `undef` for `Context::undefined_cell`; arguments count in `argument_count`.
    undefined(1);
    /// (value, arguments count) Exception for a call to something that is no function of that arity.
    bad_function(2);
    /// (raw trace) The stack trace as a list, for a handler that looks at it.
    build_stacktrace(1);
    /// (module, function, arity) Address of the entry cell; makes an undefined one if there is none.
    find_cell(3);
    /// (pairs count, raw) A map; keys and values alternate in `Context::arguments`. A later key replaces an equal earlier one.
    map_new(1);
    /// (map, key, value) The map with that pair; EXCEPTION `#(badmap M)`.
    map_put(3);
    /// (map, key, value) The map with the key's value replaced; EXCEPTION `#(badkey K)` or `#(badmap M)`.
    map_update(3);
    /// (map, key) The key's value, or ABSENT; ABSENT where it is no map.
    map_get_or_absent(2);
    /// (list) Spreads the argument list of an apply into `Context::arguments`; answers the count as a raw integer, or EXCEPTION.
    spread_arguments(1);
}

/// Objects of more bytes than this are not allocated in the nursery.
pub const LARGE_OBJECT: u64 = 8192;
