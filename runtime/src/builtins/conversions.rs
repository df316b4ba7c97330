//! Numbers to text and back.

use super::entry::builtins;
use super::text::{byte_list, with_bytes};
use crate::atom;
use crate::binary;
use crate::heap;
use crate::number::{self, FloatFormat};
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

/// Digits after the point that `float_to_list/1` writes.
const DEFAULT_DIGITS: usize = 20;
/// Most digits after the point in either notation.
const MOST_DECIMALS: i64 = 253;
const MOST_SCIENTIFIC: i64 = 249;

fn base(word: Word) -> Result<u32, Failure> {
    match word.as_fixnum() {
        Some(base @ 2..=36) => Ok(base as u32),
        _ => Err(Failure::Badarg),
    }
}

fn integer_text(integer: Word, radix: Word) -> Result<String, Failure> {
    let radix = base(radix)?;
    number::integer_text(integer, radix).ok_or(Failure::Badarg)
}

fn parse_integer(ctx: &mut Context, text: &[u8], radix: Word) -> Answer {
    let value = number::parse_integer(text, base(radix)?).ok_or(Failure::Badarg)?;
    number::integer(ctx, &value)
}

fn parse_float(ctx: &mut Context, text: &[u8]) -> Answer {
    let value = number::parse_float(text).ok_or(Failure::Badarg)?;
    Ok(heap::float(ctx, value))
}

fn float_text(float: Word, options: Word) -> Result<String, Failure> {
    let value = float.as_float().ok_or(Failure::Badarg)?;
    number::float_text(value, format(options)?).ok_or(Failure::Badarg)
}

/// The format that a list of options asks for; the last one counts.
fn format(options: Word) -> Result<FloatFormat, Failure> {
    let mut format = FloatFormat::Scientific(DEFAULT_DIGITS);
    let mut compact = false;
    let mut walk = options.list();
    for option in walk.by_ref() {
        if let Some(&[name, count]) = option.as_tuple().as_ref().map(|tuple| tuple.elements()) {
            let count = count.as_fixnum().ok_or(Failure::Badarg)?;
            format = match atom::name(name) {
                Some("decimals") if (0..=MOST_DECIMALS).contains(&count) => FloatFormat::Decimals {
                    count: count as usize,
                    compact: false,
                },
                Some("scientific") if (0..=MOST_SCIENTIFIC).contains(&count) => {
                    FloatFormat::Scientific(count as usize)
                }
                _ => return Err(Failure::Badarg),
            };
        } else {
            match atom::name(option) {
                Some("compact") => compact = true,
                Some("short") => format = FloatFormat::Short,
                _ => return Err(Failure::Badarg),
            }
        }
    }
    if !walk.rest.is_nil() {
        return Err(Failure::Badarg);
    }
    if let FloatFormat::Decimals { count, .. } = format {
        format = FloatFormat::Decimals { count, compact };
    }
    Ok(format)
}

fn list(ctx: &mut Context, text: &str) -> Answer {
    Ok(heap::byte_list(ctx, text.as_bytes(), Word::NIL))
}

const TEN: Word = Word::fixnum(10);

builtins! {
    /// `integer_to_list(integer)`
    alate_integer_to_list(integer) = |ctx, integer| list(ctx, &integer_text(integer, TEN)?);
    /// `integer_to_list(integer, base)`
    alate_integer_to_list_base(integer, base) = |ctx, integer, base| list(ctx, &integer_text(integer, base)?);
    /// `integer_to_binary(integer)`
    alate_integer_to_binary(integer) = |ctx, integer| binary::from_bytes(ctx, integer_text(integer, TEN)?.as_bytes());
    /// `integer_to_binary(integer, base)`
    alate_integer_to_binary_base(integer, base) = |ctx, integer, base| binary::from_bytes(ctx, integer_text(integer, base)?.as_bytes());
    /// `float_to_list(float)`
    alate_float_to_list(float) = |ctx, float| list(ctx, &float_text(float, Word::NIL)?);
    /// `float_to_list(float, options)`
    alate_float_to_list_as(float, options) = |ctx, float, options| list(ctx, &float_text(float, options)?);
    /// `float_to_binary(float)`
    alate_float_to_binary(float) = |ctx, float| binary::from_bytes(ctx, float_text(float, Word::NIL)?.as_bytes());
    /// `float_to_binary(float, options)`
    alate_float_to_binary_as(float, options) = |ctx, float, options| binary::from_bytes(ctx, float_text(float, options)?.as_bytes());
    /// `list_to_integer(list)`
    alate_list_to_integer(list) = |ctx, list| parse_integer(ctx, &byte_list(list)?, TEN);
    /// `list_to_integer(list, base)`
    alate_list_to_integer_base(list, base) = |ctx, list, base| parse_integer(ctx, &byte_list(list)?, base);
    /// `binary_to_integer(binary)`
    alate_binary_to_integer(binary) = |ctx, binary| with_bytes(binary, |text| parse_integer(ctx, text, TEN));
    /// `binary_to_integer(binary, base)`
    alate_binary_to_integer_base(binary, base) = |ctx, binary, base| with_bytes(binary, |text| parse_integer(ctx, text, base));
    /// `list_to_float(list)`
    alate_list_to_float(list) = |ctx, list| parse_float(ctx, &byte_list(list)?);
    /// `binary_to_float(binary)`
    alate_binary_to_float(binary) = |ctx, binary| with_bytes(binary, |text| parse_float(ctx, text));
}
