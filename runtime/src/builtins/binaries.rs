//! Binaries: sizes, parts, conversions.

use super::entry::builtins;
use super::fail::check_room;
use super::text::with_bytes;
use crate::atom;
use crate::binary::{self, MAX_BITS, iolist};
use crate::heap;
use crate::number;
use crate::word::{Answer, BitsView, Failure, Word};
use alate_abi::context::Context;
use dashu_int::{IBig, UBig};

fn bits(term: Word) -> Result<BitsView, Failure> {
    term.as_bits().ok_or(Failure::Badarg)
}

/// The view of a binary of whole bytes.
fn whole(term: Word) -> Result<BitsView, Failure> {
    bits(term).and_then(|view| view.is_binary().then_some(view).ok_or(Failure::Badarg))
}

fn byte_size(_: &mut Context, term: Word) -> Answer {
    Ok(Word::fixnum(bits(term)?.bits().div_ceil(8) as i64))
}

fn bit_size(_: &mut Context, term: Word) -> Answer {
    Ok(Word::fixnum(bits(term)?.bits() as i64))
}

/// First byte and length of a part that is given by a position and a length, which may be negative.
pub(super) fn range(size: usize, position: Word, length: Word) -> Result<(usize, usize), Failure> {
    let (Some(position), Some(length)) = (position.as_fixnum(), length.as_fixnum()) else {
        return Err(Failure::Badarg);
    };
    // Fixnums have 61 bits: their sum does not overflow.
    let (start, end) = (
        position.min(position + length),
        position.max(position + length),
    );
    if start < 0 || end > size as i64 {
        return Err(Failure::Badarg);
    }
    Ok((start as usize, (end - start) as usize))
}

/// The two elements of a pair.
pub(super) fn pair(tuple: Word) -> Result<(Word, Word), Failure> {
    match tuple.as_tuple().as_ref().map(|tuple| tuple.elements()) {
        Some(&[a, b]) => Ok((a, b)),
        _ => Err(Failure::Badarg),
    }
}

fn part(ctx: &mut Context, term: Word, position: Word, length: Word) -> Answer {
    let (start, length) = range(bits(term)?.whole_bytes(), position, length)?;
    binary::part(ctx, term, start * 8, length * 8)
}

fn part_pair(ctx: &mut Context, term: Word, position_length: Word) -> Answer {
    let (position, length) = pair(position_length)?;
    part(ctx, term, position, length)
}

fn split(ctx: &mut Context, term: Word, position: Word) -> Answer {
    let view = bits(term)?;
    let (start, _) = range(view.whole_bytes(), position, Word::fixnum(0))?;
    let first = binary::part(ctx, term, 0, start * 8)?;
    let second = binary::part(ctx, term, start * 8, view.bits() - start * 8)?;
    Ok(heap::tuple(ctx, &[first, second]))
}

fn to_list(ctx: &mut Context, term: Word) -> Answer {
    check_room(ctx, bits(term)?.whole_bytes() * 2)?;
    with_bytes(term, |bytes| Ok(heap::byte_list(ctx, bytes, Word::NIL)))
}

/// `binary_to_list(binary, start, stop)`: positions from 1, both included.
fn to_list_from(ctx: &mut Context, term: Word, start: Word, stop: Word) -> Answer {
    let size = whole(term)?.whole_bytes() as i64;
    match (start.as_fixnum(), stop.as_fixnum()) {
        (Some(start), Some(stop)) if start >= 1 && stop <= size && start <= stop => {
            check_room(ctx, size as usize * 2)?;
            with_bytes(term, |bytes| {
                let part = &bytes[start as usize - 1..stop as usize];
                Ok(heap::byte_list(ctx, part, Word::NIL))
            })
        }
        _ => Err(Failure::Badarg),
    }
}

fn to_list_part(ctx: &mut Context, term: Word, position: Word, length: Word) -> Answer {
    let (start, length) = range(whole(term)?.whole_bytes(), position, length)?;
    check_room(ctx, length * 2)?;
    with_bytes(term, |bytes| {
        Ok(heap::byte_list(
            ctx,
            &bytes[start..start + length],
            Word::NIL,
        ))
    })
}

fn to_list_pair(ctx: &mut Context, term: Word, position_length: Word) -> Answer {
    let (position, length) = pair(position_length)?;
    to_list_part(ctx, term, position, length)
}

