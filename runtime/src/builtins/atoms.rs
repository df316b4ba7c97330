//! Atoms to text and back.

use super::entry::builtins;
use super::text::{characters, option_encoding};
use crate::atom::{self, well_known};
use crate::binary::{self, Encoding};
use crate::heap;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

/// The longest name, in characters.
const LONGEST: usize = 255;

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

/// The atom of a name: made if there is none, unless `existing`.
fn find(name: &str, existing: bool) -> Answer {
    if existing {
        if name.chars().count() > LONGEST {
            return Err(Failure::SystemLimit);
        }
        return atom::lookup(name).ok_or(Failure::Badarg);
    }
    atom::intern(name).map_err(|_| Failure::SystemLimit)
}

fn from_list(list: Word, existing: bool) -> Answer {
    find(&characters(list)?, existing)
}

fn from_binary(binary: Word, encoding: Word, existing: bool) -> Answer {
    let encoding = option_encoding(encoding)?;
    let view = binary.as_bits().ok_or(Failure::Badarg)?;
    if !view.is_binary() {
        return Err(Failure::Badarg);
    }
    let bytes = view.to_bytes();
    if encoding == Encoding::Latin1 {
        let name: String = bytes.iter().map(|&byte| char::from(byte)).collect();
        return find(&name, existing);
    }
    find(
        std::str::from_utf8(&bytes).map_err(|_| Failure::Badarg)?,
        existing,
    )
}

builtins! {
    /// `atom_to_list(atom)`
    alate_atom_to_list(atom) = atom_to_list;
    /// `atom_to_binary(atom)`
    alate_atom_to_binary(atom) = atom_to_binary;
    /// `atom_to_binary(atom, encoding)`
    alate_atom_to_binary_as(atom, encoding) = atom_to_binary_as;
    /// `list_to_atom(list)`
    alate_list_to_atom(list) = |_: &mut Context, list| from_list(list, false);
    /// `list_to_existing_atom(list)`
    alate_list_to_existing_atom(list) = |_: &mut Context, list| from_list(list, true);
    /// `binary_to_atom(binary)`
    alate_binary_to_atom(binary) = |_: &mut Context, binary| from_binary(binary, well_known::UTF8.get(), false);
    /// `binary_to_atom(binary, encoding)`
    alate_binary_to_atom_as(binary, encoding) = |_: &mut Context, binary, encoding| from_binary(binary, encoding, false);
    /// `binary_to_existing_atom(binary)`
    alate_binary_to_existing_atom(binary) = |_: &mut Context, binary| from_binary(binary, well_known::UTF8.get(), true);
    /// `binary_to_existing_atom(binary, encoding)`
    alate_binary_to_existing_atom_as(binary, encoding) = |_: &mut Context, binary, encoding| from_binary(binary, encoding, true);
}
