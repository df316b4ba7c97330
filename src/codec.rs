//! The byte layout of what the command stores: numbers, strings and interfaces, length-prefixed.
//!
//! A reader answers `None` for anything ill-formed: a torn or foreign file is a miss, never a panic.

use alate_compiler::pipeline::Interface;

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
        self.number(interface.exports.len() as u64);
        for (name, arity) in &interface.exports {
            self.text(name);
            self.number(*arity as u64);
        }
        self.number(interface.calls.len() as u64);
        for (module, name, arity) in &interface.calls {
            self.text(module);
            self.text(name);
            self.number(*arity as u64);
        }
        self.number(interface.variables.len() as u64);
        for name in &interface.variables {
            self.text(name);
        }
        self.number(interface.variable_uses.len() as u64);
        for (module, name) in &interface.variable_uses {
            self.text(module);
            self.text(name);
        }
        self.number(interface.atoms.len() as u64);
        for atom in &interface.atoms {
            self.text(atom);
        }
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

    pub fn interface(&mut self) -> Option<Interface> {
        Some(Interface {
            module: self.text()?,
            exports: self.many(|r| Some((r.text()?, r.number()? as usize)))?,
            calls: self.many(|r| Some((r.text()?, r.text()?, r.number()? as usize)))?,
            variables: self.many(Reader::text)?,
            variable_uses: self.many(|r| Some((r.text()?, r.text()?)))?,
            atoms: self.many(Reader::text)?,
        })
    }
}
