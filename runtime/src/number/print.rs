//! Numbers as text.

use super::big::{Number, number};
use crate::word::Word;
use dashu_int::IBig;

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
    let text = format!("{:e}", value.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value == 0.0 {
        return format!("{sign}0.0");
    }
    let fixed = fixed_layout(&digits, exponent);
    let scientific = scientific_layout(&digits, exponent);
    let chosen = if value.abs() >= (1u64 << 53) as f64 || scientific.len() < fixed.len() {
        scientific
    } else {
        fixed
    };
    format!("{sign}{chosen}")
}

fn scientific_layout(digits: &str, exponent: i32) -> String {
    let (first, rest) = digits.split_at(1);
    let rest = if rest.is_empty() { "0" } else { rest };
    format!("{first}.{rest}e{exponent}")
}

fn fixed_layout(digits: &str, exponent: i32) -> String {
    if exponent < 0 {
        let zeros = "0".repeat((-exponent - 1) as usize);
        return format!("0.{zeros}{digits}");
    }
    let whole = exponent as usize + 1;
    if digits.len() > whole {
        format!("{}.{}", &digits[..whole], &digits[whole..])
    } else {
        format!("{digits}{}.0", "0".repeat(whole - digits.len()))
    }
}
