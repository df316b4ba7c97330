//! Names of the stubs that every program has one of; their code is made in `object::program`.

use alate_abi::call::REGISTER_ARGUMENTS;

/// The stub that a cold poll leaves through, by the number of arguments.
pub fn poll_stub(arguments: usize) -> String {
    suffixed("alate_poll", arguments)
}

/// The code of funs that stand for exported functions, by arity.
pub fn export_stub(arity: usize) -> String {
    suffixed("alate_export", arity)
}

fn suffixed(name: &str, arguments: usize) -> String {
    if arguments > REGISTER_ARGUMENTS {
        format!("{name}_many")
    } else {
        format!("{name}_{arguments}")
    }
}
