//! What the conversions of text have in common.

use crate::atom;
use crate::binary::Encoding;
use crate::word::{Failure, Word};
use std::borrow::Cow;

/// The text of a proper list of code points.
pub fn characters(list: Word) -> Result<String, Failure> {
    let mut walk = list.list();
    let mut text = String::new();
    for element in walk.by_ref() {
        let character = element
            .as_fixnum()
            .and_then(|code| u32::try_from(code).ok())
            .and_then(char::from_u32)
            .ok_or(Failure::Badarg)?;
        text.push(character);
    }
    if walk.rest.is_nil() {
        Ok(text)
    } else {
        Err(Failure::Badarg)
    }
}

/// The bytes of a proper list of bytes.
pub fn byte_list(list: Word) -> Result<Vec<u8>, Failure> {
    let mut walk = list.list();
    let mut bytes = Vec::new();
    for element in walk.by_ref() {
        let byte = element
            .as_fixnum()
            .and_then(|value| u8::try_from(value).ok());
        bytes.push(byte.ok_or(Failure::Badarg)?);
    }
    if walk.rest.is_nil() {
        Ok(bytes)
    } else {
        Err(Failure::Badarg)
    }
}

/// Gives the bytes of a binary to `work`; badarg if it is none.
pub fn with_bytes<T>(
    binary: Word,
    work: impl FnOnce(&[u8]) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let view = binary.as_bits().ok_or(Failure::Badarg)?;
    if !view.is_binary() {
        return Err(Failure::Badarg);
    }
    let bytes: Cow<[u8]> = view.to_bytes();
    work(&bytes)
}

/// The encoding that an atom names: `latin1`, `utf8` or `unicode`.
pub fn option_encoding(encoding: Word) -> Result<Encoding, Failure> {
    match atom::name(encoding) {
        Some("latin1") => Ok(Encoding::Latin1),
        Some("utf8" | "unicode") => Ok(Encoding::Utf8),
        _ => Err(Failure::Badarg),
    }
}

/// The encoding that an atom, or a tuple of atom and byte order, names for `unicode`.
pub fn any_encoding(encoding: Word) -> Result<Encoding, Failure> {
    let (name, order) = match encoding.as_tuple().as_ref().map(|tuple| tuple.elements()) {
        Some(&[name, order]) => (atom::name(name), atom::name(order)),
        Some(_) => return Err(Failure::Badarg),
        None => (atom::name(encoding), Some("big")),
    };
    let little = match order {
        Some("big") => false,
        Some("little") => true,
        _ => return Err(Failure::Badarg),
    };
    match name {
        Some("utf16") => Ok(Encoding::Utf16 { little }),
        Some("utf32") => Ok(Encoding::Utf32 { little }),
        _ if encoding.is_tuple() => Err(Failure::Badarg),
        _ => option_encoding(encoding),
    }
}
