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
            ("maps", "merge", 2, alate_map_merge, Pure)
            // Lists and tuples, continued.
            ("erlang", "hd", 1, alate_head, Guard)
            ("erlang", "tl", 1, alate_tail, Guard)
            ("erlang", "make_tuple", 2, alate_make_tuple, Pure)
            ("erlang", "make_tuple", 3, alate_make_tuple_of, Pure)
            ("erlang", "insert_element", 3, alate_insert_element, Pure)
            ("erlang", "append_element", 2, alate_append_element, Pure)
            ("erlang", "delete_element", 2, alate_delete_element, Pure)
            // Type tests and truth.
            ("erlang", "is_atom", 1, alate_is_atom, Guard)
            ("erlang", "is_binary", 1, alate_is_binary, Guard)
            ("erlang", "is_bitstring", 1, alate_is_bitstring, Guard)
            ("erlang", "is_boolean", 1, alate_is_boolean, Guard)
            ("erlang", "is_float", 1, alate_is_float, Guard)
            ("erlang", "is_function", 1, alate_is_function, Guard)
            ("erlang", "is_integer", 1, alate_is_integer, Guard)
            ("erlang", "is_list", 1, alate_is_list, Guard)
            ("erlang", "is_map", 1, alate_is_map, Guard)
            ("erlang", "is_number", 1, alate_is_number, Guard)
            ("erlang", "is_pid", 1, alate_is_pid, Guard)
            ("erlang", "is_port", 1, alate_is_port, Guard)
            ("erlang", "is_reference", 1, alate_is_reference, Guard)
            ("erlang", "is_tuple", 1, alate_is_tuple, Guard)
            ("erlang", "is_function", 2, alate_is_function_of, Guard)
            ("erlang", "is_record", 2, alate_is_record, Guard)
            ("erlang", "is_record", 3, alate_is_record_of, Guard)
            ("erlang", "not", 1, alate_not, Guard)
            ("erlang", "and", 2, alate_and, Guard)
            ("erlang", "or", 2, alate_or, Guard)
            ("erlang", "xor", 2, alate_xor, Guard)
            // Atoms and numbers to text and back.
            ("erlang", "atom_to_list", 1, alate_atom_to_list, Pure)
            ("erlang", "atom_to_binary", 1, alate_atom_to_binary, Pure)
            ("erlang", "atom_to_binary", 2, alate_atom_to_binary_as, Pure)
            ("erlang", "list_to_atom", 1, alate_list_to_atom, Effect)
            ("erlang", "list_to_existing_atom", 1, alate_list_to_existing_atom, Effect)
            ("erlang", "binary_to_atom", 1, alate_binary_to_atom, Effect)
            ("erlang", "binary_to_atom", 2, alate_binary_to_atom_as, Effect)
            ("erlang", "binary_to_existing_atom", 1, alate_binary_to_existing_atom, Effect)
            ("erlang", "binary_to_existing_atom", 2, alate_binary_to_existing_atom_as, Effect)
            ("erlang", "integer_to_list", 1, alate_integer_to_list, Pure)
            ("erlang", "integer_to_list", 2, alate_integer_to_list_base, Pure)
            ("erlang", "integer_to_binary", 1, alate_integer_to_binary, Pure)
            ("erlang", "integer_to_binary", 2, alate_integer_to_binary_base, Pure)
            ("erlang", "float_to_list", 1, alate_float_to_list, Pure)
            ("erlang", "float_to_list", 2, alate_float_to_list_as, Pure)
            ("erlang", "float_to_binary", 1, alate_float_to_binary, Pure)
            ("erlang", "float_to_binary", 2, alate_float_to_binary_as, Pure)
            ("erlang", "list_to_integer", 1, alate_list_to_integer, Pure)
            ("erlang", "list_to_integer", 2, alate_list_to_integer_base, Pure)
            ("erlang", "binary_to_integer", 1, alate_binary_to_integer, Pure)
            ("erlang", "binary_to_integer", 2, alate_binary_to_integer_base, Pure)
            ("erlang", "list_to_float", 1, alate_list_to_float, Pure)
            ("erlang", "binary_to_float", 1, alate_binary_to_float, Pure)
            // Binaries.
            ("erlang", "byte_size", 1, alate_byte_size, Guard)
            ("erlang", "bit_size", 1, alate_bit_size, Guard)
            ("erlang", "binary_part", 2, alate_binary_part_pair, Guard)
            ("erlang", "binary_part", 3, alate_binary_part, Guard)
            ("erlang", "split_binary", 2, alate_split_binary, Pure)
            ("erlang", "binary_to_list", 1, alate_binary_to_list, Pure)
            ("erlang", "binary_to_list", 3, alate_binary_to_list_from, Pure)
            ("erlang", "bitstring_to_list", 1, alate_bitstring_to_list, Pure)
            ("erlang", "list_to_binary", 1, alate_list_to_binary, Pure)
            ("erlang", "iolist_to_binary", 1, alate_iolist_to_binary, Pure)
            ("erlang", "iolist_size", 1, alate_iolist_size, Pure)
            ("erlang", "list_to_bitstring", 1, alate_list_to_bitstring, Pure)
            ("binary", "at", 2, alate_binary_at, Pure)
            ("binary", "first", 1, alate_binary_first, Pure)
            ("binary", "last", 1, alate_binary_last, Pure)
            ("binary", "part", 2, alate_binary_part_pair, Pure)
            ("binary", "part", 3, alate_binary_part, Pure)
            ("binary", "copy", 1, alate_binary_copy, Pure)
            ("binary", "copy", 2, alate_binary_copy_times, Pure)
            ("binary", "bin_to_list", 1, alate_binary_to_list, Pure)
            ("binary", "bin_to_list", 2, alate_binary_bin_to_list_pair, Pure)
            ("binary", "bin_to_list", 3, alate_binary_bin_to_list, Pure)
            ("binary", "list_to_bin", 1, alate_binary_list_to_bin, Pure)
            ("binary", "encode_unsigned", 1, alate_binary_encode_unsigned, Pure)
            ("binary", "encode_unsigned", 2, alate_binary_encode_unsigned_as, Pure)
            ("binary", "decode_unsigned", 1, alate_binary_decode_unsigned, Pure)
            ("binary", "decode_unsigned", 2, alate_binary_decode_unsigned_as, Pure)
            ("binary", "longest_common_prefix", 1, alate_binary_common_prefix, Pure)
            ("binary", "longest_common_suffix", 1, alate_binary_common_suffix, Pure)
            ("binary", "referenced_byte_size", 1, alate_binary_referenced_size, Pure)
            ("binary", "match", 2, alate_binary_match, Pure)
            ("binary", "match", 3, alate_binary_match_as, Pure)
            ("binary", "matches", 2, alate_binary_matches, Pure)
            ("binary", "matches", 3, alate_binary_matches_as, Pure)
            ("binary", "split", 2, alate_binary_split, Pure)
            ("binary", "split", 3, alate_binary_split_as, Pure)
            ("binary", "replace", 3, alate_binary_replace, Pure)
            ("binary", "replace", 4, alate_binary_replace_as, Pure)
            ("binary", "compile_pattern", 1, alate_binary_compile_pattern, Pure)
            ("unicode", "characters_to_list", 1, alate_characters_to_list, Pure)
            ("unicode", "characters_to_list", 2, alate_characters_to_list_from, Pure)
            ("unicode", "characters_to_binary", 1, alate_characters_to_binary, Pure)
            ("unicode", "characters_to_binary", 2, alate_characters_to_binary_from, Pure)
            ("unicode", "characters_to_binary", 3, alate_characters_to_binary_as, Pure)
            ("erlang", "crc32", 1, alate_crc32, Pure)
            ("erlang", "crc32", 2, alate_crc32_from, Pure)
            ("erlang", "adler32", 1, alate_adler32, Pure)
            ("erlang", "adler32", 2, alate_adler32_from, Pure)
            ("erlang", "md5", 1, alate_md5, Pure)
            ("erlang", "phash2", 1, alate_portable_hash, Pure)
            ("erlang", "phash2", 2, alate_portable_hash_below, Pure)
            // Functions on floats.
            ("math", "sin", 1, alate_math_sin, Pure)
            ("math", "cos", 1, alate_math_cos, Pure)
            ("math", "tan", 1, alate_math_tan, Pure)
            ("math", "asin", 1, alate_math_asin, Pure)
            ("math", "acos", 1, alate_math_acos, Pure)
            ("math", "atan", 1, alate_math_atan, Pure)
            ("math", "sinh", 1, alate_math_sinh, Pure)
            ("math", "cosh", 1, alate_math_cosh, Pure)
            ("math", "tanh", 1, alate_math_tanh, Pure)
            ("math", "asinh", 1, alate_math_asinh, Pure)
            ("math", "acosh", 1, alate_math_acosh, Pure)
            ("math", "atanh", 1, alate_math_atanh, Pure)
            ("math", "exp", 1, alate_math_exp, Pure)
            ("math", "log", 1, alate_math_log, Pure)
            ("math", "log2", 1, alate_math_log2, Pure)
            ("math", "log10", 1, alate_math_log10, Pure)
            ("math", "sqrt", 1, alate_math_sqrt, Pure)
            ("math", "floor", 1, alate_math_floor, Pure)
            ("math", "ceil", 1, alate_math_ceil, Pure)
            ("math", "erf", 1, alate_math_erf, Pure)
            ("math", "erfc", 1, alate_math_erfc, Pure)
            ("math", "atan2", 2, alate_math_atan2, Pure)
            ("math", "pow", 2, alate_math_pow, Pure)
            ("math", "fmod", 2, alate_math_fmod, Pure)
            // The process dictionary.
            ("erlang", "put", 2, alate_dictionary_put, Effect)
            ("erlang", "get", 0, alate_dictionary_all, Effect)
            ("erlang", "get", 1, alate_dictionary_get, Effect)
            ("erlang", "get_keys", 0, alate_dictionary_keys, Effect)
            ("erlang", "get_keys", 1, alate_dictionary_keys_of, Effect)
            ("erlang", "erase", 0, alate_dictionary_erase_all, Effect)
            ("erlang", "erase", 1, alate_dictionary_erase, Effect)
            // Time, and what is unique.
            ("erlang", "system_time", 0, alate_system_time, Effect)
            ("erlang", "system_time", 1, alate_system_time_in, Effect)
            ("erlang", "timestamp", 0, alate_timestamp, Effect)
            ("os", "system_time", 0, alate_system_time, Effect)
            ("os", "system_time", 1, alate_system_time_in, Effect)
            ("os", "timestamp", 0, alate_timestamp, Effect)
            ("os", "perf_counter", 0, alate_monotonic_time, Effect)
            ("os", "perf_counter", 1, alate_monotonic_time_in, Effect)
            ("erlang", "monotonic_time", 0, alate_monotonic_time, Effect)
            ("erlang", "monotonic_time", 1, alate_monotonic_time_in, Effect)
            ("erlang", "time_offset", 0, alate_time_offset, Effect)
            ("erlang", "time_offset", 1, alate_time_offset_in, Effect)
            ("erlang", "convert_time_unit", 3, alate_convert_time_unit, Pure)
            ("erlang", "now", 0, alate_timestamp, Effect)
            ("erlang", "date", 0, alate_date, Effect)
            ("erlang", "time", 0, alate_time, Effect)
            ("erlang", "localtime", 0, alate_localtime, Effect)
            ("erlang", "universaltime", 0, alate_universaltime, Effect)
            ("erlang", "unique_integer", 0, alate_unique_integer, Effect)
            ("erlang", "unique_integer", 1, alate_unique_integer_as, Effect)
            ("erlang", "make_ref", 0, alate_make_ref, Effect)
            // Input, output, the end of the program.
            // Processes: `receive` is made of the first six.
            ("alate", "local_calendar", 1, alate_local_calendar, Effect)
            ("alate", "local_seconds", 2, alate_local_seconds, Effect)
            ("alate", "entropy", 1, alate_entropy, Effect)
            ("alate", "receive_until", 1, alate_receive_until, Effect)
            ("alate", "wait_limit", 1, alate_wait_limit, Effect)
            ("alate", "message_waits", 0, alate_message_waits, Effect)
            ("alate", "message", 0, alate_message, Effect)
            ("alate", "take_message", 0, alate_take_message, Effect)
            ("alate", "skip_message", 0, alate_skip_message, Effect)
            ("alate", "spawn", 2, alate_spawn_fun, Effect)
            ("alate", "spawn", 4, alate_spawn, Effect)
            ("alate", "spawn_request", 2, alate_spawn_request_fun, Effect)
            ("alate", "spawn_request", 4, alate_spawn_request, Effect)
            ("alate", "spawn_request_elsewhere", 1, alate_spawn_request_elsewhere, Effect)
            ("erlang", "spawn_request_abandon", 1, alate_spawn_request_abandon, Effect)
            ("alate", "send_exit", 2, alate_send_exit, Effect)
            ("alate", "link", 1, alate_link, Effect)
            ("alate", "follow", 1, alate_follow, Effect)
            ("alate", "hibernate", 3, alate_hibernate, Effect)
            ("erlang", "self", 0, alate_self, Guard)
            ("erlang", "!", 2, alate_send, Effect)
            ("erlang", "send", 2, alate_send, Effect)
            ("erlang", "send", 3, alate_send_with, Effect)
            ("erlang", "is_process_alive", 1, alate_is_process_alive, Effect)
            ("erlang", "processes", 0, alate_processes, Effect)
            ("erlang", "unlink", 1, alate_unlink, Effect)
            ("erlang", "monitor", 2, alate_monitor, Effect)
            ("erlang", "monitor", 3, alate_monitor_with, Effect)
            ("erlang", "alias", 0, alate_make_alias, Effect)
            ("erlang", "alias", 1, alate_make_alias_with, Effect)
            ("erlang", "unalias", 1, alate_unalias, Effect)
            ("erlang", "demonitor", 1, alate_demonitor, Effect)
            ("erlang", "demonitor", 2, alate_demonitor_with, Effect)
            ("erlang", "process_flag", 2, alate_process_flag, Effect)
            ("erlang", "process_flag", 3, alate_process_flag_of, Effect)
            ("erlang", "suspend_process", 1, alate_suspend_process, Effect)
            ("erlang", "suspend_process", 2, alate_suspend_process_with, Effect)
            ("erlang", "resume_process", 1, alate_resume_process, Effect)
            ("erlang", "process_info", 1, alate_process_info, Effect)
            ("erlang", "process_info", 2, alate_process_info_of, Effect)
            ("alate", "process_text", 1, alate_process_text, Effect)
            ("erlang", "register", 2, alate_register, Effect)
            ("erlang", "unregister", 1, alate_unregister, Effect)
            ("erlang", "whereis", 1, alate_whereis, Effect)
            ("erlang", "registered", 0, alate_registered, Effect)
            ("erlang", "group_leader", 0, alate_group_leader, Effect)
            ("erlang", "group_leader", 2, alate_set_group_leader, Effect)
            ("erlang", "list_to_pid", 1, alate_list_to_pid, Pure)
            ("erlang", "list_to_ref", 1, alate_list_to_ref, Pure)
            // Words and terms that all processes share.
            ("alate", "atomics_new", 2, alate_atomics_new, Effect)
            ("atomics", "get", 2, alate_atomics_get, Effect)
            ("atomics", "put", 3, alate_atomics_put, Effect)
            ("atomics", "add", 3, alate_atomics_add, Effect)
            ("atomics", "sub", 3, alate_atomics_sub, Effect)
            ("atomics", "add_get", 3, alate_atomics_add_get, Effect)
            ("atomics", "sub_get", 3, alate_atomics_sub_get, Effect)
            ("atomics", "exchange", 3, alate_atomics_exchange, Effect)
            ("atomics", "compare_exchange", 4, alate_atomics_compare_exchange, Effect)
            ("atomics", "info", 1, alate_atomics_info, Effect)
            ("counters", "get", 2, alate_counters_get, Effect)
            ("counters", "put", 3, alate_counters_put, Effect)
            ("counters", "add", 3, alate_counters_add, Effect)
            ("counters", "sub", 3, alate_counters_sub, Effect)
            ("persistent_term", "get", 0, alate_persistent_all, Effect)
            ("persistent_term", "get", 1, alate_persistent_get, Effect)
            ("persistent_term", "get", 2, alate_persistent_get_default, Effect)
            ("persistent_term", "put", 2, alate_persistent_put, Effect)
            ("persistent_term", "erase", 1, alate_persistent_erase, Effect)
            ("persistent_term", "info", 0, alate_persistent_info, Effect)
            ("erlang", "send_after", 3, alate_send_after, Effect)
            ("erlang", "send_after", 4, alate_send_after_with, Effect)
            ("erlang", "start_timer", 3, alate_start_timer, Effect)
            ("erlang", "start_timer", 4, alate_start_timer_with, Effect)
            ("erlang", "cancel_timer", 1, alate_cancel_timer, Effect)
            ("erlang", "cancel_timer", 2, alate_cancel_timer_with, Effect)
            ("erlang", "read_timer", 1, alate_read_timer, Effect)
            ("erlang", "read_timer", 2, alate_read_timer_with, Effect)
            ("alate", "standard_device", 0, alate_standard_device, Effect)
            ("alate", "output", 1, alate_output, Effect)
            ("alate", "write", 2, alate_write, Effect)
            ("alate", "read_line", 0, alate_read_line, Effect)
            ("alate", "term_text", 1, alate_term_text, Pure)
            ("alate", "next_request", 0, alate_next_request, Effect)
            ("alate", "answer_request", 2, alate_answer_request, Effect)
            ("alate", "ask_host", 2, alate_ask_host, Effect)
            ("alate", "read_file", 1, alate_read_file, Effect)
            ("alate", "write_file", 2, alate_write_file, Effect)
            ("alate", "delete_file", 1, alate_delete_file, Effect)
            ("alate_net", "open", 2, alate_net_open, Effect)
            ("alate_net", "bind", 3, alate_net_bind, Effect)
            ("alate_net", "listen", 2, alate_net_listen, Effect)
            ("alate_net", "accept", 1, alate_net_accept, Effect)
            ("alate_net", "connect", 3, alate_net_connect, Effect)
            ("alate_net", "connected", 1, alate_net_connected, Effect)
            ("alate_net", "receive", 2, alate_net_receive, Effect)
            ("alate_net", "receive_from", 2, alate_net_receive_from, Effect)
            ("alate_net", "send", 2, alate_net_send, Effect)
            ("alate_net", "drained", 1, alate_net_drained, Effect)
            ("alate_net", "send_to", 4, alate_net_send_to, Effect)
            ("alate_net", "await", 2, alate_net_await, Effect)
            ("alate_net", "forget", 2, alate_net_forget, Effect)
            ("alate_net", "close", 1, alate_net_close, Effect)
            ("alate_net", "shutdown", 2, alate_net_shutdown, Effect)
            ("alate_net", "own_name", 1, alate_net_own_name, Effect)
            ("alate_net", "peer_name", 1, alate_net_peer_name, Effect)
            ("alate_net", "owner", 1, alate_net_owner, Effect)
            ("alate_net", "give", 2, alate_net_give, Effect)
            ("alate_net", "all", 0, alate_net_all, Effect)
            ("alate_net", "counts", 1, alate_net_counts, Effect)
            ("alate_net", "set_option", 3, alate_net_set_option, Effect)
            ("alate_net", "get_option", 2, alate_net_get_option, Effect)
            ("alate_net", "resolve", 2, alate_net_resolve, Effect)
            ("alate", "uppercase", 1, alate_uppercase, Pure)
            ("alate", "lowercase", 1, alate_lowercase, Pure)
            ("alate", "file_info", 1, alate_file_info, Effect)
            ("alate", "link_info", 1, alate_link_info, Effect)
            ("alate", "read_link", 1, alate_read_link, Effect)
            ("alate", "copy_file", 3, alate_copy_file, Effect)
            ("alate", "append_file", 2, alate_append_file, Effect)
            ("alate", "set_file_mode", 2, alate_set_file_mode, Effect)
            ("alate", "set_file_owner", 3, alate_set_file_owner, Effect)
            ("alate", "set_file_times", 3, alate_set_file_times, Effect)
            ("alate", "change_file", 3, alate_change_file, Effect)
            ("alate", "getenv", 1, alate_getenv, Effect)
            ("alate", "putenv", 2, alate_putenv, Effect)
            ("alate", "unsetenv", 1, alate_unsetenv, Effect)
            ("alate", "environment", 0, alate_environment, Effect)
            ("alate", "process_number", 0, alate_process_number, Effect)
            ("alate", "kernel_version", 0, alate_kernel_version, Effect)
            ("alate", "digest", 2, alate_digest, Pure)
            ("alate", "digest_start", 1, alate_digest_start, Pure)
            ("alate", "digest_update", 3, alate_digest_update, Pure)
            ("alate", "digest_finish", 2, alate_digest_finish, Pure)
            ("alate", "deflate", 2, alate_deflate, Pure)
            ("alate", "inflate", 2, alate_inflate, Pure)
            ("alate", "regex_compile", 1, alate_regex_compile, Effect)
            ("alate", "regex_names", 1, alate_regex_names, Effect)
            ("alate", "regex_run", 5, alate_regex_run, Effect)
            ("alate", "regex_version", 0, alate_regex_version, Effect)
            ("alate", "base64_encode", 1, alate_base64_encode, Pure)
            ("alate", "base64_decode", 1, alate_base64_decode, Pure)
            ("alate", "base64_mime_decode", 1, alate_base64_mime_decode, Pure)
            ("erlang", "halt", 0, alate_halt, Effect)
            ("erlang", "halt", 1, alate_halt_with, Effect)
            ("erlang", "halt", 2, alate_halt_with_options, Effect)
            // Tables.
            ("ets", "new", 2, alate_ets_new, Effect)
            ("ets", "delete", 1, alate_ets_delete, Effect)
            ("ets", "delete_all_objects", 1, alate_ets_delete_all_objects, Effect)
            ("ets", "rename", 2, alate_ets_rename, Effect)
            ("ets", "whereis", 1, alate_ets_whereis, Effect)
            ("ets", "all", 0, alate_ets_all, Effect)
            ("ets", "give_away", 3, alate_ets_give_away, Effect)
            ("ets", "setopts", 2, alate_ets_setopts, Effect)
            ("ets", "safe_fixtable", 2, alate_ets_safe_fixtable, Effect)
            ("ets", "info", 2, alate_ets_info, Effect)
            ("ets", "insert", 2, alate_ets_insert, Effect)
            ("ets", "insert_new", 2, alate_ets_insert_new, Effect)
            ("ets", "lookup", 2, alate_ets_lookup, Effect)
            ("ets", "lookup_element", 3, alate_ets_lookup_element, Effect)
            ("ets", "member", 2, alate_ets_member, Effect)
            ("ets", "delete", 2, alate_ets_delete_key, Effect)
            ("ets", "delete_object", 2, alate_ets_delete_object, Effect)
            ("ets", "take", 2, alate_ets_take, Effect)
            ("ets", "first", 1, alate_ets_first, Effect)
            ("ets", "last", 1, alate_ets_last, Effect)
            ("ets", "next", 2, alate_ets_next, Effect)
            ("ets", "prev", 2, alate_ets_prev, Effect)
            ("ets", "slot", 2, alate_ets_slot, Effect)
            ("ets", "update_counter", 3, alate_ets_update_counter, Effect)
            ("ets", "update_counter", 4, alate_ets_update_counter_or, Effect)
            ("ets", "update_element", 3, alate_ets_update_element, Effect)
            ("alate", "ets_scan", 5, alate_ets_scan, Effect)
            ("alate", "ets_check", 1, alate_ets_check, Effect)
            ("alate", "ets_run", 3, alate_ets_run, Effect)
            // Modules.
            ("erlang", "get_module_info", 1, alate_module_information, Effect)
            ("erlang", "get_module_info", 2, alate_module_information_item, Effect)
            ("alate", "information", 2, alate_information, Effect)
            ("erlang", "function_exported", 3, alate_function_exported, Effect)
            ("erlang", "module_loaded", 1, alate_module_loaded, Effect)
            ("erlang", "loaded", 0, alate_loaded, Effect)
            ("erlang", "pre_loaded", 0, alate_loaded, Effect)
            ("alate", "get_cwd", 0, alate_get_cwd, Effect)
            ("alate", "set_cwd", 1, alate_set_cwd, Effect)
            ("alate", "list_dir", 1, alate_list_dir, Effect)
            // Terms as text.
            ("erlang", "display", 1, alate_display, Effect)
            ("erlang", "fun_to_list", 1, alate_fun_to_list, Pure)
            ("erlang", "pid_to_list", 1, alate_pid_to_list, Pure)
            ("erlang", "port_to_list", 1, alate_port_to_list, Pure)
            ("erlang", "ref_to_list", 1, alate_ref_to_list, Pure)
            ("erlang", "fun_info", 2, alate_fun_info, Pure)
            ("erlang", "system_info", 1, alate_system_info, Effect)
            ("erlang", "system_flag", 2, alate_system_flag, Effect)
            ("erlang", "memory", 0, alate_memory, Effect)
            ("erlang", "memory", 1, alate_memory_of, Effect)
            ("erlang", "statistics", 1, alate_statistics, Effect)
            ("erlang", "garbage_collect", 0, alate_garbage_collect, Effect)
            // Terms as bytes.
            ("erlang", "term_to_binary", 1, alate_term_to_binary, Pure)
            ("erlang", "term_to_binary", 2, alate_term_to_binary_as, Pure)
            ("erlang", "term_to_iovec", 1, alate_term_to_iovec, Pure)
            ("erlang", "term_to_iovec", 2, alate_term_to_iovec_as, Pure)
            ("erlang", "binary_to_term", 1, alate_binary_to_term, Effect)
            ("erlang", "binary_to_term", 2, alate_binary_to_term_as, Effect)
            ("erlang", "external_size", 1, alate_external_size, Pure)
            ("erlang", "external_size", 2, alate_external_size_as, Pure)
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

/// Whether a builtin looks at the place it is called from: `Context::place_sp` and `place_location`.
pub fn looks_at_place(row: &Builtin) -> bool {
    matches!(
        row.symbol,
        "alate_process_info" | "alate_process_info_of" | "alate_process_text"
    )
}

/// Whether a builtin may answer no value (`ABSENT`) because what it is to do must be done while no
/// other worker runs, or after a major collection: the caller then yields, and is resumed with the
/// answer, or `system_limit` is raised there.
pub fn may_stop_the_world(row: &Builtin) -> bool {
    matches!(
        row.symbol,
        "alate_list_to_atom"
            | "alate_binary_to_atom"
            | "alate_binary_to_atom_as"
            | "alate_process_info"
            | "alate_process_info_of"
            | "alate_process_text"
            | "alate_process_flag_of"
            | "alate_suspend_process"
            | "alate_suspend_process_with"
    )
}

/// The row of a builtin, if there is one.
pub fn find(module: &str, name: &str, arity: usize) -> Option<&'static Builtin> {
    BUILTINS
        .iter()
        .find(|row| row.arity as usize == arity && row.name == name && row.module == module)
}
