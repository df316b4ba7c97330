//! Numbers as text.

use super::big::{Number, number};
use crate::word::Word;
use dashu_int::IBig;
use std::fmt::Write;

/// An integer in a base from 2 to 36, capitals above 9; `None` if the word is no integer.
pub fn integer_text(word: Word, base: u32) -> Option<String> {
    match number(word)? {
        Number::Small(value) if base == 10 => Some(value.to_string()),
        Number::Small(value) => Some(integer_text_wide(&IBig::from(value), base)),
        Number::Big(value) => Some(integer_text_wide(&value, base)),
        Number::Float(_) => None,
    }
}

/// The same for an integer that has no word.
pub fn integer_text_wide(value: &IBig, base: u32) -> String {
    let mut text = value.in_radix(base as u8).to_string();
    text.make_ascii_uppercase();
    text
}

/// What `float_to_list/2` is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FloatFormat {
    Scientific(usize),
    Decimals { count: usize, compact: bool },
    Short,
}

/// Longest text that `float_to_list/2` makes with fixed decimals.
const LONGEST: usize = 255;

/// A float as `float_to_list/2` writes it; `None` if the text would be too long.
pub fn float_text(value: f64, format: FloatFormat) -> Option<String> {
    match format {
        FloatFormat::Short => Some(float_shortest(value)),
        FloatFormat::Scientific(digits) => Some(float_scientific(value, digits)),
        FloatFormat::Decimals { count, compact } => {
            let mut text = float_fixed(value, count);
            if text.len() > LONGEST {
                return None;
            }
            if compact && text.contains('.') {
                let kept = text.trim_end_matches('0').len();
                text.truncate(kept);
                if text.ends_with('.') {
                    text.push('0');
                }
            }
            Some(text)
        }
    }
}

/// Scientific notation with that many digits after the point, the exponent of at least two digits.
pub fn float_scientific(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, exponent) = match exponent.strip_prefix('-') {
        Some(rest) => ('-', rest),
        None => ('+', exponent),
    };
    format!("{mantissa}e{sign}{exponent:0>2}")
}

/// Most decimals for which [`float_fixed`] scales the fraction, as the BEAM was seen to do.
const SCALED_DECIMALS: usize = 18;

/// Fixed notation with that many decimals. Up to 18 of them, below 2⁵³, the fraction is scaled as a
/// float and halves are rounded up, which is what OTP prints to the last digit; beyond, the exact
/// value is rounded, ties to even.
pub fn float_fixed(value: f64, decimals: usize) -> String {
    if decimals > SCALED_DECIMALS || value.abs() >= (1u64 << 53) as f64 {
        return format!("{value:.decimals$}");
    }
    let limit = 10u64.pow(decimals as u32);
    let mut whole = value.abs().trunc() as u64;
    let scaled = value.abs().fract() * limit as f64;
    let mut digits = scaled.trunc() as u64 + u64::from(scaled.fract() >= 0.5);
    if digits >= limit {
        digits -= limit;
        whole += 1;
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if decimals == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{digits:0>decimals$}")
    }
}

/// The shortest text that reads as the same float, laid out as Erlang does: fixed notation unless the
/// scientific one is shorter, always scientific from 2⁵³ on.
pub fn float_shortest(value: f64) -> String {
    let mut text = String::with_capacity(24);
    if value.is_sign_negative() {
        text.push('-');
    }
    if value == 0.0 {
        text.push_str("0.0");
        return text;
    }
    let mut buffer = ryu::Buffer::new();
    let (digits, exponent) = shortest_digits(buffer.format_finite(value.abs()));
    let digits = digits.as_str();
    let fixed = fixed_length(digits.len(), exponent);
    if value.abs() >= (1u64 << 53) as f64 || scientific_length(digits.len(), exponent) < fixed {
        push_scientific(&mut text, digits, exponent);
    } else {
        push_fixed(&mut text, digits, exponent);
    }
    text
}

/// At most 17 digits.
struct Digits {
    bytes: [u8; 17],
    length: usize,
}

impl Digits {
    fn push(&mut self, digit: u8) {
        if let Some(place) = self.bytes.get_mut(self.length) {
            *place = digit;
            self.length += 1;
        }
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or("0")
    }
}

/// The significant digits of a positive decimal number, and the power of ten of the first.
fn shortest_digits(text: &str) -> (Digits, i32) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let mut digits = Digits {
        bytes: [b'0'; 17],
        length: 0,
    };
    // The power of ten of the digit before the point, then moved to the first significant one.
    let mut exponent: i32 = exponent.parse().unwrap_or(0);
    let whole = mantissa.find('.').unwrap_or(mantissa.len()) as i32;
    let mut zeros = 0;
    let significant = mantissa.bytes().filter(|byte| *byte != b'.');
    for (position, byte) in significant.enumerate() {
        if byte == b'0' {
            zeros += 1;
        } else {
            if digits.length == 0 {
                exponent += whole - 1 - position as i32;
            } else {
                (0..zeros).for_each(|_| digits.push(b'0'));
            }
            zeros = 0;
            digits.push(byte);
        }
    }
    (digits, exponent)
}

fn scientific_length(digits: usize, exponent: i32) -> usize {
    let sign = usize::from(exponent < 0);
    let power = match exponent.unsigned_abs() {
        0..10 => 1,
        10..100 => 2,
        _ => 3,
    };
    digits.max(2) + 2 + sign + power
}

fn fixed_length(digits: usize, exponent: i32) -> usize {
    if exponent < 0 {
        digits + 1 + exponent.unsigned_abs() as usize
    } else {
        digits.max(exponent as usize + 2) + 1
    }
}

fn push_scientific(text: &mut String, digits: &str, exponent: i32) {
    let (first, rest) = digits.split_at(1);
    text.push_str(first);
    text.push('.');
    text.push_str(if rest.is_empty() { "0" } else { rest });
    // Writing to a string cannot fail.
    let _ = write!(text, "e{exponent}");
}

fn push_fixed(text: &mut String, digits: &str, exponent: i32) {
    if exponent < 0 {
        text.push_str("0.");
        (1..exponent.unsigned_abs()).for_each(|_| text.push('0'));
        text.push_str(digits);
        return;
    }
    let whole = exponent as usize + 1;
    if digits.len() > whole {
        text.push_str(&digits[..whole]);
        text.push('.');
        text.push_str(&digits[whole..]);
    } else {
        text.push_str(digits);
        (digits.len()..whole).for_each(|_| text.push('0'));
        text.push_str(".0");
    }
}
