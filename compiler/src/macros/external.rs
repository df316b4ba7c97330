//! Forms in Erlang's external term format: how they reach macros, and how expansions come back.
//!
//! A macro knows nothing of places. So whoever asks keeps the lists that went in by their bytes
//! ([`Places`]): a list that comes back with the same bytes is taken for the one that went in, with the
//! places of all that is in it. Both sides write one shape for a term, so equal terms have equal bytes.

use crate::base::span::Span;
use crate::base::symbol::Symbol;
use crate::reader::form::{Form, Kind};
use dashu_int::ops::BitTest;
use dashu_int::{IBig, Sign, UBig};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher};

const VERSION: u8 = 131;
const NEW_FLOAT: u8 = 70;
const BIT_BINARY: u8 = 77;
const SMALL_INTEGER: u8 = 97;
const INTEGER: u8 = 98;
const LATIN_ATOM: u8 = 100;
const SMALL_TUPLE: u8 = 104;
const LARGE_TUPLE: u8 = 105;
const NIL: u8 = 106;
const STRING: u8 = 107;
const LIST: u8 = 108;
const BINARY: u8 = 109;
const SMALL_BIG: u8 = 110;
const LARGE_BIG: u8 = 111;
const MAP: u8 = 116;
const ATOM: u8 = 118;
const SMALL_ATOM: u8 = 119;

/// Terms may nest so deep in what comes back.
const MOST_DEPTH: usize = 10_000;

/// Lists that have been written, by a hash of their bytes. Two of one hash would be taken for each other
/// only if they were the same datum.
#[derive(Default)]
pub struct Places<'f>(HashMap<u64, &'f Form>);

/// The places of longer lists are not kept: to look at all bytes of each list again and again would
/// take long where lists are nested deeply.
const LONGEST_KEPT: usize = 4096;

impl<'f> Places<'f> {
    fn keep(&mut self, bytes: &[u8], form: &'f Form) {
        if bytes.len() <= LONGEST_KEPT {
            self.0.entry(hash(bytes)).or_insert(form);
        }
    }

    fn find(&self, bytes: &[u8]) -> Option<&'f Form> {
        match self.0.is_empty() || bytes.len() > LONGEST_KEPT {
            true => None,
            false => self.0.get(&hash(bytes)).copied(),
        }
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// Writes terms one after the other.
#[derive(Default)]
pub struct Writer<'f> {
    bytes: Vec<u8>,
    places: Places<'f>,
}

