//! Base64, as in RFC 4648.

use super::entry::builtins;
use super::text::with_bytes;
use crate::atom::well_known;
use crate::binary;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// In [`VALUES`], what is no digit.
const NO_DIGIT: u8 = 64;

/// The value of each byte as a digit.
const VALUES: [u8; 256] = {
    let mut values = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 64 {
        values[DIGITS[value] as usize] = value as u8;
        value += 1;
    }
    values
};

fn digit(value: u32) -> u8 {
    DIGITS[(value & 63) as usize]
}

fn encode(ctx: &mut Context, data: Word) -> Answer {
    let text = with_bytes(data, |bytes| {
        let mut text = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
        let mut groups = bytes.chunks_exact(3);
        for group in &mut groups {
            let bits = u32::from_be_bytes([0, group[0], group[1], group[2]]);
            text.extend([18, 12, 6, 0].map(|shift| digit(bits >> shift)));
        }
        match *groups.remainder() {
            [a] => {
                let bits = u32::from(a) << 4;
                text.extend([digit(bits >> 6), digit(bits), b'=', b'=']);
            }
            [a, b] => {
                let bits = u32::from(u16::from_be_bytes([a, b])) << 2;
                text.extend([digit(bits >> 12), digit(bits >> 6), digit(bits), b'=']);
            }
            _ => {}
        }
        Ok(text)
    })?;
    binary::from_bytes(ctx, &text)
}

/// The bytes of complete groups of digits, and the text from the first group that is none.
fn complete_groups(text: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let mut rest = text;
    while let Some((group, behind)) = rest.split_first_chunk::<4>() {
        let [a, b, c, d] = group.map(|byte| VALUES[usize::from(byte)]);
        if (a | b | c | d) & NO_DIGIT != 0 {
            break;
        }
        let bits = [(a, 18), (b, 12), (c, 6), (d, 0)]
            .iter()
            .fold(0, |bits, &(value, shift)| bits | u32::from(value) << shift);
        bytes.extend_from_slice(&bits.to_be_bytes()[1..]);
        rest = behind;
    }
    (bytes, rest)
}

/// Why a text stands for no bytes.
enum Wrong {
    /// It ends too early.
    Short,
    /// Something in it does not belong there.
    Illegal,
}

/// The bytes of a text of digits, filled up with `=` at its end.
fn decoded(text: &[u8]) -> Result<Vec<u8>, Wrong> {
    let (mut bytes, rest) = complete_groups(text);
    let (used, filled) = match *rest {
        [] => return Ok(bytes),
        [a, b, b'=', b'='] => ([a, b, b'A', b'A'], 2),
        [a, b, c, b'='] => ([a, b, c, b'A'], 1),
        [_] | [_, _] | [_, _, _] => return Err(Wrong::Short),
        _ => return Err(Wrong::Illegal),
    };
    match complete_groups(&used) {
        (last, []) => bytes.extend_from_slice(&last[..3 - filled]),
        _ => return Err(Wrong::Illegal),
    }
    Ok(bytes)
}

/// What is decoded, or false where the text ends too early.
fn answer(ctx: &mut Context, decoded: Result<Vec<u8>, Wrong>) -> Answer {
    match decoded {
        Ok(bytes) => binary::from_bytes(ctx, &bytes),
        Err(Wrong::Short) => Ok(well_known::FALSE.get()),
        Err(Wrong::Illegal) => Err(Failure::Badarg),
    }
}

fn decode(ctx: &mut Context, text: Word) -> Answer {
    let decoded = with_bytes(text, |text| {
        let space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        Ok(if text.iter().any(space) {
            let text: Vec<u8> = text.iter().copied().filter(|byte| !space(byte)).collect();
            decoded(&text)
        } else {
            decoded(text)
        })
    })?;
    answer(ctx, decoded)
}

fn mime_decode(ctx: &mut Context, text: Word) -> Answer {
    let decoded = with_bytes(text, |text| {
        let is_digit = |byte: &u8| VALUES[usize::from(*byte)] != NO_DIGIT;
        let mut digits: Vec<u8> = text.iter().copied().filter(is_digit).collect();
        let end = text.iter().rposition(is_digit).map_or(0, |last| last + 1);
        if text[end..].contains(&b'=') && digits.len() % 4 > 1 {
            let missing = 4 - digits.len() % 4;
            digits.extend(std::iter::repeat_n(b'=', missing));
        }
        Ok(decoded(&digits))
    })?;
    answer(ctx, decoded)
}

builtins! {
    /// `alate:base64_encode(binary)`
    alate_base64_encode(binary) = encode;
    /// `alate:base64_decode(binary)`: false if it ends too early; white space counts for nothing.
    alate_base64_decode(binary) = decode;
    /// `alate:base64_mime_decode(binary)`: as `base64_decode`; what is no digit counts for nothing.
    alate_base64_mime_decode(binary) = mime_decode;
}
