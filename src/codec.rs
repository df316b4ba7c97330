//! The byte layout of what the command stores: numbers, strings and interfaces, length-prefixed.
//!
//! A reader answers `None` for anything ill-formed: a torn or foreign file is a miss, never a panic.

use alate_compiler::base::span::{FileId, Span};
use alate_compiler::documentation::{Entry, Kind, Module, Origin};
use alate_compiler::pipeline::Interface;

/// What numbers of kinds and origins mean.
const KINDS: &[Kind] = &[
    Kind::Macro,
    Kind::Function,
    Kind::Record,
    Kind::Struct,
    Kind::Variable,
    Kind::Type,
];
const ORIGINS: &[Origin] = &[Origin::Written, Origin::Expanded, Origin::Builtin];

/// Appends fields to a byte string.
#[derive(Default)]
pub struct Writer {
    pub bytes: Vec<u8>,
}

impl Writer {
    pub fn number(&mut self, value: u64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub fn data(&mut self, data: &[u8]) {
        self.number(data.len() as u64);
        self.bytes.extend_from_slice(data);
    }

    pub fn text(&mut self, text: &str) {
        self.data(text.as_bytes());
    }

    pub fn interface(&mut self, interface: &Interface) {
        self.text(&interface.module);
        self.functions(&interface.exports);
        self.number(interface.calls.len() as u64);
        for (module, name, arity) in &interface.calls {
            self.text(module);
            self.text(name);
            self.number(*arity as u64);
        }
        self.texts(&interface.variables);
        self.number(interface.variable_uses.len() as u64);
        for (module, name) in &interface.variable_uses {
            self.text(module);
            self.text(name);
        }
        self.texts(&interface.behaviours);
        self.functions(&interface.callbacks);
        self.texts(&interface.atoms);
    }

    fn functions(&mut self, functions: &[(String, usize)]) {
        self.number(functions.len() as u64);
        for (name, arity) in functions {
            self.text(name);
            self.number(*arity as u64);
        }
    }

    pub fn texts(&mut self, texts: &[String]) {
        self.number(texts.len() as u64);
        texts.iter().for_each(|text| self.text(text));
    }

    pub fn optional_text(&mut self, text: Option<&str>) {
        self.number(text.is_some().into());
        text.into_iter().for_each(|text| self.text(text));
    }

    pub fn span(&mut self, span: Span) {
        self.number(u64::from(span.file.0));
        self.number(u64::from(span.start) << 32 | u64::from(span.end));
    }

    pub fn documentation(&mut self, module: &Module) {
        self.text(&module.name);
        self.optional_text(module.text.as_deref());
        self.span(module.span);
        self.span(module.name_span);
        self.number(module.entries.len() as u64);
        for entry in &module.entries {
            self.entry(entry);
        }
    }

    fn entry(&mut self, entry: &Entry) {
        let kind = KINDS.iter().position(|kind| *kind == entry.kind);
        self.number(kind.unwrap_or_default() as u64);
        self.text(&entry.name);
        self.number(entry.arity.map_or(0, |arity| arity as u64 + 1));
        self.number(entry.is_exported.into());
        self.texts(&entry.signatures);
        self.texts(&entry.specifications);
        self.optional_text(entry.text.as_deref());
        self.texts(&entry.fields);
        let origin = ORIGINS.iter().position(|origin| *origin == entry.origin);
        self.number(origin.unwrap_or_default() as u64);
        self.span(entry.span);
        self.span(entry.name_span);
    }
}

/// Takes fields off the front of a byte string.
pub struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes }
    }

    pub fn number(&mut self) -> Option<u64> {
        let (head, rest) = self.bytes.split_first_chunk::<8>()?;
        self.bytes = rest;
        Some(u64::from_le_bytes(*head))
    }

    pub fn data(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (head, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(head)
    }

    pub fn text(&mut self) -> Option<String> {
        Some(std::str::from_utf8(self.data()?).ok()?.to_owned())
    }

    /// Reads `number` fields with `read`; a count beyond the bytes left is ill-formed.
    pub fn many<T>(
        &mut self,
        mut read: impl FnMut(&mut Reader<'a>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let count = usize::try_from(self.number()?).ok()?;
        if count > self.bytes.len() {
            return None;
        }
        (0..count).map(|_| read(self)).collect()
    }

    fn function(&mut self) -> Option<(String, usize)> {
        Some((self.text()?, self.number()? as usize))
    }

    pub fn interface(&mut self) -> Option<Interface> {
        Some(Interface {
            module: self.text()?,
            exports: self.many(Reader::function)?,
            calls: self.many(|r| Some((r.text()?, r.text()?, r.number()? as usize)))?,
            variables: self.many(Reader::text)?,
            variable_uses: self.many(|r| Some((r.text()?, r.text()?)))?,
            behaviours: self.many(Reader::text)?,
            callbacks: self.many(Reader::function)?,
            atoms: self.many(Reader::text)?,
        })
    }

    pub fn optional_text(&mut self) -> Option<Option<String>> {
        match self.number()? {
            0 => Some(None),
            _ => Some(Some(self.text()?)),
        }
    }

    pub fn span(&mut self) -> Option<Span> {
        let file = FileId(u32::try_from(self.number()?).ok()?);
        let range = self.number()?;
        Some(Span {
            file,
            start: (range >> 32) as u32,
            end: range as u32,
        })
    }

    pub fn documentation(&mut self) -> Option<Module> {
        Some(Module {
            name: self.text()?,
            text: self.optional_text()?,
            span: self.span()?,
            name_span: self.span()?,
            entries: self.many(Reader::entry)?,
        })
    }

    fn entry(&mut self) -> Option<Entry> {
        Some(Entry {
            kind: *KINDS.get(usize::try_from(self.number()?).ok()?)?,
            name: self.text()?,
            arity: usize::try_from(self.number()?).ok()?.checked_sub(1),
            is_exported: self.number()? != 0,
            signatures: self.many(Reader::text)?,
            specifications: self.many(Reader::text)?,
            text: self.optional_text()?,
            fields: self.many(Reader::text)?,
            origin: *ORIGINS.get(usize::try_from(self.number()?).ok()?)?,
            span: self.span()?,
            name_span: self.span()?,
        })
    }
}
