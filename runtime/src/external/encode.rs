//! Terms to bytes.

use super::{NO_NODE, VERSION, tag};
use crate::atom;
use crate::number;
use crate::word::{Failure, Kind, Word};

/// Which variant of the format is written: the `minor_version` of `term_to_binary/2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Floats as text.
    Zero,
    /// Floats as bits; atoms in Latin-1 where they can be.
    One,
    /// Atoms in UTF-8.
    Two,
}

/// The encoded term; badarg if something in it has no encoding.
pub fn encode(term: Word, format: Format) -> Result<Vec<u8>, Failure> {
    let mut bytes = vec![VERSION];
    let mut work = vec![term];
    while let Some(term) = work.pop() {
        one(term, format, &mut bytes, &mut work)?;
    }
    Ok(bytes)
}

/// A length of 32 bits.
fn push_length(length: usize, bytes: &mut Vec<u8>) -> Result<(), Failure> {
    let length = u32::try_from(length).map_err(|_| Failure::SystemLimit)?;
    bytes.extend_from_slice(&length.to_be_bytes());
    Ok(())
}

/// Writes a term but for its parts, which go to the work list, the first on top.
fn one(
    term: Word,
    format: Format,
    bytes: &mut Vec<u8>,
    work: &mut Vec<Word>,
) -> Result<(), Failure> {
    match term.kind() {
        Kind::Fixnum | Kind::Bignum => integer(term, bytes)?,
        Kind::Float => float(term.as_float().unwrap_or_default(), format, bytes),
        Kind::Atom => push_atom(atom::name(term).unwrap_or_default(), format, bytes),
        Kind::Nil => bytes.push(tag::NIL),
        Kind::Cons => list(term, bytes, work)?,
        Kind::Tuple => {
            if let Some(tuple) = term.as_tuple() {
                match u8::try_from(tuple.len()) {
                    Ok(size) => bytes.extend([tag::SMALL_TUPLE, size]),
                    Err(_) => {
                        bytes.push(tag::LARGE_TUPLE);
                        push_length(tuple.len(), bytes)?;
                    }
                }
                work.extend(tuple.elements().iter().rev());
            }
        }
        Kind::FlatMap | Kind::TrieMap => {
            let pairs: Vec<(Word, Word)> = term.map_pairs().into_iter().flatten().collect();
            bytes.push(tag::MAP);
            push_length(pairs.len(), bytes)?;
            for (key, value) in pairs.into_iter().rev() {
                work.extend([value, key]);
            }
        }
        Kind::Bits => {
            if let Some(bits) = term.as_bits() {
                let data = bits.to_bytes();
                let partial = (bits.bits() % 8) as u8;
                bytes.push(if partial == 0 {
                    tag::BINARY
                } else {
                    tag::BIT_BINARY
                });
                push_length(data.len(), bytes)?;
                if partial > 0 {
                    bytes.push(partial);
                }
                bytes.extend_from_slice(&data);
            }
        }
        Kind::Reference => reference(term, format, bytes),
        Kind::Closure => {
            let exported = term.as_closure().and_then(|closure| closure.exported());
            let (module, function, arity) = exported.ok_or(Failure::Badarg)?;
            bytes.push(tag::EXPORT);
            work.extend([Word::fixnum(arity as i64), function, module]);
        }
        Kind::Pid | Kind::Port | Kind::Internal => return Err(Failure::Badarg),
    }
    Ok(())
}

fn integer(term: Word, bytes: &mut Vec<u8>) -> Result<(), Failure> {
    let small: [u64; 1];
    let (negative, limbs): (bool, &[u64]) = match term.as_fixnum() {
        Some(value) => {
            if let Ok(byte) = u8::try_from(value) {
                bytes.extend([tag::SMALL_INTEGER, byte]);
                return Ok(());
            }
            if let Ok(value) = i32::try_from(value) {
                bytes.push(tag::INTEGER);
                bytes.extend_from_slice(&value.to_be_bytes());
                return Ok(());
            }
            small = [value.unsigned_abs()];
            (value < 0, &small)
        }
        None => {
            let big = term.as_bignum().ok_or(Failure::Badarg)?;
            return push_big(big.is_negative(), big.limbs(), bytes);
        }
    };
    push_big(negative, limbs, bytes)
}

fn push_big(negative: bool, limbs: &[u64], bytes: &mut Vec<u8>) -> Result<(), Failure> {
    let zeros = limbs
        .last()
        .map_or(0, |limb| limb.leading_zeros() as usize / 8);
    let size = limbs.len() * 8 - zeros;
    match u8::try_from(size) {
        Ok(size) => bytes.extend([tag::SMALL_BIG, size]),
        Err(_) => {
            bytes.push(tag::LARGE_BIG);
            push_length(size, bytes)?;
        }
    }
    bytes.push(u8::from(negative));
    let all = limbs.iter().flat_map(|limb| limb.to_le_bytes());
    bytes.extend(all.take(size));
    Ok(())
}

fn float(value: f64, format: Format, bytes: &mut Vec<u8>) {
    if format > Format::Zero {
        bytes.push(tag::NEW_FLOAT);
        bytes.extend_from_slice(&value.to_be_bytes());
        return;
    }
    let mut text = number::float_scientific(value, 20).into_bytes();
    text.resize(31, 0);
    bytes.push(tag::FLOAT);
    bytes.extend_from_slice(&text);
}

fn push_atom(name: &str, format: Format, bytes: &mut Vec<u8>) {
    let latin1: Option<Vec<u8>> = name
        .chars()
        .map(|c| u8::try_from(u32::from(c)).ok())
        .collect();
    match latin1 {
        Some(name) if format < Format::Two => {
            bytes.extend([tag::ATOM, 0, name.len() as u8]);
            bytes.extend_from_slice(&name);
        }
        _ => {
            match u8::try_from(name.len()) {
                Ok(size) => bytes.extend([tag::SMALL_ATOM_UTF8, size]),
                Err(_) => {
                    bytes.push(tag::ATOM_UTF8);
                    bytes.extend_from_slice(&(name.len() as u16).to_be_bytes());
                }
            }
            bytes.extend_from_slice(name.as_bytes());
        }
    }
}

fn list(term: Word, bytes: &mut Vec<u8>, work: &mut Vec<Word>) -> Result<(), Failure> {
    let mut walk = term.list();
    let elements: Vec<Word> = walk.by_ref().collect();
    if walk.rest.is_nil()
        && let Ok(size) = u16::try_from(elements.len())
    {
        let text: Option<Vec<u8>> = elements
            .iter()
            .map(|element| u8::try_from(element.as_fixnum()?).ok())
            .collect();
        if let Some(text) = text {
            bytes.push(tag::STRING);
            bytes.extend_from_slice(&size.to_be_bytes());
            bytes.extend_from_slice(&text);
            return Ok(());
        }
    }
    bytes.push(tag::LIST);
    push_length(elements.len(), bytes)?;
    work.push(walk.rest);
    work.extend(elements.into_iter().rev());
    Ok(())
}

/// A reference of this node: its three words as five numbers of 32 bits, of which the last is small.
fn reference(term: Word, format: Format, bytes: &mut Vec<u8>) {
    // SAFETY: a reference has three raw words.
    let [a, b, c] = [1, 2, 3].map(|index| unsafe { term.field(index) });
    bytes.extend([tag::NEWER_REFERENCE, 0, 5]);
    push_atom(NO_NODE, format, bytes);
    bytes.extend_from_slice(&0u32.to_be_bytes());
    for part in [a, a >> 32, b, b >> 32, c] {
        bytes.extend_from_slice(&(part as u32).to_be_bytes());
    }
}