impl<'f> Writer<'f> {
    /// A writer of one term.
    pub fn new() -> Writer<'f> {
        Writer {
            bytes: vec![VERSION],
            places: Places::default(),
        }
    }

    /// The bytes, and where the lists in them were.
    pub fn finish(self) -> (Vec<u8>, Places<'f>) {
        (self.bytes, self.places)
    }

    /// A tuple of so many elements, which follow.
    pub fn tuple(&mut self, size: usize) {
        match u8::try_from(size) {
            Ok(size) => self.bytes.extend([SMALL_TUPLE, size]),
            Err(_) => self.long(LARGE_TUPLE, size),
        }
    }

    /// A list of so many elements, which follow, and then its tail; none: nothing follows.
    pub fn list(&mut self, size: usize) {
        match size {
            0 => self.bytes.push(NIL),
            size => self.long(LIST, size),
        }
    }

    /// The end of a list.
    pub fn nil(&mut self) {
        self.bytes.push(NIL);
    }

    /// As OTP 25 writes it: names of Latin-1 in that.
    pub fn atom(&mut self, name: &str) {
        let latin: Option<Vec<u8>> = name.chars().map(|c| u8::try_from(c).ok()).collect();
        match (latin, u8::try_from(name.len())) {
            (Some(latin), _) => {
                self.bytes.push(LATIN_ATOM);
                self.bytes.extend((latin.len() as u16).to_be_bytes());
                self.bytes.extend(latin);
            }
            (None, Ok(length)) => {
                self.bytes.extend([SMALL_ATOM, length]);
                self.bytes.extend(name.as_bytes());
            }
            (None, Err(_)) => {
                self.bytes.push(ATOM);
                self.bytes.extend((name.len() as u16).to_be_bytes());
                self.bytes.extend(name.as_bytes());
            }
        }
    }

    fn long(&mut self, tag: u8, size: usize) {
        self.bytes.push(tag);
        self.bytes.extend((size as u32).to_be_bytes());
    }

    /// An integer.
    pub fn number(&mut self, value: i64) {
        self.integer(&IBig::from(value));
    }

    /// A binary of whole bytes.
    pub fn binary(&mut self, bytes: &[u8]) {
        self.long(BINARY, bytes.len());
        self.bytes.extend(bytes);
    }

    fn integer(&mut self, value: &IBig) {
        if let Ok(small) = u8::try_from(value) {
            self.bytes.extend([SMALL_INTEGER, small]);
        } else if let Ok(word) = i32::try_from(value) {
            self.bytes.push(INTEGER);
            self.bytes.extend(word.to_be_bytes());
        } else {
            let (sign, magnitude) = value.clone().into_parts();
            let digits = magnitude.to_le_bytes();
            match u8::try_from(digits.len()) {
                Ok(length) => self.bytes.extend([SMALL_BIG, length]),
                Err(_) => self.long(LARGE_BIG, digits.len()),
            }
            self.bytes.push(u8::from(sign == Sign::Negative));
            self.bytes.extend(&*digits);
        }
    }

    /// A list of bytes in the short shape. False: it is too long for that, or empty.
    fn byte_list(&mut self, bytes: Option<Vec<u8>>) -> bool {
        let Some(bytes) = bytes.filter(|bytes| !bytes.is_empty()) else {
            return false;
        };
        let Ok(length) = u16::try_from(bytes.len()) else {
            return false;
        };
        self.bytes.push(STRING);
        self.bytes.extend(length.to_be_bytes());
        self.bytes.extend(bytes);
        true
    }

    fn string(&mut self, text: &str) {
        if self.byte_list(text.chars().map(|c| u8::try_from(c).ok()).collect()) {
            return;
        }
        self.list(text.chars().count());
        for c in text.chars() {
            self.integer(&IBig::from(u32::from(c)));
        }
        self.nil();
    }

    fn proper(&mut self, elements: &'f [Form]) {
        let byte = |form: &Form| match &form.kind {
            Kind::Integer(value) => u8::try_from(value).ok(),
            _ => None,
        };
        if self.byte_list(elements.iter().map(byte).collect()) {
            return;
        }
        self.list(elements.len());
        elements.iter().for_each(|form| self.form(form));
        if !elements.is_empty() {
            self.nil();
        }
    }

    /// A form as the term it is.
    pub fn form(&mut self, form: &'f Form) {
        let start = self.bytes.len();
        match &form.kind {
            Kind::Integer(value) => self.integer(value),
            Kind::Float(value) => {
                self.bytes.push(NEW_FLOAT);
                self.bytes.extend(value.to_bits().to_be_bytes());
            }
            Kind::Symbol(name) => self.atom(name.as_str()),
            Kind::String(text) => self.string(text),
            Kind::List(elements) => {
                self.proper(elements);
                if !elements.is_empty() {
                    self.places.keep(&self.bytes[start..], form);
                }
            }
            Kind::Improper(elements, tail) => {
                self.long(LIST, elements.len());
                elements.iter().for_each(|form| self.form(form));
                self.form(tail);
            }
            Kind::Tuple(elements) => {
                self.tuple(elements.len());
                elements.iter().for_each(|form| self.form(form));
            }
            Kind::Map(pairs) => {
                self.long(MAP, pairs.len() / 2);
                pairs.iter().for_each(|form| self.form(form));
            }
            Kind::Struct(parts) => {
                // `#S(name key value …)` is read as the form that makes it.
                self.list(parts.len() + 1);
                self.atom("struct");
                parts.iter().for_each(|form| self.form(form));
                self.nil();
            }
            Kind::Binary(bytes, bits) => {
                let unused = (8 - bits % 8) % 8;
                if unused == 0 {
                    self.long(BINARY, bytes.len());
                } else {
                    self.long(BIT_BINARY, bytes.len());
                    self.bytes.push(8 - unused as u8);
                }
                self.bytes.extend(bytes);
            }
        }
    }
}

/// Reads one term.
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where what is not found in `places` is said to be.
    span: Span,
    places: &'a Places<'a>,
    depth: usize,
}

/// Why a term is no form: in words.
pub type Unreadable = String;

