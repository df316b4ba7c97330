//! Text as numbers, as strict as Erlang's conversions: no blanks, no underscores.

use dashu_int::IBig;

/// An integer in a base from 2 to 36, with an optional sign.
pub fn parse_integer(text: &[u8], base: u32) -> Option<IBig> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    if digits.is_empty() || !digits.iter().all(|&d| char::from(d).is_digit(base)) {
        return None;
    }
    let text = std::str::from_utf8(digits).ok()?;
    let value = match (text.len() <= 11, i64::from_str_radix(text, base)) {
        (true, Ok(value)) => IBig::from(value),
        _ => IBig::from_str_radix(text, base).ok()?,
    };
    Some(if negative { -value } else { value })
}

/// A float: sign, digits, point, digits, optional exponent. `None` if it is none or not finite.
pub fn parse_float(text: &[u8]) -> Option<f64> {
    let unsigned = match text {
        [b'-' | b'+', rest @ ..] => rest,
        rest => rest,
    };
    let unsigned = digits(unsigned)?;
    let unsigned = digits(unsigned.strip_prefix(b".")?)?;
    let rest = match unsigned {
        [b'e' | b'E', b'-' | b'+', rest @ ..] | [b'e' | b'E', rest @ ..] => digits(rest)?,
        rest => rest,
    };
    if !rest.is_empty() {
        return None;
    }
    let value: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    value.is_finite().then_some(value)
}

/// What follows at least one digit.
fn digits(text: &[u8]) -> Option<&[u8]> {
    let count = text.iter().take_while(|c| c.is_ascii_digit()).count();
    (count > 0).then(|| &text[count..])
}
