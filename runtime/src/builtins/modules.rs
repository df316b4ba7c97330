//! What modules say of themselves.

use super::entry::builtins;
use crate::atom;
use crate::code;
use crate::heap;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;
use alate_abi::sections::ModuleRow;

fn row(module: Word) -> Result<&'static ModuleRow, Failure> {
    code::module(module).ok_or(Failure::Badarg)
}

fn exports(ctx: &mut Context, row: &'static ModuleRow) -> Word {
    let mut entries = Vec::new();
    for (name, arity) in code::exports(row) {
        entries.push(heap::tuple(ctx, &[name, Word::fixnum(arity as i64)]));
    }
    heap::list(ctx, entries, Word::NIL)
}

fn attributes(ctx: &mut Context, row: &'static ModuleRow) -> Word {
    let pairs = Word(row.attributes).as_tuple();
    let pairs: Vec<Word> = pairs
        .map(|tuple| tuple.elements().to_vec())
        .unwrap_or_default();
    heap::list(ctx, pairs, Word::NIL)
}

/// `erlang:get_module_info/2`: one of the items that `module_info/1` knows.
fn item(ctx: &mut Context, module: Word, key: Word) -> Answer {
    let row = row(module)?;
    Ok(match atom::name(key) {
        Some("module") => module,
        Some("exports" | "functions") => exports(ctx, row),
        Some("attributes") => attributes(ctx, row),
        Some("compile" | "nifs") => Word::NIL,
        Some("native") => Word::boolean(true),
        Some("md5") => {
            let bytes = row.fingerprint.to_be_bytes();
            crate::binary::from_bytes(ctx, &[bytes, bytes].concat())?
        }
        _ => return Err(Failure::Badarg),
    })
}

/// `erlang:get_module_info/1`: all items.
fn all(ctx: &mut Context, module: Word) -> Answer {
    let mut pairs = Vec::new();
    for name in ["module", "exports", "attributes", "compile", "md5"] {
        let key = atom::intern(name).map_err(|_| Failure::SystemLimit)?;
        let value = item(ctx, module, key)?;
        pairs.push(heap::tuple(ctx, &[key, value]));
    }
    Ok(heap::list(ctx, pairs, Word::NIL))
}

/// LFE's `__info__/1`, which every module has: what `module_info/1` knows, as Elixir names it.
fn information(ctx: &mut Context, module: Word, key: Word) -> Answer {
    match atom::name(key) {
        Some("module" | "attributes" | "compile" | "md5") => item(ctx, module, key),
        Some("macros" | "deprecated") => Ok(Word::NIL),
        Some("functions") => {
            let mut entries = Vec::new();
            for (name, arity) in code::exports(row(module)?) {
                if !matches!(atom::name(name), Some("module_info" | "__info__")) {
                    entries.push(heap::tuple(ctx, &[name, Word::fixnum(arity as i64)]));
                }
            }
            Ok(heap::list(ctx, entries, Word::NIL))
        }
        _ => {
            let reason = atom::intern("function_clause").map_err(|_| Failure::SystemLimit)?;
            Err(Failure::Reason(reason))
        }
    }
}

/// `erlang:function_exported/3`.
fn function_exported(_: &mut Context, module: Word, function: Word, arity: Word) -> Answer {
    let arity = arity.as_fixnum().filter(|arity| (0..=255).contains(arity));
    match arity {
        Some(arity) if module.is_atom() && function.is_atom() => Ok(Word::boolean(
            code::find(module, function, arity as u64).is_some(),
        )),
        _ => Err(Failure::Badarg),
    }
}

/// `erlang:module_loaded/1`.
fn module_loaded(_: &mut Context, module: Word) -> Answer {
    if !module.is_atom() {
        return Err(Failure::Badarg);
    }
    Ok(Word::boolean(code::module(module).is_some()))
}

/// `erlang:loaded/0`: all modules.
fn loaded(ctx: &mut Context) -> Answer {
    let mut modules = code::modules();
    modules.sort_by_key(|module| atom::name(*module));
    Ok(heap::list(ctx, modules, Word::NIL))
}

builtins! {
    /// `erlang:loaded/0`.
    alate_loaded() = loaded;
    /// `erlang:get_module_info/1`.
    alate_module_information(module) = all;
    /// `erlang:get_module_info/2`.
    alate_module_information_item(module, key) = item;
    /// `__info__/1` of a module.
    alate_information(module, key) = information;
    /// `erlang:function_exported/3`.
    alate_function_exported(module, function, arity) = function_exported;
    /// `erlang:module_loaded/1`.
    alate_module_loaded(module) = module_loaded;
}
