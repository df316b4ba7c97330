//! Every builtin once: the functions of the library that the runtime implements in Rust.
//!
//! A row gives module, name, arity, the symbol of the Rust function and what it may be used for.
//! The function is `unsafe extern "C" fn(ctx: *mut Context, arguments: u64…) -> u64`; it answers a
//! term, or [`EXCEPTION`](crate::word::EXCEPTION) after it has put class and reason into the context.
//! It never collects, blocks or yields, and never panics.
//!
//! The compiler calls the symbol directly where it sees `(module:name …)`, and adds an exported
//! function of that name to the library module, so that it can also be called by name. At most five
//! arguments.

/// What the compiler may assume of a builtin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Use {
    /// Allowed in guards; no effect but its answer.
    Guard,
    /// No effect but its answer (or exception); not allowed in guards.
    Pure,
    /// Has an effect.
    Effect,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Builtin {
    pub module: &'static str,
    pub name: &'static str,
    pub arity: u8,
    pub symbol: &'static str,
    pub usage: Use,
}

/// Calls `$callback! { (module, name, arity, symbol, use) … }` with every row.
#[macro_export]
macro_rules! for_each_builtin {
    ($callback:path) => {
        $callback! {
            // Arithmetic.
            ("erlang", "+", 2, alate_add, Guard)
            ("erlang", "-", 2, alate_subtract, Guard)
            ("erlang", "*", 2, alate_multiply, Guard)
            ("erlang", "/", 2, alate_divide, Guard)
            ("erlang", "+", 1, alate_plus, Guard)
            ("erlang", "-", 1, alate_negate, Guard)
            ("erlang", "div", 2, alate_integer_divide, Guard)
            ("erlang", "rem", 2, alate_remainder, Guard)
            ("erlang", "band", 2, alate_bit_and, Guard)
            ("erlang", "bor", 2, alate_bit_or, Guard)
            ("erlang", "bxor", 2, alate_bit_xor, Guard)
            ("erlang", "bnot", 1, alate_bit_not, Guard)
            ("erlang", "bsl", 2, alate_shift_left, Guard)
            ("erlang", "bsr", 2, alate_shift_right, Guard)
            ("erlang", "abs", 1, alate_absolute, Guard)
            ("erlang", "float", 1, alate_float, Guard)
            ("erlang", "trunc", 1, alate_truncate, Guard)
            ("erlang", "round", 1, alate_round, Guard)
            ("erlang", "floor", 1, alate_floor, Guard)
            ("erlang", "ceil", 1, alate_ceiling, Guard)
            // Comparison: each answers the atom true or false.
            ("erlang", "==", 2, alate_equal, Guard)
            ("erlang", "/=", 2, alate_not_equal, Guard)
            ("erlang", "=:=", 2, alate_identical, Guard)
            ("erlang", "=/=", 2, alate_not_identical, Guard)
            ("erlang", "<", 2, alate_less, Guard)
            ("erlang", "=<", 2, alate_less_or_equal, Guard)
            ("erlang", ">", 2, alate_greater, Guard)
            ("erlang", ">=", 2, alate_greater_or_equal, Guard)
            ("erlang", "max", 2, alate_maximum, Guard)
            ("erlang", "min", 2, alate_minimum, Guard)
            // Lists and tuples.
            ("erlang", "length", 1, alate_length, Guard)
            ("erlang", "tuple_size", 1, alate_tuple_size, Guard)
            ("erlang", "element", 2, alate_element, Guard)
            ("erlang", "setelement", 3, alate_set_element, Pure)
            ("erlang", "size", 1, alate_size, Guard)
            ("erlang", "tuple_to_list", 1, alate_tuple_to_list, Pure)
            ("erlang", "list_to_tuple", 1, alate_list_to_tuple, Pure)
            // Maps.
            ("erlang", "map_size", 1, alate_map_size, Guard)
            ("erlang", "map_get", 2, alate_map_get, Guard)
            ("erlang", "is_map_key", 2, alate_map_is_key, Guard)
            ("maps", "size", 1, alate_map_size, Pure)
            ("maps", "get", 2, alate_map_get, Pure)
            ("maps", "get", 3, alate_map_get_default, Pure)
            ("maps", "find", 2, alate_map_find, Pure)
            ("maps", "is_key", 2, alate_map_is_key, Pure)
            ("maps", "put", 3, alate_map_put, Pure)
            ("maps", "update", 3, alate_map_update, Pure)
            ("maps", "remove", 2, alate_map_remove, Pure)
            ("maps", "take", 2, alate_map_take, Pure)
            ("maps", "keys", 1, alate_map_keys, Pure)
            ("maps", "values", 1, alate_map_values, Pure)
            ("maps", "to_list", 1, alate_map_to_list, Pure)
            ("maps", "from_list", 1, alate_map_from_list, Pure)
            ("maps", "from_keys", 2, alate_map_from_keys, Pure)
            ("maps", "merge", 2, alate_map_merge, Pure)
            ("maps", "iterator", 1, alate_map_iterator, Pure)
            ("maps", "next", 1, alate_map_next, Pure)
        }
    };
}

macro_rules! rows {
    ($(($module:literal, $name:literal, $arity:literal, $symbol:ident, $usage:ident))*) => {
        /// All rows.
        pub const BUILTINS: &[Builtin] = &[
            $(Builtin {
                module: $module,
                name: $name,
                arity: $arity,
                symbol: stringify!($symbol),
                usage: Use::$usage,
            },)*
        ];
    };
}
for_each_builtin!(rows);

/// The row of a builtin, if there is one.
pub fn find(module: &str, name: &str, arity: usize) -> Option<&'static Builtin> {
    BUILTINS
        .iter()
        .find(|row| row.arity as usize == arity && row.name == name && row.module == module)
}
