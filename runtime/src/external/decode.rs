//! Bytes to terms. Bytes are never trusted: a length is believed only as far as there are bytes.

use super::{NO_NODE, VERSION, tag};
use crate::atom;
use crate::binary;
use crate::heap;
use crate::map;
use crate::number;
use crate::word::{Failure, Word};
use alate_abi::context::Context;
use alate_abi::layout::KIND_REFERENCE;
use dashu_int::{IBig, Sign, UBig};

/// Whether atoms may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Atoms {
    Any,
    ExistingOnly,
}

/// A term whose parts are still being read.
enum Frame {
    Tuple(usize),
    /// A list's number of elements; its tail is one more part.
    List(usize),
    /// Number of pairs.
    Map(usize),
}

impl Frame {
    /// Number of parts.
    fn parts(&self) -> usize {
        match self {
            Frame::Tuple(size) => *size,
            Frame::List(size) => size + 1,
            Frame::Map(pairs) => pairs * 2,
        }
    }
}

/// The term that the bytes begin with, and how many bytes it takes.
pub fn decode(ctx: &mut Context, bytes: &[u8], atoms: Atoms) -> Result<(Word, usize), Failure> {
    let mut reader = Reader { bytes, atoms };
    if reader.byte()? != VERSION {
        return Err(Failure::Badarg);
    }
    // Finished parts of all open frames, and for each frame where its own begin.
    let mut parts: Vec<Word> = Vec::new();
    let mut frames: Vec<(Frame, usize)> = Vec::new();
    loop {
        match reader.term(ctx)? {
            Read::Term(term) => parts.push(term),
            Read::Open(frame) => {
                // Every part takes at least one byte.
                if frame.parts() > reader.bytes.len() {
                    return Err(Failure::Badarg);
                }
                frames.push((frame, parts.len()));
            }
        }
        while let Some((frame, start)) = frames.last()
            && parts.len() - start == frame.parts()
        {
            let start = *start;
            let term = build(ctx, frame, &parts[start..])?;
            frames.pop();
            parts.truncate(start);
            parts.push(term);
        }
        if frames.is_empty() {
            let term = parts.pop().ok_or(Failure::Badarg)?;
            return Ok((term, bytes.len() - reader.bytes.len()));
        }
    }
}

fn build(ctx: &mut Context, frame: &Frame, parts: &[Word]) -> Result<Word, Failure> {
    match frame {
        Frame::Tuple(_) => Ok(heap::tuple(ctx, parts)),
        Frame::List(size) => Ok(heap::list(
            ctx,
            parts[..*size].iter().copied(),
            parts[*size],
        )),
        Frame::Map(size) => {
            let pairs: Vec<(Word, Word)> = parts
                .chunks_exact(2)
                .map(|pair| (pair[0], pair[1]))
                .collect();
            let map = map::from_pairs(ctx, &pairs);
            if map.map_size() == Some(*size) {
                Ok(map)
            } else {
                Err(Failure::Badarg)
            }
        }
    }
}

/// What a tag begins.
enum Read {
    Term(Word),
    Open(Frame),
}

