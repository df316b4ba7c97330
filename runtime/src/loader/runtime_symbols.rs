//! The addresses of the runtime's own functions that compiled code calls by name.
//!
//! Whoever uses this table keeps all builtins in the program. Nothing else refers to all of them.

macro_rules! builtin_addresses {
    ($(($module:literal, $name:literal, $arity:literal, $symbol:ident, $usage:ident))*) => {
        fn builtins() -> Vec<(&'static str, usize)> {
            addresses!($($symbol)*)
        }
    };
}

macro_rules! runtime_call_addresses {
    ($($symbol:ident)*) => {
        fn runtime_calls() -> Vec<(&'static str, usize)> {
            addresses!($($symbol)*)
        }
    };
}

macro_rules! addresses {
    ($($symbol:ident)*) => {
        vec![$({
            unsafe extern "C" {
                // Taken as an address only, so its type does not matter.
                safe fn $symbol();
            }
            (stringify!($symbol), $symbol as *const () as usize)
        },)*]
    };
}

alate_abi::for_each_builtin!(builtin_addresses);
alate_abi::for_each_runtime_call!(runtime_call_addresses);

/// Every function that emitted code may name, with its address.
pub fn all() -> impl Iterator<Item = (&'static str, usize)> {
    builtins().into_iter().chain(runtime_calls())
}
