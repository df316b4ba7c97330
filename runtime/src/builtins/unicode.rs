//! Converting text between encodings: Erlang's module `unicode`.

use super::entry::builtins;
use super::fail::check_room;
use super::text::any_encoding;
use crate::atom::well_known;
use crate::binary::{self, Decoded, Encoding, decode, encode};
use crate::heap;
use crate::word::{Answer, Failure, Word};
use alate_abi::context::Context;

/// How a conversion ended.
enum End {
    Complete,
    /// The bytes that begin a code point and do not end it.
    Incomplete(Word),
    /// What could not be converted, and all after it.
    Error(Word),
}

/// Walks text data: a binary, or a list of code points, binaries and such lists.
struct Walk<'a> {
    ctx: &'a mut Context,
    input: Encoding,
    output: Encoding,
    text: Vec<char>,
    /// Bytes of a code point that may go on in the next binary.
    pending: Vec<u8>,
    /// The tails of the lists around the one being walked, innermost last.
    tails: Vec<Word>,
}

impl Walk<'_> {
    fn run(&mut self, data: Word) -> Result<End, Failure> {
        if data.is_bits() {
            if let Some(rest) = self.binary(data)? {
                return Ok(End::Error(rest));
            }
            return self.finish();
        }
        let mut rest = data;
        loop {
            let Some(cell) = rest.as_cons() else {
                if rest.is_bits() {
                    if let Some(left) = self.binary(rest)? {
                        return Ok(End::Error(self.wrapped(left)));
                    }
                } else if !rest.is_nil() {
                    return Err(Failure::Badarg);
                }
                match self.tails.pop() {
                    Some(tail) => rest = tail,
                    None => return self.finish(),
                }
                continue;
            };
            let (head, tail) = (cell.head(), cell.tail());
            if head.is_integer() {
                if !self.pending.is_empty() {
                    return self.cut_short(rest);
                }
                if let Some(failed) = self.code_point(head) {
                    let left = heap::cons(self.ctx, failed, tail);
                    return Ok(End::Error(self.wrapped(left)));
                }
                rest = tail;
            } else if head.is_bits() {
                if let Some(left) = self.binary(head)? {
                    let left = heap::cons(self.ctx, left, tail);
                    return Ok(End::Error(self.wrapped(left)));
                }
                rest = tail;
            } else if head.is_list() {
                self.tails.push(tail);
                rest = head;
            } else {
                return Err(Failure::Badarg);
            }
        }
    }

    fn finish(&mut self) -> Result<End, Failure> {
        if self.pending.is_empty() {
            return Ok(End::Complete);
        }
        let bytes = std::mem::take(&mut self.pending);
        Ok(End::Incomplete(binary::from_bytes(self.ctx, &bytes)?))
    }

    /// What is left, within the lists around it.
    fn wrapped(&mut self, left: Word) -> Word {
        let mut left = left;
        while let Some(tail) = self.tails.pop() {
            left = heap::cons(self.ctx, left, tail);
        }
        left
    }

    /// An unfinished code point is followed by an integer.
    fn cut_short(&mut self, rest: Word) -> Result<End, Failure> {
        let bytes = std::mem::take(&mut self.pending);
        let bytes = binary::from_bytes(self.ctx, &bytes)?;
        let left = heap::list(self.ctx, [bytes, rest], Word::NIL);
        Ok(End::Error(self.wrapped(left)))
    }

    /// Takes an integer; answers what stands for it in what is left if it is no code point.
    fn code_point(&mut self, integer: Word) -> Option<Word> {
        let point = integer
            .as_fixnum()
            .and_then(|code| u32::try_from(code).ok())
            .and_then(char::from_u32)
            .filter(|point| self.input != Encoding::Latin1 || u32::from(*point) < 256);
        match point {
            None => Some(integer),
            Some(point) if !self.representable(point) => {
                Some(heap::cons(self.ctx, integer, Word::NIL))
            }
            Some(point) => {
                self.text.push(point);
                None
            }
        }
    }

    fn representable(&self, point: char) -> bool {
        self.output != Encoding::Latin1 || u32::from(point) < 256
    }

    /// Takes a binary; answers what of it could not be converted.
    fn binary(&mut self, term: Word) -> Result<Option<Word>, Failure> {
        let view = term.as_bits().ok_or(Failure::Badarg)?;
        if !view.is_binary() {
            return Err(Failure::Badarg);
        }
        let bytes = view.to_bytes();
        let joined: Vec<u8>;
        let mut left: &[u8] = &bytes;
        if !self.pending.is_empty() {
            let mut pending = std::mem::take(&mut self.pending);
            pending.extend_from_slice(left);
            joined = pending;
            left = &joined;
        }
        while !left.is_empty() {
            match decode(left, self.input) {
                Decoded::Char(point, size) if self.representable(point) => {
                    self.text.push(point);
                    left = &left[size..];
                }
                Decoded::Incomplete => {
                    self.pending = left.to_vec();
                    return Ok(None);
                }
                _ => return Ok(Some(binary::from_bytes(self.ctx, left)?)),
            }
        }
        Ok(None)
    }
}

/// The converted text as a term.
fn made(ctx: &mut Context, text: &[char], output: Option<Encoding>) -> Answer {
    let Some(encoding) = output else {
        check_room(ctx, text.len() * 2)?;
        let points = text.iter().map(|&c| Word::fixnum(i64::from(u32::from(c))));
        return Ok(heap::list(ctx, points, Word::NIL));
    };
    let mut bytes = Vec::with_capacity(text.len());
    let mut buffer = [0; 4];
    for &point in text {
        let size = encode(point, encoding, &mut buffer);
        bytes.extend_from_slice(&buffer[..size]);
    }
    binary::from_bytes(ctx, &bytes)
}

/// Converts to a list of code points, or to a binary in an encoding.
fn convert(ctx: &mut Context, data: Word, input: Encoding, output: Option<Encoding>) -> Answer {
    let mut walk = Walk {
        ctx,
        input,
        output: output.unwrap_or(Encoding::Utf8),
        text: Vec::new(),
        pending: Vec::new(),
        tails: Vec::new(),
    };
    let end = walk.run(data)?;
    let text = walk.text;
    let converted = made(ctx, &text, output)?;
    Ok(match end {
        End::Complete => converted,
        End::Incomplete(rest) => heap::tuple(ctx, &[well_known::INCOMPLETE.get(), converted, rest]),
        End::Error(rest) => heap::tuple(ctx, &[well_known::ERROR.get(), converted, rest]),
    })
}

builtins! {
    /// `unicode:characters_to_list(data)`
    alate_characters_to_list(data) = |ctx, data| convert(ctx, data, Encoding::Utf8, None);
    /// `unicode:characters_to_list(data, input)`
    alate_characters_to_list_from(data, input) = |ctx, data, input| convert(ctx, data, any_encoding(input)?, None);
    /// `unicode:characters_to_binary(data)`
    alate_characters_to_binary(data) = |ctx, data| convert(ctx, data, Encoding::Utf8, Some(Encoding::Utf8));
    /// `unicode:characters_to_binary(data, input)`
    alate_characters_to_binary_from(data, input) = |ctx, data, input| convert(ctx, data, any_encoding(input)?, Some(Encoding::Utf8));
    /// `unicode:characters_to_binary(data, input, output)`
    alate_characters_to_binary_as(data, input, output) = |ctx, data, input, output| convert(ctx, data, any_encoding(input)?, Some(any_encoding(output)?));
}
