//! Atoms to text and back.

use super::entry::builtins;
use super::processes::own;
use super::text::{characters, option_encoding};
use crate::atom::{self, Refused, well_known};
use crate::binary::{self, Encoding};
use crate::heap::{self, Heap};
use crate::process::Retry;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

fn atom_to_list(ctx: &mut Context, atom: Word) -> Answer {
    let name = atom::name(atom).ok_or(Failure::Badarg)?;
    Ok(heap::char_list(ctx, name))
}

fn atom_to_binary(ctx: &mut Context, atom: Word) -> Answer {
    let name = atom::name(atom).ok_or(Failure::Badarg)?;
    binary::from_bytes(ctx, name.as_bytes())
}

fn atom_to_binary_as(ctx: &mut Context, atom: Word, encoding: Word) -> Answer {
    if option_encoding(encoding)? == Encoding::Utf8 {
        return atom_to_binary(ctx, atom);
    }
    let name = atom::name(atom).ok_or(Failure::Badarg)?;
    let bytes: Result<Vec<u8>, _> = name.chars().map(|c| u8::try_from(u32::from(c))).collect();
    binary::from_bytes(ctx, &bytes.map_err(|_| Failure::Badarg)?)
}

/// The atom of a name that there must be.
fn existing(name: &str) -> Answer {
    if name.chars().count() > atom::LONGEST {
        return Err(Failure::SystemLimit);
    }
    atom::lookup(name).ok_or(Failure::Badarg)
}

/// The atom of a name, made if there is none. If there is no room for it, it is made after a major
/// collection, which finds out which atoms have gone.
fn make(ctx: &mut Context, name: &str, call: Retry, arguments: [Word; 2]) -> Answer {
    let made = atom::intern(name);
    if made == Err(Refused::Full)
        && let Ok(own) = own(ctx)
    {
        own.when_collected(call, arguments);
        return Ok(Word::ABSENT);
    }
    want_collection(ctx);
    made.map_err(|_| Failure::SystemLimit)
}

/// The same after that collection: there is room now, or too many atoms live.
fn make_again(name: &str) -> Answer {
    atom::intern(name).map_err(|_| Failure::SystemLimit)
}

/// Asks for a major collection if that is due because of atoms.
pub(super) fn want_collection(ctx: &mut Context) {
    if atom::is_collection_due() {
        // SAFETY: a context's heap outlives it.
        unsafe { Heap::want_major(ctx) };
    }
}

fn from_list(ctx: &mut Context, list: Word) -> Answer {
    let call = Retry {
        again: |[list, _]| make_again(&characters(list)?),
        name: &well_known::LIST_TO_ATOM,
        arity: 1,
    };
    make(ctx, &characters(list)?, call, [list, Word::NIL])
}

fn from_binary(ctx: &mut Context, binary: Word, encoding: Word, arity: usize) -> Answer {
    let call = Retry {
        again: |[binary, encoding]| make_again(&text_of_binary(binary, encoding)?),
        name: &well_known::BINARY_TO_ATOM,
        arity,
    };
    let name = text_of_binary(binary, encoding)?;
    make(ctx, &name, call, [binary, encoding])
}

fn text_of_binary(binary: Word, encoding: Word) -> Result<String, Failure> {
    let encoding = option_encoding(encoding)?;
    let view = binary.as_bits().ok_or(Failure::Badarg)?;
    if !view.is_binary() {
        return Err(Failure::Badarg);
    }
    let bytes = view.to_bytes();
    if encoding == Encoding::Latin1 {
        return Ok(bytes.iter().map(|&byte| char::from(byte)).collect());
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| Failure::Badarg)?;
    Ok(text.to_owned())
}

builtins! {
    /// `atom_to_list(atom)`
    alate_atom_to_list(atom) = atom_to_list;
    /// `atom_to_binary(atom)`
    alate_atom_to_binary(atom) = atom_to_binary;
    /// `atom_to_binary(atom, encoding)`
    alate_atom_to_binary_as(atom, encoding) = atom_to_binary_as;
    /// `list_to_atom(list)`
    alate_list_to_atom(list) = from_list;
    /// `list_to_existing_atom(list)`
    alate_list_to_existing_atom(list) = |_: &mut Context, list| existing(&characters(list)?);
    /// `binary_to_atom(binary)`
    alate_binary_to_atom(binary) = |ctx, binary| from_binary(ctx, binary, well_known::UTF8.get(), 1);
    /// `binary_to_atom(binary, encoding)`
    alate_binary_to_atom_as(binary, encoding) = |ctx, binary, encoding| from_binary(ctx, binary, encoding, 2);
    /// `binary_to_existing_atom(binary)`
    alate_binary_to_existing_atom(binary) = |_: &mut Context, binary| existing(&text_of_binary(binary, well_known::UTF8.get())?);
    /// `binary_to_existing_atom(binary, encoding)`
    alate_binary_to_existing_atom_as(binary, encoding) = |_: &mut Context, binary, encoding| existing(&text_of_binary(binary, encoding)?);
}