impl<'a> Reader<'a> {
    /// A reader of a term that was asked for at a place, with lists from these places.
    pub fn new(
        bytes: &'a [u8],
        span: Span,
        places: &'a Places<'a>,
    ) -> Result<Reader<'a>, Unreadable> {
        let mut reader = Reader {
            bytes,
            at: 0,
            span,
            places,
            depth: 0,
        };
        match reader.byte()? {
            VERSION => Ok(reader),
            _ => Err(damaged()),
        }
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], Unreadable> {
        let end = self.at.checked_add(count).ok_or_else(damaged)?;
        let taken = self.bytes.get(self.at..end).ok_or_else(damaged)?;
        self.at = end;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, Unreadable> {
        Ok(self.take(1)?[0])
    }

    fn short(&mut self) -> Result<usize, Unreadable> {
        let bytes = self.take(2)?;
        Ok(usize::from(u16::from_be_bytes([bytes[0], bytes[1]])))
    }

    fn size(&mut self) -> Result<usize, Unreadable> {
        let bytes = self.take(4)?;
        Ok(u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize)
    }

    /// So many elements of a tuple that is read by its parts.
    pub fn tuple_of(&mut self, size: u8) -> Result<(), Unreadable> {
        match self.take(2)? {
            [SMALL_TUPLE, found] if *found == size => Ok(()),
            _ => Err(damaged()),
        }
    }

    /// A symbol.
    pub fn symbol(&mut self) -> Result<Symbol, Unreadable> {
        let form = self.form()?;
        form.as_symbol().cloned().ok_or_else(damaged)
    }

    /// A string, empty or not.
    pub fn text(&mut self) -> Result<String, Unreadable> {
        match self.form()?.kind {
            Kind::String(text) => Ok(text),
            Kind::List(elements) if elements.is_empty() => Ok(String::new()),
            _ => Err(damaged()),
        }
    }

    /// A term as a form.
    pub fn form(&mut self) -> Result<Form, Unreadable> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return Err("it is too deeply nested".to_owned());
        }
        let start = self.at;
        let kind = self.kind()?;
        self.depth -= 1;
        let read = Form::new(self.span, kind);
        let known = match read.kind {
            Kind::List(_) => self.places.find(&self.bytes[start..self.at]),
            _ => None,
        };
        Ok(match known {
            Some(known) if known.same_datum(&read) => known.clone(),
            _ => read,
        })
    }

    fn forms(&mut self, count: usize) -> Result<Vec<Form>, Unreadable> {
        // Each takes a byte at least.
        if count > self.bytes.len() - self.at {
            return Err(damaged());
        }
        (0..count).map(|_| self.form()).collect()
    }

    fn kind(&mut self) -> Result<Kind, Unreadable> {
        Ok(match self.byte()? {
            SMALL_INTEGER => Kind::Integer(self.byte()?.into()),
            INTEGER => {
                let bytes = self.take(4)?;
                Kind::Integer(i32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]).into())
            }
            SMALL_BIG => {
                let size = usize::from(self.byte()?);
                self.big(size)?
            }
            LARGE_BIG => {
                let size = self.size()?;
                self.big(size)?
            }
            NEW_FLOAT => {
                let bytes = self.take(8)?.try_into().map_err(|_| damaged())?;
                Kind::Float(f64::from_bits(u64::from_be_bytes(bytes)))
            }
            LATIN_ATOM => {
                let size = self.short()?;
                let name: String = self
                    .take(size)?
                    .iter()
                    .map(|byte| char::from(*byte))
                    .collect();
                Kind::Symbol(Symbol::new(&name))
            }
            SMALL_ATOM => {
                let size = usize::from(self.byte()?);
                self.name(size)?
            }
            ATOM => {
                let size = self.short()?;
                self.name(size)?
            }
            SMALL_TUPLE => {
                let size = usize::from(self.byte()?);
                Kind::Tuple(self.forms(size)?)
            }
            LARGE_TUPLE => {
                let size = self.size()?;
                Kind::Tuple(self.forms(size)?)
            }
            NIL => Kind::List(Vec::new()),
            STRING => {
                let size = self.short()?;
                let bytes = self.take(size)?;
                Kind::String(bytes.iter().map(|byte| char::from(*byte)).collect())
            }
            LIST => {
                let size = self.size()?;
                let elements = self.forms(size)?;
                let tail = self.form()?;
                list(elements, tail)
            }
            BINARY => {
                let size = self.size()?;
                Kind::Binary(self.take(size)?.to_vec(), size as u64 * 8)
            }
            BIT_BINARY => {
                let size = self.size()?;
                let last = u64::from(self.byte()?);
                Kind::Binary(
                    self.take(size)?.to_vec(),
                    (size as u64 * 8).saturating_sub(8) + last,
                )
            }
            MAP => {
                let size = self.size()?;
                Kind::Map(self.forms(size.saturating_mul(2))?)
            }
            _ => {
                return Err(
                    "it holds a process, a function or a reference, which no source can name"
                        .to_owned(),
                );
            }
        })
    }

    fn big(&mut self, size: usize) -> Result<Kind, Unreadable> {
        let sign = match self.byte()? {
            0 => Sign::Positive,
            _ => Sign::Negative,
        };
        let magnitude = UBig::from_le_bytes(self.take(size)?);
        debug_assert!(magnitude.bit_len() > 31);
        Ok(Kind::Integer(IBig::from_parts(sign, magnitude)))
    }

    fn name(&mut self, size: usize) -> Result<Kind, Unreadable> {
        let name = std::str::from_utf8(self.take(size)?).map_err(|_| damaged())?;
        Ok(Kind::Symbol(Symbol::new(name)))
    }
}

