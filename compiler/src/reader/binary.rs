//! Binary literals: `#B(1 (2 (size 16)) (#"xy" binary))`.

use super::constant::{self, Failure};
use super::form::{Form, Kind};
use dashu_int::IBig;

/// A literal has at most this many bits.
const MAX_BITS: u64 = 1 << 27;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Integer,
    Float,
    Bytes,
    Bits,
    Utf8,
    Utf16,
    Utf32,
}

/// What a segment says about its value, with what it leaves open.
#[derive(Default)]
struct Spec {
    kind: Option<Type>,
    size: Option<u64>,
    unit: Option<u64>,
    little: bool,
}

/// Bits, written one after the other.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    count: u64,
}

impl Bits {
    /// The upper `count` bits of a byte.
    fn push(&mut self, byte: u8, count: u64) {
        let byte = byte & !(0xff_u16 >> count) as u8;
        let used = self.count % 8;
        if used == 0 {
            self.bytes.push(byte);
        } else {
            if let Some(last) = self.bytes.last_mut() {
                *last |= byte >> used;
            }
            if used + count > 8 {
                self.bytes.push(byte << (8 - used));
            }
        }
        self.count += count;
    }

    fn extend(&mut self, bytes: &[u8], count: u64) {
        for (at, byte) in bytes.iter().enumerate() {
            let left = count.saturating_sub(at as u64 * 8);
            if left > 0 {
                self.push(*byte, left.min(8));
            }
        }
    }

    /// The lowest `size` bits of an integer.
    fn integer(&mut self, value: &IBig, size: u64, little: bool) {
        let fill = if *value < IBig::ZERO { 0xff } else { 0 };
        let mut bytes = value.to_le_bytes().into_vec();
        bytes.resize(size.div_ceil(8) as usize, fill);
        let odd = size % 8;
        if odd > 0
            && let Some(top) = bytes.last_mut()
        {
            *top <<= 8 - odd;
        }
        if little {
            self.extend(&bytes, size);
            return;
        }
        let mut high_first = bytes.iter().rev();
        if odd > 0
            && let Some(top) = high_first.next()
        {
            self.push(*top, odd);
        }
        for byte in high_first {
            self.push(*byte, 8);
        }
    }
}

/// Bytes and number of bits of a literal's segments.
pub fn build(segments: &[Form]) -> Result<(Vec<u8>, u64), Failure> {
    let mut bits = Bits::default();
    for form in segments {
        if let Err(reason) = segment(form, &mut bits)? {
            return Err(Failure {
                span: form.span,
                reason: reason.to_string(),
                is_unknown_call: false,
            });
        }
    }
    Ok((bits.bytes, bits.count))
}

type Outcome = Result<Result<(), &'static str>, Failure>;

fn segment(form: &Form, bits: &mut Bits) -> Outcome {
    match &form.kind {
        Kind::List(items) => match items.split_first() {
            None => Ok(Err("a segment has a value")),
            Some((value, specs)) => match specification(specs) {
                Ok(spec) => write(value, &spec, bits),
                Err(reason) => Ok(Err(reason)),
            },
        },
        _ => write(form, &Spec::default(), bits),
    }
}

fn specification(forms: &[Form]) -> Result<Spec, &'static str> {
    let mut spec = Spec::default();
    for form in forms {
        if let Some([name, number]) = form.as_list() {
            let Kind::Integer(number) = &number.kind else {
                return Err("sizes and units are integers here");
            };
            let number =
                u64::try_from(number.clone()).map_err(|_| "sizes and units are not negative")?;
            match name.as_symbol().map(|name| name.as_str()) {
                Some("size") => spec.size = Some(number),
                Some("unit") if (1..=256).contains(&number) => spec.unit = Some(number),
                Some("unit") => return Err("a unit is 1 to 256"),
                _ => return Err("unknown part of a segment"),
            }
            continue;
        }
        let kind = match form.as_symbol().map(|name| name.as_str()) {
            Some("integer") => Type::Integer,
            Some("float") => Type::Float,
            Some("binary" | "bytes") => Type::Bytes,
            Some("bitstring" | "bits") => Type::Bits,
            Some("utf8" | "utf-8") => Type::Utf8,
            Some("utf16" | "utf-16") => Type::Utf16,
            Some("utf32" | "utf-32") => Type::Utf32,
            Some("little" | "little-endian") => {
                spec.little = true;
                continue;
            }
            Some("native" | "native-endian") => {
                spec.little = cfg!(target_endian = "little");
                continue;
            }
            Some("big" | "big-endian" | "signed" | "unsigned") => continue,
            _ => return Err("unknown part of a segment"),
        };
        spec.kind = Some(kind);
    }
    Ok(spec)
}

