//! Code points as UTF-8, UTF-16 and UTF-32.

/// An encoding of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Latin1,
    Utf8,
    Utf16 { little: bool },
    Utf32 { little: bool },
}

impl Encoding {
    /// The encoding of a segment: 8, 16 or 32 and its flags.
    pub fn of_segment(bits: u64, flags: u64) -> Encoding {
        let little = flags & super::LITTLE != 0;
        match bits {
            16 => Encoding::Utf16 { little },
            32 => Encoding::Utf32 { little },
            _ => Encoding::Utf8,
        }
    }
}

/// What stands at the beginning of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decoded {
    /// A code point and how many bytes it takes.
    Char(char, usize),
    /// The bytes end within a code point.
    Incomplete,
    Invalid,
}

/// Writes a code point; answers how many bytes. A Latin-1 code point must be below 256.
pub fn encode(point: char, encoding: Encoding, bytes: &mut [u8; 4]) -> usize {
    match encoding {
        Encoding::Latin1 => {
            bytes[0] = u32::from(point) as u8;
            1
        }
        Encoding::Utf8 => point.encode_utf8(bytes).len(),
        Encoding::Utf16 { little } => {
            let mut units = [0; 2];
            let count = point.encode_utf16(&mut units).len();
            for (index, unit) in units[..count].iter().enumerate() {
                let pair = if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                };
                bytes[index * 2..index * 2 + 2].copy_from_slice(&pair);
            }
            count * 2
        }
        Encoding::Utf32 { little } => {
            let number = u32::from(point);
            *bytes = if little {
                number.to_le_bytes()
            } else {
                number.to_be_bytes()
            };
            4
        }
    }
}

/// The code point at the beginning of `bytes`, which are not empty.
pub fn decode(bytes: &[u8], encoding: Encoding) -> Decoded {
    match encoding {
        Encoding::Latin1 => match bytes.first() {
            Some(&byte) => Decoded::Char(char::from(byte), 1),
            None => Decoded::Incomplete,
        },
        Encoding::Utf8 => decode_utf8(bytes),
        Encoding::Utf16 { little } => decode_utf16(bytes, little),
        Encoding::Utf32 { little } => match bytes.first_chunk::<4>() {
            None => Decoded::Incomplete,
            Some(&chunk) => {
                let number = if little {
                    u32::from_le_bytes(chunk)
                } else {
                    u32::from_be_bytes(chunk)
                };
                match char::from_u32(number) {
                    Some(point) => Decoded::Char(point, 4),
                    None => Decoded::Invalid,
                }
            }
        },
    }
}

fn decode_utf8(bytes: &[u8]) -> Decoded {
    let size = match bytes.first() {
        None => return Decoded::Incomplete,
        Some(&byte) => match byte {
            0..0x80 => return Decoded::Char(char::from(byte), 1),
            0xc2..0xe0 => 2,
            0xe0..0xf0 => 3,
            0xf0..0xf5 => 4,
            _ => return Decoded::Invalid,
        },
    };
    let available = &bytes[..size.min(bytes.len())];
    match std::str::from_utf8(available) {
        Ok(text) => match text.chars().next() {
            Some(point) => Decoded::Char(point, size),
            None => Decoded::Incomplete,
        },
        // No length means that the bytes are a proper beginning.
        Err(error) if error.error_len().is_none() => Decoded::Incomplete,
        Err(_) => Decoded::Invalid,
    }
}

fn decode_utf16(bytes: &[u8], little: bool) -> Decoded {
    let unit = |at: usize| {
        let pair = *bytes.get(at..)?.first_chunk::<2>()?;
        Some(if little {
            u16::from_le_bytes(pair)
        } else {
            u16::from_be_bytes(pair)
        })
    };
    let Some(first) = unit(0) else {
        return Decoded::Incomplete;
    };
    match first {
        0xdc00..0xe000 => Decoded::Invalid,
        0xd800..0xdc00 => match unit(2) {
            None => Decoded::Incomplete,
            Some(second @ 0xdc00..0xe000) => {
                let number =
                    0x10000 + ((u32::from(first) - 0xd800) << 10) + (u32::from(second) - 0xdc00);
                char::from_u32(number).map_or(Decoded::Invalid, |point| Decoded::Char(point, 4))
            }
            Some(_) => Decoded::Invalid,
        },
        _ => char::from_u32(u32::from(first)).map_or(Decoded::Invalid, |p| Decoded::Char(p, 2)),
    }
}