fn damaged() -> Unreadable {
    "its bytes are no term".to_owned()
}

/// A list from its elements and its tail. One of code points is a string, as if it had been written so.
fn list(mut elements: Vec<Form>, tail: Form) -> Kind {
    match tail.kind {
        Kind::List(rest) => {
            elements.extend(rest);
            let code = |form: &Form| match &form.kind {
                Kind::Integer(value) => u32::try_from(value).ok().and_then(char::from_u32),
                _ => None,
            };
            match elements.iter().map(code).collect::<Option<String>>() {
                Some(text) if !text.is_empty() => Kind::String(text),
                _ => Kind::List(elements),
            }
        }
        Kind::Improper(rest, tail) => {
            elements.extend(rest);
            Kind::Improper(elements, tail)
        }
        Kind::String(text) => {
            let span = tail.span;
            elements.extend(
                text.chars()
                    .map(|c| Form::integer(span, i64::from(u32::from(c)))),
            );
            list(elements, Form::list(span, Vec::new()))
        }
        kind => Kind::Improper(elements, Box::new(Form::new(tail.span, kind))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::span::FileId;
    use crate::reader;

    #[test]
    fn forms_come_back_with_their_places() {
        let text =
            "(a |b c| 1 -300 123456789012345678901234567890 1.5 \"text\" \"é∀\" () (x . y) #(t 1)
            #M(k v) #\"bin\" (nested (list 97) ((deep))) #B(1 (2 (size 3))))";
        let (forms, diagnostics) = reader::read(FileId(0), text);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let mut writer = Writer::new();
        writer.form(&forms[0]);
        let (bytes, places) = writer.finish();
        let elsewhere = Span::new(FileId(7), 1, 2);
        let mut reader = Reader::new(&bytes, elsewhere, &places).unwrap();
        let back = reader.form().unwrap();
        assert!(back.same_datum(&forms[0]), "{back:?}");
        assert_eq!(back.span, forms[0].span);
        let (Kind::List(old), Kind::List(new)) = (&forms[0].kind, &back.kind) else {
            panic!("lists");
        };
        for (old, new) in old.iter().zip(new) {
            if matches!(&old.kind, Kind::List(elements) if !elements.is_empty()) {
                assert_eq!(old.span, new.span);
            }
        }
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let mut writer = Writer::new();
        writer.tuple(2);
        writer.atom("ok");
        let large = Form::integer(Span::new(FileId(0), 0, 0), 1 << 40);
        writer.form(&large);
        let (bytes, places) = writer.finish();
        let span = Span::new(FileId(0), 0, 0);
        for length in 0..bytes.len() {
            let read = Reader::new(&bytes[..length], span, &places).and_then(|mut r| r.form());
            assert!(read.is_err(), "{length}");
        }
        let huge = [131, 108, 255, 255, 255, 255, 97, 1];
        let read = Reader::new(&huge, span, &places).and_then(|mut r| r.form());
        assert!(read.is_err());
    }
}