fn write(value: &Form, spec: &Spec, bits: &mut Bits) -> Outcome {
    // A string is its characters, each a segment.
    if let Kind::String(text) = &value.kind {
        for c in text.chars() {
            let character = Form::integer(value.span, i64::from(u32::from(c)));
            if let Err(reason) = scalar(&character, spec, bits) {
                return Ok(Err(reason));
            }
        }
        return Ok(Ok(()));
    }
    // `(1)` as a value is the segment 1.
    let value = match value.as_list() {
        Some([inner]) if matches!(inner.kind, Kind::Integer(_)) => inner.clone(),
        Some([]) if spec.kind.is_some() => return Ok(Ok(())),
        Some(_) => constant::evaluate(value)?,
        None => value.clone(),
    };
    Ok(scalar(&value, spec, bits))
}

fn scalar(value: &Form, spec: &Spec, bits: &mut Bits) -> Result<(), &'static str> {
    let kind = spec.kind.unwrap_or(Type::Integer);
    let total = |default_size: u64, default_unit: u64| -> Result<u64, &'static str> {
        let size = spec.size.unwrap_or(default_size);
        if spec.unit.is_some() && spec.size.is_none() {
            return Err("a unit needs a size");
        }
        let total = size.checked_mul(spec.unit.unwrap_or(default_unit));
        total
            .filter(|total| total.saturating_add(bits.count) <= MAX_BITS)
            .ok_or("too large for a literal")
    };
    match (kind, &value.kind) {
        (Type::Integer, Kind::Integer(number)) => {
            let size = total(8, 1)?;
            bits.integer(number, size, spec.little);
        }
        (Type::Float, Kind::Float(_) | Kind::Integer(_)) => {
            let size = total(64, 1)?;
            let number = match &value.kind {
                Kind::Float(number) => *number,
                Kind::Integer(number) => number.to_f64().value(),
                _ => return Err("a number should stand here"),
            };
            let pattern = float_pattern(number, size)?;
            bits.integer(&IBig::from(pattern), size, spec.little);
        }
        (Type::Bytes | Type::Bits, Kind::Binary(bytes, count)) => {
            let unit = if kind == Type::Bytes { 8 } else { 1 };
            let wanted = match spec.size {
                Some(_) => total(0, unit)?,
                None => *count,
            };
            if wanted > *count || (spec.size.is_none() && count % spec.unit.unwrap_or(unit) != 0) {
                return Err("the binary does not have this size");
            }
            if wanted + bits.count > MAX_BITS {
                return Err("too large for a literal");
            }
            bits.extend(bytes, wanted);
        }
        (Type::Utf8 | Type::Utf16 | Type::Utf32, Kind::Integer(number)) => {
            let c = u32::try_from(number.clone())
                .ok()
                .and_then(char::from_u32)
                .ok_or("this is not a Unicode character")?;
            let units = |units: &[u16], bits: &mut Bits| {
                for unit in units {
                    bits.integer(&IBig::from(*unit), 16, spec.little);
                }
            };
            match kind {
                Type::Utf8 => {
                    let bytes = c.encode_utf8(&mut [0; 4]).as_bytes().to_vec();
                    bits.extend(&bytes, bytes.len() as u64 * 8);
                }
                Type::Utf16 => units(c.encode_utf16(&mut [0; 2]), bits),
                _ => bits.integer(number, 32, spec.little),
            }
        }
        (Type::Bytes | Type::Bits, _) => return Err("a binary should stand here"),
        (Type::Float, _) => return Err("a number should stand here"),
        _ => return Err("an integer should stand here"),
    }
    Ok(())
}

/// The bits of a float of 16, 32 or 64 bits.
fn float_pattern(value: f64, size: u64) -> Result<u64, &'static str> {
    let pattern = match size {
        64 => Some(value.to_bits()),
        32 => Some(value as f32)
            .filter(|value| value.is_finite())
            .map(|value| u64::from(value.to_bits())),
        16 => half(value),
        _ => return Err("a float has 16, 32 or 64 bits"),
    };
    pattern
        .filter(|_| value.is_finite())
        .ok_or("this float is too large for its size")
}

/// A half-precision float, rounded to the nearest, ties to even.
fn half(value: f64) -> Option<u64> {
    let sign = (value.to_bits() >> 63) << 15;
    let magnitude = value.abs();
    if magnitude == 0.0 {
        return Some(sign);
    }
    let exponent = ((magnitude.to_bits() >> 52) as i64 - 1023).max(-14);
    // The distance of neighbours at this exponent is 2^(exponent - 10).
    let steps = (magnitude / 2f64.powi(exponent as i32 - 10)).round_ties_even() as u64;
    // A mantissa that rounds up to 2048 carries into the exponent by itself.
    let biased = (exponent + 14) as u64;
    let pattern = (biased << 10) + steps;
    (pattern < 0x7c00).then_some(sign | pattern)
}
