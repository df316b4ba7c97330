//! Functions that LFE code may call without a module name: Erlang's auto-imported functions and
//! operators, and LFE's own. Each table is sorted by name; the numbers are arities.

/// Names and the arities they are known at.
type Table = [(&'static str, &'static [usize])];

/// Auto-imported functions of `erlang` that a guard may call.
const GUARD_FUNCTIONS: &Table = &[
    ("abs", &[1]),
    ("binary_part", &[2, 3]),
    ("bit_size", &[1]),
    ("byte_size", &[1]),
    ("ceil", &[1]),
    ("element", &[2]),
    ("float", &[1]),
    ("floor", &[1]),
    ("hd", &[1]),
    ("is_atom", &[1]),
    ("is_binary", &[1]),
    ("is_bitstring", &[1]),
    ("is_boolean", &[1]),
    ("is_float", &[1]),
    ("is_function", &[1, 2]),
    ("is_integer", &[1]),
    ("is_list", &[1]),
    ("is_map", &[1]),
    ("is_map_key", &[2]),
    ("is_number", &[1]),
    ("is_pid", &[1]),
    ("is_port", &[1]),
    ("is_record", &[2, 3]),
    ("is_reference", &[1]),
    ("is_tuple", &[1]),
    ("length", &[1]),
    ("map_get", &[2]),
    ("map_size", &[1]),
    ("node", &[0, 1]),
    ("round", &[1]),
    ("self", &[0]),
    ("size", &[1]),
    ("tl", &[1]),
    ("trunc", &[1]),
    ("tuple_size", &[1]),
];

/// The other auto-imported functions of `erlang`.
const FUNCTIONS: &Table = &[
    ("alias", &[0, 1]),
    ("apply", &[2, 3]),
    ("atom_to_binary", &[1, 2]),
    ("atom_to_list", &[1]),
    ("binary_to_atom", &[1, 2]),
    ("binary_to_existing_atom", &[1, 2]),
    ("binary_to_float", &[1]),
    ("binary_to_integer", &[1, 2]),
    ("binary_to_list", &[1, 3]),
    ("binary_to_term", &[1, 2]),
    ("bitstring_to_list", &[1]),
    ("check_old_code", &[1]),
    ("check_process_code", &[2, 3]),
    ("date", &[0]),
    ("delete_module", &[1]),
    ("demonitor", &[1, 2]),
    ("disconnect_node", &[1]),
    ("erase", &[0, 1]),
    ("error", &[1, 2, 3]),
    ("exit", &[1, 2]),
    ("float_to_binary", &[1, 2]),
    ("float_to_list", &[1, 2]),
    ("garbage_collect", &[0, 1, 2]),
    ("get", &[0, 1]),
    ("get_keys", &[0, 1]),
    ("group_leader", &[0, 2]),
    ("halt", &[0, 1, 2]),
    ("integer_to_binary", &[1, 2]),
    ("integer_to_list", &[1, 2]),
    ("iolist_size", &[1]),
    ("iolist_to_binary", &[1]),
    ("is_alive", &[0]),
    ("is_process_alive", &[1]),
    ("link", &[1]),
    ("list_to_atom", &[1]),
    ("list_to_binary", &[1]),
    ("list_to_bitstring", &[1]),
    ("list_to_existing_atom", &[1]),
    ("list_to_float", &[1]),
    ("list_to_integer", &[1, 2]),
    ("list_to_pid", &[1]),
    ("list_to_port", &[1]),
    ("list_to_ref", &[1]),
    ("list_to_tuple", &[1]),
    ("load_module", &[2]),
    ("make_ref", &[0]),
    ("max", &[2]),
    ("min", &[2]),
    ("module_loaded", &[1]),
    ("monitor", &[2, 3]),
    ("monitor_node", &[2]),
    ("nodes", &[0, 1, 2]),
    ("now", &[0]),
    ("open_port", &[2]),
    ("pid_to_list", &[1]),
    ("port_close", &[1]),
    ("port_command", &[2, 3]),
    ("port_connect", &[2]),
    ("port_control", &[3]),
    ("port_to_list", &[1]),
    ("pre_loaded", &[0]),
    ("process_flag", &[2, 3]),
    ("process_info", &[1, 2]),
    ("processes", &[0]),
    ("purge_module", &[1]),
    ("put", &[2]),
    ("ref_to_list", &[1]),
    ("register", &[2]),
    ("registered", &[0]),
    ("setelement", &[3]),
    ("spawn", &[1, 2, 3, 4]),
    ("spawn_link", &[1, 2, 3, 4]),
    ("spawn_monitor", &[1, 2, 3, 4]),
    ("spawn_opt", &[2, 3, 4, 5]),
    ("spawn_request", &[1, 2, 3, 4, 5]),
    ("spawn_request_abandon", &[1]),
    ("split_binary", &[2]),
    ("statistics", &[1]),
    ("term_to_binary", &[1, 2]),
    ("term_to_iovec", &[1, 2]),
    ("throw", &[1]),
    ("time", &[0]),
    ("tuple_to_list", &[1]),
    ("unalias", &[1]),
    ("unlink", &[1]),
    ("unregister", &[1]),
    ("whereis", &[1]),
];

