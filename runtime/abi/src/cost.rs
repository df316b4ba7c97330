//! What a builtin may cost: which of them the body of `atomic` may call, for nothing can interrupt it.

use crate::builtins::{Builtin, Use, may_stop_the_world};

/// The most that a builtin may take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cost {
    /// Time and memory bounded by a constant, or by a logarithm of what there is. Arithmetic and
    /// comparison count as such, as in guards.
    Bounded,
    /// Memory in proportion to its arguments, or to a number among them.
    Allocates,
    /// Time in proportion to its arguments, or to what the program holds.
    Long,
    /// It may wait for the outside, or end the program.
    Waits,
}

/// Builtins that are bounded, besides those allowed in guards and the functions on floats.
const BOUNDED: &[(&str, &str)] = &[
    ("atomics", "add"),
    ("atomics", "add_get"),
    ("atomics", "compare_exchange"),
    ("atomics", "exchange"),
    ("atomics", "get"),
    ("atomics", "info"),
    ("atomics", "put"),
    ("atomics", "sub"),
    ("atomics", "sub_get"),
    ("binary", "at"),
    ("binary", "first"),
    ("binary", "last"),
    ("binary", "part"),
    ("counters", "add"),
    ("counters", "get"),
    ("counters", "put"),
    ("counters", "sub"),
    ("erlang", "alias"),
    ("erlang", "atom_to_binary"),
    ("erlang", "atom_to_list"),
    ("erlang", "cancel_timer"),
    ("erlang", "convert_time_unit"),
    ("erlang", "fun_info"),
    ("erlang", "function_exported"),
    ("erlang", "group_leader"),
    ("erlang", "is_process_alive"),
    ("erlang", "make_ref"),
    ("erlang", "module_loaded"),
    ("erlang", "monitor"),
    ("erlang", "monotonic_time"),
    ("erlang", "now"),
    ("erlang", "process_flag"),
    ("erlang", "put"),
    ("erlang", "read_timer"),
    ("erlang", "register"),
    ("erlang", "send"),
    ("erlang", "send_after"),
    ("erlang", "split_binary"),
    ("erlang", "start_timer"),
    ("erlang", "system_time"),
    ("erlang", "time_offset"),
    ("erlang", "timestamp"),
    ("erlang", "unalias"),
    ("erlang", "unique_integer"),
    ("erlang", "unlink"),
    ("erlang", "unregister"),
    ("erlang", "whereis"),
    ("erlang", "!"),
    ("ets", "first"),
    ("ets", "insert"),
    ("ets", "insert_new"),
    ("ets", "last"),
    ("ets", "lookup"),
    ("ets", "lookup_element"),
    ("ets", "member"),
    ("ets", "new"),
    ("ets", "next"),
    ("ets", "prev"),
    ("ets", "take"),
    ("ets", "update_counter"),
    ("ets", "update_element"),
    ("ets", "whereis"),
    ("maps", "find"),
    ("maps", "get"),
    ("maps", "is_key"),
    ("maps", "put"),
    ("maps", "remove"),
    ("maps", "size"),
    ("maps", "take"),
    ("maps", "update"),
    ("os", "perf_counter"),
    ("os", "system_time"),
    ("os", "timestamp"),
    ("persistent_term", "erase"),
    ("persistent_term", "put"),
];

/// The same where only some arities are: the others go over all there is.
const BOUNDED_ARITIES: &[(&str, &str, u8)] = &[
    ("erlang", "demonitor", 1),
    ("erlang", "erase", 1),
    ("erlang", "get", 1),
    ("ets", "delete", 2),
    ("persistent_term", "get", 1),
    ("persistent_term", "get", 2),
];

/// Builtins that take long but make little.
const LONG: &[(&str, &str)] = &[
    ("binary", "decode_unsigned"),
    ("binary", "longest_common_prefix"),
    ("binary", "longest_common_suffix"),
    ("binary", "match"),
    ("binary", "referenced_byte_size"),
    ("erlang", "adler32"),
    ("erlang", "crc32"),
    ("erlang", "external_size"),
    ("erlang", "iolist_size"),
    ("erlang", "list_to_float"),
    ("erlang", "md5"),
    ("erlang", "phash2"),
];

/// Builtins that wait for the outside or end the program, besides those that may stop the world and all
/// that the library keeps to itself.
const WAITING: &[(&str, &str)] = &[("erlang", "display"), ("erlang", "halt")];

/// What a builtin may cost.
pub fn cost(row: &Builtin) -> Cost {
    let name = (row.module, row.name);
    if may_stop_the_world(row) {
        return Cost::Waits;
    }
    // A shift makes a number as large as its second operand says.
    if name == ("erlang", "bsl") {
        return Cost::Allocates;
    }
    let arity = (row.module, row.name, row.arity);
    let is_bounded = row.usage == Use::Guard
        || row.module == "math"
        || BOUNDED.contains(&name)
        || BOUNDED_ARITIES.contains(&arity);
    if is_bounded {
        Cost::Bounded
    } else if WAITING.contains(&name) || row.module == "alate" {
        Cost::Waits
    } else if row.usage == Use::Pure && !LONG.contains(&name) {
        Cost::Allocates
    } else {
        Cost::Long
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtins::{BUILTINS, find};

    #[test]
    fn every_name_is_that_of_a_builtin() {
        for (module, name) in BOUNDED.iter().chain(LONG).chain(WAITING) {
            let exists = BUILTINS
                .iter()
                .any(|row| row.module == *module && row.name == *name);
            assert!(exists, "{module}:{name}");
        }
        for (module, name, arity) in BOUNDED_ARITIES {
            assert!(find(module, name, usize::from(*arity)).is_some(), "{name}");
        }
    }

    #[test]
    fn costs_of_some() {
        for (module, name, arity, expected) in [
            ("erlang", "+", 2, Cost::Bounded),
            ("erlang", "bsl", 2, Cost::Allocates),
            ("erlang", "list_to_tuple", 1, Cost::Allocates),
            ("erlang", "get", 1, Cost::Bounded),
            ("erlang", "get", 0, Cost::Long),
            ("erlang", "md5", 1, Cost::Long),
            ("ets", "delete", 2, Cost::Bounded),
            ("ets", "delete", 1, Cost::Long),
            ("alate", "read_line", 0, Cost::Waits),
            ("erlang", "process_flag", 2, Cost::Bounded),
            ("erlang", "process_flag", 3, Cost::Waits),
            ("erlang", "suspend_process", 1, Cost::Waits),
        ] {
            let row = find(module, name, arity);
            assert_eq!(row.map(cost), Some(expected), "{module}:{name}/{arity}");
        }
    }
}
