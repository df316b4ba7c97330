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
    ($($(#[$doc:meta])* $name:ident($parameters:literal) = $symbol:ident;)*) => {
        $($(#[$doc])* #[allow(non_upper_case_globals)] pub const $name: RuntimeCall = RuntimeCall { name: stringify!($symbol), parameters: $parameters };)*
        /// All rows.
        pub const RUNTIME_CALLS: &[RuntimeCall] = &[$($name,)*];

        /// Calls `$callback! { symbol … }` with the symbols of all rows.
        #[macro_export]
        macro_rules! for_each_runtime_call {
            ($callback:path) => { $callback! { $($symbol)* } };
        }
    };
}

runtime_calls! {
    /// (bytes) Makes `heap_next .. heap_limit` hold at least that many bytes; answers 0.
    /// An object of more than `LARGE_OBJECT` bytes is made by `allocate_large`.
    more_heap(1) = alate_rt_more_heap;
    /// (size in words, the header included) Room outside the nursery for a large object; answers its
    /// untagged address. The caller fills every word before the next poll.
    allocate_large(1) = alate_rt_allocate_large;
    /// (bits of a double) The word of a float without immediate form, or EXCEPTION (badarith) if not finite.
    box_float(1) = alate_rt_box_float;
    /// (a, b) Term order: -1, 0 or 1 as a two's-complement word. 1 and 1.0 are equal.
    compare(2) = alate_rt_compare;
    /// (a, b) 1 if `=:=`, else 0. For words that are not identical and not both immediate.
    identical(2) = alate_rt_identical;
    /// (a, b) 1 if `==`, else 0.
    equal(2) = alate_rt_equal;
    /// (sp) Cuts the stack to the innermost handler; answers its `sp`, or 0 if there is none.
    /// Takes the handler out of the chain.
    unwind(1) = alate_rt_unwind;
    /// (sp, location, class, reason) Sets the exception in the context, with a stack trace that begins at the location.
    raise(4) = alate_rt_raise;
    /// (sp, location, builtin index or -1) Completes an exception that a builtin left in the context by its stack trace.
    /// The builtin's arguments are in `Context::arguments`.
    raise_builtin(3) = alate_rt_raise_builtin;
    /// (sp) The watermark's stub was returned to; answers the displaced return address.
    watermark(1) = alate_rt_watermark;
    /// (sp, bytes raw) Makes room for so many bytes above `sp`; answers the new `sp`, for the stack may
    /// have moved, or 0 after setting the exception `system_limit`.
    stack_room(2) = alate_rt_stack_room;
    /// (sp) Exception `undef` for `Context::undefined_cell`; arguments count in `argument_count`.
    undefined(1) = alate_rt_undefined;
    /// (value, arguments count) Exception for a call to something that is no function of that arity.
    bad_function(2) = alate_rt_bad_function;
    /// (value, argument list) The same for an apply.
    bad_function_applied(2) = alate_rt_bad_function_applied;
    /// (raw trace) The stack trace as a list, for a handler that looks at it.
    build_stacktrace(1) = alate_rt_build_stacktrace;
    /// (module, function, arity raw) Address of the entry cell; EXCEPTION `undef` if nothing defines it, `badarg` if the names are no atoms.
    find_cell(3) = alate_rt_find_cell;
    /// (module, function, arity raw, argument list) The same for an apply.
    find_applied(4) = alate_rt_find_applied;
    /// (pairs count, raw) A map; keys and values alternate in `Context::arguments`. A later key replaces an equal earlier one.
    map_new(1) = alate_rt_map_new;
    /// (map, key, value) The map with that pair; EXCEPTION `#(badmap M)`.
    map_put(3) = alate_rt_map_put;
    /// (map, key, value) The map with the key's value replaced; EXCEPTION `#(badkey K)` or `#(badmap M)`.
    map_update(3) = alate_rt_map_update;
    /// (map, key) The key's value, or ABSENT; ABSENT where it is no map.
    map_get_or_absent(2) = alate_rt_map_get_or_absent;
    /// (expected bits, raw) Begins to construct a bit string; answers 0. Values are computed before:
    /// no poll, call or other construction lies between this and `bits_end`. `bits_put_…` answer 0 or
    /// EXCEPTION (badarg, system_limit). `size` is any term (badarg unless an integer of at least 0), counted
    /// in `unit` bits. Flags: bit 0 signed, bit 1 little-endian (native is little on both targets).
    bits_begin(1) = alate_rt_bits_begin;
    /// (value, unit raw, expected further bits raw) Begins with a whole bit string as the first segment:
    /// amortised append where the value ends its buffer. 0, or EXCEPTION where the value is no bit string of a multiple of `unit` bits.
    bits_begin_append(3) = alate_rt_bits_begin_append;
    /// (value, size, unit raw, flags raw)
    bits_put_integer(4) = alate_rt_bits_put_integer;
    /// (value, size, unit raw, flags raw) Sizes 16, 32, 64; integers are converted.
    bits_put_float(4) = alate_rt_bits_put_float;
    /// (value, size or ABSENT for all, unit raw) The first bits of a bit string; for all, their number must be a multiple of `unit`.
    bits_put_binary(3) = alate_rt_bits_put_binary;
    /// (code point, encoding raw: 8, 16 or 32, flags raw)
    bits_put_utf(3) = alate_rt_bits_put_utf;
    /// (address raw, length raw) Literal bytes.
    bits_put_bytes(2) = alate_rt_bits_put_bytes;
    /// () The bit string.
    bits_end(0) = alate_rt_bits_end;
    /// (bits, start, end, flags raw) The integer between two positions that have been checked. Matching
    /// keeps no state: positions are fixnums, counted in bits from 0.
    bits_get_integer(4) = alate_rt_bits_get_integer;
    /// (bits, start, end, flags raw) The float, or ABSENT where that is none (size, infinity, not-a-number).
    bits_get_float(4) = alate_rt_bits_get_float;
    /// (bits, start, end) The bits between two checked positions, sharing memory.
    bits_get_binary(3) = alate_rt_bits_get_binary;
    /// (bits, start, end, encoding raw: 8, 16 or 32, flags raw) The well-formed code point that begins at a
    /// position, times `UTF_SCALE`, plus its size in bits; ABSENT where there is none before the end.
    bits_get_utf(5) = alate_rt_bits_get_utf;
    /// (list, closure or ABSENT) Lays out the arguments of an apply, a closure last: five in
    /// `Context::scratch[1..6]`, further ones in `Context::arguments`, the closure also in
    /// `scratch[0]`. Answers the list's length, raw; EXCEPTION `badarg` if it is no list of at most 255.
    apply_arguments(2) = alate_rt_apply_arguments;
    /// (sp, location, class, reason, raw trace) Sets the exception again, with the trace it had.
    raise_again(5) = alate_rt_raise_again;
    /// (variable's address) Its value for the process that runs, where `Variable::index` is not 0;
    /// EXCEPTION `#(unbound_variable #(module name))`.
    variable_value(1) = alate_rt_variable_value;
    /// (variable's address) The atom `true` if it has a global value, else `false`.
    variable_is_set(1) = alate_rt_variable_is_set;
    /// (variable's address, value) Binds it for the process that runs; answers what it was bound to
    /// before, or ABSENT. EXCEPTION as of `variable_value` where no module defines it.
    variable_bind(2) = alate_rt_variable_bind;
    /// (sp) Undoes the binding of the binding frame that ends at `sp`, and takes it out of the chain of
    /// handlers.
    variable_unbind(1) = alate_rt_variable_unbind;
    /// (variable's address, value) Changes the binding in force, or the global value where the process
    /// has none; answers the value, or EXCEPTION as `variable_bind` does.
    variable_set(2) = alate_rt_variable_set;
    /// (variable's address, value) Changes the global value; answers the same.
    variable_set_global(2) = alate_rt_variable_set_global;
    /// (sp, location, count) Exception `function_clause`; the arguments are in `Context::arguments`.
    function_clause(3) = alate_rt_function_clause;
}

/// What `bits_get_utf` multiplies a code point by: the sizes of all are less.
pub const UTF_SCALE: i64 = 64;

/// Objects of more bytes than this are not allocated in the nursery.
pub const LARGE_OBJECT: u64 = 8192;