fn bits_to_list(ctx: &mut Context, term: Word) -> Answer {
    let view = bits(term)?;
    let rest = view.bits() % 8;
    let mut tail = Word::NIL;
    if rest > 0 {
        let last = binary::part(ctx, term, view.bits() - rest, rest)?;
        tail = heap::cons(ctx, last, Word::NIL);
    }
    check_room(ctx, view.whole_bytes() * 2)?;
    let bytes = view.to_bytes();
    Ok(heap::byte_list(ctx, &bytes[..view.whole_bytes()], tail))
}

fn list_to_binary(ctx: &mut Context, list: Word) -> Answer {
    if !list.is_list() {
        return Err(Failure::Badarg);
    }
    iolist_to_binary(ctx, list)
}

fn iolist_to_binary(ctx: &mut Context, term: Word) -> Answer {
    if let Some(view) = term.as_bits() {
        return if view.is_binary() {
            Ok(term)
        } else {
            Err(Failure::Badarg)
        };
    }
    let bytes = iolist::bytes(term)?;
    binary::from_bytes(ctx, &bytes)
}

fn iolist_size(_: &mut Context, term: Word) -> Answer {
    Ok(Word::fixnum(iolist::size(term)? as i64))
}

fn list_to_bitstring(ctx: &mut Context, list: Word) -> Answer {
    if !list.is_list() {
        return Err(Failure::Badarg);
    }
    iolist::bits(ctx, list)
}

/// The byte at an index from 0.
fn byte_at(term: Word, index: usize) -> Answer {
    let view = whole(term)?;
    if index >= view.whole_bytes() {
        return Err(Failure::Badarg);
    }
    Ok(Word::fixnum(i64::from(view.byte(index))))
}

fn at(_: &mut Context, term: Word, index: Word) -> Answer {
    let index = index
        .as_fixnum()
        .and_then(|index| usize::try_from(index).ok());
    byte_at(term, index.ok_or(Failure::Badarg)?)
}

fn last(_: &mut Context, term: Word) -> Answer {
    let size = whole(term)?.whole_bytes();
    byte_at(term, size.checked_sub(1).ok_or(Failure::Badarg)?)
}

fn copy(ctx: &mut Context, term: Word, times: Word) -> Answer {
    let times = match times.as_fixnum() {
        Some(times) => usize::try_from(times).map_err(|_| Failure::Badarg)?,
        None if times.as_bignum().is_some_and(|big| !big.is_negative()) => usize::MAX,
        None => return Err(Failure::Badarg),
    };
    if times == 0 && term.is_bits() {
        return binary::from_bytes(ctx, &[]);
    }
    with_bytes(term, |bytes| {
        let total = bytes.len().checked_mul(times);
        if total.is_none_or(|total| total > MAX_BITS / 8) {
            return Err(Failure::SystemLimit);
        }
        binary::from_bytes(ctx, &bytes.repeat(times))
    })
}

/// Whether an atom names little-endian order.
fn is_little(order: Word) -> Result<bool, Failure> {
    match atom::name(order) {
        Some("little") => Ok(true),
        Some("big") => Ok(false),
        _ => Err(Failure::Badarg),
    }
}

fn encode_unsigned(ctx: &mut Context, integer: Word, little: bool) -> Answer {
    let value = number::number(integer)
        .and_then(number::Number::into_big)
        .and_then(|value| UBig::try_from(value).ok())
        .ok_or(Failure::Badarg)?;
    let bytes = match (value.is_zero(), little) {
        (true, _) => vec![0],
        (false, true) => value.to_le_bytes().into_vec(),
        (false, false) => value.to_be_bytes().into_vec(),
    };
    binary::from_bytes(ctx, &bytes)
}

fn decode_unsigned(ctx: &mut Context, term: Word, little: bool) -> Answer {
    let value = with_bytes(term, |bytes| {
        Ok(if little {
            UBig::from_le_bytes(bytes)
        } else {
            UBig::from_be_bytes(bytes)
        })
    })?;
    number::integer(ctx, &IBig::from(value))
}

