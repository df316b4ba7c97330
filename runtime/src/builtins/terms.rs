//! Terms as text, and what functions know of themselves.

use super::entry::builtins;
use super::io::put;
use crate::atom;
use crate::heap;
use crate::os::stdio::Stream;
use crate::term::{self, Syntax};
use crate::word::{Answer, Failure, Kind, Word};
use alate_abi::context::Context;

/// The text of a term of one kind.
fn list_of(ctx: &mut Context, word: Word, kind: Kind) -> Answer {
    if word.kind() != kind {
        return Err(Failure::Badarg);
    }
    Ok(heap::char_list(
        ctx,
        &term::text(word, Syntax::ErlangUnicode),
    ))
}

/// Writes a term to standard output, with OTP's end of a line.
fn display(ctx: &mut Context, word: Word) -> Answer {
    let text = term::text(word, Syntax::Display) + "\r\n";
    put(ctx, Stream::Output, text.as_bytes())?;
    Ok(Word::boolean(true))
}

fn fun_info(ctx: &mut Context, function: Word, item: Word) -> Answer {
    let closure = function.as_closure().ok_or(Failure::Badarg)?;
    let info = closure.info();
    let exported = closure.exported();
    let value = match atom::name(item).ok_or(Failure::Badarg)? {
        "arity" => Word::fixnum(i64::from(closure.arity())),
        "module" => exported.map_or(Word(info.module), |(module, _, _)| module),
        "name" => exported.map_or(Word(info.function), |(_, function, _)| function),
        "type" => {
            let name = if exported.is_some() {
                "external"
            } else {
                "local"
            };
            atom::intern(name).map_err(|_| Failure::SystemLimit)?
        }
        "env" if exported.is_some() => Word::NIL,
        "env" => heap::list(ctx, closure.free().iter().copied(), Word::NIL),
        "index" | "new_index" if exported.is_none() => Word::fixnum(info.index as i64),
        "uniq" if exported.is_none() => Word::fixnum((info.fingerprint & 0x07ff_ffff) as i64),
        _ => return Err(Failure::Badarg),
    };
    Ok(heap::tuple(ctx, &[item, value]))
}

builtins! {
    /// `display(term)`
    alate_display(term) = display;
    /// `fun_to_list(function)`
    alate_fun_to_list(function) = |ctx, function| list_of(ctx, function, Kind::Closure);
    /// `pid_to_list(pid)`
    alate_pid_to_list(pid) = |ctx, pid| list_of(ctx, pid, Kind::Pid);
    /// `port_to_list(port)`
    alate_port_to_list(port) = |ctx, port| list_of(ctx, port, Kind::Port);
    /// `ref_to_list(reference)`
    alate_ref_to_list(reference) = |ctx, reference| list_of(ctx, reference, Kind::Reference);
    /// `fun_info(function, item)`
    alate_fun_info(function, item) = fun_info;
}
