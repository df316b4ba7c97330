//! Environment variables and the process, for Erlang's module `os`.

use super::entry::builtins;
use super::io::refuse_with_seed;
use super::text::with_bytes;
use crate::atom::well_known;
use crate::binary;
use crate::heap;
use crate::os::environment::variables;
use crate::word::{Answer, Word};
use alate_abi::context::Context;

/// The value of a variable, or false.
fn get(ctx: &mut Context, name: Word) -> Answer {
    refuse_with_seed(ctx, "getenv")?;
    let value = with_bytes(name, |name| Ok(variables().get(name).cloned()))?;
    match value {
        Some(value) => binary::from_bytes(ctx, &value),
        None => Ok(well_known::FALSE.get()),
    }
}

fn put(_: &mut Context, name: Word, value: Word) -> Answer {
    let name = with_bytes(name, |name| Ok(name.to_vec()))?;
    let value = with_bytes(value, |value| Ok(value.to_vec()))?;
    variables().insert(name, value);
    Ok(well_known::TRUE.get())
}

fn remove(_: &mut Context, name: Word) -> Answer {
    with_bytes(name, |name| Ok(variables().remove(name)))?;
    Ok(well_known::TRUE.get())
}

/// `#(Name Value)` for each variable.
fn all(ctx: &mut Context) -> Answer {
    refuse_with_seed(ctx, "env")?;
    let mut list = Word::NIL;
    let variables = variables().clone();
    for (name, value) in variables.iter().rev() {
        let name = binary::from_bytes(ctx, name)?;
        let value = binary::from_bytes(ctx, value)?;
        let pair = heap::tuple(ctx, &[name, value]);
        list = heap::cons(ctx, pair, list);
    }
    Ok(list)
}

fn process_number(ctx: &mut Context) -> Answer {
    refuse_with_seed(ctx, "getpid")?;
    Ok(Word::fixnum(i64::from(std::process::id())))
}

/// Three numbers of the kernel's version.
fn kernel_version(ctx: &mut Context) -> Answer {
    refuse_with_seed(ctx, "version")?;
    let text = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let mut numbers = text
        .split(|character: char| !character.is_ascii_digit())
        .map(|digits| digits.parse::<i64>().unwrap_or(0));
    let words = [(); 3].map(|()| Word::fixnum(numbers.next().unwrap_or(0)));
    Ok(heap::tuple(ctx, &words))
}

builtins! {
    /// `alate:getenv(name)`: a binary, or false
    alate_getenv(name) = get;
    /// `alate:putenv(name, value)`
    alate_putenv(name, value) = put;
    /// `alate:unsetenv(name)`
    alate_unsetenv(name) = remove;
    /// `alate:environment()`: names and values
    alate_environment() = all;
    /// `alate:process_number()`: the system's number of this process
    alate_process_number() = process_number;
    /// `alate:kernel_version()`
    alate_kernel_version() = kernel_version;
}