struct Reader<'a> {
    bytes: &'a [u8],
    atoms: Atoms,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Failure> {
        let (taken, rest) = self.bytes.split_at_checked(count).ok_or(Failure::Badarg)?;
        self.bytes = rest;
        Ok(taken)
    }

    /// A number of big-endian bytes.
    fn number(&mut self, bytes: usize) -> Result<usize, Failure> {
        let taken = self.take(bytes)?;
        Ok(taken.iter().fold(0, |n, &byte| n << 8 | usize::from(byte)))
    }

    fn byte(&mut self) -> Result<u8, Failure> {
        Ok(self.take(1)?[0])
    }

    fn term(&mut self, ctx: &mut Context) -> Result<Read, Failure> {
        let tag = self.byte()?;
        Ok(Read::Term(match tag {
            tag::SMALL_INTEGER => Word::fixnum(i64::from(self.byte()?)),
            tag::INTEGER => Word::fixnum(i64::from(self.number(4)? as u32 as i32)),
            tag::SMALL_BIG => {
                let size = self.number(1)?;
                self.big(ctx, size)?
            }
            tag::LARGE_BIG => {
                let size = self.number(4)?;
                self.big(ctx, size)?
            }
            tag::NEW_FLOAT => {
                let bits = self.number(8)? as u64;
                float(ctx, f64::from_bits(bits))?
            }
            tag::FLOAT => {
                let text = self.take(31)?;
                let end = text.iter().position(|&b| b == 0).unwrap_or(text.len());
                float(
                    ctx,
                    number::parse_float(&text[..end]).ok_or(Failure::Badarg)?,
                )?
            }
            tag::ATOM | tag::SMALL_ATOM | tag::ATOM_UTF8 | tag::SMALL_ATOM_UTF8 => {
                self.atom_of(tag)?
            }
            tag::NIL => Word::NIL,
            tag::STRING => {
                let size = self.number(2)?;
                let bytes = self.take(size)?;
                heap::byte_list(ctx, bytes, Word::NIL)
            }
            tag::BINARY => {
                let size = self.number(4)?;
                let bytes = self.take(size)?;
                binary::from_bytes(ctx, bytes)?
            }
            tag::BIT_BINARY => self.bit_binary(ctx)?,
            tag::NEWER_REFERENCE => self.reference(ctx)?,
            tag::SMALL_TUPLE => return Ok(Read::Open(Frame::Tuple(self.number(1)?))),
            tag::LARGE_TUPLE => return Ok(Read::Open(Frame::Tuple(self.number(4)?))),
            tag::LIST => return Ok(Read::Open(Frame::List(self.number(4)?))),
            tag::MAP => return Ok(Read::Open(Frame::Map(self.number(4)?))),
            _ => return Err(Failure::Badarg),
        }))
    }

    fn big(&mut self, ctx: &mut Context, size: usize) -> Result<Word, Failure> {
        let sign = match self.byte()? {
            0 => Sign::Positive,
            _ => Sign::Negative,
        };
        let magnitude = UBig::from_le_bytes(self.take(size)?);
        number::integer(ctx, &IBig::from_parts(sign, magnitude))
    }

    fn atom_of(&mut self, tag: u8) -> Result<Word, Failure> {
        let wide = matches!(tag, tag::ATOM | tag::ATOM_UTF8);
        let size = self.number(if wide { 2 } else { 1 })?;
        let bytes = self.take(size)?;
        let name = if matches!(tag, tag::ATOM | tag::SMALL_ATOM) {
            bytes.iter().map(|&byte| char::from(byte)).collect()
        } else {
            String::from_utf8(bytes.to_vec()).map_err(|_| Failure::Badarg)?
        };
        match self.atoms {
            Atoms::ExistingOnly => atom::lookup(&name).ok_or(Failure::Badarg),
            Atoms::Any if name.chars().count() > 255 => Err(Failure::Badarg),
            Atoms::Any => atom::intern(&name).map_err(|_| Failure::SystemLimit),
        }
    }

    fn bit_binary(&mut self, ctx: &mut Context) -> Result<Word, Failure> {
        let size = self.number(4)?;
        let last = self.number(1)?;
        if !(1..=8).contains(&last) || size == 0 {
            return Err(Failure::Badarg);
        }
        let mut bytes = self.take(size)?.to_vec();
        bytes[size - 1] &= !(0xffu16 >> last) as u8;
        binary::from_bits(ctx, &bytes, (size - 1) * 8 + last)
    }

    /// A reference of this node; those of others have no representation yet.
    fn reference(&mut self, ctx: &mut Context) -> Result<Word, Failure> {
        let count = self.number(2)?;
        let tag = self.byte()?;
        let node = self.atom_of(tag)?;
        if count != 5 || atom::name(node) != Some(NO_NODE) || self.number(4)? != 0 {
            return Err(Failure::Badarg);
        }
        let mut parts = [0u64; 5];
        for part in &mut parts {
            *part = self.number(4)? as u64;
        }
        let [a, b, c, d, e] = parts;
        let words = [a | b << 32, c | d << 32, e];
        Ok(heap::boxed_with(ctx, KIND_REFERENCE, 0, 3, |index| {
            words[index]
        }))
    }
}

fn float(ctx: &mut Context, value: f64) -> Result<Word, Failure> {
    if value.is_finite() {
        Ok(heap::float(ctx, value))
    } else {
        Err(Failure::Badarg)
    }
}
