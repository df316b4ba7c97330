//! Numbers: decimal integers and floats, and integers with a base.

use dashu_int::IBig;

/// What a token that begins like a number turns out to be.
pub enum Number {
    Integer(IBig),
    Float(f64),
}

/// A decimal integer or a float, if all of `text` is one; anything else is a symbol.
pub fn decimal(text: &str) -> Option<Number> {
    let (sign, digits) = split_sign(text);
    let whole = digits.bytes().take_while(u8::is_ascii_digit).count();
    if whole == 0 {
        return None;
    }
    if whole == digits.len() {
        return integer(sign, digits, 10).map(Number::Integer);
    }
    if !is_float(&digits[whole..]) {
        return None;
    }
    // A float beyond the range is a symbol in LFE; it is not read as infinity.
    text.parse::<f64>()
        .ok()
        .filter(|value| value.is_finite())
        .map(Number::Float)
}

/// What follows the whole part: `.D`, then perhaps `eD`, `e+D`, `e-D`.
fn is_float(rest: &str) -> bool {
    let Some(fraction) = rest.strip_prefix('.') else {
        return false;
    };
    let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &fraction[digits..];
    if digits == 0 || rest.is_empty() {
        return digits > 0;
    }
    let Some(exponent) = rest.strip_prefix(['e', 'E']) else {
        return false;
    };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    !exponent.is_empty() && exponent.bytes().all(|byte| byte.is_ascii_digit())
}

/// The reasons why the text after `#b`, `#36r` and so on is no number.
#[derive(PartialEq, Debug)]
pub enum BasedError {
    NoDigits,
    /// Byte offset of a character that is no digit of the base.
    Illegal(usize),
}

/// An integer in a base from 2 to 36, with an optional sign.
pub fn based(text: &str, base: u32) -> Result<IBig, BasedError> {
    let (sign, digits) = split_sign(text);
    let offset = text.len() - digits.len();
    if let Some((at, _)) = digits.char_indices().find(|(_, c)| !c.is_digit(base)) {
        return Err(BasedError::Illegal(offset + at));
    }
    integer(sign, digits, base).ok_or(BasedError::NoDigits)
}

fn split_sign(text: &str) -> (bool, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    }
}

fn integer(negative: bool, digits: &str, base: u32) -> Option<IBig> {
    let value = IBig::from_str_radix(digits, base).ok()?;
    Some(if negative { -value } else { value })
}