/// Number of equal bytes at the beginning (or end) of all binaries of a list.
fn common(list: Word, from_end: bool) -> Answer {
    let binaries = list.list_elements().ok_or(Failure::Badarg)?;
    let mut common: Option<Vec<u8>> = None;
    for binary in binaries {
        with_bytes(binary, |bytes| {
            let mut bytes = bytes.to_vec();
            if from_end {
                bytes.reverse();
            }
            match &mut common {
                None => common = Some(bytes),
                Some(common) => {
                    let same = common
                        .iter()
                        .zip(&bytes)
                        .take_while(|(a, b)| a == b)
                        .count();
                    common.truncate(same);
                }
            }
            Ok(())
        })?;
    }
    let common = common.ok_or(Failure::Badarg)?;
    Ok(Word::fixnum(common.len() as i64))
}

/// The bytes that keep a binary alive: its buffer's, or its own.
fn referenced_byte_size(_: &mut Context, term: Word) -> Answer {
    let view = whole(term)?;
    let base = term.as_slice().map_or(term, |(base, _, _)| base);
    let size = base
        .as_bits()
        .map_or(view.whole_bytes(), |base| base.whole_bytes());
    Ok(Word::fixnum(size as i64))
}

builtins! {
    /// `byte_size(bits)`
    alate_byte_size(bits) = byte_size;
    /// `bit_size(bits)`
    alate_bit_size(bits) = bit_size;
    /// `binary_part(binary, position, length)`, `binary:part/3`
    alate_binary_part(binary, position, length) = part;
    /// `binary_part(binary, #(position length))`, `binary:part/2`
    alate_binary_part_pair(binary, part) = part_pair;
    /// `split_binary(binary, position)`
    alate_split_binary(binary, position) = split;
    /// `binary_to_list(binary)`, `binary:bin_to_list/1`
    alate_binary_to_list(binary) = to_list;
    /// `binary_to_list(binary, start, stop)`
    alate_binary_to_list_from(binary, start, stop) = to_list_from;
    /// `binary:bin_to_list(binary, position, length)`
    alate_binary_bin_to_list(binary, position, length) = to_list_part;
    /// `binary:bin_to_list(binary, #(position length))`
    alate_binary_bin_to_list_pair(binary, part) = to_list_pair;
    /// `bitstring_to_list(bits)`
    alate_bitstring_to_list(bits) = bits_to_list;
    /// `list_to_binary(list)`
    alate_list_to_binary(list) = list_to_binary;
    /// `iolist_to_binary(iolist)`
    alate_iolist_to_binary(iolist) = iolist_to_binary;
    /// `iolist_size(iolist)`
    alate_iolist_size(iolist) = iolist_size;
    /// `list_to_bitstring(list)`
    alate_list_to_bitstring(list) = list_to_bitstring;
    /// `binary:at(binary, index)`
    alate_binary_at(binary, index) = at;
    /// `binary:first(binary)`
    alate_binary_first(binary) = |_: &mut Context, binary| byte_at(binary, 0);
    /// `binary:last(binary)`
    alate_binary_last(binary) = last;
    /// `binary:copy(binary)`
    alate_binary_copy(binary) = |ctx, binary| copy(ctx, binary, Word::fixnum(1));
    /// `binary:copy(binary, times)`
    alate_binary_copy_times(binary, times) = copy;
    /// `binary:encode_unsigned(integer)`
    alate_binary_encode_unsigned(integer) = |ctx, integer| encode_unsigned(ctx, integer, false);
    /// `binary:encode_unsigned(integer, order)`
    alate_binary_encode_unsigned_as(integer, order) = |ctx, integer, order| encode_unsigned(ctx, integer, is_little(order)?);
    /// `binary:decode_unsigned(binary)`
    alate_binary_decode_unsigned(binary) = |ctx, binary| decode_unsigned(ctx, binary, false);
    /// `binary:decode_unsigned(binary, order)`
    alate_binary_decode_unsigned_as(binary, order) = |ctx, binary, order| decode_unsigned(ctx, binary, is_little(order)?);
    /// `binary:longest_common_prefix(binaries)`
    alate_binary_common_prefix(list) = |_: &mut Context, list| common(list, false);
    /// `binary:longest_common_suffix(binaries)`
    alate_binary_common_suffix(list) = |_: &mut Context, list| common(list, true);
    /// `binary:referenced_byte_size(binary)`
    alate_binary_referenced_size(binary) = referenced_byte_size;
    /// `binary:list_to_bin(list)`
    alate_binary_list_to_bin(list) = list_to_binary;
}
