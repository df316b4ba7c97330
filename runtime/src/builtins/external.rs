//! Terms to bytes and back: the external term format.

use super::atoms::want_collection;
use super::binaries::pair;
use super::entry::builtins;
use super::text::with_bytes;
use crate::atom;
use crate::binary;
use crate::external::{self, Atoms, Format};
use crate::heap;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

/// The format that a list of options asks for. Compression is permitted to do nothing.
fn format(options: Word) -> Result<Format, Failure> {
    let mut format = Format::One;
    for option in options.list_elements().ok_or(Failure::Badarg)? {
        let (name, value) = match pair(option) {
            Ok((name, value)) => (name, value.as_fixnum()),
            Err(_) => (option, None),
        };
        format = match (atom::name(name), value) {
            (Some("minor_version"), Some(0)) => Format::Zero,
            (Some("minor_version"), Some(1)) => Format::One,
            (Some("minor_version"), Some(2)) => Format::Two,
            (Some("compressed"), Some(0..=9)) => format,
            (Some("compressed" | "deterministic"), None) if option.is_atom() => format,
            _ => return Err(Failure::Badarg),
        };
    }
    Ok(format)
}

fn encode(ctx: &mut Context, term: Word, options: Word) -> Answer {
    let bytes = external::encode(term, format(options)?)?;
    binary::from_bytes(ctx, &bytes)
}

fn encode_vector(ctx: &mut Context, term: Word, options: Word) -> Answer {
    let bytes = encode(ctx, term, options)?;
    Ok(heap::cons(ctx, bytes, Word::NIL))
}

fn decode(ctx: &mut Context, bytes: Word, options: Word) -> Answer {
    let mut atoms = Atoms::Any;
    let mut used = false;
    for option in options.list_elements().ok_or(Failure::Badarg)? {
        match atom::name(option) {
            Some("safe") => atoms = Atoms::ExistingOnly,
            Some("used") => used = true,
            _ => return Err(Failure::Badarg),
        }
    }
    let decoded = with_bytes(bytes, |bytes| external::decode(ctx, bytes, atoms));
    want_collection(ctx);
    let (term, size) = decoded?;
    if used {
        return Ok(heap::tuple(ctx, &[term, Word::fixnum(size as i64)]));
    }
    Ok(term)
}

fn size(term: Word, options: Word) -> Answer {
    let bytes = external::encode(term, format(options)?)?;
    Ok(Word::fixnum(bytes.len() as i64))
}

builtins! {
    /// `term_to_binary(term)`
    alate_term_to_binary(term) = |ctx, term| encode(ctx, term, Word::NIL);
    /// `term_to_binary(term, options)`
    alate_term_to_binary_as(term, options) = encode;
    /// `term_to_iovec(term)`
    alate_term_to_iovec(term) = |ctx, term| encode_vector(ctx, term, Word::NIL);
    /// `term_to_iovec(term, options)`
    alate_term_to_iovec_as(term, options) = encode_vector;
    /// `binary_to_term(binary)`
    alate_binary_to_term(bytes) = |ctx, bytes| decode(ctx, bytes, Word::NIL);
    /// `binary_to_term(binary, options)`
    alate_binary_to_term_as(bytes, options) = decode;
    /// `external_size(term)`
    alate_external_size(term) = |_: &mut Context, term| size(term, Word::NIL);
    /// `external_size(term, options)`
    alate_external_size_as(term, options) = |_: &mut Context, term, options| size(term, options);
}