/// Auto-imported functions that a module may define itself and then call by their plain name
/// (with a warning). The names that Erlang imported from its beginning are not among them.
const OVERRIDABLE: &Table = &[
    ("alias", &[0, 1]),
    ("atom_to_binary", &[1]),
    ("binary_part", &[2, 3]),
    ("binary_to_atom", &[1]),
    ("binary_to_existing_atom", &[1]),
    ("binary_to_float", &[1]),
    ("binary_to_integer", &[1, 2]),
    ("binary_to_term", &[2]),
    ("ceil", &[1]),
    ("check_old_code", &[1]),
    ("check_process_code", &[3]),
    ("demonitor", &[1, 2]),
    ("error", &[1, 2, 3]),
    ("float_to_binary", &[1, 2]),
    ("float_to_list", &[2]),
    ("floor", &[1]),
    ("garbage_collect", &[2]),
    ("get_keys", &[0]),
    ("halt", &[2]),
    ("integer_to_binary", &[1, 2]),
    ("integer_to_list", &[2]),
    ("is_map", &[1]),
    ("is_map_key", &[2]),
    ("list_to_integer", &[2]),
    ("list_to_port", &[1]),
    ("list_to_ref", &[1]),
    ("map_get", &[2]),
    ("map_size", &[1]),
    ("max", &[2]),
    ("min", &[2]),
    ("monitor", &[2, 3]),
    ("nodes", &[2]),
    ("port_command", &[3]),
    ("port_to_list", &[1]),
    ("ref_to_list", &[1]),
    ("spawn_monitor", &[2, 4]),
    ("spawn_request", &[1, 2, 3, 4, 5]),
    ("spawn_request_abandon", &[1]),
    ("term_to_iovec", &[1, 2]),
    ("unalias", &[1]),
];

/// Operators as functions of `erlang`. LFE accepts those of [`is_variadic_operator`] with any
/// number of arguments from one on.
const OPERATORS: &Table = &[
    ("!", &[2]),
    ("*", &[2]),
    ("+", &[1, 2]),
    ("++", &[2]),
    ("-", &[1, 2]),
    ("--", &[2]),
    ("/", &[2]),
    ("/=", &[2]),
    ("<", &[2]),
    ("=/=", &[2]),
    ("=:=", &[2]),
    ("=<", &[2]),
    ("==", &[2]),
    (">", &[2]),
    (">=", &[2]),
    ("and", &[2]),
    ("band", &[2]),
    ("bnot", &[1]),
    ("bor", &[2]),
    ("bsl", &[2]),
    ("bsr", &[2]),
    ("bxor", &[2]),
    ("div", &[2]),
    ("not", &[1]),
    ("or", &[2]),
    ("rem", &[2]),
    ("xor", &[2]),
];

/// Functions of the module `lfe` that are known by their plain name.
const LFE_FUNCTIONS: &Table = &[
    ("eval", &[1, 2]),
    ("macro-function", &[1, 2]),
    ("macroexpand", &[1, 2]),
    ("macroexpand-1", &[1, 2]),
    ("macroexpand-all", &[1, 2]),
];

fn holds(table: &Table, name: &str, arity: usize) -> bool {
    table
        .binary_search_by_key(&name, |row| row.0)
        .is_ok_and(|at| table[at].1.contains(&arity))
}

/// Is it a function of the module `erlang` that needs no module name (operators not included)?
pub fn is_auto_imported(name: &str, arity: usize) -> bool {
    is_guard_builtin(name, arity) || holds(FUNCTIONS, name, arity)
}

/// Is it an auto-imported function that a guard may call (operators not included)?
pub fn is_guard_builtin(name: &str, arity: usize) -> bool {
    holds(GUARD_FUNCTIONS, name, arity)
}

/// May a module define this auto-imported function and call its own by the plain name?
pub fn is_overridable(name: &str, arity: usize) -> bool {
    holds(OVERRIDABLE, name, arity)
}

/// Is it an operator that exists in `erlang` with this many operands?
pub fn is_operator(name: &str, arity: usize) -> bool {
    holds(OPERATORS, name, arity)
}

/// Does LFE give this operator a meaning for more operands than two?
pub fn is_variadic_operator(name: &str) -> bool {
    matches!(
        name,
        "+" | "-" | "*" | "/" | "++" | "--" | "and" | "or" | "xor"
    ) || is_comparison(name)
}

/// Is it one of the comparison operators?
pub fn is_comparison(name: &str) -> bool {
    matches!(name, ">" | ">=" | "<" | "=<" | "==" | "/=" | "=:=" | "=/=")
}

/// Is it an operator that a guard may use? (All but `++`, `--` and `!`.)
pub fn is_guard_operator(name: &str, arity: usize) -> bool {
    !matches!(name, "++" | "--" | "!") && is_operator(name, arity)
}

/// Is it a function of the module `lfe` that needs no module name?
pub fn is_lfe_function(name: &str, arity: usize) -> bool {
    holds(LFE_FUNCTIONS, name, arity)
}

/// Every name in these tables with its arities, for suggestions.
pub fn known_names() -> impl Iterator<Item = (&'static str, &'static [usize])> {
    [GUARD_FUNCTIONS, FUNCTIONS, OPERATORS, LFE_FUNCTIONS]
        .into_iter()
        .flatten()
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(table: &Table) -> usize {
        table.iter().map(|row| row.1.len()).sum()
    }

    #[test]
    fn tables_are_sorted_and_complete() {
        for table in [
            GUARD_FUNCTIONS,
            FUNCTIONS,
            OVERRIDABLE,
            OPERATORS,
            LFE_FUNCTIONS,
        ] {
            assert!(table.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
        assert_eq!(size(GUARD_FUNCTIONS), 39);
        assert_eq!(size(FUNCTIONS), 137);
    }

    #[test]
    fn arities_count() {
        assert!(is_auto_imported("length", 1) && !is_auto_imported("length", 2));
        assert!(is_guard_builtin("self", 0) && !is_guard_builtin("put", 2));
        assert!(is_overridable("ceil", 1) && !is_overridable("size", 1));
        assert!(is_auto_imported("whereis", 1) && !is_auto_imported("car", 1));
        for (name, arities) in OVERRIDABLE {
            assert!(arities.iter().all(|arity| is_auto_imported(name, *arity)));
        }
    }
}
